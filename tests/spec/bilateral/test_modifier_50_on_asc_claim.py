"""FA205 modifier-50-on-asc-claim: an ASC facility bills right and left lines, not 50."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA205")
def test_an_asc_facility_line_with_50():
    """
    type | code        | finding
    -----+-------------+-----------------
    asc  | 64493-50    | certain none 1/0
    asc  | 64494-50    | certain none 1/0
    asc  | 64635-50-KX | certain none 1/0
    asc  | 64634-KX-50 | certain none
    asc  | 0216T-50    | certain none
    """


@drawn("FA205")
def test_right_and_left_lines_are_the_asc_facilitys_way():
    """
    type | code     | finding
    -----+----------+--------
    asc  | 64493-RT |
    asc  | 64493-LT |
    """


@drawn("FA205")
def test_the_physician_in_an_asc_and_the_hospital_use_50():
    """
    claim | type         | pos | code     | finding
    ------+--------------+-----+----------+--------
    C1    | professional | 24  | 64493-50 |
    C2    | hopd         | 22  | 64493-50 |
    """


@drawn("FA205")
def test_other_payers_and_older_dates_too():
    """
    payer    | date       | type | code     | finding
    ---------+------------+------+----------+-------------
    aetna    | 2025-03-04 | asc  | 64493-50 | certain none
    medicare | 2018-03-06 | asc  | 64493-50 | certain none
    """


@drawn("FA205")
def test_companion_codes_are_not_family_lines():
    """
    type | code     | finding
    -----+----------+--------
    asc  | 64493-RT |
    asc  | 64483-50 |
    asc  | 64999-50 |
    """


@drawn("FA205")
def test_lines_that_are_not_active_are_not_at_issue():
    """
    type | code     | status | allowed | paid | finding
    -----+----------+--------+---------+------+--------
    asc  | 64493-50 | denied |         |      |
    asc  | 64494-50 | paid   | 0.00    | 0.00 |
    """
