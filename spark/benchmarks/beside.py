"""Bijou beside what a Spark user has: LinkedIn's isolation forest and MLlib's Gaussian mixture, on the same DataFrames.

    benchmarks/spark beside --data FOLDER

FOLDER holds tables NAME.csv or NAME.csv.gz whose last column, `label`, is 1 for anomalies (ADBench). Half of the normal
rows is learned from, the rest and all anomalies are judged. Printed is the AUROC of each set and the rows a second of fit
and of transform, on the rows of the last set repeated --times times. The mixture is the one of --mixtures that does best on
a fifth of the rows to learn from; its score is the log-density, which MLlib does not tell and NumPy computes of its
parameters.

The isolation forest takes part where --packages names one for the Spark that runs, by its Maven coordinates
(com.linkedin.isolation-forest:…). One for an older Spark has a run of its own, `--kinds forest`, with VENV and JAVA_HOME that
have this Spark and its Java: the halves of the rows are the same."""

import argparse
from functools import reduce
from pathlib import Path

import numpy as np
import session
from pyspark.ml.clustering import GaussianMixture
from pyspark.ml.feature import VectorAssembler


def auroc(scores: np.ndarray, labels: np.ndarray) -> float:
    """The probability that an anomaly scores higher than a normal row; ties count half."""
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    anomalies = labels == 1
    n = anomalies.sum()
    return float((ranks[anomalies].sum() - n * (n + 1) / 2) / (n * (len(labels) - n)))


class Flow:
    name = "Bijou"
    epochs = 0
    members = 0

    def __init__(self, columns):
        self.columns = columns

    def fit(self, frame):
        from bijou_spark import FlowDensity

        self.model = FlowDensity(inputCols=self.columns, reasonsCol="", logDensityCol="", pValueCol="", novelCol="",
                                 epochs=Flow.epochs, members=Flow.members).fit(frame)

    def transform(self, frame):
        return self.model.transform(frame)

    def scores(self, frame):
        return np.array([row[0] for row in self.transform(frame).select("novelty").collect()])


class Forest:
    name = "isolation forest"

    def __init__(self, columns):
        self.columns = columns

    def fit(self, frame):
        jvm = frame.sparkSession.sparkContext._jvm
        forest = jvm.com.linkedin.relevance.isolationforest.IsolationForest()
        forest.setFeaturesCol("features").setScoreCol("outlierScore").setPredictionCol("predictedLabel")
        self.model = forest.fit(frame._jdf)

    def transform(self, frame):
        from pyspark.sql import DataFrame

        return DataFrame(self.model.transform(frame._jdf), frame.sparkSession)

    def scores(self, frame):
        return np.array([row[0] for row in self.transform(frame).select("outlierScore").collect()])


class Mixture:
    name = "Gaussian mixture"
    sizes = (2, 5, 10)  # MLlib refuses one

    def __init__(self, columns):
        self.columns = columns

    def fit(self, frame):
        learned, held = frame.randomSplit([0.8, 0.2], seed=1)

        def score(size):
            return self._density(GaussianMixture(k=size, seed=1).fit(learned), held).mean()

        best = max(self.sizes, key=score)
        self.model = GaussianMixture(k=best, seed=1).fit(frame)

    def transform(self, frame):
        return self.model.transform(frame)

    def scores(self, frame):
        return -self._density(self.model, frame)

    def _density(self, model, frame):
        rows = np.array([row[0].toArray() for row in frame.select("features").collect()])
        parts = []
        for weight, normal in zip(model.weights, model.gaussians):
            covariance = normal.cov.toArray() + 1e-9 * np.eye(rows.shape[1])
            centred = rows - normal.mean.toArray()
            _, volume = np.linalg.slogdet(2 * np.pi * covariance)
            distance = np.einsum("ij,ij->i", centred, np.linalg.solve(covariance, centred.T).T)
            parts.append(np.log(max(weight, 1e-300)) - 0.5 * (volume + distance))
        return np.logaddexp.reduce(parts)


def main() -> None:
    options = argparse.ArgumentParser(prog="benchmarks/spark beside", description=__doc__)
    options.add_argument("--data", required=True)
    options.add_argument("--sets", default="", help="names of tables, all unless given")
    options.add_argument("--packages", default="", help="coordinates of the isolation forest")
    options.add_argument("--kinds", default="flow,mixture,forest", help="which are compared; forest with --packages only")
    options.add_argument("--epochs", type=int, default=0, help="of Bijou; 0 for the usual number")
    options.add_argument("--members", type=int, default=0, help="of Bijou; 0 for the usual number")
    options.add_argument("--times", type=int, default=100)
    options.add_argument("--cores", type=int, default=2)
    given = options.parse_args()
    wanted = [name for name in given.sets.split(",") if name]
    files = sorted(file for file in Path(given.data).glob("*.csv*") if not file.name.startswith("published"))
    files = [file for file in files if not wanted or file.name.split(".")[0] in wanted]
    names = given.kinds.split(",")
    kinds = [kind for name, kind in (("flow", Flow), ("mixture", Mixture), ("forest", Forest))
             if name in names and (kind is not Forest or given.packages)]
    if not kinds:
        options.error("nothing is compared: name kinds, and --packages for the forest")
    Flow.epochs, Flow.members = given.epochs, given.members
    spark = session.start(cores=given.cores, packages=given.packages)
    processes = session.workers(spark)
    found = {kind.name: [] for kind in kinds}
    print(f"{'AUROC':24}" + "".join(f"{kind.name:>18}" for kind in kinds), flush=True)
    try:
        for file in files:
            table = spark.read.csv(str(file), header=True, inferSchema=True)
            columns = table.columns[:-1]
            table = VectorAssembler(inputCols=columns, outputCol="features").transform(table)
            learned, normal = table.where("label = 0").coalesce(1).randomSplit([0.5, 0.5], seed=0)
            learned = learned.cache()
            judged = normal.union(table.where("label = 1").coalesce(1)).coalesce(1).cache()
            labels = np.array([row[0] for row in judged.select("label").collect()])
            line = f"{file.name.split('.')[0]:24}"
            for kind in kinds:
                contender = kind(columns)
                contender.fit(learned)
                found[kind.name].append(auroc(contender.scores(judged), labels))
                line += f"{100 * found[kind.name][-1]:18.2f}"
            print(line, flush=True)
        print(f"{'mean':24}" + "".join(f"{100 * np.mean(found[kind.name]):18.2f}" for kind in kinds))
        large = reduce(lambda a, b: a.union(b), [judged] * given.times).coalesce(given.cores).cache()
        rows = large.count()
        for kind in kinds:
            contender = kind(columns)
            with session.spending(processes) as fitting:
                contender.fit(learned)
            session.run_all(contender.transform(judged))  # warms up
            with session.spending(processes) as judging:
                session.run_all(contender.transform(large))
            print(f"{kind.name:24} fit {fitting.rates(learned.count())}; transform {judging.rates(rows)}", flush=True)
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
