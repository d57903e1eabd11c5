"""Shows how Bijou's time and memory grow: with the columns, the layers and the threads of a flow, and with the rows of
a file that ./bijou samples and scores; and how near products of growing matrices come to one core's peak."""

import contextlib
import statistics
import tempfile
from pathlib import Path

import cli
import compare
import limit
import whole
import work as works
from peer import Peer, build

COLUMNS = (4, 16, 63, 256, 784)
LAYERS = (2, 4, 8, 16, 32)
ROWS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
SIZES = (128, 256, 512, 1024, 2048)
THREADED = (
    "train/nsf-ar/6/128/256",
    "train/nsf-ar/63/128/256",
    "train/nsf-coupling/6/128/256",
    "train/maf/6/128/256",
    "score-8192/nsf-ar/6/128",
    "score-8192/nsf-ar/63/128",
    "sample-8192/nsf-ar/6/128",
)
KINDS = (("train", "/256"), ("score-8192", ""), ("sample-8192", ""))
PRODUCTS = ("forward", "data", "weight")
HEAP = "-Xmx512m"
FEATURES = 6


def main():
    options = arguments()
    build()
    with tempfile.TemporaryDirectory() as folder:
        for part in options.parts:
            PARTS[part](options, Path(folder))


def arguments():
    parser = cli.parser(__doc__, rounds=3)
    parser.add_argument("parts", nargs="*", default=list(PARTS), metavar="PART", help=f"of {' '.join(PARTS)} (all)")
    parser.add_argument("--seconds", type=float, default=2.0, metavar="S", help="time of one turn (default 2)")
    parser.add_argument("--rows", type=int, default=ROWS[-1], metavar="N", help=f"most rows of a file ({ROWS[-1]:,})")
    parser.add_argument("--limit", type=float, default=600.0, metavar="S", help="time that one work may take (600)")
    options = cli.parse(parser)
    if unknown := [part for part in options.parts if part not in PARTS]:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return options


def columns(options, folder):
    grow("columns", [f"{kind}/nsf-ar/{c}/128{batch}" for c in COLUMNS for kind, batch in KINDS], options, folder)


def layers(options, folder):
    grow("layers", [f"{kind}/nsf-ar:{n}/6/128{batch}" for n in LAYERS for kind, batch in KINDS], options, folder)


def grow(name, names, options, folder):
    """A table of works that grow, at all threads."""
    table = cli.Table(f"growth with {name}: median milliseconds, {options.threads} threads",
                      ["work", "milliseconds", "÷ limit"], [34, 24, 8], options.json)
    with Peer("bijou", options.threads, options.limit) as peer:
        for job in map(works.parse, names):
            line = timed(job, peer, compare.data_file(job, folder), options)
            line["limit_ms"] = limit.milliseconds(job, peer.hello["peak_gflops"], options.threads)
            table.row([line["work"], cell(line), f"{line['ms'] / line['limit_ms']:.1f}" if line["ms"] else ""], line)


def threads(options, folder):
    """The same work on one thread, on two, and so on."""
    table = cli.Table("growth with threads: median milliseconds, × = the time on one thread ÷ this one",
                      ["work", "threads", "milliseconds", "×"], [34, 9, 24, 8], options.json)
    with contextlib.ExitStack() as stack:
        counts = range(1, options.threads + 1)
        peers = [stack.enter_context(Peer("bijou", count, options.limit)) for count in counts]
        for job in map(works.parse, THREADED):
            lines = turns(job, peers, compare.data_file(job, folder), options)
            one = lines[0]["ms"]
            for line in lines:
                gain = f"{one / line['ms']:.2f}" if one and line["ms"] else ""
                table.row([line["work"], str(line["threads"]), cell(line), gain], line)


def products(options, folder):
    """Matrix products on one thread."""
    table = cli.Table("products of square matrices: GFLOP/s of one core (% of its measured peak)",
                      ["size", *PRODUCTS], [8, *[20] * len(PRODUCTS)], options.json)
    with Peer("bijou", 1, options.limit) as peer:
        peak = peer.hello["peak_gflops"]
        for size in SIZES:
            lines = [timed(f"product/{product}/{size}", peer, "-", options) for product in PRODUCTS]
            rates = [2e-6 * size**3 / line["ms"] if line["ms"] else None for line in lines]
            line = {"product": size, "peak_gflops": peak, "gflops": dict(zip(PRODUCTS, rates)),
                    "others_busy": max((line["others_busy"] or 0 for line in lines))}
            table.row([str(size), *(f"{r:.0f} ({r / peak:.0%})" if r else "—" for r in rates)], line)


def rows(options, folder):
    """Files of more and more rows, drawn and scored by ./bijou in a small heap."""
    table = cli.Table(f"growth with rows: whole ./bijou processes, {FEATURES} columns, JDK_JAVA_OPTIONS={HEAP}, "
                      f"{options.threads} threads; resident memory",
                      ["rows", "sample s", "rows/s", "MiB", "score s", "rows/s", "MiB"], [13, *[12] * 6], options.json)
    model = folder / "model.bijou"
    whole.write_csv(compare.rows(FEATURES), folder / "learned.csv")
    whole.fitted(folder / "learned.csv", model)
    for count in (count for count in ROWS if count <= options.rows):
        busy = cli.busy_processors()
        drawn, scored = folder / "drawn.csv", folder / "scored.csv"
        common = ["--quiet", "--threads", options.threads]
        runs = {
            "sample": bijou(["sample", model, "-n", count, "--seed", 1, "-o", drawn, *common], options),
            "score": bijou(["score", model, drawn, "-o", scored, *common], options),
        }
        line = {"rows": count, "threads": options.threads, "heap": HEAP, "others_busy": busy}
        cells = [f"{count:,}"]
        for verb, run in runs.items():
            line |= {f"{verb}_s": run.seconds, f"{verb}_rows_per_s": count / run.seconds, f"{verb}_mib": run.mebibytes}
            cells += [cli.digits(run.seconds), f"{count / run.seconds:,.0f}", f"{run.mebibytes:.0f}"]
        table.row(cells, line)


def bijou(words, options):
    return whole.run([whole.BIJOU, *words], options.threads, JDK_JAVA_OPTIONS=HEAP)


def timed(job, peer, data, options):
    return turns(job, [peer], data, options)[0]


def turns(job, peers, data, options):
    """Lets Bijou's processes take turns at a work, and returns a line of the JSON file for each."""
    for peer in peers:
        peer.prepare(job, data)
    busy = []
    for _ in range(options.rounds):
        busy.append(cli.busy_processors())
        for peer in peers:
            peer.measure(options.seconds)
    return [
        {
            "work": str(job),
            "threads": peer.threads,
            "ms": statistics.median(peer.milliseconds) if peer.milliseconds else None,
            "spread": compare.spread(peer.milliseconds) if peer.milliseconds else None,
            "others_busy": statistics.mean(busy) if None not in busy else None,
        }
        for peer in peers
    ]


def cell(line):
    if not line["ms"]:
        return "—"
    s = line["spread"]
    return f"{cli.digits(line['ms'])} ({cli.digits(s['p10'])}…{cli.digits(s['p90'])})"


PARTS = {"columns": columns, "layers": layers, "threads": threads, "products": products, "rows": rows}

if __name__ == "__main__":
    cli.run(main)
