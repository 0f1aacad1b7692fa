"""Properties of joint reading, over drawn anatomy and random spellings."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from facetaudit.procedures.joints import joints_of_nerves, parse_joints

LUMBAR_NERVES = ["L1", "L2", "L3", "L4", "L5"]
ALL_NERVES = ["TON", *(f"C{n}" for n in range(3, 9)), *(f"T{n}" for n in range(1, 13)), *LUMBAR_NERVES]
JOINTS = [
    *((f"C{n}", f"C{n + 1}") for n in range(2, 7)),
    ("C7", "T1"),
    *((f"T{n}", f"T{n + 1}") for n in range(1, 12)),
    ("T12", "L1"),
    *((f"L{n}", f"L{n + 1}") for n in range(1, 5)),
    ("L5", "S1"),
]
SIDE_WORDS = {
    "R": ["R", "(R)", "RT", "right", "Rt.", "right side"],
    "L": ["L", "(L)", "lt", "LEFT", "left-sided"],
    "B": ["B", "b/l", "bilat", "bilaterally", "(bilateral)", "R and L", "L/R", "both sides"],
}
SIDES = st.sampled_from("RLB")


def joint_name(upper: str, lower: str) -> str:
    return f"{upper}-{lower[1:]}" if upper[0] == lower[0] else f"{upper}-{lower}"


def on(side: str | None) -> tuple[str | None, ...]:
    return ("R", "L") if side == "B" else (side,)


@st.composite
def written_list(draw: st.DrawFn, names: list[str], side: str | None) -> str:
    """A list of names on one side in any spelling: side first, last, or at every name."""
    place = draw(st.sampled_from(["before", "after", "each", "each before"])) if side else "nowhere"
    # A side at the end speaks for its own group, so that list is one group.
    groups = [] if place == "after" else ["; ", "\n"]
    separators = st.sampled_from([", ", ",", " and ", " & ", " + ", *groups])
    spellings = SIDE_WORDS[side] if side else [""]
    if place.startswith("each"):
        # `R and L` at one name beside the side of the next would be read together with it.
        spellings = [word for word in spellings if " and " not in word and word != "L/R"]
    words = [draw(st.sampled_from(spellings)) for _ in names]
    parts = [
        f"{name} {words[i]}" if place == "each" else f"{words[i]} {name}" if place == "each before" else name
        for i, name in enumerate(names)
    ]
    text = parts[0]
    for part in parts[1:]:
        text += draw(separators) + part
    if place == "before":
        text = f"{words[0]} {text}"
    if place == "after":
        text = f"{text}{draw(st.sampled_from([' ', ', ']))}{words[0]}"
    return draw(st.sampled_from([str.upper, str.lower, str]))(text)


@given(st.data())
def test_n_contiguous_lumbar_nerves_are_n_minus_one_joints(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 5))
    start = data.draw(st.integers(0, 5 - count))
    side = data.draw(st.one_of(st.none(), SIDES))
    names = data.draw(st.permutations(LUMBAR_NERVES[start : start + count]))
    documented = parse_joints(None, data.draw(written_list(names, side)), None)
    assert documented.status == "read"
    assert len({joint for joint, _ in documented.joints}) == count - 1
    assert {joint_side for _, joint_side in documented.joints} == (set(on(side)) if count > 1 else set())


@given(st.integers(3, 5), st.data())
def test_a_span_of_lumbar_nerves_is_its_list(count: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(1, 6 - count))
    dash = data.draw(st.sampled_from(["-", " - ", "\u2013", " to ", " through ", "-L"]))
    end = start + count - 1
    text = f"L{start}{dash}{end}" if dash == "-L" or "t" not in dash else f"L{start}{dash}L{end}"
    listed = ", ".join(f"L{number}" for number in range(start, end + 1))
    assert parse_joints(None, text, "R") == parse_joints(None, listed, "R")


@given(st.sets(st.tuples(st.sampled_from(ALL_NERVES), st.sampled_from(["R", "L", None]))), st.data())
def test_adding_a_nerve_never_removes_a_joint(nerves: set[tuple[str, str | None]], data: st.DataObject) -> None:
    added = data.draw(st.tuples(st.sampled_from(ALL_NERVES), st.sampled_from(["R", "L", None])))
    assert joints_of_nerves(nerves) <= joints_of_nerves(nerves | {added})  # type: ignore[arg-type, operator]


@given(st.sets(st.sampled_from(ALL_NERVES), min_size=1), st.sampled_from(ALL_NERVES), SIDES)
def test_adding_a_nerve_to_the_text_never_removes_a_joint(nerves: set[str], added: str, side: str) -> None:
    fewer = parse_joints(None, ", ".join(sorted(nerves)), side)
    more = parse_joints(None, ", ".join(sorted(nerves | {added})), side)
    assume(fewer.status == more.status == "read")
    assert fewer.joints <= more.joints


@given(st.sets(st.sampled_from(ALL_NERVES), min_size=1))
def test_both_sides_are_the_right_and_the_left_together(nerves: set[str]) -> None:
    text = ", ".join(sorted(nerves))
    right, left, both = (parse_joints(None, text, side) for side in "RLB")
    assert both.joints == right.joints | left.joints
    assert {joint for joint, _ in right.joints} == {joint for joint, _ in left.joints}


@given(st.sets(st.sampled_from(ALL_NERVES)))
def test_a_joint_needs_every_nerve_and_a_nerve_serves_two_joints_at_most(nerves: set[str]) -> None:
    joints = joints_of_nerves((nerve, "R") for nerve in nerves)
    pairs = len(nerves - {"TON"})
    assert len(joints) <= max(pairs - 1, 0) + ("TON" in nerves)


@st.composite
def spelt_joint(draw: st.DrawFn, upper: str, lower: str) -> str:
    joiner = draw(st.sampled_from(["-", "/", " - ", "\u2013", "\u2014", " to "]))
    short = upper[0] == lower[0] and draw(st.booleans())
    return f"{upper}{joiner}{lower[1:] if short else lower}"


@given(st.data())
def test_formatted_joints_are_read_back(data: st.DataObject) -> None:
    # One side, at an end of the text, would hold for all of it: a side at every name, or at none.
    sides = data.draw(st.sampled_from([SIDES, st.none()]))
    chosen = data.draw(st.dictionaries(st.sampled_from(JOINTS), sides, min_size=1, max_size=6))
    texts, documented = [], set()
    for (upper, lower), side in chosen.items():
        name = data.draw(spelt_joint(upper, lower))
        word = data.draw(st.sampled_from(SIDE_WORDS[side])) if side else ""
        before = data.draw(st.booleans())
        texts.append(f"{word} {name}".strip() if before else f"{name} {word}".strip())
        documented |= {(joint_name(upper, lower), joint_side) for joint_side in on(side)}
    text = data.draw(st.sampled_from(["; ", ";", "\n"])).join(texts)
    read = parse_joints(text, None, None)
    assert read.problem is None
    assert read.joints == documented


@given(st.data())
def test_one_side_holds_for_a_whole_list_of_joints(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(JOINTS), min_size=1, max_size=5, unique=True))
    side = data.draw(SIDES)
    names = [f"{upper}-{lower}" for upper, lower in chosen]
    read = parse_joints(data.draw(written_list(names, side)), None, None)
    assert read.joints == {(joint_name(*pair), joint_side) for pair in chosen for joint_side in on(side)}


@given(st.data(), st.sampled_from(["attempted", "?", "not", "x2", "*", "vs", "L7", "99", "deep", "(", "~"]))
def test_one_unknown_word_anywhere_and_nothing_is_read(data: st.DataObject, word: str) -> None:
    chosen = data.draw(st.lists(st.sampled_from(JOINTS), min_size=1, max_size=4, unique=True))
    words = "; ".join(f"{upper}-{lower} R" for upper, lower in chosen).split(" ")
    words.insert(data.draw(st.integers(0, len(words))), word)
    read = parse_joints(" ".join(words), None, None)
    assert read.status == "unreadable"
    assert read.joints == frozenset()


NOISE = st.text(alphabet="LCTSRBlr0123456789-/,;&+() .andtohrugibvONx\n\u2013", max_size=30)


@given(st.one_of(st.text(max_size=40), NOISE), st.sampled_from(["joints", "nerves"]), st.sampled_from([None, "R", "B"]))
def test_any_text_is_read_or_refused_and_never_raises(text: str, field: str, side: str | None) -> None:
    documented = parse_joints(text, None, side) if field == "joints" else parse_joints(None, text, side)
    if documented.status != "read":
        assert documented.joints == frozenset()
        assert (documented.problem is None) == (documented.status == "none")
        return
    # What is read is made of these words alone, and a joint has the number of its upper vertebra in the text.
    words = re.sub(r"[CTLS] ?\d{1,2}|\d{1,2}", " ", text.upper())
    assert re.fullmatch(r"[RLBTONAHDGUIV\s,;:&+()/.\u2013-]*", words)
    for joint, _ in documented.joints:
        if field == "joints":
            assert re.search(joint.split("-")[0][1:], text)


@pytest.mark.parametrize("length", [100, 10_000])
def test_long_texts_are_read_in_time(length: int) -> None:
    assert parse_joints("L4-5 R; " * length, None, None).status == "read"
    assert parse_joints("L" * length, None, None).status == "unreadable"
    assert parse_joints("(" * length, None, None).status == "unreadable"
