"""Writes the fixtures of the tests of interop: small flows of zuko, nflows and normflows with random weights, rows, and what the
library says of them in double precision.

    python fixtures.py ../../interop/src/test/resources/dev/bijou/interop/flows [NAME …]
    python jax_flows.py ../../interop/src/test/resources/dev/bijou/interop/flows --fixtures
    python waveglow.py ../../interop/src/test/resources/dev/bijou/interop/voices waveglow-tiny waveglow-early squeezewave-tiny
"""
import hashlib
import json
import os
import sys

import numpy as np
import torch
from torch.nn import functional as F

import torch_flows
from describe import describe


def flows():
    from nflows import flows, distributions, transforms as T
    from nflows.flows import MaskedAutoregressiveFlow, SimpleRealNVP
    from nflows.nn import nets
    from zuko.flows import MAF, NICE, NSF

    def nflow(n, *layers):
        return flows.Flow(T.CompositeTransform(list(layers)), distributions.StandardNormal([n]))

    def residual(i, o):
        return nets.ResidualNet(i, o, hidden_features=6, num_blocks=1)

    import normflows as nf

    def normflow(n, *layers):
        return nf.NormalizingFlow(nf.distributions.DiagGaussian(n), list(layers))

    ar = T.MaskedPiecewiseRationalQuadraticAutoregressiveTransform
    coupling = T.PiecewiseRationalQuadraticCouplingTransform
    return {
        "zuko-nsf": lambda: NSF(3, transforms=2, bins=5, hidden_features=[7, 5]),
        "zuko-nsf-context": lambda: NSF(3, 2, transforms=2, bins=4, hidden_features=[8], activation=torch.nn.SiLU),
        "zuko-nsf-coupling": lambda: NSF(4, transforms=2, bins=4, hidden_features=[6, 6], passes=2),
        "zuko-nsf-one": lambda: NSF(1, transforms=2, bins=4, hidden_features=[6]),
        "zuko-nsf-passes": lambda: NSF(5, 1, transforms=2, bins=3, hidden_features=[6], passes=3, randperm=True),
        "zuko-maf": lambda: MAF(4, transforms=3, hidden_features=[9, 7]),
        "zuko-nice": lambda: NICE(3, 2, transforms=3, hidden_features=[6]),
        "nflows-maf": lambda: MaskedAutoregressiveFlow(4, 7, 2, 1, batch_norm_between_layers=True),
        "nflows-maf-mlp": lambda: MaskedAutoregressiveFlow(
            3, 6, 2, 2, use_residual_blocks=False, use_random_permutations=True, activation=torch.tanh),
        "nflows-nsf": lambda: nflow(
            3, T.RandomPermutation(3), T.LULinear(3, identity_init=False),
            ar(features=3, hidden_features=6, num_bins=4, num_blocks=1, tails="linear", tail_bound=3.0)),
        "nflows-nsf-coupling": lambda: nflow(
            4, T.ActNorm(4),
            coupling([0, 1, 0, 1], residual, num_bins=4, tails="linear", tail_bound=2.5,
                     apply_unconditional_transform=True),
            coupling([1, 0, 1, 0], residual, num_bins=4, tails="linear", tail_bound=2.5)),
        "normflows-nsf": lambda: normflow(
            3, nf.flows.AutoregressiveRationalQuadraticSpline(3, 1, 6, num_bins=4), nf.flows.LULinearPermute(3),
            nf.flows.ActNorm(3)),
        "normflows-nsf-coupling": lambda: normflow(
            4, nf.flows.CoupledRationalQuadraticSpline(4, 1, 6, num_bins=4), nf.flows.Permute(4),
            nf.flows.CoupledRationalQuadraticSpline(4, 1, 6, num_bins=4, reverse_mask=True), nf.flows.Permute(4, "swap")),
        "nflows-maf-given": lambda: nflow(
            3, T.MaskedAffineAutoregressiveTransform(3, 6, context_features=2, use_batch_norm=True), T.ReversePermutation(3),
            T.MaskedAffineAutoregressiveTransform(3, 6, context_features=2)),
        "nflows-maf-given-mlp": lambda: nflow(
            3, T.MaskedAffineAutoregressiveTransform(3, 5, context_features=2, use_residual_blocks=False)),
        "nflows-nsf-given": lambda: nflow(4, *[coupling(mask, lambda i, o: nets.ResidualNet(
            i, o, 6, context_features=2, num_blocks=1, use_batch_norm=True), num_bins=4, tails="linear", tail_bound=2.5)
            for mask in ([0, 1, 0, 1], [1, 0, 1, 0])]),
        "normflows-realnvp": lambda: normflow(3, *[part for i in range(3) for part in (nf.flows.MaskedAffineFlow(
            torch.tensor([1., 0, i % 2]), nf.nets.MLP([3, 5, 3], leaky=0.1), nf.nets.MLP([3, 5, 3], leaky=0.1)),
            nf.flows.ActNorm(3))]),
        "normflows-coupling": lambda: normflow(
            3, nf.flows.AffineCouplingBlock(nf.nets.MLP([2, 5, 2]), scale_map="sigmoid"), nf.flows.InvertibleAffine(3),
            nf.flows.AffineCouplingBlock(nf.nets.MLP([1, 5, 4]), split_mode="channel_inv")),
        "normflows-maf": lambda: normflow(
            3, nf.flows.MaskedAffineAutoregressive(3, 6, num_blocks=1), nf.flows.LULinearPermute(3)),
        "normflows-glow": lambda: nf.NormalizingFlow(
            nf.distributions.DiagGaussian((4, 1, 1)), [nf.flows.GlowBlock(4, 6), nf.flows.GlowBlock(4, 6, scale_map="exp")]),
        "nflows-realnvp": lambda: SimpleRealNVP(3, 6, 2, 1),
        "nflows-nice": lambda: SimpleRealNVP(3, 6, 2, 1, use_volume_preserving=True),
    }


def main():
    folder = sys.argv[1]
    only = sys.argv[2:]
    os.makedirs(folder, exist_ok=True)
    for name, make in flows().items():
        if only and name not in only:
            continue
        library = name.split("-")[0]
        torch.manual_seed(len(name))
        np.random.seed(len(name))
        flow = make().eval()
        unbounded = library == "normflows" and "nsf" not in name
        torch_flows.shake(flow, 0.2 if unbounded else 0.5)
        file = os.path.join(folder, name)
        torch.save(flow.state_dict(), file + ".pt")
        describe(flow, file + ".json")
        context = torch_flows.contexts(flow, library)
        features = torch_flows.features(flow, library)
        x = torch.randn(12, features) * torch.where(torch.arange(12)[:, None] % 4 == 3, 4.0, 1.0)
        c = torch.randn(12, context)
        log_prob, latent = torch_flows.evaluate(flow.double(), library, x.double(), c.double())
        rows = {"x": x.tolist(), "c": c.tolist(), "log_prob": log_prob.tolist(), "latent": latent.tolist()}
        with open(file + ".rows", "w") as out:
            json.dump(rows, out)
    if not only:
        containers(folder)
    hashes(folder)


def containers(folder):
    """The same weights in other files."""
    torch.manual_seed(8)
    flow = flows()["zuko-nsf"]().eval()
    state = torch.load(os.path.join(folder, "zuko-nsf.pt"))
    flow.load_state_dict(state)
    other = os.path.join(folder, "..", "container")
    os.makedirs(other, exist_ok=True)
    torch.save(state, os.path.join(other, "legacy.pt"), _use_new_zipfile_serialization=False)
    torch.save({"epoch": 3, "state_dict": {"flow." + k: v for k, v in state.items()}}, os.path.join(other, "checkpoint.pt"))
    torch.save(flow, os.path.join(other, "module.pt"))
    torch.save({k: v.double() if v.is_floating_point() else v for k, v in state.items()}, os.path.join(other, "double.pt"))
    torch.save({k: v.t() if v.ndim == 2 else v for k, v in
                {k: v.t().contiguous() if v.ndim == 2 else v for k, v in state.items()}.items()},
               os.path.join(other, "strided.pt"))
    arrays = {k: v.numpy() for k, v in state.items()}
    np.savez(os.path.join(other, "plain.npz"), **arrays)
    np.savez_compressed(os.path.join(other, "fortran.npz"), **{k: np.asfortranarray(v) for k, v in arrays.items()})
    from safetensors.torch import save_file
    save_file({k: v.contiguous() for k, v in state.items()}, os.path.join(other, "plain.safetensors"))
    with open(os.path.join(other, "leaves.eqx"), "wb") as out:
        for array in arrays.values():
            np.save(out, array)


def hashes(folder):
    other = os.path.join(folder, "..", "container")
    voices = os.path.join(folder, "..", "voices")
    with open(os.path.join(folder, "README.md"), "w") as out:
        import nflows, zuko
        out.write("# Fixtures\n\nMade by `benchmarks/interop/fixtures.py` with zuko %s, nflows 0.14, normflows 1.7.3 and PyTorch %s, and `jax_flows.py` with flowjax\n"
                  "19.1.2: small flows with random\n"
                  "weights (`.pt`), what their weights do not say (`.json`), and rows with their log-densities and latents in double\n"
                  "precision (`.rows`). Beside them, in `container`, the weights of `zuko-nsf` in other files;\nin `voices` WaveGlow and SqueezeWave by `waveglow.py`.\n\n"
                  "| file | SHA-256 |\n|---|---|\n" % (zuko.__version__, torch.__version__.split("+")[0]))
        for where in (folder, other, voices):
            for name in sorted(os.listdir(where)):
                if not name.endswith(".md"):
                    digest = hashlib.sha256(open(os.path.join(where, name), "rb").read()).hexdigest()
                    out.write(f"| {name} | {digest} |\n")


if __name__ == "__main__":
    main()
