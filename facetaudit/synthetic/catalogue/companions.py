"""Mistakes with companions of the same day: FA501 to FA507."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

COMPANIONS = (
    # --- FA501: imaging that the injection or ablation includes
    scenario(
        "guidance_billed", "mistake", "Fluoroscopic guidance beside the injection that includes it.",
        """
        0        | prof         | INJ1 RT KX              |
        0        | prof         | INJ2 RT KX              |
        0        | prof         | 77003                   | FA501
        0        | maybe-note   | diagnostic 1R 2R        |
        """, pack="either", weight=3,
    ),
    scenario(
        "guidance_with_bypass", "mistake", "The same with 59, which may stand for a service of its own.",
        """
        0        | prof         | INJ1 50                 |
        0        | prof         | 77003 59                | FA501/probable
        """, pack="either", weight=2,
    ),
    scenario(
        "guidance_of_other_service", "mistake", "XS, as for a joint injection of the day: still at issue.",
        """
        0        | office       | INJ1 RT                 |
        0        | office       | 20605 RT                |
        0        | office       | 77002 XS                | FA501/probable
        """, pack="either",
    ),
    scenario(
        "ultrasound_guidance_billed", "mistake", "Ultrasonic guidance beside an injection.",
        """
        0        | office       | INJ1 RT                 |
        0        | office       | 76942                   | FA501
        """, pack="either",
    ),
    scenario(
        "ct_guidance_with_ablation", "mistake", "CT guidance beside an ablation, on a claim of its own.",
        """
        0        | prof #A      | RFA1 RT                 |
        0        | prof #A      | RFA2 RT                 |
        0        | prof #B      | 77012                   | FA501
        """, pack="either",
    ),
    scenario(
        "fluoroscopy_by_partner", "mistake", "A partner's fluoroscopy is the same provider's.",
        """
        0        | prof         | INJ1 RT KX              |
        0        | prof partner | 76000                   | FA501
        """,
    ),
    # --- FA502: sedation and anesthesia
    scenario(
        "sedation_billed", "mistake", "Moderate sedation with an injection.",
        """
        0        | prof         | INJ1 RT KX              |
        0        | prof         | 99152                   | FA502
        """, weight=3,
    ),
    scenario(
        "sedation_summer_2024", "mistake", "The same around the MACs' 2024 dates, where the certainty changes.",
        """
        0        | prof         | INJ1 RT                 |
        0        | prof         | 99152                   | FA502
        0        | prof         | 99153                   | FA502
        """, window=("2024-06-10", "2024-09-15"), weight=2,
    ),
    scenario(
        "sedation_with_ablation", "mistake", "Sedation with an ablation needs the chart.",
        """
        0        | prof         | RFA1 RT                 |
        0        | prof         | 99152                   | FA502/review
        """, weight=2,
    ),
    scenario(
        "anesthesia_by_other_practice", "mistake", "Anesthesia by anybody on the day of an injection.",
        """
        0             | prof     | INJ1 50                |
        0             | prof stranger | 01992             | FA502
        """,
    ),
    scenario(
        "spine_anesthesia_2021", "mistake", "An anesthesia code that ended with 2021.",
        """
        0             | prof     | INJ1 50                |
        0             | prof stranger | 01936             | FA502
        """, window=("2021-08-01", "2021-12-30"),
    ),
    scenario(
        "spine_anesthesia_from_2022", "mistake", "One of the codes that followed it.",
        """
        0             | prof     | RFA1 50                |
        0             | prof stranger | 01940             | FA502/review
        """, window=("2022-01-01", "2026-04-20"),
    ),
    # --- FA503: ultrasound-guided injections
    scenario(
        "ultrasound_two_levels", "mistake", "Ultrasound-guided injections, not covered by Medicare.",
        """
        0        | prof         | US1 RT                  | FA503
        0        | prof         | US2 RT                  | FA503
        """, weight=2,
    ),
    scenario(
        "ultrasound_beside_injection", "mistake", "The same level again with ultrasound.",
        """
        0        | prof         | INJ1 RT                 |
        0        | prof         | US1 RT                  | FA503/certain
        """,
    ),
    scenario(
        "ultrasound_beside_partners_injection", "mistake", "The other side by a partner: another group.",
        """
        0        | prof         | INJ1 RT                 |
        0        | prof partner | US1 LT                  | FA503
        """,
    ),
    # --- FA504: biologics
    scenario(
        "biologic_documented", "mistake", "The note names a biologic: no line of the day is payable.",
        """
        0        | prof         | INJ1 RT                 | FA504/certain
        0        | prof         | INJ2 RT                 | FA504/certain
        0        | note         | therapeutic 1R 2R injectate=anesthetic;biologic |
        """, weight=2,
    ),
    scenario(
        "biologic_billed", "mistake", "Platelet-rich plasma billed with the injection.",
        """
        0        | prof         | INJ1 50                 | FA504
        0        | prof         | P9020                   |
        """,
    ),
    scenario(
        "biologic_billed_in_asc", "mistake", "A tissue product: the facility's line is at issue too.",
        """
        0        | prof24       | INJ1 RT                 | FA504
        0        | prof24       | Q4174                   |
        0        | asc          | INJ1 RT                 | FA504
        """,
    ),
    scenario(
        "plasma_injection_with_ablation", "mistake", "A plasma injection on the day of an ablation.",
        """
        0        | prof         | RFA1 RT                 | FA504
        0        | prof         | RFA2 RT                 | FA504
        0        | prof         | 0232T                   |
        """,
    ),
    # --- FA505: other blocks of the day
    scenario(
        "epidural_same_day", "mistake", "An epidural injection on the day of the block.",
        """
        0        | prof         | INJ1 RT half            |
        0        | prof         | INJ2 RT                 |
        0        | prof         | 62323                   | FA505
        """, region="LS", weight=2,
    ),
    scenario(
        "trigger_points_same_day", "mistake", "Trigger points on the day of an ablation.",
        """
        0        | office       | RFA1 RT                 |
        0        | office       | 20553 half              | FA505
        """, weight=2,
    ),
    scenario(
        "sacroiliac_block_by_other_practice", "mistake", "A sacroiliac block of the day, whoever did it.",
        """
        0             | prof     | INJ1 RT KX             |
        0             | prof stranger | 27096 LT          | FA505
        """, region="LS",
    ),
    # --- FA506: ablation that is not thermal
    scenario(
        "pulsed_ablation", "mistake", "Billed as ablation, the note says pulsed.",
        """
        0        | prof         | RFA1 RT                 | FA506
        0        | prof         | RFA2 RT                 | FA506
        0        | note         | rfa 1R 2R technique=pulsed |
        """, pack="either", weight=2,
    ),
    scenario(
        "chemical_ablation_in_asc", "mistake", "The note says chemical; the facility's base is at issue too.",
        """
        0        | prof24       | RFA1 RT                 | FA506
        0        | asc          | RFA1 RT                 | FA506
        0        | note         | rfa 1R technique=chemical |
        """,
    ),
    scenario(
        "unlisted_code_for_facet_pain", "mistake", "The unlisted code with a facet diagnosis.",
        """
        0        | prof         | 64999                   | FA506/review
        """, weight=2,
    ),
    # --- FA507: a visit without 25
    scenario(
        "visit_without_25", "mistake", "A visit without 25 on the day of the injection.",
        """
        0        | office       | INJ1 RT KX              |
        0        | office       | 99214                   | FA507
        """, pack="either", weight=3,
    ),
    scenario(
        "visit_without_25_on_own_claim", "mistake", "The visit on a claim of its own, with another modifier.",
        """
        0        | office #A    | RFA1 RT                 |
        0        | office #A    | RFA2 RT                 |
        0        | office #B    | 99213 59                | FA507
        """, pack="either", weight=2,
    ),
)  # fmt: skip
