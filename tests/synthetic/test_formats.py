"""The formats hold the same claims; refusals are one sentence and leave nothing behind."""

from __future__ import annotations

import json
import stat
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet
import pytest

from facetaudit.claims.intake import load
from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.errors import UsageError
from facetaudit.synthetic import synthesize
from facetaudit.synthetic.writers import WRITERS, xlsx
from facetaudit.synthetic.writers.rif import RIF_COLUMNS
from tests.synthetic.conftest import Row, read_rows

SAMPLE = Path(__file__).parents[2].parent / "shared" / "data" / "claims" / "rif_bfd" / "rif-synthea_carrier.csv"


def as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def csv_rows(tmp_path: Path) -> list[Row]:
    return read_rows(synthesize(600, 9, "csv", tmp_path / "csv").claims_file)


def test_parquet_holds_what_csv_holds(tmp_path: Path) -> None:
    expected = csv_rows(tmp_path)
    table = pyarrow.parquet.read_table(synthesize(600, 9, "parquet", tmp_path / "parquet").claims_file)
    assert tuple(table.column_names) == COLUMN_NAMES
    assert str(table.schema.field("allowed_amount").type) == "decimal128(12, 2)"
    assert str(table.schema.field("service_date").type) == "date32[day]"
    assert [{name: as_text(value) for name, value in row.items()} for row in table.to_pylist()] == expected


def test_xlsx_holds_what_csv_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_SLICE", 250)
    expected = csv_rows(tmp_path)
    book = openpyxl.load_workbook(synthesize(600, 9, "xlsx", tmp_path / "xlsx").claims_file)
    assert book.sheetnames == ["claims"]
    header, *rows = book["claims"].iter_rows(values_only=True)
    assert header == COLUMN_NAMES
    amounts = {"charge_amount", "allowed_amount", "paid_amount"}
    for row, wanted in zip(rows, expected, strict=True):
        for name, value in zip(header, row, strict=True):
            if name in amounts and value is not None:
                value = float(value)
            assert as_text(value) == wanted[name]
    assert isinstance(rows[0][COLUMN_NAMES.index("service_date")], datetime)


def test_rif_is_professional_medicare_with_two_slots(tmp_path: Path) -> None:
    made = synthesize(600, 9, "rif", tmp_path / "rif")
    rows = read_rows(made.claims_file, "|")
    assert tuple(rows[0]) == RIF_COLUMNS
    assert len(rows) == made.lines
    assert {row["LINE_PLACE_OF_SRVC_CD"] for row in rows} == {"11", "22", "24"}
    assert {row["LINE_PRCSG_IND_CD"] for row in rows} == {"A", "N"}
    assert {row["CARR_CLM_PMT_DNL_CD"] for row in rows} == {"0", "1"}
    assert all(len(row["PRVDR_STATE_CD"]) == 2 or not row["CARR_NUM"] for row in rows)
    for row in rows:
        day = datetime.strptime(row["LINE_1ST_EXPNS_DT"], "%d-%b-%Y").date()
        paid = datetime.strptime(row["NCH_WKLY_PROC_DT"], "%d-%b-%Y").date()
        assert date(2020, 1, 1) <= day < paid
    claims: dict[str, float] = {}
    for row in rows:
        claims[row["CLM_ID"]] = claims.get(row["CLM_ID"], 0) + float(row["LINE_NCH_PMT_AMT"])
    assert all(abs(claims[row["CLM_ID"]] - float(row["CLM_PMT_AMT"])) < 0.005 for row in rows)
    labelled = {(row["claim_id"], row["line_number"]) for row in read_rows(made.labels_file)}
    assert labelled <= {(row["CLM_ID"], row["LINE_NUM"]) for row in rows}
    assert made.scenarios["two_slots_full_diagnostic"] == 1
    assert "asc_two_lines" not in made.scenarios


def test_eob_holds_what_rif_holds(tmp_path: Path) -> None:
    wanted = loaded(synthesize(900, 9, "rif", tmp_path / "rif").claims_file)
    assert loaded(synthesize(900, 9, "eob", tmp_path / "eob").claims_file) == wanted
    assert len(wanted) > 1200


def test_eob_has_neither_missing_values_nor_empty_lists(tmp_path: Path) -> None:
    text = synthesize(300, 9, "eob", tmp_path / "eob").claims_file.read_text(encoding="utf-8")
    resources = [json.loads(line) for line in text.splitlines()]
    assert all(resource["item"] and resource["type"] for resource in resources)
    assert hollow(resources) == []


def loaded(path: Path) -> list[tuple[object, ...]]:
    """The canonical columns of every accepted line, in order."""
    with duckdb.connect() as con:
        load(con, path, keep_codes=["64493"], all_lines=True)
        names = [duckdb.ColumnExpression(name) for name in (*COLUMN_NAMES, "modifier_slots", "inactive_reason")]
        return con.table("claim_line").order("line_id").project(*names).fetchall()


def hollow(value: object, where: str = "") -> list[str]:
    """Places of a value where JSON says nothing, which FHIR leaves out."""
    if value is None or value == [] or value == {}:
        return [where]
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for name, part in inside for place in hollow(part, f"{where}/{name}")]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the CMS sample files are not on this machine")
def test_rif_has_the_header_of_the_cms_sample() -> None:
    with SAMPLE.open(encoding="utf-8") as file:
        assert tuple(file.readline().strip().split("|")) == RIF_COLUMNS


@pytest.mark.parametrize("output_format", sorted(WRITERS))
def test_files_are_for_their_owner_only(tmp_path: Path, output_format: str) -> None:
    made = synthesize(20, 1, output_format, tmp_path / "new" / "out")
    assert stat.S_IMODE(made.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.folder.iterdir()} == {0o600}
    assert sorted(made.folder.iterdir()) == sorted(
        [made.claims_file, *made.further_files, made.notes_file, made.labels_file]
    )
    assert [path.name for path in made.folder.parent.iterdir()] == ["out"]


def refused(match: str, **changed: object) -> None:
    arguments = {"claims": 10, "seed": 1, "output_format": "csv"} | changed
    with pytest.raises(UsageError, match=match) as caught:
        synthesize(**arguments)  # type: ignore[arg-type]
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_what_cannot_be_made_is_refused(tmp_path: Path) -> None:
    accepted = "cclf5, csv, eob, parquet, rif, tuva, x12-835, x12-837, x12-pair, xlsx"
    refused(f"'pdf' is not known: use one of {accepted}", output_format="pdf", out=tmp_path / "out")
    refused("--claims 0 cannot be made", claims=0, out=tmp_path / "out")
    refused("other_claims -1 cannot be made", other_claims=-1, out=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path: Path) -> None:
    folder, file = tmp_path / "mine", tmp_path / "file"
    folder.mkdir()
    (folder / "keep.txt").write_text("mine")
    file.write_text("mine")
    refused("has something in it", out=folder)
    refused("has something in it", out=folder, replace=True)
    refused("is a file", out=file, replace=True)
    refused("cannot be written", out=file / "below")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "keep.txt", "mine"]


def test_an_empty_folder_is_used_and_an_extract_replaced_on_demand(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    synthesize(20, 1, "csv", tmp_path / "out")
    refused("has something in it", out=tmp_path / "out")
    made = synthesize(30, 1, "parquet", tmp_path / "out", replace=True)
    assert sorted(path.name for path in made.folder.iterdir()) == ["claims.parquet", "labels.csv", "procedures.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_sheet_that_would_overflow_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 100)
    refused("holds 99 claim lines at most", claims=200, output_format="xlsx", out=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
