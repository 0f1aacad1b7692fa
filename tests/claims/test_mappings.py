"""Files with foreign headers: presets found by the header, and a user's own mapping."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from facetaudit.claims.mapping import MAPPABLE, lay_over, missing_required, presets, read_mapping
from facetaudit.errors import InputRefused, UsageError
from tests.claims.drawn import Loader

Write = Callable[[str, str | bytes], Path]

BILLING = (
    "Claim Number,Patient MRN,Date of Service - Procedure,CPT,Modifier 1,Modifier 2,Units,Place of Service,"
    "Diagnosis 1,Diagnosis 2,Rendering Provider NPI,Billed Amount,Allowed,Insurance Paid,Payment Date,"
    "Primary Financial Class,Provider Initials\n"
    "'000123,M-7,03/01/2024,64493-50,KX,,1,11,M47.816,M54.50,1234567893,\"$1,200.00\",$240.10,$192.08,3/15/2024,"
    "Medicare,AB\n"
)
ENCOUNTER = (
    "id\tenc\tdos\tcpt_code\tunits\tmod1\tmod2\tcharges\tallowed\tpayments\tadjustments\trendering\ticd\tpos\tloc\n"
    "M-7\t123\t2024-03-01\t213T\t2\t50\t\t1200\t240.10\t192.08\t0\t1234567893\tM47.816\t24\tASC\n"
)
EXTRACT = (
    "PAT_ID|CLM_NUM|LN_NUM|LN_FROM_DT|LN_PROC_CD|LN_PROC_MOD|LN_QTY|LN_AMT|REND_PROV_NPI\n"
    "M-7|123|1|2024-03-01|64493|\"KX,RT\"|1|1200.00|1234567893\n"
    "M-7|123|2|2024-03-01|64494|KXLT|1|1200.00|1234567893\n"
)


def test_billing_export_is_known_by_its_header(loader: Loader, write: Write) -> None:
    report = loader.files(write("export.csv", BILLING))
    (file,) = report.files
    assert (file.format, file.mapping, file.modifier_slots) == ("csv", "billing_export", 2)
    assert "preset billing_export" in file.why
    assert file.extra_columns == ("Provider Initials",)
    assert loader.line(
        "claim_id, patient_id, service_date, hcpcs, modifier_1, modifier_2, units, diagnosis_codes, charge_amount, "
        "allowed_amount, paid_amount, paid_date, payer, Provider Initials"
    ) == (
        "000123", "M-7", datetime.date(2024, 3, 1), "64493", "50", "KX", Decimal(1), "M47.816;M54.50",
        Decimal("1200.00"), Decimal("240.10"), Decimal("192.08"), datetime.date(2024, 3, 15), "Medicare", "AB",
    )


def test_encounter_export_is_known_by_its_header(loader: Loader, write: Write) -> None:
    report = loader.files(write("export.txt", ENCOUNTER))
    assert report.files[0].mapping == "encounter_export"
    assert loader.line("claim_id, patient_id, hcpcs, modifier_1, units, place_of_service, paid_amount") == (
        "123", "M-7", "0213T", "50", Decimal(2), "24", Decimal("192.08"),
    )


def test_charge_extract_has_its_modifiers_in_one_cell(loader: Loader, write: Write) -> None:
    report = loader.files(write("export.txt", EXTRACT))
    assert (report.files[0].mapping, report.files[0].modifier_slots) == ("charge_extract", 4)
    assert loader.lines("hcpcs, modifier_1, modifier_2, modifier_3") == [
        ("64493", "KX", "RT", None), ("64494", "KX", "LT", None),
    ]


def test_a_preset_can_be_named(loader: Loader, write: Write) -> None:
    path = write("export.csv", BILLING)
    assert loader.files(path, mapping="billing_export").files[0].mapping == "billing_export"
    with pytest.raises(InputRefused, match="with mapping charge_extract the file lacks claim_id"):
        loader.files(path, mapping="charge_extract")


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_preset_finds_its_own_headers_and_no_other_preset_takes_them(preset: object) -> None:
    from facetaudit.claims.mapping import ColumnMapping, match_header

    assert isinstance(preset, ColumnMapping)
    header = [name for names in preset.columns.values() for name in names]
    match = match_header(header, None, "export.csv")
    assert match.mapping.name == preset.name
    assert missing_required(match) == ()
    assert {*preset.columns} <= {*MAPPABLE}
    assert {*preset.other_headers} <= {*preset.columns}
    assert match.used == frozenset(range(len(header)))


def test_canonical_names_come_first_whatever_their_case(loader: Loader, write: Write) -> None:
    report = loader.files(write("c.csv", "Claim ID,Patient-ID,SERVICE_DATE,Hcpcs\nC1,P1,2024-03-01,64493\n"))
    assert report.files[0].mapping == "canonical"
    assert loader.line("claim_id, patient_id") == ("C1", "P1")


MAPPING = """
date_format = ["%d.%m.%Y", "%d-%b-%y"]
separator = ";"
decimal = ","
modifier_slots = 3

[columns]
claim_id = "Fall"
patient_id = "Patient"
service_date = "Datum"
hcpcs = "Code"
modifiers = ["Mod A", "Mod B", "Mod C"]
diagnosis_codes = ["Dx1", "Dx2"]
allowed_amount = "Betrag"
line_status = "Status"
claim_type = "Art"

[defaults]
claim_type = "asc"
state = "TX"

[values.line_status]
Posted = "paid"
Rejected = "denied"
"" = "denied"
"""
FOREIGN = (
    "Fall;Patient;Datum;Code;Mod A;Mod B;Mod C;Dx1;Dx2;Betrag;Status;Art\n"
    "1;P1;05.03.2024;64493;RT;;KX;M47.816;M54.50;1.234,56;posted;\n"
    "2;P1;05-Mar-24;64494;;;;;;0,5;Rejected;hopd\n"
    "3;P1;05.03.2024;64494;;;;M54.50;;12;;\n"
    "4;P1;2024-03-05;64494;;;;;;12;;\n"
    "5;P1;05.03.2024;64494;;;;;;1,234.56;Posted;\n"
    "6;P1;05.03.2024;64495;;;;;;1.234;Posted;\n"
)


def test_own_mapping(loader: Loader, write: Write) -> None:
    report = loader.files(write("fall.csv", FOREIGN), mapping=write("own.toml", MAPPING))
    assert loader.lines(
        "claim_id, service_date, modifier_1, modifier_2, diagnosis_codes, allowed_amount, line_status, claim_type, "
        "state"
    ) == [
        ("1", datetime.date(2024, 3, 5), "RT", "KX", "M47.816;M54.50", Decimal("1234.56"), "paid", "asc", "TX"),
        ("2", datetime.date(2024, 3, 5), None, None, None, Decimal("0.50"), "denied", "hopd", "TX"),
        ("3", datetime.date(2024, 3, 5), None, None, "M54.50", Decimal("12.00"), "denied", "asc", "TX"),
        ("6", datetime.date(2024, 3, 5), None, None, None, Decimal("1234.00"), "paid", "asc", "TX"),
    ]
    assert loader.rejected() == [
        (5, "service_date", "not a date in the accepted format"),
        (6, "allowed_amount", "not an amount"),
    ]
    assert (report.files[0].mapping, report.files[0].modifier_slots) == ("own", 3)


def test_a_header_that_the_mapping_names_must_be_there(loader: Loader, write: Write) -> None:
    mapping = write("own.toml", MAPPING.replace('"Betrag"', '"Betrage EUR"'))
    with pytest.raises(InputRefused, match=r"lacks allowed_amount \('Betrage EUR'\) \(nearest header: 'Betrag'\)"):
        loader.files(write("fall.csv", FOREIGN), mapping=mapping)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("columns = ", "not valid TOML"),
        ("", "has no [columns]"),
        ('date_fromat = "%Y"\n[columns]\nclaim_id = "a"', "unknown key 'date_fromat'; did you mean 'date_format'?"),
        ('[columns]\nclaim = "a"', "unknown column 'claim'; did you mean 'claim_id'?"),
        ('[columns]\nclaim_id = ["a", "b"]', "claim_id must be one header in quotes"),
        ("[columns]\nclaim_id = 3", "claim_id must be one header in quotes"),
        ('[columns]\nmodifiers = "a"\nmodifier_1 = "b"', "not both"),
        ('[columns]\nmodifiers = ["a", "b", "c", "d", "e"]', "at most four"),
        ('separator = ", "\n[columns]\nclaim_id = "a"', "separator ', ' is not accepted"),
        ('decimal = "x"\n[columns]\nclaim_id = "a"', "decimal 'x' is not accepted"),
        ('decimal = ","\nthousands = ","\n[columns]\nclaim_id = "a"', "decimal and thousands are the same"),
        ('date_format = "%m/%d"\n[columns]\nclaim_id = "a"', "date_format '%m/%d' is not understood"),
        ('date_format = "MM/DD/YYYY"\n[columns]\nclaim_id = "a"', "date_format 'MM/DD/YYYY' is not understood"),
        ('date_format = 3\n[columns]\nclaim_id = "a"', "date_format must be"),
        ('encoding = "utf-9"\n[columns]\nclaim_id = "a"', "encoding 'utf-9' is not known"),
        ('modifier_slots = 5\n[columns]\nclaim_id = "a"', "modifier_slots must be"),
        ('modifier_slots = true\n[columns]\nclaim_id = "a"', "modifier_slots must be"),
        ('[columns]\nclaim_id = "a"\n[defaults]\npatient_id = "P"', "patient_id cannot have a default"),
        ('[columns]\nclaim_id = "a"\n[defaults]\nstat = "TX"', "unknown column 'stat'; did you mean 'state'?"),
        ('[columns]\nclaim_id = "a"\n[values.status]\na = "b"', "unknown column 'status'"),
        ('[columns]\nclaim_id = "a"\n[values.state]\na = 1', "values.state"),
        ('sheet = 1\n[columns]\nclaim_id = "a"', "sheet must be text"),
        ("columns = 1", "columns must be a table"),
    ],
)
def test_mapping_that_is_not_understood(write: Write, text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_mapping(write("own.toml", text))
    message = str(caught.value)
    assert says in message
    assert message.startswith("mapping own.toml")
    assert message.endswith(".")


def test_mapping_that_is_neither_file_nor_preset(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no such file and no preset.*billing_export"):
        read_mapping("epyc")


def test_mapping_that_is_no_text(write: Write) -> None:
    with pytest.raises(UsageError, match="cannot be read as UTF-8 text"):
        read_mapping(write("own.toml", b"\xff\xfe\x00"))


def test_headers_match_exactly_before_loosely(write: Write) -> None:
    mapping = read_mapping(write("own.toml", '[columns]\nclaim_id = "Claim-No"'))
    assert lay_over(mapping, ["claim no", "Claim-No"]).positions == {"claim_id": (1,)}
    assert lay_over(mapping, ["x", "claim no"]).positions == {"claim_id": (1,)}
