"""FA206 laterality-conflict: one line with 50 and a side, or with both sides."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA206")
def test_50_with_a_side_or_both_sides_on_one_line():
    """
    code           | finding
    ---------------+-----------------
    64493-50-RT    | certain none 2/1
    64493-50-LT    | certain none 2/1
    64493-LT-50    | certain none 2/1
    64493-RT-LT    | certain none 2/1
    64493-KX-LT-RT | certain none 2/1
    64493-50-RT-LT | certain none 3/1
    """


@drawn("FA206")
def test_one_marking_of_side_is_no_conflict():
    """
    code        | finding
    ------------+--------
    64493-50    |
    64493-RT    |
    64493-LT-KX |
    64493       |
    64493-50-KX |
    """


@drawn("FA206")
def test_two_lines_do_not_conflict_with_each_other():
    """
    code     | finding
    ---------+--------
    64493-50 |
    64493-RT |
    64494-LT |
    """


@drawn("FA206")
def test_every_family_code_and_claim_type():
    """
    claim | type         | code        | finding
    ------+--------------+-------------+-------------
    C1    | professional | 64491-50-RT | certain none
    C1    | professional | 64634-50-RT | certain none
    C1    | professional | 0218T-RT-LT | certain none
    C2    | asc          | 64493-50-RT | certain none
    C3    | hopd         | 64636-RT-LT | certain none
    """


@drawn("FA206")
def test_other_payers_and_older_dates_too():
    """
    payer    | date       | code        | finding
    ---------+------------+-------------+-------------
    aetna    | 2025-03-04 | 64493-50-RT | certain none
    medicare | 2018-03-06 | 64493-RT-LT | certain none
    """


@drawn("FA206")
def test_companion_codes_are_not_family_lines():
    """
    code        | finding
    ------------+--------
    64493-RT    |
    64483-50-RT |
    64999-RT-LT |
    """


@drawn("FA206")
def test_lines_that_are_not_active_are_not_at_issue():
    """
    code        | status | allowed | paid | finding
    ------------+--------+---------+------+--------
    64493-50-RT | denied |         |      |
    64494-RT-LT | paid   | 0.00    | 0.00 |
    """


@drawn("FA206")
def test_a_note_gives_the_sides_of_the_correct_coding():
    """
    claim | patient | code        | units | finding  | coding
    ------+---------+-------------+-------+----------+------------
    C2    | P2      | 64493-RT-LT |       | none 2/1 | 64493-50 x1
    C3    | P3      | 64493-50-LT |       | none 2/1 | 64493-RT x1
    C4    | P4      | 64636-50-RT | 2     | none 2/1 | 64636-50 x2

    notes:
    claim | type        | joints
    ------+-------------+------------------------
    C2    | therapeutic | L4-5 B
    C3    | therapeutic | L4-5 R
    C4    | rfa         | L3-4 B; L4-5 B; L5-S1 B
    """


@drawn("FA206")
def test_without_a_note_the_correct_coding_is_one_of_three():
    """
    code           | finding  | coding
    ---------------+----------+---------------------------------------------------------------------------------
    64493-50-RT-KX | none 2/1 | 64493-50-KX x1 if both sides were treated, else 64493-RT-KX x1 or 64493-LT-KX x1
    """
