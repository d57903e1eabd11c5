"""The columns of a table as a model sees them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping

from .errors import BijouError

LATEST = 3


@dataclass(frozen=True)
class Column:
    """A column, and what it held when the model was learned.

    `type` is continuous, integer, categorical, boolean, date-time or constant. `levels` are the names that have a
    probability of their own, and `rare` the others with how often they were seen. `atoms` are the numbers that have a
    probability of their own; there are no others if `only_atoms`.
    """

    name: str
    type: str
    count: int
    missing: int
    offset: float = 0.0
    unit: float = 1.0
    min: float = 0.0
    max: float = 0.0
    mean: float = 0.0
    standard_deviation: float = 0.0
    decimals: int = -1
    grid: float = 0.0
    atoms: tuple[float, ...] = ()
    only_atoms: bool = False
    levels: tuple[str, ...] = ()
    rare: tuple[tuple[str, int], ...] = ()
    pattern: str = ""
    value: str = ""

    @property
    def is_number(self) -> bool:
        """Whether the cells are numbers or points in time."""
        return self.type in ("continuous", "integer", "date-time")

    @property
    def is_constant(self) -> bool:
        return self.type == "constant"

    @property
    def names(self) -> tuple[str, ...]:
        """What the codes of a column of names mean."""
        return self.levels + tuple(name for name, _ in self.rare)

    @property
    def states(self) -> int:
        """How many states a cell can be in: a name or another, or a value; missing; each atom."""
        return self.first_atom + len(self.atoms)

    @property
    def missing_state(self) -> int:
        """The state of a missing cell; −1 if there was none."""
        return len(self.levels) + 1 if self.missing else -1

    @property
    def first_atom(self) -> int:
        return len(self.levels) + (2 if self.missing else 1)

    @property
    def has_code(self) -> bool:
        return not self.is_constant and self.states > 1

    @property
    def has_value(self) -> bool:
        return self.is_number and not self.only_atoms


@dataclass(frozen=True)
class Schema:
    """The columns that are modelled, those that they are given, and all names in the order of the table.

    `relations` are what columns followed from others in the rows that were seen, as the model file has them.
    """

    targets: tuple[Column, ...]
    given: tuple[Column, ...]
    order: tuple[str, ...]
    relations: tuple[Mapping[str, Any], ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.targets + self.given

    @property
    def has_numbers_alone(self) -> bool:
        """Whether a row is its numbers: all are continuous, complete and without atoms."""
        plain = all(
            column.is_constant or (column.type == "continuous" and not column.atoms and not column.missing)
            for column in self.targets
        )
        return plain and all(column.is_number and not column.missing for column in self.given)


def parse(text: str) -> Schema:
    """The schema of the section `bijou.table`."""
    table = json.loads(text)
    if table["version"] > LATEST:
        raise BijouError(
            f"the schema of the table has version {table['version']}, but this package reads versions 1 to {LATEST}"
        )
    return Schema(
        tuple(_column(column) for column in table["targets"]),
        tuple(_column(column) for column in table["given"]),
        tuple(table["order"]),
        tuple(table.get("relations", ())),
    )


def _column(json: Mapping[str, Any]) -> Column:
    plain = {
        key: json[key]
        for key in (
            *("name", "count", "offset", "unit", "min", "max", "mean", "standard_deviation"),
            *("decimals", "grid", "pattern", "value", "only_atoms"),
        )
        if key in json
    }
    kind = json.get("type", "continuous")
    if kind not in ("continuous", "integer", "categorical", "boolean", "date-time", "constant"):
        raise BijouError(f"column {json['name']!r} is of the unknown type {kind!r}")
    rare = json.get("rare", {})
    return Column(
        type=kind,
        missing=json.get("missing", 0),
        atoms=tuple(sorted(set(json.get("atoms", ())))),
        levels=(json["value"],) if kind == "constant" else tuple(json.get("levels", ())),
        rare=tuple(rare.items()) if isinstance(rare, dict) else tuple((name, 0) for name in rare),
        **plain,
    )
