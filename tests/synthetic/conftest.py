"""One extract of 20,000 claims, read with the csv module, for the tests that look at its content."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from facetaudit.synthetic import SyntheticReport, synthesize

Row = dict[str, str]


def read_rows(path: Path, delimiter: str = ",") -> list[Row]:
    """The rows of a delimited file, every value as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, strict=True))


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> SyntheticReport:
    return synthesize(20_000, 11, "csv", tmp_path_factory.mktemp("synthetic") / "extract")


@pytest.fixture(scope="session")
def lines(report: SyntheticReport) -> list[Row]:
    return read_rows(report.claims_file)


@pytest.fixture(scope="session")
def notes(report: SyntheticReport) -> list[Row]:
    return read_rows(report.notes_file)


@pytest.fixture(scope="session")
def labels(report: SyntheticReport) -> list[Row]:
    return read_rows(report.labels_file)
