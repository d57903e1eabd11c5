"""What columns of drawn rows follow from others."""

from __future__ import annotations

from typing import Any, Mapping

import numpy as np

from . import cells
from .container import Array
from .errors import BijouError
from .schema import Schema


def keep(schema: Schema, drawn: list[Array]) -> Array:
    """Puts what follows into drawn cells, and says of which rows it lies in the range of its column."""
    names = [column.name for column in schema.targets]
    sound = np.ones(len(drawn[0]), dtype=bool)
    for relation in schema.relations:
        at = names.index(relation["column"])
        column = schema.targets[at]
        if "label_of" in relation:
            drawn[at] = _labelled(relation, drawn[names.index(relation["label_of"])], drawn[at])
        elif "sum_of" in relation:
            total = relation["constant"] + sum(
                factor * drawn[names.index(name)] for name, factor in zip(relation["sum_of"], relation["factors"])
            )
            drawn[at] = cells.rounded(column, total)
            sound &= (drawn[at] >= column.min) & (drawn[at] <= column.max)
        elif "tied_to" in relation:
            to = schema.targets[names.index(relation["tied_to"])]
            cell = drawn[names.index(relation["tied_to"])]
            tied = _distance(relation, drawn[at], cell) <= relation["within"]
            tied &= (cell >= column.min) & (cell <= column.max)
            tied &= ~np.isin(drawn[at], column.atoms) & ~np.isin(cell, to.atoms)
            drawn[at] = np.where(tied, cell, drawn[at])
        else:
            raise BijouError(f"the relation of column {column.name!r} is not supported by this version of bijou-flows")
    return sound


def _labelled(relation: Mapping[str, Any], source: Array, own: Array) -> Array:
    """A cell without a label leaves the column as it was drawn."""
    for known, label in zip(relation["cells"], relation["labels"]):
        same = np.isnan(source) if known is None else source == known
        own = np.where(same, np.nan if label is None else label, own)
    return own


def _distance(relation: Mapping[str, Any], a: Array, b: Array) -> Array:
    def place(cell: Array) -> Array:
        return np.arcsinh((cell - relation["middle"]) / relation["scale"])

    return np.abs(place(a) - place(b))
