"""The claim history of a drawn practice, counted by hand from its description (tests/reports/practice.py)."""

from __future__ import annotations

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.errors import UsageError
from facetaudit.reporting import claim_history_views as views
from facetaudit.reporting.html import MISSING, Table, shown
from tests.reports.charted import OFTEN
from tests.reports.practice import ANN, CENTER, PEERS, SAM


def cells(table: Table) -> list[list[str]]:
    """The rows of a table as a person reads them."""
    return [[shown(cell, kind) for cell, (_, kind) in zip(row, table.headings, strict=True)] for row in table.rows]


def test_the_whole_practice_in_words(practice: Audit) -> None:
    said = views.headline(practice, views.choose(practice)).markup
    # lines: 40 of ANN, 50 + 2 x 10 of the peers, 10 of the center, 2 of SAM; the center's sessions are the first peer's
    assert "122 active facet lines of 8 providers: 85 claims of 73 patients in 75 sessions" in said
    assert "served from 2025-03-04 to 2025-05-06" in said


def test_months_without_lines_are_counted(practice: Audit) -> None:
    assert cells(views.by_month(practice, views.choose(practice, ANN))) == [
        ["2025-05", "2", "2", "2", "2", "$300.00"],
        ["2025-04", "0", "0", "0", "0", MISSING],
        ["2025-03", "38", "22", "22", "22", "$3,000.00"],
    ]


def test_volume_by_code(practice: Audit) -> None:
    assert [row[:1] + row[2:] for row in cells(views.by_code(practice, views.choose(practice, ANN)))] == [
        ["64493", "24", "24", "2", "0", "22", "$2,500.00", "$2,000.00"],
        ["64494", "8", "8", "0", "0", "8", "$400.00", "$320.00"],
        ["64495", "8", "8", "0", "0", "8", "$400.00", "$320.00"],
    ]


def test_volume_by_setting(practice: Audit) -> None:
    assert [row[:5] for row in cells(views.by_setting(practice, views.choose(practice)))] == [
        ["professional", "11", "office", "112", "75"],
        ["surgery center (ASC)", "24", MISSING, "10", "10"],
    ]


def test_volume_by_provider(practice: Audit) -> None:
    rows = {row[0]: row[1:] for row in cells(views.by_provider(practice, views.choose(practice)))}
    assert rows[ANN] == ["40", "24", "22", "24", "$3,300.00", "$2,640.00", "8"]
    assert rows[PEERS[4]] == ["18", "10", "10", "10", "$1,400.00", "$1,120.00", "4"]
    assert rows[CENTER] == ["10", "10", "10", "10", "$7,000.00", "$5,600.00", "0"]
    assert rows[SAM] == ["2", "1", "1", "1", "$140.00", "$112.00", "2"]
    assert len(rows) == 8


def test_sessions_by_kind_and_per_patient(practice: Audit) -> None:
    chosen = views.choose(practice, ANN)
    # 24 sessions of 22 patients: 1.1; without KX, and with modifier slots to spare, all are therapeutic
    assert cells(views.sessions_by_kind(practice, chosen)) == [
        ["lumbar and sacral", "therapeutic", "24", "22", "1.1", "2", "0"]
    ]
    assert (
        "22 patients by number of sessions; the most that a patient has is 2"
        in views.sessions_figure(practice, chosen).alt
    )  # type: ignore[union-attr]


def test_the_time_line_is_of_the_patient_with_the_most_findings_then_sessions(practice: Audit) -> None:
    # one finding each of PA00 to PA07; PA03 and PA05 have a second session; of the peers' too one each; PS0 has two
    assert views.patient_of(practice, views.choose(practice, ANN)) == "PA03"
    assert views.patient_of(practice, views.choose(practice)) == "PS0"
    assert views.patient_of(practice, views.choose(practice, ANN), "PA21") == "PA21"


def test_the_sessions_of_one_patient(practice: Audit) -> None:
    assert cells(views.sessions_of(practice, "PA03")) == [
        ["2025-03-04", "lumbar and sacral", "therapeutic", "64493 64494 64495", ANN, "1", "no", "1", "FA102"],
        ["2025-05-06", "lumbar and sacral", "therapeutic", "64493", ANN, "2", "no", "0", MISSING],
    ]
    alt = views.time_line(practice, "PA03").alt  # type: ignore[union-attr]
    assert "2 sessions of one patient from 2025-03-04 to 2025-05-06" in alt
    assert "sessions with findings: 1" in alt
    assert "PA03" not in alt


def test_days_of_service_are_both_included(practice: Audit) -> None:
    for first, last, lines in (("2025-05-06", "-", "2"), ("2025-05-07", "-", None), ("-", "2025-03-04", "38")):
        said = views.headline(practice, views.choose(practice, ANN, first, last)).markup
        assert (f"{lines} active facet lines" if lines else "No facet lines in this selection.") in said


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"npi": "1234567890"}, "No line of this audit has the NPI '1234567890': the table of providers"),
        ({"first_day": "3/4/2025"}, "first_day takes a day as YYYY-MM-DD, or - for none, not '3/4/2025'"),
        ({"first_day": "2025-05-01", "last_day": "2025-04-30"}, "first_day 2025-05-01 is after last_day 2025-04-30"),
    ],
)
def test_what_cannot_be_selected_is_refused(practice: Audit, chosen: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        views.choose(practice, **chosen)


def test_a_patient_who_is_not_there_is_refused_without_being_named(practice: Audit) -> None:
    with pytest.raises(UsageError, match="patient names nobody") as caught:
        views.patient_of(practice, views.choose(practice), "P-NOBODY")
    assert "P-NOBODY" not in str(caught.value)


def test_a_session_beyond_the_limit_is_marked(charted: Audit) -> None:
    # five therapeutic sessions, 60 days apart: 2024-01-01, -03-01, -04-30, -06-29, -08-28; the limit is four
    rows = cells(views.sessions_of(charted, "P8"))
    assert [row[5:7] for row in rows] == [*([str(count), "no"] for count in range(1, 5)), ["5", "yes"]]
    assert ["FA402" in row[8] for row in rows] == [False] * 4 + [True]
    assert cells(views.sessions_by_kind(charted, views.choose(charted, OFTEN)))[0][2:] == ["5", "1", "5.0", "5", "1"]


def test_the_tables_of_the_sample_add_up(sample: Audit) -> None:
    chosen = views.choose(sample)
    lines = sample.summary["facet_lines"]
    assert sum(row[1] for row in views.by_month(sample, chosen).rows) < lines  # the latest months only
    for view, at in ((views.by_code, 2), (views.by_setting, 3), (views.by_provider, 1)):
        assert sum(row[at] for row in view(sample, chosen).rows) == lines
    assert sum(row[2] for row in views.sessions_by_kind(sample, chosen).rows) == sample.summary["sessions"]
    found = sample.findings()
    assert sum(row[-1] for row in views.by_provider(sample, chosen).rows) == found["region"].notna().sum()
