"""The catalogue: readable tables, all of them, and nothing that the expansion would misread."""

from __future__ import annotations

import pytest

from facetaudit.synthetic.catalogue import SCENARIOS, VISITS
from facetaudit.synthetic.scenario import CERTAINTY, Scenario, scenario

BY_NAME = {scene.name: scene for scene in SCENARIOS}

HEADLINE_CODES = {
    *(f"FA10{n}" for n in range(1, 5)), *(f"FA20{n}" for n in range(1, 10)),
    *(f"FA30{n}" for n in range(1, 6)), *(f"FA40{n}" for n in range(1, 6)),
}  # fmt: skip

# "Must never be flagged" of the page of detectors, and the further look-alikes that were asked for.
NEVER_FLAGGED = {
    "ASC facility RT and LT lines of one code": "asc_two_lines",
    "64490 + 64494 alone": "junction_block",
    "64633 + 64636 alone": "junction_ablation",
    "RFA right then left weeks apart": "right_then_left",
    "professional and facility claim of one service": "professional_and_asc",
    "denied lines": "third_level_denied",
    "a denied session": "fifth_session_denied",
    "a reversed pair": "session_reversed",
    "64494-50 under medicare": "addon_50_medicare",
    "64494 x 2 under cpt": "addon_two_units_commercial",
    "a KX test on a line whose slots are full": "slots_full_diagnostic",
    "a session on the anniversary day": "therapeutic_anniversary",
    "a voided claim": "session_voided",
    "a replaced claim": "mistake_replaced",
}


def test_names_are_unique() -> None:
    names = [scene.name for scene in (*SCENARIOS, *VISITS)]
    assert len(names) == len(set(names))


def test_every_headline_detector_has_a_mistake() -> None:
    assert set(CERTAINTY) == HEADLINE_CODES
    assert set().union(*(scene.codes for scene in SCENARIOS if scene.kind == "mistake")) == HEADLINE_CODES


def test_mistakes_have_findings_and_nothing_else_has() -> None:
    for scene in (*SCENARIOS, *VISITS):
        assert bool(scene.codes) == (scene.kind == "mistake"), scene.name


@pytest.mark.parametrize("name", NEVER_FLAGGED.values(), ids=NEVER_FLAGGED.keys())
def test_what_must_never_be_flagged_is_a_lookalike(name: str) -> None:
    assert BY_NAME[name].kind == "lookalike"


def test_a_table_is_read_as_it_stands() -> None:
    made = scenario(
        "example", "mistake", "An example.",
        """
        0         | prof24 #A        | INJ1 50 KX x2      | FA202 FA302/review
        0         | asc              | INJ1 RT half       |
        +12m-1d~5d | office voids#A  | 99213 25 maybe     |
        0         | maybe-note       | diagnostic 1R 2B   |
        +3w       | office           | RFA2 denied        |
        """.replace("99213 25 maybe", "99213 25"),
    )  # fmt: skip
    assert [(day.months, day.days, day.chance) for day in made.days] == [(0, 0, 0), (12, -1, 5), (0, 21, 0)]
    assert [claim.place for claim in made.claims] == ["prof24", "asc", "office", "office"]
    assert (made.claims[2].frequency, made.claims[2].original) == ("8", 0)
    first = made.rows[0]
    assert (first.procedure, first.modifiers, first.units) == ("INJ1", ("50", "KX"), 2)
    assert first.findings == (("FA202", "certain"), ("FA302", "review"))
    assert made.rows[1].marks == {"half"}
    assert (made.notes[0].maybe, made.notes[0].claim, made.notes[0].documented) == (True, 0, ("1R", "2B"))


@pytest.mark.parametrize(
    "row",
    [
        "0 | office",
        "tomorrow | office | INJ1 |",
        "0 | hospital | INJ1 |",
        "0 | office soon | INJ1 |",
        "0 | office | INJ9 |",
        "0 | office | INJ1 right |",
        "0 | office | INJ1 RT 59 GC GA XS |",
        "0 | office | INJ1 RT | FA999",
        "0 | office | INJ1 RT | FA201/sure",
        "0 | note | diagnostic 4R |",
        "0 | note | palliative 1R |",
    ],
)
def test_a_row_that_cannot_be_read_is_named(row: str) -> None:
    with pytest.raises(ValueError, match="scenario example, row"):
        scenario("example", "mistake", "", row)


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("0 | office | INJ1 RT denied | FA104", id="a denied line"),
        pytest.param("0 | asc | INJ1 RT |\n0 | asc | INJ2 RT | FA104", id="a packaged add-on"),
        pytest.param("0 | office | INJ1 RT |\n0 | office | INJ2 RT maybe | FA104", id="a line that may be missing"),
    ],
)
def test_a_finding_on_a_line_that_is_not_active_is_refused(table: str) -> None:
    with pytest.raises(ValueError, match="a finding on a line"):
        scenario("example", "mistake", "", table)


def test_a_claim_without_a_sure_first_row_is_refused() -> None:
    with pytest.raises(ValueError, match="first row of a claim"):
        scenario("example", "correct", "", "0 | office | INJ1 RT maybe |")


def two_slots(**options: str) -> Scenario:
    return scenario("example", "correct", "", "0 | prof | INJ1 RT KX |", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "table,fits",
    [
        ("0 | prof | INJ1 RT KX |", True),
        ("0 | prof | INJ1 RT 59 |", False),
        ("0 | prof | INJ1 RT KX 59 |", False),
        ("0 | prof24 | INJ1 RT |\n0 | asc | INJ1 RT |", False),
        ("0 | prof #A | INJ1 RT |\n0 | prof replaces#A | INJ1 LT |", False),
    ],
)
def test_what_a_file_with_two_slots_can_show(table: str, fits: bool) -> None:
    assert scenario("example", "correct", "", table).fits_rif is fits


def test_commercial_scenarios_are_not_for_rif() -> None:
    assert two_slots().fits_rif
    assert not two_slots(pack="commercial").fits_rif
