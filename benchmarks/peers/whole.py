"""Whole processes: their time and memory, and what ./bijou is given to work on."""

import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

import bench
import cli
from peer import ROOT, environment

BIJOU = str(ROOT / "bijou")


@dataclass(frozen=True)
class Run:
    """How a process went.

    `seconds` is from its start to its first line of output, or to its end if it prints nothing; `mebibytes` its peak
    of resident memory; `late` whether it had to be stopped.
    """

    seconds: float
    mebibytes: float
    line: str
    late: bool


def run(command, threads, limit=3600.0, **variables):
    """Runs a command; one that fails ends the program with the last line of its complaint."""
    with tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=errors, text=True,
                                   env=environment() | variables, preexec_fn=lambda: bench.pin(threads))
        timer = threading.Timer(limit, process.kill)
        timer.start()
        line = process.stdout.readline()
        seconds = time.perf_counter() - start
        process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        late = timer.finished.is_set()
        timer.cancel()
        process.stdout.close()
        if process.returncode and not late:
            errors.seek(0)
            complaint = errors.read().strip().splitlines() or [f"ended with status {process.returncode}"]
            cli.fail(f"{' '.join(map(str, command[:2]))}: {complaint[-1]}")
    return Run(seconds, usage.ru_maxrss / 1024, line, late)


def fitted(table, model):
    """Has ./bijou learn a small model of a table; builds ./bijou first if need be."""
    run([BIJOU, "fit", table, "-o", model, "--members", "1", "--epochs", "1", "--quiet"], cli.processors())


def write_csv(rows, path):
    columns = ",".join(f"x{i + 1}" for i in range(rows.shape[1]))
    path.write_text("\n".join([columns, *(",".join(f"{x:.9g}" for x in row) for row in rows)]) + "\n")
