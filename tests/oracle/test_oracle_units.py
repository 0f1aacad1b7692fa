"""FA101-FA104 in drawn cases."""

from __future__ import annotations

from datetime import date

import pytest

from .audit import audit
from .drawing import draw, note, rows, said
from .model import Note

RFA_TWO_LEVELS = "code mods units\n64635 50 1\n64636 50 1"

JOINT_CASES: dict[str, tuple[str, list[Note], str]] = {
    "as many levels as joints": ("code\n64493\n64494", [note("L3-4 R; L4-5 R")], ""),
    "both sides of a joint are one level": (
        "code\n64493\n64494",
        [note("L4-5 R; L4-5 L")],
        "FA101 certain deny 2/1: A2",
    ),
    "three levels, two joints: the third": (
        "code\n64493\n64494\n64495",
        [note("L3-4; L4-5")],
        "FA101 certain deny 3/2: A3",
    ),
    "three levels, one joint: second and third": (
        "code\n64493\n64494\n64495",
        [note("L3-4 B")],
        "FA101 certain deny 3/1: A2 A3",
    ),
    "joints of the other region document none": (
        "code\n64493\n64494",
        [note("C3-4; C4-5")],
        "FA101 certain deny 2/0: A1 A2",
    ),
    "nerves read, no joint complete": ("code\n64493", [note("")], "FA101 certain deny 1/0: A1"),
    "a level is a distinct code, on however many lines": (
        "code mods\n64493 RT\n64493 LT\n64494 -",
        [note("L3-4 B")],
        "FA101 certain deny 2/1: A3",
    ),
    "per group: two claim types each against the note": (
        "claim type code\nA professional 64493\nA professional 64494\nB asc 64493",
        [note("L3-4")],
        "FA101 certain deny 2/1: A2",
    ),
    "no note": ("code\n64493\n64635", [], "FA101 unknown: A1 A2"),
    "a note without joints": ("code\n64493", [note()], "FA101 unknown: A1"),
    "one of two notes unreadable": (
        "code\n64493\n64494",
        [note("L3-4"), note(joints_status="unreadable")],
        "FA101 unknown: A1 A2",
    ),
    "one of two notes without joints": (
        "code\n64493\n64494",
        [note("L3-4"), note()],
        "FA101 certain deny 2/1: A2",
    ),
    "joints of several notes are united": ("code\n64493\n64494", [note("L3-4"), note("L4-5")], ""),
    "US lines and companions are not asked": ("code\n0213T\n77003", [note("")], ""),
    "thoraco-lumbar: T12-L1 and L1-2 are two joints of LS": ("code\n64490\n64494", [note("T12-L1 R; L1-2 R")], ""),
    "thoraco-lumbar: the level of 64494 is the higher": (
        "code\n64490\n64494",
        [note("T12-L1 R; T11-12 R")],
        "FA101 certain deny 2/1: A2",
    ),
    "otherwise T12-L1 is CT and L1-2 is LS": (
        "claim code\nA 64490\nB 64493",
        [note("T12-L1"), note("L1-2", claim_id="B")],
        "",
    ),
    "joints without a side serve injections, not ablations": (
        "code\n64493\n64494\n64635",
        [note("L3-4")],
        "FA101 certain deny 2/1: A2\nFA101 unknown: A3",
    ),
    "a joint of the other region without a side does not matter": ("code\n64635", [note("L3-4 R; C3-4")], ""),
    "RFA both sides, two joints on both sides": (RFA_TWO_LEVELS, [note("L3-4 B; L4-5 B")], ""),
    "RFA: the last add-on loses first": (
        RFA_TWO_LEVELS,
        [note("L3-4 B; L4-5 R")],
        "FA101 certain recode 4/3: A2",
    ),
    "RFA: the base loses last": (
        RFA_TWO_LEVELS,
        [note("L3-4 R")],
        "FA101 certain recode 4/1: A1 A2",
    ),
    "RFA: none documented, all lines": (RFA_TWO_LEVELS, [note("")], "FA101 certain recode 4/0: A1 A2"),
    "RFA: one-sided units are joint-sides": (
        "code mods units\n64635 RT 1\n64636 RT 2\n64636 RT 1",
        [note("L3-4 R; L4-5 R; L5-S1 R")],
        "FA101 certain recode 4/3: A3",
    ),
    "RFA: the base keeps before an earlier add-on": (
        "code mods units\n64636 RT 1\n64635 RT 1",
        [note("L4-5 R")],
        "FA101 certain recode 2/1: A1",
    ),
    "RFA: a line of unknown side counts its units once": (
        "code mods units\n64635 - 1\n64636 - 2",
        [note("L3-4 R; L4-5 R")],
        "FA101 certain recode 3/2: A2",
    ),
    "RFA thoraco-lumbar": ("code mods\n64633 RT\n64636 RT", [note("T12-L1 R; L1-2 R")], ""),
    "every pack": ("code payer\n64493 aetna\n64494 aetna", [note("L4-5")], "FA101 certain deny 2/1: A2"),
}


@pytest.mark.parametrize("table, notes, expected", JOINT_CASES.values(), ids=JOINT_CASES.keys())
def test_joints_exceeded(table: str, notes: list[Note], expected: str) -> None:
    assert said(audit(draw(table), notes), ["FA101"]) == rows(expected)


THE_DAY = date(2025, 3, 3)
NOTE_CASES: dict[str, tuple[Note, str]] = {
    "by claim: every line of the session, other claims too": (note("L3-4 R"), "A1 A2 B1"),
    "by claim, whatever the day on the note": (note("L3-4 R", patient_id="P9"), "A1 A2 B1"),
    "a claim that matches nothing: by patient and day": (
        note("L3-4 R", claim_id="X", patient_id="P1", service_date=THE_DAY),
        "A1 A2 B1",
    ),
    "by patient and day, with the rendering NPI it has": (
        note("L3-4 R", claim_id=None, patient_id="P1", service_date=THE_DAY, rendering_npi="7"),
        "A1 B1",
    ),
    "a rendering NPI of nobody": (
        note("L3-4 R", claim_id=None, patient_id="P1", service_date=THE_DAY, rendering_npi="8"),
        "",
    ),
    "another day": (note("L3-4 R", claim_id=None, patient_id="P1", service_date=None), ""),
    "another patient": (
        note("L3-4 R", claim_id=None, patient_id="P2", service_date=THE_DAY),
        "",
    ),
    "type diagnostic: the INJ session only": (note("L3-4 R", injection_type="diagnostic"), "A1 B1"),
    "type rfa: the RFA session only": (note("L3-4 R", injection_type="rfa"), "A2"),
    "matched to one session only by its lines": (note("L3-4 R", claim_id="B"), "A1 B1"),
}


@pytest.mark.parametrize("given, known", NOTE_CASES.values(), ids=NOTE_CASES.keys())
def test_note_of_a_session(given: Note, known: str) -> None:
    """A: 64493 and 64635 by provider 1; B: the facility's 64493, NPI 7; C: the same patient weeks later."""
    lines = draw(
        """
        claim code  npi type         day
        A     64493 1   professional 2025-03-03
        A     64635 1   professional 2025-03-03
        B     64493 7   asc          2025-03-03
        C     64493 1   professional 2025-04-03
        C     99213 1   professional 2025-04-03
        """
    )
    unknown = {f"{claim}{number}" for claim, number in audit(lines, [given]).unknown["FA101"]}
    assert {"A1", "A2", "B1", "C1"} - unknown == set(known.split())


@pytest.mark.parametrize(
    "day, mac, certainty",
    [
        ("2021-04-24", "ngs", None),
        ("2021-04-25", "ngs", "probable"),
        ("2021-05-01", "cgs", None),
        ("2024-07-06", "palmetto", "probable"),
        ("2024-07-07", "palmetto", "certain"),
        ("2024-08-15", None, "probable"),
        ("2024-08-16", None, "certain"),
    ],
)
@pytest.mark.parametrize("code", ["64492", "64495"])
def test_third_level_not_covered(day: str, mac: str | None, certainty: str | None, code: str) -> None:
    table = f"day code mac type\n{day} {code} {mac or '-'} asc\n{day} 64494 {mac or '-'} asc"
    assert said(audit(draw(table)), ["FA102"]) == ([f"FA102 {certainty} deny: A1"] if certainty else [])
    assert said(audit(draw(table, payer="aetna")), ["FA102"]) == []


MUE_CASES = {
    "one unit": ("code units\n64493 1\n64494 1", ""),
    "three units of a base": ("code units\n64493 3", "FA103 certain recode 3/1: A1\nFA202 certain recode: A1"),
    "two of a base: FA202 speaks": ("code units\n64493 2", "FA202 certain recode: A1"),
    "two of a base on one line, none on another": ("code units\n64493 0\n64493 2", "FA202 certain recode: A2"),
    "two of an RFA base and a US base": (
        "code units\n64635 2\n0213T 2",
        "FA202 certain recode: A1 A2",
    ),
    "two of a base on lines RT and LT: FA201 speaks": (
        "code mods\n64493 RT\n64493 LT",
        "FA201 certain recode: A1 A2",
    ),
    "two of a base on lines RT and RT: nobody else speaks": (
        "code mods\n64493 RT\n64493 RT",
        "FA103 certain recode 2/1: A1 A2",
    ),
    "an INJ add-on twice: FA204 speaks": ("code units\n64494 2", "FA204 certain recode: A1"),
    "an INJ add-on twice at First Coast: only FA204 would": ("code units mac\n64494 2 fcso", ""),
    "an INJ add-on on two lines at First Coast": ("code mac\n64494 fcso\n64494 fcso", ""),
    "an INJ add-on twice, slots full: FA204 is unknown": (
        "code units mods slots\n64494 2 59,76 2",
        "FA204 unknown: A1",
    ),
    "the same at First Coast": ("code units mods slots mac\n64494 2 59,76 2 fcso", ""),
    "an INJ add-on with 50, two units: FA202 speaks": ("code units mods\n64494 2 50", "FA202 certain recode: A1"),
    "an INJ add-on on lines RT and RT": ("code mods\n64494 RT\n64494 RT", "FA103 certain recode 2/1: A1 A2"),
    "one line with 50 and one without": ("code mods\n64494 50\n64494 -", "FA103 certain recode 2/1: A1 A2"),
    "three units of an INJ add-on": (
        "code units\n64494 2\n64494 1",
        "FA103 certain recode 3/1: A1 A2\nFA204 certain recode: A1",
    ),
    "a US add-on twice": ("code units\n0217T 2", "FA103 certain recode 2/1: A1"),
    "RFA add-ons up to four": ("code units\n64636 2\n64636 2", ""),
    "five RFA add-ons": ("code units\n64636 4\n64636 1", "FA103 probable recode 5/4: A1 A2"),
    "five of 64634": ("code units\n64634 5", "FA103 probable recode 5/4: A1"),
    "units of another group are apart": (
        "claim npi code mods\nA 1 64494 RT\nB 2 64494 RT",
        "",
    ),
    "hopd as professional": ("code units type\n0217T 2 hopd", "FA103 certain recode 2/1: A1"),
    "asc not": ("code units type\n0217T 2 asc", ""),
    "cpt not": ("code units payer\n0217T 2 aetna", ""),
    "companion on a family day": ("code units\n64493 1\n77003 2", "FA103 probable recode 2/1: A2"),
    "companion, MAI 2": ("code units\n64493 1\n20552 2", "FA103 certain recode 2/1: A2"),
    "companion on an ablation day": ("code units\n64635 1\n77003 2", "FA103 probable recode 2/1: A2"),
    "companions have their own limits": ("code units\n64493 1\n99152 2\n99153 9", ""),
    "companions beyond them": (
        "code units\n64493 1\n99152 3\n99153 10",
        "FA103 probable recode 3/2: A2\nFA103 probable recode 10/9: A3",
    ),
    "companion without a family line that day": ("code units\n64999 1\n77003 2", ""),
    "64999 is a companion": ("code units\n0213T 1\n64999 2", "FA103 probable recode 2/1: A2"),
    "companion by another provider of the day": (
        "code units npi\n64493 1 1\n77003 2 2",
        "FA103 probable recode 2/1: A2",
    ),
    "companion in hopd": ("code units type\n64493 1 hopd\n77003 2 hopd", ""),
    "companion before 2024-07-01": ("day code units\n2024-06-30 64493 1\n2024-06-30 77003 2", ""),
    "companion from 2024-07-01": (
        "day code units\n2024-07-01 64493 1\n2024-07-01 77003 2",
        "FA103 probable recode 2/1: A2",
    ),
    "a code without a limit": ("code units\n64493 1\n99213 5", ""),
}


@pytest.mark.parametrize("table, expected", MUE_CASES.values(), ids=MUE_CASES.keys())
def test_mue_exceeded(table: str, expected: str) -> None:
    assert said(audit(draw(table)), ["FA103", "FA201", "FA202", "FA204"]) == rows(expected)


PRIMARIES = {
    "64491": "64490",
    "64492": "64490 64491",
    "64494": "64490 64493",
    "64495": "64493 64494",
    "64634": "64633",
    "64636": "64635",
    "0214T": "0213T",
    "0215T": "0213T 0214T",
    "0217T": "0216T",
    "0218T": "0216T 0217T",
}
CODES = [*PRIMARIES, "64490", "64493", "64633", "64635", "0213T", "0216T"]


@pytest.mark.parametrize("addon", PRIMARIES)
def test_addon_without_primary_for_every_code(addon: str) -> None:
    accepted = set()
    for code in CODES:
        table = f"code\n{addon}\n{code}\n64490" if addon == "64636" and code == "64633" else f"code\n{addon}\n{code}"
        if ("FA104", "A", 1) not in audit(draw(table)).findings:
            accepted.add(code)
    junction = {"64633"} if addon == "64636" else set()  # 64633 + 64636 alone: the thoraco-lumbar rule
    assert accepted == set(PRIMARIES[addon].split()) | junction


ADDON_CASES = {
    "64636 with 64633 and another RFA code: no junction": ("code\n64633\n64636\n64634", "FA104 certain deny: A2"),
    "primary on another day": ("day code\n2025-03-03 64493\n2025-03-04 64494", "FA104 certain deny: A2"),
    "primary of another patient": ("patient code\nP1 64493\nP2 64494", "FA104 certain deny: A2"),
    "primary on another claim type": ("type code\nasc 64493\nhopd 64494", "FA104 certain deny: A2"),
    "primary of another pack": ("payer code\nmedicare 64493\naetna 64494", "FA104 certain deny: A2"),
    "primary denied": ("status code\ndenied 64493\npaid 64494", "FA104 certain deny: A2"),
    "primary packaged": ("allowed paid code\n0 0 64493\n90 70 64494", "FA104 certain deny: A2"),
    "primary packaged at the junction, an RFA base beside it": (
        "allowed paid code\n0 0 64490\n90 70 64494\n600 480 64633",
        "FA104 certain deny: A2",
    ),
    "primary on another claim": ("claim code\nA 64493\nB 64494", ""),
    "primary by another provider": ("npi billing code\n1 - 64493\n2 - 64494", "FA104 certain deny: A2"),
    "primary of the same billing provider": ("npi billing code\n1 9 64493\n2 9 64494", ""),
    "either without any NPI": ("claim code npi\nA 64493 -\nB 64494 1", "", None),
}  # fmt: skip


@pytest.mark.parametrize("case", ADDON_CASES.values(), ids=ADDON_CASES.keys())
def test_addon_without_primary(case: tuple[str, ...]) -> None:
    table, expected = case[:2]
    lines = draw(table, **({"rendering_npi": None} if len(case) == 3 else {}))
    assert said(audit(lines), ["FA104"]) == rows(expected)
