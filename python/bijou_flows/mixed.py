"""Rows of codes and values."""

from __future__ import annotations

from typing import Any, Sequence

import numpy as np

from . import bijections
from .container import Array, Spec, Weights
from .functions import LOG_2PI, cdf, clip, log_normal, log_sum, quantile
from .networks import theta


def split(spec: Spec, x: Array) -> tuple[Array, Array]:
    codes = len(spec["codes"]["cardinalities"])
    return x[:codes], x[codes:]


def join(codes: Array, c: Array | None) -> Array:
    return codes if c is None else np.concatenate([codes, c])


def _read(cardinalities: Sequence[int], x: Array) -> tuple[Any, Array]:
    """Codes as whole numbers, and their one-hot form."""
    last = np.array(cardinalities, dtype=np.float64)[:, None] - 1
    codes = np.floor(x + 0.5)
    codes = np.where((codes >= 0) & (codes <= last), codes, last).astype(np.int64)
    rows = [codes[i] == k for i, count in enumerate(cardinalities) for k in range(count - 1)]
    return codes, np.array(rows, dtype=np.float64).reshape(len(rows), x.shape[1])


def _shares(spec: Spec, weights: Weights, x: Array, c: Array | None) -> list[Array]:
    """The probabilities of all codes of each column given the codes before."""
    _, one_hot = _read(spec["cardinalities"], x)
    logits = theta(spec["network"], weights.below("network"), one_hot, c if spec["context"] else None)
    logits = logits + weights["prior"]
    shares, row = [], 0
    for count in spec["cardinalities"]:
        own = logits[row : row + count]
        shares.append((1 - count * spec["floor"]) * np.exp(own - log_sum(own)) + spec["floor"])
        row += count
    return shares


def log_prob_of_codes(spec: Spec, weights: Weights, x: Array, c: Array | None) -> Array:
    codes, _ = _read(spec["cardinalities"], x)
    lanes = np.arange(x.shape[1])
    chosen = [np.log(share[codes[i], lanes]) for i, share in enumerate(_shares(spec, weights, x, c))]
    return np.sum(chosen, axis=0)


def draw_codes(spec: Spec, weights: Weights, lanes: int, c: Array | None, random: np.random.Generator) -> Array:
    x = np.zeros((len(spec["cardinalities"]), lanes))
    for i, count in enumerate(spec["cardinalities"]):
        ends = np.cumsum(_shares(spec, weights, x, c)[i], axis=0)[: count - 1]
        x[i] = np.sum(random.random(lanes) >= ends, axis=0)
    return x


class _Values:
    """The numbers of the fixed maps of values, and what is absent."""

    def __init__(self, spec: Spec, weights: Weights, c: Array | None, lanes: int) -> None:
        self.layout = spec["layout"]["values"]
        self.weights = weights
        self.center, self.scale, self.heavy, self.mean, self.deviation = (
            weights[name] for name in ("center", "scale", "heavy", "mean", "deviation")
        )
        self.units = np.array([value.get("unit", 1.0) for value in self.layout])[:, None]
        self.absent = np.zeros((len(self.layout), lanes), dtype=bool)
        cardinalities = spec["layout"]["cardinalities"]
        self.seen = c
        if cardinalities and c is not None:
            codes, one_hot = _read(cardinalities, c[: len(cardinalities)])
            self.seen = np.concatenate([one_hot, c[len(cardinalities) :]])
            for f, value in enumerate(self.layout):
                if value["state"] >= 0:
                    self.absent[f] = codes[value["state"]] != 0
        self.pin = 1 + _widest_box(spec["bijection"])

    def knots(self, f: int) -> _Knots:
        own = self.weights.below("knots", f)
        return _Knots(own["x"][:, 0], own["shares"][:, 0])

    def to_base(self, x: Array) -> tuple[Array, Array]:
        u = (x - self.center) / self.scale
        y = (np.where(self.heavy == 1, np.arcsinh(u), u) - self.mean) / self.deviation
        bent = np.where(self.heavy == 1, -0.5 * np.log1p(u**2), 0 * u)
        log_slope = bent - np.log(self.scale) - np.log(self.deviation)
        for f, value in enumerate(self.layout):
            if "knots" in value:
                y[f], log_slope[f] = self.knots(f).to_base(x[f])
        return clip(y), log_slope - np.log(self.units)

    def to_data(self, y: Array) -> Array:
        h = y * self.deviation + self.mean
        x = self.center + self.scale * np.where(self.heavy == 1, np.sinh(np.clip(h, -700, 700)), h)
        for f, value in enumerate(self.layout):
            if "knots" in value:
                x[f] = self.knots(f).to_data(y[f])
            if value["grid"] > 0:
                x[f] = np.rint(x[f] / value["grid"]) * value["grid"]
        return x


def log_prob_of_values(spec: Spec, weights: Weights, x: Array, c: Array | None) -> Array:
    own = _Values(spec, weights, c, x.shape[1])
    y, log_slope = own.to_base(x)
    standard = np.where(own.absent, own.pin, y)
    z, log_det = bijections.inverse(spec["bijection"], weights.below("bijection"), standard, own.seen)
    pinned = np.sum(own.absent, axis=0) * -0.5 * (own.pin**2 + LOG_2PI)
    return log_normal(z) - pinned + log_det + np.sum(np.where(own.absent, 0, log_slope), axis=0)


def draw_values(spec: Spec, weights: Weights, lanes: int, c: Array | None, random: np.random.Generator) -> Array:
    own = _Values(spec, weights, c, lanes)
    z = random.standard_normal(own.absent.shape)
    sources = _sources(spec["bijection"], np.arange(len(z)))
    z[sources] = np.where(own.absent, own.pin, z[sources])
    y, _ = bijections.forward(spec["bijection"], weights.below("bijection"), z, own.seen)
    return np.where(own.absent, 0, own.to_data(y))


def _widest_box(spec: Spec) -> float:
    """The greatest bound of the splines in a bijection."""
    inner = spec.get("layers", [spec["of"]] if "of" in spec else [])
    return max([spec.get("transformer", {}).get("bound", 0)] + [_widest_box(layer) for layer in inner])


def _sources(spec: Spec, features: Any) -> Any:
    """Of each feature of the data, the one of the base that an absent value comes from."""
    if spec["type"] == "Chain":
        for layer in spec["layers"]:
            features = _sources(layer, features)
        return features
    if spec["type"] == "Permutation":
        return features[np.array(spec["order"])]
    return features


class _Knots:
    """Normal scores by a distribution function of straight lines, and back."""

    def __init__(self, x: Array, shares: Array) -> None:
        kept = np.concatenate([[True], np.diff(x) > 0])
        self.x, self.shares = x[kept], shares[kept]
        self.scores = quantile(self.shares)
        self.tail = (self.scores[-1] - self.scores[0]) / (self.x[-1] - self.x[0])
        self.lines = np.diff(self.shares) / np.diff(self.x)

    def _place(self, knots: Array, value: Array) -> tuple[Any, Any]:
        """The knot before each value, and whether it lies beyond all."""
        k = np.searchsorted(knots, value, side="right") - 1
        beyond = (k < 0) | (k == len(knots) - 1)
        return np.clip(k, 0, len(knots) - 1), beyond

    def _line(self, k: Any) -> Array:
        return self.lines[np.minimum(k, len(self.lines) - 1)]

    def to_base(self, x: Array) -> tuple[Array, Array]:
        k, beyond = self._place(self.x, x)
        way = x - self.x[k]
        line = self._line(k)
        inner = quantile(np.where(beyond, 0.5, self.shares[k] + line * way))
        score = np.where(beyond, self.scores[k] + self.tail * way, inner)
        inside = np.log(line) + 0.5 * (score**2 + LOG_2PI)
        return score, np.where(beyond, np.log(self.tail), inside)

    def to_data(self, score: Array) -> Array:
        share = cdf(score)
        k, beyond = self._place(self.shares, share)
        outer = self.x[k] + (score - self.scores[k]) / self.tail
        return np.where(beyond, outer, self.x[k] + (share - self.shares[k]) / self._line(k))
