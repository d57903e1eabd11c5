"""Trains a flow of zuko on a table and writes wine.pt, wine.json and the columns for `bijou import`.

    python wine.py TRAIN.csv TEST.csv FOLDER [EPOCHS]
"""
import json
import os
import sys
import time

import numpy as np
import torch
import zuko

from describe import describe


def main():
    train, test, folder = sys.argv[1:4]
    epochs = int(sys.argv[4]) if len(sys.argv) > 4 else 40
    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    columns = open(train).readline().strip().split(",")
    rows = torch.tensor(np.loadtxt(train, delimiter=",", skiprows=1), dtype=torch.float32)
    rows = rows[torch.randperm(len(rows))]
    mean, scale = rows.mean(0), rows.std(0)
    x = (rows - mean) / scale
    held = x[: len(x) // 10]
    x = x[len(x) // 10 :]
    flow = zuko.flows.NSF(len(columns), transforms=3, hidden_features=[64, 64])
    optimizer = torch.optim.AdamW(flow.parameters(), 1e-3)
    best, state = float("inf"), None
    start = time.time()
    for _ in range(epochs):
        for batch in x[torch.randperm(len(x))].split(128):
            loss = -flow().log_prob(batch).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            loss = -flow().log_prob(held).mean().item()
        if loss < best:
            best, state = loss, {k: v.clone() for k, v in flow.state_dict().items()}
    print(f"trained {epochs} epochs in {time.time() - start:.0f} s")
    flow.load_state_dict(state)
    torch.save(flow.state_dict(), os.path.join(folder, "wine.pt"))
    describe(flow, os.path.join(folder, "wine.json"))
    with open(os.path.join(folder, "wine.json")) as file:
        config = json.load(file)
    config["normalization"] = {"mean": mean.tolist(), "scale": scale.tolist()}
    with open(os.path.join(folder, "wine.json"), "w") as file:
        json.dump(config, file)
    np.savetxt(os.path.join(folder, "held.csv"), (held * scale + mean).numpy(), delimiter=",",
               header=",".join(columns), comments="", fmt="%.9g")
    unseen = torch.tensor(np.loadtxt(test, delimiter=",", skiprows=1), dtype=torch.float32)

    def score(part):
        with torch.no_grad():
            return flow().log_prob((part - mean) / scale) - scale.log().sum()

    print(f"zuko: mean log-density of {len(unseen)} test rows {score(unseen).mean():.6f} nats")
    many = unseen.repeat(8192 // len(unseen) + 1, 1)[:8192]
    score(many)
    times = []
    for _ in range(10):
        start = time.perf_counter()
        score(many)
        times.append(time.perf_counter() - start)
    print(f"zuko: 8,192 log-densities in {min(times) * 1e3:.1f} ms, one thread; one in ", end="")
    times = []
    for _ in range(200):
        start = time.perf_counter()
        score(unseen[:1])
        times.append(time.perf_counter() - start)
    print(f"{sorted(times)[100] * 1e3:.2f} ms")


if __name__ == "__main__":
    main()
