"""The small whole extract of each format, cut into records, each with the lines that the reader makes of it."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet

from facetaudit.claims.intake import load
from facetaudit.claims.report import LoadReport
from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.synthetic import synthesize
from facetaudit.synthetic.writers import WRITERS
from tests.claims.containers import (
    bundle,
    comma_separated,
    database,
    delimited_cclf5,
    text_table,
    unzipped,
    version_36,
    zipped,
)
from tests.claims.drawn import KEEP_CODES

CLAIMS, SEED = 24, 3
LINE_COLUMNS = tuple(name for name in COLUMN_NAMES if name != "line_number")
CORE = ("claim_id", "patient_id", "service_date", "hcpcs")
"""What a record says in every format; the other columns may go with a damaged header."""
# What a record of an interchange says by itself; the rest stands in the segments around it.
REMITTED = (
    "claim_id", "service_date", "hcpcs", "modifier_1", "modifier_2", "modifier_3", "modifier_4", "units",
    "charge_amount", "paid_amount", "line_status",
)  # fmt: skip
CLAIMED = (
    "claim_id", "service_date", "hcpcs", "modifier_1", "modifier_2", "modifier_3", "modifier_4", "units",
    "charge_amount", "place_of_service",
)  # fmt: skip
IN_BOTH = tuple(name for name in CLAIMED if name in REMITTED)
LINE_END = re.compile(rb"\r\n|\n|\r")
ROW = re.compile(rb"<row .*?</row>", re.DOTALL)
MEMORY, THREADS = "300MB", 1
SHEET = "xl/worksheets/sheet1.xml"

Row = tuple[object, ...]


@dataclass(frozen=True)
class Extract:
    """A whole file of a format.

    `records` are the parts of its text that say something each by itself, `lines` the claim lines of each of them as
    the reader gives them (`columns`); `by_line` where a record is a line of text, and `header` where one line more
    names the columns; `cells` names the cells of a table's record. `heads` is the line with the names, and how often it
    stands there. `beside` is the name and the content of a whole file that is loaded with it, where there is one; its
    records come last.
    """

    kind: str
    name: str
    content: bytes
    input_format: str
    records: tuple[bytes, ...]
    lines: tuple[tuple[Row, ...], ...]
    columns: tuple[str, ...]
    by_line: bool
    header: bool
    columns_read: tuple[tuple[str, ...], ...]
    notes: frozenset[str]
    cells: tuple[str, ...]
    heads: tuple[bytes, int]
    beside: tuple[str, bytes]


@dataclass(frozen=True)
class _Kind:
    """How an extract of a kind is made: the format that is synthesized, its file, and where its records are."""

    made_as: str
    name: str
    made: Callable[[bytes], bytes]
    records: Callable[[bytes], list[bytes]]
    count: Callable[[bytes], int]
    columns: tuple[str, ...] = LINE_COLUMNS
    by_line: bool = True
    header: bool = True
    input_format: str = "auto"


def _as_it_is(content: bytes) -> bytes:
    return content


def text_lines(content: bytes) -> list[bytes]:
    """The lines of a text that are not empty."""
    return [line for line in LINE_END.split(content) if line]


def _below_header(content: bytes) -> list[bytes]:
    return text_lines(content)[1:]


def _one(_: bytes) -> int:
    return 1


def _items(resource: bytes) -> int:
    return len(json.loads(resource)["item"])


def _segments(name: bytes) -> Callable[[bytes], int]:
    return lambda record: record.count(b"\n" + name + b"*")


def _remitted(content: bytes) -> list[bytes]:
    """From each CLP to what follows the claim."""
    return re.findall(rb"CLP\*.*?(?=CLP\*|LX\*|SE\*|PLB\*)", content, re.DOTALL)


def _claimed(content: bytes) -> list[bytes]:
    """From each CLM to what follows the claim."""
    return re.findall(rb"CLM\*.*?(?=CLM\*|HL\*|SE\*)", content, re.DOTALL)


def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _in_two(content: bytes) -> bytes:
    """Two members with a header each."""
    header, *rows = text_lines(content)
    half = len(rows) // 2
    parts = {"first.csv": rows[:half], "second.csv": rows[half:]}
    return zipped({name: b"\n".join([header, *part, b""]) for name, part in parts.items()})


def _entries(content: bytes) -> list[bytes]:
    return [line.rstrip(b",")[len(b'{"resource":') : -1] for line in content.split(b"\n")[1:-1]]


def parquet_of(table: pa.Table) -> bytes:
    """The table as a Parquet file."""
    made = io.BytesIO()
    pyarrow.parquet.write_table(table, made, compression="zstd", row_group_size=16)
    return made.getvalue()


def table_records(content: bytes) -> list[bytes]:
    """The rows of a Parquet file, the cells of each put together."""
    return ["\x1f".join(cell or "" for cell in row.values()).encode() for row in text_table(content).to_pylist()]


def _sheet_rows(content: bytes) -> list[bytes]:
    return ROW.findall(unzipped(content)[SHEET])[1:]


def _stored_lines(content: bytes) -> list[bytes]:
    return [row for part in unzipped(content).values() for row in text_lines(part)[1:]]


def _unpacked_lines(content: bytes) -> list[bytes]:
    return _below_header(gzip.decompress(content))


_KINDS: dict[str, _Kind] = {
    "canonical": _Kind("csv", "claims.csv", _as_it_is, _below_header, _one, input_format="canonical"),
    "csv": _Kind("csv", "claims.csv", _as_it_is, _below_header, _one),
    "csv-gz": _Kind("csv", "claims.csv.gz", _gzipped, _unpacked_lines, _one),
    "csv-zip": _Kind("csv", "claims.zip", _in_two, _stored_lines, _one),
    "parquet": _Kind(
        "parquet", "claims.parquet", lambda c: parquet_of(text_table(c)), table_records, _one, header=False
    ),
    "xlsx": _Kind("xlsx", "claims.xlsx", _as_it_is, _sheet_rows, _one, by_line=False),
    "rif": _Kind("rif", "claims.rif", _as_it_is, _below_header, _one),
    "cclf5-v43": _Kind("cclf5", "claims.cclf5.txt", _as_it_is, text_lines, _one, header=False),
    "cclf5-v36": _Kind("cclf5", "claims.cclf5.txt", version_36, text_lines, _one, header=False),
    "cclf5-csv": _Kind("cclf5", "claims.cclf5.csv", delimited_cclf5, _below_header, _one),
    "eob": _Kind("eob", "claims.ndjson", _as_it_is, text_lines, _items, by_line=False),
    "eob-bundle": _Kind(
        "eob", "claims.json", bundle, _entries, _items, by_line=False,
    ),
    "tuva-csv": _Kind("tuva", "medical_claim.csv", comma_separated, _below_header, _one),
    "tuva-parquet": _Kind(
        "tuva", "medical_claim.parquet", lambda c: parquet_of(text_table(c)), table_records, _one, header=False
    ),
    "tuva-duckdb": _Kind(
        "tuva", "tuva.duckdb", lambda c: parquet_of(text_table(c)), table_records, _one, header=False
    ),
    "x12-835": _Kind(
        "x12-835", "claims.835", _as_it_is, _remitted, _segments(b"SVC"), REMITTED, by_line=False, header=False
    ),
    "x12-837": _Kind(
        "x12-837", "claims.837", _as_it_is, _claimed, _segments(b"SV1"), CLAIMED, by_line=False, header=False
    ),
    "pair-835": _Kind(
        "x12-pair", "claims.835", _as_it_is, _remitted, _segments(b"SVC"), IN_BOTH, by_line=False, header=False
    ),
    "pair-837": _Kind(
        "x12-pair", "claims.837", _as_it_is, _claimed, _segments(b"SV1"), IN_BOTH, by_line=False, header=False
    ),
}  # fmt: skip
KINDS = tuple(_KINDS)
_BESIDE = {
    "pair-835": ("claims.837", _claimed, _segments(b"SV1")),
    "pair-837": ("claims.835", _remitted, _segments(b"SVC")),
}
"""The other file of a pair, whole."""


def make_extract(kind: str, folder: Path) -> Extract:
    """A whole extract of the kind; `folder` is for scratch."""
    how = _KINDS[kind]
    made = folder / f"made-{kind}"
    synthesize(CLAIMS, SEED, how.made_as, made, replace=True)
    content = how.made((made / WRITERS[how.made_as].file_name if kind not in _BESIDE else made / how.name).read_bytes())
    records = how.records(content)
    sizes = [how.count(record) for record in records]
    beside = ("", b"")
    if kind in _BESIDE:
        name, other_records, count = _BESIDE[kind]
        beside = name, (made / name).read_bytes()
        (folder / name).write_bytes(beside[1])
        records += other_records(beside[1])
        sizes += [count(record) for record in records[len(sizes) :]]
    cells = tuple(text_table(content).column_names) if how.records is table_records else ()
    if kind == "tuva-duckdb":
        content = database(pyarrow.parquet.read_table(io.BytesIO(content)), folder / "made.duckdb").read_bytes()
    path = folder / how.name
    path.write_bytes(content)
    report, rows = loaded([path, *([folder / beside[0]] if beside[0] else [])], how.columns, how.input_format)
    path.unlink()
    lines, at = [], 0
    for size in sizes:
        lines.append(tuple(rows[at : at + size]))
        at += size
    if at != len(rows) or report.total.rejected or not records:
        raise AssertionError(f"{kind}: {len(rows)} lines are loaded of {at} written, {report.total.rejected} rejected")
    return Extract(
        kind, how.name, content, how.input_format, tuple(records), tuple(lines), how.columns, how.by_line, how.header,
        columns_read(report), frozenset(note for file in report.files for note in file.notes),
        cells, _heads(kind, how, content), beside,
    )  # fmt: skip


def _heads(kind: str, how: _Kind, content: bytes) -> tuple[bytes, int]:
    if not how.header or not how.by_line:
        return b"", 0
    if kind == "csv-zip":
        parts = unzipped(content)
        return text_lines(next(iter(parts.values())))[0], len(parts)
    return text_lines(gzip.decompress(content) if kind == "csv-gz" else content)[0], 1


def columns_read(report: LoadReport) -> tuple[tuple[str, ...], ...]:
    """The canonical columns that are found and the others, the same for each file of one layout."""
    return tuple(sorted({file.columns_found for file in report.files} | {file.extra_columns for file in report.files}))


def loaded(paths: list[Path], columns: tuple[str, ...], input_format: str) -> tuple[LoadReport, list[Row]]:
    """What the reader makes of a file, or of several, lines in its order."""
    report, rows = loaded_together(paths, columns, input_format, skip_bad_files=False)
    return report, [row for of_file in rows for row in of_file]


def loaded_together(
    paths: list[Path], columns: tuple[str, ...], input_format: str, *, skip_bad_files: bool
) -> tuple[LoadReport, list[list[Row]]]:
    """What the reader makes of several files in one load: the report, and the lines of each file that it read."""
    with duckdb.connect(config={"threads": THREADS, "memory_limit": MEMORY}) as con:
        report = load(
            con, paths, input_format=input_format, keep_codes=KEEP_CODES, all_lines=True, skip_bad_files=skip_bad_files
        )
        named = [duckdb.ColumnExpression(name) for name in ("file_index", *columns)]
        rows: list[list[Row]] = [[] for _ in report.files]
        for file_index, *row in con.table("claim_line").order("line_id").project(*named).fetchall():
            rows[file_index].append(tuple(row))
    return report, rows
