"""Mistakes with KX, the mark of a diagnostic block: FA301 to FA305."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

KX = (
    # --- FA301: KX where no injection is
    scenario(
        "kx_on_ablation", "mistake", "KX on the lines of an ablation.",
        """
        0    | prof       | RFA1 RT KX        | FA301
        0    | prof       | RFA2 RT KX        | FA301
        0    | maybe-note | rfa 1R 2R         |
        """, weight=3,
    ),
    scenario(
        "kx_on_one_ablation_line", "mistake", "KX on the first joint only.",
        """
        0    | prof       | RFA1 RT KX        | FA301
        0    | prof       | RFA2 RT           |
        """,
    ),
    scenario(
        "kx_on_ultrasound", "mistake", "KX on an ultrasound-guided injection.",
        """
        0    | prof       | US1 RT KX         | FA301 FA503
        """,
    ),
    # --- FA302: KX on a therapeutic block
    scenario(
        "kx_on_therapeutic_block", "mistake", "KX, but the note says therapeutic.",
        """
        0    | prof       | INJ1 RT KX        | FA302
        0    | prof       | INJ2 RT KX        | FA302
        0    | note       | therapeutic 1R 2R |
        """, weight=3,
    ),
    scenario(
        "kx_with_corticosteroid", "mistake", "KX and a corticosteroid on the day, no note.",
        """
        0    | office     | INJ1 RT KX        | FA302/review
        0    | office     | J3301 x4          |
        """, weight=2,
    ),
    scenario(
        "kx_with_corticosteroid_in_asc", "mistake", "The same with an ASC claim: every KX line of the day.",
        """
        0    | prof24     | INJ1 RT KX        | FA302/review
        0    | prof24     | J1100 x10         |
        0    | asc        | INJ1 RT KX        | FA302/review
        """,
    ),
    # --- FA303: KX missing
    scenario(
        "kx_missing", "mistake", "The note says diagnostic, no line has KX.",
        """
        0    | prof       | INJ1 RT           | FA303
        0    | prof       | INJ2 RT           | FA303
        0    | note       | diagnostic 1R 2R  |
        """, weight=4,
    ),
    scenario(
        "kx_missing_on_addon", "mistake", "The note says diagnostic, the add-on has no KX.",
        """
        0    | prof       | INJ1 RT KX        |
        0    | prof       | INJ2 RT           | FA303 FA304
        0    | note       | diagnostic 1R 2R  |
        """, weight=2,
    ),
    scenario(
        "kx_missing_on_facility_claim", "mistake", "The note says diagnostic, the ASC's line has no KX.",
        """
        0    | prof24     | INJ1 RT KX        |
        0    | asc        | INJ1 RT           | FA303
        0    | note       | diagnostic 1R     |
        """,
    ),
    # --- FA304: KX on some lines only
    scenario(
        "kx_on_base_only", "mistake", "KX on the base, none on the add-on, no note.",
        """
        0    | prof       | INJ1 RT KX        |
        0    | prof       | INJ2 RT           | FA304
        """, weight=3,
    ),
    scenario(
        "kx_on_addon_only", "mistake", "The reverse, both sides.",
        """
        0    | prof       | INJ1 50           | FA304
        0    | prof       | INJ2 50 KX        |
        """,
    ),
    # --- FA305: a third and a fourth diagnostic session
    scenario(
        "third_diagnostic_session", "mistake", "Three diagnostic sessions within the window.",
        """
        0    | prof       | INJ1 RT KX        |
        0    | prof       | INJ2 RT KX        |
        +3w  | prof       | INJ1 RT KX        |
        +3w  | prof       | INJ2 RT KX        |
        +8w  | prof       | INJ1 RT KX        | FA305
        +8w  | prof       | INJ2 RT KX        | FA305
        +8w  | maybe-note | diagnostic 1R 2R  |
        """, weight=3,
    ),
    scenario(
        "fourth_diagnostic_session", "mistake", "Four diagnostic sessions within the window.",
        """
        0    | prof       | INJ1 RT KX        |
        +3w  | prof       | INJ1 RT KX        |
        +8w  | prof       | INJ1 LT KX        | FA305
        +14w | prof       | INJ1 LT KX        | FA305
        """, weight=2,
    ),
    scenario(
        "third_diagnostic_session_in_asc", "mistake", "The facility's lines of the session are at issue too.",
        """
        0    | prof24     | INJ1 RT KX        |
        0    | asc        | INJ1 RT KX        |
        +4w  | prof24     | INJ1 RT KX        |
        +4w  | asc        | INJ1 RT KX        |
        +9w  | prof24     | INJ1 RT KX        | FA305
        +9w  | asc        | INJ1 RT KX        | FA305
        """,
    ),
    scenario(
        "third_diagnostic_session_partly_marked", "mistake", "Only the lines that have KX are beyond the initial two.",
        """
        0    | prof       | INJ1 RT KX        |
        +3w  | prof       | INJ1 RT KX        |
        +8w  | prof       | INJ1 RT KX        | FA305
        +8w  | prof       | INJ2 RT           | FA304
        """,
    ),
    scenario(
        "diagnostic_anniversary", "mistake", "The fifth on the anniversary of the first is the fourth of its window.",
        """
        0    | prof       | INJ1 RT KX        |
        +1m  | prof       | INJ1 RT KX        |
        +2m  | prof       | INJ1 RT KX        | FA305
        +3m  | prof       | INJ1 RT KX        | FA305
        +12m | prof       | INJ1 RT KX        | FA305
        """,
    ),
)  # fmt: skip
