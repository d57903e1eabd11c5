"""Compares transform with `bijou score` on the same Parquet file and model, both with one thread.

    benchmarks/spark speed --model adult.bijou --table adult.csv --times 4,16

The table is read by Spark, and its rows repeated as often as the two numbers of --times say, which makes a short and a
long file. Speed is the difference of the rows by that of the times, so that starts and warm-ups cancel out."""

import argparse
import os
import resource
import shutil
import subprocess
import time
from functools import reduce
from pathlib import Path

import session
from bijou_spark import FlowDensityModel


def main() -> None:
    options = argparse.ArgumentParser(prog="benchmarks/spark speed", description=__doc__)
    options.add_argument("--model", required=True)
    options.add_argument("--table", required=True)
    options.add_argument("--times", default="4,16")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", default="target/spark-speed")
    given = options.parse_args()
    folder = Path(given.folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    spark = session.start(cores=1)
    try:
        once = spark.read.options(header=True, inferSchema=True, ignoreLeadingWhiteSpace=True).csv(given.table)
        counts, files = [], []
        for times in [int(text) for text in given.times.split(",")]:
            path = folder / f"{times}.parquet"
            shutil.rmtree(path, ignore_errors=True)
            reduce(lambda a, b: a.union(b), [once] * times).coalesce(1).write.parquet(str(path))
            files.append(next(path.glob("part-*.parquet")))
            counts.append(once.count() * times)
        model = session.scores_only(FlowDensityModel.fromFile(given.model))
        processes = session.workers(spark)

        def spark_takes(file: Path) -> tuple:
            with session.spending(processes) as spent:
                model.transform(spark.read.parquet(str(file))).write.mode("overwrite").csv(str(folder / "out"))
            return spent.seconds, spent.processor

        def command_line_takes(file: Path) -> tuple:
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            subprocess.run([os.environ["BIJOU"], "score", given.model, str(file), "-o", str(folder / "out.csv"),
                            "--threads", "1", "--quiet"], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return time.monotonic() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

        spark_takes(files[-1])  # warms up
        speeds = {"transform": [], "bijou score": []}
        for _ in range(given.rounds):
            for name, takes in (("transform", spark_takes), ("bijou score", command_line_takes)):
                short, long = takes(files[0]), takes(files[-1])
                speeds[name].append([(counts[-1] - counts[0]) / (b - a) for a, b in zip(short, long)])
        for name, all_rounds in speeds.items():
            clock, processor = (sorted(column)[len(column) // 2] for column in zip(*all_rounds))
            print(f"{name:12} {clock:10,.0f} rows/s  {processor:10,.0f} rows a processor second")
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
