"""X12 835: electronic remittance advice, what a payer says of each service line that it paid, denied or took back.

The segments are read once, part by part, into a Parquet copy of the lines in the private folder of the load, so that
memory stays flat. The row number of a line is that of its SVC segment in the file, counted from 1 for the ISA. The
claim id is the provider's (CLP01), as the claim (837) has it; the payer's is an extra column.
"""

from __future__ import annotations

import duckdb

from facetaudit.claims.formats.request import Request, literal_path
from facetaudit.claims.formats.x12 import remittance_lines as sql
from facetaudit.claims.formats.x12.recognition import recognise_transactions
from facetaudit.claims.formats.x12.remittance_notes import counts_of, notes_of
from facetaudit.claims.formats.x12.remittance_parts import Envelope, read_parts
from facetaudit.claims.schema import MODIFIER_COLUMNS
from facetaudit.claims.source import Source
from facetaudit.claims.textfile import open_text
from facetaudit.errors import NotClaims, UsageError

NAMES = ("x12-835",)
MODIFIER_SLOTS = 4

_ALWAYS = (
    "claim_id", "line_number", "claim_type", "payer", "patient_id", "service_date", "hcpcs", *MODIFIER_COLUMNS, "units",
    "charge_amount", "allowed_amount", "paid_amount", "paid_date", "line_status", "claim_frequency_code",
)  # fmt: skip
_COUNTED = ("mac", "place_of_service", "rendering_npi", "billing_npi", "authorization_number")
_EXTRAS = (
    "claim_status", "payer_claim_number", "original_payer_claim_number", "line_control_number", "billed_code",
    "billed_units", "adjustments", "claim_adjustments", "remark_codes", "lcd_id", "deductible_amount",
    "coinsurance_amount", "sequestration_amount", "payer_order", "other_payer_amount", "trace_number",
)  # fmt: skip


def recognise(head: bytes) -> str | None:
    """An interchange with a transaction 835, or such a transaction without its envelope."""
    return recognise_transactions(head, b"835", b"HP", "remittances")


def open_source(request: Request, why: str) -> Source:
    """Lay a remittance out; raises InputRefused for a damaged one and for one without service lines."""
    # Arrow is slow to load, and there for those who have such files.
    from facetaudit.claims.formats.x12.remittance_copy import Files, copy
    from facetaudit.claims.formats.x12.remittance_tables import choose_parser

    if request.mapping is not None:
        raise UsageError(f"{request.name}: an 835 file takes no mapping; leave --mapping out.")
    text = open_text(request.path, request.name, request.workdir, None)
    parse, notes = choose_parser()
    envelope = Envelope()
    files = Files.within(request.workdir)
    variables = {"intake_path": literal_path(files.path("lines"))}
    try:
        # Beside the thread that parses, one for SQL: more of them only hold more of the file in memory.
        with duckdb.connect(config={"threads": 1, "temp_directory": str(files.folder)}) as con:
            copy(con, read_parts(text.path, request.name, envelope), parse, files, request.name)
            counts = counts_of(con, files)
            lines, *filled = con.execute(sql.FILLED, [variables["intake_path"]]).fetchall()[0]
    except duckdb.OutOfMemoryException as error:
        raise UsageError(f"{request.name}: there is not enough memory; give a higher --memory-limit.") from error
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
        copy=files.path("lines"),
    )


def _read(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return con.sql(sql.READ)
