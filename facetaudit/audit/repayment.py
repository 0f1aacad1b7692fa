"""What a repayment asks beside the dollars: how far back it goes, under which rule, and until when it is due."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from facetaudit.audit.opened import SCENARIOS, Audit
from facetaudit.audit.unverified import EXPOSURE
from facetaudit.errors import UsageError
from facetaudit.policy import FIRST_DAY, Policy, PolicyValue, load_policy

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
# The lines with dollars at issue as an audit folder holds them, and the day from which a window counts each.
EXPOSED_LINE = """
create temp view exposed_line as
select
    e.scenario, e.line_number as line_id, coalesce(l.paid_date, l.service_date) as received_date,
    e.overpayment_allowed, e.overpayment_paid, e.overpayment_fee
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
"""
LAST_RECEIVED = "select max(received_date) from exposed_line"


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


@dataclass(frozen=True)
class CountedBack:
    """Windows and due dates as summary.json holds them, and the unverified values behind them, for any as-of date."""

    as_of: str
    windows: Sequence[Mapping[str, Any]]
    due: Mapping[str, Any] | None
    unverified: Sequence[Mapping[str, Any]]


def count_back(
    audit: Audit, as_of: datetime.date | None = None, knowledge_date: datetime.date | None = None
) -> CountedBack:
    """The windows and due dates of an audit folder; other days than its own are computed anew from its lines.

    Raises UsageError where that cannot be: a folder whose windows other policy values made, an as-of date before the
    last line with dollars was paid (else served), a day of knowledge before the policy values begin.
    """
    asked = (as_of.isoformat() if as_of else None, knowledge_date.isoformat() if knowledge_date else None)
    own = (audit.manifest["as_of"], audit.manifest["parameters"]["knowledge_date"])
    if (asked[0] or own[0], asked[1] or own[1]) == own:
        behind = [one for one in audit.summary["unverified"] if one["code"] == EXPOSURE]
        return CountedBack(own[0], audit.summary["windows"], audit.summary["repayment"], behind)
    rules, years = load_policy(), {one["name"]: one for one in audit.summary["windows"]}
    given = years[LOOK_BACK]["years"] if years[LOOK_BACK]["source_id"] is None else None
    now = repayment(rules, datetime.date.fromisoformat(own[0]), given, None)
    if any(one.name in years and one.number != years[one.name]["years"] for one in now.values):
        raise UsageError(
            "The windows of this audit were counted with other policy values than those installed here, so they are "
            "not counted from other days: run facetaudit audit again with --as-of and --knowledge-date."
        )
    known = asked[1] or own[1]
    found = repayment(
        rules,
        datetime.date.fromisoformat(asked[0] or own[0]),
        given,
        None if known is None else datetime.date.fromisoformat(known),
    )
    with duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}) as con:
        for name in ("exposure", "lines"):
            con.read_parquet(str(audit.folder / f"{name}.parquet")).create_view(name)
        con.execute(EXPOSED_LINE)
        con.execute("create temp table scenario as select unnest(cast(? as varchar[])) as scenario", [list(SCENARIOS)])
        (last,) = con.sql(LAST_RECEIVED).fetchall()[0]
        if last is not None and asked[0] not in (None, own[0]) and found.as_of < last:
            raise UsageError(
                f"The parameter as_of {found.as_of} is before {last}, when the last line with dollars was paid or "
                "served: give that day or a later one."
            )
        counted = windows(con, found)
    total = audit.manifest["findings"]
    return CountedBack(found.as_of.isoformat(), counted, due_dates(found), behind_exposure(found, total))


def behind_exposure(found: Repayment, findings: int) -> list[dict[str, Any]]:
    """The unverified values of the windows and due dates, as rows of the summary's `unverified`."""
    return [
        {
            "code": EXPOSURE,
            "parameter": one.name,
            "value": one.value,
            "valid_from": one.valid_from.isoformat(),
            "source_id": one.source_id,
            "findings": findings,
        }
        for one in unverified_values(found)
    ]


def _after(day: datetime.date, value: PolicyValue) -> str | None:
    return None if value.number is None else (day + datetime.timedelta(days=int(value.number))).isoformat()


def unverified_values(found: Repayment) -> Sequence[PolicyValue]:
    """Those of the values that nobody has checked."""
    return [value for value in found.values if value.basis == "unverified"]
