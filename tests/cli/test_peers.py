"""Comparisons as a user asks for them: what is printed, where, and how the commands exit."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from facetaudit.cli import comparisons as commands
from facetaudit.statistics.peer_words import ABOVE, WELL_ABOVE
from tests.statistics.peered import ANN, PROVIDER_HEADER, audited, crowd, provider_row

from .test_commands import refused, run

NAME = "MUP_PHY_R25_P05_V20_D23_Prov_Svc.csv"


@pytest.fixture(scope="module")
def audit_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The audit of twelve providers, one far above the others."""
    return audited(tmp_path_factory.mktemp("peers"), crowd()).folder


def test_the_words_are_those_of_the_statistics() -> None:
    # the command names them without loading what compares
    assert commands.SHOWN == (WELL_ABOVE, ABOVE)


def test_what_is_above_is_printed(audit_dir: Path) -> None:
    done = run("peers", audit_dir)
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[0]
    assert first.startswith("Beside the others of the extract: ")
    assert first.endswith(" of 204 comparisons are above")
    assert "third_level_share" in done.stdout
    assert "not above" not in done.stdout
    assert "no proof of an improper payment; no official comparative report" in done.stdout
    one = run("peers", audit_dir, "--npi", ANN, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(one.stdout)))
    assert [row["word"] for row in rows if row["metric"] == "third_level_share"] == ["well above"]
    assert len(rows) == 17


def test_public_figures_beside(audit_dir: Path, tmp_path: Path) -> None:
    text = PROVIDER_HEADER + "".join(provider_row(f"30000000{n:02}", "64493", 50, 99, 90, 100) for n in range(30))
    (tmp_path / NAME).write_text(text)
    kept = run("peers-import", tmp_path / NAME, "--out", tmp_path / "public")
    assert kept.returncode == 0, kept.stderr
    assert kept.stdout.splitlines()[-1].split()[-3:] == ["2023", "30", "30"]
    done = run("peers", audit_dir, "--npi", ANN, "--public", tmp_path / "public", "--format", "json")
    printed = json.loads(done.stdout)
    assert list(printed) == ["peers", "public", "notes"]
    assert {row["npi"] for row in printed["public"]} == {ANN}
    table = run("peers", audit_dir, "--npi", ANN, "--public", tmp_path / "public", "--out", tmp_path / "tables")
    assert "Beside CMS's public figures" in table.stdout
    assert (tmp_path / "tables" / "public.csv").read_text().count("\n") == 1 + len(printed["public"])


def test_refusals(audit_dir: Path, tmp_path: Path) -> None:
    assert "no active facet line" in refused(run("peers", audit_dir, "--npi", "1"), 2)
    assert "is no audit folder" in refused(run("peers", tmp_path), 2)
    (tmp_path / "a_2023.csv").write_text("a,b\n1,2\n")
    assert "no file known" in refused(run("peers-import", tmp_path / "a_2023.csv", "--out", tmp_path / "public"), 3)
    assert "no file known" in refused(run("peers", audit_dir, "--public", tmp_path / "a_2023.csv"), 3)
