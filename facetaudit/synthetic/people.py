"""Practices and patients: who bills where, and what each patient draws once for the whole history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt

from facetaudit.claims.schema import MAC_NAMES
from facetaudit.synthetic.draw import Chance
from facetaudit.synthetic.labelled import LOCALITY_KNOWN, MEDICARE_ONLY
from facetaudit.synthetic.layout import Layout
from facetaudit.synthetic.scenario import Scenario

Array = npt.NDArray[Any]

LOCALITIES: dict[str, tuple[tuple[str, str, int], ...]] = {
    "ngs": (("NY", "13282-99", 953), ("MA", "14212-01", 1058), ("IL", "06102-16", 1024)),
    "fcso": (("FL", "09102-99", 955), ("FL", "09102-03", 1010), ("FL", "09102-04", 1043)),
    "novitas": (("TX", "04412-18", 1000), ("PA", "12502-01", 1032), ("CO", "04112-01", 995)),
    "palmetto": (("NC", "11502-00", 933), ("TN", "10312-35", 902), ("GA", "10212-01", 992)),
    "wps": (("MI", "08202-01", 980), ("IN", "08102-00", 909), ("KS", "05202-00", 912)),
    "cgs": (("OH", "15202-00", 927), ("KY", "15102-00", 888), ("OH", "15202-00", 927)),
    "noridian-je": (("CA", "01182-18", 1039), ("NV", "01312-00", 988), ("HI", "01212-01", 994)),
    "noridian-jf": (("WA", "02402-99", 984), ("AZ", "03102-00", 957), ("OR", "02302-01", 996)),
}
"""MAC -> state, MAC number - payment locality, and a factor in thousandths that is at most what the locality's
practice-cost indices make of any facet code's national amount in 2020 to 2026, in either setting."""

LCD_2024: dict[str, date] = {
    "ngs": date(2024, 8, 16), "fcso": date(2024, 8, 16), "novitas": date(2024, 8, 11), "palmetto": date(2024, 7, 7),
    "wps": date(2024, 7, 14), "cgs": date(2024, 8, 15), "noridian-je": date(2024, 8, 16),
    "noridian-jf": date(2024, 8, 16), "unknown": date(2024, 8, 16),
}  # fmt: skip
"""From when a third level is certainly not covered; in the order of MAC_NAMES, then the unknown MAC."""

SLOTS = 16
"""NPIs by practice: 0 the practice, 1 its ASC, 2 its hospital, 3 to 8 physicians, 14 and 15 another practice."""
PRACTICE, ASC, HOSPITAL, FIRST_PHYSICIAN, OTHER_PRACTICE, OTHER_PHYSICIAN = 0, 1, 2, 3, 14, 15

HEADERS = ("mac, state, locality", "state, locality", "state", "nothing")
"""What the lines of a patient say of the place, apart from nothing at all."""
_HEADER_WEIGHTS = np.array([70, 18, 6, 6])
_PLACE_WEIGHTS = np.array([60, 26, 14])
_MISTAKE_PERCENT = {"careful": 30, "usual": 70, "careless": 160}
"""How much of a mistake's weight counts in a practice of each manner."""
_MANNERS = np.array([0, 0, 0, 1, 1, 1, 1, 1, 2, 2])
_THURSDAY = 3
"""Weekday of day 0, 1970-01-01 (Monday is 0)."""


@dataclass(frozen=True)
class Patients:
    """One block of patients; every array has one entry by patient.

    `number` counts patients from 0 over the whole run; `anchor` is the scenario's first day (days since 1970).
    """

    number: Array
    scenario: Array
    practice: Array
    physician: Array
    mac: Array
    locality: Array
    header: Array
    commercial: Array
    region: Array
    mirrored: Array
    place: Array
    joint: Array
    anchor: Array
    visits_before: Array
    visits_after: Array

    def first(self, count: int) -> Patients:
        """The first patients of the block."""
        return Patients(**{name: values[:count] for name, values in vars(self).items()})


def practices_for(claims: int) -> int:
    """How many practices share so many claims: a multiple of eight, one of each MAC in turn."""
    return 8 * min(64, max(1, claims // 20_000))


def npi_words(practices: int) -> list[str | None]:
    """The NPIs of all practices, SLOTS to a practice, after an entry for none.

    They begin with 2, which is a valid form of NPI but not among those given out so far (general knowledge).
    """
    stem = 200_000_000 + (np.arange(practices * SLOTS) * 7_919_057 + 31_415_926) % 100_000_000
    return [None, *(f"{number}{luhn_check_digit(number)}" for number in stem.tolist())]


def luhn_check_digit(stem: int) -> int:
    """The tenth digit of an NPI: Luhn over its first nine digits after the prefix 80840."""
    digits = [int(digit) for digit in f"80840{stem}"]
    doubled = [2 * digit for digit in digits[::-2]]
    return -(sum(digits[-2::-2]) + sum(value // 10 + value % 10 for value in doubled)) % 10


class Crowd:
    """Draws patients: the first ones walk through the whole catalogue once, the rest follow its weights."""

    def __init__(self, layout: Layout, chance: Chance, practices: int, other_claims: int) -> None:
        """`other_claims`: thousandths of a claim outside the scenario's days for each claim of the scenario."""
        self.layout = layout
        self.chance = chance
        self.practices = practices
        self.other_claims = other_claims
        self.first_round = np.array(_first_round(layout))
        weights = np.array([scene.weight for scene in layout.scenarios])
        mistake = np.array([scene.kind == "mistake" for scene in layout.scenarios])
        self._weights = [np.where(mistake, weights * percent, weights * 100) for percent in _MISTAKE_PERCENT.values()]

    def patients(self, first: int, count: int) -> Patients:
        """Patients number `first` to `first + count - 1`."""
        number = np.arange(first, first + count)
        return self._patients(number, *self._scenarios(number))

    def visitors(self, first: int, count: int) -> Patients:
        """Patients with one visit and nothing else."""
        number = np.arange(first, first + count)
        none = len(self.layout.scenarios) - 1
        visitors = self._patients(number, np.full(count, none), self.chance.below("practice", self.practices, number))
        visitors.visits_before[:] = 0
        visitors.visits_after[:] = 1
        return visitors

    def _scenarios(self, number: Array) -> tuple[Array, Array]:
        practice = self.chance.below("practice", self.practices, number)
        manner = _MANNERS[self.chance.below("manner", len(_MANNERS), practice)]
        drawn = np.stack([self.chance.weighted("scenario", weights, number) for weights in self._weights])
        scenario = drawn[manner, np.arange(len(number))]
        walking = number < len(self.first_round)
        scenario[walking] = self.first_round[number[walking]]
        return scenario, practice

    def _patients(self, number: Array, scenario: Array, practice: Array) -> Patients:
        scene, chance = self.layout.scene, self.chance
        macs = scene["macs"][scenario]
        first_coast = MAC_NAMES.index("fcso")
        mac = practice % 8
        mac = np.where(macs == 1, first_coast, np.where((macs == 2) & (mac == first_coast), first_coast + 1, mac))
        practice = practice - practice % 8 + mac
        header = chance.weighted("header", _HEADER_WEIGHTS, number)
        header = np.where((macs == 1) & (header == HEADERS.index("nothing")), 0, header)
        header = np.where(scene["locality"][scenario] & (header > HEADERS.index("state, locality")), 0, header)
        header = np.maximum(header, self.layout.least_header)
        pack = scene["pack"][scenario]
        commercial = (pack == 1) | ((pack == 2) & (chance.below("payer", 100, number) < 25))
        region = np.where(scene["region"][scenario] >= 0, scene["region"][scenario], _region(chance, number))
        room = np.array([6, 4])[region] - scene["joints"][scenario] + 1
        claims = scene["claim_count"][scenario]
        visits = (claims * self.other_claims + chance.below("visits", 1000, number)) // 1000
        before = chance.below("before", visits + 1, number)
        return Patients(
            number=number,
            scenario=scenario,
            practice=practice,
            physician=chance.below("physician", 3 + practice % 4, number),
            mac=mac,
            locality=mac * 3 + (practice // 8) % 3,
            header=header,
            commercial=commercial,
            region=region,
            mirrored=chance.below("mirror", 2, number),
            place=chance.weighted("place", _PLACE_WEIGHTS, number),
            joint=chance.below("joint", room, number),
            anchor=self._anchors(number, scenario),
            visits_before=before,
            visits_after=visits - before,
        )

    def _anchors(self, number: Array, scenario: Array) -> Array:
        """A working day of the scenario's window, none after the 28th, so that anniversaries are exact.

        In a window of more than two weeks both corrections go back by at most nine days, so it starts nine days late.
        """
        first, days = self.layout.scene["anchor"][scenario], self.layout.scene["anchor_days"][scenario]
        wide = days > 14
        day = first + np.where(wide, 9, 0) + self.chance.below("anchor", np.where(wide, days - 9, days), number)
        day = day - np.where(wide, np.maximum(weekday(day) - 4, 0), 0)
        return np.where(_day_of_month(day) > 28, day - 7, day)


def weekday(day: Array) -> Array:
    """0 Monday to 6 Sunday, of days since 1970."""
    return (day + _THURSDAY) % 7


def _region(chance: Chance, number: Array) -> Array:
    """Lumbar/sacral for two patients of three."""
    return (chance.below("region", 3, number) > 0).astype(np.int64)


def _day_of_month(day: Array) -> Array:
    dates = day.astype("datetime64[D]")
    day_before: Array = (dates - dates.astype("datetime64[M]")).astype(np.int64)
    return day_before + 1


def _first_round(layout: Layout) -> list[int]:
    """Every scenario once: first a short one for each labelled code, then correct, look-alike and mistaken in turn."""
    scenes = [scene for scene in layout.scenarios if scene.kind != "visit"]
    codes = sorted({code for scene in scenes for code in scene.codes})
    by_code = [_shortest(scenes, code) for code in codes]
    kinds = [[scene for scene in scenes if scene.kind == kind] for kind in ("correct", "lookalike", "mistake")]
    in_turn = (scene for some in zip_longest(*kinds) for scene in some if scene)
    return [layout.scenarios.index(scene) for scene in dict.fromkeys([*by_code, *in_turn])]


def _shortest(scenes: Sequence[Scenario], code: str) -> Scenario:
    """The first of the shortest scenarios with the code, before them those whose every patient has the label."""

    def rank(scene: Scenario) -> tuple[bool, int]:
        medicare = scene.pack == "medicare" or code not in MEDICARE_ONLY
        return not (medicare and (scene.locality or code not in LOCALITY_KNOWN)), len(scene.claims)

    return min((scene for scene in scenes if code in scene.codes), key=rank)
