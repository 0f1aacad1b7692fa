"""Reads the table of a scenario, written as `scenario` tells, into days, claims, lines and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from facetaudit.synthetic.labelled import CERTAINTIES, CERTAINTY

PLACES: dict[str, tuple[str, str]] = {
    "office": ("professional", "11"), "prof24": ("professional", "24"), "prof22": ("professional", "22"),
    "prof": ("professional", "any"), "asc": ("asc", "24"), "hopd": ("hopd", "22"),
}  # fmt: skip
"""Claim word -> claim type and place of service."""

FACET_CODES: dict[str, tuple[str, str]] = {
    "INJ1": ("64490", "64493"), "INJ2": ("64491", "64494"), "INJ3": ("64492", "64495"),
    "RFA1": ("64633", "64635"), "RFA2": ("64634", "64636"),
    "US1": ("0213T", "0216T"), "US2": ("0214T", "0217T"), "US3": ("0215T", "0218T"),
}  # fmt: skip
"""Level -> code of the cervical/thoracic and of the lumbar/sacral region."""

PROVIDERS = ("own", "partner", "stranger", "nonpi")
CLAIM_WORDS = frozenset({"commercial", "uncovered", "unauthorized", "resent"})
MARKS = frozenset({"denied", "zero", "half", "pair", "above", "negative", "again", "maybe", "authorized"})
NOTE_KINDS = ("diagnostic", "therapeutic", "rfa")
NOTE_TEXTS = ("drawn", "joints", "nerves")
NOTE_VALUES: dict[str, tuple[str, ...] | None] = {
    "relief": None, "care": None, "guidance": ("fluoroscopy", "ct", "ultrasound", "none"),
    "technique": ("thermal", "cooled", "pulsed", "chemical"),
    "injectate": ("anesthetic", "anesthetic;steroid", "anesthetic;biologic"),
}  # fmt: skip
"""What a note can say beside its joints, and the words for it (None: a number)."""

_STEP = re.compile(r"([+-]\d+)([dwm])")
_WHEN = re.compile(r"^(?:0|((?:[+-]\d+[dwm])+))(?:~(\d+)d)?$")
_JOINT = re.compile(r"^([123])([RLB-])$")


@dataclass(frozen=True)
class Day:
    """A service date: anchor + months + days + a chance 0 to `chance` days."""

    months: int
    days: int
    chance: int


@dataclass(frozen=True)
class Claim:
    """One claim: `day` and `original` are positions in the scenario's days and claims."""

    day: int
    place: str
    provider: str
    frequency: str
    original: int | None
    words: frozenset[str]

    @property
    def commercial(self) -> bool:
        """Whether the commercial payer has it."""
        return "commercial" in self.words


@dataclass(frozen=True)
class Row:
    """One claim line; `procedure` is a code or a level of FACET_CODES."""

    claim: int
    procedure: str
    modifiers: tuple[str, ...]
    units: int
    marks: frozenset[str]
    findings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Note:
    """One procedure note; it names the first claim of its day. `documented` as written in the table.

    `says` holds what the table fixes of NOTE_VALUES; the rest is drawn.
    """

    day: int
    claim: int
    maybe: bool
    kind: str
    documented: tuple[str, ...]
    text: str
    says: tuple[tuple[str, str], ...] = ()


class TableReader:
    """Collects days, claims, rows and notes while a table is read from top to bottom."""

    def __init__(self) -> None:
        self.days: dict[str, Day] = {}
        self.claims: list[Claim] = []
        self._keys: list[tuple[int, str]] = []
        self._names: dict[str, int] = {}
        self._rows: list[Row] = []
        self._notes: list[Note] = []

    def read(self, line: str) -> None:
        """Take in one row."""
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) not in (3, 4):
            raise ValueError("a row has three or four cells")
        day = self._day(cells[0])
        findings = cells[3] if len(cells) == 4 else ""
        if cells[1] in ("note", "maybe-note"):
            self._notes.append(_note(day, cells[1] == "maybe-note", cells[2].split()))
        else:
            self._rows.append(_row(self._claim(day, cells[1]), cells[2].split(), findings.split()))

    def ordered_rows(self) -> list[Row]:
        """Rows with those of one claim together, claims in the order in which they first appear."""
        return sorted(self._rows, key=lambda row: row.claim)

    def notes(self) -> list[Note]:
        """Notes, each with the first claim of its day."""
        first = {claim.day: position for position, claim in reversed(list(enumerate(self.claims)))}
        return [
            Note(note.day, first[note.day], note.maybe, note.kind, note.documented, note.text, note.says)
            for note in self._notes
        ]

    def _day(self, cell: str) -> int:
        if cell not in self.days:
            matched = _WHEN.match(cell)
            if not matched:
                raise ValueError(f"{cell!r} is no day")
            months = days = 0
            for number, unit in _STEP.findall(matched[1] or ""):
                months += int(number) if unit == "m" else 0
                days += int(number) * {"d": 1, "w": 7, "m": 0}[unit]
            self.days[cell] = Day(months, days, int(matched[2] or 0))
        return list(self.days).index(cell)

    def _claim(self, day: int, cell: str) -> int:
        key = (day, cell)
        if key in self._keys:
            return self._keys.index(key)
        place, *words = cell.split()
        provider, frequency, original, said = "own", "1", None, set()
        for word in words:
            if word in PROVIDERS:
                provider = word
            elif word in CLAIM_WORDS:
                said.add(word)
            elif word.startswith("#"):
                self._names[word] = len(self.claims)
            elif word.startswith(("replaces#", "voids#")):
                frequency = "7" if word.startswith("replaces") else "8"
                original = self._names[word[word.index("#") :]]
            else:
                raise ValueError(f"{word!r} is no word for a claim")
        if place not in PLACES:
            raise ValueError(f"{place!r} is no place")
        self._keys.append(key)
        self.claims.append(Claim(day, place, provider, frequency, original, frozenset(said)))
        return len(self.claims) - 1


def _note(day: int, maybe: bool, words: list[str]) -> Note:
    kind, *rest = words
    says = tuple((name, value) for name, equals, value in (word.partition("=") for word in rest) if equals)
    documented = [word for word in rest if "=" not in word]
    text = documented.pop() if documented and documented[-1] in NOTE_TEXTS else "drawn"
    special = documented[:1] in (["nerve"], ["unreadable"], ["junction-R"], ["junction-B"])
    joints = bool(documented) and all(_JOINT.match(word) for word in documented)
    if kind not in NOTE_KINDS or not (special or joints) or not all(_can_say(*said) for said in says):
        raise ValueError("the note cannot be read")
    return Note(day, -1, maybe, kind, tuple(documented), text, says)


def _can_say(name: str, value: str) -> bool:
    if name not in NOTE_VALUES:
        return False
    words = NOTE_VALUES[name]
    return value.isdecimal() if words is None else value in words


def _row(claim: int, words: list[str], findings: list[str]) -> Row:
    procedure, *rest = words
    if procedure not in FACET_CODES and len(procedure) != 5:
        raise ValueError(f"{procedure!r} is no procedure")
    units, marks, modifiers = 1, set(), []
    for word in rest:
        if word in MARKS:
            marks.add(word)
        elif re.fullmatch(r"x\d+", word):
            units = int(word[1:])
        elif re.fullmatch(r"[A-Z0-9]{2}", word):
            modifiers.append(word)
        else:
            raise ValueError(f"{word!r} is neither modifier nor mark")
    if len(modifiers) > 4:
        raise ValueError("a line has four modifiers at most")
    labels = []
    for finding in findings:
        code, _, certainty = finding.partition("/")
        if code not in CERTAINTY or certainty not in ("", *CERTAINTIES):
            raise ValueError(f"{finding!r} is no finding")
        labels.append((code, certainty or CERTAINTY[code]))
    return Row(claim, procedure, tuple(modifiers), units, frozenset(marks), tuple(labels))
