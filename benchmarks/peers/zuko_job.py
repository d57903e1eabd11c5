"""A whole job in zuko: reads two tables and learns from the first until the mean log-density of the second reaches a
value; then tells, as one line of JSON, how long that took, and ends. Bijou's Job does the same."""

import argparse
import json
import math
import time

import bench
import work

WARMUP = 100  # steps, as in Bijou


def main():
    options = arguments()
    bench.limit_threads(options.threads)
    import numpy
    import torch

    import torch_peers

    start = time.perf_counter()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    torch.distributions.Distribution.set_default_validate_args(False)
    training, validation = (numpy.loadtxt(path, delimiter=",", skiprows=1) for path in (options.train, options.test))
    mean, scale = training.mean(0), training.std(0)
    training, validation = (torch.from_numpy(((x - mean) / scale).astype("f4")) for x in (training, validation))
    volume = numpy.log(scale).sum()
    told = {"read_s": time.perf_counter() - start}

    job = work.parse(f"train/nsf-ar/{training.shape[1]}/128/{options.batch}")
    flow = (torch_peers.ZukoCompiled if options.compile else torch_peers.Zuko)(job)
    weights = list(flow.module.parameters())
    mean_weights = [w.detach().clone() for w in weights]
    optimizer = torch.optim.Adam(weights, lr=options.rate, fused=True)
    steps = len(training) // options.batch
    total = steps * options.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / WARMUP) * (1 + math.cos(math.pi * step / total)) / 2
    )
    # Without a gradient, eager and compiled zuko score a table about as fast, and eager zuko compiles nothing for it.
    score = torch_peers.Zuko.log_prob

    start, scoring, best = time.perf_counter(), 0.0, -math.inf
    for epoch in range(1, options.epochs + 1):
        for rows in torch.randperm(len(training))[: steps * options.batch].split(options.batch):
            flow.loss(training[rows]).backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            with torch.no_grad():
                torch._foreach_lerp_(mean_weights, weights, 1 - options.averaging)
        scored = time.perf_counter()
        with torch.no_grad():
            learned = [w.clone() for w in weights]
            torch._foreach_copy_(weights, mean_weights)
            value = score(flow, validation).mean().item() - volume
            torch._foreach_copy_(weights, learned)
        now = time.perf_counter()
        scoring += now - scored
        best = max(best, value)
        told |= {"epochs": epoch, "best": best}
        if epoch == 1:
            told["first_epoch_s"] = now - start
        if value >= options.value:
            told |= {"learn_s": now - start - scoring, "score_s": scoring}
            break
    else:
        told["error"] = "did not reach it"
    print(json.dumps(told), flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train")
    parser.add_argument("test")
    for name, kind in [("value", float), ("threads", int), ("batch", int), ("rate", float), ("epochs", int),
                       ("averaging", float)]:
        parser.add_argument(name, type=kind)
    parser.add_argument("--compile", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
