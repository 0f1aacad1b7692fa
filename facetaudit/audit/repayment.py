"""What a repayment asks beside the dollars: how far back it goes, under which rule, and until when it is due."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from facetaudit.errors import UsageError
from facetaudit.policy import FIRST_DAY, Policy, PolicyValue

LOOK_BACK = "lookback_years"
REOPENING = ("reopening_years", "reopening_years_good_cause")
DAYS = ("repayment_days", "investigation_days")

# A line is within a window from the window's first day on, by the day that it was paid, else served.
WINDOWS = """
select
    w.name, w.years, w.first_day, s.scenario, count(e.line_id) as lines,
    coalesce(sum(e.overpayment_allowed), 0) as overpayment_allowed,
    coalesce(sum(e.overpayment_paid), 0) as overpayment_paid,
    coalesce(sum(e.overpayment_fee), 0) as overpayment_fee
from (
    select unnest(cast($names as varchar[])) as name, unnest(cast($years as integer[])) as years,
           cast(cast($as_of as date) - to_years(unnest(cast($years as integer[]))) as date) as first_day
) w
cross join (select distinct scenario from scenario) s
left join exposed_line e on e.scenario = s.scenario and e.received_date >= w.first_day
group by w.name, w.years, w.first_day, s.scenario
order by w.years, w.name, case s.scenario when 'certain' then 0 when 'probable' then 1 else 2 end
"""


@dataclass(frozen=True)
class Repayment:
    """The day that a run counts back from, its look-back in years, and the policy values behind its windows."""

    as_of: datetime.date
    lookback_years: int
    knowledge_date: datetime.date | None
    values: tuple[PolicyValue, ...]
    """Of the reopening windows, of a look-back that is the policy's, and of the days until repayment is due."""


def repayment(
    rules: Policy, as_of: datetime.date, lookback_years: int | None, knowledge_date: datetime.date | None
) -> Repayment:
    """The windows of a run; ``lookback_years`` None takes the policy's value on the as-of date.

    Raises UsageError for a day of knowledge before the first policy value.
    """
    # an extract that ends before the first policy day has no facet line that a look-back could hold
    on = max(as_of, FIRST_DAY)
    values = [rules.value(name, on=on) for name in REOPENING]
    if lookback_years is None:
        values.append(rules.value(LOOK_BACK, on=on))
        lookback_years = int(values[-1].number or 0)
    if knowledge_date is not None:
        if knowledge_date < FIRST_DAY:
            raise UsageError(f"--knowledge-date {knowledge_date} is before {FIRST_DAY}, when the policy values begin.")
        values += [rules.value(name, on=knowledge_date) for name in DAYS]
    return Repayment(as_of, lookback_years, knowledge_date, tuple(values))


def windows(con: duckdb.DuckDBPyConnection, found: Repayment) -> list[dict[str, Any]]:
    """For summary.json: the look-back and the reopening windows, each with its first day and dollars by scenario."""
    known = {value.name: value for value in found.values}
    names = [LOOK_BACK, *REOPENING]
    years = [found.lookback_years, *(int(known[name].number or 0) for name in REOPENING)]
    rows = con.execute(WINDOWS, {"names": names, "years": years, "as_of": found.as_of}).fetchall()
    listed: dict[str, dict[str, Any]] = {}
    for name, count, first_day, scenario, lines, *dollars in rows:
        window = listed.setdefault(
            name,
            {
                "name": name,
                "years": count,
                "first_day": first_day.isoformat(),
                "source_id": known[name].source_id if name in known else None,
                "basis": known[name].basis if name in known else None,
                "scenarios": [],
            },
        )
        columns = ("overpayment_allowed", "overpayment_paid", "overpayment_fee")
        window["scenarios"].append(
            {"scenario": scenario, "lines": lines, **dict(zip(columns, map(str, dollars), strict=True))}
        )
    return list(listed.values())


def due_dates(found: Repayment) -> dict[str, Any] | None:
    """For summary.json: until when an overpayment known since the day of knowledge is due; None without that day."""
    if found.knowledge_date is None:
        return None
    due, investigation = (next(value for value in found.values if value.name == name) for name in DAYS)
    return {
        "knowledge_date": found.knowledge_date.isoformat(),
        "return_by": _after(found.knowledge_date, due),
        "investigation_ends": _after(found.knowledge_date, investigation),
        "source_id": due.source_id,
        "basis": due.basis,
    }


def _after(day: datetime.date, value: PolicyValue) -> str | None:
    return None if value.number is None else (day + datetime.timedelta(days=int(value.number))).isoformat()


def unverified_values(found: Repayment) -> Sequence[PolicyValue]:
    """Those of the values that nobody has checked."""
    return [value for value in found.values if value.basis == "unverified"]
