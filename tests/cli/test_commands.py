"""Commands as a user types them: what they print, where, and how they exit."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from facetaudit.claims.formats import AUTO, FORMAT_NAMES
from facetaudit.cli.audits import INPUT_FORMATS, SYNTHETIC_FORMATS
from facetaudit.synthetic.writers import WRITERS

SAMPLES = Path(__file__).parents[2] / "data_samples"
HEADER = "claim_id,patient_id,service_date,hcpcs,modifier_1,units,allowed_amount,paid_amount\n"
LINE = "C1,P1,2025-03-04,64495,RT,1,87.01,68.22\n"


def run(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, as a user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "facetaudit", *map(str, arguments)], capture_output=True, text=True, cwd=cwd, check=False
    )


def refused(done: subprocess.CompletedProcess[str], code: int) -> str:
    """The one sentence of a refusal; no traceback, nothing on stdout."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: "), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.removeprefix("Error: ").strip()


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """One third-level line."""
    path = tmp_path / "claims.csv"
    path.write_text(HEADER + LINE, encoding="utf-8")
    return path


def test_every_format_can_be_asked_for() -> None:
    # the commands name them without loading the readers and writers
    assert sorted(INPUT_FORMATS) == sorted((AUTO, *FORMAT_NAMES))
    assert sorted(SYNTHETIC_FORMATS) == sorted(WRITERS)


def test_audit_prints_rows_findings_and_exposure(claims: Path, tmp_path: Path) -> None:
    done = run("audit", claims, "--out", tmp_path / "audit", "--mac", "palmetto")
    assert done.returncode == 0, done.stderr
    assert "FA102" in done.stdout
    assert "third-level-not-covered" in done.stdout
    assert "87.01" in done.stdout
    rows = json.loads((tmp_path / "audit" / "summary.json").read_text())["rows"]
    assert rows["total"] == {"read": 1, "rejected": 0, "outside": 0, "audited": 1, "active": 1, "inactive": 0}
    assert list(rows["files"]) == ["claims.csv"]


def test_fail_on_findings_exits_1(claims: Path, tmp_path: Path) -> None:
    assert run("audit", claims, "--out", tmp_path / "audit", "--fail-on-findings").returncode == 1
    clean = tmp_path / "clean.csv"
    clean.write_text(HEADER + LINE.replace("64495", "64493"), encoding="utf-8")
    assert run("audit", clean, "--out", tmp_path / "none", "--fail-on-findings", "--ignore", "FA101,kx").returncode == 0


def test_existing_audit_folder_is_replaced_and_anything_else_is_refused(claims: Path, tmp_path: Path) -> None:
    out = tmp_path / "audit"
    assert run("audit", claims, "--out", out).returncode == 0
    (out / "stray.txt").write_text("left from before")
    assert run("audit", claims, "--out", out).returncode == 0
    assert not (out / "stray.txt").exists()
    other = tmp_path / "mine"
    other.mkdir()
    (other / "keep.txt").write_text("keep")
    assert "no audit folder" in refused(run("audit", claims, "--out", other), 2)
    assert (other / "keep.txt").read_text() == "keep"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_folder_that_cannot_be_written_is_refused(claims: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert "cannot be written" in refused(run("audit", claims, "--out", blocked / "audit"), 2)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_folder_without_permission_is_refused(claims: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert "cannot be written" in refused(run("audit", claims, "--out", locked / "audit"), 2)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--select", "FA999"], 2, "no detector"),
        (["--select", "kx-mising"], 2, "kx-missing"),
        (["--mac", "noridian"], 2, "MAC"),
        (["--payer-pack", "Acme"], 2, "PAYER=PACK"),
        (["--payer-pack", "Acme=nope"], 2, "nope"),
        (["--memory-limit", "lots"], 2, "memory"),
        (["--mapping", "no-such-mapping"], 2, "mapping"),
    ],
)
def test_wrong_options_are_one_sentence(
    claims: Path, tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    out = tmp_path / "audit"
    assert words in refused(run("audit", claims, "--out", out, *arguments), code)
    assert not out.exists()


def test_policy_file_with_a_typo_is_refused(claims: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    (pack / "params").mkdir(parents=True)
    (pack / "pack.toml").write_text('name = "mine"\ntitle = "Mine"\nextends = "medicare"\npayer = ["acme"]\n')
    sentence = refused(run("audit", claims, "--out", tmp_path / "audit", "--pack-dir", pack), 2)
    assert "pack.toml" in sentence
    assert "payer" in sentence


def test_errors_name_no_patient(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(HEADER + "C1,SECRET-PATIENT,not-a-date,64495,RT,1,1.00,1.00\n", encoding="utf-8")
    done = run("audit", path, "--out", tmp_path / "audit")
    assert "SECRET" not in done.stdout + done.stderr


def test_check_json_has_rows_first_and_names_what_cannot_be_shown(claims: Path) -> None:
    done = run("check", claims, "--format", "json")
    report = json.loads(done.stdout)
    assert next(iter(report)) == "rows"
    assert report["rows"]["total"]["audited"] == 1
    assert any("notes" in one["what"] for one in report["cannot_show"])


def test_detectors_lists_and_prints_a_page() -> None:
    listed = list(csv.DictReader(io.StringIO(run("detectors", "--format", "csv").stdout)))
    assert {"FA101", "FA209", "FA305", "FA405"} <= {one["code"] for one in listed}
    by_code, by_name = run("detectors", "FA203"), run("detectors", "bilateral-as-addon")
    assert by_code.stdout == by_name.stdout
    assert "What it checks" in by_code.stdout
    assert "bilateral-as-addon" in refused(run("detectors", "bilateral-as-adon"), 2)


def test_policy_shows_the_value_of_a_date_and_its_source() -> None:
    (value,) = json.loads(run("policy", "third_level", "--on", "2024-08-14", "--mac", "cgs", "--format", "json").stdout)
    assert value["value"] == "appeal-only"
    (value,) = json.loads(run("policy", "third_level", "--on", "2024-08-15", "--mac", "cgs", "--format", "json").stdout)
    assert value["value"] == "non-covered"
    assert value["source"]
    assert "2010-01-01" in refused(run("policy", "third_level", "--on", "2009-12-31"), 2)
    assert "third_level" in refused(run("policy", "third_levle"), 2)


def test_fees_show_prints_the_national_amount() -> None:
    prices = json.loads(run("fees", "show", "64493", "--on", "2026-03-01", "--format", "json").stdout)
    assert {(p["setting"], p["participant"], p["amount"]) for p in prices} == {
        ("nonfacility", "non_qp", "190.39"),
        ("facility", "non_qp", "81.50"),
        ("nonfacility", "qp", "191.33"),
        ("facility", "qp", "81.90"),
        ("asc", "", "485.51"),
        ("hopd", "", "903.63"),
    }


def test_fees_price_writes_amounts(tmp_path: Path) -> None:
    lines = tmp_path / "lines.csv"
    lines.write_text(
        "hcpcs,modifier_1,units,service_date,locality,place_of_service,claim_type,participant\n"
        "64495,RT,1,2025-03-04,,11,professional,\n64999,,1,2025-03-04,,11,professional,\n"
    )
    out = tmp_path / "priced.csv"
    done = run("fees", "price", lines, "--out", out)
    assert done.returncode == 0
    assert "2 rows, 1 priced" in done.stderr
    assert "1 without an amount: no national price (status C" in done.stderr
    first, second = csv.DictReader(io.StringIO(out.read_text()))
    assert first["fee_amount"] == "87.01"
    assert second["fee_amount"] == ""
    assert second["fee_note"]


def test_help_of_every_command_is_there() -> None:
    done = run("--help")
    for command in (
        "appraise", "audit", "check", "demo", "detectors", "fees", "map", "policy", "report", "sample", "synthesize",
        "tpe", "trend", "workbook",
    ):  # fmt: skip
        assert f"\n  {command} " in done.stdout
        assert run(command, "--help").returncode == 0


@pytest.mark.parametrize(
    "arguments", [("--quiet", "fees", "price"), ("fees", "--quiet", "price"), ("fees", "price", "--quiet")]
)
def test_quiet_is_taken_anywhere(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    lines = tmp_path / "lines.csv"
    lines.write_text("hcpcs,service_date\n64495,2025-03-04\n")
    done = run(*arguments, lines, "--out", tmp_path / "priced.csv")
    assert (done.returncode, done.stderr) == (0, "")
