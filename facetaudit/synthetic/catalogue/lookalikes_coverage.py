"""Look-alikes of coverage, sequence, regions and payment: within the rule by a day, a percent or a claim."""

from __future__ import annotations

from facetaudit.synthetic.catalogue.coverage import AUTHORIZED
from facetaudit.synthetic.scenario import scenario

LOOKALIKES_COVERAGE = (
    # --- authorization and diagnosis
    scenario(
        "authorization_on_other_line", "lookalike", "The claim's number stands on its packaged line only.",
        """
        0        | prof22            | INJ1 50 KX             |
        0        | prof22            | INJ2 50 KX             |
        0        | hopd unauthorized | INJ1 50 KX             |
        0        | hopd unauthorized | INJ2 50 KX authorized  |
        """, window=AUTHORIZED, weight=2,
    ),
    scenario(
        "hospital_before_authorization", "lookalike", "No number was needed before July 2023.",
        """
        0        | prof22            | INJ1 RT                |
        0        | hopd              | INJ1 RT                |
        """, window=("2021-08-01", "2023-06-30"),
    ),
    scenario(
        "hospital_not_authorized_commercial", "lookalike", "Another payer's claim without a number.",
        """
        0        | prof22            | RFA1 RT                |
        0        | hopd unauthorized | RFA1 RT                |
        """, pack="commercial", window=AUTHORIZED,
    ),
    scenario(
        "other_diagnosis_commercial", "lookalike", "Medicare's list of diagnoses is not every payer's.",
        """
        0        | prof uncovered    | INJ1 RT                |
        0        | prof uncovered    | INJ2 RT                |
        """, pack="commercial", weight=2,
    ),
    # --- what the note says
    scenario(
        "relief_just_enough", "lookalike", "80 % before a block and the first ablation, 50 % before another.",
        """
        0        | prof              | INJ1 RT KX             |
        0        | note              | diagnostic 1R care=12  |
        +1m      | prof              | INJ1 RT KX             |
        +1m      | note              | diagnostic 1R relief=80 |
        +3m      | prof              | RFA1 RT                |
        +3m      | note              | rfa 1R relief=80       |
        +15m     | prof              | RFA1 RT                |
        +15m     | note              | rfa 1R relief=50       |
        """, weight=2,
    ),
    scenario(
        "first_of_its_kind_after_little_relief", "lookalike", "Relief is asked of a second block of a kind only.",
        """
        0        | prof              | INJ1 RT KX             |
        0        | note              | diagnostic 1R relief=20 |
        +2m      | prof              | INJ1 RT                |
        +2m      | note              | therapeutic 1R relief=20 |
        +6m      | prof              | INJ1 RT                |
        +6m      | note              | therapeutic 1R relief=50 |
        """,
    ),
    scenario(
        "block_a_year_after_little_relief", "lookalike", "A diagnostic block on the anniversary of the other.",
        """
        0        | prof              | INJ1 RT KX             |
        +12m     | prof              | INJ1 RT KX             |
        +12m     | note              | diagnostic 1R relief=30 |
        """,
    ),
    scenario(
        "care_asked_at_first_session", "lookalike", "Twelve weeks at the first session, six noted at the second.",
        """
        0        | office            | 99204                  |
        +13m     | prof              | INJ1 RT KX             |
        +13m     | note              | diagnostic 1R care=12  |
        +14m     | prof              | INJ1 RT KX             |
        +14m     | note              | diagnostic 1R care=6   |
        """, weight=2,
    ),
    scenario(
        "notes_of_other_payer", "lookalike", "No guidance, no relief and no care are another payer's question.",
        """
        0        | office            | INJ1 RT                |
        0        | note              | therapeutic 1R guidance=none care=2 |
        +3m      | office            | INJ1 RT                |
        +3m      | note              | therapeutic 1R guidance=ultrasound relief=10 |
        """, pack="commercial",
    ),
    # --- sequence
    scenario(
        "ablation_again_after_six_months", "lookalike", "The same side again after six months to the day.",
        """
        0        | prof              | RFA1 RT                |
        +6m      | prof              | RFA1 RT                |
        """, weight=2,
    ),
    scenario(
        "ablation_again_commercial", "lookalike", "Medicare's interval is not every payer's.",
        """
        0        | prof              | RFA1 RT                |
        +3m      | prof              | RFA1 RT                |
        """, pack="commercial",
    ),
    scenario(
        "block_two_years_after_ablation", "lookalike", "A diagnostic block 24 months to the day after the ablation.",
        """
        0        | prof              | RFA1 RT                |
        +24m     | prof              | INJ1 RT KX             |
        """,
    ),
    scenario(
        "block_of_other_region_after_ablation", "lookalike", "Diagnostic blocks of another region.",
        """
        0        | prof              | 64635 RT               |
        +6m      | prof              | 64490 RT KX            |
        """, region="LS",
    ),
    # --- joints and regions
    scenario(
        "three_joints_commercial", "lookalike", "Three joints of one side for another payer.",
        """
        0        | prof              | RFA1 RT                |
        0        | prof              | RFA2 RT x2             |
        """, pack="commercial", weight=2,
    ),
    scenario(
        "two_physicians_two_joints_each", "lookalike", "Two joints on one side each: two groups.",
        """
        0        | prof              | RFA1 RT                |
        0        | prof              | RFA2 RT                |
        0        | prof partner      | RFA1 LT                |
        0        | prof partner      | RFA2 LT                |
        """, pack="either",
    ),
    scenario(
        "two_regions_two_days", "lookalike", "Low back and neck on two days running.",
        """
        0        | prof              | 64493 RT               |
        +1d      | prof              | 64490 RT               |
        """, region="LS", weight=2,
    ),
    # --- payment
    scenario(
        "facility_claim_denied", "lookalike", "The ASC's claim beside the office's was denied.",
        """
        0        | office            | INJ1 RT                |
        0        | asc               | INJ1 RT denied         |
        """, pack="either",
    ),
    scenario(
        "office_block_and_asc_ablation", "lookalike", "A block in the office, an ablation in the ASC on one day.",
        """
        0        | office            | INJ1 RT half           |
        0        | prof24            | RFA1 50                |
        0        | asc               | RFA1 RT                |
        0        | asc               | RFA1 LT half           |
        """,
    ),
    scenario(
        "repeat_with_76", "lookalike", "An additional joint on a claim of its own and again, both marked as repeats.",
        """
        0        | prof #A           | RFA1 50                |
        0        | prof #B           | RFA2 RT 76             |
        0        | prof #C resent    | RFA2 RT 76             |
        """, pack="either",
    ),
    scenario(
        "repeat_with_77_commercial", "lookalike", "A first level repeated, where no limit of units applies.",
        """
        0        | prof #A           | INJ1 RT                |
        0        | prof #B           | INJ1 RT 77             |
        0        | prof #C resent    | INJ1 RT 77             |
        """, pack="commercial",
    ),
    scenario(
        "same_service_of_two_practices", "lookalike", "The same level by two practices: no duplicate.",
        """
        0        | prof              | INJ1 RT                |
        0        | prof stranger     | INJ1 RT                |
        """, pack="either",
    ),
    scenario(
        "claim_replaced_unchanged", "lookalike", "A replacement that says the same looks like a duplicate.",
        """
        0        | prof #A           | INJ1 50 KX             |
        0        | prof replaces#A   | INJ1 50 KX             |
        """, pack="either", weight=2,
    ),
    scenario(
        "second_claim_denied", "lookalike", "The same service on a second claim, which was denied.",
        """
        0        | prof #A           | INJ1 RT                |
        0        | prof #A           | INJ2 RT                |
        0        | prof #B resent    | INJ1 RT denied         |
        0        | prof #B resent    | INJ2 RT denied         |
        """, pack="either", weight=2,
    ),
)  # fmt: skip
