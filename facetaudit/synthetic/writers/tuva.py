"""Tuva's medical_claim as Parquet: final claims of all payers, without denials, authorizations and localities."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from facetaudit.synthetic.writers.base import Carried, ClaimWriter

_DIAGNOSES = 25


class TuvaWriter(ClaimWriter):
    """A Parquet file with the columns of medical_claim that a claim line of this project fills."""

    file_name = "medical_claim.parquet"
    carried = Carried(slots=5, versions=False, denied=False, authorization=False, place="nothing")

    def __init__(self, folder: Path) -> None:
        self._path = folder / self.file_name
        self._writer: pyarrow.parquet.ParquetWriter | None = None

    def write(self, lines: pa.Table) -> None:
        """Append lines."""
        table = _medical_claim({name: lines[name].combine_chunks() for name in lines.column_names})
        if self._writer is None:
            self._writer = pyarrow.parquet.ParquetWriter(self._path, table.schema, compression="zstd")
        self._writer.write_table(table, row_group_size=table.num_rows or None)

    def close(self) -> None:
        """Finish the file."""
        if self._writer is not None:
            self._writer.close()


def _medical_claim(lines: dict[str, pa.Array]) -> pa.Table:
    kind = lines["claim_type"]
    institutional = pc.not_equal(kind, "professional")
    bill = pc.if_else(pc.equal(kind, "asc"), "831", pc.if_else(pc.equal(kind, "hopd"), "131", None))
    listed = pc.split_pattern(pc.replace_substring(pc.coalesce(lines["diagnosis_codes"], ""), ".", ""), ";")
    nothing = pa.nulls(len(kind), pa.string())
    columns: dict[str, pa.Array] = {
        "claim_id": lines["claim_id"],
        "claim_line_number": lines["line_number"],
        "claim_type": pc.if_else(institutional, "institutional", "professional"),
        "person_id": lines["patient_id"],
        "member_id": lines["patient_id"],
        "payer": lines["payer"],
        "claim_start_date": lines["service_date"],
        "claim_end_date": lines["service_date"],
        "claim_line_start_date": lines["service_date"],
        "claim_line_end_date": lines["service_date"],
        "place_of_service_code": lines["place_of_service"],
        "bill_type_code": bill,
        "service_unit_quantity": lines["units"],
        "hcpcs_code": lines["hcpcs"],
        **{f"hcpcs_modifier_{slot}": lines[f"modifier_{slot}"] for slot in range(1, 5)},
        "hcpcs_modifier_5": nothing,
        "rendering_npi": lines["rendering_npi"],
        "billing_npi": lines["billing_npi"],
        "facility_npi": pc.if_else(institutional, lines["billing_npi"], None),
        "paid_date": lines["paid_date"],
        "paid_amount": lines["paid_amount"],
        "allowed_amount": lines["allowed_amount"],
        "charge_amount": lines["charge_amount"],
        "diagnosis_code_type": pa.repeat("icd-10-cm", len(kind)),
    }
    for number in range(1, _DIAGNOSES + 1):
        columns[f"diagnosis_code_{number}"] = _diagnosis(listed, number) if number < 3 else nothing
    columns["data_source"] = pa.repeat("synthetic", len(kind))
    return pa.table(columns)


def _diagnosis(listed: pa.Array, number: int) -> pa.Array:
    """The code at a place of each list, missing where the list is shorter."""
    empty = pa.scalar([None] * number, listed.type)
    padded = pc.if_else(pc.greater_equal(pc.list_value_length(listed), number), listed, empty)
    return pc.list_element(padded, number - 1)
