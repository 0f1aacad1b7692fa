"""Documented joints: from the joints that a procedure note names, or from the nerves it lists.

Joints. A joint names two adjacent vertebrae (`L3-4`, `L4/5`, `C5-C6`, `L5S1`, `T12-L1`, `L4 to L5`). Anything else is
unreadable: one vertebra, a span (`L3-S1`, which may be meant as three joints), vertebrae that do not meet. The
joints above C2-3, the sacral ones and the sacroiliac joint are read and make nothing: they are no facet-code joints.

Nerves. `C3` to `C8`, `T1` to `T12`, `L1` to `L5` are medial branches (`L5`: the dorsal ramus, also where the text says
`L5 medial branch`), `TON` the third occipital nerve. A joint counts on a side only when every nerve of it is listed on
that side; C2-3 has the third occipital nerve alone. Nerves without a side pair with each other only; where one of them
would complete a joint with nerves of a known side (`L3 R, L4`), the text is unreadable. Sacral branches (`S1` to `S5`)
are read and add nothing. `C1` and `C2` are unreadable: they serve no joint of the table, and notes write C2 for the
third occipital nerve. `C3` means the deep C3 branch. Some notes mean the third occipital nerve by it: with C4 listed
the number of joints is the same either way; without C4 and without TON it is not, so the text is unreadable.

A span of nerves (`L2-L4`, `L2-4`, `C4 through C6`, `L3/L4/L5`) is the run of nerves from one to the other, in either
direction, if it stays within one letter and has three nerves or more. Two adjacent names (`L4-5`, `L5-S1`) are how a
joint is written and spans over two letters (`L3-S1`, `T12-L2`, `C5-T1`) would give another number of joints by
region if levels were meant, so both are unreadable in the nerves: list the nerves with commas.

Whether a note that writes `L3, L4, L5` means nerves or transverse processes cannot be seen; the number of joints of a
run is the same, their names shift by one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from facetaudit.procedures.anatomy import facet_joints
from facetaudit.procedures.joint_text import Entry, Name, UnreadableTextError, read_entries, read_side

Side = Literal["R", "L"]
SidedName = tuple[str, Side | None]
"""A joint or nerve and its side; None where the note gives no side."""

_SACRAL = [Name("S", number) for number in range(1, 6)]
_OTHER_JOINTS = {
    (Name("C", 0), Name("C", 1)),
    (Name("C", 1), Name("C", 2)),
    *pairwise(_SACRAL),
}
"""Vertebrae that meet without a facet-code joint."""

_SIDES: dict[str | None, tuple[Side | None, ...]] = {"R": ("R",), "L": ("L",), "B": ("R", "L"), None: (None,)}


@dataclass(frozen=True)
class DocumentedJoints:
    """What a note documents.

    `status` is `read` (also when the text makes no joint), `none` (neither joints nor nerves given) or `unreadable`;
    `joints` holds (joint, side) with side R, L or None, both R and L for a bilateral joint, and is empty unless read;
    `problem` says what was not understood, without repeating the text; `nerves` holds (nerve, side) where the joints
    were read from nerves.
    """

    status: Literal["read", "none", "unreadable"]
    joints: frozenset[SidedName]
    problem: str | None
    nerves: frozenset[SidedName] = frozenset()


def parse_joints(joints: str | None, nerves: str | None, side: str | None) -> DocumentedJoints:
    """Return the joints that a note documents, read entirely or not at all.

    `joints` is used where it is not blank, else `nerves`; `side` (R, L, B or a word for it) holds for every name
    without a side of its own. How sides are shared in the text is told in `joint_text`. Never raises.
    """
    field, text = ("joints", joints) if joints and joints.strip() else ("nerves", nerves)
    if not text or not text.strip():
        return DocumentedJoints("none", frozenset(), None)
    default = None
    if side and side.strip():
        default = read_side(side)
        if default is None:
            return DocumentedJoints("unreadable", frozenset(), "side: neither R, L nor B")
    named: set[SidedName] = set()
    try:
        for entry in read_entries(text, field):
            names = _joint_names(entry) if field == "joints" else _nerve_names(entry)
            named.update((name, side) for name in names for side in _SIDES[entry.side or default])
    except UnreadableTextError as error:
        return DocumentedJoints("unreadable", frozenset(), f"{field}, {error}")
    if field == "joints":
        return DocumentedJoints("read", frozenset(named), None)
    problem = _doubt(named)
    if problem:
        return DocumentedJoints("unreadable", frozenset(), f"nerves: {problem}")
    return DocumentedJoints("read", joints_of_nerves(named), None, frozenset(named))


def joints_of_nerves(nerves: Iterable[SidedName]) -> frozenset[SidedName]:
    """Return the joints, per side, whose every nerve is among `nerves` (`("L4", "R")`, `("TON", None)`).

    >>> sorted(joints_of_nerves([("L3", "R"), ("L4", "R"), ("L5", "R")]))
    [('L4-5', 'R'), ('L5-S1', 'R')]
    """
    by_side: dict[Side | None, set[str]] = {}
    for nerve, side in nerves:
        by_side.setdefault(side, set()).add(nerve)
    return frozenset(
        (joint.name, side)
        for side, listed in by_side.items()
        for joint in facet_joints()
        if listed.issuperset(joint.nerves)
    )


def _doubt(nerves: set[SidedName]) -> str | None:
    """Return why a list of nerves allows two counts of joints, or None.

    The two cases are named in the module's docstring: a nerve without a side that would complete a joint, and C3
    alone.
    """
    joints = joints_of_nerves(nerves)
    on_any_side = {(nerve, any_side) for nerve, side in nerves if side is None for any_side in _SIDES["B"]}
    if any(joint not in joints and (joint[0], None) not in joints for joint in joints_of_nerves(nerves | on_any_side)):
        return "a nerve without a side would complete a joint"
    if any(nerve == "C3" and not {("C4", side), ("TON", side)} & nerves for nerve, side in nerves):
        return "C3 without C4 may mean the third occipital nerve"
    return None


def _joint_names(entry: Entry) -> list[str]:
    """Return the facet-code joint that an entry of the joints names, or nothing for another joint of the spine."""
    if entry.word == "SI":
        return []
    if entry.word or entry.ramus:
        raise UnreadableTextError(entry.part, "a nerve among the joints")
    if len(entry.names) == 2 and entry.joiner != "through":
        pair = (min(entry.names, key=_place), max(entry.names, key=_place))
        if pair in _facet_joint_names():
            return [_facet_joint_names()[pair]]
        if pair in _OTHER_JOINTS:
            return []
    raise UnreadableTextError(entry.part, "not two vertebrae that meet, such as L4-5 or L5-S1")


def _nerve_names(entry: Entry) -> list[str]:
    """Return the nerves that an entry names, without the sacral ones."""
    if entry.word == "SI":
        raise UnreadableTextError(entry.part, "a joint among the nerves")
    if entry.word:
        if entry.ramus:
            raise UnreadableTextError(entry.part, "a dorsal ramus that is not lumbar")
        return [entry.word]
    if entry.ramus and entry.names[-1].letter not in ("L", "S"):
        # The third occipital nerve and the deep C3 branch both come from the C3 dorsal ramus.
        raise UnreadableTextError(entry.part, "a dorsal ramus that is not lumbar")
    run = _run(entry)
    if not all(name in _SACRAL or _text(name) in _facet_nerves() for name in run):
        raise UnreadableTextError(entry.part, "not a nerve of a facet joint: TON, C3 to C8, T1 to T12, L1 to L5")
    return [_text(name) for name in run if name not in _SACRAL]


def _run(entry: Entry) -> list[Name]:
    """Return the single name of an entry, or all the names from its first to its last."""
    first, last = min(entry.names, key=_place), max(entry.names, key=_place)
    if len(entry.names) == 1:
        return [first]
    run = [Name(first.letter, number) for number in range(first.number, last.number + 1)]
    listed = list(entry.names)
    spelt_out = len(listed) > 2 and listed in (run, run[::-1])
    span = len(listed) == 2 and entry.joiner not in ("/", "glued")
    if first.letter != last.letter or len(run) < 3 or not (spelt_out or span):
        raise UnreadableTextError(entry.part, "not a run of three nerves or more: list the nerves with commas")
    return run


def _place(name: Name) -> tuple[int, int]:
    """Return the sort key of a name, from the head down."""
    return "CTLS".index(name.letter), name.number


def _text(name: Name) -> str:
    return f"{name.letter}{name.number}"


@functools.cache
def _facet_joint_names() -> dict[tuple[Name, Name], str]:
    """Return the facet joints by their two vertebrae."""
    named = ((joint.name, read_entries(joint.name, "joints")[0].names) for joint in facet_joints())
    return {(upper, lower): name for name, (upper, lower) in named}


@functools.cache
def _facet_nerves() -> frozenset[str]:
    return frozenset(nerve for joint in facet_joints() for nerve in joint.nerves)
