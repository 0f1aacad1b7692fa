"""Qualifying participants: whose schedule dollars have the other conversion factor of 2026."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import facetaudit as fa

CLAIMS = (
    "claim_id,patient_id,service_date,hcpcs,modifier_1,rendering_npi,allowed_amount,paid_amount\n"
    "C1,P1,2026-02-03,64495,RT,1000000012,98.87,79.10\n"
    "C2,P2,2026-02-03,64495,RT,1000000020,98.87,79.10\n"
    "C3,P3,2025-02-03,64495,RT,1000000012,87.01,69.61\n"
)


def fees(tmp_path: Path, participants: str | None) -> dict[str, Decimal]:
    """The schedule amount as billed of each claim's third level."""
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    file = None
    if participants is not None:
        file = tmp_path / "participants.csv"
        file.write_text(participants, encoding="utf-8")
    audit = fa.audit(tmp_path / "claims.csv", out=tmp_path / "audit", select=["FA102"], participants=file)
    exposure = audit.exposure("review")
    return dict(zip(exposure["claim_id"], exposure["fee_billed"], strict=True))


def test_the_file_decides_by_provider_and_year(tmp_path: Path) -> None:
    # 2.96 x 33.4009 = 98.87, x 33.5675 = 99.36; 2025 has one factor
    of_all = {"C1": Decimal("98.87"), "C2": Decimal("98.87"), "C3": Decimal("87.01")}
    assert fees(tmp_path, None) == of_all
    named = "npi,year,participant\n1000000012,2026,qp\n1000000020,2025,qp\n"  # of another year for the second
    assert fees(tmp_path, named) == {**of_all, "C1": Decimal("99.36")}
    manifest = fa.open_audit(tmp_path / "audit").manifest["parameters"]["participants"]
    assert (manifest["name"], len(manifest["sha256"])) == ("participants.csv", 64)


@pytest.mark.parametrize(
    "text, words",
    [
        ("npi,participant\n", "the columns must be npi, year, participant"),
        ("", "the columns must be npi, year, participant"),
        ("npi,year,participant\n100000001,2026,qp\n", "row 2, column npi"),
        ("npi,year,participant\n1000000012,26,qp\n", "row 2, column year"),
        ("npi,year,participant\n\n1000000012,26,qp\n", "row 3, column year"),
        ("npi,year,participant\n1000000012,2026,mips\n", "row 2, column participant"),
        ("npi,year,participant\n1000000012,2026\n", "row 2: 3 cells are expected, 2 found"),
        ("npi,year,participant\n1000000012,2026,qp\n1000000012,2026,non_qp\n", "row 3: this NPI is named twice"),
    ],
)
def test_another_file_is_refused_before_claims_are_read(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(fa.InputRefused, match=words):
        fees(tmp_path, text)
    assert not (tmp_path / "audit").exists()
