"""What several detectors share: writing findings down, and handing out shares of an amount."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from .book import Book
from .model import Finding, Line, LineKey, Verdict


def report(
    verdict: Verdict,
    book: Book,
    lines: Iterable[Line],
    certainty: str,
    effect: str,
    observed: Decimal | int | None = None,
    limit: Decimal | int | None = None,
) -> None:
    """Write one finding a line."""
    for line in lines:
        verdict.findings[line.key] = Finding(certainty, effect, _figure(observed), _figure(limit), book.region(line))


def _figure(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def do_not_know(verdict: Verdict, lines: Iterable[Line]) -> None:
    """Write the lines down as unknown."""
    verdict.unknown.update(line.key for line in lines)


def share_out(lines: Sequence[Line], asked: Callable[[Line], Decimal], limit: Decimal) -> dict[LineKey, Decimal]:
    """Hand out `limit` in the order given, each line at most what it asks."""
    kept: dict[LineKey, Decimal] = {}
    for line in lines:
        kept[line.key] = min(asked(line), limit)
        limit -= kept[line.key]
    return kept


def allowed(line: Line) -> Decimal:
    """The allowed amount of a line that has one; recodes are given no others."""
    assert line.allowed_amount is not None
    return line.allowed_amount
