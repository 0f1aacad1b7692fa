"""What the repayment diagnostic shows counsel: the range of exposure, due dates, refunds, method and limits."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from facetaudit.audit.opened import SCENARIOS
from facetaudit.audit.repayment import LOOK_BACK, CountedBack, count_back
from facetaudit.audit.unverified import EXPOSURE
from facetaudit.reporting import figures, load_views, repayment_views, sample_views
from facetaudit.reporting.exposure_views import MONEY_COLUMNS, check_scenario
from facetaudit.reporting.html import Html, Picture, Table, counted, is_missing, money, prose
from facetaudit.reporting.providers import NONE, day
from facetaudit.reporting.sample_views import after as after
from facetaudit.reporting.sample_views import design as design
from facetaudit.reporting.sample_views import estimates as estimates
from facetaudit.reporting.sample_views import precision as precision
from facetaudit.reporting.sample_views import review as review
from facetaudit.reporting.sample_views import verdicts as verdicts
from facetaudit.reporting.views import LISTED, nothing, unverified_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from facetaudit.audit.opened import Audit

# Over and under are those of claims, as in summary.json; dollars of this page were received within the look-back.
BY_SCENARIO = """
with claim as (
    select
        e.scenario, e.claim_id, e.detector, count(*) as lines, sum(e.overpayment_allowed) as allowed,
        sum(e.overpayment_paid) as paid, sum(e.overpayment_fee) as fee
    from exposure e
    join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
    where coalesce(l.paid_date, l.service_date) >= cast($first_day as date)
    group by e.scenario, e.claim_id, e.detector
)
select
    scenario, cast(sum(lines) as bigint) as lines, count(distinct claim_id) as claims,
    coalesce(sum(allowed) filter (where allowed > 0), 0) as over_allowed,
    coalesce(sum(allowed) filter (where allowed < 0), 0) as under_allowed,
    sum(allowed) as allowed, sum(paid) as paid, sum(fee) as fee
from claim
group by scenario
order by case scenario when 'certain' then 0 when 'probable' then 1 else 2 end
"""
BY_DETECTOR = """
select
    e.detector as code, any_value(c.detector) as detector, count(*) as lines, count(distinct e.claim_id) as claims,
    sum(e.overpayment_allowed) as allowed, sum(e.overpayment_paid) as paid, sum(e.overpayment_fee) as fee
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
left join coverage c on c.code = e.detector
where e.scenario = $scenario and coalesce(l.paid_date, l.service_date) >= cast($first_day as date)
group by e.detector
order by allowed desc nulls last, e.detector
"""
BY_PAYER = """
select
    l.payer, count(*) as lines, count(distinct e.claim_id) as claims, sum(e.overpayment_allowed) as allowed,
    sum(e.overpayment_paid) as paid, sum(e.overpayment_fee) as fee
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
where e.scenario = $scenario and coalesce(l.paid_date, l.service_date) >= cast($first_day as date)
group by l.payer
order by allowed desc nulls last, l.payer
"""
CLAIMS = """
select
    e.claim_id, min(l.service_date) as service_date, max(coalesce(l.paid_date, l.service_date)) as received,
    string_agg(distinct l.payer, ', ' order by l.payer) as payers,
    string_agg(distinct coalesce(l.rendering_npi, l.billing_npi), ' '
        order by coalesce(l.rendering_npi, l.billing_npi)) as npis,
    count(*) as lines, string_agg(distinct e.detector, ' ' order by e.detector) as detectors,
    sum(e.allowed_amount) as allowed_amount, sum(e.overpayment_allowed) as allowed, sum(e.overpayment_paid) as paid,
    sum(e.overpayment_fee) as fee
from exposure e
join lines l on l.active and l.claim_id = e.claim_id and l.line_number = e.line_number
where e.scenario = $scenario and coalesce(l.paid_date, l.service_date) >= cast($first_day as date)
group by e.claim_id
order by coalesce(sum(e.overpayment_allowed), sum(e.overpayment_fee)) desc nulls last, paid desc nulls last, e.claim_id
"""
UNKNOWN = """
select code, detector, status, eligible_lines, unknown_lines, note
from coverage
where unknown_lines > 0 or status = 'error'
order by code
"""


@dataclass(frozen=True)
class Diagnostic:
    """An audit seen from an as-of date and, where one is given, a day of knowledge, in one scenario."""

    audit: Audit
    client: str | None
    scenario: str
    counted: CountedBack

    @property
    def look_back(self) -> Mapping[str, Any]:
        """The look-back window with its first day and its dollars by scenario."""
        return next(one for one in self.counted.windows if one["name"] == LOOK_BACK)

    @cached_property
    def scenarios(self) -> Mapping[str, Mapping[str, Any]]:
        """Lines, claims and dollars within the look-back of each scenario that has some; a sum of nothing is None."""
        rows = self.audit.sql(BY_SCENARIO, {"first_day": self.look_back["first_day"]}).to_dict("records")
        return {
            row["scenario"]: {name: None if is_missing(value) else value for name, value in row.items()} for row in rows
        }

    @property
    def measure(self) -> tuple[str, str]:
        """The column of the leading measure and its words: allowed amounts, or the schedule where there are none."""
        known = any(row["allowed"] is not None for row in self.scenarios.values())
        return ("allowed", "in allowed amounts") if known else ("fee", "by the fee schedule, as no amounts are given")

    def dollars(self, column: str) -> list[Decimal | None]:
        """A column's dollars by scenario, the most certain first."""
        return [self.scenarios[name][column] if name in self.scenarios else Decimal(0) for name in SCENARIOS]


def diagnose(audit: Audit, client: str, as_of: str, scenario: str, knowledge_date: str) -> Diagnostic:
    """An audit seen from the days of the notebook's parameters; `-` stands for the audit's own, or for no client.

    Raises UsageError for an unknown scenario, a day that is none, or days that cannot be counted from.
    """
    counted = count_back(audit, day("as_of", as_of), day("knowledge_date", knowledge_date))
    return Diagnostic(audit, None if client == NONE else client, check_scenario(scenario), counted)


def headline(of: Diagnostic) -> Html:
    """For whom, as of when, and the range of exposure, in words."""
    first = prose(
        "{whom}As of {as_of}. Confidential: this page names claims.",
        whom=f"Prepared for {of.client}. " if of.client else "",
        as_of=of.counted.as_of,
    )
    if not of.scenarios:
        return Html(first.markup + _nothing(of).markup)
    column, measure = of.measure
    low, middle, high = (money(one) for one in of.dollars(column))
    paid = [money(one) for one in of.dollars("paid")]
    span = prose(
        "Exposure within the look-back of {years} years (from {first_day}), net {measure}: {low} by certain findings "
        "alone, {middle} with probable ones, {high} with those for review. {part}",
        years=of.look_back["years"],
        first_day=of.look_back["first_day"],
        measure=measure,
        low=low,
        middle=middle,
        high=high,
        part="What the payer paid of it is unknown."
        if None in of.dollars("paid")
        else f"Of this the payer itself paid {paid[0]}, {paid[1]} and {paid[2]}.",
    )
    note = prose(
        "Only lines of this extract are counted here: nothing is extrapolated to other claims. A finding for review is "
        "no overpayment before the chart has been read. This page is an analysis of claims data, not legal advice."
    )
    return Html(f"{first.markup}<strong>{span.markup}</strong>{note.markup}")


def _nothing(of: Diagnostic) -> Html:
    if of.audit.summary["facet_lines"] and of.audit.manifest["findings"]:
        return Html("<p>No line within the look-back carries dollars at issue; what is found is about form.</p>")
    return nothing(of.audit)


def scope(of: Diagnostic) -> Html:
    """What was audited, in words."""
    return load_views.scope(of.audit, of.counted.as_of)


def range_figure(of: Diagnostic) -> Picture | Html:
    """The three scenarios' net dollars within the look-back, beside the payer's part where that is known."""
    if not of.scenarios:
        return _nothing(of)
    column, measure = of.measure
    names, title = ["certain", "with probable", "with review"], "Net overpayment within the look-back by scenario"
    low, *_, high = of.dollars(column)
    alt = (
        f"Bar chart of the net overpayment within the look-back by scenario, {measure}: from {money(low)} by certain "
        f"findings to {money(high)} with those for review."
    )
    values = [float(one or 0) for one in of.dollars(column)]
    paid = of.dollars("paid")
    if None in paid:
        return figures.bars(names, values, title, "US dollars", alt)
    return figures.paired_bars(
        names, values, [float(one or 0) for one in paid], ("allowed", "paid by the payer"), title, alt
    )


def by_scenario(of: Diagnostic) -> Table:
    """Gross over, gross under and net dollars of the three scenarios."""
    return Table(
        "Exposure within the look-back by scenario",
        [
            ("Scenario", "name"),
            ("Lines", "count"),
            ("Claims", "count"),
            ("Gross over", "money"),
            ("Gross under", "money"),
            ("Net, allowed", "money"),
            ("Net, paid", "money"),
            ("Net, schedule", "money"),
        ],
        [[*row.values()] for row in of.scenarios.values()],
    )


def by_detector(of: Diagnostic) -> Table:
    """The scenario's dollars by the detector that they are attributed to."""
    return Table(
        f"Exposure within the look-back by detector, scenario {of.scenario}",
        [("Code", "name"), ("Detector", "name"), ("Lines", "count"), ("Claims", "count"), *MONEY_COLUMNS],
        _rows(of, BY_DETECTOR, scenario=of.scenario, first_day=of.look_back["first_day"]),
    )


def by_payer(of: Diagnostic) -> Table:
    """The scenario's dollars by the payer that they are owed to."""
    return Table(
        f"Exposure within the look-back by payer, scenario {of.scenario}",
        [("Payer", "text"), ("Lines", "count"), ("Claims", "count"), *MONEY_COLUMNS],
        _rows(of, BY_PAYER, scenario=of.scenario, first_day=of.look_back["first_day"]),
    )


def _rows(of: Diagnostic, query: str, **asked: object) -> list[list[Any]]:
    rows: list[list[Any]] = of.audit.sql(query, asked).values.tolist()
    return rows


def windows(of: Diagnostic) -> Table:
    """The scenario's dollars within the look-back and the reopening windows."""
    return repayment_views.windows(of.audit, of.scenario, of.counted)


def due(of: Diagnostic) -> Html:
    """Until when an overpayment is to be returned."""
    others = "The rule is Medicare's; what other payers are owed, their contracts say until when."
    return Html(repayment_views.due(of.audit, of.counted).markup + f"<p>{others}</p>")


def worklist(of: Diagnostic) -> Html:
    """The claims to refund in the scenario, the most dollars first, and in words what the list holds and leaves out."""
    rows = _rows(of, CLAIMS, scenario=of.scenario, first_day=of.look_back["first_day"])
    table = Table(
        f"Refund worklist: claims within the look-back, scenario {of.scenario}, the most dollars first",
        [
            ("Claim", "identifier"),
            ("Served from", "date"),
            ("Last paid, else served", "date"),
            ("Payer", "text"),
            ("NPI", "identifier"),
            ("Lines", "count"),
            ("Detectors", "text"),
            ("Allowed", "money"),
            *MONEY_COLUMNS,
        ],
        rows[:LISTED],
        max(0, len(rows) - LISTED),
        totals=[f"All {counted(len(rows), 'claim')}", *(Html(""),) * 4, sum(row[5] for row in rows), "", *_sums(rows)]
        if rows
        else (),
    )
    return Html(_counted(rows).markup + table._repr_html_())


def _sums(rows: list[list[Any]]) -> list[Decimal | None]:
    columns = ([row[at] for row in rows if not is_missing(row[at])] for at in range(7, 11))
    return [sum(column, Decimal(0)) if column else None for column in columns]


def _counted(rows: list[list[Any]]) -> Html:
    over = [row[8] for row in rows if not is_missing(row[8]) and row[8] > 0]
    under = [row[8] for row in rows if not is_missing(row[8]) and row[8] < 0]
    other = len(rows) - len(over) - len(under)
    return prose(
        "Claims overpaid: {over}, by {over_dollars} allowed in all; underpaid: {under}, by {under_dollars}; without a "
        "difference in the allowed amount, or without an amount: {other}.",
        over=f"{len(over):,}",
        over_dollars=money(sum(over, Decimal(0))),
        under=f"{len(under):,}",
        under_dollars=money(-sum(under, Decimal(0))),
        other=f"{other:,}",
    )


def method(of: Diagnostic) -> Html:
    """How the figures were reached and what they do not contain, in words."""
    manifest = of.audit.manifest
    first = prose(
        "facetaudit {version} compared every active facet line with {detectors} detectors, each a rule with its dated "
        "source. A line with several findings is corrected once. Dollars are the allowed amount as billed less the "
        "amount as it should have been billed; the fee schedule is a second measure. The same inputs give the same "
        "figures: hashes of the {inputs} input files are in manifest.json of the audit folder, with policy {policy} "
        "and fee tables {fees}.",
        version=manifest["facetaudit"],
        detectors=len(manifest["detectors"]),
        inputs=len(manifest["inputs"]),
        policy=manifest["policy"][:12],
        fees=manifest["fees"][:12],
    )
    second = prose(
        "Limits: sessions at other practices are not in the extract, so findings about frequency are a lower bound. "
        "Findings that rest on the absence of earlier sessions are unknown in the first months of the extract. Medical "
        "necessity is in the chart, not in claims. Error rates and extrapolation need a statistical sample."
    )
    failed = of.audit.summary["failed"]
    third = prose("Detectors that failed and found nothing: {codes}.", codes=", ".join(failed)) if failed else Html("")
    return Html(first.markup + second.markup + third.markup)


def unknown(of: Diagnostic) -> Table:
    """The detectors that could not look at every line, and why."""
    return Table(
        "What detectors could not tell",
        [
            ("Code", "name"),
            ("Detector", "name"),
            ("Status", "name"),
            ("Eligible lines", "count"),
            ("Unknown lines", "count"),
            ("Why", "sentence"),
        ],
        of.audit.sql(UNKNOWN).values.tolist(),
    )


def definitions() -> Table:
    """The words of this page."""
    text = files("facetaudit.reporting").joinpath("definitions.csv").read_text(encoding="utf-8")
    rows = [[row["term"], row["meaning"]] for row in csv.DictReader(text.splitlines())]
    return Table("Definitions", [("Term", "name"), ("Meaning", "sentence")], rows)


def unverified(of: Diagnostic, reviewed: sample_views.Review) -> Table:
    """Values that nobody has checked, those behind the windows, due dates and demands of this page among them."""
    found = [one for one in of.audit.summary["unverified"] if one["code"] != EXPOSURE]
    return unverified_table([*found, *of.counted.unverified, *sample_views.unverified(reviewed)])
