"""The words of a comparison, and from when on one is made. The thresholds are ours; no official ones are known."""

from __future__ import annotations

WELL_ABOVE, ABOVE, NOT_ABOVE, TOO_FEW = "well above", "above", "not above", "too few"

FEWEST_COUNTED = 10
"""A metric counted from fewer sessions, days, lines or beneficiary-years is compared with nobody's."""
FEWEST_BENEFICIARIES = 5
FEWEST_PEERS = 5
MOST_Q, MOST_Q_WELL = 0.05, 0.01
TIMES_WELL = 1.5
"""Well above the peers takes so many times their figure, after what chance may have added is taken off."""


def word(q: float | None, figure: float | None, of_peers: float | None) -> str:
    """How a provider stands: ``q`` is the adjusted chance, None where there was too little to compare.

    ``figure`` is the provider's own, drawn toward the peers', and ``of_peers`` is theirs together.
    """
    if q is None or figure is None or of_peers is None:
        return TOO_FEW
    if q <= MOST_Q_WELL and figure >= TIMES_WELL * of_peers:
        return WELL_ABOVE
    return ABOVE if q <= MOST_Q else NOT_ABOVE
