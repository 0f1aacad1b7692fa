"""Months, before and after, and two audits, counted by hand; limits against published examples."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal
from pathlib import Path

import pytest

import facetaudit as fa
from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.errors import UsageError
from facetaudit.statistics.trend import before_after, compare, monthly, newcombe

from .conftest import HEADER, NPI, claims_text


def test_months_by_hand(audited: Audit) -> None:
    # 24 claims in January, 24 in July; every third of the 48 has a third level (FA102), eight in either month.
    rows = monthly(audited.folder, scenario="certain")
    assert [(row["month"], row["claims"], row["in_error"]) for row in rows] == [("2025-01", 24, 8), ("2025-07", 24, 8)]
    # 1/3 and three times the root of (1/3)(2/3)/24.
    half = 3 * math.sqrt(2 / 9 / 24)
    assert (rows[0]["center"], rows[0]["lower"]) == ("0.3333", f"{1 / 3 - half:.4f}")
    assert (rows[0]["upper"], rows[0]["outside"]) == (f"{1 / 3 + half:.4f}", "")
    assert sum(row["claims"] for row in monthly(audited.folder, npi=NPI)) == 40


def test_a_month_beyond_its_limits_is_named(tmp_path: Path) -> None:
    # 60 claims in January, 30 in February that all have one (a lone add-on, FA104).
    # January's lines lack a side (FA207), which moves no dollars and is no error.
    rows = [f"J{n},1,P{n},2025-01-03,64493,,1,{NPI},100.00,80.00,200.00" for n in range(60)]
    rows += [f"F{n},1,Q{n},2025-02-03,64494,RT,1,{NPI},100.00,80.00,200.00" for n in range(30)]
    (tmp_path / "claims.csv").write_text(HEADER + "\n".join(rows) + "\n")
    found = audit(tmp_path / "claims.csv", out=tmp_path / "audit", fees_dir=False)
    assert "FA207" in set(found.findings()["code"])
    folder = found.folder
    assert [row["outside"] for row in monthly(folder, scenario="review")] == ["below", "above"]
    before, after, difference = before_after(folder, datetime.date(2025, 2, 1))
    assert (before["rate"], after["rate"], difference["rate"]) == ("0.0000", "1.0000", "1.0000")
    assert float(difference["lower"]) > 0.8


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
        ((10, 10), (0, 10), (0.6075, 1.0000)),
    ],
)
def test_newcombes_own_examples(
    one: tuple[int, int], other: tuple[int, int], published: tuple[float, float]
) -> None:
    # Newcombe (1998), table II, method 10.
    assert newcombe(one, other) == pytest.approx(published, abs=0.00005)


def test_before_and_after_by_hand(audited: Audit) -> None:
    before, after, difference = before_after(audited.folder, datetime.date(2025, 7, 1), scenario="certain")
    assert (before["claims"], before["in_error"], after["claims"], after["in_error"]) == (24, 8, 24, 8)
    # Wilson: (8 + 1.96^2/2) / (24 + 1.96^2) = 0.3563, and 1.96 / 27.84 x sqrt(24 x (2/9) + 0.9604) = 0.1766.
    assert (float(before["lower"]), float(before["upper"])) == pytest.approx((0.1797, 0.5329), abs=0.0002)
    assert difference["rate"] == "0.0000"
    assert float(difference["lower"]) < 0 < float(difference["upper"])
    with pytest.raises(UsageError, match="no claims before 2020-01-01"):
        before_after(audited.folder, datetime.date(2020, 1, 1))
    with pytest.raises(UsageError, match="no claims from 2030-01-01"):
        before_after(audited.folder, datetime.date(2030, 1, 1))


def test_two_audits(audited: Audit, tmp_path: Path) -> None:
    # Claim 0003 is gone, claim 0006 has its third level no more, a claim with a third level is new.
    lines = claims_text().splitlines()
    kept = [line for line in lines if not line.startswith("0003,") and not line.startswith("0006,3,")]
    kept.append(f"0099,1,P99,2025-08-01,64493,RT,1,{NPI},200.00,100.00,400.00")
    kept.append(f"0099,2,P99,2025-08-01,64495,RT,1,{NPI},90.00,70.00,300.00")
    (tmp_path / "claims.csv").write_text("\n".join(kept) + "\n")
    later = audit(tmp_path / "claims.csv", out=tmp_path / "audit", mac="palmetto", fees_dir=False)
    rows = [row for row in compare(audited.folder, later.folder) if row["code"] == "FA102"]
    assert [(row["state"], row["line_in_both"], row["findings"], row["dollars"]) for row in rows] == [
        ("new", False, 1, Decimal("90.00")),
        ("still open", True, 14, Decimal("1400.00")),
        ("resolved", False, 2, Decimal("200.00")),
    ]
    back = [row for row in compare(later.folder, audited.folder) if row["code"] == "FA102"]
    assert [(row["state"], row["findings"]) for row in back] == [("new", 2), ("still open", 14), ("resolved", 1)]


def test_a_finding_that_is_gone_while_its_line_is_there_is_resolved(audited: Audit, tmp_path: Path) -> None:
    # The same claims without the detector: the lines are in both audits.
    (tmp_path / "claims.csv").write_text(claims_text())
    later = audit(tmp_path / "claims.csv", out=tmp_path / "audit", mac="palmetto", ignore=["FA102"], fees_dir=False)
    assert [(row["state"], row["line_in_both"], row["findings"]) for row in compare(audited.folder, later.folder)] == [
        ("resolved", True, 16)
    ]


def test_refusals(audited: Audit) -> None:
    with pytest.raises(UsageError, match="no scenario 'all'"):
        fa.trend.monthly(audited.folder, scenario="all")
    with pytest.raises(UsageError, match="no active facet line of the provider"):
        fa.trend.monthly(audited.folder, npi="1999999999")
    with pytest.raises(UsageError, match="no audit folder"):
        fa.trend.compare(audited.folder, audited.folder / "none")
