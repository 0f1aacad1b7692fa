"""What the exposure notebook shows: dollars by scenario, detector, provider and year, as paid and by the schedule."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from facetaudit.audit.opened import SCENARIOS
from facetaudit.errors import UsageError
from facetaudit.reporting import figures
from facetaudit.reporting.html import Html, Picture, Table, is_missing, money, prose
from facetaudit.reporting.views import LISTED, nothing

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

MONEY_COLUMNS = [("Overpaid, allowed", "money"), ("Overpaid, paid", "money"), ("Overpaid, schedule", "money")]
MEASURES = ("allowed", "paid", "fee")
APART = Decimal("0.05")

# A sum over lines none of which has an amount is unknown, shown as a dash, not zero.
BY_DETECTOR = """
select
    e.detector as code, any_value(c.detector) as detector, count(*) as lines,
    sum(overpayment_allowed) as allowed, sum(overpayment_paid) as paid, sum(overpayment_fee) as fee
from exposure e
left join coverage c on c.code = e.detector
where scenario = $scenario
group by e.detector
order by allowed desc nulls last, e.detector
"""
BY_PROVIDER = """
select
    coalesce(l.rendering_npi, l.billing_npi) as npi, count(*) as lines,
    sum(overpayment_allowed) as allowed, sum(overpayment_paid) as paid, sum(overpayment_fee) as fee
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
where scenario = $scenario
group by npi
order by allowed desc nulls last, npi nulls last
"""
BY_YEAR = """
select
    cast(year(l.service_date) as varchar) as year, count(*) as lines,
    sum(overpayment_allowed) as allowed, sum(overpayment_paid) as paid, sum(overpayment_fee) as fee
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
where scenario = $scenario
group by 1
order by 1
"""
LOOK_BACK = """
select
    case when within_lookback then 'within the look-back' else 'before the look-back' end as period, count(*) as lines,
    sum(overpayment_allowed) as allowed, sum(overpayment_paid) as paid, sum(overpayment_fee) as fee
from exposure
where scenario = $scenario
group by within_lookback
order by within_lookback desc
"""
UNPRICED = """
select fee_note as note, count(*) as lines, coalesce(sum(overpayment_allowed), 0) as allowed
from exposure
where scenario = $scenario and fee_billed is null and fee_note is not null
group by fee_note
order by lines desc, fee_note
"""
WORKLIST = """
select
    l.service_date, e.claim_id, e.line_number, l.hcpcs, e.detector, e.allowed_amount, e.corrected_allowed,
    e.overpayment_allowed, e.overpayment_paid, e.overpayment_fee
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
where scenario = $scenario
order by e.overpayment_allowed desc nulls last, e.claim_id, e.line_number
limit $listed
"""


def check_scenario(scenario: str) -> str:
    """The scenario itself; UsageError for another word."""
    if scenario not in SCENARIOS:
        raise UsageError(f"There is no scenario {scenario!r}: give certain, probable or review.")
    return scenario


def headline(audit: Audit, scenario: str) -> Html:
    """The scenario's totals in words, with what they do not contain."""
    check_scenario(scenario)
    totals = {row[0]: row for row in _scenarios(audit)}
    if scenario not in totals:
        return nothing(audit)
    _, lines, over, under, net, paid, fee = totals[scenario]
    years = audit.manifest["parameters"]["lookback_years"]
    first = prose(
        "In the scenario {scenario}, {lines} claim lines carry {over} overpaid and {under} underpaid in allowed "
        "amounts, {net} net; of that the payer itself paid {paid}. By the fee schedule the same corrections come to "
        "{fee}.",
        scenario=scenario,
        lines=f"{int(lines):,}",
        over=money(over),
        under=money(-under),
        net=money(net),
        paid=money(paid),
        fee=money(fee),
    )
    second = prose(
        "A dollar is counted once, under one detector. Scenarios are cumulative: certain findings; with probable "
        "ones; with those for review, which need the chart. The look-back is {years} years before {as_of}. Schedule "
        "dollars are those of Medicare's physician fee schedule, of facility lines the national rates where they are "
        "known.",
        years=years,
        as_of=audit.manifest["as_of"],
    )
    return Html(first.markup + second.markup + _difference(net, fee).markup)


def _difference(allowed: Decimal, fee: Decimal) -> Html:
    if not allowed or abs(allowed - fee) <= APART * abs(allowed):
        return Html("")
    return prose(
        "The two differ by {gap}. Reasons may be codes and facility claims without a schedule price, localities that "
        "the extract does not give, amounts paid under another payer's rate or as second payer, and corrections that "
        "the schedule itself already makes, such as both sides at 150 %.",
        gap=money(abs(allowed - fee)),
    )


def by_scenario(audit: Audit) -> Table:
    """Gross over, gross under and net dollars of the three scenarios."""
    return Table(
        "Exposure by scenario",
        [
            ("Scenario", "text"),
            ("Lines", "count"),
            ("Gross over", "money"),
            ("Gross under", "money"),
            ("Net, allowed", "money"),
            ("Net, paid", "money"),
            ("Net, schedule", "money"),
        ],
        _scenarios(audit),
    )


def by_detector(audit: Audit, scenario: str) -> Table:
    """Dollars by the detector that they are attributed to, with the total."""
    rows = _of(audit, BY_DETECTOR, scenario)
    return Table(
        "Exposure by detector",
        [("Code", "name"), ("Detector", "name"), ("Lines", "count"), *MONEY_COLUMNS],
        rows,
        totals=_totals(rows, ["Total", ""]),
    )


def by_detector_figure(audit: Audit, scenario: str) -> Picture | Html:
    """As-paid beside schedule dollars for each detector."""
    rows = _of(audit, BY_DETECTOR, scenario)
    if not rows:
        return nothing(audit)
    return figures.paired_bars(
        [f"{code} {name}" for code, name, *_ in rows],
        [0.0 if is_missing(row[3]) else float(row[3]) for row in rows],
        [0.0 if is_missing(row[5]) else float(row[5]) for row in rows],
        ("allowed, as paid", "by the fee schedule"),
        f"Overpaid dollars by detector, scenario {scenario}",
        f"Bar chart of overpaid dollars by detector in the scenario {scenario}, allowed amounts beside the fee "
        f"schedule; {rows[0][0]} {rows[0][1]} has the most, {money(rows[0][3])}.",
    )


def by_provider(audit: Audit, scenario: str) -> Table:
    """Dollars by rendering provider."""
    rows = _of(audit, BY_PROVIDER, scenario)
    return Table(
        "Exposure by provider",
        [("NPI", "name"), ("Lines", "count"), *MONEY_COLUMNS],
        rows[:LISTED],
        max(0, len(rows) - LISTED),
        totals=_totals(rows, ["Total"]),
    )


def by_year(audit: Audit, scenario: str) -> Table:
    """Dollars by year of service."""
    rows = _of(audit, BY_YEAR, scenario)
    return Table(
        "Exposure by year of service",
        [("Year", "text"), ("Lines", "count"), *MONEY_COLUMNS],
        rows,
        totals=_totals(rows, ["Total"]),
    )


def look_back(audit: Audit, scenario: str) -> Table:
    """Dollars within and before the look-back, by the day they were paid (else served)."""
    rows = _of(audit, LOOK_BACK, scenario)
    return Table(
        "Exposure by look-back",
        [("Period", "text"), ("Lines", "count"), *MONEY_COLUMNS],
        rows,
        totals=_totals(rows, ["Total"]),
    )


def unpriced(audit: Audit, scenario: str) -> Table:
    """Lines without a schedule amount, and why."""
    return Table(
        "Lines without a schedule amount",
        [("Why", "text"), ("Lines", "count"), ("Overpaid, allowed", "money")],
        _of(audit, UNPRICED, scenario),
    )


def worklist(audit: Audit, scenario: str) -> Table:
    """The lines with the most dollars."""
    check_scenario(scenario)
    rows = audit.sql(WORKLIST, {"scenario": scenario, "listed": LISTED}).values.tolist()
    total = int(sum(row[1] for row in _of(audit, LOOK_BACK, scenario)))
    return Table(
        "Lines with the most dollars",
        [
            ("Service date", "date"),
            ("Claim", "identifier"),
            ("Line", "count"),
            ("Code", "name"),
            ("Detector", "name"),
            ("Allowed", "money"),
            ("Corrected", "money"),
            *MONEY_COLUMNS,
        ],
        rows,
        max(0, total - LISTED),
    )


def _totals(rows: list[list[Any]], label: list[str]) -> list[Any]:
    if not rows:
        return []
    columns = ([row[at] for row in rows if not is_missing(row[at])] for at in range(len(label), len(rows[0])))
    return [*label, *(sum(column[1:], column[0]) if column else None for column in columns)]


def _of(audit: Audit, query: str, scenario: str) -> list[list[Any]]:
    check_scenario(scenario)
    rows: list[list[Any]] = audit.sql(query, {"scenario": scenario}).values.tolist()
    return rows


def _scenarios(audit: Audit) -> list[list[Any]]:
    """Each scenario's lines, gross over, gross under, and net as allowed, as paid and by the schedule."""
    names = ("gross_over_allowed", "gross_under_allowed", *(f"overpayment_{measure}" for measure in MEASURES))
    return [
        [one["scenario"], one["lines"], *(Decimal(one[name] or 0) for name in names)]
        for one in audit.summary["exposure"]
    ]
