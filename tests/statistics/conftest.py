"""One audit that samples are drawn of: made-up claims whose frame can be counted by hand."""

from __future__ import annotations

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit

HEADER = (
    "claim_id,line_number,patient_id,service_date,hcpcs,modifier_1,units,rendering_npi,allowed_amount,paid_amount,"
    "charge_amount\n"
)
HOSTILE = "=1+1"
CLAIMS = 48
NPI, OTHER_NPI = "1000000012", "1000000020"


def claim_name(number: int) -> str:
    """Claim numbers with a leading zero; the first one would be a formula in a spreadsheet."""
    return HOSTILE if number == 0 else f"0{number:03d}"


def claims_text() -> str:
    """48 claims, two a patient, of 64493 at 100 + n; every third also has 64494 and a third level at 80."""
    rows = []
    for number in range(CLAIMS):
        month, day = 1 + number % 2 * 6, 1 + number // 2
        npi = NPI if number < 40 else OTHER_NPI
        start = f"{claim_name(number)},{{}},P{number // 2:02d},2025-{month:02d}-{day:02d},"
        rows.append(f"{start.format(1)}64493,RT,1,{npi},{200 + number}.00,{100 + number}.00,400.00")
        if number % 3 == 0:
            rows.append(f"{start.format(2)}64494,RT,1,{npi},110.00,90.00,300.00")
            rows.append(f"{start.format(3)}64495,RT,1,{npi},100.00,80.00,300.00")
    return HEADER + "\n".join(rows) + "\n"


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The audit of those claims; FA102 denies the sixteen third levels, 80 dollars paid each."""
    folder = tmp_path_factory.mktemp("statistics")
    claims = folder / "claims.csv"
    claims.write_text(claims_text(), encoding="utf-8")
    return audit(claims, out=folder / "audit", mac="palmetto", fees_dir=False)
