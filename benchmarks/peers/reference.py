"""Writes reference values for Bijou's tests, in double precision, from other libraries.

spline-nflows.json: the rational-quadratic spline of nflows (Durkan et al., 2019, arXiv:1906.04032), identity outside
the bound. `theta` holds for each case the bins' widths, their heights and the inner knots' slopes, before softmax and
softplus.
"""

import importlib.metadata
import json
import sys
from pathlib import Path

import torch
from nflows.transforms.splines.rational_quadratic import unconstrained_rational_quadratic_spline

FOLDER = Path(__file__).resolve().parents[2] / "core/src/test/resources/dev/bijou/reference"
BINS = 8
BOUND = 5.0
LEAST = 1e-3


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "spline-nflows.json"
    path.write_text(json.dumps(spline()).replace("], [", "],\n[").replace('], "', '],\n"') + "\n")
    print(path)


def spline():
    torch.manual_seed(1)
    theta = torch.cat([
        torch.randn(100, 3 * BINS - 1, dtype=torch.double),
        3 * torch.randn(100, 3 * BINS - 1, dtype=torch.double),  # uneven bins, steep and flat slopes
        torch.zeros(1, 3 * BINS - 1, dtype=torch.double),
    ])
    x = 2.5 * torch.randn(len(theta), dtype=torch.double)
    x[0:16] = torch.linspace(-1.5 * BOUND, 1.5 * BOUND, 16, dtype=torch.double)
    x[16:18] = torch.tensor([-BOUND, BOUND])
    x[18:20] = torch.tensor([-1e30, 1e30], dtype=torch.double)
    for case in [*range(20, 48), *range(100, 128)]:  # at a knot
        x[case] = knots(theta[case, :BINS])[case % (BINS + 1)]
    y, log_det = evaluate(x, theta)
    back, back_log_det = evaluate(y, theta, inverse=True)
    assert torch.allclose(back, x, atol=1e-7) and torch.allclose(back_log_det, -log_det, atol=1e-6)
    return {
        "made": "benchmarks/peers/reference.py",
        "versions": {name: importlib.metadata.version(name) for name in ("nflows", "torch")},
        "bins": BINS,
        "bound": BOUND,
        "minWidth": LEAST,
        "minHeight": LEAST,
        "minSlope": LEAST,
        "x": x.tolist(),
        "y": y.tolist(),
        "logDet": log_det.tolist(),
        "theta": theta.tolist(),
    }


def evaluate(values, theta, inverse=False):
    widths, heights, slopes = theta.split([BINS, BINS, BINS - 1], dim=-1)
    return unconstrained_rational_quadratic_spline(
        values, widths, heights, slopes, inverse=inverse, tails="linear", tail_bound=BOUND,
        min_bin_width=LEAST, min_bin_height=LEAST, min_derivative=LEAST,
    )


def knots(widths):
    shares = LEAST + (1 - LEAST * BINS) * widths.softmax(-1)
    return torch.cat([shares.new_zeros(1), shares.cumsum(-1)]) * 2 * BOUND - BOUND


if __name__ == "__main__":
    main()
