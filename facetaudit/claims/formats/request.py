"""What a format is asked to open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from facetaudit.claims.mapping import ColumnMapping

HEAD_BYTES = 1 << 20


@dataclass(frozen=True)
class Request:
    """One input file: where it is, what messages call it, the user's mapping, and a folder for copies.

    `workdir` is removed when loading ends.  `input_format` is what the user asked for, or `auto`; `found` tells that
    the user named the folder or the archive that the file is in.
    """

    con: duckdb.DuckDBPyConnection
    path: Path
    name: str
    workdir: Path
    mapping: ColumnMapping | None
    input_format: str
    found: bool = False


def literal_path(path: Path) -> str:
    """The path for DuckDB's readers, in which `*`, `?` and `[` stand for themselves."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
