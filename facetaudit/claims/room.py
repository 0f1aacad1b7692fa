"""The room on the temporary disk that a large extract may take, told before its claims are read."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence

import duckdb

from facetaudit.claims.formats.request import literal_path
from facetaudit.claims.inputs import Input

BYTES_A_LINE = 450
"""At most, of a line with a facet code: 20 million such lines took 8.6 GB (docs/performance.md)."""
BYTES_A_ROW = 150
"""Of a text file: few rows of claim lines are shorter."""
TOLD_FROM = 2_000_000_000
"""Bytes; less is not worth a word."""

_ROWS = "select coalesce(sum(num_rows), 0) from parquet_file_metadata($file)"


def is_lacking(error: duckdb.Error) -> bool:
    """Whether the engine stopped because a disk is full."""
    return isinstance(error, duckdb.IOException) and "No space left on device" in str(error)


def most_lines(con: duckdb.DuckDBPyConnection, files: Sequence[tuple[Input, str]]) -> int:
    """How many lines files of these formats can hold: counted for Parquet, by their size for all else."""
    return sum(
        con.execute(_ROWS, {"file": literal_path(file.path)}).fetchall()[0][0]
        if file_format == "parquet"
        else file.size // BYTES_A_ROW
        for file, file_format in files
    )


def in_words(lines: int) -> str | None:
    """What `lines` may take of the temporary disk and what is free there; None where it is little."""
    needed = lines * BYTES_A_LINE
    if needed < TOLD_FROM:
        return None
    place = tempfile.gettempdir()
    free = shutil.disk_usage(place).free
    told = (
        f"Up to {needed / 1e9:,.0f} GB of temporary disk in {place}, if every line has a facet code; "
        f"{free / 1e9:,.0f} GB are free"
    )
    return f"{told}." if needed < free else f"{told}: if they do not suffice, name another disk in TMPDIR."
