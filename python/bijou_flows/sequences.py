"""Maps whose lanes are the frames of one segment of a sequence."""

from __future__ import annotations

import numpy as np

from .container import Array, Spec, Weights
from .errors import BijouError
from .functions import clip, sigmoid

MAPS = ("GroupedConvolution", "LappedTransform")


def map_frames(spec: Spec, lu: tuple[Array, Array] | None, x: Array, to_base: bool) -> tuple[Array, Array]:
    none = np.zeros(x.shape[1])
    if lu is None:
        return (_cosines(len(x)) @ _overlap(x) if to_base else _overlap(_cosines(len(x)) @ x, back=True)), none
    matrix, s = lu
    total = len(x) // len(s) * np.sum(s)
    if to_base:
        return _grouped(matrix, x), none + total
    return _grouped(np.linalg.inv(matrix).astype(np.float64), x), none - total


def _grouped(w: Array, x: Array) -> Array:
    """W for each group of features, half of them from each half of all."""
    size = len(w)
    members = x.reshape(2, len(x) // size, size // 2, -1).transpose(0, 2, 1, 3).reshape(size, -1)
    return (w @ members).reshape(2, size // 2, len(x) // size, -1).transpose(0, 2, 1, 3).reshape(x.shape)


def _cosines(size: int) -> Array:
    n = np.arange(size) + 0.5
    return np.sqrt(2 / size) * np.cos(np.pi / size * np.outer(n, n))


def _overlap(x: Array, back: bool = False) -> Array:
    """The rotations of a lapped transform across the boundaries of the frames of one segment."""
    half = len(x) // 2
    angle = (np.pi / 4 + np.pi * (2 * np.arange(half) + 1) / (8 * half))[:, None]
    sine, cosine = np.sin(angle), np.cos(angle) * (-1 if back else 1)
    y = x.copy()
    u, v = x[::-1][:half, :-1], x[:half, 1:]
    y[::-1][:half, :-1] = sine * u - cosine * v
    y[:half, 1:] = cosine * u + sine * v
    return y


def convolution(weight: Array, x: Array, kernel: int, dilation: int, first: int) -> Array:
    """Σ_k W_k x[·, t + first + k · dilation] for every frame t of one segment, where x is zero outside of it."""
    size, frames = x.shape
    y = np.zeros((len(weight), frames))
    for k in range(kernel):
        offset = first + k * dilation
        shifted = np.zeros_like(x)
        low, high = max(0, -offset), min(frames, frames - offset)
        if low < high:
            shifted[:, low:high] = x[:, low + offset : high + offset]
        y += weight[:, k * size : (k + 1) * size] @ shifted
    return y


def upsampled(spec: Spec, weights: Weights, c: Array) -> Array:
    """The context of a finer rate."""
    kernel = spec["kernel"] // spec["stride"]
    phases = convolution(weights["weight"], c, kernel, 1, 1 - kernel)
    wide = phases.reshape(spec["context"], spec["stride"], -1).transpose(0, 2, 1)
    wide = wide.reshape(spec["context"], -1) + weights["bias"]
    group = wide.reshape(spec["context"], -1, spec["group"]).transpose(0, 2, 1)
    return group.reshape(spec["context"] * spec["group"], -1)


def theta(spec: Spec, weights: Weights, visible: Array, c: Array | None) -> Array:
    """θ of a coupling of sequences, for the frames of one segment."""
    shape = spec["network"]
    channels, kernel = shape["channels"], shape["kernel"]
    added = np.zeros((0, visible.shape[1]))

    def linear(name: str, h: Array) -> Array:
        weight, bias = _weight(weights.below(name))
        return weight @ h + bias

    def gated(h: Array, i: int) -> Array:
        u = h if len(added) == 0 else h + added[2 * channels * i : 2 * channels * (i + 1)]
        return np.tanh(u[:channels]) * sigmoid(u[channels:])

    if spec["context"] > 0 and c is not None:
        added = np.repeat(linear("projection", clip(c, 1e4)), spec["rate"], axis=1)
    h = linear("start", clip(visible, 16))
    skip: Array = np.zeros(1)
    for i in range(shape["layers"]):
        own = weights.below("layers", i)
        if shape["type"] in ("WaveNet", "GatedConvolutions"):
            weight, bias = _weight(own.below("convolution"))
            dilation = 2**i if shape["type"] == "WaveNet" else 1
            g = gated(convolution(weight, h, kernel, dilation, -(kernel // 2) * dilation) + bias, i)
            out = linear(f"layers.{i}.output", g)
            skip = skip + out[-channels:]
            h = h + out[:channels] if i < shape["layers"] - 1 else skip
        elif shape["type"] == "SqueezeWave":
            mean, variance = np.split(own["normalization.averages"], 2)
            u = (h - mean) / np.sqrt(variance + 1e-5) * own["normalization.gain"] + own["normalization.shift"]
            depthwise = own["depthwise.weight"]
            rows = [
                convolution(depthwise[f : f + 1], u[f : f + 1], kernel, 1, -(kernel // 2)) for f in range(channels)
            ]
            g = gated(linear(f"layers.{i}.pointwise", np.concatenate(rows) + own["depthwise.bias"]), i)
            h = h + linear(f"layers.{i}.residual", g)
        else:
            raise BijouError(f"a network {shape['type']} is not supported")
    return linear("end", h)


def _weight(own: Weights) -> tuple[Array, Array]:
    if "gain" not in own:
        return own["weight"], own["bias"]
    v = own["direction"]
    length = np.sqrt(np.sum(v**2, axis=1, keepdims=True))
    return own["gain"] * v / np.where(length > 0, length, 1), own["bias"]
