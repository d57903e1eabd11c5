"""The networks of couplings, of autoregressive layers and of categories."""

from __future__ import annotations

from typing import Callable

import numpy as np

from .container import Array, Spec, Weights
from .errors import BijouError
from .functions import clip, sigmoid

_ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "RELU": lambda h: np.maximum(h, 0),
    "SILU": lambda h: h * sigmoid(h),
    "TANH": np.tanh,
}


def theta(network: Spec, weights: Weights, visible: Array, context: Array | None) -> Array:
    """θ of a layer, from the features that it may see and what is given."""
    activate = _ACTIVATIONS[network["activation"]]

    def linear(name: str, h: Array) -> Array:
        own = weights.below(name)
        return own["weight"] @ h + own["bias"]

    h = clip(visible if context is None else np.concatenate([context, visible]), 1e4)
    kind = network["type"]
    if kind == "Mlp":
        hidden = len(network["hidden"])
        for i in range(hidden):
            h = activate(linear(f"layers.{i}", h))
        return linear(f"layers.{hidden}", h)
    if kind in ("Residual", "OpenResidual"):
        h = linear("first", h)
        for i in range(network["blocks"]):
            inner = linear(f"blocks.{i}.inner", activate(h))
            h = h + linear(f"blocks.{i}.outer", activate(inner))
        return linear("last", h if kind == "OpenResidual" else activate(h))
    if kind == "ConditionedResidual":
        given = h[: network["context"]]
        gates = network["role"] == "GATING"
        h = linear("first", h)
        if len(given) and not gates:
            h = h + activate(linear("context", given))
        for i in range(network["blocks"]):
            line = weights.below("blocks", i)
            inner = linear(f"blocks.{i}.inner", activate(line["slope"] * h + line["intercept"]))
            if not len(given):
                h = h + linear(f"blocks.{i}.outer", activate(inner))
            elif gates:
                gate = sigmoid(linear(f"blocks.{i}.context", given))
                h = h + gate * linear(f"blocks.{i}.outer", activate(inner))
            else:
                h = h + linear(f"blocks.{i}.outer", activate(inner + linear(f"blocks.{i}.context", given)))
        return linear("last", h)
    raise BijouError(
        f"a network {kind} is not supported; Mlp, Residual, OpenResidual and ConditionedResidual are"
    )
