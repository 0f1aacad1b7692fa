"""The same volume under both schedules, worked by hand from the national amounts.

Office 2025, 2026 non-QP and QP: 64490 186.32, 205.08, 206.10; 64493 172.08, 190.39, 191.33. 64493 in a facility: 88.31,
81.50.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from facetaudit.audit.run import audit
from facetaudit.errors import InputRefused, UsageError
from facetaudit.reporting import rate_impact
from facetaudit.reporting.html import shown
from facetaudit.reporting.rate_impact import Volume

HEADER = "claim_id,patient_id,service_date,hcpcs,modifier_1,units,place_of_service,claim_type\n"
OFFICE = [Volume("64490", "nonfacility", Decimal(800))]


def test_the_volume_of_an_extract(tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    claims.write_text(
        HEADER
        + "C1,P1,2025-03-04,64493,50,1,11,professional\n"
        + "C2,P2,2025-03-04,64493,RT,1,11,professional\n"
        + "C3,P3,2025-03-04,64493,RT,1,24,professional\n"
        + "C3F,P3,2025-03-04,64493,RT,1,24,asc\n"  # the facility's claim is no professional service
        + "C4,P4,2025-03-04,99213,,1,11,professional\n",
        encoding="utf-8",
    )
    made = audit(claims, out=tmp_path / "audit")
    assert rate_impact.volumes(made) == [
        Volume("64493", "facility", Decimal(1)),
        Volume("64493", "nonfacility", Decimal("2.5")),
    ]


def test_each_row_and_the_total() -> None:
    volume = [Volume("64493", "facility", Decimal(10)), Volume("64493", "nonfacility", Decimal("2.5"))]
    table = rate_impact.by_code(volume, "no")
    cells = [[shown(cell, kind) for cell, (_, kind) in zip(row, table.headings, strict=True)] for row in table.rows]
    assert cells == [
        # 81.50 - 88.31 = -6.81, / 88.31 = -7.7 %, x 10
        ["64493", "facility", "10", "$88.31", "$81.50", "-7.7 %", "-$68.10"],
        # 18.31 / 172.08 = 10.6 %; 475.975 -> 475.98 less 430.20
        ["64493", "office", "2.5", "$172.08", "$190.39", "10.6 %", "$45.78"],
    ]
    assert table.totals[-1] == Decimal("-22.32")


def test_both_factors_of_2026() -> None:
    said = rate_impact.headline(OFFICE).markup
    # 800 x 186.32 = 149,056; x 205.08 = 164,064; x 206.10 = 164,880
    for words in ("$149,056.00", "$164,064.00", "$15,008.00", "$164,880.00", "$15,824.00"):
        assert words in said


def test_the_articles_rates_and_its_revenue() -> None:
    rows = {row[0]: row[1:] for row in rate_impact.published("both").rows}
    assert [str(cell) for cell in rows["64493"][:5]] == ["172.10", "172.08", "191.50", "190.39", "191.33"]
    said = rate_impact.claimed_revenue().markup
    assert "more than $120,000.00 a year for 800 procedures" in said
    assert "800 x $20.56 = $16,448.00" in said
    assert "800 x $18.76 = $15,008.00" in said


def test_an_extract_without_facet_lines_says_so() -> None:
    assert "No facet lines" in rate_impact.headline([]).markup
    assert rate_impact.by_code([]).totals == []
    assert rate_impact.by_code_figure([]).markup == ""  # type: ignore[union-attr]


def test_a_file_of_volumes(tmp_path: Path) -> None:
    path = tmp_path / "volumes.csv"
    path.write_text("hcpcs,setting,procedures\n64490,nonfacility,800\n", encoding="utf-8")
    assert rate_impact.volumes(None, str(path)) == OFFICE  # type: ignore[arg-type]
    for row in (
        "99213,nonfacility,1",
        "64490,office,1",
        "64490,facility,-1",
        "64490,facility,many",
        "64490,facility,nan",
    ):
        path.write_text(f"hcpcs,setting,procedures\n{row}\n", encoding="utf-8")
        with pytest.raises(InputRefused, match="row 2: not accepted"):
            rate_impact.volumes(None, str(path))  # type: ignore[arg-type]


def test_another_word_for_participants_is_refused() -> None:
    with pytest.raises(UsageError, match="yes, no or both"):
        rate_impact.by_code(OFFICE, "maybe")
