"""Who is drawn: practices, places and the first day of each history."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from facetaudit.claims.schema import MAC_NAMES
from facetaudit.synthetic.catalogue import NO_SCENARIO, SCENARIOS, VISITS
from facetaudit.synthetic.draw import Chance
from facetaudit.synthetic.layout import Layout
from facetaudit.synthetic.people import LCD_2024, LOCALITIES, Crowd, luhn_check_digit, npi_words, practices_for

COUNT = 20_000


@pytest.fixture(scope="module")
def layout() -> Layout:
    return Layout((*SCENARIOS, NO_SCENARIO), VISITS)


@pytest.fixture(scope="module")
def crowd(layout: Layout) -> Crowd:
    return Crowd(layout, Chance(4), 16, 2000)


def test_the_2024_dates_are_those_of_the_page() -> None:
    named = {"palmetto": "2024-07-07", "wps": "2024-07-14", "novitas": "2024-08-11", "cgs": "2024-08-15"}
    assert {mac: day.isoformat() for mac, day in LCD_2024.items()} == {
        mac: named.get(mac, "2024-08-16") for mac in (*MAC_NAMES, "unknown")
    }
    assert tuple(LOCALITIES) == MAC_NAMES


def test_check_digit_of_the_example_in_the_npi_standard() -> None:
    assert luhn_check_digit(123456789) == 3


def test_npis_are_all_different() -> None:
    words = npi_words(practices_for(10_000_000))
    assert words[0] is None
    assert len(set(words)) == len(words)


def test_histories_begin_on_a_working_day_that_has_anniversaries(layout: Layout, crowd: Crowd) -> None:
    patients = crowd.patients(0, COUNT)
    days = [date.fromordinal(date(1970, 1, 1).toordinal() + day) for day in patients.anchor.tolist()]
    narrow = set()
    for day, number in zip(days, patients.scenario.tolist(), strict=True):
        first, last = layout.scenarios[number].anchors
        assert first <= day <= last
        assert day.day <= 28
        if (last - first).days > 14:
            assert day.weekday() < 5
        else:
            narrow.add(layout.scenarios[number].name)
    assert narrow == {"leap_day_anniversary"}
    assert {day.day for day in days} == set(range(1, 29))


def test_patients_are_of_both_sides_and_regions_and_of_every_mac(crowd: Crowd) -> None:
    patients = crowd.patients(0, COUNT)
    assert 0.45 < patients.mirrored.mean() < 0.55
    assert 0.6 < patients.region.mean() < 0.75
    assert (np.bincount(patients.mac) > COUNT / 12).all()
    assert len(np.unique(patients.practice)) == 16


def test_right_and_left_change_places_for_mirrored_patients(layout: Layout) -> None:
    words = np.array(["" if word is None else word for word in layout.modifiers])
    plain, mirrored = (words[layout.row["modifiers"][:, mirror]] for mirror in (0, 1))
    assert ((plain == "RT") == (mirrored == "LT")).all()
    assert ((plain == "LT") == (mirrored == "RT")).all()
    others = ~np.isin(plain, ["RT", "LT"])
    assert (plain[others] == mirrored[others]).all()
    assert (plain == "RT").any()


def test_a_scenario_of_one_mac_or_without_it_is_drawn_so(layout: Layout, crowd: Crowd) -> None:
    patients = crowd.patients(0, COUNT)
    wanted = np.array([scene.macs for scene in layout.scenarios])[patients.scenario]
    first_coast = patients.mac == MAC_NAMES.index("fcso")
    assert first_coast[wanted == "first-coast"].all()
    assert not first_coast[wanted == "not-first-coast"].any()
    assert (patients.practice % 8 == patients.mac).all()


def test_practices_differ_in_manner(layout: Layout, crowd: Crowd) -> None:
    patients = crowd.patients(1000, COUNT)
    mistaken = np.array([scene.kind == "mistake" for scene in layout.scenarios])[patients.scenario]
    shares = [mistaken[patients.practice == practice].mean() for practice in range(16)]
    assert 0.02 < min(shares) < max(shares) / 2.7
    assert 0.1 < mistaken.mean() < 0.35
