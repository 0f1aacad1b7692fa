"""Mistakes that only detectors outside the labelled list look for; their findings get no label yet."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

LATER = (
    scenario(
        "ultrasound_two_levels", "later", "Ultrasound-guided injections, not covered by Medicare.",
        """
        0        | prof       | US1 RT                  |
        0        | prof       | US2 RT                  |
        """, weight=2,
    ),
    scenario(
        "sedation_billed", "later", "Moderate sedation with an injection.",
        """
        0        | prof       | INJ1 RT KX              |
        0        | prof       | 99152                   |
        """, weight=3,
    ),
    scenario(
        "visit_without_25", "later", "A visit without 25 on the day of the injection.",
        """
        0        | office     | INJ1 RT KX              |
        0        | office     | 99214                   |
        """, weight=3,
    ),
)  # fmt: skip
