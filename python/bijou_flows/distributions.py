"""Distributions: log-densities and draws. Arrays are features × lanes."""

from __future__ import annotations

import math

import numpy as np

from . import bijections, mixed, sequences
from .container import Array, Spec, Weights
from .errors import BijouError
from .functions import LOG_2PI, clip, log_normal, log_sum, soft_clip

_TAIL_SHARE = 1e-6  # of a uniform box


def log_prob(spec: Spec, weights: Weights, x: Array, c: Array | None = None) -> Array:
    """log p(x | c) of each lane."""
    kind = spec["type"]
    if kind == "StandardNormal":
        return log_normal(x)
    if kind == "DiagonalNormal":
        s = soft_clip(80, weights["logScale"])
        return log_normal((x - weights["mean"]) * np.exp(-s)) - np.sum(s)
    if kind == "StudentT":
        nu = spec["degreesOfFreedom"]
        constant = math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2) - 0.5 * math.log(nu * math.pi)
        return np.sum(constant - (nu + 1) / 2 * np.log1p(x**2 / nu), axis=0)
    if kind == "UniformBox":
        low, high = _box(spec)
        distance = np.maximum(np.maximum(low - x, x - high), 0)
        outside = math.log(_TAIL_SHARE / 2) - 2 * np.log1p(distance / (high - low))
        return np.sum(np.where(distance > 0, outside, math.log1p(-_TAIL_SHARE)) - np.log(high - low), axis=0)
    if kind == "GaussianMixture":
        s = soft_clip(80, weights["logScale"])[:, :, None]
        z = clip((x[None] - weights["mean"][:, :, None]) * np.exp(-s), 1e15)
        shares = weights["logits"] - log_sum(weights["logits"])
        return log_sum(shares + np.sum(-0.5 * z**2 - s - 0.5 * LOG_2PI, axis=1))
    if kind == "Categorical":
        return mixed.log_prob_of_codes(spec, weights, x, c)
    if kind == "Values":
        return mixed.log_prob_of_values(spec, weights, x, c)
    if kind == "Mixed":
        codes, values = mixed.split(spec, x)
        of_codes = mixed.log_prob_of_codes(spec["codes"], weights.below("codes"), codes, c)
        given = mixed.join(codes, c)
        return of_codes + mixed.log_prob_of_values(spec["values"], weights.below("values"), values, given)
    if kind == "Flow":
        z, log_det = bijections.inverse(spec["bijection"], weights.below("bijection"), x, c)
        return log_prob(spec["base"], weights.below("base"), z, c) + log_det
    if kind in ("ScaledContext", "UpsampledContext"):
        return log_prob(spec["of"], weights.below("of"), x, _context(spec, weights, c))
    if kind == "Ensemble":
        members = [log_prob(member, weights.below("members", i), x, c) for i, member in enumerate(spec["members"])]
        return log_sum(np.array(members)) - math.log(len(members))
    raise _unsupported(kind)


def draw(spec: Spec, weights: Weights, lanes: int, c: Array | None, random: np.random.Generator) -> Array:
    """Draws from p(x | c), features × lanes."""
    kind = spec["type"]
    if kind == "StandardNormal":
        return random.standard_normal((spec["features"], lanes))
    if kind == "DiagonalNormal":
        s = soft_clip(80, weights["logScale"])
        return weights["mean"] + np.exp(s) * random.standard_normal((spec["features"], lanes))
    if kind == "StudentT":
        return random.standard_t(spec["degreesOfFreedom"], (spec["features"], lanes))
    if kind == "UniformBox":
        low, high = _box(spec)
        x = low + (high - low) * random.random((len(low), lanes))
        beyond = (high - low) * (1 / (1 - random.random(x.shape)) - 1)
        tail = np.where(random.random(x.shape) < 0.5, low - beyond, high + beyond)
        return np.where(random.random(x.shape) < _TAIL_SHARE, tail, x)
    if kind == "GaussianMixture":
        shares = np.exp(weights["logits"] - log_sum(weights["logits"]))[:, 0]
        chosen = random.choice(len(shares), size=lanes, p=shares / shares.sum())
        scale = np.exp(soft_clip(80, weights["logScale"]))[chosen].T
        return weights["mean"][chosen].T + scale * random.standard_normal((spec["features"], lanes))
    if kind == "Categorical":
        return mixed.draw_codes(spec, weights, lanes, c, random)
    if kind == "Values":
        return mixed.draw_values(spec, weights, lanes, c, random)
    if kind == "Mixed":
        codes = mixed.draw_codes(spec["codes"], weights.below("codes"), lanes, c, random)
        given = mixed.join(codes, c)
        return np.concatenate([codes, mixed.draw_values(spec["values"], weights.below("values"), lanes, given, random)])
    if kind == "Flow":
        z = draw(spec["base"], weights.below("base"), lanes, c, random)
        return bijections.forward(spec["bijection"], weights.below("bijection"), z, c)[0]
    if kind in ("ScaledContext", "UpsampledContext"):
        return draw(spec["of"], weights.below("of"), lanes, _context(spec, weights, c), random)
    if kind == "Ensemble":
        chosen = random.integers(len(spec["members"]), size=lanes)
        x = np.empty((features(spec), lanes))
        for i, member in enumerate(spec["members"]):
            own = np.flatnonzero(chosen == i)
            seen = None if c is None else c[:, own]
            x[:, own] = draw(member, weights.below("members", i), len(own), seen, random)
        return x
    raise _unsupported(kind)


def _unsupported(kind: str) -> BijouError:
    return BijouError(f"a distribution {kind} is not supported by this version of bijou-flows")


def _box(spec: Spec) -> tuple[Array, Array]:
    low, high = (np.array(spec[end], dtype=np.float64)[:, None] for end in ("low", "high"))
    return low, high


def _context(spec: Spec, weights: Weights, c: Array | None) -> Array | None:
    if c is None:
        return None
    if spec["type"] == "UpsampledContext":
        return sequences.upsampled(spec, weights, c)
    return clip((c - weights["shift"]) * np.exp(-weights["logScale"]), 1e4)


def features(spec: Spec) -> int:
    """The number of features of a distribution or bijection."""
    for key in ("of", "base"):
        if key in spec:
            return features(spec[key])
    if "members" in spec:
        return features(spec["members"][0])
    if spec["type"] == "Mixed":
        return len(spec["codes"]["cardinalities"]) + len(spec["values"]["layout"]["values"])
    if spec["type"] == "Categorical":
        return len(spec["cardinalities"])
    if spec["type"] == "Values":
        return len(spec["layout"]["values"])
    return int(spec["features"]) if "features" in spec else len(spec["low"])


def context_features(spec: Spec) -> int:
    """The number of features that are given."""
    kind = spec["type"]
    if kind in ("ScaledContext", "UpsampledContext"):
        return int(spec["context"])
    if kind == "Mixed":
        return int(spec["codes"]["context"])
    if kind == "Values":
        return len(spec["layout"]["cardinalities"]) + int(spec["context"])
    parts = [spec[key] for key in ("of", "base", "bijection") if key in spec]
    parts += list(spec.get("layers", [])) + list(spec.get("members", []))
    return max([int(spec.get("context", 0))] + [context_features(part) for part in parts])


def context_rate(spec: Spec) -> int:
    """How many lanes of the data one lane of the context stands for."""
    inner = [spec[key] for key in ("of", "bijection") if key in spec] + list(spec.get("layers", []))
    own = int(spec.get("rate", 1)) if spec["type"] != "UpsampledContext" else spec["stride"] // spec["group"]
    return max([own] + [own * context_rate(part) for part in inner])
