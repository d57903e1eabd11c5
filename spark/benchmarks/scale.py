"""Draws a large table of six columns, learns it in its partitions and judges it, in executors of one core each, which they
share neither with each other nor for their garbage collector and compiler.

    benchmarks/spark scale --rows 20000000 --executors 1,2 --memory 1g

prints for each number of executors the rows a second of the fit and of transform, by the clock and by the executors'
processor time, the most memory that an executor has had, and held-out and fresh nats. The table is kept in --folder. What a fit
does besides its rounds (looking at the columns, beginning a flow, judging held-out rows) hardly grows with the table."""

import argparse
import shutil
from pathlib import Path

import session
from bijou_spark import FlowDensity, LogDensityEvaluator
from pyspark.sql import functions as F


WARM_UP = 200_000  # rows judged before the clock starts


def drawn(spark, rows: int, seed: int, partitions: int):
    """Six columns: a normal one, one that follows it, a bent one, a skewed one, counts, and a ring."""
    return (
        spark.range(0, rows, 1, partitions)
        .select(F.randn(seed).alias("a"), F.randn(seed + 1).alias("e1"), F.randn(seed + 2).alias("e2"),
                F.rand(seed + 3).alias("u"), F.rand(seed + 4).alias("v"))
        .select(
            "a",
            (0.8 * F.col("a") + 0.6 * F.col("e1")).alias("follows"),
            (F.col("a") * F.col("a") + 0.3 * F.col("e2")).alias("bent"),
            F.exp(0.5 * F.col("e1") - F.col("u")).alias("skewed"),
            F.floor(-3.0 * F.log1p(-F.col("u"))).cast("int").alias("count"),
            (F.cos(6.283185307179586 * F.col("v")) + 0.1 * F.col("e2")).alias("ring"),
        )
    )


def main() -> None:
    options = argparse.ArgumentParser(prog="benchmarks/spark scale", description=__doc__)
    options.add_argument("--rows", type=int, default=20_000_000)
    options.add_argument("--executors", default="1,2", help="numbers of executors, one after the other; 0 for the driver")
    options.add_argument("--memory", default="1g", help="heap of an executor")
    options.add_argument("--partitions", type=int, default=8)
    options.add_argument("--epochs", type=int, default=0, help="passes over the rows; 0 for the usual number, 5")
    options.add_argument("--rounds", type=int, default=0)
    options.add_argument("--flow", default="neural-spline")
    options.add_argument("--checkpoints", default="", help="folder from which a fit that was ended goes on")
    options.add_argument("--folder", default="target/spark-scale")
    given = options.parse_args()
    table = Path(given.folder).resolve() / f"rows-{given.rows}-{given.partitions}.parquet"
    for executors in [int(text) for text in given.executors.split(",")]:
        spark = session.start(executors, memory=given.memory)
        try:
            if not (table / "_SUCCESS").exists():
                shutil.rmtree(table, ignore_errors=True)
                drawn(spark, given.rows, 1, given.partitions).write.parquet(str(table))
            # whole files, so that each is a partition, however many cores there are
            spark.conf.set("spark.sql.files.maxPartitionBytes", str(1 << 40))
            spark.conf.set("spark.sql.files.openCostInBytes", str(1 << 40))
            rows = spark.read.parquet(str(table))
            processes = session.workers(spark)
            if executors:
                session.pin(processes)
            print(f"{executors} executors of {given.memory}, {given.rows:,} rows in {rows.rdd.getNumPartitions()} partitions",
                  flush=True)
            with session.spending(processes) as fitting, session.watched_megabytes(processes) as memory:
                model = FlowDensity(maxMemoryInMB=0, members=1, epochs=given.epochs, rounds=given.rounds,
                                    flow=given.flow, checkpointDir=given.checkpoints).fit(rows)
            passes = given.epochs or min(300, max(5, 1_000_000 // given.rows))
            rounds = sum(flow.seconds() for flow in model._java_obj.tableModel().provenance().members())
            print(f"  fit        {fitting.seconds:,.0f} s; {fitting.rates(passes * given.rows)}; in its rounds, {rounds:,.0f} s, "
                  f"{passes * given.rows / rounds:,.0f} rows/s; most memory {session.peak_megabytes(processes)} MB, by quarters {session.quarters(memory)}", flush=True)
            scoring = session.scores_only(model)
            session.run_all(scoring.transform(rows.sample(min(1.0, WARM_UP / given.rows), 1)))
            with session.spending(processes) as judging, session.watched_megabytes(processes) as memory:
                session.run_all(scoring.transform(rows))
            print(f"  transform  {judging.seconds:,.0f} s; {judging.rates(given.rows)}; "
                  f"most memory {session.peak_megabytes(processes)} MB, by quarters {session.quarters(memory)}", flush=True)
            fresh = scoring.transform(drawn(spark, 100_000, 1001, 2))
            print(f"  nats       {LogDensityEvaluator().evaluate(fresh):.4f} on fresh rows", flush=True)
        finally:
            spark.stop()


if __name__ == "__main__":
    main()
