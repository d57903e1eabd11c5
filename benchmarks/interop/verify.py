"""Imports the flows of torch_flows.py and compares their log-densities with those of the library in double precision.

    python verify.py FOLDER BIJOU [NAME …]        BIJOU: the command that runs bijou
"""
import glob
import os
import shlex
import subprocess
import sys

import numpy as np


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(" ".join(command) + "\n" + done.stderr)
    return done.stderr.strip()


def main():
    folder, bijou = sys.argv[1], shlex.split(sys.argv[2])
    bad = 0
    for file in sorted(glob.glob(os.path.join(folder, "*.pt"))):
        name = os.path.basename(file)[:-3]
        if sys.argv[3:] and name not in sys.argv[3:]:
            continue
        base = file[:-3]
        run(bijou + ["import", file, "-o", base + ".bijou", "--config", base + ".json", "--threads", "1"])
        run(bijou + ["score", base + ".bijou", base + ".csv", "-o", base + ".scored", "--threads", "1"])
        with open(base + ".scored") as lines:
            column = next(lines).strip().split(",").index("log_density")
        found = np.loadtxt(base + ".scored", delimiter=",", skiprows=1, usecols=column, ndmin=1)
        expected, single = np.loadtxt(base + ".expected", ndmin=2).T
        error = (np.abs(found - expected) / (1 + np.abs(expected))).max()
        theirs = (np.abs(single - expected) / (1 + np.abs(expected))).max()
        bad += error > max(1e-5, 1.5 * theirs)  # what single precision can tell
        print(f"{name:28} {len(found)} rows  |Δ log p| / (1 + |log p|) ≤ {error:.1e}; in single precision there {theirs:.1e}", flush=True)
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
