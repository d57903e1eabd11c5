"""Times Bijou and the Python libraries side by side, in turns, on the same works, data and processors."""

import contextlib
import statistics
import tempfile
from pathlib import Path

import numpy

import bench
import cli
import limit
import work as works
from peer import Peer, build

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
    "score-8192-given/nsf-ar/6/128",
    "sample-8192/nsf-ar/6/128",
    "sample-8192/nsf-ar/63/128",
    "sample-8192/nsf-ar/784/128",
    "sample-8192/nsf-coupling/6/128",
    "sample-8192-given/nsf-ar/6/128",
    "sample-8192-given/nsf-coupling/6/128",
)
WIDTH = 30


def main():
    options = arguments()
    if "bijou" in options.peers:
        build()
    others = [name for name in options.peers if name != "bijou"]
    table = cli.Table(
        f"median milliseconds (10 % … 90 %; for one row, 99 %), {options.threads} threads; × = the peer's ÷ Bijou's",
        ["work", "bijou", *others, "÷ limit"],
        [40, *[WIDTH] * (len(others) + 1), 8],
        options.json,
    )
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        peers = [stack.enter_context(Peer(name, options.threads, options.limit)) for name in options.peers]
        for job in options.work:
            line = compare(job, peers, folder, options)
            table.row(cells(line, others), line)
            if "gflops" in line:
                print(f"  {rates(line)}", flush=True)


def arguments():
    parser = cli.parser(__doc__, rounds=5)
    words = lambda text: text.split(",")  # noqa: E731
    parser.add_argument("--work", type=words, default=WORKS, metavar="W,…", help="names of works (see PROTOCOL.md)")
    parser.add_argument("--peers", type=words, metavar="P,…",
                        help=f"of {','.join(PEERS)}; by default those that can do one of the works")
    parser.add_argument("--seconds", type=float, default=2.0, metavar="S", help="time of one turn (default 2)")
    parser.add_argument("--limit", type=float, default=600.0, metavar="S",
                        help="a library that takes longer to prepare a work, or for a turn, is left out (default 600)")
    options = cli.parse(parser)
    try:
        options.work = [works.parse(name) for name in options.work]
    except ValueError as e:
        parser.error(str(e))
    if options.peers is None:
        options.peers = ["bijou", *(name for name in bench.PEERS if any(bench.can(name, job) for job in options.work))]
    if unknown := [name for name in options.peers if name not in PEERS]:
        parser.error(f"no such peer: {', '.join(unknown)}; there are {', '.join(PEERS)}")
    return options


def compare(job, peers, folder, options):
    """Measures one work and returns its line of the JSON file; a peer without a time there has None."""
    data = data_file(job, folder)
    for peer in peers:
        peer.prepare(job, data)
    busy = []
    for _ in range(options.rounds):
        busy.append(cli.busy_processors())
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
        **(speeds(job, medians) if isinstance(job, works.VoiceWork) else {}),
        "spread": {name: spread(ms) for name, ms in times.items() if ms},
        "parameters": {peer.name: peer.parameters for peer in peers if peer.parameters},
        "others_busy": statistics.mean(busy) if None not in busy else None,
        "errors": {peer.name: peer.error for peer in peers if peer.error},
        "late": {peer.name: peer.late for peer in peers if peer.late},
        "versions": {name: v for peer in peers for name, v in peer.hello["versions"].items()},
        **{key: value for peer in peers for key, value in peer.extra.items()},
    }


def data_file(job, folder):
    """The rows of a work, as raw floats."""
    path = folder / f"{job.width}.f32"
    if not path.exists():
        rows(job.width).tofile(path)
    return path


def rows(width):
    """Standardized rows whose columns depend on one another and are not normal."""
    generator = numpy.random.default_rng(1)
    x = generator.standard_normal((works.ROWS, width))
    x[:, 1:] += numpy.sin(2 * x[:, :-1])
    return ((x - x.mean(0)) / x.std(0)).astype("<f4")


def spread(ms):
    tenth, ninetieth, ninety_ninth = numpy.percentile(ms, [10, 90, 99]).tolist()
    return {"p10": tenth, "p90": ninetieth, "p99": ninety_ninth, "n": len(ms)}


def speeds(job, medians):
    """Of a sound model: operations a second, counted as for the limit, and seconds of sound a second."""
    measured = {name: ms for name, ms in medians.items() if ms}
    return {
        "gflops": {name: limit.flops(job) / ms * 1e-6 for name, ms in measured.items()},
        "real_time": {name: job.seconds / ms * 1e3 for name, ms in measured.items()},
    }


def rates(line):
    return "; ".join(f"{name} {gflops:.1f} GFLOP/s, {cli.digits(line['real_time'][name])} × real time"
                     for name, gflops in line["gflops"].items())


def cells(line, others):
    """A line of the JSON file as a row of the table."""
    bijou = cell(line, "bijou", line["bijou_ms"])
    if "bytes_per_call" in line:
        bijou += f", {line['bytes_per_call']} B"
    limited = line["bijou_ms"] and line["limit_ms"]
    return [
        line["work"],
        bijou,
        *(cell(line, name, line["peers"][name]) for name in others),
        f"{line['bijou_ms'] / line['limit_ms']:.1f}" if limited else "",
    ]


def cell(line, name, ms):
    if ms is None:
        return f"> {line['late'][name]:g} s" if name in line["late"] else "—"
    s, digits = line["spread"][name], cli.digits
    one = line["work"].startswith("score-one")
    spread = f"p99 {digits(s['p99'])}" if one else f"{digits(s['p10'])}…{digits(s['p90'])}"
    ratio = f" {ms / line['bijou_ms']:.1f}×" if line["bijou_ms"] and name != "bijou" else ""
    return f"{digits(ms)} ({spread}){ratio}"


if __name__ == "__main__":
    cli.run(main)
