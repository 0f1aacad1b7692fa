"""An audit after the verdicts: findings with outcomes, reviewed lines by verdict, the rest as it stood."""

from __future__ import annotations

import csv
import hashlib
import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from facetaudit.audit.opened import Audit
from facetaudit.errors import UsageError
from facetaudit.statistics.appraisal import appraise, open_appraisal
from facetaudit.statistics.sampling import Sample, sample

from .conftest import NPI, OTHER_NPI
from .test_review import answer, filled, rows_where


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def hashes(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def drawn_from(audited: Audit, out: Path, dollars: str = "paid") -> Sample:
    return sample(audited.folder, unit="line", design="simple", size=20, seed=1, dollars=dollars, out=out)


def verdicts(lines: Worksheet, findings: Worksheet) -> None:
    """A third level documented, another payable in part, and a first level with 60 payable and one without a chart."""
    third, first = rows_where(lines, "hcpcs", "64495"), rows_where(lines, "hcpcs", "64493")
    whole = lines.cell(third[0], [cell.value for cell in lines[1]].index("amount") + 1).value
    answer(lines, third[0], verdict="disagree", corrected_amount=whole, reason="=documented")
    answer(findings, 2, verdict="disagree", reason="=documented")
    answer(lines, third[1], verdict="disagree", corrected_amount=30, reason="in part")
    answer(findings, 3, verdict="disagree", reason="in part")
    answer(lines, first[0], verdict="disagree", corrected_amount=60, reason="one side")
    answer(lines, first[1], verdict="no record")


def test_findings_and_exposure_after_the_verdicts(audited: Audit, tmp_path: Path) -> None:
    found, before = drawn_from(audited, tmp_path / "sample"), hashes(audited.folder)
    asked = {"worksheet": filled(found, tmp_path / "w.xlsx", verdicts), "audit_dir": audited.folder}
    out = appraise(found.folder, out=tmp_path / "out", **asked).folder  # type: ignore[arg-type]
    assert hashes(audited.folder) == before
    # Of sixteen third levels of 80 dollars each k are drawn: one overturned, one changed, k - 2 confirmed.
    k = sum(found.lines()["hcpcs"] == "64495")
    listed = rows(out, "audit_findings")
    assert [row["finding_id"] for row in listed] == list(audited.findings()["finding_id"])
    counted = {name: sum(row["verdict"] == name and row["code"] == "FA102" for row in listed) for name in
               ("overturned", "changed", "confirmed", "not reviewed")}  # fmt: skip
    assert counted == {"overturned": 1, "changed": 1, "confirmed": k - 2, "not reviewed": 16 - k}
    assert {row["review_reason"] for row in listed if row["verdict"] == "overturned"} == {"'=documented"}

    first = found.lines()[found.lines()["hcpcs"] == "64493"].sort_values(["selection"])
    one, other = list(first["amount"])[:2]
    reviewed = 50 + 80 * (k - 2) + (one - 60) + other
    for scenario in ("certain", "probable", "review"):
        part = [row for row in rows(out, "audit_exposure") if row["scenario"] == scenario]
        assert sum(Decimal(row["overpayment_paid"]) for row in part) == 80 * (16 - k) + reviewed
        settled = [row for row in part if row["settled_by"] == "review"]
        assert len(settled) == k - 1 + 2  # the overturned one has no row
        assert {row["overpayment_fee"] for row in settled} == {""}
        assert {row["within_lookback"] for row in settled} == {"true"}
        assert sorted(row["detector"] for row in settled) == ["", "", *["FA102"] * (k - 1)]
    certain = rows(out, "exposure")[0]
    assert (certain["as_audited"], certain["reviewed_as_audited"]) == ("1280.00", f"{80 * k}.00")
    assert certain["reviewed_by_verdict"] == str(reviewed)
    assert certain["after_verdicts"] == str(80 * (16 - k) + reviewed)
    numbers = {(row["judged"], row["verdict"]): row["number"] for row in rows(out, "verdicts")}
    assert numbers == {
        ("line", "agree"): "16", ("line", "disagree"): "3", ("line", "no record"): "1", ("finding", "changed"): "1",
        ("finding", "confirmed"): str(k - 2), ("finding", "overturned"): "1",
    }  # fmt: skip


def test_allowed_dollars_give_the_paid_ones_in_proportion(audited: Audit, tmp_path: Path) -> None:
    found = drawn_from(audited, tmp_path / "sample", dollars="allowed")
    asked = {"worksheet": filled(found, tmp_path / "w.xlsx", verdicts), "audit_dir": audited.folder}
    out = appraise(found.folder, out=tmp_path / "out", **asked).folder  # type: ignore[arg-type]
    settled = [row for row in rows(out, "audit_exposure") if row["settled_by"] == "review"]
    # third levels have 100 allowed and 80 paid; of the one payable at 30 70 are overpaid, of the paid 80 x 70/100
    assert {(row["overpayment_allowed"], row["overpayment_paid"]) for row in settled if row["detector"]} == {
        ("100.00", "80.00"), ("70.00", "56.00"),
    }  # fmt: skip
    assert {row["corrected_allowed"] for row in settled} == {"0.00", "30.00", "60.00"}


def test_the_sample_of_another_audit_is_refused(audited: Audit, tmp_path: Path) -> None:
    from facetaudit.audit.run import audit

    text = (audited.folder.parent / "claims.csv").read_text().replace(f",{OTHER_NPI},", f",{NPI},")
    (tmp_path / "claims.csv").write_text(text.replace("103.00", "104.00"))
    other = audit(tmp_path / "claims.csv", out=tmp_path / "audit", mac="palmetto", fees_dir=False)
    found = drawn_from(audited, tmp_path / "sample")
    worksheet = filled(found, tmp_path / "w.xlsx")
    with pytest.raises(UsageError, match=r"is no sample of the audit .*, which gives another frame"):
        appraise(found.folder, worksheet=worksheet, audit_dir=other.folder, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()
    kept = appraise(found.folder, worksheet=worksheet, out=tmp_path / "out").folder
    assert not (kept / "audit_findings.csv").exists()
    assert open_appraisal(kept, audited).summary == json.loads((kept / "summary.json").read_text())
    with pytest.raises(UsageError, match="appraises no sample of the audit"):
        open_appraisal(kept, other)
    # an audit without the sample's provider gives no frame at all
    asked = {"unit": "line", "design": "simple", "size": 5, "seed": 1, "npi": OTHER_NPI}
    narrow = sample(audited.folder, out=tmp_path / "narrow", **asked)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="which gives another frame"):
        appraise(narrow.folder, worksheet=worksheet, audit_dir=other.folder, out=tmp_path / "out")


def test_folders_that_are_no_appraisal_of_a_sample(audited: Audit, tmp_path: Path) -> None:
    (tmp_path / "values.csv").write_text("error,frame_size\n1,10\n2,10\n")
    of_values = appraise(values_file=tmp_path / "values.csv", out=tmp_path / "out").folder
    with pytest.raises(UsageError, match="a file of values, which tells no audit"):
        open_appraisal(of_values, audited)
    with pytest.raises(UsageError, match="is no appraisal folder"):
        open_appraisal(audited.folder, audited)
    with pytest.raises(UsageError, match="or --values alone"):
        appraise(values_file=tmp_path / "values.csv", audit_dir=audited.folder, out=tmp_path / "out")
