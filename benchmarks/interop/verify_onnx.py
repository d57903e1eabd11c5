"""Exports models and compares ONNX Runtime with bijou.

    python verify_onnx.py [--time] BIJOU MODEL TABLE [MODEL TABLE …]

Tables are CSV files. Times are of the processor, of one thread each: ONNX Runtime's of all rows in batches of 1,024, the
cells being in arrays already, and bijou's of a table of about 50,000 rows less those of the table itself, so that its start does not
count, but reading and writing does.
"""
import csv
import datetime
import os
import shlex
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnx
import onnxruntime

BATCH = 1024
MISSING = {"", "?", "na", "nan", "n/a", "null"}


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(" ".join(command) + "\n" + done.stderr)


def session(path):
    onnx.checker.check_model(path, full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def number(text):
    if text.lower() in MISSING:
        return np.nan
    try:
        return float(text)
    except ValueError:
        moment = datetime.datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or datetime.timezone.utc).timestamp()


def feed(graph, rows, extra={}):
    """The cells of rows as the graph takes them."""
    types = {"tensor(float)": np.float32, "tensor(double)": np.float64}
    inputs = {}
    for i in graph.get_inputs():
        if i.name in extra:
            inputs[i.name] = extra[i.name]
        elif i.type == "tensor(string)":
            inputs[i.name] = np.array([[row[i.name].strip()] for row in rows], dtype=object)
        else:
            inputs[i.name] = np.array([[number(row[i.name])] for row in rows], dtype=types[i.type])
    return inputs


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def processor_time(command):
    before = os.times()
    run(command)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def compare(bijou, model, table, folder, timed):
    path = {what: os.path.join(folder, what + ".onnx") for what in ("score", "latent", "sample")}
    judged = os.path.join(folder, "judged.csv")
    line = os.path.basename(model)
    run(bijou + ["export", model, "-o", path["score"]])
    graph = session(path["score"])
    names = [o.name for o in graph.get_outputs()]
    own = {i.name for i in graph.get_inputs()}
    bare = os.path.join(folder, "bare.csv")  # what is watched has no input
    with open(table, newline="") as source, open(bare, "w", newline="") as target:
        reader = csv.DictReader(source)
        writer = csv.DictWriter(target, [n for n in reader.fieldnames if n in own], extrasaction="ignore")
        writer.writeheader()
        for row in reader:
            writer.writerow(row)
    options = ["--threads", "1", "-q", "-o", judged]
    if "novelty" in names:
        run(bijou + ["detect", model, bare, "--no-reasons"] + options)
    else:
        run(bijou + ["score", model, bare] + options)
    rows = read(judged)
    inputs = feed(graph, rows)
    start = time.process_time()
    parts = [graph.run(None, {k: v[i:i + BATCH] for k, v in inputs.items()}) for i in range(0, len(rows), BATCH)]
    seconds = time.process_time() - start
    found = dict(zip(names, [np.concatenate(p)[:, 0] for p in zip(*parts)]))
    print(f"{line}: {len(rows)} rows, {os.path.getsize(path['score']):,d} bytes")
    for name in names:
        expected = np.array([float(row[name]) for row in rows])
        error = np.abs(found[name] - expected)
        if name == "p_value":
            print(f"  p_value      |Δ| ≤ {error.max():.1e}, other than printed in {np.mean(error > 6e-5 * expected):.2%} of the rows")
        else:
            print(f"  {name:12} |Δ| / (1 + |value|) ≤ {(error / (1 + np.abs(expected))).max():.1e}")
    if timed:
        report_times(bijou, model, bare, "novelty" in names, options, seconds / len(rows), folder)
    draw(bijou, model, rows, path)


def report_times(bijou, model, bare, judges, options, seconds, folder):
    verb = ["detect", "--no-reasons"] if judges else ["score"]
    long = os.path.join(folder, "long.csv")
    with open(bare) as source, open(long, "w") as target:
        header, *lines = source.read().splitlines(True)
        copies = max(1, 50_000 // len(lines))
        target.write(header + "".join(lines) * copies)
    command = bijou + verb[:1] + [model, long] + verb[1:] + options
    short = bijou + verb[:1] + [model, bare] + verb[1:] + options
    ours = (processor_time(command) - processor_time(short)) / (copies - 1)
    print(f"  a row: ONNX Runtime {1e6 * seconds:.1f} µs, bijou with reading and writing {1e6 * ours / len(lines):.1f} µs")


def draw(bijou, model, rows, path):
    try:
        run(bijou + ["export", model, "-o", path["sample"], "--what", "sample"])
    except SystemExit as refused:
        print("  sample:", str(refused).splitlines()[-1])
        return
    sample = session(path["sample"])
    width = sample.get_inputs()[0].shape[1]
    noise = np.random.default_rng(1).standard_normal((len(rows), width)).astype(np.float32)
    drawn = dict(zip([o.name for o in sample.get_outputs()], sample.run(None, feed(sample, rows, {"noise": noise}))))
    print(f"  sample: {np.mean(drawn['sound']):.2%} of the rows are sound")
    try:
        run(bijou + ["export", model, "-o", path["latent"], "--what", "latent"])
    except SystemExit as refused:
        print("  latent:", str(refused).splitlines()[-1])
        return
    latent = session(path["latent"])
    z = latent.run(None, feed(latent, rows))[0]
    back = dict(zip(drawn, sample.run(None, feed(sample, rows, {"noise": z}))))
    error = max(np.max(np.abs(back[n][:, 0] - [number(row[n]) for row in rows]) / (1 + np.abs(back[n][:, 0])))
                for n in back if n != "sound")
    print(f"  from the row to the noise and back {error:.1e}")


def main():
    timed = sys.argv[1] == "--time"
    bijou, *rest = sys.argv[2 if timed else 1:]
    for model, table in zip(rest[::2], rest[1::2]):
        with tempfile.TemporaryDirectory() as folder:
            compare(shlex.split(bijou), model, table, folder, timed)


if __name__ == "__main__":
    main()
