"""CCLF5 lines as fixed-width records or as delimited text; the layout is that of the information packet, typed anew."""

from __future__ import annotations

from collections.abc import Mapping

# First and last position (from 1) of each field.
POSITIONS = """
CUR_CLM_UNIQ_ID 1 13, CLM_LINE_NUM 14 23, BENE_MBI_ID 24 34, BENE_HIC_NUM 35 45, CLM_TYPE_CD 46 47, CLM_FROM_DT 48 57,
CLM_THRU_DT 58 67, RNDRG_PRVDR_TYPE_CD 68 70, RNDRG_PRVDR_FIPS_ST_CD 71 72, CLM_PRVDR_SPCLTY_CD 73 74,
CLM_FED_TYPE_SRVC_CD 75 75, CLM_POS_CD 76 77, CLM_LINE_FROM_DT 78 87, CLM_LINE_THRU_DT 88 97, CLM_LINE_HCPCS_CD 98 102,
CLM_LINE_CVRD_PD_AMT 103 117, CLM_LINE_PRMRY_PYR_CD 118 118, CLM_LINE_DGNS_CD 119 125, CLM_RNDRG_PRVDR_TAX_NUM 126 135,
RNDRG_PRVDR_NPI_NUM 136 145, CLM_CARR_PMT_DNL_CD 146 147, CLM_PRCSG_IND_CD 148 149, CLM_ADJSMT_TYPE_CD 150 151,
CLM_EFCTV_DT 152 161, CLM_IDR_LD_DT 162 171, CLM_CNTL_NUM 172 211, BENE_EQTBL_BIC_HICN_NUM 212 222,
CLM_LINE_ALOWD_CHRG_AMT 223 239, CLM_LINE_SRVC_UNIT_QTY 240 263, HCPCS_1_MDFR_CD 264 265, HCPCS_2_MDFR_CD 266 267,
HCPCS_3_MDFR_CD 268 269, HCPCS_4_MDFR_CD 270 271, HCPCS_5_MDFR_CD 272 273, CLM_DISP_CD 274 275, CLM_DGNS_1_CD 276 282,
CLM_DGNS_2_CD 283 289, CLM_DGNS_3_CD 290 296, CLM_DGNS_4_CD 297 303, CLM_DGNS_5_CD 304 310, CLM_DGNS_6_CD 311 317,
CLM_DGNS_7_CD 318 324, CLM_DGNS_8_CD 325 331, DGNS_PRCDR_ICD_IND 332 332, CLM_DGNS_9_CD 333 339, CLM_DGNS_10_CD 340 346,
CLM_DGNS_11_CD 347 353, CLM_DGNS_12_CD 354 360, HCPCS_BETOS_CD 361 363, CLM_RNDRG_PRVDR_NPI_NUM 364 373,
CLM_RFRG_PRVDR_NPI_NUM 374 383, CLM_CNTRCTR_NUM 384 388
"""
FIELDS = {name: (int(first), int(last)) for name, first, last in (row.split() for row in POSITIONS.split(","))}
USUAL = {
    "CUR_CLM_UNIQ_ID": "1000000000001", "CLM_LINE_NUM": "1", "BENE_MBI_ID": "1EG4TE5MK73", "CLM_TYPE_CD": "71",
    "CLM_FROM_DT": "2024-03-01", "CLM_THRU_DT": "2024-03-01", "RNDRG_PRVDR_FIPS_ST_CD": "48",
    "CLM_PRVDR_SPCLTY_CD": "72", "CLM_FED_TYPE_SRVC_CD": "2", "CLM_POS_CD": "11", "CLM_LINE_FROM_DT": "2024-03-01",
    "CLM_LINE_THRU_DT": "2024-03-01", "CLM_LINE_HCPCS_CD": "64493", "CLM_LINE_CVRD_PD_AMT": "80.08",
    "CLM_LINE_DGNS_CD": "M47816", "RNDRG_PRVDR_NPI_NUM": "1234567893", "CLM_CARR_PMT_DNL_CD": "1",
    "CLM_PRCSG_IND_CD": "A", "CLM_ADJSMT_TYPE_CD": "0", "CLM_EFCTV_DT": "2024-03-15", "CLM_IDR_LD_DT": "2024-03-20",
    "CLM_CNTL_NUM": "8024061000010", "CLM_LINE_ALOWD_CHRG_AMT": "100.10", "CLM_LINE_SRVC_UNIT_QTY": "1.0000",
    "HCPCS_1_MDFR_CD": "RT", "HCPCS_2_MDFR_CD": "KX", "CLM_DISP_CD": "01", "CLM_DGNS_1_CD": "M47816",
    "CLM_DGNS_2_CD": "M5450", "DGNS_PRCDR_ICD_IND": "0",
}  # fmt: skip
SHORT = {
    "claim": "CUR_CLM_UNIQ_ID", "line": "CLM_LINE_NUM", "control": "CLM_CNTL_NUM", "type": "CLM_ADJSMT_TYPE_CD",
    "date": "CLM_LINE_FROM_DT", "code": "CLM_LINE_HCPCS_CD", "effective": "CLM_EFCTV_DT",
    "paid": "CLM_LINE_CVRD_PD_AMT", "m1": "HCPCS_1_MDFR_CD", "mbi": "BENE_MBI_ID", "disp": "CLM_DISP_CD",
}  # fmt: skip


def values(line: Mapping[str, str]) -> dict[str, str]:
    """Every field of a line, which differs from the usual one as given; what is not said is `~`."""
    unknown = line.keys() - FIELDS.keys()
    assert not unknown, unknown
    return {name: {**USUAL, **line}.get(name) or "~" for name in FIELDS}


def record(line: Mapping[str, str], width: int = 388) -> str:
    """The line as a record; numbers stand at the right of their field, as the feed has them."""
    cells = values(line)
    right = ("CLM_LINE_NUM", "CLM_LINE_CVRD_PD_AMT", "CLM_LINE_ALOWD_CHRG_AMT", "CLM_LINE_SRVC_UNIT_QTY")
    text = ""
    for name, (first, last) in FIELDS.items():
        assert len(text) == first - 1
        size = last - first + 1
        text += cells[name].rjust(size) if name in right else cells[name].ljust(size)
    return text[:width]


def fixed(*lines: Mapping[str, str], width: int = 388) -> str:
    """A fixed-width file."""
    return "".join(record(line, width) + "\n" for line in lines)


def delimited(*lines: Mapping[str, str], separator: str = ",", upper: bool = True) -> str:
    """A file with a header."""
    header = [name if upper else name.lower() for name in FIELDS]
    rows = [header, *([*values(line).values()] for line in lines)]
    return "".join(separator.join(row) + "\n" for row in rows)
