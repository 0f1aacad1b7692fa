"""Mistakes of units and levels: FA101 to FA104."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

UNITS_AND_LEVELS = (
    # --- FA101: more levels or joint-sides billed than the note documents
    scenario(
        "nerves_counted_as_joints", "mistake", "Three nerves block two joints, three levels are billed.",
        """
        0 | prof | INJ1 RT                   |
        0 | prof | INJ2 RT                   |
        0 | prof | INJ3 RT                   | FA101 FA102
        0 | note | therapeutic 1R 2R nerves  |
        """, weight=3,
    ),
    scenario(
        "second_level_not_documented", "mistake", "The note documents one joint, two levels are billed.",
        """
        0 | prof | INJ1 RT             |
        0 | prof | INJ2 RT             | FA101
        0 | note | therapeutic 1R      |
        """, pack="either", weight=3,
    ),
    scenario(
        "two_nerves_two_levels", "mistake", "A diagnostic block of the two nerves of one joint billed as two levels.",
        """
        0 | prof | INJ1 50 KX               |
        0 | prof | INJ2 50 KX               | FA101
        0 | note | diagnostic 1B nerves     |
        """, weight=2,
    ),
    scenario(
        "no_joint_complete", "mistake", "One nerve alone completes no joint, one level is billed.",
        """
        0 | prof | INJ1 RT             | FA101
        0 | note | therapeutic nerve   |
        """, pack="either",
    ),
    scenario(
        "levels_beyond_note_in_asc", "mistake", "The same with an ASC claim, whose add-on is packaged.",
        """
        0 | prof24 | INJ1 RT           |
        0 | prof24 | INJ2 RT           | FA101
        0 | asc    | INJ1 RT           |
        0 | asc    | INJ2 RT           |
        0 | note   | therapeutic 1R    |
        """,
    ),
    scenario(
        "ablation_addon_not_documented", "mistake", "One joint documented, base and additional joint billed.",
        """
        0 | prof | RFA1 RT             |
        0 | prof | RFA2 RT             | FA101
        0 | note | rfa 1R              |
        """, pack="either", weight=2,
    ),
    scenario(
        "ablation_units_beyond_note", "mistake", "Two joints documented, three billed by units; the add-on loses one.",
        """
        0 | prof | RFA1 RT             |
        0 | prof | RFA2 RT x2          | FA101 FA106
        0 | note | rfa 1R 2R           |
        """, pack="either",
    ),
    scenario(
        "ablation_one_side_documented", "mistake", "50 on one joint, the note has one side: half the joint-sides.",
        """
        0 | prof | RFA1 50             | FA101 FA209
        0 | note | rfa 1R              |
        """, pack="either",
    ),
    scenario(
        "ablation_two_levels_one_side_documented", "mistake", "Four joint-sides billed, two documented: the add-on.",
        """
        0 | prof | RFA1 50             | FA209
        0 | prof | RFA2 50             | FA101 FA209
        0 | note | rfa 1R 2R           |
        """, pack="either",
    ),
    scenario(
        "ablation_partly_documented", "mistake", "Four joint-sides billed, three documented: the add-on loses one.",
        """
        0 | prof | RFA1 50             |
        0 | prof | RFA2 50             | FA101
        0 | note | rfa 1B 2R           |
        """, pack="either",
    ),
    scenario(
        "ablation_no_joint_complete", "mistake", "One nerve alone: no joint-side is payable.",
        """
        0 | prof | RFA1 RT             | FA101
        0 | prof | RFA2 RT             | FA101
        0 | note | rfa nerve           |
        """, pack="either",
    ),
    # --- FA102: third level
    scenario(
        "third_level", "mistake", "A third level under Medicare, documented or not.",
        """
        0 | prof       | INJ1 RT               |
        0 | prof       | INJ2 RT               |
        0 | prof       | INJ3 RT               | FA102
        0 | maybe-note | therapeutic 1R 2R 3R  |
        """, weight=4,
    ),
    scenario(
        "third_level_summer_2024", "mistake", "The same around the MACs' 2024 dates, where the certainty changes.",
        """
        0 | prof       | INJ1 50 KX            |
        0 | prof       | INJ2 50 KX            |
        0 | prof       | INJ3 50 KX            | FA102
        0 | maybe-note | diagnostic 1B 2B 3B   |
        """, window=("2024-06-10", "2024-09-15"), weight=3,
    ),
    scenario(
        "third_level_in_hospital", "mistake", "Both claims; the hospital's add-ons are packaged and not at issue.",
        """
        0 | prof22 | INJ1 RT           |
        0 | prof22 | INJ2 RT           |
        0 | prof22 | INJ3 RT           | FA102
        0 | hopd   | INJ1 RT           |
        0 | hopd   | INJ2 RT           |
        0 | hopd   | INJ3 RT           |
        """,
    ),
    scenario(
        "third_level_without_second", "mistake", "The first level is primary enough for the third.",
        """
        0 | prof | INJ1 RT             |
        0 | prof | INJ3 RT             | FA102 FA105
        """, pack="either",
    ),
    scenario(
        "junction_with_third_level", "mistake", "64490 and 64494 are no junction pair beside 64495: two regions.",
        """
        0 | prof | 64490 RT            |
        0 | prof | 64494 RT            | FA107
        0 | prof | 64495 RT            | FA102 FA107
        """, region="LS",
    ),
    # --- FA103: units beyond the limit of the day
    scenario(
        "base_twice_same_side", "mistake", "The first level twice on one side.",
        """
        0 | prof | INJ1 RT             | FA103
        0 | prof | INJ1 RT             | FA103 FA702
        """, weight=2,
    ),
    scenario(
        "base_three_units", "mistake", "Three units of the first level on one line.",
        """
        0 | prof | INJ1 RT x3          | FA103 FA202
        """,
    ),
    scenario(
        "base_three_lines", "mistake", "Three lines of the first level: no pair of sides any more.",
        """
        0 | prof | INJ1 RT             | FA103
        0 | prof | INJ1 LT             | FA103 FA702
        0 | prof | INJ1 RT             | FA103 FA702
        """,
    ),
    scenario(
        "base_twice_without_side", "mistake", "The first level twice, no side on either line.",
        """
        0 | prof | INJ1                | FA103 FA207
        0 | prof | INJ1                | FA103 FA207 FA702
        """,
    ),
    scenario(
        "addon_three_units", "mistake", "Three units of the second level.",
        """
        0 | prof | INJ1 RT             |
        0 | prof | INJ2 RT x3          | FA103
        """,
    ),
    scenario(
        "addon_twice_same_side", "mistake", "The second level twice on one side: not both sides of a level.",
        """
        0 | prof | INJ1 RT             |
        0 | prof | INJ2 RT             | FA103
        0 | prof | INJ2 RT             | FA103
        """,
    ),
    scenario(
        "ablation_five_units", "mistake", "Five additional joints; the limit is four, open to appeal.",
        """
        0 | prof | RFA1 RT             |
        0 | prof | RFA2 RT x5          | FA103/probable FA106
        """,
    ),
    scenario(
        "ablation_six_units_two_lines", "mistake", "Six additional joints on an R and an L line.",
        """
        0 | prof | RFA1 50             |
        0 | prof | RFA2 RT x3          | FA103/probable FA106
        0 | prof | RFA2 LT x3          | FA103/probable FA106 FA702
        """,
    ),
    scenario(
        "ablation_base_twice", "mistake", "The first joint twice on one side.",
        """
        0 | prof | RFA1 RT             | FA103
        0 | prof | RFA1 RT             | FA103 FA702
        """,
    ),
    scenario(
        "claim_sent_twice", "mistake", "The same service on two claims of one physician.",
        """
        0 | prof #A        | INJ1 RT   | FA103
        0 | prof #B resent | INJ1 RT   | FA103 FA702 FA703
        """, pack="either", weight=2,
    ),
    scenario(
        "hospital_base_twice", "mistake", "The hospital bills the first level twice on one side.",
        """
        0 | prof22 | INJ1 RT           |
        0 | hopd   | INJ1 RT           | FA103
        0 | hopd   | INJ1 RT half      | FA103
        """,
    ),
    scenario(
        "ultrasound_base_twice", "mistake", "The ultrasound-guided first level twice on one side.",
        """
        0 | prof | US1 RT              | FA103 FA503
        0 | prof | US1 RT              | FA103 FA503
        """,
    ),
    scenario(
        "companion_units", "mistake", "Two units of guidance and of trigger points on a facet day.",
        """
        0 | office | INJ1 RT           |
        0 | office | 77003 x2          | FA103/probable FA501
        0 | office | 20552 x2          | FA103 FA505
        """, window=("2024-07-01", "2026-04-20"),
    ),
    scenario(
        "companion_units_before_2024", "mistake", "The same before the companions' limits are known.",
        """
        0 | office | INJ1 RT           |
        0 | office | 77003 x2          | FA501
        0 | office | 20552 x2          | FA505
        """, window=("2021-08-01", "2024-06-29"),
    ),
    # --- FA104: add-on without primary
    scenario(
        "addon_alone", "mistake", "The second level without a first one.",
        """
        0 | prof | INJ2 RT             | FA104
        """, pack="either", weight=2,
    ),
    scenario(
        "third_level_alone", "mistake", "The third level without any other.",
        """
        0 | prof | INJ3 RT             | FA102 FA104 FA105
        """,
    ),
    scenario(
        "addon_of_other_region", "mistake", "A lumbar base with a cervical add-on.",
        """
        0 | prof | 64493 RT            |
        0 | prof | 64491 RT            | FA104 FA107
        """, pack="either", region="LS",
    ),
    scenario(
        "addon_base_denied", "mistake", "The first level was denied, its add-on paid.",
        """
        0 | prof | INJ1 RT denied      |
        0 | prof | INJ2 RT             | FA104
        """, pack="either", weight=2,
    ),
    scenario(
        "addon_of_other_practice", "mistake", "The first level is another practice's.",
        """
        0 | prof          | INJ1 RT    |
        0 | prof stranger | INJ2 RT    | FA104
        """, pack="either",
    ),
    scenario(
        "addon_base_on_asc_claim", "mistake", "The ASC's base is no primary of the physician's add-on.",
        """
        0 | prof24 | INJ2 RT           | FA104
        0 | asc    | INJ1 RT           |
        """,
    ),
    scenario(
        "ablation_addon_alone", "mistake", "The additional joint without a first one.",
        """
        0 | prof | RFA2 RT             | FA104
        """, pack="either",
    ),
    scenario(
        "ablation_addon_of_other_region", "mistake", "A lumbar additional joint with two cervical lines: no junction.",
        """
        0 | prof | 64633 RT            |
        0 | prof | 64634 RT            |
        0 | prof | 64636 RT            | FA104 FA107
        """, pack="either", region="CT",
    ),
    scenario(
        "ablation_junction_reversed", "mistake", "64635 with 64634 is no junction pair.",
        """
        0 | prof | 64635 RT            |
        0 | prof | 64634 RT            | FA104 FA107
        """, pack="either", region="LS",
    ),
    scenario(
        "ultrasound_addon_alone", "mistake", "The ultrasound-guided second level without a first one.",
        """
        0 | prof | US2 RT              | FA104 FA503
        """, pack="either",
    ),
)  # fmt: skip
