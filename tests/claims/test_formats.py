"""Parquet, workbooks and carrier RIF files, and how a file's format is decided."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from facetaudit.claims.formats.medicare import SSA_STATES
from facetaudit.errors import InputRefused, UsageError
from tests.claims.drawn import STANDING, Loader, as_csv

Write = Callable[[str, str | bytes], Path]
RIF_SAMPLES = Path(__file__).parents[2].parent / "shared" / "data" / "claims" / "rif_bfd"


def test_typed_parquet(loader: Loader, con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    path = tmp_path / "claims.parquet"
    con.sql("""
        select 7 as claim_id, 1::smallint as line_number, 12345678901::bigint as patient_id,
               timestamp '2024-03-01 10:30:00' as service_date, '64493' as hcpcs, 'RT' as modifier_1,
               2.0::double as units, 11 as place_of_service, ['M47.816', 'M54.50'] as diagnosis_codes,
               100.10000000000001::double as charge_amount, 80.005::float as allowed_amount,
               12.5::decimal(18,4) as paid_amount, timestamptz '2024-03-31 23:30:00+00' as paid_date,
               date '2024-01-01' as "posted on", 'a.b' as "x.y"
        union all
        select 8, null, 12345678901, timestamp '2024-03-01', '64494', null, 'nan'::double, null, null, 'nan'::double,
               null, 12.345, null, null, 'z'
    """).write_parquet(str(path))
    con.execute("set timezone = 'Pacific/Auckland'")
    report = loader.files(path)
    assert report.files[0].format == "parquet"
    assert report.files[0].why == "the Parquet mark at its start, with canonical column names"
    assert loader.lines(
        "row_number, claim_id, line_number, patient_id, service_date, units, place_of_service, diagnosis_codes, "
        "charge_amount, allowed_amount, paid_amount, paid_date, posted on"
    ) == [(
        1, "7", 1, "12345678901", datetime.date(2024, 3, 1), Decimal(2), "11", "M47.816;M54.50",
        Decimal("100.10"), Decimal("80.00"), Decimal("12.50"), datetime.date(2024, 3, 31), "2024-01-01",
    )]
    assert loader.rejected() == [(2, "paid_amount", "fraction of a cent")]
    assert con.execute('select "x.y" from claim_line').fetchall() == [("a.b",)]


def test_parquet_and_csv_give_the_same_lines(loader: Loader, con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = [
        {**STANDING, "claim_id": "A", "line_number": str(n), "hcpcs": code, "modifier_1": "rt", "units": "1",
         "allowed_amount": "12.50", "paid_date": "2024-04-01", "Room": "1"}
        for n, code in enumerate(["64493", "6449450", "99213", "?"], start=1)
    ]
    text = as_csv(rows, tmp_path / "claims.csv")
    con.read_csv(str(text), all_varchar=True).write_parquet(str(tmp_path / "text.parquet"))
    con.read_csv(str(text)).write_parquet(str(tmp_path / "typed.parquet"))
    seen = []
    for path in (text, tmp_path / "text.parquet", tmp_path / "typed.parquet"):
        report = loader.files(path)
        seen.append((
            [line[3:] for line in con.execute("select * from claim_line order by line_id").fetchall()],
            [row[1:] for row in loader.rejected()], astuple(report.total),
        ))
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][2] == (4, 1, 0, 3, 3, 0)


def test_parquet_through_a_mapping(
    loader: Loader, con: duckdb.DuckDBPyConnection, tmp_path: Path, write: Write
) -> None:
    path = tmp_path / "claims.parquet"
    con.sql(
        "select 'C1' as a, 'P1' as b, '03/01/2024' as c, '64493' as d, date '2024-04-01' as e, 1.50::double as f"
    ).write_parquet(str(path))
    mapping = write("m.toml", """
        date_format = "%m/%d/%Y"
        decimal = ","
        [columns]
        claim_id = "a"
        patient_id = "b"
        service_date = "c"
        hcpcs = "d"
        paid_date = "e"
        paid_amount = "f"
    """)
    loader.files(path, mapping=mapping)
    assert loader.line("service_date, paid_date, paid_amount") == (
        datetime.date(2024, 3, 1), datetime.date(2024, 4, 1), Decimal("1.50"),
    )


def workbook(path: Path) -> Path:
    """A sheet as people make them: a blank row on top, real dates, numbers and a blank row between."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Charges")
        book.add_worksheet("empty")
        date = book.add_format({"num_format": "mm/dd/yyyy"})
        header = ["claim_id", "patient_id", "service_date", "hcpcs", "modifier_1", "units", "allowed_amount", "Note"]
        sheet.write_row(1, 0, header)
        for row, code in ((2, 64493), (4, "0213T"), (5, "soon")):
            sheet.write_row(row, 0, [1001, "007", None, code, 50, 1, 1234.5, True])
            sheet.write_datetime(row, 2, datetime.datetime(2024, 3, 1), date)
        sheet.write_string(5, 2, "soon")
    return path


def test_workbook(loader: Loader, tmp_path: Path) -> None:
    report = loader.files(workbook(tmp_path / "claims.xlsx"))
    assert (report.files[0].format, report.files[0].modifier_slots) == ("xlsx", 1)
    assert "sheet 'Charges', with canonical column names" in report.files[0].why
    common = ("1001", "007", datetime.date(2024, 3, 1))
    assert loader.lines("row_number, claim_id, patient_id, service_date, hcpcs, modifier_1, allowed_amount, Note") == [
        (3, *common, "64493", "50", Decimal("1234.50"), "TRUE"),
        (5, *common, "0213T", "50", Decimal("1234.50"), "TRUE"),
    ]
    assert loader.rejected() == [(6, "service_date", "not a date in the accepted format")]


def test_workbook_through_a_mapping_reads_date_cells_and_declared_text(
    loader: Loader, tmp_path: Path, write: Write
) -> None:
    path = tmp_path / "claims.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first, second = book.add_worksheet("Old"), book.add_worksheet("New")
        first.write(0, 0, "nothing")
        second.write_row(0, 0, ["Claim", "Patient", "When", "CPT"])
        second.write_row(1, 0, ["C1", "P1", "3/1/2024", 64493])
        second.write_row(2, 0, ["C2", "P1", None, 64494])
        second.write_datetime(2, 2, datetime.datetime(2024, 3, 1), book.add_format({"num_format": "d-mmm-yy"}))
    mapping = write("m.toml", """
        sheet = "New"
        date_format = "%m/%d/%Y"
        [columns]
        claim_id = "Claim"
        patient_id = "Patient"
        service_date = "When"
        hcpcs = "CPT"
    """)
    loader.files(path, mapping=mapping)
    assert loader.lines("claim_id, service_date") == [
        ("C1", datetime.date(2024, 3, 1)), ("C2", datetime.date(2024, 3, 1)),
    ]


def test_a_zip_archive_is_no_workbook(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "claims.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("claims.csv", "a,b\n")
    with pytest.raises(InputRefused, match=r"looks like claims; the first is claims\.xlsx/claims\.csv: the header"):
        loader.files(path)


RIF_COLUMNS = (
    "DML_IND BENE_ID CLM_ID FINAL_ACTION NCH_CLM_TYPE_CD NCH_WKLY_PROC_DT CARR_NUM CARR_CLM_PMT_DNL_CD ICD_DGNS_CD1 "
    "ICD_DGNS_CD2 CARR_CLM_BLG_NPI_NUM LINE_NUM PRF_PHYSN_NPI ORG_NPI_NUM PRVDR_STATE_CD PRVDR_SPCLTY LINE_SRVC_CNT "
    "LINE_CMS_TYPE_SRVC_CD LINE_PLACE_OF_SRVC_CD CARR_LINE_PRCNG_LCLTY_CD LINE_1ST_EXPNS_DT HCPCS_CD "
    "HCPCS_1ST_MDFR_CD HCPCS_2ND_MDFR_CD LINE_NCH_PMT_AMT LINE_SBMTD_CHRG_AMT LINE_ALOWD_CHRG_AMT LINE_ICD_DGNS_CD"
)
RIF_LINE = {
    "DML_IND": "INSERT", "BENE_ID": "-1006", "CLM_ID": "900", "FINAL_ACTION": "F", "NCH_CLM_TYPE_CD": "71",
    "NCH_WKLY_PROC_DT": "06-NOV-2023", "CARR_NUM": "04412", "CARR_CLM_PMT_DNL_CD": "1", "ICD_DGNS_CD1": "M54.50",
    "ICD_DGNS_CD2": "M47816", "CARR_CLM_BLG_NPI_NUM": "", "LINE_NUM": "1", "PRF_PHYSN_NPI": "1234567893",
    "ORG_NPI_NUM": "1987654321", "PRVDR_STATE_CD": "45", "PRVDR_SPCLTY": "72", "LINE_SRVC_CNT": "1.0",
    "LINE_CMS_TYPE_SRVC_CD": "2", "LINE_PLACE_OF_SRVC_CD": "11", "CARR_LINE_PRCNG_LCLTY_CD": "99",
    "LINE_1ST_EXPNS_DT": "27-OCT-2023", "HCPCS_CD": "64493", "HCPCS_1ST_MDFR_CD": "RT", "HCPCS_2ND_MDFR_CD": "KX",
    "LINE_NCH_PMT_AMT": "80.08", "LINE_SBMTD_CHRG_AMT": "400", "LINE_ALOWD_CHRG_AMT": "100.10",
    "LINE_ICD_DGNS_CD": "M47816", "CARR_CLM_CNTL_NUM": "X", "CARR_CLM_ENTRY_CD": "1", "CLM_DISP_CD": "1",
    "LINE_PRCSG_IND_CD": "A",
}
RIF_VERSIONS = ("CARR_CLM_CNTL_NUM", "CARR_CLM_ENTRY_CD", "CLM_DISP_CD", "LINE_PRCSG_IND_CD")


def rif(*lines: dict[str, str]) -> str:
    """A carrier file of the lines, which differ from the usual one as given."""
    versions = [name for name in RIF_VERSIONS if any(name in line for line in lines)]
    header = [*RIF_COLUMNS.split(), *versions]
    rows = [[{**RIF_LINE, **line}[name] for name in header] for line in lines]
    return "\n".join("|".join(cells) for cells in [header, *rows]) + "\n"


CREDIT, DEBIT = {"CARR_CLM_ENTRY_CD": "3"}, {"CARR_CLM_ENTRY_CD": "5", "LINE_NCH_PMT_AMT": "70"}
LATER = {"CARR_CLM_CNTL_NUM": "X", "NCH_WKLY_PROC_DT": "06-DEC-2023"}


@pytest.mark.parametrize(
    ("lines", "outcomes"),
    [
        ([{}, {**LATER, **CREDIT, "CLM_ID": "901"}], ["reversed", "reversed"]),
        ([{}, {**LATER, "CLM_DISP_CD": "03", "CLM_ID": "901"}], ["reversed", "reversed"]),
        ([{**LATER, **DEBIT, "CLM_ID": "902"}, {**LATER, **CREDIT, "CLM_ID": "901"}, {}],
         [None, "reversed", "reversed"]),
        ([{}, {**LATER, **DEBIT, "CLM_ID": "902"}], ["superseded", None]),
        ([{"FINAL_ACTION": "N", "CARR_CLM_CNTL_NUM": "X"}, {"CLM_ID": "901"}], ["superseded", None]),
        ([{}, {"CLM_ID": "901", "CARR_CLM_CNTL_NUM": "Y"}], [None, None]),
        ([{"CARR_CLM_CNTL_NUM": ""}, {**CREDIT, "CARR_CLM_CNTL_NUM": ""}], ["reversed", "reversed"]),
        ([{}, {**CREDIT}], ["reversed", "reversed"]),
        ([{"FINAL_ACTION": "N"}, {"CLM_ID": "901"}], ["superseded", None]),
    ],
)
def test_versions_of_carrier_claims(
    loader: Loader, write: Write, lines: list[dict[str, str]], outcomes: list[str | None]
) -> None:
    loader.files(write("carrier.txt", rif(*lines)))
    assert [reason for (reason,) in loader.lines("inactive_reason")] == outcomes


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"LINE_PRCSG_IND_CD": "N", "LINE_NCH_PMT_AMT": "0.00"}, "denied"),
        ({"LINE_PRCSG_IND_CD": "N", "LINE_NCH_PMT_AMT": ""}, "denied"),
        ({"LINE_PRCSG_IND_CD": "N"}, "paid"),
        ({"LINE_PRCSG_IND_CD": "S", "LINE_NCH_PMT_AMT": "0"}, "paid"),
        ({"LINE_PRCSG_IND_CD": "", "LINE_NCH_PMT_AMT": "0"}, "paid"),
    ],
)
def test_a_carrier_line_is_denied_by_its_own_indicator(
    loader: Loader, write: Write, change: dict[str, str], status: str
) -> None:
    loader.files(write("carrier.txt", rif(change)))
    assert loader.line("line_status") == (status,)


def test_carrier_file(loader: Loader, con: duckdb.DuckDBPyConnection, write: Write) -> None:
    report = loader.files(write("carrier.txt", rif({}, {"LINE_NUM": "2", "LINE_1ST_EXPNS_DT": "27-Oct-2023"})))
    assert (report.files[0].format, report.files[0].modifier_slots) == ("rif", 2)
    first, second = loader.lines(
        "line_number, claim_id, patient_id, service_date, hcpcs, modifier_1, modifier_2, units, place_of_service, "
        "diagnosis_codes, rendering_npi, billing_npi, charge_amount, allowed_amount, paid_amount, paid_date, state, "
        "locality, payer, claim_type, line_status, modifier_slots, DML_IND, FINAL_ACTION"
    )
    assert first == (
        1, "900", "-1006", datetime.date(2023, 10, 27), "64493", "RT", "KX", Decimal(1), "11", "M47816;M54.50",
        "1234567893", "1987654321", Decimal("400.00"), Decimal("100.10"), Decimal("80.08"),
        datetime.date(2023, 11, 6), "TX", "04412-99", "medicare", "professional", "paid", 2, "INSERT", "F",
    )
    assert second[1:] == first[1:]
    assert con.execute("select format, modifier_slots, has_diagnoses, has_payment, has_authorization from source_file"
                       ).fetchall() == [("rif", 2, True, True, False)]


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({"CARR_CLM_PMT_DNL_CD": "0"}, "line_status", "denied"),
        ({"CARR_CLM_PMT_DNL_CD": "2"}, "line_status", "paid"),
        ({"PRVDR_SPCLTY": "49"}, "claim_type", "asc"),
        ({"LINE_CMS_TYPE_SRVC_CD": "F"}, "claim_type", "asc"),
        ({"PRVDR_STATE_CD": "IL"}, "state", "IL"),
        ({"PRVDR_STATE_CD": "05"}, "state", "CA"),
        ({"PRVDR_STATE_CD": "99"}, "state", None),
        ({"PRVDR_STATE_CD": ""}, "state", None),
        ({"CARR_LINE_PRCNG_LCLTY_CD": ""}, "locality", None),
        ({"PRF_PHYSN_NPI": "0000000000"}, "rendering_npi", None),
        ({"CARR_CLM_BLG_NPI_NUM": "1111111112"}, "billing_npi", "1111111112"),
        ({"LINE_ICD_DGNS_CD": "", "ICD_DGNS_CD2": ""}, "diagnosis_codes", "M54.50"),
        ({"HCPCS_1ST_MDFR_CD": '"R', "HCPCS_CD": "64493"}, "modifier_1", "rejected"),
    ],
)
def test_carrier_cells(loader: Loader, write: Write, change: dict[str, str], column: str, value: str | None) -> None:
    loader.files(write("carrier.txt", rif(change, {"CLM_ID": "901", "LINE_1ST_EXPNS_DT": "28-OCT-2023"})))
    if value == "rejected":
        assert loader.rejected() == [(2, column, "not a modifier of two letters or digits")]
    else:
        assert loader.lines(column)[0] == (value,)


def test_state_codes_of_the_social_security_administration() -> None:
    assert len(SSA_STATES) == len({*SSA_STATES.values()}) == 53
    assert (SSA_STATES["01"], SSA_STATES["10"], SSA_STATES["33"], SSA_STATES["40"], SSA_STATES["53"]) == (
        "AL", "FL", "NY", "PR", "WY",
    )


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("DML_IND|BENE_ID|STATE_CODE|RFRNC_YR", "holds beneficiaries"),
        ("DML_IND|BENE_ID|CLM_ID|CLM_FAC_TYPE_CD|CLM_LINE_NUM|REV_CNTR|HCPCS_CD", "holds institutional claims"),
        ("BENE_ID|CLM_ID|LINE_NUM|HCPCS_CD|LINE_1ST_EXPNS", "(nearest header: 'LINE_1ST_EXPNS')"),
    ],
)
def test_other_rif_files_are_refused(loader: Loader, write: Write, header: str, says: str) -> None:
    with pytest.raises(InputRefused) as caught:
        loader.files(write("other.txt", header + "\n" + "|".join("1" for _ in header.split("|")) + "\n"))
    assert says in str(caught.value)


def test_rif_takes_no_mapping(loader: Loader, write: Write) -> None:
    with pytest.raises(UsageError, match="a RIF file takes no mapping"):
        loader.files(write("carrier.txt", rif({})), mapping="billing_export")


@pytest.mark.skipif(not RIF_SAMPLES.is_dir(), reason="CMS's RIF sample files are not beside this checkout")
class TestSampleFiles:
    """CMS's synthetic RIF files, which nobody here wrote: no facet line in any of them."""

    @pytest.mark.parametrize(
        ("name", "read", "rejected"),
        [
            ("rif-synthea_carrier.csv", 221, 209),
            ("samhsa_sample-a-carrier.txt", 606, 0),
            ("sample-a-bcarrier-multiple-lines.txt", 7, 0),
            ("sample-a-bcarrier.txt", 1, 0),
        ],
    )
    def test_carrier(self, loader: Loader, name: str, read: int, rejected: int) -> None:
        report = loader.files(RIF_SAMPLES / name)
        assert astuple(report.total) == (read, rejected, read - rejected, 0, 0, 0)
        assert {row[1:] for row in loader.rejected()} <= {("hcpcs", "blank")}

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("rif-synthea_outpatient.csv", "institutional claims"),
            ("sample-a-outpatient.txt", "institutional claims"),
            ("rif-synthea_beneficiary_2015.csv", "beneficiaries"),
            ("sample-u-bcarrier.txt", "too many cells in the row"),
        ],
    )
    def test_others(self, loader: Loader, name: str, says: str) -> None:
        with pytest.raises(InputRefused, match=says):
            loader.files(RIF_SAMPLES / name)


def test_formats_can_be_mixed(loader: Loader, con: duckdb.DuckDBPyConnection, tmp_path: Path, write: Write) -> None:
    con.sql("select 'C1' as claim_id, 'P1' as patient_id, '2024-03-01' as service_date, '64493' as hcpcs"
            ).write_parquet(str(tmp_path / "a.parquet"))
    report = loader.files(tmp_path / "a.parquet", write("b.txt", rif({})), workbook(tmp_path / "c.xlsx"))
    assert [file.format for file in report.files] == ["parquet", "rif", "xlsx"]
    assert loader.lines("file_index, modifier_slots") == [(0, 0), (1, 2), (2, 1), (2, 1)]
