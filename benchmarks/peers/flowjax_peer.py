"""flowjax on JAX, every repetition one jitted call."""

import importlib.metadata
import itertools

import equinox as eqx
import jax
import jax.numpy as jnp
import optax
import paramax
from flowjax.bijections import RationalQuadraticSpline
from flowjax.distributions import Normal
from flowjax.flows import coupling_flow, masked_autoregressive_flow

from work import BINS, BOUND, LEARNING_RATE, ROWS


def versions(peer):
    return {name: importlib.metadata.version(name) for name in (peer, "jax")}


def prepare(peer, threads, work, data):
    """Returns the number of parameters and a function that does one repetition."""
    flow = built(work)
    count = sum(leaf.size for leaf in jax.tree.leaves(_trainable(flow)[0]))
    rows, given = map(jnp.asarray, work.split(data))
    if not work.context:
        given = None
    match work.kind.removesuffix("-given"):
        case "train":
            return count, _train(flow, rows, work.batch)
        case "score-one":
            return count, _score(flow, rows[:1], given)
        case "score-8192":
            return count, _score(flow, rows, given)
        case "sample-8192":
            return count, _sample(flow, given)


def built(work):
    """An untrained flow."""
    size = {
        "base_dist": Normal(jnp.zeros(work.columns)),
        "cond_dim": work.context or None,
        "flow_layers": work.layers,
        "nn_width": work.hidden,
        "nn_depth": 2,
    }
    key = jax.random.key(1)
    spline = RationalQuadraticSpline(knots=BINS - 1, interval=BOUND)  # inner knots
    match work.flow:
        case "nsf-ar":
            flow = masked_autoregressive_flow(key, transformer=spline, **size)
        case "nsf-coupling":
            flow = coupling_flow(key, transformer=spline, **size)
        case "maf":
            flow = masked_autoregressive_flow(key, **size)
    return eqx.tree_at(lambda f: f.base_dist, flow, replace_fn=paramax.non_trainable)


def _trainable(flow):
    return eqx.partition(flow, eqx.is_inexact_array, is_leaf=lambda leaf: isinstance(leaf, paramax.NonTrainable))


def _train(flow, rows, batch):
    parameters, static = _trainable(flow)
    optimizer = optax.adam(LEARNING_RATE)

    def loss(parameters, x):
        return -paramax.unwrap(eqx.combine(parameters, static)).log_prob(x).mean()

    def step(parameters, state, x):
        updates, state = optimizer.update(jax.grad(loss)(parameters, x), state)
        return optax.apply_updates(parameters, updates), state

    step = jax.jit(step, donate_argnums=(0, 1))
    batches = itertools.cycle([rows[i : i + batch] for i in range(0, ROWS - batch + 1, batch)])
    held = [(parameters, optimizer.init(parameters))]

    def repetition():
        held[0] = jax.block_until_ready(step(*held[0], next(batches)))

    return repetition


def _score(flow, rows, given):
    flow = paramax.unwrap(flow)  # its parameters become constants of the compiled program
    score = jax.jit(lambda x, given: flow.log_prob(x, given))
    return lambda: score(rows, given).block_until_ready()


def _sample(flow, given):
    flow = paramax.unwrap(flow)
    sample = jax.jit(lambda key, given: flow.sample(key, (ROWS,) if given is None else (), given))
    keys = map(jax.random.key, itertools.count())
    return lambda: sample(next(keys), given).block_until_ready()
