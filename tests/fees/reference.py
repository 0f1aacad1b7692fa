"""A second pricer, line by line in plain Python, written from the rules and not from the SQL.

It reads the numbers (RVUs, GPCIs, factors, places) from the CSV files; the percentages are written here.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from facetaudit.fees.schedule import BUILT_IN
from tests.oracle.facility_fees import Procedure, price_facility_day

from .days import FeeLine

ONE = Decimal(1)
HALF = Decimal("0.5")
JOINT_CODES = ("64634", "64636")


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    with (BUILT_IN / f"{name}.csv").open(newline="") as text:
        return tuple(csv.DictReader(text))


def in_force(name: str, on: str, **key: str) -> dict[str, str] | None:
    for row in table(name):
        if row["valid_from"] <= on <= row["valid_to"] and all(row[column] == key[column] for column in key):
            return row
    return None


def unit(drawn: FeeLine) -> tuple[Decimal, dict[str, str]] | None:
    """The price of one unit on one side, and the row of its code; None where there is no price."""
    if drawn.on is None or (drawn.claim_type or "professional") != "professional":
        return None
    on = drawn.on.isoformat()
    factor = in_force("conversion_factors", on, participant="all") or in_force(
        "conversion_factors", on, participant=drawn.participant or "non_qp"
    )
    code = in_force("relative_values", on, hcpcs=drawn.hcpcs, component=drawn.component or "")
    settings = {row["place_of_service"]: row["setting"] for row in table("place_of_service")}
    setting = settings.get(drawn.place or "11")
    if factor is None or code is None or setting is None or code["status"] not in "ART":
        return None
    if code[f"{setting}_na"]:
        return None
    work = practice = liability = ONE
    if drawn.locality:
        mac, _, locality = drawn.locality.partition("-")
        gpci = in_force("gpci", on, mac=mac, locality=locality)
        if gpci is None:
            return None
        work, practice, liability = (Decimal(gpci[f"{part}_gpci"]) for part in ("work", "pe", "mp"))
    total = (
        Decimal(code["work_rvu"]) * work
        + Decimal(code[f"{setting}_pe_rvu"]) * practice
        + Decimal(code["mp_rvu"]) * liability
    )
    return cents(total * Decimal(factor["conversion_factor"])), code


def price_one_day(lines: Sequence[FeeLine]) -> dict[int, Decimal | None]:
    """The fee of every line of one day of one variant, by line_id."""
    fees: dict[int, Decimal | None] = _professional_fees(
        [drawn for drawn in lines if (drawn.claim_type or "professional") == "professional"]
    )
    for claim_type in ("asc", "hopd"):
        procedures = [
            Procedure(drawn.line_id, claim_type, drawn.hcpcs, drawn.on, Decimal(drawn.both), Decimal(drawn.one))
            for drawn in sorted(lines, key=lambda drawn: drawn.line_id)
            if drawn.claim_type == claim_type and drawn.on is not None
        ]
        fees |= price_facility_day(procedures)  # type: ignore[arg-type]
    return {drawn.line_id: fees.get(drawn.line_id) for drawn in lines}


def _professional_fees(lines: Sequence[FeeLine]) -> dict[int, Decimal | None]:
    units = {drawn.line_id: found for drawn in lines if (found := unit(drawn)) is not None}
    priced = sorted((drawn for drawn in lines if drawn.line_id in units), key=lambda drawn: drawn.line_id)
    pairs = _pairs([drawn for drawn in priced if units[drawn.line_id][1]["bilat_surg"] == "1"])
    first_of = {second.line_id: first.line_id for first, second in pairs}
    fees = {}
    for drawn in priced:
        amount, code = units[drawn.line_id]
        fees[drawn.line_id] = _both_sides(drawn, amount, code["bilat_surg"])
    for first, second in pairs:
        amount = units[second.line_id][0]
        repeated = min(Decimal(first.one), Decimal(second.one))
        side = cents(amount * Decimal("1.5")) - amount
        fees[second.line_id] = cents(repeated * side + (Decimal(second.one) - repeated) * amount)

    procedures: dict[int, list[int]] = defaultdict(list)  # by its first line
    for drawn in priced:
        if units[drawn.line_id][1]["mult_proc"] == "2":
            procedures[first_of.get(drawn.line_id, drawn.line_id)].append(drawn.line_id)
    worth = {first: sum((fees[number] for number in numbers), Decimal(0)) for first, numbers in procedures.items()}
    dearest_first = sorted(procedures, key=lambda first: (-worth[first], first))
    for reduced in dearest_first[1:]:
        for number in procedures[reduced]:
            fees[number] = cents(fees[number] * HALF)
    return dict(fees)


def _pairs(lines: Sequence[FeeLine]) -> list[tuple[FeeLine, FeeLine]]:
    """One procedure on both sides, told by an RT and an LT line of one code: first line, second line."""
    codes: dict[tuple[str, str | None], list[FeeLine]] = defaultdict(list)
    for drawn in lines:
        codes[(drawn.hcpcs, drawn.component)].append(drawn)
    found = []
    for (hcpcs, _), of_code in codes.items():
        counts = [Decimal(drawn.one) for drawn in of_code]
        sides = sorted(drawn.side or "" for drawn in of_code)
        if sides != ["L", "R"] or any(Decimal(drawn.both) for drawn in of_code):
            continue
        if hcpcs in JOINT_CODES or counts == [1, 1]:
            found.append((of_code[0], of_code[1]))
    return found


def _both_sides(drawn: FeeLine, amount: Decimal, indicator: str) -> Decimal:
    both, one = Decimal(drawn.both), Decimal(drawn.one)
    two_sides = cents(amount * {"1": Decimal("1.5"), "3": Decimal(2)}.get(indicator, ONE))
    if indicator == "1" and drawn.hcpcs not in JOINT_CODES and both == 0 and one == 2 and drawn.side not in ("R", "L"):
        return two_sides
    return cents(both * two_sides + one * amount)
