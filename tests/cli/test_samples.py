"""Samples as a user draws them: what is printed, where, and how the command exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
