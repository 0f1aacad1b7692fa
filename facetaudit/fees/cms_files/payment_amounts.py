"""CMS's own payment amounts by locality (PFALL, PFREV): what the tables are compared with."""

from __future__ import annotations

from facetaudit.fees.cms_files.contents import Sheet
from facetaudit.fees.cms_files.model import Amounts, Context, Kind, Rows, number, padded_code, refuse

_CELLS = 16
_TRAILER = "TRL"


def _header(sheet: Sheet) -> int | None:
    """Place -1: these files have no header; their first row is a year, a MAC, a locality and a code."""
    if not sheet.head:
        return None
    row = sheet.head[0]
    is_one = len(row) == _CELLS and row[0].isdigit() and len(row[0]) == 4 and row[1].isdigit() and row[2].isdigit()
    return -1 if is_one else None


def _read(sheet: Sheet, header: int, context: Context) -> Amounts:
    rows: Rows = []
    ended = False
    for place, row in enumerate(sheet.rows()):
        if not any(row):
            continue
        if row[0].startswith(_TRAILER):
            ended = True
            continue
        if ended or len(row) != _CELLS or not all(cell.isascii() and cell.isdigit() for cell in row[:3]):
            raise refuse(sheet, f"is no row of {_CELLS} cells that begins with year, MAC and locality.", place)
        amounts = (number(sheet, place, cell, 2) for cell in row[5:7])
        locality = f"{row[1].zfill(5)}-{row[2].zfill(2)}"
        rows.append((row[0], locality, padded_code(sheet, place, row[3]), row[4].upper(), *amounts))
    if not ended:
        raise refuse(sheet, "ends without its TRL rows: it is cut off, download it again.")
    if not rows:
        raise refuse(sheet, "has no amounts; download it again.")
    return Amounts("payment amounts", rows)


KINDS = (Kind("payment amounts", _header, _read),)
