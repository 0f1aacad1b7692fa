"""Whom and what time a page is about: one provider or all of them, from one day to another."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from facetaudit.errors import UsageError
from facetaudit.reporting.html import Html
from facetaudit.reporting.load_views import NO_FACET_LINES

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

ALL, NONE = "all", "-"
FIRST, LAST = datetime.date(1, 1, 1), datetime.date(9999, 12, 31)

# A provider is who rendered a service, else who billed it; the findings may be on lines of other codes of the day.
KNOWN = """
select count(*) as lines, count(*) filter (where family is not null) as facet_lines
from lines
where active and coalesce(rendering_npi, billing_npi) = $npi
"""


@dataclass(frozen=True)
class Chosen:
    """The provider (None for all of them) and the days of service that a page shows, both days included."""

    npi: str | None = None
    first_day: datetime.date = FIRST
    last_day: datetime.date = LAST

    @property
    def values(self) -> Mapping[str, Any]:
        """What a query is asked with."""
        return {"npi": self.npi, "first_day": self.first_day, "last_day": self.last_day}


def choose(audit: Audit, npi: str = ALL, first_day: str = NONE, last_day: str = NONE) -> Chosen:
    """A selection from a notebook's parameters: an NPI or `all`; days as YYYY-MM-DD or `-`.

    Raises UsageError for an NPI without lines in the audit, a day that is none, and days in the wrong order.
    """
    first, last = day("first_day", first_day) or FIRST, day("last_day", last_day) or LAST
    if first > last:
        raise UsageError(f"first_day {first} is after last_day {last}: give the earlier day as first_day.")
    return Chosen(None if npi == ALL else check_npi(audit, npi), first, last)


def check_npi(audit: Audit, npi: str) -> str:
    """The NPI itself; any, where the extract has no facet line at all.

    Raises UsageError for an NPI that no active line of the audit has.
    """
    if audit.summary["facet_lines"] and not int(audit.sql(KNOWN, {"npi": npi})["lines"].iloc[0]):
        raise UsageError(
            f"No line of this audit has the NPI {npi!r}: the table of providers in the reports claim_history and "
            f"exposure lists those that there are."
        )
    return npi


def has_facet_lines(audit: Audit, npi: str) -> bool:
    """Whether an active facet line of the audit is the provider's."""
    return bool(int(audit.sql(KNOWN, {"npi": npi})["facet_lines"].iloc[0]))


def nothing_of(audit: Audit, npi: str) -> Html:
    """What stands in place of a provider's numbers that there are not."""
    if not audit.summary["facet_lines"]:
        return Html(f"<p>{NO_FACET_LINES}</p>")
    if not has_facet_lines(audit, npi):
        return Html("<p>This provider has no facet line; what is found is on other lines of a facet day.</p>")
    return Html("<p>No findings.</p>")


def nothing_in(audit: Audit) -> Html:
    """What stands in place of a figure of a selection without facet lines."""
    return Html(f"<p>{NO_FACET_LINES if not audit.summary['facet_lines'] else 'No facet lines in this selection.'}</p>")


def day(name: str, text: str, accepted: str = f"a day as YYYY-MM-DD, or {NONE} for none") -> datetime.date | None:
    """A notebook's parameter as a day; none for `-`. Raises UsageError, with what is accepted, for other text."""
    if text == NONE:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"The parameter {name} takes {accepted}, not {text!r}.") from error
