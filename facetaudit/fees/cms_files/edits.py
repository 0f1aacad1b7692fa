"""NCCI edits: medically unlikely edits of practitioners (MUE), and procedure-to-procedure pairs (PTP)."""

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
    keyed,
    padded_code,
    quarter_end,
    refuse,
    words,
)

# The files do not say their quarter inside; CMS's names do.
_EFFECTIVE = re.compile(r"eff[_ -]+(\d\d)-(\d\d)-(20\d\d)", re.IGNORECASE)
_DAY = re.compile(r"(19|20)\d{6}|\*?")


def _mue_header(sheet: Sheet) -> int | None:
    return find_header(sheet, "hcpcs", "mue values", "adjudication indicator")


def _read_mue(sheet: Sheet, header: int, context: Context) -> Parsed:
    values, indicator = column(sheet, header, "mue values"), column(sheet, header, "adjudication indicator")
    if "practitioner" not in words(sheet.head[header][values]):
        raise refuse(sheet, "these edits are not those of practitioners; give the practitioner file.", header)
    padded = 0

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        nonlocal padded
        for place, row in body(sheet, header):
            code = padded_code(sheet, place, row[0])
            padded += code != row[0].upper()
            most, adjudicated = cell_of(sheet, row, place, values), cell_of(sheet, row, place, indicator)[:1]
            if not (most.isascii() and most.isdigit() and len(most) <= 6) or adjudicated not in ("1", "2", "3"):
                raise refuse(sheet, f"{code}: its units or its indicator are no numbers; download it again.", place)
            yield place, (code, str(int(most)), adjudicated)

    found = keyed(sheet, rows(), 1)
    day = _quarter_of(sheet, context)
    return Parsed(
        f"mue-{day}",
        "medically unlikely edits (MUE)",
        f"CMS practitioner MUE of {day}",
        day,
        quarter_end(day),
        {"mue": found},
        padded,
    )


def _ptp_header(sheet: Sheet) -> int | None:
    for place, row in enumerate(sheet.head):
        cells = [words(cell) for cell in row]
        if len(cells) >= 6 and cells[0].startswith("column 1") and cells[1].startswith("column 2"):
            return place
    return None


def _read_ptp(sheet: Sheet, header: int, context: Context) -> Parsed:
    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        for place, row in body(sheet, header):
            if not any(character.isdigit() for character in row[0]):
                continue  # the names of the columns may go on in a second row
            pair = [padded_code(sheet, place, cell_of(sheet, row, place, at)) for at in (0, 1)]
            begun, ended, modifier = (cell_of(sheet, row, place, at) for at in (3, 4, 5))
            if not _DAY.fullmatch(begun) or not _DAY.fullmatch(ended) or modifier[:1] not in ("0", "1", "9"):
                raise refuse(sheet, f"{' '.join(pair)}: its dates or its indicator are not known; mend them.", place)
            yield place, (*pair, begun.strip("*"), ended.strip("*"), modifier[:1])

    found = keyed(sheet, rows(), 4)
    day = _quarter_of(sheet, context)
    # a quarter comes in several parts, told apart by their first pair
    return Parsed(
        f"ptp-{day}-{found[0][0]}-{found[0][1]}",
        "procedure pairs (PTP)",
        f"CMS practitioner PTP of {day}",
        day,
        quarter_end(day),
        {"ptp": found},
    )


def _quarter_of(sheet: Sheet, context: Context) -> date:
    if context.valid_from is not None:
        return context.valid_from
    if found := _EFFECTIVE.search(sheet.name):
        try:
            return date(int(found[3]), int(found[1]), int(found[2]))
        except ValueError:
            pass
    raise UsageError(f"{sheet.name}: the file does not say from which date of service it holds; give --valid-from.")


KINDS = (
    Kind("medically unlikely edits (MUE)", _mue_header, _read_mue),
    Kind("procedure pairs (PTP)", _ptp_header, _read_ptp),
)
