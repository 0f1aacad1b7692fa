"""Users' detectors in a run: found by scanning, beside the others in every file, and failing alone."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import facetaudit as fa
from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.detectors.registry import detectors
from facetaudit.exposure.attribution import ranks
from facetaudit.reporting.views import coverage_table, findings_list, unverified
from tests.structure.source import ROOT

from .conftest import COVERAGE, FINDINGS, Write

DENY = FINDINGS.replace("as basis", "as basis, 'deny' as effect, 'certain' as certainty")
BROKEN = FINDINGS.replace("hcpcs ||", "cast(cast(hcpcs || 'x' as integer) as varchar) ||")


def codes(made: Audit) -> list[tuple[str, str, int]]:
    found = made.findings()
    own = found[~found["code"].str.startswith("FA")]
    return list(own[["code", "family", "line_number"]].itertuples(index=False, name=None))


def status(made: Audit) -> dict[str, str]:
    return dict(made.coverage()[["code", "status"]].itertuples(index=False, name=None))


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "facetaudit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_files_are_found_by_scanning_and_the_family_is_the_folder(write: Write, folder: Path) -> None:
    write()
    write("house/second_check.py", code="XY201", name="second-check")
    write("kx/third_check.py", code="XY301", name="third-check")
    write("_left_alone.py", text="raise SystemExit")
    write("_drafts/draft.py", text="raise SystemExit")
    (folder / "README.md").write_text("Ours.")
    added = [d for d in detectors(folder) if d.sha256]
    assert [(d.code, d.family, d.module) for d in added] == [
        ("XY101", "own", "own_check.py"),
        ("XY201", "house", "house/second_check.py"),
        ("XY301", "kx", "kx/third_check.py"),
    ]
    assert [d for d in detectors() if d.sha256] == []
    assert list(folder.rglob("__pycache__")) == []


def test_selection_takes_codes_names_and_families_of_both(
    write: Write, folder: Path, claims: Path, tmp_path: Path
) -> None:
    write()
    write("kx/third_check.py", code="XY301", name="third-check")
    for number, (select, expected) in enumerate(
        {"XY101": {"XY101"}, "third-check,own": {"XY101", "XY301"}, "kx": {"XY301", "FA303"}}.items()
    ):
        made = audit(claims, out=tmp_path / f"a{number}", detectors_dir=folder, select=select.split(","))
        assert expected <= set(made.manifest["detectors"])
        assert "FA101" not in made.manifest["detectors"]
    sentence = run("detectors", "own-chek", "--detectors-dir", folder)
    assert sentence.returncode == 2
    assert "Did you mean own-check?" in sentence.stderr


def test_findings_coverage_exposure_and_pages_hold_them(
    write: Write, folder: Path, claims: Path, tmp_path: Path
) -> None:
    write(findings=DENY)
    made = audit(claims, out=tmp_path / "audit", detectors_dir=folder)
    assert codes(made) == [("XY101", "own", 1), ("XY101", "own", 1)]
    assert status(made)["XY101"] == "found"
    exposure = made.exposure("certain")
    assert set(exposure["detector"]) == {"XY101"}
    assert [str(amount) for amount in exposure["overpayment_allowed"]] == ["100.00", "100.00"]
    for table in (findings_list(made, "own"), coverage_table(made, detector="own-check"), unverified(made, "own")):
        assert "XY101" in table._repr_html_()


def test_codes_that_attribution_does_not_know_come_last_in_order() -> None:
    order = [
        code for code, _ in sorted(ranks(["XY101", "FA703", "AB100", "FA203", "FA402"]), key=lambda one: one[::-1])
    ]
    assert order == ["FA703", "FA402", "AB100", "FA203", "XY101"]


def test_manifest_names_every_module_with_its_hash(write: Write, folder: Path, claims: Path, tmp_path: Path) -> None:
    file = write()
    other = write("house/second_check.py", code="XY201", name="second-check")
    made = audit(claims, out=tmp_path / "audit", detectors_dir=folder, select=["XY101"])
    named = {one["module"]: one["sha256"] for one in made.manifest["own_detectors"]}
    assert named == {
        "own_check.py": hashlib.sha256(file.read_bytes()).hexdigest(),
        "house/second_check.py": hashlib.sha256(other.read_bytes()).hexdigest(),
    }
    assert made.manifest["detectors"] == ["XY101"]
    assert audit(claims, out=tmp_path / "plain").manifest["own_detectors"] == []


def test_a_detector_that_fails_is_an_error_row_and_the_others_run(
    write: Write, folder: Path, claims: Path, tmp_path: Path
) -> None:
    write(findings=BROKEN)
    write("second_check.py", code="XY201", name="second-check")
    out = tmp_path / "audit"
    done = run("--quiet", "audit", claims, "--out", out, "--detectors-dir", folder, "--fail-on-findings")
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: A detector failed and the others ran: XY101;")
    assert str(out / "coverage.csv") in done.stderr
    assert "64493" not in done.stderr  # the error's first line may quote a claim: it stays in the folder
    assert "XY201" in done.stdout
    made = fa.open_audit(out)
    assert {code for code, _, _ in codes(made)} == {"XY201"}
    (row,) = made.coverage().query("code == 'XY101'").to_dict("records")
    assert row["status"] == "error"
    assert row["note"].startswith("The detector failed: Conversion Error")
    assert "\n" not in row["note"]
    assert made.summary["failed"] == ["XY101"]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"findings": f"{FINDINGS} union all {FINDINGS}"}, "it returns a line twice"),
        ({"findings": FINDINGS.replace("line_id", "line_id + 100 as line_id", 1)}, "no claim line has"),
        ({"findings": FINDINGS.replace("facet_line", "claim_line where line_status = 'denied'")}, "not active"),
        ({"findings": FINDINGS.replace("general-knowledge", "hearsay")}, "sources do not have"),
        ({"findings": FINDINGS.replace("unverified", "guessed")}, "a basis other than"),
        ({"findings": FINDINGS.replace("hcpcs || ' is seen.'", "''")}, "no reason"),
        ({"findings": DENY.replace("deny", "void")}, "an effect other than"),
        ({"findings": DENY.replace("'certain'", "'sure'")}, "a certainty other than"),
        ({"effect": "recode"}, "what is payable"),
        ({"coverage": f"{COVERAGE} where false group by hcpcs"}, "not one row"),
        ({"coverage": "select 1 as eligible_lines, 2 as unknown_lines"}, "2 unknown of 1"),
    ],
)
def test_a_detector_that_breaks_the_contract_has_failed(
    write: Write, folder: Path, claims: Path, tmp_path: Path, parts: dict[str, str], words: str
) -> None:
    claims.write_text(claims.read_text().replace("\n", ",line_status\n", 1).replace("78.40\n", "78.40,\n"))
    with claims.open("a") as file:
        file.write("C3,P1,2025-03-04,64493,LT,1,palmetto,1000000012,100.00,0.00,denied\n")
    write(**parts)
    made = audit(claims, out=tmp_path / "audit", detectors_dir=folder)
    (row,) = made.coverage().query("code == 'XY101'").to_dict("records")
    assert row["status"] == "error"
    assert words in row["note"]
    assert codes(made) == []


def test_detect_takes_the_folder_and_warns_of_a_failure(write: Write, folder: Path, claims: Path) -> None:
    lines = pd.read_csv(claims, dtype=str)
    write("second_check.py", code="XY201", name="second-check")
    assert list(fa.detect(lines, select=["own"], detectors_dir=folder)["code"]) == ["XY201", "XY201"]
    write(findings=BROKEN)
    with pytest.warns(RuntimeWarning, match="XY101"):
        found = fa.detect(lines, select=["own"], detectors_dir=folder)
    assert list(found["code"]) == ["XY201", "XY201"]
    assert "XY201" in set(fa.detectors(folder)["code"])


def test_a_column_of_one_s_own_can_be_read(write: Write, folder: Path, claims: Path, tmp_path: Path) -> None:
    claims.write_text(claims.read_text().replace("\n", ",clinic\n", 1).replace("78.40\n", "78.40,North\n"))
    findings = FINDINGS.replace("facet_line", "claim_line where clinic = 'North'")
    write(findings=findings)
    assert len(codes(audit(claims, out=tmp_path / "audit", detectors_dir=folder))) == 2


def test_the_page_of_one_s_own_detector_is_printed(write: Write, folder: Path) -> None:
    write()
    done = run("detectors", "XY101", "--detectors-dir", folder)
    assert done.returncode == 0, done.stderr
    for words in ("XY101 own-check (review, none)", "family:     own", "What it checks", "own_check.py (SHA-256 "):
        assert words in done.stdout
    listed = run("detectors", "--detectors-dir", folder, "--format", "json")
    assert "XY101" in {one["code"] for one in json.loads(listed.stdout)}


def test_the_worked_example_is_what_its_page_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "own-detector.md").read_text(encoding="utf-8")
    module = ROOT / "docs" / "examples" / "own_detector" / "injection_with_ablation.py"
    assert f"```python\n{module.read_text(encoding='utf-8')}```" in page
    (command,) = [line.removeprefix("$ facetaudit ") for line in page.splitlines() if line.startswith("$ facetaudit ")]
    *arguments, shown_out = command.split()
    assert shown_out == "audits/own"
    done = run(*arguments, tmp_path / "own")
    assert done.returncode == 0, done.stderr
    shown = page.split(command)[1].split("```")[0].strip()
    assert done.stdout.startswith(shown)
    made = fa.open_audit(tmp_path / "own")
    # P1 has both on one day and is found; P2 has them on two days and is not
    assert list(made.findings()["patient_id"]) == ["P1"]
