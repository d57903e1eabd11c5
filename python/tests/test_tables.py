"""Tables of names, whole numbers, missing cells, dates and constants, as Bijou scored them."""

import csv
import datetime
import math
from pathlib import Path

import numpy as np
import pytest

import bijou_flows
from bijou_flows import cells, relations
from bijou_flows.schema import Column, Schema

DATA = Path(__file__).parent / "data"


def table():
    with open(DATA / "rows.csv", newline="") as file:
        lines = list(csv.DictReader(file))
    return {name: [line[name] for line in lines] for name in lines[0]}


@pytest.mark.parametrize("name", ("mixed-rows", "given-rows"))
def test_log_prob(name):
    rows = table()
    expected = np.array(rows[name], dtype=np.float64)
    found = bijou_flows.load(DATA / f"{name}.bijou").log_prob(rows)
    assert np.all(np.abs(found - expected) <= 1e-5 * (1 + np.abs(expected)))


def test_cells_have_several_forms():
    model = bijou_flows.load(DATA / "mixed-rows.bijou")
    rows = table()
    expected = model.log_prob(rows)
    other = dict(rows)
    other["age"] = np.array(rows["age"], dtype=np.int64)
    other["income"] = np.array([float(cell) if cell else math.nan for cell in rows["income"]])
    other["member"] = [cell.upper() for cell in rows["member"]]
    other["day"] = np.array(rows["day"], dtype="datetime64[D]")
    other["total"] = [cell or None for cell in rows["total"]]
    other["ok"] = np.array([1.5] * len(rows["ok"]))
    assert np.array_equal(model.log_prob(other), expected)
    other["day"] = [datetime.date.fromisoformat(cell) for cell in rows["day"]]
    assert np.array_equal(model.log_prob(other), expected)


def test_draws_keep_to_their_columns():
    model = bijou_flows.load(DATA / "mixed-rows.bijou")
    drawn = model.sample(400, seed=1)
    assert set(drawn) == {column.name for column in model.schema.targets}
    for column in model.schema.targets:
        if column.is_number and column.type != "date-time":
            there = drawn[column.name][~np.isnan(drawn[column.name])]
            assert np.all((there >= column.min) & (there <= column.max))
        elif not column.is_number:
            assert set(drawn[column.name]) <= {*column.names, None}
    assert np.all(drawn["age"] == np.rint(drawn["age"]))
    assert np.isnan(drawn["income"]).any()
    assert np.all(np.isfinite(model.log_prob(drawn)))
    again = model.sample(400, seed=1)
    assert all(np.array_equal(drawn[name], again[name], equal_nan=name == "income") for name in ("age", "income", "city"))


def test_draws_given_others():
    model = bijou_flows.load(DATA / "given-rows.bijou")
    given = {"city": ["Rome", "Nowhere"] * 50, "income": [None, 20_000] * 50, "member": [True, "no"] * 50}
    drawn = model.sample(given=given, seed=2)
    assert all(len(column) == 100 for column in drawn.values())
    with pytest.raises(bijou_flows.BijouError, match="income"):
        model.sample(given={"city": ["Rome"], "member": ["yes"]})


def test_what_is_wrong_is_named():
    model = bijou_flows.load(DATA / "mixed-rows.bijou")
    rows = table()
    with pytest.raises(bijou_flows.BijouError, match="column 'age': 'old' is not a number"):
        model.log_prob({**rows, "age": ["old"] * len(rows["age"])})
    with pytest.raises(bijou_flows.BijouError, match="no column 'age'; the model needs"):
        model.log_prob({name: rows[name] for name in rows if name != "age"})
    with pytest.raises(bijou_flows.BijouError, match="not written as yyyy-MM-dd"):
        model.log_prob({**rows, "day": ["1 May"] * len(rows["day"])})
    with pytest.raises(bijou_flows.BijouError, match="different lengths"):
        model.log_prob({**rows, "age": ["30"]})
    assert np.all(np.isnan(model.log_prob({**rows, "age": [""] * len(rows["age"])})))


def test_patterns_of_time():
    for pattern, text in (
        ("yyyy-MM-dd", "2024-03-05"),
        ("dd.MM.yyyy HH:mm", "05.03.2024 00:00"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2024-03-05T01:00:00.000+01:00"),
        ("M/d/yyyy", "3/5/2024"),
    ):
        column = Column("t", "date-time", 1, 0, pattern=pattern)
        assert cells.read(column, [text])[0] == 1709596800


def test_relations_are_kept():
    number = {"type": "continuous", "count": 1, "missing": 0, "min": 0.0, "max": 100.0, "decimals": 1}
    columns = tuple(Column(name, **number) for name in "abcd")
    schema = Schema(
        columns,
        (),
        tuple("abcd"),
        (
            {"column": "b", "label_of": "a", "cells": [1.0, None], "labels": [7.0, None]},
            {"column": "c", "sum_of": ["a", "d"], "factors": [1, -1], "constant": 0.5},
            {"column": "d", "tied_to": "a", "share": 0.5, "middle": 1.0, "scale": 1.0, "within": 0.1},
        ),
    )
    drawn = [np.array(column) for column in ([1.0, np.nan, 3.0], [5.0, 5.0, 5.0], [0.0, 0.0, 0.0], [1.05, 2.0, 90.0])]
    sound = relations.keep(schema, drawn)
    assert np.array_equal(drawn[1], [7.0, np.nan, 5.0], equal_nan=True)
    assert drawn[2][0] == 0.4 or drawn[2][0] == 0.5
    assert drawn[2][2] == -86.5
    assert list(sound) == [True, False, False]
    assert drawn[3][0] == 1.0 and drawn[3][2] == 90.0
