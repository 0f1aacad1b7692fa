"""Mistakes of levels, joints and regions of a day: FA105 (with FA102 in `units_levels`), FA106, FA107."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

REGIONS_OF_A_DAY = (
    # --- FA105: a level skipped
    scenario(
        "level_skipped_commercial", "mistake", "A third level without a second, where a third is covered.",
        """
        0        | prof         | INJ1 50                 |
        0        | prof         | INJ3 RT                 | FA105
        """, pack="commercial",
    ),
    # --- FA106: too many joints ablated
    scenario(
        "three_joints_one_side", "mistake", "Three joints of one side ablated.",
        """
        0        | prof         | RFA1 RT                 |
        0        | prof         | RFA2 RT x2              | FA106
        0        | maybe-note   | rfa 1R 2R 3R            |
        """, weight=3,
    ),
    scenario(
        "three_joints_one_side_on_lines", "mistake", "The same on three lines: the last one is too many.",
        """
        0        | prof         | RFA1 RT                 |
        0        | prof         | RFA2 RT                 |
        0        | prof         | RFA2 RT                 | FA106
        """,
    ),
    scenario(
        "three_joints_both_sides", "mistake", "Three joints on both sides.",
        """
        0        | prof         | RFA1 50                 |
        0        | prof         | RFA2 50 x2              | FA106
        """, weight=2,
    ),
    scenario(
        "five_joint_sides", "mistake", "Five joint-sides: the last line is one too many.",
        """
        0        | prof         | RFA1 50                 |
        0        | prof         | RFA2 RT x2              |
        0        | prof         | RFA2 LT                 | FA106 FA702
        """,
    ),
    # --- FA107: two regions on one day
    scenario(
        "two_regions_one_day", "mistake", "Neck and low back on one day: the region with less allowed.",
        """
        0        | prof         | 64490 RT                |
        0        | prof         | 64493 RT half           | FA107
        """, region="LS", weight=3,
    ),
    scenario(
        "two_regions_two_physicians", "mistake", "The same by two physicians.",
        """
        0        | prof         | 64490 50                |
        0        | prof         | 64491 50                |
        0        | prof partner | 64493 50                | FA107
        """, region="CT",
    ),
    scenario(
        "block_and_ablation_of_two_regions", "mistake", "A block of the neck on the day of a lumbar ablation.",
        """
        0        | prof         | 64635 RT                |
        0        | prof         | 64636 RT                |
        0        | prof         | 64490 RT half           | FA107
        """, region="LS",
    ),
    scenario(
        "two_regions_in_asc", "mistake", "The facility's lines are not at issue.",
        """
        0        | prof24       | 64490 RT KX             |
        0        | prof24       | 64493 RT KX half        | FA107
        0        | asc          | 64490 RT KX             |
        0        | asc          | 64493 RT KX half        |
        """, region="LS",
    ),
)  # fmt: skip
