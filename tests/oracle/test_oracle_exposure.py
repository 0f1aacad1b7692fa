"""As-paid exposure by hand arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from .audit import audit
from .book import open_book
from .drawing import draw, note, rows
from .exposure import SCENARIOS, expose
from .model import Finding, Line, Note, Recode, Verdict
from .verdicts import allowed


def exposed(lines: list[Line], notes: list[Note] | None = None, scenario: str = "certain") -> list[str]:
    """Write rows of one scenario: line detector: allowed -> corrected, over; paid, over."""
    result = audit(lines, notes or [])
    return sorted(
        f"{claim}{number} {row.detector}: {row.allowed} -> {row.corrected_allowed}, {row.overpayment_allowed}; "
        f"{row.paid}, {row.overpayment_paid}"
        for (name, claim, number), row in result.exposure.items()
        if name == scenario
    )


CASES = {
    "FA201: 1.5 x the larger on the first line": (
        "code mods allowed paid\n64493 RT 100 80\n64493 LT 90 72",
        "A1 FA201: 100 -> 150.00, -50.00; 80, -40.00\nA2 FA201: 90 -> 0.00, 90.00; 72, 72.00",
    ),
    "FA201: the second line is the larger": (
        "code mods allowed paid\n64493 RT 90 72\n64493 LT 100 80",
        "A1 FA201: 90 -> 150.00, -60.00; 72, -48.00\nA2 FA201: 100 -> 0.00, 100.00; 80, 80.00",
    ),
    "FA201: the second priced at half already: nothing over": (
        "code mods allowed paid\n64493 RT 100 80\n64493 LT 40 32",
        "A1 FA201: 100 -> 140.00, -40.00; 80, -32.00\nA2 FA201: 40 -> 0.00, 40.00; 32, 32.00",
    ),
    "FA201: first is by line order, not by file order": (
        "n code mods allowed paid\n2 64493 RT 100 80\n1 64493 LT 100 80",
        "A1 FA201: 100 -> 150.00, -50.00; 80, -40.00\nA2 FA201: 100 -> 0.00, 100.00; 80, 80.00",
    ),
    "FA201: an amount missing on one line leaves too few": (
        "code mods allowed paid\n64493 RT 100 80\n64493 LT - 80",
        "A1 FA201: 100 -> 100.00, 0.00; 80, 0.00\nA2 FA201: None -> None, None; 80, None",
    ),
    "FA202: without 50, 1.5 / units": (
        "code units mods allowed paid\n64493 2 - 200.01 160.01",
        "A1 FA202: 200.01 -> 150.01, 50.00; 160.01, 40.00",
    ),
    "FA202: with 50, 1 / units": (
        "code units mods allowed paid\n64494 2 50 300 240",
        "A1 FA104: 300 -> 0.00, 300.00; 240, 240.00",
    ),
    "FA202: with 50 on a base": (
        "code units mods allowed paid\n64493 2 50 300.01 240",
        "A1 FA202: 300.01 -> 150.01, 150.00; 240, 120.00",  # 150.005 up; 240 x 150 / 300.01 = 119.996
    ),
    "FA204: one line, three quarters": (
        "code units allowed paid\n64493 1 100 80\n64494 2 66.70 -",
        "A2 FA204: 66.70 -> 50.03, 16.67; None, None",
    ),
    "FA204: two lines": (
        "code mods allowed paid\n64493 50 150 120\n64494 RT 60 48\n64494 LT 60 48",
        "A2 FA204: 60 -> 90.00, -30.00; 48, -24.00\nA3 FA204: 60 -> 0.00, 60.00; 48, 48.00",
    ),
    "FA103: units beyond the limit, in line order": (
        "code mods allowed paid\n64493 RT 100 80\n64493 RT 90 72",
        "A1 FA103: 100 -> 100.00, 0.00; 80, 0.00\nA2 FA103: 90 -> 0.00, 90.00; 72, 72.00",
    ),
    "FA103 with FA202 on a line: the lower stands": (
        "code units mods allowed paid\n64493 3 50 300 240",
        "A1 FA103: 300 -> 100.00, 200.00; 240, 160.00",  # equal: the smaller code
    ),
    "FA103: three units without 50": (
        "code units allowed paid\n64493 3 300 240",
        "A1 FA103: 300 -> 100.00, 200.00; 240, 160.00",  # FA202 would leave 150
    ),
    "two recodes on a line without an amount: the smaller code": (
        "code units mods paid\n64493 3 50 240",
        "A1 FA103: None -> None, None; 240, None",
    ),
    "two patterns of one detector do not touch": (
        "code mods allowed\n64493 RT 100\n64493 LT 100\n64490 RT 60\n64490 LT 60",
        "A1 FA201: 100 -> 150.00, -50.00; None, None\nA2 FA201: 100 -> 0.00, 100.00; None, None\n"
        "A3 FA201: 60 -> 90.00, -30.00; None, None\nA4 FA201: 60 -> 0.00, 60.00; None, None",
    ),
    "FA103: a line without an amount takes no units": (
        "code mods allowed paid\n64493 RT - 80\n64493 RT 90 72\n64493 RT 80 64",
        "A1 FA103: None -> None, None; 80, None\nA2 FA103: 90 -> 90.00, 0.00; 72, 0.00\n"
        "A3 FA103: 80 -> 0.00, 80.00; 64, 64.00",
    ),
    "FA103: a line of no units keeps its amount": (
        "code units allowed paid\n64493 0 10 8\n64493 3 300 240",
        "A1 FA103: 10 -> 10.00, 0.00; 8, 0.00\nA2 FA103: 300 -> 100.00, 200.00; 240, 160.00",
    ),
    "deny: FA104 on an add-on": (
        "code allowed paid\n64494 90 72",
        "A1 FA104: 90 -> 0.00, 90.00; 72, 72.00",
    ),
    "deny without an allowed amount: all that was paid": (
        "code allowed paid\n64494 - 72",
        "A1 FA104: None -> 0.00, None; 72, 72",
    ),
    "deny with nothing allowed: all that was paid": (
        "code allowed paid\n64494 0 72",
        "A1 FA104: 0 -> 0.00, 0.00; 72, 72",
    ),
    "recode with nothing allowed: none": (
        "code units allowed paid\n64493 2 0 72",
        "A1 FA202: 0 -> 0.00, 0.00; 72, 0.00",
    ),
    "effect none: no row": ("type code mods allowed paid\nasc 64493 50 100 80", ""),
}


@pytest.mark.parametrize("table, expected", CASES.values(), ids=CASES.keys())
def test_exposure(table: str, expected: str) -> None:
    assert exposed(draw(table)) == rows(expected)


JOINT_CASES = {
    "RFA shares: kept / billed joint-sides": (
        "code mods units allowed paid\n64635 50 1 600 480\n64636 50 1 300 240",
        [note("L3-4 B; L4-5 R")],
        "A2 FA101: 300 -> 150.00, 150.00; 240, 120.00",
    ),
    "RFA: three joint-sides of four on an add-on line": (
        "code mods units allowed paid\n64635 RT 1 600 480\n64636 RT 4 100 80",
        [note("L1-2 R; L2-3 R; L3-4 R; L4-5 R")],
        "A2 FA101: 100 -> 75.00, 25.00; 80, 20.00",
    ),
    "FA209: one side of 1.5": (
        "code mods allowed paid\n64493 50 100 80",
        [note("L4-5 R")],
        "A1 FA209: 100 -> 66.67, 33.33; 80, 26.66",  # 80 x 33.33 / 100 = 26.664
    ),
    "FA209 with FA101 on an RFA line: the lower stands": (
        "code mods allowed paid\n64635 50 100 80",
        [note("L4-5 R")],
        "A1 FA101: 100 -> 50.00, 50.00; 80, 40.00",
    ),
    "FA101 denies before FA102 does not: FA102 is first": (
        "code allowed\n64493 100\n64494 60\n64495 50",
        [note("L3-4 R; L4-5 R")],
        "A3 FA102: 50 -> 0.00, 50.00; None, None",
    ),
    "FA101 before FA104": (
        "code allowed\n64494 60",
        [note("")],
        "A1 FA101: 60 -> 0.00, 60.00; None, None",
    ),
}


@pytest.mark.parametrize("table, notes, expected", JOINT_CASES.values(), ids=JOINT_CASES.keys())
def test_exposure_with_a_note(table: str, notes: list[Note], expected: str) -> None:
    assert exposed(draw(table), notes) == rows(expected)


def test_scenarios_are_cumulative() -> None:
    """FA203 is probable: base 100 paid 1.5 times, the second level nothing: 10 under."""
    lines = draw("code mods allowed paid\n64493 RT 100 80\n64494 LT 40 32")
    both = ["A1 FA203: 100 -> 150.00, -50.00; 80, -40.00", "A2 FA203: 40 -> 0.00, 40.00; 32, 32.00"]
    assert exposed(lines, scenario="certain") == []
    assert exposed(lines, scenario="probable") == both
    assert exposed(lines, scenario="review") == both


def test_a_certain_finding_counts_in_every_scenario() -> None:
    lines = draw("code allowed\n64494 90")
    for scenario in ("certain", "probable", "review"):
        assert exposed(lines, scenario=scenario) == ["A1 FA104: 90 -> 0.00, 90.00; None, None"]


def test_a_recode_over_two_lines_changes_nothing_when_one_is_denied() -> None:
    """The note documents one joint: FA101 denies the second level, FA203 has too few lines left."""
    lines = draw("code mods allowed paid\n64493 RT 100 80\n64494 LT 40 32")
    denied = "A2 FA101: 40 -> 0.00, 40.00; 32, 32.00"
    assert exposed(lines, [note("L4-5 B")], "certain") == [denied]
    assert exposed(lines, [note("L4-5 B")], "probable") == ["A1 FA203: 100 -> 100.00, 0.00; 80, 0.00", denied]


def test_frequency_is_attributed_before_the_level() -> None:
    table = "claim day code allowed\n" + "\n".join(f"A{m} 2025-0{m}-01 64493 100" for m in range(1, 6))
    lines = draw(table + "\nA5 2025-05-01 64495 50")
    assert exposed(lines) == [
        "A51 FA402: 100 -> 0.00, 100.00; None, None",
        "A52 FA402: 50 -> 0.00, 50.00; None, None",
    ]


@pytest.mark.parametrize(
    "codes, first",
    [
        ("FA703 FA401", "FA703"),
        ("FA403 FA107", "FA403"),
        ("FA404 FA402", "FA402"),
        ("FA107 FA503", "FA107"),
        ("FA504 FA503", "FA503"),
        ("FA605 FA504", "FA504"),
        ("FA506 FA605", "FA605"),
        ("FA102 FA506", "FA506"),
        ("FA101 FA102", "FA102"),
        ("FA104 FA101", "FA101"),
        ("FA601 FA104", "FA104"),
        ("FA501 FA603", "FA603"),
        ("FA602 FA601", "FA601"),
        ("FA502 FA501", "FA501"),
        ("FA103 FA507", "FA507"),
    ],
)
def test_a_deny_is_attributed_to_the_first_of_the_pages_order(codes: str, first: str) -> None:
    (line,) = draw("code allowed\n64493 100")
    book = open_book([line], [])[0]
    verdicts = {code: Verdict({line.key: Finding("certain", "deny")}) for code in codes.split()}
    assert {row.detector for row in expose(book, verdicts, line.service_date, 6).values()} == {first}


def test_a_scenario_leaves_out_what_is_less_sure() -> None:
    (line,) = draw("code allowed\n64493 100")
    book = open_book([line], [])[0]
    verdicts = {"FA999": Verdict({line.key: Finding("review", "deny")})}
    assert set(SCENARIOS) == {"certain", "probable", "review"}
    assert {name for name, _, _ in expose(book, verdicts, line.service_date, 6)} == {"review"}


def test_a_recode_is_computed_on_its_lines_without_a_deny() -> None:
    """Half of what is left goes to the first line left: a made-up pattern of three lines."""

    def half(lines: Sequence[Line]) -> dict[tuple[str, int], Decimal]:
        return {lines[0].key: sum((allowed(line) for line in lines), Decimal(0)) / 2}

    lines = draw("code allowed\n64493 100\n64494 60\n64495 50")
    book = open_book(lines, [])[0]
    recode = Verdict({line.key: Finding("certain", "recode") for line in lines}, set(), [Recode(tuple(lines), half)])
    deny = Verdict({lines[0].key: Finding("probable", "deny")})
    found = expose(book, {"FA104": deny, "FA298": recode}, lines[0].service_date, 6)
    corrected = {(name, number): row.corrected_allowed for (name, _, number), row in found.items()}
    assert [corrected["certain", number] for number in (1, 2, 3)] == [Decimal(105), Decimal(60), Decimal(50)]
    assert [corrected["probable", number] for number in (1, 2, 3)] == [Decimal(0), Decimal(55), Decimal(50)]


# --- look-back ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "served, paid_on, as_of, years, within",
    [
        ("2019-03-01", "2019-03-03", "2025-03-03", 6, True),
        ("2019-03-01", "2019-03-02", "2025-03-03", 6, False),
        ("2019-03-03", "-", "2025-03-03", 6, True),
        ("2019-03-02", "-", "2025-03-03", 6, False),
        ("2019-03-02", "2025-01-01", "2025-03-03", 6, True),
        ("2024-03-03", "-", "2025-03-03", 1, True),
        ("2023-02-28", "-", "2024-02-29", 1, True),
    ],
)
def test_lookback(served: str, paid_on: str, as_of: str, years: int, within: bool) -> None:
    lines = draw(f"day paid_on code\n{served} {paid_on} 64494")
    result = audit(lines, as_of=date.fromisoformat(as_of), lookback_years=years)
    assert {row.within_lookback for row in result.exposure.values()} == {within}


def test_as_of_is_by_default_the_last_paid_or_service_date_of_the_accepted_lines() -> None:
    lines = draw("day paid_on code\n2019-03-03 - 64494\n2025-03-04 2025-03-02 99213\n2025-01-01 2025-03-03 99213")
    assert audit(lines).as_of == date(2025, 3, 4)
    reversal = draw("day units code\n2026-01-01 -1 99213", claim_id="B")
    assert audit([*lines, *reversal]).as_of == date(2025, 3, 4), "a rejected line is not accepted"
    assert audit(draw("day paid_on code\n2019-03-03 2019-05-01 64494")).as_of == date(2019, 5, 1)
    assert audit([]).as_of is None
