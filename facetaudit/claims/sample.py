"""The first rows of a delimited file or a workbook whose columns are not known yet.

The rows stand in the table `map_sample`, every cell as text, its columns `c0`, `c1`, ... in the order of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from facetaudit.claims import reading
from facetaudit.claims.formats import AUTO, delimited, recognise, xlsx
from facetaudit.claims.formats.request import Request
from facetaudit.claims.inputs import list_inputs
from facetaudit.claims.source import set_variables
from facetaudit.claims.textfile import TextFile, open_text
from facetaudit.errors import InputRefused, UsageError

SAMPLE_ROWS = 50_000
"""How many rows are looked at: enough for every day of a month in an export that is sorted by date."""

TABLE = "map_sample"
_MAKE = "create or replace temp table map_sample as select * from map_rows"
_COUNT = "select count(*) from map_sample"
DROP = "drop table if exists map_sample; drop view if exists map_rows"


@dataclass(frozen=True)
class Sample:
    """What was taken: `header` as the file has it, `rows` looked at, `whole` when that is every row.

    `unsplit` of the rows could not be split into cells and are not in `map_sample`.  `sheet` is that of a workbook, and
    `sheet_asked` tells that the user named it.
    """

    path: Path
    name: str
    why: str
    header: tuple[str, ...]
    rows: int
    unsplit: int
    whole: bool
    sheet: str | None
    sheet_asked: bool
    notes: tuple[str, ...]


def take_sample(con: duckdb.DuckDBPyConnection, path: Path, workdir: Path, sheet: str | None) -> Sample:
    """Make `map_sample` from the file at `path` (which may be packed); copies go to `workdir`.

    Raises UsageError for a sheet that there is not, InputRefused for a file that is no table with a header, or is in a
    format that needs no mapping.
    """
    con.execute("set preserve_insertion_order = true")
    files, _ = list_inputs([path], workdir, AUTO, skip_bad=False)
    if len(files) > 1:
        raise UsageError(f"{path.name}: map looks at one file and this holds {len(files)}; name one of them.")
    request = Request(con, files[0].path, files[0].name, workdir, None, AUTO)
    module, why = recognise(request)
    if module is xlsx:
        made = xlsx.read_sheet(request, sheet, "--sheet asks for", "name one with --sheet")
        text, name = TextFile(made.path, (), ()), made.sheet
    elif module is delimited:
        if sheet is not None:
            raise UsageError(f"{request.name}: --sheet is for workbooks, and this file is {why}; leave it out.")
        text, name = open_text(request.path, request.name, workdir, None), None
    else:
        raise InputRefused(
            f"{request.name}: map looks at delimited text and workbooks, and this file has {why}; "
            "run facetaudit check on it."
        )
    header = delimited.read_header(text.path, request.name, None)
    delimited.refuse_data(header.cells, request.name)
    delimited.refuse_repeated(header.cells, request.name)
    rows, unsplit = _take_rows(con, text, header, request.name)
    return Sample(
        path=request.path,
        name=request.name,
        why=f"workbook, sheet {name!r}" if name else f"{why}, separated by {delimited.word_for(header.separator)}",
        header=header.cells,
        rows=rows + unsplit,
        unsplit=unsplit,
        whole=rows < SAMPLE_ROWS,
        sheet=name,
        sheet_asked=sheet is not None,
        notes=text.notes,
    )


def _take_rows(
    con: duckdb.DuckDBPyConnection, text: TextFile, header: delimited.Header, name: str
) -> tuple[int, int]:
    """Rows in `map_sample`, and rows before the last of them that cannot be split."""
    set_variables(con, delimited.csv_variables(text.path, len(header.cells), header.separator, '"', header.row - 1))
    try:
        con.sql(delimited.READ).limit(SAMPLE_ROWS).create_view("map_rows", replace=True)
        con.execute(_MAKE)
    except duckdb.Error as error:
        raise InputRefused(
            f"{name}: the file cannot be read as a table; it is damaged or was cut short."
        ) from error
    broken = con.execute(reading.BROKEN_QUOTE).fetchall()
    if broken:
        raise InputRefused(
            f"{name}: a quotation mark opened in row {broken[0][0]} is never closed, so the rows after it "
            "cannot be told apart; mend that row."
        )
    rows = int(con.execute(_COUNT).fetchall()[0][0])
    unsplit = int(con.execute(_UNSPLIT, [rows]).fetchall()[0][0])
    con.execute(reading.DROP_SPLITTING)
    if not rows:
        raise InputRefused(f"{name}: there is a header and no rows; give a file with claim lines.")
    return rows, unsplit


# DuckDB reads on beyond the last row that is wanted.
_UNSPLIT = "select count(distinct line) from intake_reject_errors where line <= $1 + 1"
