"""Verdicts of a chart review on the audit's findings: how often each detector was right, and what that makes likely.

`line_answer` and `finding_answer` hold the worksheet's answers. A finding is *confirmed* (agree), *changed* (disagree,
but the line is not payable as billed), *overturned* (disagree, and it is, or has no record) or *no record*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from facetaudit.statistics.exact import count_limits
from facetaudit.statistics.readback import FindingAnswer, LineAnswer

CONFIDENCE = 0.90
"""Two-sided, of the interval of a detector's precision."""

REVIEWED_LINE = """
create or replace temp table reviewed_line as
select l.*, a.verdict, a.correct, cast(l.amount - a.correct as decimal(12,2)) as overpayment,
    a.corrected_codes, a.joints_documented, a.reason as review_reason
from review_line l join line_answer a on a.row_id = l.row_id
"""
REVIEWED_FINDING = """
create or replace temp table reviewed_finding as
select f.finding_id, f.code, f.detector, f.certainty, f.effect, f.claim_id, f.line_number, f.selection,
    case when a.verdict = 'agree' then 'confirmed' when a.verdict = 'no record' then 'no record'
        when l.verdict <> 'no record' and l.overpayment <> 0 then 'changed' else 'overturned' end as outcome,
    a.reason as review_reason
from review_finding f
join finding_answer a on a.row_id = f.row_id
join reviewed_line l on l.claim_id = f.claim_id and l.line_number = f.line_number
"""
REVIEWED_UNIT = """
create or replace temp table reviewed_unit as
select s.selection, s.stratum, s.unit_key, s.amount, cast(sum(l.overpayment) as decimal(14,2)) as error,
    bool_or(l.overpayment <> 0) as in_error, bool_or(l.verdict = 'no record') as no_record
from sample_unit s join reviewed_line l on l.selection = s.selection
group by s.selection, s.stratum, s.unit_key, s.amount
"""
BY_DETECTOR = """
select f.code, f.detector, f.certainty, f.stratum, count(*) as findings,
    count(*) filter (where r.outcome = 'confirmed') as confirmed,
    count(*) filter (where r.outcome = 'changed') as changed,
    count(*) filter (where r.outcome = 'overturned') as overturned,
    count(*) filter (where r.outcome = 'no record') as no_record,
    cast(coalesce(sum(f.dollars) filter (where r.outcome is null), 0) as decimal(14,2)) as unreviewed_dollars
from frame_finding f
left join reviewed_finding r on r.finding_id = f.finding_id
group by f.code, f.detector, f.certainty, f.stratum
order by f.code, f.certainty, f.stratum
"""


@dataclass(frozen=True)
class Precision:
    """One detector's findings of one certainty: those of the frame, and what the review said of those it judged.

    `precision` is the share confirmed, weighted by stratum; None where a stratum with findings has none judged. `lower`
    and `upper` are its two-sided 90 % limits; None where the draw was by size. `unreviewed_dollars` are those of the
    findings without a verdict, as the audit attributes them (scenario review).
    """

    code: str
    detector: str
    certainty: str
    findings: int
    confirmed: int
    changed: int
    overturned: int
    no_record: int
    unreviewed_dollars: Decimal
    precision: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class _Counts:
    """A row of BY_DETECTOR: the findings of one stratum."""

    stratum: int
    findings: int
    confirmed: int
    changed: int
    overturned: int
    no_record: int
    unreviewed_dollars: Decimal

    @property
    def judged(self) -> int:
        return self.confirmed + self.changed + self.overturned


def load(con: duckdb.DuckDBPyConnection, lines: Sequence[LineAnswer], findings: Sequence[FindingAnswer]) -> None:
    """Make `reviewed_line`, `reviewed_finding` and `reviewed_unit` from the answers and the sample folder's tables."""
    con.execute(
        "create or replace temp table line_answer (row_id varchar, verdict varchar, correct decimal(12,2), "
        "corrected_codes varchar, joints_documented varchar, reason varchar)"
    )
    con.execute("create or replace temp table finding_answer (row_id varchar, verdict varchar, reason varchar)")
    if lines:
        con.executemany(
            "insert into line_answer values (?, ?, ?, ?, ?, ?)",
            [
                (one.row_id, one.verdict, one.correct, one.corrected_codes, one.joints_documented, one.reason)
                for one in lines
            ],
        )
    if findings:
        con.executemany(
            "insert into finding_answer values (?, ?, ?)", [(one.row_id, one.verdict, one.reason) for one in findings]
        )
    for step in (REVIEWED_LINE, REVIEWED_FINDING, REVIEWED_UNIT):
        con.execute(step)


def precisions(con: duckdb.DuckDBPyConnection, by_size: bool) -> list[Precision]:
    """Precision of each detector and certainty that has findings in the frame, in order of code."""
    grouped: dict[tuple[str, str, str], list[_Counts]] = {}
    for code, detector, certainty, *counts in con.sql(BY_DETECTOR).fetchall():
        grouped.setdefault((code, detector, certainty), []).append(_Counts(*counts))
    found = []
    for (code, detector, certainty), strata in grouped.items():
        point, lower, upper = (None, None, None) if by_size else _share(strata)
        found.append(
            Precision(
                code=code,
                detector=detector,
                certainty=certainty,
                findings=sum(one.findings for one in strata),
                confirmed=sum(one.confirmed for one in strata),
                changed=sum(one.changed for one in strata),
                overturned=sum(one.overturned for one in strata),
                no_record=sum(one.no_record for one in strata),
                unreviewed_dollars=sum((one.unreviewed_dollars for one in strata), Decimal()),
                precision=point,
                lower=lower,
                upper=upper,
            )
        )
    return found


def _share(strata: Sequence[_Counts]) -> tuple[float | None, float | None, float | None]:
    """The confirmed share of the findings, and limits.

    A stratum's limits are exact (hypergeometric); their doubt is shared out evenly, so that the sums hold together. Of
    a stratum without a judged finding nothing is known: none to all of its findings.
    """
    if not any(one.judged for one in strata):
        return None, None, None
    total = sum(one.findings for one in strata)
    open_strata = [one for one in strata if one.judged < one.findings]
    confidence = 1 - (1 - CONFIDENCE) / max(len(open_strata), 1)
    point: float | None = 0.0
    low = high = 0
    for one in strata:
        if one.judged == 0:
            point, high = None, high + one.findings
            continue
        if point is not None:
            point += one.findings * one.confirmed / one.judged
        least, most = count_limits(one.confirmed, one.judged, one.findings, round(confidence, 12), 2)
        low, high = low + least, high + most
    return None if point is None else point / total, low / total, high / total


def expected(found: Sequence[Precision]) -> list[dict[str, Any]]:
    """Dollars of the `review` findings that were not reviewed, times what the verdicts say; unknown without verdicts.

    One row per detector whose unreviewed review findings have dollars: code, detector, unreviewed_dollars, expected,
    lower, upper (dollars, None where unknown).
    """
    rows = []
    for one in found:
        dollars = one.unreviewed_dollars
        if one.certainty == "review" and dollars:
            # of underpayments the larger share gives the lower limit
            low, high = (one.lower, one.upper) if dollars > 0 else (one.upper, one.lower)
            rows.append(
                {
                    "code": one.code,
                    "detector": one.detector,
                    "unreviewed_dollars": dollars,
                    "expected": _times(dollars, one.precision),
                    "lower": _times(dollars, low),
                    "upper": _times(dollars, high),
                }
            )
    return rows


def _times(dollars: Decimal, share: float | None) -> Decimal | None:
    return None if share is None else (dollars * Decimal(repr(share))).quantize(Decimal("0.01"))
