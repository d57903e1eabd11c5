"""Run with `pytest` where BIJOU_SPARK_JAR names the all-jar and JAVA_HOME a JDK 25; REMOTE=1 for a Connect server."""

import os
import random

import pytest

if "BIJOU_SPARK_JAR" not in os.environ:
    pytest.skip("BIJOU_SPARK_JAR does not name bijou-spark_2.13-VERSION-all.jar", allow_module_level=True)

from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from bijou_spark import FlowDensity, FlowDensityModel, FlowImputer, LogDensityEvaluator

REMOTE = os.environ.get("REMOTE") == "1"


@pytest.fixture(scope="module")
def spark():
    builder = SparkSession.builder
    builder = builder.remote("local[2]") if REMOTE else builder.master("local[2]")
    session = (
        builder.config("spark.jars", os.environ["BIJOU_SPARK_JAR"])
        .config("spark.driver.memory", "1g")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def table(spark):
    rng = random.Random(1)
    rows = []
    for _ in range(300):
        x = rng.gauss(0, 1)
        rows.append((x, 2 * x + rng.gauss(0, 0.3), rng.choice(["red", "blue"])))
    return spark.createDataFrame(rows, "x double, y double, color string").coalesce(1)


@pytest.fixture(scope="module")
def model(table):
    return FlowDensity(members=1, epochs=2).fit(table)


def test_judges_rows(model, table):
    judged = model.transform(table)
    assert judged.columns == ["x", "y", "color", "logDensity", "novelty", "pValue", "novel", "reasons"]
    assert judged.where("pValue IS NULL").count() == 0
    mean = LogDensityEvaluator().evaluate(judged)
    assert mean == pytest.approx(judged.agg(F.avg("logDensity")).first()[0])


def test_saves_and_loads(model, table, tmp_path):
    path = str(tmp_path / "model")
    model.write().overwrite().save(path)
    assert (tmp_path / "model" / "model.bijou").exists()
    again = FlowDensityModel.load(path)
    assert again.transform(table).exceptAll(model.transform(table)).count() == 0
    estimator = FlowDensity(inputCols=["x", "y"], seed=3, alpha=0.05)
    estimator.save(str(tmp_path / "estimator"))
    loaded = FlowDensity.load(str(tmp_path / "estimator"))
    assert loaded.getOrDefault("inputCols") == ["x", "y"] and loaded.getOrDefault("alpha") == 0.05


def test_works_in_pipelines(table, tmp_path):
    fitted = Pipeline(stages=[FlowDensity(members=1, epochs=1, reasonsCol="")]).fit(table)
    fitted.write().save(str(tmp_path / "pipeline"))
    loaded = PipelineModel.load(str(tmp_path / "pipeline"))
    assert "reasons" not in loaded.transform(table).columns


def test_bad_input_is_one_clear_line(table):
    with pytest.raises(Exception if REMOTE else ValueError, match='has no column "z"'):
        FlowDensity(inputCols=["x", "z"]).fit(table)


@pytest.mark.skipif(REMOTE, reason="the server's exceptions are Spark's")
def test_what_the_jvm_refuses_is_a_value_error(model, table, tmp_path):
    model.write().overwrite().save(str(tmp_path / "model"))
    (tmp_path / "model" / ".model.bijou.crc").unlink()
    (tmp_path / "model" / "model.bijou").write_bytes(b"damaged")
    for act in (
        lambda: model.transform(table.drop("y")),
        lambda: model.imputer().transform(table.drop("y")),
        lambda: model.sampleWhere(table.sparkSession, 5, "colour=red"),
        lambda: LogDensityEvaluator().evaluate(table),
        lambda: FlowDensityModel.load(str(tmp_path / "model")),
        lambda: FlowDensityModel.fromFile(str(tmp_path / "absent.bijou")),
    ):
        with pytest.raises(ValueError) as refused:
            act()
        assert "\n" not in str(refused.value)


@pytest.mark.skipif(REMOTE, reason="tunes on the driver")
def test_is_tuned(table):
    density = FlowDensity(members=1, reasonsCol="")
    grid = ParamGridBuilder().addGrid(density.epochs, [1, 2]).build()
    tuned = CrossValidator(
        estimator=density, estimatorParamMaps=grid, evaluator=LogDensityEvaluator(), numFolds=2
    ).fit(table)
    assert len(tuned.avgMetrics) == 2


@pytest.mark.skipif(REMOTE, reason="Spark Connect calls no methods of a model")
def test_draws_and_fills(spark, model, table, tmp_path):
    drawn = model.sample(spark, 100, 1)
    assert drawn.schema == table.schema and drawn.count() == 100
    assert model.sampleWhere(spark, 10, "color=red").where("color = 'red'").count() == 10
    gaps = table.limit(5).withColumn("y", F.lit(None).cast("double"))
    imputer = model.imputer()
    imputer.save(str(tmp_path / "imputer"))
    assert FlowImputer.load(str(tmp_path / "imputer")).transform(gaps).where("y IS NULL").count() == 0
    model.register(spark, "log_density")
    table.createOrReplaceTempView("rows")
    assert spark.sql("SELECT avg(log_density(struct(*))) FROM rows").first()[0] < 0
    model.write().overwrite().save(str(tmp_path / "model"))
    again = FlowDensityModel.fromFile(str(tmp_path / "model" / "model.bijou"))
    assert again.transform(table).count() == 300
