"""Writes flows of zuko, nflows and normflows with random weights: NAME.pt, NAME.json, rows NAME.csv, log-densities NAME.expected (in double
precision, in the single precision that the library has by default, and the greatest number that a network sees) and NAME.latent.

    python torch_flows.py FOLDER [zuko|nflows|normflows] [--trained[=STEPS]] [--name=PART]

Rows are drawn widely, in and outside the boxes of splines. With --trained, flows learn a table of waves first (200 steps of Adam on
batches of 128), are called NAME-trained, and four in five
rows are such waves that they have not learned from. `verify.py` compares.
"""
import os
import sys

import numpy as np
import torch
from torch.nn import functional as F

from describe import describe


def zuko_flows():
    import zuko
    from zuko.flows import MAF, NICE, NSF

    relu, silu, tanh = torch.nn.ReLU, torch.nn.SiLU, torch.nn.Tanh
    return {
        "nsf": lambda: NSF(6, transforms=3, hidden_features=[64, 64]),
        "nsf-context": lambda: NSF(3, 2, transforms=3, hidden_features=[32, 32, 32], activation=silu),
        "nsf-one": lambda: NSF(1, transforms=2, bins=5, hidden_features=[16]),
        "nsf-one-context": lambda: NSF(1, 3, transforms=2, hidden_features=[16, 16]),
        "nsf-coupling": lambda: NSF(7, transforms=4, passes=2, hidden_features=[48, 48], randperm=True),
        "nsf-passes": lambda: NSF(7, 2, transforms=2, passes=3, bins=12, hidden_features=[40], slope=1e-4),
        "nsf-wide": lambda: NSF(63, transforms=2, bins=4, hidden_features=[64, 32]),
        "maf": lambda: MAF(6, transforms=5, hidden_features=[64, 64]),
        "maf-context": lambda: MAF(4, 3, transforms=3, hidden_features=[20, 30], activation=tanh, randperm=True),
        "maf-wide": lambda: MAF(63, transforms=3, hidden_features=[100]),
        "maf-two": lambda: MAF(2, transforms=3, hidden_features=[8, 8]),
        "nice": lambda: NICE(6, transforms=4, hidden_features=[64, 64]),
        "realnvp-context": lambda: zuko.flows.RealNVP(5, 2, transforms=4, randmask=True, hidden_features=[32]),
    }


def nflows_flows():
    from nflows import distributions, flows, transforms
    from nflows.nn import nets
    from nflows.flows import MaskedAutoregressiveFlow, SimpleRealNVP

    T = transforms

    def residual(hidden, blocks=2, activation=F.relu):
        return lambda i, o: nets.ResidualNet(i, o, hidden_features=hidden, num_blocks=blocks, activation=activation)

    class MLP(nets.MLP):  # as couplings call it
        def forward(self, inputs, context=None):
            return super().forward(inputs)

    def mlp(*sizes, activation=F.relu):
        return lambda i, o: MLP([i], [o], list(sizes), activation=activation)

    def flow(n, *layers, base=None):
        return flows.Flow(T.CompositeTransform(list(layers)), base or distributions.StandardNormal([n]))

    def spline_ar(n, hidden, **more):
        return T.MaskedPiecewiseRationalQuadraticAutoregressiveTransform(
            features=n, hidden_features=hidden, tails="linear", tail_bound=3.0, **more)

    def spline_coupling(n, net, flip=0, **more):
        mask = [(i + flip) % 2 for i in range(n)]
        return T.PiecewiseRationalQuadraticCouplingTransform(mask, net, tails="linear", tail_bound=3.0, **more)

    def nsf_ar(n, hidden, layers, **more):
        parts = []
        for _ in range(layers):
            parts += [T.RandomPermutation(n), T.LULinear(n, identity_init=False), spline_ar(n, hidden, **more)]
        return flow(n, *parts)

    def nsf_coupling(n, net, layers, **more):
        parts = []
        for i in range(layers):
            parts += [T.ActNorm(n), T.LULinear(n, identity_init=False), spline_coupling(n, net, i % 2, **more)]
        return flow(n, *parts)

    ar, coupling = T.MaskedAffineAutoregressiveTransform, T.AffineCouplingTransform

    def given(hidden, context, blocks=2, **more):
        return lambda i, o: nets.ResidualNet(i, o, hidden, context_features=context, num_blocks=blocks, **more)

    return {
        "maf-given": lambda: flow(4, *[part for _ in range(3) for part in (T.ReversePermutation(4), ar(4, 24, context_features=2))]),
        "maf-given-mlp": lambda: flow(3, T.RandomPermutation(3), ar(3, 16, context_features=2, use_residual_blocks=False)),
        "maf-norms": lambda: flow(5, ar(5, 32, use_batch_norm=True), T.ReversePermutation(5), ar(
            5, 32, use_batch_norm=True, use_residual_blocks=False)),
        "maf-given-norms": lambda: flow(5, ar(5, 24, use_batch_norm=True, context_features=3), T.ReversePermutation(5), ar(
            5, 24, use_batch_norm=True, context_features=3)),
        "nsf-given": lambda: flow(6, *[part for i in range(3) for part in (
            T.LULinear(6, identity_init=False), spline_coupling(6, given(32, 3, use_batch_norm=True), i % 2, num_bins=8))]),
        "nsf-ar-given": lambda: flow(3, spline_ar(3, 24, num_bins=6, context_features=1), T.ReversePermutation(3), spline_ar(
            3, 24, num_bins=6, context_features=1, activation=torch.tanh)),
        "realnvp-given": lambda: flow(2, coupling([1, -1], given(16, 4, activation=F.silu)), coupling([-1, 1], given(16, 4))),
        "realnvp-norms": lambda: SimpleRealNVP(7, 32, 3, 2, batch_norm_within_layers=True),
        "maf": lambda: MaskedAutoregressiveFlow(6, 64, 5, 2),
        "maf-norm": lambda: MaskedAutoregressiveFlow(
            5, 32, 3, 2, use_residual_blocks=False, use_random_masks=True, use_random_permutations=True,
            batch_norm_between_layers=True, activation=torch.tanh),
        "maf-one": lambda: flow(1, T.MaskedAffineAutoregressiveTransform(1, 8)),
        "nsf-ar": lambda: nsf_ar(6, 64, 3, num_bins=8),
        "nsf-ar-mlp": lambda: nsf_ar(4, 24, 2, num_bins=5, num_blocks=3, use_residual_blocks=False),
        "nsf-ar-wide": lambda: nsf_ar(63, 64, 2, num_bins=4),
        "nsf-coupling": lambda: nsf_coupling(7, residual(48), 4, num_bins=8),
        "nsf-coupling-mlp": lambda: nsf_coupling(
            4, mlp(32, 32, activation=F.silu), 3, num_bins=6, apply_unconditional_transform=True),
        "realnvp": lambda: SimpleRealNVP(6, 32, 4, 2, batch_norm_between_layers=True),
        "nice": lambda: SimpleRealNVP(5, 32, 4, 2, use_volume_preserving=True),
        "mixed": lambda: flow(
            3, T.PointwiseAffineTransform(torch.tensor([.1, -.2, .3]), torch.tensor([1.5, .5, 2.])),
            T.CompositeTransform([T.ReversePermutation(3), spline_ar(3, 16, num_bins=8)]),
            T.AffineCouplingTransform([1, -1, 1], residual(16, 1)),
            base=distributions.DiagonalNormal([3])),
    }


def normflows_flows():
    import normflows as nf

    F = nf.flows

    def flow(n, *layers):
        return nf.NormalizingFlow(nf.distributions.DiagGaussian(n), list(layers))

    def ar(n, hidden, blocks, layers, **more):
        return flow(n, *[part for _ in range(layers) for part in (
            F.AutoregressiveRationalQuadraticSpline(n, blocks, hidden, **more), F.LULinearPermute(n, identity_init=False))])

    def coupled(n, hidden, blocks, layers, **more):
        return flow(n, *[part for i in range(layers) for part in (
            F.CoupledRationalQuadraticSpline(n, blocks, hidden, reverse_mask=i % 2 == 1, **more), F.Permute(n), F.ActNorm(n))])

    def mlp(*sizes, **more):
        return nf.nets.MLP(list(sizes), **more)

    def realnvp(n, hidden, layers, **more):
        mask = torch.tensor([float(i % 2) for i in range(n)])
        return flow(n, *[part for i in range(layers) for part in (F.MaskedAffineFlow(
            mask if i % 2 else 1 - mask, mlp(n, hidden, hidden, n, **more), mlp(n, hidden, hidden, n, **more)), F.ActNorm(n))])

    def glow(n, hidden, layers, **more):
        return nf.NormalizingFlow(nf.distributions.DiagGaussian((n, 1, 1)), [F.GlowBlock(n, hidden, **more) for _ in range(layers)])

    return {
        "realnvp": lambda: realnvp(6, 32, 4),
        "realnvp-leaky": lambda: realnvp(2, 16, 6, leaky=0.1),
        "realnvp-wide": lambda: realnvp(63, 64, 2),
        "nice": lambda: flow(4, *[F.MaskedAffineFlow(torch.tensor([0., 1, i, 1 - i]), mlp(4, 16, 4)) for i in (0., 1.)]),
        "coupling": lambda: flow(5, *[part for i in range(4) for part in (F.AffineCouplingBlock(
            mlp(3, 24, 24, 4), scale_map="exp" if i % 2 else "sigmoid"), F.Permute(5, "swap"))]),
        "coupling-inv": lambda: flow(4, F.AffineCouplingBlock(mlp(2, 16, 2), scale=False), F.AffineCouplingBlock(
            mlp(2, 16, 4, leaky=0.2), split_mode="channel_inv"), F.InvertibleAffine(4), F.InvertibleAffine(4, use_lu=False)),
        "maf": lambda: flow(5, *[part for i in range(2) for part in (
            F.MaskedAffineAutoregressive(5, 32, num_blocks=2), F.LULinearPermute(5, identity_init=False))]),
        "glow": lambda: glow(6, 24, 3),
        "glow-odd": lambda: glow(7, 16, 2, scale_map="exp", leaky=0.1, use_lu=False, split_mode="channel_inv"),
        "nsf-ar": lambda: ar(6, 64, 2, 3),
        "nsf-ar-small": lambda: ar(2, 16, 1, 2, num_bins=5, tail_bound=4, activation=torch.nn.Tanh),
        "nsf-ar-wide": lambda: ar(63, 80, 1, 2, num_bins=4),
        "nsf-coupled": lambda: coupled(7, 48, 2, 4),
        "nsf-coupled-small": lambda: coupled(2, 16, 1, 3, num_bins=5, activation=torch.nn.SiLU),
        "nsf-coupled-wide": lambda: coupled(30, 64, 2, 2, num_bins=4),
        "mixed": lambda: flow(
            5, F.AffineConstFlow(5), F.CoupledRationalQuadraticSpline(5, 2, 24), F.Permute(5, "swap"),
            F.AutoregressiveRationalQuadraticSpline(5, 2, 24), F.LULinearPermute(5, identity_init=False)),
    }


def shake(flow, scale):
    """Moves all weights and statistics away from their start, as training would."""
    with torch.no_grad():
        for parameter in flow.parameters():
            parameter.add_(scale * torch.randn_like(parameter) / max(1, parameter.shape[-1]) ** 0.5)
        for name, buffer in flow.named_buffers():
            if name.endswith("running_mean"):
                buffer.normal_(0, 0.5)
            if name.endswith("data_dep_init_done"):
                buffer.fill_(1)
            if name.endswith("initialized"):
                buffer.fill_(True)
            if name.endswith("running_var"):
                buffer.uniform_(0.5, 2)


def contexts(flow, library):
    if library == "zuko":
        first = flow.transform.transforms[0]
        seen = 0 if flow.base().event_shape[0] == 1 else None
        if hasattr(first, "hyper"):
            inputs = first.hyper.in_features
            seen = seen if seen is not None else (
                int(first.mask.sum()) if getattr(first, "mask", None) is not None else flow.base().event_shape[0])
            return inputs - seen
    for name, weights in flow.named_parameters():
        if name.endswith("context_layer.weight"):
            return weights.shape[1]
    return 0


def features(flow, library):
    if library == "zuko":
        return flow.base().event_shape[0]
    return flow.q0.loc.shape[1] if library == "normflows" else flow._distribution._shape[0]


def evaluate(flow, library, x, c):
    """log p and z."""
    with torch.no_grad():
        density = log_prob(flow, library, x, c)
        if library == "zuko":
            return density, (flow(c) if c.shape[1] else flow()).transform(x)
        if library == "normflows":
            pixels = x[:, :, None, None] if flow.q0.loc.ndim == 4 else x
            return density, flow.inverse(pixels).reshape(len(x), -1)
        return density, flow.transform_to_noise(x, c if c.shape[1] else None)


def waves(rows, width, context):
    """A table that a flow can learn something of: waves of the same phase, and the phase as the context."""
    t = torch.rand(rows, 1) * np.pi
    x = torch.sin(t * torch.arange(1, width + 1)) + 0.3 * torch.randn(rows, width)
    return 1.3 * x, t - np.pi / 2 + 0.1 * torch.randn(rows, context)


def log_prob(flow, library, x, c):
    if library == "zuko":
        return (flow(c) if c.shape[1] else flow()).log_prob(x)
    if library == "normflows":
        return flow.log_prob(x[:, :, None, None] if flow.q0.loc.ndim == 4 else x)  # images of one pixel
    return flow.log_prob(x, c if c.shape[1] else None)


def train(flow, library, width, context, steps):
    x, c = waves(4000, width, context)
    flow.train()
    log_prob(flow, library, x, c)  # what depends on the data starts by them
    optimizer = torch.optim.Adam(flow.parameters(), 1e-3)
    for _ in range(steps):
        rows = torch.randint(len(x), (128,))
        loss = -log_prob(flow, library, x[rows], c[rows]).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(flow.parameters(), 5)
        optimizer.step()
    flow.eval()


NETWORKS = ("MADE", "ResidualNet", "MLP", "MaskedMLP", "ConvNet2d")


def reach(flow, library, x, c):
    """The greatest number that a network sees of each row: beyond 10,000 Bijou's see 10,000."""
    most = torch.zeros(len(x), dtype=x.dtype)

    def see(_, inputs):
        seen = inputs[0].detach().abs().reshape(len(x), -1).amax(1)
        most.copy_(torch.maximum(most, torch.nan_to_num(seen, nan=torch.inf)))

    hooks = [m.register_forward_pre_hook(see) for m in flow.modules() if type(m).__name__ in NETWORKS and next(m.parameters(), None) is not None]
    evaluate(flow, library, x, c)
    for hook in hooks:
        hook.remove()
    return most


def write(folder, library, name, make, rows, scale, steps):
    torch.manual_seed(sum(map(ord, name)))
    np.random.seed(1)
    flow = make().eval()
    context = contexts(flow, library)
    width = features(flow, library)
    wide = torch.where(torch.rand(rows, 1) < 0.2, 4.0, 1.0)
    if steps:
        train(flow, library, width, context, steps)
        x, c = waves(rows, width, context)
        x *= wide
        name += "-trained"
    else:
        shake(flow, scale)
        x, c = torch.randn(rows, width) * wide, torch.randn(rows, context)
    file = os.path.join(folder, f"{library}-{name}")
    torch.save(flow.state_dict(), file + ".pt")
    describe(flow, file + ".json")
    single, _ = evaluate(flow, library, x, c)
    expected, latent = evaluate(flow.double(), library, x.double(), c.double())
    table = torch.cat([x, c], 1).numpy()
    header = ",".join(f"x{i + 1}" for i in range(width + context))
    np.savetxt(file + ".csv", table, delimiter=",", header=header, comments="", fmt="%.9g")
    seen = reach(flow, library, x.double(), c.double())
    np.savetxt(file + ".expected", np.stack([expected.numpy(), single.numpy(), seen.numpy()], 1), fmt="%.9g")
    np.savetxt(file + ".latent", latent.numpy(), delimiter=",", fmt="%.9g")


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    trained = [a[9:].lstrip("=") for a in sys.argv[2:] if a.startswith("--trained")]
    steps = int(trained[0] or 200) if trained else 0
    parts = [a[7:] for a in sys.argv[2:] if a.startswith("--name=")]
    only = [a for a in sys.argv[2:] if not a.startswith("-")]
    torch.set_num_threads(1)
    for library, all_flows in (
        ("zuko", zuko_flows), ("nflows", nflows_flows), ("normflows", normflows_flows)
    ):
        if only and library not in only:
            continue
        for name, make in all_flows().items():
            if parts and not any(part in name for part in parts):
                continue
            calm = library == "normflows" and not name.startswith(("nsf", "mixed"))  # whose scales are not bounded
            write(folder, library, name, make, 1000, 0.15 if calm else 0.3 if name.startswith(("maf", "mixed", "nice", "realnvp")) else 0.5, steps)
            print(library, name, flush=True)


if __name__ == "__main__":
    main()
