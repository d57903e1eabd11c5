"""Times one Python library; PROTOCOL.md says what it reads and answers."""

import argparse
import gc
import json
import os
import sys
import time

import work

FLOW_PEERS = ("zuko", "zuko-compiled", "nflows", "normflows", "flowjax")
VOICE_PEERS = ("torch", "torch-compiled")
PEERS = FLOW_PEERS + VOICE_PEERS
WARM_SECONDS = 2.0


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("peer", choices=PEERS)
    arguments.add_argument("--threads", type=int, default=1)
    options = arguments.parse_args()

    # Libraries print to standard output when they feel like it: the answers keep it for themselves.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    limit_threads(options.threads)
    if options.peer == "flowjax":
        import flowjax_peer as library
    elif options.peer in VOICE_PEERS:
        import voice_peer as library
    else:
        import torch_peers as library

    hello = {"peer": options.peer, "threads": options.threads, "versions": library.versions(options.peer)}
    print(json.dumps(hello), file=answers)
    action = None
    for line in sys.stdin:
        match line.split():
            case ["prepare", name, path]:
                action = None
                gc.collect()
                try:
                    parameters, action = prepare(library, options, work.parse(name), path)
                    answer = {"ready": name, "parameters": parameters}
                except Exception as e:
                    answer = {"error": f"{options.peer}: {type(e).__name__}: {' '.join(str(e).split())[:300]}"}
            case ["measure", repetitions, seconds] if action:
                answer = {"work": name, "ms": measure(action, int(repetitions), float(seconds))}
            case ["quit"]:
                return
            case _:
                answer = {"error": f"{options.peer}: did not expect: {line.strip()}"}
        print(json.dumps(answer), file=answers)


def limit_threads(threads):
    """Before a library is loaded: that is when it counts its processors."""
    pin(threads)
    os.environ["OMP_NUM_THREADS"] = str(threads)
    if threads == 1:
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"


def pin(processors):
    """Keeps this process to the first processors that it may run on, where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:processors])


def can(peer, job):
    """Whether a library is asked to do a work at all."""
    return isinstance(job, work.VoiceWork) == (peer in VOICE_PEERS)


def prepare(library, options, job, path):
    import numpy

    if not can(options.peer, job):
        raise ValueError(f"does no {job.kind}")
    data = numpy.fromfile(path, dtype="<f4").reshape(work.ROWS, job.width)
    parameters, action = library.prepare(options.peer, options.threads, job, data)
    action()  # compiles
    measure(action, sys.maxsize, WARM_SECONDS)
    return parameters, action


def measure(action, repetitions, seconds):
    times = []
    gc.disable()
    end = time.perf_counter() + seconds
    while len(times) < repetitions:
        start = time.perf_counter()
        if times and start > end:
            break
        action()
        times.append((time.perf_counter() - start) * 1e3)
    gc.enable()
    return times


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
