"""Labels against the oracle: two readings of the page of detectors, made apart, agree on every line."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest

from facetaudit.claims.formats.medicare import SSA_STATES
from facetaudit.procedures.joints import parse_joints
from facetaudit.synthetic import synthesize
from facetaudit.synthetic.labelled import PARTLY_LABELLED
from tests.oracle import DETECTORS, Line, Note, audit
from tests.synthetic.conftest import Row, read_rows

PATIENTS_AT_A_TIME = 25
TEXT = ("claim_id", "patient_id", "hcpcs", "claim_type", "payer", "mac", "state", "locality", "modifier_1",
        "modifier_2", "modifier_3", "modifier_4", "place_of_service", "diagnosis_codes", "rendering_npi",
        "billing_npi", "line_status", "claim_frequency_code", "original_claim_id",
        "authorization_number")  # fmt: skip
AMOUNTS = ("units", "charge_amount", "allowed_amount", "paid_amount")
Expected = dict[tuple[str, str, int], str]


def canonical_line(row: Row) -> Line:
    values: dict[str, object] = {name: row[name] or None for name in TEXT}
    values |= {name: Decimal(row[name]) if row[name] else None for name in AMOUNTS}
    values |= {name: date.fromisoformat(row[name]) for name in ("service_date", "paid_date")}
    return Line(line_number=int(row["line_number"]), **values)  # type: ignore[arg-type]


def rif_line(row: Row) -> Line:
    carrier, locality = row["CARR_NUM"], row["CARR_LINE_PRCNG_LCLTY_CD"]
    return Line(
        claim_id=row["CLM_ID"],
        line_number=int(row["LINE_NUM"]),
        patient_id=row["BENE_ID"],
        service_date=datetime.strptime(row["LINE_1ST_EXPNS_DT"], "%d-%b-%Y").date(),
        hcpcs=row["HCPCS_CD"],
        state=SSA_STATES[row["PRVDR_STATE_CD"]] if row["PRVDR_STATE_CD"] else None,
        locality=f"{carrier}-{locality}" if carrier and locality else None,
        modifier_1=row["HCPCS_1ST_MDFR_CD"] or None,
        modifier_2=row["HCPCS_2ND_MDFR_CD"] or None,
        units=Decimal(row["LINE_SRVC_CNT"]),
        place_of_service=row["LINE_PLACE_OF_SRVC_CD"],
        diagnosis_codes=";".join(filter(None, [row["ICD_DGNS_CD1"], row["ICD_DGNS_CD2"]])),
        rendering_npi=row["PRF_PHYSN_NPI"] or None,
        billing_npi=row["CARR_CLM_BLG_NPI_NUM"] or None,
        allowed_amount=Decimal(row["LINE_ALOWD_CHRG_AMT"]),
        paid_amount=Decimal(row["LINE_NCH_PMT_AMT"]),
        paid_date=datetime.strptime(row["NCH_WKLY_PROC_DT"], "%d-%b-%Y").date(),
        line_status="denied" if row["CARR_CLM_PMT_DNL_CD"] == "0" else "paid",
        modifier_slots=2,
    )


def note_of(row: Row) -> Note:
    found = parse_joints(row["joints"], row["nerves"], row["side"])
    return Note(
        claim_id=row["claim_id"] or None,
        patient_id=row["patient_id"] or None,
        service_date=date.fromisoformat(row["service_date"]) if row["service_date"] else None,
        rendering_npi=row["rendering_npi"] or None,
        injection_type=row["injection_type"],
        guidance=row["guidance"] or None,
        technique=row["technique"] or None,
        injectate=row["injectate"] or None,
        relief_percent=Decimal(row["relief_percent"]) if row["relief_percent"] else None,
        conservative_care_weeks=Decimal(row["conservative_care_weeks"]),
        documented=found.joints,
        joints_status=found.status,
    )


def oracle_findings(lines: list[Line], notes: list[Note]) -> Expected:
    """Findings, asked for some patients at a time: history never crosses patients."""
    patient_of = {line.claim_id: line.patient_id for line in lines}
    patients = [list(group) for _, group in groupby(lines, key=lambda line: line.patient_id)]
    found: Expected = {}
    for start in range(0, len(patients), PATIENTS_AT_A_TIME):
        some = [line for group in patients[start : start + PATIENTS_AT_A_TIME] for line in group]
        names = {line.patient_id for line in some}
        said = [note for note in notes if (note.patient_id or patient_of[note.claim_id or ""]) in names]
        result = audit(some, said, select=set(DETECTORS))
        assert not result.rejected
        found |= {(code, claim, line): finding.certainty for (code, claim, line), finding in result.findings.items()}
    return found


@pytest.mark.parametrize("output_format,seed", [("csv", 21), ("rif", 22)])
def test_labels_are_the_whole_truth(tmp_path: Path, output_format: str, seed: int) -> None:
    made = synthesize(2500, seed, output_format, tmp_path / "out", other_claims=0.2)
    if output_format == "rif":
        lines = [rif_line(row) for row in read_rows(made.claims_file, "|")]
    else:
        lines = [canonical_line(row) for row in read_rows(made.claims_file)]
    notes = [note_of(row) for row in read_rows(made.notes_file)]
    labels = {
        (row["code"], row["claim_id"], int(row["line_number"])): row["certainty"] for row in read_rows(made.labels_file)
    }
    assert len(labels) > 500
    found = oracle_findings(lines, notes)
    assert {key: found.get(key) for key in labels} == labels
    assert {key for key in found.keys() - labels.keys() if key[0] not in PARTLY_LABELLED} == set()
