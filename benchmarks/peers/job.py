"""Times whole jobs: from the start of a process that reads a table and learns a neural spline flow from it, to a mean
log-density of the held-out rows that zuko reaches with early stopping. SET is SET=NATS for another value."""

import json
import statistics
import sys
from pathlib import Path

import cli
import whole
from peer import HERE, ROOT, build, java

# Mean log-density of test.csv in nats, in the units of the data.
VALUES = {"wine-white": -0.609, "phoneme": -0.899}
COMMANDS = {
    "bijou": lambda: java("dev.bijou.benchmark.Job"),
    "zuko": lambda: [sys.executable, HERE / "zuko_job.py"],
    "zuko-compiled": lambda: [sys.executable, HERE / "zuko_job.py", "--compile"],
}
PARTS = ("start", "read", "learn", "score")


def main():
    options = arguments()
    if "bijou" in options.peers:
        build()
    table = cli.Table(
        f"median seconds (least … most), {options.threads} threads; × = the time ÷ Bijou's; parts of the median run",
        ["set", "nats", "who", "seconds", "×", "epochs", "first epoch", *PARTS],
        [12, 9, 15, 24, 8, 8, 13, *[9] * len(PARTS)],
        options.json,
    )
    for name, value in options.sets.items():
        lines = [measured(name, value, peer, options) for peer in options.peers]
        for line in compare(lines):
            table.row(cells(line), line)


def arguments():
    parser = cli.parser(__doc__, rounds=3)
    parser.add_argument("sets", nargs="*", default=list(VALUES), metavar="SET", help=f"default: {' '.join(VALUES)}")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "density", metavar="FOLDER",
                        help="holds SET/train.csv and SET/test.csv (default: %(default)s)")
    parser.add_argument("--peers", type=lambda text: text.split(","), default=list(COMMANDS), metavar="P,…",
                        help=f"of {','.join(COMMANDS)}")
    parser.add_argument("--batch", type=int, default=256, help="rows in a step (256)")
    parser.add_argument("--rate", type=float, default=4e-3, help="highest learning rate (0.004)")
    parser.add_argument("--epochs", type=int, default=100, help="epochs over which the rate falls to 0 (100)")
    parser.add_argument("--averaging", type=float, default=0.97, help="of the weights, a step (0.97)")
    parser.add_argument("--limit", type=float, default=600.0, metavar="S", help="seconds that a run may take (600)")
    options = cli.parse(parser)
    try:
        options.sets = dict(named(word) for word in options.sets)
    except ValueError as e:
        parser.error(str(e))
    if unknown := [name for name in options.peers if name not in COMMANDS]:
        parser.error(f"no such peer: {', '.join(unknown)}; there are {', '.join(COMMANDS)}")
    for name in options.sets:
        for part in ("train.csv", "test.csv"):
            if not (options.data / name / part).exists():
                parser.error(f"no such file: {options.data / name / part}; say where the sets are with --data")
    return options


def named(word):
    """The set and the value of SET or SET=NATS."""
    name, equals, value = word.partition("=")
    if not equals:
        if name not in VALUES:
            raise ValueError(f"no value known for {name}: give one as {name}=NATS")
        return name, VALUES[name]
    try:
        return name, float(value)
    except ValueError:
        raise ValueError(f"{word}: {value or 'nothing'} is no number of nats") from None


def measured(name, value, peer, options):
    """Repeats the job of one peer, and returns its line of the JSON file."""
    folder = options.data / name
    command = [*COMMANDS[peer](), folder / "train.csv", folder / "test.csv", value, options.threads, options.batch,
               options.rate, options.epochs, options.averaging]
    runs, busy = [], []
    for _ in range(options.rounds):
        busy.append(cli.busy_processors())
        runs.append(once(command, options))
        if "error" in runs[-1]:
            break
    line = {"job": name, "nats": value, "peer": peer, "threads": options.threads, "batch": options.batch,
            "rate": options.rate, "epochs_planned": options.epochs, "averaging": options.averaging,
            "others_busy": statistics.mean(busy) if None not in busy else None}
    return line | (runs[-1] if "error" in runs[-1] else summary(runs))


def once(command, options):
    run = whole.run(command, options.threads, options.limit)
    if run.late:
        return {"error": f"> {options.limit:g} s"}
    told = json.loads(run.line)
    if "error" not in told:
        told |= {"seconds": run.seconds, "start_s": run.seconds - sum(told[f"{part}_s"] for part in PARTS[1:])}
    return told


def summary(runs):
    """The median run, and the least and the most."""
    runs = sorted(runs, key=lambda told: told["seconds"])
    middle = runs[(len(runs) - 1) // 2]
    return middle | {"seconds": statistics.median(told["seconds"] for told in runs), "runs": len(runs),
                     "least_s": runs[0]["seconds"], "most_s": runs[-1]["seconds"]}


def compare(lines):
    """Adds to each line how many times Bijou's time it took."""
    bijou = next((line.get("seconds") for line in lines if line["peer"] == "bijou"), None)
    return [line | ({"ratio": line["seconds"] / bijou} if bijou and "seconds" in line else {}) for line in lines]


def cells(line):
    head = [line["job"], f"{line['nats']:g}", line["peer"]]
    if "error" in line:
        best = f" (best {line['best']:.3f} nats in {line['epochs']} epochs)" if "best" in line else ""
        return [*head, line["error"] + best]
    return [
        *head,
        f"{line['seconds']:.2f} ({line['least_s']:.2f}…{line['most_s']:.2f})",
        f"{line['ratio']:.1f}×" if "ratio" in line else "",
        str(line["epochs"]),
        f"{line['first_epoch_s']:.2f}",
        *(f"{line[f'{part}_s']:.2f}" for part in PARTS),
    ]


if __name__ == "__main__":
    cli.run(main)
