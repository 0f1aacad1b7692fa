"""Samples as a user draws them: what is printed, where, and how the command exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from facetaudit.audit.opened import SCENARIOS
from facetaudit.cli import samples
from facetaudit.statistics import designs, frames

from .test_commands import HEADER, refused, run


@pytest.fixture(scope="module")
def audit_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit of forty claims of one line."""
    folder = tmp_path_factory.mktemp("samples")
    rows = [f"C{n:02d},P{n:02d},2025-03-04,6449{3 + n % 3},RT,1,{100 + n}.00,{60 + n}.00" for n in range(40)]
    (folder / "claims.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    assert run("audit", folder / "claims.csv", "--out", folder / "audit", "--quiet").returncode == 0
    return folder / "audit"


def test_every_unit_and_design_can_be_asked_for() -> None:
    # the command names them without loading what draws
    assert samples.UNITS == frames.UNITS
    assert samples.DESIGNS == designs.DESIGNS
    assert samples.DOLLARS == frames.DOLLARS
    assert samples.SCENARIOS == SCENARIOS


def test_sample_prints_its_strata_and_verifies(audit_dir: Path, tmp_path: Path) -> None:
    out = tmp_path / "sample"
    done = run("sample", audit_dir, "--unit", "claim", "--design", "risk", "--size", 20, "--seed", 3, "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split() == ["stratum", "label", "low", "high", "units", "amount", "sample_size"]
    assert "20 of 40 units, 20 lines" in done.stderr
    again = run("sample", "--verify", out)
    assert (again.returncode, again.stdout) == (0, "The frame and the seed give the same sample.\n")
    assert run("sample", audit_dir, "--verify", out).returncode == 0

    manifest = json.loads((out / "manifest.json").read_text())
    manifest["design"]["seed"] = 4
    (out / "manifest.json").write_text(json.dumps(manifest))
    changed = run("sample", "--verify", out)
    assert changed.returncode == 4
    assert "is not what the frame and the seed give" in changed.stdout


def test_what_is_missing_is_named(audit_dir: Path) -> None:
    said = refused(run("sample", audit_dir, "--unit", "claim"), 2)
    assert said == "A sample needs --design, --seed, --out: give them, or --verify with a sample folder."
    assert "AUDIT_DIR, --unit" in refused(run("sample"), 2)


def test_appraise_prints_demands_and_notes(tmp_path: Path) -> None:
    values = tmp_path / "values.csv"
    values.write_text("error,frame_size\n" + "246,33125\n" * 51 + "0,33125\n" * 49)
    out = tmp_path / "out"
    done = run("appraise", "--values", values, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "4155862.50" in done.stdout
    assert "(Program Integrity Manual)" in done.stdout
    assert "(OIG)" in done.stdout
    printed = json.loads(run("appraise", "--values", values, "--out", out, "--format", "json").stdout)
    assert printed == json.loads((out / "summary.json").read_text())
    limits = run("appraise", "--values", values, "--out", out, "--format", "csv").stdout.splitlines()
    assert limits == (out / "limits.csv").read_text().splitlines()
    said = refused(run("appraise", "--worksheet", "w.xlsx", "--out", out), 2)
    assert said == "An appraisal needs a sample folder with its --worksheet, or --values alone: give either."
    values.write_text("error,frame_size\nx,10\n")
    assert "row 2: error is no number" in refused(run("appraise", "--values", values, "--out", out), 3)


def test_a_worksheet_that_was_not_filled_in_is_refused(audit_dir: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "sample"
    assert run(
        "sample", audit_dir, "--unit", "line", "--design", "simple", "--size", 5, "--seed", 1, "--out", drawn
    ).returncode == 0  # fmt: skip
    said = refused(run("appraise", drawn, "--worksheet", drawn / "worksheet.xlsx", "--out", tmp_path / "out"), 3)
    assert said.startswith("worksheet.xlsx ")
    assert "no verdict; choose agree, disagree or no record" in said
    assert not (tmp_path / "out").exists()


def test_tpe_prints_rounds_and_what_is_not_in_them(tmp_path: Path) -> None:
    header = HEADER.replace("units,", "units,rendering_npi,")
    claims = [
        f"C{n:02d},P{n:02d},2025-03-04,6449{3 + n % 2},RT,1,1000000012,{100 + n}.00,{60 + n}.00" for n in range(24)
    ]
    (tmp_path / "claims.csv").write_text(header + "\n".join(claims) + "\n")
    assert run("audit", tmp_path / "claims.csv", "--out", tmp_path / "audit", "--quiet").returncode == 0
    done = run("tpe", tmp_path / "audit", "--npi", "1000000012", "--probe-size", 20)
    assert done.returncode == 0, done.stderr
    assert "FA104" in done.stdout
    assert "documentation and necessity are not in claims" in done.stdout
    assert "20.0% or less (palmetto-tpe, unverified" in done.stdout
    rounds = json.loads(run("tpe", tmp_path / "audit", "--npi", "1000000012", "--format", "json").stdout)
    assert rounds[0]["claims_in_error"] == "12"
    assert "no active Medicare facet line" in refused(run("tpe", tmp_path / "audit", "--npi", "1"), 2)


def test_trend_prints_months_and_changes(audit_dir: Path) -> None:
    done = run("trend", audit_dir, "--previous", audit_dir)
    assert done.returncode == 0, done.stderr
    assert "2025-03" in done.stdout
    assert "still open" in done.stdout
    assert run("trend", audit_dir, "--format", "csv").stdout.startswith("month,claims,in_error,rate,center,")
    assert list(json.loads(run("trend", audit_dir, "--format", "json").stdout)) == ["months"]
    assert "no claims before 2025-01-01" in refused(run("trend", audit_dir, "--since", "2025-01-01"), 2)
