"""FA201 bilateral-split-lines: one base code on a right and a left line where one line with 50 is right."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA201")
def test_right_and_left_lines_of_a_base_code():
    """
    code     | finding
    ---------+-------------------
    64490-RT | certain recode 2/1
    64490-LT | certain recode 2/1
    """


@drawn("FA201")
def test_every_base_code_of_injection_rfa_and_ultrasound():
    """
    code     | finding
    ---------+---------------
    64493-RT | certain recode
    64493-LT | certain recode
    64633-RT | certain recode
    64633-LT | certain recode
    64635-RT | certain recode
    64635-LT | certain recode
    0213T-RT | certain recode
    0213T-LT | certain recode
    0216T-RT | certain recode
    0216T-LT | certain recode
    """


@drawn("FA201")
def test_add_ons_are_not_base_codes():
    """
    code     | finding
    ---------+--------
    64493-50 |
    64494-RT |
    64494-LT |
    64635-50 |
    64636-RT |
    64636-LT |
    """


@drawn("FA201")
def test_one_line_with_50_is_right():
    """
    code     | finding
    ---------+--------
    64493-50 |
    """


@drawn("FA201")
def test_two_lines_of_one_side_or_without_sides_are_not_a_pair():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64493-RT |
    C2    | P2      | 64493-LT |
    C2    | P2      | 64493    |
    C3    | P3      | 64493    |
    C3    | P3      | 64493    |
    """


@drawn("FA201")
def test_a_line_with_50_is_no_part_of_a_pair():
    """
    claim | patient | code        | finding
    ------+---------+-------------+--------
    C1    | P1      | 64493-50    |
    C1    | P1      | 64493-LT    |
    C2    | P2      | 64493-RT-50 |
    C2    | P2      | 64493-LT-50 |
    """


@drawn("FA201")
def test_a_line_with_both_sides_is_no_part_of_a_pair():
    """
    code        | finding
    ------------+--------
    64493-RT-LT |
    64493-LT    |
    """


@drawn("FA201")
def test_a_third_line_of_the_code_makes_it_another_pattern():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64493-LT |
    64493-LT |
    """


@drawn("FA201")
def test_each_line_has_exactly_one_unit():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+--------
    C1    | P1      | 64493-RT | 1     |
    C1    | P1      | 64493-LT | 2     |
    C2    | P2      | 64493-RT | 2     |
    C2    | P2      | 64493-LT | 2     |
    """


@drawn("FA201")
def test_lines_of_two_base_codes_are_not_a_pair():
    """
    code     | finding
    ---------+--------
    64490-RT |
    64493-LT |
    """


@drawn("FA201")
def test_asc_facility_lines_right_and_left_are_correct_and_hospital_lines_are_not():
    """
    claim | patient | type | code     | finding
    ------+---------+------+----------+---------------
    C1    | P1      | asc  | 64493-RT |
    C1    | P1      | asc  | 64493-LT |
    C2    | P2      | hopd | 64493-RT | certain recode
    C2    | P2      | hopd | 64493-LT | certain recode
    """


@drawn("FA201")
def test_a_physician_in_an_asc_bills_one_line_with_50_like_any_other():
    """
    pos | code     | finding
    ----+----------+---------------
    24  | 64493-RT | certain recode
    24  | 64493-LT | certain recode
    """


@drawn("FA201")
def test_two_claims_of_one_provider_are_one_group():
    """
    claim | code     | finding
    ------+----------+---------------
    C1    | 64493-RT | certain recode
    C2    | 64493-LT | certain recode
    """


@drawn("FA201")
def test_lines_of_another_provider_day_patient_or_claim_type_are_no_pair():
    """
    claim | patient | date       | npi        | billing    | type         | code     | finding
    ------+---------+------------+------------+------------+--------------+----------+--------
    C1    | P1      | 2025-03-04 | 1000000012 | 1000000111 | professional | 64493-RT |
    C2    | P1      | 2025-03-04 | 1000000020 | 1000000111 | professional | 64493-LT |
    C3    | P2      | 2025-03-04 | 1000000012 |            | professional | 64493-RT |
    C4    | P2      | 2025-03-05 | 1000000012 |            | professional | 64493-LT |
    C5    | P3      | 2025-03-04 | 1000000012 |            | professional | 64493-RT |
    C6    | P4      | 2025-03-04 | 1000000012 |            | professional | 64493-LT |
    C7    | P5      | 2025-03-04 | 1000000012 |            | professional | 64493-RT |
    C8    | P5      | 2025-03-04 | 1000000012 |            | hopd         | 64493-LT |
    """


@drawn("FA201")
def test_without_a_rendering_provider_the_billing_provider_makes_the_group():
    """
    claim | patient | npi | billing    | code     | finding
    ------+---------+-----+------------+----------+---------------
    C1    | P1      | -   | 1000000111 | 64493-RT | certain recode
    C2    | P1      | -   | 1000000111 | 64493-LT | certain recode
    C3    | P2      | -   | 1000000111 | 64493-RT |
    C4    | P2      | -   | 1000000129 | 64493-LT |
    """


@drawn("FA201")
def test_other_payers_and_older_dates_too():
    """
    claim | patient | payer    | date       | code     | finding
    ------+---------+----------+------------+----------+---------------
    C1    | P1      | aetna    | 2025-03-04 | 64493-RT | certain recode
    C1    | P1      | aetna    | 2025-03-04 | 64493-LT | certain recode
    C2    | P2      | medicare | 2018-03-06 | 64493-RT | certain recode
    C2    | P2      | medicare | 2018-03-06 | 64493-LT | certain recode
    """


@drawn("FA201")
def test_other_modifiers_do_not_matter():
    """
    code              | finding
    ------------------+---------------
    64493-KX-RT       | certain recode
    64493-GA-GC-Q6-LT | certain recode
    """


@drawn("FA201")
def test_inactive_lines_neither_make_nor_break_a_pair():
    """
    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+---------------
    C1    | P1      | 64493-RT | paid   |         |      |
    C1    | P1      | 64493-LT | denied |         |      |
    C2    | P2      | 64493-RT | paid   |         |      |
    C2    | P2      | 64493-LT | paid   | 0.00    | 0.00 |
    C3    | P3      | 64493-RT | paid   |         |      | certain recode
    C3    | P3      | 64493-LT | paid   |         |      | certain recode
    C3    | P3      | 64493-LT | denied |         |      |
    """
