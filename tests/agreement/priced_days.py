"""Random days that the fee schedule prices: a few codes on both sides, a facility beside, amounts near the price."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, Decimal

from hypothesis import strategies as st

from tests.oracle import Line
from tests.oracle.fees import price_days

CENT = Decimal("0.01")
LATE = (
    date(2023, 12, 31),
    date(2024, 3, 8),
    date(2024, 3, 9),
    date(2025, 3, 4),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 12, 31),
    date(2027, 1, 1),
)
EARLY = (date(2019, 12, 31), date(2020, 1, 1))
DATES = LATE * 6 + EARLY
"""Where the schedule begins, changes and ends; the early ones seldom, as they leave nobody's history hidden."""
CODES = (
    ("64493",),
    ("64490", "64493"),
    ("64493", "64494"),
    ("64490", "64491"),
    ("64490", "64494"),
    ("64635", "64636"),
    ("64633", "64634", "64635"),
    ("64490", "64493", "64633"),
    ("64493", "20552", "77003"),
    ("64493", "62323", "64999"),
    ("64493", "99152", "99213"),
    ("64490", "0213T"),
)
REPORTS = (
    "RT",
    "LT",
    "50",
    "RT + LT",
    "LT + RT",
    "x2",
    "RT LT x2",
    "RT LT",
    "RT x2",
    "RT x2 + LT",
    "LT + RT x2",
    "RT + RT",
    "x1 + x1",
    "RT + LT + x1",
    "50 + RT",
    "50 x2",
    "x3",
    "x0",
)
"""Ways to bill a code: lines, each with its sides and units."""
OTHERS = (None, None, None, None, None, None, None, None, "22", "26", "KX")
LOCALITIES = (*("03102-00", "13202-01", "12502-99") * 2, None, "99999-99", "01112-06")
"""Three of every year, none, one that never was and one that ended with 2023."""
PLACES = ("11", "11", "11", "22", "24", "49", None, "98")
"""Offices, facilities, not filled in, not a place of service."""
NPIS = ("1000000012", "1000000012", "1000000012", "1000000020", None)
AMOUNTS = (Decimal("100.00"), Decimal("0.00"), None)


@st.composite
def priced_days(draw: st.DrawFn) -> list[Line]:
    """One patient's day: professional lines with amounts at the tolerances of the schedule, and facility lines."""
    codes = draw(st.sampled_from(CODES))
    common = Line(
        claim_id="V",
        line_number=0,
        patient_id="V",
        service_date=draw(st.sampled_from(DATES)),
        hcpcs=codes[0],
        payer=draw(st.sampled_from(("medicare",) * 5 + ("Acme Health",))),
        locality=draw(st.sampled_from(LOCALITIES)),
        place_of_service=draw(st.sampled_from(PLACES)),
        rendering_npi=draw(st.sampled_from(NPIS)),
        billing_npi=draw(st.sampled_from((None, "1000000020"))),
    )
    billed = [(code, *_read(text)) for code in codes for text in draw(st.sampled_from(REPORTS)).split(" + ")]
    professional = [
        draw(_professional(replace(common, line_number=number, hcpcs=code, units=units), modifiers))
        for number, (code, modifiers, units) in enumerate(draw(st.permutations(billed)), 1)
    ]
    facility = [draw(_facility(common, codes, number)) for number in range(1, draw(st.integers(0, 2)) + 1)]
    return [*facility, *draw(_allowed(professional))]


def _read(text: str) -> tuple[list[str], Decimal]:
    """Modifiers and units of a line of `REPORTS`."""
    words = text.split()
    units = [Decimal(word[1:]) for word in words if word[0] == "x"]
    return [word for word in words if word[0] != "x"], units[0] if units else Decimal(1)


@st.composite
def _professional(draw: st.DrawFn, line: Line, sides: list[str]) -> Line:
    """A line of the day; seldom of another claim, place, locality or provider than the others."""
    modifiers = [*sides, draw(st.sampled_from(OTHERS)), None, None]
    line = replace(line, modifier_1=modifiers[0], modifier_2=modifiers[1], modifier_3=modifiers[2])
    apart = draw(st.sampled_from(("", "", "", "", "", "claim", "place", "locality", "provider")))
    if apart == "claim":
        return replace(line, claim_id="U")
    if apart == "place":
        return replace(line, place_of_service=draw(st.sampled_from(PLACES)))
    if apart == "locality":
        return replace(line, locality=draw(st.sampled_from(LOCALITIES)))
    return replace(line, rendering_npi=draw(st.sampled_from(NPIS))) if apart == "provider" else line


@st.composite
def _facility(draw: st.DrawFn, common: Line, codes: tuple[str, ...], number: int) -> Line:
    """A surgery center's or hospital's line of the day, some of them packaged, denied or of another payer."""
    amount = draw(st.sampled_from((Decimal("500.00"), Decimal("0.00"), None)))
    return replace(
        common,
        claim_id="W",
        line_number=number,
        claim_type=draw(st.sampled_from(("asc", "hopd"))),
        hcpcs=draw(st.sampled_from(codes)),
        payer=draw(st.sampled_from((common.payer, common.payer, common.payer, "Acme Health"))),
        place_of_service=draw(st.sampled_from(("24", "22", None))),
        rendering_npi=None,
        billing_npi="1000000038",
        allowed_amount=amount,
        paid_amount=draw(st.sampled_from((amount, amount, Decimal("0.00")))),
        line_status=draw(st.sampled_from(("paid",) * 5 + ("denied",))),
    )


@st.composite
def _allowed(draw: st.DrawFn, lines: list[Line]) -> list[Line]:
    """Give the lines amounts: at the schedule, at a tolerance or a cent beyond, far from it, or none."""
    schedule = price_days(lines)
    made = []
    for line in lines:
        fee = schedule.get(line.key)
        one_percent = ((fee or Decimal(0)) * CENT).quantize(CENT, ROUND_DOWN)
        near = (Decimal(0), one_percent, one_percent + CENT, Decimal("0.05"), Decimal("0.06"), Decimal(50))
        if fee is None or draw(st.integers(0, 5)) == 0:
            allowed = draw(st.sampled_from(AMOUNTS))
        else:
            allowed = fee + draw(st.sampled_from(near))
        eighty_percent = None if allowed is None else (allowed * Decimal("0.8")).quantize(CENT)
        paid = draw(st.sampled_from((eighty_percent, eighty_percent, allowed, None)))
        made.append(replace(line, allowed_amount=allowed, paid_amount=paid))
    return made
