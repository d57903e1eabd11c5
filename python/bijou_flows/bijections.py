"""Bijections in both directions. Arrays are features × lanes."""

from __future__ import annotations

import numpy as np

from . import scalars, sequences
from .container import Array, Spec, Weights
from .errors import BijouError
from .functions import clip, soft_clip
from .networks import theta

_STANDARD = {"type": "Affine", "limit": 7.0}


def inverse(spec: Spec, weights: Weights, x: Array, c: Array | None) -> tuple[Array, Array]:
    """Data to base: z, and log |det ∂z/∂x| of each lane."""
    return _map(spec, weights, x, c, True)


def forward(spec: Spec, weights: Weights, z: Array, c: Array | None) -> tuple[Array, Array]:
    """Base to data: x, and log |det ∂x/∂z| of each lane."""
    return _map(spec, weights, z, c, False)


def _map(spec: Spec, weights: Weights, x: Array, c: Array | None, to_base: bool) -> tuple[Array, Array]:
    none = np.zeros(x.shape[1])
    kind = spec["type"]
    if kind == "Chain":
        total = none
        layers = list(enumerate(spec["layers"]))
        for i, layer in reversed(layers) if to_base else layers:
            x, log_det = _map(layer, weights.below("layers", i), x, c, to_base)
            total = total + log_det
        return x, total
    if kind == "Inverted":
        return _map(spec["of"], weights.below("of"), x, c, not to_base)
    if kind == "Partial":
        rest, log_det = _map(spec["of"], weights.below("of"), x[spec["untouched"] :], c, to_base)
        return np.concatenate([x[: spec["untouched"]], rest]), log_det
    if kind == "Permutation":
        order = np.array(spec["order"])
        if not to_base:
            return x[order], none
        z = np.empty_like(x)
        z[order] = x
        return z, none
    if kind in ("Standardize", "ActNorm"):
        s = weights["logScale"] if kind == "Standardize" else soft_clip(10, weights["rawScale"])
        if to_base:
            return clip((x - weights["shift"]) * np.exp(-s)), none - np.sum(s)
        return clip(x * np.exp(s) + weights["shift"]), none + np.sum(s)
    if kind in ("LuLinear", "InvertibleConvolution"):
        matrix, s = _lu(weights)
        if to_base:
            return clip(matrix @ x), none + np.sum(s)
        x = np.linalg.solve(matrix, x).astype(np.float64)
        return clip(x), none - np.sum(s)
    if kind == "FreeLinear":
        matrix = weights["weight"]
        log_det = none + np.linalg.slogdet(matrix)[1]
        if to_base:
            return clip(matrix @ x), log_det
        return clip(np.linalg.solve(matrix, x).astype(np.float64)), -log_det
    if kind in ("Coupling", "SequenceCoupling"):
        return _coupling(spec, weights, x, c, to_base)
    if kind == "MaskedAutoregressive":
        return _autoregressive(spec, weights, x, c, to_base)
    if kind == "LocationScale":
        return _location_scale(spec, weights, x, c, to_base)
    if kind == "Logit":
        return _logit(spec, x, to_base)
    if kind == "Softplus":
        return _softplus(x, to_base)
    if kind in sequences.MAPS:
        return sequences.map_frames(spec, _lu(weights) if kind == "GroupedConvolution" else None, x, to_base)
    raise BijouError(f"a layer {kind} is not supported by this version of bijou-flows")


def _lu(weights: Weights) -> tuple[Array, Array]:
    factors, s = weights["factors"], soft_clip(7, weights["rawDiagonal"])
    lower = np.tril(factors, -1) + np.eye(len(factors))
    return lower @ (np.triu(factors, 1) + np.diag(np.exp(s[:, 0]))), s


def _own_theta(spec: Spec, weights: Weights, visible: Array, c: Array | None) -> Array:
    return theta(spec["network"], weights.below("conditioner"), visible, c if spec["context"] else None)


def _transform(spec: Spec, x: Array, own: Array, to_base: bool) -> tuple[Array, Array]:
    return scalars.to_base(spec, x, own) if to_base else scalars.to_data(spec, x, own)


def _coupling(spec: Spec, weights: Weights, x: Array, c: Array | None, to_base: bool) -> tuple[Array, Array]:
    passing = x[: spec["passing"]]
    if spec["type"] == "Coupling":
        own = _own_theta(spec, weights, passing, c)
    else:
        own = sequences.theta(spec, weights.below("conditioner"), passing, c)
    rest, log_det = _transform(spec["transformer"], x[spec["passing"] :], own, to_base)
    return np.concatenate([passing, rest]), log_det


def _autoregressive(spec: Spec, weights: Weights, x: Array, c: Array | None, to_base: bool) -> tuple[Array, Array]:
    if to_base:
        return scalars.to_base(spec["transformer"], x, _own_theta(spec, weights, x, c))
    image, log_det = np.zeros_like(x), np.zeros(x.shape[1])
    for _ in range(spec["features"]):  # each pass makes one more feature right
        image, log_det = scalars.to_data(spec["transformer"], x, _own_theta(spec, weights, image, c))
    return image, log_det


def _location_scale(spec: Spec, weights: Weights, x: Array, c: Array | None, to_base: bool) -> tuple[Array, Array]:
    matrix, b, noise = weights["weights"], weights["logScale"], weights["noise"]
    spline = {"type": "RationalQuadraticSpline", **spec["noise"]}
    if to_base:
        e = (x - matrix @ x) * np.exp(-b)
        u, scaled = scalars.to_base(_STANDARD, e, _own_theta(spec, weights, x, c))
        z, bent = scalars.to_base(spline, u, noise)
        return z, scaled + bent - np.sum(b)
    u, bent = scalars.to_data(spline, x, noise)
    image, scaled = np.zeros_like(x), np.zeros(x.shape[1])
    for _ in range(spec["features"]):
        e, scaled = scalars.to_data(_STANDARD, u, _own_theta(spec, weights, image, c))
        image = e * np.exp(b) + matrix @ image
    return clip(image), scaled + bent + np.sum(b)


def _logit(spec: Spec, x: Array, to_base: bool) -> tuple[Array, Array]:
    low, high = (np.array(spec[end], dtype=np.float64)[:, None] for end in ("low", "high"))
    if to_base:
        u = np.clip((x - low) / (high - low), 1e-6, 1 - 1e-6)
        return np.log(u) - np.log1p(-u), np.sum(-np.log(u) - np.log1p(-u) - np.log(high - low), axis=0)
    log_u, log_rest = -np.logaddexp(0, -x), -np.logaddexp(0, x)
    return low + (high - low) * np.exp(log_u), np.sum(log_u + log_rest + np.log(high - low), axis=0)


def _softplus(x: Array, to_base: bool) -> tuple[Array, Array]:
    if not to_base:
        return np.logaddexp(0, x), -np.sum(np.logaddexp(0, -x), axis=0)
    x = np.maximum(x, 1e-30)
    rest = np.log(-np.expm1(-x))
    return x + rest, -np.sum(rest, axis=0)
