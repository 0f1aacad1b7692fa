"""Input that cannot be read is refused in one sentence, and nothing is left behind."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest

from facetaudit.claims.intake import load
from facetaudit.errors import FacetauditError, InputRefused, UsageError
from tests.claims.containers import unzipped, zipped
from tests.claims.drawn import KEEP_CODES, STANDING, Loader, as_csv

Write = Callable[[str, str | bytes], Path]
HEADER = "claim_id,patient_id,service_date,hcpcs,allowed_amount\n"
ROW = "C1,P1,2024-03-01,64493,12.50\n"


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("scratch")))


def refused(
    con: duckdb.DuckDBPyConnection, path: Path, kind: type[FacetauditError] = InputRefused, **options: object
) -> str:
    """The sentence of the refusal; fails unless the connection and the temporary folder are as before."""
    with pytest.raises(kind) as caught:
        load(con, path, keep_codes=KEEP_CODES, **options)  # type: ignore[arg-type]
    assert con.execute("select table_name from duckdb_tables()").fetchall() == []
    assert con.execute("select view_name from duckdb_views() where not internal").fetchall() == []
    assert con.execute("select name from duckdb_variables()").fetchall() == []
    assert os.listdir(tempfile.gettempdir()) == []
    message = str(caught.value)
    assert message.startswith(path.name)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_missing_file(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert "no such file" in refused(con, tmp_path / "claims.csv")


def test_folder(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert "the folder holds no file" in refused(con, tmp_path)


@pytest.mark.parametrize("content", ["", "\n\n  \n", "\ufeff"])
def test_empty_file(con: duckdb.DuckDBPyConnection, write: Write, content: str) -> None:
    assert "the file is empty" in refused(con, write("claims.csv", content))


def test_header_only(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    assert "a header and no rows" in refused(con, write("claims.csv", HEADER))


@pytest.mark.parametrize("row", [ROW, "C1,1,P1,2025-01-02,64493,RT,1,10,8\n"])
def test_no_header_and_no_cell_of_it_repeated(con: duckdb.DuckDBPyConnection, write: Write, row: str) -> None:
    message = refused(con, write("claims.csv", row + row))
    assert "the first row looks like data" in message
    assert "P1" not in message
    assert "C1" not in message


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_usual_separators_are_found(loader: Loader, write: Write, separator: str) -> None:
    loader.files(write("claims.csv", (HEADER + ROW).replace(",", separator)))
    assert loader.line("claim_id, hcpcs") == ("C1", "64493")


def test_other_separator(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    message = refused(con, write("claims.csv", (HEADER + ROW).replace(",", "^")))
    assert "no separator is found in the first row" in message


def test_wrong_separator_in_the_mapping(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    mapping = write("m.toml", 'separator = ";"\n[columns]\nclaim_id = "claim_id"\n')
    message = refused(con, write("claims.csv", HEADER + ROW), mapping=mapping)
    assert "looks separated by comma" in message


def test_required_column_missing_names_the_nearest_header(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    message = refused(con, write("claims.csv", (HEADER + ROW).replace("patient_id", "patent_ident")))
    assert "the header lacks patient_id (nearest header: 'patent_ident')" in message


@pytest.mark.parametrize("again", ["hcpcs", "HCPCS"])
def test_repeated_header(con: duckdb.DuckDBPyConnection, write: Write, again: str) -> None:
    message = refused(con, write("claims.csv", HEADER.replace("allowed_amount", again) + ROW))
    assert "stands in columns 4 and 5" in message


def test_every_row_rejected_names_the_commonest_reason(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    rows = "C1,P1,03/01/2024,64493,1\n" * 3 + "C1,,2024-03-01,64493,1\n"
    message = refused(con, write("claims.csv", HEADER + rows))
    assert "every row is rejected, most often because of service_date (not a date in the accepted format)" in message


def test_only_unmatched_reversals(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    with pytest.raises(InputRefused, match=r"every row of the input is rejected.*unmatched-reversal"):
        load(con, write("claims.csv", HEADER + ROW.replace("12.50", "-12.50")), keep_codes=KEEP_CODES)
    assert con.execute("select table_name from duckdb_tables()").fetchall() == []


def test_unclosed_quotation_mark(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    message = refused(con, write("claims.csv", HEADER + ROW + '"C2,P1,2024-03-01,64493,1\n' + ROW * 5))
    assert "a quotation mark opened in row 3 is never closed" in message


def test_unclosed_quotation_mark_in_a_large_file(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    content = HEADER + ROW * 1000 + 'C2,"P1,2024-03-01,64493,1\n' + ROW * 200_000
    assert "is never closed" in refused(con, write("claims.csv", content))


def test_rows_that_cannot_be_split_are_rejected_with_their_row(loader: Loader, write: Write) -> None:
    content = HEADER + ROW + "C2,P1\n" + ROW + "C3,P1,2024-03-01,64493,1,2,3\n" + '"C"4,P1,2024-03-01,64493,1\n' + ROW
    report = loader.files(write("claims.csv", content))
    assert loader.rejected() == [
        (3, None, "too few cells in the row"),
        (5, None, "too many cells in the row"),
        (6, None, "a quotation mark inside a quoted cell is not doubled"),
    ]
    assert loader.lines("row_number") == [(2,), (4,), (7,)]
    assert (report.total.read, report.total.rejected) == (6, 3)


def test_blank_lines_are_no_rows_but_count_in_row_numbers(loader: Loader, write: Write) -> None:
    content = "\n\n" + HEADER + ROW + "\n" + ROW + "\n\n" + "C1,,2024-03-01,64493,1\n" + ROW + "\n"
    report = loader.files(write("claims.csv", content))
    assert loader.lines("row_number") == [(4,), (6,), (10,)]
    assert loader.rejected() == [(9, "patient_id", "blank")]
    assert report.total.read == 4


def test_excel_separator_line(loader: Loader, write: Write) -> None:
    loader.files(write("claims.csv", "sep=;\n" + (HEADER + ROW).replace(",", ";")))
    assert loader.line("claim_id, row_number") == ("C1", 3)


LATIN = HEADER.replace("allowed_amount", "Note") + "C1,P1,2024-03-01,64493,caf\xe9 \x93\n"


def test_latin_1_is_read_with_a_note(loader: Loader, write: Write) -> None:
    report = loader.files(write("claims.csv", LATIN.encode("latin-1")))
    assert loader.line("Note") == ("caf\u00e9 \u201c",)
    assert report.files[0].notes == ("the text is not UTF-8 and was read as Windows-1252 (latin-1)",)


def test_latin_1_deep_in_a_large_file(loader: Loader, write: Write) -> None:
    head = LATIN.splitlines(keepends=True)[0]
    rows = "".join(f"C{n},Q{n},2024-03-01,99213,plain {n}\n" for n in range(150_000))
    report = loader.files(write("claims.csv", (head + rows + LATIN.split("\n", 1)[1]).encode("latin-1")))
    assert loader.line("Note, row_number") == ("caf\u00e9 \u201c", 150_002)
    assert report.files[0].notes


def test_a_byte_that_windows_1252_leaves_open(loader: Loader, write: Write) -> None:
    loader.files(write("claims.csv", LATIN.encode("latin-1").replace(b"\xe9", b"\x81")))
    assert loader.line("Note") == ("caf\x81 \u201c",)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_marked_encodings(loader: Loader, write: Write, encoding: str) -> None:
    content = HEADER.replace("allowed_amount", "Note") + "C1,P1,2024-03-01,64493,caf\u00e9\n"
    loader.files(write("claims.csv", content.encode(encoding)))
    assert loader.line("claim_id, Note, row_number") == ("C1", "caf\u00e9", 2)


def test_utf_16_big_endian(loader: Loader, write: Write) -> None:
    loader.files(write("claims.csv", b"\xfe\xff" + (HEADER + ROW).encode("utf-16-be")))
    assert loader.line("claim_id") == ("C1",)


def test_declared_encoding_that_is_wrong(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    columns = "\n".join(f'{name} = "{name}"' for name in ("claim_id", "patient_id", "service_date", "hcpcs"))
    mapping = write("m.toml", f'encoding = "utf-8"\n[columns]\n{columns}\n')
    assert "is not utf-8" in refused(con, write("claims.csv", LATIN.encode("latin-1")), mapping=mapping)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends(loader: Loader, write: Write, ending: str) -> None:
    loader.files(write("claims.csv", (HEADER + ROW + ROW).replace("\n", ending)))
    assert loader.lines("row_number, allowed_amount") == [(2, 12.5), (3, 12.5)]


def test_mixed_line_ends(loader: Loader, write: Write) -> None:
    loader.files(write("claims.csv", HEADER + ROW.replace("\n", "\r\n") + ROW + ROW.replace("\n", "\r\n")))
    assert loader.lines("row_number") == [(2,), (3,), (4,)]


def test_line_feeds_inside_quotation_marks(loader: Loader, write: Write) -> None:
    content = HEADER + 'C1,P1,2024-03-01,64493,"\n12.50\n"\n' + '"C\r\n2",P1,2024-03-01,64493,1\n' + ROW
    loader.files(write("claims.csv", content))
    assert loader.lines("row_number, allowed_amount") == [(2, 12.5), (3, 1), (4, 12.5)]


def test_quoted_header_with_a_line_feed(loader: Loader, write: Write) -> None:
    loader.files(write("claims.csv", HEADER.replace("allowed_amount", '"Note\nhere"') + ROW))
    assert loader.line("row_number, claim_id") == (2, "C1")


def test_mixed_date_formats_reject_the_rows_that_are_not_declared(loader: Loader, write: Write) -> None:
    rows = "C1,P1,2024-03-01,64493,1\nC2,P1,03/01/2024,64493,1\nC3,P1,01.03.2024,64493,1\n"
    loader.files(write("claims.csv", HEADER + rows))
    assert [row for row, _, _ in loader.rejected()] == [3, 4]


def test_binary_rubbish(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    noise = random.Random(3).randbytes(5000)
    assert "binary" in refused(con, write("claims.csv", noise))


def test_null_bytes_deep_in_the_text(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    content = (HEADER + ROW * 100_000).encode() + b"C1,P\0,2024-03-01,64493,1\n"
    assert "holds null bytes" in refused(con, write("claims.csv", content))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("claims.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Excel workbook"),
        ("claims.csv.gz", b"\x1f\x8b\x08\x00" + b"\0" * 60, "the archive is damaged"),
        ("claims.zip", b"PK\x03\x04" + b"\0" * 60, "the zip archive is damaged"),
        ("claims.837", b"ISA*00*          *00*", "an X12 file"),
        ("claims.json", b'{"resourceType": "Patient"}', "JSON without a FHIR ExplanationOfBenefit"),
        ("claims.xls", b"<html><table>", "an HTML or XML page"),
    ],
)
def test_other_kinds_of_file(
    con: duckdb.DuckDBPyConnection, write: Write, name: str, content: bytes, says: str
) -> None:
    assert says in refused(con, write(name, content))


def parquet(con: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    as_csv([{**STANDING, "claim_id": f"C{n}"} for n in range(5000)], folder / "claims.csv")
    con.read_csv(str(folder / "claims.csv")).write_parquet(str(folder / "claims.parquet"))
    return folder / "claims.parquet"


@pytest.mark.parametrize("keep", [6, 200, -1])
def test_truncated_parquet(con: duckdb.DuckDBPyConnection, tmp_path: Path, keep: int) -> None:
    path = parquet(con, tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    assert "not whole Parquet" in refused(con, path)


def test_parquet_with_damaged_pages(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = parquet(con, tmp_path)
    content = bytearray(path.read_bytes())
    content[4:3000] = bytes(len(content[4:3000]))
    path.write_bytes(bytes(content))
    assert "damaged" in refused(con, path)


def test_file_that_is_not_what_the_format_says(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    assert "not whole Parquet" in refused(con, write("claims.csv", HEADER + ROW), input_format="parquet")
    assert "not a whole XLSX workbook" in refused(con, write("claims.xlsx", HEADER + ROW), input_format="xlsx")


def workbook(path: Path, *sheets: str) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        if not name.startswith("empty"):
            sheet.append(HEADER.strip().split(","))
            sheet.append(ROW.strip().split(","))
    book.save(path)
    return path


def test_workbook_with_two_sheets(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    message = refused(con, workbook(tmp_path / "claims.xlsx", "Jan", "Feb"))
    assert "2 sheets with rows ('Jan', 'Feb')" in message


def test_workbook_without_rows(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert "the workbook is empty" in refused(con, workbook(tmp_path / "claims.xlsx", "empty"))


def test_workbook_cut_short(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = workbook(tmp_path / "claims.xlsx", "Jan")
    path.write_bytes(path.read_bytes()[:-30])
    assert "not a whole XLSX workbook" in refused(con, path)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"</sheetData"),
        ("xl/worksheets/sheet1.xml", b"</row>", b'<"row>'),
        ("xl/worksheets/sheet1.xml", b"</worksheet>", b"</worksheet><worksheet/>"),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
    ],
)
def test_workbook_with_a_damaged_part(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    """Its reader would pass over the damage, and over rows with it."""
    path = workbook(tmp_path / "claims.xlsx", "Jan")
    parts = unzipped(path.read_bytes())
    assert old in parts[part]
    path.write_bytes(zipped({**parts, part: parts[part].replace(old, new, 1)}))
    assert "not a whole XLSX workbook" in refused(con, path)


def test_archive_whose_list_of_members_leads_nowhere(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    content = zipped({"one.csv": (HEADER + ROW).encode(), "two.csv": (HEADER + ROW).encode()})
    with pytest.raises(InputRefused, match=r"^claims.zip/one.csv: the archive is damaged or was cut short here"):
        load(con, write("claims.zip", content[:60] + content[90:]), keep_codes=KEEP_CODES)


def test_parquet_with_a_name_that_is_no_text(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = parquet(con, tmp_path)
    path.write_bytes(path.read_bytes().replace(b"hcpcs", b"h\xff\xfecs"))
    assert "not whole Parquet" in refused(con, path)


def test_a_long_cell_is_no_name_that_a_message_repeats(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    message = refused(con, write("claims.csv", "patient P1 " * 10 + ",claims\n" + ROW))
    assert "the header lacks claim_id (nearest header: 'claims')" in message
    assert "P1" not in message


def test_sheet_that_is_not_there(con: duckdb.DuckDBPyConnection, tmp_path: Path, write: Write) -> None:
    mapping = write("m.toml", 'sheet = "March"\n[columns]\nclaim_id = "claim_id"\n')
    message = refused(con, workbook(tmp_path / "claims.xlsx", "Jan", "Feb"), UsageError, mapping=mapping)
    assert "has 'Jan', 'Feb'" in message


def test_reasons_and_messages_never_hold_a_value(con: duckdb.DuckDBPyConnection, loader: Loader, write: Write) -> None:
    secret = "SECRET9"
    rows = f"C1,{secret},{secret},64493,1\nC1,P1,2024-03-01,{secret},1\nC1,P1,2024-03-01,64493,{secret}\n"
    loader.files(write("claims.csv", HEADER + ROW + rows))
    assert secret not in str(con.execute("select * from rejected").fetchall())
    con.execute("drop table claim_line; drop table rejected; drop table source_file")
    assert secret not in refused(con, write("claims.csv", HEADER + rows))


def test_the_results_of_an_earlier_load_do_not_outlive_a_failed_one(loader: Loader, write: Write) -> None:
    loader.rows([STANDING])
    refused(loader.con, write("other.csv", HEADER))
