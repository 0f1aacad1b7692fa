"""What the exposure page says of lists that it cuts, of windows, of corrected days and of the two measures."""

from __future__ import annotations

import datetime

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.errors import UsageError
from facetaudit.reporting import exposure_views, repayment_views
from facetaudit.reporting.html import MISSING, shown

HEADER = "claim_id,patient_id,service_date,hcpcs,modifier_1,units,rendering_npi,allowed_amount,paid_amount\n"


@pytest.fixture(scope="module")
def thirds(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """53 third levels of 53 patients, 100.00 each."""
    folder = tmp_path_factory.mktemp("thirds")
    rows = "".join(f"C{n:02},P{n:02},2025-03-04,64495,RT,1,1000000012,100.00,80.00\n" for n in range(53))
    (folder / "claims.csv").write_text(HEADER + rows, encoding="utf-8")
    return audit(
        folder / "claims.csv",
        out=folder / "audit",
        select=["FA102"],
        mac="palmetto",
        as_of=datetime.date(2026, 6, 1),
        knowledge_date=datetime.date(2026, 5, 1),
    )


def test_a_list_that_is_cut_says_how_many_lines_it_leaves_out(thirds: Audit) -> None:
    assert exposure_views.worklist(thirds, "certain").left_out == 3


def test_windows_with_their_first_day_and_dollars(thirds: Audit) -> None:
    rows = repayment_views.windows(thirds, "certain").rows
    assert [[*row[:4], str(row[5])] for row in rows] == [
        ["Reopening for any reason", 1, "2025-06-01", 0, "0.00"],
        ["Reopening for good cause", 4, "2022-06-01", 53, "4240.00"],
        ["Look-back of what is returned", 6, "2020-06-01", 53, "4240.00"],
    ]


def test_until_when_it_is_due(thirds: Audit) -> None:
    said = repayment_views.due(thirds).markup
    assert "returned by 2026-06-30" in said  # 30 days of May after the 1st, 30 of June
    assert "at the latest until 2026-10-28" in said


def test_corrected_days_name_what_is_billed_and_what_should_be(thirds: Audit) -> None:
    table = repayment_views.corrected_days(thirds, "certain")
    assert table.caption.endswith("the 10 days with the most dollars, of 53")
    assert len(table.rows) == 10
    assert [shown(cell, "text") for cell in table.rows[0][1:7]] == [
        "C00",
        "1",
        "64495-RT x1",
        MISSING,
        "removed",
        "FA102",
    ]


def test_the_two_measures_are_compared(thirds: Audit) -> None:
    # 100.00 allowed beside 87.01
    (row,) = repayment_views.differences(thirds, "certain").rows
    assert (row[0], row[1], str(row[2]), str(row[3])) == ("no locality: national rates", 53, "5300.00", "4611.53")


@pytest.mark.parametrize("view", [repayment_views.windows, repayment_views.differences, repayment_views.corrected_days])
def test_another_scenario_is_refused(thirds: Audit, view: object) -> None:
    with pytest.raises(UsageError, match="certain, probable or review"):
        view(thirds, "sure")  # type: ignore[operator]
