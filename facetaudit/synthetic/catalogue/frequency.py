"""Mistakes of frequency: FA401 to FA405."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

BEFORE_2021_TEXT = ("2020-03-02", "2020-06-20")
"""Anchors whose sessions of the next ten months are all before the MACs' 2021 dates."""

FREQUENCY = (
    # --- FA401: more than four diagnostic sessions
    scenario(
        "fifth_diagnostic_session", "mistake", "Five diagnostic sessions in half a year.",
        """
        0       | prof       | INJ1 RT KX           |
        0       | prof       | INJ2 RT KX           |
        +4w     | prof       | INJ1 RT KX           |
        +4w     | prof       | INJ2 RT KX           |
        +9w     | prof       | INJ1 RT KX           | FA305
        +9w     | prof       | INJ2 RT KX           | FA305
        +15w    | prof       | INJ1 RT KX           | FA305
        +15w    | prof       | INJ2 RT KX           | FA305
        +24w    | prof       | INJ1 RT KX           | FA401
        +24w    | prof       | INJ2 RT KX           | FA401
        +24w    | maybe-note | diagnostic 1R 2R     |
        """, weight=2,
    ),
    scenario(
        "sixth_diagnostic_session", "mistake", "The sixth is excess too: the fifth takes no place in the window.",
        """
        0       | prof       | INJ1 RT KX           |
        +4w     | prof       | INJ1 RT KX           |
        +9w     | prof       | INJ1 RT KX           | FA305
        +15w    | prof       | INJ1 RT KX           | FA305
        +24w    | prof       | INJ1 RT KX           | FA401
        +30w    | prof       | INJ1 RT KX           | FA401
        """,
    ),
    # --- FA402: more than four therapeutic sessions
    scenario(
        "fifth_therapeutic_session", "mistake", "Five therapeutic sessions in eight months.",
        """
        0       | prof       | INJ1 RT              |
        0       | prof       | INJ2 RT              |
        +2m     | prof       | INJ1 RT              | FA409
        +2m     | prof       | INJ2 RT              | FA409
        +2m     | prof       | J3301 x4 maybe       |
        +4m     | prof       | INJ1 RT              | FA409
        +4m     | prof       | INJ2 RT              | FA409
        +6m     | prof       | INJ1 RT              | FA409
        +6m     | prof       | INJ2 RT              | FA409
        +8m     | prof       | INJ1 RT              | FA402 FA409
        +8m     | prof       | INJ2 RT              | FA402 FA409
        +8m     | maybe-note | therapeutic 1R 2R    |
        """, weight=2,
    ),
    scenario(
        "fifth_therapeutic_session_in_asc", "mistake", "Every claim of the fifth session is at issue.",
        """
        0       | prof24     | INJ1 50              |
        0       | asc        | INJ1 RT              |
        0       | asc        | INJ1 LT half         |
        +2m     | prof24     | INJ1 50              | FA409
        +4m     | prof24     | INJ1 50              | FA409
        +6m     | prof24     | INJ1 50              | FA409
        +8m     | prof24     | INJ1 50              | FA402 FA409
        +8m     | asc        | INJ1 RT              | FA402 FA409
        +8m     | asc        | INJ1 LT half         | FA402 FA409
        """,
    ),
    scenario(
        "excess_session_not_counted", "mistake", "The excess session takes no place: the sixth is payable again.",
        """
        0       | prof       | INJ1 RT              |
        +2m     | prof       | INJ1 RT              | FA409
        +4m     | prof       | INJ1 RT              | FA409
        +6m     | prof       | INJ1 RT              | FA409
        +8m     | prof       | INJ1 RT              | FA402 FA409
        +12m    | prof       | INJ1 RT              |
        """,
    ),
    scenario(
        "day_before_anniversary", "mistake", "The fifth on the day before the anniversary is still in the window.",
        """
        0       | prof       | INJ1 RT              |
        +3m     | prof       | INJ1 RT              |
        +6m     | prof       | INJ1 RT              |
        +9m     | prof       | INJ1 RT              |
        +12m-1d | prof       | INJ1 RT              | FA402 FA409
        """,
    ),
    scenario(
        "diagnostics_billed_as_therapeutic", "mistake", "Without KX two diagnostic blocks use up the allowance.",
        """
        0       | prof       | INJ1 RT              | FA303
        0       | note       | diagnostic 1R        |
        +3w     | prof       | INJ1 RT              | FA303 FA409
        +3w     | note       | diagnostic 1R        |
        +3m     | prof       | INJ1 RT              | FA409
        +6m     | prof       | INJ1 RT              |
        +9m     | prof       | INJ1 RT              | FA402
        +9m     | note       | therapeutic 1R       |
        """,
    ),
    # --- FA403: more than two ablation sessions
    scenario(
        "third_ablation_session", "mistake", "Right, left, and right again after eight months.",
        """
        0       | prof       | RFA1 RT              |
        0       | prof       | RFA2 RT              |
        +3w     | prof       | RFA1 LT              |
        +3w     | prof       | RFA2 LT              |
        +8m     | prof       | RFA1 RT              | FA403
        +8m     | prof       | RFA2 RT              | FA403
        +8m     | maybe-note | rfa 1R 2R            |
        """, weight=3,
    ),
    scenario(
        "fourth_ablation_session", "mistake", "Both sides again within the year: two excess sessions.",
        """
        0       | prof       | RFA1 RT              |
        +3w     | prof       | RFA1 LT              |
        +8m     | prof       | RFA1 RT              | FA403
        +9m     | prof       | RFA1 LT              | FA403
        """, weight=2,
    ),
    scenario(
        "third_ablation_session_in_asc", "mistake", "The ASC's base line is at issue, its packaged add-on is not.",
        """
        0       | prof24     | RFA1 RT              |
        0       | prof24     | RFA2 RT              |
        0       | asc        | RFA1 RT              |
        0       | asc        | RFA2 RT              |
        +4w     | prof24     | RFA1 LT              |
        +4w     | asc        | RFA1 LT              |
        +7m     | prof24     | RFA1 RT              | FA403
        +7m     | prof24     | RFA2 RT              | FA403
        +7m     | asc        | RFA1 RT              | FA403
        +7m     | asc        | RFA2 RT              |
        """,
    ),
    scenario(
        "third_ablation_session_before_2021", "mistake", "The limit is older than the 2021 text, less certain then.",
        """
        0       | prof       | RFA1 RT              |
        +3w     | prof       | RFA1 LT              |
        +8m     | prof       | RFA1 RT              | FA403/probable
        """, window=BEFORE_2021_TEXT,
    ),
    # --- FA404: more than five injection sessions before the 2021 text
    scenario(
        "sixth_session_before_2021", "mistake", "Six sessions in a year, diagnostic and therapeutic together.",
        """
        0       | prof       | INJ1 RT KX           |
        +1m     | prof       | INJ1 RT KX           |
        +3m     | prof       | INJ1 RT              |
        +5m     | prof       | INJ1 RT              |
        +7m     | prof       | INJ1 RT              |
        +9m     | prof       | INJ1 RT              | FA404
        +9m     | prof       | INJ2 RT              | FA404
        """, window=BEFORE_2021_TEXT, weight=2,
    ),
    # --- FA405: the second diagnostic session too soon
    scenario(
        "second_block_after_a_week", "mistake", "Seven days between the diagnostic blocks.",
        """
        0       | prof       | INJ1 RT KX           |
        0       | prof       | INJ2 RT KX           |
        0       | maybe-note | diagnostic 1R 2R     |
        +7d     | prof       | INJ1 RT KX           | FA405
        +7d     | prof       | INJ2 RT KX           | FA405
        +7d     | maybe-note | diagnostic 1R 2R     |
        """, weight=4,
    ),
    scenario(
        "second_block_after_thirteen_days", "mistake", "Thirteen days are one too few.",
        """
        0       | prof       | INJ1 50 KX           |
        +13d    | prof       | INJ1 50 KX           | FA405
        """, weight=2,
    ),
    scenario(
        "second_block_next_day", "mistake", "Two diagnostic blocks on two days running.",
        """
        0       | prof       | INJ1 RT KX           |
        +1d     | prof       | INJ1 LT KX           | FA405
        """,
    ),
    scenario(
        "three_blocks_in_three_weeks", "mistake", "Each of three blocks too soon after the one before.",
        """
        0       | prof       | INJ1 RT KX           |
        +10d    | prof       | INJ1 RT KX           | FA405
        +20d    | prof       | INJ1 RT KX           | FA305 FA405
        """,
    ),
)  # fmt: skip
