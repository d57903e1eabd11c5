"""The PyTorch libraries: zuko (eager and compiled), nflows and normflows."""

import importlib.metadata
import itertools
from functools import partial

import torch
from torch import nn

from work import BINS, BOUND, LEARNING_RATE, ROWS


def versions(peer):
    library = peer.removesuffix("-compiled")
    return {name: importlib.metadata.version(name) for name in (library, "torch")}


def prepare(peer, threads, work, data):
    """Returns the number of parameters and a function that does one repetition."""
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    torch.distributions.Distribution.set_default_validate_args(False)
    flow = {"zuko": Zuko, "zuko-compiled": ZukoCompiled, "nflows": Nflows, "normflows": Normflows}[peer](work)
    rows, given = (torch.from_numpy(part) for part in work.split(data))
    if not work.context:
        given = None
    action = {
        "train": partial(_train, flow, rows, work.batch),
        "score-one": partial(_score, flow, rows[:1], given),
        "score-8192": partial(_score, flow, rows, given),
        "sample-8192": partial(_sample, flow, given),
    }[work.kind.removesuffix("-given")]()
    return sum(p.numel() for p in flow.module.parameters() if p.requires_grad), action


def _train(flow, rows, batch):
    optimizer = torch.optim.Adam(flow.module.parameters(), lr=LEARNING_RATE, fused=True)
    batches = itertools.cycle(b for b in rows.split(batch) if len(b) == batch)

    def step():
        loss = flow.loss(next(batches))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)

    return step


def _score(flow, rows, given):
    flow.module.eval()

    def score():
        with torch.inference_mode():
            return flow.log_prob(rows, given)

    return score


def _sample(flow, given):
    flow.module.eval()

    def sample():
        with torch.inference_mode():
            return flow.sample(ROWS, given)

    return sample


# Each library behind the same three: log_prob(x, given), loss(x), sample(count, given), where `given` is a context for
# every row, or None.


class Zuko:
    def __init__(self, work):
        import zuko

        size = {
            "features": work.columns,
            "context": work.context,
            "transforms": work.layers,
            "hidden_features": (work.hidden, work.hidden),
        }
        spline = {
            "univariate": partial(zuko.transforms.MonotonicRQSTransform, bound=BOUND, slope=1e-3),
            "shapes": [(BINS,), (BINS,), (BINS - 1,)],
        }
        self.module = {
            "nsf-ar": partial(zuko.flows.NSF, bins=BINS),
            "nsf-coupling": partial(zuko.flows.NICE, **spline),
            "maf": zuko.flows.MAF,
        }[work.flow](**size)

    def log_prob(self, x, given=None):
        return self.module(given).log_prob(x)

    def loss(self, x):
        return -self.log_prob(x).mean()

    def sample(self, count, given=None):
        return self.module(given).sample((count,) if given is None else ())


class ZukoCompiled(Zuko):
    """zuko under torch.compile, with the options that were fastest of those tried: defaults to train, and to score
    or sample the parameters folded into a program that C++ calls."""

    FROZEN = {"freezing": True, "cpp_wrapper": True}

    def __init__(self, work):
        super().__init__(work)
        self.columns = work.columns
        self.loss = torch.compile(super().loss, dynamic=False)
        self.log_prob = torch.compile(super().log_prob, dynamic=False, options=self.FROZEN)
        if work.flow == "nsf-coupling":
            self.sample = torch.compile(super().sample, dynamic=False, options=self.FROZEN)
        else:
            self.sample = self._sample
            # The inverse of an autoregressive layer repeats one pass COLUMNS times. Only the pass is compiled: the
            # whole would be unrolled, and take longer to compile than it could save.
            self.layers = [
                (layer.passes, torch.compile(partial(self._pass, layer), dynamic=False, options=self.FROZEN))
                for layer in reversed(self.module.transform.transforms)
            ]

    @staticmethod
    def _pass(layer, x, y, given):
        return layer.meta(given, x).inv(y)

    def _sample(self, count, given=None):
        y = torch.randn(count, self.columns)
        for passes, step in self.layers:
            x = torch.zeros_like(y)
            for _ in range(passes):
                x = step(x, y, given)
            y = x
        return y


class Nflows:
    def __init__(self, work):
        from nflows import transforms as T
        from nflows.distributions.normal import StandardNormal
        from nflows.flows.base import Flow

        columns = work.columns
        made = _made(work)
        spline = {"num_bins": BINS, "tails": "linear", "tail_bound": BOUND}
        mlp = partial(Mlp, work.hidden, work.context)

        def layer(index):
            match work.flow:
                case "nsf-ar":
                    return T.MaskedPiecewiseRationalQuadraticAutoregressiveTransform(**made, **spline)
                case "nsf-coupling":
                    return T.PiecewiseRationalQuadraticCouplingTransform(
                        _halves(columns, index), mlp, **spline
                    )
                case "maf":
                    return T.MaskedAffineAutoregressiveTransform(**made)

        layers = []
        for index in range(work.layers):
            layers.append(layer(index))
            if work.flow != "nsf-coupling" and index + 1 < work.layers:
                layers.append(T.ReversePermutation(columns))
        self.module = Flow(T.CompositeTransform(layers), StandardNormal([columns]))

    def log_prob(self, x, given=None):
        return self.module.log_prob(x, given)

    def loss(self, x):
        return -self.log_prob(x).mean()

    def sample(self, count, given=None):
        return self.module.sample(count) if given is None else self.module.sample(1, given)[:, 0]


class Normflows:
    def __init__(self, work):
        import normflows
        from normflows.flows.affine.autoregressive import MaskedAffineAutoregressive
        from normflows.flows.neural_spline.autoregressive import MaskedPiecewiseRationalQuadraticAutoregressive
        from normflows.flows.neural_spline.coupling import PiecewiseRationalQuadraticCoupling

        columns = work.columns
        made = _made(work)
        spline = {"num_bins": BINS, "tails": "linear", "tail_bound": BOUND}
        mlp = partial(Mlp, work.hidden, work.context)

        def layer(index):
            match work.flow:
                case "nsf-ar":
                    return MaskedPiecewiseRationalQuadraticAutoregressive(**made, **spline)
                case "nsf-coupling":
                    return PiecewiseRationalQuadraticCoupling(_halves(columns, index), mlp, **spline)
                case "maf":
                    return MaskedAffineAutoregressive(**made)

        layers = []
        for index in range(work.layers):
            layers.append(Reversed(layer(index)))
            if work.flow != "nsf-coupling" and index + 1 < work.layers:
                layers.append(normflows.flows.Permute(columns))
        base = normflows.distributions.DiagGaussian(columns, trainable=False)
        self.module = normflows.ConditionalNormalizingFlow(base, layers)

    def log_prob(self, x, given=None):
        return self.module.log_prob(x, given)

    def loss(self, x):
        return self.module.forward_kld(x)

    def sample(self, count, given=None):
        return self.module.sample(count, given)[0]


class Reversed(nn.Module):
    """A layer of normflows the other way round; normflows' own passes no context on."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, z, context=None):
        return self.layer.inverse(z, context)

    def inverse(self, x, context=None):
        return self.layer(x, context)


class Mlp(nn.Sequential):
    """The conditioner of a coupling layer of nflows and normflows, which pass it a context."""

    def __init__(self, hidden, context, inputs, outputs):
        super().__init__(
            nn.Linear(inputs + context, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, outputs),
        )
        self.hidden_features = hidden

    def forward(self, x, context=None):
        return super().forward(x if context is None else torch.cat([x, context], dim=1))


def _made(work):
    """The masked networks of nflows and normflows."""
    return {
        "features": work.columns,
        "context_features": work.context or None,
        "hidden_features": work.hidden,
        "num_blocks": 1,
        "use_residual_blocks": False,
    }


def _halves(columns, index):
    return torch.arange(columns) % 2 == index % 2
