"""Times `bijou serve` beside the same zuko flow behind FastAPI and uvicorn, server and client (wrk) on the same
processors: a row a request, judged with its reasons where it is novel; then a batch of 10,000 rows beside `bijou detect`."""

import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import bench
import cli
import whole
from peer import HERE, ROOT, environment

TABLE = ROOT / "examples" / "habitat.csv"
ARGUMENTS = {"transforms": 5, "hidden_features": [128, 128], "bins": 8}
EPOCHS = 20
BATCH = 10_000
LONG = 11 * BATCH
ROWS = 500
CONNECTIONS = (1, 8)
UNITS = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}


def main():
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by which the services end, too
    if shutil.which("wrk") is None:
        cli.fail("wrk is missing; Debian's package has its name")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = learn(folder, options)
        services = {"bijou": bijou(folder, options), "python": python(folder, options)}
        try:
            compare(services, rows, folder, options)
            batch(services["bijou"], rows, folder, options)
        finally:
            for service in services.values():
                os.killpg(service.process.pid, signal.SIGTERM)
                service.process.wait()


def arguments():
    parser = cli.parser(__doc__, rounds=3)
    parser.add_argument("--seconds", type=int, default=10, metavar="S", help="of a turn (10)")
    parser.add_argument("--warm", type=int, default=10, metavar="S", help="of requests before the first turn (10)")
    parser.add_argument("--bijou", default=whole.BIJOU, metavar="COMMAND", help="default: the checkout's")
    options = cli.parse(parser)
    options.bijou = options.bijou.split()
    return options


def learn(folder, options):
    """Lets zuko learn the counties, and Bijou import the flow with its calibration: both have the same density."""
    import numpy
    import torch
    import zuko

    torch.manual_seed(1)
    torch.set_num_threads(1)
    rows = numpy.loadtxt(TABLE, delimiter=",", skiprows=1, dtype="f4")
    rows = rows[numpy.random.default_rng(1).permutation(len(rows))]
    columns = TABLE.read_text().splitlines()[0].split(",")
    half = len(rows) // 2
    mean, scale = rows[:half].mean(0), rows[:half].std(0)
    x = torch.from_numpy((rows - mean) / scale)
    flow = zuko.flows.NSF(len(columns), **ARGUMENTS)
    optimizer = torch.optim.Adam(flow.parameters(), lr=1e-3)
    for _ in range(EPOCHS):
        for part in torch.randperm(half).split(256):
            loss = -flow().log_prob(x[part]).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.inference_mode():
        held = flow().log_prob(x[half:]) - torch.from_numpy(scale).log().sum()
    grids = [numpy.quantile(x[:half, c], numpy.linspace(0, 1, 64)).tolist() for c in range(len(columns))]
    told = {"columns": columns, "mean": mean.tolist(), "scale": scale.tolist(), "arguments": ARGUMENTS,
            "grids": grids, "novelties": (-held).tolist()}
    (folder / "told.json").write_text(json.dumps(told))
    torch.save(flow.eval().state_dict(), folder / "flow.pt")
    write(folder / "held.csv", columns, rows[half:])
    config = {"library": "zuko", "class": "NSF", "arguments": ARGUMENTS,
              "normalization": {"mean": mean.tolist(), "scale": scale.tolist()}}
    (folder / "flow.json").write_text(json.dumps(config))
    whole.run([*options.bijou, "import", folder / "flow.pt", "-o", folder / "flow.bijou", "--config",
               folder / "flow.json", "--columns", ",".join(columns), "--calibrate", folder / "held.csv"], options.threads)
    return rows[half:].astype("f8").round(4).tolist(), columns


def write(path, columns, rows):
    path.write_text("\n".join([",".join(columns), *(",".join(f"{x:.4f}" for x in row) for row in rows)]) + "\n")


class Server:
    def __init__(self, process, address, path):
        self.process, self.address, self.path = process, address, path

    def seconds(self):
        """Of processor time that it has taken, its workers included."""
        parents, used = {}, {}
        for file in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = file.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended
            parents[int(file.parent.name)] = int(fields[1])
            used[int(file.parent.name)] = int(fields[11]) + int(fields[12])
        own, found = [self.process.pid], 0
        while own:
            pid = own.pop()
            found += used.get(pid, 0)
            own.extend(child for child, parent in parents.items() if parent == pid)
        return found / os.sysconf("SC_CLK_TCK")

    def ask(self, rows):
        request = urllib.request.Request(self.address + self.path, json.dumps({"rows": rows}).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["rows"]


def start(command, options, **variables):
    return subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                            env=environment() | variables, start_new_session=True,
                            preexec_fn=lambda: bench.pin(options.threads))


def bijou(folder, options):
    process = start([*options.bijou, "serve", folder / "flow.bijou", "--port", 0, "--threads", options.threads,
                     "--limit", f"rows={LONG}", "--quiet"], options)
    return Server(process, process.stdout.readline().strip(), "/v1/models/flow/detect")


def python(folder, options):
    port = free_port()
    process = start([sys.executable, "-m", "uvicorn", "serve_peer:app", "--app-dir", HERE, "--port", port, "--workers",
                     options.threads, "--no-access-log", "--log-level", "error"], options, SERVE_PEER=str(folder))
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(address + "/docs").close()
            return Server(process, address, "/detect")
        except OSError:
            time.sleep(0.2)
    cli.fail("uvicorn did not start")


def free_port():
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def compare(services, rows, folder, options):
    table, columns = rows
    usual = [dict(zip(columns, row)) for row in table]
    chance = random.Random(1)
    novel = [row | {name: chance.choice(usual)[name]} for row in usual for name in [chance.choice(columns)]]  # one cell is another row's
    print_agreement(services, usual, novel)
    title = (f"a row a request, {options.threads} processors for server and client, medians of {options.rounds} turns of "
             f"{options.seconds} s; cpu = milliseconds of processor time a request; × = requests a second ÷ Python's, ÷ = its cpu ÷ ours")
    measures = ("p50 ms", "p99 ms", "req/s", "cpu ms")
    heads = ["rows", "connections", *(f"{name} {measure}" for name in services for measure in measures), "×", "÷"]
    output = cli.Table(title, heads, [15, 13, *[15] * 8, 8, 8], options.json)
    for kind, some in (("as they come", usual), ("all novel", both_novel(services, novel))):
        script = folder / f"{kind.replace(' ', '-')}.lua"
        script.write_text(lua(some))
        for connections in CONNECTIONS:
            for service in services.values():
                wrk(service, script, connections, options.warm)
            turns, busy = {name: [] for name in services}, []
            for _ in range(options.rounds):
                busy.append(cli.busy_processors())
                for name, service in services.items():
                    turns[name].append(wrk(service, script, connections, options.seconds))
            medians = {name: [statistics.median(column) for column in zip(*all)] for name, all in turns.items()}
            ratio, saved = (statistics.median(pairs) for pairs in zip(
                *((b[2] / p[2], p[3] / b[3]) for b, p in zip(turns["bijou"], turns["python"]))))
            cells = [kind, connections, *(f"{v:.0f}" if i == 2 else f"{v:.2f}" for m in medians.values() for i, v in enumerate(m))]
            output.row([*cells, f"{ratio:.1f}", f"{saved:.1f}"], {
                "serve": kind, "connections": connections, "times": ratio, "cpu_times": saved, "rounds": options.rounds,
                **{name: dict(zip(("p50_ms", "p99_ms", "per_s", "cpu_ms"), m)) for name, m in medians.items()},
                "others_busy": statistics.mean(busy) if None not in busy else None})


def both_novel(services, rows):
    """Rows that get reasons from both."""
    answers = zip(rows, *(service.ask(rows[:ROWS]) for service in services.values()))
    return [row for row, ours, theirs in answers if ours["novel"] and theirs["novel"]]


def print_agreement(services, usual, novel):
    """Both services answer the same question: the densities agree, and mostly so do the verdicts."""
    some = usual[:100] + novel[:100]
    ours, theirs = services["bijou"].ask(some), services["python"].ask(some)
    apart = max(abs(a["log_density"] - b["log_density"]) / (1 + abs(b["log_density"])) for a, b in zip(ours, theirs))
    alike = sum(a["novel"] == b["novel"] for a, b in zip(ours, theirs))
    print(f"of 200 rows, log-densities agree to {apart:.1e}, {alike} verdicts are the same, {sum(b['novel'] for b in theirs)} novel")


def lua(rows):
    bodies = ",\n".join("[==[" + json.dumps({"rows": [row]}) + "]==]" for row in rows)
    return f"""local bodies = {{ {bodies} }}
local at = 0
request = function()
  at = at % #bodies + 1
  return wrk.format("POST", nil, {{ ["Content-Type"] = "application/json" }}, bodies[at])
end
"""


def wrk(service, script, connections, seconds):
    """The median and the 99th percentile in milliseconds, requests a second, and processor time of one in milliseconds."""
    before = service.seconds()
    told = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "--latency", "-s", script,
                           service.address + service.path], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        cli.fail("a request failed: " + told)
    shares = [re.search(rf"{share}%\s+([\d.]+)(us|ms|s|m)", told) for share in (50, 99)]
    count = int(re.search(r"(\d+) requests in", told)[1])
    return [*(float(m[1]) * UNITS[m[2]] for m in shares), float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]),
            1000 * (service.seconds() - before) / max(1, count)]


def batch(service, rows, folder, options):
    """Rows a second of tables: the service warm, the command line without its start, as the difference of two tables."""
    table, columns = rows
    for count in (BATCH, LONG):
        write(folder / f"{count}.csv", columns, (table * (count // len(table) + 1))[:count])
    body = (folder / f"{BATCH}.csv").read_bytes()
    output = cli.Table(f"tables of {BATCH:,} rows, medians of {options.rounds} turns; × = the service's rate ÷ the command line's",
                       ["as", "serve rows/s", "detect rows/s", "×"], [8, 16, 16, 8], options.json)
    warm = time.perf_counter() + options.warm
    while time.perf_counter() < warm:
        posted(service, body)
    served, alone, busy = [], [], []
    for _ in range(options.rounds):
        busy.append(cli.busy_processors())
        served.append(BATCH / min(posted(service, body) for _ in range(3)))
        seconds = {count: min(detected(folder, count, options) for _ in range(2)) for count in (BATCH, LONG)}
        alone.append((LONG - BATCH) / max(1e-9, seconds[LONG] - seconds[BATCH]))
    ratio = statistics.median(s / a for s, a in zip(served, alone))
    output.row(["CSV", f"{statistics.median(served):.0f}", f"{statistics.median(alone):.0f}", f"{ratio:.2f}"], {
        "serve": "batch", "times": ratio, "rows_per_s": statistics.median(served),
        "command_line_rows_per_s": statistics.median(alone), "rounds": options.rounds,
        "others_busy": statistics.mean(busy) if None not in busy else None})


def posted(service, body):
    request = urllib.request.Request(service.address + service.path, body, {"Content-Type": "text/csv"})
    start = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        lines = answer.read().count(b"\n")
    if lines != BATCH + 1:
        cli.fail(f"the answer has {lines} lines")
    return time.perf_counter() - start


def detected(folder, count, options):
    return whole.run([*options.bijou, "detect", folder / "flow.bijou", folder / f"{count}.csv", "-o", folder / "out.csv",
                      "--threads", options.threads, "--quiet"], options.threads).seconds


if __name__ == "__main__":
    cli.run(main)
