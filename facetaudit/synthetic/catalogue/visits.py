"""What else a patient has: claims without facet codes, on days of their own before and after the scenario."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

NO_SCENARIO = scenario("visits_only", "visit", "A patient with visits and nothing else.", "", weight=0)

VISITS = (
    scenario(
        "office_visit", "visit", "An established patient.",
        """
        0 | office | 99213          |
        """, weight=8,
    ),
    scenario(
        "longer_office_visit", "visit", "An established patient, moderate decision-making.",
        """
        0 | office | 99214          |
        0 | office | 80307 maybe    |
        """, weight=10,
    ),
    scenario(
        "new_patient", "visit", "A new patient.",
        """
        0 | office | 99204          |
        0 | office | 72100 maybe    |
        """, weight=4,
    ),
    scenario(
        "physical_therapy", "visit", "Exercise and manual therapy.",
        """
        0 | office | 97110 x2       |
        0 | office | 97140          |
        """, weight=8,
    ),
    scenario(
        "knee_injection", "visit", "A large joint with a corticosteroid.",
        """
        0 | office | 20610 RT       |
        0 | office | J3301 x4       |
        0 | office | 99213 25 maybe |
        """, weight=3,
    ),
    scenario(
        "epidural", "visit", "A transforaminal epidural injection.",
        """
        0 | prof   | 64483 RT       |
        0 | prof   | J1100 x10      |
        """, weight=3,
    ),
)  # fmt: skip
