"""Texts of procedure notes and the joints they document, as drawn tables.

Joints are written as `L4-5 R`, `L4-5 L`, or `L4-5 ?` where the note gives no side; `B` in a table stands for both.
"""

from __future__ import annotations

import pytest

from facetaudit.procedures.joints import DocumentedJoints, parse_joints


def shown(documented: DocumentedJoints) -> set[str]:
    return {f"{joint} {side or '?'}" for joint, side in documented.joints}


def expected(drawn: str) -> set[str]:
    joints: set[str] = set()
    for item in filter(None, (part.strip() for part in drawn.split(","))):
        joint, side = item.split()
        joints |= {f"{joint} R", f"{joint} L"} if side == "B" else {item}
    return joints


JOINT_TEXTS = [
    # the forms of the note contract
    ("L3-4 R; L4-5 R", "L3-4 R, L4-5 R"),
    ("L4/5 B", "L4-5 B"),
    ("C5-C6 left", "C5-6 L"),
    # names
    ("L5-S1", "L5-S1 ?"),
    ("L5/S1 bilateral", "L5-S1 B"),
    ("L5S1 R", "L5-S1 R"),
    ("L4 to L5 R", "L4-5 R"),
    ("L4 - L5 R", "L4-5 R"),
    ("C7-T1 L", "C7-T1 L"),
    ("C 7-T 1 L", "C7-T1 L"),
    ("T12-L1, L1-2 R", "T12-L1 R, L1-2 R"),
    ("T11-12 R", "T11-12 R"),
    ("C2/3 R", "C2-3 R"),
    ("S1-L5 R", "L5-S1 R"),
    ("l4-5 r", "L4-5 R"),
    ("L4\u20135 R", "L4-5 R"),
    ("L4\u2014L5 R", "L4-5 R"),
    ("L4\u22125 R", "L4-5 R"),
    ("L4\u20105 R", "L4-5 R"),
    ("L4\uff0d5\u00a0R", "L4-5 R"),
    ("L3-4, 4-5 R", "L3-4 R, L4-5 R"),
    ("L4-5, 5-S1 R", "L4-5 R, L5-S1 R"),
    ("L3-4 L4-5 R", "L3-4 R, L4-5 R"),
    ("C4-5 L3-4, 4-5 R", "C4-5 R, L3-4 R, L4-5 R"),
    ("right L4-5 facet joint", "L4-5 R"),
    ("Levels: L3-L4,L4-L5,L5-S1", "L3-4 ?, L4-5 ?, L5-S1 ?"),
    ("L4-5 R; L4-5 R", "L4-5 R"),
    ("L4-5,, L5-S1,", "L4-5 ?, L5-S1 ?"),
    # sides: every word for them
    ("L4-5 (R)", "L4-5 R"),
    ("L4-5 [left]", "L4-5 L"),
    ("L4-5 RT", "L4-5 R"),
    ("L4-5 lt", "L4-5 L"),
    ("L4-5R", "L4-5 R"),
    ("L4-5 L", "L4-5 L"),
    ("L L4-5", "L4-5 L"),
    ("(L) L4-5", "L4-5 L"),
    ("L4-5 Rt.", "L4-5 R"),
    ("L4-5 right side.", "L4-5 R"),
    ("Right-sided L4-5", "L4-5 R"),
    ("L4-5 on the left", "L4-5 L"),
    ("L4-5 b/l", "L4-5 B"),
    ("L4-5 BL", "L4-5 B"),
    ("L4-5 bilat.", "L4-5 B"),
    ("L4-5 both sides", "L4-5 B"),
    ("L4-5 R/L", "L4-5 B"),
    ("L4-5 right and left", "L4-5 B"),
    ("left & right L4-5", "L4-5 B"),
    ("L4-5 R; L4-5 L", "L4-5 B"),
    # sides: whom they hold for
    ("L3-L4, L4-L5 right", "L3-4 R, L4-5 R"),
    ("right L4-5", "L4-5 R"),
    ("right L3-4, L4-5", "L3-4 R, L4-5 R"),
    ("right, L3-4, L4-5", "L3-4 R, L4-5 R"),
    ("L3-4 and L4-5 bilaterally", "L3-4 B, L4-5 B"),
    ("L3-4 R, L4-5 L", "L3-4 R, L4-5 L"),
    ("R L3-4, L L4-5", "L3-4 R, L4-5 L"),
    ("L3-4, L4-5 R, L5-S1 L", "L3-4 R, L4-5 R, L5-S1 L"),
    ("right L3-4, L4-5, left L4-5, L5-S1", "L3-4 R, L4-5 B, L5-S1 L"),
    ("Right: L3-4, L4-5; Left: L4-5", "L3-4 R, L4-5 B"),
    ("L3-4, L4-5 R; C5-6 L", "L3-4 R, L4-5 R, C5-6 L"),
    ("L3-4; L4-5; right", "L3-4 R, L4-5 R"),
    ("L3-4\nL4-5\r\nright", "L3-4 R, L4-5 R"),
    ("L3-4; L4-5 L; right", "L3-4 R, L4-5 L"),
    ("right L3-4; L4-5", "L3-4 R, L4-5 R"),
    ("L3-4 R, L4-5", "L3-4 R, L4-5 ?"),
    ("L3-4 R; L4-5", "L3-4 R, L4-5 ?"),
    ("L3-4, R L4-5", "L3-4 ?, L4-5 R"),
    # no facet-code joints: read, and nothing comes of them
    ("C1-2 R", ""),
    ("C0-C1 B", ""),
    ("S1-2 R", ""),
    ("SI joint R", ""),
    ("L5-S1 R; SI joint R", "L5-S1 R"),
]


@pytest.mark.parametrize("text, drawn", JOINT_TEXTS, ids=[repr(text) for text, _ in JOINT_TEXTS])
def test_joints_that_are_read(text: str, drawn: str) -> None:
    documented = parse_joints(text, None, None)
    assert documented.problem is None
    assert documented.status == "read"
    assert shown(documented) == expected(drawn)


UNREADABLE_JOINTS = [
    ("L3-S1", "a span over several joints"),
    ("L3-L5 R", "a span over two joints"),
    ("L3-4-5 R", "three vertebrae"),
    ("L4 through L5 R", "a span of levels"),
    ("L4 R", "one vertebra"),
    ("L4,5 R", "a comma where a dash may be meant"),
    ("L34 R", "numbers run together"),
    ("L4-4 R", "the same vertebra twice"),
    ("L4-6 R", "no such vertebra"),
    ("L5-L6 R", "a sixth lumbar vertebra"),
    ("T12-1 R", "a letter that is missing at the junction"),
    ("C7-1 R", "the same in the neck"),
    ("4-5 R", "no letter"),
    ("T12-L1, 1-2 R", "a number after a name with two letters"),
    ("L04-05 R", "leading zeros"),
    ("L 4-5 R", "an L apart: lumbar or left"),
    ("L3-4 R, L 4-5", "the same after another joint"),
    ("L4-5 ?", "a question mark"),
    ("L4-5 R x2", "an unknown word"),
    ("no L4-5 R", "a negation"),
    ("L4-5 R attempted, aborted", "a procedure that was not done"),
    ("L4-5 medial branches R", "nerves by the name of a joint"),
    ("TON R", "a nerve"),
    ("L5 dorsal ramus R", "another nerve"),
    ("L4-5 R L", "two sides side by side"),
    ("L4-5 R R", "one side twice"),
    ("right L4-5 right", "a side before and after"),
    ("right L3-4, L4-5 L", "a group that begins and ends with a side"),
    ("right, L4-5, left", "a side by itself at both ends"),
    ("right L3-4, L4-5 L, L5-S1", "a side before one name and after another"),
    ("L3-4, R L4-5, L5-S1 L", "the same in a group that ends with a side"),
    ("right L3-4, left, L4-5", "a side by itself between names"),
    ("L4-5 R/R", "a side and itself"),
    ("L4-5 bilateral and right", "both sides and one"),
    ("L3-4, L4-5 R, L5-S1", "a side that may be shared"),
    ("L3-4, R L4-5, L5-S1", "a side that may be shared, before"),
    ("L3-4 R L4-5 L5-S1", "a side between names"),
    ("both L3-4 and L4-5", "both: joints or sides"),
    ("R/L4-5", "a slash after a side"),
    ("L4-5-R", "a dash before a side"),
    ("L4-", "a name cut short"),
    ("L4-5 (R", "a bracket left open"),
    ("right", "a side alone"),
    (";", "nothing at all"),
    ("facet joints", "words without a name"),
    ("N/A", "no text to read"),
    ("multiple levels", "no level named"),
    ("L\u0664-\u0665", "digits of another script"),
    ("L4\ufffd5 R", "a character lost on the way"),
]


@pytest.mark.parametrize("text, why", UNREADABLE_JOINTS, ids=[why for _, why in UNREADABLE_JOINTS])
def test_joints_that_are_not_guessed(text: str, why: str) -> None:
    documented = parse_joints(text, "L3, L4 R", "R")
    assert documented.status == "unreadable", why
    assert documented.joints == frozenset()
    assert documented.problem is not None
    assert documented.problem.startswith("joints")


NERVE_TEXTS = [
    ("L2, L3, L4 R", "L3-4 R, L4-5 R"),
    ("L3, L4, L5 B", "L4-5 B, L5-S1 B"),
    ("L3 and L4 medial branches, L5 dorsal ramus, right", "L4-5 R, L5-S1 R"),
    ("Right L3, L4 medial branch nerves & L5 dorsal ramus block", "L4-5 R, L5-S1 R"),
    ("L4 and L5 medial branches, left", "L5-S1 L"),
    ("L4, L5 dorsal rami bilaterally", "L5-S1 B"),
    ("L4 MB, L5 DR (R)", "L5-S1 R"),
    ("Bilateral L3, L4 medial branches; L5 dorsal ramus", "L4-5 B, L5-S1 B"),
    ("L3,4,5 MBB right", "L4-5 R, L5-S1 R"),
    ("L3 L4 L5 R", "L4-5 R, L5-S1 R"),
    ("L5, L3, L4 R", "L4-5 R, L5-S1 R"),
    ("L3 R, L4 R, L4 L, L5 L", "L4-5 R, L5-S1 L"),
    ("L3, L4 R; L3, L4, L5 L", "L4-5 B, L5-S1 L"),
    ("T11, T12, L1 R", "T12-L1 R, L1-2 R"),
    ("C7, C8, T1 L", "C7-T1 L, T1-2 L"),
    ("T1, T2, T3", "T2-3 ?, T3-4 ?"),
    ("L3, L4", "L4-5 ?"),
    # the third occipital nerve
    ("TON", "C2-3 ?"),
    ("third occipital nerve L", "C2-3 L"),
    ("T.O.N. R", "C2-3 R"),
    ("third occipital nerve (TON), C3, C4 bilat", "C2-3 B, C3-4 B"),
    ("TON, C3, C4 left", "C2-3 L, C3-4 L"),
    ("TON, C3 left", "C2-3 L"),
    ("C3, C4 left", "C3-4 L"),
    # spans
    ("C4-C6 medial branches", "C4-5 ?, C5-6 ?"),
    ("L2-L4 R", "L3-4 R, L4-5 R"),
    ("L2-4, L5 R", "L3-4 R, L4-5 R, L5-S1 R"),
    ("L5 to L3 R", "L4-5 R, L5-S1 R"),
    ("L2 through L5 R", "L3-4 R, L4-5 R, L5-S1 R"),
    ("L3/L4/L5 R", "L4-5 R, L5-S1 R"),
    ("L3/4/5 R", "L4-5 R, L5-S1 R"),
    ("T3-T7", "T4-5 ?, T5-6 ?, T6-7 ?, T7-8 ?"),
    ("C6-C8 L", "C6-7 L, C7-T1 L"),
    # nothing comes of these
    ("L3 R", ""),
    ("L2, L4 R", ""),
    ("L3 R, L4 L", ""),
    ("C4 R", ""),
    ("L4, S1 R", ""),
    ("S1, S2, S3 R", ""),
    ("L4, L5, S1 R", "L5-S1 R"),
]


@pytest.mark.parametrize("text, drawn", NERVE_TEXTS, ids=[repr(text) for text, _ in NERVE_TEXTS])
def test_nerves_that_are_read(text: str, drawn: str) -> None:
    documented = parse_joints(None, text, None)
    assert documented.problem is None
    assert documented.status == "read"
    assert shown(documented) == expected(drawn)


UNREADABLE_NERVES = [
    ("L4-5 R", "two adjacent names are how a joint is written"),
    ("L4/L5 R", "the same with a slash"),
    ("L4L5 R", "the same without anything"),
    ("L5-S1 R", "the same at the sacrum"),
    ("L3-S1 R", "a span to the sacrum may be three levels"),
    ("T12-L2 R", "a span over the junction"),
    ("C5-T1 R", "a span out of the neck"),
    ("L2/L4/L5 R", "a list with a gap that is no run"),
    ("L2-4/5 R", "names joined in two ways"),
    ("L2-3/4 R", "names joined in two ways, in a row"),
    ("L2/L5 R", "a slash is no span"),
    ("L2L5 R", "nor are names without anything between"),
    ("T1-L5 R", "a span from the chest to the loin"),
    ("C5, C6 dorsal rami R", "dorsal rami of the neck"),
    ("C2, C3 R", "C2 is no nerve of a facet joint"),
    ("C3 R", "C3 alone may be the third occipital nerve"),
    ("C3, C5, C6 R", "C3 without C4 may be the third occipital nerve"),
    ("C3 dorsal ramus R", "a dorsal ramus that is not lumbar"),
    ("TON dorsal ramus", "no such thing"),
    ("L6, L5 R", "no such nerve"),
    ("C9 R", "no such nerve of the neck"),
    ("L3 medial branch at L4 R", "where the needle is, not a second nerve"),
    ("L3, L4 lateral branches R", "branches that serve no facet joint"),
    ("C3 TON R", "two names of what may be one nerve"),
    ("L3 R, L4", "a nerve without a side that would complete a joint"),
    ("L3, L4 R; L5", "the same in another group"),
    ("SI joint", "a joint"),
    ("L3, L4 transverse processes R", "levels, not nerves"),
    ("3, 4 R", "no letter"),
    ("TON, 3, 4", "no letter after a name without one"),
]


@pytest.mark.parametrize("text, why", UNREADABLE_NERVES, ids=[why for _, why in UNREADABLE_NERVES])
def test_nerves_that_are_not_guessed(text: str, why: str) -> None:
    documented = parse_joints(None, text, None)
    assert documented.status == "unreadable", why
    assert documented.joints == frozenset()
    assert documented.problem is not None
    assert documented.problem.startswith("nerves")


@pytest.mark.parametrize(
    "joints, nerves, side, drawn",
    [
        ("L4-5", None, "R", "L4-5 R"),
        ("L4-5", None, "b", "L4-5 B"),
        ("L4-5", None, " left ", "L4-5 L"),
        ("L4-5", None, "  ", "L4-5 ?"),
        ("L4-5 R", None, "L", "L4-5 R"),
        ("L3-4 R, L4-5", None, "L", "L3-4 R, L4-5 L"),
        (None, "L3, L4", "R", "L4-5 R"),
        (None, "L3 R, L4", "R", "L4-5 R"),
        ("L4-5 R", "L2, L3, L4, L5 R", None, "L4-5 R"),
        ("  ", "L2, L3 R", None, "L3-4 R"),
    ],
)
def test_side_column_is_a_default_and_joints_go_before_nerves(
    joints: str | None, nerves: str | None, side: str | None, drawn: str
) -> None:
    documented = parse_joints(joints, nerves, side)
    assert documented.status == "read"
    assert shown(documented) == expected(drawn)


def test_nothing_given_is_none_and_not_unreadable() -> None:
    assert parse_joints(None, None, "R") == DocumentedJoints("none", frozenset(), None)
    assert parse_joints(" ", "\t", None) == DocumentedJoints("none", frozenset(), None)


def test_unreadable_joints_do_not_fall_back_on_the_nerves() -> None:
    assert parse_joints("L3-S1", "L3, L4 R", None).status == "unreadable"


def test_side_that_is_no_side_makes_the_text_unreadable() -> None:
    documented = parse_joints("L4-5", None, "midline")
    assert documented.status == "unreadable"
    assert documented.problem == "side: neither R, L nor B"


def test_problem_names_the_part_and_never_the_text() -> None:
    documented = parse_joints("L3-4 R; L4-5 R, Doe Jane 12345; L5-S1 R", None, None)
    assert documented.problem is not None
    assert "part 3" in documented.problem
    assert "DOE" not in documented.problem.upper()
    assert "12345" not in documented.problem
