"""What the provider profile shows of time: error rates of claims by month with control limits, before and after a day.

The figures are those of `facetaudit trend` with the provider's NPI, certain and probable findings.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from facetaudit.errors import UsageError
from facetaudit.reporting import figures
from facetaudit.reporting.html import Html, Picture, Table, percent, prose
from facetaudit.reporting.providers import NONE, day, has_facet_lines, nothing_of
from facetaudit.statistics import trend

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit
    from facetaudit.statistics.tables import Row

MONTHS_LISTED = 24
LIMITS = ("rate", "lower", "upper")
NO_ERROR = "No claim of this provider is in error by a certain or probable finding, so there is no rate to follow."


def points(share: str) -> Html:
    """A difference of shares in percentage points."""
    return Html(f"{Decimal(share) * 100:+.2f} points")


def rate_figure(audit: Audit, npi: str) -> Picture | Html:
    """The error rate of the provider's claims by month with the limits of a p-chart; months without claims are gaps."""
    if not has_facet_lines(audit, npi):
        return nothing_of(audit, npi)
    rows = trend.monthly(audit.folder, npi=npi)
    if not any(row["in_error"] for row in rows):
        return Html(f"<p>{NO_ERROR}</p>")
    outside = [row["month"] for row in rows if row["outside"]]
    said = f"outside: {', '.join(outside)}" if outside else "no month is outside"
    return figures.control_chart(
        [
            figures.Point(row["month"], bool(row["outside"]), *(100 * float(row[name]) for name in LIMITS))
            for row in rows
        ],
        100 * float(rows[0]["center"]),
        "Share of claims in error by month of service",
        "percent of claims",
        f"Control chart of the share of one provider's claims in error by month from {rows[0]['month']} to "
        f"{rows[-1]['month']}, {100 * float(rows[0]['center']):.2f} percent on the whole, with limits of three "
        f"standard errors; {said}.",
    )


def rates(audit: Audit, npi: str) -> Table | Html:
    """The months behind the chart, the latest first, and how they are counted."""
    if not has_facet_lines(audit, npi):
        return Html("")
    rows = trend.monthly(audit.folder, npi=npi)[::-1]
    left_out = len(rows) - MONTHS_LISTED
    table = Table(
        "Claims in error by month of service, the latest first"
        + (f"; `facetaudit trend` prints the {left_out:,} before them" if left_out > 0 else ""),
        [
            ("Month", "name"),
            ("Claims", "count"),
            ("In error", "count"),
            ("Share", "count"),
            ("All months", "count"),
            ("Lower limit", "count"),
            ("Upper limit", "count"),
            ("Outside", "name"),
        ],
        [
            [
                row["month"],
                row["claims"],
                row["in_error"],
                *(percent(row[name]) for name in ("rate", "center", "lower", "upper")),
                row["outside"] or "no",
            ]
            for row in rows[:MONTHS_LISTED]
        ],
    )
    return Html(_about().markup + table._repr_html_())


def _about() -> Html:
    return prose(
        "Claims with an active facet line that this NPI rendered or billed, by the month of their first such line. A "
        "claim is in error where a certain or probable finding denies or recodes one. The limits are three standard "
        "errors about the share of all months (a p-chart): a month within them differs by no more than chance may do. "
        "Of few claims they are wide, and where they reach 0 or 100 percent nothing can lie outside."
    )


def before_after(audit: Audit, npi: str, training_date: str = NONE) -> Html:
    """The provider's error rate before a training and from its day on, and their difference with its limits.

    Raises UsageError for a training date that is no day.
    """
    start = day("training_date", training_date)
    if not has_facet_lines(audit, npi):
        return Html("")
    if start is None:
        return prose(
            "The parameter training_date (YYYY-MM-DD) sets the claims before a training beside those from its day on."
        )
    try:
        rows = trend.before_after(audit.folder, start, npi=npi)
    except UsageError as error:  # no claims on one side: of another provider there may be, so the page goes on
        return prose("Nothing to compare. {why}", why=error)
    *parts, difference = rows
    table = Table(
        f"Claims in error before and from {start} on, with limits of 95 percent",
        [
            ("Claims served", "name"),
            ("Claims", "count"),
            ("In error", "count"),
            ("Share", "count"),
            ("Lower limit", "count"),
            ("Upper limit", "count"),
        ],
        [
            *(
                [f"{word} {start}", row["claims"], row["in_error"], *(percent(row[at]) for at in LIMITS)]
                for row, word in zip(parts, ("before", "from"), strict=True)
            ),
            ["difference", Html(""), Html(""), *(points(difference[at]) for at in LIMITS)],
        ],
    )
    return Html(table._repr_html_() + _said(difference).markup)


def _said(difference: Row) -> Html:
    lower, upper = Decimal(difference["lower"]), Decimal(difference["upper"])
    if lower <= 0 <= upper:
        shown = "The limits of the difference hold zero: these claims do not show that the share changed."
    else:
        shown = f"The share {'rose' if lower > 0 else 'fell'} by more than chance may do."
    return prose(
        "{shown} Limits are Wilson's of a share and Newcombe's of the difference. They say whether the shares differ, "
        "not why: other patients, payers or codes change them too.",
        shown=shown,
    )
