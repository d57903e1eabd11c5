"""Scores a table with a saved model of a Python flow library and ends; without a table, makes the model."""

import sys
from pathlib import Path

import bench
import work

PEERS = ("zuko", "flowjax")


def main():
    peer, threads, name, model, *files = sys.argv[1:]
    bench.limit_threads(int(threads))
    library = {"zuko": zuko, "flowjax": flowjax}[peer]
    library(int(threads), work.parse(name), model, files)


def read(path):
    import numpy

    return numpy.loadtxt(path, delimiter=",", skiprows=1, dtype="f4", ndmin=2)


def write(path, scores):
    Path(path).write_text("log_density\n" + "".join(f"{score:.9g}\n" for score in scores.tolist()))


def zuko(threads, job, model, files):
    import torch

    import torch_peers

    torch.set_num_threads(threads)
    torch.distributions.Distribution.set_default_validate_args(False)
    flow = torch_peers.Zuko(job)
    if not files:
        torch.save(flow.module.state_dict(), model)
        return
    flow.module.load_state_dict(torch.load(model))
    with torch.inference_mode():
        write(files[1], flow.log_prob(torch.from_numpy(read(files[0]))))


def flowjax(threads, job, model, files):
    import jax

    # The compiled program of an earlier run, as Java finds its classes.
    jax.config.update("jax_compilation_cache_dir", f"{model}.cache")
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    import equinox
    import paramax

    import flowjax_peer

    flow = flowjax_peer.built(job)
    if not files:
        equinox.tree_serialise_leaves(model, flow)
        return
    flow = paramax.unwrap(equinox.tree_deserialise_leaves(model, flow))
    write(files[1], equinox.filter_jit(lambda flow, x: flow.log_prob(x))(flow, read(files[0])))


if __name__ == "__main__":
    main()
