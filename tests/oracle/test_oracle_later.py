"""Detectors beyond the headline families, in drawn cases: FA105-FA107, 5xx, 6xx, FA703."""

from __future__ import annotations

from decimal import Decimal

import pytest

from . import policy
from .audit import audit
from .drawing import draw, note, rows, said
from .model import Note

CASES: dict[str, tuple[str, list[Note], str]] = {
    # FA105
    "FA105 third without second": ("code\n64490\n64492\n64493\n64495", [], "FA105 review none: A2 A4"),
    "FA105 with second": ("code\n64491\n64492\n64494\n64495", [], ""),
    "FA105 second of the other region": ("code\n64494\n64492", [], "FA105 review none: A2"),
    "FA105 second of another provider": ("npi code\n1 64495\n2 64494", [], "FA105 review none: A1"),
    # FA107
    "FA107 the region with less allowed": (
        "code allowed\n64490 100\n64635 60\n64636 30",
        [],
        "FA107 probable deny: A2 A3",
    ),
    "FA107 the other way": ("code allowed\n64490 80\n64635 60\n64636 30", [], "FA107 probable deny: A1"),
    "FA107 equal: LS": ("code allowed\n64490 90\n64635 60\n64636 30", [], "FA107 probable deny: A2 A3"),
    "FA107 an amount missing: LS": ("code allowed\n64490 10\n64493 90\n64494 -", [], "FA107 probable deny: A2 A3"),
    "FA107 the facility's region is not asked": ("type code\nprofessional 64490\nasc 64493", [], ""),
    "FA107 two providers": ("npi code allowed\n1 64490 10\n2 64493 9", [], "FA107 probable deny: A2"),
    "FA107 not at the junction": ("code\n64490\n64494", [], ""),
    "FA107 US not asked": ("code\n64490\n0216T", [], ""),
    "FA107 not before 2021": ("day code\n2021-05-01 64490\n2021-05-01 64493", [], ""),
    "FA107 not cpt": ("payer code\naetna 64490\naetna 64493", [], ""),
    "FA107 not two days": ("day code\n2025-03-03 64490\n2025-03-04 64493", [], ""),
    # FA501
    "FA501 certain": ("code\n64493\n77003", [], "FA501 certain deny: A2"),
    "FA501 bypassed": ("code mods\n64493 RT\n77003 26,XS", [], "FA501 probable deny: A2"),
    "FA501 76942 not with RFA": ("code\n64635\n76942\n76000", [], "FA501 certain deny: A3"),
    "FA501 76942 with US": ("code\n0213T\n76942", [], "FA501 certain deny: A2"),
    "FA501 another provider": ("npi code\n1 64493\n2 77003", [], ""),
    "FA501 same billing": ("npi billing code\n1 9 64493\n2 9 77012", [], "FA501 certain deny: A2"),
    "FA501 every pack": ("payer code\naetna 64493\naetna 77002", [], "FA501 certain deny: A2"),
    # FA502
    "FA502 injection day before lcd_2024": (
        "day code\n2024-08-15 64493\n2024-08-15 99152",
        [],
        "FA502 review deny: A2",
    ),
    "FA502 injection day from lcd_2024": (
        "day code\n2024-08-16 64493\n2024-08-16 99152",
        [],
        "FA502 probable deny: A2",
    ),
    "FA502 ablation day": ("npi code\n1 64635\n2 01992", [], "FA502 review deny: A2"),
    "FA502 both": ("npi code\n1 64635\n1 64493\n2 01991", [], "FA502 probable deny: A3"),
    "FA502 neither": ("code\n0213T\n99155", [], ""),
    "FA502 01936 to 2021": (
        "day code\n2021-12-31 64493\n2021-12-31 01936\n2021-12-31 01937",
        [],
        "FA502 review deny: A2",
    ),
    "FA502 01937 from 2022": (
        "day code\n2022-01-01 64493\n2022-01-01 01936\n2022-01-01 01942",
        [],
        "FA502 review deny: A3",
    ),
    "FA502 not 99154": ("code\n64493\n99154", [], ""),
    "FA502 not before 2021": ("day code\n2021-05-01 64493\n2021-05-01 99152", [], ""),
    # FA503
    "FA503 alone": ("code\n0213T\n0217T", [], "FA503 probable deny: A1 A2"),
    "FA503 with an injection of the group": ("code\n0213T\n64493", [], "FA503 certain deny: A1"),
    "FA503 with an injection of another group": (
        "type code\nprofessional 0213T\nasc 64493",
        [],
        "FA503 probable deny: A1",
    ),
    "FA503 not before 2021": ("day code\n2021-05-01 0213T", [], ""),
    # FA504
    "FA504 the note": (
        "code\n64493\n0213T\n64635\n99213",
        [note(injectate="anesthetic; biologic")],
        "FA504 certain deny: A1 A2 A3",
    ),
    "FA504 the code": ("npi code\n1 64493\n2 Q4205", [], "FA504 probable deny: A1"),
    "FA504 P9020": ("code\n64493\nP9020", [], "FA504 probable deny: A1"),
    "FA504 not Q44xx": ("code\n64493\nQ4405", [note(injectate="steroid")], ""),
    "FA504 not before 2021": ("day code\n2021-05-01 64493\n2021-05-01 0232T", [], ""),
    # FA505
    "FA505": ("npi code\n1 0213T\n2 62323\n1 20553", [], "FA505 review none: A2 A3"),
    "FA505 without a facet line": ("code\n64999\n62323", [], ""),
    "FA505 not before 2021": ("day code\n2021-05-01 64493\n2021-05-01 62323", [], ""),
    # FA506
    "FA506 pulsed": ("payer code\naetna 64635\naetna 64493", [note(technique="pulsed")], "FA506 certain deny: A1"),
    "FA506 chemical": ("code\n64635", [note(technique="chemical")], "FA506 certain deny: A1"),
    "FA506 one of two notes": (
        "code\n64635",
        [note(technique="thermal"), note(technique="pulsed")],
        "FA506 certain deny: A1",
    ),
    "FA506 not another code of that diagnosis": ("code diagnoses\n64493 M47.816", [], ""),
    "FA506 cooled": ("code\n64635", [note(technique="cooled")], ""),
    "FA506 64999": ("code diagnoses\n64999 M54.5;m47817\n64999 M54.5\n64999 -", [], "FA506 review none: A1"),
    "FA506 64999 not cpt": ("payer code diagnoses\naetna 64999 M47.817", [], ""),
    # FA507
    "FA507": ("code\n64493\n99213", [], "FA507 certain deny: A2"),
    "FA507 with 25, 24 or 57": (
        "code mods\n64493 RT\n99213 25\n99214 24\n99215 57\n99212 95",
        [],
        "FA507 certain deny: A5",
    ),
    "FA507 slots full": ("code mods slots\n64635 RT 2\n99213 95,GT 2", [], "FA507 unknown: A2"),
    "FA507 an add-on alone": ("code\n64494\n99213", [], ""),
    "FA507 a US base": ("code\n0213T\n99213", [], ""),
    "FA507 another provider": ("npi code\n1 64493\n2 99213", [], ""),
    "FA507 not 99201": ("code\n64493\n99201", [], ""),
}


@pytest.mark.parametrize("name", CASES)
def test_days(name: str) -> None:
    """The first word of a case's name is the detector asked."""
    table, notes, expected = CASES[name]
    assert said(audit(draw(table), notes, select=[name.split()[0]])) == rows(expected)


@pytest.mark.parametrize("code", ["77002", "77003", "77012", "76000", "76942"])
def test_imaging_codes(code: str) -> None:
    assert said(audit(draw(f"code\n64493\n{code}"), select=["FA501"])) == ["FA501 certain deny: A2"]


def test_no_npi_at_all_is_not_the_same_rendering_npi() -> None:
    assert said(audit(draw("code\n64493\n99213", rendering_npi=None), select=["FA507"])) == []


JOINT_SIDES = {
    "four joint-sides": ("code mods units\n64635 50 1\n64636 50 1", "", {}),
    "five": (
        "code mods units allowed\n64635 50 1 100\n64636 RT 3 90",
        "FA106 probable recode 5/4: A2",
        {2: "60"},
    ),
    "six on two add-on lines: the last loses": (
        "code mods units allowed\n64635 50 1 100\n64636 50 1 80\n64636 50 1 80",
        "FA106 probable recode 6/4: A3",
        {3: "0"},
    ),
    "one side: over two": (
        "code mods units allowed\n64635 RT 1 100\n64636 RT 2 90",
        "FA106 probable recode 3/2: A2",
        {2: "45"},
    ),
    "one side, left: over two": (
        "code mods units allowed\n64635 LT 1 100\n64636 LT 2 90",
        "FA106 probable recode 3/2: A2",
        {2: "45"},
    ),
    "one side, two": ("code mods units\n64635 LT 1\n64636 LT 1", "", {}),
    "unknown side: over four": ("code units\n64635 1\n64636 3", "", {}),
    "right and left: over four": ("code mods units\n64635 RT 1\n64636 LT 3", "", {}),
    "add-ons only": (
        "code mods units allowed\n64635 50 3 100\n64636 50 1 80",
        "FA106 probable recode 8/4: A2",
        {2: "0"},
    ),
    "not hopd": ("type code mods units\nhopd 64635 RT 1\nhopd 64636 RT 2", "", {}),
    "not cpt": ("payer code mods units\naetna 64635 RT 1\naetna 64636 RT 2", "", {}),
    "not before 2021": ("day code mods units\n2021-05-01 64635 RT 1\n2021-05-01 64636 RT 2", "", {}),
    "regions apart": ("code mods units\n64635 RT 1\n64636 RT 1\n64633 RT 1\n64634 RT 1", "", {}),
}


@pytest.mark.parametrize("table, expected, payable", JOINT_SIDES.values(), ids=JOINT_SIDES.keys())
def test_rfa_joints_over_limit(table: str, expected: str, payable: dict[int, str]) -> None:
    result = audit(draw(table), select=["FA106"])
    assert said(result) == rows(expected)
    corrected = {key[2]: row.corrected_allowed for key, row in result.exposure.items() if key[0] == "probable"}
    assert corrected == {number: Decimal(amount) for number, amount in payable.items()}


AUTHORIZATION = {
    "none": ("type code\nhopd 64493\nhopd 64635", "FA601 probable deny: A1 A2"),
    "on another line of the claim": ("type code utn\nhopd 64493 -\nhopd 99213 A123", ""),
    "on another claim": ("claim type code utn\nA hopd 64493 -\nB hopd 64493 A123", "FA601 probable deny: A1"),
    "not professional, not asc": ("type code\nprofessional 64493\nasc 64493", ""),
    "first day": ("day type code\n2023-06-30 hopd 64493\n2023-07-01 hopd 64493", "FA601 probable deny: A2"),
    "third level to 2024-08-15": (
        "day type code\n2024-08-15 hopd 64492\n2024-08-16 hopd 64495\n2024-08-16 hopd 64494",
        "FA601 probable deny: A1 A3",
    ),
    "not US, not cpt": ("type payer code\nhopd medicare 0213T\nhopd aetna 64493", ""),
}


@pytest.mark.parametrize("table, expected", AUTHORIZATION.values(), ids=AUTHORIZATION.keys())
def test_prior_authorization_missing(table: str, expected: str) -> None:
    assert said(audit(draw(table), select=["FA601"])) == rows(expected)


def test_prior_authorization_is_unknown_where_the_source_has_no_column() -> None:
    lines = draw("type code\nhopd 64493\nprofessional 64493")
    assert said(audit(lines, select=["FA601"], has_authorization=False)) == ["FA601 unknown: A1"]


def test_diagnosis_not_covered() -> None:
    table = """
        code  diagnoses
        64493 M54.50
        64494 M54.50;M47816
        64635 -
        0213T M54.50
        64490 M47.81
        64636 ;
    """
    assert said(audit(draw(table), select=["FA602"])) == ["FA602 review deny: A1 A5", "FA602 unknown: A3 A6"]
    assert said(audit(draw(table, payer="aetna"), select=["FA602"])) == []
    assert len(policy.COVERED_DIAGNOSIS) == 24


@pytest.mark.parametrize("guidance, flagged", [("none", True), ("ultrasound", True), ("ct", False), (None, False)])
def test_guidance_not_covered(guidance: str | None, flagged: bool) -> None:
    lines = draw("code\n64493\n64635\n0213T")
    expected = ["FA605 certain deny: A1 A2"] if flagged else []
    assert said(audit(lines, [note(guidance=guidance), note(guidance="fluoroscopy")], select=["FA605"])) == expected


DUPLICATES = {
    "two claims: all but the one paid first": (
        "claim code paid_on\nA 64493 2025-04-02\nB 64493 2025-04-01",
        "FA703 certain deny: A1",
    ),
    "a missing paid date is last": ("claim code paid_on\nA 64493 -\nB 64493 2025-04-01", "FA703 certain deny: A1"),
    "paid the same day: the smallest claim_id stays": (
        "claim code\nB 64493\nA 64493\nC 64493",
        "FA703 certain deny: B1 C1",
    ),
    "modifiers are a set": ("claim code mods\nA 64493 RT,KX\nB 64493 KX,RT", "FA703 certain deny: B1"),
    "other modifiers": ("claim code mods\nA 64493 RT\nB 64493 LT", ""),
    "76 or 77 on one": ("claim code mods\nA 64493 76\nB 64493 76\nC 64493 77\nD 64493 77", ""),
    "other units": ("claim code units\nA 64493 1\nB 64493 2", ""),
    "other provider": ("claim npi code\nA 1 64493\nB 2 64493", ""),
    "other claim type": ("claim type code\nA professional 64493\nB asc 64493", ""),
    "other day": ("claim day code\nA 2025-03-03 64493\nB 2025-03-04 64493", ""),
    "one claim twice": ("claim code\nA 64493\nA 64493", ""),
    "a claim paid in two parts counts from the first": (
        "claim code paid_on\nB 64493 2025-04-01\nB 64493 2025-04-05\nA 64493 2025-04-03",
        "FA703 certain deny: A1",
    ),
    "RFA": ("claim code\nA 64635\nB 64635", "FA703 certain deny: B1"),
    "not a companion": ("claim code\nA 64493\nA 77003\nB 77003", ""),
    "US": ("claim code\nA 0213T\nB 0213T", "FA703 certain deny: B1"),
    "one of them denied": ("claim status code\nA paid 64493\nB denied 64493", ""),
}


@pytest.mark.parametrize("table, expected", DUPLICATES.values(), ids=DUPLICATES.keys())
def test_duplicate_claim(table: str, expected: str) -> None:
    assert said(audit(draw(table), select=["FA703"])) == rows(expected)


def test_duplicates_need_a_rendering_npi() -> None:
    assert said(audit(draw("claim code\nA 64493\nB 64493", rendering_npi=None), select=["FA703"])) == []
