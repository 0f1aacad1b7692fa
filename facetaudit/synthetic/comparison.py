"""Findings of an audit against the labels of its extract, line by line and detector by detector."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from facetaudit.synthetic.labelled import CERTAINTIES, PARTLY_LABELLED


class Key(NamedTuple):
    """One finding: the detector, how certain, and the line."""

    code: str
    certainty: str
    claim_id: str
    line_number: str


@dataclass(frozen=True)
class Agreement:
    """Labels and findings of one detector and certainty: how many of each, and how many are the same."""

    labelled: int
    found: int
    true: int

    @property
    def missed(self) -> int:
        """Labels without a finding."""
        return self.labelled - self.true

    @property
    def extra(self) -> int:
        """Findings without a label."""
        return self.found - self.true

    @property
    def precision(self) -> float | None:
        """Part of the findings that are labelled."""
        return self.true / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Part of the labels that are found."""
        return self.true / self.labelled if self.labelled else None


@dataclass(frozen=True)
class Comparison:
    """`labelled` and `found` hold every label and every finding."""

    labelled: frozenset[Key]
    found: frozenset[Key]

    @property
    def missed(self) -> frozenset[Key]:
        """Labels that no finding of the same certainty answers."""
        return self.labelled - self.found

    @property
    def extra(self) -> frozenset[Key]:
        """Findings without a label, but for detectors whose findings are labelled in part only."""
        return frozenset(key for key in self.found - self.labelled if key.code not in PARTLY_LABELLED)

    def by_detector(self) -> dict[tuple[str, str], Agreement]:
        """Agreement of every detector and certainty that occurs, by code, then certain, probable, review."""
        counts = [Counter(key[:2] for key in keys) for keys in (self.labelled, self.found, self.labelled & self.found)]
        occurring = sorted(counts[0].keys() | counts[1].keys(), key=lambda key: (key[0], CERTAINTIES.index(key[1])))
        return {
            (code, certainty): Agreement(*(one[code, certainty] for one in counts)) for code, certainty in occurring
        }


def compare(labels_file: Path, findings_file: Path) -> Comparison:
    """Compare `labels.csv` of an extract with `findings.csv` of its audit; a wrong certainty is missed and extra."""
    return Comparison(frozenset(_keys(labels_file)), frozenset(_keys(findings_file)))


def _keys(path: Path) -> Iterator[Key]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Key(row["code"], row["certainty"], row["claim_id"], row["line_number"])
