"""The peers of the benchmark find what the audit finds: they do the same work."""

from __future__ import annotations

from pathlib import Path

import pytest

import facetaudit as fa
from benchmarks.claim_lines import SESSION_EVERY, generate
from benchmarks.peers import DETECTORS, floor, pandas, sql

LINES = {"sparse": 350_000, "dense": 14_000}


@pytest.mark.parametrize("shape", SESSION_EVERY)
def test_peers_and_audit_agree(shape: str, tmp_path: Path) -> None:
    (claims,) = generate("parquet", LINES[shape], tmp_path, shape=shape)
    audit = fa.audit(claims, out=tmp_path / "audited", fees_dir=False)
    coverage = audit.coverage().set_index("code").findings
    found = {code: int(coverage[code]) for code in DETECTORS}
    assert all(found.values()), found
    assert sql(str(claims), tmp_path) == found
    assert pandas(str(claims), tmp_path) == found
    rows = audit.summary["rows"]["total"]
    assert rows["audited"] <= floor(str(claims), tmp_path)["lines"] <= rows["audited"] + rows["rejected"]
