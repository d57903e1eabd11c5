"""Times Bijou and the Python flow libraries side by side, in turns, on the same works, data and processors."""

import argparse
import contextlib
import json
import math
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy

import bench
import limit
import work as works

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIBRARIES = ROOT / "benchmarks" / "target" / "lib"
PEERS = ("bijou", *bench.PEERS)
WORKS = (
    "train/nsf-ar/6/128/256",
    "train/nsf-ar/6/128/512",
    "train/nsf-ar/6/256/512",
    "train/nsf-ar/21/128/256",
    "train/nsf-ar/63/128/256",
    "train/nsf-coupling/6/128/256",
    "train/nsf-coupling/63/128/256",
    "train/maf/6/128/256",
    "train/maf/63/128/512",
    "score-one/nsf-ar/6/128",
    "score-one/maf/6/128",
    "score-8192/nsf-ar/6/128",
    "score-8192/nsf-ar/63/128",
    "score-8192/maf/6/128",
    "sample-8192/nsf-ar/6/128",
    "sample-8192/nsf-ar/63/128",
    "sample-8192/nsf-coupling/6/128",
)
START_SECONDS = 120
QUIT_SECONDS = 10
PAUSE_SECONDS = 0.5
BUSY = 0.2


def main():
    options = arguments()
    if "bijou" in options.peers:
        build()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        lines = stack.enter_context(options.json) if options.json else None
        peers = [stack.enter_context(Peer(name, options)) for name in options.peers]
        table = Table(options)
        for job in options.work:
            line = compare(job, peers, folder, options)
            table.row(line)
            if lines:
                print(json.dumps(line), file=lines, flush=True)


def arguments():
    parser = argparse.ArgumentParser(prog="benchmarks/compare", description=__doc__)
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    words = lambda text: text.split(",")  # noqa: E731
    parser.add_argument("--work", type=words, default=WORKS, metavar="W,…", help="names of works (see PROTOCOL.md)")
    parser.add_argument("--peers", type=words, default=PEERS, metavar="P,…", help=f"of {','.join(PEERS)}")
    parser.add_argument("--threads", type=int, default=processors, metavar="N", help="default: every processor")
    parser.add_argument("--rounds", type=int, default=5, metavar="R", help="turns that each takes (default 5)")
    parser.add_argument("--seconds", type=float, default=2.0, metavar="S", help="time of one turn (default 2)")
    parser.add_argument("--limit", type=float, default=600.0, metavar="S",
                        help="a library that takes longer to prepare a work, or for a turn, is left out (default 600)")
    parser.add_argument("--json", metavar="FILE", type=argparse.FileType("w"),
                        help="also write a JSON line for each work")
    options = parser.parse_args()
    try:
        options.work = [works.parse(name) for name in options.work]
    except ValueError as e:
        parser.error(str(e))
    if unknown := [name for name in options.peers if name not in PEERS]:
        parser.error(f"no such peer: {', '.join(unknown)}; there are {', '.join(PEERS)}")
    if not 1 <= options.threads <= processors:
        parser.error(f"--threads is 1 … {processors} here")
    if options.rounds < 1:
        parser.error("--rounds is at least 1")
    return options


def compare(job, peers, folder, options):
    """Measures one work and returns its line of the JSON file; a peer without a time there has None."""
    data = folder / f"{job.columns}.f32"
    if not data.exists():
        rows(job.columns).tofile(data)
    for peer in peers:
        peer.prepare(job, data)
    busy = []
    for _ in range(options.rounds):
        busy.append(busy_processors())
        for peer in peers:
            peer.measure(options.seconds)
    times = {peer.name: peer.milliseconds for peer in peers}
    medians = {name: statistics.median(ms) if ms else None for name, ms in times.items()}
    peak = next((peer.hello["peak_gflops"] for peer in peers if "peak_gflops" in peer.hello), None)
    return {
        "work": str(job),
        "threads": options.threads,
        "bijou_ms": medians.get("bijou"),
        "peers": {name: ms for name, ms in medians.items() if name != "bijou"},
        "limit_ms": limit.milliseconds(job, peak, options.threads) if peak else None,
        "spread": {name: spread(ms) for name, ms in times.items() if ms},
        "parameters": {peer.name: peer.parameters for peer in peers if peer.parameters},
        "others_busy": statistics.mean(busy) if None not in busy else None,
        "errors": {peer.name: peer.error for peer in peers if peer.error},
        "versions": {name: v for peer in peers for name, v in peer.hello["versions"].items()},
        **{key: value for peer in peers for key, value in peer.extra.items()},
    }


def rows(columns):
    """Standardized rows whose columns depend on one another and are not normal."""
    generator = numpy.random.default_rng(1)
    x = generator.standard_normal((works.ROWS, columns))
    x[:, 1:] += numpy.sin(2 * x[:, :-1])
    return ((x - x.mean(0)) / x.std(0)).astype("<f4")


def spread(ms):
    tenth, ninetieth, ninety_ninth = numpy.percentile(ms, [10, 90, 99]).tolist()
    return {"p10": tenth, "p90": ninetieth, "p99": ninety_ninth, "n": len(ms)}


def busy_processors():
    """How many processors other programs keep busy while every peer waits; None where the system does not tell."""

    def ticks():
        user, nice, system, idle, waiting, *rest = map(int, Path("/proc/stat").read_text().split()[1:9])
        return user + nice + system + sum(rest)

    try:
        before = ticks()
        time.sleep(PAUSE_SECONDS)
        return (ticks() - before) / os.sysconf("SC_CLK_TCK") / PAUSE_SECONDS
    except OSError:
        return None


class Peer:
    """A process that speaks the peer protocol. One that is late or ends is stopped, and started again for the next
    work."""

    def __init__(self, name, options):
        self.name = name
        self.options = options
        self.hello = {"versions": {}}
        self.process = None

    def __enter__(self):
        self._start()
        return self

    def __exit__(self, *_):
        self._stop()

    def prepare(self, job, data):
        self.milliseconds, self.parameters, self.error, self.extra = [], None, None, {}
        if self.process is None:
            self._start()
        answer = self._ask(f"prepare {job} {data}")
        self.parameters = answer.get("parameters")

    def measure(self, seconds):
        if self.error:
            return
        answer = self._ask(f"measure 100000 {seconds}")
        self.milliseconds += answer.pop("ms", [])
        self.extra = {k: v for k, v in answer.items() if k not in ("work", "error")}

    def _ask(self, line):
        try:
            print(line, file=self.process.stdin, flush=True)
        except OSError:
            pass  # the process has ended: _answer says so
        answer = self._answer(self.options.limit)
        self.error = answer.get("error")
        if self.error:
            self.milliseconds = []
            print(f"{self.error} ({line.split()[0]})", file=sys.stderr)
        return answer

    def _answer(self, seconds):
        try:
            line = self.answers.get(timeout=seconds)
        except queue.Empty:
            self._kill()
            return {"error": f"{self.name}: no answer within {seconds:g} s"}
        if not line:
            status = self.process.wait()
            self._kill()
            return {"error": f"{self.name}: ended with status {status}"}
        return json.loads(line)

    def _start(self):
        environment = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
        self.process = subprocess.Popen(
            [*command(self.name), "--threads", str(self.options.threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if self.name == "bijou" else subprocess.DEVNULL,
            text=True,
            env=environment,
            preexec_fn=lambda: bench.pin(self.options.threads),
        )
        self.answers = queue.Queue()
        self.reader = threading.Thread(target=self._read, args=(self.process.stdout, self.answers), daemon=True)
        self.reader.start()
        hello = self._answer(START_SECONDS)
        if "error" in hello:
            sys.exit(f"compare: {hello['error']} when started")
        self.hello = hello

    @staticmethod
    def _read(stream, answers):
        for line in stream:
            answers.put(line)
        answers.put("")

    def _stop(self):
        if self.process is None:
            return
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(QUIT_SECONDS)
        self._kill()

    def _kill(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                stream.close()
        self.process = None


def command(name):
    if name != "bijou":
        return [sys.executable, str(HERE / "bench.py"), name]
    java = Path(os.environ["JAVA_HOME"], "bin", "java")
    return [str(java), "--add-modules", "jdk.incubator.vector", "-cp", f"{LIBRARIES}/*", "dev.bijou.benchmark.Peer"]


def build():
    """Builds Bijou where its sources are newer than what was built."""
    built = LIBRARIES / "benchmarks.jar"
    sources = [f for module in ("core", "benchmarks") for f in (ROOT / module / "src" / "main").rglob("*.java")]
    if built.exists() and all(f.stat().st_mtime < built.stat().st_mtime for f in sources):
        return
    maven = ["./mvnw", "-q", "-ntp", "-B", "-Dmaven.test.skip=true", "-pl", "benchmarks", "-am", "package"]
    if subprocess.run(maven, cwd=ROOT, stdout=sys.stderr).returncode:
        sys.exit("compare: Bijou does not build (see above); to measure the other libraries alone: "
                 f"--peers {','.join(bench.PEERS)}")


class Table:
    """Prints a line for each work as soon as it is measured."""

    WIDTH = 28

    def __init__(self, options):
        self.names = [name for name in options.peers if name != "bijou"]
        print(f"median milliseconds (10 % … 90 %), {options.threads} threads; × = the peer's time ÷ Bijou's")
        print("".join(h.ljust(w) for h, w in zip(
            ["work", "bijou", *self.names, "÷ limit"], [32] + [self.WIDTH] * (len(self.names) + 1) + [8])), flush=True)

    def row(self, line):
        bijou = line["bijou_ms"]
        cells = [line["work"].ljust(32), self._cell(line, "bijou", bijou, None)]
        cells += [self._cell(line, name, line["peers"][name], bijou) for name in self.names]
        if bijou and line["limit_ms"]:
            cells.append(f"{bijou / line['limit_ms']:.1f}")
        print("".join(cells), flush=True)
        if (line["others_busy"] or 0) > BUSY:
            print(f"  not to be trusted: other programs kept {line['others_busy']:.1f} processors busy", flush=True)

    def _cell(self, line, name, ms, bijou):
        if ms is None:
            return "—".ljust(self.WIDTH)
        s = line["spread"][name]
        ratio = f" {ms / bijou:.1f}×" if bijou and name != "bijou" else ""
        return f"{digits(ms)} ({digits(s['p10'])}…{digits(s['p90'])}){ratio}  ".ljust(self.WIDTH)


def digits(ms):
    """Three significant digits, never an exponent."""
    return f"{ms:.{max(0, 2 - math.floor(math.log10(ms)))}f}"


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
