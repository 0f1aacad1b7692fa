"""Look-alikes of history: sessions that are too many at first sight only, and lines that are no longer payable."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

LOOKALIKES_HISTORY = (
    # --- sessions that only look too many
    scenario(
        "right_then_left", "lookalike", "Ablation right, then left weeks later.",
        """
        0        | prof       | RFA1 RT                 |
        0        | prof       | RFA2 RT                 |
        +3w~14d  | prof       | RFA1 LT                 |
        +3w~14d  | prof       | RFA2 LT                 |
        +3w~14d  | maybe-note | rfa 1L 2L               |
        """, weight=6,
    ),
    scenario(
        "professional_and_asc", "lookalike", "Four sessions, each with two claims, are four sessions.",
        """
        0        | prof24     | INJ1 50                 |
        0        | asc        | INJ1 RT                 |
        0        | asc        | INJ1 LT half            |
        +3m      | prof24     | INJ1 50                 |
        +3m      | asc        | INJ1 RT                 |
        +3m      | asc        | INJ1 LT half            |
        +6m      | prof24     | INJ1 50                 |
        +6m      | asc        | INJ1 RT                 |
        +6m      | asc        | INJ1 LT half            |
        +9m      | prof24     | INJ1 50                 |
        +9m      | asc        | INJ1 RT                 |
        +9m      | asc        | INJ1 LT half            |
        """, weight=3,
    ),
    scenario(
        "therapeutic_anniversary", "lookalike", "The fifth on the anniversary of the first.",
        """
        0        | prof       | INJ1 RT                 |
        +3m      | prof       | INJ1 RT                 |
        +6m      | prof       | INJ1 RT                 |
        +9m      | prof       | INJ1 RT                 |
        +12m     | prof       | INJ1 RT                 |
        """, weight=3,
    ),
    scenario(
        "leap_day_anniversary", "lookalike", "29 February minus twelve months is 28 February, outside the window.",
        """
        0        | prof       | INJ1 RT                 |
        +3m      | prof       | INJ1 RT                 |
        +6m      | prof       | INJ1 RT                 |
        +9m      | prof       | INJ1 RT                 |
        +366d    | prof       | INJ1 RT                 |
        """, window=("2023-02-28", "2023-02-28"),
    ),
    scenario(
        "ablation_anniversary", "lookalike", "Right and left, both again on their anniversaries.",
        """
        0        | prof       | RFA1 RT                 |
        +1m      | prof       | RFA1 LT                 |
        +12m     | prof       | RFA1 RT                 |
        +13m     | prof       | RFA1 LT                 |
        """, weight=2,
    ),
    scenario(
        "two_regions_own_limits", "lookalike", "Four sessions of each region within a year.",
        """
        0        | prof       | 64493 RT                |
        +1m      | prof       | 64490 RT                |
        +3m      | prof       | 64493 RT                |
        +4m      | prof       | 64490 RT                |
        +6m      | prof       | 64493 RT                |
        +7m      | prof       | 64490 RT                |
        +9m      | prof       | 64493 RT                |
        +10m     | prof       | 64490 RT                |
        """, region="LS", weight=2,
    ),
    scenario(
        "two_payers", "lookalike", "Six sessions of a year, four of them Medicare's.",
        """
        0        | prof            | INJ1 RT            |
        +2m      | prof commercial | INJ1 RT            |
        +4m      | prof            | INJ1 RT            |
        +6m      | prof commercial | INJ1 RT            |
        +8m      | prof            | INJ1 RT            |
        +11m     | prof            | INJ1 RT            |
        """, weight=2,
    ),
    scenario(
        "many_sessions_commercial", "lookalike", "Medicare's limits are not every payer's.",
        """
        0        | prof       | INJ1 RT                 |
        +1m      | prof       | INJ1 RT                 |
        +2m      | prof       | INJ1 RT                 |
        +4m      | prof       | INJ1 RT                 |
        +6m      | prof       | INJ1 RT                 |
        +8m      | prof       | INJ1 RT                 |
        """, pack="commercial", weight=2,
    ),
    scenario(
        "diagnostic_fortnight", "lookalike", "Fourteen days between two diagnostic blocks are enough.",
        """
        0        | prof       | INJ1 RT KX              |
        +14d     | prof       | INJ1 RT KX              |
        """, weight=4,
    ),
    # --- before the 2021 text
    scenario(
        "sessions_across_2021", "lookalike", "Five sessions before the 2021 text and two after it within a year.",
        """
        0        | prof       | INJ1 RT                 |
        +1m      | prof       | INJ1 RT                 |
        +2m      | prof       | INJ1 RT                 |
        +3m      | prof       | INJ1 RT                 |
        +4m      | prof       | INJ1 RT                 |
        +7m      | prof       | INJ1 RT                 |
        +10m     | prof       | INJ1 RT                 |
        """, window=("2020-10-05", "2020-10-20"),
    ),
    scenario(
        "five_sessions_before_2021", "lookalike", "Five injection sessions were within the older limit.",
        """
        0        | prof       | INJ1 RT                 |
        +2m      | prof       | INJ1 RT                 |
        +4m      | prof       | INJ1 RT                 |
        +6m      | prof       | INJ1 RT                 |
        +8m      | prof       | INJ1 RT                 |
        """, window=("2020-03-02", "2020-06-20"),
    ),
    scenario(
        "marks_before_2021", "lookalike", "KX, intervals and third levels had no such rule before the 2021 text.",
        """
        0        | prof       | INJ1 RT KX              |
        0        | prof       | INJ2 RT                 |
        0        | prof       | INJ3 RT                 |
        +7d      | prof       | INJ1 RT KX              |
        +2m      | prof       | RFA1 RT KX              |
        """, window=("2020-03-02", "2020-10-20"),
    ),
    # --- lines that are not payable any more
    scenario(
        "third_level_denied", "lookalike", "The third level was denied.",
        """
        0        | prof       | INJ1 RT                 |
        0        | prof       | INJ2 RT                 |
        0        | prof       | INJ3 RT denied          |
        0        | maybe-note | therapeutic 1R 2R       |
        """, weight=4,
    ),
    scenario(
        "third_level_zero_paid", "lookalike", "The third level was allowed nothing.",
        """
        0        | prof       | INJ1 RT                 |
        0        | prof       | INJ2 RT                 |
        0        | prof       | INJ3 RT zero            |
        """, weight=2,
    ),
    scenario(
        "fifth_session_denied", "lookalike", "Four sessions paid, the fifth denied.",
        """
        0        | prof       | INJ1 RT                 |
        +3m      | prof       | INJ1 RT                 |
        +6m      | prof       | INJ1 RT                 |
        +9m      | prof       | INJ1 RT                 |
        +10m     | prof       | INJ1 RT denied          |
        """, weight=2,
    ),
    scenario(
        "earlier_session_denied", "lookalike", "A denied session does not count for the later ones.",
        """
        0        | prof       | INJ1 RT                 |
        +2m      | prof       | INJ1 RT denied          |
        +3m      | prof       | INJ1 RT                 |
        +6m      | prof       | INJ1 RT                 |
        +9m      | prof       | INJ1 RT                 |
        """, weight=2,
    ),
    scenario(
        "session_reversed", "lookalike", "One of five sessions was reversed by a claim of its own.",
        """
        0        | prof       | INJ1 RT                 |
        +3m      | prof       | INJ1 RT                 |
        +4m      | prof #A    | INJ1 RT                 |
        +4m      | prof #B    | INJ1 RT negative        |
        +6m      | prof       | INJ1 RT                 |
        +9m      | prof       | INJ1 RT                 |
        """, weight=2,
    ),
    scenario(
        "line_reversed", "lookalike", "A line with three units reversed on its claim, then billed right.",
        """
        0        | prof       | INJ1 RT x3              |
        0        | prof       | INJ1 RT x3 negative     |
        0        | prof       | INJ1 RT                 |
        """, pack="either", weight=2,
    ),
    scenario(
        "session_voided", "lookalike", "One of five sessions was voided.",
        """
        0        | prof            | INJ1 RT            |
        +3m      | prof            | INJ1 RT            |
        +4m      | prof #A         | INJ1 RT            |
        +4m      | prof voids#A    | INJ1 RT            |
        +6m      | prof            | INJ1 RT            |
        +9m      | prof            | INJ1 RT            |
        """, weight=2,
    ),
    scenario(
        "mistake_replaced", "lookalike", "Two lines replaced by one with 50.",
        """
        0        | prof #A         | INJ1 RT            |
        0        | prof #A         | INJ1 LT            |
        0        | prof replaces#A | INJ1 50            |
        """, pack="either", weight=2,
    ),
    scenario(
        "mistake_replaced_twice", "lookalike", "A replacement that was itself replaced.",
        """
        0        | prof #A            | INJ1 x2         |
        0        | prof #B replaces#A | INJ1 50 x2      |
        0        | prof replaces#B    | INJ1 50         |
        """, pack="either",
    ),
    scenario(
        "line_superseded", "lookalike", "The same claim and line number again, paid later and right.",
        """
        0        | prof       | INJ1 50 x2              |
        0        | prof       | INJ1 50 again           |
        """, pack="either", weight=2,
    ),
)  # fmt: skip
