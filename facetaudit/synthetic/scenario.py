"""A scenario: the history of one patient as a little table, and the findings that table must get.

The table is text that an analyst can read and check against the page of detectors. One row is one claim line (or one
procedure note), cells stand between `|`:

    when  | claim                | procedure            | findings
    0     | prof24               | INJ1 50 KX           |
    0     | asc                  | INJ1 RT KX           |
    +3m   | office               | INJ2 RT x2           | FA104 FA302/review
    0     | note                 | diagnostic 1R 2R     |

- *when*: days after the anchor: `0`, `+14d`, `+3w`, `+12m-1d`; `~10d` adds a chance 0 to 10 days, the same for all
  rows of that *when*. Months are calendar months.
- *claim*: `office` (place of service 11), `prof24`, `prof22` (the professional in an ASC or a hospital), `prof` (any of
  them, drawn by patient), `asc`, `hopd` (the facility). Rows of one day with the same cell are one claim. Words after
  it: `#A` names a claim; `replaces#A`, `voids#A`; `partner` (another physician of the practice), `stranger` (another
  practice), `nonpi`; `commercial` (paid by the commercial payer). In place of a claim: `note` (always there) or
  `maybe-note` (there for some).
- *procedure*: a code, modifiers, `xN` units and marks. `INJ1..3`, `RFA1..2`, `US1..3` are the first, second, third
  level of the patient's region. RT and LT change places for half of the patients. Marks: `denied`; `zero` (allowed and
  paid 0); `half` (second procedure at 50 %); `negative` (the reversal of an equal line); `again` (the line before, sent
  again under its own claim and line number); `maybe` (there for some patients).
- *note*: kind, then documented joints counted from the upper one, with sides: `1R 2B`, `1-` without a side; or `nerve`
  (one nerve alone, no joint complete), `unreadable`, `junction-R`, `junction-B` (T12-L1 and L1-2). A last word `nerves`
  or `joints` fixes how it is written, else that is drawn.
- *findings*: codes; `/certainty` where it is not the one that the code always has.

On facility claims the add-on codes are packaged (allowed and paid 0), so they are inactive and never at issue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

CERTAINTY: dict[str, str] = {
    "FA101": "certain", "FA102": "by date", "FA103": "certain", "FA104": "certain",
    "FA201": "certain", "FA202": "certain", "FA203": "probable", "FA204": "certain", "FA205": "certain",
    "FA206": "certain", "FA207": "review", "FA208": "review", "FA209": "certain",
    "FA301": "certain", "FA302": "certain", "FA303": "certain", "FA304": "review", "FA305": "review",
    "FA401": "certain", "FA402": "certain", "FA403": "certain", "FA404": "probable", "FA405": "probable",
}  # fmt: skip
"""The detectors that the labels speak of, in full, and the certainty that a finding has unless the row says another."""

KINDS = ("correct", "lookalike", "mistake", "later", "visit")
"""`later`: nothing for the detectors of CERTAINTY, but a mistake that a detector outside that list looks for; `visit`:
a claim without facet codes that falls outside the days of a patient's scenario."""

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

REGIONS = ("CT", "LS")
PROVIDERS = ("own", "partner", "stranger", "nonpi")
MARKS = frozenset({"denied", "zero", "half", "negative", "again", "maybe"})
NOTE_KINDS = ("diagnostic", "therapeutic", "rfa")
NOTE_TEXTS = ("drawn", "joints", "nerves")
FROM, TO = date(2021, 8, 1), date(2026, 4, 20)
"""First and last service date of a scenario without a window of its own."""

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
    commercial: bool
    frequency: str
    original: int | None


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
    """One procedure note; it names the first claim of its day. `documented` as written in the table."""

    day: int
    claim: int
    maybe: bool
    kind: str
    documented: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Scenario:
    """One entry of the catalogue.

    `pack`: `medicare`, `commercial` or `either`; `region` fixes CT or LS; `macs`: `any`, `first-coast` or
    `not-first-coast`; `window`: first and last day of the anchor; `weight`: how often it is drawn; `rif`: whether a
    source with two modifier slots and no facility claims shows it with the same findings: `by table`, `yes`, or `only`
    there.
    """

    name: str
    kind: str
    about: str
    pack: str
    region: str | None
    macs: str
    window: tuple[date, date] | None
    weight: int
    rif: str
    days: tuple[Day, ...] = field(repr=False)
    claims: tuple[Claim, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    notes: tuple[Note, ...] = field(repr=False)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the findings that its lines get."""
        return frozenset(code for row in self.rows for code, _ in row.findings)

    @property
    def span(self) -> int:
        """Days from the anchor to the last service date, at most."""
        return max((day.months * 31 + day.days + day.chance for day in self.days), default=0)

    @property
    def anchors(self) -> tuple[date, date]:
        """First and last day that the anchor may have."""
        return self.window or (FROM, date.fromordinal(TO.toordinal() - self.span))

    @property
    def fits_rif(self) -> bool:
        """True where a RIF carrier file shows the scenario with the same findings.

        By its table: it has professional Medicare lines, two modifiers and neither replacements nor voids; a line
        without KX must leave a slot free, else the kind of its session and what is missing on it are unknown.
        """
        return self.rif != "by table" or (
            self.pack != "commercial"
            and all(
                PLACES[claim.place][0] == "professional" and claim.frequency == "1" and not claim.commercial
                for claim in self.claims
            )
            and all(len(row.modifiers) <= 1 + ("KX" in row.modifiers) for row in self.rows)
            and not any(row.marks & {"negative", "again"} for row in self.rows)
        )


def scenario(
    name: str,
    kind: str,
    about: str,
    table: str,
    *,
    pack: str = "medicare",
    region: str | None = None,
    macs: str = "any",
    window: tuple[str, str] | None = None,
    weight: int = 1,
    rif: str = "by table",
) -> Scenario:
    """Read one table. Raises ValueError that names the scenario and the row that cannot be read."""
    reader = _TableReader()
    for line in table.strip().splitlines():
        try:
            reader.read(line)
        except ValueError as problem:
            message = f"scenario {name}, row {line.strip()!r}: {problem}"
            raise ValueError(message) from None
    made = Scenario(
        name, kind, about, pack, region, macs,
        (date.fromisoformat(window[0]), date.fromisoformat(window[1])) if window else None,
        weight, rif,
        tuple(reader.days.values()), tuple(reader.claims), tuple(reader.ordered_rows()), tuple(reader.notes()),
    )  # fmt: skip
    _check(made)
    return made


def _check(made: Scenario) -> None:
    """Refuse a table that the expansion would misread."""
    accepted = (
        made.kind in KINDS
        and made.pack in ("medicare", "commercial", "either")
        and made.region in (None, *REGIONS)
        and made.macs in ("any", "first-coast", "not-first-coast")
        and made.rif in ("by table", "yes", "only")
    )
    if not accepted:
        message = f"scenario {made.name}: kind, pack, region, macs or rif is none of the accepted words"
        raise ValueError(message)
    for claim in range(len(made.claims)):
        rows = [row for row in made.rows if row.claim == claim]
        if "maybe" in rows[0].marks:
            message = f"scenario {made.name}: the first row of a claim cannot be `maybe`"
            raise ValueError(message)
    for row in made.rows:
        addon = row.procedure in FACET_CODES and not row.procedure.endswith("1")
        packaged = addon and PLACES[made.claims[row.claim].place][0] != "professional"
        inactive = packaged or row.marks & {"denied", "zero", "negative"}
        if row.findings and (inactive or "maybe" in row.marks):
            message = f"scenario {made.name}: a finding on a line that is inactive or not always there"
            raise ValueError(message)


class _TableReader:
    """Collects days, claims, rows and notes while a table is read from top to bottom."""

    def __init__(self) -> None:
        self.days: dict[str, Day] = {}
        self.claims: list[Claim] = []
        self._keys: list[tuple[int, str]] = []
        self._names: dict[str, int] = {}
        self._rows: list[Row] = []
        self._notes: list[tuple[int, bool, str, tuple[str, ...], str]] = []

    def read(self, line: str) -> None:
        """Take in one row."""
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) not in (3, 4):
            raise ValueError("a row has three or four cells")
        day = self._day(cells[0])
        findings = cells[3] if len(cells) == 4 else ""
        if cells[1] in ("note", "maybe-note"):
            self._read_note(day, cells[1] == "maybe-note", cells[2].split())
        else:
            self._rows.append(_row(self._claim(day, cells[1]), cells[2].split(), findings.split()))

    def ordered_rows(self) -> list[Row]:
        """Rows with those of one claim together, claims in the order in which they first appear."""
        return sorted(self._rows, key=lambda row: row.claim)

    def notes(self) -> list[Note]:
        """Notes, each with the first claim of its day."""
        first = {claim.day: position for position, claim in reversed(list(enumerate(self.claims)))}
        return [Note(day, first[day], *rest) for day, *rest in self._notes]  # type: ignore[arg-type]

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
        provider, commercial, frequency, original = "own", False, "1", None
        for word in words:
            if word in PROVIDERS:
                provider = word
            elif word == "commercial":
                commercial = True
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
        self.claims.append(Claim(day, place, provider, commercial, frequency, original))
        return len(self.claims) - 1

    def _read_note(self, day: int, maybe: bool, words: list[str]) -> None:
        kind, *documented = words
        text = documented.pop() if documented[-1] in NOTE_TEXTS else "drawn"
        special = documented[0] in ("nerve", "unreadable", "junction-R", "junction-B")
        if kind not in NOTE_KINDS or not (special or all(_JOINT.match(word) for word in documented)):
            raise ValueError("the note cannot be read")
        self._notes.append((day, maybe, kind, tuple(documented), text))


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
        if code not in CERTAINTY or certainty not in ("", "certain", "probable", "review"):
            raise ValueError(f"{finding!r} is no finding")
        labels.append((code, certainty or CERTAINTY[code]))
    return Row(claim, procedure, tuple(modifiers), units, frozenset(marks), tuple(labels))
