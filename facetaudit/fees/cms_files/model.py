"""What every kind of CMS file shares: the table that it gives, and reading headers, codes, numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from facetaudit.errors import InputRefused, UsageError
from facetaudit.fees.cms_files.contents import Sheet

Rows = list[tuple[str, ...]]

_SHOWN = 9
_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_NUMBER = re.compile(r"\d{1,9}(\.\d+)?")
_QUARTERS = {"jan": 1, "apr": 4, "jul": 7, "oct": 10}
_MONTH_YEAR = re.compile(r"\b(Jan|Apr|Jul|Oct)[a-z]*\.?\s+(?:1,?\s+)?(20\d\d)\b", re.IGNORECASE)
_RELEASE = re.compile(r"\b(20\d\d)\b.*\b(Jan|Apr|Jul|Oct)[a-z]*\.?\s+Release", re.IGNORECASE)


@dataclass(frozen=True)
class Parsed:
    """What a CMS file holds, without descriptors: rows of text by table, in the table's column order.

    `name` identifies kind and period ("gpci-2025-01-01"); `valid_to` is None for a file that holds until the year's
    next release. `source` is how prices cite it. `padded` counts codes that had lost their leading zeros.
    """

    name: str
    kind: str
    source: str
    valid_from: date
    valid_to: date | None
    tables: dict[str, Rows]
    padded: int = 0


@dataclass(frozen=True)
class Amounts:
    """A file of payment amounts: it is compared with the tables and prices nothing.

    Rows: year, locality `MMMMM-LL`, code, component, nonfacility amount, facility amount.
    """

    kind: str
    rows: Rows


@dataclass(frozen=True)
class Context:
    """What a file is read with: the first date of service that the user gave, and the localities that exist.

    `states` has the state of each known `MMMMM-LL`, empty where no table tells it.
    """

    valid_from: date | None = None
    states: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One kind of CMS file: `header` gives the place of the row of column names, or None for another kind's sheet."""

    name: str
    header: Callable[[Sheet], int | None]
    read: Callable[[Sheet, int, Context], Parsed | Amounts]


def refuse(sheet: Sheet, what: str, row: int | None = None) -> InputRefused:
    """The refusal of a file; `row` counts from 0, the reader is told it from 1."""
    return InputRefused(f"{sheet.name}{'' if row is None else f', row {row + 1}'}: {what}")


def shown(cell: str) -> str:
    """A cell as a refusal may show it: a longer one may be a descriptor out of its place."""
    return repr(cell) if len(cell) <= _SHOWN else f"a text of {len(cell)} characters"


def words(cell: str) -> str:
    """A cell of a header as words in lower case, whatever its line ends and hyphens."""
    return " ".join(cell.lower().replace("-", " ").split())


def find_header(sheet: Sheet, *needed: str) -> int | None:
    """The first row whose cells contain each of the texts, the first of them in its first cell."""
    for place, row in enumerate(sheet.head):
        cells = [words(cell) for cell in row]
        if cells and needed[0] in cells[0] and all(any(text in cell for cell in cells) for text in needed[1:]):
            return place
    return None


def column(sheet: Sheet, header: int, *names: str) -> int:
    """The place of the only column whose name contains one of the texts; InputRefused where there is none or two."""
    row = [words(cell) for cell in sheet.head[header]]
    for name in names:
        places = [place for place, cell in enumerate(row) if name in cell]
        if len(places) == 1:
            return places[0]
    raise refuse(sheet, f"the header has no single column {names[0]!r}; download the file again.", header)


def body(sheet: Sheet, header: int) -> Iterator[tuple[int, list[str]]]:
    """Place and cells of the rows below the header, without the empty ones."""
    for place, row in enumerate(sheet.rows()):
        if place > header and any(row):
            yield place, row


def cell_of(sheet: Sheet, row: list[str], place: int, at: int) -> str:
    """A cell of a row; InputRefused where the row ends before it."""
    if at >= len(row):
        raise refuse(sheet, "has fewer cells than the header: the file is cut off, download it again.", place)
    return row[at]


def number(sheet: Sheet, place: int, cell: str, decimals: int) -> str:
    """A number with so many decimals, whatever `$` and `,` it was written with; InputRefused for anything else."""
    plain = cell.replace("$", "").replace(",", "").strip()
    if plain.startswith("."):
        plain = f"0{plain}"
    if not _NUMBER.fullmatch(plain):
        raise refuse(sheet, f"{shown(cell)} is not a number; the file is damaged, download it again.", place)
    exact = Decimal(plain)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals))
    if rounded != exact:
        raise refuse(sheet, f"{shown(cell)} has more than {decimals} decimals; the file is not CMS's.", place)
    return str(rounded)


def padded_code(sheet: Sheet, place: int, cell: str) -> str:
    """A code of five characters; leading zeros come back where only digits are left, else InputRefused."""
    text = cell.upper()
    if _CODE.fullmatch(text):
        return text
    if text.isascii() and text.isdigit() and 3 <= len(text) < 5:
        return text.zfill(5)
    raise refuse(
        sheet,
        f"{shown(cell)} is not a code of five characters (leading zeros may have been lost when the file was saved "
        "again); give the file as CMS publishes it.",
        place,
    )


def keyed(sheet: Sheet, rows: Iterable[tuple[int, tuple[str, ...]]], keys: int) -> Rows:
    """The rows in the order of their first `keys` cells; InputRefused where two have the same, or there is no row."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for place, row in rows:
        if row[:keys] in found:
            raise refuse(sheet, f"{' '.join(row[:keys]).strip()} is there twice; keep one row.", place)
        found[row[:keys]] = row
    if not found:
        raise refuse(sheet, "has a header and no rows; the file is cut off, download it again.")
    return [found[key] for key in sorted(found)]


def first_day(sheet: Sheet, context: Context, texts: Sequence[str]) -> date:
    """The first date of service of a release, from the words of the file or as the user gave it.

    Raises UsageError where the file does not tell and the user did not either, or the two name different years.
    """
    told = None
    for text in texts:
        if found := _RELEASE.search(text):
            told = date(int(found[1]), _QUARTERS[found[2].lower()[:3]], 1)
            break
        if found := _MONTH_YEAR.search(text):
            told = date(int(found[2]), _QUARTERS[found[1].lower()[:3]], 1)
            break
    if context.valid_from is None:
        if told is None:
            raise UsageError(
                f"{sheet.name}: the file does not say from which date of service it holds; give --valid-from."
            )
        return told
    if told is not None and told.year != context.valid_from.year:
        raise UsageError(f"{sheet.name}: is of {told.year}, --valid-from is not: {context.valid_from}.")
    return context.valid_from


def quarter_end(day: date) -> date:
    """The last day of the quarter of a day."""
    month = (day.month - 1) // 3 * 3 + 4
    following = date(day.year + 1, 1, 1) if month > 12 else date(day.year, month, 1)
    return following - timedelta(days=1)
