"""The classifier two-sample test: how well a small neural network tells SAMPLES from REFERENCE.

Prints the accuracy on rows held out by 5-fold cross-validation: 0.5 when it cannot tell them apart, 1 when it always
can. After Lopez-Paz and Oquab, 2017 (arXiv:1610.06545), set up as in the benchmark of Lueckmann et al., 2021
(arXiv:2101.04653): two hidden layers of 10 units a column, ReLU, Adam, both tables standardized by REFERENCE.
"""

import argparse
import bz2
import csv
import gzip
import sys
from pathlib import Path

import numpy
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neural_network import MLPClassifier

OPENERS = {".bz2": bz2.open, ".gz": gzip.open}


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/c2st", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", metavar="SAMPLES", help="a CSV with a header line; .gz and .bz2 are read too")
    parser.add_argument("reference", metavar="REFERENCE", help="the same; its columns are matched by position")
    parser.add_argument("--columns", type=lambda text: text.split(","), metavar="C,…",
                        help="the columns of SAMPLES to compare, in REFERENCE's order (default: all)")
    parser.add_argument("--seed", type=int, default=1, help="for the folds and the network (default 1)")
    options = parser.parse_args()
    try:
        samples = read(options.samples, options.columns)
        reference = read(options.reference)
        print(f"{accuracy(samples, reference, options.seed):.4f}")
    except OSError as e:
        fail(f"{e.filename}: {e.strerror}" if e.filename else e)
    except (EOFError, ValueError) as e:
        fail(e)


def fail(message):
    print(f"c2st: {message}", file=sys.stderr)
    sys.exit(2)


def read(path, columns=None):
    """The numbers of a CSV as rows × columns; raises ValueError naming file, row and column of what is none."""
    with OPENERS.get(Path(path).suffix, open)(path, "rt", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader, [])
        if missing := [name for name in columns or [] if name not in header]:
            raise ValueError(f"{path}: no column {', '.join(missing)}; there are {', '.join(header)}")
        places = [header.index(name) for name in columns or header]
        rows = []
        for number, cells in enumerate(reader, 1):
            if len(cells) != len(header):
                raise ValueError(f"{path}, row {number}: {len(cells)} cells, but {len(header)} in the header")
            rows.append([_number(path, number, header[place], cells[place]) for place in places])
    if not rows:
        raise ValueError(f"{path}: no rows")
    return numpy.array(rows)


def _number(path, row, column, cell):
    try:
        number = float(cell)
    except ValueError:
        number = float("nan")
    if not numpy.isfinite(number):
        raise ValueError(f'{path}, row {row}, column "{column}": "{cell}" is not a finite number')
    return number


def accuracy(samples, reference, seed=1, folds=5):
    """The cross-validated accuracy; raises ValueError if the tables do not have the same number of columns."""
    width = reference.shape[1]
    if samples.shape[1] != width:
        raise ValueError(f"SAMPLES has {samples.shape[1]} columns to compare and REFERENCE {width}; "
                         "name those of SAMPLES with --columns")
    if len(samples) != len(reference):
        print(f"c2st: {len(samples)} samples against {len(reference)} reference rows: chance is then "
              f"{max(len(samples), len(reference)) / (len(samples) + len(reference)):.3f}, not 0.5", file=sys.stderr)
    mean, deviation = reference.mean(0), reference.std(0, ddof=1)
    if constant := [str(i + 1) for i in numpy.flatnonzero(~(deviation > 0))]:
        raise ValueError(f"REFERENCE does not vary in column {', '.join(constant)}: cannot standardize by it")
    rows = (numpy.concatenate([reference, samples]) - mean) / deviation
    labels = numpy.repeat([0, 1], [len(reference), len(samples)])
    network = MLPClassifier((10 * width, 10 * width), activation="relu", solver="adam", max_iter=10_000,
                            random_state=seed)
    split = KFold(folds, shuffle=True, random_state=seed)
    return cross_val_score(network, rows, labels, cv=split, error_score="raise").mean()


if __name__ == "__main__":
    main()
