"""Labels of the generator against findings: every injected mistake is found, every look-alike stays clean."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.synthetic import synthesize

CLAIMS = 20_000
FOUND = "select claim_id, line_number, code, certainty from findings"


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A labelled extract of 20,000 claims."""
    out = tmp_path_factory.mktemp("labels") / "extract"
    synthesize(CLAIMS, 20260101, "parquet", out)
    return out


@pytest.fixture(scope="module")
def audited(extract: Path) -> Audit:
    """Its audit."""
    return audit(extract / "claims.parquet", procedures=extract / "procedures.csv", out=extract.parent / "audit")


def labels(extract: Path) -> set[tuple[str, int, str, str]]:
    """(claim, line, code, certainty) of every expected finding."""
    with (extract / "labels.csv").open(encoding="utf-8", newline="") as file:
        return {(r["claim_id"], int(r["line_number"]), r["code"], r["certainty"]) for r in csv.DictReader(file)}


def test_findings_are_exactly_the_labels(extract: Path, audited: Audit) -> None:
    expected = labels(extract)
    found = {(c, int(n), code, certainty) for c, n, code, certainty in audited.sql(FOUND).itertuples(index=False)}
    missed, invented = expected - found, found - expected
    assert not missed, f"missed {Counter(key[2] for key in missed)}, such as {sorted(missed)[:3]}"
    assert not invented, f"invented {Counter(key[2] for key in invented)}, such as {sorted(invented)[:3]}"


def test_every_detector_has_injected_mistakes(extract: Path, audited: Audit) -> None:
    labelled = {code for _, _, code, _ in labels(extract)}
    assert labelled == set(audited.manifest["detectors"])


def test_counts_add_up(audited: Audit) -> None:
    rows = audited.summary["rows"]["total"]
    assert rows["read"] == rows["rejected"] + rows["outside"] + rows["audited"]
    assert rows["audited"] == rows["active"] + rows["inactive"]


def test_exposure_adds_up_over_detectors_and_lines(audited: Audit) -> None:
    lines = audited.sql(
        "select scenario, count(*) n, count(distinct claim_id || '|' || line_number) keys from exposure group by 1"
    )
    assert (lines["n"] == lines["keys"]).all(), "a line's dollars are counted twice in a scenario"
    sums = audited.sql(
        "select scenario, sum(overpayment_allowed) total, sum(allowed_amount) - sum(corrected_allowed) difference "
        "from exposure where allowed_amount is not null group by 1"
    )
    assert (sums["total"] == sums["difference"]).all()
