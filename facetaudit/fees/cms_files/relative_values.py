"""The physician fee schedule's relative value file (PPRRVU), comma-separated or of fixed width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from facetaudit.errors import UsageError
from facetaudit.fees.cms_files.contents import Sheet
from facetaudit.fees.cms_files.model import (
    Context,
    Kind,
    Parsed,
    body,
    cell_of,
    first_day,
    keyed,
    number,
    padded_code,
    refuse,
    shown,
    words,
)
from facetaudit.fees.schedule import read_table
from facetaudit.fees.table_specs import TABLES

# Names repeat, so columns go by place; the place of the conversion factor moved in 2026 and is found by its name.
_NAMED = {5: "rvu", 6: "pe rvu", 8: "pe rvu", 10: "rvu", 11: "total", 12: "total", 18: "proc", 19: "surg"}
# 1 status, 2 work, 3 nonfacility PE, 4 not priced there, 5 facility PE, 6 not priced there, 7 MP, 8 and 9 totals,
# 10 global days, 11 multiple procedures, 12 bilateral: after code and component
_PLACES = (0, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 18, 19)
_FIXED = (
    *((0, 5), (5, 7), (57, 58), (59, 65), (66, 72), (72, 74), (75, 81), (81, 83), (84, 89), (90, 96), (96, 102)),
    *((103, 106), (115, 116), (116, 117)),
)
_FIXED_FACTOR = (132, 140)
_FIXED_LINE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z](  |26|TC|53).{50}[A-Z] [ \d]{3}\.\d\d ")
_NOT_QP, _QP = re.compile(r"non[ _-]?qp", re.IGNORECASE), re.compile(r"qp", re.IGNORECASE)
_FACTORS = next(spec for spec in TABLES if spec.name == "conversion_factors")
_VALUES = next(spec for spec in TABLES if spec.name == "relative_values")


def _csv_header(sheet: Sheet) -> int | None:
    for place, row in enumerate(sheet.head):
        cells = [words(cell) for cell in row]
        if len(cells) > max(_NAMED) and cells[0] == "hcpcs" and cells[1].startswith("mod") and "factor" in cells:
            return place
    return None


def _read_csv(sheet: Sheet, header: int, context: Context) -> Parsed:
    names = [words(cell) for cell in sheet.head[header]]
    for place, name in _NAMED.items():
        if not names[place].endswith(name):
            raise refuse(sheet, f"column {place + 1} is not {name.upper()!r}; this layout is not known.", header)
    factor = names.index("factor")
    titles = [cell for row in sheet.head[:header] for cell in row if cell]

    def lines() -> Iterator[tuple[int, list[str]]]:
        for place, row in body(sheet, header):
            cells = [cell_of(sheet, row, place, at) for at in (*_PLACES, factor)]
            if len(row) < len(names):
                raise refuse(sheet, "has fewer cells than the header; the file is cut off, download it again.", place)
            yield place, cells

    return _parsed(sheet, context, titles, lines())


def _fixed_header(sheet: Sheet) -> int | None:
    head = sheet.text[:50_000].splitlines()
    for place, line in enumerate(head[:40]):
        if _FIXED_LINE.match(line):
            return place - 1
    return None


def _read_fixed(sheet: Sheet, header: int, context: Context) -> Parsed:
    lines = sheet.lines()

    def cells() -> Iterator[tuple[int, list[str]]]:
        for place, line in enumerate(lines):
            if place <= header or not line.strip() or line.startswith(("HDR", "TRL")):
                continue
            if len(line) < _FIXED_FACTOR[1]:
                raise refuse(sheet, "is shorter than the record layout; the file is cut off, download it again.", place)
            yield place, [line[start:end].strip() for start, end in (*_FIXED, _FIXED_FACTOR)]

    return _parsed(sheet, context, [line.removeprefix("HDR") for line in lines[: header + 1]], cells())


def _parsed(sheet: Sheet, context: Context, titles: list[str], lines: Iterator[tuple[int, list[str]]]) -> Parsed:
    factors: set[str] = set()
    padded = 0

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        nonlocal padded
        for place, cells in lines:
            code = padded_code(sheet, place, cells[0])
            padded += code != cells[0].upper()
            yield place, _row(sheet, place, code, cells)
            factors.add(number(sheet, place, cells[-1], 4))

    values = keyed(sheet, rows(), 2)
    if len(factors) != 1:
        raise refuse(sheet, f"has {len(factors)} conversion factors, one is expected; the file is damaged.")
    factor = factors.pop()
    day = first_day(sheet, context, titles)
    if context.valid_from is None:
        day = _first_day_of_factor(day, factor)
    participant = _participant(sheet, day, factor)
    suffix = "" if participant == "all" else f"-{participant}"
    return Parsed(
        f"relative-values-{day}{suffix}",
        "relative value file",
        f"CMS relative value file of {day}",
        day,
        None,
        {"relative_values": values, "conversion_factors": [(participant, factor)]},
        padded,
    )


def _row(sheet: Sheet, place: int, code: str, cells: list[str]) -> tuple[str, ...]:
    """One row in the order of the table; InputRefused where the parts are not the totals or a cell is out of shape."""
    status = cells[2].upper()
    work, nonfacility, facility, malpractice, *totals = (
        number(sheet, place, cells[at], 2) for at in (3, 4, 6, 8, 9, 10)
    )
    # only these are priced, so only their totals are sums that matter
    if status in ("A", "R", "T"):
        for setting, expense, total in (("nonfacility", nonfacility, totals[0]), ("facility", facility, totals[1])):
            if Decimal(work) + Decimal(expense) + Decimal(malpractice) != Decimal(total):
                raise refuse(
                    sheet,
                    f"{code}: work {work}, {setting} PE {expense} and MP {malpractice} do not add up to the total "
                    f"{total}; the file is damaged or not CMS's, download it again.",
                    place,
                )
    row = dict(
        zip(
            list(_VALUES.columns)[2:-2],
            (
                code,
                cells[1].upper(),
                status,
                work,
                nonfacility,
                facility,
                malpractice,
                cells[5].upper(),
                cells[7].upper(),
                cells[12],
                cells[13],
                cells[11].upper().zfill(3),
            ),
            strict=True,
        )
    )
    for name, text in row.items():
        if not _VALUES.columns[name].fullmatch(text):
            raise refuse(sheet, f"{code}: {shown(text)} is no {name} that is known; download the file again.", place)
    return tuple(row.values())


def _first_day_of_factor(day: date, factor: str) -> date:
    """The release's first day; that of its factor where the factor of the year changed later than the release says."""
    periods = [row for row in read_table(_FACTORS) if row["conversion_factor"] == factor]
    later = [date.fromisoformat(row["valid_from"]) for row in periods if row["valid_from"][:4] == str(day.year)]
    return max([day, *later])


def _participant(sheet: Sheet, day: date, factor: str) -> str:
    """`all`, or whose factor it is where there are two: by the factor, in years without one by the file's name."""
    known = [row for row in read_table(_FACTORS) if row["valid_from"] <= day.isoformat()]
    newest = max((row["valid_from"] for row in known), default="")
    of_day = {row["conversion_factor"]: row["participant"] for row in known if row["valid_to"] >= day.isoformat()}
    two = any(row["valid_from"] == newest and row["participant"] != "all" for row in known)
    if not two:
        return "all"
    if of_day:
        if factor not in of_day:
            raise refuse(
                sheet,
                f"its conversion factor {factor} is none of those of {day} ({', '.join(sorted(of_day))}); the file is "
                "damaged or not CMS's, download it again.",
            )
        return of_day[factor]
    member = sheet.name.rsplit(": ", 1)[-1]
    if _NOT_QP.search(member):
        return "non_qp"
    if _QP.search(member):
        return "qp"
    raise UsageError(
        f"{sheet.name}: nothing tells whether its conversion factor {factor} is for qualifying participants; keep the "
        "QPP or nonQPP of the name that CMS gives it."
    )


KINDS = (
    Kind("relative value file", _csv_header, _read_csv),
    Kind("relative value file", _fixed_header, _read_fixed),
)
