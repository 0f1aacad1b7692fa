"""Rows of Parquet files and tables as frames of Spark, each row with its input and its number there.

A number is the row's place in its file, so that it is the same at every run, whatever the tasks and their timing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from facetaudit.claims.batches import FILE, RECORD
from facetaudit.engine.spark import Tables, errors, url
from facetaudit.errors import InputRefused

_PASSED_OVER = re.compile(r"\.|_(?!.*=)")
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
_DESCRIBE = "describe table extended identifier(:name)"
_UNKNOWN_FILE = "a row is of no file that was listed"


@dataclass(frozen=True)
class ParquetFile:
    """One file: its address for Spark's readers, how Spark tells the rows of it (``key``), what its folders say.

    ``header`` and ``types`` are of all columns, those that the folders say (`state=OH/`) too.
    """

    index: int
    name: str
    literal: str
    key: str
    partition: tuple[tuple[str, str | None], ...]
    schema: Any = None
    header: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    @classmethod
    def of_path(cls, spark: Any, index: int, name: str, path: Path) -> ParquetFile:
        """A file on a disk that every executor sees."""
        key = spark._jvm.org.apache.hadoop.fs.Path(f"file://{path.absolute()}").toUri().toString()
        return cls(index, name, url(path), key, partition(str(path)))


@dataclass(frozen=True)
class Rows:
    """Inputs of the same columns: a frame of those, by place, then `FILE` and `RECORD`."""

    name: str
    header: tuple[str, ...]
    types: tuple[str, ...]
    frame: Any


def partition(path: str) -> tuple[tuple[str, str | None], ...]:
    """The columns that folders of a path name, as `state=OH/`, in order."""
    parts = [part.partition("=") for part in re.split(r"[/\\]", path)[:-1]]
    return tuple((name, None if text == _NO_VALUE else unquote(text)) for name, sign, text in parts if sign and name)


def schema_of(spark: Any, file: ParquetFile) -> ParquetFile:
    """The file with its columns; raises InputRefused where Spark cannot read it or would pass over it."""
    if _PASSED_OVER.match(re.split(r"[/\\]", file.key)[-1]):
        raise InputRefused(f"{file.name}: Spark passes over files whose name begins with _ or a dot; rename it.")
    try:
        schema = spark.read.parquet(file.literal).schema
    except errors() as error:
        raise InputRefused(
            f"{file.name}: Spark cannot read it ({type(error).__name__}): it is not whole, or a column is of a type "
            "that Spark does not know, such as times in nanoseconds; write it again, or use --engine duckdb."
        ) from error
    header = [one.name.strip() for one in schema]
    types = [duckdb_type(one.dataType.simpleString()) for one in schema]
    for name, _ in file.partition:
        place = _place(header, name)
        if place is None:
            header.append(name)
            types.append("VARCHAR")
        else:
            types[place] = "VARCHAR"
    return replace(file, schema=schema, header=tuple(header), types=tuple(types))


def of_files(spark: Any, files: Sequence[ParquetFile]) -> list[Rows]:
    """Files of the same columns together, as Spark plans slowly what has many parts."""
    alike: dict[tuple[Any, ...], list[ParquetFile]] = {}
    for file in files:
        key = (file.schema.simpleString(), file.header, file.types)
        alike.setdefault(key, []).append(file)
    return [_together(spark, group) for group in alike.values()]


def _together(spark: Any, files: Sequence[ParquetFile]) -> Rows:
    from pyspark.sql import functions as f

    first = files[0]
    read = spark.read.schema(first.schema).parquet(*[file.literal for file in files])
    values = [f"value{place}" for place in range(len(first.partition))]
    places = [(_plain(file.key), file.index, 0, *(value for _, value in file.partition)) for file in files]
    frame = _numbered(spark, read, places, values)
    own = [f.col(f"c{place}") for place in range(len(first.schema))]
    for (name, _), value in zip(first.partition, values, strict=True):
        place = _place(first.header, name)
        assert place is not None  # noqa: S101 - schema_of has put it there
        own[place : place + 1] = [f.col(value)]
    return Rows(first.name, first.header, first.types, frame.select(*own, FILE, RECORD))


def of_table(tables: Tables, name: str, index: int) -> Rows:
    """A table of the catalogue; where its rows have no place in Parquet files, in the order of their values."""
    from pyspark.sql import functions as f

    spark = tables.spark
    try:
        table = spark.table(name)
        said = {row[0]: row[1] for row in spark.sql(_DESCRIBE, args={"name": name}).collect()}
        header = tuple(column.strip() for column in table.columns)
        types = tuple(duckdb_type(kind) for _, kind in table.dtypes)
        if said.get("Provider", "").lower() != "parquet" or said.get("Type") == "VIEW":
            copy = f"rows_of_{index}"
            tables.keep(copy, _sorted(table))
            table = spark.read.schema(spark.table(copy).schema).parquet(url(tables.folder / copy))
        path = table.metadataColumn("_metadata").getField("file_path")
        counts = sorted((_plain(file), int(rows)) for file, rows in table.groupBy(path).count().collect())
    except errors() as error:
        raise InputRefused(
            f"{name}: Spark cannot read the table ({type(error).__name__}); check its access and its columns."
        ) from error
    before = accumulate((rows for _, rows in counts), initial=0)
    places = [(file, index, start) for (file, _), start in zip(counts, before, strict=False)]
    frame = _numbered(spark, table, places, [])
    own = [f.col(f"c{place}") for place in range(len(header))]
    return Rows(name, header, types, frame.select(*own, FILE, RECORD))


def _sorted(table: Any) -> Any:
    from pyspark.sql import functions as f

    names = [f"c{place}" for place in range(len(table.columns))]
    maps = {name for name, (_, kind) in zip(names, table.dtypes, strict=True) if kind.startswith("map<")}
    return table.toDF(*names).sort(*[f.to_json(name) if name in maps else f.col(name) for name in names])


def _numbered(spark: Any, read: Any, places: Sequence[tuple[Any, ...]], values: Sequence[str]) -> Any:
    """The columns as `c0`, `c1`..., with what ``places`` (path, input, rows before, values) says of each row's file."""
    from pyspark.sql import functions as f

    metadata = read.metadataColumn("_metadata")
    path = f.regexp_replace(metadata.getField("file_path"), "^file:/+", "file:/")
    names = [f"c{place}" for place in range(len(read.columns))]
    rows = read.select("*", path, metadata.getField("row_index")).toDF(*names, "path", "row")
    shape = ", ".join(["path string", "file int", "before bigint", *(f"{value} string" for value in values)])
    known = f.broadcast(spark.createDataFrame(places, shape))
    # never an inner join: it would drop the rows of a file whose path is spelled another way
    number = f.coalesce(f.col("file"), f.raise_error(f.lit(_UNKNOWN_FILE)).cast("int"))
    return (
        rows.join(known, "path", "left")
        .withColumn(FILE, number)
        .withColumn(RECORD, (f.col("before") + f.col("row") + 1).cast("bigint"))
    )


def _plain(path: str) -> str:
    return re.sub("^file:/+", "file:/", path)


def _place(header: Sequence[str], name: str) -> int | None:
    return next((place for place, one in enumerate(header) if one.lower() == name.lower()), None)


def duckdb_type(kind: str) -> str:
    """DuckDB's name of a type of Spark."""
    return {"string": "VARCHAR", "int": "INTEGER"}.get(kind, kind.upper())
