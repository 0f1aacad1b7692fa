"""Expansion of one scenario over many patients, where an extract has too few of it."""

from __future__ import annotations

from datetime import date

import numpy as np

from facetaudit.claims.schema import MAC_NAMES
from facetaudit.synthetic.catalogue import NO_SCENARIO, SCENARIOS, VISITS
from facetaudit.synthetic.draw import Chance
from facetaudit.synthetic.expand import Block, Expansion, repeated
from facetaudit.synthetic.labelled import CERTAINTIES
from facetaudit.synthetic.layout import FINDING_CODES, Layout
from facetaudit.synthetic.people import HEADERS, Crowd

EPOCH = date(1970, 1, 1).toordinal()


def block_of(name: str, patients: int, other_claims: int = 0) -> Block:
    (scene,) = (scene for scene in SCENARIOS if scene.name == name)
    layout = Layout((scene, NO_SCENARIO), VISITS)
    crowd = Crowd(layout, Chance(8), 8, other_claims)
    return Expansion(layout, Chance(8)).block(crowd.patients(0, patients), 0)


def service_days(block: Block, patients: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Service days by patient (rows) in the order of the claims."""
    return np.asarray(block.claim["day"]).reshape(patients, -1)


def test_repeated() -> None:
    owner, number = repeated(np.array([2, 0, 3]))
    assert owner.tolist() == [0, 0, 2, 2, 2]
    assert number.tolist() == [0, 1, 0, 1, 2]


def test_a_third_level_of_an_unknown_mac_is_certain_from_the_latest_date() -> None:
    block = block_of("third_level_summer_2024", 4000)
    line = block.label["line"]
    claim = block.line["claim"][line]
    owner = block.claim["owner"][claim]
    days = [date.fromordinal(EPOCH + day) for day in block.claim["day"][claim].tolist()]
    unknown = block.patients.header[owner] == HEADERS.index("nothing")
    palmetto = block.patients.mac[owner] == MAC_NAMES.index("palmetto")
    certain = block.label["certainty"] == CERTAINTIES.index("certain")
    after_july = np.array([date(2024, 7, 7) <= day < date(2024, 8, 16) for day in days])
    assert (unknown & palmetto & after_july).sum() > 5
    assert not certain[unknown & palmetto & after_july].any()
    assert certain[~unknown & palmetto & after_july].all()
    assert certain[np.array([day >= date(2024, 8, 16) for day in days])].all()
    assert not certain[np.array([day < date(2024, 7, 7) for day in days])].any()


def test_months_are_calendar_months() -> None:
    days = service_days(block_of("ablation_anniversary", 500), 500)
    for first, second, third, fourth in days.tolist():
        start, month, year, both = (date.fromordinal(EPOCH + day) for day in (first, second, third, fourth))
        assert (month.month - start.month) % 12 == 1
        assert {start.day, month.day, year.day, both.day} == {start.day}
        assert year == start.replace(year=start.year + 1)
        assert both == month.replace(year=month.year + 1)


def test_a_chance_of_days_is_spread_over_its_range() -> None:
    days = service_days(block_of("right_then_left", 2000), 2000)
    assert set((days[:, 1] - days[:, 0]).tolist()) == set(range(21, 36))


def test_the_leap_day_is_one() -> None:
    days = service_days(block_of("leap_day_anniversary", 5), 5)
    assert {date.fromordinal(EPOCH + day) for day in days[:, -1].tolist()} == {date(2024, 2, 29)}


def test_visits_stand_before_and_after_the_scenario() -> None:
    block = block_of("right_then_left", 300, other_claims=2000)
    for patient in range(300):
        days = block.claim["day"][block.claim["owner"] == patient]
        before = int(block.patients.visits_before[patient])
        first, last = int(days[before]), int(days[before + 1])
        assert len(days) == 6
        assert (days[:before] <= first - 10).all()
        assert (days[before + 2 :] >= last + 8).all()


def codes_of(block: Block) -> list[str]:
    return [FINDING_CODES[code] for code in block.label["code"].tolist()]


def test_medicares_rules_give_a_commercial_claim_no_label() -> None:
    block = block_of("claim_sent_twice", 400)
    owner = block.claim["owner"][block.line["claim"][block.label["line"]]]
    commercial = block.patients.commercial[owner]
    codes = np.array(codes_of(block))
    assert set(codes[commercial]) == {"FA703"}
    assert set(codes[~commercial]) == {"FA103", "FA702", "FA703"}


def test_a_price_can_only_be_too_high_where_the_locality_is_known() -> None:
    block = block_of("base_two_units", 1000)
    owner = block.claim["owner"][block.line["claim"][block.label["line"]]]
    known = (block.patients.header <= HEADERS.index("state, locality")) & ~block.patients.commercial
    priced = np.array([code == "FA702" for code in codes_of(block)])
    assert set(owner[priced].tolist()) == set(np.flatnonzero(known).tolist())
    assert 0 < priced.sum() < 1000
    named = block_of("block_paid_above_schedule", 400).patients
    assert (named.header <= HEADERS.index("state, locality")).all()


def test_a_claim_sent_again_is_paid_later() -> None:
    paid = block_of("claim_sent_twice", 400).line["paid_day"].reshape(400, 2)
    assert (paid[:, 1] > paid[:, 0]).all()
    paid = block_of("first_claim_paid_later", 400).line["paid_day"].reshape(400, 4)
    assert (paid[:, :2].min(axis=1) > paid[:, 2:].max(axis=1)).all()


def test_sedation_is_probable_from_the_date_and_for_review_before_it() -> None:
    block = block_of("sedation_summer_2024", 2000)
    certainty = {CERTAINTIES[number] for number in block.label["certainty"].tolist()}
    assert certainty == {"probable", "review"}
    claim = block.line["claim"][block.label["line"]]
    owner, day = block.claim["owner"][claim], block.claim["day"][claim]
    unknown = block.patients.header[owner] == HEADERS.index("nothing")
    july = (day >= date(2024, 7, 7).toordinal() - EPOCH) & (day < date(2024, 8, 11).toordinal() - EPOCH)
    probable = block.label["certainty"] == CERTAINTIES.index("probable")
    palmetto, novitas = (block.patients.mac[owner] == MAC_NAMES.index(name) for name in ("palmetto", "novitas"))
    assert probable[july & palmetto & ~unknown].all()
    assert not probable[july & (novitas | unknown)].any()
