"""Localities: geographic indices (GPCI), the counties of each locality (LOCCO), and localities by ZIP code (ZIP5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from facetaudit.errors import UsageError
from facetaudit.fees.cms_files.contents import Sheet
from facetaudit.fees.cms_files.model import (
    Context,
    Kind,
    Parsed,
    body,
    cell_of,
    column,
    find_header,
    first_day,
    keyed,
    number,
    quarter_end,
    refuse,
    shown,
    words,
)

FEWEST_LOCALITIES = 100
"""CMS pays in more localities than this in every year since 2020 (109 to 112)."""

_YEAR = re.compile(r"\b(20\d\d)\b")
_ZIP_LINE = re.compile(r"[A-Z]{2}\d{5}\d{5}\d{2}.{61}20\d\d[1-4]")


def _gpci_header(sheet: Sheet) -> int | None:
    for place, row in enumerate(sheet.head):
        cells = [words(cell) for cell in row]
        if sum("gpci" in cell for cell in cells) >= 3 and any("locality" in cell for cell in cells[1:]):
            return place
    return None


def _read_gpci(sheet: Sheet, header: int, context: Context) -> Parsed:
    names = [words(cell) for cell in sheet.head[header]]
    locality = column(sheet, header, "locality number", "locality")
    name = column(sheet, header, "locality name")
    state = names.index("state") if "state" in names else None
    parts = [column(sheet, header, *texts) for texts in (("pw gpci", "work"), ("pe gpci",), ("mp gpci",))]
    floor = "without the work floor" if "without" in names[parts[0]] else "with the work floor"

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        for place, row in body(sheet, header):
            if not _is_number(row[0], 5):
                continue  # footnotes
            mac, number_of = row[0].zfill(5), cell_of(sheet, row, place, locality)
            if not _is_number(number_of, 2):
                raise refuse(sheet, f"{shown(number_of)} is no locality number; download the file again.", place)
            pair = f"{mac}-{number_of.zfill(2)}"
            if pair not in context.states:
                raise refuse(
                    sheet,
                    f"{pair} is no locality that CMS pays in; the file is damaged or not CMS's (where it is new, give "
                    "the year's file of counties, LOCCO, in the same call).",
                    place,
                )
            in_state = row[state].upper() if state is not None else context.states[pair]
            if not re.fullmatch(r"[A-Z]{2}", in_state):
                raise refuse(sheet, f"nothing tells the state of {pair}; give the file with a State column.", place)
            text = " ".join(cell_of(sheet, row, place, name).replace("*", "").split())
            values = [number(sheet, place, cell_of(sheet, row, place, part), 3) for part in parts]
            if any(not 0 < float(value) < 10 for value in values):
                raise refuse(sheet, f"{pair}: an index is not between 0 and 10; download the file again.", place)
            yield place, (mac, number_of.zfill(2), in_state, text, *values)

    found = keyed(sheet, rows(), 2)
    _require_enough(sheet, len(found))
    year = _year(sheet, header, context)
    day = context.valid_from or date(year, 1, 1)
    return Parsed(
        f"gpci-{day}",
        "geographic indices (GPCI)",
        f"CMS GPCI of {day}, {floor}",
        day,
        None,
        {"gpci": found},
    )


def _year(sheet: Sheet, header: int, context: Context) -> int:
    """The year in the column names, else in the title, else of the day that the user gave; UsageError for two."""
    for cells in (sheet.head[header], [cell for row in sheet.head[:header] for cell in row]):
        if years := {int(year) for cell in cells for year in _YEAR.findall(cell)}:
            break
    if len(years) > 1 or (not years and context.valid_from is None):
        raise UsageError(f"{sheet.name}: the file does not say of which year it is; give --valid-from.")
    if context.valid_from is not None and years and context.valid_from.year not in years:
        raise UsageError(f"{sheet.name}: is of {min(years)}, --valid-from is not: {context.valid_from}.")
    return years.pop() if years else context.valid_from.year  # type: ignore[union-attr]


def _is_number(cell: str, digits: int) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) <= digits


def _require_enough(sheet: Sheet, localities: int) -> None:
    if localities < FEWEST_LOCALITIES:
        raise refuse(
            sheet,
            f"has {localities} localities, CMS's file has {FEWEST_LOCALITIES} or more; it is cut off or not CMS's, "
            "download it again.",
        )


def _counties_header(sheet: Sheet) -> int | None:
    return find_header(sheet, "contractor", "locality", "fee schedule area", "counties")


def _read_counties(sheet: Sheet, header: int, context: Context) -> Parsed:
    locality, area = column(sheet, header, "locality"), column(sheet, header, "fee schedule area")

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        for place, row in body(sheet, header):
            if _is_number(row[0], 5) and row[0]:
                cell = cell_of(sheet, row, place, locality)
                if not _is_number(cell, 2):
                    raise refuse(sheet, f"{shown(cell)} is no locality number; download the file again.", place)
                name = " ".join(cell_of(sheet, row, place, area).replace("*", "").split())
                yield place, (f"{row[0].zfill(5)}-{cell.zfill(2)}", name)

    found = keyed(sheet, _first_of_each(rows()), 1)
    _require_enough(sheet, len(found))
    year = _year(sheet, header, context)
    return Parsed(
        f"localities-{year}",
        "counties of localities (LOCCO)",
        f"CMS localities of {year}",
        date(year, 1, 1),
        date(year, 12, 31),
        {"localities": found},
    )


def _first_of_each(rows: Iterator[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """A locality that takes several rows for its counties is named once."""
    seen = set()
    for place, row in rows:
        if row[0] not in seen:
            seen.add(row[0])
            yield place, row


def _zip_header(sheet: Sheet) -> int | None:
    lines = sheet.text[:2000].splitlines()[:10]
    return -1 if lines and all(_ZIP_LINE.match(line) for line in lines[: max(1, len(lines) - 1)]) else None


def _read_zip(sheet: Sheet, header: int, context: Context) -> Parsed:
    quarters = set()

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        for place, line in enumerate(sheet.lines()):
            if not line.strip():
                continue
            if not _ZIP_LINE.match(line):
                raise refuse(sheet, "is not laid out as a ZIP code record; download the file again.", place)
            quarters.add(line[75:80])
            yield place, (line[2:7], line[0:2], f"{line[7:12]}-{line[12:14]}")

    found = keyed(sheet, _first_of_each(rows()), 1)
    if len(quarters) != 1:
        raise refuse(sheet, f"names {len(quarters)} quarters, one is expected; download the file again.")
    told = quarters.pop()
    day = first_day(sheet, context, (f"{('January', 'April', 'July', 'October')[int(told[4]) - 1]} {told[:4]}",))
    return Parsed(
        f"zip-codes-{day}",
        "localities by ZIP code (ZIP5)",
        f"CMS ZIP codes of {day}",
        day,
        quarter_end(day),
        {"zip_codes": found},
    )


KINDS = (
    Kind("geographic indices (GPCI)", _gpci_header, _read_gpci),
    Kind("counties of localities (LOCCO)", _counties_header, _read_counties),
    Kind("localities by ZIP code (ZIP5)", _zip_header, _read_zip),
)
