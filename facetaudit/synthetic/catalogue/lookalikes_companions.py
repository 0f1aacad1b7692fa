"""Look-alikes of the day's companions: correct claims, or claims that no rule speaks of, that resemble a mistake."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

LOOKALIKES_COMPANIONS = (
    # --- imaging
    scenario(
        "guidance_on_other_day", "lookalike", "Guidance of an epidural a week before the block.",
        """
        0        | prof          | 62323                  |
        0        | prof          | 77003                  |
        +1w~5d   | prof          | INJ1 RT KX             |
        """, pack="either", region="LS", weight=2,
    ),
    scenario(
        "imaging_by_other_practice", "lookalike", "Another practice's fluoroscopy of the same day.",
        """
        0        | prof          | INJ1 RT KX             |
        0        | prof stranger | 76000                  |
        """, pack="either", weight=2,
    ),
    scenario(
        "ultrasound_guidance_with_ablation", "lookalike", "Ultrasonic guidance is not asked about beside an ablation.",
        """
        0        | prof          | RFA1 RT                |
        0        | prof          | 76942                  |
        """, pack="either",
    ),
    scenario(
        "guidance_denied", "lookalike", "Guidance beside the block, denied.",
        """
        0        | prof          | INJ1 50                |
        0        | prof          | 77003 denied           |
        """, pack="either", weight=2,
    ),
    # --- sedation, ultrasound, biologics, blocks
    scenario(
        "sedation_commercial", "lookalike", "Sedation for another payer.",
        """
        0        | prof          | INJ1 RT                |
        0        | prof          | 99152                  |
        """, pack="commercial", weight=2,
    ),
    scenario(
        "sedation_on_other_day", "lookalike", "Sedation of an epidural, the block on another day.",
        """
        0        | prof          | 62323                  |
        0        | prof          | 99152                  |
        +2w~7d   | prof          | INJ1 RT KX             |
        """, region="LS",
    ),
    scenario(
        "sedation_before_2021", "lookalike", "No rule spoke of sedation and ultrasound before the 2021 text.",
        """
        0        | prof          | INJ1 RT                |
        0        | prof          | 99152                  |
        +2m      | prof          | US1 RT                 |
        """, window=("2020-03-02", "2020-10-20"),
    ),
    scenario(
        "ultrasound_commercial", "lookalike", "Ultrasound-guided injections for another payer.",
        """
        0        | prof          | US1 RT                 |
        0        | prof          | US2 RT                 |
        0        | prof          | 99213                  |
        """, pack="commercial", weight=2,
    ),
    scenario(
        "biologic_on_other_day", "lookalike", "A plasma injection weeks before the block.",
        """
        0        | office        | 0232T                  |
        +3w      | office        | INJ1 RT KX             |
        """,
    ),
    scenario(
        "epidural_on_other_day", "lookalike", "An epidural two weeks before the block.",
        """
        0        | prof          | 62323                  |
        +2w~10d  | prof          | INJ1 50 KX             |
        """, region="LS", weight=2,
    ),
    scenario(
        "same_day_blocks_commercial", "lookalike", "Trigger points of the day, for another payer.",
        """
        0        | office        | INJ1 RT                |
        0        | office        | 20553 half             |
        """, pack="commercial",
    ),
    # --- ablation techniques
    scenario(
        "cooled_ablation", "lookalike", "A cooled probe is thermal.",
        """
        0        | prof          | RFA1 RT                |
        0        | prof          | RFA2 RT                |
        0        | note          | rfa 1R 2R technique=cooled |
        """, pack="either", weight=2,
    ),
    scenario(
        "unlisted_code_commercial", "lookalike", "The unlisted code is another payer's question.",
        """
        0        | prof          | 64999                  |
        """, pack="commercial",
    ),
    scenario(
        "unlisted_code_of_other_pain", "lookalike", "The unlisted code with no facet diagnosis.",
        """
        0        | prof uncovered | 64999                 |
        """, weight=2,
    ),
    # --- visits
    scenario(
        "visit_with_25", "lookalike", "A visit with 25 on the day of the block.",
        """
        0        | office        | INJ1 RT KX             |
        0        | office        | 99214 25               |
        """, pack="either", weight=4,
    ),
    scenario(
        "visit_with_other_reason", "lookalike", "24 in another procedure's global days, 57 at a decision.",
        """
        0        | office        | RFA1 RT                |
        0        | office        | 99213 24               |
        +4w      | office        | RFA1 LT                |
        +4w      | office        | 99214 57               |
        """, pack="either",
    ),
    scenario(
        "visit_with_partner", "lookalike", "The visit was with a partner.",
        """
        0        | office         | INJ1 RT KX            |
        0        | office partner | 99214                 |
        """, pack="either", weight=2,
    ),
    scenario(
        "visit_day_before", "lookalike", "The visit was the day before.",
        """
        0        | office        | 99214                  |
        +1d      | office        | INJ1 RT KX             |
        """, pack="either", weight=2,
    ),
    scenario(
        "visit_slots_full", "lookalike", "25 may not have found a slot on the visit.",
        """
        0        | office        | INJ1 RT KX             |
        0        | office        | 99214 GC GA Q6 95      |
        """, pack="either",
    ),
    scenario(
        "visit_two_slots_full", "lookalike", "The same with the two slots of a RIF carrier file.",
        """
        0        | office        | INJ1 RT KX             |
        0        | office        | 99214 GC GA            |
        """, rif="only",
    ),
)  # fmt: skip
