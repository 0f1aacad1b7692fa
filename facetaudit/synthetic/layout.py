"""The catalogue as flat arrays: scenario -> claims -> rows -> labels, ready for numpy to repeat by patient.

Every array of one level is as long as the catalogue has entries of that level; `*_start` and `*_count` point into the
next level. Texts are positions in the word lists (`codes`, `modifiers`, `FINDING_CODES`, `CERTAINTY_WORDS`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from facetaudit.synthetic.labelled import BY_DATE, CERTAINTIES, CERTAINTY, LOCALITY_KNOWN, MEDICARE_ONLY
from facetaudit.synthetic.reading import CLAIM_WORDS, FACET_CODES, MARKS, NOTE_VALUES, PLACES, PROVIDERS, Note, Row
from facetaudit.synthetic.scenario import REGIONS, Scenario

Array = npt.NDArray[Any]

PACKS = ("medicare", "commercial", "either")
MACS_ALLOWED = ("any", "first-coast", "not-first-coast")
PLACE_WORDS = tuple(PLACES)
FREQUENCIES = ("1", "7", "8")
FINDING_CODES = tuple(CERTAINTY)
CERTAINTY_WORDS = (*CERTAINTIES, *BY_DATE)
_MIRRORED = {"RT": "LT", "LT": "RT"}


@dataclass(frozen=True)
class Layout:
    """Scenarios of one run and the visits, laid out; visits come last and have one claim each."""

    scenarios: tuple[Scenario, ...]
    visits: tuple[Scenario, ...]
    least_header: int = 0
    """Position in the words for what lines say of their place, before which the format has nothing."""

    @cached_property
    def all(self) -> tuple[Scenario, ...]:
        """Scenarios, then visits: the order of every array of the first level."""
        return (*self.scenarios, *self.visits)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Every procedure code of the catalogue, sorted."""
        return tuple(sorted({code for scene in self.all for row in scene.rows for code in _codes(row)}))

    @cached_property
    def modifiers(self) -> tuple[str | None, ...]:
        """Every modifier of the catalogue, sorted; no modifier first."""
        words = {word for scene in self.all for row in scene.rows for word in row.modifiers}
        return (None, *sorted(words | {"RT", "LT"}))

    @cached_property
    def scene(self) -> dict[str, Array]:
        """By scenario: where its claims and notes start, and what its patients must be."""
        claims = [len(scene.claims) for scene in self.all]
        notes = [len(scene.notes) for scene in self.all]
        anchors = [scene.anchors if scene.days else (date(2022, 1, 3), date(2026, 4, 1)) for scene in self.all]
        return {
            "claim_start": _starts(claims),
            "claim_count": _integers(claims),
            "note_start": _starts(notes),
            "note_count": _integers(notes),
            "pack": _integers([PACKS.index(scene.pack) for scene in self.all]),
            "region": _integers([REGIONS.index(scene.region) if scene.region else -1 for scene in self.all]),
            "macs": _integers([MACS_ALLOWED.index(scene.macs) for scene in self.all]),
            "locality": _flags([scene.locality for scene in self.all]),
            "anchor": _integers([_day_number(first) for first, _ in anchors]),
            "anchor_days": _integers([(last - first).days + 1 for first, last in anchors]),
            "span": _integers([scene.span for scene in self.all]),
            "joints": _integers([max((_joints(note) for note in scene.notes), default=1) for scene in self.all]),
        }

    @cached_property
    def claim(self) -> dict[str, Array]:
        """By claim of the catalogue: its day, who bills it, and where its rows start."""
        pairs = [(scene, claim) for scene in self.all for claim in scene.claims]
        rows = [
            sum(row.claim == number for row in scene.rows) for scene in self.all for number in range(len(scene.claims))
        ]
        days = [scene.days[claim.day] for scene, claim in pairs]
        said = {word: _flags([word in claim.words for _, claim in pairs]) for word in sorted(CLAIM_WORDS)}
        return said | {
            "day": _integers([claim.day for _, claim in pairs]),
            "months": _integers([day.months for day in days]),
            "days": _integers([day.days for day in days]),
            "chance": _integers([day.chance for day in days]),
            "place": _integers([PLACE_WORDS.index(claim.place) for _, claim in pairs]),
            "provider": _integers([PROVIDERS.index(claim.provider) for _, claim in pairs]),
            "frequency": _integers([FREQUENCIES.index(claim.frequency) for _, claim in pairs]),
            "original": _integers([-1 if claim.original is None else claim.original for _, claim in pairs]),
            "row_start": _starts(rows),
            "row_count": _integers(rows),
        }

    @cached_property
    def row(self) -> dict[str, Array]:
        """By row of the catalogue: `code` by region, `modifiers` by mirror and slot, amounts' marks, labels."""
        rows = [row for scene in self.all for row in scene.rows]
        labels = [len(row.findings) for row in rows]
        marks = {mark: _flags([mark in row.marks for row in rows]) for mark in sorted(MARKS)}
        return marks | {
            "code": _integers([[self.codes.index(code) for code in _codes(row)] for row in rows]),
            "modifiers": _integers([[self._slots(row, mirror) for mirror in (False, True)] for row in rows]),
            "both_sides": _flags(["50" in row.modifiers for row in rows]),
            "units": _integers([row.units for row in rows]),
            "label_start": _starts(labels),
            "label_count": _integers(labels),
        }

    @cached_property
    def label(self) -> dict[str, Array]:
        """By expected finding of a row: its code, its certainty, and what it needs of the line."""
        findings = [finding for scene in self.all for row in scene.rows for finding in row.findings]
        return {
            "code": _integers([FINDING_CODES.index(code) for code, _ in findings]),
            "certainty": _integers([CERTAINTY_WORDS.index(certainty) for _, certainty in findings]),
            "medicare": _flags([code in MEDICARE_ONLY for code, _ in findings]),
            "locality": _flags([code in LOCALITY_KNOWN for code, _ in findings]),
        }

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """Every note of the catalogue."""
        return tuple(note for scene in self.all for note in scene.notes)

    @cached_property
    def note(self) -> dict[str, Array]:
        """By note of the catalogue: the claim of its scenario that it names, its day, and whether it may be missing.

        What it says is a number, a position in the words of NOTE_VALUES, or -1 for what is drawn.
        """
        says = {name: _integers([_said(note, name) for note in self.notes]) for name in NOTE_VALUES}
        return says | {
            "claim": _integers([note.claim for note in self.notes]),
            "first_day": _flags([note.day == 0 for note in self.notes]),
            "maybe": _flags([note.maybe for note in self.notes]),
        }

    def _slots(self, row: Row, mirror: bool) -> list[int]:
        words = [_MIRRORED.get(word, word) if mirror else word for word in row.modifiers]
        return [self.modifiers.index(word) for word in words] + [0] * (4 - len(words))


def _codes(row: Row) -> tuple[str, str]:
    """The row's code for a cervical/thoracic and for a lumbar/sacral patient."""
    return FACET_CODES.get(row.procedure, (row.procedure, row.procedure))


def _joints(note: Note) -> int:
    """How many adjoining joints the note needs."""
    return max((int(word[0]) for word in note.documented if word[0].isdigit()), default=1)


def _said(note: Note, name: str) -> int:
    """The number that the note's table fixes, or the position of its word; -1 where the table is silent."""
    said, words = dict(note.says).get(name), NOTE_VALUES[name]
    if said is None:
        return -1
    return int(said) if words is None else words.index(said)


def _integers(values: Sequence[Any]) -> Array:
    return np.array(values, dtype=np.int64)


def _flags(values: Sequence[bool]) -> Array:
    return np.array(values, dtype=np.bool_)


def _starts(counts: Sequence[int]) -> Array:
    return np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.int64)


def _day_number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()
