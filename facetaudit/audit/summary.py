"""What an audit says of itself: summary.json, what was found; manifest.json, what it was made of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from facetaudit import fees
from facetaudit.audit.check import load_summary
from facetaudit.audit.folder import KIND
from facetaudit.audit.load import Loaded
from facetaudit.audit.repayment import Repayment, due_dates, unverified_values, windows
from facetaudit.audit.unverified import unverified
from facetaudit.detectors import own
from facetaudit.detectors.model import Detector
from facetaudit.engine.duckdb import Coverage
from facetaudit.policy import Policy
from facetaudit.version import __version__

SOURCES = """
select s.source_id, s.title, s.publisher, s.document_number, count(*) as findings
from raw_finding f
join source s on s.source_id = f.source_id
group by s.source_id, s.title, s.publisher, s.document_number
order by s.source_id
"""
BY_CODE = "select code, certainty, count(*) from raw_finding group by code, certainty order by code, certainty"
# A correction that moves money between two lines of a claim is one amount: over and under are those of claims.
TOTALS = """
select
    scenario, sum(lines) as lines,
    coalesce(sum(allowed) filter (where allowed > 0), 0) as gross_over_allowed,
    coalesce(sum(allowed) filter (where allowed < 0), 0) as gross_under_allowed,
    sum(allowed) as overpayment_allowed,
    coalesce(sum(paid) filter (where paid > 0), 0) as gross_over_paid,
    coalesce(sum(paid) filter (where paid < 0), 0) as gross_under_paid,
    sum(paid) as overpayment_paid,
    coalesce(sum(fee) filter (where fee > 0), 0) as gross_over_fee,
    coalesce(sum(fee) filter (where fee < 0), 0) as gross_under_fee,
    sum(fee) as overpayment_fee,
    sum(paid_within) as overpayment_paid_within_lookback
from (
    select
        scenario, claim_id, detector, count(*) as lines, sum(overpayment_allowed) as allowed,
        sum(overpayment_paid) as paid, sum(overpayment_fee) as fee,
        sum(case when within_lookback then overpayment_paid else 0 end) as paid_within
    from exposure
    group by scenario, claim_id, detector
) c
group by scenario
order by scenario
"""


@dataclass(frozen=True)
class Detection:
    """What detection left behind beside the tables of the connection."""

    loaded: Loaded
    coverage: list[Coverage]
    policy: Policy

    @property
    def failed(self) -> list[str]:
        """The codes of the detectors that failed."""
        return [one.detector.code for one in self.coverage if one.status == "error"]


def summary(con: duckdb.DuckDBPyConnection, found: Detection, due: Repayment) -> dict[str, Any]:
    """The content of summary.json; ``due`` holds the as-of date and the windows."""
    totals = con.sql(TOTALS)
    names = totals.columns
    return {
        **load_summary(con, found.loaded.load.to_dict(), found.loaded.notes.to_dict()),
        "as_of": due.as_of.isoformat(),
        "sessions": _count(con, "select count(*) from session"),
        "failed": found.failed,
        "findings": [
            {"code": code, "certainty": certainty, "findings": number}
            for code, certainty, number in con.sql(BY_CODE).fetchall()
        ],
        "exposure": [
            {
                name: int(value) if name == "lines" else value if value is None else str(value)
                for name, value in zip(names, row, strict=True)
            }
            for row in totals.fetchall()
        ],
        "windows": windows(con, due),
        "repayment": due_dates(due),
        "sources": [
            dict(zip(("source_id", "title", "publisher", "document_number", "findings"), row, strict=True))
            for row in con.sql(SOURCES).fetchall()
        ],
        "unverified": unverified(con, [one.detector for one in found.coverage], found.policy, unverified_values(due)),
    }


def manifest(
    con: duckdb.DuckDBPyConnection,
    found: Detection,
    known: Sequence[Detector],
    imported: Sequence[fees.Import],
    parameters: Mapping[str, Any],
    day: datetime.date,
) -> dict[str, Any]:
    """The content of manifest.json; ``known`` are the detectors that were to choose from, users' own among them.

    ``fee_imports`` is there only where the user's own fee tables were ``imported``.
    """
    return {
        "kind": KIND,
        "facetaudit": __version__,
        "as_of": day.isoformat(),
        "parameters": dict(parameters),
        "inputs": [
            {"name": file.name, "format": file.format, "sha256": file.sha256, "bytes": file.size_bytes}
            for file in found.loaded.load.files
        ],
        "procedures": found.loaded.notes.to_dict(),
        "rows": found.loaded.load.to_dict()["rows"]["total"],
        "findings": _count(con, "select count(*) from raw_finding"),
        "detectors": [one.detector.code for one in found.coverage],
        "own_detectors": own.manifest(known),
        "policy": found.policy.fingerprint(),
        "fees": fees.fingerprint(),
        **({"fee_imports": fees.manifest(imported)} if imported else {}),
    }


def _count(con: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(con.sql(query).fetchall()[0][0])
