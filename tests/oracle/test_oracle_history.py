"""Detectors that look back beyond the headline families: FA306, FA307, FA406-FA409, FA603, FA604."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from .audit import audit
from .drawing import draw, note, rows, said
from .model import Note

LONG_AGO = "Z 2022-01-01 99213 -"
"""A line of long ago: nothing of 2025 is left-censored."""


def history(text: str, long_ago: bool = True) -> str:
    """Draw a table of claim, day, code, mods."""
    return "claim day code mods\n" + text.strip() + ("\n" + LONG_AGO if long_ago else "")


TWO_BLOCKS = "A 2025-01-01 64493 KX\nB 2025-02-01 64493 KX\n"

CASES = {
    # FA306
    "FA306 RFA within 24 months": ("A 2023-03-04 64635 RT\nB 2025-03-03 64493 KX", "FA306 review none: B1"),
    "FA306 24 months to the day": ("A 2023-03-03 64635 RT\nB 2025-03-03 64493 KX", ""),
    "FA306 the same day": ("A 2025-03-03 64635 RT\nB 2025-03-03 64493 KX", ""),
    "FA306 another region": ("A 2025-01-03 64633 RT\nB 2025-03-03 64493 KX", ""),
    "FA306 only lines with KX": (
        "A 2025-01-03 64635 RT\nB 2025-03-03 64493 KX\nB 2025-03-03 64494 -",
        "FA306 review none: B1",
    ),
    "FA306 not RFA lines with KX": ("A 2025-01-03 64635 RT\nB 2025-03-03 64635 KX", ""),
    # FA406
    "FA406 not an injection after it": ("A 2025-01-01 64635 RT\nB 2025-01-15 64493 RT", ""),
    "FA406 both sides then right": ("A 2025-01-01 64635 50\nB 2025-01-15 64635 RT", "FA406 probable deny: B1"),
    "FA406 same side within 6 months": ("A 2025-01-01 64635 RT\nB 2025-06-30 64635 RT", "FA406 probable deny: B1"),
    "FA406 6 months to the day": ("A 2025-01-01 64635 RT\nB 2025-07-01 64635 RT", ""),
    "FA406 right then left": ("A 2025-01-01 64635 RT\nB 2025-01-15 64635 LT", ""),
    "FA406 both sides then left": (
        "A 2025-01-01 64635 50\nB 2025-01-15 64635 LT\nB 2025-01-15 64636 LT",
        "FA406 probable deny: B1 B2",
    ),
    "FA406 a side unknown": ("A 2025-01-01 64635 RT\nB 2025-01-15 64635 -", "FA406 unknown: B1"),
    "FA406 a side unknown before": ("A 2025-01-01 64635 -\nB 2025-01-15 64635 RT", "FA406 unknown: B1"),
    "FA406 both unknown": ("A 2025-01-01 64635 -\nB 2025-01-15 64635 -", "FA406 unknown: B1"),
    "FA406 an unknown one and one in common": (
        "A 2025-01-01 64635 RT\nA 2025-01-01 64636 -\nB 2025-01-15 64635 RT",
        "FA406 probable deny: B1",
    ),
    "FA406 another region": ("A 2025-01-01 64635 RT\nB 2025-01-15 64633 RT", ""),
    # FA409
    "FA409 within 3 months": ("A 2025-01-01 64493 -\nB 2025-03-31 64493 -", "FA409 review none: B1"),
    "FA409 3 months to the day": ("A 2025-01-01 64493 -\nB 2025-04-01 64493 -", ""),
    "FA409 after a diagnostic one": ("A 2025-01-01 64493 KX\nB 2025-03-01 64493 -", ""),
    "FA409 a diagnostic after a therapeutic one": ("A 2025-01-01 64493 -\nB 2025-03-01 64493 KX", ""),
    "FA409 the other before lcd_2021": ("A 2021-05-01 64493 -\nB 2021-05-03 64493 -", ""),
    # FA307
    "FA307 first session therapeutic": ("A 2025-01-01 64493 -", "FA307 review none: A1"),
    "FA307 first session diagnostic": ("A 2025-01-01 64493 KX\nB 2025-02-01 64493 -", ""),
    "FA307 not a second one": ("A 2025-01-01 64493 -\nB 2025-02-01 64493 -", "FA307 review none: A1"),
    "FA307 each region": ("A 2025-01-01 64493 KX\nB 2025-02-01 64490 -", "FA307 review none: B1"),
    "FA307 a first session before 2021 is first": ("A 2021-04-01 64493 -\nB 2025-02-01 64493 -", ""),
    # FA407
    "FA407 two blocks before": (TWO_BLOCKS + "C 2025-03-01 64635 RT", ""),
    "FA407 one block before": ("A 2025-01-01 64493 KX\nC 2025-03-01 64635 RT", "FA407 review none: C1"),
    "FA407 a block on the day is not before": (
        "A 2025-01-01 64493 KX\nC 2025-03-01 64635 RT\nD 2025-03-01 64493 KX",
        "FA407 review none: C1",
    ),
    "FA407 only the first RFA": ("A 2025-01-01 64635 RT\nB 2025-02-01 64635 LT", "FA407 review none: A1"),
    "FA407 blocks of the other region": (TWO_BLOCKS + "C 2025-03-01 64633 RT", "FA407 review none: C1"),
    # FA408
    "FA408 two blocks before": (TWO_BLOCKS + "C 2025-03-01 64493 -", ""),
    "FA408 one block before": ("A 2025-01-01 64493 KX\nC 2025-03-01 64493 -", "FA408 review none: C1"),
}


@pytest.mark.parametrize("name", CASES)
def test_history(name: str) -> None:
    """The first word of a case's name is the detector asked."""
    text, expected = CASES[name]
    code = name.split()[0]
    assert said(audit(draw(history(text)), select=[code])) == rows(expected)
    assert said(audit(draw(history(text), payer="aetna"), select=[code])) == []


@pytest.mark.parametrize("day, censored", [("2022-12-31", True), ("2023-01-01", False)])
def test_left_censored_within_12_months_of_the_first_service_date(day: str, censored: bool) -> None:
    text = f"A {day} 64493 -\nB {day} 64635 RT"
    result = audit(draw(history(text)), select=["FA307", "FA407", "FA408"])
    words = "unknown" if censored else "review none"
    assert said(result) == [f"FA307 {words}: A1", f"FA407 {words}: B1", f"FA408 {words}: A1"]


def test_evidence_in_the_file_is_not_censored() -> None:
    text = TWO_BLOCKS + "C 2025-03-01 64493 -\nD 2025-03-02 64635 RT\nE 2025-03-09 64635 RT"
    lines = draw(history(text, long_ago=False))
    assert said(audit(lines, select=["FA307", "FA407", "FA408"])) == []


def test_unknown_kinds() -> None:
    """A and C are of unknown kind, B and D therapeutic; the RFA comes last."""
    lines = draw(
        """
        claim day        code  mods  slots
        Z     2022-01-01 99213 -     4
        A     2025-01-01 64493 RT,59 2
        B     2025-05-01 64493 RT    2
        C     2025-09-01 64493 RT,59 2
        D     2025-10-01 64493 RT    2
        E     2025-11-01 64635 RT    2
        """
    )
    codes = ["FA307", "FA407", "FA408", "FA409"]
    assert said(audit(lines, select=codes)) == [
        "FA307 unknown: A1",
        "FA407 unknown: E1",
        "FA408 unknown: A1 B1 C1 D1",
        "FA409 unknown: A1 C1",
    ]
    assert said(audit(lines[1:2], select=["FA307"])) == ["FA307 unknown: A1"]


RELIEF = {
    "a second block, 79 %": ("A 2025-01-01 64493 KX\nB 2025-02-01 64493 KX", 79, "FA603 probable deny 79/80: B1"),
    "a second block, 80 %": ("A 2025-01-01 64493 KX\nB 2025-02-01 64493 KX", 80, ""),
    "a first block": ("B 2025-02-01 64493 KX", 10, ""),
    "a block a year after": ("A 2024-02-01 64493 KX\nB 2025-02-01 64493 KX", 10, ""),
    "the first RFA, 79 %": ("B 2025-02-01 64635 RT", 79, "FA603 probable deny 79/80: B1"),
    "a later RFA, 50 %": ("A 2022-02-01 64635 RT\nB 2025-02-01 64635 RT", 50, ""),
    "a later RFA, 49 %": ("A 2022-02-01 64635 RT\nB 2025-02-01 64635 RT", 49, "FA603 probable deny 49/50: B1"),
    "a later therapeutic one, 49 %": (
        "A 2022-02-01 64493 -\nB 2025-02-01 64493 -",
        49,
        "FA603 probable deny 49/50: B1",
    ),
    "a first therapeutic one": ("A 2022-02-01 64493 KX\nB 2025-02-01 64493 -", 10, ""),
    "an RFA after blocks is the first": (
        "A 2025-01-01 64493 KX\nB 2025-02-01 64635 RT",
        79,
        "FA603 probable deny 79/80: B1",
    ),
}


@pytest.mark.parametrize("text, relief, expected", RELIEF.values(), ids=RELIEF.keys())
def test_relief_below_threshold(text: str, relief: int, expected: str) -> None:
    notes = [note(claim_id="B", relief_percent=Decimal(percent)) for percent in (relief, 95)]
    notes += [note(claim_id="B"), note(claim_id="A", relief_percent=Decimal(95))]
    assert said(audit(draw(history(text)), notes, select=["FA603"])) == rows(expected)
    assert said(audit(draw(history(text), payer="aetna"), notes, select=["FA603"])) == []


def test_relief_before_a_first_rfa_that_is_left_censored() -> None:
    lines = draw("day code mods\n2025-02-01 64635 RT")
    assert said(audit(lines, [note(relief_percent=Decimal(10))], select=["FA603"])) == ["FA603 unknown: A1"]
    assert said(audit(lines, [note(relief_percent=Decimal(90))], select=["FA603"])) == []


def test_relief_that_does_not_rest_on_a_first_rfa_is_never_left_censored() -> None:
    notes = [note(claim_id="B", relief_percent=Decimal(10)), note(claim_id="A", relief_percent=Decimal(95))]
    blocks = draw(history("A 2025-01-01 64493 KX\nB 2025-02-01 64493 KX", long_ago=False))
    assert said(audit(blocks, notes, select=["FA603"])) == ["FA603 probable deny 10/80: B1"]
    ablations = draw(history("A 2025-01-01 64635 RT\nB 2025-02-01 64635 LT", long_ago=False))
    assert said(audit(ablations, notes, select=["FA603"])) == ["FA603 probable deny 10/50: B1"]


def test_relief_says_nothing_of_sessions_of_unknown_kind() -> None:
    lines = draw("claim day code mods slots\nA 2025-01-01 64493 RT,59 2\nB 2025-02-01 64493 RT,59 2")
    assert said(audit(lines, [note(claim_id="B", relief_percent=Decimal(10))], select=["FA603"])) == []


def weeks(number: int, claim: str = "A") -> Note:
    """Draw a note that says how many weeks of conservative care."""
    return note(claim_id=claim, conservative_care_weeks=Decimal(number))


def test_conservative_care_short() -> None:
    text = "A 2025-01-01 64493 KX\nB 2025-02-01 64493 KX\nC 2025-02-01 64633 RT"
    lines = draw(history(text))
    assert said(audit(lines, [weeks(11), weeks(3, "B"), weeks(20, "C")], select=["FA604"])) == [
        "FA604 review none 11/12: A1"
    ]
    assert said(audit(lines, [weeks(12), weeks(3, "C")], select=["FA604"])) == ["FA604 review none 3/12: C1"]
    assert said(audit(lines, [note()], select=["FA604"])) == ["FA604 unknown: A1 C1"]
    several = [note(), weeks(20), weeks(11), weeks(12, "C")]
    assert said(audit(lines, several, select=["FA604"])) == ["FA604 review none 11/12: A1"]
    after_ablation = draw(history("A 2025-01-01 64635 RT\nB 2025-02-01 64493 KX"))
    assert said(audit(after_ablation, [weeks(12), weeks(3, "B")], select=["FA604"])) == []
    censored = draw("day code\n2025-02-01 64493")
    assert said(audit(censored, [weeks(11)], select=["FA604"])) == ["FA604 unknown: A1"]
    assert said(audit(censored, [weeks(12)], select=["FA604"])) == []
    assert min(line.service_date for line in lines) == date(2022, 1, 1)
