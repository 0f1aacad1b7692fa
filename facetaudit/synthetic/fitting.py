"""Which scenarios a format shows with the same findings."""

from __future__ import annotations

from itertools import pairwise

from facetaudit.synthetic.people import HEADERS
from facetaudit.synthetic.reading import FACET_CODES, PLACES
from facetaudit.synthetic.scenario import Scenario
from facetaudit.synthetic.writers.base import Carried

LEAST_HEADER = {"locality": 0, "state": HEADERS.index("state"), "nothing": HEADERS.index("nothing")}
"""The most that a format says of the place -> what lines say at most."""

_USUAL_SLOTS = Carried().slots
_FURTHER_LEVELS = frozenset(
    word for level, codes in FACET_CODES.items() if not level.endswith("1") for word in (level, *codes)
)


def fits(scene: Scenario, carried: Carried) -> bool:
    """Whether the format shows the scenario with the same findings.

    A line that fills the usual modifier slots must not occur where the format has more: what is missing on it is
    unknown in the one and a finding in the other.
    """
    return (
        scene.rif != "only"
        and _place_fits(scene, carried)
        and _claims_fit(scene, carried)
        and (carried.slots == _USUAL_SLOTS or all(len(row.modifiers) < _USUAL_SLOTS for row in scene.rows))
        and (carried.denied or not any("denied" in row.marks for row in scene.rows))
        and (carried.versions or not any(row.marks & {"negative", "again"} for row in scene.rows))
        and (carried.money or not _needs_money(scene))
        and (carried.diagnoses or not _needs_diagnoses(scene))
        and (carried.authorization or "FA601" not in scene.codes)
    )


def _needs_money(scene: Scenario) -> bool:
    """Whether a finding rests on what was paid first, or less, or not at all, as a surgical center's further levels."""
    return (
        "FA107" in scene.codes
        or any("resent" in a.words and "resent" not in b.words for a, b in pairwise(scene.claims))
        or any(row.marks & {"zero", "half", "above"} for row in scene.rows)
        or any(scene.claims[row.claim].place == "asc" and row.procedure in _FURTHER_LEVELS for row in scene.rows)
    )


def _needs_diagnoses(scene: Scenario) -> bool:
    """Whether a finding rests on the diagnosis: of coverage, or on an unlisted code."""
    return "FA602" in scene.codes or any(row.procedure == "64999" and row.findings for row in scene.rows)


def _place_fits(scene: Scenario, carried: Carried) -> bool:
    """Scenarios that need a locality, or one contractor's dates, are shown where the lines say as much."""
    return carried.place == "locality" or (
        not scene.locality and (carried.place == "state" or scene.macs != "first-coast")
    )


def _claims_fit(scene: Scenario, carried: Carried) -> bool:
    return all(
        PLACES[claim.place][0] in carried.claim_types
        and (carried.versions or claim.frequency == "1")
        and (carried.billing_npi or claim.provider != "partner")
        and (carried.commercial or not claim.commercial)
        for claim in scene.claims
    ) and (carried.commercial or scene.pack != "commercial")
