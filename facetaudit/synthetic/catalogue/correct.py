"""Correct histories: what most patients of a pain practice look like. No finding, but those of PARTLY_LABELLED."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

CORRECT = (
    scenario(
        "episode_one_side", "correct", "Two diagnostic blocks of two levels on one side, then the ablation.",
        """
        0        | prof       | INJ1 RT KX        |
        0        | prof       | INJ2 RT KX        |
        0        | prof       | 99213 25 maybe    |
        0        | maybe-note | diagnostic 1R 2R  |
        +2w~10d  | prof       | INJ1 RT KX        |
        +2w~10d  | prof       | INJ2 RT KX        |
        +2w~10d  | maybe-note | diagnostic 1R 2R  |
        +7w~14d  | prof       | RFA1 RT           |
        +7w~14d  | prof       | RFA2 RT           |
        +7w~14d  | maybe-note | rfa 1R 2R         |
        """, weight=60,
    ),
    scenario(
        "episode_both_sides", "correct", "Two bilateral diagnostic blocks, ablation right, then left weeks later.",
        """
        0        | prof       | INJ1 50 KX        |
        0        | prof       | INJ2 50 KX        |
        0        | maybe-note | diagnostic 1B 2B  |
        +3w~10d  | prof       | INJ1 50 KX        |
        +3w~10d  | prof       | INJ2 50 KX        |
        +3w~10d  | maybe-note | diagnostic 1B 2B  |
        +8w~7d   | prof       | RFA1 RT           |
        +8w~7d   | prof       | RFA2 RT           |
        +8w~7d   | maybe-note | rfa 1R 2R         |
        +11w~7d  | prof       | RFA1 LT           |
        +11w~7d  | prof       | RFA2 LT           |
        +11w~7d  | maybe-note | rfa 1L 2L         |
        """, weight=50,
    ),
    scenario(
        "episode_one_level", "correct", "One level on one side: two diagnostic blocks and the ablation.",
        """
        0        | prof       | INJ1 RT KX        |
        0        | maybe-note | diagnostic 1R     |
        +2w~14d  | prof       | INJ1 RT KX        |
        +2w~14d  | maybe-note | diagnostic 1R     |
        +6w~14d  | prof       | RFA1 RT           |
        +6w~14d  | maybe-note | rfa 1R            |
        """, weight=40,
    ),
    scenario(
        "ablation_repeated", "correct", "The same side again a good year after the first ablation.",
        """
        0        | prof       | INJ1 RT KX        |
        0        | prof       | INJ2 RT KX        |
        +3w      | prof       | INJ1 RT KX        |
        +3w      | prof       | INJ2 RT KX        |
        +3w      | maybe-note | diagnostic 1R 2R  |
        +7w~7d   | prof       | RFA1 RT           |
        +7w~7d   | prof       | RFA2 RT           |
        +7w~7d   | maybe-note | rfa 1R 2R         |
        +15m~30d | prof       | RFA1 RT           |
        +15m~30d | prof       | RFA2 RT           |
        +15m~30d | maybe-note | rfa 1R 2R         |
        """, weight=25,
    ),
    scenario(
        "ablation_repeated_both_sides", "correct", "Right and left, and both again more than a year later.",
        """
        0        | prof       | INJ1 50 KX        |
        +3w      | prof       | INJ1 50 KX        |
        +8w      | prof       | RFA1 RT           |
        +11w     | prof       | RFA1 LT           |
        +11w     | maybe-note | rfa 1L            |
        +15m     | prof       | RFA1 RT           |
        +15m     | maybe-note | rfa 1R            |
        +16m     | prof       | RFA1 LT           |
        """, weight=15,
    ),
    scenario(
        "therapeutic_course", "correct", "Two diagnostic blocks, then therapeutic blocks every few months.",
        """
        0        | prof       | INJ1 RT KX           |
        0        | prof       | INJ2 RT KX           |
        +3w      | prof       | INJ1 RT KX           |
        +3w      | prof       | INJ2 RT KX           |
        +3w      | maybe-note | diagnostic 1R 2R     |
        +3m~10d  | prof       | INJ1 RT              |
        +3m~10d  | prof       | INJ2 RT              |
        +3m~10d  | prof       | J3301 x4 maybe       |
        +3m~10d  | maybe-note | therapeutic 1R 2R    |
        +7m~14d  | prof       | INJ1 RT              |
        +7m~14d  | prof       | INJ2 RT              |
        +7m~14d  | prof       | J1100 x10 maybe      |
        +7m~14d  | maybe-note | therapeutic 1R 2R    |
        +11m     | prof       | INJ1 RT              |
        +11m     | prof       | INJ2 RT              |
        +11m     | maybe-note | therapeutic 1R 2R    |
        """, weight=40,
    ),
    scenario(
        "negative_block", "correct", "One diagnostic block without relief, and nothing after it.",
        """
        0        | prof       | INJ1 50 KX        |
        0        | prof       | INJ2 50 KX        |
        0        | prof       | 99214 25 maybe    |
        0        | maybe-note | diagnostic 1B 2B  |
        """, weight=30,
    ),
    scenario(
        "episode_in_asc", "correct", "Professional and ASC claims of each service; the ASC bills R and L on two lines.",
        """
        0        | prof24     | INJ1 50 KX        |
        0        | asc        | INJ1 RT KX        |
        0        | asc        | INJ1 LT KX half   |
        0        | maybe-note | diagnostic 1B     |
        +3w      | prof24     | INJ1 50 KX        |
        +3w      | asc        | INJ1 RT KX        |
        +3w      | asc        | INJ1 LT KX half   |
        +3w      | maybe-note | diagnostic 1B     |
        +8w~14d  | prof24     | RFA1 RT           |
        +8w~14d  | prof24     | RFA2 RT           |
        +8w~14d  | asc        | RFA1 RT           |
        +8w~14d  | asc        | RFA2 RT           |
        +8w~14d  | maybe-note | rfa 1R 2R         |
        """, weight=30,
    ),
    scenario(
        "episode_in_hospital", "correct", "Professional and outpatient hospital claims, both sides with 50.",
        """
        0        | prof22     | INJ1 50 KX        |
        0        | prof22     | INJ2 50 KX        |
        0        | hopd       | INJ1 50 KX        |
        0        | hopd       | INJ2 50 KX        |
        0        | maybe-note | diagnostic 1B 2B  |
        +3w      | prof22     | INJ1 50 KX        |
        +3w      | prof22     | INJ2 50 KX        |
        +3w      | hopd       | INJ1 50 KX        |
        +3w      | hopd       | INJ2 50 KX        |
        +8w~14d  | prof22     | RFA1 50           |
        +8w~14d  | prof22     | RFA2 50           |
        +8w~14d  | hopd       | RFA1 50           |
        +8w~14d  | hopd       | RFA2 50           |
        +8w~14d  | maybe-note | rfa 1B 2B         |
        """, weight=25,
    ),
    scenario(
        "commercial_episode", "correct", "A payer that follows CPT: second level twice instead of with 50.",
        """
        0        | prof       | INJ1 50           |
        0        | prof       | INJ2 x2           |
        0        | maybe-note | diagnostic 1B 2B  |
        +3w      | prof       | INJ1 50           |
        +3w      | prof       | INJ2 x2           |
        +8w~14d  | prof       | RFA1 50           |
        +8w~14d  | prof       | RFA2 x2           |
        +8w~14d  | maybe-note | rfa 1B 2B         |
        """, pack="commercial", weight=40,
    ),
    scenario(
        "commercial_one_side", "correct", "A payer that follows CPT: one side, two blocks and the ablation.",
        """
        0        | prof       | INJ1 RT           |
        0        | prof       | INJ2 RT           |
        +4w      | prof       | INJ1 RT           |
        +4w      | prof       | INJ2 RT           |
        +4w      | maybe-note | diagnostic 1R 2R  |
        +9w~14d  | prof       | RFA1 RT           |
        +9w~14d  | prof       | RFA2 RT           |
        """, pack="commercial", weight=30,
    ),
    scenario(
        "epidural_course", "correct", "No facet code at all: epidural injections.",
        """
        0        | prof       | 62323             |
        0        | prof       | J1100 x10 maybe   |
        +4w~14d  | prof       | 62323             |
        """, pack="either", region="LS", weight=40,
    ),
    scenario(
        "trigger_points", "correct", "No facet code at all: trigger points with a corticosteroid.",
        """
        0        | office     | 20553             |
        0        | office     | J3301 x4          |
        0        | office     | 99213 25 maybe    |
        """, pack="either", weight=40,
    ),
)  # fmt: skip
