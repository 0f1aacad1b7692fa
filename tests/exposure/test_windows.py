"""How far back a repayment goes, and until when it is due."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import facetaudit as fa

HEADER = "claim_id,patient_id,service_date,hcpcs,modifier_1,rendering_npi,allowed_amount,paid_amount,paid_date\n"


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """Add-ons without a first level, paid on both sides of the windows of 2026-11-28; the last was paid late."""
    days = ["2026-11-28", "2025-11-28", "2025-11-27", "2022-11-28", "2022-11-27", "2020-11-28", "2020-11-27"]
    rows = [f"C{n},P{n},{day},64495,RT,1000000012,100.00,80.00,{day}\n" for n, day in enumerate(days)]
    rows.append("C9,P9,2020-10-01,64495,RT,1000000012,100.00,80.00,2020-12-01\n")
    path = tmp_path / "claims.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def audited(claims: Path, **how: Any) -> fa.Audit:
    """An audit of the add-ons as of the last day."""
    return fa.audit(claims, out=claims.parent / "audit", select=["FA104"], as_of=datetime.date(2026, 11, 28), **how)


def windows(audit: fa.Audit) -> dict[str, tuple[str, int, Decimal]]:
    """By window: its first day, lines and dollars paid in the widest scenario."""
    return {
        one["name"]: (one["first_day"], one["scenarios"][2]["lines"], Decimal(one["scenarios"][2]["overpayment_paid"]))
        for one in audit.summary["windows"]
    }


def test_a_window_begins_on_the_anniversary(claims: Path) -> None:
    audit = audited(claims)
    assert windows(audit) == {
        "reopening_years": ("2025-11-28", 2, Decimal("160.00")),
        "reopening_years_good_cause": ("2022-11-28", 4, Decimal("320.00")),
        "lookback_years": ("2020-11-28", 7, Decimal("560.00")),  # the one paid late is within, by its payment
    }
    exposure = audit.exposure("review")
    assert exposure.set_index("claim_id")["within_lookback"].to_dict() == {
        "C0": True, "C1": True, "C2": True, "C3": True, "C4": True, "C5": True, "C6": False, "C9": True,
    }  # fmt: skip


def test_what_falls_out_is_shown(claims: Path) -> None:
    audit = audited(claims, lookback_years=1)
    review = next(one for one in audit.summary["exposure"] if one["scenario"] == "review")
    assert (review["lines"], review["overpayment_paid"]) == (8, "640.00")
    assert review["overpayment_paid_within_lookback"] == "160.00"
    assert len(audit.exposure("review")) == 8


def test_the_29th_of_february_counts_back_to_the_28th(claims: Path) -> None:
    audit = fa.audit(claims, out=claims.parent / "audit", select=["FA104"], as_of=datetime.date(2024, 2, 29))
    assert windows(audit)["reopening_years"][0] == "2023-02-28"


@pytest.mark.parametrize(
    "known, due, ends",
    [
        ("2026-10-01", "2026-11-30", "2027-03-30"),  # 30 + 30 days; 30 + 30 + 31 + 31 + 28 + 30
        ("2025-01-01", "2025-03-02", "2025-06-30"),
        ("2024-12-31", "2025-03-01", None),  # the suspension is of 2025
    ],
)
def test_until_when_a_known_overpayment_is_due(claims: Path, known: str, due: str, ends: str | None) -> None:
    audit = audited(claims, knowledge_date=datetime.date.fromisoformat(known))
    assert audit.summary["repayment"] == {
        "knowledge_date": known,
        "return_by": due,
        "investigation_ends": ends,
        "source_id": "cfr-42-401-305",
        "basis": "restated",
    }
    assert audit.manifest["parameters"]["knowledge_date"] == known


def test_without_a_day_of_knowledge_nothing_is_due(claims: Path) -> None:
    assert audited(claims).summary["repayment"] is None
    with pytest.raises(fa.UsageError, match="--knowledge-date 2009-12-31 is before 2010-01-01"):
        audited(claims, knowledge_date=datetime.date(2009, 12, 31))
