"""Times the start: from a new process to the log-density of one row and of a thousand, a trained model in a file."""

import statistics
import sys
import tempfile
from pathlib import Path

import cli
import compare
import startup_peer
import whole
from peer import HERE

WORK = "score-one/nsf-ar/6/128"
COLUMNS = 6
ROWS = (1, 1000)
PEERS = ("bijou", *startup_peer.PEERS)


def main():
    options = arguments()
    table = cli.Table(
        f"median seconds (least … most) from the start of a process to its end, {options.threads} threads; "
        "× = the time ÷ Bijou's",
        ["rows", *options.peers],
        [8, *[28] * len(options.peers)],
        options.json,
    )
    with tempfile.TemporaryDirectory() as folder:
        commands = {peer: prepared(peer, Path(folder), options) for peer in options.peers}
        for rows in ROWS:
            line = measured(commands, rows, Path(folder), options)
            table.row([str(rows), *(cell(line, peer) for peer in options.peers)], line)


def arguments():
    parser = cli.parser(__doc__, rounds=11)
    parser.add_argument("--peers", type=lambda text: text.split(","), default=list(PEERS), metavar="P,…",
                        help=f"of {','.join(PEERS)}")
    options = cli.parse(parser)
    if unknown := [name for name in options.peers if name not in PEERS]:
        parser.error(f"no such peer: {', '.join(unknown)}; there are {', '.join(PEERS)}")
    return options


def prepared(peer, folder, options):
    """Makes the tables and the peer's model, and returns the beginning of its command: a table and a result follow."""
    for rows in (*ROWS, compare.works.ROWS):
        whole.write_csv(compare.rows(COLUMNS)[:rows], folder / f"{rows}.csv")
    model = folder / f"model.{peer}"
    if peer == "bijou":
        whole.fitted(folder / f"{compare.works.ROWS}.csv", model)
        return [whole.BIJOU, "score", "--quiet", "--threads", options.threads, model]
    command = [sys.executable, HERE / "startup_peer.py", peer, options.threads, WORK, model]
    whole.run(command, options.threads)
    return command


def measured(commands, rows, folder, options):
    """Lets the peers take turns, and returns a line of the JSON file."""
    seconds, busy = {peer: [] for peer in commands}, []
    for round in range(options.rounds + 1):
        busy.append(cli.busy_processors())
        for peer, command in commands.items():
            result = ["-o", folder / "scored.csv"] if peer == "bijou" else [folder / "scored.csv"]
            run = whole.run([*command, folder / f"{rows}.csv", *result], options.threads)
            if round:  # the first one finds the files cold
                seconds[peer].append(run.seconds)
    return {
        "startup": rows,
        "threads": options.threads,
        "seconds": {peer: statistics.median(s) for peer, s in seconds.items()},
        "least": {peer: min(s) for peer, s in seconds.items()},
        "most": {peer: max(s) for peer, s in seconds.items()},
        "rounds": options.rounds,
        "others_busy": statistics.mean(busy) if None not in busy else None,
    }


def cell(line, peer):
    seconds, bijou = line["seconds"][peer], line["seconds"].get("bijou")
    ratio = f" {seconds / bijou:.1f}×" if bijou and peer != "bijou" else ""
    return f"{seconds:.3f} ({line['least'][peer]:.3f}…{line['most'][peer]:.3f}){ratio}"


if __name__ == "__main__":
    cli.run(main)
