"""Runs the drawn cases: those of one session together, those that count unknown lines on their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facetaudit.audit.run import Defaults, detect_into
from facetaudit.detectors.registry import detectors
from facetaudit.engine.duckdb import connect
from facetaudit.policy import load_policy

from .drawing import CASES, Answer, Case, Words, write

FOUND = """
select f.code, split_part(l.claim_id, '|', 1) as name, split_part(l.claim_id, '|', 2) as claim, l.line_number,
    f.certainty, f.effect, f.observed, f.limit_value, l.active
from raw_finding f join claim_line l on l.line_id = f.line_id
"""


def run(cases: list[Case], folder: Path) -> tuple[dict[str, Words], dict[str, int]]:
    """Findings by case, and unknown lines by detector code."""
    claims, notes = write(cases, folder)
    with connect(threads=1) as con:
        detection = detect_into(
            con,
            claims,
            load_policy(),
            detectors(),
            Defaults(),
            procedures=notes if any(case.notes for case in cases) else None,
            progress=lambda stage: None,
        )
        rejected = con.sql("""select row_number, "column", reason from rejected""").fetchall()
        assert not rejected, f"drawn rows are rejected: {rejected}"
        failed = [c for c in detection.coverage if c.status == "error"]
        assert not failed, "; ".join(f"{c.detector.code}: {c.note}" for c in failed)
        return _words(con), {c.detector.code: c.unknown_lines for c in detection.coverage}


def _words(con: duckdb.DuckDBPyConnection) -> dict[str, Words]:
    found: dict[str, Words] = {}
    for code, name, claim, line, certainty, effect, observed, limit, active in con.sql(FOUND).fetchall():
        assert active, f"{code} reports the inactive line {claim} {line} of {name}"
        words = found.setdefault(name, {}).setdefault((claim, line), {})
        assert code not in words, f"{code} reports {claim} {line} of {name} twice"
        words[code] = {certainty, effect}
        if observed is not None and limit is not None:
            words[code].add(f"{observed.normalize():f}/{limit.normalize():f}")
    return found


@pytest.fixture(scope="session")
def shared_findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Words]:
    """All cases without an unknown count in one audit."""
    together = [case for case in CASES.values() if case.unknown is None]
    return run(together, tmp_path_factory.mktemp("spec"))[0]


@pytest.fixture
def spec_findings(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Case], Answer]:
    """Findings of a case, and the unknown lines of its detector where the case counts them."""

    def findings(case: Case) -> Answer:
        if case.unknown is None:
            return request.getfixturevalue("shared_findings").get(case.name, {}), 0
        found, unknown = run([case], tmp_path)
        return found.get(case.name, {}), unknown[case.codes[0]]

    return findings
