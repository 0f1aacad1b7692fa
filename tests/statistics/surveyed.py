"""A small stratified sample and what the survey package svy 0.35.0 says of it (its numbers, not ours)."""

from __future__ import annotations

from facetaudit.statistics.estimators import Reviewed

FRAME_UNITS = {"1": 100, "2": 200, "3": 50}
# stratum, amount, error
UNITS = [
    ("1", 307.72, -30.77), ("1", 256.62, 256.62), ("1", 257.34, 128.67), ("1", 106.43, 106.43), ("1", 233.06, -23.31),
    ("1", 350.93, 175.47), ("2", 158.26, 158.26), ("2", 135.02, 0.0), ("2", 130.88, -13.09), ("2", 439.73, -43.97),
    ("2", 516.74, 0.0), ("3", 287.71, 0.0), ("3", 111.01, 55.51), ("3", 324.66, 162.33), ("3", 65.96, -6.6),
]  # fmt: skip
# Estimate, standard error, and two-sided 90 percent limits with 12 degrees of freedom.
SVY = {
    "total": (16907.000000000004, 8503.902730315456, 1750.5999893065, 32063.400010693505),
    "ratio": (0.18724468710135844, 0.10995134077830493, -0.00872021929477193, 0.38320959349748884),
    "in error": (257.5, 49.83723507579448, 168.67571611644175, 346.3242838835582),
}


def surveyed() -> list[Reviewed]:
    """The sample; a stratum's amount in the frame is the one estimated, as the package estimates a ratio alone."""
    found = []
    for name, units in FRAME_UNITS.items():
        amounts = tuple(amount for stratum, amount, _ in UNITS if stratum == name)
        errors = tuple(error for stratum, _, error in UNITS if stratum == name)
        found.append(Reviewed(name, units, errors, amounts, units * sum(amounts) / len(amounts)))
    return found
