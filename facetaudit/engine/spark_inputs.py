"""What Spark reads: Parquet and CSV files, folders and addresses of them, and tables of its catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit.claims.batches import RECORD, lay_out
from facetaudit.claims.formats import open_file
from facetaudit.claims.formats.delimited import read_header
from facetaudit.claims.formats.request import Request
from facetaudit.claims.inputs import list_inputs
from facetaudit.claims.intake import hash_file
from facetaudit.claims.source import Source
from facetaudit.engine.spark import url
from facetaudit.errors import InputRefused, UsageError

if TYPE_CHECKING:
    import duckdb

FORMATS = ("auto", "canonical", "csv", "parquet")
_READ_HERE = ("canonical", "csv", "parquet")
_UNSPLIT = "facetaudit_unsplit"


@dataclass(frozen=True)
class Extract:
    """One input: its columns as a frame with `RECORD`, how they are laid out, and what the manifest says of it.

    A record that cannot be split into cells has its number below zero.
    """

    index: int
    name: str
    source: Source
    header: tuple[str, ...]
    frame: Any
    sha256: str
    size: int


def open_inputs(
    spark: Any, con: duckdb.DuckDBPyConnection, inputs: Sequence[str | Path], input_format: str, workdir: Path
) -> list[Extract]:
    """Every input laid out: a path, an address such as `s3a://...`, or the name of a table.

    Raises UsageError for a format that Spark does not read here, InputRefused for an input that cannot be read.
    """
    if input_format not in FORMATS:
        raise UsageError(
            f"--engine spark reads {', '.join(FORMATS[1:])}, not {input_format}: read such files with --engine duckdb."
        )
    extracts: list[Extract] = []
    for given in inputs:
        name = str(given)
        if "://" in name or (not Path(name).exists() and spark.catalog.tableExists(name)):
            extracts.append(_distant(spark, name, len(extracts)))
            continue
        for file in list_inputs([given], workdir, input_format, skip_bad=False)[0]:
            if file.unpacked:
                raise InputRefused(f"{file.name}: --engine spark reads no archives; unpack it first.")
            request = Request(con, file.path, file.name, workdir, None, input_format, file.found)
            source = open_file(request, input_format)
            frame, header = _of_file(spark, file.path, file.name, source)
            extracts.append(Extract(len(extracts), file.name, source, header, frame, hash_file(file.path), file.size))
    return extracts


def _of_file(spark: Any, path: Path, name: str, source: Source) -> tuple[Any, tuple[str, ...]]:
    if source.format not in _READ_HERE:
        raise InputRefused(
            f"{name}: --engine spark reads CSV, Parquet and tables, not {source.format}; use --engine duckdb."
        )
    if source.format == "parquet":
        frame = spark.read.parquet(url(path))
        return _numbered(frame), tuple(frame.columns)
    if source.header_row != 1:
        raise InputRefused(f"{name}: there are rows before the header; remove them, or use --engine duckdb.")
    return _of_csv(spark, path, source)


def _of_csv(spark: Any, path: Path, source: Source) -> tuple[Any, tuple[str, ...]]:
    """Whole files at a time, as only that keeps their order and the line breaks within cells.

    A row that cannot be split into cells has its record's number below zero.
    """
    from pyspark.sql import functions as f

    header = read_header(path, path.name, str(source.variables["intake_separator"])).cells
    names = [f"c{place}" for place in range(len(header))]
    frame = (
        spark.read.schema(", ".join(f"{one} string" for one in (*names, _UNSPLIT)))
        .option("header", True)
        .option("sep", source.variables["intake_separator"])
        .option("quote", '"')
        .option("escape", '"')
        .option("multiLine", True)
        .option("mode", "PERMISSIVE")
        .option("columnNameOfCorruptRecord", _UNSPLIT)
        .option("maxCharsPerColumn", -1)
        .csv(url(path))
        .withColumn(RECORD, (f.monotonically_increasing_id() + 1).cast("bigint"))
    )
    record = f.when(f.col(_UNSPLIT).isNull(), f.col(RECORD)).otherwise(-f.col(RECORD))
    return frame.select(*names, record.alias(RECORD)), header


def _distant(spark: Any, name: str, index: int) -> Extract:
    """Of a table or an address nothing is hashed; rows are numbered by their place in the files, where it has such."""
    try:
        if "://" not in name:
            frame = spark.table(name)
        elif name.lower().endswith((".csv", ".tsv", ".txt")):
            frame = spark.read.option("header", True).option("quote", '"').option("escape", '"').csv(name)
        else:
            frame = spark.read.parquet(name)
    except Exception as error:
        raise InputRefused(f"{name}: Spark cannot read it ({type(error).__name__}); check name and access.") from error
    header = tuple(frame.columns)
    types = [_duckdb_type(kind) for _, kind in frame.dtypes]
    return Extract(index, name, lay_out(header, types, name), header, _numbered(frame), "", 0)


def _numbered(frame: Any) -> Any:
    """With `RECORD`: the row of the file for a Parquet file, for all else a number that is another for every row."""
    from pyspark.errors import AnalysisException
    from pyspark.sql import functions as f

    if len(frame.inputFiles()) == 1:
        try:
            return frame.select("*", (f.col("_metadata.row_index") + 1).alias(RECORD))
        except AnalysisException:  # not of Parquet
            pass
    return frame.withColumn(RECORD, (f.monotonically_increasing_id() + 1).cast("bigint"))


def _duckdb_type(kind: str) -> str:
    return {"string": "VARCHAR", "int": "INTEGER", "bigint": "BIGINT"}.get(kind, kind.upper())
