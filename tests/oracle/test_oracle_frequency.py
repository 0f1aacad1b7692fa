"""FA401-FA405 in drawn cases; the windows themselves are tested with the sessions."""

from __future__ import annotations

import pytest

from .audit import audit
from .drawing import draw, rows, said

CODES = ["FA401", "FA402", "FA403", "FA404", "FA405"]
FIVE = "2025-01-01 2025-02-01 2025-03-01 2025-04-01 2025-05-01"


def days(text: str, code: str, mods: str = "-") -> str:
    """Draw a table of one claim a day: A, B, C ..."""
    claims = [f"{chr(65 + index)} {day} {code} {mods}" for index, day in enumerate(text.split())]
    return "claim day code mods\n" + "\n".join(claims)


@pytest.mark.parametrize(
    "table, expected",
    [
        (days(FIVE, "64493", "KX"), "FA401 certain deny 5/4: E1"),
        (days(FIVE, "64490"), "FA402 certain deny 5/4: E1"),
        (days("2025-01-01 2025-03-01 2025-05-01", "64635"), "FA403 certain deny 3/2: C1"),
        (days("2020-01-01 2020-06-01 2020-12-31", "64635"), "FA403 probable deny 3/2: C1"),
        (days("2020-11-01 2021-02-01 2021-05-01", "64635"), "FA403 probable deny 3/2: C1"),
        (days("2020-11-01 2021-02-01 2021-05-02", "64635"), "FA403 certain deny 3/2: C1"),
        (
            days("2020-01-01 2020-02-01 2020-03-01 2020-04-01 2020-05-01 2020-06-01", "64493"),
            "FA404 probable deny 6/5: F1",
        ),
        (days("2020-01-01 2020-02-01 2020-03-01 2020-04-01 2020-05-01", "64493", "KX"), ""),
        (days("2021-01-01 2021-02-01 2021-03-01 2021-04-01 2021-05-01 2021-05-02 2021-05-16", "64493"), ""),
    ],
)
def test_limits(table: str, expected: str) -> None:
    assert said(audit(draw(table)), CODES) == rows(expected)
    assert said(audit(draw(table, payer="aetna")), CODES) == []


def test_every_injection_line_of_the_session_is_at_issue() -> None:
    table = days(FIVE, "64493", "KX") + (
        "\nE 2025-05-01 64494 -\nE 2025-05-01 64490 KX\nE 2025-05-01 0216T -"
        "\nE 2025-05-01 64635 -\nF 2025-05-01 64493 -"
    )
    assert said(audit(draw(table)), CODES) == ["FA401 certain deny 5/4: E1 E2 F1"]


def test_every_rfa_line_of_the_session_is_at_issue() -> None:
    table = days("2025-01-01 2025-03-01 2025-05-01", "64635") + "\nC 2025-05-01 64636 -\nC 2025-05-01 64493 -"
    assert said(audit(draw(table)), CODES) == ["FA403 certain deny 3/2: C1 C2"]


def test_a_session_of_unknown_kind_is_unknown_for_the_therapeutic_limit() -> None:
    table = "day code mods slots\n2025-01-01 64493 RT,59 2\n2025-01-01 64494 RT 2\n2021-05-01 64493 RT,59 2"
    assert said(audit(draw(table)), CODES) == ["FA402 unknown: A1 A2"]
    assert said(audit(draw(table, payer="aetna")), CODES) == []


INTERVALS = {
    "13 days": (days("2025-01-01 2025-01-14", "64493", "KX"), "FA405 probable deny 13/14: B1"),
    "14 days": (days("2025-01-01 2025-01-15", "64493", "KX"), ""),
    "the day after": (days("2025-01-01 2025-01-02", "64493", "KX"), "FA405 probable deny 1/14: B1"),
    "after the previous, not the first": (
        days("2025-01-01 2025-02-01 2025-02-10", "64493", "KX"),
        "FA405 probable deny 9/14: C1",
    ),
    "each after its previous": (
        days("2025-01-01 2025-01-10 2025-01-19", "64493", "KX"),
        "FA405 probable deny 9/14: B1 C1",
    ),
    "another region": ("day code mods\n2025-01-01 64493 KX\n2025-01-08 64490 KX", ""),
    "another patient": ("day patient code mods\n2025-01-01 P1 64493 KX\n2025-01-08 P2 64493 KX", ""),
    "a therapeutic one between": (
        "day code mods\n2025-01-01 64493 KX\n2025-01-05 64493 -\n2025-01-08 64493 KX",
        "FA405 probable deny 7/14: A3",
    ),
    "therapeutic ones": (days("2025-01-01 2025-01-08", "64493"), ""),
    "the previous one before 2021 does not count": (days("2021-05-01 2021-05-02", "64493", "KX"), ""),
    "another payer": ("day payer code mods\n2025-01-01 aetna 64493 KX\n2025-01-08 medicare 64493 KX", ""),
    "an excess previous one counts": (
        days(FIVE + " 2025-05-10", "64493", "KX"),
        "FA401 certain deny 5/4: E1 F1\nFA405 probable deny 9/14: F1",
    ),
}


@pytest.mark.parametrize("table, expected", INTERVALS.values(), ids=INTERVALS.keys())
def test_diagnostic_interval(table: str, expected: str) -> None:
    assert said(audit(draw(table)), CODES) == rows(expected)


def test_diagnostic_interval_not_under_cpt() -> None:
    table = days("2025-01-01 2025-01-08", "64493", "KX")
    assert said(audit(draw(table, payer="aetna")), CODES) == []
