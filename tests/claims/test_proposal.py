"""A mapping proposed for headers that nobody knows: what is found, how sure that is, and what is left alone."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from facetaudit.claims.cleaning import RUN_TOGETHER_MODIFIERS, create_macros
from facetaudit.claims.content import facts_of
from facetaudit.claims.date_formats import ISO, dates_of, in_reading_order
from facetaudit.claims.header_words import alike, known_words, number_in
from facetaudit.claims.map_file import Mapped, map_file
from facetaudit.claims.mapping import lay_over, missing_required, parse_mapping
from facetaudit.claims.proposal import Proposed
from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.claims.trial import mask
from facetaudit.errors import InputRefused, NotClaims, UsageError
from tests.claims.drawn import KEEP_CODES, Loader
from tests.claims.test_presets import ALWAYS, CARRIES, EXPORTS, TRUTH

Write = Callable[[str, str | bytes], Path]


class Mapper:
    """Maps tables drawn as a header and rows."""

    def __init__(self, con: duckdb.DuckDBPyConnection, write: Write) -> None:
        self.con = con
        self.write = write

    def table(self, header: str, *rows: str) -> Mapped:
        """Map a table whose cells are drawn with bars between."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(
            [cell.strip() for cell in line.split("|")] for line in (header, *rows)
        )
        return self.file(self.write("export.csv", text.getvalue()))

    def file(self, path: Path, sheet: str | None = None) -> Mapped:
        return map_file(self.con, path, sheet=sheet, facet_codes=KEEP_CODES)


@pytest.fixture
def mapper(con: duckdb.DuckDBPyConnection, write: Write) -> Mapper:
    return Mapper(con, write)


def columns(made: Mapped) -> dict[str, Proposed]:
    return {one.column: one for one in made.proposal.columns}


def headers(made: Mapped) -> dict[str, tuple[str, ...]]:
    return {one.column: one.headers for one in made.proposal.columns}


def unused(made: Mapped) -> dict[str, str]:
    return dict(made.proposal.unused)


def shown(made: Mapped, column: str) -> list[Any]:
    assert made.trial is not None, made.proposal.missing
    return [row[column] for row in made.trial.rows]


# --- dates

D = datetime.date
MARCH, LAST = D(2025, 3, 14), D(2025, 12, 31)
# Cells, formats, whether the order of day and month is certain, and the days that are read.
DATES: dict[str, tuple[list[str], tuple[str, ...], bool, list[datetime.date]]] = {
    "as the loader reads them": (["2025-03-14", "2025-12-31"], (ISO,), True, [MARCH, LAST]),
    "so with a time": (["2025-03-14 00:00:00", "2025-12-31T10:00:00Z"], (ISO,), True, [MARCH, LAST]),
    "month first, as a day shows": (["03/04/2025", "12/31/2025"], ("%m/%d/%Y",), True, [D(2025, 3, 4), LAST]),
    "without zeros": (["3/4/2025", "12/31/2025"], ("%m/%d/%Y",), True, [D(2025, 3, 4), LAST]),
    "day first, as a day shows": (["04/03/2025", "31/12/2025"], ("%d/%m/%Y",), True, [D(2025, 3, 4), LAST]),
    "either order": (["01/02/2025", "12/11/2025"], ("%m/%d/%Y",), False, [D(2025, 1, 2), D(2025, 12, 11)]),
    "either order, with points": (["01.02.2025", "12.11.2025"], ("%d.%m.%Y",), False, [D(2025, 2, 1), D(2025, 11, 12)]),
    "compact": (["20250314", "20251231"], ("%Y%m%d",), True, [MARCH, LAST]),
    "years of two digits": (["03/14/25", "12/31/25"], ("%m/%d/%y",), True, [MARCH, LAST]),
    "years of two digits and of four": (["03/14/25", "12/31/2025"], ("%m/%d/%y", "%m/%d/%Y"), True, [MARCH, LAST]),
    "months by name": (["14-MAR-2025", "31-Dec-2025"], ("%d-%b-%Y",), True, [MARCH, LAST]),
    "American times, and none": (
        ["03/14/2025 1:05 PM", "12/31/2025"], ("%m/%d/%Y", "%m/%d/%Y %I:%M %p"), True, [MARCH, LAST],
    ),
    "a cell that proves the order of the others": (
        ["02/01/2025", "31/12/2025 10:00"], ("%d/%m/%Y", "%d/%m/%Y %H:%M"), True, [D(2025, 1, 2), LAST],
    ),
    "two ways of writing": (
        ["2025-03-14", "03/05/2025", "12/31/2025"], ("%m/%d/%Y", "%Y-%m-%d"), True, [MARCH, D(2025, 3, 5), LAST],
    ),
    "some cells that are none": (["03/14/2025", "soon", "12/31/2025"], ("%m/%d/%Y",), True, [MARCH, LAST]),
    "no day of any month": (["03/14/2025", "02/30/2025", "12/31/2025"], ("%m/%d/%Y",), True, [MARCH, LAST]),
}


def test_date_formats(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    """All cases as the columns of one table, as each column is looked at by itself."""
    create_macros(con)
    rows = ["|".join(f"c{n}" for n in range(len(DATES)))]
    rows += ["|".join((*cells, "", "")[n] for cells, *_ in DATES.values()) for n in range(3)]
    path = write("cells.csv", "\n".join(rows) + "\n")
    con.read_csv(str(path), header=True, all_varchar=True, delimiter="|").create("map_sample")
    facts_of(con, len(DATES), KEEP_CODES, RUN_TOGETHER_MODIFIERS)
    found = dates_of(con)
    for position, (case, (cells, formats, certain, days)) in enumerate(DATES.items()):
        dates = found[position]
        assert set(dates.formats) == {*formats}, case
        assert dates.certain == certain, case
        assert (dates.read, dates.earliest) == (len(days), min(days)), case
        if formats != (ISO,):
            read = con.execute("select try_strptime(unnest($1), $2)", [cells, in_reading_order(dates.formats)])
            assert [moment.date() for (moment,) in read.fetchall() if moment] == days, case


def test_an_order_of_day_and_month_that_is_not_certain_is_said(mapper: Mapper) -> None:
    made = mapper.table("Claim ID|Patient ID|DOS|CPT", "1|P|01/02/2025|64493", "2|P|12/11/2025|64493")
    assert (made.proposal.date_formats, columns(made)["service_date"].sure) == (("%m/%d/%Y",), "look")
    (note,) = made.proposal.notes
    assert "every date reads with day and month exchanged, too; month before day is proposed" in note
    assert "every date reads with day and month exchanged" in made.text.replace("\n# ", " ")
    assert shown(made, "service_date") == [D(2025, 1, 2), D(2025, 12, 11)]


def test_years_of_two_digits_come_first_lest_25_be_read_as_the_year_25(mapper: Mapper) -> None:
    made = mapper.table(
        "Claim ID|Patient ID|DOS|CPT", "1|P|03/14/2025|64493", "2|P|03/15/2025|64493", "3|P|3/16/25|64493"
    )
    assert made.proposal.date_formats == ("%m/%d/%y", "%m/%d/%Y")
    assert shown(made, "service_date") == [D(2025, 3, 14), D(2025, 3, 15), D(2025, 3, 16)]


def test_another_column_can_prove_the_order_of_day_and_month(mapper: Mapper) -> None:
    made = mapper.table(
        "Claim ID|Patient ID|DOS|CPT|DOB", "1|P|01/02/2025|64493|31/12/1950", "2|P|03/02/2025|64493|01/01/1960"
    )
    assert (made.proposal.date_formats, columns(made)["service_date"].sure) == (("%d/%m/%Y",), "likely")
    assert "that of 'DOB'" in columns(made)["service_date"].why
    assert shown(made, "service_date") == [D(2025, 2, 1), D(2025, 2, 3)]


def test_a_date_of_payment_in_the_other_order_is_left_out_and_said(mapper: Mapper) -> None:
    made = mapper.table(
        "Claim ID|Patient ID|DOS|CPT|Paid Date", "1|P|12/31/2024|64493|31/01/2025", "2|P|01/02/2025|64493|01/02/2025"
    )
    assert "paid_date" not in headers(made)
    assert unused(made)["Paid Date"].startswith("dates written %d/%m/%Y")
    (note,) = made.proposal.notes
    assert "the other way round" in note
    assert shown(made, "service_date") == [D(2024, 12, 31), D(2025, 1, 2)]


def test_a_declared_format_reads_the_iso_dates_beside_it_too(mapper: Mapper) -> None:
    made = mapper.table("Claim ID|Patient ID|DOS|CPT|Paid Date", "1|P|12/31/2024|64493|2025-01-31 00:00:00")
    assert set(made.proposal.date_formats) == {"%m/%d/%Y", "%Y-%m-%d %H:%M:%S"}
    assert shown(made, "paid_date") == [D(2025, 1, 31)]


# --- what the cells alone give away

FOREIGN = (
    "Vorgang|Spalte 2|Spalte 3|Spalte 4|Spalte 5|Spalte 6|Spalte 7|Spalte 8|Spalte 9",
    "V100|1EG4-TE5-MK73|14.02.2025|64493|RT|1234567893|M47.816;M54.50|11|12,50",
    "V101|1EG4TE5MK72|15.02.2025|'213T-50|LT,KX|1245319599|M47.816|24|1.234,00",
    "V102|1EG4TE5MK72|15.02.2025|J1030||1234567893|M54.50|24|8,00",
)


def test_columns_are_known_by_their_cells(mapper: Mapper) -> None:
    made = mapper.table(*FOREIGN)
    found = columns(made)
    assert {name: (one.headers, one.sure) for name, one in found.items()} == {
        "patient_id": (("Spalte 2",), "likely"),
        "service_date": (("Spalte 3",), "likely"),
        "hcpcs": (("Spalte 4",), "likely"),
        "modifiers": (("Spalte 5",), "likely"),
        "rendering_npi": (("Spalte 6",), "look"),
        "diagnosis_codes": (("Spalte 7",), "likely"),
        "place_of_service": (("Spalte 8",), "look"),
    }
    assert all(one.why.startswith(("the cells alone", "the only dates")) for one in found.values())
    assert made.proposal.missing == ("claim_id",)
    assert unused(made) == {"Vorgang": "text", "Spalte 9": "amounts"}
    assert made.trial is None


def test_an_npi_needs_its_check_digit(mapper: Mapper) -> None:
    # 1234567893 is the example of CMS; with another last digit it is none.
    good = mapper.table("Claim ID|Patient ID|DOS|CPT|Rendering NPI", "1|P|2025-01-02|64493|1234567893")
    wrong = mapper.table("Claim ID|Patient ID|DOS|CPT|Rendering NPI", "1|P|2025-01-02|64493|1234567894")
    assert columns(good)["rendering_npi"].sure == "sure"
    assert "rendering_npi" not in columns(wrong)
    assert "named like rendering_npi, but only 0 of 1 cells are NPIs" in unused(wrong)["Rendering NPI"]


def test_of_two_columns_of_npis_the_one_that_varies_is_who_performed(mapper: Mapper) -> None:
    made = mapper.table(
        "Claim ID|Patient ID|DOS|CPT|N1|N2",
        "1|P|2025-01-02|64493|1245319599|1234567893", "2|P|2025-01-02|64493|1245319599|1245319599",
    )
    assert (headers(made)["rendering_npi"], headers(made)["billing_npi"]) == (("N2",), ("N1",))
    assert {columns(made)[name].sure for name in ("rendering_npi", "billing_npi")} == {"look"}


def test_other_codes_than_facet_codes_are_only_worth_a_look(mapper: Mapper) -> None:
    made = mapper.table(
        "Claim ID|Patient ID|DOS|What|Zip", "1|P|2025-01-02|99213|64493", "2|P|2025-01-02|J1030|64494"
    )
    assert columns(made)["hcpcs"].headers == ("What",)
    assert columns(made)["hcpcs"].sure == "look"
    assert made.trial is not None
    assert made.trial.facet_lines == 0


# --- headers

TRAPS = {
    "Referring NPI": "1245319599", "Ref Prov NPI": "1245319599", "Facility NPI": "1245319599",
    "DOB": "1950-12-31", "Patient Birth Date": "1950-12-31", "Service To Date": "2025-01-03",
    "Patient Name": "Doe, Jane", "Patient State": "TX", "Patient Zip": "64493", "Procedure Description": "word",
    "Patient Paid Amt": "12.00", "Secondary Insurance Paid": "3.00", "Copay Amount": "20.00", "Unit Price": "12.00",
    "Expected Allowed Amount": "90.00", "Adjustment Amount": "1.00",
}


def test_headers_of_something_else_are_left_alone(mapper: Mapper) -> None:
    made = mapper.table(
        "|".join(["Claim ID", "Patient ID", "DOS", "CPT", *TRAPS]),
        "|".join(["1", "P", "2025-01-02", "64495", *TRAPS.values()]),
    )
    assert headers(made) == {
        "claim_id": ("Claim ID",), "patient_id": ("Patient ID",), "service_date": ("DOS",), "hcpcs": ("CPT",)
    }
    assert {*unused(made)} == {*TRAPS}


ALIKE = {
    "Svc From Dt": "service_date", "ServiceDateFrom": "service_date", "Chk Dt": "paid_date", "Proc Cd": "hcpcs",
    "Pt Acct No": "patient_id", "Visit #": "claim_id", "Claim Line No": "line_number", "Auth #": "authorization_number",
    "Amount Allowed": "allowed_amount", "Allowd": "allowed_amount", "Total Paid Amt": "paid_amount",
    "Line Chg Amt": "charge_amount", "Rend Prov NPI": "rendering_npi", "Place Of Service Cd": "place_of_service",
    "Units Billed": "units", "Principal Dx": "diagnosis_codes", "DX1": "diagnosis_codes",
}


def test_abbreviated_and_misspelt_headers() -> None:
    for header, expected in ALIKE.items():
        likeness = {column: alike(header, column)[0] for column in COLUMN_NAMES if not column.startswith("modifier")}
        assert max(likeness, key=lambda column: likeness[column]) == expected, header
        assert 0.8 <= likeness[expected] <= 1, header


def test_every_known_word_is_known() -> None:
    for column, words in known_words().items():
        for word in words:
            assert alike(word.upper(), column)[0] >= 0.9, (column, word)


@pytest.mark.parametrize(
    ("header", "number"),
    [("Mod 2", 2), ("MODIFIER_TWO", 2), ("Modifier A", 1), ("DX12", 12), ("Mods", 0), ("icd9cm_code_id", 0), ("", 0),
     ("ICD10 Code 3", 3), ("HCPCS_2_MDFR_CD", 2)],
)
def test_number_of_a_header(header: str, number: int) -> None:
    assert number_in(header) == number


def test_a_known_header_over_other_cells_is_not_believed(mapper: Mapper) -> None:
    made = mapper.table("Claim ID|Patient ID|DOS|CPT|Units|POS", "1|P|2025-01-02|64493|UN|office")
    assert {"units", "place_of_service"}.isdisjoint(columns(made))
    assert unused(made) == {
        "Units": "text; named like units, but only 0 of 1 cells are numbers",
        "POS": "text; named like place_of_service, but only 0 of 1 cells are places of service",
    }


def test_what_is_no_identifier_of_a_patient_is_worth_a_look(mapper: Mapper) -> None:
    names = mapper.table("Claim ID|Patient|DOS|CPT", "1|Doe, Jane|2025-01-02|64493", "2|Roe, Jim|2025-01-02|64493")
    assert columns(names)["patient_id"].sure == "look"
    assert "look like names" in columns(names)["patient_id"].why
    rows = mapper.table("Claim ID|Patient ID|DOS|CPT", *(f"C|{n}|2025-01-02|64493" for n in range(101)))
    assert columns(rows)["patient_id"].sure == "look"
    assert "a row's number" in columns(rows)["patient_id"].why


def test_columns_without_a_name_cannot_be_mapped_and_are_shown(mapper: Mapper) -> None:
    made = mapper.table("Claim ID|Patient ID|DOS|CPT||", "1|P|2025-01-02|64493|RT|")
    assert unused(made) == {"(column 5 has no name)": "modifiers", "(column 6 has no name)": "blank"}


# --- modifiers, diagnoses, amounts, words

@pytest.mark.parametrize(
    ("names", "cells", "found", "one_cell", "read"),
    [
        ("Mods", ["RT"], ("Mods",), True, ("RT", None)),
        ("Mods", ["50 KX"], ("Mods",), True, ("50", "KX")),
        ("Mods", ["50KX"], ("Mods",), True, ("50", "KX")),
        ("Mod 1", ["RT"], ("Mod 1",), False, ("RT", None)),
        ("Modifier B|Modifier A", ["KX", "RT"], ("Modifier A", "Modifier B"), False, ("RT", "KX")),
        ("Mod 1|Mod 2|Mod 3|Mod 4", ["RT", "KX", "", ""], ("Mod 1", "Mod 2", "Mod 3", "Mod 4"), False, ("RT", "KX")),
        ("Mod 1|Mod 2|Mod 3|Mod 4|Mod 5", ["RT", "KX", "", "", "59"], ("Mod 1", "Mod 2", "Mod 3", "Mod 4"), False,
         ("RT", "KX")),
        ("Modifier|Modifier 2", ["RT", "KX"], ("Modifier", "Modifier 2"), False, ("RT", "KX")),
        ("Modifiers|Mod 1|Mod 2", ["RT;KX", "RT", "KX"], ("Mod 1", "Mod 2"), False, ("RT", "KX")),
    ],
)
def test_modifiers(
    names: str, cells: list[str], found: tuple[str, ...], one_cell: bool, read: tuple[str, str | None], mapper: Mapper
) -> None:
    made = mapper.table(f"Claim ID|Patient ID|DOS|CPT|{names}", "|".join(["1", "P", "2025-01-02", "64493", *cells]))
    assert (columns(made)["modifiers"].headers, columns(made)["modifiers"].one_cell) == (found, one_cell)
    assert (shown(made, "modifier_1"), shown(made, "modifier_2")) == ([read[0]], [read[1]])


def test_codes_with_modifiers_and_excel_apostrophes(mapper: Mapper) -> None:
    made = mapper.table(
        "Claim ID|Patient ID|DOS|CPT|Charges",
        "'0012|'007|'2025-01-02|64493-50|'100.50", '0013|007|2025-01-03|="64494"|1',
    )
    assert columns(made)["hcpcs"].sure == "sure"
    assert columns(made)["charge_amount"].sure == "sure"
    assert (shown(made, "hcpcs"), shown(made, "modifier_1")) == (["64493", "64494"], ["50", None])
    assert (shown(made, "claim_id"), shown(made, "patient_id")) == (["0012", "0013"], ["007", "007"])
    assert shown(made, "charge_amount") == [Decimal("100.50"), Decimal("1.00")]


@pytest.mark.parametrize(
    ("cells", "signs", "amounts"),
    [
        (["1,234.56", "12"], (".", ","), ["1234.56", "12.00"]),
        (["1.234,56", "12"], (",", "."), ["1234.56", "12.00"]),
        (["1 234,56", "0,5"], (",", " "), ["1234.56", "0.50"]),
        (["1'234.56", "12.00"], (".", "'"), ["1234.56", "12.00"]),
        (["$1,234.56", "(12.50)"], (".", ","), ["1234.56", "-12.50"]),
    ],
)
def test_signs_of_amounts(cells: list[str], signs: tuple[str, str], amounts: list[str], mapper: Mapper) -> None:
    made = mapper.table(
        "Claim ID|Patient ID|DOS|CPT|Charges", *(f"{n}|P|2025-01-02|64493|{cell}" for n, cell in enumerate(cells))
    )
    assert (made.proposal.decimal, made.proposal.thousands) == signs
    assert shown(made, "charge_amount") == [Decimal(amount) for amount in amounts]


def test_both_decimal_signs_are_said(mapper: Mapper) -> None:
    made = mapper.table(
        "Claim ID|Patient ID|DOS|CPT|Charges", "1|P|2025-01-02|64493|1,5", "2|P|2025-01-02|64493|1.50",
        "3|P|2025-01-02|64493|2.50",
    )
    assert made.proposal.decimal == "."
    assert "1 cells have a decimal comma and 2 a decimal point" in made.proposal.notes[0]
    assert made.trial is not None
    assert made.trial.rejects == (("charge_amount", "not an amount", 1),)


def test_words_of_a_status_become_values(mapper: Mapper) -> None:
    made = mapper.table(
        "Claim ID|Patient ID|DOS|CPT|Claim Status", "1|P|2025-01-02|64493|Posted", "2|P|2025-01-02|64493|DENIED",
    )
    assert made.proposal.values == {"line_status": {"posted": "paid"}}
    assert shown(made, "line_status") == ["paid", "denied"]


def test_a_status_with_another_word_is_left_alone(mapper: Mapper) -> None:
    made = mapper.table(
        "Claim ID|Patient ID|DOS|CPT|Claim Status", "1|P|2025-01-02|64493|Posted", "2|P|2025-01-02|64493|Void"
    )
    assert "line_status" not in columns(made)
    assert "named like line_status" in unused(made)["Claim Status"]
    assert made.proposal.values == {}


# --- the TOML, the trial, the whole

def test_a_missing_column_is_a_line_to_fill_in(mapper: Mapper) -> None:
    made = mapper.table("Vorgang|Patient ID|DOS|CPT", "1|P|2025-01-02|64493")
    assert made.trial is None
    line = next(line for line in made.text.splitlines() if line.startswith('# claim_id = ""'))
    mended = parse_mapping("own", made.text.replace(line, 'claim_id = "Vorgang"'), "own", exact=True)
    assert missing_required(lay_over(mended, ["Vorgang", "Patient ID", "DOS", "CPT"])) == ()


def test_any_header_can_be_written_into_the_mapping(con: duckdb.DuckDBPyConnection, write: Write) -> None:
    odd = ['Claim "ID"', "Patient\\ID", "DOS #", "CPT\n(code)", "Chargés", "tab\there"]
    path = write("odd.csv", ",".join('"' + name.replace('"', '""') + '"' for name in odd) +
                 "\nC1,P1,2025-01-02,64493,12.50,\n")
    made = map_file(con, path, sheet=None, facet_codes=KEEP_CODES)
    assert headers(made) == {
        "claim_id": (odd[0],), "patient_id": (odd[1],), "service_date": (odd[2],), "hcpcs": (odd[3],),
        "charge_amount": (odd[4],),
    }
    assert [line for line in made.text.splitlines() if line and not line.startswith(("#", "["))] == [
        r'claim_id = "Claim \"ID\""', r'patient_id = "Patient\\ID"', 'service_date = "DOS #"',
        r'hcpcs = "CPT\n(code)"', 'charge_amount = "Chargés"',
    ]
    assert shown(made, "charge_amount") == [Decimal("12.50")]


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_of_a_preset_is_mapped_to_the_lines_that_the_preset_reads(
    name: str, loader: Loader, mapper: Mapper, write: Write
) -> None:
    export = write("export.txt", EXPORTS[name])
    made = mapper.file(export)
    assert (made.proposal.preset, made.proposal.missing, made.proposal.as_it_is) == (name, (), True)
    report = loader.files(export, mapping=write("proposed.toml", made.text))
    assert report.files[0].mapping == "proposed"
    for column in (*ALWAYS, *CARRIES[name]):
        assert tuple(value for (value,) in loader.lines(column)) == TRUTH[column], column


def test_a_preset_that_does_not_read_the_dates_needs_the_mapping(mapper: Mapper) -> None:
    made = mapper.table("enc|id|dos|cpt_code|units", "1|P|31.12.2024|64493|1")
    assert (made.proposal.preset, made.proposal.as_it_is) == ("encounter_export", False)
    assert "the file needs the mapping" in made.text.replace("\n# ", " ")


def test_the_trial_rejects_what_the_loader_rejects(loader: Loader, mapper: Mapper, write: Write) -> None:
    text = (
        "Visit;Acct;Svc Dt;Proc Cd;Qty;Fee\nV1;A1;31.12.2024;99214;1;10,00\n\nV2;;31.12.2024;64493;1;10,00\n"
        "V3;A3;soon;64493;1;10,00\nV4;A4;30.12.2024;64493;1;10,00;more\nV5;A5;30.12.2024;9921;1;\n"
        "V6;A6;30.12.2024;64493;x;1,00\n"
        + "".join(f"W{n};A{n};30.12.2024;99213;1;1,00\n" for n in range(100))
        + "V7;A7;30.12.2024;64493;1;10,00\n"
    )
    path = write("visits.csv", text)
    made = mapper.file(path)
    assert made.trial is not None
    report = loader.files(path, mapping=write("own.toml", made.text))
    assert (made.sample.rows, made.trial.rejected) == (report.total.read, report.total.rejected)
    assert made.trial.rejects == (
        ("patient_id", "blank", 1), ("service_date", "not a date in the accepted format", 1),
        ("units", "not a number", 1), ("the row", "cannot be split into cells", 1),
    )
    assert (made.trial.accepted, made.trial.facet_lines) == (103, 1)
    assert shown(made, "hcpcs")[:3] == ["64493", "99214", "09921"]  # a facet code first, then in the order of the file
    assert len(made.trial.rows) == 10


def test_nothing_is_left_in_the_connection(con: duckdb.DuckDBPyConnection, mapper: Mapper) -> None:
    before = con.execute("select count(*) from duckdb_tables()").fetchall()
    mapper.table("Claim ID|Patient ID|DOS|CPT", "1|P|2025-01-02|64493")
    assert con.execute("select count(*) from duckdb_tables()").fetchall() == before
    assert con.execute("select count(*) from duckdb_views() where not internal").fetchall() == [(0,)]
    assert con.execute("select count(*) from duckdb_functions() where not internal").fetchall() == [(0,)]


def test_threads_and_repetition_change_nothing(write: Write) -> None:
    path = write("visits.csv", "\n".join(line.replace(",", "").replace("|", ",") for line in FOREIGN) + "\n")
    texts = set()
    for threads in (1, 4, 4):
        with duckdb.connect(config={"threads": threads}) as con:
            texts.add(map_file(con, path, sheet=None, facet_codes=KEEP_CODES).text)
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("content", "refusal", "says"),
    [
        ("", NotClaims, "the file is empty"),
        ("Claim ID,Patient ID,DOS,CPT\n", InputRefused, "there is a header and no rows"),
        ("C1,P1,2025-01-02,64493\nC2,P1,2025-01-02,64494\n", InputRefused, "looks like data, not like a header"),
        ("word\n1\n", NotClaims, "no separator is found"),
        ("name,city\nx,y\n", NotClaims, "no column looks like procedure codes or dates of service"),
        ("a,a\n1,2\n", InputRefused, "stands in columns 1 and 2"),
        ('Claim ID,Patient ID,DOS,CPT\n1,P,2025-01-02,64493\n"2,P,2025-01-02,64493\n', InputRefused, "never closed"),
        (b"\x00\x01\x02\x03" * 50, NotClaims, "the file is binary"),
        (b"PAR1" + b"\0" * 20, InputRefused, "map looks at delimited text and workbooks"),
        ("DML_IND|BENE_ID|CLM_ID|HCPCS_CD\n|1|2|64493\n", InputRefused, "run facetaudit check"),
        ("<html></html>", NotClaims, "an HTML or XML page"),
    ],
)
def test_files_that_are_refused(
    content: str | bytes, refusal: type[InputRefused], says: str, mapper: Mapper, write: Write
) -> None:
    with pytest.raises(refusal) as caught:
        mapper.file(write("export.csv", content))
    message = str(caught.value)
    assert says in message
    assert message.startswith("export.csv: ")
    assert message.endswith(".")


def test_a_sheet_is_for_workbooks(mapper: Mapper, write: Write) -> None:
    with pytest.raises(UsageError, match="--sheet is for workbooks"):
        mapper.file(write("export.csv", "Claim ID,Patient ID,DOS,CPT\n1,P,2025-01-02,64493\n"), sheet="Charges")


def test_a_mask_shows_two_characters_of_a_long_identifier_and_none_of_a_short_one() -> None:
    assert [mask(text) for text in ("1EG4TE5MK73", "12345", "1234", "7")] == ["...73", "...45", "...", "..."]
