"""Models: what a file holds, and what one can ask of it."""

from __future__ import annotations

import json
import math
import os
from typing import Any, Mapping

import numpy as np
import numpy.typing as npt

from . import cells, container, distributions, relations, schema
from .container import Array, Spec, Weights
from .errors import BijouError
from .schema import Column, Schema

_MOST_DRAWS = 20  # of a row, before its cells are moved into range


def load(path: str | os.PathLike[str]) -> Model:
    """Reads a model file of Bijou.

    Raises `BijouError` if it is no such file, is damaged, or holds what this package does not support.
    """
    metadata, tensors = container.read(path)
    if "bijou.spec" not in metadata:
        raise BijouError(f"{os.fspath(path)}: holds no density of rows or frames, but a model of aligned speech")
    table = metadata.get("bijou.table")
    return Model(json.loads(metadata["bijou.spec"]), tensors, None if table is None else schema.parse(table), metadata)


class Model:
    """A density of rows: of a table, with names and units, or of bare features."""

    def __init__(
        self, spec: Spec, tensors: Mapping[str, Array], table: Schema | None, metadata: Mapping[str, str]
    ) -> None:
        self.spec = spec
        self.metadata = metadata
        self._weights = Weights(tensors)
        self._table = table

    @property
    def features(self) -> int:
        """The number of features of the density."""
        return distributions.features(self.spec)

    @property
    def context_features(self) -> int:
        """The number of features that are given."""
        return distributions.context_features(self.spec)

    @property
    def schema(self) -> Schema:
        """The columns of the table.

        Raises `BijouError` if the model is one of bare features.
        """
        if self._table is None:
            raise BijouError("the model has no table: it is one of bare features")
        return self._table

    def log_prob(self, rows: Any, given: Any = None) -> Array:
        """log p of each row, in nats and in the units of the table; NaN where a number is missing that never was.

        Of a table, `rows` maps the names of all its columns, those that are given too, to their cells: a data frame or a
        dictionary of arrays. Of bare features, `rows` is an array of rows × features, and `given` one of rows × context; the
        rows of a sequence are the frames of one segment.
        """
        if self._table is None:
            x = _matrix(rows, self.features, "rows")
            return distributions.log_prob(self.spec, self._weights, x, self._bare_context(given, x.shape[1]))
        read = {column.name: self._cells(column, rows) for column in self._table.columns}
        _same_lengths(read)
        x, constants = self._encoded(read)
        c = self._context(read)
        with np.errstate(invalid="ignore"):
            return distributions.log_prob(self.spec, self._weights, x, c) + constants + _marks(x, c)

    def sample(
        self, n: int | None = None, given: Any = None, seed: int | np.random.Generator | None = None
    ) -> dict[str, npt.NDArray[Any]] | Array:
        """Draws `n` rows, or one for each row of `given`.

        Of a table, the result maps the names of the modelled columns to their cells: numbers are floats, points in time
        datetime64, names objects, None where missing. Rows with a cell out of the range of its column, or an unseen name, are
        drawn again. Of bare features it is an array of rows × features. `seed` is a number or a generator; the draws are
        not those of Bijou by the same number.
        """
        random = np.random.default_rng(seed)
        if self._table is None:
            c = None if given is None else _matrix(given, self.context_features, "given")
            count = _count(n, None if c is None else c.shape[1])
            return distributions.draw(self.spec, self._weights, count, c, random).T
        read = {column.name: self._cells(column, given) for column in self._table.given}
        length = _same_lengths(read) if read else None
        count = _count(n, length)
        drawn = self._drawn(count, self._context(read), random)
        return {column.name: cells.write(column, own) for column, own in zip(self._table.targets, drawn)}

    def _cells(self, column: Column, rows: Any) -> Array:
        try:
            own = rows[column.name]
        except (KeyError, IndexError, TypeError, ValueError):
            names = ", ".join(own.name for own in self.schema.columns)
            raise BijouError(f"there is no column {column.name!r}; the model needs {names}") from None
        own = own.to_numpy() if hasattr(own, "to_numpy") else own
        return cells.read(column, np.atleast_1d(own) if not isinstance(own, (list, tuple)) else own)

    def _bare_context(self, given: Any, lanes: int) -> Array | None:
        if self.context_features == 0:
            return None
        if given is None:
            raise BijouError(f"the model is conditional: give an array of rows × {self.context_features}")
        c = _matrix(given, self.context_features, "given")
        rate = distributions.context_rate(self.spec)
        if c.shape[1] * rate != lanes:
            raise BijouError(f"there are {lanes} rows, but {c.shape[1]} of what is given, each for {rate}")
        return c

    def _encoded(self, read: Mapping[str, Array]) -> tuple[Array, Array]:
        """The features of rows, and the log-probability of their constants."""
        codes, values = [], []
        constants: Array = np.zeros(len(next(iter(read.values()))))
        for column in self.schema.targets:
            own = cells.relative(column, read[column.name])
            if column.is_constant:
                n = column.count + column.missing
                constants = constants + np.where(own == 0, math.log((n + 0.5) / (n + 1)), math.log(0.5 / (n + 1)))
                continue
            state = cells.states(column, own)
            if column.has_code:
                codes.append(state)
            if column.has_value:
                values.append(np.where(state == 0, own, 0) if column.has_code else own)
        return np.array(codes + values), constants

    def _context(self, read: Mapping[str, Array]) -> Array | None:
        features: list[Array] = []
        for column in self.schema.given:
            own = cells.relative(column, read[column.name])
            if column.levels:
                state = cells.states(column, own)
                features += [(state == k).astype(np.float64) for k in range(column.states)]
            elif column.missing:
                features += [np.where(np.isnan(own), 0, own), np.isnan(own).astype(np.float64)]
            else:
                features.append(own)
        return np.array(features) if features else None

    def _drawn(self, count: int, c: Array | None, random: np.random.Generator) -> list[Array]:
        kept = [np.zeros(count) for _ in self.schema.targets]
        left = np.arange(count)
        for attempt in range(_MOST_DRAWS + 1):
            x = distributions.draw(self.spec, self._weights, len(left), None if c is None else c[:, left], random)
            drawn, sound = self._decoded(x, random)
            for own, new in zip(kept, drawn):
                own[left] = new
            left = left[~sound]
            if len(left) == 0:
                break
        return kept

    def _decoded(self, x: Array, random: np.random.Generator) -> tuple[list[Array], Any]:
        """The cells of drawn features, and which rows have cells that their columns can have alone."""
        codes = sum(column.has_code for column in self.schema.targets)
        code, value = 0, codes
        sound = np.ones(x.shape[1], dtype=bool)
        drawn = []
        for column in self.schema.targets:
            state = x[code] if column.has_code else np.zeros(x.shape[1])
            code += column.has_code
            if column.is_constant:
                cell = np.zeros(x.shape[1])
            elif column.is_number:
                cell, own = _number(column, state, x[value].astype(np.float32).astype(np.float64) if column.has_value else None)
                sound &= own
            else:
                cell, own = _name(column, state, random)
                sound &= own
            value += column.has_value
            drawn.append(np.where(state == column.missing_state, np.nan, cell) if column.has_code else cell)
        return drawn, relations.keep(self.schema, drawn) & sound


def _number(column: Column, state: Array, value: Array | None) -> tuple[Array, Any]:
    if value is None:
        cell: Array = np.full(len(state), column.atoms[0])
        sound = state > 0
    else:
        exact = column.offset + column.unit * value
        if column.grid > 0:
            exact = column.min + column.grid * np.rint((exact - column.min) / column.grid)
        else:
            exact = cells.rounded(column, exact)
        cell = np.clip(exact, column.min, column.max)
        sound = (state > 0) | (cell == exact)
    for i, atom in enumerate(column.atoms):
        cell = np.where(state == column.first_atom + i, atom, cell)
    return cell, sound


def _name(column: Column, state: Array, random: np.random.Generator) -> tuple[Array, Any]:
    """Rare names stand for the others, as often as each was seen."""
    known = len(column.levels)
    other = state == known
    if not column.rare:
        return np.where(other, 0, state), ~other
    seen = np.array([max(1, count) for _, count in column.rare], dtype=np.float64)
    rare = known + random.choice(len(seen), size=len(state), p=seen / seen.sum())
    return np.where(other, rare, state), np.ones(len(state), dtype=bool)


def _matrix(rows: Any, features: int, name: str) -> Array:
    """Rows as features × lanes."""
    matrix = np.asarray(rows, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[1] != features:
        raise BijouError(f"{name} has the shape {matrix.shape}, but must have {features} columns")
    return matrix.T


def _count(n: int | None, given: int | None) -> int:
    if given is not None and n not in (None, given):
        raise BijouError(f"there are {given} given rows, so that {n} cannot be drawn; leave n out")
    count = n if given is None else given
    if count is None or count < 0:
        raise BijouError("say how many rows to draw, at least 0")
    return count


def _same_lengths(read: Mapping[str, Array]) -> int:
    lengths = {len(own) for own in read.values()}
    if len(lengths) != 1:
        raise BijouError(f"the columns have different lengths: {sorted(lengths)}")
    return lengths.pop()


def _marks(x: Array, c: Array | None) -> Array:
    """0, or NaN for rows that are not finite."""
    return np.sum(0 * x, axis=0) + (0 if c is None else np.sum(0 * c, axis=0))
