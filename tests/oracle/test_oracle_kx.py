"""FA301-FA305 in drawn cases."""

from __future__ import annotations

import pytest

from .audit import audit
from .drawing import draw, note, rows, said
from .model import Note

THERAPEUTIC = note(injection_type="therapeutic")
DIAGNOSTIC = note(injection_type="diagnostic")

CASES: dict[str, tuple[str, list[Note], str]] = {
    # FA301
    "FA301": ("code mods\n64635 KX\n0213T KX\n64636 -", [], "FA301 certain none: A1 A2"),
    "FA301 other codes may have KX": ("code mods\n64493 RT\n97110 KX", [DIAGNOSTIC], "FA303 certain none: A1"),
    "FA301 first day": (
        "day mac code mods\n2021-04-24 ngs 64635 KX\n2021-04-25 ngs 64635 KX",
        [],
        "FA301 certain none: A2",
    ),
    "FA301 not cpt": ("payer code mods\naetna 64635 KX", [], ""),
    # FA302
    "FA302 the note says therapeutic": (
        "code mods\n64493 KX\n64494 KX",
        [THERAPEUTIC],
        "FA302 certain none: A1 A2",
    ),
    "FA302 any of several notes": ("code mods\n64493 KX", [DIAGNOSTIC, THERAPEUTIC], "FA302 certain none: A1"),
    "FA302 a note of another type": ("code mods\n64493 KX\nJ3301 -", [DIAGNOSTIC], ""),
    "FA302 a note without a type is a note": ("code mods\n64493 KX\nJ3301 -", [note()], ""),
    "FA302 an RFA note does not speak of injections": (
        "code mods\n64493 KX\nJ3301 -",
        [note(injection_type="rfa")],
        "FA302 review none: A1",
    ),
    "FA302 no note, a steroid by anybody that day": (
        "claim npi type code mods\nA 1 professional 64493 KX\nB 2 asc J1100 -",
        [],
        "FA302 review none: A1",
    ),
    "FA302 no note, no steroid": ("code mods\n64493 KX\nJ2001 -", [], ""),
    "FA302 a steroid on another day": ("day code mods\n2025-03-03 64493 KX\n2025-03-04 J3301 -", [], ""),
    "FA302 a steroid line of another payer": ("payer code mods\nmedicare 64493 KX\naetna J3301 -", [], ""),
    "FA302 a denied steroid line": ("status code mods\npaid 64493 KX\ndenied J3301 -", [], ""),
    "FA302 without KX": ("code\n64493\nJ3301", [THERAPEUTIC], ""),
    "FA302 before 2021": ("day code mods\n2021-05-01 64493 KX", [THERAPEUTIC], ""),
    # FA303
    "FA303 the note says diagnostic": (
        "code mods\n64493 -\n64494 KX",
        [DIAGNOSTIC],
        "FA303 certain none: A1\nFA304 review none: A1",
    ),
    "FA303 the note says therapeutic": ("code mods\n64493 -", [THERAPEUTIC], ""),
    "FA303 no note": ("code mods\n64493 -\n64494 -", [], "FA303 unknown: A1 A2"),
    "FA303 a note without a type": ("code mods\n64493 -", [note("L3-4")], "FA303 unknown: A1"),
    "FA303 slots full": ("code mods slots\n64493 RT,59 2", [DIAGNOSTIC], "FA303 unknown: A1"),
    "FA303 slots full, note therapeutic": ("code mods slots\n64493 RT,59 2", [THERAPEUTIC], ""),
    "FA303 has KX": ("code mods slots\n64493 RT,KX 2", [DIAGNOSTIC], ""),
    "FA303 not RFA, not US": ("code\n64635\n0213T", [note()], ""),
    "FA303 first day": (
        "day mac code\n2021-05-01 cgs 64493\n2021-05-02 cgs 64493",
        [DIAGNOSTIC],
        "FA303 certain none: A2",
    ),
    "FA303 not cpt": ("payer code\naetna 64493", [DIAGNOSTIC], ""),
    # FA304
    "FA304 one of three without": (
        "code mods\n64493 KX\n64494 KX\n64495 -",
        [THERAPEUTIC],
        "FA302 certain none: A1 A2\nFA304 review none: A3",
    ),
    "FA304 another region": ("code mods\n64493 KX\n64490 -", [note()], "FA303 unknown: A2"),
    "FA304 another provider": ("npi code mods\n1 64493 KX\n2 64494 -", [note()], "FA303 unknown: A2"),
    "FA304 not against RFA": ("code mods\n64493 -\n64635 KX", [THERAPEUTIC], "FA301 certain none: A2"),
    "FA304 slots full": (
        "code mods slots\n64493 KX,59 2\n64494 RT,59 2\n64494 RT 2",
        [THERAPEUTIC],
        "FA302 certain none: A1\nFA304 unknown: A2\nFA304 review none: A3",
    ),
    "FA304 asc too": (
        "type code mods\nasc 64493 KX\nasc 64494 -",
        [note(injection_type="therapeutic")],
        "FA302 certain none: A1\nFA304 review none: A2",
    ),
    "FA304 before 2021": ("day code mods\n2021-05-01 64493 KX\n2021-05-01 64494 -", [], ""),
    "FA304 not cpt": ("payer code mods\naetna 64493 KX\naetna 64494 -", [], ""),
}


@pytest.mark.parametrize("table, notes, expected", CASES.values(), ids=CASES.keys())
def test_kx(table: str, notes: list[Note], expected: str) -> None:
    codes = ["FA301", "FA302", "FA303", "FA304"]
    assert said(audit(draw(table), notes), codes) == rows(expected)


STEROIDS = "J0702 J1010 J1020 J1030 J1040 J1094 J1100 J2920 J2930 J3300 J3301 J3303"


@pytest.mark.parametrize("drug", STEROIDS.split())
def test_steroid_drugs(drug: str) -> None:
    assert said(audit(draw(f"code mods\n64493 KX\n{drug} -")), ["FA302"]) == ["FA302 review none: A1"]


def test_kx_beyond_initial() -> None:
    """Third and fourth diagnostic session; the fifth is FA401's; a line without KX is not at issue."""
    table = """
        claim day        code  mods
        A     2025-01-01 64493 KX
        B     2025-02-01 64493 KX
        C     2025-03-01 64493 KX
        C     2025-03-01 64494 -
        D     2025-04-01 64493 KX
        E     2025-05-01 64493 KX
    """
    assert said(audit(draw(table)), ["FA305"]) == ["FA305 review none 3: C1", "FA305 review none 4: D1"]
    assert said(audit(draw(table, payer="aetna")), ["FA305"]) == []


def test_kx_beyond_initial_not_before_2021() -> None:
    table = "day code mods\n2021-01-01 64493 KX\n2021-02-01 64493 KX\n2021-03-01 64493 KX"
    assert said(audit(draw(table)), ["FA305"]) == []


def test_kx_beyond_initial_not_on_a_session_that_is_not_diagnostic() -> None:
    """KX on the facility line alone leaves the session therapeutic."""
    table = """
        claim day        type         code  mods
        A     2025-01-01 professional 64493 -
        B     2025-02-01 professional 64493 -
        C     2025-03-01 professional 64493 -
        D     2025-03-01 asc          64493 KX
    """
    assert said(audit(draw(table)), ["FA305"]) == []
