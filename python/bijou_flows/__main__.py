"""python -m bijou_flows MODEL < rows.csv: the log-density of each row of a table, in nats, one a line.

The table has a header and the columns of the model. Of a model of bare features, its lines are features and then what is
given, without a header; of one of sequences they are the frames of a segment, and where a frame of what is given stands
for several, the first of them has it.
"""

from __future__ import annotations

import csv
import sys

import numpy as np

from . import BijouError, load
from .distributions import context_rate


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    try:
        model = load(sys.argv[1])
        if "bijou.table" in model.metadata:
            header, *lines = csv.reader(sys.stdin)
            values = model.log_prob({name: [line[i] for line in lines] for i, name in enumerate(header)})
        else:
            rows = np.loadtxt(sys.stdin, delimiter=",", ndmin=2)
            own = model.features
            values = model.log_prob(rows[:, :own], rows[:: context_rate(model.spec), own:])
    except (BijouError, OSError) as problem:
        raise SystemExit(f"bijou_flows: {problem}") from None
    for value in values:
        print(f"{value:.9g}")


if __name__ == "__main__":
    main()
