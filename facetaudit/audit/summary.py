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
from facetaudit.audit.unverified import unverified
from facetaudit.detectors import own
from facetaudit.detectors.model import Detector
from facetaudit.engine.duckdb import Coverage
from facetaudit.policy import Policy, PolicyValue
from facetaudit.version import __version__

SOURCES = """
select s.source_id, s.title, s.publisher, s.document_number, count(*) as findings
from raw_finding f
join source s on s.source_id = f.source_id
group by s.source_id, s.title, s.publisher, s.document_number
order by s.source_id
"""
BY_CODE = "select code, certainty, count(*) from raw_finding group by code, certainty order by code, certainty"
TOTALS = """
select
    scenario, count(*) as lines,
    sum(overpayment_allowed) as overpayment_allowed,
    sum(overpayment_paid) as overpayment_paid,
    sum(overpayment_fee) as overpayment_fee,
    sum(case when within_lookback then overpayment_paid else 0 end) as overpayment_paid_within_lookback
from exposure
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


def summary(
    con: duckdb.DuckDBPyConnection, found: Detection, day: datetime.date, look_back: PolicyValue | None
) -> dict[str, Any]:
    """The content of summary.json; ``look_back`` is the policy's look-back where the run took it."""
    totals = con.sql(TOTALS)
    names = totals.columns
    return {
        **load_summary(con, found.loaded.load.to_dict(), found.loaded.notes.to_dict()),
        "as_of": day.isoformat(),
        "sessions": _count(con, "select count(*) from session"),
        "failed": found.failed,
        "findings": [
            {"code": code, "certainty": certainty, "findings": number}
            for code, certainty, number in con.sql(BY_CODE).fetchall()
        ],
        "exposure": [
            {
                name: value if isinstance(value, (int, str)) or value is None else str(value)
                for name, value in zip(names, row, strict=True)
            }
            for row in totals.fetchall()
        ],
        "sources": [
            dict(zip(("source_id", "title", "publisher", "document_number", "findings"), row, strict=True))
            for row in con.sql(SOURCES).fetchall()
        ],
        "unverified": unverified(con, [one.detector for one in found.coverage], found.policy, look_back),
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
