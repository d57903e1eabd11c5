"""Cells of a table as numbers, and back."""

from __future__ import annotations

import datetime
import math
import re
from typing import Any, Iterable

import numpy as np

from .container import Array
from .errors import BijouError
from .schema import Column

_MISSING = {"", "?", "na", "nan", "n/a", "null"}
_NO_AND_YES = {"false", "true", "no", "yes", "n", "y", "f", "t", "off", "on"}
_LARGEST = float(np.finfo(np.float32).max)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_DIRECTIVES = {
    "yyyy": "%Y", "MM": "%m", "M": "%m", "dd": "%d", "d": "%d", "HH": "%H", "H": "%H", "mm": "%M", "ss": "%S",
    "SSS": "%f", "SSSSSS": "%f", "XXX": "%z", "'T'": "T",
}  # fmt: skip


def is_missing(cell: Any) -> bool:
    if cell is None or isinstance(cell, (float, np.floating)) and math.isnan(cell):
        return True
    if isinstance(cell, np.datetime64):
        return bool(np.isnat(cell))
    return isinstance(cell, str) and cell.strip().lower() in _MISSING


def read(column: Column, cells: Iterable[Any]) -> Array:
    """Numbers as they are, seconds of points in time, codes of names; NaN for missing cells."""
    if not isinstance(cells, np.ndarray):
        cells = np.asarray(list(cells), dtype=object)
    if column.is_number:
        if cells.dtype.kind in "iuf":
            return cells.astype(np.float64)
        if cells.dtype.kind == "M":
            seconds = (cells - np.datetime64("1970-01-01T00:00:00")) / np.timedelta64(1, "us") / 1e6
            return np.where(np.isnat(cells), np.nan, seconds)
        parse = _seconds if column.type == "date-time" else _number
        return np.array([math.nan if is_missing(cell) else parse(column, cell) for cell in cells], dtype=np.float64)
    names: dict[str, int] = {}
    for code, name in enumerate(column.names):
        names.setdefault(name, code)
    any_case = {name.lower(): code for name, code in reversed(list(names.items()))}
    return np.array([_code(column, names, any_case, cell) for cell in cells], dtype=np.float64)


def _number(column: Column, cell: Any) -> float:
    try:
        return float(cell)
    except (TypeError, ValueError):
        raise BijouError(f"column {column.name!r}: {cell!r} is not a number") from None


def _seconds(column: Column, cell: Any) -> float:
    if isinstance(cell, str):
        text = cell.strip()
        form = "".join(_DIRECTIVES.get(part, part) for part in _parts(column.pattern))
        try:
            cell = datetime.datetime.strptime(text, form)
        except ValueError:
            raise BijouError(f"column {column.name!r}: {text!r} is not written as {column.pattern}") from None
    elif hasattr(cell, "to_pydatetime"):
        cell = cell.to_pydatetime()
    if isinstance(cell, datetime.datetime):
        moment = cell if cell.tzinfo else cell.replace(tzinfo=datetime.timezone.utc)
        return (moment - _EPOCH) / datetime.timedelta(seconds=1)
    if isinstance(cell, datetime.date):
        return float((cell - datetime.date(1970, 1, 1)).days * 86400)
    return _number(column, cell)


def _parts(pattern: str) -> list[str]:
    """A pattern in runs of the same letter."""
    return [match.group(0) for match in re.finditer(r"'T'|([a-zA-Z])\1*|.", pattern)]


def text_of(cell: Any) -> str:
    """A cell of names as a table would write it."""
    if isinstance(cell, (bool, np.bool_)):
        return "true" if cell else "false"
    if isinstance(cell, (float, np.floating)) and float(cell).is_integer():
        return str(int(cell))
    return str(cell).strip()


def _code(column: Column, names: dict[str, int], any_case: dict[str, int], cell: Any) -> float:
    text = "" if cell is None else text_of(cell)
    if column.is_constant:
        return _constant(column, text, is_missing(cell))
    if text in names:
        return names[text]
    if is_missing(cell):
        return math.nan
    if column.type == "boolean" and text.lower() in any_case:
        return any_case[text.lower()]
    return len(column.names)


def _constant(column: Column, text: str, missing: bool) -> float:
    """0 for the constant, NaN for a missing cell, 1 for any other."""
    if missing:
        return 0 if column.value == "" else math.nan
    if text == column.value:
        return 0
    if column.value.lower() in _NO_AND_YES:
        return 0 if text.lower() == column.value.lower() else 1
    try:
        return 0 if float(text) == float(column.value) else 1
    except ValueError:
        return 1


def relative(column: Column, cells: Array) -> Array:
    """Numbers in units from the offset, with the digits of a float; NaN stays."""
    if not column.is_number:
        return cells
    units = (cells - column.offset) / column.unit
    bounded = np.where(np.isinf(cells), cells, np.clip(units, -_LARGEST, _LARGEST))
    return bounded.astype(np.float32).astype(np.float64)


def states(column: Column, cells: Array) -> Array:
    """The number of each cell's state: see `Column.states`. Cells are as `relative` has them."""
    known = len(column.levels)
    own: Array = np.minimum(cells, known) if known else np.zeros_like(cells)
    atoms = relative(column, np.array(column.atoms))
    for i, atom in enumerate(atoms):
        own = np.where(cells == atom, column.first_atom + i, own)
    of_missing = column.missing_state if column.missing else known
    return np.where(np.isnan(cells), of_missing, own)


def rounded(column: Column, cells: Array) -> Array:
    """Numbers with no more decimals than the column has."""
    if column.decimals < 0:
        return cells
    per_unit = 10.0**column.decimals
    steps = cells * per_unit
    return np.where(np.abs(steps) >= 1e15, cells, np.rint(steps) / per_unit)


def write(column: Column, cells: Array) -> Any:
    """Cells as an array: names and texts as objects (None where missing), points in time as datetime64, else floats."""
    if column.type == "date-time":
        micros = np.where(np.isnan(cells), 0, np.rint(cells * 1e6)).astype(np.int64).astype("datetime64[us]")
        return np.where(np.isnan(cells), np.datetime64("NaT"), micros)
    if column.is_number:
        return cells
    names = [*column.names, None]
    places = np.where(np.isnan(cells), len(names) - 1, cells).astype(np.int64)
    if column.is_constant and column.value == "":
        names[0] = None
    return np.array(names, dtype=object)[places]
