"""FA201-FA209 in drawn cases."""

from __future__ import annotations

import pytest

from .audit import audit
from .drawing import draw, note, rows, said
from .model import Note

CASES = {
    # FA201
    "FA201 base RT and LT": ("code mods\n64493 RT\n64493 LT", "FA201 certain recode: A1 A2"),
    "FA201 RFA base": ("code mods\n64633 RT\n64633 LT", "FA201 certain recode: A1 A2"),
    "FA201 US base": ("code mods\n0216T RT\n0216T LT", "FA201 certain recode: A1 A2"),
    "FA201 hopd": ("type code mods\nhopd 64493 RT\nhopd 64493 LT", "FA201 certain recode: A1 A2"),
    "FA201 not asc": ("type code mods\nasc 64493 RT\nasc 64493 LT", ""),
    "FA201 not RFA add-ons": ("code mods\n64636 RT\n64636 LT", ""),
    "FA201 not two rights": ("code mods\n64493 RT\n64493 RT", ""),
    "FA201 not with 50": ("code mods\n64493 RT\n64493 LT,50", "FA206 certain none: A2"),
    "FA201 not with two units": ("code mods units\n64493 RT 1\n64493 LT 2", "FA202 certain recode: A2"),
    "FA201 not a third line": ("code mods\n64493 RT\n64493 LT\n64493 RT", ""),
    "FA201 another provider is another group": ("npi code mods\n1 64493 RT\n2 64493 LT", ""),
    "FA201 another claim is the same group": ("claim code mods\nA 64493 RT\nB 64493 LT", "FA201 certain recode: A1 B1"),
    # FA202
    "FA202 base, two units": ("code mods units\n64493 RT 2", "FA202 certain recode: A1"),
    "FA202 base-50, two units": ("code mods units\n64493 50 2", "FA202 certain recode: A1"),
    "FA202 base, three units": ("code mods units\n64635 RT 3", "FA202 certain recode: A1"),
    "FA202 base, one and a half": ("code mods units\n64635 RT 1.5", ""),
    "FA202 INJ add-on-50, two units": ("code mods units\n64494 50 2", "FA202 certain recode: A1"),
    "FA202 not an RFA add-on": ("code mods units\n64636 50 2", ""),
    "FA202 not a US add-on": ("code mods units\n0217T 50 2", ""),
    "FA202 hopd": ("type code mods units\nhopd 64493 RT 2", "FA202 certain recode: A1"),
    "FA202 not asc": ("type code mods units\nasc 64493 RT 2", ""),
    # FA203
    "FA203 base right, second level left": ("code mods\n64490 RT\n64491 LT", "FA203 probable recode: A1 A2"),
    "FA203 base left, second level right": ("code mods\n64493 LT\n64494 RT", "FA203 probable recode: A1 A2"),
    "FA203 not the same side": ("code mods\n64493 RT\n64494 RT", ""),
    "FA203 not hopd": ("type code mods\nhopd 64493 RT\nhopd 64494 LT", ""),
    "FA203 not with a third level": ("code mods\n64493 RT\n64494 LT\n64495 LT", ""),
    "FA203 not third level alone": ("code mods\n64493 RT\n64495 LT", ""),
    "FA203 not with two bases": ("code mods\n64493 RT\n64493 LT\n64494 LT", "FA201 certain recode: A1 A2"),
    "FA203 not at the junction": ("code mods\n64490 RT\n64494 LT", ""),
    "FA203 not RFA": ("code mods\n64635 RT\n64636 LT", ""),
    "FA203 not where a side is unknown": ("code mods\n64493 RT\n64494 -", ""),
    "FA203 not two groups": ("npi code mods\n1 64493 RT\n2 64494 LT", ""),
    "FA203 other regions do not matter": (
        "code mods\n64493 RT\n64494 LT\n64490 RT",
        "FA203 probable recode: A1 A2",
    ),
    # FA204
    "FA204 one line, two units": ("code mods units\n64491 - 2", "FA204 certain recode: A1"),
    "FA204 one line, two units, one side": ("code mods units\n64495 RT 2", "FA204 certain recode: A1"),
    "FA204 two lines RT and LT": ("code mods\n64494 RT\n64494 LT", "FA204 certain recode: A1 A2"),
    "FA204 two lines without sides": ("code mods\n64494 -\n64494 -", "FA204 certain recode: A1 A2"),
    "FA204 not RT and none": ("code mods\n64494 RT\n64494 -", ""),
    "FA204 not two rights": ("code mods\n64494 RT\n64494 RT", ""),
    "FA204 not three lines": ("code mods\n64494 RT\n64494 LT\n64494 RT", ""),
    "FA204 not three units": ("code mods units\n64494 - 3", ""),
    "FA204 not two units on one of two lines": ("code mods units\n64494 RT 1\n64494 LT 3", ""),
    "FA204 hopd": ("type code units\nhopd 64494 2", "FA204 certain recode: A1"),
    "FA204 not asc": ("type code units\nasc 64494 2", ""),
    "FA204 not RFA": ("code mods\n64636 RT\n64636 LT", ""),
    "FA204 First Coast takes either": ("mac code mods units\nfcso 64494 - 2\nfcso 64495 50 1", ""),
    "FA204 First Coast by state": ("state code units\nFL 64494 2", ""),
    "FA204 a pair, one line at First Coast": ("mac code\nfcso 64494\nngs 64494", ""),
    "FA204 cpt: 50": ("payer code mods\naetna 64494 50", "FA204 certain none: A1"),
    "FA204 cpt: 50 in hopd": ("payer type code mods\naetna hopd 64494 50", "FA204 certain none: A1"),
    "FA204 cpt: not in asc": ("payer type code mods\naetna asc 64494 50", "FA205 certain none: A1"),
    "FA204 cpt: 50 on a base is right": ("payer code mods\naetna 64493 50", ""),
    "FA204 cpt at First Coast": ("payer mac code mods\naetna fcso 64494 50", "FA204 certain none: A1"),
    "FA204 slots full, no side: unknown": ("code mods units slots\n64494 59,76 2 2", "FA204 unknown: A1"),
    "FA204 slots full, but a side": (
        "code mods units slots\n64494 RT,76 2 2",
        "FA204 certain recode: A1",
    ),
    "FA204 a pair without sides, one full: the pair is unknown": (
        "code mods slots\n64494 59,76 2\n64494 59 2",
        "FA204 unknown: A1 A2",
    ),
    "FA204 a pair RT and LT, slots full": (
        "code mods slots\n64494 RT,76 2\n64494 LT,76 2",
        "FA204 certain recode: A1 A2",
    ),
    # FA205, FA206
    "FA205": ("type code mods\nasc 64636 50\nasc 0213T 50\nasc 64493 RT", "FA205 certain none: A1 A2"),
    "FA205 not hopd": ("type code mods\nhopd 64493 50", ""),
    "FA205 not a companion": ("type code mods\nasc 64493 RT\nasc 20610 50", ""),
    "FA206 50 with RT": ("code mods\n64493 50,RT", "FA206 certain none: A1"),
    "FA206 50 with LT": ("code mods\n64636 LT,50", "FA206 certain none: A1"),
    "FA206 RT with LT": ("code mods\n0217T RT,LT", "FA206 certain none: A1"),
    "FA206 not on two lines": ("type code mods\nasc 64493 RT\nasc 64493 LT", ""),
    "FA206 not a companion": ("code mods\n64493 RT\n20610 RT,LT", ""),
    # FA207
    "FA207": ("code\n64493\n64633", "FA207 review none: A1 A2"),
    "FA207 asc": ("type code\nasc 64490", "FA207 review none: A1"),
    "FA207 not hopd": ("type code\nhopd 64490", ""),
    "FA207 not US, not add-ons": ("code\n0216T\n64494\n64636", ""),
    "FA207 not two units": ("type code units\nasc 64490 2", ""),
    "FA207 slots full": ("code mods slots\n64493 59,KX 2", "FA207 unknown: A1"),
    # FA208
    "FA208 base-50, one second level": ("code mods\n64493 50\n64494 RT", "FA208 review none: A2"),
    "FA208 the reverse": ("code mods\n64493 RT\n64494 50", "FA208 review none: A2"),
    "FA208 hopd, cervical": ("type code mods\nhopd 64490 50\nhopd 64491 -", "FA208 review none: A2"),
    "FA208 not asc": ("type code mods\nasc 64493 50\nasc 64494 -", "FA205 certain none: A1"),
    "FA208 not units of two": ("payer code mods units\naetna 64493 50 1\naetna 64494 - 2", ""),
    "FA208 not both": ("code mods\n64493 50\n64494 50", ""),
    "FA208 not neither": ("code mods\n64493 RT\n64494 RT", ""),
    "FA208 not the third level": ("code mods\n64493 50\n64495 RT", ""),
    "FA208 not without a base": ("code mods\n64494 50", ""),
    "FA208 not RFA": ("code mods\n64635 50\n64636 RT", ""),
    "FA208 at the junction too": ("code mods\n64490 50\n64494 -", "FA208 review none: A2"),
    "FA208 slots full on the second level": ("code mods slots\n64493 50 2\n64494 RT,59 2", "FA208 unknown: A2"),
    "FA208 slots full on the base": ("code mods slots\n64493 RT,59 2\n64494 50 2", "FA208 unknown: A2"),
    "FA208 slots full beside 50 does not matter": (
        "code mods slots\n64493 50,59 2\n64494 RT 2",
        "FA208 review none: A2",
    ),
    "FA208 other group": ("npi code mods\n1 64493 50\n2 64494 RT", ""),
}


@pytest.mark.parametrize("table, expected", CASES.values(), ids=CASES.keys())
def test_bilateral(table: str, expected: str) -> None:
    codes = [f"FA20{digit}" for digit in range(1, 9)]
    assert said(audit(draw(table)), codes) == rows(expected)


UNDOCUMENTED: dict[str, tuple[str, list[Note], str]] = {
    "one side documented": ("code mods\n64493 50", [note("L4-5 R")], "FA209 certain recode: A1"),
    "both sides, two joints, none on both": (
        "code mods\n64493 50",
        [note("L3-4 R; L4-5 L")],
        "FA209 certain recode: A1",
    ),
    "one of two joints on both sides": ("code mods\n64493 50\n64494 50", [note("L3-4 B; L4-5 R")], ""),
    "both sides in two notes": ("code mods\n64493 50", [note("L4-5 R"), note("L4-5 L")], ""),
    "RT and LT is side B": ("code mods\n64635 RT,LT", [note("L4-5 R")], "FA209 certain recode: A1"),
    "every claim type and pack": (
        "type payer code mods\nasc aetna 64635 50",
        [note("L4-5 R")],
        "FA209 certain recode: A1",
    ),
    "one side billed": ("code mods\n64493 RT\n64494 -", [note("L4-5 R")], ""),
    "no joints of the region": ("code mods\n64493 50", [note("C4-5 R")], ""),
    "a side missing": ("code mods\n64493 50", [note("L4-5 R; L3-4")], "FA209 unknown: A1"),
    "a side missing in the other region": ("code mods\n64493 50", [note("L4-5 B; C3-4")], ""),
    "no note: the line of side B is unknown": ("code mods\n64493 50\n64494 RT", [], "FA209 unknown: A1"),
    "unreadable": ("code mods\n64493 50", [note("L4-5 B"), note(joints_status="unreadable")], "FA209 unknown: A1"),
    "not US": ("code mods\n0216T 50", [note("L4-5 R")], ""),
}


@pytest.mark.parametrize("table, notes, expected", UNDOCUMENTED.values(), ids=UNDOCUMENTED.keys())
def test_laterality_undocumented(table: str, notes: list[Note], expected: str) -> None:
    assert said(audit(draw(table), notes), ["FA209"]) == rows(expected)
