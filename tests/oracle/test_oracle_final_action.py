"""Final action in drawn cases: what is removed, why, and what is rejected."""

from __future__ import annotations

import pytest

from .audit import audit
from .drawing import draw, label
from .model import Line

CASES = {
    "a reversal removes its original and itself": (
        """
        claim n units allowed paid
        A     1 1     100     80
        A     2 -1    -100    -80
        """,
        "A1 reversed, A2 reversed",
    ),
    "negative amounts with positive units are a reversal too": (
        """
        claim n units allowed paid
        A     1 1     100     80
        A     2 1     -100    -80
        """,
        "A1 reversed, A2 reversed",
    ),
    "a negative paid amount alone is enough": (
        """
        claim n units allowed paid
        A     1 1     100     80
        A     2 1     100     -80
        """,
        "A1 reversed, A2 reversed",
    ),
    "its own claim first, though another is later": (
        """
        claim n units allowed
        A     1 1     100
        B     1 1     100
        A     2 -1    -100
        """,
        "A1 reversed, A2 reversed",
    ),
    "without a match in its own claim, the latest line before it": (
        """
        claim n units allowed
        A     1 1     100
        B     1 1     100
        C     1 -1    -100
        """,
        "B1 reversed, C1 reversed",
    ),
    "the latest line of its own claim": (
        """
        claim n units allowed
        A     1 1     100
        A     2 1     100
        A     3 -1    -100
        """,
        "A2 reversed, A3 reversed",
    ),
    "a line after it is not removed": (
        """
        claim n units allowed
        A     1 -1    -100
        A     2 1     100
        """,
        "A1 rejected",
    ),
    "one original, two reversals": (
        """
        claim n units allowed
        A     1 1     100
        A     2 -1    -100
        A     3 -1    -100
        """,
        "A1 reversed, A2 reversed, A3 rejected",
    ),
    "a reversal is no original of another": (
        """
        claim n units allowed
        A     1 -1    -100
        A     2 -1    -100
        """,
        "A1 rejected, A2 rejected",
    ),
    "two originals, two reversals": (
        """
        claim n units allowed
        A     1 1     100
        A     2 1     100
        A     3 -1    -100
        A     4 -1    -100
        """,
        "A1 reversed, A2 reversed, A3 reversed, A4 reversed",
    ),
    "missing equals missing": (
        """
        claim n units allowed paid
        A     1 1     -       80
        A     2 -1    -       -80
        """,
        "A1 reversed, A2 reversed",
    ),
    "missing does not equal an amount": (
        """
        claim n units allowed paid
        A     1 1     100     80
        A     2 -1    -       -80
        """,
        "A2 rejected",
    ),
    "modifiers are a set": (
        """
        claim n units mods
        A     1 1     RT,KX
        A     2 -1    KX,RT
        """,
        "A1 reversed, A2 reversed",
    ),
    "other modifiers": (
        """
        claim n units mods
        A     1 1     RT
        A     2 -1    LT
        """,
        "A2 rejected",
    ),
    "other code": (
        """
        claim n units code
        A     1 1     64493
        A     2 -1    64494
        """,
        "A2 rejected",
    ),
    "other date": (
        """
        claim n units day
        A     1 1     2025-03-03
        A     2 -1    2025-03-04
        """,
        "A2 rejected",
    ),
    "other patient": (
        """
        claim n units patient
        A     1 1     P1
        A     2 -1    P2
        """,
        "A2 rejected",
    ),
    "other amount": (
        """
        claim n units allowed
        A     1 1     100
        A     2 -1    -99
        """,
        "A2 rejected",
    ),
    "other units": (
        """
        claim n units allowed
        A     1 2     100
        A     2 -1    -100
        """,
        "A2 rejected",
    ),
    "a denied line can be reversed": (
        """
        claim n units status
        A     1 1     denied
        A     2 -1    paid
        """,
        "A1 reversed, A2 reversed",
    ),
    "a rejected line is none of the extract: it removes no claim": (
        """
        claim n freq names units status
        A     1 1    -     1     paid
        B     1 8    A     -3    denied
        """,
        "B1 rejected",
    ),
    "a rejected line is no version of another": (
        """
        claim n units paid_on
        A     1 1     2025-04-01
        A     1 -3    2025-04-02
        """,
        "A1#2 rejected",
    ),
    "the same claim line twice: the one paid last stays": (
        """
        claim n units paid_on
        A     1 1     2025-04-02
        A     1 2     2025-04-01
        """,
        "A1#2 superseded",
    ),
    "a missing paid date sorts first": (
        """
        claim n units paid_on
        A     1 1     2025-04-02
        A     1 2     -
        """,
        "A1#2 superseded",
    ),
    "paid the same day: the last in file order stays": (
        """
        claim n units paid_on
        A     1 1     2025-04-02
        A     1 2     2025-04-02
        """,
        "A1 superseded",
    ),
    "a reversal pair is gone before versions are compared": (
        """
        claim n units allowed paid_on
        A     1 1     120     2025-04-01
        A     1 1     100     2025-04-09
        A     1 -1    -100    2025-04-20
        """,
        "A1#2 reversed, A1#3 reversed",
    ),
    "a void removes the claim it names and itself": (
        """
        claim n freq names
        A     1 1    -
        A     2 1    -
        B     1 8    A
        C     1 1    -
        """,
        "A1 voided, A2 voided, B1 voided",
    ),
    "a void that names nothing is inactive and removes nothing": (
        """
        claim n freq names
        A     1 1    -
        B     1 8    -
        """,
        "B1 voided",
    ),
    "a void that names itself removes only its own line": (
        """
        claim n freq names
        A     1 1    -
        A     2 8    A
        """,
        "A2 voided",
    ),
    "a replacement removes the claim it names": (
        """
        claim n freq names
        A     1 1    -
        B     1 7    A
        """,
        "A1 replaced",
    ),
    "a replacement of itself or of nothing removes nothing": (
        """
        claim n freq names
        A     1 7    A
        B     1 7    -
        """,
        "",
    ),
    "a denied replacement still removes": (
        """
        claim n freq names status
        A     1 1    -     paid
        B     1 7    A     denied
        """,
        "A1 replaced, B1 denied",
    ),
    "a chain: the replaced replacement still removes": (
        """
        claim n freq names
        A     1 1    -
        B     1 7    A
        C     1 7    B
        """,
        "A1 replaced, B1 replaced",
    ),
    "a reversed replacement still removes": (
        """
        claim n freq names units
        A     1 1    -     3
        B     1 7    A     1
        B     2 7    A     -1
        """,
        "A1 replaced, B1 reversed, B2 reversed",
    ),
    "a superseded replacement still removes": (
        """
        claim n freq names
        A     1 1    -
        B     1 7    A
        B     1 1    -
        """,
        "A1 replaced, B1 superseded",
    ),
    "named by a void and by a replacement: voided": (
        """
        claim n freq names
        A     1 1    -
        B     1 7    A
        C     1 8    A
        """,
        "A1 voided, C1 voided",
    ),
    "a void outside the audited days counts": (
        """
        claim n freq names day        code
        A     1 1    -     2025-03-03 64493
        B     1 8    A     2025-06-03 99213
        """,
        "A1 voided, B1 voided",
    ),
    "denied": (
        """
        claim n status allowed paid
        A     1 denied 0       0
        A     2 paid   100     80
        """,
        "A1 denied",
    ),
    "zero-paid needs both amounts known to be 0": (
        """
        claim n allowed paid
        A     1 0       0
        A     2 0       -
        A     3 -       0
        A     4 100     0
        """,
        "A1 zero-paid",
    ),
    "a voided denied line is voided": (
        """
        claim n status freq names
        A     1 denied 1    -
        B     1 paid   8    A
        """,
        "A1 voided, B1 voided",
    ),
}


@pytest.mark.parametrize("table, expected", CASES.values(), ids=CASES.keys())
def test_final_action(table: str, expected: str) -> None:
    lines = draw(table) if " code" in table.splitlines()[1] else draw(table, hcpcs="64493")
    result = audit(lines)
    assert _outcome(lines, result.inactive, result.rejected) == expected
    active = [index for index in range(len(lines)) if index not in result.inactive | dict.fromkeys(result.rejected)]
    assert sum(row.lines for row in result.sessions) == sum(lines[i].hcpcs == "64493" for i in active)


def _outcome(lines: list[Line], inactive: dict[int, str], rejected: set[int]) -> str:
    words = []
    for index, line in enumerate(lines):
        version = sum(other.key == line.key for other in lines[: index + 1])
        name = label(line.key) + (f"#{version}" if version > 1 else "")
        if index in rejected:
            words.append(f"{name} rejected")
        elif index in inactive:
            words.append(f"{name} {inactive[index]}")
    return ", ".join(words)


def test_audited_days_have_a_family_code_or_64999_among_accepted_lines() -> None:
    lines = draw(
        """
        claim day        code  status freq names
        A     2025-03-03 64493 denied 1    -
        A     2025-03-03 99213 paid   1    -
        B     2025-03-04 99213 paid   1    -
        C     2025-03-05 64999 paid   1    -
        D     2025-03-06 0216T paid   1    -
        E     2025-03-07 20552 paid   1    -
        """
    )
    reversal = draw("day code units\n2025-03-08 64493 -1", claim_id="F")
    office = draw("day code\n2025-03-08 99213", claim_id="G")
    result = audit([*lines, *reversal, *office])
    assert result.rejected == {6}
    assert {label(lines[i].key) for i in result.audited} == {"A1", "A2", "C1", "D1"}, "a rejected line audits no day"
