"""The words of procedure notes: documented joints in the several ways in which notes write them."""

from __future__ import annotations

from dataclasses import dataclass

from facetaudit.synthetic.reading import Note

_JOINTS = {
    "CT": ("C2-3", "C3-4", "C4-5", "C5-6", "C6-7", "C7-T1"),
    "LS": ("L2-3", "L3-4", "L4-5", "L5-S1"),
}
_NERVES = {
    "C2-3": ("TON",), "C3-4": ("C3", "C4"), "C4-5": ("C4", "C5"), "C5-6": ("C5", "C6"), "C6-7": ("C6", "C7"),
    "C7-T1": ("C7", "C8"), "T12-L1": ("T11", "T12"), "L1-2": ("T12", "L1"), "L2-3": ("L1", "L2"),
    "L3-4": ("L2", "L3"), "L4-5": ("L3", "L4"), "L5-S1": ("L4", "L5"),
}  # fmt: skip
_ONE_NERVE = {"CT": "C5", "LS": "L4"}
_UNREADABLE = ("see diagram", "levels as marked", "facets x 2")
_MIRRORED = {"R": "L", "L": "R", "B": "B", "-": "-"}
_WORDS = {"R": "right", "L": "left", "B": "bilateral"}
STYLES = 7
"""Ways of writing; 0 to 3 name joints, 4 to 6 name nerves."""
FIRST_NERVE_STYLE = 4


@dataclass(frozen=True)
class NoteText:
    """The three text cells of a note."""

    joints: str | None
    nerves: str | None
    side: str | None


def note_text(note: Note, region: str, first_joint: int, mirrored: bool, style: int) -> NoteText:
    """Write what a note documents for a patient whose upper joint is `first_joint` of the region's list."""
    if note.text == "nerves":
        style = FIRST_NERVE_STYLE + style % (STYLES - FIRST_NERVE_STYLE)
    elif note.text == "joints":
        style %= FIRST_NERVE_STYLE
    word = note.documented[0]
    if word == "unreadable":
        return NoteText(_UNREADABLE[style % len(_UNREADABLE)], None, None)
    if word == "nerve":
        side = "L" if mirrored else "R"
        return NoteText(None, f"{_ONE_NERVE[region]} {side}", None)
    if word.startswith("junction"):
        joints = [("T12-L1", word[-1]), ("L1-2", word[-1])]
    else:
        names = _JOINTS[region]
        joints = [(names[first_joint + int(entry[0]) - 1], entry[1]) for entry in note.documented]
    if mirrored:
        joints = [(name, _MIRRORED[side]) for name, side in joints]
    one_side = joints[0][1] if len({side for _, side in joints}) == 1 else None
    if one_side == "-":
        return NoteText("; ".join(name for name, _ in joints), None, None)
    if style >= FIRST_NERVE_STYLE and one_side:
        return _by_nerves([name for name, _ in joints], one_side, style)
    return _by_joints(joints, one_side, style)


def _by_joints(joints: list[tuple[str, str]], one_side: str | None, style: int) -> NoteText:
    """`L3-4 R; L4-5 R`, `L3/4 R; L4/5 R`, `L3-L4 right; L4-L5 right`, or the side in its own cell."""
    if style == 1:
        return NoteText("; ".join(f"{name.replace('-', '/')} {side}" for name, side in joints), None, None)
    if style == 2:
        return NoteText("; ".join(f"{_in_full(name)} {_WORDS[side]}" for name, side in joints), None, None)
    if style == 3 and one_side:
        return NoteText(", ".join(name for name, _ in joints), None, one_side)
    return NoteText("; ".join(f"{name} {side}" for name, side in joints), None, None)


def _by_nerves(joints: list[str], side: str, style: int) -> NoteText:
    """`L3, L4, L5 R`, the side in its own cell, or `right L3, L4, L5 dorsal ramus`."""
    nerves = list(dict.fromkeys(nerve for joint in joints for nerve in _NERVES[joint]))
    if style == 4:
        return NoteText(None, f"{', '.join(nerves)} {side}", None)
    if style == 5:
        return NoteText(None, ", ".join(nerves), side)
    spelt = {"TON": "third occipital nerve", "L5": "L5 dorsal ramus"}
    return NoteText(None, f"{_WORDS[side]} {', '.join(spelt.get(nerve, nerve) for nerve in nerves)}", None)


def _in_full(joint: str) -> str:
    """L3-4 -> L3-L4; C7-T1 and L5-S1 are in full already."""
    upper, lower = joint.split("-")
    return joint if lower[0].isalpha() else f"{upper}-{upper[0]}{lower}"
