"""How the text of cells is read: one row of a table a case."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from tests.claims.drawn import STANDING, Loader

BESIDE = {**STANDING, "claim_id": "C9", "patient_id": "P9"}


@pytest.mark.parametrize(
    ("cell", "code", "modifiers"),
    [
        ("64493", "64493", (None, None)),
        (" 64493 ", "64493", (None, None)),
        ("'64493", "64493", (None, None)),
        ('="64493"', "64493", (None, None)),
        ("64493.0", "64493", (None, None)),
        ("64493-50", "64493", ("50", None)),
        ("64493 50", "64493", ("50", None)),
        ("64493,50", "64493", ("50", None)),
        ("6449350", "64493", ("50", None)),
        ("64493-RT-KX", "64493", ("RT", "KX")),
        ("64493-rt", "64493", ("RT", None)),
        ("0213t", "0213T", (None, None)),
        ("213T", "0213T", (None, None)),
        ("213T-50", "0213T", ("50", None)),
        ("0213T50", "0213T", ("50", None)),
    ],
)
def test_code_cell(loader: Loader, cell: str, code: str, modifiers: tuple[str | None, str | None]) -> None:
    loader.rows([{**STANDING, "hcpcs": cell}])
    assert loader.line("hcpcs, modifier_1, modifier_2") == (code, *modifiers)


def test_lost_zero_of_an_anesthesia_code(loader: Loader) -> None:
    loader.rows([STANDING, {**STANDING, "hcpcs": "1936"}])
    assert loader.lines("hcpcs") == [("64493",), ("01936",)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("rt", "", "", ""), ("RT", None, None, None)),
        (("", "RT", "", "59"), ("RT", "59", None, None)),
        (("RT", "RT", "59", ""), ("RT", "59", None, None)),
        (("59,RT", "", "", ""), ("59", "RT", None, None)),
        (("59 RT;KX", "", "", ""), ("59", "RT", "KX", None)),
        (("50.0", "'59", "", ""), ("50", "59", None, None)),
    ],
)
def test_modifier_cells(loader: Loader, cells: tuple[str, ...], expected: tuple[str | None, ...]) -> None:
    loader.rows([{**STANDING, **{f"modifier_{n}": cell for n, cell in enumerate(cells, start=1)}}])
    assert loader.line("modifier_1, modifier_2, modifier_3, modifier_4") == expected


def test_modifiers_of_the_code_cell_come_first_and_a_fifth_is_kept_beside(loader: Loader) -> None:
    loader.rows("code | m1 | m2 | m3 | m4\n 64493-50 | RT | KX | 59 | XS")
    assert loader.line("modifier_1, modifier_2, modifier_3, modifier_4, modifiers_beyond_4") == (
        "50", "RT", "KX", "59", "XS",
    )


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("100", "100.00"),
        ("1,234.56", "1234.56"),
        ("$1,234.56", "1234.56"),
        ("$ 12.50", "12.50"),
        ("'12.5", "12.50"),
        ("12.300000000000001", "12.30"),
        ("-0.00", "0.00"),
        ("9999999999.99", "9999999999.99"),
        ("", None),
        ("NULL", None),
    ],
)
def test_amount_cell(loader: Loader, cell: str, amount: str | None) -> None:
    loader.rows([{**STANDING, "allowed_amount": cell}])
    assert loader.line("allowed_amount") == (None if amount is None else Decimal(amount),)


@pytest.mark.parametrize("cell", ["(12.50)", "-12.50", "12.50-", "-$12.50", "($12.50)"])
def test_each_way_of_writing_a_negative_amount_reverses(loader: Loader, cell: str) -> None:
    loader.rows([{**STANDING, "paid_amount": "12.50"}, {**STANDING, "paid_amount": cell}])
    assert loader.lines("inactive_reason, paid_amount") == [
        ("reversed", Decimal("12.50")), ("reversed", Decimal("-12.50")),
    ]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("claim_id", " ", "blank"),
        ("patient_id", "", "blank"),
        ("patient_id", "NULL", "blank"),
        ("service_date", "", "blank"),
        ("service_date", "2024-02-30", "not a date in the accepted format"),
        ("service_date", "03/01/2024", "not a date in the accepted format"),
        ("service_date", "2024-3-1", "not a date in the accepted format"),
        ("service_date", "1850-01-01", "year outside 1900 to 2100"),
        ("service_date", "2101-01-01", "year outside 1900 to 2100"),
        ("hcpcs", "", "blank"),
        ("hcpcs", "6449", None),
        ("hcpcs", "64493R", "not a code of five letters and digits"),
        ("hcpcs", "facet", None),
        ("line_number", "1.5", "not a whole number"),
        ("line_number", "one", "not a whole number"),
        ("claim_type", "ASC", None),
        ("claim_type", "inpatient", "not one of professional asc hopd"),
        ("mac", "NGS", None),
        ("mac", "trailblazer", "not one of ngs fcso novitas palmetto wps cgs noridian-je noridian-jf"),
        ("state", "tx", None),
        ("state", "Texas", "not two letters"),
        ("modifier_1", "5", "not a modifier of two letters or digits"),
        ("modifier_3", "59RT", "not a modifier of two letters or digits"),
        ("units", "1.5", "not whole on a facet-joint code"),
        ("units", "two", "not a number"),
        ("units", "1000000000", "too large"),
        ("place_of_service", "1", None),
        ("place_of_service", "office", "not two digits"),
        ("charge_amount", "12.345", "fraction of a cent"),
        ("charge_amount", "10000000000.00", "too large"),
        ("charge_amount", "123456789012345678", "too large"),
        ("allowed_amount", "twelve", "not an amount"),
        ("allowed_amount", "1,23", "not an amount"),
        ("allowed_amount", "1234,567", "not an amount"),
        ("paid_amount", "-", "not an amount"),
        ("paid_amount", "(5", "not an amount"),
        ("paid_date", "2024-13-01", "not a date in the accepted format"),
        ("paid_date", "9999-12-31", "year outside 1900 to 2100"),
        ("line_status", "DENIED", None),
        ("line_status", "posted", "not one of paid denied"),
        ("claim_frequency_code", "7.0", None),
        ("claim_frequency_code", "2", "not one of 1 7 8"),
    ],
)
def test_rejected_cells(loader: Loader, column: str, cell: str, reason: str | None) -> None:
    loader.rows([BESIDE, {**STANDING, column: cell}, BESIDE])
    assert loader.rejected() == ([] if reason is None else [(3, column, reason)])


def test_the_first_column_at_fault_gives_the_reason(loader: Loader) -> None:
    loader.rows([BESIDE, {**STANDING, "patient_id": "", "service_date": "soon", "allowed_amount": "x"}])
    assert loader.rejected() == [(3, "patient_id", "blank")]


def test_part_units_are_read_on_other_codes(loader: Loader) -> None:
    loader.rows([STANDING, {**STANDING, "hcpcs": "J1030", "units": "1.5"}])
    assert loader.lines("hcpcs, units") == [("64493", Decimal("1.000")), ("J1030", Decimal("1.500"))]


def test_what_a_blank_cell_stands_for(loader: Loader) -> None:
    loader.rows(
        """
        type         | units | pos | status | freq | payer | mac
        professional |       |     |        |      |       |
        hopd         |       |     |        |      |       |
                     |       | 24  |        |      | Acme  | CGS
        """
    )
    common = (Decimal(1), "paid", "1")
    assert loader.lines("claim_type, place_of_service, payer, mac, units, line_status, claim_frequency_code") == [
        ("professional", "11", "medicare", None, *common),
        ("hopd", None, "medicare", None, *common),
        ("professional", "24", "Acme", "cgs", *common),
    ]


@pytest.mark.parametrize("cell", ["C1\t", "C1\n", "C1\f", "C1 ", "\tC1", "C1\u00a0", "\ufeffC1"])
def test_white_space_at_either_end_makes_no_other_identifier(loader: Loader, cell: str) -> None:
    loader.rows([{**STANDING, "claim_id": cell, "patient_id": cell.replace("C", "P")}])
    assert loader.line("claim_id, patient_id") == ("C1", "P1")


def test_identifiers_lose_excel_marks_and_keep_their_zeros(loader: Loader) -> None:
    loader.rows([{
        **STANDING, "claim_id": "'0012", "patient_id": "0099.0", "rendering_npi": "1234567893.0",
        "original_claim_id": " ", "diagnosis_codes": "m47.816, M54.5;M47.816|",
    }])
    assert loader.line("claim_id, patient_id, rendering_npi, original_claim_id, diagnosis_codes") == (
        "0012", "0099", "1234567893", None, "M47.816;M54.5",
    )


@pytest.mark.parametrize("cell", ["2024-03-01", "2024-03-01 00:00:00", "2024-03-01T10:30:00.000Z", " '2024-03-01"])
def test_date_cell(loader: Loader, cell: str) -> None:
    loader.rows([{**STANDING, "service_date": cell}])
    assert loader.line("service_date") == (datetime.date(2024, 3, 1),)
