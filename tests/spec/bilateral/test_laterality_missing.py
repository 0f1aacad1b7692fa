"""FA207 laterality-missing: a base line of one unit that names no side."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA207")
def test_a_base_line_without_side():
    """
    claim | code     | finding
    ------+----------+----------------
    C1    | 64490    | review none 0/1
    C2    | 64493-KX | review none 0/1
    C3    | 64633    | review none 0/1
    C4    | 64635    | review none 0/1
    """


@drawn("FA207")
def test_any_side_is_enough():
    """
    claim | code        | finding
    ------+-------------+--------
    C1    | 64493-RT    |
    C2    | 64493-LT    |
    C3    | 64493-50    |
    C4    | 64493-KX-LT |
    """


@drawn("FA207")
def test_add_ons_and_ultrasound_lines_are_not_asked():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64494    |
    64495    |
    64636    |
    64634    |
    0213T    |
    0216T    |
    """


@drawn("FA207")
def test_two_units_are_another_matter():
    """
    code  | units | finding
    ------+-------+------------
    64493 | 2     |
    64490 | 1     | review none
    """


@drawn("FA207")
def test_professional_and_asc_lines_but_not_hospital_lines():
    """
    claim | type         | code  | finding
    ------+--------------+-------+------------
    C1    | professional | 64493 | review none
    C2    | asc          | 64493 | review none
    C3    | hopd         | 64493 |
    """


@drawn("FA207")
def test_other_payers_and_older_dates_too():
    """
    payer    | date       | code  | finding
    ---------+------------+-------+------------
    aetna    | 2025-03-04 | 64493 | review none
    medicare | 2018-03-06 | 64493 | review none
    """


@drawn("FA207")
def test_lines_that_are_not_active_are_not_at_issue():
    """
    code  | status | allowed | paid | finding
    ------+--------+---------+------+--------
    64493 | denied |         |      |
    64490 | paid   | 0.00    | 0.00 |
    """


@drawn("FA207")
def test_full_slots_are_unknown_and_three_are_not_full():
    """
    claim | type         | code              | finding
    ------+--------------+-------------------+------------
    C1    | professional | 64493-GA-GC-Q6-SA |
    C2    | professional | 64493-GA-GC-Q6    | review none
    C3    | professional | 64635-GA-GC-Q6-SA |
    C4    | asc          | 64490-GA-GC-Q6-SA |

    unknown: 3
    """


@drawn("FA207")
def test_full_slots_with_a_side_or_on_another_line_are_no_question():
    """
    claim | type         | code              | units | finding
    ------+--------------+-------------------+-------+--------
    C1    | professional | 64493-GA-GC-Q6-RT | 1     |
    C2    | professional | 64494-GA-GC-Q6-SA | 1     |
    C3    | professional | 64490-GA-GC-Q6-SA | 2     |
    C4    | hopd         | 64493-GA-GC-Q6-SA | 1     |
    C5    | professional | 0216T-GA-GC-Q6-SA | 1     |

    unknown: 0
    """


@drawn("FA207")
def test_a_note_gives_the_side_of_the_correct_coding():
    """
    claim | patient | code     | finding         | coding
    ------+---------+----------+-----------------+------------------------------------------------------
    C1    | P1      | 64493-KX | review none 0/1 | 64493-RT-KX x1 or 64493-LT-KX x1, as the record shows
    C2    | P2      | 64493-KX | review none 0/1 | 64493-LT-KX x1
    C3    | P3      | 64493    | review none 0/1 | 64493-50 x1
    C4    | P4      | 64493    | review none 0/1 | 64493-RT x1
    C5    | P5      | 64493    | review none 0/1 | 64493-RT x1 or 64493-LT x1, as the record shows
    C6    | P6      | 64493    | review none 0/1 | 64493-RT x1 or 64493-LT x1, as the record shows
    C7    | P7      | 64493    | review none 0/1 | 64493-RT x1 or 64493-LT x1, as the record shows

    notes:
    claim | type        | joints
    ------+-------------+---------------
    C2    | diagnostic  | L3-4 L; L4-5 L
    C3    | therapeutic | L3-4 B; L4-5 B
    C4    | therapeutic | L4-5 R
    C5    | therapeutic | L3-4 R; L4-5 L
    C6    | therapeutic | L4-5
    C7    | therapeutic | C4-5 R
    """
