"""Python's side of the stages, whose work is done by the classes of `dev.bijou.spark` in the JVM."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import Any, Iterator, List, Optional

from pyspark import keyword_only
from pyspark.ml.evaluation import JavaEvaluator
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaTransformer
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.utils import is_remote

_PACKAGE = "dev.bijou.spark"


def _param(name: str, doc: str, converter: Any) -> Any:
    return Param(Params._dummy(), name, doc, typeConverter=converter)


def _jvm_class(name: str) -> Any:
    """The class of the JVM, or an error that says what Spark lacks."""
    if is_remote():
        raise NotImplementedError("Spark Connect fits, transforms, saves and loads; this needs a classic session")
    from pyspark import SparkContext

    context = SparkContext._active_spark_context
    if context is None or context._jvm is None:
        raise RuntimeError("there is no Spark session: start one first")
    version = context._jvm.java.lang.System.getProperty("java.version")
    if int(version.split(".")[0]) < 25:
        raise RuntimeError(f"Bijou needs Java 25, but this driver runs Java {version}: set JAVA_HOME and restart it")
    found = getattr(context._jvm.dev.bijou.spark, name)
    if not hasattr(found, "_fqn"):
        raise RuntimeError(
            f"Spark has no class {_PACKAGE}.{name}: name bijou-spark_2.13-VERSION-all.jar in spark.jars, or with --jars"
        )
    return found


@contextmanager
def _plainly() -> Iterator[None]:
    """Bad input that the JVM refuses as a ValueError of one line."""
    try:
        yield
    except Exception as error:
        refused = getattr(error, "java_exception", None)
        if refused is None or not refused.getClass().getName().startswith("dev.bijou."):
            raise
        raise ValueError(refused.getMessage()) from None


class _Reader(JavaMLReader):
    def load(self, path: str) -> Any:
        with _plainly():
            return super().load(path)


class _Readable(JavaMLReadable):
    @classmethod
    def read(cls) -> Any:
        """Reads what `write()` wrote."""
        return super().read() if is_remote() else _Reader(cls)


class _Columns(Params):
    """The parameters that the estimator and its model share. A column whose name is empty is not added."""

    inputCols: Param[List[str]] = _param(
        "inputCols", "the columns of the table; all of the DataFrame unless set", TypeConverters.toListString
    )
    featuresCol: Param[str] = _param(
        "featuresCol", "a column of vectors whose numbers are the table", TypeConverters.toString
    )
    logDensityCol: Param[str] = _param(
        "logDensityCol", "column for log p(row), in nats; empty for none", TypeConverters.toString
    )
    noveltyCol: Param[str] = _param(
        "noveltyCol", "column for how unusual a row is; empty for none", TypeConverters.toString
    )
    pValueCol: Param[str] = _param(
        "pValueCol", "column for the share of held-out rows as unusual; empty for none", TypeConverters.toString
    )
    novelCol: Param[str] = _param(
        "novelCol", "column for whether the p-value is at most alpha; empty for none", TypeConverters.toString
    )
    reasonsCol: Param[str] = _param(
        "reasonsCol", "column for the reasons of novel rows; empty for none", TypeConverters.toString
    )
    alpha: Param[float] = _param(
        "alpha", "share of normal rows that are called novel, between 0 and 1", TypeConverters.toFloat
    )

    def _defaults(self) -> None:
        self._setDefault(
            logDensityCol="logDensity",
            noveltyCol="novelty",
            pValueCol="pValue",
            novelCol="novel",
            reasonsCol="reasons",
            alpha=0.01,
        )

    def setParams(self, **values: Any) -> Any:
        """Sets parameters by their names, and returns the stage."""
        return self._set(**values)


class FlowDensity(JavaEstimator, _Columns, _Readable, JavaMLWritable):
    """
    Learns the density of a table's columns, p(columns) or p(columns | given columns): numbers, names, booleans and dates,
    with missing cells as part of the model.

    Parameters, all of them keywords: `inputCols` or `featuresCol`, `givenCols`, the names of the columns to add, `alpha`,
    `flow`, `members`, `epochs`, `rounds`, `seed`, `validationFraction`, `maxMemoryInMB` and `checkpointDir`.
    `FlowDensity().explainParams()` says what each means.
    """

    givenCols: Param[List[str]] = _param("givenCols", "the columns to condition on", TypeConverters.toListString)
    flow: Param[str] = _param("flow", "the architecture: neural-spline, or the name of another that FlowName has", TypeConverters.toString)
    members: Param[int] = _param(
        "members", "flows to average; 0 for as many as the table affords", TypeConverters.toInt
    )
    epochs: Param[int] = _param(
        "epochs", "passes over the rows; 0 for as many as their number asks for", TypeConverters.toInt
    )
    rounds: Param[int] = _param(
        "rounds", "rounds of averaging in the fit of a large table; 0 for up to 20 each epoch", TypeConverters.toInt
    )
    seed: Param[int] = _param("seed", "seed of everything random", TypeConverters.toInt)
    validationFraction: Param[float] = _param(
        "validationFraction", "share of held-out rows; 0 for the usual one", TypeConverters.toFloat
    )
    maxMemoryInMB: Param[int] = _param(
        "maxMemoryInMB", "size of a table beyond which it is learned in its partitions", TypeConverters.toInt
    )
    checkpointDir: Param[str] = _param(
        "checkpointDir", "folder for a checkpoint of each round; empty for none", TypeConverters.toString
    )

    @keyword_only
    def __init__(
        self,
        *,
        inputCols: Optional[List[str]] = None,
        featuresCol: Optional[str] = None,
        givenCols: Optional[List[str]] = None,
        logDensityCol: str = "logDensity",
        noveltyCol: str = "novelty",
        pValueCol: str = "pValue",
        novelCol: str = "novel",
        reasonsCol: str = "reasons",
        alpha: float = 0.01,
        flow: str = "neural-spline",
        members: int = 0,
        epochs: int = 0,
        rounds: int = 0,
        seed: int = 0,
        validationFraction: float = 0.0,
        maxMemoryInMB: int = 256,
        checkpointDir: str = "",
    ) -> None:
        super().__init__()
        if not is_remote():
            _jvm_class("FlowDensity")
        self._java_obj = self._new_java_obj(_PACKAGE + ".FlowDensity", self.uid)
        self._defaults()
        self._setDefault(
            flow="neural-spline",
            members=0,
            epochs=0,
            rounds=0,
            seed=0,
            validationFraction=0.0,
            maxMemoryInMB=256,
            checkpointDir="",
            givenCols=[],
        )
        self._set(**self._input_kwargs)

    def _create_model(self, java_model: Any) -> "FlowDensityModel":
        return FlowDensityModel(java_model)

    def _fit(self, dataset: DataFrame) -> "FlowDensityModel":
        with _plainly():
            return super()._fit(dataset)


class FlowDensityModel(JavaModel, _Columns, _Readable, JavaMLWritable):
    """
    The density of a table's columns. `transform` adds to every row how probable it is, how unusual, and why; the saved form
    holds the file `model.bijou` that the command line reads.
    """

    tableTypes: Param[str] = _param(
        "tableTypes", "the types of the table's columns, a schema of Spark as JSON", TypeConverters.toString
    )

    def __init__(self, java_model: Any = None) -> None:
        super().__init__(java_model)
        self._defaults()

    @classmethod
    def fromFile(cls, path: str) -> "FlowDensityModel":
        """Reads a model file, one of the command line or one in a saved model."""
        with _plainly():
            return cls._from_java(_jvm_class("FlowDensityModel").fromFile(path))

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with _plainly():
            return super()._transform(dataset)

    def sample(self, spark: SparkSession, count: int, seed: int = 0) -> DataFrame:
        """Draws rows: the same for the same seed and count."""
        self._require_classic()
        with _plainly():
            return DataFrame(self._java_obj.sample(spark._jsparkSession, count, seed), spark)

    def sampleWhere(self, spark: SparkSession, count: int, where: str, seed: int = 0) -> DataFrame:
        """Draws rows that satisfy conditions, such as `age>60,sex=F`."""
        self._require_classic()
        with _plainly():
            return DataFrame(self._java_obj.sampleWhere(spark._jsparkSession, count, where, seed), spark)

    def imputer(self) -> "FlowImputer":
        """A stage that fills missing cells by this model."""
        self._require_classic()
        return FlowImputer._from_java(self._java_obj.imputer())

    def register(self, spark: SparkSession, name: str) -> None:
        """Registers the log-density of a struct as a function of SQL: `SELECT log_density(struct(*)) FROM wines`."""
        self._require_classic()
        self._java_obj.register(spark._jsparkSession, name)

    def _require_classic(self) -> None:
        _jvm_class("FlowDensityModel")


class FlowImputer(JavaTransformer, _Readable, JavaMLWritable):
    """Fills the missing cells of a model's columns in place: made by `FlowDensityModel.imputer()`, or loaded."""

    seed: Param[int] = _param("seed", "seed of the chains that several missing cells need", TypeConverters.toInt)

    def __init__(self) -> None:
        super().__init__()
        self._java_obj = self._new_java_obj(_PACKAGE + ".FlowImputer", self.uid)
        self._setDefault(seed=0)

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with _plainly():
            return super()._transform(dataset)


class LogDensityEvaluator(JavaEvaluator, _Readable, JavaMLWritable):
    """The mean of log p over rows, in nats, by which `CrossValidator` chooses: the larger, the better."""

    logDensityCol: Param[str] = _param("logDensityCol", "column with log p(row), in nats", TypeConverters.toString)

    @keyword_only
    def __init__(self, *, logDensityCol: str = "logDensity") -> None:
        super().__init__()
        self._java_obj = self._new_java_obj(_PACKAGE + ".LogDensityEvaluator", self.uid)
        self._setDefault(logDensityCol="logDensity")
        self._set(**self._input_kwargs)

    def _evaluate(self, dataset: DataFrame) -> float:
        with _plainly():
            return super()._evaluate(dataset)


# PySpark finds the class of a saved stage, and the class of the JVM of one in Python, by the name of the module.
for _stage in (FlowDensity, FlowDensityModel, FlowImputer, LogDensityEvaluator):
    _stage.__module__ = _PACKAGE
sys.modules[_PACKAGE] = sys.modules[__name__]
