"""`price_file` and `price_relation`: lines in, the same lines with their fees out."""

from __future__ import annotations

import csv
import stat
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from facetaudit.errors import InputRefused, UsageError
from facetaudit.fees import price_file, price_relation

HEADER = "hcpcs,modifier_1,units,service_date,locality,place_of_service,claim_type,participant\n"


def _price(tmp_path: Path, text: str | bytes, name: str = "lines.csv") -> list[dict[str, str]]:
    source, out = tmp_path / name, tmp_path / "out.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    with duckdb.connect() as con:
        price_file(con, source, out)
    with out.open(encoding="utf-8", newline="") as priced:
        return list(csv.DictReader(priced))


def test_one_line_in_full(tmp_path: Path) -> None:
    # 64493-50, Arizona 2026, QP: 1.48 + 4.08 x 0.969 + 0.14 x 0.856 = 5.55336 x 33.5675 = 186.4124... -> 186.41
    # both sides: 279.615 -> 279.62; 80 %: 223.696 -> 223.70; the rest 55.92
    (row,) = _price(tmp_path, HEADER + "64493,50,1,2026-05-04,03102-00,11,professional,qp\n")
    assert row == {
        "hcpcs": "64493",
        "modifier_1": "50",
        "units": "1",
        "service_date": "2026-05-04",
        "locality": "03102-00",
        "place_of_service": "11",
        "claim_type": "professional",
        "participant": "qp",
        "fee_amount": "279.62",
        "medicare_share": "223.70",
        "patient_share": "55.92",
        "sequestration_amount": "4.47",  # 2 % of 223.70 = 4.474
        "fee_note": "",
        "assumption": "",
    }


def test_text_and_unknown_columns_come_back_as_they_were(tmp_path: Path) -> None:
    rows = _price(
        tmp_path,
        'Note,HCPCS, service_date ,note,\n"a, ""b""\nc",01991,2026-05-04,007\n'
        ",0216t,20260504,,\n\n,64493,2026-05-04 00:00:00,,last\n",
    )
    assert [row["HCPCS"] for row in rows] == ["01991", "0216t", "64493"]
    assert rows[0]["Note"] == 'a, "b"\nc'
    assert rows[2]["column_5"] == "last"
    assert [row["fee_amount"] for row in rows] == ["", "", "190.39"]
    assert rows[1]["fee_note"].startswith("no national price (status C")


def test_the_file_is_for_its_owner_only_and_counts_are_told(tmp_path: Path) -> None:
    source, out = tmp_path / "lines.csv", tmp_path / "out.csv"
    source.write_text(HEADER + "64493,,1,2026-05-04,,,,\n64999,,1,2026-05-04,,,,\nbad,,1,2026-05-04,,,,\n")
    out.write_text("an older file\n")
    out.chmod(0o644)
    with duckdb.connect() as con:
        told = price_file(con, source, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert (told.rows, told.priced) == (3, 1)
    assert told.notes == {
        "hcpcs is not a code of five characters": 1,
        "no national price (status C: the Medicare contractor sets the price)": 1,
    }
    assert told.assumptions == {"participant not given: priced as non-QP": 1}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lines.csv", "out.csv"]


DAY = "patient_id,rendering_npi,hcpcs,modifier_1,service_date\n"


def test_lines_of_a_patient_day_and_provider_are_priced_together(tmp_path: Path) -> None:
    rows = _price(
        tmp_path,
        DAY
        + "A,1,64490,,2025-05-05\nA,1,64493,,2025-05-05\n"  # 172.08 / 2
        + "A,2,64493,,2025-05-05\n"  # another provider
        + "A,1,64493,,2025-05-06\n"  # another day
        + "B,1,64493,RT,2025-05-05\nB,1,64493,LT,2025-05-05\n"  # a pair: 172.08 x 1.5 = 258.12
        + ",1,64493,RT,2025-05-05\n,1,64493,LT,2025-05-05\n",  # nobody's: each alone
    )
    assert [row["fee_amount"] for row in rows] == [
        "186.32",
        "86.04",
        "172.08",
        "172.08",
        "172.08",
        "86.04",
        "172.08",
        "172.08",
    ]


def test_the_lower_of_charge_and_fee_but_for_hospitals(tmp_path: Path) -> None:
    rows = _price(
        tmp_path,
        "hcpcs,service_date,charge_amount,claim_type\n"
        "64493,2025-03-03,172.07,\n"  # a cent below 172.08
        "64493,2025-03-03,172.08,\n"
        "64493,2025-03-03,,\n"
        "64493,2025-03-03,0,\n"
        "64493,2025-03-03,400.00,asc\n"  # the center's rate is 477.94
        "64493,2025-03-03,400.00,hopd\n"  # a hospital is paid its rate, whatever it charges
        "64493,2025-03-03,-5.00,\n"
        "64493,2025-03-03,1.005,\n",
    )
    assert [row["fee_amount"] for row in rows] == ["172.07", "172.08", "172.08", "0.00", "400.00", "890.29", "", ""]
    assert [row["fee_note"] for row in rows] == [
        "charge below the fee: the charge",
        "",
        "",
        "charge below the fee: the charge",
        "charge below the fee: the charge",
        "",
        "charge_amount is not an amount",
        "charge_amount is not an amount",
    ]


def test_what_is_sequestered_follows_the_date_of_service(tmp_path: Path) -> None:
    # 64493 nonfacility: (1.52 + 3.28 + 0.13) x 36.0896 = 177.92 in 2020, 80 % = 142.34, 2 % = 2.85; nothing from May
    # 2020; (1.52 + 3.56 + 0.14) x 34.6062 = 180.64 in 2022, 80 % = 144.51, 1 % = 1.45 in the second quarter, then 2.89
    days = ("2020-04-30", "2020-05-01", "2022-03-31", "2022-04-01", "2022-06-30", "2022-07-01")
    rows = _price(tmp_path, "hcpcs,service_date\n" + "".join(f"64493,{day}\n" for day in days))
    assert [row["sequestration_amount"] for row in rows] == ["2.85", "0.00", "0.00", "1.45", "1.45", "2.89"]
    for row in rows:
        assert Decimal(row["medicare_share"]) + Decimal(row["patient_share"]) == Decimal(row["fee_amount"])


def test_without_patients_every_line_is_alone(tmp_path: Path) -> None:
    rows = _price(tmp_path, "hcpcs,service_date\n64490,2025-05-05\n64493,2025-05-05\n64493,2025-05-05\n")
    assert [row["fee_amount"] for row in rows] == ["186.32", "172.08", "172.08"]


@pytest.mark.parametrize(
    "cells, note",
    [
        (",,1,2026-05-04,,,,", "hcpcs is missing"),
        ("6449,,1,2026-05-04,,,,", "hcpcs is not a code of five characters"),
        ("64493-50,,1,2026-05-04,,,,", "hcpcs is not a code of five characters"),
        ("64493,,1,,,,,", "service_date is missing"),
        ("64493,,1,05/04/2026,,,,", "service_date is not a date (YYYY-MM-DD)"),
        ("64493,,1,2026-02-30,,,,", "service_date is not a date (YYYY-MM-DD)"),
        ("64493,,1,2026-05-04 later,,,,", "service_date is not a date (YYYY-MM-DD)"),
        ("64493,,one,2026-05-04,,,,", "units is not a number"),
        ("64493,,-1,2026-05-04,,,,", "units is not a number"),
        ("64493,,1e3,2026-05-04,,,,", "units is not a number"),
        ("64493,,0,2026-05-04,,,,", "units is zero"),
        ("64493,,1,2026-05-04,,,inpatient,", "claim_type is not one of professional, asc, hopd"),
        ("64493,,1,2026-05-04,,,,mips", "participant is not qp or non_qp"),
        ("64493,53,1,2026-05-04,,,,", "modifier 53 changes the amount in a way that is not priced"),
        ("64493,,1,2026-05-04,,,,,surplus,", "row has more cells than the header"),
        ("64493", "service_date is missing"),
        ("64493,,1,2026-05-04,03102,,,", "unknown locality on the date of service"),
        ("64493,,1,2026-05-04,,1,,", "unknown place of service"),
        ("64493,,1,2020-05-04,,24,asc,", "no surgery center rates for the date of service"),
        ("64493,,1,2027-05-04,,,,", "no fee table for the date of service"),
    ],
)
def test_a_row_that_cannot_be_priced_stays_and_says_why(tmp_path: Path, cells: str, note: str) -> None:
    rows = _price(tmp_path, HEADER + cells + "\n64494,,1,2026-05-04,,,,non_qp\n")
    assert (rows[0]["fee_amount"], rows[0]["medicare_share"], rows[0]["fee_note"]) == ("", "", note)
    assert rows[1]["fee_amount"] == "95.86"


def test_modifiers_in_any_place_and_case(tmp_path: Path) -> None:
    rows = _price(
        tmp_path,
        "hcpcs,modifier_1,modifier_2,modifier_3,modifier_4,service_date,participant\n"
        "64493,59,,, 50 ,2026-05-04,QP\n"
        "77003,,tc,,,2026-05-04,qp\n"
        "77003,26,TC,,,2026-05-04,qp\n"
        "64493,RT,LT,,,2026-05-04,qp\n",
    )
    # 191.33 x 1.5 = 286.995; 77003-TC (2.27 + 0.01) x 33.5675 = 76.5339
    assert [row["fee_amount"] for row in rows] == ["287.00", "76.53", "", "191.33"]
    assert rows[2]["fee_note"] == "modifiers 26 and TC exclude each other"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_bom_and_windows_line_ends(tmp_path: Path, delimiter: str) -> None:
    text = f"hcpcs{delimiter}service_date\r\n64494{delimiter}2025-05-05\r\n"
    (row,) = _price(tmp_path, b"\xef\xbb\xbf" + text.encode())
    assert (row["hcpcs"], row["fee_amount"]) == ("64494", "87.98")


def test_a_header_alone_gives_a_header_alone(tmp_path: Path) -> None:
    assert _price(tmp_path, "hcpcs,service_date\n") == []
    assert (tmp_path / "out.csv").read_text().strip() == (
        "hcpcs,service_date,fee_amount,medicare_share,patient_share,sequestration_amount,fee_note,assumption"
    )


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    (row,) = _price(tmp_path, "hcpcs,service_date\n64494,2025-05-05\n", name="lines [1]*.csv")
    assert row["fee_amount"] == "87.98"


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "the first row is empty"),
        (b"\n\n64493\n", "the first row is empty"),
        (b"service_date,hcpc\n", "column hcpcs is missing (the nearest is 'hcpc')"),
        (b"hcpcs\n64493\n", "column service_date is missing"),
        (b"hcpcs,HCPCS,service_date\n", "column hcpcs is there twice"),
        (b"hcpcs,service_date,fee_amount\n", "column fee_amount is there already"),
        (b"hcpcs,service_date\n64493,\xe9\n", "is not UTF-8"),
        ("hcpcs,service_date\n".encode("utf-16"), "is not UTF-8"),
        (b'hcpcs,service_date\n64490,2025-05-05\n64493,"Doe" Jane\n', "row 3"),
        (b"hcpcs,service_date\n64493,2025-05-05,Doe,Jane" + b",x" * 9 + b"\n", "row 2"),
    ],
)
def test_a_file_that_is_no_list_of_lines_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        _price(tmp_path, content)
    assert message in str(refusal.value)
    assert "Doe" not in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert not (tmp_path / "out.csv").exists()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        for source in (tmp_path / "none.csv", tmp_path):
            with pytest.raises(InputRefused, match="cannot be read"):
                price_file(con, source, tmp_path / "out.csv")


def test_where_nothing_can_be_written_is_refused_before_pricing(tmp_path: Path) -> None:
    source = tmp_path / "lines.csv"
    source.write_text("hcpcs,service_date\n64494,2025-05-05\n")
    with duckdb.connect() as con:
        for out in (tmp_path, tmp_path / "none" / "out.csv", source):
            with pytest.raises(UsageError):
                price_file(con, source, out)
    assert source.read_text() == "hcpcs,service_date\n64494,2025-05-05\n"


def test_a_relation_of_typed_columns(tmp_path: Path) -> None:
    with duckdb.connect() as con:
        lines = con.sql(
            "select * from (values (1, '64490', date '2025-05-05', 1.0, 'a'),"
            " (1, '64493', date '2025-05-05', 1.0, 'b'))"
            ' t(patient_id, hcpcs, service_date, units, "my.note")'
        )
        priced = price_relation(con, lines)
        assert priced.columns == [
            *lines.columns,
            "fee_amount",
            "medicare_share",
            "patient_share",
            "sequestration_amount",
            "fee_note",
            "assumption",
        ]
        assert [(row[1], row[4], row[5], row[6]) for row in priced.fetchall()] == [
            ("64490", "a", Decimal("186.32"), Decimal("149.06")),  # 149.056
            ("64493", "b", Decimal("86.04"), Decimal("68.83")),  # 68.832
        ]


def test_pricing_a_file_needs_neither_pandas_nor_arrow(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text("hcpcs,service_date\n64494,2025-05-05\n")
    program = (
        "import sys; sys.modules.update(dict.fromkeys(('pandas', 'pyarrow', 'numpy'))); "  # import of these fails
        "import duckdb; from facetaudit.fees import price_file; "
        "print(price_file(duckdb.connect(), sys.argv[1], sys.argv[2]).priced)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "lines.csv"), str(tmp_path / "out.csv")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout.split()) == (0, ["1"]), run.stderr
