"""CMS's layouts as they drifted, told by content; and what is refused, each in one sentence with its reason."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from facetaudit.errors import FacetauditError, InputRefused, UsageError
from facetaudit.fees.importing import import_files
from facetaudit.fees.imports import COLUMNS, Import, stored

from . import cms_layouts as cms
from .cms_layouts import Value, csv_text

OURS = [Value("64493", "1.52", "3.64", "1.05", "0.16"), Value("Z900A", status="C", total="0.00", mult="0")]
OF_2026 = "2026 National Physician Fee Schedule Relative Value File July Release"


@pytest.fixture
def fees_dir(tmp_path: Path) -> Path:
    return tmp_path / "fees"


def put(folder: Path, content: str | bytes, name: str = "download.dat") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def imported(fees_dir: Path, *files: Path, valid_from: date | None = None) -> list[Import]:
    import_files(files, fees_dir, valid_from)
    return stored(fees_dir)


def refusal(fees_dir: Path, *files: Path, valid_from: date | None = None, kind: type = InputRefused) -> str:
    """The sentence of a refusal, which leaves nothing behind."""
    with pytest.raises(kind) as caught:
        import_files(files, fees_dir, valid_from)
    assert not fees_dir.exists() or not list(fees_dir.iterdir())
    text = str(caught.value)
    assert "\n" not in text
    assert cms.DESCRIPTOR not in text
    return text


def row_of(one: Import, table: str, *key: str) -> dict[str, str]:
    found = [row for row in one.rows(table) if tuple(row[: len(key)]) == key]
    assert len(found) == 1
    return dict(zip(COLUMNS[table], found[0], strict=True))


# layouts


@pytest.mark.parametrize(
    "content",
    [
        csv_text(cms.relative_values(OURS)),
        csv_text(cms.relative_values(OURS), end="\n"),
        csv_text(cms.relative_values(OURS), delimiter="\t"),
        b"\xef\xbb\xbf" + csv_text(cms.relative_values(OURS)).encode(),
        csv_text(cms.relative_values(OURS)).replace("copyright", "\xae copyright").encode("latin-1"),
        cms.fixed_values(OURS),
    ],
    ids=["crlf", "lf", "tabs", "byte-order mark", "latin-1", "fixed width"],
)
def test_a_relative_value_file_in_every_dress_is_the_same(content: str | bytes, fees_dir: Path, tmp_path: Path) -> None:
    (one,) = imported(fees_dir, put(tmp_path, content))
    assert (one.name, one.valid_from) == ("relative-values-2025-10-01", date(2025, 10, 1))
    assert row_of(one, "relative_values", "64493") == {
        "hcpcs": "64493", "component": "", "status": "A", "work_rvu": "1.52", "nonfacility_pe_rvu": "3.64",
        "facility_pe_rvu": "1.05", "mp_rvu": "0.16", "nonfacility_na": "", "facility_na": "", "mult_proc": "2",
        "bilat_surg": "1", "global_days": "000",
    }  # fmt: skip
    assert row_of(one, "relative_values", "Z900A")["status"] == "C"
    assert one.rows("conversion_factors") == [["all", "32.3465"]]


def test_the_factor_is_found_behind_the_column_that_2026_added(fees_dir: Path, tmp_path: Path) -> None:
    text = csv_text(cms.relative_values(OURS, "33.4009", columns=32, title=OF_2026))
    (one,) = imported(fees_dir, put(tmp_path, text))
    assert one.name == "relative-values-2026-07-01-non_qp"
    assert one.rows("conversion_factors") == [["non_qp", "33.4009"]]


def test_a_zip_with_both_factors_imports_both(fees_dir: Path, tmp_path: Path) -> None:
    members = {
        f"PPRRVU2026_Jul_{name}.csv": csv_text(cms.relative_values(OURS, factor, 32, OF_2026)).encode()
        for name, factor in (("nonQPP", "33.4009"), ("QPP", "33.5675"))
    }
    zipfile_of = cms.zipped(tmp_path / "rvu26c.zip", {**members, "RVU26C.pdf": b"%PDF"})
    report = import_files([zipfile_of], fees_dir)
    assert [one.name for one in stored(fees_dir)] == [
        "relative-values-2026-07-01-non_qp",
        "relative-values-2026-07-01-qp",
    ]
    assert report.messages == ["rvu26c.zip: RVU26C.pdf: no table, passed over."]


def test_of_one_table_in_several_dresses_a_zip_gives_the_csv(fees_dir: Path, tmp_path: Path) -> None:
    other = cms.fixed_values([Value("64493", "9.00")]).encode()
    members = {"PPRRVU2025_Oct.txt": other, "PPRRVU2025_Oct.csv": csv_text(cms.relative_values(OURS)).encode()}
    report = import_files([cms.zipped(tmp_path / "rvu25d.zip", members)], fees_dir)
    assert [one.file for one in stored(fees_dir)] == ["rvu25d.zip: PPRRVU2025_Oct.csv"]
    assert report.messages == ["rvu25d.zip: PPRRVU2025_Oct.txt: the table of PPRRVU2025_Oct.csv, passed over."]


def test_in_a_year_without_known_factors_the_name_tells_whose_it_is(fees_dir: Path, tmp_path: Path) -> None:
    text = csv_text(cms.relative_values(OURS, "34.0000", 32, OF_2026.replace("2026", "2027")))
    said = refusal(fees_dir, put(tmp_path, text, "values.csv"), kind=UsageError)
    assert "QPP or nonQPP" in said
    other = put(tmp_path, text.replace("34.0", "34.1"), "QPP.csv")
    found = imported(fees_dir, put(tmp_path, text, "x_nonQPP.csv"), other)
    assert [one.rows("conversion_factors")[0] for one in found] == [["non_qp", "34.0000"], ["qp", "34.1000"]]


def test_the_second_january_release_of_2024_holds_from_its_factor_on(fees_dir: Path, tmp_path: Path) -> None:
    title = "2024 National Physician Fee Schedule Relative Value File January Release"
    later, first = (put(tmp_path, csv_text(cms.relative_values(OURS, factor, title=title)), factor)
                    for factor in ("33.2875", "32.7442"))  # fmt: skip
    assert [one.valid_from for one in imported(fees_dir, later, first)] == [date(2024, 1, 1), date(2024, 3, 9)]


def test_a_workbook_whose_cells_are_numbers(fees_dir: Path, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [float(cell) if place > 4 and cell.replace(".", "").isdigit() else cell for place, cell in enumerate(row)]
        for row in cms.relative_values([*OURS, Value("100", global_days="10")])
    ]
    rows[-1][0] = 100.0
    report = import_files([cms.workbook(tmp_path / "values.xlsx", rows)], fees_dir)
    (one,) = stored(fees_dir)
    assert row_of(one, "relative_values", "00100")["global_days"] == "010"
    assert row_of(one, "relative_values", "64493")["work_rvu"] == "1.52"
    assert report.messages == ["values.xlsx: 1 codes got their leading zeros back."]


@pytest.mark.parametrize("with_state", [True, False])
def test_gpci_with_and_without_state(with_state: bool, fees_dir: Path, tmp_path: Path) -> None:
    rows = cms.gpci(2025, with_state)
    rows[2:] = [[row[0].lstrip("0"), *row[1:]] for row in rows[2:]]
    (one,) = imported(fees_dir, put(tmp_path, csv_text(rows)))
    assert one.name == "gpci-2025-01-01"
    assert "with the work floor" in one.source
    assert len(one.rows("gpci")) == 109
    assert row_of(one, "gpci", "03102", "00") == {
        "mac": "03102", "locality": "00", "state": "AZ", "name": "ARIZONA", "work_gpci": "1.000", "pe_gpci": "0.975",
        "mp_gpci": "0.854",
    }  # fmt: skip


def test_the_january_2026_indices_without_floor_say_so(fees_dir: Path, tmp_path: Path) -> None:
    text = csv_text(cms.gpci(2026)).replace("with 1.0 Floor", "without 1.0 Floor")
    assert "without the work floor" in imported(fees_dir, put(tmp_path, text))[0].source


def test_counties_make_a_new_locality_known(fees_dir: Path, tmp_path: Path) -> None:
    rows = cms.gpci(2026)
    rows.insert(4, ["01112", "CA", "98", "NEW", "1", "1", "1"])
    said = refusal(fees_dir, put(tmp_path, csv_text(rows), "gpci.csv"))
    assert "01112-98 is no locality" in said
    counties = put(tmp_path, csv_text(cms.counties(2026, [("01112", "98")])), "counties.csv")
    found = imported(fees_dir, tmp_path / "gpci.csv", counties)
    assert [(one.name, len(one.rows(next(iter(one.tables))))) for one in found] == [
        ("gpci-2026-01-01", 110),
        ("localities-2026", 110),
    ]


@pytest.mark.parametrize("comment_indicator", [True, False])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_surgery_center_rates(comment_indicator: bool, delimiter: str, fees_dir: Path, tmp_path: Path) -> None:
    rates = [("64493", "Y", "G2", "$1,485.51 "), ("Z900A", "N", "N1", "")]
    text = csv_text(cms.asc(rates, comment_indicator=comment_indicator), delimiter)
    (one,) = imported(fees_dir, put(tmp_path, text.encode("latin-1")))
    assert (one.name, one.valid_to) == ("asc-aa-2026-07-01", date(2026, 9, 30))
    assert one.rows("asc_rates") == [["64493", "AA", "G2", "yes", "1485.51"], ["Z900A", "AA", "N1", "no", ""]]


def test_addendum_bb_has_no_discounts(fees_dir: Path, tmp_path: Path) -> None:
    (one,) = imported(fees_dir, put(tmp_path, csv_text(cms.asc([("77003", "", "N1", "")], "BB"))))
    assert (one.name, one.rows("asc_rates")) == ("asc-bb-2026-07-01", [["77003", "BB", "N1", "no", ""]])


def test_hospital_rates(fees_dir: Path, tmp_path: Path) -> None:
    text = csv_text(cms.opps([("64493", "T", "5443", "$903.63 "), ("64494", "N", "", "")]))
    (one,) = imported(fees_dir, put(tmp_path, text))
    assert (one.name, one.valid_to) == ("opps-b-2026-01-01", date(2026, 3, 31))
    assert one.rows("opps_rates") == [["64493", "5443", "T", "903.63"], ["64494", "", "N", ""]]


def test_edits_of_a_quarter(fees_dir: Path, tmp_path: Path) -> None:
    text = csv_text(cms.mue([("64493", "2", "3"), ("0213T", "1", "2")]), end="\n").encode("latin-1")
    assert "give --valid-from" in refusal(fees_dir, put(tmp_path, text), kind=UsageError)
    named = put(tmp_path, text, "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv")
    (one,) = imported(fees_dir, named)
    assert (one.name, one.valid_to) == ("mue-2026-10-01", date(2026, 12, 31))
    assert one.rows("mue") == [["0213T", "1", "2"], ["64493", "2", "3"]]


def test_pairs_and_zip_codes_are_kept(fees_dir: Path, tmp_path: Path) -> None:
    pairs = put(tmp_path, csv_text(cms.ptp([("64493", "77003", "1")]), delimiter="\t"), "pairs.txt")
    import_files([pairs], fees_dir, date(2026, 7, 1))
    codes = put(tmp_path, cms.zip_lines([("AZ", "85001", "03102", "00"), ("AZ", "85002", "03102", "00")]), "zip.txt")
    found = {one.name: one for one in imported(fees_dir, codes)}
    assert found["ptp-2026-07-01-64493-77003"].rows("ptp") == [["64493", "77003", "20200101", "", "1"]]
    assert found["zip-codes-2025-10-01"].rows("zip_codes")[1] == ["85002", "AZ", "03102-00"]


def test_what_nothing_reads_is_told_and_not_kept(fees_dir: Path, tmp_path: Path) -> None:
    text = "Contractor,Locality,Locality Name,National Anes CF of 20.3178\r\n10112 ,00 ,ALABAMA,19.31 \r\n"
    report = import_files([put(tmp_path, text, "ANES2025.csv")], fees_dir)
    assert report.messages == ["ANES2025.csv: anesthesia conversion factors; not used here, nothing kept."]
    assert not fees_dir.exists()


# refusals


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([Value("64493", total="3.26")], "work 1.00, nonfacility PE 2.00 and MP 0.25 do not add up to the total 3.26"),
        ([Value("213T")], "'213T' is not a code of five characters (leading zeros may have been lost"),
        ([Value("1E+05")], "leading zeros may have been lost"),
        ([Value("100"), Value("00100")], "00100 is there twice"),
        ([Value("64493", status="")], "64493: '' is no status that is known"),
        ([Value("64493", bilat="7")], "64493: '7' is no bilat_surg that is known"),
        ([], "has a header and no rows"),
    ],
)
def test_damaged_values_are_refused(values: list[Value], reason: str, fees_dir: Path, tmp_path: Path) -> None:
    assert reason in refusal(fees_dir, put(tmp_path, csv_text(cms.relative_values(values))))


def _without_month(rows: list[list[str]]) -> list[list[str]]:
    rows[0][2] = "National Physician Fee Schedule Relative Value File"
    return rows


def test_other_refusals_of_values(fees_dir: Path, tmp_path: Path) -> None:
    wrong = csv_text(cms.relative_values(OURS, "32.7400", 32, OF_2026))
    assert "32.7400 is none of those of 2026-07-01 (33.4009, 33.5675)" in refusal(fees_dir, put(tmp_path, wrong))
    two = csv_text([*cms.relative_values(OURS), *cms.value_rows([Value("64490")], "33.0000")])
    assert "has 2 conversion factors" in refusal(fees_dir, put(tmp_path, two))
    cut = csv_text(cms.relative_values(OURS))[:-70]
    assert "row 7: has fewer cells" in refusal(fees_dir, put(tmp_path, cut))
    undated = csv_text(_without_month(cms.relative_values(OURS)))
    assert "give --valid-from" in refusal(fees_dir, put(tmp_path, undated), kind=UsageError)
    fixed = cms.fixed_values(OURS)
    assert "shorter than the record layout" in refusal(fees_dir, put(tmp_path, fixed[:-30]))
    assert "do not add up" in refusal(fees_dir, put(tmp_path, fixed.replace("  5.32", "  5.33")))


def test_the_day_that_the_user_gives(fees_dir: Path, tmp_path: Path) -> None:
    undated = put(tmp_path, csv_text(_without_month(cms.relative_values(OURS))))
    assert imported(fees_dir, undated, valid_from=date(2025, 4, 1))[0].name == "relative-values-2025-04-01"
    dated = put(tmp_path, csv_text(cms.relative_values(OURS)))
    with pytest.raises(UsageError, match=r"is of 2025, --valid-from is not: 2026-01-01"):
        import_files([dated], fees_dir, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rows: [*rows[:60]], "has 57 localities, CMS's file has 100 or more"),
        # the fabricated file: a locality of Tennessee that does not exist
        (lambda rows: [*rows[:3], ["10312", "TN", "00", "TENNESSEE", "1", "1", "1"], *rows[3:]], "10312-00 is no loc"),
        (lambda rows: [*rows[:3], rows[4], *rows[4:]], "is there twice"),
        (lambda rows: [*rows[:3], [*rows[3][:4], "n/a", "1", "1"], *rows[4:]], "'n/a' is not a number"),
        (lambda rows: [*rows[:3], rows[3][:5], *rows[4:]], "has fewer cells"),
        (lambda rows: [*rows[:3], [*rows[3][:4], "0", "1", "1"], *rows[4:]], "not between 0 and 10"),
    ],
)
def test_damaged_indices_are_refused(change: object, reason: str, fees_dir: Path, tmp_path: Path) -> None:
    assert callable(change)
    assert reason in refusal(fees_dir, put(tmp_path, csv_text(change(cms.gpci(2025)))))


def test_two_files_of_one_period_that_disagree(fees_dir: Path, tmp_path: Path) -> None:
    first = put(tmp_path, csv_text(cms.relative_values(OURS)), "first.csv")
    other = put(tmp_path, csv_text(cms.relative_values([Value("64493", "9.00")])), "other.csv")
    assert "other.csv: disagrees with first.csv" in refusal(fees_dir, first, other)
    import_files([first], fees_dir)
    again = import_files([first], fees_dir)
    assert (again.stored, again.messages) == ([], ["first.csv: already kept as relative-values-2025-10-01."])
    with pytest.raises(InputRefused, match=r"other\.csv: disagrees with relative-values-2025-10-01"):
        import_files([other], fees_dir)
    assert [one.file for one in stored(fees_dir)] == ["first.csv"]


def test_both_factors_of_a_release_must_have_the_same_values(fees_dir: Path, tmp_path: Path) -> None:
    files = [
        put(tmp_path, csv_text(cms.relative_values([Value("64493", work)], factor, 32, OF_2026)), f"{factor}.csv")
        for work, factor in (("1.00", "33.4009"), ("2.00", "33.5675"))
    ]
    assert "33.5675.csv: disagrees with 33.4009.csv" in refusal(fees_dir, *files)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\0\1\2" * 100, "is no text, workbook or zip"),
        (f"HCPCS,DESCRIPTION\r\n64493,{cms.DESCRIPTOR}\r\n".encode(), "is no CMS file that is known here"),
        (csv_text(cms.mue([("64493", "1", "2")], "Hospital Services")).encode(), "not those of practitioners"),
        (csv_text(cms.asc([("64493", "Y", "G2", "dear")])).encode("latin-1"), "'dear' is not a number"),
        (csv_text(cms.asc([("64493", "Y", "G2", "1.005")])).encode("latin-1"), "more than 2 decimals"),
        (csv_text(cms.opps([("64493", "T?", "5443", "1.00")])).encode(), "its status or APC is not known"),
        (cms.amounts([("03102-00", "64493", "", "170.00", "88.00")], trailer=False).encode(), "ends without its TRL"),
        (b'HCPCS,"MOD\r\n', "is no CMS file"),
        (b"PK\x03\x04 no zip", "is no sound zip file"),
    ],
)
def test_other_files_are_refused(content: bytes, reason: str, fees_dir: Path, tmp_path: Path) -> None:
    assert reason in refusal(fees_dir, put(tmp_path, content), valid_from=date(2026, 7, 1))


def test_odd_zips_are_refused(fees_dir: Path, tmp_path: Path) -> None:
    bomb = cms.zipped(tmp_path / "bomb.zip", {"PPRRVU.csv": b"0" * 3_000_000})
    assert "packed more than 200 to 1" in refusal(fees_dir, bomb)
    many = cms.zipped(tmp_path / "many.zip", {f"{place}.csv": b"x" for place in range(201)})
    assert "holds 201 files" in refusal(fees_dir, many)
    deep = cms.zipped(tmp_path / "0.zip", {"a.csv": b"x"})
    for depth in range(1, 4):
        deep = cms.zipped(tmp_path / f"{depth}.zip", {"inner.zip": deep.read_bytes()})
    assert "nested too deep" in refusal(fees_dir, deep)
    text = csv_text(cms.relative_values(OURS)).encode()
    outside = cms.zipped(tmp_path / "outside.zip", {"../../PPRRVU.csv": text})
    assert [one.file for one in imported(fees_dir, outside)] == ["outside.zip: PPRRVU.csv"]
    assert not (tmp_path.parent / "PPRRVU.csv").exists()


def test_a_locked_or_damaged_member_is_refused(fees_dir: Path, tmp_path: Path) -> None:
    whole = cms.zipped(tmp_path / "whole.zip", {"PPRRVU.csv": csv_text(cms.relative_values(OURS)).encode()})
    data = bytearray(whole.read_bytes())
    with zipfile.ZipFile(whole) as archive:
        start = archive.infolist()[0].header_offset + 60
    data[start : start + 8] = b"\xff" * 8
    assert "is no sound zip file" in refusal(fees_dir, put(tmp_path, bytes(data), "damaged.zip"))
    locked = bytearray(whole.read_bytes())
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "is locked with a password" in refusal(fees_dir, put(tmp_path, bytes(locked), "locked.zip"))


def test_one_bad_file_keeps_the_good_one_out(fees_dir: Path, tmp_path: Path) -> None:
    good = put(tmp_path, csv_text(cms.relative_values(OURS)), "good.csv")
    refusal(fees_dir, good, put(tmp_path, b"\0", "bad.csv"))
    with pytest.raises(FacetauditError, match="cannot be read"):
        import_files([tmp_path / "absent.csv"], fees_dir)
