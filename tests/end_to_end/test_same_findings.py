"""Labels are findings through the formats and containers that `test_labels` does not try with many claims."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from facetaudit.audit.run import audit
from facetaudit.synthetic import synthesize
from facetaudit.synthetic.comparison import compare
from tests.synthetic.format_fates import ROUTES
from tests.synthetic.round_trip import CONTAINERS, as_made

CLAIMS = 700
"""The catalogue of mistakes takes some hundreds."""


@pytest.mark.parametrize(
    "name", ["csv", "xlsx", "cclf5-v36", "cclf5-csv", "eob-bundle", "tuva-duckdb", "tuva-csv", "x12-837", "x12-pair"]
)
def test_labels_are_findings(name: str, tmp_path: Path) -> None:
    made = synthesize(CLAIMS, 8, ROUTES[name].made_as, tmp_path / "made")
    with duckdb.connect() as con:
        files = CONTAINERS.get(name, as_made)([made.claims_file, *made.further_files], con)
    done = audit(files, procedures=made.notes_file, out=tmp_path / "audit")
    compared = compare(made.labels_file, done.folder / "findings.csv")
    assert compared.missed == frozenset()
    assert compared.extra == frozenset()
    assert len(compared.labelled) > 60
