"""CCLF5: Part B physician lines of CMS's claim and claim line feed, as fixed-width records or as delimited text.

`~` stands for a missing value, 1000-01-01 and 9999-12-31 for no date.  Each version of a claim has its own
CUR_CLM_UNIQ_ID (the claim id here), and all share CLM_CNTL_NUM: adjustment type 1 cancels, type 2 adjusts.  Monthly
files deliver old versions again.  Five modifiers; the fifth follows the fourth in one cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import accumulate

import duckdb

from facetaudit.claims.formats.delimited import READ, csv_variables, read_header, refuse_repeated
from facetaudit.claims.formats.medicare import FIPS_STATES, claim_type, is_one_of, line_status, npi, state
from facetaudit.claims.formats.request import HEAD_BYTES, Request, literal_path
from facetaudit.claims.mapping import nearest
from facetaudit.claims.source import ISO_DATE, Source, column_at, first_of, missing_if, name_extras
from facetaudit.claims.textfile import TextFile, open_text
from facetaudit.errors import InputRefused, UsageError

NAMES = ("cclf5",)
MODIFIER_SLOTS = 5

LAYOUT: tuple[tuple[str, int], ...] = (
    ("CUR_CLM_UNIQ_ID", 13), ("CLM_LINE_NUM", 10), ("BENE_MBI_ID", 11), ("BENE_HIC_NUM", 11), ("CLM_TYPE_CD", 2),
    ("CLM_FROM_DT", 10), ("CLM_THRU_DT", 10), ("RNDRG_PRVDR_TYPE_CD", 3), ("RNDRG_PRVDR_FIPS_ST_CD", 2),
    ("CLM_PRVDR_SPCLTY_CD", 2), ("CLM_FED_TYPE_SRVC_CD", 1), ("CLM_POS_CD", 2), ("CLM_LINE_FROM_DT", 10),
    ("CLM_LINE_THRU_DT", 10), ("CLM_LINE_HCPCS_CD", 5), ("CLM_LINE_CVRD_PD_AMT", 15), ("CLM_LINE_PRMRY_PYR_CD", 1),
    ("CLM_LINE_DGNS_CD", 7), ("CLM_RNDRG_PRVDR_TAX_NUM", 10), ("RNDRG_PRVDR_NPI_NUM", 10),
    ("CLM_CARR_PMT_DNL_CD", 2), ("CLM_PRCSG_IND_CD", 2), ("CLM_ADJSMT_TYPE_CD", 2), ("CLM_EFCTV_DT", 10),
    ("CLM_IDR_LD_DT", 10), ("CLM_CNTL_NUM", 40), ("BENE_EQTBL_BIC_HICN_NUM", 11), ("CLM_LINE_ALOWD_CHRG_AMT", 17),
    ("CLM_LINE_SRVC_UNIT_QTY", 24), ("HCPCS_1_MDFR_CD", 2), ("HCPCS_2_MDFR_CD", 2), ("HCPCS_3_MDFR_CD", 2),
    ("HCPCS_4_MDFR_CD", 2), ("HCPCS_5_MDFR_CD", 2), ("CLM_DISP_CD", 2), ("CLM_DGNS_1_CD", 7), ("CLM_DGNS_2_CD", 7),
    ("CLM_DGNS_3_CD", 7), ("CLM_DGNS_4_CD", 7), ("CLM_DGNS_5_CD", 7), ("CLM_DGNS_6_CD", 7), ("CLM_DGNS_7_CD", 7),
    ("CLM_DGNS_8_CD", 7), ("DGNS_PRCDR_ICD_IND", 1), ("CLM_DGNS_9_CD", 7), ("CLM_DGNS_10_CD", 7),
    ("CLM_DGNS_11_CD", 7), ("CLM_DGNS_12_CD", 7), ("HCPCS_BETOS_CD", 3), ("CLM_RNDRG_PRVDR_NPI_NUM", 10),
    ("CLM_RFRG_PRVDR_NPI_NUM", 10), ("CLM_CNTRCTR_NUM", 5),
)  # fmt: skip
"""Fields and their widths, in the order of the record."""
ENDS = (0, *accumulate(width for _, width in LAYOUT))
VERSIONS = {ENDS[48]: "version 36", ENDS[49]: "version 36 with BETOS code", ENDS[52]: "version 43"}
"""Characters of a whole record -> layout of the CCLF information packet."""

READ_RECORDS = """
select line from read_csv(getvariable('intake_path'), columns = {'line': 'VARCHAR'}, header = false,
    delim = chr(31), quote = '', escape = '', auto_detect = false, strict_mode = true)
where length(line) = getvariable('intake_width')
"""
SET_ASIDE_RECORDS = """
insert into intake_unsplit
select getvariable('intake_file_index'), n,
       case when length(line) < getvariable('intake_width') then 'too few characters in the record'
            else 'too many characters in the record' end
from (select row_number() over () as n, line
      from read_csv(getvariable('intake_path'), columns = {'line': 'VARCHAR'}, header = false,
          delim = chr(31), quote = '', escape = '', auto_detect = false, strict_mode = true)) r
where length(line) <> getvariable('intake_width')
"""

_CLAIM, _DATE = "CUR_CLM_UNIQ_ID", "CLM_LINE_FROM_DT"
_ADJUSTMENT, _DISPOSITION, _CONTROL = "CLM_ADJSMT_TYPE_CD", "CLM_DISP_CD", "CLM_CNTL_NUM"
_REQUIRED = (
    _CLAIM, "CLM_LINE_NUM", "BENE_MBI_ID", _DATE, "CLM_LINE_HCPCS_CD", "RNDRG_PRVDR_NPI_NUM", _ADJUSTMENT, _CONTROL,
    "HCPCS_1_MDFR_CD",
)  # fmt: skip
_PHYSICIAN = ("RNDRG_PRVDR_NPI_NUM", "CLM_CARR_PMT_DNL_CD")
"""Columns that among the CCLF files CCLF5 alone has."""
_PLAIN = {
    "claim_id": _CLAIM,
    "line_number": "CLM_LINE_NUM",
    "patient_id": "BENE_MBI_ID",
    "hcpcs": "CLM_LINE_HCPCS_CD",
    "modifier_1": "HCPCS_1_MDFR_CD",
    "modifier_2": "HCPCS_2_MDFR_CD",
    "modifier_3": "HCPCS_3_MDFR_CD",
    "units": "CLM_LINE_SRVC_UNIT_QTY",
    "place_of_service": "CLM_POS_CD",
    "allowed_amount": "CLM_LINE_ALOWD_CHRG_AMT",
    "paid_amount": "CLM_LINE_CVRD_PD_AMT",
}
_DATES = {"service_date": _DATE, "paid_date": "CLM_EFCTV_DT"}
_LAST_MODIFIERS = ("HCPCS_4_MDFR_CD", "HCPCS_5_MDFR_CD")
_NPIS = ("RNDRG_PRVDR_NPI_NUM", "CLM_RNDRG_PRVDR_NPI_NUM")
_DIAGNOSES = ("CLM_LINE_DGNS_CD", *(f"CLM_DGNS_{number}_CD" for number in range(1, 13)))
_STATE = "RNDRG_PRVDR_FIPS_ST_CD"
_USED = {*_PLAIN.values(), *_DATES.values(), *_LAST_MODIFIERS, *_NPIS, *_DIAGNOSES, _STATE}
_DATE_SHAPE = re.compile(rb"\d{4}-\d\d-\d\d")
_NO_DATES = ("1000-01-01", "9999-12-31")
_LOST = "CCLF5 has no hospital claims: those are in other files of the feed, which are not read"

Cell = Callable[[str], duckdb.Expression]


def recognise(head: bytes) -> str | None:
    """Dates at the places of a record, or a header with the feed's claim id."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").partition(b"\n")[0].rstrip(b"\r")
    if all(_DATE_SHAPE.fullmatch(first[at : at + 10]) for at in _places("CLM_FROM_DT", "CLM_THRU_DT", _DATE)):
        return "fixed-width records with dates where CCLF5 has them"
    if _CLAIM.encode() in re.split(rb"[^A-Z0-9_]+", first.upper()):
        return f"a header with {_CLAIM}"
    return None


def open_source(request: Request, why: str) -> Source:
    """Lay a CCLF5 file out; raises InputRefused for other files of the feed and for records of unknown width."""
    if request.mapping is not None:
        raise UsageError(f"{request.name}: a CCLF5 file takes no mapping; leave --mapping out.")
    text = open_text(request.path, request.name, request.workdir, None)
    with text.path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if (recognise(head) or "").startswith("a header"):
        return _delimited(request, text, why)
    return _fixed(request, text, why, head)


def _delimited(request: Request, text: TextFile, why: str) -> Source:
    header = read_header(text.path, request.name, None)
    refuse_repeated(header.cells, request.name)
    at = {name.upper(): position for position, name in enumerate(header.cells)}
    if not {*_PHYSICIAN} & at.keys():
        raise InputRefused(
            f"{request.name}: this is another file of the feed than CCLF5 (Part B physician lines), which is not read; "
            "give CCLF5."
        )
    for column in _REQUIRED:
        if column not in at:
            raise InputRefused(
                f"{request.name}: the CCLF5 file lacks {column} (nearest header: {nearest(column, header.cells)!r}); "
                "give the file with all its columns."
            )
    extras = name_extras(header.cells, frozenset(at[name] for name in _USED if name in at))
    return Source(
        path=request.path,
        format="cclf5",
        why=why,
        read=_read_delimited,
        variables=csv_variables(text.path, len(header.cells), header.separator, '"', header.row - 1),
        columns=_columns({*at}, lambda name: _clean(column_at(at[name]))),
        extra_columns={name: _clean(column_at(position)) for name, position in extras.items()},
        modifier_slots=MODIFIER_SLOTS,
        date_formats=(ISO_DATE,),
        header_row=header.row,
        skipped_rows=tuple(row for row in text.blank_rows if row > header.row),
        notes=(*text.notes, _LOST),
        delimited=True,
        claim_key=_claim_key(lambda name: _clean(column_at(at[name]))),
        claim_action=_claim_action({*at}, lambda name: _clean(column_at(at[name]))),
    )


def _fixed(request: Request, text: TextFile, why: str, head: bytes) -> Source:
    width = _width(head, request.name)
    fields = [name for (name, _), end in zip(LAYOUT, ENDS[1:], strict=True) if end <= width]
    extras = name_extras(fields, frozenset(place for place, name in enumerate(fields) if name in _USED))
    return Source(
        path=request.path,
        format="cclf5",
        why=f"{why}, {width} characters ({VERSIONS[width]})",
        read=_read_records,
        variables={"intake_path": literal_path(text.path), "intake_width": width},
        columns=_columns({*fields}, _field),
        extra_columns={name: _field(name) for name in extras},
        modifier_slots=MODIFIER_SLOTS,
        header_row=0,
        skipped_rows=text.blank_rows,
        notes=(*text.notes, _LOST),
        claim_key=_claim_key(_field),
        claim_action=_claim_action({*fields}, _field),
        set_aside=SET_ASIDE_RECORDS,
    )


def _width(head: bytes, name: str) -> int:
    """The commonest width of the first records; a width of no known layout is refused."""
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()
    whole = lines[:-1] if len(head) == HEAD_BYTES else lines
    widths = Counter(len(line.decode("utf-8", "replace")) for line in whole if line)
    width = max(widths, key=lambda one: (widths[one], one), default=0)
    if width not in VERSIONS:
        known = ", ".join(f"{one} ({version})" for one, version in VERSIONS.items())
        raise InputRefused(
            f"{name}: its records are {width} characters wide, which is no CCLF5 layout that is known here; "
            f"known are {known}: give one of these, or the delimited form with a header."
        )
    return width


def _places(*fields: str) -> list[int]:
    names = [name for name, _ in LAYOUT]
    return [ENDS[names.index(field)] for field in fields]


def _field(name: str) -> duckdb.Expression:
    """A field of the record, without the blanks that fill it."""
    (start,), width = _places(name), dict(LAYOUT)[name]
    bounds = duckdb.ConstantExpression(start + 1), duckdb.ConstantExpression(width)
    return _clean(duckdb.FunctionExpression("substring", column_at(0), *bounds))


def _clean(expression: duckdb.Expression) -> duckdb.Expression:
    """The text without blanks around it; nothing and `~` are missing."""
    text = duckdb.FunctionExpression("trim", expression)
    none = duckdb.ConstantExpression(None).cast("VARCHAR")
    return duckdb.CaseExpression(is_one_of(text, ("", "~")), none).otherwise(text)


def _columns(known: set[str], cell: Cell) -> dict[str, duckdb.Expression]:
    """Expressions of the canonical columns, for the fields that the file has."""
    at = {name: cell(name) for name in known & {*dict(LAYOUT)}}
    columns = {name: at[field] for name, field in _PLAIN.items() if field in at}
    for name, field in _DATES.items():
        if field in at:
            columns[name] = _date(at[field])
    last = [at[field] for field in _LAST_MODIFIERS if field in at]
    if last:
        blank = duckdb.ConstantExpression(" ")
        columns["modifier_4"] = missing_if(duckdb.FunctionExpression("concat_ws", blank, *last), "")
    columns["payer"] = duckdb.ConstantExpression("medicare")
    columns["claim_type"] = claim_type(at.get("CLM_PRVDR_SPCLTY_CD"), at.get("CLM_FED_TYPE_SRVC_CD"))
    if "CLM_CARR_PMT_DNL_CD" in at or "CLM_PRCSG_IND_CD" in at:
        columns["line_status"] = line_status(
            at.get("CLM_CARR_PMT_DNL_CD"), at.get("CLM_PRCSG_IND_CD"), at.get("CLM_LINE_CVRD_PD_AMT")
        )
    if _STATE in at:
        columns["state"] = state(at[_STATE], FIPS_STATES)
    physicians = [npi(at[field]) for field in _NPIS if field in at]
    if physicians:
        columns["rendering_npi"] = first_of(*physicians) if len(physicians) > 1 else physicians[0]
    diagnoses = [at[field] for field in _DIAGNOSES if field in at]
    if diagnoses:
        columns["diagnosis_codes"] = duckdb.FunctionExpression("concat_ws", duckdb.ConstantExpression(";"), *diagnoses)
    return columns


def _date(expression: duckdb.Expression) -> duckdb.Expression:
    none = duckdb.ConstantExpression(None).cast("VARCHAR")
    return duckdb.CaseExpression(is_one_of(expression, _NO_DATES), none).otherwise(expression)


def _claim_key(cell: Cell) -> duckdb.Expression:
    """What the versions of a claim share; a claim without a control number stands for itself."""
    return first_of(cell(_CONTROL), cell(_CLAIM))


def _claim_action(known: set[str], cell: Cell) -> duckdb.Expression:
    """What the version does to the others: the adjustment type, else the disposition, says."""
    cancel, adjust = duckdb.ConstantExpression("cancel"), duckdb.ConstantExpression("adjust")
    case = duckdb.CaseExpression(is_one_of(cell(_ADJUSTMENT), ("1", "01")), cancel)
    case = case.when(is_one_of(cell(_ADJUSTMENT), ("2", "02")), adjust)
    if _DISPOSITION in known:
        case = case.when(is_one_of(cell(_DISPOSITION), ("3", "03")), cancel)
    return case


def _read_delimited(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return con.sql(READ)


def _read_records(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
    return con.sql(READ_RECORDS)
