"""Carrier claims in CMS's research identifiable file (RIF) layout: bar-separated, one row a line, two modifiers.

A line is denied where CARR_CLM_PMT_DNL_CD is 0, or where its own processing indicator says so and it was paid nothing.
Versions of a claim share CARR_CLM_CNTL_NUM: entry code 3 (or disposition 3) cancels, entry code 5 adjusts, and what
FINAL_ACTION calls N is superseded.  Lines of an ambulatory surgical center (specialty 49, or type
of service F, facility use) stand in the same file and get claim type asc.  The line's own diagnosis comes first,
then those of the claim, because the layout keeps one pointer a line only.
"""

from __future__ import annotations

import duckdb

from facetaudit.claims.formats.delimited import READ, Header, csv_variables, read_header, refuse_repeated
from facetaudit.claims.formats.medicare import SSA_STATES, claim_type, is_one_of, line_status, npi, state
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
_INDICATOR, _PAID = "LINE_PRCSG_IND_CD", "LINE_NCH_PMT_AMT"
_CONTROL, _ENTRY, _DISPOSITION, _FINAL = "CARR_CLM_CNTL_NUM", "CARR_CLM_ENTRY_CD", "CLM_DISP_CD", "FINAL_ACTION"
_STATE, _CARRIER, _LOCALITY = "PRVDR_STATE_CD", "CARR_NUM", "CARR_LINE_PRCNG_LCLTY_CD"
_NPIS = {"rendering_npi": ("PRF_PHYSN_NPI",), "billing_npi": ("CARR_CLM_BLG_NPI_NUM", "ORG_NPI_NUM")}
_DIAGNOSES = ("LINE_ICD_DGNS_CD", *(f"ICD_DGNS_CD{number}" for number in range(1, 13)))

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
        claim_key=_claim_key(at),
        claim_action=_claim_action(at),
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
    columns["claim_type"] = claim_type(_at(at, _SPECIALTY), _at(at, _SERVICE_TYPE))
    columns["payer"] = duckdb.ConstantExpression("medicare")
    if _DENIAL in at or _INDICATOR in at:
        columns["line_status"] = line_status(_at(at, _DENIAL), _at(at, _INDICATOR), _at(at, _PAID))
    if _STATE in at:
        columns["state"] = state(column_at(at[_STATE]), SSA_STATES)
    if _CARRIER in at and _LOCALITY in at:
        parts = column_at(at[_CARRIER]), duckdb.ConstantExpression("-"), column_at(at[_LOCALITY])
        both = column_at(at[_CARRIER]).isnotnull() & column_at(at[_LOCALITY]).isnotnull()
        columns["locality"] = duckdb.CaseExpression(both, duckdb.FunctionExpression("concat", *parts))
    for name, sources in _NPIS.items():
        found = [npi(column_at(at[rif])) for rif in sources if rif in at]
        if found:
            columns[name] = first_of(*found) if len(found) > 1 else found[0]
    diagnoses = [column_at(at[rif]) for rif in _DIAGNOSES if rif in at]
    if diagnoses:
        columns["diagnosis_codes"] = duckdb.FunctionExpression("concat_ws", duckdb.ConstantExpression(";"), *diagnoses)
    return columns


def _at(at: dict[str, int], column: str) -> duckdb.Expression | None:
    return column_at(at[column]) if column in at else None


def _claim_key(at: dict[str, int]) -> duckdb.Expression | None:
    """What the versions of a claim share; a claim without a control number stands for itself."""
    if _CONTROL not in at:
        return None
    control = duckdb.FunctionExpression("trim", column_at(at[_CONTROL]))
    return first_of(missing_if(control, ""), duckdb.FunctionExpression("trim", column_at(at["CLM_ID"])))


def _claim_action(at: dict[str, int]) -> duckdb.Expression | None:
    """What the version does to the others, by the first of these columns that speaks."""
    known = [
        (column, codes, action)
        for column, codes, action in (
            (_FINAL, ("N",), "superseded"),
            (_ENTRY, ("3",), "cancel"),
            (_DISPOSITION, ("3", "03"), "cancel"),
            (_ENTRY, ("5",), "adjust"),
        )
        if column in at
    ]
    if not known:
        return None
    case = duckdb.CaseExpression(duckdb.ConstantExpression(False), duckdb.ConstantExpression(None).cast("VARCHAR"))
    for column, codes, action in known:
        case = case.when(is_one_of(column_at(at[column]), codes), duckdb.ConstantExpression(action))
    return case
