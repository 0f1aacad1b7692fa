"""Facility rates: ambulatory surgery centers (ASC addenda AA and BB) and hospital outpatient (OPPS addendum B)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

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
    padded_code,
    quarter_end,
    refuse,
    shown,
    words,
)

_ASC_TITLE = re.compile(r"\baddendum\s+(AA|BB)\b", re.IGNORECASE)
_INDICATOR = re.compile(r"[A-Z]\d")
_STATUS = re.compile(r"[A-Z]\d?")
_APC = re.compile(r"\d{0,4}")


def _asc_header(sheet: Sheet) -> int | None:
    return find_header(sheet, "hcpcs", "payment indicator", "payment rate")


def _read_asc(sheet: Sheet, header: int, context: Context) -> Parsed:
    titles = [cell for row in sheet.head[: header + 1] for cell in row if cell]
    title = next((found[1].upper() for cell in titles[:5] if (found := _ASC_TITLE.search(cell))), None)
    if title is None:
        raise refuse(sheet, "its title names neither addendum AA nor BB; give the file as CMS publishes it.")
    indicator, rate = column(sheet, header, "payment indicator"), column(sheet, header, "payment rate")
    discount = column(sheet, header, "multiple procedure discounting") if title == "AA" else None

    def row_of(place: int, code: str, row: list[str]) -> tuple[str, ...]:
        paid_as = cell_of(sheet, row, place, indicator).upper().rstrip("*")
        if not _INDICATOR.fullmatch(paid_as):
            raise refuse(sheet, f"{code}: {shown(paid_as)} is no payment indicator; download the file again.", place)
        discounted = cell_of(sheet, row, place, discount).upper() if discount is not None else "N"
        if discounted not in ("Y", "N", ""):
            raise refuse(sheet, f"{code}: {shown(discounted)} is neither Y nor N; download the file again.", place)
        return (
            code,
            title,
            paid_as,
            "yes" if discounted == "Y" else "no",
            _rate(sheet, place, cell_of(sheet, row, place, rate)),
        )

    return _quarter(sheet, header, context, f"asc-{title.lower()}", f"ASC addendum {title}", "asc_rates", row_of)


def _opps_header(sheet: Sheet) -> int | None:
    place = find_header(sheet, "hcpcs", "apc", "payment rate", "relative weight")
    return place if place is not None and _status_column(sheet, place) is not None else None


def _status_column(sheet: Sheet, header: int) -> int | None:
    names = [words(cell) for cell in sheet.head[header]]
    return next((place for place, name in enumerate(names) if name == "si" or "status indicator" in name), None)


def _read_opps(sheet: Sheet, header: int, context: Context) -> Parsed:
    status = _status_column(sheet, header) or 0
    group, rate = column(sheet, header, "apc"), column(sheet, header, "payment rate")

    def row_of(place: int, code: str, row: list[str]) -> tuple[str, ...]:
        indicator, apc = (cell_of(sheet, row, place, at).upper() for at in (status, group))
        if not _STATUS.fullmatch(indicator) or not _APC.fullmatch(apc):
            raise refuse(sheet, f"{code}: its status or APC is not known; download the file again.", place)
        return code, apc.zfill(4) if apc else "", indicator, _rate(sheet, place, cell_of(sheet, row, place, rate))

    return _quarter(sheet, header, context, "opps-b", "OPPS addendum B", "opps_rates", row_of)


def _quarter(
    sheet: Sheet,
    header: int,
    context: Context,
    name: str,
    kind: str,
    table: str,
    row_of: Callable[[int, str, list[str]], tuple[str, ...]],
) -> Parsed:
    """A file of rates that holds for one quarter; rows without a code are notes."""
    padded = 0

    def rows() -> Iterator[tuple[int, tuple[str, ...]]]:
        nonlocal padded
        for place, row in body(sheet, header):
            if not row[0] or len(row[0]) > 5:
                continue
            code = padded_code(sheet, place, row[0])
            padded += code != row[0].upper()
            yield place, row_of(place, code, row)

    found = keyed(sheet, rows(), 1)
    # the column names say it best; a title may name the year alone
    titles = [cell for row in reversed(sheet.head[: header + 1]) for cell in row if cell]
    day = first_day(sheet, context, titles)
    return Parsed(f"{name}-{day}", kind, f"CMS {kind} of {day}", day, quarter_end(day), {table: found}, padded)


def _rate(sheet: Sheet, place: int, cell: str) -> str:
    return number(sheet, place, cell, 2) if cell.strip("$ ") else ""


KINDS = (
    Kind("ASC addendum", _asc_header, _read_asc),
    Kind("OPPS addendum B", _opps_header, _read_opps),
)
