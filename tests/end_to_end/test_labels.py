"""Labels of the generator against findings: every injected mistake is found, every look-alike stays clean."""

from __future__ import annotations

from collections import Counter

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.synthetic import SyntheticReport, synthesize
from facetaudit.synthetic.comparison import Comparison, Key, compare

CLAIMS = 20_000
FEWER = {"x12-837": 3_000, "x12-pair": 3_000}
"""Formats that are read by the loops of others, or together, for which every scenario once is enough."""


@pytest.fixture(scope="module", params=["parquet", "rif", "cclf5", "eob", "tuva", "x12-835", *FEWER])
def extract(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SyntheticReport:
    """A labelled extract, with four modifier slots, two and five."""
    claims = FEWER.get(request.param, CLAIMS)
    return synthesize(claims, 20260101, request.param, tmp_path_factory.mktemp("labels") / "extract")


@pytest.fixture(scope="module")
def audited(extract: SyntheticReport) -> Audit:
    """Its audit."""
    files = [extract.claims_file, *extract.further_files]
    return audit(files, procedures=extract.notes_file, out=extract.folder.parent / "audit")


@pytest.fixture(scope="module")
def compared(extract: SyntheticReport, audited: Audit) -> Comparison:
    """Labels against findings."""
    return compare(extract.labels_file, audited.folder / "findings.csv")


def told(keys: frozenset[Key]) -> str:
    """How many of each detector, and some of them."""
    return f"{Counter(key[:2] for key in keys)}, such as {sorted(keys)[:3]}"


def test_every_injected_mistake_is_found_with_its_certainty(compared: Comparison) -> None:
    assert not compared.missed, told(compared.missed)


def test_nothing_else_is_found(compared: Comparison) -> None:
    assert not compared.extra, told(compared.extra)


def test_every_detector_has_injected_mistakes(extract: SyntheticReport, audited: Audit) -> None:
    labelled = {code for code, count in extract.labels_by_code.items() if count}
    # RIF and EOB have no facility claims; CCLF5 and Tuva have neither authorizations nor localities; 835 has no
    # localities and no diagnoses, 837 no hospital claims, no localities and no money
    facilities_only = {"FA205", "FA601", "FA701"}
    not_shown = {
        "parquet": set(),
        "rif": facilities_only,
        "eob": facilities_only,
        "cclf5": {"FA601", "FA702"},
        "tuva": {"FA601", "FA702"},
        "x12-835": {"FA602", "FA702"},
        "x12-837": {"FA107", "FA601", "FA702"},
        "x12-pair": {"FA601", "FA702"},
    }
    assert labelled == set(audited.manifest["detectors"]) - not_shown[extract.output_format]


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
