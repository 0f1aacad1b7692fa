"""Worksheets filled in and read back: verdicts, dollars and precision by hand; every mistake named by its cell."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from facetaudit.audit.opened import Audit
from facetaudit.errors import InputRefused, UsageError
from facetaudit.statistics.appraisal import Appraisal, appraise
from facetaudit.statistics.exact import count_limits
from facetaudit.statistics.sampling import Sample, sample

from .conftest import HOSTILE

Change = Callable[[Worksheet, Worksheet], None]


@pytest.fixture(scope="module")
def everything(audited: Audit, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A sample of twenty of the eighty lines."""
    return sample(
        audited.folder, unit="line", design="simple", size=20, seed=1, out=tmp_path_factory.mktemp("review") / "sample"
    )


def column(sheet: Worksheet, name: str) -> int:
    """The number of a column by its heading."""
    return [cell.value for cell in sheet[1]].index(name) + 1


def put(sheet: Worksheet, row: int, at: int, value: Any) -> None:
    """Fill a cell in; text stays text, whatever it begins with."""
    cell = sheet.cell(row, at)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def answer(sheet: Worksheet, row: int, **answers: object) -> None:
    """Fill answers of a row in."""
    for name, value in answers.items():
        put(sheet, row, column(sheet, name), value)


def filled(drawn: Sample, path: Path, change: Change | None = None) -> Path:
    """The sample's worksheet with `agree` everywhere, then changed."""
    book = openpyxl.load_workbook(drawn.folder / "worksheet.xlsx")
    lines, findings = book["Lines"], book["Findings"]
    for sheet in (lines, findings):
        for row in range(2, sheet.max_row + 1):
            answer(sheet, row, verdict="agree")
    if change is not None:
        change(lines, findings)
    book.save(path)
    return path


def reviewed(drawn: Sample, tmp_path: Path, change: Change | None = None) -> Appraisal:
    """The appraisal of the filled worksheet."""
    return appraise(drawn.folder, worksheet=filled(drawn, tmp_path / "w.xlsx", change), out=tmp_path / "out")


def table(found: Appraisal, name: str) -> list[dict[str, str]]:
    """A CSV file of the appraisal folder."""
    with (found.folder / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def rows_where(sheet: Worksheet, name: str, value: object) -> list[int]:
    """Rows that have a value in a column."""
    at = column(sheet, name)
    return [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at).value == value]


def test_agreeing_with_everything_gives_what_the_audit_found(everything: Sample, tmp_path: Path) -> None:
    # FA102 takes the 80 dollars of each third level; of 20 lines drawn of 80, k are third levels: 80 x 80 k / 20.
    third = sum(everything.lines()["hcpcs"] == "64495")
    assert 0 < third < 10
    found = reviewed(everything, tmp_path)
    assert found.results.estimates[0]["point"] == f"{320 * third:.2f}"
    assert {row["overpayment"] for row in table(found, "lines")} == {"0.00", "80.00"}
    assert [row["outcome"] for row in table(found, "findings")] == ["confirmed"] * third
    (precision,) = found.precisions
    assert (precision.code, precision.findings, precision.confirmed, precision.precision) == ("FA102", 16, third, 1.0)
    # What is wholly wrong counts for the minimum sum: at one-sided 90 so many of the 80, at 80 dollars, the least.
    assert table(found, "checks")[1]["check"].startswith("minimum sum")
    assert found.expected == []  # no finding of FA102 is one to review


def test_verdicts_move_dollars(everything: Sample, tmp_path: Path) -> None:
    def change(lines: Worksheet, findings: Worksheet) -> None:
        first = rows_where(lines, "hcpcs", "64493")
        # half of one is payable, more than was paid on another, nothing on a third, for which there is no chart
        answer(lines, first[0], verdict="disagree", corrected_amount=60, corrected_codes="64493-52", reason="one side")
        answer(lines, first[1], verdict="Disagree", corrected_amount="200.50", reason="=both sides")
        answer(lines, first[2], verdict="no record")
        # a finding overturned, its line payable as billed; another changed, its line payable in part
        third = rows_where(lines, "hcpcs", "64495")
        answer(lines, third[0], verdict="disagree", corrected_amount=80, reason="documented")
        answer(findings, 2, verdict="disagree", reason="documented")
        answer(lines, third[1], verdict="disagree", corrected_amount=30, reason="in part")
        answer(findings, 3, verdict="disagree", reason="in part")

    found = reviewed(everything, tmp_path, change)
    rows = table(found, "lines")
    billed = [Decimal(row["amount"]) for row in rows if row["hcpcs"] == "64493"]
    third = sum(row["hcpcs"] == "64495" for row in rows)
    expected = (billed[0] - 60) + (billed[1] - Decimal("200.50")) + billed[2] + 0 + 50 + 80 * (third - 2)
    assert sum(Decimal(row["overpayment"]) for row in rows) == expected
    assert found.results.estimates[0]["point"] == f"{expected * 4:.2f}"
    (stratum,) = found.results.strata
    assert Decimal(stratum["underpaid"]) == billed[1] - Decimal("200.50")
    assert not any(row["check"].startswith("minimum sum") for row in found.results.checks)  # a unit was underpaid
    outcomes = [row["outcome"] for row in table(found, "findings")]
    assert outcomes == ["overturned", "changed", *["confirmed"] * (third - 2)]
    (precision,) = found.precisions
    assert (precision.confirmed, precision.changed, precision.overturned) == (third - 2, 1, 1)
    assert precision.precision == pytest.approx((third - 2) / third)
    kinds = {row["attribute"]: row["units_with"] for row in found.results.attributes}
    assert kinds == {"in error": third - 1 + 3, "overpaid": third - 1 + 2, "underpaid": 1, "no record": 1}
    assert "'=both sides" in {row["review_reason"] for row in rows}


def test_a_finding_without_a_record_is_not_judged(everything: Sample, tmp_path: Path) -> None:
    def change(lines: Worksheet, findings: Worksheet) -> None:
        answer(findings, 2, verdict="no record")
        first = rows_where(lines, "hcpcs", "64493")[0]
        answer(lines, first, verdict="disagree", corrected_amount=60, reason="one side")

    found = reviewed(everything, tmp_path, change)
    (precision,) = found.precisions
    # The line that is payable in part does not count for the minimum sum, the third levels do.
    least, _ = count_limits(sum(everything.lines()["hcpcs"] == "64495"), 20, 80, 0.90, 1)
    assert found.results.checks[1]["check"] == f"minimum sum: {least} units wholly in error at least"
    assert found.results.checks[1]["dollars"] == f"{80 * least:.2f}"
    third = sum(everything.lines()["hcpcs"] == "64495")
    assert (precision.no_record, precision.confirmed, precision.precision) == (1, third - 1, 1.0)


def test_sorted_rows_and_empty_rows_are_read(everything: Sample, tmp_path: Path) -> None:
    def change(lines: Worksheet, findings: Worksheet) -> None:
        cells = [[cell.value for cell in row] for row in lines.iter_rows(min_row=2)]
        lines.delete_rows(2, lines.max_row)
        for number, values in enumerate(reversed(cells)):
            for at, value in enumerate(values, start=1):
                put(lines, 3 + number, at, value)

    assert reviewed(everything, tmp_path, change).results.estimates == reviewed(everything, tmp_path).results.estimates


def edit(sheet: str, row: int, name: str, value: object) -> Change:
    """Another value in one cell."""

    def change(lines: Worksheet, findings: Worksheet) -> None:
        answer(lines if sheet == "Lines" else findings, row, **{name: value})

    return change


def inserted(lines: Worksheet, findings: Worksheet) -> None:
    lines.insert_rows(5)
    answer(lines, 5, claim_id="0099", verdict="agree")


def doubled(lines: Worksheet, findings: Worksheet) -> None:
    for at in range(1, lines.max_column + 1):
        put(lines, 4, at, lines.cell(3, at).value)


def removed(lines: Worksheet, findings: Worksheet) -> None:
    lines.delete_rows(7, 2)


def renamed(lines: Worksheet, findings: Worksheet) -> None:
    lines["N1"] = "Verdict!"


def contradicted(lines: Worksheet, findings: Worksheet) -> None:
    answer(findings, 2, verdict="disagree", reason="documented")


def unfilled(lines: Worksheet, findings: Worksheet) -> None:
    for row in range(2, 22):
        answer(lines, row, verdict=None)


MISTAKES: dict[str, tuple[Change, str]] = {
    "missing verdict": (edit("Lines", 6, "verdict", None), r"w.xlsx Lines!N6: no verdict; choose agree"),
    "unknown verdict": (edit("Findings", 2, "verdict", "yes"), r"Findings!J2: an unknown verdict"),
    "many missing": (unfilled, r"Lines!N2: no verdict.* \(19 more to mend: Lines!N3, Lines!N4, .*, \.\.\.\)\."),
    "retyped id": (edit("Lines", 6, "claim_id", "0999"), r"Lines!C6: claim_id is not what the sample has"),
    "id as number": (edit("Lines", 6, "claim_id", 12), r"Lines!C6: claim_id is not what the sample has"),
    "retyped row_id": (edit("Lines", 6, "row_id", "0" * 16), r"Lines!A6: a row that was added, or is of another"),
    "retyped amount": (edit("Lines", 6, "amount", 1), r"Lines!K6: amount is not what the sample has"),
    "retyped date": (edit("Lines", 6, "service_date", "2024-01-01"), r"Lines!F6: service_date is not"),
    "inserted row": (inserted, r"Lines!A5: a row that was added, without a row_id; remove it\."),
    "doubled row": (doubled, r"Lines!A4: the same row as Lines!A3; keep one of the two \(1 more to mend: Lines!A1\)"),
    "removed rows": (removed, r"Lines!A1: 2 rows are missing, first one of selection \d+; put it back"),
    "changed heading": (renamed, r"Lines!A1: the headings are not those of the worksheet"),
    "no amount": (
        edit("Lines", 6, "verdict", "disagree"),
        r"Lines!P6: disagree without a corrected_amount; give what is payable \(1 more to mend: Lines!R6\)",
    ),
    "amount beside agree": (edit("Lines", 6, "corrected_amount", 1), r"Lines!P6: an amount beside agree"),
    "text as amount": (edit("Lines", 6, "corrected_amount", "$12"), r"Lines!P6: no amount; give dollars and cents"),
    "text as amount, once": (
        lambda lines, findings: answer(lines, 6, verdict="disagree", corrected_amount="1,200.50", reason="x"),
        r"Lines!P6: no amount; give dollars and cents of 0 or more, such as 120.50\.$",
    ),
    "a huge amount": (edit("Lines", 6, "corrected_amount", 1e15), r"Lines!P6: no amount"),
    "a negative amount": (edit("Lines", 6, "corrected_amount", -5), r"Lines!P6: no amount"),
    "half a cent": (edit("Lines", 6, "corrected_amount", 1.005), r"Lines!P6: no amount"),
    "contradiction": (contradicted, r"Lines!N\d+: agree, but every finding on the line is disagreed with"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_named_by_their_cell(everything: Sample, tmp_path: Path, name: str) -> None:
    change, words = MISTAKES[name]
    with pytest.raises(InputRefused, match=words) as refused:
        reviewed(everything, tmp_path, change)
    assert not (tmp_path / "out").exists()
    for patient_or_claim in ("P0", "P1", "0999", HOSTILE):
        assert patient_or_claim not in str(refused.value)


def test_a_worksheet_of_another_sample_is_refused(everything: Sample, audited: Audit, tmp_path: Path) -> None:
    asked: dict[str, Any] = {"unit": "line", "design": "simple", "size": 20, "out": tmp_path / "other"}
    other = sample(audited.folder, seed=2, **asked)
    with pytest.raises(InputRefused, match="or is of another sample"):
        appraise(everything.folder, worksheet=filled(other, tmp_path / "w.xlsx"), out=tmp_path / "out")
    text = tmp_path / "w.txt"
    text.write_text("no workbook")
    with pytest.raises(InputRefused, match="cannot be read as a workbook"):
        appraise(everything.folder, worksheet=text, out=tmp_path / "out")
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(InputRefused, match="has no sheet Lines"):
        appraise(everything.folder, worksheet=tmp_path / "empty.xlsx", out=tmp_path / "out")


def test_a_sample_that_is_not_from_its_frame_is_refused(audited: Audit, tmp_path: Path) -> None:
    asked: dict[str, Any] = {"unit": "line", "design": "simple", "size": 20}
    one = sample(audited.folder, seed=1, out=tmp_path / "1", **asked)
    other = sample(audited.folder, seed=2, out=tmp_path / "2", **asked)
    (one.folder / "sample.parquet").write_bytes((other.folder / "sample.parquet").read_bytes())
    with pytest.raises(UsageError, match=r"is not the sample that its frame and seed give \(sample.parquet"):
        appraise(one.folder, worksheet=filled(one, tmp_path / "w.xlsx"), out=tmp_path / "out")


@pytest.mark.parametrize("design", ["stratified", "risk", "pps"])
def test_every_design_is_appraised_by_its_own_estimate(audited: Audit, tmp_path: Path, design: str) -> None:
    drawn = sample(audited.folder, unit="claim", design=design, strata=3, size=20, seed=4, out=tmp_path / "sample")
    found = reviewed(drawn, tmp_path)
    strata = {one["stratum"]: one for one in drawn.manifest["strata"]}
    lines = drawn.lines()
    errors = {key: 0.0 for key in drawn.units()["unit_key"]}
    for key, amount, right in zip(lines["unit_key"], lines["amount"], lines["proposed_amount"], strict=True):
        errors[key] += float(amount - right)
    total = 0.0
    for key, stratum, amount in drawn.units()[["unit_key", "stratum", "amount"]].itertuples(index=False):
        one = strata[stratum]
        weight = one["units"] / one["sample_size"]
        if design == "pps" and one["label"] == "drawn by size":
            weight = float(one["amount"]) / float(amount) / one["sample_size"]
        total += weight * errors[key]
    assert float(found.results.estimates[0]["point"]) == pytest.approx(total, abs=0.005)
    assert found.results.estimates[0]["estimator"] == ("by size" if design == "pps" else "difference")
    (precision,) = found.precisions
    assert (precision.precision is None) == (design == "pps")
    results = found.results
    assert {row["attribute"] for row in results.attributes} == {"in error", "overpaid", "underpaid", "no record"}
    # by risk every unit in error lies in one stratum, with the same 80 dollars: nothing is left to simulate
    alike = design == "risk"
    assert [row["check"] for row in results.checks] == ([] if alike else ["bootstrap percentile"] * 3)
    assert [row["units"] for row in results.coverage] == ([] if alike else [48] * 2)
    assert any(words.startswith("Within each stratum nothing varies") for words in results.warnings) == alike
    # no unit is underpaid: units that are all alike give no limits
    assert {(row["upper_units"], row["method"]) for row in results.attributes if row["attribute"] == "underpaid"} == {
        ("", "none: the units reviewed are all alike"),
    }  # fmt: skip


def test_where_the_audit_proposes_no_amount_the_reviewer_must(tmp_path: Path) -> None:
    # 64493 with two units is to be recoded (FA202), but without an allowed amount nothing says how much stays payable.
    from facetaudit.audit.run import audit

    claims = tmp_path / "claims.csv"
    claims.write_text(
        "claim_id,patient_id,service_date,hcpcs,units,paid_amount\nA,P1,2025-01-06,64493,2,300\n"
        "B,P2,2025-01-06,64493,1,150\nC,P3,2025-01-06,64493,1,150\n"
    )
    folder = audit(claims, out=tmp_path / "audit", fees_dir=False).folder
    drawn = sample(folder, unit="line", design="simple", size=2, seed=3, out=tmp_path / "sample")
    assert "A" in set(drawn.lines()["claim_id"])
    with pytest.raises(InputRefused, match=r"Lines!N\d: agree, but the audit proposes no amount; choose disagree"):
        reviewed(drawn, tmp_path)

    def change(lines: Worksheet, findings: Worksheet) -> None:
        (row,) = rows_where(lines, "claim_id", "A")
        assert lines.cell(row, column(lines, "proposed_amount")).value is None
        answer(lines, row, verdict="disagree", corrected_amount=225, reason="both sides")

    assert reviewed(drawn, tmp_path, change).results.estimates[0]["point"] == "112.50"
    assert [row["outcome"] for row in table(reviewed(drawn, tmp_path, change), "findings")] == ["confirmed"]
