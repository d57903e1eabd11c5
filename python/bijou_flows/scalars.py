"""Scalar maps with the parameters that a network gives them."""

from __future__ import annotations

import math

import numpy as np

from .container import Array, Spec
from .errors import BijouError
from .functions import clip, sigmoid, soft_clip

_SPLINES = ("RationalQuadraticSpline", "SoftClippedSpline", "FreeEndSpline")


def parameters(spec: Spec) -> int:
    if spec["type"] not in _SPLINES:
        return 2
    return 3 * spec["bins"] + (1 if spec["type"] == "FreeEndSpline" else -1)


def to_base(spec: Spec, x: Array, theta: Array) -> tuple[Array, Array]:
    """z of each feature, and Σ log dz/dx of each lane."""
    if spec["type"] in _SPLINES:
        inside = np.abs(x) < spec["bound"]
        within = np.where(inside, x, 0)
        left, width, bottom, height, d, e = _bins(spec, theta, within, of_x=True)
        xi = (within - left) / width
        rise, log_slope = _rise_and_log_slope(xi, height / width, d, e)
        return np.where(inside, bottom + height * rise, x), np.sum(np.where(inside, log_slope, 0), axis=0)
    t, s, forward = _scale(spec, theta)
    return (clip(x * np.exp(s) + t), np.sum(s, axis=0)) if forward else (clip((x - t) * np.exp(-s)), -np.sum(s, axis=0))


def to_data(spec: Spec, z: Array, theta: Array) -> tuple[Array, Array]:
    """x of each feature, and Σ log dx/dz of each lane."""
    if spec["type"] in _SPLINES:
        inside = np.abs(z) < spec["bound"]
        within = np.where(inside, z, 0)
        left, width, bottom, height, d, e = _bins(spec, theta, within, of_x=False)
        s, t = height / width, (within - bottom) / height
        b = d - t * (d + e - 2 * s)
        xi = 2 * s * t / (b + np.sqrt(np.maximum(b**2 + 4 * s * t * (s - b), 0)))
        _, log_slope = _rise_and_log_slope(xi, s, d, e)
        return np.where(inside, left + width * xi, z), -np.sum(np.where(inside, log_slope, 0), axis=0)
    t, s, forward = _scale(spec, theta)
    return (clip((z - t) * np.exp(-s)), -np.sum(s, axis=0)) if forward else (clip(z * np.exp(s) + t), np.sum(s, axis=0))


def _scale(spec: Spec, theta: Array) -> tuple[Array, Array, bool]:
    """Shift, log-scale, and whether the way to the base multiplies by the scale."""
    t, a = theta[0::2], theta[1::2]
    kind = spec["type"]
    if kind == "Affine":
        return t, soft_clip(spec["limit"], a), False
    if kind == "ScaleShift":
        return t, soft_clip(spec["limit"], a), True
    if kind == "LinkedScaleShift":
        least = spec["least"]
        if spec["link"] == "EXPONENTIAL":
            return t, np.clip(np.log(least + np.exp(a)), -80, 80), True
        if spec["link"] == "SOFTPLUS":
            return t, np.log(least + np.logaddexp(0, a + math.log(math.expm1(1 - least)))), True
        return t, np.log(least + sigmoid(a + math.log((1 - least) / least))), True
    raise BijouError(
        f"a scalar map {kind} is not supported; Affine, ScaleShift, LinkedScaleShift and {' and '.join(_SPLINES)} are"
    )


def _rise_and_log_slope(xi: Array, s: Array, d: Array, e: Array) -> tuple[Array, Array]:
    """The share of its bin that a spline has risen at the share ξ of its width, and the logarithm of its slope."""
    eta = xi * (1 - xi)
    denominator = s + (d + e - 2 * s) * eta
    slope = s**2 * (e * xi**2 + 2 * s * eta + d * (1 - xi) ** 2) / denominator**2
    return (s * xi**2 + d * eta) / denominator, np.log(slope)


def _bins(spec: Spec, theta: Array, value: Array, of_x: bool) -> tuple[Array, ...]:
    """The bin of every x (or z): left edge, width, bottom, height and the slopes at its two ends."""
    count, bound, least = spec["bins"], spec["bound"], spec.get("minBin", 0)
    theta = theta.reshape(len(value), parameters(spec), -1)

    def sizes(logits: Array) -> Array:
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return 2 * bound * (least + (1 - count * least) * shares)

    def starts(sizes: Array) -> Array:
        return -bound + np.cumsum(sizes, axis=1) - sizes

    logits, inner = theta[:, : 2 * count], theta[:, 2 * count :]
    if spec["type"] == "SoftClippedSpline":
        limit = -math.log(spec["minSlope"])
        logits, inner = soft_clip(limit / 2, logits), np.exp(soft_clip(limit, inner))
    else:
        shift = math.log(math.expm1(1 - spec["minSlope"]))
        inner = spec["minSlope"] + np.logaddexp(0, inner + shift)
    widths, heights = sizes(logits[:, :count]), sizes(logits[:, count:])
    if spec["type"] == "FreeEndSpline":
        slopes = inner
    else:
        ones = np.ones_like(theta[:, :1])
        slopes = np.concatenate([ones, inner, ones], axis=1)
    edges = starts(widths if of_x else heights)
    lanes = np.broadcast_to(edges, edges.shape[:2] + value.shape[-1:])
    bin = np.clip(np.sum(lanes <= value[:, None], axis=1, keepdims=True) - 1, 0, count - 1)

    def pick(values: Array, offset: int = 0) -> Array:
        wide = np.broadcast_to(values, values.shape[:2] + value.shape[-1:])
        return np.take_along_axis(wide, bin + offset, axis=1)[:, 0]

    return pick(starts(widths)), pick(widths), pick(starts(heights)), pick(heights), pick(slopes), pick(slopes, 1)
