"""Excel workbooks: the one sheet with claim lines becomes delimited text, which then is read as such."""

from __future__ import annotations

import csv
import datetime
import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit.claims.formats import delimited
from facetaudit.claims.formats.request import Request
from facetaudit.claims.source import ISO_DATE, Source
from facetaudit.claims.textfile import TextFile
from facetaudit.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

NAMES = ("xlsx",)
_MARK = b"PK\x03\x04"
_PARTS = (b"xl/", b"[Content_Types].xml")


def recognise(head: bytes) -> str | None:
    """A workbook is a zip archive that names the parts of a workbook."""
    if head.startswith(_MARK) and any(part in head for part in _PARTS):
        return "a zip archive with the parts of a workbook"
    return None


def open_source(request: Request, why: str) -> Source:
    """Lay a workbook out; raises InputRefused when it is no workbook or has several sheets with rows."""
    workbook = _open(request)
    sheet_name, sheet = _choose_sheet(workbook, request)
    text, header_row, blank = _write_text(sheet, request)
    source = delimited.lay_out(request, request.mapping, TextFile(text, (), ()), why)
    formats = source.date_formats
    if formats and not any(shape.startswith("%Y") for shape in formats):
        formats = (*formats, ISO_DATE)  # cells that hold a date, not a text
    return replace(
        source,
        format="xlsx",
        why=f"{why}, sheet {sheet_name!r}, with {source.why.rsplit(', with ', 1)[1]}",
        date_formats=formats,
        header_row=header_row,
        skipped_rows=blank,
    )


def _open(request: Request) -> CalamineWorkbook:
    import python_calamine

    try:
        with zipfile.ZipFile(request.path) as archive:
            whole = archive.testzip() is None
        if not whole:
            raise zipfile.BadZipFile
        return python_calamine.load_workbook(request.path)
    except (zipfile.BadZipFile, OSError, EOFError, python_calamine.CalamineError) as error:
        raise InputRefused(
            f"{request.name}: the file is not a whole XLSX workbook; open it in Excel and save it as .xlsx or CSV."
        ) from error


def _choose_sheet(workbook: CalamineWorkbook, request: Request) -> tuple[str, CalamineSheet]:
    names = list(workbook.sheet_names)
    wanted = request.mapping.sheet if request.mapping else None
    if wanted is not None:
        if wanted not in names:
            raise UsageError(
                f"{request.name}: the mapping asks for sheet {wanted!r}; the workbook has "
                f"{', '.join(map(repr, names))}."
            )
        return wanted, workbook.get_sheet_by_name(wanted)
    filled = [(name, sheet) for name in names if (sheet := workbook.get_sheet_by_name(name)).total_height]
    if not filled:
        raise InputRefused(f"{request.name}: the workbook is empty; give a sheet with a header and claim lines.")
    if len(filled) > 1:
        raise InputRefused(
            f"{request.name}: the workbook has {len(filled)} sheets with rows "
            f"({', '.join(repr(name) for name, _ in filled)}); name one in a mapping (sheet = \"...\")."
        )
    return filled[0]


def _write_text(sheet: CalamineSheet, request: Request) -> tuple[Path, int, tuple[int, ...]]:
    """The sheet's rows as comma-separated text; also the header's row and the blank rows after it."""
    handle, made = tempfile.mkstemp(suffix=".csv", dir=request.workdir)
    os.close(handle)
    header_row, blank = 0, []
    with Path(made).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for row, cells in enumerate(_rows(sheet), start=1):
            if any(cells):
                header_row = header_row or row
                writer.writerow(cells)
            elif header_row:
                blank.append(row)
    if not header_row:
        raise InputRefused(f"{request.name}: the sheet is empty; give a sheet with a header and claim lines.")
    return Path(made), header_row, tuple(blank)


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Every row of the sheet from row 1, cells as text."""
    for cells in sheet.iter_rows():
        yield [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    """A cell as its value reads: whole numbers without a fraction, dates as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell)
