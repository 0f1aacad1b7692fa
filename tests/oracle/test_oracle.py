"""The catalogue's two closing tables: the sources' bilateral table under each pack, and what must never be flagged."""

from __future__ import annotations

import pytest

from .audit import DETECTORS, HEADLINE, LATER, audit
from .drawing import draw, note, said

ONE_LEVEL_SPLIT_OVER_ADDON = "code mods\n64493 RT\n64494 LT"
ONE_LEVEL_50 = "code mods\n64493 50"
TWO_LEVELS_ADDON_TWICE = "code mods units\n64493 50 1\n64494 - 2"
TWO_LEVELS_50 = "code mods\n64493 50\n64494 50"
CERVICAL_TWO_LINES = "code mods\n64490 RT\n64490 LT"
ASC_50 = "code mods type\n64493 50 asc"

BILATERAL_TABLE = [
    (ONE_LEVEL_SPLIT_OVER_ADDON, "FA203", "FA203"),
    (ONE_LEVEL_50, "", ""),
    (TWO_LEVELS_ADDON_TWICE, "FA204", ""),
    (TWO_LEVELS_50, "", "FA204"),
    (CERVICAL_TWO_LINES, "FA201", "FA201"),
    (ASC_50, "FA205", "FA205"),
]


LOOKED_FOR = {*HEADLINE, "FA107", "FA406", "FA703"}
"""The headline families and the others that the closing tables name."""


def codes_found(table: str, **common: object) -> str:
    """Codes of the detectors with a finding, in order."""
    return " ".join(sorted({code for code, _, _ in audit(draw(table, **common), select=LOOKED_FOR).findings}))


@pytest.mark.parametrize("table, medicare, cpt", BILATERAL_TABLE)
def test_the_sources_bilateral_table(table: str, medicare: str, cpt: str) -> None:
    assert codes_found(table, payer="medicare") == medicare
    assert codes_found(table, payer="aetna") == cpt


def test_two_add_on_lines_under_cpt_are_clean() -> None:
    assert codes_found("code mods\n64493 50\n64494 RT\n64494 LT", payer="aetna") == ""
    assert codes_found("code mods\n64493 50\n64494 -\n64494 -", payer="aetna") == ""


NEVER = {
    "ASC facility RT and LT lines of a base": "code mods type\n64493 RT asc\n64493 LT asc",
    "ASC facility RT and LT lines of base and add-on": (
        "code mods type\n64493 RT asc\n64493 LT asc\n64494 RT asc\n64494 LT asc"
    ),
    "ASC facility RT and LT lines of RFA": "code mods type\n64635 RT asc\n64635 LT asc\n64636 RT asc\n64636 LT asc",
    "64490 with 64494 alone": "code mods\n64490 RT\n64494 RT",
    "64490-50 with 64494-50 alone": "code mods\n64490 50\n64494 50",
    "64633 with 64636 alone": "code mods\n64633 RT\n64636 RT",
    "RFA right, then left weeks later": "day code mods\n2025-03-03 64635 RT\n2025-03-24 64635 LT",
    "the professional and the facility claim of one service": (
        "claim type code mods npi\nA professional 64493 50 1\nB hopd 64493 50 1"
    ),
    "denied lines": (
        "code mods status\n64495 50,RT denied\n64493 RT denied\n64493 LT denied\n64494 KX denied\n64635 KX denied"
    ),
    "a reversed pair": "code mods units\n64495 RT 1\n64495 RT -1",
    "64494-50 under medicare": "code mods\n64493 50\n64494 50",
    "KX missing where slots are full": "code mods slots\n64493 KX,RT 2\n64494 RT,59 2",
}


@pytest.mark.parametrize("table", NEVER.values(), ids=NEVER.keys())
def test_must_never_be_flagged(table: str) -> None:
    assert codes_found(table) == ""


def test_one_service_of_two_claims_is_one_session_each_time() -> None:
    """Four services, each on a professional and a facility claim: none is excess."""
    days = ["2025-01-06", "2025-03-03", "2025-05-05", "2025-07-07"]
    table = "claim day type code mods\n" + "\n".join(
        f"P{day} {day} professional 64493 RT\nF{day} {day} hopd 64493 RT" for day in days
    )
    result = audit(draw(table))
    assert [row.window_count for row in result.sessions] == [1, 2, 3, 4]
    assert not result.findings


def test_a_kx_test_on_full_slots_is_unknown() -> None:
    lines = draw("code mods slots\n64493 KX,RT 2\n64494 RT,59 2")
    result = audit(lines, [note("L3-4 R; L4-5 R", injection_type="diagnostic")])
    assert said(result) == ["FA303 unknown: A2", "FA304 unknown: A2"]


def test_no_line_twice_and_none_that_is_not_active() -> None:
    """Every detector here on a day with much wrong and much inactive."""
    lines = draw(
        """
        claim n code  mods     units allowed paid status freq names
        A     1 64493 50,RT    2     100     80   paid   1    -
        A     2 64495 KX       2     100     80   paid   1    -
        A     3 64494 50       2     0       0    paid   1    -
        B     1 64493 RT       1     100     80   denied 1    -
        C     1 64493 LT       1     100     80   paid   8    D
        D     1 64493 KX       1     100     80   paid   1    -
        """
    )
    result = audit(lines)
    assert {(claim, number) for _, claim, number in result.findings} == {("A", 1), ("A", 2)}
    for keys in result.unknown.values():
        assert keys <= {("A", 1), ("A", 2)}


def test_a_finding_has_the_region_of_its_line() -> None:
    """CT, LS, LS at the junction (64490 with 64494 alone), none for a companion."""
    cervical = audit(draw("code mods\n64490 50,RT\n64493 50,RT\n77003 26\n77003 26"))
    assert {key[2]: found.region for key, found in cervical.findings.items()} == {1: "CT", 2: "LS", 3: None, 4: None}
    junction = audit(draw("code mods\n64490 50,RT\n64494 50,RT"))
    assert {key[2]: found.region for key, found in junction.findings.items()} == {1: "LS", 2: "LS"}


def test_select_limits_findings_and_exposure() -> None:
    lines = draw("code mods allowed\n64493 RT 100\n64493 LT 100\n64495 - 50")
    result = audit(lines, select=["FA102"])
    assert {code for code, _, _ in result.findings} == {"FA102"} == {row.detector for row in result.exposure.values()}
    assert set(result.unknown) == {"FA102"}
    with pytest.raises(KeyError):
        audit(lines, select=["FA999"])


def test_every_detector_here_has_its_code() -> None:
    assert DETECTORS == HEADLINE | LATER
    assert len(DETECTORS) == len(HEADLINE) + len(LATER) == 23 + 24
    for code, detect in DETECTORS.items():
        assert (detect.__doc__ or "").startswith(f"{code}:"), code
