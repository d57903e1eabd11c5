"""Functions of arrays that several layers need."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from .container import Array

LOG_2PI = math.log(2 * math.pi)
IMAGE = 1e30  # images of maps are clipped to it
_NORMAL = NormalDist()
_QUANTILE = np.frompyfunc(_NORMAL.inv_cdf, 1, 1)
_UPPER_TAIL = np.frompyfunc(math.erfc, 1, 1)


def soft_clip(limit: float, a: Array) -> Array:
    return a / (1 + np.abs(a) / limit)


def clip(x: Array, limit: float = IMAGE) -> Array:
    return np.clip(x, -limit, limit)


def log_normal(z: Array) -> Array:
    """log p of standard normal features, of each lane."""
    return -0.5 * np.sum(clip(z, 1e15) ** 2 + LOG_2PI, axis=0)


def quantile(p: Array) -> Array:
    """The x with Φ(x) = p, for 0 < p < 1."""
    return np.asarray(_QUANTILE(p), dtype=np.float64)


def cdf(x: Array) -> Array:
    """Φ(x)."""
    return np.asarray(_UPPER_TAIL(-x / math.sqrt(2)), dtype=np.float64) / 2


def log_sum(terms: Array) -> Array:
    """log Σ exp along the first axis."""
    return np.logaddexp.reduce(terms, axis=0)


def sigmoid(x: Array) -> Array:
    return np.exp(-np.logaddexp(0, -x))
