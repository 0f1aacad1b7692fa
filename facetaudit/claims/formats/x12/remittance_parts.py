"""A remittance file in parts that fit into memory, each with the segments above it that a parser needs.

A part ends before a claim, a transaction or an interchange, so that no claim is torn. Segments are counted through the
whole file, from 1 for its ISA; what stands between two end marks is one, even when it is empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from facetaudit.errors import InputRefused

PART_BYTES = 1 << 20
LARGEST_CLAIM = 64 << 20
FILLING = b" \t\r\n\0\x1a"
"""What may stand between and after interchanges."""
GROUP_COUNT = "group whose GE counts other transactions than it has"
GROUP_END = "group whose end (GE) is missing"
GROUP_CONTROL = "group whose GE has another control number than its GS"
INTERCHANGE_COUNT = "interchange whose IEA counts other groups than it has"
INTERCHANGE_CONTROL = "interchange whose IEA has another control number than its ISA"

_CLAIMS = (b"LX", b"CLP")
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
            cut = _cut(text, marks, len(text) if ended else place.last_claim(text))
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


def _cut(text: bytes, marks: Marks, last: int) -> int:
    """Where the part ends: before the next interchange, else at `last` or before a transaction that begins later."""
    for tag, start in marks:
        if tag == b"ISA" and start:
            return start
    return max([last, *(start for tag, start in marks if tag == b"ST")])


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


@lru_cache
def _patterns(separators: Separators) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """What finds the id of a segment that opens or closes something: of the first one, and of those after an end."""
    element, end = re.escape(separators.element), re.escape(separators.end)
    ids = rb"\s*(ISA(?=[^0-9A-Za-z])|(?:GS|ST|SE|GE|IEA)(?=%b))" % element
    return re.compile(ids), re.compile(end + ids)


@dataclass
class _Place:
    """What is open where one part ends and the next begins."""

    separators: Separators
    isa: bytes
    is_open: bool = True
    gs: bytes = b""
    in_group: bool = False
    header: bytes = b""
    transaction: int = 0
    groups: int = 0
    sets: int = 0

    def marks(self, text: bytes) -> Marks:
        """The segments that open and close something, in their order."""
        first, others = _patterns(self.separators)
        begun = first.match(text)
        return [(mark[1], mark.start(1)) for mark in (*([begun] if begun else ()), *others.finditer(text))]

    def last_claim(self, text: bytes) -> int:
        """Where the last claim, or header of claims, begins; 0 where there is none."""
        found = 0
        for tag in _CLAIMS:
            at = text.rfind(tag + self.separators.element)
            while at > found and not self._begins(text, at):
                at = text.rfind(tag + self.separators.element, 0, at)
            found = max(found, at)
        return found

    def _places(self, text: bytes, tag: bytes, begin: int = 0) -> Iterator[int]:
        at = text.find(tag + self.separators.element, begin)
        while at >= 0:
            if self._begins(text, at):
                yield at
            at = text.find(tag + self.separators.element, at + 1)

    def _begins(self, text: bytes, at: int) -> bool:
        """Whether a segment begins here: after an end sign, or at the start, blanks left out."""
        before = at - 1
        while before >= 0 and text[before : before + 1] != self.separators.end and text[before : before + 1].isspace():
            before -= 1
        return before < 0 or text[before : before + 1] == self.separators.end

    def part(self, body: bytes, number: int) -> Part:
        """The part that begins here."""
        above = b"" if begins_interchange(body) else self.isa + self.gs + self.header
        return Part(self.separators, above, body, number, self.transaction)

    def follow(self, body: bytes, marks: Marks, number: int, envelope: Envelope) -> int:
        """Go to the end of the part; gives the number of the segment after it."""
        end, opened = self.separators.end, -1
        for tag, start in marks:
            if start >= len(body):
                break
            if tag == b"ST":
                self.sets, self.is_open, opened = self.sets + 1, True, start
            elif tag == b"SE":
                self.header, self.transaction, opened = b"", 0, -1
            elif tag == b"GS":
                envelope.faults[GROUP_END] += self.in_group
                self.gs, self.in_group = body[start : body.find(end, start) + 1], True
                self.groups, self.sets = self.groups + 1, 0
            elif tag == b"GE":
                self.in_group = False
                count, control = self._elements(body[start:], 1, 2)
                envelope.faults[GROUP_COUNT] += count != b"%d" % self.sets
                envelope.faults[GROUP_CONTROL] += control != self._elements(self.gs, 6)[0]
            elif tag == b"IEA":
                envelope.faults[GROUP_END] += self.in_group
                count, control = self._elements(body[start:], 1, 2)
                envelope.faults[INTERCHANGE_COUNT] += count != b"%d" % self.groups
                envelope.faults[INTERCHANGE_CONTROL] += control != self._elements(self.isa, 13)[0]
                self.is_open = False
        if (b"ST", len(body)) in marks:
            self.header, self.transaction = b"", 0
        elif opened >= 0:
            claims = min(next(self._places(body, one, opened), len(body)) for one in _CLAIMS)
            self.header, self.transaction = body[opened:claims], number + body.count(end, 0, opened)
        return number + body.count(end)

    def _elements(self, text: bytes, *places: int) -> list[bytes]:
        """Elements of the first segment of a text, without blanks and leading zeros; empty where it ends before."""
        elements = text.partition(self.separators.end)[0].split(self.separators.element)
        return [elements[place].strip().lstrip(b"0") or b"0" if place < len(elements) else b"" for place in places]
