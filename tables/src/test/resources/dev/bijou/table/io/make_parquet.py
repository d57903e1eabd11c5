"""Writes the Parquet files beside it, from which the tests read.

Made with Python 3.11 and pyarrow 26.0.1: python make_parquet.py
"""

import datetime
import decimal
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent


def numbers(rows):
    return pa.table(
        {
            "f64": pa.array([i % 50 / 8 for i in range(rows)], pa.float64()),
            "f32": pa.array([-(i % 50) / 4 for i in range(rows)], pa.float32()),
            "i32": pa.array([i % 7 for i in range(rows)], pa.int32()),
            "i64": pa.array([1_700_000_000 + i % 5 for i in range(rows)], pa.int64()),
        }
    )


for codec in ["none", "snappy", "gzip", "zstd", "lz4"]:
    pq.write_table(numbers(100), HERE / f"{codec}.parquet", compression=codec)
# Three row groups, and more rows than a block of the reader takes.
pq.write_table(numbers(10_000), HERE / "row_groups.parquet", compression="snappy", row_group_size=4_500)

kinds = pa.table(
    {
        "i8": pa.array([-8, 8], pa.int8()),
        "u16": pa.array([1, 65_535], pa.uint16()),
        "u32": pa.array([1, 4_294_967_295], pa.uint32()),
        "u64": pa.array([1, 18_446_744_073_709_551_615], pa.uint64()),
        "f16": pa.array([0.5, -2.0], pa.float16()),
        "flag": pa.array([True, False]),
        "money": pa.array([decimal.Decimal("12.34"), decimal.Decimal("-0.05")], pa.decimal128(9, 2)),
        "big": pa.array([decimal.Decimal("12345678901234567890.5"), decimal.Decimal("-1.5")], pa.decimal128(30, 1)),
        "dotted.name": pa.array([1.5, 2.5]),
        "text": pa.array(["a, \"b\"", "ü"]),
        "level": pa.array(["low", "high"]).dictionary_encode(),
        "day": pa.array([datetime.date(2020, 2, 29), datetime.date(1969, 12, 31)]),
        "time": pa.array([datetime.time(1, 2, 3), datetime.time(23, 59, 59, 500_000)], pa.time64("us")),
        "utc": pa.array([datetime.datetime(2020, 1, 2, 3, 4, 5)] * 2, pa.timestamp("ms", tz="UTC")),
        "local": pa.array([datetime.datetime(2020, 1, 2, 3, 4, 5)] * 2, pa.timestamp("us")),
    }
)
pq.write_table(kinds, HERE / "kinds.parquet")

pq.write_table(
    pa.table({"when": pa.array([datetime.datetime(2020, 1, 2, 3, 4, 5, 600_000)], pa.timestamp("ns")), "x": [1.0]}),
    HERE / "int96.parquet",
    use_deprecated_int96_timestamps=True,
)
pq.write_table(pa.table({"x": [1.0, None, 3.0, float("nan")], "y": pa.array([1, 2, None, 4])}), HERE / "missing.parquet")
pq.write_table(pa.table({"x": [1.0, float("inf")]}), HERE / "infinite.parquet")
pq.write_table(pa.table({"x": [1.0], "tags": [[1, 2]], "point": [{"a": 1.0}]}), HERE / "nested.parquet")
pq.write_table(pa.table({"x": pa.array([], pa.float64())}), HERE / "no_rows.parquet")
