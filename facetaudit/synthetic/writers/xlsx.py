"""XLSX: one sheet `claims`, texts as texts (leading zeros kept), dates as dates, amounts as numbers.

The sheet is put together by columns, not by cells, so a million lines take seconds. The parts of the file are stored
without compression and carry no time of making, so equal lines give equal bytes on every machine.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from facetaudit.errors import UsageError
from facetaudit.synthetic.writers.base import ClaimWriter
from facetaudit.synthetic.writers.delimited import joined_bytes

SHEET_ROWS = 1_048_576
"""Rows of an Excel sheet, the header among them."""
_SLICE = 20_000
"""Lines put together at a time; a line takes about a kilobyte."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_EXCEL_DAY_OF_1970 = 25_569
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<sheets><sheet name="claims" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}">'
        f'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        f'<fills count="2"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        f'<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        f'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}


class XlsxWriter(ClaimWriter):
    """The canonical columns as a sheet with a header row."""

    file_name = "claims.xlsx"

    def __init__(self, folder: Path) -> None:
        self._zip = zipfile.ZipFile(folder / self.file_name, "w", zipfile.ZIP_STORED)
        for name, text in _PARTS.items():
            self._zip.writestr(_entry(name), _XML + text)
        self._sheet: IO[bytes] = self._zip.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        self._sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
        self._rows = 0

    def write(self, lines: pa.Table) -> None:
        """Append lines. Raises UsageError when they do not fit on a sheet."""
        if not self._rows:
            header = pa.table({name: pa.array([name]) for name in lines.column_names})
            self._append(header)
        if self._rows + lines.num_rows > SHEET_ROWS:
            raise UsageError(
                f"--output-format xlsx holds {SHEET_ROWS - 1:,} claim lines at most and this extract has more:"
                " ask for fewer claims, or for csv or parquet."
            )
        for start in range(0, lines.num_rows, _SLICE):
            self._append(lines.slice(start, _SLICE))

    def _append(self, lines: pa.Table) -> None:
        numbers = pa.array(np.arange(self._rows + 1, self._rows + lines.num_rows + 1)).cast(pa.string())
        columns = [column.combine_chunks() for column in lines.columns]
        cells = [_cells(column, _letters(place), numbers) for place, column in enumerate(columns)]
        row = pc.binary_join_element_wise('<row r="', numbers, '">', *cells, "</row>", "")
        self._sheet.write(joined_bytes(row))
        self._rows += lines.num_rows

    def close(self) -> None:
        """Finish the sheet and the file."""
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()
        self._zip.close()


def _cells(column: pa.Array, letters: str, numbers: pa.Array) -> pa.Array:
    """One column's cells as XML; nothing where a value is missing."""
    if pa.types.is_string(column.type):
        kind, opening, closing = ' t="inlineStr">', "<is><t>", "</t></is></c>"
        for plain, escaped in (("&", "&amp;"), ("<", "&lt;")):
            column = pc.replace_substring(column, plain, escaped)
    elif pa.types.is_date(column.type):
        kind, opening, closing = ' s="1">', "<v>", "</v></c>"
        column = pc.add(column.cast(pa.int32()), _EXCEL_DAY_OF_1970)
    else:
        kind, opening, closing = ">", "<v>", "</v></c>"
    text = column.cast(pa.string())
    start = pc.binary_join_element_wise(f'<c r="{letters}', numbers, f'"{kind}{opening}', "")
    return pc.coalesce(pc.binary_join_element_wise(start, text, closing, ""), "")


def _letters(place: int) -> str:
    """Column letters: 0 is A, 25 is Z, 26 is AA."""
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.external_attr = 0o600 << 16
    entry.create_system = 3
    return entry
