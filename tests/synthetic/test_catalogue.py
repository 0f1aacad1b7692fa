"""The catalogue: readable tables, all of them, and nothing that the expansion would misread."""

from __future__ import annotations

import pytest

from facetaudit.synthetic.catalogue import SCENARIOS, VISITS
from facetaudit.synthetic.labelled import CERTAINTY, LOCALITY_KNOWN, MEDICARE_ONLY, PARTLY_LABELLED
from facetaudit.synthetic.scenario import Scenario, scenario

BY_NAME = {scene.name: scene for scene in SCENARIOS}

# The tables of the page, with how many detectors each has.
ALL_CODES = {
    f"FA{family}0{number}"
    for family, count in {1: 7, 2: 9, 3: 7, 4: 9, 5: 7, 6: 5, 7: 3}.items()
    for number in range(1, count + 1)
}

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
    "a replacement that says the same": "claim_replaced_unchanged",
    "64490 + 64494 in a hospital": "junction_block_in_hospital",
    "an ablation of the same side after six months": "ablation_again_after_six_months",
    "a visit with 25": "visit_with_25",
    "a visit whose slots are full": "visit_slots_full",
    "an authorization on another line of the claim": "authorization_on_other_line",
    "a hospital's claim before July 2023": "hospital_before_authorization",
    "repeats marked 76": "repeat_with_76",
    "the same service on a second claim, denied": "second_claim_denied",
    "a facility's claim that was denied": "facility_claim_denied",
    "imaging by another practice": "imaging_by_other_practice",
    "imaging on another day": "guidance_on_other_day",
    "sedation for another payer": "sedation_commercial",
    "relief and care just enough": "relief_just_enough",
    "two regions on two days": "two_regions_two_days",
    "two joints each by two physicians": "two_physicians_two_joints_each",
}


def test_names_are_unique() -> None:
    names = [scene.name for scene in (*SCENARIOS, *VISITS)]
    assert len(names) == len(set(names))


def test_every_detector_has_a_mistake() -> None:
    assert set(CERTAINTY) == ALL_CODES
    assert set().union(*(scene.codes for scene in SCENARIOS if scene.kind == "mistake")) == ALL_CODES
    assert ALL_CODES >= MEDICARE_ONLY | LOCALITY_KNOWN | PARTLY_LABELLED


def test_only_review_findings_may_go_without_a_label() -> None:
    partly = {
        certainty
        for scene in SCENARIOS
        for row in scene.rows
        for code, certainty in row.findings
        if code in PARTLY_LABELLED
    }
    assert partly == {"review"}


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
        +4w       | hopd uncovered unauthorized resent | RFA1 authorized | FA602
        +4w       | note             | rfa 1R nerves relief=40 injectate=anesthetic;steroid |
        """.replace("99213 25 maybe", "99213 25"),
    )  # fmt: skip
    days = [(day.months, day.days, day.chance) for day in made.days]
    assert days == [(0, 0, 0), (12, -1, 5), (0, 21, 0), (0, 28, 0)]
    assert [claim.place for claim in made.claims] == ["prof24", "asc", "office", "office", "hopd"]
    assert made.claims[4].words == {"uncovered", "unauthorized", "resent"}
    assert (made.claims[2].frequency, made.claims[2].original) == ("8", 0)
    first = made.rows[0]
    assert (first.procedure, first.modifiers, first.units) == ("INJ1", ("50", "KX"), 2)
    assert first.findings == (("FA202", "certain"), ("FA302", "review"))
    assert made.rows[1].marks == {"half"}
    assert (made.notes[0].maybe, made.notes[0].claim, made.notes[0].documented) == (True, 0, ("1R", "2B"))
    assert (made.notes[1].maybe, made.notes[1].claim, made.notes[1].text) == (False, 4, "nerves")
    assert dict(made.notes[1].says) == {"relief": "40", "injectate": "anesthetic;steroid"}


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
        "0 | note | diagnostic 1R relief=much |",
        "0 | note | diagnostic 1R guidance=mri |",
        "0 | note | diagnostic 1R colour=blue |",
        "0 | note | diagnostic relief=50 |",
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
        pytest.param("0 | hopd | 64490 RT |\n0 | hopd | 64494 RT | FA104", id="a packaged add-on by its code"),
        pytest.param("0 | asc | INJ1 RT |\n0 | asc | 77003 | FA501", id="packaged imaging"),
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
