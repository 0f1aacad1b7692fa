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
  practice), `nonpi`; `commercial` (paid by the commercial payer); `uncovered` (no diagnosis of the covered list);
  `unauthorized` (no authorization number); `resent` (sent and paid after the other claims of its day). In place of a
  claim: `note` (always there) or `maybe-note` (there for some).
- *procedure*: a code, modifiers, `xN` units and marks. `INJ1..3`, `RFA1..2`, `US1..3` are the first, second, third
  level of the patient's region. RT and LT change places for half of the patients. Marks: `denied`; `zero` (allowed and
  paid 0); `half` (second procedure or side at 50 %); `pair` (two units at 150 % of one); `above` (more than the fee
  schedule allows); `negative` (the reversal of an equal line); `again` (the line before, sent again under its own claim
  and line number); `authorized` (the one line of an `unauthorized` claim that has the number); `maybe` (there for some
  patients).
- *note*: kind, then documented joints counted from the upper one, with sides: `1R 2B`, `1-` without a side; or `nerve`
  (one nerve alone, no joint complete), `unreadable`, `junction-R`, `junction-B` (T12-L1 and L1-2). A word `nerves`
  or `joints` after them fixes how it is written, else that is drawn. `relief=70`, `care=8`, `guidance=none`,
  `technique=pulsed`, `injectate=anesthetic;biologic` fix what is harmless otherwise.
- *findings*: codes; `/certainty` where it is not the one that the code always has. On a commercial claim those of
  MEDICARE_ONLY do not count, without a locality those of LOCALITY_KNOWN do not. What PARTLY_LABELLED names stands in
  the scenarios made for it only.

On facility claims everything but base codes is packaged (allowed and paid 0), so it is inactive and never at issue.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from facetaudit.synthetic.reading import PLACES, Claim, Day, Note, Row, TableReader

KINDS = ("correct", "lookalike", "mistake", "visit")
"""`visit`: a claim without facet codes that falls outside the days of a patient's scenario."""

BASE_CODES = frozenset({"64490", "64493", "64633", "64635", "0213T", "0216T", "INJ1", "RFA1", "US1"})
"""What a facility is paid for."""

REGIONS = ("CT", "LS")
FROM, TO = date(2021, 8, 1), date(2026, 4, 20)
"""First and last service date of a scenario without a window of its own."""


@dataclass(frozen=True)
class Scenario:
    """One entry of the catalogue.

    `pack`: `medicare`, `commercial` or `either`; `region` fixes CT or LS; `macs`: `any`, `first-coast` or
    `not-first-coast`; `window`: first and last day of the anchor; `weight`: how often it is drawn; `rif`: whether a
    source with two modifier slots and no facility claims shows it with the same findings: `by table`, `yes`, or `only`
    there; `locality`: its lines always say the locality.
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
    locality: bool
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
    locality: bool = False,
) -> Scenario:
    """Read one table. Raises ValueError that names the scenario and the row that cannot be read."""
    reader = TableReader()
    for line in table.strip().splitlines():
        try:
            reader.read(line)
        except ValueError as problem:
            message = f"scenario {name}, row {line.strip()!r}: {problem}"
            raise ValueError(message) from None
    made = Scenario(
        name, kind, about, pack, region, macs,
        (date.fromisoformat(window[0]), date.fromisoformat(window[1])) if window else None,
        weight, rif, locality,
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
        facility = PLACES[made.claims[row.claim].place][0] != "professional"
        packaged = facility and row.procedure not in BASE_CODES
        inactive = packaged or row.marks & {"denied", "zero", "negative"}
        if row.findings and (inactive or "maybe" in row.marks):
            message = f"scenario {made.name}: a finding on a line that is inactive or not always there"
            raise ValueError(message)
