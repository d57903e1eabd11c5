"""What the commands share: their options, their tables, and how they end when something is wrong."""

import argparse
import json
import math
import os
import sys
import time
from pathlib import Path

PAUSE_SECONDS = 0.5
BUSY = 0.2


def parser(description, rounds):
    """The options that every measurement has; see `parse`."""
    options = argparse.ArgumentParser(prog=f"benchmarks/{name()}", description=description)
    options.add_argument("--threads", type=int, default=processors(), metavar="N", help="default: every processor")
    options.add_argument("--rounds", type=int, default=rounds, metavar="R", help=f"turns that each takes ({rounds})")
    options.add_argument("--json", metavar="FILE", type=argparse.FileType("w"),
                         help="also write a JSON line for each row")
    return options


def parse(parser):
    options = parser.parse_args()
    if not 1 <= options.threads <= processors():
        parser.error(f"--threads is 1 … {processors()} here")
    if options.rounds < 1:
        parser.error("--rounds is at least 1")
    return options


def run(main):
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)


def fail(message):
    sys.exit(f"{name()}: {message}")


def name():
    return Path(sys.argv[0]).stem


def processors():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def busy_processors():
    """How many processors other programs keep busy while nothing is measured; None where the system does not tell."""

    def ticks():
        user, nice, system, idle, waiting, *rest = map(int, Path("/proc/stat").read_text().split()[1:9])
        return user + nice + system + sum(rest)

    try:
        before = ticks()
        time.sleep(PAUSE_SECONDS)
        return (ticks() - before) / os.sysconf("SC_CLK_TCK") / PAUSE_SECONDS
    except OSError:
        return None


class Table:
    """Prints a row as soon as it is measured, and writes its JSON line where a file is wanted."""

    def __init__(self, title, heads, widths, file):
        self.widths = widths
        self.file = file
        print(title)
        self._print(heads)

    def row(self, cells, line):
        self._print(cells)
        if (line.get("others_busy") or 0) > BUSY:
            print(f"  not to be trusted: other programs kept {line['others_busy']:.1f} processors busy", flush=True)
        if self.file:
            print(json.dumps(line), file=self.file, flush=True)

    def _print(self, cells):
        print("".join(f"{cell}  ".ljust(width) for cell, width in zip(cells, self.widths)).rstrip(), flush=True)


def digits(value):
    """Three significant digits, never an exponent."""
    return f"{value:.{max(0, 2 - math.floor(math.log10(value)))}f}"
