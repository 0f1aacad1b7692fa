"""What the provider profile notebook shows: one provider's numbers beside their peers', and what to fix first."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from facetaudit.audit.opened import SCENARIOS
from facetaudit.reporting import figures
from facetaudit.reporting.exposure_views import MONEY_COLUMNS
from facetaudit.reporting.html import Html, Picture, Table, counted, is_missing, money, prose
from facetaudit.reporting.peer_views import about_peers as about_peers
from facetaudit.reporting.peer_views import beside_peers as beside_peers
from facetaudit.reporting.providers import check_npi, nothing_of
from facetaudit.reporting.trend_views import before_after as before_after
from facetaudit.reporting.trend_views import rate_figure as rate_figure
from facetaudit.reporting.trend_views import rates as rates
from facetaudit.reporting.views import CERTAINTIES, first_findings

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

MONTHS_LISTED = 24

TOTALS = """
select
    count(*) as lines, count(distinct claim_id) as claims, count(distinct patient_id) as patients,
    count(distinct (patient_id, service_date, region, family, pack)) filter (where family <> 'US') as sessions,
    min(service_date) as first_day, max(service_date) as last_day, sum(allowed_amount) as allowed
from lines
where active and family is not null and coalesce(rendering_npi, billing_npi) = $npi
"""
EXPOSURE = """
select e.scenario, sum(e.overpayment_allowed) as allowed, sum(e.overpayment_fee) as fee
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
where coalesce(l.rendering_npi, l.billing_npi) = $npi
group by e.scenario
"""
FIX_FIRST = """
with found as (
    select
        code, any_value(detector) as detector, string_agg(distinct certainty, ', ' order by certainty) as certainty,
        count(*) as findings, count(distinct claim_id) as claims,
        string_agg(distinct source_id, ' ' order by source_id) as sources
    from findings
    where coalesce(rendering_npi, billing_npi) = $npi
    group by code
),
coding as (
    select
        code, correct_coding, count(*) as times,
        row_number() over (partition by code order by count(*) desc, correct_coding) as place
    from findings
    where coalesce(rendering_npi, billing_npi) = $npi
    group by code, correct_coding
),
dollar as (
    select
        e.detector as code, sum(e.overpayment_allowed) as allowed, sum(e.overpayment_paid) as paid,
        sum(e.overpayment_fee) as fee
    from exposure e
    join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
    where e.scenario = 'review' and coalesce(l.rendering_npi, l.billing_npi) = $npi
    group by e.detector
)
select
    coalesce(f.code, d.code) as code, coalesce(f.detector, v.detector) as detector, f.certainty,
    coalesce(f.findings, 0) as findings, coalesce(f.claims, 0) as claims, d.allowed, d.paid, d.fee,
    c.correct_coding, coalesce(c.times, 0) as times, f.sources
from found f
full join dollar d on d.code = f.code
left join coding c on c.code = f.code and c.place = 1
left join coverage v on v.code = coalesce(f.code, d.code)
order by coalesce(d.allowed, d.fee, 0) desc, coalesce(f.findings, 0) desc, 1
"""
BY_MONTH = """
with facet as (
    select
        date_trunc('month', service_date) as month, count(*) as lines,
        count(distinct (patient_id, service_date, region, family, pack)) filter (where family <> 'US') as sessions
    from lines
    where active and family is not null and coalesce(rendering_npi, billing_npi) = $npi
    group by 1
),
found as (
    select
        date_trunc('month', service_date) as month, count(*) as findings,
        count(*) filter (where certainty = 'certain') as certain,
        count(*) filter (where certainty = 'probable') as probable,
        count(*) filter (where certainty = 'review') as review
    from findings
    where coalesce(rendering_npi, billing_npi) = $npi
    group by 1
),
dollar as (
    select date_trunc('month', l.service_date) as month, sum(e.overpayment_allowed) as allowed
    from exposure e
    join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
    where e.scenario = 'review' and coalesce(l.rendering_npi, l.billing_npi) = $npi
    group by 1
),
span as (
    select month from facet
    union all
    select month from found
),
month as (
    select cast(unnest(generate_series(min(month), max(month), interval 1 month)) as date) as month from span
)
select
    strftime(m.month, '%Y-%m') as month, coalesce(f.lines, 0) as lines, coalesce(f.sessions, 0) as sessions,
    coalesce(n.certain, 0) as certain, coalesce(n.probable, 0) as probable, coalesce(n.review, 0) as review, d.allowed
from month m
left join facet f on f.month = m.month
left join found n on n.month = m.month
left join dollar d on d.month = m.month
order by m.month
"""


def headline(audit: Audit, npi: str) -> Html:
    """The provider's volume and exposure, in words."""
    check_npi(audit, npi)
    (found,) = audit.sql(TOTALS, {"npi": npi}).to_dict("records")
    if not found["lines"]:
        return nothing_of(audit, npi)
    said = prose(
        "Provider {npi} has {lines}: {claims} of {patients} in {sessions}, served from {first_day} to {last_day}, "
        "{allowed}.",
        npi=npi,
        lines=counted(found["lines"], "active facet line"),
        claims=counted(found["claims"], "claim"),
        patients=counted(found["patients"], "patient"),
        sessions=counted(found["sessions"], "session"),
        first_day=str(found["first_day"])[:10],
        last_day=str(found["last_day"])[:10],
        allowed="without an allowed amount" if is_missing(found["allowed"]) else f"{money(found['allowed'])} allowed",
    )
    return Html(said.markup + exposure(audit, npi).markup)


def exposure(audit: Audit, npi: str) -> Html:
    """The provider's net overpayment by scenario, in words."""
    rows = audit.sql(EXPOSURE, {"npi": npi}).values.tolist()
    if not rows:
        return Html("<p>No line of this provider carries dollars at issue.</p>")
    at, measure = (2, "by the fee schedule") if all(is_missing(row[1]) for row in rows) else (1, "in allowed amounts")
    dollars = {row[0]: row[at] for row in rows}
    return prose(
        "Net overpaid {measure}: {certain} by certain findings, {probable} with probable ones, {review} with those for "
        "review, which need the chart. A dollar is counted once.",
        measure=measure,
        **{scenario: money(dollars.get(scenario, Decimal(0))) for scenario in SCENARIOS},
    )


def fix_first(audit: Audit, npi: str) -> Table:
    """The provider's findings by detector, the most dollars first, with the correct coding named most often.

    Dollars are allowed amounts; of a detector whose lines have none, those of the fee schedule.
    """
    rows = audit.sql(FIX_FIRST, {"npi": npi}).values.tolist()
    sums = [[row[at] for row in rows if not is_missing(row[at])] for at in (5, 6, 7)]
    return Table(
        "By dollars of all findings, the most first; a dollar is counted once",
        [
            ("Code", "name"),
            ("Detector", "text"),
            ("Certainty", "text"),
            ("Findings", "count"),
            ("Claims", "count"),
            *MONEY_COLUMNS,
            ("Correct coding named most often", "sentence"),
            ("On findings", "count"),
            ("Source", "text"),
        ],
        rows,
        totals=[
            *("Total", "", ""),
            sum(int(row[3]) for row in rows),
            Html(""),
            *(sum(one, Decimal(0)) if one else None for one in sums),
            *("", Html(""), ""),
        ]
        if rows
        else (),
    )


def by_detector_figure(audit: Audit, npi: str) -> Picture | Html:
    """The provider's dollars by detector, where there are any; an underpayment points to the left."""
    found = audit.sql(FIX_FIRST, {"npi": npi}).values.tolist()
    at, measure = (7, "by the fee schedule") if all(is_missing(row[5]) for row in found) else (5, "allowed")
    rows = [row for row in found if not is_missing(row[at]) and row[at]]
    if not rows:
        return Html("")
    return figures.bars(
        [f"{code} {name}" for code, name, *_ in rows],
        [float(row[at]) for row in rows],
        "Overpaid dollars by detector, all findings",
        f"US dollars, {measure}",
        f"Bar chart of overpaid dollars of one provider by detector, {measure}; {rows[0][0]} {rows[0][1]} has the "
        f"most, {money(rows[0][at])}.",
    )


def by_month_figure(audit: Audit, npi: str) -> Picture | Html:
    """The provider's findings by month of service and certainty."""
    rows = audit.sql(BY_MONTH, {"npi": npi}).values.tolist()
    total = sum(int(sum(row[3:6])) for row in rows)
    if not total:
        return nothing_of(audit, npi)
    parts = {name: [int(row[at]) for row in rows] for at, name in enumerate(CERTAINTIES, start=3)}
    return figures.stacked_columns(
        [row[0] for row in rows],
        {name: values for name, values in parts.items() if any(values)},
        "Findings by month of service and certainty",
        "findings",
        f"Column chart of {counted(total, 'finding')} of one provider by month of service from {rows[0][0]} to "
        f"{rows[-1][0]}, split by certainty.",
    )


def by_month(audit: Audit, npi: str) -> Table:
    """The provider's lines, sessions, findings and dollars by month of service with any, the latest first."""
    rows = [row for row in audit.sql(BY_MONTH, {"npi": npi}).values.tolist()[::-1] if any(row[1:6])]
    return Table(
        "By month of service, the latest first",
        [
            ("Month", "name"),
            *((title, "count") for title in ("Facet lines", "Sessions", "Certain", "Probable", "Review")),
            ("Overpaid, allowed, all findings", "money"),
        ],
        rows[:MONTHS_LISTED],
        max(0, len(rows) - MONTHS_LISTED),
    )


def findings(audit: Audit, npi: str) -> Table:
    """The provider's findings with reason, correct coding and source, the most certain first."""
    return first_findings(audit, npi=npi)
