"""Notes that cannot be used are reported with their row, beside the rejected claim rows."""

from __future__ import annotations

import csv
from pathlib import Path

from facetaudit.audit.run import audit

CLAIMS = (
    "claim_id,patient_id,service_date,hcpcs,modifier_1,modifier_2,units,allowed_amount,paid_amount\n"
    "C1,P1,2025-03-04,64493,RT,,1,100.00,78.40\n"
    "C2,P2,not a date,64493,RT,,1,100.00,78.40\n"
)
NOTES = "claim_id,injection_type,joints\nC1,therapeutic,as dictated\nC1,diagnostical,L4-5 R\n"


def test_unreadable_and_rejected_notes_stand_in_rejected_csv(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    (tmp_path / "notes.csv").write_text(NOTES, encoding="utf-8")
    made = audit(tmp_path / "claims.csv", procedures=tmp_path / "notes.csv", out=tmp_path / "audit")
    with (made.folder / "rejected.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["file"], row["row_number"], row["column"]) for row in csv.DictReader(file)}
    assert rows == {
        ("claims.csv", "3", "service_date"),
        ("notes.csv", "2", "joints"),
        ("notes.csv", "3", "injection_type"),
    }
    coverage = made.coverage().set_index("code")
    assert coverage.loc["FA101", "status"] == "unknown"
    assert made.summary["rows"]["total"]["rejected"] == 1
