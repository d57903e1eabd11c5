"""Models of Bijou in NumPy: `load` a file, then its `log_prob`, `sample` and `schema`."""

from .errors import BijouError
from .model import Model, load
from .schema import Column, Schema

__all__ = ["BijouError", "Column", "Model", "Schema", "load"]
