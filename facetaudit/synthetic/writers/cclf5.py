"""CCLF5 as fixed-width records (version 43): Medicare's professional and surgical-center lines, in every version.

Replacements are adjustments, with the cancellation of what they replace before them; voids and negative lines are
cancellations. Versions of a claim share its control number; each has a claim id of its own.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from facetaudit.synthetic.writers.base import Carried, ClaimWriter
from facetaudit.synthetic.writers.delimited import joined_bytes

_RECORDS = """
with line as (
    select row_number() over () as n, * from claim_lines
), taken as (
    -- What a negative line takes back: the claim of the latest line before it that is equal to it.
    select r.claim_id, max_by(l.claim_id, l.n) as original
    from line r
    join line l on l.patient_id = r.patient_id and l.service_date = r.service_date and l.hcpcs = r.hcpcs
        and l.modifier_1 is not distinct from r.modifier_1 and l.allowed_amount = -r.allowed_amount and l.n < r.n
    where r.units < 0
    group by r.claim_id
), claim as (
    select l.claim_id, coalesce(any_value(l.original_claim_id), any_value(t.original)) as original,
           any_value(l.claim_frequency_code) as frequency, max(l.paid_date) as paid_date, min(l.n) as first
    from line l left join taken t on t.claim_id = l.claim_id
    group by l.claim_id
), root as (
    -- An adjustment of an adjustment is later than it.
    select c.claim_id, c.original, c.frequency, c.first, coalesce(o.original, c.original, c.claim_id) as control,
           case when c.original is null then c.paid_date else greatest(c.paid_date, o.paid_date + 7) end as paid_date
    from claim c left join claim o on o.claim_id = c.original
), version as (
    select l.n, 2 as turn, l.claim_id as version, r.control,
           case when r.frequency = '7' then '2' else '0' end as adjustment,
           case when r.frequency = '7' then r.paid_date else l.paid_date end as effective, l.*
    from line l join root r on r.claim_id = l.claim_id
    where r.frequency <> '8' and l.units > 0
    union all
    select l.n, 2, '8' || l.claim_id, r.control, '1', l.paid_date, l.*
    from line l join root r on r.claim_id = l.claim_id
    where l.units < 0
    union all
    select r.first, 1, case when r.frequency = '8' then r.claim_id else '9' || r.claim_id end, r.control, '1',
           r.paid_date, l.*
    from root r join line l on l.claim_id = r.original and l.units > 0
    where r.frequency in ('7', '8') and l.claim_frequency_code <> '8'
)
select version as CUR_CLM_UNIQ_ID, cast(line_number as varchar) as CLM_LINE_NUM, patient_id as BENE_MBI_ID,
       '71' as CLM_TYPE_CD, cast(service_date as varchar) as CLM_FROM_DT, cast(service_date as varchar) as CLM_THRU_DT,
       '1' as RNDRG_PRVDR_TYPE_CD, state as RNDRG_PRVDR_FIPS_ST_CD,
       case when claim_type = 'asc' then '49' else '72' end as CLM_PRVDR_SPCLTY_CD,
       case when claim_type = 'asc' then 'F' else '2' end as CLM_FED_TYPE_SRVC_CD, place_of_service as CLM_POS_CD,
       cast(service_date as varchar) as CLM_LINE_FROM_DT, cast(service_date as varchar) as CLM_LINE_THRU_DT,
       hcpcs as CLM_LINE_HCPCS_CD, cast(abs(paid_amount) as varchar) as CLM_LINE_CVRD_PD_AMT,
       replace(split_part(diagnosis_codes, ';', 1), '.', '') as CLM_LINE_DGNS_CD,
       coalesce(rendering_npi, billing_npi) as RNDRG_PRVDR_NPI_NUM, '1' as CLM_CARR_PMT_DNL_CD,
       case when line_status = 'denied' then 'N' else 'A' end as CLM_PRCSG_IND_CD, adjustment as CLM_ADJSMT_TYPE_CD,
       cast(effective as varchar) as CLM_EFCTV_DT, cast(effective + 5 as varchar) as CLM_IDR_LD_DT,
       control as CLM_CNTL_NUM, cast(abs(allowed_amount) as varchar) as CLM_LINE_ALOWD_CHRG_AMT,
       cast(cast(abs(units) as decimal(12, 4)) as varchar) as CLM_LINE_SRVC_UNIT_QTY, modifier_1 as HCPCS_1_MDFR_CD,
       modifier_2 as HCPCS_2_MDFR_CD, modifier_3 as HCPCS_3_MDFR_CD, modifier_4 as HCPCS_4_MDFR_CD,
       case when adjustment = '1' then '03' else '01' end as CLM_DISP_CD,
       replace(split_part(diagnosis_codes, ';', 1), '.', '') as CLM_DGNS_1_CD,
       nullif(replace(split_part(diagnosis_codes, ';', 2), '.', ''), '') as CLM_DGNS_2_CD, '0' as DGNS_PRCDR_ICD_IND
from version
order by n, turn, line_number
"""
_RIGHT = frozenset({
    "CLM_LINE_NUM", "CLM_LINE_CVRD_PD_AMT", "CLM_LINE_ALOWD_CHRG_AMT", "CLM_LINE_SRVC_UNIT_QTY",
})  # fmt: skip
_FIPS_OF = {
    "AZ": "04", "CA": "06", "CO": "08", "FL": "12", "GA": "13", "HI": "15", "IL": "17", "IN": "18", "KS": "20",
    "KY": "21", "MA": "25", "MI": "26", "NC": "37", "NV": "32", "NY": "36", "OH": "39", "OR": "41", "PA": "42",
    "TN": "47", "TX": "48", "WA": "53",
}  # fmt: skip
"""States of the practices and their codes of the Federal Information Processing Standard."""
_LAYOUT: tuple[tuple[str, int], ...] = (
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


class Cclf5Writer(ClaimWriter):
    """A fixed-width CCLF5 file."""

    file_name = "claims.cclf5.txt"
    carried = Carried(
        slots=5,
        claim_types=("professional", "asc"),
        commercial=False,
        billing_npi=False,
        authorization=False,
        place="state",
    )

    def __init__(self, folder: Path) -> None:
        self._file = (folder / self.file_name).open("wb")
        self._con = duckdb.connect(config={"threads": 1})

    def write(self, lines: pa.Table) -> None:
        """Append lines; a claim and what it replaces or voids come in one table."""
        if not lines.num_rows:
            return
        self._con.register("claim_lines", lines)
        made = self._con.sql(_RECORDS).to_arrow_table().combine_chunks()
        self._con.unregister("claim_lines")
        cells = [self._cell(made, name, width) for name, width in _LAYOUT]
        self._file.write(joined_bytes(pc.binary_join_element_wise(*cells, "\n", "").combine_chunks()))

    def close(self) -> None:
        """Finish the file."""
        self._con.close()
        self._file.close()

    @staticmethod
    def _cell(made: pa.Table, name: str, width: int) -> pa.ChunkedArray:
        """A field, filled with blanks; `~` where nothing is said."""
        if name not in made.column_names:
            return pa.chunked_array([pa.repeat("~".ljust(width), made.num_rows)])
        text = made[name]
        if name == "RNDRG_PRVDR_FIPS_ST_CD":
            place = pc.index_in(text, pa.array([*_FIPS_OF]))
            text = pa.chunked_array([pa.array([*_FIPS_OF.values()]).take(place.combine_chunks())])
        pad = pc.utf8_lpad if name in _RIGHT else pc.utf8_rpad
        return pad(pc.coalesce(text, "~"), width)
