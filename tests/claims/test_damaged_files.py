"""A few damaged files of each format; `make fuzz-formats` goes on for as long as one asks."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from facetaudit.claims.report import LoadReport
from tests.claims.fuzz_formats.damage import damage
from tests.claims.fuzz_formats.extracts import KINDS, Row, loaded, make_extract
from tests.claims.fuzz_formats.judge import judge

SEEDS = range(2000, 2006)


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_refused_or_told_and_loses_nothing(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    extract = make_extract(kind, tmp_path)
    outcomes = [judge(extract, seed, tmp_path) for seed in SEEDS]
    assert [f"seed {one.seed}: {one.why}" for one in outcomes if one.kind == "failed"] == []


def test_a_seed_always_does_the_same_damage(tmp_path: Path) -> None:
    extract = make_extract("csv", tmp_path)
    made = [damage(extract, seed, tmp_path) for seed in range(40)]
    assert made == [damage(extract, seed, tmp_path) for seed in range(40)]
    assert len({one.content for one in made}) > 30
    assert all(one.content != extract.content for one in made[:5])


def test_a_reader_that_loses_a_line_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader here drops the last line of every file and counts one line less."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    extract = make_extract("csv", tmp_path)

    def careless(*asked: object) -> tuple[LoadReport, list[Row]]:
        report, rows = loaded(*asked)  # type: ignore[arg-type]
        total = report.total
        fewer = replace(total, read=total.read - 1, outside=total.outside - 1)
        return replace(report, total=fewer), rows[:-1]

    monkeypatch.setattr("tests.claims.fuzz_formats.judge.loaded", careless)
    outcomes = [judge(extract, seed, tmp_path) for seed in range(12)]
    assert {one.kind for one in outcomes} == {"failed", "refused"}
