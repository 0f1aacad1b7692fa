"""Terms in drawn cases: packs, MACs, regions, sides, groups, sessions, payable counts."""

from __future__ import annotations

from datetime import date

import pytest

from . import policy
from .audit import audit
from .calendar_months import months_before
from .drawing import draw
from .line_facts import group, mac, pack, same_provider, side
from .model import SessionRow


def sessions(table: str, **common: object) -> list[str]:
    """Sessions as text: patient, date, region, class, kind, pack, lines, window_count, excess."""
    return [_text(row) for row in audit(draw(table, **common)).sessions]


def _text(row: SessionRow) -> str:
    start = f"{row.patient_id} {row.service_date} {row.region} {row.family} {row.kind} {row.pack}"
    return f"{start} {row.lines} lines, count {row.window_count}{', excess' if row.excess else ''}"


@pytest.mark.parametrize(
    "day, months, expected",
    [
        ("2024-02-29", 12, "2023-02-28"),
        ("2025-02-28", 12, "2024-02-28"),
        ("2025-03-31", 1, "2025-02-28"),
        ("2025-01-15", 6, "2024-07-15"),
        ("2025-12-31", 3, "2025-09-30"),
        ("2025-01-01", 72, "2019-01-01"),
    ],
)
def test_calendar_months(day: str, months: int, expected: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "mods, expected",
    [("-", None), ("RT", "R"), ("LT", "L"), ("50", "B"), ("RT,LT", "B"), ("50,RT", "B"), ("KX,LT", "L"), ("59", None)],
)
def test_side(mods: str, expected: str | None) -> None:
    (line,) = draw(f"code mods\n64493 {mods}")
    assert side(line) == expected


@pytest.mark.parametrize(
    "payer, expected",
    [("medicare", "medicare"), (" Medicare ", "medicare"), ("aetna", "cpt"), ("medicare adv", "cpt"), ("", "medicare")],
)
def test_pack(payer: str, expected: str) -> None:
    (line,) = draw("code\n64493", payer=payer)
    assert pack(line) == expected


def test_mac_of_the_line_before_that_of_its_state() -> None:
    lines = draw("mac state code\nwps OH 64493\n- OH 64493\n- VA 64493\n- - 64493\n- ZZ 64493")
    assert [mac(line) for line in lines] == ["wps", "cgs", "palmetto", None, None]


def test_every_state_has_one_mac() -> None:
    assert sum(len(states.split()) for states in policy.STATES.values()) == len(policy.STATE_MAC) == 50 + 1 + 5
    assert [policy.STATE_MAC[state] for state in ("CA", "WA", "DC", "PR", "NY", "KY", "MI", "TN")] == [
        "noridian-je", "noridian-jf", "novitas", "fcso", "ngs", "cgs", "wps", "palmetto",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "mac_name, first_2021, first_2024",
    [
        ("ngs", "2021-04-25", "2024-08-16"),
        ("fcso", "2021-04-25", "2024-08-16"),
        ("novitas", "2021-04-25", "2024-08-11"),
        ("palmetto", "2021-04-25", "2024-07-07"),
        ("wps", "2021-04-25", "2024-07-14"),
        ("cgs", "2021-05-02", "2024-08-15"),
        ("noridian-je", "2021-04-25", "2024-08-16"),
        ("noridian-jf", "2021-04-25", "2024-08-16"),
        (None, "2021-05-02", "2024-08-16"),
    ],
)
def test_mac_dates(mac_name: str | None, first_2021: str, first_2024: str) -> None:
    assert policy.lcd_2021(mac_name) == date.fromisoformat(first_2021)
    assert policy.lcd_2024(mac_name) == date.fromisoformat(first_2024)


def test_group_and_same_provider() -> None:
    lines = draw(
        """
        code  npi billing type         payer
        64493 1   9       professional medicare
        64493 2   9       professional medicare
        64493 1   8       professional medicare
        64493 3   -       professional medicare
        64493 1   9       asc          medicare
        64493 1   9       professional aetna
        """
    )
    by_billing, none = draw("code billing\n64493 1\n64493 -", rendering_npi=None)
    assert [group(line) == group(lines[0]) for line in lines] == [True, False, True, False, False, False]
    assert group(by_billing) == group(lines[0]), "the provider key is the billing NPI where there is no rendering one"
    assert group(none) == group(draw("code\n64494", rendering_npi=None)[0]) != group(lines[0])
    assert [same_provider(lines[0], line) for line in lines[:4]] == [True, True, True, False]
    assert not same_provider(lines[0], by_billing), "rendering is not compared with billing"
    assert not same_provider(by_billing, lines[0])
    assert not same_provider(by_billing, draw("code billing\n64494 2", rendering_npi=None)[0]), "none is not a same NPI"
    assert same_provider(none, lines[0])
    assert same_provider(lines[3], none)


# --- regions and sessions -------------------------------------------------------------------------------------

SESSION_CASES = {
    "professional and facility claim of a day are one session": (
        """
        claim type         code  npi
        A     professional 64493 1
        B     asc          64493 -
        C     hopd         64494 7
        """,
        ["P1 2025-03-03 LS INJ therapeutic medicare 3 lines, count 1"],
    ),
    "two regions, two classes, two packs; US lines make none": (
        """
        code  payer
        64490 medicare
        64493 medicare
        64635 medicare
        0213T medicare
        64493 aetna
        """,
        [
            "P1 2025-03-03 LS INJ therapeutic cpt 1 lines, count 1",
            "P1 2025-03-03 CT INJ therapeutic medicare 1 lines, count 1",
            "P1 2025-03-03 LS INJ therapeutic medicare 1 lines, count 1",
            "P1 2025-03-03 LS RFA rfa medicare 1 lines, count 1",
        ],
    ),
    "64490 with 64494 alone is one LS session": (
        "code\n64490\n64494",
        ["P1 2025-03-03 LS INJ therapeutic medicare 2 lines, count 1"],
    ),
    "the junction across claims and providers of the day": (
        "claim code npi type\nA 64490 1 professional\nB 64494 2 asc",
        ["P1 2025-03-03 LS INJ therapeutic medicare 2 lines, count 1"],
    ),
    "another INJ code of the day ends the junction": (
        "code\n64490\n64491\n64494",
        [
            "P1 2025-03-03 CT INJ therapeutic medicare 2 lines, count 1",
            "P1 2025-03-03 LS INJ therapeutic medicare 1 lines, count 1",
        ],
    ),
    "64633 with 64636 alone is one LS session, whatever the injections": (
        "code\n64633\n64636\n64490",
        [
            "P1 2025-03-03 CT INJ therapeutic medicare 1 lines, count 1",
            "P1 2025-03-03 LS RFA rfa medicare 2 lines, count 1",
        ],
    ),
    "a packaged (zero-paid) line counts for the junction": (
        "code allowed paid\n64490 100 80\n64494 0 0",
        ["P1 2025-03-03 LS INJ therapeutic medicare 1 lines, count 1"],
    ),
    "a packaged line can end the junction": (
        "code allowed paid\n64490 100 80\n64494 90 70\n64491 0 0",
        [
            "P1 2025-03-03 CT INJ therapeutic medicare 1 lines, count 1",
            "P1 2025-03-03 LS INJ therapeutic medicare 1 lines, count 1",
        ],
    ),
    "a denied line does not count for the junction": (
        "code status\n64490 paid\n64494 denied",
        ["P1 2025-03-03 CT INJ therapeutic medicare 1 lines, count 1"],
    ),
    "nor does it end the junction": (
        "code status\n64490 paid\n64494 paid\n64491 denied",
        ["P1 2025-03-03 LS INJ therapeutic medicare 2 lines, count 1"],
    ),
    "the junction never mixes packs": (
        "code payer\n64490 medicare\n64494 aetna",
        [
            "P1 2025-03-03 LS INJ therapeutic cpt 1 lines, count 1",
            "P1 2025-03-03 CT INJ therapeutic medicare 1 lines, count 1",
        ],
    ),
    "KX on one professional line makes it diagnostic": (
        "code mods\n64493 KX\n64494 -",
        ["P1 2025-03-03 LS INJ diagnostic medicare 2 lines, count 1"],
    ),
    "KX on the facility claim is not asked where there is a professional line": (
        "claim type code mods\nA professional 64493 -\nB asc 64493 KX",
        ["P1 2025-03-03 LS INJ therapeutic medicare 2 lines, count 1"],
    ),
    "KX on the facility claim is asked where there is none": (
        "claim type code mods\nA hopd 64493 -\nB asc 64493 KX",
        ["P1 2025-03-03 LS INJ diagnostic medicare 2 lines, count 1"],
    ),
    "no KX and a full slot: kind unknown, no count": (
        "code mods slots\n64493 RT,59 2\n64494 RT 2",
        ["P1 2025-03-03 LS INJ unknown medicare 2 lines, count None"],
    ),
    "KX beside a full slot is diagnostic": (
        "code mods slots\n64493 RT,59 2\n64494 KX 2",
        ["P1 2025-03-03 LS INJ diagnostic medicare 2 lines, count 1"],
    ),
    "a full slot on a line not asked does not matter": (
        "claim type code mods slots\nA professional 64493 RT 2\nB asc 64493 RT,SG 2",
        ["P1 2025-03-03 LS INJ therapeutic medicare 2 lines, count 1"],
    ),
    "four slots, three filled: not full": (
        "code mods\n64493 RT,59,76",
        ["P1 2025-03-03 LS INJ therapeutic medicare 1 lines, count 1"],
    ),
    "RFA has one kind, slots or not": (
        "code mods slots\n64635 RT,59 2",
        ["P1 2025-03-03 LS RFA rfa medicare 1 lines, count 1"],
    ),
}


@pytest.mark.parametrize("table, expected", SESSION_CASES.values(), ids=SESSION_CASES.keys())
def test_sessions(table: str, expected: list[str]) -> None:
    assert sessions(table) == expected


def test_a_session_has_the_mac_of_its_first_line() -> None:
    table = "claim n mac code\nB 1 wps 64493\nA 2 cgs 64493\nA 1 ngs 64494"
    assert [row.mac for row in audit(draw(table)).sessions] == ["ngs"]


# --- payable count --------------------------------------------------------------------------------------------


def counts(days: str, code: str = "64493", **common: object) -> list[str]:
    """Window counts of one patient's sessions on the days given; `!` marks an excess one."""
    table = "day code\n" + "\n".join(f"{day} {code}" for day in days.split())
    return [f"{row.window_count}{'!' if row.excess else ''}" for row in audit(draw(table, **common)).sessions]


COUNT_CASES = {
    "four are payable, the fifth is excess": (
        "2025-01-01 2025-02-01 2025-03-01 2025-04-01 2025-05-01",
        ["1", "2", "3", "4", "5!"],
    ),
    "an excess session does not count later": (
        "2025-01-01 2025-02-01 2025-03-01 2025-04-01 2025-05-01 2025-06-01 2026-01-02",
        ["1", "2", "3", "4", "5!", "5!", "4"],
    ),
    "the anniversary day is outside the window": (
        "2025-01-15 2025-02-01 2025-03-01 2025-04-01 2026-01-15",
        ["1", "2", "3", "4", "4"],
    ),
    "the day before the anniversary is inside": (
        "2025-01-15 2025-02-01 2025-03-01 2025-04-01 2026-01-14",
        ["1", "2", "3", "4", "5!"],
    ),
    "29 February minus 12 months is 28 February: outside": (
        "2023-02-28 2023-05-01 2023-06-01 2023-07-01 2024-02-29",
        ["1", "2", "3", "4", "4"],
    ),
    "12 months before 29 February, from 1 March: inside": (
        "2023-03-01 2023-05-01 2023-06-01 2023-07-01 2024-02-29",
        ["1", "2", "3", "4", "5!"],
    ),
}


@pytest.mark.parametrize("kind", ["KX", None])
@pytest.mark.parametrize("days, expected", COUNT_CASES.values(), ids=COUNT_CASES.keys())
def test_payable_count(days: str, expected: list[str], kind: str | None) -> None:
    assert counts(days, modifier_1=kind) == expected


def test_rfa_limit_is_two_on_all_dates() -> None:
    assert counts("2020-12-01 2021-04-01 2021-05-10", "64635", mac="ngs") == ["1", "2", "3!"]
    assert counts("2021-04-24 2021-04-25 2021-04-26", "64633", mac="ngs") == ["1", "2", "3!"]


def test_before_lcd_2021_both_kinds_count_together_to_five() -> None:
    table = """
        day        code  mods
        2020-11-01 64493 KX
        2020-12-01 64493 -
        2021-01-01 64493 KX
        2021-02-01 64493 -
        2021-03-01 64493 KX
        2021-04-24 64493 -
        2021-04-25 64493 -
        2021-04-26 64493 KX
    """
    rows = audit(draw(table, mac="ngs")).sessions
    assert [(row.window_count, row.excess) for row in rows] == [
        (1, False), (2, False), (3, False), (4, False), (5, False), (6, True), (1, False), (1, False),
    ]  # fmt: skip


def test_editions_go_by_the_mac_of_the_session() -> None:
    days = "2021-04-01 2021-04-25 2021-05-02"
    assert counts(days, mac="ngs") == ["1", "1", "2"]
    assert counts(days, mac="cgs") == ["1", "2", "1"]
    assert counts(days) == ["1", "2", "1"], "unknown MAC"


def test_counting_sets_keep_patient_region_kind_and_pack_apart() -> None:
    table = """
        day        patient payer    code  mods
        2025-01-01 P1      medicare 64493 KX
        2025-02-01 P2      medicare 64493 KX
        2025-02-01 P1      medicare 64493 -
        2025-03-01 P1      medicare 64490 KX
        2025-04-01 P1      aetna    64493 KX
        2025-05-01 P1      medicare 64635 -
        2025-06-01 P1      medicare 64493 KX
    """
    assert [row.window_count for row in audit(draw(table)).sessions] == [1, 1, 1, 1, 1, 1, 2]


def test_pack_cpt_counts_each_kind_and_never_finds_excess() -> None:
    days = "2021-01-01 2021-02-01 2021-03-01 2021-04-01 2021-05-01 2021-06-01"
    assert counts(days, payer="aetna") == ["1", "2", "3", "4", "5", "6"]
    assert counts("2025-01-01 2025-02-01 2025-03-01", "64635", payer="aetna") == ["1", "2", "3"]


def test_a_session_of_unknown_kind_is_not_counted() -> None:
    table = "day code mods slots\n2025-01-01 64493 - 2\n2025-02-01 64493 RT,59 2\n2025-03-01 64493 - 2"
    assert [row.window_count for row in audit(draw(table)).sessions] == [1, None, 2]
