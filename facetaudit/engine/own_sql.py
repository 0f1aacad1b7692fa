"""The SQL of users' own detectors: checked before it runs, and what it answers before that is believed."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from facetaudit.detectors.model import COVERAGE_COLUMNS, FINDING_COLUMNS, NEEDED_FINDING_COLUMNS, Detector
from facetaudit.detectors.own import refusal

# Each column counts the findings that break the contract of a detector in one way.
BREACHES = """
select
    count(*) - count(distinct f.line_id) as "returns a line twice",
    count(*) filter (where l.line_id is null) as "returns a line_id that no claim line has",
    count(*) filter (where not l.active) as "returns a line that is not active",
    count(*) filter (where coalesce(trim(f.reason), '') = '') as "gives no reason",
    count(*) filter (where s.source_id is null) as "gives a source_id that the policy's sources do not have",
    count(*) filter (where f.basis is null or f.basis not in ('seen', 'restated', 'derived', 'unverified'))
        as "gives a basis other than seen, restated, derived or unverified",
    count(*) filter (where f.certainty not in ('certain', 'probable', 'review'))
        as "gives a certainty other than certain, probable or review",
    count(*) filter (where f.effect not in ('deny', 'recode', 'none'))
        as "gives an effect other than deny, recode or none",
    count(*) filter (where f.effect = 'recode' and (
        f.recode is null or f.recode not in ('share', 'pair', 'base', 'units') or f.numerator is null
        or (f.recode <> 'units' and coalesce(f.denominator, 0) = 0)
    )) as "recodes without saying what is payable (recode, numerator, denominator)"
from raw_finding f
left join claim_line l on l.line_id = f.line_id
left join source s on s.source_id = f.source_id
where f.code = $code
"""


def check_statements(con: duckdb.DuckDBPyConnection, folder: Path, detectors: Sequence[Detector]) -> None:
    """Refuse (UsageError) a user's detector whose SQL is not one select that DuckDB can parse; nothing is run."""
    for detector in _own(detectors):
        for part in ("findings", "coverage"):
            try:
                statements = con.extract_statements(getattr(detector, part))
            except duckdb.Error as error:
                raise refusal(folder, detector, f"its {part} SQL cannot be read ({_first(error)}): mend it") from error
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise refusal(folder, detector, f"its {part} SQL is not one select: give one and nothing else")


def check_columns(con: duckdb.DuckDBPyConnection, folder: Path, detectors: Sequence[Detector]) -> None:
    """Refuse (UsageError) a user's detector whose SQL does not fit the tables or answers with other columns."""
    for detector in _own(detectors):
        found = {}
        for part in ("findings", "coverage"):
            try:
                found[part] = con.sql(getattr(detector, part)).columns
            except duckdb.Error as error:
                problem = f"its {part} SQL does not fit the tables ({_first(error)})"
                raise refusal(
                    folder, detector, f"{problem}: mend it, or leave it out with --ignore {detector.code}"
                ) from error
        for problem in _finding_problems(found["findings"]):
            raise refusal(folder, detector, problem)
        if tuple(found["coverage"]) != COVERAGE_COLUMNS:
            given, wanted = ", ".join(found["coverage"]), " and ".join(COVERAGE_COLUMNS)
            raise refusal(folder, detector, f"its coverage SQL answers with {given}: select {wanted}")


def breach(con: duckdb.DuckDBPyConnection, detector: Detector) -> str | None:
    """What the detector's findings say that no detector may, in words; nothing where they are in order."""
    answer = con.execute(BREACHES, {"code": detector.code})
    names = [column[0] for column in answer.description or []]
    counts = answer.fetchall()[0]
    return next((f"it {name}" for name, count in zip(names, counts, strict=True) if count), None)


def _own(detectors: Sequence[Detector]) -> Iterator[Detector]:
    return (detector for detector in detectors if detector.sha256)


def _finding_problems(columns: Sequence[str]) -> Iterator[str]:
    for name, times in Counter(columns).items():
        if name not in FINDING_COLUMNS:
            near = difflib.get_close_matches(name, FINDING_COLUMNS, n=1)
            hint = f"the nearest is {near[0]}" if near else f"accepted are {', '.join(FINDING_COLUMNS)}"
            yield f"its findings SQL has the column {name!r}, which no finding has: {hint}"
        if times > 1:
            yield f"its findings SQL has the column {name!r} twice: select it once"
    for name in NEEDED_FINDING_COLUMNS:
        if name not in columns:
            yield f"its findings SQL has no column {name!r}: select {', '.join(NEEDED_FINDING_COLUMNS)} at least"


def _first(error: duckdb.Error) -> str:
    return str(error).splitlines()[0].rstrip(".!")
