"""What the load report says in words, at the terminal and on a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from facetaudit.audit.check import check
from facetaudit.audit.described import contents, described, spans
from facetaudit.audit.run import audit
from facetaudit.reporting.views import load_report
from facetaudit.synthetic import synthesize

HEADER = "claim_id,patient_id,service_date,hcpcs,modifier_1,rendering_npi,billing_npi,payer,allowed_amount\n"
FACET = "C1,P1,2024-11-30,64493,RT,1000000012,,medicare,100.00\nC2,P2,2025-03-01,64635,LT,,,Blue <Plan>,\n"


def written(folder: Path, rows: str) -> Path:
    path = folder / "claims.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ([], []),
        (["2024-12"], ["2024-12"]),
        (["2024-11", "2024-12", "2025-01"], ["2024-11 to 2025-01"]),
        (["2024-01", "2024-03", "2024-04"], ["2024-01", "2024-03 to 2024-04"]),
        (["2023-12", "2024-12"], ["2023-12", "2024-12"]),
    ],
)
def test_months_that_follow_each_other_are_one_gap(months: list[str], told: list[str]) -> None:
    assert spans(months) == told


def test_contents_are_told_with_gaps_and_shares(tmp_path: Path) -> None:
    report = check(written(tmp_path, FACET + "C3,P3,2025-03-02,99213,,,,medicare,\n"))
    assert report["months_without_lines"] == ["2024-12", "2025-01", "2025-02"]
    told = dict(contents(report))
    assert told["Dates of service"] == "2024-11-30 to 2025-03-02; no line in 2024-12 to 2025-02"
    assert (told["Patients"], told["Rendering NPIs"], told["Billing NPIs"]) == ("2", "1", "0")
    assert (told["Settings"], told["Payers"]) == ("professional 2", "Blue <Plan> 1, medicare 1")
    assert told["Codes"] == "64493 1, 64635 1, 99213 1"
    filled = told["Columns filled"].split("; ")
    assert filled[0] == "100 % modifier_1, place_of_service"
    assert filled[1] == "50 % rendering_npi, allowed_amount"
    assert filled[2].startswith("never mac, state,")
    assert "Inactive lines" not in told


def test_a_share_of_some_lines_is_never_told_as_none_or_all(tmp_path: Path) -> None:
    lines = "".join(f"C{n},P{n},2025-03-04,64493,{'' if n else 'RT'},1000000012,,medicare,\n" for n in range(300))
    told = dict(contents(check(written(tmp_path, lines))))["Columns filled"]
    assert "1 % modifier_1" in told
    rest = "".join(f"C{n},P{n},2025-03-04,64493,{'RT' if n else ''},1000000012,,medicare,\n" for n in range(300))
    told = dict(contents(check(written(tmp_path, rest))))["Columns filled"]
    assert "99 % modifier_1" in told


def test_an_extract_without_facet_lines_is_told_with_what_it_holds(tmp_path: Path) -> None:
    report = check(written(tmp_path, "C1,P1,2025-03-04,99213,,1000000012,,medicare,100.00\n"))
    assert contents(report) == [
        ("Dates of service", "2025-03-04 to 2025-03-04, every month"),
        ("Codes", "99213 1"),
    ]
    assert described(report)[-1] == "No facet lines in this extract."


def test_the_page_shows_it_escaped(tmp_path: Path) -> None:
    markup = load_report(audit(written(tmp_path, FACET), out=tmp_path / "audit")).markup
    for text in ("Rows by file", "2024-12 to 2025-02", "Blue &lt;Plan&gt; 1", "What this source cannot show"):
        assert text in markup
    assert "<Plan>" not in markup
    assert "Files left out" not in markup


def test_the_page_names_files_that_were_left_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    written(tmp_path / "in", FACET)
    (tmp_path / "in" / "cut.parquet").write_bytes(b"PAR1 cut short")
    (tmp_path / "in" / "notes.txt").write_text("nothing of claims\n", encoding="utf-8")
    made = audit(tmp_path / "in", out=tmp_path / "audit", skip_bad_files=True)
    markup = load_report(made).markup
    for text in ("Files left out", "cut.parquet", "set aside", "notes.txt", "passed over"):
        assert text in markup


def cannot_show(report: Mapping[str, Any]) -> dict[str, str]:
    return {one["what"]: one["detectors"] for one in report["cannot_show"]}


def test_a_source_without_status_versions_and_amounts_says_so(tmp_path: Path) -> None:
    poor = tmp_path / "poor.csv"
    poor.write_text("claim_id,patient_id,service_date,hcpcs\nC1,P1,2024-11-30,64493\n", encoding="utf-8")
    said = cannot_show(check(poor))
    assert said["Denied lines: every line counts as paid."] == ""
    assert said["Claims that were replaced or voided: every claim counts as final."] == ""
    assert said["Amounts: exposure is by the fee schedule alone."] == "FA702"
    rich = tmp_path / "rich.csv"
    rich.write_text(
        "claim_id,patient_id,service_date,hcpcs,line_status,claim_frequency_code,paid_amount\n"
        "C1,P1,2024-11-30,64493,paid,1,10\n",
        encoding="utf-8",
    )
    assert not {what for what in cannot_show(check(rich)) if what.startswith(("Denied", "Claims that", "Amounts"))}


@pytest.mark.parametrize(
    ("output_format", "says"),
    [
        ("rif", ["Modifiers beyond the 2"]),
        ("eob", ["Modifiers beyond the 2"]),
        ("cclf5", ["Payment localities", "Who billed"]),
        ("tuva", ["Denied lines", "Claims that were replaced", "Payment localities", "The contractor"]),
        ("x12-835", ["Diagnoses", "The contractor", "Payment localities"]),
        ("x12-837", ["Amounts", "Denied lines", "Payment localities"]),
        ("x12-pair", ["Payment localities"]),
        ("parquet", []),
    ],
)
def test_what_each_format_cannot_show(tmp_path: Path, output_format: str, says: list[str]) -> None:
    """Beside what no claims show: other practices, and notes, which are not given here; authorizations where few."""
    made = synthesize(90, 4, output_format, tmp_path / "made")
    report = check([made.claims_file, *made.further_files])
    usual = ("Sessions at other practices", "What the procedure notes document", "Prior-authorization numbers")
    said = [what for what in cannot_show(report) if not what.startswith(usual)]
    assert all(any(what.startswith(word) for what in said) for word in says)
    assert len(said) == len(says), said
    assert {file["format"] for file in report["files"]} <= {output_format, "x12-837", "x12-835"}


def test_what_was_billed_and_paid_is_told_once(tmp_path: Path) -> None:
    made = synthesize(300, 4, "x12-pair", tmp_path / "made")
    both, paid = check([made.claims_file, *made.further_files]), check(made.further_files[0])
    joined = both["audited"]["inactive_reasons"]["joined"]
    assert joined > 50
    assert sum(both["audited"]["payers"].values()) == both["audited"]["lines"] - joined
    assert both["audited"]["filled"]["charge_amount"]["share"] == 1
    # a void is of the claims alone
    void = sum(both["codes"].values()) - sum(paid["codes"].values())
    assert 0 <= void <= 2
    assert both["audited"]["patients"] == paid["audited"]["patients"]
