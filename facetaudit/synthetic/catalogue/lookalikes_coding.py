"""Look-alikes of coding: correct claims that resemble a mistake. No finding, but those of PARTLY_LABELLED."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

LOOKALIKES_CODING = (
    # --- the thoraco-lumbar junction: 64490 + 64494, 64633 + 64636
    scenario(
        "junction_block", "lookalike", "T12-L1 and L1-2: a cervical/thoracic base with a lumbar add-on.",
        """
        0        | prof       | 64490 RT                |
        0        | prof       | 64494 RT                |
        0        | maybe-note | therapeutic junction-R  |
        """, pack="either", region="LS", weight=3,
    ),
    scenario(
        "junction_block_both_sides", "lookalike", "The same with 50 on both lines.",
        """
        0        | prof       | 64490 50                |
        0        | prof       | 64494 50                |
        0        | maybe-note | therapeutic junction-B  |
        """, region="LS", weight=2,
    ),
    scenario(
        "junction_block_opposite_sides", "lookalike", "On opposite sides: two joints, not one bilateral level.",
        """
        0        | prof       | 64490 RT                |
        0        | prof       | 64494 LT                |
        """, pack="either", region="LS", weight=2,
    ),
    scenario(
        "junction_ablation", "lookalike", "T12-L1 and L1-2 ablated.",
        """
        0        | prof       | 64633 RT                |
        0        | prof       | 64636 RT                |
        0        | maybe-note | rfa junction-R          |
        """, pack="either", region="LS", weight=3,
    ),
    scenario(
        "junction_block_in_hospital", "lookalike", "With a hospital claim whose 64494 is packaged.",
        """
        0        | prof22     | 64490 RT KX             |
        0        | prof22     | 64494 RT KX             |
        0        | hopd       | 64490 RT KX             |
        0        | hopd       | 64494 RT KX             |
        """, region="LS", weight=2,
    ),
    # --- both sides, correctly reported
    scenario(
        "addon_50_medicare", "lookalike", "50 on base and add-on under Medicare.",
        """
        0        | prof       | INJ1 50                 |
        0        | prof       | INJ2 50                 |
        0        | maybe-note | therapeutic 1B 2B       |
        """, weight=5,
    ),
    scenario(
        "addon_two_units_commercial", "lookalike", "The add-on twice for a payer that follows CPT.",
        """
        0        | prof       | INJ1 50                 |
        0        | prof       | INJ2 x2                 |
        0        | maybe-note | therapeutic 1B 2B       |
        """, pack="commercial", weight=5,
    ),
    scenario(
        "addon_two_lines_commercial", "lookalike", "The same on an R and an L line.",
        """
        0        | prof       | INJ1 50                 |
        0        | prof       | INJ2 RT                 |
        0        | prof       | INJ2 LT                 |
        """, pack="commercial", weight=3,
    ),
    scenario(
        "addon_two_units_first_coast", "lookalike", "First Coast: either style is taken.",
        """
        0        | prof       | INJ1 50                 |
        0        | prof       | INJ2 x2 pair            |
        """, macs="first-coast", weight=2,
    ),
    scenario(
        "addon_two_lines_first_coast", "lookalike", "First Coast, on an R and an L line.",
        """
        0        | prof       | INJ1 50 KX              |
        0        | prof       | INJ2 RT KX              |
        0        | prof       | INJ2 LT KX half         |
        """, macs="first-coast", weight=2,
    ),
    scenario(
        "asc_two_lines", "lookalike", "An ASC bills R and L on two lines; its add-ons are packaged.",
        """
        0        | asc        | INJ1 RT                 |
        0        | asc        | INJ1 LT half            |
        0        | asc        | INJ2 RT                 |
        0        | asc        | INJ2 LT                 |
        """, weight=4,
    ),
    scenario(
        "asc_two_units", "lookalike", "An ASC bills two units on one line, as some payers want.",
        """
        0        | prof24     | INJ1 50                 |
        0        | asc        | INJ1 x2                 |
        """, pack="either", weight=2,
    ),
    scenario(
        "two_practices_one_side_each", "lookalike", "Two practices, one side each: two groups.",
        """
        0        | prof          | INJ1 RT              |
        0        | prof stranger | INJ1 LT              |
        """, pack="either", weight=2,
    ),
    scenario(
        "ablation_addon_on_two_lines", "lookalike", "Additional joints of both sides on two lines.",
        """
        0        | prof       | RFA1 50                 |
        0        | prof       | RFA2 RT                 |
        0        | prof       | RFA2 LT half            |
        0        | maybe-note | rfa 1B 2B               |
        """, pack="either", weight=3,
    ),
    scenario(
        "ablation_addon_one_side", "lookalike", "One joint on both sides, a second on one.",
        """
        0        | prof       | RFA1 50                 |
        0        | prof       | RFA2 RT                 |
        0        | maybe-note | rfa 1B 2R               |
        """, pack="either", weight=2,
    ),
    scenario(
        "hospital_base_without_side", "lookalike", "The side is asked of professional and ASC lines only.",
        """
        0        | prof22     | INJ1 RT KX              |
        0        | hopd       | INJ1 KX                 |
        """, weight=2,
    ),
    # --- add-ons whose primary is found elsewhere
    scenario(
        "addon_by_partner", "lookalike", "The add-on by a partner of the same practice.",
        """
        0        | prof         | INJ1 RT               |
        0        | prof partner | INJ2 RT               |
        """, pack="either", weight=3,
    ),
    scenario(
        "addon_without_npi", "lookalike", "A line without any NPI is the same provider as every line.",
        """
        0        | prof       | INJ1 RT                 |
        0        | prof nonpi | INJ2 RT                 |
        """, pack="either", weight=2,
    ),
    # --- what the source cannot show is unknown
    scenario(
        "slots_full_session_not_counted", "lookalike", "A session that may hide its KX is of unknown kind.",
        """
        0        | prof       | INJ1 RT                 |
        +3m      | prof       | INJ1 RT                 |
        +4m      | prof       | INJ1 RT 59 GC GA        |
        +6m      | prof       | INJ1 RT                 |
        +9m      | prof       | INJ1 RT                 |
        """, weight=2,
    ),
    scenario(
        "slots_full_diagnostic", "lookalike", "The note says diagnostic, KX may not have found a slot.",
        """
        0        | prof       | INJ1 RT 59 GC GA        |
        0        | note       | diagnostic 1R           |
        """, weight=2,
    ),
    scenario(
        "slots_full_without_side", "lookalike", "The side may not have found a slot.",
        """
        0        | prof       | INJ1 KX 59 GC GA        |
        """, pack="either", weight=2,
    ),
    scenario(
        "slots_full_kx_on_base_only", "lookalike", "KX on the base, all slots of the add-on full.",
        """
        0        | prof       | INJ1 RT KX              |
        0        | prof       | INJ2 RT 59 GC GA        |
        """,
    ),
    scenario(
        "slots_full_addon_twice", "lookalike", "The add-on twice, its sides may not have found a slot.",
        """
        0        | prof       | INJ1 50                 |
        0        | prof       | INJ2 59 GC GA XS        |
        0        | prof       | INJ2 59 GC GA XS        |
        """,
    ),
    scenario(
        "slots_full_addon", "lookalike", "50 on the base, all slots of the add-on full.",
        """
        0        | prof       | INJ1 50                 |
        0        | prof       | INJ2 RT 59 GC GA        |
        """, pack="either",
    ),
    # --- the same with the two slots of a RIF carrier file
    scenario(
        "two_slots_full_session_not_counted", "lookalike", "A session that may hide its KX is of unknown kind.",
        """
        0        | prof       | INJ1 RT                 |
        +3m      | prof       | INJ1 RT                 |
        +4m      | prof       | INJ1 RT 59              |
        +6m      | prof       | INJ1 RT                 |
        +9m      | prof       | INJ1 RT                 |
        """, rif="only", weight=2,
    ),
    scenario(
        "two_slots_full_diagnostic", "lookalike", "The note says diagnostic, KX may not have found a slot.",
        """
        0        | prof       | INJ1 RT 59              |
        0        | note       | diagnostic 1R           |
        """, rif="only", weight=2,
    ),
    scenario(
        "two_slots_full_without_side", "lookalike", "The side may not have found a slot.",
        """
        0        | prof       | INJ1 KX 59              |
        """, rif="only", weight=2,
    ),
    scenario(
        "two_slots_full_addon", "lookalike", "50 on the base, both slots of the add-on full.",
        """
        0        | prof       | INJ1 50                 |
        0        | prof       | INJ2 RT 59              |
        """, rif="only",
    ),
    # --- notes
    scenario(
        "note_without_sides", "lookalike", "The note names joints but no side: joint-sides are unknown.",
        """
        0        | prof       | RFA1 50                 |
        0        | prof       | RFA2 50                 |
        0        | note       | rfa 1- 2-               |
        """, pack="either", weight=2,
    ),
    scenario(
        "note_unreadable", "lookalike", "The note names no joint that can be read.",
        """
        0        | prof       | INJ1 50                 |
        0        | prof       | INJ2 50                 |
        0        | note       | therapeutic unreadable  |
        """, weight=2,
    ),
    scenario(
        "note_one_joint_on_both_sides", "lookalike", "One of two joints has both sides: enough for the screen.",
        """
        0        | prof       | INJ1 50                 |
        0        | prof       | INJ2 50                 |
        0        | note       | therapeutic 1B 2R       |
        """, weight=2,
    ),
    scenario(
        "corticosteroid_with_diagnostic_note", "lookalike", "A corticosteroid, but the note says diagnostic.",
        """
        0        | office     | INJ1 RT KX              |
        0        | office     | J3301 x4                |
        0        | note       | diagnostic 1R           |
        """, weight=2,
    ),
    scenario(
        "ablation_note_not_for_injection", "lookalike", "The note of an ablation says nothing of the day's blocks.",
        """
        0        | prof       | INJ1 RT half            |
        0        | prof       | INJ2 RT                 |
        0        | prof       | RFA1 RT                 |
        0        | note       | rfa 1R                  |
        """, pack="either",
    ),
    # --- rules that are Medicare's only
    scenario(
        "third_level_commercial", "lookalike", "A documented third level of another payer.",
        """
        0        | prof       | INJ1 RT                 |
        0        | prof       | INJ2 RT                 |
        0        | prof       | INJ3 RT                 |
        0        | maybe-note | therapeutic 1R 2R 3R    |
        """, pack="commercial", weight=3,
    ),
    scenario(
        "kx_commercial", "lookalike", "KX means nothing to another payer.",
        """
        0        | prof       | INJ1 RT KX              |
        0        | prof       | INJ2 RT                 |
        0        | note       | therapeutic 1R 2R       |
        +7d      | prof       | RFA1 RT KX              |
        """, pack="commercial", weight=2,
    ),
    scenario(
        "both_regions_commercial", "lookalike", "Two regions on one day, the second base at half.",
        """
        0        | prof       | 64490 RT                |
        0        | prof       | 64493 RT half           |
        """, pack="commercial", region="LS", weight=2,
    ),
    scenario(
        "facility_without_kx", "lookalike", "The ASC's line without KX is a claim of its own; no note.",
        """
        0        | prof24     | INJ1 RT KX              |
        0        | asc        | INJ1 RT                 |
        """, weight=3,
    ),
)  # fmt: skip
