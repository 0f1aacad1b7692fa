"""The sample in the repository is what its README says it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from facetaudit.synthetic import SyntheticReport, synthesize

SAMPLES = Path(__file__).parents[2] / "data_samples"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SyntheticReport:
    return synthesize(500, 7, "csv", tmp_path_factory.mktemp("samples") / "sample")


@pytest.mark.parametrize("name", ["claims.csv", "procedures.csv", "labels.csv"])
def test_the_generator_gives_the_same_bytes(made: SyntheticReport, name: str) -> None:
    assert (SAMPLES / name).read_bytes() == (made.folder / name).read_bytes()


def test_the_readme_counts_right(made: SyntheticReport) -> None:
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    counts = (made.claims, made.lines, made.patients, made.notes, made.labels)
    said = re.search(
        r"(\d+) claims with (\d+) lines of (\d+) patients, (\d+) procedure notes, and (\d+)\s+labelled findings", text
    )
    assert said
    assert tuple(int(number) for number in said.groups()) == counts
    assert "--claims 500 --seed 7 --output-format csv" in text
