"""What Spark reads: Parquet and CSV files, folders and addresses of them, and tables of its catalogue.

Parquet is read where it is. Text is split by the executors with the reader of the default engine, from the input or a
copy of it in the folder that all share: Spark's own reader passes over, shortens or joins some rows of a damaged file.
"""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit.claims.batches import Text, lay_out
from facetaudit.claims.formats import AUTO, tuva
from facetaudit.claims.formats.delimited import refuse_repeated
from facetaudit.claims.inputs import Aside, Input, aside_of, list_inputs
from facetaudit.claims.intake import hash_file, open_all, refuse_none
from facetaudit.claims.mapping import CANONICAL
from facetaudit.claims.source import Source
from facetaudit.engine.spark import Tables, errors
from facetaudit.engine.spark_addresses import Remote, fetch, is_parquet, list_remote
from facetaudit.engine.spark_rows import ParquetFile, Rows, of_files, of_table, partition, schema_of
from facetaudit.errors import InputRefused, NotClaims, UsageError

if TYPE_CHECKING:
    import duckdb

FORMATS = (AUTO, "canonical", "csv", "parquet")
_READ_HERE = ("canonical", "csv", "parquet")
_IN_PLACE = (AUTO, "parquet")


@dataclass(frozen=True)
class Extract:
    """One file or table: how it is laid out, and what the manifest says of it."""

    index: int
    name: str
    source: Source
    sha256: str
    size: int


@dataclass
class Opened:
    """The inputs in order; their rows as frames, or as texts that are still to be split."""

    extracts: list[Extract] = field(default_factory=list)
    passed_over: list[Aside] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    files: list[ParquetFile] = field(default_factory=list)

    def add(self, name: str, source: Source, sha256: str = "", size: int = 0) -> int:
        """One more input; its number."""
        if name in {one.name for one in self.extracts}:
            raise UsageError(f"{name}: two inputs have this name; read them from one folder, or give one another name.")
        self.extracts.append(Extract(len(self.extracts), name, source, sha256, size))
        return len(self.extracts) - 1


def open_inputs(
    tables: Tables, con: duckdb.DuckDBPyConnection, inputs: Sequence[str | Path], input_format: str
) -> Opened:
    """Every input laid out: files, then addresses such as `s3a://...`, then tables, each in the order given.

    Raises UsageError for a format that Spark does not read here, InputRefused for an input that cannot be read.
    """
    if input_format not in FORMATS:
        raise UsageError(
            f"--engine spark reads {', '.join(FORMATS[1:])}, not {input_format}: read such files with --engine duckdb."
        )
    workdir = tables.folder / "inputs"
    workdir.mkdir()
    paths, addresses, names = _by_kind(tables.spark, inputs)
    found: list[Input | Remote] = []
    if paths:
        found += list_inputs(paths, workdir, input_format, skip_bad=False)[0]
    for place, remote in enumerate(list_remote(tables.spark, addresses)):
        if input_format in _IN_PLACE and is_parquet(tables.spark, remote):
            found.append(remote)
        else:
            found += _fetched(tables.spark, remote, workdir / f"fetched-{place}", input_format)
    opened = Opened()
    for one in found:
        if isinstance(one, Input):
            _add_file(tables.spark, con, opened, one, (input_format, workdir))
        else:
            why = "the Parquet mark at its start" if input_format == AUTO else input_format
            _add_remote(tables.spark, opened, one, why)
    for name in names:
        _add_table(tables, opened, name)
    refuse_none(opened.extracts, opened.passed_over, [])
    opened.rows += of_files(tables.spark, opened.files)
    return opened


def _by_kind(spark: Any, inputs: Sequence[str | Path]) -> tuple[list[Path], list[str], list[str]]:
    """Paths, addresses, names of tables."""
    paths, addresses, names = [], [], []
    for given in map(str, inputs):
        if "://" in given:
            addresses.append(given)
        elif Path(given).exists() or glob.has_magic(given):
            paths.append(Path(given))
        elif not _is_table(spark, given):
            raise InputRefused(f"{given}: there is no such file, and no such table of Spark; check the name.")
        elif given in names:
            raise UsageError(f"{given}: the table is given twice; name each input once.")
        else:
            names.append(given)
    return paths, addresses, names


def _is_table(spark: Any, name: str) -> bool:
    try:
        return bool(spark.catalog.tableExists(name))
    except errors():  # no such database or catalogue, or no name at all
        return False


def _fetched(spark: Any, file: Remote, folder: Path, input_format: str) -> list[Input]:
    """What is no Parquet, copied to the folder that all share and unpacked there."""
    copy = fetch(spark, file, folder)
    return [
        replace(one, name=file.name + one.name.removeprefix(copy.name), found=one.found or file.found)
        for one in list_inputs([copy], folder, input_format, skip_bad=False)[0]
    ]


def _add_file(
    spark: Any, con: duckdb.DuckDBPyConnection, opened: Opened, file: Input, how: tuple[str, Path]
) -> None:
    input_format, workdir = how
    for one in open_all(con, [file], (input_format, None, workdir), opened.passed_over, [], False):
        source = one.source
        if source.format not in _READ_HERE:
            raise _not_read(file.name, source.format)
        index = opened.add(file.name, source, hash_file(file.path), file.size)
        if source.format == "parquet":
            opened.files.append(schema_of(spark, ParquetFile.of_path(spark, index, file.name, file.path)))
        else:
            canonical = input_format == CANONICAL
            opened.texts.append(Text(index, file.name, source.header, source.variables, canonical))


def _add_remote(spark: Any, opened: Opened, remote: Remote, why: str) -> None:
    """Of Parquet at an address nothing is hashed: it is read where it is, once."""
    place = ParquetFile(len(opened.extracts), remote.name, remote.literal, remote.key, partition(remote.address))
    try:
        file = schema_of(spark, place)
        source = _laid_out(file.header, file.types, file.name, why)
    except NotClaims as error:
        if not remote.found:
            raise
        opened.passed_over.append(aside_of(error, remote.name))
        return
    opened.add(remote.name, source, size=remote.size)
    opened.files.append(file)


def _add_table(tables: Tables, opened: Opened, name: str) -> None:
    rows = of_table(tables, name, len(opened.extracts))
    opened.add(name, _laid_out(rows.header, rows.types, name, "a table of Spark"))
    opened.rows.append(rows)


def _laid_out(header: Sequence[str], types: Sequence[str], name: str, why: str) -> Source:
    if tuva.recognise_columns(header) is not None:
        raise _not_read(name, "tuva")
    refuse_repeated(header, name)
    return lay_out(header, types, name, why)


def _not_read(name: str, what: str) -> InputRefused:
    return InputRefused(f"{name}: --engine spark reads CSV, Parquet and tables, not {what}; use --engine duckdb.")
