"""Carrier claims in CMS's research identifiable file (RIF) layout: bar-separated, one row a line, two modifiers.

A line is denied where CARR_CLM_PMT_DNL_CD is 0.  Lines of an ambulatory surgical center (specialty 49, or type
of service F, facility use) stand in the same file and get claim type asc.  The line's own diagnosis comes first,
then those of the claim, because the layout keeps one pointer a line only.
"""

from __future__ import annotations

import duckdb

from facetaudit.claims.formats.delimited import READ, Header, csv_variables, read_header, refuse_repeated
from facetaudit.claims.formats.request import Request
from facetaudit.claims.mapping import nearest
from facetaudit.claims.source import Source, column_at, first_of, missing_if, name_extras
from facetaudit.claims.textfile import open_text
from facetaudit.errors import InputRefused, NotClaims, UsageError

NAMES = ("rif",)
MODIFIER_SLOTS = 2
DATE_FORMATS = ("%d-%b-%Y", "%Y%m%d", "%Y-%m-%d")

_MARKS = ("BENE_ID", "CLM_ID")
_REQUIRED = (*_MARKS, "LINE_NUM", "LINE_1ST_EXPNS_DT", "HCPCS_CD")
_PLAIN = {
    "claim_id": "CLM_ID",
    "line_number": "LINE_NUM",
    "patient_id": "BENE_ID",
    "hcpcs": "HCPCS_CD",
    "modifier_1": "HCPCS_1ST_MDFR_CD",
    "modifier_2": "HCPCS_2ND_MDFR_CD",
    "units": "LINE_SRVC_CNT",
    "place_of_service": "LINE_PLACE_OF_SRVC_CD",
    "charge_amount": "LINE_SBMTD_CHRG_AMT",
    "allowed_amount": "LINE_ALOWD_CHRG_AMT",
    "paid_amount": "LINE_NCH_PMT_AMT",
    "paid_date": "NCH_WKLY_PROC_DT",
    "service_date": "LINE_1ST_EXPNS_DT",
}
_DENIAL, _SPECIALTY, _SERVICE_TYPE = "CARR_CLM_PMT_DNL_CD", "PRVDR_SPCLTY", "LINE_CMS_TYPE_SRVC_CD"
_STATE, _CARRIER, _LOCALITY = "PRVDR_STATE_CD", "CARR_NUM", "CARR_LINE_PRCNG_LCLTY_CD"
_NPIS = {"rendering_npi": ("PRF_PHYSN_NPI",), "billing_npi": ("CARR_CLM_BLG_NPI_NUM", "ORG_NPI_NUM")}
_DIAGNOSES = ("LINE_ICD_DGNS_CD", *(f"ICD_DGNS_CD{number}" for number in range(1, 13)))

# Two-digit state codes of the Social Security Administration, which PRVDR_STATE_CD holds.
SSA_STATES = dict(zip(
    (f"{number:02d}" for number in range(1, 54)),
    (
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
        "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH",
        "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VI", "VA", "WA", "WV", "WI", "WY",
    ),
    strict=True,
))
# Federal codes of the states, which version 3 of an ExplanationOfBenefit has instead.
FIPS_STATES = dict(zip(
    (
        "01", "02", "04", "05", "06", "08", "09", "10", "11", "12", "13", "15", "16", "17", "18", "19", "20", "21",
        "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39",
        "40", "41", "42", "72", "44", "45", "46", "47", "48", "49", "50", "78", "51", "53", "54", "55", "56",
    ),
    SSA_STATES.values(),
    strict=True,
))


def recognise(head: bytes) -> str | None:
    """A RIF file names BENE_ID and CLM_ID, or BENE_ID and other RIF columns, between bars in its first row."""
    cells = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].rstrip(b"\r").split(b"|")
    if b"BENE_ID" in cells and {b"CLM_ID", b"DML_IND", b"RFRNC_YR"} & {*cells}:
        return "a bar-separated header with BENE_ID"
    return None


def open_source(request: Request, why: str) -> Source:
    """Lay a carrier file out; raises InputRefused for the other RIF files (outpatient, beneficiary)."""
    if request.mapping is not None:
        raise UsageError(f"{request.name}: a RIF file takes no mapping; leave --mapping out.")
    text = open_text(request.path, request.name, request.workdir, None)
    header = read_header(text.path, request.name, "|")
    refuse_repeated(header.cells, request.name)
    _refuse_others(header, request.name)
    at = {name: position for position, name in enumerate(header.cells)}
    columns = _columns(at)
    used = {*_PLAIN.values(), _STATE, _CARRIER, _LOCALITY, _DENIAL, *_DIAGNOSES, *sum(_NPIS.values(), ())}
    extras = name_extras(header.cells, frozenset(at[name] for name in used if name in at))
    return Source(
        path=request.path,
        format="rif",
        why=f"{why} and carrier line columns" if request.input_format == "auto" else why,
        read=_read,
        variables=csv_variables(text.path, len(header.cells), "|", "", header.row - 1),
        columns=columns,
        extra_columns={name: column_at(position) for name, position in extras.items()},
        modifier_slots=MODIFIER_SLOTS,
        iso_dates=False,
        date_formats=DATE_FORMATS,
        header_row=header.row,
        skipped_rows=tuple(row for row in text.blank_rows if row > header.row),
        notes=text.notes,
        delimited=True,
    )


def _read(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return con.sql(READ)


def _refuse_others(header: Header, name: str) -> None:
    cells = {*header.cells}
    if "CLM_ID" not in cells:
        raise NotClaims(f"{name}: this RIF file holds beneficiaries, not claims; give the carrier file.")
    if "LINE_NUM" not in cells or any(cell.startswith("REV_CNTR") for cell in cells):
        raise NotClaims(
            f"{name}: this RIF file holds institutional claims (such as outpatient), which are not read; "
            "give the carrier file."
        )
    for column in _REQUIRED:
        if column not in cells:
            raise InputRefused(
                f"{name}: the carrier file lacks {column} (nearest header: {nearest(column, header.cells)!r}); "
                "give the file with all its columns."
            )


def _columns(at: dict[str, int]) -> dict[str, duckdb.Expression]:
    """Expressions of the canonical columns, for the RIF columns that the file has."""
    columns = {name: column_at(at[rif]) for name, rif in _PLAIN.items() if rif in at}
    columns["claim_type"] = _claim_type(at)
    columns["payer"] = duckdb.ConstantExpression("medicare")
    if _DENIAL in at:
        denied = column_at(at[_DENIAL]) == duckdb.ConstantExpression("0")
        columns["line_status"] = duckdb.CaseExpression(denied, duckdb.ConstantExpression("denied")).otherwise(
            duckdb.ConstantExpression("paid")
        )
    if _STATE in at:
        columns["state"] = state_letters(column_at(at[_STATE]))
    if _CARRIER in at and _LOCALITY in at:
        parts = column_at(at[_CARRIER]), duckdb.ConstantExpression("-"), column_at(at[_LOCALITY])
        both = column_at(at[_CARRIER]).isnotnull() & column_at(at[_LOCALITY]).isnotnull()
        columns["locality"] = duckdb.CaseExpression(both, duckdb.FunctionExpression("concat", *parts))
    for name, sources in _NPIS.items():
        found = [_npi(column_at(at[rif])) for rif in sources if rif in at]
        if found:
            columns[name] = first_of(*found) if len(found) > 1 else found[0]
    diagnoses = [column_at(at[rif]) for rif in _DIAGNOSES if rif in at]
    if diagnoses:
        columns["diagnosis_codes"] = duckdb.FunctionExpression("concat_ws", duckdb.ConstantExpression(";"), *diagnoses)
    return columns


def _claim_type(at: dict[str, int]) -> duckdb.Expression:
    asc = duckdb.ConstantExpression("asc")
    case = duckdb.CaseExpression(duckdb.ConstantExpression(False), asc)
    for column, code in ((_SPECIALTY, "49"), (_SERVICE_TYPE, "F")):
        if column in at:
            case = case.when(column_at(at[column]) == duckdb.ConstantExpression(code), asc)
    return case.otherwise(duckdb.ConstantExpression("professional"))


def _npi(expression: duckdb.Expression) -> duckdb.Expression:
    """An NPI, where ten zeros stand for none."""
    return missing_if(expression, "0000000000")


def state_letters(expression: duckdb.Expression) -> duckdb.Expression:
    """Two letters from the SSA code, or from a FIPS code after `fips`; other digits (foreign) are missing."""
    missing = duckdb.ConstantExpression(None).cast("VARCHAR")
    case = duckdb.CaseExpression(expression.isnull(), missing)
    for code, letters in SSA_STATES.items():
        case = case.when(expression == duckdb.ConstantExpression(code), duckdb.ConstantExpression(letters))
    for code, letters in FIPS_STATES.items():
        case = case.when(expression == duckdb.ConstantExpression(f"fips {code}"), duckdb.ConstantExpression(letters))
    digits = duckdb.FunctionExpression("regexp_full_match", expression, duckdb.ConstantExpression("[0-9]*|fips.*"))
    return case.when(digits, missing).otherwise(expression)
