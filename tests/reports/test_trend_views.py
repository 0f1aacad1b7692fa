"""Months and a training of the drawn practice, counted by hand (tests/reports/practice.py)."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.errors import UsageError
from facetaudit.reporting import trend_views as views
from facetaudit.reporting.html import Html, Picture
from tests.reports.charted import SEDATES
from tests.reports.practice import ANN, PEERS, SAM
from tests.statistics.conftest import HEADER, NPI


def row_of(markup: str, name: str) -> list[str]:
    """The cells of a table's row by its first one."""
    (row,) = (one for one in markup.split("<tr>") if f'<td class="name">{name}</td>' in one)
    return [cell.split(">", 1)[1] for cell in row.split("</td>")[:-1]]


def test_months_by_hand(practice: Audit) -> None:
    said = views.rates(practice, ANN)._repr_html_()
    # 8 of 22 claims in March, none of 2 in May; 1/3 and three times the root of (2/9)/22, (2/9)/2
    half = 3 * math.sqrt(2 / 9 / 22)
    limits = [f"{100 * (1 / 3 - half):.2f} %", f"{100 * (1 / 3 + half):.2f} %"]
    assert row_of(said, "2025-03") == ["2025-03", "22", "8", "36.36 %", "33.33 %", *limits, "no"]
    assert row_of(said, "2025-05") == ["2025-05", "2", "0", "0.00 %", "33.33 %", "0.00 %", "100.00 %", "no"]
    assert said.index("2025-05") < said.index("2025-03")
    figure = views.rate_figure(practice, ANN)
    assert isinstance(figure, Picture)
    assert "33.33 percent on the whole" in figure.alt
    assert "no month is outside" in figure.alt


def test_a_month_outside_its_limits_is_named(tmp_path: Path) -> None:
    # 60 claims in January, 30 in March that are lone add-ons (FA104), none in February
    rows = [f"J{n},1,P{n},2025-01-03,64493,RT,1,{NPI},100.00,80.00,200.00" for n in range(60)]
    rows += [f"M{n},1,Q{n},2025-03-03,64494,RT,1,{NPI},100.00,80.00,200.00" for n in range(30)]
    (tmp_path / "claims.csv").write_text(HEADER + "\n".join(rows) + "\n")
    found = audit(tmp_path / "claims.csv", out=tmp_path / "audit", fees_dir=False)
    said = views.rates(found, NPI)._repr_html_()
    assert (row_of(said, "2025-01")[-1], row_of(said, "2025-03")[-1]) == ("below", "above")
    assert "outside: 2025-01, 2025-03" in views.rate_figure(found, NPI).alt  # type: ignore[union-attr]
    assert "The share rose by more than chance may do." in views.before_after(found, NPI, "2025-02-01").markup


def test_before_and_from_a_training(practice: Audit) -> None:
    said = views.before_after(practice, ANN, "2025-05-06").markup
    # Wilson of 0 of 2: 0 to 1.96^2 / (2 + 1.96^2) = 0.6576; of 8 of 22: 0.1973 to 0.5705 by the same formula
    assert row_of(said, "before 2025-05-06") == ["before 2025-05-06", "22", "8", "36.36 %", "19.73 %", "57.05 %"]
    assert row_of(said, "from 2025-05-06") == ["from 2025-05-06", "2", "0", "0.00 %", "0.00 %", "65.76 %"]
    # Newcombe: -0.3636 less 0.5705 - 0.3636; -0.3636 and the root of 0.6576^2 + 0.1664^2
    assert row_of(said, "difference")[3:] == ["-36.36 points", "-57.05 points", "+31.47 points"]
    assert "do not show that the share changed" in said


def test_without_a_training_and_with_one_that_divides_nothing(practice: Audit) -> None:
    assert "The parameter training_date" in views.before_after(practice, ANN).markup
    said = views.before_after(practice, ANN, "2025-03-04").markup
    assert "Nothing to compare. There are no claims before 2025-03-04" in said
    assert "no claims from 2026-01-01" in views.before_after(practice, ANN, "2026-01-01").markup
    with pytest.raises(UsageError, match="training_date takes a day as YYYY-MM-DD, or - for none, not 'soon'"):
        views.before_after(practice, ANN, "soon")


def test_where_nothing_is_in_error_no_chart_is_drawn(practice: Audit, charted: Audit) -> None:
    assert "No claim of this provider is in error" in views.rate_figure(practice, PEERS[0]).markup  # type: ignore[union-attr]
    assert isinstance(views.rate_figure(practice, SAM), Picture)  # a probable finding
    assert "This provider has no facet line" in views.rate_figure(charted, SEDATES).markup  # type: ignore[union-attr]
    assert views.rates(charted, SEDATES) == Html("")
    assert views.before_after(charted, SEDATES, "2025-01-01") == Html("")
