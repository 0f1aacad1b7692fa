"""The same lines in another container or layout of their format."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet

from facetaudit.claims.formats.cclf5 import LAYOUT


def delimited_cclf5(records: bytes) -> bytes:
    """Fixed-width records of CCLF5 as comma-separated text with a header."""
    rows = [b",".join(name.encode() for name, _ in LAYOUT)]
    for line in records.splitlines():
        at, cells = 0, []
        for _, width in LAYOUT:
            cells.append(line[at : at + width].strip())
            at += width
        rows.append(b",".join(cells))
    return b"\n".join([*rows, b""])


def version_36(records: bytes) -> bytes:
    """The same records as version 36 of the layout has them, without what came later."""
    width = sum(width for _, width in LAYOUT[:48])
    return b"\n".join([*(line[:width] for line in records.splitlines()), b""])


def bundle(resources: bytes) -> bytes:
    """Resources, one a line, as the entries of a FHIR Bundle, one a line."""
    entries = b",\n".join(b'{"resource":' + line + b"}" for line in resources.splitlines())
    return b'{"resourceType":"Bundle","type":"searchset","entry":[\n' + entries + b"\n]}"


def text_table(parquet: bytes) -> pa.Table:
    """A Parquet file as a table of text."""
    table = pyarrow.parquet.read_table(io.BytesIO(parquet))
    return pa.table({name: table[name].cast(pa.string()) for name in table.column_names})


def comma_separated(parquet: bytes) -> bytes:
    """A Parquet file, whose texts hold no commas, as comma-separated text."""
    table = text_table(parquet)
    rows = [table.column_names, *([cell or "" for cell in row.values()] for row in table.to_pylist())]
    return "".join(",".join(row) + "\n" for row in rows).encode()


def database(table: pa.Table, path: Path) -> Path:
    """A DuckDB database with the table `input_layer.medical_claim`."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute("create schema input_layer")
        con.register("given", table)
        con.execute("create table input_layer.medical_claim as select * from given")
        con.unregister("given")
    return path


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive of stored members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return made.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """The members of a whole zip archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
