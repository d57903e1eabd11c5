"""Writes flows of flowjax with random and trained weights: NAME.eqx, NAME.json, rows NAME.csv, log-densities NAME.expected (in double
precision, and in single) and NAME.latent; or, with --fixtures, the small ones of the tests of interop.

    python jax_flows.py FOLDER [--fixtures] [--trained] [NAME …]

With --trained, all flows learn a table of waves first and are called NAME-trained, and four in five rows are such waves.
"""
import json
import os
import sys

import equinox as eqx
import jax

jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
import jax.random as jr
import numpy as np
from flowjax.bijections import Affine, Chain, Coupling, Flip, Invert, MaskedAutoregressive, Permute, RationalQuadraticSpline
from flowjax.distributions import Normal, StandardNormal, Transformed
from flowjax.flows import coupling_flow, masked_autoregressive_flow
from flowjax.train import fit_to_data

ACTIVATIONS = {"relu": jax.nn.relu, "silu": jax.nn.silu, "tanh": jnp.tanh}
MAKERS = {"masked_autoregressive_flow": masked_autoregressive_flow, "coupling_flow": coupling_flow}


def spline(**arguments):
    return {"class": "RationalQuadraticSpline", "arguments": arguments}


def ready(name, dim, **arguments):
    """A ready-made flow and what `bijou import` must be told of it."""

    def make(key):
        given = dict(arguments)
        if "transformer" in given:
            given["transformer"] = RationalQuadraticSpline(**given["transformer"]["arguments"])
        if "nn_activation" in given:
            given["nn_activation"] = ACTIVATIONS[given["nn_activation"]]
        return MAKERS[name](key, base_dist=StandardNormal((dim,)), **given)

    return dim, arguments.get("cond_dim", 0), make, {"library": "flowjax", "class": name, "arguments": arguments}


def composed(dim):
    """A composition: a flow of flowjax's, its own layers, and a normal base that was learned."""
    inner = {"flow_layers": 2, "nn_width": 16}
    layer = {"nn_width": 12, "nn_depth": 2, "nn_activation": "tanh"}

    def make(key):
        a, b, c = jr.split(key, 3)
        base = masked_autoregressive_flow(a, base_dist=Normal(jnp.zeros(dim)), **inner)
        of = {"nn_width": 12, "nn_depth": 2, "nn_activation": jnp.tanh}
        own = Chain([
            Coupling(b, transformer=RationalQuadraticSpline(knots=5, interval=2), untransformed_dim=1, dim=dim, **of),
            Flip((dim,)),
            Invert(MaskedAutoregressive(c, transformer=RationalQuadraticSpline(knots=4, interval=3), dim=dim, **of)),
            Permute(jnp.array([(i + 2) % dim for i in range(dim)])),
            Affine(jnp.linspace(-1, 1, dim), jnp.linspace(0.5, 2, dim)),
        ])
        return Transformed(base, own)

    config = {
        "library": "flowjax", "class": "Transformed", "arguments": {
            "base_dist": {"class": "masked_autoregressive_flow", "arguments": inner | {"base_dist": {"class": "Normal"}}},
            "bijection": {"class": "Chain", "arguments": {"bijections": [
                {"class": "Coupling", "arguments": layer | {"transformer": spline(knots=5, interval=2)}},
                {"class": "Flip"},
                {"class": "Invert", "arguments": {"bijection": {
                    "class": "MaskedAutoregressive", "arguments": layer | {"transformer": spline(knots=4, interval=3)}}}},
                {"class": "Permute"},
                {"class": "Affine"}]}}}}
    return dim, 0, make, config


def flows():
    maf, coupling = "masked_autoregressive_flow", "coupling_flow"
    return {
        "maf": ready(maf, 6),
        "maf-given": ready(maf, 4, cond_dim=3, flow_layers=4, nn_width=40, nn_depth=2, nn_activation="silu"),
        "maf-wide": ready(maf, 63, flow_layers=3, nn_width=100),
        "maf-inverse": ready(maf, 5, flow_layers=3, invert=False, nn_activation="tanh"),
        "nsf": ready(maf, 3, flow_layers=3, transformer=spline(knots=8, interval=4), nn_depth=2),
        "nsf-one": ready(coupling, 1, cond_dim=2, flow_layers=2, transformer=spline(knots=5, interval=3)),
        "nsf-one-alone": ready(coupling, 1, flow_layers=2, transformer=spline(knots=5, interval=3)),
        "nsf-wide": ready(maf, 63, flow_layers=2, nn_width=80, transformer=spline(knots=4, interval=3, min_derivative=1e-2)),
        "coupling": ready(coupling, 7, flow_layers=6, nn_depth=2, nn_width=48),
        "coupling-nsf": ready(coupling, 7, cond_dim=1, flow_layers=4, transformer=spline(knots=10, interval=4, min_width=1e-2)),
        "coupling-nsf-inverse": ready(coupling, 2, flow_layers=3, invert=False, transformer=spline(knots=8, interval=4)),
        "composed": composed(5),
    }


def fixtures():
    maf, coupling = "masked_autoregressive_flow", "coupling_flow"
    return {
        "maf": ready(maf, 3, cond_dim=2, flow_layers=2, nn_width=7),
        "maf-inverse": ready(maf, 4, flow_layers=2, nn_width=8, nn_depth=2, invert=False),
        "nsf": ready(maf, 3, flow_layers=2, nn_width=6, transformer=spline(knots=4, interval=3)),
        "nsf-one": ready(coupling, 1, flow_layers=2, nn_width=4, transformer=spline(knots=3, interval=2)),
        "coupling": ready(coupling, 4, flow_layers=3, nn_width=6, nn_activation="silu"),
        "coupling-nsf": ready(coupling, 2, cond_dim=1, flow_layers=2, nn_width=6, invert=False, transformer=spline(knots=4, interval=3)),
        "composed": composed(3),
    }


def cast(flow, kind):
    return jax.tree_util.tree_map(lambda a: a.astype(kind) if eqx.is_inexact_array(a) else a, flow)


def shaken(flow, key, scale):
    """Moves all weights away from their start, as training would."""
    import paramax

    keys = iter(jr.split(key, 1000))

    def move(a):
        if not eqx.is_inexact_array(a):
            return a
        wide = a.shape[-1] if a.ndim > 2 else 1
        return a + scale * jr.normal(next(keys), a.shape) / max(1, wide) ** 0.5

    return jax.tree_util.tree_map(move, flow)


def moons(key, count, dim, context):
    """Data that a flow can learn something of."""
    a, b, c = jr.split(key, 3)
    t = jr.uniform(a, (count, 1)) * np.pi
    noise = jr.normal(b, (count, dim)) * 0.3
    x = noise + jnp.concatenate([jnp.sin(t * (i + 1)) for i in range(dim)], 1)
    return x, (t + 0.1 * jr.normal(c, (count, context)) if context else None)


def write(folder, name, made, rows, scale, trained=False):
    dim, context, make, config = made
    key = jr.key(sum(map(ord, name)))
    flow = make(key)
    if trained:
        name += "-trained"
        x, c = moons(jr.key(1), 2000, dim, context)
        flow, _ = fit_to_data(jr.key(2), flow, (x, c) if context else x, max_epochs=30, show_progress=False)
    else:
        flow = shaken(flow, jr.key(3), scale)
    flow = cast(flow, jnp.float32)
    file = os.path.join(folder, "flowjax-" + name)
    eqx.tree_serialise_leaves(file + ".eqx", flow)
    with open(file + ".json", "w") as out:
        json.dump(config, out)
    rng = np.random.default_rng(7)
    x, c = rng.normal(size=(rows, dim)), rng.normal(size=(rows, context))
    if trained:
        own = moons(jr.key(5), rows, dim, context)
        x, c = np.asarray(own[0]), np.asarray(own[1]) if context else c
    x, c = (x * np.where(np.arange(rows)[:, None] % 5 == 4, 4, 1)).astype(np.float32), c.astype(np.float32)
    given = (lambda k: (jnp.asarray(c, k),)) if context else (lambda k: ())
    with jax.enable_x64(False):
        narrow = jax.tree_util.tree_map(lambda a: jnp.asarray(np.asarray(a)) if eqx.is_array(a) else a, flow)
        single = jax.jit(lambda x, *c: narrow.log_prob(x, *c))(jnp.asarray(x), *given(jnp.float32))
    exact = cast(flow, jnp.float64)
    x64 = jnp.asarray(x, jnp.float64)
    expected = jax.jit(lambda x, *c: exact.log_prob(x, *c))(x64, *given(jnp.float64))

    def latent(x, *c):
        distribution, z = exact, x
        import paramax
        while isinstance(distribution, Transformed) or isinstance(distribution, Normal):
            z = jax.vmap(paramax.unwrap(distribution.bijection).inverse)(z, *(c if not isinstance(distribution, Normal) else ()))
            distribution = distribution.base_dist
        return z

    z = jax.jit(latent)(x64, *given(jnp.float64))
    return file, x, c, np.asarray(expected), np.asarray(single), np.asarray(z)


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    if "--fixtures" in sys.argv:
        for name, made in fixtures().items():
            file, x, c, expected, _, z = write(folder, name, made, 12, 0.4)
            rows = {"x": x.tolist(), "c": c.tolist(), "log_prob": expected.tolist(), "latent": z.tolist()}
            with open(file + ".rows", "w") as out:
                json.dump(rows, out)
        return
    only = [a for a in sys.argv[2:] if not a.startswith("-")]
    for name, made in flows().items():
        if only and name not in only:
            continue
        file, x, c, expected, single, z = write(folder, name, made, 1000, 0.2 if "wide" in name else 0.3, "--trained" in sys.argv)
        header = ",".join(f"x{i + 1}" for i in range(x.shape[1] + c.shape[1]))
        np.savetxt(file + ".csv", np.concatenate([x, c], 1), delimiter=",", header=header, comments="", fmt="%.9g")
        np.savetxt(file + ".expected", np.stack([expected, single], 1), fmt="%.12g")
        np.savetxt(file + ".latent", z, delimiter=",", fmt="%.12g")
        print(file, float(np.mean(expected)), flush=True)


if __name__ == "__main__":
    main()
