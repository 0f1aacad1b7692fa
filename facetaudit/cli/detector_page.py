"""One detector as `facetaudit detectors NAME` prints it: headline, scope, parameters with sources, manual page."""

from __future__ import annotations

from collections.abc import Iterator

from facetaudit.cli import output
from facetaudit.detectors import uses
from facetaudit.detectors.model import Detector
from facetaudit.policy import Policy
from facetaudit.policy.timelines import macs_in_words, shared_values

COLUMNS = ("parameter", "pack", "mac", "value", "from", "basis", "source")


def page(detector: Detector, rules: Policy) -> str:
    """The page, as text for a terminal."""
    lists = uses.lists(detector, {*rules.code_sets, *rules.diagnoses})
    parts = [
        f"{detector.code} {detector.name} ({detector.certainty}, {detector.effect})",
        "",
        *(f"{name + ':':<12}{value}" for name, value in scope(detector, lists)),
        "",
        detector.page,
    ]
    values = [list(map(str, row)) for row in current(detector, rules)]
    if values:
        parts += ["", "Parameters now (`facetaudit policy NAME` shows every date)", "", output.table(COLUMNS, values)]
    return "\n".join(parts)


def scope(detector: Detector, lists: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What the detector looks at and needs, in words."""
    yield "family", detector.family
    yield "packs", ", ".join(detector.packs) or "every pack"
    yield "needs", "; ".join(detector.needs) or "the claim lines alone"
    yield "dates", "the MAC's own" if detector.mac_dated else "the same for every MAC"
    if lists:
        yield "lists", ", ".join(lists)
    if detector.unknown_note:
        yield "unknown", detector.unknown_note
    if detector.module:
        yield "module", f"{detector.module} (SHA-256 {detector.sha256})"


def current(detector: Detector, rules: Policy) -> Iterator[tuple[object, ...]]:
    """The last value of each of the detector's parameters, by pack and MAC."""
    for name in detector.parameters:
        for pack in detector.packs or sorted(rules.packs):
            for macs, value in shared_values(rules, name, pack, last=True):
                mac = macs_in_words(rules, macs)
                yield (name, pack, mac, value.value, value.valid_from, value.basis, value.source_id)
