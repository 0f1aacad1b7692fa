"""The shipped sample: its findings are the expected ones, byte for byte, and every file is the same on every run."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from facetaudit.audit.run import audit
from facetaudit.claims import reading
from facetaudit.claims.intake import load
from facetaudit.engine.duckdb import connect
from facetaudit.synthetic.comparison import compare

SAMPLES = Path(__file__).parents[2] / "data_samples"


def run(out: Path, threads: int) -> Path:
    """Audit the sample."""
    audit(SAMPLES / "claims.csv", procedures=SAMPLES / "procedures.csv", out=out, threads=threads)
    return out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit of the sample on one thread."""
    return run(tmp_path_factory.mktemp("samples") / "one", 1)


def hashes(folder: Path) -> dict[str, str]:
    """Every file's content."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_findings_are_the_expected_ones(folder: Path) -> None:
    expected = (SAMPLES / "expected_findings.csv").read_bytes()
    assert (folder / "findings.csv").read_bytes() == expected


def test_the_expected_findings_are_the_labels_of_the_generator() -> None:
    compared = compare(SAMPLES / "labels.csv", SAMPLES / "expected_findings.csv")
    assert not compared.missed
    assert not compared.extra


def test_twice_in_a_row_and_on_another_thread_count(folder: Path) -> None:
    assert hashes(run(folder.parent / "again", 1)) == hashes(folder)
    assert hashes(run(folder.parent / "threads", 4)) == hashes(folder)


def test_the_same_where_it_is_worked_on_in_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_IN_MEMORY", 0)
    assert hashes(run(folder.parent / "file", 2)) == hashes(folder)


@pytest.mark.parametrize("most, database", [(0, "work"), (reading.MOST_IN_MEMORY, "in_memory")])
def test_many_lines_stand_in_a_file(most: int, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_IN_MEMORY", most)
    with connect() as con:
        load(con, [SAMPLES / "claims.csv"], keep_codes=["64493"])
        place = "select database_name from duckdb_tables() where table_name = 'claim_line'"
        assert con.sql(place).fetchall() == [(database,)]


def test_folder_holds_what_the_contract_names(folder: Path) -> None:
    assert set(hashes(folder)) == {
        "lines.parquet",
        "sessions.parquet",
        "findings.parquet",
        "findings.csv",
        "coverage.parquet",
        "coverage.csv",
        "exposure.parquet",
        "exposure.csv",
        "corrected_claims.parquet",
        "corrected_claims.csv",
        "rejected.csv",
        "summary.json",
        "manifest.json",
    }


def test_folder_is_readable_by_its_owner_only(folder: Path) -> None:
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
