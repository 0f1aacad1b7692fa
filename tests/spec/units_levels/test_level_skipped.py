"""FA105 level-skipped: a third level without the second."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA105")
def test_a_third_level_without_the_second_calls_for_review():
    """
    claim | patient | code     | finding
    ------+---------+----------+------------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64495-RT | review none
    C2    | P2      | 64490-RT |
    C2    | P2      | 64492-RT | review none
    C3    | P3      | 64495-RT | review none
    """


@drawn("FA105")
def test_with_the_second_level_nothing_is_skipped():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64494-RT |
    C1    | P1      | 64495-RT |
    C2    | P2      | 64490-50 |
    C2    | P2      | 64491-50 |
    C2    | P2      | 64492-50 |
    """


@drawn("FA105")
def test_a_second_level_alone_skips_no_level():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64494-RT |
    C2    | P2      | 64491-RT |
    """


@drawn("FA105")
def test_the_second_level_of_the_other_region_does_not_stand_in():
    """
    claim | patient | code     | finding
    ------+---------+----------+------------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64491-RT |
    C1    | P1      | 64495-RT | review none
    C2    | P2      | 64490-RT |
    C2    | P2      | 64494-RT |
    C2    | P2      | 64492-RT | review none
    """


@drawn("FA105")
def test_side_and_claim_of_the_second_level_do_not_matter():
    """
    claim | code     | finding
    ------+----------+--------
    C1    | 64493-RT |
    C1    | 64495-RT |
    C2    | 64494-LT |
    """


@drawn("FA105")
def test_every_line_of_the_third_level_is_at_issue():
    """
    code     | type | finding
    ---------+------+------------
    64493-RT | asc  |
    64493-LT | asc  |
    64495-RT | asc  | review none
    64495-LT | asc  | review none
    """


@drawn("FA105")
def test_the_second_level_must_be_of_the_same_group():
    """Another provider, claim type, day or payer is another group; the billing NPI counts where none rendered.

    claim | patient | date       | npi        | billing    | type         | payer    | code     | finding
    ------+---------+------------+------------+------------+--------------+----------+----------+------------
    C1    | P1      | 2025-03-04 | 1000000012 |            | professional | medicare | 64495-RT | review none
    C2    | P1      | 2025-03-04 | 1000000020 |            | professional | medicare | 64494-RT |
    C3    | P2      | 2025-03-04 | 1000000012 |            | professional | medicare | 64495-RT | review none
    C4    | P2      | 2025-03-04 | 1000000012 |            | asc          | medicare | 64494-RT |
    C5    | P3      | 2025-03-04 | 1000000012 |            | professional | medicare | 64495-RT | review none
    C6    | P3      | 2025-03-05 | 1000000012 |            | professional | medicare | 64494-RT |
    C7    | P4      | 2025-03-04 | 1000000012 |            | professional | medicare | 64495-RT | review none
    C8    | P4      | 2025-03-04 | 1000000012 |            | professional | aetna    | 64494-RT |
    C9    | P5      | 2025-03-04 | -          | 1000000020 | professional | medicare | 64495-RT |
    CA    | P5      | 2025-03-04 | -          | 1000000020 | professional | medicare | 64494-RT |
    CB    | P6      | 2025-03-04 | 1000000012 | 1000000020 | professional | medicare | 64495-RT | review none
    CC    | P6      | 2025-03-04 | -          | 1000000020 | professional | medicare | 64494-RT |
    """


@drawn("FA105")
def test_a_second_level_that_is_not_active_leaves_a_gap():
    """
    claim | patient | code     | units | status | allowed | paid   | finding
    ------+---------+----------+-------+--------+---------+--------+------------
    C1    | P1      | 64494-RT | 1     | denied |         |        |
    C1    | P1      | 64495-RT | 1     | paid   |         |        | review none
    C2    | P2      | 64494-RT | 1     | paid   | 0.00    | 0.00   |
    C2    | P2      | 64495-RT | 1     | paid   |         |        | review none
    C3    | P3      | 64494-RT | 1     | paid   | 100.00  | 78.40  |
    C3    | P3      | 64494-RT | -1    | paid   | -100.00 | -78.40 |
    C3    | P3      | 64495-RT | 1     | paid   |         |        | review none
    """


@drawn("FA105")
def test_a_third_level_that_is_not_active_is_not_at_issue():
    """
    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+--------
    C1    | P1      | 64493-RT | paid   |         |      |
    C1    | P1      | 64495-RT | denied |         |      |
    C2    | P2      | 64493-RT | paid   |         |      |
    C2    | P2      | 64495-RT | paid   | 0.00    | 0.00 |
    """


@drawn("FA105")
def test_every_payer_and_date():
    """
    claim | patient | payer    | date       | code     | finding
    ------+---------+----------+------------+----------+------------
    C1    | P1      | aetna    | 2025-03-04 | 64495-RT | review none
    C2    | P2      | medicare | 2019-03-05 | 64495-RT | review none
    C3    | P3      | aetna    | 2019-03-05 | 64495-RT | review none
    C4    | P4      | medicare | 2010-01-01 | 64495-RT | review none
    """


@drawn("FA105")
def test_the_junction_pair_with_a_third_level_skips_the_second_of_its_own_codes_only():
    """64492 wants 64491; 64495 has its 64494.

    claim | patient | code     | finding
    ------+---------+----------+------------
    C1    | P1      | 64490-RT |
    C1    | P1      | 64494-RT |
    C1    | P1      | 64492-RT | review none
    C2    | P2      | 64490-RT |
    C2    | P2      | 64494-RT |
    C2    | P2      | 64495-RT |
    """


@drawn("FA105")
def test_ultrasound_guided_and_ablation_codes_are_not_looked_at():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 0216T-RT |
    C1    | P1      | 0218T-RT |
    C2    | P2      | 0213T-RT |
    C2    | P2      | 0215T-RT |
    C3    | P3      | 64636-RT |
    """


@drawn("FA105")
def test_an_ultrasound_guided_second_level_does_not_stand_in():
    """
    code     | finding
    ---------+------------
    64493-RT |
    0217T-RT |
    64495-RT | review none
    """


@drawn("FA105")
def test_full_modifier_slots_hide_nothing():
    """
    code              | finding
    ------------------+------------
    64493-RT-KX-GA-GC |
    64495-RT-KX-GA-GC | review none

    unknown: 0
    """


@drawn("FA105")
def test_the_note_says_whether_two_or_three_levels_are_the_correct_coding():
    """
    claim | patient | code        | finding     | coding
    ------+---------+-------------+-------------+------------------------------------------------------------------
    C1    | P1      | 64493-RT    |             |
    C1    | P1      | 64495-RT    | review none | 64494-RT x1 if two levels are documented; both codes if three are
    C2    | P2      | 64493-RT    |             |
    C2    | P2      | 64495-RT-KX | review none | 64494-RT-KX x1
    C3    | P3      | 64490-50    |             |
    C3    | P3      | 64492-50    | review none | 64491-50 x1, 64492-50 x1
    C4    | P4      | 64493-RT    |             |
    C4    | P4      | 64495-RT    | review none | 64494-RT x1 if two levels are documented; both codes if three are

    notes:
    claim | type        | joints
    ------+-------------+-----------------------
    C2    | diagnostic  | L3-4 R; L4-5 R
    C3    | therapeutic | C3-4 B; C4-5 B; C5-6 B
    C4    | therapeutic | L4-5 R
    """
