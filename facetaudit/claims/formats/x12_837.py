"""X12 837P: professional claims, what a provider bills, with diagnoses, places and physicians, and no payments.

The segments are read once, part by part, and their loops told by a tracker that keeps what is open; the lines go in
batches to a Parquet copy in the private folder of the load, so that memory stays flat. The row number of a line is that
of its SV1 segment in the file, counted from 1 for the ISA.

The patient is the subscriber's member number; a dependent, who has none in 5010, adds the date of birth. A line has the
diagnoses that it points at, in that order, and those of its claim where it points at none. What a replacement (7) or a
void (8) names (REF*F8) is the payer's number of the claim, which only a remittance explains.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from facetaudit.claims.formats.request import Request, literal_path
from facetaudit.claims.formats.x12.recognition import recognise_transactions
from facetaudit.claims.formats.x12.remittance_lines import READ, SET_ASIDE
from facetaudit.claims.formats.x12.remittance_parts import Envelope, read_parts
from facetaudit.claims.schema import MODIFIER_COLUMNS
from facetaudit.claims.source import Source, set_variables
from facetaudit.claims.textfile import open_text
from facetaudit.errors import NotClaims, UsageError

if TYPE_CHECKING:
    import pyarrow.parquet

    from facetaudit.claims.formats.x12.claim_tracker import Tracker

NAMES = ("x12-837",)
MODIFIER_SLOTS = 4
BATCH_ROWS = 25_000

_ALWAYS = (
    "claim_id", "line_number", "claim_type", "payer", "patient_id", "service_date", "hcpcs", *MODIFIER_COLUMNS, "units",
    "place_of_service", "diagnosis_codes", "charge_amount", "claim_frequency_code",
)  # fmt: skip
_COUNTED = ("state", "rendering_npi", "billing_npi", "original_claim_id", "authorization_number")
_EXTRAS = ("line_control_number", "last_service_date", "minutes")
_FILLED = """
select count(*), count(state), count(rendering_npi), count(billing_npi), count(original_claim_id),
       count(authorization_number)
from read_parquet(getvariable('intake_path'))
"""


def recognise(head: bytes) -> str | None:
    """An interchange with a transaction 837, or such a transaction without its envelope."""
    return recognise_transactions(head, b"837", b"HC", "claims")


def open_source(request: Request, why: str) -> Source:
    """Lay claims out; raises InputRefused for a damaged file and for one without service lines."""
    # Arrow is slow to load, and there for those who have such files.
    from facetaudit.claims.formats.x12.claim_notes import notes_of, without_lines
    from facetaudit.claims.formats.x12.claim_tracker import Tracker

    if request.mapping is not None:
        raise UsageError(f"{request.name}: an 837 file takes no mapping; leave --mapping out.")
    text = open_text(request.path, request.name, request.workdir, None)
    tracker, envelope = Tracker(), Envelope()
    copy = request.workdir / f"claims_{len([*request.workdir.iterdir()])}.parquet"
    if not _copy_lines(text.path, request.name, copy, tracker, envelope):
        raise NotClaims(f"{request.name}: {without_lines(tracker)}; give a file of professional claims (837P).")
    variables = {"intake_path": literal_path(copy)}
    set_variables(request.con, variables)
    _, *filled = request.con.execute(_FILLED).fetchall()[0]
    found = {*_ALWAYS, *(name for name, count in zip(_COUNTED, filled, strict=True) if count)}
    return Source(
        path=request.path,
        format="x12-837",
        why=why,
        read=_read,
        variables=variables,
        columns={name: duckdb.ColumnExpression(name) for name in (*_ALWAYS, *_COUNTED) if name in found},
        extra_columns={name: duckdb.ColumnExpression(name) for name in _EXTRAS},
        modifier_slots=MODIFIER_SLOTS,
        iso_dates=False,
        date_formats=("%Y%m%d",),
        header_row=0,
        notes=(*text.notes, *notes_of(tracker, envelope)),
        set_aside=SET_ASIDE,
        copy=copy,
    )


def _read(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return con.sql(READ)


def _copy_lines(path: Path, name: str, copy: Path, tracker: Tracker, envelope: Envelope) -> int:
    """Write the lines of every part to the copy, some thousands at a time; gives how many there are."""
    import pyarrow.parquet

    from facetaudit.claims.formats.x12.claim_lines import SCHEMA

    written = 0
    with pyarrow.parquet.ParquetWriter(copy, SCHEMA, compression="zstd") as writer:
        for part in read_parts(path, name, envelope):
            tracker.take(part)
            if len(tracker.rows) >= BATCH_ROWS:
                written += _write(tracker, writer)
        tracker.finish()
        return written + _write(tracker, writer)


def _write(tracker: Tracker, writer: pyarrow.parquet.ParquetWriter) -> int:
    from facetaudit.claims.formats.x12.claim_lines import as_table

    rows, tracker.rows = tracker.rows, []
    if rows:
        writer.write_table(as_table(rows))
    return len(rows)
