"""FA202 bilateral-units: two or more units on a base line, or on an injection add-on with 50."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA202")
def test_a_base_line_has_one_unit_and_two_are_too_many():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+-------------------
    C1    | P1      | 64493-RT | 1     |
    C2    | P2      | 64493-RT | 2     | certain recode 2/1
    C3    | P3      | 64493    | 2     | certain recode 2/1
    C4    | P4      | 64493    | 3     | certain recode 3/1
    C5    | P5      | 64493-50 | 1     |
    C6    | P6      | 64493-50 | 2     | certain recode 2/1
    """


@drawn("FA202")
def test_every_base_code_of_injection_rfa_and_ultrasound():
    """
    code     | units | finding
    ---------+-------+---------------
    64490    | 2     | certain recode
    64633-50 | 2     | certain recode
    64635    | 2     | certain recode
    0213T    | 2     | certain recode
    0216T-50 | 2     | certain recode
    """


@drawn("FA202")
def test_an_injection_add_on_only_with_50():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+---------------
    C1    | P1      | 64494-50 | 2     | certain recode
    C1    | P1      | 64495-50 | 2     | certain recode
    C2    | P2      | 64491-50 | 3     | certain recode
    C2    | P2      | 64492-50 | 2     | certain recode
    C3    | P3      | 64494-50 | 1     |
    C4    | P4      | 64494    | 2     |
    C5    | P5      | 64494-RT | 2     |
    """


@drawn("FA202")
def test_rfa_and_ultrasound_add_ons_may_have_units_with_50():
    """
    code     | units | finding
    ---------+-------+--------
    64636-50 | 2     |
    64634-50 | 2     |
    64636    | 2     |
    0217T-50 | 2     |
    0214T-50 | 2     |
    """


@drawn("FA202")
def test_two_lines_of_one_unit_are_not_one_line_of_two():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64493-LT |
    """


@drawn("FA202")
def test_hospital_lines_too_but_not_asc_lines():
    """
    claim | patient | type | code     | units | finding
    ------+---------+------+----------+-------+---------------
    C1    | P1      | hopd | 64493-50 | 2     | certain recode
    C2    | P2      | hopd | 64494-50 | 2     | certain recode
    C3    | P3      | asc  | 64493    | 2     |
    C4    | P4      | asc  | 64494-50 | 2     |
    """


@drawn("FA202")
def test_other_payers_and_older_dates_too():
    """
    claim | patient | payer    | date       | code     | units | finding
    ------+---------+----------+------------+----------+-------+---------------
    C1    | P1      | aetna    | 2025-03-04 | 64493    | 2     | certain recode
    C2    | P2      | aetna    | 2025-03-04 | 64494-50 | 2     | certain recode
    C3    | P3      | medicare | 2018-03-06 | 64493    | 2     | certain recode
    """


@drawn("FA202")
def test_lines_that_are_not_active_are_not_at_issue():
    """
    claim | patient | code  | units | status | allowed | paid   | finding
    ------+---------+-------+-------+--------+---------+--------+--------
    C1    | P1      | 64493 | 2     | denied |         |        |
    C2    | P2      | 64493 | 2     | paid   | 0.00    | 0.00   |
    C3    | P3      | 64493 | 2     | paid   | 150.00  | 117.60 |
    C3    | P3      | 64493 | -2    | paid   | -150.00 | -117.60 |
    """


@drawn("FA202")
def test_companion_codes_are_not_family_lines():
    """
    code     | units | finding
    ---------+-------+--------
    64493-RT | 1     |
    77003-50 | 2     |
    """
