"""Joint and nerve text taken apart: which names it holds, which side belongs to each, and nothing skipped.

The text is a list of parts. `;` and line ends divide it into groups; `,`, `and`, `&` and `+` divide a group into
parts. A part holds one name (or several with blanks between) and at most one side, before or after the names. What a
name means, joint or nerve, is the business of `joints`.

Sides. The written forms are R, RT, right, L, LT, left, B, BL, B/L, bilat, bilateral(ly), both sides and any of
`R and L`, `R/L`, `R+L`, in brackets or not. Within a group:

- it begins with a side: each side holds for the names after it, up to the next side (`right L3-4, L4-5`);
- it ends with a side: each side holds for the names before it, back to the previous side (`L2, L3, L4 R`: R for all
  three; `L3-4, L4-5 R, L5-S1 L`: R, R, L);
- neither: a side holds for the names of its own part (`L3-4 R, L4-5`: L4-5 has none); refused where the names next to
  it might share it (`L3-4, L4-5 R, L5-S1`, `L3-4, R L4-5, L5-S1`);
- both: refused.

A side holds for every name of the text without its own where it is a first or last group by itself (`L3-4; L4-5 L;
right`), or the only side of the text and its first word (`right L3, L4; L5`). A side at the end of a group speaks for
that group alone: in `L4-5; L5-S1 R` the first joint has no side.

Two readings are never chosen between. A lone `L` before a number (`L 4-5`) may be the left side or a lumbar name, so
it is refused; other letters may stand apart (`T 12`). A number without a letter (`L2, 3, 4`) takes the letter of the
name before it, unless that name has two letters (`T12-L1, 2-3`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple


class UnreadableTextError(Exception):
    """The text is not read; the message says in which part and why, without repeating the text."""

    def __init__(self, part: int, reason: str) -> None:
        """Take the part, counted from 1, and the reason."""
        super().__init__(f"part {part}: {reason}")


class Name(NamedTuple):
    """A vertebra or nerve name, such as L4: `letter` C, T, L or S and its number."""

    letter: str
    number: int


@dataclass(frozen=True)
class Entry:
    """One name, or names joined to each other, in one part of the text.

    `word` is `TON` or `SI` for the two names that have no number; else `names` holds one name or more and `joiner`
    what stands between them: `-`, `/`, `to`, `through`, `glued` (`L5S1`) or None. `side` is R, L, B or None; `ramus`
    says that the part calls it a dorsal ramus.
    """

    part: int
    names: tuple[Name, ...] = ()
    joiner: str | None = None
    word: str | None = None
    side: str | None = None
    ramus: bool = False


class Token(NamedTuple):
    """A word of the text: its kind, its value, its part, and whether it touches the word before it."""

    kind: str
    value: str
    part: int
    glued: bool


_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_NOISE = {
    "joints": r"FACETS?|Z-?JOINTS?|JOINTS?|LEVELS?|ZYGAPOPHYSE?AL|INTRA-?ARTICULAR|INJECTIONS?",
    "nerves": r"MEDIAL\ BRANCH(?:ES)?|MBBS?|MBS?|NERVES?|BLOCKS?",
}
_WORDS = r"""
    (?P<ton>TONS?|(?:THIRD|3RD)\ OCCIPITAL(?:\ NERVES?)?)(?![A-Z0-9])
  | (?P<si>SI\ JOINTS?|SIJS?|SACROILIAC\ JOINTS?)(?![A-Z0-9])
  | (?P<ramus>(?:PRIMARY\ )?(?:DORSAL|POSTERIOR)(?:\ PRIMARY)?\ RAM(?:US|I)|DR)(?![A-Z0-9])
  | (?P<side>BILATERAL(?:LY)?|BILAT|B/L|BL|BOTH\ SIDES|(?:RIGHT|LEFT)(?:[ -]SIDED?)?|RT|LT|[BRL])(?![A-Z0-9])
  | (?P<comma>,|&|\+|AND(?![A-Z0-9]))
  | (?P<group>;)
  | (?P<join>[-/]|(?:TO|THROUGH|THRU)(?![A-Z0-9]))
  | (?P<level>[CTS]\ ?[0-9]{1,2}|L[0-9]{1,2})(?![0-9])
  | (?P<number>[0-9]{1,2})(?![0-9])
  | (?P<noise>(?:ON|THE|AT|OF|NOISE)(?![A-Z0-9]))
"""
_PATTERNS = {field: re.compile(_WORDS.replace("NOISE", noise), re.VERBOSE) for field, noise in _NOISE.items()}
_PART_SHAPE = re.compile(r"n*(s?)n*(e*)n*(s?)n*")
_LONE_L = re.compile(r"(?<![A-Z0-9])L [0-9]")
_BRACKETED_WORDS = re.compile(r"[(\[]([A-Z /&+-]+)[)\]]")


def read_entries(text: str, field: str) -> list[Entry]:
    """Return the entries of a text of `field` (`joints` or `nerves`), each with its own written side or None.

    Raises UnreadableTextError where any part of the text is not understood.
    """
    tokens = _merge_sides(_tokens(text, field))
    groups: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "group":
            groups.append([])
        else:
            groups[-1].append(token)
    outer, read = _outer_side([parts for parts in map(_read_parts, groups) if parts])
    outer = outer or _only_side(tokens)
    entries = [entry for parts in read for entry in _share_sides(parts)]
    if not entries:
        raise UnreadableTextError(1, "no joint or nerve is named")
    return _inherit_letters([replace(entry, side=entry.side or outer) for entry in entries])


def read_side(text: str) -> str | None:
    """Return R, L or B for a text that is a side and nothing else, else None."""
    try:
        tokens = _merge_sides(_tokens(text, "joints"))
    except UnreadableTextError:
        return None
    return tokens[0].value if len(tokens) == 1 and tokens[0].kind == "side" else None


def _plain(text: str) -> str:
    """Return the text in capitals with plain dashes and blanks, `;` for line ends, and no abbreviation points."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES).upper().strip()
    text = re.sub(r"\s*[\r\n]+\s*", ";", text)
    text = re.sub(r"(?<=[A-Z])\.", "", text.removesuffix("."))
    return re.sub(r"[\s:]+", " ", text)


def _tokens(text: str, field: str) -> Iterator[Token]:
    """Yield the words of a text, all of it or an error."""
    text = _plain(text)
    if _LONE_L.search(text):
        raise UnreadableTextError(1, "an L apart from its number may be a side or a lumbar name")
    text = _BRACKETED_WORDS.sub(r" \1 ", text)
    position, end, part = 0, -1, 1
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        match = _PATTERNS[field].match(text, position)
        if match is None or match.lastgroup is None:
            raise UnreadableTextError(part, "a word or sign that is not read here")
        kind, value = match.lastgroup, match.group()
        if kind in ("comma", "group"):
            part += 1
        if kind == "side":
            value = value[0]
        yield Token(kind, value, part, glued=position == end)
        position = end = match.end()


def _merge_sides(tokens: Iterable[Token]) -> list[Token]:
    """Return the words with `R and L`, `R/L` and the like as one side, B."""
    merged: list[Token] = []
    for token in tokens:
        joined = len(merged) > 1 and merged[-2].kind == "side" and merged[-1].value in ("/", "AND", "&", "+")
        if token.kind == "side" and joined:
            if {token.value, merged[-2].value} != {"R", "L"}:
                raise UnreadableTextError(token.part, "two sides that do not go together")
            merged[-2:] = [merged[-2]._replace(value="B")]
        else:
            merged.append(token)
    return merged


@dataclass(frozen=True)
class _Part:
    """One part of a group: its entries, and the side written before or after them (before, where it has none)."""

    number: int
    entries: tuple[Entry, ...]
    before: str | None
    after: str | None

    @property
    def side(self) -> str | None:
        return self.before or self.after


def _read_parts(group: list[Token]) -> list[_Part]:
    parts: list[_Part] = []
    tokens: list[Token] = []
    for token in [*group, Token("comma", ",", 0, glued=False)]:
        if token.kind != "comma":
            tokens.append(token)
        elif tokens:
            parts.append(_read_part(tokens))
            tokens = []
    return [part for part in parts if part.entries or part.side]


def _read_part(tokens: list[Token]) -> _Part:
    """Return one part: one side at most, and names that stand next to each other.

    Names with a word between them are refused: `L3 medial branch at L4` names one nerve, not two.
    """
    number = tokens[0].part
    entries: list[Entry] = []
    shape, sides = "", []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.kind in ("level", "number"):
            entry, position = _read_chain(tokens, position)
            entries.append(entry)
            shape += "e"
            continue
        if token.kind in ("ton", "si"):
            word = token.kind.upper()
            if not entries or entries[-1].word != word:  # "third occipital nerve (TON)" says one thing twice
                entries.append(Entry(number, word=word))
            shape += "e"
        elif token.kind == "side":
            sides.append(token.value)
            shape += "s"
        elif token.kind in ("noise", "ramus"):
            shape += "n"
        else:
            raise UnreadableTextError(number, "a dash or slash that joins no two names")
        position += 1
    match = _PART_SHAPE.fullmatch(shape)
    if match is None or len(sides) > 1:
        raise UnreadableTextError(number, "names and sides in an order that can be read in two ways")
    if len(entries) > 1 and any(entry.word or not entry.names[0].letter for entry in entries[1:] + entries[:1]):
        raise UnreadableTextError(number, "names without a comma between them")
    if any(token.kind == "ramus" for token in tokens):
        if not entries:
            raise UnreadableTextError(number, "a dorsal ramus without a name")
        entries[-1] = replace(entries[-1], ramus=True)
    before = sides[0] if sides and (match.group(1) or not entries) else None
    after = sides[0] if sides and before is None else None
    return _Part(number, tuple(entries), before, after)


def _read_chain(tokens: list[Token], start: int) -> tuple[Entry, int]:
    """Return the entry whose first name is at `start` and the place after it."""
    names, joiners = [_name(tokens[start])], []
    position = start + 1
    while position < len(tokens):
        token = tokens[position]
        if token.kind == "level" and token.glued:
            joiners.append("glued")
            names.append(_name(token))
            position += 1
        elif token.kind == "join":
            if position + 1 == len(tokens) or tokens[position + 1].kind not in ("level", "number"):
                raise UnreadableTextError(token.part, "a dash or slash that joins no two names")
            joiners.append(token.value.lower().replace("thru", "through"))
            names.append(_name(tokens[position + 1]))
            position += 2
        else:
            break
    if len(set(joiners)) > 1:
        raise UnreadableTextError(tokens[start].part, "names joined in different ways")
    return Entry(tokens[start].part, tuple(names), joiners[0] if joiners else None), position


def _name(token: Token) -> Name:
    letter, digits = ("", token.value) if token.kind == "number" else (token.value[0], token.value[1:].strip())
    if digits.startswith("0") and digits != "0":
        raise UnreadableTextError(token.part, "a number with a leading zero")
    return Name(letter, int(digits))


def _inherit_letters(entries: list[Entry]) -> list[Entry]:
    """Return the entries with a letter for every number: that of the name before it, where there is only one."""
    lettered: list[Entry] = []
    letter = ""
    for entry in entries:
        names: list[Name] = []
        for name in entry.names:
            letter = name.letter or letter
            if not letter:
                raise UnreadableTextError(entry.part, "a number without the letter of its vertebra or nerve")
            names.append(Name(letter, name.number))
        if len({name.letter for name in names}) != 1:
            letter = ""
        lettered.append(replace(entry, names=tuple(names)))
    return lettered


def _outer_side(groups: list[list[_Part]]) -> tuple[str | None, list[list[_Part]]]:
    """Return the side that a first or last group holds alone, and the groups that hold names."""
    lone = [place for place, parts in enumerate(groups) if not any(part.entries for part in parts)]
    if not lone:
        return None, groups
    if len(groups) == 1 or len(lone) > 1 or lone[0] not in (0, len(groups) - 1) or len(groups[lone[0]]) > 1:
        raise UnreadableTextError(groups[lone[0]][0].number, "a side without a joint or nerve")
    return groups[lone[0]][0].before, [parts for place, parts in enumerate(groups) if place != lone[0]]


def _only_side(tokens: list[Token]) -> str | None:
    """Return the side of a text that has one and begins with it."""
    words = [token for token in tokens if token.kind not in ("noise", "ramus", "comma", "group")]
    sides = [token for token in words if token.kind == "side"]
    return sides[0].value if len(sides) == 1 and sides[0] == words[0] else None


def _share_sides(parts: list[_Part]) -> list[Entry]:
    """Return the entries of one group with their sides, as the module's docstring says."""
    begins = parts[0].before is not None
    ends = parts[-1].after is not None or not parts[-1].entries
    if begins or ends:
        return _spread(parts, forwards=begins)
    for part, following in pairwise(parts):
        to_following = part.before and not following.side
        to_part = following.after and not part.side
        if to_following or to_part or not part.entries:
            raise UnreadableTextError(following.number, "a side that may belong to one name or to several")
    return [replace(entry, side=part.side) for part in parts for entry in part.entries]


def _spread(parts: list[_Part], *, forwards: bool) -> list[Entry]:
    """Return the entries, each with the nearest side written before (`forwards`) or after it."""
    entries: list[Entry] = []
    side: str | None = None
    for place, part in enumerate(parts if forwards else parts[::-1]):
        lone = not part.entries
        written, misplaced = (part.before, part.after) if forwards or lone else (part.after, part.before)
        if misplaced or (lone and place > 0):
            raise UnreadableTextError(part.number, "sides before some names and after others")
        side = written or side
        entries += [replace(entry, side=side) for entry in part.entries[:: 1 if forwards else -1]]
    return entries if forwards else entries[::-1]
