"""What `facetaudit detectors` and `facetaudit policy` print of a detector and of a value."""

from __future__ import annotations

import csv
import io
import json

import pytest

from facetaudit.cli.detector_page import page
from facetaudit.detectors.registry import choose, detectors, find
from facetaudit.errors import UsageError
from facetaudit.policy import Policy, load_policy

from .test_commands import refused, run


@pytest.fixture(scope="module")
def rules() -> Policy:
    return load_policy()


def test_page_has_headline_scope_parameters_and_the_manual(rules: Policy) -> None:
    text = run("detectors", "FA203").stdout
    assert text.startswith("FA203 bilateral-as-addon (probable, recode)\n")
    for words in ("packs:      every pack", "needs:      the claim lines alone", "How it counts", "Sources"):
        assert words in text
    values = [line.split() for line in text.split("Parameters now")[1].splitlines() if line.startswith("b")]
    assert ["base_bilateral", "medicare", "all", "modifier_50_one_line", "2020-01-01", "seen"] in [
        line[:6] for line in values
    ]
    assert {line[0] for line in values} == set(find("FA203").parameters)


def test_page_of_every_detector_names_its_parameters_with_a_source(rules: Policy) -> None:
    for detector in detectors():
        text = page(detector, rules)
        assert detector.page in text
        table = text.split("Parameters now")[-1]
        for name in detector.parameters:
            for pack in detector.packs or ("medicare", "cpt"):
                value = rules.timeline(name, "palmetto", pack)[-1]
                assert any(
                    line.split()[:2] == [name, pack] and line.split()[-1] == value.source_id
                    for line in table.splitlines()
                    if line
                ), (detector.code, name, pack)
        for need in detector.needs:
            assert need in text


def test_a_value_that_differs_by_mac_is_shown_by_mac(rules: Policy) -> None:
    lines = [line for line in page(find("FA204"), rules).splitlines() if line.startswith("addon_bilateral  ")]
    assert sum("all but fcso" in line and "modifier_50" in line for line in lines) == 1
    assert sum(" fcso " in line and "either" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("FA20", "FA20"), ("bilateral-as-adon", "bilateral-as-addon"), ("fa999", "FA"), ("biletral", "bilateral")],
)
def test_an_unknown_word_suggests_the_nearest(word: str, nearest: str) -> None:
    with pytest.raises(UsageError, match=f"Did you mean {nearest}"):
        choose([word])


def test_codes_names_and_families_are_taken_in_any_case() -> None:
    assert [d.code for d in choose(["fa203", "KX-Missing"])] == ["FA203", "FA303"]
    family = choose(["Bilateral"])
    assert {d.family for d in family} == {"bilateral"}
    assert [d.code for d in choose(["bilateral"], ["FA203"])] == [d.code for d in family if d.code != "FA203"]


def test_a_selection_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="No detector is left"):
        choose(["FA203"], ["bilateral"])


def test_one_detector_in_the_other_formats_is_its_row() -> None:
    (row,) = json.loads(run("detectors", "FA203", "--format", "json").stdout)
    assert row["name"] == "bilateral-as-addon"
    (row,) = csv.DictReader(io.StringIO(run("detectors", "FA203", "--format", "csv").stdout))
    assert row["family"] == "bilateral"


def test_policy_shows_what_was_in_force_and_on_which_document() -> None:
    values = {v["parameter"]: v for v in json.loads(run(*FORCE, "--format", "json").stdout)}
    third = values["third_level"]
    assert (third["value"], third["from"], third["to"]) == ("appeal-only", "2021-05-02", "2024-08-14")
    assert third["basis"] == "restated"  # the day is, though the text was read
    assert third["date_source"] == "facet-lcd-dates-2021"
    limit = values["diagnostic_session_limit"]
    assert (limit["value"], limit["unit"]) == ("4", "sessions")
    assert limit["document"] == "L38773"  # of the eight LCDs that of this MAC
    assert limit["title"]
    assert limit["note"] is not None


def test_policy_without_a_mac_names_every_document() -> None:
    (limit,) = json.loads(run("policy", "diagnostic_session_limit", "--on", "2022-03-01", "--format", "json").stdout)
    assert "L38773" in limit["document"]
    assert "L33930" in limit["document"]


def test_policy_table_of_one_parameter_says_why_below() -> None:
    text = run("policy", "third_level", "--on", "2022-03-01", "--mac", "cgs").stdout
    assert "Payment of a third facet level" in text
    assert "appeal-only since 2021-05-02 (restated, checked on 2026-11-22)" in text
    assert "the first day: " in text
    assert "only on appeal with support" in text
    assert "document" in run(*FORCE).stdout.splitlines()[0]


def test_policy_refuses_an_unknown_parameter_with_the_nearest() -> None:
    assert "third_level" in refused(run("policy", "third_levle", "--on", "2022-03-01"), 2)


FORCE = ("policy", "--on", "2022-03-01", "--mac", "cgs")
