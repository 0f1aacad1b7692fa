"""Mistakes of coverage, authorization and documentation: FA601 to FA605.

A history that begins with a visit more than a year before its first facet claim is known for long enough to say what
was not there.
"""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

AUTHORIZED = ("2023-07-01", "2026-04-20")
"""Anchors from which hospitals need an authorization."""

COVERAGE = (
    # --- FA601: no prior authorization
    scenario(
        "injection_not_authorized", "mistake", "The hospital's claim has no authorization number.",
        """
        0        | prof22            | INJ1 50 KX             |
        0        | prof22            | INJ2 50 KX             |
        0        | hopd unauthorized | INJ1 50 KX             | FA601
        0        | hopd unauthorized | INJ2 50 KX             |
        """, window=AUTHORIZED, weight=2,
    ),
    scenario(
        "ablation_not_authorized", "mistake", "The same for an ablation.",
        """
        0        | prof22            | RFA1 RT                |
        0        | hopd unauthorized | RFA1 RT                | FA601
        """, window=AUTHORIZED, weight=2,
    ),
    # --- FA602: no covered diagnosis
    scenario(
        "block_without_facet_diagnosis", "mistake", "No diagnosis of the covered list.",
        """
        0        | prof uncovered    | INJ1 RT KX             | FA602
        0        | prof uncovered    | INJ2 RT KX             | FA602
        0        | maybe-note        | diagnostic 1R 2R       |
        """, weight=3,
    ),
    scenario(
        "ablation_without_facet_diagnosis", "mistake", "The same; the ASC's claim has a covered one.",
        """
        0        | prof24 uncovered  | RFA1 RT                | FA602
        0        | asc               | RFA1 RT                |
        """,
    ),
    # --- FA603: too little relief
    scenario(
        "second_block_after_little_relief", "mistake", "A second diagnostic block after 60 % relief.",
        """
        0        | prof              | INJ1 RT KX             |
        +3w~10d  | prof              | INJ1 RT KX             | FA603
        +3w~10d  | note              | diagnostic 1R relief=60 |
        """, weight=2,
    ),
    scenario(
        "first_ablation_after_little_relief", "mistake", "The first ablation after 79 % relief.",
        """
        0        | office            | 99204                  |
        +13m     | prof              | INJ1 RT KX             |
        +14m     | prof              | INJ1 RT KX             |
        +16m     | prof              | RFA1 RT                | FA603
        +16m     | prof              | RFA2 RT                | FA603
        +16m     | note              | rfa 1R 2R relief=79    |
        """, weight=2,
    ),
    scenario(
        "therapeutic_block_after_little_relief", "mistake", "A second therapeutic block after 40 % relief.",
        """
        0        | prof              | INJ1 50 KX             |
        +1m      | prof              | INJ1 50 KX             |
        +4m      | prof              | INJ1 50                |
        +8m      | prof              | INJ1 50                | FA603
        +8m      | note              | therapeutic 1B relief=40 |
        """,
    ),
    scenario(
        "ablation_again_after_little_relief", "mistake", "The second ablation after 49 % relief, in an ASC.",
        """
        0        | prof              | INJ1 RT KX             |
        +1m      | prof              | INJ1 RT KX             |
        +3m      | prof24            | RFA1 RT                |
        +3m      | asc               | RFA1 RT                |
        +15m     | prof24            | RFA1 RT                | FA603
        +15m     | asc               | RFA1 RT                | FA603
        +15m     | note              | rfa 1R relief=49       |
        """,
    ),
    # --- FA604: too little conservative care
    scenario(
        "conservative_care_short", "mistake", "Six weeks of other care before the first block.",
        """
        0        | office            | 99204                  |
        +13m     | prof              | INJ1 RT KX             | FA604
        +13m     | prof              | INJ2 RT KX             | FA604
        +13m     | note              | diagnostic 1R 2R care=6 |
        """, weight=2,
    ),
    scenario(
        "conservative_care_one_week_short", "mistake", "Eleven weeks are one too few.",
        """
        0        | office            | 99204                  |
        +12m     | prof              | INJ1 50 KX             | FA604
        +12m     | note              | diagnostic 1B care=11  |
        """,
    ),
    # --- FA605: guidance
    scenario(
        "no_guidance_documented", "mistake", "The note says that no imaging guided the needle.",
        """
        0        | office            | INJ1 RT                | FA605
        0        | office            | INJ2 RT                | FA605
        0        | note              | therapeutic 1R 2R guidance=none |
        """, weight=2,
    ),
    scenario(
        "ultrasound_documented", "mistake", "The note says ultrasound; every line of the session is at issue.",
        """
        0        | prof24            | RFA1 RT                | FA605
        0        | asc               | RFA1 RT                | FA605
        0        | note              | rfa 1R guidance=ultrasound |
        """,
    ),
)  # fmt: skip
