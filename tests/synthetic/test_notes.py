"""Procedure notes: keys that find their session, and joints and nerves written in ways that notes write them."""

from __future__ import annotations

from collections import Counter

import pytest

from facetaudit.procedures.joints import parse_joints
from facetaudit.synthetic.note_text import STYLES, note_text
from facetaudit.synthetic.reading import Note
from facetaudit.synthetic.scenario import REGIONS
from tests.synthetic.conftest import Row


def made_note(*documented: str, text: str = "drawn") -> Note:
    return Note(0, 0, False, "diagnostic", documented, text)


def read(note: Note, region: str, first: int, mirrored: bool, style: int) -> set[tuple[str, str | None]]:
    text = note_text(note, region, first, mirrored, style)
    found = parse_joints(text.joints, text.nerves, text.side)
    assert found.status == "read", (text, found.problem)
    return set(found.joints)


@pytest.mark.parametrize("style", range(STYLES))
@pytest.mark.parametrize(
    "region,first,expected",
    [
        ("LS", 0, {"L2-3", "L3-4"}),
        ("LS", 2, {"L4-5", "L5-S1"}),
        ("CT", 0, {"C2-3", "C3-4"}),
        ("CT", 4, {"C6-7", "C7-T1"}),
    ],
)
def test_every_way_of_writing_says_the_same(region: str, first: int, expected: set[str], style: int) -> None:
    one_side = read(made_note("1R", "2R"), region, first, False, style)
    assert one_side == {(joint, "R") for joint in expected}
    both = read(made_note("1B", "2B"), region, first, False, style)
    assert both == {(joint, side) for joint in expected for side in "RL"}
    upper, lower = sorted(expected)
    mixed = read(made_note("1B", "2R"), region, first, True, style)
    assert mixed == {(upper, "R"), (upper, "L"), (lower, "L")}


@pytest.mark.parametrize("style", range(STYLES))
@pytest.mark.parametrize("region", REGIONS)
def test_special_notes(region: str, style: int) -> None:
    assert read(made_note("nerve"), region, 0, False, style) == set()
    assert read(made_note("1-", "2-"), region, 1, False, style) == {
        (joint, None) for joint in {"CT": ("C3-4", "C4-5"), "LS": ("L3-4", "L4-5")}[region]
    }
    assert read(made_note("junction-R"), region, 0, True, style) == {("T12-L1", "L"), ("L1-2", "L")}
    text = note_text(made_note("unreadable"), region, 0, False, style)
    assert parse_joints(text.joints, text.nerves, text.side).status == "unreadable"


@pytest.mark.parametrize("style", range(STYLES))
def test_the_form_can_be_fixed(style: int) -> None:
    assert note_text(made_note("1R", text="nerves"), "LS", 0, False, style).joints is None
    assert note_text(made_note("1R", text="joints"), "LS", 0, False, style).nerves is None


def test_notes_find_their_claim_or_their_patient_and_day(notes: list[Row], lines: list[Row]) -> None:
    claims = {row["claim_id"]: (row["patient_id"], row["service_date"]) for row in lines}
    days = {(*place, row["rendering_npi"]) for row in lines for place in [(row["patient_id"], row["service_date"])]}
    keys = Counter()
    for note in notes:
        place = (note["patient_id"], note["service_date"])
        keys[bool(note["claim_id"]), all(place), bool(note["rendering_npi"])] += 1
        if note["claim_id"] and all(place):
            assert claims[note["claim_id"]] == place
        if note["rendering_npi"]:
            assert (*place, note["rendering_npi"]) in days
    assert {key[:2] for key in keys} == {(True, True), (True, False), (False, True)}
    assert keys[False, True, False] > 0


def test_a_good_share_of_the_facet_sessions_has_a_note(notes: list[Row], lines: list[Row]) -> None:
    facet = {(row["patient_id"], row["service_date"]) for row in lines if row["hcpcs"][:4] in ("6449", "6463")}
    assert 0.3 < len(notes) / len(facet) < 0.8


def test_both_columns_of_text_are_used(notes: list[Row]) -> None:
    used = Counter("joints" if note["joints"] else "nerves" for note in notes)
    assert min(used["joints"], used["nerves"]) > 0.2 * len(notes)
    assert len({note["nerves"] for note in notes}) > 40
    assert any("third occipital" in note["nerves"] for note in notes)
