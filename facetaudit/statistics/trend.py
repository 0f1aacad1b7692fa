"""What changes: error rates by month with control limits, before and after a day, and between two audit folders.

The error rate is that of claims with an active facet line: a claim is in error when such a line has a finding that
denies or recodes, of the certainties of the scenario. A claim's month is that of its first such line.

Sources: control limits of a fraction, three standard errors about the overall rate (Shewhart's p-chart); difference of
two rates by the square-and-add limits of Newcombe, Statistics in Medicine 17 (1998) 873, method 10.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import NormalDist

import duckdb

from facetaudit.audit.opened import SCENARIOS, open_audit
from facetaudit.engine.duckdb import connect
from facetaudit.errors import UsageError
from facetaudit.statistics.tables import Row

CONFIDENCE = 0.95
"""Two-sided, of the difference of two rates."""
SIGMAS = 3

CLAIM = """
create or replace temp table claim as
select l.claim_id, min(l.service_date) as service_date, bool_or(f.claim_id is not null) as in_error
from lines l
left join (
    select distinct claim_id, line_number from findings
    where effect in ('deny', 'recode')
        and (certainty = 'certain' or $scenario = 'review' or (certainty = 'probable' and $scenario = 'probable'))
) f on f.claim_id = l.claim_id and f.line_number = l.line_number
where l.active and l.family is not null
    and ($npi is null or coalesce(l.rendering_npi = $npi, false) or coalesce(l.billing_npi = $npi, false))
group by l.claim_id
"""
MONTHS = """
select strftime(service_date, '%Y-%m') as month, count(*), count(*) filter (where in_error)
from claim group by month order by month
"""
PARTS = """
select count(*) filter (where service_date < $day), count(*) filter (where service_date < $day and in_error),
    count(*) filter (where service_date >= $day), count(*) filter (where service_date >= $day and in_error)
from claim
"""
# A dollar is counted once, under one detector; the widest scenario holds every finding that has dollars.
FINDING_DOLLARS = """
select
    f.finding_id, f.code, f.detector, coalesce(f.rendering_npi, f.billing_npi) as npi, f.claim_id, f.line_number,
    coalesce(e.overpayment_allowed, 0) as overpayment_allowed
from findings f
left join exposure e on e.scenario = 'review' and e.claim_id = f.claim_id and e.line_number = f.line_number
    and e.detector = f.code
order by f.finding_id
"""
# A finding has the same id in every run.
MATCHED = """
create or replace temp view matched as
select
    coalesce(a.finding_id, b.finding_id) as finding_id,
    case when b.finding_id is null then 'new' when a.finding_id is null then 'resolved' else 'still open' end as state,
    case when a.finding_id is null then b.npi else a.npi end as npi,
    coalesce(a.overpayment_allowed, b.overpayment_allowed) as dollars
from after_finding a
full join before_finding b on b.finding_id = a.finding_id
"""
# A line that one of the folders lacks was not looked at there.
CHANGES = """
select
    m.state,
    case m.state when 'new' then o.claim_id is not null when 'resolved' then n.claim_id is not null else true end
        as line_in_both,
    f.code, f.detector, count(*) as findings, cast(sum(m.dollars) as decimal(14,2)) as dollars
from matched m
join (select * from after_finding union all select * from before_finding anti join after_finding using (finding_id)) f
    on f.finding_id = m.finding_id
left join (select distinct claim_id, line_number from before_lines) o
    on o.claim_id = f.claim_id and o.line_number = f.line_number
left join (select distinct claim_id, line_number from after_lines) n
    on n.claim_id = f.claim_id and n.line_number = f.line_number
group by 1, 2, 3, 4
order by case m.state when 'new' then 0 when 'still open' then 1 else 2 end, line_in_both desc, f.code
"""
CHANGE_STATES = ("new", "still open", "resolved")


def monthly(audit_dir: str | Path, *, scenario: str = "probable", npi: str | None = None) -> list[Row]:
    """Claims and claims in error by month: month, claims, in_error, rate, center, lower, upper, outside.

    ``outside`` is above, below or empty; the limits are three standard errors about the rate of all months, within 0
    and 1. Raises UsageError for an unknown scenario and where there is no claim.
    """
    with _claims(audit_dir, scenario, npi) as con:
        months = con.sql(MONTHS).fetchall()
    center = sum(wrong for _, _, wrong in months) / sum(claims for _, claims, _ in months)
    rows = []
    for month, claims, wrong in months:
        half = SIGMAS * math.sqrt(center * (1 - center) / claims)
        lower, upper, rate = max(0.0, center - half), min(1.0, center + half), wrong / claims
        rows.append(
            {
                "month": month,
                "claims": claims,
                "in_error": wrong,
                "rate": f"{rate:.4f}",
                "center": f"{center:.4f}",
                "lower": f"{lower:.4f}",
                "upper": f"{upper:.4f}",
                "outside": "above" if rate > upper else "below" if rate < lower else "",
            }
        )
    return rows


def before_after(
    audit_dir: str | Path, day: datetime.date, *, scenario: str = "probable", npi: str | None = None
) -> list[Row]:
    """Error rates before a day, such as that of a training, and from it on, and their difference with its 95 % limits.

    Rows before, after and difference (after less before): part, claims, in_error, rate, lower, upper. A difference
    whose limits hold zero is not shown by these claims. Raises UsageError as `monthly`, and for a side without claims.
    """
    with _claims(audit_dir, scenario, npi) as con:
        ((before, wrong_before, after, wrong_after),) = con.execute(PARTS, {"day": day}).fetchall()
    if not before or not after:
        side = "from" if before else "before"
        raise UsageError(f"There are no claims {side} {day}: give a day within the audit's dates of service.")
    first, second = _wilson(wrong_before, before), _wilson(wrong_after, after)
    lower, upper = newcombe((wrong_after, after), (wrong_before, before))
    rows = [
        ("before", before, wrong_before, wrong_before / before, *first),
        ("after", after, wrong_after, wrong_after / after, *second),
        ("difference", before + after, wrong_before + wrong_after, wrong_after / after - wrong_before / before, lower,
         upper),
    ]  # fmt: skip
    names = ("part", "claims", "in_error", "rate", "lower", "upper")
    return [
        {name: f"{cell:.4f}" if isinstance(cell, float) else cell for name, cell in zip(names, row, strict=True)}
        for row in rows
    ]


def compare(before_dir: str | Path, after_dir: str | Path) -> list[Row]:
    """What changed between two audit folders, by detector: state, line_in_both, code, detector, findings, dollars.

    ``state`` is new, still open or resolved. A finding is resolved for good only where its line is ``line_in_both``;
    else the later audit does not hold the line, or the earlier one did not. ``dollars`` (allowed, scenario review) are
    those of the later audit where it has the finding. Raises UsageError for a path that is no audit folder.
    """
    folders = {"before": open_audit(before_dir).folder, "after": open_audit(after_dir).folder}
    with connect() as con:
        for when, folder in folders.items():
            con.read_parquet(str(folder / "lines.parquet")).create_view(f"{when}_lines")
            for name in ("findings", "exposure"):
                con.read_parquet(str(folder / f"{name}.parquet")).create_view(name, replace=True)
            con.sql(FINDING_DOLLARS).create(f"{when}_finding")
        con.execute(MATCHED)
        found = con.sql(CHANGES)
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def newcombe(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    """Limits of the difference of two rates, each (with, of): the first less the second."""
    first, second = one[0] / one[1], other[0] / other[1]
    (low, high), (other_low, other_high) = _wilson(*one), _wilson(*other)
    return (
        first - second - math.hypot(first - low, other_high - second),
        first - second + math.hypot(high - first, second - other_low),
    )


def _wilson(having: int, count: int) -> tuple[float, float]:
    """Wilson's score limits of a rate."""
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    rate, wide = having / count, 1 + z * z / count
    middle = (rate + z * z / (2 * count)) / wide
    half = z * math.sqrt(rate * (1 - rate) / count + z * z / (4 * count * count)) / wide
    return max(0.0, middle - half), min(1.0, middle + half)


@contextmanager
def _claims(audit_dir: str | Path, scenario: str, npi: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the table `claim`: claim_id, service_date, in_error."""
    if scenario not in SCENARIOS:
        raise UsageError(f"There is no scenario {scenario!r}: give certain, probable or review.")
    folder = open_audit(audit_dir).folder
    with connect() as con:
        for name in ("lines", "findings"):
            con.read_parquet(str(folder / f"{name}.parquet")).create_view(name)
        con.execute(CLAIM, {"scenario": scenario, "npi": npi})
        if not con.sql("select count(*) from claim").fetchall()[0][0]:
            raise UsageError("The audit has no active facet line of the provider: give another NPI, or none.")
        yield con
