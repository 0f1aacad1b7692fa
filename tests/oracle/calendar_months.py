"""Calendar arithmetic as the page defines it under *Payable count*."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """Go back whole calendar months: 29 February minus 12 months is 28 February."""
    year, month_index = divmod(day.year * 12 + day.month - 1 - months, 12)
    last_day = monthrange(year, month_index + 1)[1]
    return date(year, month_index + 1, min(day.day, last_day))


def within_months_before(earlier: date, day: date, months: int) -> bool:
    """Whether `earlier` lies in (day - months, day): both ends outside."""
    return months_before(day, months) < earlier < day
