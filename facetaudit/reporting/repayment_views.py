"""What a repayment needs beside its dollars: windows and due dates, corrected days, why the two measures differ."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from facetaudit.reporting.exposure_views import MEASURES, check_scenario
from facetaudit.reporting.html import Html, Table, prose

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit
    from facetaudit.audit.repayment import CountedBack

DAYS_SHOWN = 10
WINDOW_NAMES = {
    "reopening_years": "Reopening for any reason",
    "reopening_years_good_cause": "Reopening for good cause",
    "lookback_years": "Look-back of what is returned",
}
CHANGES = {"place_of_service": "place of service", "repriced": "re-priced"}

DIFFERENCES = """
select
    coalesce(difference_note, 'within 5 percent') as reason, count(*) as lines, sum(allowed_amount) as allowed,
    sum(fee_billed) as fee, sum(overpayment_allowed) as over_allowed, sum(overpayment_fee) as over_fee
from corrected_claims
where scenario = $scenario and allowed_amount is not null and fee_billed is not null
group by reason
order by lines desc, reason
"""
WORST_DAYS = """
with day as (
    select patient_id, service_date, claim_type, rendering_npi, billing_npi,
        row_number() over (
            order by sum(overpayment_allowed) desc nulls last, patient_id, service_date, claim_type,
                rendering_npi nulls first, billing_npi nulls first
        ) as place
    from corrected_claims
    where scenario = $scenario
    group by patient_id, service_date, claim_type, rendering_npi, billing_npi
)
select
    c.service_date, c.claim_id, c.line_number,
    c.hcpcs || coalesce('-' || nullif(replace(c.modifiers, ' ', '-'), ''), '') || ' x'
        || regexp_replace(cast(c.units as varchar), '[.]?0+$', '') as billed,
    c.corrected_coding, c.change, c.detector, c.allowed_amount, c.corrected_allowed, c.fee_billed, c.fee_corrected
from corrected_claims c
join day d on d.patient_id = c.patient_id and d.service_date = c.service_date and d.claim_type = c.claim_type
    and d.rendering_npi is not distinct from c.rendering_npi and d.billing_npi is not distinct from c.billing_npi
where c.scenario = $scenario and d.place <= $days
order by d.place, c.claim_id, c.line_number
"""
DAYS = """
select count(distinct (patient_id, service_date, claim_type, rendering_npi, billing_npi))
from corrected_claims where scenario = $scenario
"""


def windows(audit: Audit, scenario: str, counted: CountedBack | None = None) -> Table:
    """The scenario's dollars received within the look-back and, as alternatives, the reopening windows.

    A measure that no line of the extract has is unknown, shown as a dash, not zero.
    """
    check_scenario(scenario)
    rows: list[list[Any]] = []
    sums = [one for one in audit.summary["exposure"] if one["scenario"] == scenario]
    without = [measure for measure in MEASURES if any(one[f"overpayment_{measure}"] is None for one in sums)]
    for window in audit.summary["windows"] if counted is None else counted.windows:
        one = next(one for one in window["scenarios"] if one["scenario"] == scenario)
        dollars = [None if measure in without else Decimal(one[f"overpayment_{measure}"]) for measure in MEASURES]
        basis = window["basis"] or "given by the run"
        rows.append([WINDOW_NAMES[window["name"]], window["years"], window["first_day"], one["lines"], *dollars, basis])
    return Table(
        "Windows, counted back from the as-of date by the day of payment, else of service",
        [
            ("Window", "text"),
            ("Years", "count"),
            ("From", "date"),
            ("Lines", "count"),
            ("Overpaid, allowed", "money"),
            ("Overpaid, paid", "money"),
            ("Overpaid, schedule", "money"),
            ("Basis", "name"),
        ],
        rows,
    )


def due(audit: Audit, counted: CountedBack | None = None) -> Html:
    """Until when an overpayment is to be returned, where the run knows since when it is known."""
    dates = audit.summary["repayment"] if counted is None else counted.due
    if dates is None:
        return prose(
            "No day of knowledge was given (--knowledge-date), so no date is computed until which an overpayment is "
            "to be returned."
        )
    if dates["investigation_ends"] is None:
        return prose(
            "An overpayment known since {knowledge_date} is to be reported and returned by {return_by} ({source_id}, "
            "{basis}).",
            **dates,
        )
    return prose(
        "An overpayment known since {knowledge_date} is to be reported and returned by {return_by}. A timely "
        "investigation in good faith that begins on that day suspends this until it is concluded, at the latest until "
        "{investigation_ends} ({source_id}, {basis}). Counsel decides what counts as knowledge.",
        **dates,
    )


def differences(audit: Audit, scenario: str) -> Table:
    """Lines of the corrected days by why the amount allowed and the schedule's differ by more than 5 percent."""
    check_scenario(scenario)
    return Table(
        "As paid beside the fee schedule: why they may differ by more than 5 percent",
        [
            ("Why it may be", "text"),
            ("Lines", "count"),
            ("Allowed", "money"),
            ("Schedule", "money"),
            ("Overpaid, allowed", "money"),
            ("Overpaid, schedule", "money"),
        ],
        audit.sql(DIFFERENCES, {"scenario": scenario}).values.tolist(),
    )


def corrected_days(audit: Audit, scenario: str) -> Table:
    """The days with the most dollars, line by line, as billed and as they should have been billed."""
    check_scenario(scenario)
    rows: list[list[Any]] = audit.sql(WORST_DAYS, {"scenario": scenario, "days": DAYS_SHOWN}).values.tolist()
    days = int(audit.sql(DAYS, {"scenario": scenario}).iloc[0, 0])
    for row in rows:
        row[5] = CHANGES.get(row[5], row[5])
    return Table(
        f"Corrected claims: the {min(days, DAYS_SHOWN)} days with the most dollars, of {days:,}",
        [
            ("Service date", "date"),
            ("Claim", "identifier"),
            ("Line", "count"),
            ("Billed", "name"),
            ("As it should be", "text"),
            ("Change", "text"),
            ("Detector", "name"),
            ("Allowed", "money"),
            ("Allowed, corrected", "money"),
            ("Schedule", "money"),
            ("Schedule, corrected", "money"),
        ],
        rows,
    )
