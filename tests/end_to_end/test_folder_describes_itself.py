"""What an audit folder says of itself: its columns, what it cannot tell, and the unverified values it used."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from facetaudit.audit.columns import REJECTED, TABLES
from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.engine.duckdb import unknown_in_words
from facetaudit.reporting.views import unverified

HEADER = "claim_id,patient_id,service_date,hcpcs,modifier_1,units,mac,allowed_amount,paid_amount,clinic\n"
CLAIMS = (
    "C1,P1,2019-03-04,64493,RT,1,ngs,100.00,78.40,North\n"
    "C1,P1,2019-03-04,64493,LT,1,ngs,100.00,78.40,North\n"
    "C2,P2,2024-08-20,64493,RT,1,ngs,100.00,78.40,North\n"
    "C2,P2,2024-08-20,64495,RT,1,ngs,100.00,78.40,North\n"
    "C3,P3,2024-08-20,64493,RT,1,palmetto,100.00,78.40,North\n"
    "C3,P3,2024-08-20,64495,RT,1,palmetto,100.00,78.40,North\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """A base on two lines before the read files begin, and third levels under a checked and an unchecked MAC date."""
    folder = tmp_path_factory.mktemp("folder")
    (folder / "claims.csv").write_text(HEADER + CLAIMS, encoding="utf-8")
    return audit(folder / "claims.csv", out=folder / "audit")


@pytest.mark.parametrize("table", TABLES)
def test_described_columns_are_those_of_the_files(made: Audit, table: str) -> None:
    answer = duckdb.read_parquet(str(made.folder / f"{table}.parquet"))
    found = [(name, str(kind)) for name, kind in zip(answer.columns, answer.types, strict=True) if name != "clinic"]
    assert found == [(name, kind) for name, kind, _ in TABLES[table]]
    assert all(meaning for *_, meaning in TABLES[table])


def test_described_columns_of_rejected_rows(made: Audit) -> None:
    with (made.folder / "rejected.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == [name for name, _, _ in REJECTED]


@pytest.mark.parametrize(
    ("eligible", "unknown", "words"),
    [
        (40, 12, "12 of 40 lines cannot be told: No note."),
        (40, 1, "1 of 40 lines cannot be told: No note."),
        (1, 1, "1 of 1 line cannot be told: No note."),
        (12000, 1200, "1,200 of 12,000 lines cannot be told: No note."),
    ],
)
def test_coverage_notes_begin_with_how_many(eligible: int, unknown: int, words: str) -> None:
    assert unknown_in_words(eligible, unknown, "No note.") == words


def test_coverage_notes_without_a_reason_end_there() -> None:
    assert unknown_in_words(3, 2, "") == "2 of 3 lines cannot be told."


def test_notes_of_the_folder_carry_the_numbers_beside_them(made: Audit) -> None:
    rows = made.coverage().to_dict("records")
    for row in rows:
        if row["unknown_lines"]:
            lines = "line" if row["eligible_lines"] == 1 else "lines"
            told = f"{row['unknown_lines']:,} of {row['eligible_lines']:,} {lines} cannot be told: "
            assert row["note"].startswith(told), row
        else:
            assert "cannot be told" not in row["note"]
    assert any(row["unknown_lines"] for row in rows)


def test_unverified_values_are_named_with_parameter_and_value(made: Audit) -> None:
    named = {(one["code"], one["parameter"], one["value"], one["valid_from"]) for one in made.summary["unverified"]}
    # 2019 lies before the files that were read
    assert ("FA201", "bilateral_payment_percent", "150", "2010-01-01") in named
    assert ("FA201", "base_bilateral", "modifier_50_one_line", "2010-01-01") in named
    # NGS's own first day was not seen, Palmetto's was
    third = [one for one in made.summary["unverified"] if one["code"] == "FA102"]
    assert [(one["parameter"], one["value"], one["valid_from"], one["findings"]) for one in third] == [
        ("third_level", "non-covered", "2024-08-16", 1)
    ]
    # the look-back of the exposure is a value too
    assert ("exposure", "lookback_years", "6", "2010-01-01") in named


def test_nerves_that_nobody_checked_are_named_by_their_joint(made: Audit, tmp_path: Path) -> None:
    claims = made.folder.parent / "claims.csv"
    notes = tmp_path / "notes.csv"
    notes.write_text('claim_id,nerves,joints\nC2,"L1, L2 R",\nC3,,L3-4 R\n', encoding="utf-8")
    found = audit(claims, out=tmp_path / "audit", procedures=notes, select=["FA101"])
    assert found.findings()["basis"].tolist() == ["unverified", "seen"]
    assert [
        (one["parameter"], one["value"], one["source_id"], one["findings"])
        for one in found.summary["unverified"]
        if one["code"] == "FA101"
    ] == [("joint_nerves", "L2-3: L1, L2", "general-knowledge", 1)]


def test_a_look_back_that_the_run_gives_is_no_unverified_value(made: Audit, tmp_path: Path) -> None:
    again = audit(made.folder.parent / "claims.csv", out=tmp_path / "audit", lookback_years=6)
    behind = {one["parameter"] for one in again.summary["unverified"] if one["code"] == "exposure"}
    assert behind == {"reopening_years", "reopening_years_good_cause"}


def test_pages_show_the_unverified_values_of_what_they_show(made: Audit) -> None:
    whole = unverified(made)._repr_html_()
    for words in ("third_level", "non-covered", "bilateral_payment_percent", "lookback_years"):
        assert words in whole
    part = unverified(made, "bilateral")._repr_html_()
    assert "bilateral_payment_percent" in part
    assert "third_level" not in part
    assert "lookback_years" not in part
