"""Small files in CMS's layouts, made up: our codes and codes that do not exist, no descriptor but a marked word."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from facetaudit.fees.schedule import read_table
from facetaudit.fees.table_specs import TABLES

DESCRIPTOR = "MARKEDTEXT of a code"
"""Stands where CMS's files have descriptors: nothing that is kept may hold it."""

SPECS = {spec.name: spec for spec in TABLES}
HCPCS_ROW = [
    "HCPCS", "MOD", "DESCRIPTION", "CODE", "PAYMENT", "RVU", "PE RVU", "INDICATOR", "PE RVU", "INDICATOR", "RVU",
    "TOTAL", "TOTAL", "IND", "DAYS", "OP", "OP", "OP", "PROC", "SURG", "SURG", "SURG", "SURG",
]  # fmt: skip
LATER = ["BASE", "FACTOR", "PROCEDURES", "FLAG", "INDICATOR", "AMOUNT", "AMOUNT", "AMOUNT"]


@dataclass(frozen=True)
class Value:
    """One row of a relative value file; `total` replaces the nonfacility total that the parts make."""

    code: str
    work: str = "1.00"
    nonfacility: str = "2.00"
    facility: str = "0.50"
    malpractice: str = "0.25"
    mod: str = ""
    status: str = "A"
    global_days: str = "000"
    mult: str = "2"
    bilat: str = "1"
    total: str | None = None


def csv_text(rows: Iterable[Sequence[str]], delimiter: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def value_rows(values: Sequence[Value], factor: str, columns: int = 31) -> list[list[str]]:
    rows = []
    for v in values:
        nonfacility, facility = (
            str(Decimal(v.work) + Decimal(pe) + Decimal(v.malpractice)) for pe in (v.nonfacility, v.facility)
        )
        rows.append([
            v.code, v.mod, DESCRIPTOR, v.status, "", v.work, v.nonfacility, "", v.facility, "", v.malpractice,
            v.total or nonfacility, facility, "0", v.global_days, "0.10", "0.80", "0.10", v.mult, v.bilat, "0", "0",
            "0", *(["Y"] if columns == 32 else []), "", factor, "09", "0", "99", "0.00", "0.00", "0.00",
        ])  # fmt: skip
    return rows


def relative_values(
    values: Sequence[Value],
    factor: str = "32.3465",
    columns: int = 31,
    title: str = "2025 National Physician Fee Schedule Relative Value File October Release",
) -> list[list[str]]:
    """The rows of a PPRRVU file: title, notice, stacked header, values."""
    header = [*HCPCS_ROW, *(["IND"] if columns == 32 else []), *LATER]
    stacked = ["", "", "", "STATUS", "MEDICARE ", "WORK", "NON-FAC", "NA", "FACILITY", "NA", "MP", "NON-FACILITY"]
    blank = [""] * columns
    title_row = ["", "", title, *blank[3:]]
    notice = ["", "", "CPT codes are copyright 2024 American Medical Association.", *blank[3:]]
    above = [*stacked, *blank[len(stacked) :]]
    return [title_row, notice, blank, above, header, *value_rows(values, factor, columns)]


def fixed_values(values: Sequence[Value], factor: str = "32.3465", title: str | None = None) -> str:
    """The fixed-width text of the same file: HDR lines, then records of 143 characters."""
    title = title or "2025 National Physician Fee Schedule Relative Value File October Release"
    lines = [f"HDR{title}", "HDRCPT codes are copyright 2024 American Medical Association."]
    for row in value_rows(values, factor):
        line = [" "] * 143
        # first column (from 1), right edge, cell
        for start, end, at in (
            (1, 5, 0), (6, 7, 1), (8, 57, 2), (58, 58, 3), (60, 65, 5), (67, 72, 6), (73, 74, 7), (76, 81, 8),
            (82, 83, 9), (85, 89, 10), (91, 96, 11), (97, 102, 12), (103, 103, 13), (104, 106, 14), (116, 116, 18),
            (117, 117, 19), (133, 140, 24),
        ):  # fmt: skip
            cell = row[at].ljust(end - start + 1) if at == 2 else row[at].rjust(end - start + 1)
            line[start - 1 : end] = cell[: end - start + 1]
        lines.append("".join(line))
    return "\r\n".join(lines) + "\r\n"


def localities(year: int) -> list[dict[str, str]]:
    return [row for row in read_table(SPECS["gpci"]) if row["valid_from"] == f"{year}-01-01"]


def gpci(year: int, with_state: bool = True, change: dict[str, str] | None = None) -> list[list[str]]:
    """The rows of a GPCI file: the built-in indices; `change` gives other work indices by MMMMM-LL."""
    names = ["Medicare Administrative Contractor (MAC)", "State", "Locality Number", "Locality Name"]
    header = [*names, f"{year} PW GPCI (with 1.0 Floor)", f"{year} PE GPCI", f"{year} MP GPCI"]
    rows = [
        [
            row["mac"],
            row["state"],
            row["locality"],
            f"{row['name']}*",
            (change or {}).get(f"{row['mac']}-{row['locality']}", row["work_gpci"]),
            row["pe_gpci"],
            row["mp_gpci"],
        ]
        for row in localities(year)
    ]
    table = [header, *rows]
    if not with_state:
        table = [[*row[:1], *row[2:]] for row in table]
    title = f"ADDENDUM E. FINAL CY {year} GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE AND MEDICARE LOCALITY"
    return [[title], [""], *table, ["*Work GPCI reflects a 1.5 floor in Alaska established by the MIPPA."]]


def counties(year: int, extra: Sequence[tuple[str, str]] = ()) -> list[list[str]]:
    """The rows of a LOCCO file: unpadded numbers, State on its first row only, blank rows between."""
    header = ["Medicare Adminstrative Contractor", "Locality Number", "State ", "Fee Schedule Area ", "Counties"]
    pairs = [(row["mac"], row["locality"]) for row in localities(year)]
    body = [[mac.lstrip("0"), str(int(number)), "", "AREA", "ALL COUNTIES"] for mac, number in [*pairs, *extra]]
    return [[f"COUNTIES INCLUDED IN {year} LOCALITIES."], [""], header, [""], *body, [""], ["*  two carriers."]]


def asc(
    rates: Sequence[tuple[str, str, str, str]],
    addendum: str = "AA",
    quarter: str = "July 2026",
    comment_indicator: bool = False,
) -> list[list[str]]:
    """The rows of an ASC addendum: code, discount Y or N, payment indicator, rate."""
    discounting = ["Subject to Multiple Procedure Discounting"] if addendum == "AA" else []
    comment = ["Comment Indicator"] if comment_indicator else []
    names = [f"{quarter} Payment Indicator", f"{quarter}  Payment Weight  ", f"{quarter} Payment Rate "]
    header = ["HCPCS Code", "", "Short Descriptor", *discounting, *comment, *names]
    body = [
        [code, "", DESCRIPTOR, *([discount] if discounting else []), *([""] if comment else []), indicator, "1.5", rate]
        for code, discount, indicator, rate in rates
    ]
    title = f"Addendum {addendum} -- ASC Covered Procedures for CY {quarter[-4:]}"
    return [[title], ["CPT codes and descriptions only are copyright \xa9"], [""], header, *body]


def opps(rates: Sequence[tuple[str, str, str, str]], quarter: str = "January 2026") -> list[list[str]]:
    """The rows of OPPS addendum B: code, status indicator, APC, rate."""
    header = ["HCPCS Code", "Short Descriptor", "SI", "APC", "Relative Weight", "Payment Rate"]
    header += ["National Unadjusted Copayment", "Minimum Unadjusted Copayment"]
    body = [[code, DESCRIPTOR, status, apc, "9.9", rate, "", "1.00"] for code, status, apc, rate in rates]
    return [[f"Addendum B.-OPPS Payment by HCPCS Code for {quarter}"], [""], ["notice"], [""], [""], header, *body]


def mue(edits: Sequence[tuple[str, str, str]], service: str = "Practitioner Services") -> list[list[str]]:
    """The rows of an MUE file: the notice is one cell of several lines, the first name breaks too."""
    notice = "CPT codes are copyright 2025\nAmerican Medical Association.\n\nCPT\xae is a trademark."
    header = ["HCPCS/\nCPT Code", f"{service} MUE Values", "MUE Adjudication Indicator", "MUE Rationale"]
    body = [[code, most, f"{mai} Date of Service Edit", "CMS Policy"] for code, most, mai in edits]
    return [[notice, "", "", ""], header, *body]


def ptp(pairs: Sequence[tuple[str, str, str]]) -> list[list[str]]:
    """The rows of a PTP file: column 1, column 2, modifier indicator."""
    header = ["Column 1", "Column 2", "*=in existence prior to 1996", "Effective Date", "Deletion Date", "Modifier"]
    body = [[one, two, "", "20200101", "*", modifier, "Misuse"] for one, two, modifier in pairs]
    return [["CPT only copyright 2025 American Medical Association."], [*header, "PTP Edit Rationale"], *body]


def zip_lines(lines: Sequence[tuple[str, str, str, str]], quarter: str = "20254") -> str:
    """The fixed-width text of a ZIP5 file: state, ZIP, MAC, locality."""
    return "".join(f"{state}{code}{mac}{number} {' ' * 60}{quarter}\n" for state, code, mac, number in lines)


def amounts(rows: Sequence[tuple[str, str, str, str, str]], year: int = 2025, trailer: bool = True) -> str:
    """The text of a PFALL or PFREV file: locality MMMMM-LL, code, mod, nonfacility, facility."""
    body = [
        [str(year), place[:5], place[6:], code, mod.ljust(2), nonfacility.zfill(10), facility.zfill(10), " ", "0", "A",
         "2", "0000000.00", "0000000.00", "9", "0000000.00", "0000000.00"]
        for place, code, mod, nonfacility, facility in rows
    ]  # fmt: skip
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(body)
    return text.getvalue() + ('"TRL","notice"\r\n' if trailer else "")


def zipped(target: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target


def workbook(target: Path, rows: Sequence[Sequence[object]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(target)) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return target
