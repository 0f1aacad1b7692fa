"""Input that nobody here wrote, and an export as practice-management systems write them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from facetaudit.audit.run import audit
from facetaudit.reporting.runner import run_report

RIF = Path(__file__).parents[3] / "shared" / "data" / "claims" / "rif_bfd"
RIF_FILES = (
    "rif-synthea_carrier.csv",
    "samhsa_sample-a-carrier.txt",
    "sample-a-bcarrier.txt",
    "sample-a-bcarrier-multiple-lines.txt",
)

# Headers of its own, several modifiers in a cell, a code with its modifier, an apostrophe, a lost zero, dollar signs.
EXPORT = """Encounter No;Chart;DOS;Proc;Mods;Qty;Charge;Allowed;Ins Paid;Insurance;Rend NPI;POS
E1001;'00417;03/04/2025;64493;RT,KX;1;$450.00;$172.08;$134.91;MEDICARE;1000000012;11
E1001;'00417;03/04/2025;64494;RT,KX;1;$260.00;$87.98;$68.98;MEDICARE;1000000012;11
E1001;'00417;03/04/2025;64495;RT,KX;1;$260.00;$87.01;$68.22;MEDICARE;1000000012;11
E1002;'00533;03/05/2025;64635-50;;2;"$1,300.00";"$1,261.50";$989.02;MEDICARE;1000000012;11
E1003;'00533;03/05/2025;77003;26;1;$90.00;$30.00;$23.52;MEDICARE;1000000012;11
E1004;'00611;13/45/2025;64493;RT;1;$450.00;$172.08;$134.91;MEDICARE;1000000012;11
"""
MAPPING = """
title = "Our system's charge export"
date_format = "%m/%d/%Y"
separator = ";"

[columns]
claim_id = "Encounter No"
patient_id = "Chart"
service_date = "DOS"
hcpcs = "Proc"
modifiers = "Mods"
units = "Qty"
charge_amount = "Charge"
allowed_amount = "Allowed"
paid_amount = "Ins Paid"
payer = "Insurance"
rendering_npi = "Rend NPI"
place_of_service = "POS"
"""


@pytest.mark.parametrize("name", RIF_FILES)
def test_rif_samples_end_in_a_page_that_says_there_are_no_facet_lines(name: str, tmp_path: Path) -> None:
    if not (RIF / name).is_file():
        pytest.skip("the RIF sample files are not beside this checkout")
    made = audit(RIF / name, out=tmp_path / "audit")
    assert made.summary["files"][0]["format"] == "rif"
    page = run_report("findings", made.folder, tmp_path / "findings.html")
    assert "No facet lines in this extract." in page.read_text(encoding="utf-8")


def test_a_practice_export_runs_through_a_mapping_to_findings_and_a_report(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    (tmp_path / "ours.toml").write_text(MAPPING, encoding="utf-8")
    made = audit(tmp_path / "export.csv", mapping=tmp_path / "ours.toml", out=tmp_path / "audit", mac="palmetto")
    rows = made.summary["rows"]["total"]
    assert (rows["read"], rows["rejected"], rows["audited"]) == (6, 1, 5)
    with (made.folder / "rejected.csv").open(encoding="utf-8", newline="") as file:
        (rejected,) = csv.DictReader(file)
    assert (rejected["row_number"], rejected["column"]) == ("7", "service_date")
    found = {
        (c, n, code)
        for c, n, code in made.sql("select claim_id, line_number, code from findings").itertuples(index=False)
    }
    # the third level is not covered; 64635-50 with two units says both sides twice
    assert {("E1001", 3, "FA102"), ("E1002", 1, "FA202")} <= found
    lines = made.sql(
        "select patient_id, hcpcs, modifier_1, modifier_2, allowed_amount from lines where line_number = 1"
    )
    assert list(lines["patient_id"])[:1] == ["00417"]
    # half of 1,261.50 is due
    exposure = made.sql("select overpayment_allowed from exposure where scenario = 'certain' and claim_id = 'E1002'")
    assert str(exposure.iloc[0, 0]) == "630.75"
    page = run_report("exposure", made.folder, tmp_path / "exposure.html").read_text(encoding="utf-8")
    assert "FA202" in page
    assert "$630.75" in page
