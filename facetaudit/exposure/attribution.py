"""Which detector a denied line's dollars are attributed to, so that a dollar is counted once."""

from __future__ import annotations

from collections.abc import Iterable

ORDER = (
    "FA703",
    "FA4",
    "FA107",
    "FA503",
    "FA504",
    "FA605",
    "FA506",
    "FA102",
    "FA101",
    "FA104",
    "FA6",
    "FA5",
)
"""Codes, or the beginning of the codes of a family, first served first; the rest follow by code."""

SCENARIOS = {
    "certain": ("certain",),
    "probable": ("certain", "probable"),
    "review": ("certain", "probable", "review"),
}
"""Certainties that each scenario applies; the scenarios are cumulative."""


def ranks(codes: Iterable[str]) -> list[tuple[str, int]]:
    """(code, rank) of each code, every rank another; a whole code in `ORDER` goes before the family it belongs to."""
    return [(code, rank) for rank, code in enumerate(sorted(codes, key=lambda code: (_place(code), code)))]


def _place(code: str) -> int:
    if code in ORDER:
        return ORDER.index(code)
    for place, beginning in enumerate(ORDER):
        if len(beginning) < len(code) and code.startswith(beginning):
            return place
    return len(ORDER)
