"""Runs every mutant of every detector over its drawn cases: `python -m tests.mutants [FA203 ...]`.

Prints killed / all for each detector and each survivor. A survivor that says the same as the detector (equivalent)
stands in `equivalent.toml` with the reason. Exits with 1 when another survives.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import duckdb

from facetaudit.detectors.model import Detector
from facetaudit.detectors.registry import detectors, find
from facetaudit.policy import load_policy
from facetaudit.policy.model import CodeRow, DiagnosisRow, Parameter
from tests.mutants.mutations import mutants
from tests.spec.audited import audited, words
from tests.spec.drawing import CASES, Case, tells

SPEC = Path(__file__).parents[1] / "spec"
EQUIVALENT = Path(__file__).parent / "equivalent.toml"
ANSWER = """
select l.claim_id, l.line_number, coalesce(a.certainty, $certainty), coalesce(a.effect, $effect),
    cast(a.observed as decimal(12,2)), cast(a.limit_value as decimal(12,2)), a.correct_coding, a.reason, a.basis
from (
    select null as certainty, null as effect, null as observed, null as limit_value where false
    union all by name
    select * from answer
) a
join claim_line l on l.line_id = a.line_id
"""

POLICY = load_policy()


def _values(parameter: Parameter) -> list[set[str]]:
    """What a parameter is over time, for each pack or MAC that has its own."""
    return [{value.value for value in series.values} for series in parameter.series]


def _spans(rows: Sequence[CodeRow | DiagnosisRow]) -> set[tuple[date, date]]:
    return {(row.valid_from, row.valid_to) for row in rows}


UNIFORM = {one.name for one in POLICY.parameters() if len(set().union(*_values(one))) == 1}
UNDATED = {
    *(one.name for one in POLICY.parameters() if all(len(values) == 1 for values in _values(one))),
    *(name for name, rows in POLICY.code_sets.items() if len(_spans(rows)) == 1),
    *(name for name, rows in POLICY.diagnoses.items() if len(_spans(rows)) == 1),
}

Words = dict[tuple[str, int], set[str]]


def main(wanted: list[str]) -> int:
    """Run the mutants of some detectors, or of all; the number of survivors decides the exit code."""
    for file in sorted(SPEC.glob("**/test_*.py")):
        importlib.import_module(".".join(("tests", *file.relative_to(SPEC.parent).with_suffix("").parts)))
    equivalent = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    killed_in_all = all_in_all = survivors = 0
    for detector in [find(word) for word in wanted] or detectors():
        known = {" ".join(what.split()) for what in equivalent.get(detector.code, {})}
        killed, alive = run(detector)
        rest = [what for what in alive if " ".join(what.split()) not in known]
        stale = known - {" ".join(what.split()) for what in alive}
        killed_in_all += killed
        all_in_all += killed + len(alive)
        survivors += len(rest) + len(stale)
        print(f"{detector.code} {detector.name}: {killed} / {killed + len(rest)} killed", flush=True)
        for what in rest:
            print(f"    survives: {what}")
        for what in sorted(stale):
            print(f"    is not equivalent, or is no mutant any more: {what}")
    print(f"{killed_in_all} killed of {all_in_all}; {survivors} survive without a reason")
    return int(survivors > 0)


def run(detector: Detector) -> tuple[int, list[str]]:
    """Number of killed mutants, and the survivors."""
    cases = [case for case in CASES.values() if detector.code.startswith(case.codes)]
    shared = [case for case in cases if not case.alone]
    groups = [group for group in (shared, *([case] for case in cases if case.alone)) if group]
    killed, alive = 0, []
    with ExitStack() as stack:
        prepared = [
            (
                stack.enter_context(
                    audited(group, Path(stack.enter_context(tempfile.TemporaryDirectory())), [detector])
                ),
                expected(group, detector),
            )
            for group in groups
        ]
        for con, wanted in prepared:
            found = answer(con, detector.findings, detector)
            assert not differs(found, wanted), f"{detector.code}: the drawn cases fail as it is"
        for what, sql in mutants(detector.findings, UNDATED, UNIFORM):
            if any(_is_killed(con, sql, detector, wanted) for con, wanted in prepared):
                killed += 1
            else:
                alive.append(what)
    return killed, alive


def expected(cases: list[Case], detector: Detector) -> Words:
    """What is drawn of the detector, by claim and line."""
    return {
        (f"{case.name}|{claim}", line): said[detector.code]
        for case in cases
        for (claim, line), said in case.expected.items()
        if detector.code in said
    }


def answer(con: duckdb.DuckDBPyConnection, sql: str, detector: Detector) -> Words | None:
    """What a query finds, by claim and line; None where it finds a line twice."""
    con.sql(sql).create_view("answer", replace=True)
    found: Words = {}
    rows = con.execute(ANSWER, {"certainty": detector.certainty, "effect": detector.effect}).fetchall()
    for claim, line, *finding in rows:
        if (claim, line) in found:
            return None
        found[claim, line] = words(*finding)
    return found


def differs(found: Words | None, wanted: Words) -> bool:
    """Whether a drawn case would fail."""
    if found is None or found.keys() != wanted.keys():
        return True
    return any(not tells(found[key], wanted[key]) for key in wanted)


def _is_killed(con: duckdb.DuckDBPyConnection, sql: str, detector: Detector, wanted: Words) -> bool:
    try:
        return differs(answer(con, sql, detector), wanted)
    except duckdb.Error:
        return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
