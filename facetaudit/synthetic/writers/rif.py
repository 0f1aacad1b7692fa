"""RIF carrier lines: pipe-delimited, dates as `30-May-2015`, two modifier slots, professional lines only.

The header is that of CMS's carrier files; columns that a claim line of this project says nothing about are blank or
hold the one value that fits (final action, assigned, physician).
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from facetaudit.synthetic.writers.base import ClaimWriter
from facetaudit.synthetic.writers.delimited import write_csv


def _names(text: str) -> list[str]:
    return text.split()


_DIAGNOSES = [f"{part}{number}" for number in range(1, 13) for part in ("ICD_DGNS_CD", "ICD_DGNS_VRSN_CD")]
RIF_COLUMNS: tuple[str, ...] = (
    *_names("""DML_IND BENE_ID CLM_ID CLM_GRP_ID FINAL_ACTION NCH_NEAR_LINE_REC_IDENT_CD NCH_CLM_TYPE_CD CLM_FROM_DT
    CLM_THRU_DT NCH_WKLY_PROC_DT CARR_CLM_ENTRY_CD CLM_DISP_CD CARR_NUM CARR_CLM_PMT_DNL_CD CLM_PMT_AMT
    CARR_CLM_PRMRY_PYR_PD_AMT RFR_PHYSN_UPIN RFR_PHYSN_NPI CARR_CLM_PRVDR_ASGNMT_IND_SW NCH_CLM_PRVDR_PMT_AMT
    NCH_CLM_BENE_PMT_AMT NCH_CARR_CLM_SBMTD_CHRG_AMT NCH_CARR_CLM_ALOWD_AMT CARR_CLM_CASH_DDCTBL_APLD_AMT
    CARR_CLM_HCPCS_YR_CD CARR_CLM_RFRNG_PIN_NUM PRNCPAL_DGNS_CD PRNCPAL_DGNS_VRSN_CD"""),
    *_DIAGNOSES,
    *_names("""CLM_CLNCL_TRIL_NUM CARR_CLM_CNTL_NUM CARR_CLM_BLG_NPI_NUM LINE_NUM CARR_PRFRNG_PIN_NUM PRF_PHYSN_UPIN
    PRF_PHYSN_NPI ORG_NPI_NUM CARR_LINE_PRVDR_TYPE_CD TAX_NUM PRVDR_STATE_CD PRVDR_ZIP PRVDR_SPCLTY PRTCPTNG_IND_CD
    CARR_LINE_RDCD_PMT_PHYS_ASTN_C LINE_SRVC_CNT LINE_CMS_TYPE_SRVC_CD LINE_PLACE_OF_SRVC_CD CARR_LINE_PRCNG_LCLTY_CD
    LINE_1ST_EXPNS_DT LINE_LAST_EXPNS_DT HCPCS_CD HCPCS_1ST_MDFR_CD HCPCS_2ND_MDFR_CD BETOS_CD LINE_NCH_PMT_AMT
    LINE_BENE_PMT_AMT LINE_PRVDR_PMT_AMT LINE_BENE_PTB_DDCTBL_AMT LINE_BENE_PRMRY_PYR_CD LINE_BENE_PRMRY_PYR_PD_AMT
    LINE_COINSRNC_AMT LINE_SBMTD_CHRG_AMT LINE_ALOWD_CHRG_AMT LINE_PRCSG_IND_CD LINE_PMT_80_100_CD
    LINE_SERVICE_DEDUCTIBLE CARR_LINE_MTUS_CNT CARR_LINE_MTUS_CD LINE_ICD_DGNS_CD LINE_ICD_DGNS_VRSN_CD
    HPSA_SCRCTY_IND_CD CARR_LINE_RX_NUM LINE_HCT_HGB_RSLT_NUM LINE_HCT_HGB_TYPE_CD LINE_NDC_CD CARR_LINE_CLIA_LAB_NUM
    CARR_LINE_ANSTHSA_UNIT_CNT"""),
)

_CONSTANT = {
    "DML_IND": "INSERT", "FINAL_ACTION": "F", "NCH_NEAR_LINE_REC_IDENT_CD": "O", "NCH_CLM_TYPE_CD": "71",
    "CARR_CLM_ENTRY_CD": "1", "CLM_DISP_CD": "1", "CARR_CLM_PRMRY_PYR_PD_AMT": "0",
    "CARR_CLM_PRVDR_ASGNMT_IND_SW": "A", "NCH_CLM_BENE_PMT_AMT": "0", "CARR_CLM_CASH_DDCTBL_APLD_AMT": "0",
    "CARR_CLM_HCPCS_YR_CD": "1", "PRNCPAL_DGNS_VRSN_CD": "0", "ICD_DGNS_VRSN_CD1": "0",
    "CARR_LINE_PRVDR_TYPE_CD": "1", "PRVDR_SPCLTY": "72", "PRTCPTNG_IND_CD": "1",
    "CARR_LINE_RDCD_PMT_PHYS_ASTN_C": "0", "LINE_CMS_TYPE_SRVC_CD": "2", "LINE_BENE_PMT_AMT": "0",
    "LINE_BENE_PTB_DDCTBL_AMT": "0", "LINE_BENE_PRMRY_PYR_PD_AMT": "0", "LINE_PMT_80_100_CD": "0",
    "LINE_SERVICE_DEDUCTIBLE": "0", "CARR_LINE_MTUS_CD": "3", "LINE_ICD_DGNS_VRSN_CD": "0",
    "CARR_LINE_ANSTHSA_UNIT_CNT": "0",
}  # fmt: skip
_SSA = {
    "AZ": "03", "CA": "05", "CO": "06", "FL": "10", "GA": "11", "HI": "12", "IL": "14", "IN": "15", "KS": "17",
    "KY": "18", "MA": "22", "MI": "23", "NC": "34", "NV": "29", "NY": "33", "OH": "36", "OR": "38", "PA": "39",
    "TN": "44", "TX": "45", "WA": "50",
}  # fmt: skip
_STATES, _SSA_CODES = list(_SSA), list(_SSA.values())
"""States of the practices and the two-digit codes of the Social Security Administration for them."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST_DAY, _LAST_DAY = date(2020, 1, 1), date(2027, 12, 31)


class RifWriter(ClaimWriter):
    """A RIF carrier file."""

    file_name = "claims.rif"
    professional_two_slots = True

    def __init__(self, folder: Path) -> None:
        self._file = (folder / self.file_name).open("wb")
        self._headed = False
        days = (_LAST_DAY - _FIRST_DAY).days + 1
        self._dates = pa.array([_rif_date(_FIRST_DAY + timedelta(days=day)) for day in range(days)])

    def write(self, lines: pa.Table) -> None:
        """Append lines; those of one claim stand together."""
        write_csv(self._carrier(lines.combine_chunks()), self._file, header=not self._headed, delimiter="|")
        self._headed = True

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def _carrier(self, lines: pa.Table) -> pa.Table:
        lines = {name: lines[name].combine_chunks() for name in lines.column_names}
        served, paid_on = self._written(lines["service_date"]), self._written(lines["paid_date"])
        paid, allowed, charge = lines["paid_amount"], lines["allowed_amount"], lines["charge_amount"]
        listed = pc.split_pattern(pc.replace_substring(lines["diagnosis_codes"], ".", ""), ";")
        first, second = pc.list_element(listed, 0), _second(listed)
        locality = pc.split_pattern(pc.coalesce(lines["locality"], "-"), "-")
        columns = {
            "BENE_ID": lines["patient_id"],
            "CLM_ID": lines["claim_id"],
            "CLM_GRP_ID": lines["claim_id"],
            "CLM_FROM_DT": served,
            "CLM_THRU_DT": served,
            "NCH_WKLY_PROC_DT": paid_on,
            "CARR_NUM": pc.list_element(locality, 0),
            "CARR_CLM_PMT_DNL_CD": pc.if_else(_whole_claim_denied(lines), "0", "1"),
            "CLM_PMT_AMT": _of_claim(lines["claim_id"], paid),
            "NCH_CLM_PRVDR_PMT_AMT": _of_claim(lines["claim_id"], paid),
            "NCH_CARR_CLM_SBMTD_CHRG_AMT": _of_claim(lines["claim_id"], charge),
            "NCH_CARR_CLM_ALOWD_AMT": _of_claim(lines["claim_id"], allowed),
            "PRNCPAL_DGNS_CD": first,
            "ICD_DGNS_CD1": first,
            "ICD_DGNS_CD2": second,
            "ICD_DGNS_VRSN_CD2": pc.if_else(pc.is_valid(second), "0", None),
            "CARR_CLM_CNTL_NUM": lines["claim_id"],
            "CARR_CLM_BLG_NPI_NUM": lines["billing_npi"],
            "LINE_NUM": lines["line_number"],
            "PRF_PHYSN_NPI": lines["rendering_npi"],
            "ORG_NPI_NUM": lines["billing_npi"],
            "PRVDR_STATE_CD": pa.array(_SSA_CODES).take(pc.index_in(lines["state"], pa.array(_STATES))),
            "LINE_SRVC_CNT": lines["units"],
            "LINE_PLACE_OF_SRVC_CD": lines["place_of_service"],
            "CARR_LINE_PRCNG_LCLTY_CD": pc.list_element(locality, 1),
            "LINE_1ST_EXPNS_DT": served,
            "LINE_LAST_EXPNS_DT": served,
            "HCPCS_CD": lines["hcpcs"],
            "HCPCS_1ST_MDFR_CD": lines["modifier_1"],
            "HCPCS_2ND_MDFR_CD": lines["modifier_2"],
            "LINE_NCH_PMT_AMT": paid,
            "LINE_PRVDR_PMT_AMT": paid,
            "LINE_COINSRNC_AMT": _one_fifth(allowed),
            "LINE_SBMTD_CHRG_AMT": charge,
            "LINE_ALOWD_CHRG_AMT": allowed,
            "LINE_PRCSG_IND_CD": pc.if_else(pc.equal(lines["line_status"], "denied"), "N", "A"),
            "CARR_LINE_MTUS_CNT": lines["units"],
            "LINE_ICD_DGNS_CD": first,
        }
        blank = pa.nulls(len(served), pa.string())
        constant = {name: pa.repeat(word, len(served)) for name, word in _CONSTANT.items()}
        return pa.table({name: columns.get(name, constant.get(name, blank)) for name in RIF_COLUMNS})

    def _written(self, days: pa.Array) -> pa.Array:
        """Dates in the writing of RIF files."""
        first = _FIRST_DAY.toordinal() - date(1970, 1, 1).toordinal()
        return self._dates.take(pc.subtract(days.cast(pa.int32()), first))


def _rif_date(day: date) -> str:
    return f"{day.day:02d}-{_MONTHS[day.month - 1]}-{day.year}"


def _second(listed: pa.Array) -> pa.Array:
    """The second element of each list, missing where there is none."""
    padded = pc.if_else(pc.greater(pc.list_value_length(listed), 1), listed, pa.scalar([None, None], listed.type))
    return pc.list_element(padded, 1)


def _of_claim(claim_ids: pa.Array, amounts: pa.Array) -> pa.Array:
    """The claim's total, on each of its lines (lines of a claim stand together)."""
    identifiers = claim_ids.cast(pa.int64()).to_numpy()
    starts = np.flatnonzero(np.concatenate(([True], identifiers[1:] != identifiers[:-1])))
    cents = _cents(amounts)
    totals = np.add.reduceat(cents, starts)
    return _money(np.repeat(totals, np.diff(np.append(starts, len(cents)))))


def _whole_claim_denied(lines: dict[str, pa.Array]) -> pa.Array:
    """True for lines of a claim of which nothing was allowed because its lines were denied."""
    nothing = pc.equal(_of_claim(lines["claim_id"], lines["allowed_amount"]), 0)
    return pc.and_(nothing, pc.equal(lines["line_status"], "denied"))


def _one_fifth(amounts: pa.Array) -> pa.Array:
    return _money((_cents(amounts) * 2 + 5) // 10)


def _cents(amounts: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    words = np.frombuffer(amounts.buffers()[1], dtype="<i8").reshape(-1, 2)
    return words[amounts.offset : amounts.offset + len(amounts), 0].astype(np.int64)


def _money(cents: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
    words = np.stack([cents, cents >> 63], axis=1)
    return pa.Array.from_buffers(pa.decimal128(12, 2), len(cents), [None, pa.py_buffer(np.ascontiguousarray(words))])
