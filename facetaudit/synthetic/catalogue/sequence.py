"""Mistakes of sequence: FA306, FA307 and FA406 to FA409.

A history that begins with a visit more than a year before its first facet claim is known for long enough to say what
was not there.
"""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

SEQUENCE = (
    # --- FA306: a diagnostic block after an ablation
    scenario(
        "block_after_ablation", "mistake", "A diagnostic block 13 months after the ablation.",
        """
        0        | prof       | INJ1 RT KX           |
        +3w      | prof       | INJ1 RT KX           |
        +8w      | prof       | RFA1 RT              |
        +15m     | prof       | INJ1 RT KX           | FA306
        +15m     | prof       | INJ2 RT KX           | FA306
        +15m     | maybe-note | diagnostic 1R 2R     |
        """, weight=2,
    ),
    scenario(
        "block_of_other_side_after_ablation", "mistake", "The region counts, not the side.",
        """
        0        | prof       | RFA1 RT              |
        +24m-1d  | prof       | INJ1 LT KX           | FA306
        """,
    ),
    # --- FA307: the first session is no diagnostic one
    scenario(
        "first_block_therapeutic", "mistake", "A therapeutic block without any block before.",
        """
        0        | office     | 99204                |
        +13m     | prof       | INJ1 RT              | FA307 FA408
        +13m     | prof       | INJ2 RT              | FA307 FA408
        +13m     | maybe-note | therapeutic 1R 2R    |
        """, weight=3,
    ),
    # --- FA406: the same side ablated again too soon
    scenario(
        "ablation_again_too_soon", "mistake", "The same side again after three months.",
        """
        0        | prof       | INJ1 RT KX           |
        +3w      | prof       | INJ1 RT KX           |
        +2m      | prof       | RFA1 RT              |
        +2m      | prof       | RFA2 RT              |
        +5m      | prof       | RFA1 RT              | FA406
        +5m      | prof       | RFA2 RT              | FA406
        +5m      | maybe-note | rfa 1R 2R            |
        """, weight=3,
    ),
    scenario(
        "ablation_day_before_six_months", "mistake", "One day less than six months.",
        """
        0        | prof       | RFA1 RT              |
        +6m-1d   | prof       | RFA1 RT              | FA406
        """,
    ),
    scenario(
        "one_side_after_both_too_soon", "mistake", "Both sides, then one of them again; every claim is at issue.",
        """
        0        | prof24     | RFA1 50              |
        0        | asc        | RFA1 RT              |
        0        | asc        | RFA1 LT half         |
        +4m      | prof24     | RFA1 LT              | FA406
        +4m      | asc        | RFA1 LT              | FA406
        """,
    ),
    scenario(
        "ablation_side_unknown", "mistake", "Where the side is missing, nobody can tell whether it is the same.",
        """
        0        | prof       | RFA1                 | FA207
        +3m      | prof       | RFA1 RT              |
        """,
    ),
    # --- FA407: an ablation without two diagnostic blocks
    scenario(
        "ablation_without_blocks", "mistake", "An ablation without any block before.",
        """
        0        | office     | 99204                |
        +13m     | prof       | RFA1 RT              | FA407
        +13m     | prof       | RFA2 RT              | FA407
        +13m     | maybe-note | rfa 1R 2R            |
        """, weight=2,
    ),
    scenario(
        "ablation_after_one_block", "mistake", "An ablation after one block, in an ASC.",
        """
        0        | office     | 99204                |
        +13m     | prof24     | INJ1 RT KX           |
        +13m     | asc        | INJ1 RT KX           |
        +15m     | prof24     | RFA1 RT              | FA407
        +15m     | asc        | RFA1 RT              | FA407
        """,
    ),
    # --- FA408: a therapeutic block without two diagnostic ones
    scenario(
        "therapeutic_after_one_block", "mistake", "A therapeutic block after one diagnostic one.",
        """
        0        | office     | 99204                |
        +13m     | prof       | INJ1 50 KX           |
        +15m     | prof       | INJ1 50              | FA408
        """, weight=2,
    ),
    # --- FA409: a therapeutic block too soon after another
    scenario(
        "therapeutic_too_soon", "mistake", "Two months between therapeutic blocks.",
        """
        0        | prof       | INJ1 RT KX           |
        +3w      | prof       | INJ1 RT KX           |
        +3m      | prof       | INJ1 RT              |
        +5m      | prof       | INJ1 RT              | FA409
        +5m      | prof       | INJ2 RT              | FA409
        """, weight=2,
    ),
)  # fmt: skip
