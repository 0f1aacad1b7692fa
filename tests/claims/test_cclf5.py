"""CCLF5: both ways of writing it, its cells, what is refused, and which version of a claim stands."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from facetaudit.errors import InputRefused, UsageError
from tests.claims.cclf import FIELDS, SHORT, delimited, fixed, record
from tests.claims.drawn import Loader

Write = Callable[[str, str | bytes], Path]
LAYOUT = Path(__file__).parents[2].parent / "shared" / "data" / "claims" / "cclf_spec" / "cclf_5_v36_layout.csv"
SEEN = (
    "claim_id, line_number, patient_id, service_date, hcpcs, modifier_1, modifier_2, modifier_3, units, "
    "place_of_service, diagnosis_codes, rendering_npi, billing_npi, charge_amount, allowed_amount, paid_amount, "
    "paid_date, state, payer, claim_type, line_status, modifier_slots, CLM_CNTL_NUM, CLM_DISP_CD, BENE_HIC_NUM"
)
USUAL = (
    "1000000000001", 1, "1EG4TE5MK73", datetime.date(2024, 3, 1), "64493", "RT", "KX", None, Decimal(1), "11",
    "M47816;M5450", "1234567893", None, None, Decimal("100.10"), Decimal("80.08"), datetime.date(2024, 3, 15), "TX",
    "medicare", "professional", "paid", 5, "8024061000010", "01", None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("width", "version"), [(360, "version 36"), (363, "version 36 with BETOS code"), (388, "version 43")]
)
def test_fixed_width(loader: Loader, write: Write, width: int, version: str) -> None:
    report = loader.files(write("P.A1234.ACO.ZC5Y24.txt", fixed({}, width=width)))
    assert report.files[0].format == "cclf5"
    assert report.files[0].why == (
        f"fixed-width records with dates where CCLF5 has them, {width} characters ({version})"
    )
    assert loader.line(SEEN) == USUAL
    assert loader.line("row_number") == (1,)


@pytest.mark.parametrize("separator", [",", "|"])
@pytest.mark.parametrize("upper", [True, False])
def test_delimited(loader: Loader, write: Write, separator: str, upper: bool) -> None:
    report = loader.files(write("cclf5.csv", delimited({}, separator=separator, upper=upper)))
    assert (report.files[0].format, report.files[0].why) == ("cclf5", "a header with CUR_CLM_UNIQ_ID")
    assert loader.line(SEEN) == USUAL


CELLS = [
    ({"HCPCS_3_MDFR_CD": "59", "HCPCS_4_MDFR_CD": "SG", "HCPCS_5_MDFR_CD": "Q6"}, "modifiers_beyond_4", "Q6"),
    ({"HCPCS_3_MDFR_CD": "59", "HCPCS_4_MDFR_CD": "SG", "HCPCS_5_MDFR_CD": "Q6"}, "modifier_4", "SG"),
    ({"HCPCS_3_MDFR_CD": "59", "HCPCS_4_MDFR_CD": "SG"}, "modifier_4", "SG"),
    ({"CLM_CARR_PMT_DNL_CD": "0"}, "line_status", "denied"),
    ({"CLM_PRCSG_IND_CD": "N", "CLM_LINE_CVRD_PD_AMT": "0.00"}, "line_status", "denied"),
    ({"CLM_PRCSG_IND_CD": "N"}, "line_status", "paid"),
    ({"CLM_PRCSG_IND_CD": "R", "CLM_LINE_CVRD_PD_AMT": "0.00"}, "line_status", "paid"),
    ({"CLM_PRCSG_IND_CD": "~", "CLM_LINE_CVRD_PD_AMT": "0.00"}, "line_status", "paid"),
    ({"CLM_PRVDR_SPCLTY_CD": "49"}, "claim_type", "asc"),
    ({"CLM_FED_TYPE_SRVC_CD": "F"}, "claim_type", "asc"),
    ({"RNDRG_PRVDR_FIPS_ST_CD": "06"}, "state", "CA"),
    ({"RNDRG_PRVDR_FIPS_ST_CD": "99"}, "state", None),
    ({"RNDRG_PRVDR_FIPS_ST_CD": "~"}, "state", None),
    ({"RNDRG_PRVDR_NPI_NUM": "~", "CLM_RNDRG_PRVDR_NPI_NUM": "1111111112"}, "rendering_npi", "1111111112"),
    ({"CLM_EFCTV_DT": "9999-12-31"}, "paid_date", None),
    ({"CLM_EFCTV_DT": "1000-01-01"}, "paid_date", None),
    ({"CLM_LINE_DGNS_CD": "~", "CLM_DGNS_12_CD": "G894"}, "diagnosis_codes", "M47816;M5450;G894"),
    ({"CLM_LINE_SRVC_UNIT_QTY": "~"}, "units", Decimal(1)),
    ({"CLM_LINE_ALOWD_CHRG_AMT": "~"}, "allowed_amount", None),
]


@pytest.mark.parametrize(("change", "column", "value"), CELLS)
@pytest.mark.parametrize("written", [fixed, delimited])
def test_cells(
    loader: Loader, write: Write, written: Callable[..., str], change: dict[str, str], column: str, value: object
) -> None:
    loader.files(write("cclf5.txt", written(change)))
    assert loader.line(column) == (value,)


def test_a_line_without_a_date_is_rejected(loader: Loader, write: Write) -> None:
    loader.files(write("cclf5.txt", fixed({}, {"CLM_LINE_FROM_DT": "1000-01-01"}, {"BENE_MBI_ID": "~"})))
    assert loader.rejected() == [(2, "service_date", "blank"), (3, "patient_id", "blank")]


def test_records_that_are_cut_or_too_long_are_rejected_with_their_row(loader: Loader, write: Write) -> None:
    whole = record({})
    report = loader.files(write("cclf5.txt", f"\n{whole}\n{whole[:-9]}\n\n{whole}~\n{whole}\n{whole[:40]}"))
    assert loader.rejected() == [
        (3, None, "too few characters in the record"),
        (5, None, "too many characters in the record"),
        (7, None, "too few characters in the record"),
    ]
    assert loader.lines("row_number") == [(2,), (6,)]
    assert astuple(report.total) == (5, 3, 0, 2, 1, 1)


def test_windows_line_ends(loader: Loader, write: Write) -> None:
    loader.files(write("cclf5.txt", fixed({}, {}).replace("\n", "\r\n")))
    assert loader.lines("row_number") == [(1,), (2,)]


@pytest.mark.parametrize("width", [300, 361, 387])
def test_a_layout_that_is_not_known(loader: Loader, write: Write, width: int) -> None:
    with pytest.raises(InputRefused) as caught:
        loader.files(write("cclf5.txt", fixed({}, {}, width=width)))
    assert f"its records are {width} characters wide, which is no CCLF5 layout that is known" in str(caught.value)
    assert "360 (version 36)" in str(caught.value)
    assert "1EG4TE5MK73" not in str(caught.value)


def without(*names: str) -> str:
    """A header and one row, some columns left out."""
    kept = [name for name in FIELDS if name not in names]
    return ",".join(kept) + "\n" + ",".join("1" for _ in kept) + "\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (without("CLM_CNTL_NUM"), "the CCLF5 file lacks CLM_CNTL_NUM (nearest header: "),
        (without("CLM_ADJSMT_TYPE_CD"), "the CCLF5 file lacks CLM_ADJSMT_TYPE_CD (nearest header: "),
        ("CUR_CLM_UNIQ_ID,PRVDR_OSCAR_NUM,CLM_LINE_NUM,CLM_LINE_HCPCS_CD\n1,2,3,4\n", "another file of the feed"),
    ],
)
def test_other_files_of_the_feed(loader: Loader, write: Write, content: str, says: str) -> None:
    with pytest.raises(InputRefused) as caught:
        loader.files(write("cclf.csv", content))
    assert says in str(caught.value)


def test_what_cclf5_is_not(loader: Loader, write: Write) -> None:
    with pytest.raises(InputRefused, match="its records are 15 characters wide"):
        loader.files(write("cclf5.txt", "claim_id,hcpcs\n" * 2 + "claim_id,hcpcs2\n" * 3), input_format="cclf5")
    with pytest.raises(UsageError, match="a CCLF5 file takes no mapping"):
        loader.files(write("cclf5.txt", fixed({})), mapping="billing_export")


CASES = {
    "a cancellation takes back the original and itself": """
        claim | control | type | effective  | -> outcome
        1     | X       | 0    | 2024-03-15 | reversed
        2     | X       | 1    | 2024-04-15 | reversed
    """,
    "the disposition cancels where the type is missing": """
        claim | control | type | disp | effective  | -> outcome
        1     | X       | ~    | 01   | 2024-03-15 | reversed
        2     | X       | ~    | 03   | 2024-04-15 | reversed
    """,
    "an adjustment stands, whatever the order of the files": """
        claim | control | type | effective  | paid | -> outcome
        3     | X       | 2    | 2024-04-15 | 40   | active
        2     | X       | 1    | 2024-04-15 | 80   | reversed
        1     | X       | 0    | 2024-03-15 | 80   | reversed
    """,
    "an adjustment that changes nothing on the line stands for it, all on one date": """
        claim | control | type | effective  | -> outcome
        1     | X       | 0    | 2024-03-15 | reversed
        3     | X       | 2    | 2024-03-15 | active
        2     | X       | 1    | 2024-03-15 | reversed
    """,
    "a chain of two adjustments": """
        claim | control | type | effective  | paid | -> outcome
        1     | X       | 0    | 2024-03-15 | 80   | reversed
        2     | X       | 1    | 2024-04-15 | 80   | reversed
        3     | X       | 2    | 2024-04-15 | 80   | reversed
        4     | X       | 1    | 2024-05-15 | 80   | reversed
        5     | X       | 2    | 2024-05-15 | 80   | active
    """,
    "old versions delivered again": """
        claim | control | type | effective  | -> outcome
        1     | X       | 0    | 2024-03-15 | superseded
        2     | X       | 1    | 2024-04-15 | superseded
        2     | X       | 1    | 2024-04-15 | reversed
        1     | X       | 0    | 2024-03-15 | reversed
    """,
    "the same line delivered three times is one line": """
        claim | control | type | effective  | -> outcome
        1     | X       | 0    | 2024-03-15 | superseded
        1     | X       | 0    | 2024-03-15 | superseded
        1     | X       | 0    | 2024-03-15 | active
    """,
    "a cancellation whose original is not there is rejected and does not take the adjustment": """
        claim | control | type | effective  | -> outcome
        2     | X       | 1    | 2024-04-15 | rejected
        3     | X       | 2    | 2024-04-15 | active
    """,
    "the adjustment is cancelled, its original is not there": """
        claim | control | type | effective  | -> outcome
        2     | X       | 1    | 2024-04-15 | rejected
        3     | X       | 2    | 2024-04-15 | reversed
        4     | X       | 1    | 2024-05-15 | reversed
    """,
    "an adjustment without the cancellation supersedes the whole claim, lines that it dropped too": """
        claim | line | control | type | effective  | paid | code  | -> outcome
        1     | 1    | X       | 0    | 2024-03-15 | 80   | 64493 | superseded
        1     | 2    | X       | 0    | 2024-03-15 | 40   | 64494 | superseded
        3     | 1    | X       | 2    | 2024-04-15 | 70   | 64493 | active
    """,
    "an adjustment on another day supersedes the original day": """
        claim | control | type | effective  | date       | code  | -> outcome
        1     | X       | 0    | 2024-03-15 | 2024-03-01 | 64493 | superseded
        3     | X       | 2    | 2024-04-15 | 2024-03-02 | 64493 | active
    """,
    "another control number, patient, modifier or amount is no match": """
        claim | control | type | effective  | mbi | m1 | paid | -> outcome
        1     | X       | 0    | 2024-03-15 | A   | RT | 80   | active
        2     | Y       | 1    | 2024-04-15 | A   | RT | 80   | rejected
        3     | X       | 1    | 2024-04-15 | B   | RT | 80   | rejected
        4     | X       | 1    | 2024-04-15 | A   | LT | 80   | rejected
        5     | X       | 1    | 2024-04-15 | A   | RT | 81   | rejected
    """,
    "claims without a control number stand for themselves": """
        claim | control | type | effective  | -> outcome
        1     | ~       | 0    | 2024-03-15 | active
        2     | ~       | 0    | 2024-03-15 | active
        3     | ~       | 1    | 2024-04-15 | rejected
    """,
    "two lines alike, one cancellation": """
        claim | line | control | type | effective  | -> outcome
        1     | 1    | X       | 0    | 2024-03-15 | active
        1     | 2    | X       | 0    | 2024-03-15 | reversed
        2     | 2    | X       | 1    | 2024-04-15 | reversed
    """,
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("written", [fixed, delimited])
def test_versions(loader: Loader, write: Write, case: str, written: Callable[..., str]) -> None:
    header, *rows = [[cell.strip() for cell in row.split("|")] for row in case.strip().splitlines()]
    lines = [dict(zip([SHORT[name] for name in header[:-1]], row[:-1], strict=True)) for row in rows]
    loader.files(write("cclf5.txt", written(*lines)))
    first = 1 if written is fixed else 2
    found = {row: reason or "active" for row, reason in loader.lines("row_number, inactive_reason")}
    found |= {row: "rejected" for row, _, reason in loader.rejected() if reason == "unmatched-reversal"}
    assert found == {first + number: row[-1] for number, row in enumerate(rows)}


def test_versions_over_files_given_in_any_order(loader: Loader, write: Write) -> None:
    january = write("january.txt", fixed({}, {"CLM_LINE_NUM": "2", "CLM_LINE_HCPCS_CD": "64494"}))
    cancelled = {"CUR_CLM_UNIQ_ID": "2", "CLM_ADJSMT_TYPE_CD": "1", "CLM_EFCTV_DT": "2024-04-15"}
    adjusted = {"CUR_CLM_UNIQ_ID": "3", "CLM_ADJSMT_TYPE_CD": "2", "CLM_EFCTV_DT": "2024-04-15"}
    second = {"CLM_LINE_NUM": "2", "CLM_LINE_HCPCS_CD": "64494"}
    february = write("february.txt", delimited(cancelled, {**cancelled, **second}, adjusted))
    for files in ((january, february), (february, january)):
        report = loader.files(*files)
        assert astuple(report.total) == (5, 0, 0, 5, 1, 4)
        active = [claim for claim, stands in loader.lines("claim_id, active") if stands]
        assert active == ["3"]


def test_a_cancelled_line_outside_the_days_kept_costs_nothing(loader: Loader, write: Write) -> None:
    other = {"CLM_LINE_HCPCS_CD": "99213", "CLM_LINE_FROM_DT": "2024-05-05", "CUR_CLM_UNIQ_ID": "9"}
    other["CLM_CNTL_NUM"] = "Z"
    cancelled = {**other, "CUR_CLM_UNIQ_ID": "10", "CLM_ADJSMT_TYPE_CD": "1"}
    report = loader.files(write("cclf5.txt", fixed({}, other, cancelled)))
    assert astuple(report.total) == (3, 0, 2, 1, 1, 0)


@pytest.mark.skipif(not LAYOUT.is_file(), reason="the layout table is not beside this checkout")
def test_positions_are_those_of_the_layout_table(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("set variable layout = $1", [str(LAYOUT)])
    rows = con.execute("select * from read_csv(getvariable('layout'), all_varchar = true)").fetchall()
    table = {"".join(label.split()): (int(first), int(last)) for _, label, _, first, last, *_ in rows}
    assert table == FIELDS
