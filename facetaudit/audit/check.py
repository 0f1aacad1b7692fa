"""The load report: what was read, what was rejected and why, and what this source cannot show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.audit.load import Inputs, Progress, read
from facetaudit.detectors.registry import detectors
from facetaudit.engine.duckdb import connect
from facetaudit.policy import load_policy

FACET_LINES = """
select count(*) from claim_line l
join code_set f on f.name = 'family' and f.hcpcs = l.hcpcs and l.service_date between f.valid_from and f.valid_to
where l.active
"""
SOURCES = """
select
    min(modifier_slots) as slots, bool_or(has_diagnoses) as diagnoses, bool_or(has_payment) as payment,
    bool_or(has_authorization) as authorization_number, bool_or(has_place) as place, bool_or(has_locality) as locality,
    bool_or(has_billing_npi) as billing_npi, bool_or(has_rendering_npi) as rendering_npi,
    bool_or(has_place_of_service) as place_of_service, bool_or(has_status) as status, bool_or(has_versions) as versions
from source_file
"""
CLAIM_MODIFIERS = 4


def check(
    inputs: Inputs,
    *,
    input_format: str = "auto",
    mapping: str | Path | None = None,
    procedures: str | Path | None = None,
    pack_dirs: Sequence[str | Path] = (),
    skip_bad_files: bool = False,
    memory_limit: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Read claim files and say what they hold, as the object of summary.json (``rows`` first); nothing is written.

    Raises UsageError, PolicyError or InputRefused.
    """
    with connect(memory_limit, threads) as con:
        rules = load_policy(pack_dirs)
        loaded = read(
            con,
            inputs,
            rules,
            procedures=procedures,
            input_format=input_format,
            mapping=mapping,
            all_lines=False,
            skip_bad_files=skip_bad_files,
            progress=progress or (lambda stage: None),
        )
        return load_summary(con, loaded.load.to_dict(), loaded.notes.to_dict())


def load_summary(con: duckdb.DuckDBPyConnection, load: Mapping[str, Any], notes: Mapping[str, Any]) -> dict[str, Any]:
    """The load report with the procedure notes, the number of facet lines and what the source cannot show."""
    facet_lines = int(con.sql(FACET_LINES).fetchall()[0][0])
    return {**load, "notes": dict(notes), "facet_lines": facet_lines, "cannot_show": cannot_show(con, notes)}


def cannot_show(con: duckdb.DuckDBPyConnection, notes: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the source cannot show, in words, each with the detectors that this silences in whole or in part."""
    slots, diagnoses, payment, authorization, place, locality, billing_npi, rendering_npi, place_of_service, *final = (
        con.sql(SOURCES).fetchall()[0]
    )
    status, versions = final
    silenced = [
        {
            "what": "Sessions at other practices: frequency findings are a lower bound.",
            "detectors": _codes("FA4", "FA305"),
        }
    ]
    if slots < CLAIM_MODIFIERS:
        silenced.append(
            {
                "what": f"Modifiers beyond the {slots} that a line has room for: a missing one is then unknown.",
                "detectors": _codes("FA204", "FA207", "FA208", "FA303", "FA304", "FA307", "FA402", "FA507"),
            }
        )
    if not notes["accepted"]:
        silenced.append(
            {
                "what": "What the procedure notes document: no notes were given.",
                "detectors": _codes("FA101", "FA209", "FA303", "FA506", "FA603", "FA604", "FA605"),
            }
        )
    if not diagnoses:
        silenced.append({"what": "Diagnoses.", "detectors": _codes("FA506", "FA602")})
    if not payment:
        silenced.append({"what": "Amounts: exposure is by the fee schedule alone.", "detectors": _codes("FA702")})
    if not status:
        silenced.append({"what": "Denied lines: every line counts as paid.", "detectors": ""})
    if not versions:
        silenced.append({"what": "Claims that were replaced or voided: every claim counts as final.", "detectors": ""})
    if not authorization:
        silenced.append({"what": "Prior-authorization numbers.", "detectors": _codes("FA601")})
    if not place:
        silenced.append(
            {
                "what": "The contractor (MAC) or state: the latest date of any MAC applies, but for --mac or --state.",
                "detectors": "",
            }
        )
    if not locality:
        silenced.append({"what": "Payment localities, but for --locality.", "detectors": _codes("FA702")})
    if not billing_npi:
        silenced.append(
            {
                "what": "Who billed: lines of two physicians of one practice are lines of two providers.",
                "detectors": "",
            }
        )
    if not rendering_npi:
        silenced.append(
            {
                "what": "Who performed the service: the lines of one who billed are lines of one provider.",
                "detectors": _codes("FA507", "FA703"),
            }
        )
    if not place_of_service:
        silenced.append(
            {
                "what": "The place of service: a professional line counts as performed in the office (11).",
                "detectors": _codes("FA701", "FA702"),
            }
        )
    return silenced


def _codes(*beginnings: str) -> str:
    return " ".join(d.code for d in detectors() if d.code.startswith(beginnings))
