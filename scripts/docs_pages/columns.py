"""docs/columns.md: claim lines, procedure notes, the audit folder's tables and what a detector's SQL can read."""

from __future__ import annotations

import inspect
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from facetaudit.audit.columns import REJECTED, TABLES, Described
from facetaudit.audit.run import Defaults, detect_into
from facetaudit.claims.schema import COLUMNS
from facetaudit.detectors.registry import detectors
from facetaudit.engine.duckdb import connect
from facetaudit.history import facet_lines, notes, prices, sessions, texts
from facetaudit.policy import load_policy
from facetaudit.procedures.schema import NOTE_COLUMNS
from scripts.docs_pages.markdown import code, codes, page, table

FROM_NOTES = ("note", "session_note", "documented", "documented_text")
FROM_LINES = (
    "claim_line",
    "facet_line",
    "companion_line",
    "unlisted_line",
    "line_diagnosis",
    "billed_line",
    "repeated_code",
)
HISTORY = (
    (facet_lines, FROM_LINES),
    (sessions, ("session", "session_history", "earlier_session")),
    (notes, FROM_NOTES[:3]),
    (texts, (FROM_NOTES[3], "coding_below")),
    (prices, ("schedule_line", "facility_code")),
)
POLICY = ("param", "code_set", "diagnosis_set", "mue", "source", "pack", "payer_pack", "state_mac", "run_default")


def build() -> str:
    """The page."""
    parts = ["## Claim lines", "", *_claims(), "", "## Procedure notes", "", *_notes(), "", *_folder(), "", *_tables()]
    return page("Columns", parts)


def _claims() -> Iterator[str]:
    yield "The header of a canonical CSV, XLSX or Parquet file; every other format is mapped to it."
    yield ""
    yield from table(
        ("column", "type", "required", "default", "meaning", "accepted"),
        [
            (code(c.name), c.sql_type, "yes" if c.required else "", code(c.default), c.description, codes(c.accepted))
            for c in COLUMNS
        ],
    )
    yield from ["", "Further columns are carried through to the table `lines` and to `claim_line`."]


def _notes() -> Iterator[str]:
    yield (
        "One row for each note, found by `claim_id`, or by `patient_id` with `service_date` (and `rendering_npi` where "
        "the note has one)."
    )
    yield ""
    yield from table(
        ("column", "type", "meaning", "accepted"),
        [
            (
                code(c.name),
                c.sql_type,
                c.description,
                codes(c.accepted) + (" with `;` between" if c.several else ""),
            )
            for c in NOTE_COLUMNS
        ],
    )


def _folder() -> Iterator[str]:
    yield from ["## Audit folder", ""]
    yield (
        "`findings`, `coverage`, `exposure`, `corrected_claims`, `sessions` and `lines` are Parquet files, the first "
        "four CSV files too; "
        "`rejected.csv` lists what could not be read, `summary.json` what was found and `manifest.json` what the "
        "folder was made of: hashes of the inputs and of your own detectors, versions of policy and fees, parameters."
    )
    for name, columns in {**TABLES, "rejected": REJECTED}.items():
        yield from ["", f"### {name}", "", *_described(columns)]


def _described(columns: Sequence[Described]) -> list[str]:
    return table(("column", "type", "meaning"), [(code(name), kind, meaning) for name, kind, meaning in columns])


def _tables() -> Iterator[str]:
    yield from ["## Tables that a detector's SQL reads", ""]
    yield "As the built-in detectors and [your own](own-detector.md) find them when they run."
    with tempfile.TemporaryDirectory() as folder, connect(threads=1) as con:
        _derive(con, Path(folder))
        for module, names in HISTORY:
            yield from ["", *inspect.cleandoc(module.__doc__ or "").splitlines(), ""]
            yield from _types(con, names)
        yield from ["", "Policy: dates are inclusive at both ends; join on the date of service, pack and MAC.", ""]
        yield from _types(con, POLICY)


def _derive(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Every table, made from one claim line."""
    claims = folder / "claims.csv"
    line = {"claim_id": "C1", "line_number": "1", "patient_id": "P1", "service_date": "2025-03-04", "hcpcs": "64493"}
    header = [column.name for column in COLUMNS]
    rows = [header, [line.get(name, "") for name in header]]
    claims.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    detect_into(con, claims, load_policy(), detectors()[:1], Defaults(), progress=lambda stage: None)
    prices.price_schedule(con)


def _types(con: duckdb.DuckDBPyConnection, names: Sequence[str]) -> list[str]:
    rows = []
    for name in names:
        answer = con.table(name)
        columns = ", ".join(f"{c} {str(t).lower()}" for c, t in zip(answer.columns, answer.types, strict=True))
        rows.append((code(name), columns))
    return table(("table", "columns"), rows)
