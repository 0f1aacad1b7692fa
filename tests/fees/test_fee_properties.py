"""What must hold of any day, on generated days, and agreement with the plain-Python pricer."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from facetaudit.fees import register

from .days import FeeLine, Priced, price
from .reference import price_one_day

CON = duckdb.connect()
register(CON)

CODES = ["64490", "64491", "64493", "64494", "64495", "64633", "64635", "64636", "20552", "62323", "77003", "64999"]
DATES = [date(2020, 2, 3), date(2024, 3, 8), date(2024, 3, 9), date(2025, 7, 1), date(2026, 7, 1), date(2027, 1, 1)]


@st.composite
def fee_lines(draw: st.DrawFn, codes: Sequence[str] = CODES) -> FeeLine:
    side = draw(st.sampled_from([None, "R", "L", "B"]))
    counts = draw(st.sampled_from([("0", "1"), ("1", "0"), ("0", "2"), ("2", "0"), ("0", "3"), ("1", "1"), ("0", "0")]))
    return FeeLine(
        draw(st.sampled_from(codes)),
        both=counts[0],
        one=counts[1],
        side=side,
        component=draw(st.sampled_from([None, None, None, "26"])),
        locality=draw(st.sampled_from([None, None, "03102-00", "13202-01", "00000-00"])),
        place=draw(st.sampled_from([None, "11", "22", "24", "97"])),
        claim_type=draw(st.sampled_from(["professional", "professional", "professional", "asc", "hopd"])),
        participant=draw(st.sampled_from([None, "qp", "non_qp"])),
        on=draw(st.sampled_from(DATES)),
    )


def _numbered(lines: Sequence[FeeLine]) -> list[FeeLine]:
    return [replace(drawn, line_id=number) for number, drawn in enumerate(lines, start=1)]


@st.composite
def days(draw: st.DrawFn) -> list[FeeLine]:
    on = draw(st.sampled_from(DATES))
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True))  # few, so that they meet
    return _numbered([replace(drawn, on=on) for drawn in draw(st.lists(fee_lines(codes), min_size=1, max_size=6))])


@st.composite
def extracts(draw: st.DrawFn) -> list[FeeLine]:
    """Lines of several days; one call prices them all."""
    drawn_days = draw(st.lists(days(), min_size=1, max_size=10))
    return [
        replace(drawn, day=number, line_id=100 * number + drawn.line_id)
        for number, day in enumerate(drawn_days)
        for drawn in day
    ]


def _fees_by_day(lines: Sequence[FeeLine], priced: dict[tuple[str, int], Priced]) -> dict[tuple[str, int], Decimal]:
    fees: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for drawn in lines:
        fees[(drawn.variant, drawn.day)] += priced[(drawn.variant, drawn.line_id)].amount or Decimal(0)
    return fees


@given(extracts())
@settings(max_examples=50)
def test_agrees_with_the_plain_pricer(lines: list[FeeLine]) -> None:
    by_day = defaultdict(list)
    for drawn in lines:
        by_day[drawn.day].append(drawn)
    expected = {key: fee for day in by_day.values() for key, fee in price_one_day(day).items()}
    priced = price(CON, lines)
    assert {line_id: one.amount for (_, line_id), one in priced.items()} == expected
    for one in priced.values():
        if one.amount is None:
            assert one.note is not None
        elif one.note is not None:  # packaged, or taken in by another service
            assert one.amount == 0
        assert one.amount is None or one.amount >= 0
        assert one.assumption is None or one.amount is not None


@given(extracts(), st.randoms(use_true_random=False))
@settings(max_examples=12)
def test_the_order_of_rows_does_not_matter(lines: list[FeeLine], shuffle: random.Random) -> None:
    shuffled = list(lines)
    shuffle.shuffle(shuffled)
    assert price(CON, shuffled) == price(CON, lines)


@given(st.lists(fee_lines(), min_size=1, max_size=5))
@settings(max_examples=12)
def test_more_units_of_a_line_alone_never_cost_less(drawn_lines: list[FeeLine]) -> None:
    """Units growing on one side, and on both."""
    series = [
        [replace(drawn, **{grown: str(count)}) for count in range(5)]  # type: ignore[arg-type]
        for drawn in drawn_lines
        for grown in ("one", "both")
    ]
    numbered = [
        [replace(drawn, line_id=10 * number + count, day=10 * number + count) for count, drawn in enumerate(lines)]
        for number, lines in enumerate(series)
    ]
    priced = price(CON, [drawn for lines in numbered for drawn in lines])
    for lines in numbered:
        fees = [priced[("billed", drawn.line_id)].amount for drawn in lines]
        known = [fee for fee in fees if fee is not None]
        assert len(known) in (0, len(fees))
        assert known == sorted(known)


@given(extracts(), fee_lines())
@settings(max_examples=12)
def test_a_line_more_never_makes_a_day_cheaper(lines: list[FeeLine], more: FeeLine) -> None:
    """A dearer procedure may halve a neighbour, but never by more than it adds."""
    first = {drawn.day: drawn for drawn in reversed(lines)}
    added = [replace(more, on=one.on, side=None, day=day, line_id=100 * day + 99) for day, one in first.items()]
    grown = [replace(drawn, variant="grown") for drawn in [*lines, *added]]
    fees = _fees_by_day([*lines, *grown], price(CON, [*lines, *grown]))
    for day in first:
        # each line that is halved is rounded half up, which may give a cent away
        assert fees[("grown", day)] >= fees[("billed", day)] - Decimal("0.01") * 7
