"""Who is a qualifying participant (QP) in which year: from 2026 on the conversion factor depends on it."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

from facetaudit.errors import InputRefused

if TYPE_CHECKING:
    import duckdb

COLUMNS = ("npi", "year", "participant")
ACCEPTED = {
    "npi": re.compile(r"\d{10}"),
    "year": re.compile(r"20\d{2}"),
    "participant": re.compile(r"qp|non_qp"),
}

_CREATE = "create or replace temp table fee_participant (npi varchar, year integer, participant varchar)"


def load_participants(con: duckdb.DuckDBPyConnection, path: Path | str | None) -> None:
    """Make `fee_participant` (npi, year, participant) from a CSV file with these columns, empty without a file.

    A provider and year that the file does not name is priced as non-QP, which the amount's assumption says. Raises
    InputRefused with row and column for what is not accepted, and for a provider named twice.
    """
    con.execute(_CREATE)
    if path is None:
        return
    source = Path(path)
    try:
        reader = csv.reader(source.read_bytes().decode("utf-8-sig").splitlines(), strict=True)
        header = [name.strip().lower() for name in next(reader, [])]
        rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except OSError as error:
        raise InputRefused(f"{source}: cannot be read ({error.strerror}); give a CSV file of participants.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputRefused(f"{source}: is not CSV text in UTF-8; save it as such.") from error
    if sorted(header) != sorted(COLUMNS):
        raise InputRefused(f"{source}: the columns must be {', '.join(COLUMNS)}; mend the first row.")
    places = [header.index(name) for name in COLUMNS]
    seen: set[tuple[str, str]] = set()
    accepted = [_checked(source, number, cells, places, seen) for number, cells in rows]
    if accepted:
        con.executemany("insert into fee_participant values (?, ?, ?)", accepted)


def _checked(
    source: Path, number: int, cells: list[str], places: list[int], seen: set[tuple[str, str]]
) -> tuple[str, str, str]:
    if len(cells) != len(COLUMNS):
        raise InputRefused(f"{source}, row {number}: {len(COLUMNS)} cells are expected, {len(cells)} found; mend it.")
    npi, year, participant = (cells[place].strip().lower() for place in places)
    for name, text in zip(COLUMNS, (npi, year, participant), strict=True):
        if not ACCEPTED[name].fullmatch(text):
            raise InputRefused(
                f"{source}, row {number}, column {name}: not accepted; give an NPI of ten digits, a year such as 2026, "
                "and qp or non_qp."
            )
    if (npi, year) in seen:
        raise InputRefused(f"{source}, row {number}: this NPI is named twice for {year}; keep one row.")
    seen.add((npi, year))
    return npi, year, participant
