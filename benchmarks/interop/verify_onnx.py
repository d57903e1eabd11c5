"""Exports models and compares ONNX Runtime with bijou.

    python verify_onnx.py BIJOU MODEL TABLE [MODEL TABLE …]
"""
import csv
import shlex
import subprocess
import sys
import tempfile
import os

import numpy as np
import onnx
import onnxruntime


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(" ".join(command) + "\n" + done.stderr)


def session(path):
    onnx.checker.check_model(path, full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def feed(graph, columns, extra={}):
    types = {"tensor(float)": np.float32, "tensor(double)": np.float64}
    return {i.name: extra[i.name] if i.name in extra else columns[i.name].astype(types[i.type])[:, None]
            for i in graph.get_inputs()}


def main():
    bijou = shlex.split(sys.argv[1])
    for model, table in zip(sys.argv[2::2], sys.argv[3::2]):
        with tempfile.TemporaryDirectory() as folder:
            paths = {w: os.path.join(folder, w + ".onnx") for w in ("score", "latent", "sample")}
            scored = os.path.join(folder, "scored.csv")
            run(bijou + ["export", model, "-o", paths["score"]])
            run(bijou + ["score", model, table, "-o", scored, "--threads", "1"])
            with open(scored) as file:
                rows = list(csv.DictReader(file))
            columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
            expected = columns["log_density"]
            graph = session(paths["score"])
            found = graph.run(None, feed(graph, columns))[0][:, 0]
            error = np.abs(found - expected) / (1 + np.abs(expected))
            line = f"{os.path.basename(model):32} {len(rows)} rows  |Δ log p| / (1 + |log p|) ≤ {error.max():.1e}"
            try:
                run(bijou + ["export", model, "-o", paths["latent"], "--what", "latent"])
                run(bijou + ["export", model, "-o", paths["sample"], "--what", "sample"])
            except SystemExit as refused:
                print(line, str(refused).splitlines()[-1])
                continue
            latent = session(paths["latent"])
            z = latent.run(None, feed(latent, columns))[0]
            sample = session(paths["sample"])
            names = [o.name for o in sample.get_outputs()]
            back = np.concatenate(sample.run(None, feed(sample, columns, {"noise": z})), 1)
            x = np.stack([columns[name] for name in names], 1)
            print(line, f" there and back {(np.abs(back - x) / (1 + np.abs(x))).max():.1e}")


if __name__ == "__main__":
    main()
