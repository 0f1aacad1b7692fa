"""Audits that reports are made of: one whose texts try to break out of a page, and those that lack something."""

from __future__ import annotations

from pathlib import Path

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from tests.reports import charted as charted_drawn
from tests.reports import practice as practice_drawn

SAMPLES = Path(__file__).parents[2] / "data_samples"
SAMPLE_NPI = "2886976572"
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
def clean(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Facet lines in which there is nothing to find."""
    folder = tmp_path_factory.mktemp("clean")
    (folder / "claims.csv").write_text(HEADER + "C1,P1,2025-03-04,64493,RT,1,1000000012,172.08,134.91\n")
    return audit(folder / "claims.csv", out=folder / "audit", mac="palmetto")


@pytest.fixture(scope="session")
def unpaid(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Two levels and a third, without a column of amounts or payments."""
    folder = tmp_path_factory.mktemp("unpaid")
    header = HEADER.replace(",allowed_amount,paid_amount", "")
    rows = "".join(f"C1,P1,2025-03-04,{code},RT,1,1000000012\n" for code in ("64493", "64494", "64495"))
    (folder / "claims.csv").write_text(header + rows)
    return audit(folder / "claims.csv", out=folder / "audit", mac="palmetto")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The shipped sample, with its notes."""
    out = tmp_path_factory.mktemp("sample") / "audit"
    return audit(SAMPLES / "claims.csv", procedures=SAMPLES / "procedures.csv", out=out)


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The practice that the notebooks' numbers are counted from."""
    return practice_drawn.audited(tmp_path_factory.mktemp("practice"))


@pytest.fixture(scope="session")
def charted(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Lines that call for different records."""
    return charted_drawn.audited(tmp_path_factory.mktemp("charted"))


def parameters(notebook: str, npi: str = "1000000012", cycle_date: str = "2025-06-01") -> dict[str, str]:
    """What a notebook does not run without."""
    needed = {"provider_profile": ("npi",), "tpe_readiness": ("npi", "cycle_date")}.get(notebook, ())
    return {name: value for name, value in (("npi", npi), ("cycle_date", cycle_date)) if name in needed}


@pytest.fixture(scope="session")
def pages(audited: Audit, nothing_found: Audit, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every notebook's page on both audits."""
    from facetaudit.reporting.runner import notebook_folder, run_report

    out = tmp_path_factory.mktemp("pages")
    made = {}
    for name in sorted(file.stem for file in notebook_folder().glob("*.ipynb")):
        of_nothing = out / f"{name}-nothing.html"
        made[name] = run_report(name, audited.folder, out / f"{name}.html", parameters(name))
        made[f"{name} of nothing"] = run_report(name, nothing_found.folder, of_nothing, parameters(name))
    return made


@pytest.fixture(scope="session")
def more_pages(
    sample: Audit, clean: Audit, unpaid: Audit, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """Every notebook's page on the sample, on one where nothing is found and on one without payments."""
    from facetaudit.reporting.runner import notebook_folder, run_report

    out = tmp_path_factory.mktemp("more")
    made = {}
    for which, one in (("sample", sample), ("clean", clean), ("unpaid", unpaid)):
        given = (SAMPLE_NPI, "2025-03-01") if which == "sample" else ("1000000012", "2025-06-01")
        for name in sorted(file.stem for file in notebook_folder().glob("*.ipynb")):
            page = out / f"{which}-{name}.html"
            made[which, name] = run_report(name, one.folder, page, parameters(name, *given))
    return made
