"""Tuva's medical_claim: a database, Parquet and text give the same lines; what is refused says why."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from facetaudit.audit.check import check
from facetaudit.audit.run import audit
from facetaudit.errors import InputRefused, UsageError
from tests.claims.drawn import Loader

Write = Callable[[str, str | bytes], Path]
TUVA = Path(__file__).parents[2].parent / "shared" / "data" / "claims" / "tuva_input"
HEADER_FILE = TUVA / "medical_claim_header.csv"
TABLE = """
create table medical_claim as
select cast(claim_id as varchar) as claim_id, line as claim_line_number, claim_type, 'P1' as person_id,
       'M1' as member_id, payer, 'plan' as plan, date '2024-03-01' as claim_start_date,
       date '2024-03-02' as claim_end_date, line_start as claim_line_start_date, pos as place_of_service_code,
       bill as bill_type_code, 1.0 as service_unit_quantity, code as hcpcs_code, 'RT' as hcpcs_modifier_1,
       'KX' as hcpcs_modifier_2, cast(null as varchar) as hcpcs_modifier_3, m4 as hcpcs_modifier_4,
       m5 as hcpcs_modifier_5, '1234567893' as rendering_npi, '1987654321' as billing_npi,
       date '2024-03-15' as paid_date, 80.08 as paid_amount, 100.10::double as allowed_amount,
       400.00 as charge_amount, 'icd-10-cm' as diagnosis_code_type, 'M47816' as diagnosis_code_1,
       'M54.50' as diagnosis_code_2, 'G894' as diagnosis_code_25, 'src' as data_source
from (values
    (1, 1, 'professional', 'medicare', date '2024-03-01', '11', null, '64493', null, null),
    (1, 2, 'professional', 'medicare', null, '11', null, '64494', '59', 'Q6'),
    (2, 1, 'institutional', 'Blue', date '2024-03-01', null, '131', '64493', null, '59'),
    (3, 1, 'institutional', 'Blue', date '2024-03-01', '24', '831', '64493', null, null),
    (4, 1, 'undetermined', 'Blue', date '2024-03-01', '24', '831', '64493', null, null)
) t(claim_id, line, claim_type, payer, line_start, pos, bill, code, m4, m5)
"""


def database(path: Path, schema: str = "input_layer") -> Path:
    with duckdb.connect(str(path)) as made:
        made.execute("create schema if not exists input_layer")
        made.execute("create schema if not exists core")
        made.execute(f"use {schema}")
        made.execute(TABLE)
    return path


def parquet(path: Path) -> Path:
    with duckdb.connect() as made:
        made.execute(TABLE)
        made.table("medical_claim").write_parquet(str(path))
    return path


def text(path: Path) -> Path:
    with duckdb.connect() as made:
        made.execute(TABLE)
        made.table("medical_claim").write_csv(str(path))
    return path


@pytest.mark.parametrize(
    ("made", "name", "why", "first"),
    [
        (database, "warehouse.duckdb", "a DuckDB database with input_layer.medical_claim", 1),
        (parquet, "medical_claim.parquet", "the Parquet mark at its start, with the columns of medical_claim", 1),
        (text, "medical_claim.csv", "a header with the columns of medical_claim", 2),
    ],
)
def test_the_three_kinds_of_file(
    loader: Loader, tmp_path: Path, made: Callable[[Path], Path], name: str, why: str, first: int
) -> None:
    report = loader.files(made(tmp_path / name))
    assert (report.files[0].format, report.files[0].why, report.files[0].modifier_slots) == ("tuva", why, 5)
    common = ("P1", datetime.date(2024, 3, 1), Decimal(1))
    lines = loader.lines("row_number, claim_id, line_number, hcpcs, patient_id, service_date, units")
    assert lines == [
        (first, "1", 1, "64493", *common), (first + 1, "1", 2, "64494", *common),
        (first + 2, "2", 1, "64493", *common), (first + 3, "3", 1, "64493", *common),
    ]  # fmt: skip
    assert loader.lines("claim_type, place_of_service, payer") == [
        ("professional", "11", "medicare"), ("professional", "11", "medicare"), ("hopd", None, "Blue"),
        ("asc", "24", "Blue"),
    ]  # fmt: skip
    assert loader.lines("modifier_1, modifier_2, modifier_3, modifier_4") == [
        ("RT", "KX", None, None), ("RT", "KX", "59", "Q6"), ("RT", "KX", "59", None),
        ("RT", "KX", None, None),
    ]  # fmt: skip
    columns = "diagnosis_codes, rendering_npi, billing_npi, charge_amount, allowed_amount, paid_amount, paid_date"
    assert {*loader.lines(columns + ", data_source, plan")} == {(
        "M47816;M54.50;G894", "1234567893", "1987654321", Decimal("400.00"), Decimal("100.10"), Decimal("80.08"),
        datetime.date(2024, 3, 15), "src", "plan",
    )}
    assert loader.rejected() == [(first + 4, "claim_type", "not one of professional asc hopd")]


def test_five_modifiers(loader: Loader, write: Write) -> None:
    header = "claim_id,claim_line_number,claim_type,person_id,claim_start_date,service_unit_quantity,hcpcs_code," + (
        ",".join(f"hcpcs_modifier_{slot}" for slot in range(1, 6))
    )
    loader.files(write("claims.csv", header + "\nC1,1,professional,P1,2024-03-01,1,64493,59,25,GA,RT,KX\n"))
    assert loader.line("modifier_1, modifier_4, modifiers_beyond_4") == ("59", "RT", "KX")


def test_a_single_table_in_another_schema_is_taken(loader: Loader, tmp_path: Path) -> None:
    report = loader.files(database(tmp_path / "warehouse.duckdb", "core"))
    assert report.files[0].why == "a DuckDB database with core.medical_claim"


def test_the_database_is_not_changed(loader: Loader, tmp_path: Path) -> None:
    path = database(tmp_path / "warehouse.duckdb")
    before = path.read_bytes()
    loader.files(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["warehouse.duckdb"]


def refused(loader: Loader, path: Path, **options: object) -> str:
    with pytest.raises(InputRefused) as caught:
        loader.files(path, **options)
    assert str(caught.value).startswith(path.name)
    assert str(caught.value).endswith(".")
    return str(caught.value)


def test_databases_that_are_refused(loader: Loader, tmp_path: Path) -> None:
    two = tmp_path / "two.duckdb"
    with duckdb.connect(str(two)) as made:
        made.execute("create schema a; create schema b; create table a.medical_claim (x int)")
        made.execute("create table b.medical_claim (x int)")
    assert "has several tables medical_claim (a.medical_claim, b.medical_claim)" in refused(loader, two)
    none = tmp_path / "none.duckdb"
    with duckdb.connect(str(none)) as made:
        made.execute("create table claims (x int)")
    assert "has no table medical_claim" in refused(loader, none)
    cut = tmp_path / "cut.duckdb"
    cut.write_bytes(two.read_bytes()[:3000])
    assert "the DuckDB database cannot be read" in refused(loader, cut)
    lacking = tmp_path / "lacking.duckdb"
    with duckdb.connect(str(lacking)) as made:
        made.execute("create table medical_claim (claim_id int, claim_line_number int, hcpcs_cd varchar)")
    assert "lacks hcpcs_code (nearest column: 'hcpcs_cd')" in refused(loader, lacking)


def test_other_files_that_are_refused(loader: Loader, tmp_path: Path, write: Write) -> None:
    assert "lacks claim_line_number" in refused(loader, write("a.csv", "claim_id,x\n1,2\n"), input_format="tuva")
    short = text(tmp_path / "b.csv").read_text().splitlines()
    cut = write("b.csv", "\n".join([*short[:3], short[3][:20]]) + "\n")
    loader.files(cut)
    assert loader.rejected() == [(4, None, "too few cells in the row")]
    with pytest.raises(UsageError, match="a medical_claim table takes no mapping"):
        loader.files(cut, mapping="billing_export")


@pytest.mark.skipif(not HEADER_FILE.is_file(), reason="Tuva's header is not beside this checkout")
def test_the_header_of_tuva(loader: Loader, write: Write) -> None:
    header = HEADER_FILE.read_text(encoding="utf-8").strip()
    said = {"claim_id": "C1", "claim_line_number": "1", "claim_type": "professional", "person_id": "P1",
            "claim_line_start_date": "2024-03-01", "hcpcs_code": "64493"}  # fmt: skip
    path = write("medical_claim.csv", "")
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, header.split(","), restval="")
        writer.writeheader()
        writer.writerow(said)
    report = loader.files(path)
    assert report.files[0].format == "tuva"
    assert loader.line("claim_id, hcpcs") == ("C1", "64493")


def test_a_fifth_modifier_is_seen_by_detectors(tmp_path: Path) -> None:
    names = ["claim_id", "claim_line_number", "claim_type", "person_id", "payer", "claim_start_date"]
    names += ["service_unit_quantity", "hcpcs_code", *(f"hcpcs_modifier_{slot}" for slot in range(1, 6))]
    header = ",".join(names)
    rows = "C1,1,professional,P1,medicare,2024-03-01,1,64493,59,25,GA,RT,{0}\n".format
    codes = []
    for name, fifth in (("with", "LT"), ("without", "")):
        (tmp_path / f"{name}.csv").write_text(header + "\n" + rows(fifth), encoding="utf-8")
        made = audit(tmp_path / f"{name}.csv", out=tmp_path / name)
        codes.append({*made.sql("select code from findings")["code"]})
    # both sides by RT and LT on one line
    assert codes[0] != codes[1]


def test_check_says_what_tuva_cannot_show(tmp_path: Path) -> None:
    said = [one["what"] for one in check(parquet(tmp_path / "claims.parquet"))["cannot_show"]]
    assert "Prior-authorization numbers." in said
    assert "Payment localities, but for --locality." in said
    assert any(what.startswith("The contractor (MAC) or state") for what in said)
    assert not any(what.startswith("Who billed") for what in said)
