"""FA208 laterality-mixed: one of base and second level for both sides, the other for one."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA208")
def test_base_with_50_and_second_level_without():
    """The figures are the sides of the first and of the second level.

    claim | patient | code     | finding
    ------+---------+----------+----------------
    C1    | P1      | 64493-50 |
    C1    | P1      | 64494    | review none 2/1
    C2    | P2      | 64490-50 |
    C2    | P2      | 64491-RT | review none 2/1
    """


@drawn("FA208")
def test_second_level_with_50_and_base_without():
    """
    claim | patient | code     | finding
    ------+---------+----------+----------------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64494-50 | review none 1/2
    C2    | P2      | 64490    |
    C2    | P2      | 64491-50 | review none 1/2
    """


@drawn("FA208")
def test_both_or_neither_with_50_are_not_mixed():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64493-50 |
    C1    | P1      | 64494-50 |
    C2    | P2      | 64493-RT |
    C2    | P2      | 64494-RT |
    C3    | P3      | 64493-50 |
    C4    | P4      | 64494-50 |
    """


@drawn("FA208")
def test_a_part_whose_units_total_two_is_for_both_sides():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+--------
    C1    | P1      | 64493-50 | 1     |
    C1    | P1      | 64494    | 2     |
    C2    | P2      | 64493-50 | 1     |
    C2    | P2      | 64494-RT | 1     |
    C2    | P2      | 64494-LT | 1     |
    C3    | P3      | 64493-RT | 1     |
    C3    | P3      | 64493-LT | 1     |
    C3    | P3      | 64494-50 | 1     |
    C4    | P4      | 64493    | 2     |
    C4    | P4      | 64494-50 | 1     |
    """


@drawn("FA208")
def test_a_third_level_is_not_compared():
    """
    code     | finding
    ---------+--------
    64493-50 |
    64494-50 |
    64495-RT |
    """


@drawn("FA208")
def test_regions_are_not_compared_but_for_the_thoraco_lumbar_pair():
    """
    claim | patient | code     | finding
    ------+---------+----------+------------
    C1    | P1      | 64493-50 |
    C1    | P1      | 64491-RT |
    C2    | P2      | 64490-50 |
    C2    | P2      | 64494-RT | review none
    C3    | P3      | 64490-50 |
    C3    | P3      | 64494-RT |
    C3    | P3      | 64495-RT |
    """


@drawn("FA208")
def test_rfa_and_ultrasound_are_not_injection_lines():
    """
    code     | finding
    ---------+--------
    64635-50 |
    64636-RT |
    0216T-50 |
    0217T-RT |
    """


@drawn("FA208")
def test_hospital_lines_too_but_not_asc_lines():
    """
    claim | patient | type | code     | finding
    ------+---------+------+----------+------------
    C1    | P1      | hopd | 64493-50 |
    C1    | P1      | hopd | 64494    | review none
    C2    | P2      | asc  | 64493-50 |
    C2    | P2      | asc  | 64494    |
    """


@drawn("FA208")
def test_one_group_over_two_claims_but_not_over_two_physicians_or_days():
    """
    claim | patient | date       | npi        | code     | finding
    ------+---------+------------+------------+----------+------------
    C1    | P1      | 2025-03-04 | 1000000012 | 64493-50 |
    C2    | P1      | 2025-03-04 | 1000000012 | 64494-RT | review none
    C3    | P2      | 2025-03-04 | 1000000012 | 64493-50 |
    C4    | P2      | 2025-03-04 | 1000000020 | 64494-RT |
    C5    | P3      | 2025-03-04 | 1000000012 | 64493-50 |
    C6    | P3      | 2025-03-05 | 1000000012 | 64494-RT |
    """


@drawn("FA208")
def test_other_payers_and_older_dates_too():
    """
    claim | patient | payer    | date       | code     | finding
    ------+---------+----------+------------+----------+------------
    C1    | P1      | aetna    | 2025-03-04 | 64493-50 |
    C1    | P1      | aetna    | 2025-03-04 | 64494-RT | review none
    C2    | P2      | medicare | 2018-03-06 | 64493-50 |
    C2    | P2      | medicare | 2018-03-06 | 64494-RT | review none
    """


@drawn("FA208")
def test_inactive_lines_are_not_compared():
    """
    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+------------
    C1    | P1      | 64493-50 | denied |         |      |
    C1    | P1      | 64494-RT | paid   |         |      |
    C2    | P2      | 64493-50 | paid   |         |      |
    C2    | P2      | 64494-RT | denied |         |      |
    C3    | P3      | 64493-50 | paid   |         |      |
    C3    | P3      | 64494-RT | paid   |         |      | review none
    C3    | P3      | 64494-LT | paid   | 0.00    | 0.00 |
    """


@drawn("FA208")
def test_a_second_level_without_50_and_with_full_slots_is_unknown():
    """
    code              | finding
    ------------------+--------
    64493-50          |
    64494-GA-GC-Q6-SA |

    unknown: 1
    """


@drawn("FA208")
def test_a_base_without_50_and_with_full_slots_makes_the_second_level_unknown():
    """
    code              | finding
    ------------------+--------
    64493-GA-GC-Q6-SA |
    64494-50          |

    unknown: 1
    """


@drawn("FA208")
def test_full_slots_of_the_part_that_has_50_do_not_matter():
    """
    code              | finding
    ------------------+------------
    64493-50-GA-GC-Q6 |
    64494-RT          | review none

    unknown: 0
    """


@drawn("FA208")
def test_full_slots_of_a_second_level_that_has_50_do_not_matter():
    """
    code              | finding
    ------------------+------------
    64493-RT          |
    64494-50-GA-GC-Q6 | review none

    unknown: 0
    """


@drawn("FA208")
def test_full_slots_of_lines_that_are_not_the_pattern_are_no_question():
    """Units of two, both parts with 50, neither with it, a third level, RFA, ASC.

    claim | patient | type | code              | units | finding
    ------+---------+------+-------------------+-------+--------
    C1    | P1      |      | 64493-50          | 1     |
    C1    | P1      |      | 64494-GA-GC-Q6-SA | 2     |
    C2    | P2      |      | 64493-GA-GC-Q6-SA | 2     |
    C2    | P2      |      | 64494-50          | 1     |
    C3    | P3      |      | 64493-50-GA-GC-Q6 | 1     |
    C3    | P3      |      | 64494-50-GA-GC-Q6 | 1     |
    C4    | P4      |      | 64493-GA-GC-Q6-SA | 1     |
    C4    | P4      |      | 64494-GA-GC-Q6-SA | 1     |
    C5    | P5      |      | 64493-50          | 1     |
    C5    | P5      |      | 64494-50          | 1     |
    C5    | P5      |      | 64495-GA-GC-Q6-SA | 1     |
    C6    | P6      |      | 64635-50          | 1     |
    C6    | P6      |      | 64636-GA-GC-Q6-SA | 1     |
    C7    | P7      | asc  | 64493-50          | 1     |
    C7    | P7      | asc  | 64494-GA-GC-Q6-SA | 1     |

    unknown: 0
    """


@drawn("FA208")
def test_a_hospital_second_level_with_full_slots_is_unknown_too():
    """
    type | code              | finding
    -----+-------------------+--------
    hopd | 64493-50          |
    hopd | 64494-GA-GC-Q6-SA |

    unknown: 1
    """


@drawn("FA208")
def test_lines_of_the_other_region_and_of_rfa_are_neither_compared_nor_at_issue():
    """
    claim | patient | code     | finding
    ------+---------+----------+------------
    C1    | P1      | 64493-50 |
    C1    | P1      | 64494-RT | review none
    C1    | P1      | 64490-RT |
    C1    | P1      | 64491-RT |
    C1    | P1      | 64635-RT |
    C1    | P1      | 64636-RT |
    C2    | P2      | 64493-RT |
    C2    | P2      | 64494-RT |
    C2    | P2      | 64635-50 |
    C2    | P2      | 64636-50 |
    """


@drawn("FA208")
def test_the_correct_coding_has_both_sides_on_both_levels():
    """
    code     | finding         | coding
    ---------+-----------------+-----------------------------------------------------------------------------------
    64493-50 |                 |
    64494-RT | review none 2/1 | 64493-50 x1, 64494-50 x1 if both levels were treated on both sides; else as billed
    """


@drawn("FA208")
def test_the_note_gives_the_sides_of_both_levels():
    """
    code     | finding         | coding
    ---------+-----------------+-------------------------
    64490-RT |                 |
    64491-50 | review none 1/2 | 64490-RT x1, 64491-RT x1

    notes:
    claim | type        | joints
    ------+-------------+---------------
    C1    | therapeutic | C4-5 R; C5-6 R
    """
