"""A remittance laid out in Parquet files of the load's private folder, part by part, so that memory stays flat."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, fields
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet

from facetaudit.claims.formats.x12 import remittance_lines as sql
from facetaudit.claims.formats.x12.remittance_flat import Flat, flatten
from facetaudit.claims.formats.x12.remittance_parts import Part
from facetaudit.claims.formats.x12.remittance_tables import SCHEMA, Parser, Tables
from facetaudit.errors import InputRefused

_FLAT = "remittance_flat"


@dataclass(frozen=True)
class Files:
    """Where the lines of a remittance are, and what is counted of it: the tables of `Flat`, by name."""

    folder: Path

    @classmethod
    def within(cls, workdir: Path) -> Files:
        """Files of their own in the folder."""
        return cls(Path(tempfile.mkdtemp(prefix="remittance_", dir=workdir)))

    def path(self, table: str) -> Path:
        """The file of a table."""
        return self.folder / f"{table}.parquet"


def copy(con: duckdb.DuckDBPyConnection, parts: Iterator[Part], parse: Parser, files: Files, name: str) -> None:
    """Write the files of a remittance; raises what reading a part raises, of the file that is called `name`."""
    failures: list[Exception] = []
    empty = flatten({table: pa.Table.from_batches([], schema) for table, schema in SCHEMA.items()})
    with ExitStack() as stack:
        writers = {
            table.name: stack.enter_context(
                pyarrow.parquet.ParquetWriter(
                    files.path(table.name), getattr(empty, table.name).schema, compression="none", use_dictionary=False
                )
            )
            for table in fields(Flat)
            if table.name != "lines"
        }

        def batches() -> Iterator[pa.RecordBatch]:
            try:
                for tables in _parsed(parts, parse, name):
                    flat = flatten(tables)
                    for table, writer in writers.items():
                        writer.write_table(getattr(flat, table))
                    yield from flat.lines.to_batches()
            except Exception as error:
                failures.append(error)
                raise

        con.register(_FLAT, pa.RecordBatchReader.from_batches(empty.lines.schema, batches()))
        try:
            con.execute(sql.COPY_LINES, [str(files.path("lines"))])
        except duckdb.Error:
            if failures:
                raise failures[0] from None
            raise
        finally:
            con.unregister(_FLAT)


def _parsed(parts: Iterator[Part], parse: Parser, name: str) -> Iterator[Tables]:
    """The tables of each part, one part ahead of who takes them: parsing and SQL share the processors."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        ahead: deque[tuple[Part, Future[Tables]]] = deque()
        for part in parts:
            ahead.append((part, pool.submit(parse, part)))
            if len(ahead) > 1:
                yield _result(*ahead.popleft(), name)
        while ahead:
            yield _result(*ahead.popleft(), name)


def _result(part: Part, parsed: Future[Tables], name: str) -> Tables:
    try:
        return parsed.result()
    except ValueError as error:
        raise InputRefused(
            f"{name}: the segments from number {part.first:,} on cannot be told apart; the file is damaged there, so "
            "fetch it again."
        ) from error
