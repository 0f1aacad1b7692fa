"""The SQL and the plain-Python oracle say the same of small random claim sets."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facetaudit.audit.run import Defaults, detect_into
from facetaudit.detectors.registry import detectors
from facetaudit.engine.duckdb import connect
from facetaudit.errors import InputRefused
from facetaudit.exposure.compute import compute
from facetaudit.policy import load_policy
from tests import oracle
from tests.agreement.worlds import apart, worlds, write

AS_OF = date(2025, 12, 31)
POLICY = load_policy()
CHOSEN = tuple(detector for detector in detectors() if detector.code in oracle.DETECTORS)
CODES = tuple(detector.code for detector in CHOSEN)

FINDINGS = """
select f.code, l.claim_id, l.line_number, f.certainty, f.effect, f.observed, f.limit_value, l.active
from raw_finding f join claim_line l on l.line_id = f.line_id
"""
INACTIVE = "select row_number - 2, inactive_reason from claim_line where not active and audited"
UNMATCHED = "select row_number - 2 from rejected where reason = 'unmatched-reversal'"
SCOPED = """
select s.scenario, l.claim_id, l.line_number from scoped_finding s join claim_line l on l.line_id = s.line_id
"""
SESSIONS = """
select patient_id, service_date, region, class, kind, pack, case when mac = 'unknown' then null else mac end, lines,
    window_count, excess
from session
"""


World = tuple[list[oracle.Line], list[oracle.Note]]


@dataclass
class Answer:
    """What the package says of a world, in the oracle's words."""

    findings: dict[tuple[str, str, int], tuple[Any, ...]]
    unknown: dict[str, int]
    inactive: dict[int, str]
    rejected: set[int]
    sessions: set[tuple[Any, ...]]
    exposure: dict[tuple[str, str, int], tuple[Any, ...]]


def answer(claims: list[oracle.Line], notes: list[oracle.Note]) -> Answer:
    """Run the package on a world."""
    with tempfile.TemporaryDirectory() as folder, connect(threads=1) as con:
        claims_path, notes_path = write(Path(folder), claims, notes)
        found = detect_into(
            con,
            claims_path,
            POLICY,
            CHOSEN,
            Defaults(),
            procedures=notes_path if notes else None,
            progress=lambda stage: None,
        )
        assert [c for c in found.coverage if c.status == "error"] == []
        compute(con, CODES, AS_OF, 6)
        return _answer(con, {c.detector.code: c.unknown_lines for c in found.coverage})


def _answer(con: duckdb.DuckDBPyConnection, unknown: dict[str, int]) -> Answer:
    rows = con.sql(FINDINGS).fetchall()
    findings = {row[:3]: row[3:7] for row in rows}
    assert len(findings) == len(rows), "a detector returned a line twice"
    assert all(row[7] for row in rows), "a detector returned a line that is not active"
    with_finding = set(con.sql(SCOPED).fetchall())
    lines = con.sql("select * exclude (fee_corrected, overpayment_fee, fee_note) from exposure").fetchall()
    return Answer(
        findings,
        unknown,
        dict(con.sql(INACTIVE).fetchall()),
        {row[0] for row in con.sql(UNMATCHED).fetchall()},
        set(con.sql(SESSIONS).fetchall()),
        {
            (row[0], row[1], row[2]): row[3:]
            for row in lines
            # a neighbour whose schedule price alone moves is no matter of the oracle
            if (row[0], row[1], row[2]) in with_finding or row[6] or row[8]
        },
    )


def check(made: list[World]) -> None:
    """Fail where the package and the oracle say different things of some worlds."""
    claims, notes = apart(made)
    theirs = oracle.audit(claims, notes, as_of=AS_OF, select=oracle.DETECTORS)
    if len(theirs.rejected) == len(claims):
        with pytest.raises(InputRefused):  # every row is an unmatched reversal: nothing is left to audit
            answer(claims, notes)
        return
    ours = answer(claims, notes)
    assert ours.rejected == theirs.rejected
    assert ours.inactive == {index: reason for index, reason in theirs.inactive.items() if index in theirs.audited}
    assert ours.sessions == {tuple(row) for row in theirs.sessions}
    assert {key: found[:2] for key, found in ours.findings.items()} == {
        key: (found.certainty, found.effect) for key, found in theirs.findings.items()
    }
    for key, found in theirs.findings.items():
        if found.observed is not None:
            assert ours.findings[key][2] == found.observed, key
        if found.limit is not None:
            assert ours.findings[key][3] == found.limit, key
    assert ours.unknown == {code: len(lines) for code, lines in theirs.unknown.items()}
    assert ours.exposure == {key: tuple(row) for key, row in theirs.exposure.items()}


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(worlds(), min_size=8, max_size=10))
def test_findings_sessions_and_exposure_agree(made: list[World]) -> None:
    """Some 225 worlds, several to an audit because an audit has a fixed cost."""
    check(made)
