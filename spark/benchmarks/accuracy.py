"""Compares the fit in partitions with that of the command line, by the mean log-density of a test table.

    benchmarks/spark accuracy --train train.csv --test test.csv --epochs 10 --partitions 1,4 --rounds 1,4,20

Rounds are those in a pass over the rows, 0 for the usual number. `--members 1` learns one flow of each shape that is compared, and keeps the best."""

import argparse
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

import session
from bijou_spark import FlowDensity, FlowDensityModel, LogDensityEvaluator


def numbers(text: str) -> list:
    return [int(part) for part in text.split(",") if part]


def main() -> None:
    options = argparse.ArgumentParser(prog="benchmarks/spark accuracy", description=__doc__)
    options.add_argument("--train", required=True)
    options.add_argument("--test", required=True)
    options.add_argument("--members", type=int, default=1, help="0 for the usual number")
    options.add_argument("--epochs", type=int, default=10, help="0 for the usual number")
    options.add_argument("--partitions", default="4")
    options.add_argument("--rounds", default="20", help="in a pass over the rows")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--cores", type=int, default=2)
    options.add_argument("--without-command-line", action="store_true")
    given = options.parse_args()
    spark = session.start(cores=given.cores)
    try:
        read = spark.read.options(header=True, inferSchema=True, ignoreLeadingWhiteSpace=True)
        train, test = read.csv(given.train).cache(), read.csv(given.test).cache()
        rows = train.count()
        processes = session.workers(spark)

        def nats(model) -> float:
            return LogDensityEvaluator().evaluate(session.scores_only(model).transform(test))

        if not given.without_command_line:
            with tempfile.TemporaryDirectory() as folder:
                file = str(Path(folder) / "model.bijou")
                command = [os.environ["BIJOU"], "fit", given.train, "-o", file, "--quiet", "--seed", str(given.seed)]
                command += ["--members", str(given.members)] if given.members else []
                command += ["--epochs", str(given.epochs)] if given.epochs else []
                start = time.monotonic()
                subprocess.run(command, check=True)
                seconds = time.monotonic() - start
                print(f"bijou fit                      {nats(FlowDensityModel.fromFile(file)):9.4f} nats"
                      f"  {seconds:6.0f} s", flush=True)
        for partitions in numbers(given.partitions):
            parts = train.repartition(partitions, *train.columns).cache()
            for each in numbers(given.rounds):
                epochs = given.epochs or min(300, max(5, 1_000_000 // rows))
                with session.spending(processes) as fitting:
                    model = FlowDensity(maxMemoryInMB=0, members=given.members, epochs=given.epochs,
                                        rounds=each * epochs, seed=given.seed).fit(parts)
                print(f"{partitions:3} partitions, {each:3} rounds a pass {nats(model):9.4f} nats"
                      f"  {fitting.seconds:6.0f} s, {fitting.processor:.0f} of processors", flush=True)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
