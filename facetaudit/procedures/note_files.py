"""Note files of the three formats, read as text into the TEMP table `note_text`.

The format is known by the content: Parquet, XLSX, else delimited text with a header line. Text may be UTF-8 with or
without byte-order mark, UTF-16 with one, or Windows-1252; separators are comma, semicolon, tab or `|`.

Delimited text goes through Python's csv module, one pass, because a note file is small beside the claims and must be
read strictly: a quote that is never closed or a row of another length is an error with its row, never a guess.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import difflib
import operator
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from facetaudit.errors import InputRefused
from facetaudit.procedures.schema import NOTE_COLUMN_NAMES

_CREATE_NOTE_TEXT = """
create or replace temp table note_text (
    row_number bigint, cells varchar, claim_id varchar, patient_id varchar, service_date varchar,
    rendering_npi varchar, injection_type varchar, joints varchar, nerves varchar, side varchar, guidance varchar,
    technique varchar, injectate varchar, relief_percent varchar, conservative_care_weeks varchar, sedation varchar
)
"""

_READ_PASSED_ON = """
insert into note_text
select * from read_csv(
    $path,
    auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n',
    max_line_size = 16777216,
    columns = {
        'row_number': 'BIGINT', 'cells': 'VARCHAR', 'claim_id': 'VARCHAR', 'patient_id': 'VARCHAR',
        'service_date': 'VARCHAR', 'rendering_npi': 'VARCHAR', 'injection_type': 'VARCHAR', 'joints': 'VARCHAR',
        'nerves': 'VARCHAR', 'side': 'VARCHAR', 'guidance': 'VARCHAR', 'technique': 'VARCHAR',
        'injectate': 'VARCHAR', 'relief_percent': 'VARCHAR', 'conservative_care_weeks': 'VARCHAR',
        'sedation': 'VARCHAR'
    }
)
"""

_SEPARATORS = ",;\t|"
_IDENTIFIERS = ("claim_id", "patient_id", "rendering_npi")

_KEY_WORDS = {
    "account", "beneficiary", "case", "claim", "control", "date", "dos", "dt", "encounter", "id", "key", "member",
    "nbr", "no", "num", "number", "of", "patient", "procedure", "pt", "service", "subject", "visit",
}  # fmt: skip
"""Words of headers that a key column may have had."""

Row = tuple[int, Sequence[str]]
"""A row's number in its file (the header is row 1) and its cells."""


@dataclass(frozen=True)
class Header:
    """The header of a note file: the place of each known column, the other headers, and the number of cells."""

    places: dict[str, int]
    ignored: tuple[str, ...]
    width: int

    @property
    def has_key(self) -> bool:
        """Whether a note of the file can be matched to a claim."""
        return "claim_id" in self.places or {"patient_id", "service_date"} <= self.places.keys()


def read_note_file(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, ...]:
    """Make the TEMP table `note_text` from a note file and return the headers that are no column of a note.

    `note_text` has `row_number`, `cells` (`more` or `fewer` where a row has not the header's number of cells) and every
    note column as text, null where the file has no such column. Raises InputRefused for a file that cannot be read as
    a whole: missing, empty, not one of the formats, damaged, without a key, or with a column twice.
    """
    start = _start(path)
    con.execute(_CREATE_NOTE_TEXT)
    if start.startswith(b"PAR1"):
        return _read_parquet(con, path)
    header, rows = _xlsx_rows(path) if start.startswith(b"PK\x03\x04") else _text_rows(path)
    with tempfile.TemporaryDirectory(prefix="facetaudit-") as folder:
        passed_on = Path(folder, "notes.csv")
        with passed_on.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(_known_cells(header, rows))
        con.execute(_READ_PASSED_ON, {"path": str(passed_on)})
    return header.ignored


def _start(path: Path) -> bytes:
    """Return the first bytes of a file, or refuse what is none or holds nothing."""
    if path.is_dir():
        raise InputRefused(f"{path.name} is a folder; give one CSV, XLSX or Parquet file of procedure notes.")
    if not path.exists():
        raise InputRefused(f"{path} does not exist; give a CSV, XLSX or Parquet file of procedure notes.")
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise InputRefused(f"{path.name} cannot be opened ({error.strerror}); check its permissions.") from error
    if not start:
        raise InputRefused(f"{path.name} is empty; a note file needs a header line and one row per procedure note.")
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputRefused(f"{path.name} is an old Excel workbook or is locked by a password; save it as XLSX or CSV.")
    return start


def _read_header(path: Path, names: Sequence[str]) -> Header:
    """Return the header of a file, which is refused where a column is there twice."""
    known = [re.sub(r"[\s_-]+", "_", name.strip().strip("\ufeff").lower()) for name in names]
    for column in NOTE_COLUMN_NAMES:
        if known.count(column) > 1:
            raise InputRefused(f"{path.name} has the column {column} twice; keep one of them.")
    return Header(
        places={name: place for place, name in enumerate(known) if name in NOTE_COLUMN_NAMES},
        ignored=tuple(name for name, plain in zip(names, known, strict=True) if plain not in (*NOTE_COLUMN_NAMES, "")),
        width=len(names),
    )


def _with_key(path: Path, header: Header) -> Header:
    if not header.has_key:
        nearest = _nearest_header(header)
        hint = f"; the nearest header is `{nearest}`" if nearest else ""
        raise InputRefused(
            f"{path.name} has neither a column claim_id nor the columns patient_id and service_date{hint}; "
            "name the key columns so."
        )
    return header


def _nearest_header(header: Header) -> str | None:
    """Return the unknown header most like a missing key column.

    A file without a header has patients' values in its first row: only a header of usual words, or one that is very
    much like a key column and has no digit, is ever shown.
    """
    missing = [column for column in ("claim_id", "patient_id", "service_date") if column not in header.places]
    best, nearest = 0.4, None
    for name in header.ignored:
        words = re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower())
        usual = bool(words) and _KEY_WORDS.issuperset(words)
        for column in missing:
            likeness = max(
                difflib.SequenceMatcher(None, "_".join(form), column).ratio()
                for form in (words, sorted(words, reverse=True))
            )
            if likeness > best and not re.search(r"\d", name) and (usual or likeness >= 0.75):
                best, nearest = likeness, name.strip()
    return nearest


def _known_cells(header: Header, rows: Iterable[Row]) -> Iterator[tuple[str | int, ...]]:
    """Yield each row that is not blank as its number, its fault in length if any, and the cells of the note columns."""
    width = header.width
    # A column that the file lacks takes the blank cell that is put after the row's own.
    note_cells = operator.itemgetter(*(header.places.get(name, width) for name in NOTE_COLUMN_NAMES))
    for number, cells in rows:
        if len(cells) == width and cells[0]:
            yield number, "", *note_cells([*cells, ""])
        elif any(cell.strip() for cell in cells):
            surplus = any(cell.strip() for cell in cells[width:])
            fault = "more" if surplus else "fewer" if len(cells) < width else ""
            yield number, fault, *note_cells([*cells[:width], *[""] * (width + 1 - len(cells[:width]))])


def _encoding(path: Path) -> str:
    """Return the encoding of a text file; refuse a file that is no text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        while chunk := file.read(1 << 20):
            if b"\0" in chunk:
                raise InputRefused(f"{path.name} is not text, XLSX or Parquet; export the notes in one of these.")
            if encoding == "utf-8-sig":
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    encoding = "cp1252"
    return encoding


def _text_rows(path: Path) -> tuple[Header, Iterator[Row]]:
    """Return the header of a delimited text file and its rows, read strictly.

    The separator is the one that finds the most note columns in the header, else the most cells.
    """
    encoding = _encoding(path)
    headers = [(_read_header(path, _first_cells(path, encoding, separator)), separator) for separator in _SEPARATORS]
    header, separator = max(headers, key=lambda found: (len(found[0].places), found[0].width))
    records = _csv_records(path, encoding, separator)
    _with_key(path, header)
    next(records, None)
    return header, records


def _first_cells(path: Path, encoding: str, separator: str) -> list[str]:
    """Return the cells of the first line, as lenient as trying the wrong separator needs."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        try:
            return next(csv.reader(file, delimiter=separator), [])
        except csv.Error:
            return []


def _csv_records(path: Path, encoding: str, separator: str) -> Iterator[Row]:
    """Yield the records of a delimited file. A byte without a character becomes U+FFFD, which no joint text holds."""
    number = 0
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        try:
            for number, cells in enumerate(csv.reader(file, delimiter=separator, strict=True), start=1):
                yield number, cells
        except csv.Error as error:
            raise InputRefused(
                f"{path.name} cannot be read after row {number}: a quoted cell is not closed, is followed by more "
                "text, or is too long; put each cell that holds a separator in one pair of double quotes."
            ) from error


def _xlsx_rows(path: Path) -> tuple[Header, Iterator[Row]]:
    """Return the header and rows of the one sheet of a workbook that has a key column."""
    from python_calamine import CalamineError, CalamineWorkbook  # only workbooks need it

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheets = [workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise InputRefused(f"{path.name} is not a readable XLSX workbook; save it again, or as CSV.") from error
    found: list[tuple[int, Header, Iterator[Row]]] = []
    without_key: Header | None = None
    for place, sheet in enumerate(sheets, start=1):
        rows = ((number, [_cell_text(cell) for cell in cells]) for number, cells in enumerate(sheet, start=1))
        named = next((row for row in rows if any(row[1])), None)
        header = _read_header(path, named[1]) if named else Header({}, (), 0)
        if header.has_key:
            found.append((place, header, rows))
        elif without_key is None or (header.ignored and not _nearest_header(without_key)):
            without_key = header
    if not found:
        _with_key(path, without_key or Header({}, (), 0))
    if len(found) > 1:
        places = " and ".join(str(place) for place, _, _ in found)
        raise InputRefused(f"{path.name} has note columns on sheets {places}; keep one sheet, or save it as CSV.")
    return found[0][1], found[0][2]


def _cell_text(cell: object) -> str:
    """Return a workbook cell as the text that a CSV file would have: whole numbers without `.0`, dates as ISO."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _read_parquet(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, ...]:
    """Fill `note_text` from a Parquet file; row numbers count its rows as a spreadsheet with a header would."""
    try:
        relation = con.read_parquet(str(path), file_row_number=True)
        names = [name for name in relation.columns if name != "file_row_number"]
        header = _with_key(path, _read_header(path, names))
        columns = [
            _parquet_text(names[header.places[name]], str(relation.types[header.places[name]]), name)
            if name in header.places
            else duckdb.ConstantExpression(None).cast("VARCHAR")
            for name in NOTE_COLUMN_NAMES
        ]
        row_number = duckdb.ColumnExpression("file_row_number") + duckdb.ConstantExpression(2)
        cells = duckdb.ConstantExpression(None).cast("VARCHAR")
        relation.select(row_number, cells, *columns).insert_into("note_text")
    except duckdb.Error as error:
        raise InputRefused(f"{path.name} is no readable Parquet file; write it again if it is cut short.") from error
    return header.ignored


def _parquet_text(name: str, sql_type: str, column: str) -> duckdb.Expression:
    """Return the column as text; an identifier that was stored as a floating number loses its `.0`."""
    text = duckdb.ColumnExpression(name).cast("VARCHAR")
    if column in _IDENTIFIERS and sql_type in ("DOUBLE", "FLOAT"):
        ending, nothing = duckdb.ConstantExpression(r"\.0$"), duckdb.ConstantExpression("")
        return duckdb.FunctionExpression("regexp_replace", text, ending, nothing)
    return text
