"""Mistakes of bilateral coding: FA201 to FA209."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

BILATERAL = (
    # --- FA201: base on an R and an L line
    scenario(
        "base_on_two_lines", "mistake", "One level, both sides: an R and an L line instead of one line with 50.",
        """
        0 | prof       | INJ1 RT           | FA201
        0 | prof       | INJ1 LT           | FA201 FA702
        0 | maybe-note | therapeutic 1B    |
        """, pack="either", weight=5,
    ),
    scenario(
        "diagnostic_base_on_two_lines", "mistake", "The same for a diagnostic block.",
        """
        0 | prof       | INJ1 RT KX        | FA201
        0 | prof       | INJ1 LT KX        | FA201 FA702
        0 | maybe-note | diagnostic 1B     |
        """, weight=3,
    ),
    scenario(
        "ablation_base_on_two_lines", "mistake", "The same for the first ablated joint.",
        """
        0 | prof       | RFA1 RT           | FA201
        0 | prof       | RFA1 LT           | FA201 FA702
        0 | maybe-note | rfa 1B            |
        """, pack="either", weight=3,
    ),
    scenario(
        "both_levels_on_two_lines", "mistake", "Two levels, both sides, four lines.",
        """
        0 | prof       | INJ1 RT           | FA201
        0 | prof       | INJ1 LT           | FA201 FA702
        0 | prof       | INJ2 RT           | FA204
        0 | prof       | INJ2 LT           | FA204 FA702
        0 | maybe-note | therapeutic 1B 2B |
        """, macs="not-first-coast", weight=3,
    ),
    scenario(
        "both_levels_on_two_lines_first_coast", "mistake", "The same where either style is taken for the add-on.",
        """
        0 | prof       | INJ1 RT           | FA201
        0 | prof       | INJ1 LT           | FA201 FA702
        0 | prof       | INJ2 RT           |
        0 | prof       | INJ2 LT           | FA702
        """, macs="first-coast",
    ),
    scenario(
        "both_levels_on_two_lines_commercial", "mistake", "The same under CPT, which wants the add-on twice.",
        """
        0 | prof       | INJ1 RT           | FA201
        0 | prof       | INJ1 LT           | FA201
        0 | prof       | INJ2 RT           |
        0 | prof       | INJ2 LT           |
        """, pack="commercial",
    ),
    scenario(
        "sides_on_two_claims", "mistake", "The two sides of a level on two claims of one physician.",
        """
        0 | prof #A    | INJ1 RT           | FA201
        0 | prof #B    | INJ1 LT           | FA201 FA702
        """, pack="either",
    ),
    scenario(
        "hospital_base_on_two_lines", "mistake", "The hospital bills as an ASC would.",
        """
        0 | prof22     | INJ1 50           |
        0 | hopd       | INJ1 RT           | FA201
        0 | hopd       | INJ1 LT half      | FA201
        """,
    ),
    scenario(
        "ultrasound_base_on_two_lines", "mistake", "The ultrasound-guided first level on an R and an L line.",
        """
        0 | prof       | US1 RT            | FA201 FA503
        0 | prof       | US1 LT            | FA201 FA503
        """,
    ),
    # --- FA202: both sides by units
    scenario(
        "base_two_units", "mistake", "Both sides as two units.",
        """
        0 | prof       | INJ1 x2           | FA202 FA702
        0 | maybe-note | therapeutic 1B    |
        """, pack="either", weight=3,
    ),
    scenario(
        "base_50_and_two_units", "mistake", "Both sides as 50 and two units: counted twice.",
        """
        0 | prof       | INJ1 50 x2        | FA202
        """, pack="either", weight=2,
    ),
    scenario(
        "addon_50_and_two_units", "mistake", "The second level with 50 and two units.",
        """
        0 | prof       | INJ1 50           |
        0 | prof       | INJ2 50 x2        | FA202
        """,
    ),
    scenario(
        "addon_50_and_two_units_commercial", "mistake", "The same under CPT, which takes no 50 on an add-on either.",
        """
        0 | prof       | INJ1 50           |
        0 | prof       | INJ2 50 x2        | FA202 FA204
        """, pack="commercial",
    ),
    scenario(
        "ablation_base_two_units", "mistake", "Two units of the first joint with one side.",
        """
        0 | prof       | RFA1 RT x2        | FA202
        0 | maybe-note | rfa 1B            |
        """, pack="either",
    ),
    scenario(
        "hospital_base_two_units", "mistake", "The hospital bills both sides as two units.",
        """
        0 | prof22     | INJ1 50           |
        0 | hopd       | INJ1 x2           | FA202
        """,
    ),
    scenario(
        "ultrasound_base_two_units", "mistake", "Two units of the ultrasound-guided first level.",
        """
        0 | prof       | US1 x2            | FA202 FA503
        """,
    ),
    # --- FA203: the other side billed as a second level
    scenario(
        "other_side_as_second_level", "mistake", "One level, both sides, billed as base R and add-on L.",
        """
        0 | prof       | INJ1 RT           | FA203
        0 | prof       | INJ2 LT           | FA203
        """, pack="either", weight=4,
    ),
    scenario(
        "other_side_as_second_level_documented", "mistake", "The same, and the note shows the one joint.",
        """
        0 | prof       | INJ1 RT           | FA203
        0 | prof       | INJ2 LT           | FA203 FA101
        0 | note       | therapeutic 1B    |
        """, pack="either", weight=2,
    ),
    scenario(
        "diagnostic_other_side_as_second_level", "mistake", "The same for a diagnostic block.",
        """
        0 | prof       | INJ1 RT KX        | FA203
        0 | prof       | INJ2 LT KX        | FA203
        """,
    ),
    # --- FA204: both sides of an add-on
    scenario(
        "addon_two_units", "mistake", "The add-on twice by units, the style of CPT, under Medicare.",
        """
        0 | prof       | INJ1 50           |
        0 | prof       | INJ2 x2           | FA204 FA702
        0 | maybe-note | therapeutic 1B 2B |
        """, macs="not-first-coast", weight=4,
    ),
    scenario(
        "addon_two_lines", "mistake", "The add-on on an R and an L line.",
        """
        0 | prof       | INJ1 50           |
        0 | prof       | INJ2 RT           | FA204
        0 | prof       | INJ2 LT           | FA204 FA702
        0 | maybe-note | therapeutic 1B 2B |
        """, macs="not-first-coast", weight=3,
    ),
    scenario(
        "addon_two_lines_without_side", "mistake", "The add-on on two lines without sides.",
        """
        0 | prof       | INJ1 50           |
        0 | prof       | INJ2              | FA204
        0 | prof       | INJ2              | FA204
        """, macs="not-first-coast",
    ),
    scenario(
        "third_level_two_lines", "mistake", "The third level on an R and an L line.",
        """
        0 | prof       | INJ1 50           |
        0 | prof       | INJ2 50           |
        0 | prof       | INJ3 RT           | FA102 FA204
        0 | prof       | INJ3 LT           | FA102 FA204 FA702
        """, macs="not-first-coast",
    ),
    scenario(
        "addon_50_commercial", "mistake", "50 on the add-on for a payer that follows CPT.",
        """
        0 | prof       | INJ1 50           |
        0 | prof       | INJ2 50           | FA204
        """, pack="commercial", weight=4,
    ),
    # --- FA205: 50 on an ASC claim
    scenario(
        "asc_base_50", "mistake", "The ASC bills one line with 50.",
        """
        0 | prof24     | INJ1 50           |
        0 | asc        | INJ1 50           | FA205
        """, pack="either", weight=2,
    ),
    scenario(
        "asc_ablation_50", "mistake", "The same for an ablation.",
        """
        0 | prof24     | RFA1 50           |
        0 | asc        | RFA1 50           | FA205
        0 | maybe-note | rfa 1B            |
        """,
    ),
    scenario(
        "asc_base_50_and_side", "mistake", "50 and a side on the ASC's line.",
        """
        0 | prof24     | INJ1 RT           |
        0 | asc        | INJ1 50 RT        | FA205 FA206
        """,
    ),
    # --- FA206: contradictory sides
    scenario(
        "base_50_and_side", "mistake", "50 and a side on one line.",
        """
        0 | prof       | INJ1 50 RT        | FA206
        0 | maybe-note | therapeutic 1B    |
        """, pack="either", weight=2, rif="yes",
    ),
    scenario(
        "base_both_side_modifiers", "mistake", "RT and LT on one line.",
        """
        0 | prof       | INJ1 RT LT        | FA206
        """, pack="either", rif="yes",
    ),
    scenario(
        "ablation_addon_50_and_side", "mistake", "50 and a side on the additional joint.",
        """
        0 | prof       | RFA1 50           |
        0 | prof       | RFA2 50 LT        | FA206
        """, pack="either", rif="yes",
    ),
    # --- FA207: no side
    scenario(
        "base_without_side", "mistake", "No side on the first level.",
        """
        0 | prof       | INJ1              | FA207
        0 | prof       | INJ2              |
        0 | maybe-note | therapeutic 1R 2R |
        """, pack="either", weight=4,
    ),
    scenario(
        "diagnostic_base_without_side", "mistake", "KX, but no side.",
        """
        0 | prof       | INJ1 KX           | FA207
        0 | maybe-note | diagnostic 1R     |
        """, weight=2,
    ),
    scenario(
        "ablation_base_without_side", "mistake", "No side on the first ablated joint.",
        """
        0 | prof       | RFA1              | FA207
        0 | prof       | RFA2              |
        0 | maybe-note | rfa 1R 2R         |
        """, pack="either", weight=2,
    ),
    scenario(
        "asc_base_without_side", "mistake", "No side on the ASC's line.",
        """
        0 | prof24     | INJ1 RT           |
        0 | asc        | INJ1              | FA207
        """,
    ),
    # --- FA208: 50 on one level only
    scenario(
        "base_50_addon_one_side", "mistake", "50 on the base, one side on the add-on.",
        """
        0 | prof       | INJ1 50           |
        0 | prof       | INJ2 RT           | FA208
        0 | maybe-note | therapeutic 1B 2R |
        """, pack="either", weight=3,
    ),
    scenario(
        "base_50_addon_without_side", "mistake", "50 on the base, nothing on the add-on.",
        """
        0 | prof       | INJ1 50           |
        0 | prof       | INJ2              | FA208
        """, pack="either", weight=2,
    ),
    scenario(
        "base_one_side_addon_50", "mistake", "The reverse: 50 on the add-on only.",
        """
        0 | prof       | INJ1 RT           |
        0 | prof       | INJ2 50           | FA208
        """,
    ),
    scenario(
        "base_one_side_addon_50_commercial", "mistake", "The same under CPT, which takes no 50 on an add-on.",
        """
        0 | prof       | INJ1 RT           |
        0 | prof       | INJ2 50           | FA204 FA208
        """, pack="commercial",
    ),
    # --- FA209: the note has one side
    scenario(
        "both_sides_billed_one_documented", "mistake", "50 billed, the note has one side.",
        """
        0 | prof       | INJ1 50           | FA209
        0 | note       | therapeutic 1R    |
        """, pack="either", weight=3,
    ),
    scenario(
        "two_levels_both_sides_billed_one_documented", "mistake", "The same for a diagnostic block of two levels.",
        """
        0 | prof       | INJ1 50 KX        | FA209
        0 | prof       | INJ2 50 KX        | FA209
        0 | note       | diagnostic 1R 2R  |
        """, weight=2,
    ),
    scenario(
        "both_sides_billed_in_hospital", "mistake", "The note speaks for the hospital's line as well.",
        """
        0 | prof22     | INJ1 50           | FA209
        0 | hopd       | INJ1 50           | FA209
        0 | note       | therapeutic 1R    |
        """,
    ),
)  # fmt: skip
