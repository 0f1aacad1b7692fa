"""X12 835: electronic remittance advice, what a payer says of each service line that it paid, denied or took back.

The segments are read once, part by part, into a Parquet copy of the lines in the private folder of the load, so that
memory stays flat. The row number of a line is that of its SVC segment in the file, counted from 1 for the ISA. The
claim id is the provider's (CLP01), as the claim (837) has it; the payer's is an extra column.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import duckdb
import pyarrow.parquet

from facetaudit.claims.formats.request import Request, literal_path
from facetaudit.claims.formats.x12 import remittance_lines as sql
from facetaudit.claims.formats.x12.recognition import recognise_transactions
from facetaudit.claims.formats.x12.remittance_notes import counts_of, notes_of
from facetaudit.claims.formats.x12.remittance_parts import Envelope, Part, read_parts
from facetaudit.claims.formats.x12.remittance_tables import Parser, Tables, choose_parser
from facetaudit.claims.schema import MODIFIER_COLUMNS
from facetaudit.claims.source import Source, set_variables
from facetaudit.claims.textfile import open_text
from facetaudit.errors import InputRefused, NotClaims, UsageError

NAMES = ("x12-835",)
MODIFIER_SLOTS = 4

_ALWAYS = (
    "claim_id", "line_number", "claim_type", "payer", "patient_id", "service_date", "hcpcs", *MODIFIER_COLUMNS, "units",
    "charge_amount", "allowed_amount", "paid_amount", "paid_date", "line_status", "claim_frequency_code",
)  # fmt: skip
_COUNTED = ("mac", "place_of_service", "rendering_npi", "billing_npi", "authorization_number")
_EXTRAS = (
    "claim_status", "payer_claim_number", "original_payer_claim_number", "line_control_number", "billed_code",
    "billed_units", "adjustments", "remark_codes", "lcd_id", "deductible_amount", "coinsurance_amount",
    "sequestration_amount", "trace_number",
)  # fmt: skip


def recognise(head: bytes) -> str | None:
    """An interchange with a transaction 835, or such a transaction without its envelope."""
    return recognise_transactions(head, b"835", b"HP", "remittances")


def open_source(request: Request, why: str) -> Source:
    """Lay a remittance out; raises InputRefused for a damaged one and for one without service lines."""
    if request.mapping is not None:
        raise UsageError(f"{request.name}: an 835 file takes no mapping; leave --mapping out.")
    text = open_text(request.path, request.name, request.workdir, None)
    parse, notes = choose_parser()
    envelope = Envelope()
    copy = request.workdir / f"remittance_{len([*request.workdir.iterdir()])}.parquet"
    try:
        request.con.execute(sql.CREATE_COUNTS)
        _copy_lines(request, text.path, copy, parse, envelope)
        counts = counts_of(request.con)
    except duckdb.OutOfMemoryException as error:
        raise UsageError(f"{request.name}: there is not enough memory; give a higher --memory-limit.") from error
    finally:
        request.con.execute(sql.DROP)
    variables = {"intake_path": literal_path(copy)}
    set_variables(request.con, variables)
    lines, *filled = request.con.execute(sql.FILLED).fetchall()[0]
    if not lines:
        raise NotClaims(f"{request.name}: {counts.without_lines()}; give a remittance of professional claims.")
    found = {*_ALWAYS, *(name for name, count in zip(_COUNTED, filled, strict=True) if count)}
    return Source(
        path=request.path,
        format="x12-835",
        why=why,
        read=_read,
        variables=variables,
        columns={name: duckdb.ColumnExpression(name) for name in (*_ALWAYS, *_COUNTED) if name in found},
        extra_columns={name: duckdb.ColumnExpression(name) for name in _EXTRAS},
        modifier_slots=MODIFIER_SLOTS,
        iso_dates=False,
        date_formats=("%Y%m%d",),
        header_row=0,
        notes=(*text.notes, *notes, *notes_of(counts, envelope)),
        set_aside=sql.SET_ASIDE,
        copy=copy,
    )


def _read(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return con.sql(sql.READ)


def _copy_lines(request: Request, path: Path, copy: Path, parse: Parser, envelope: Envelope) -> None:
    """Write the lines of every part to the copy."""
    writer: pyarrow.parquet.ParquetWriter | None = None
    try:
        for tables in _parsed(read_parts(path, request.name, envelope), parse, request.name):
            lines = _lines(request.con, tables)
            writer = writer or pyarrow.parquet.ParquetWriter(copy, lines.schema, compression="zstd")
            writer.write_table(lines)
    finally:
        if writer is not None:
            writer.close()


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


def _lines(con: duckdb.DuckDBPyConnection, tables: Tables) -> pyarrow.Table:
    """The claim lines of one part, in its order; what is counted of it is added to the counts."""
    names = {f"remittance_{name}": table for name, table in tables.items()}
    try:
        for name, table in names.items():
            con.register(name, table)
        con.execute(sql.MAKE_LINES)
        con.execute(sql.COUNT_PART)
        return con.table("remittance_line").to_arrow_table().sort_by("segment")
    finally:
        for name in names:
            con.unregister(name)
