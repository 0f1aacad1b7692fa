"""Runs the drawn cases: all together in one audit, and those that say so alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from facetaudit.detectors.registry import detectors, find

from .audited import audited, words
from .drawing import CASES, Answer, Case, Words

FOUND = """
select f.code, split_part(l.claim_id, '|', 1) as name, split_part(l.claim_id, '|', 2) as claim, l.line_number,
    f.certainty, f.effect, f.observed, f.limit_value, f.correct_coding, f.reason, f.basis, l.active
from raw_finding f join claim_line l on l.line_id = f.line_id
"""

OTHER_LINES = "delete from facet_line where not starts_with(patient_id, $prefix)"
OTHER_SESSIONS = "delete from session where not starts_with(patient_id, $prefix)"
OTHER_COMPANIONS = "delete from companion_line where not starts_with(patient_id, $prefix)"
OTHER_UNLISTED = "delete from unlisted_line where not starts_with(patient_id, $prefix)"


def run(cases: list[Case], folder: Path) -> dict[str, Answer]:
    """Audit the cases' claims and answer each case with its findings and its detector's unknown lines."""
    asked = tuple(code for case in cases for code in case.codes)
    chosen = [detector for detector in detectors() if detector.code.startswith(asked)]
    with audited(cases, folder, chosen) as con:
        found = _words(con)
        return {case.name: (found.get(case.name, {}), _unknown_lines(con, case)) for case in cases}


def _unknown_lines(con: duckdb.DuckDBPyConnection, case: Case) -> int:
    """What the detector's coverage says of this case's lines alone."""
    if case.unknown is None:
        return 0
    con.begin()
    for others in (OTHER_LINES, OTHER_COMPANIONS, OTHER_UNLISTED, OTHER_SESSIONS):
        con.execute(others, {"prefix": case.name + "|"})
    _, unknown = con.sql(find(case.codes[0]).coverage).fetchall()[0]
    con.rollback()
    return int(unknown or 0)


def _words(con: duckdb.DuckDBPyConnection) -> dict[str, Words]:
    found: dict[str, Words] = {}
    for code, name, claim, line, *finding, active in con.sql(FOUND).fetchall():
        assert active, f"{code} reports the inactive line {claim} {line} of {name}"
        said = found.setdefault(name, {}).setdefault((claim, line), {})
        assert code not in said, f"{code} reports {claim} {line} of {name} twice"
        said[code] = words(*finding)
    return found


@pytest.fixture(scope="session")
def shared_answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """All cases but those that want to be alone, in one audit."""
    return run([case for case in CASES.values() if not case.alone], tmp_path_factory.mktemp("spec"))


@pytest.fixture
def spec_findings(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Case], Answer]:
    """Findings of a case, and the unknown lines of its detector where the case counts them."""

    def answer(case: Case) -> Answer:
        answers = run([case], tmp_path) if case.alone else request.getfixturevalue("shared_answers")
        return answers[case.name]

    return answer
