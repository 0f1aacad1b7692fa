"""A remittance file in parts that fit into memory, each with the segments above it that a parser needs.

A part ends before a claim, a transaction or an interchange, so that no claim is torn. Segments are counted through the
whole file, from 1 for its ISA; what stands between two end marks is one, even when it is empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from facetaudit.errors import InputRefused

PART_BYTES = 4 << 20
LARGEST_CLAIM = 64 << 20
FILLING = b" \t\r\n\0\x1a"
"""What may stand between and after interchanges."""
GROUP_COUNT = "group whose GE counts other transactions than it has"
INTERCHANGE_COUNT = "interchange whose IEA counts other groups than it has"

_BOM = b"\xef\xbb\xbf"
_ISA_ELEMENTS, _LONGEST_ISA = 16, 400

Marks = list[tuple[bytes, int]]
"""Segment ids that matter here, each with the place where its segment begins."""


@dataclass(frozen=True)
class Separators:
    """What an ISA declares: the signs between elements and between components, and after a segment."""

    element: bytes
    component: bytes
    end: bytes


@dataclass(frozen=True)
class Part:
    """Whole segments of one interchange.

    `above` repeats what stands over them (ISA, GS and, inside a transaction, the segments before its first claim); it
    is empty where the part begins with an ISA. `first` is the number of the first segment of `body`, `transaction` that
    of the ST in `above` (0: there is none).
    """

    separators: Separators
    above: bytes
    body: bytes
    first: int
    transaction: int

    @property
    def segments_above(self) -> int:
        """How many segments `above` has."""
        return self.above.count(self.separators.end)


@dataclass
class Envelope:
    """What is known of a file's envelopes once its parts have been read: segments, and counts that are wrong."""

    segments: int = 0
    faults: Counter[str] = field(default_factory=Counter)


def begins_interchange(text: bytes) -> bool:
    """Whether an ISA segment stands at the start of the text."""
    return text[:3] == b"ISA" and len(text) > 3 and not text[3:4].isalnum()


def read_separators(text: bytes, name: str, number: int) -> tuple[Separators, int]:
    """The separators of the ISA at the start of the text and its length; `number` is its place, for the message."""
    element = text[3:4]
    pieces = text[:_LONGEST_ISA].split(element, _ISA_ELEMENTS)
    signs = (element, pieces[-1][:1], pieces[-1][1:2])
    usable = all(len(sign) == 1 and sign.isascii() and not sign.isalnum() and sign not in b" +-." for sign in signs)
    if len(pieces) <= _ISA_ELEMENTS or len({*signs}) < 3 or not usable:
        raise InputRefused(
            f"{name}: the interchange header (ISA, segment {number:,}) is not whole, so the separators are not known; "
            "fetch the file again."
        )
    return Separators(*signs), sum(map(len, pieces[:-1])) + _ISA_ELEMENTS + 2


def read_parts(path: Path, name: str, envelope: Envelope, size: int = PART_BYTES) -> Iterator[Part]:
    """The parts of a file, in its order; `envelope` is filled on the way.

    Raises InputRefused for a file without a whole ISA and for one that was cut short.
    """
    with path.open("rb") as stream:
        text = stream.read(size).removeprefix(_BOM).lstrip(FILLING)
        place, number, wanted, ended = None, 1, size, False
        while True:
            while len(text) < wanted and not ended:
                more = stream.read(size)
                text, ended = text + more, not more
            if not text.strip(FILLING):
                break
            if begins_interchange(text):
                place = _begin(text, name, number, place)
            elif place is None:
                raise InputRefused(
                    f"{name}: the file does not begin with an interchange header (ISA), so its separators are not "
                    "known; fetch the file with its whole envelope (ISA, GS ... GE, IEA)."
                )
            marks = place.marks(text)
            cut = _cut(text, marks, ended)
            if not cut:
                wanted = 2 * len(text)
                if wanted > LARGEST_CLAIM:
                    raise InputRefused(f"{name}: no claim ends after segment {number:,}; the file is damaged there.")
                continue
            body, text, wanted = text[:cut], text[cut:], size
            yield place.part(body, number)
            number = place.follow(body, marks, number, envelope)
        envelope.segments = number - 1
        if place is None or place.is_open:
            raise _cut_short(name, number - 1)


def _cut(text: bytes, marks: Marks, ended: bool) -> int:
    """Where the part ends: before the next interchange, at the end of the file, else before the last claim."""
    for tag, start in marks:
        if tag == b"ISA" and start:
            return start
    if ended:
        return len(text)
    return max((start for tag, start in marks if tag in (b"ST", b"LX", b"CLP")), default=0)


def _begin(text: bytes, name: str, number: int, before: _Place | None) -> _Place:
    if before is not None and before.is_open:
        raise _cut_short(name, number - 1)
    separators, length = read_separators(text, name, number)
    return _Place(separators, text[:length])


def _cut_short(name: str, number: int) -> InputRefused:
    return InputRefused(
        f"{name}: after segment {number:,} the end of the interchange (IEA) is missing, so the file was cut short and "
        "claims may be lost; fetch it again."
    )


@dataclass
class _Place:
    """What is open where one part ends and the next begins."""

    separators: Separators
    isa: bytes
    is_open: bool = True
    gs: bytes = b""
    header: bytes = b""
    transaction: int = 0
    groups: int = 0
    sets: int = 0

    def marks(self, text: bytes) -> Marks:
        """The segments that open and close something."""
        element, end = re.escape(self.separators.element), re.escape(self.separators.end)
        pattern = rb"(?:\A|%b)\s*(ISA(?![0-9A-Za-z])|(?:GS|ST|LX|CLP|SE|GE|IEA)(?=%b))" % (end, element)
        return [(found[1], found.start(1)) for found in re.finditer(pattern, text)]

    def part(self, body: bytes, number: int) -> Part:
        """The part that begins here."""
        above = b"" if begins_interchange(body) else self.isa + self.gs + self.header
        return Part(self.separators, above, body, number, self.transaction)

    def follow(self, body: bytes, marks: Marks, number: int, envelope: Envelope) -> int:
        """Go to the end of the part; gives the number of the segment after it."""
        end, before, began = self.separators.end, 0, -1
        for tag, start in marks:
            if start >= len(body):
                break
            number += body.count(end, before, start)
            before = start
            if tag == b"ST":
                began, self.header, self.transaction = start, b"", number
                self.sets, self.is_open = self.sets + 1, True
            elif tag in (b"LX", b"CLP"):
                if began >= 0:
                    self.header, began = body[began:start], -1
            elif tag == b"SE":
                began, self.header, self.transaction = -1, b"", 0
            elif tag == b"GS":
                self.gs = body[start : body.find(end, start) + 1]
                self.groups, self.sets = self.groups + 1, 0
            elif tag == b"GE":
                envelope.faults[GROUP_COUNT] += self._counts(body, start) != self.sets
            elif tag == b"IEA":
                envelope.faults[INTERCHANGE_COUNT] += self._counts(body, start) != self.groups
                self.is_open = False
        if began >= 0:
            self.header = body[began:]
        if self._next(marks, len(body)) == b"ST":
            self.header, self.transaction = b"", 0
        return number + body.count(end, before)

    def _counts(self, body: bytes, start: int) -> int:
        """The count that a trailer states; -1 where it states none."""
        elements = body[start : body.find(self.separators.end, start)].split(self.separators.element)
        return int(elements[1]) if len(elements) > 1 and elements[1].isdigit() else -1

    @staticmethod
    def _next(marks: Marks, cut: int) -> bytes:
        return next((tag for tag, start in marks if start == cut), b"")
