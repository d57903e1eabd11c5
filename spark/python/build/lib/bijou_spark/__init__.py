"""Normalizing flows as stages of Spark ML: densities of tables, and what they are good for."""

from bijou_spark.density import FlowDensity, FlowDensityModel, FlowImputer, LogDensityEvaluator

__all__ = ["FlowDensity", "FlowDensityModel", "FlowImputer", "LogDensityEvaluator"]
