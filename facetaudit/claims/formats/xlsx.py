"""Excel workbooks: the one sheet with claim lines becomes delimited text, which then is read as such."""

from __future__ import annotations

import csv
import datetime
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

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
_CHUNK = 1 << 20
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, expat.ExpatError)
"""What a damaged archive raises; RuntimeError for a way of packing that Python does not know."""


def recognise(head: bytes) -> str | None:
    """A workbook is a zip archive that names the parts of a workbook."""
    if head.startswith(_MARK) and any(part in head for part in _PARTS):
        return "a zip archive with the parts of a workbook"
    return None


def open_source(request: Request, why: str) -> Source:
    """Lay a workbook out; raises InputRefused when it is no workbook or has several sheets with rows."""
    wanted = request.mapping.sheet if request.mapping else None
    made = read_sheet(request, wanted, "the mapping asks for sheet", 'name one in a mapping (sheet = "...")')
    source = delimited.lay_out(request, request.mapping, TextFile(made.path, (), ()), why)
    formats = source.date_formats
    if formats and not any(shape.startswith("%Y") for shape in formats):
        formats = (*formats, ISO_DATE)  # cells that hold a date, not a text
    return replace(
        source,
        format="xlsx",
        why=f"{why}, sheet {made.sheet!r}, with {source.why.rsplit(', with ', 1)[1]}",
        date_formats=formats,
        header_row=made.header_row,
        skipped_rows=made.blank_rows,
    )


@dataclass(frozen=True)
class SheetText:
    """A sheet as comma-separated text; the header's row (from 1) and the blank rows after it are those of the sheet."""

    sheet: str
    path: Path
    header_row: int
    blank_rows: tuple[int, ...]


def read_sheet(request: Request, wanted: str | None, asking: str, remedy: str) -> SheetText:
    """The sheet that is wanted, else the only one with rows; `asking` and `remedy` are words of the refusals."""
    import python_calamine

    try:
        workbook = _open(request)
        name = _choose_sheet(workbook, request.name, wanted, asking, remedy)
        return SheetText(name, *_write_text(workbook.get_sheet_by_name(name), request))
    except python_calamine.CalamineError as error:  # a part that is no whole XML shows when it is read
        raise _not_whole(request) from error


def _open(request: Request) -> CalamineWorkbook:
    import python_calamine

    try:
        _read_through(request.path)
        return python_calamine.load_workbook(request.path)
    except (*_DAMAGED, python_calamine.CalamineError) as error:
        raise _not_whole(request) from error


def _read_through(path: Path) -> None:
    """Raise what a damaged archive, or a part of it that is no whole XML, raises.

    The reader of workbooks passes over damage inside a sheet, and then rows are lost.
    """
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as part:
                if name.endswith((".xml", ".rels")):
                    expat.ParserCreate().ParseFile(part)
                while part.read(_CHUNK):
                    pass


def _not_whole(request: Request) -> InputRefused:
    return InputRefused(
        f"{request.name}: the file is not a whole XLSX workbook; open it in Excel and save it as .xlsx or CSV."
    )


def _choose_sheet(workbook: CalamineWorkbook, file: str, wanted: str | None, asking: str, remedy: str) -> str:
    names = list(workbook.sheet_names)
    if wanted is not None:
        if wanted not in names:
            raise UsageError(f"{file}: {asking} {wanted!r}; the workbook has {', '.join(map(repr, names))}.")
        return wanted
    filled = [name for name in names if workbook.get_sheet_by_name(name).total_height]
    if not filled:
        raise InputRefused(f"{file}: the workbook is empty; give a sheet with a header and claim lines.")
    if len(filled) > 1:
        raise InputRefused(
            f"{file}: the workbook has {len(filled)} sheets with rows ({', '.join(map(repr, filled))}); {remedy}."
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
