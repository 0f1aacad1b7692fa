"""One audit of a few lines that reports are made of; its texts try to break out of a page or a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit

HEADER = "claim_id,patient_id,service_date,hcpcs,modifier_1,units,rendering_npi,allowed_amount,paid_amount\n"
HOSTILE = "=1+1<script>alert(1)</script>"


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Two third levels and a row that is rejected; one claim number is a formula with markup in it."""
    folder = tmp_path_factory.mktemp("reports")
    claims = folder / "claims.csv"
    claims.write_text(
        HEADER
        + f"{HOSTILE},P1,2025-03-04,64495,RT,1,1000000012,87.01,68.22\n"
        + "0042,P2,2025-03-05,64493,RT,1,1000000012,172.08,134.91\n"
        + "0042,P2,2025-03-05,64495,RT,1,1000000012,87.01,68.22\n"
        + "C3,P3,2025-02-30,64493,RT,1,1000000012,172.08,134.91\n",
        encoding="utf-8",
    )
    return audit(claims, out=folder / "audit", mac="palmetto")


@pytest.fixture(scope="session")
def nothing_found(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """An extract without facet lines."""
    folder = tmp_path_factory.mktemp("nothing")
    claims = folder / "claims.csv"
    claims.write_text(HEADER + "C1,P1,2025-03-04,99213,,1,1000000012,90.00,70.56\n", encoding="utf-8")
    return audit(claims, out=folder / "audit")


@pytest.fixture(scope="session")
def pages(audited: Audit, nothing_found: Audit, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every notebook's page on both audits."""
    from facetaudit.reporting.runner import notebook_folder, run_report

    out = tmp_path_factory.mktemp("pages")
    made = {}
    for notebook in sorted(file.stem for file in notebook_folder().glob("*.ipynb")):
        made[notebook] = run_report(notebook, audited.folder, out / f"{notebook}.html")
        made[f"{notebook} of nothing"] = run_report(notebook, nothing_found.folder, out / f"{notebook}-nothing.html")
    return made
