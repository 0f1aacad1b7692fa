"""FA203 bilateral-as-addon: the other side of one level billed as a second level."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA203")
def test_base_on_one_side_and_second_level_on_the_other():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------------------
    C1    | P1      | 64493-RT | probable recode 2/1
    C1    | P1      | 64494-LT | probable recode 2/1
    C2    | P2      | 64490-LT | probable recode 2/1
    C2    | P2      | 64491-RT | probable recode 2/1
    """


@drawn("FA203")
def test_both_lines_on_one_side_are_two_levels():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64494-RT |
    C2    | P2      | 64490-LT |
    C2    | P2      | 64491-LT |
    """


@drawn("FA203")
def test_both_sides_must_be_known_and_one_each():
    """
    claim | patient | code        | finding
    ------+---------+-------------+--------
    C1    | P1      | 64493-RT    |
    C1    | P1      | 64494       |
    C2    | P2      | 64493       |
    C2    | P2      | 64494-LT    |
    C3    | P3      | 64493-50    |
    C3    | P3      | 64494-LT    |
    C4    | P4      | 64493-RT    |
    C4    | P4      | 64494-50    |
    C5    | P5      | 64493-RT-LT |
    C5    | P5      | 64494-LT    |
    C6    | P6      | 64493       |
    C6    | P6      | 64494       |
    """


@drawn("FA203")
def test_a_third_injection_line_of_the_region_makes_it_another_pattern():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64494-LT |
    C1    | P1      | 64495-LT |
    C2    | P2      | 64493-RT |
    C2    | P2      | 64494-LT |
    C2    | P2      | 64494-RT |
    C3    | P3      | 64493-RT |
    C3    | P3      | 64493-LT |
    C3    | P3      | 64494-LT |
    """


@drawn("FA203")
def test_base_and_third_level_are_not_the_pattern():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64495-LT |
    """


@drawn("FA203")
def test_lines_of_the_other_region_and_of_rfa_do_not_disturb_the_pattern():
    """
    code     | finding
    ---------+----------------
    64493-RT | probable recode
    64494-LT | probable recode
    64490-RT |
    64635-RT |
    """


@drawn("FA203")
def test_thoraco_lumbar_pair_on_opposite_sides_is_two_joints():
    """
    code     | finding
    ---------+--------
    64490-RT |
    64494-LT |
    """


@drawn("FA203")
def test_base_and_second_level_of_two_regions_are_not_the_pattern():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64491-LT |
    """


@drawn("FA203")
def test_rfa_and_ultrasound_are_not_injection_lines():
    """
    code     | finding
    ---------+--------
    64635-RT |
    64636-LT |
    0216T-RT |
    0217T-LT |
    """


@drawn("FA203")
def test_professional_claims_only():
    """
    claim | patient | type | pos | code     | finding
    ------+---------+------+-----+----------+----------------
    C1    | P1      | hopd |     | 64493-RT |
    C1    | P1      | hopd |     | 64494-LT |
    C2    | P2      | asc  |     | 64493-RT |
    C2    | P2      | asc  |     | 64494-LT |
    C3    | P3      |      | 24  | 64493-RT | probable recode
    C3    | P3      |      | 24  | 64494-LT | probable recode
    """


@drawn("FA203")
def test_one_group_over_two_claims_but_not_over_two_physicians_or_days():
    """
    claim | patient | date       | npi        | code     | finding
    ------+---------+------------+------------+----------+----------------
    C1    | P1      | 2025-03-04 | 1000000012 | 64493-RT | probable recode
    C2    | P1      | 2025-03-04 | 1000000012 | 64494-LT | probable recode
    C3    | P2      | 2025-03-04 | 1000000012 | 64493-RT |
    C4    | P2      | 2025-03-04 | 1000000020 | 64494-LT |
    C5    | P3      | 2025-03-04 | 1000000012 | 64493-RT |
    C6    | P3      | 2025-03-05 | 1000000012 | 64494-LT |
    """


@drawn("FA203")
def test_other_payers_and_older_dates_too():
    """
    claim | patient | payer    | date       | code     | finding
    ------+---------+----------+------------+----------+----------------
    C1    | P1      | aetna    | 2025-03-04 | 64493-RT | probable recode
    C1    | P1      | aetna    | 2025-03-04 | 64494-LT | probable recode
    C2    | P2      | medicare | 2018-03-06 | 64493-RT | probable recode
    C2    | P2      | medicare | 2018-03-06 | 64494-LT | probable recode
    """


@drawn("FA203")
def test_inactive_lines_neither_make_nor_break_the_pattern():
    """
    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+----------------
    C1    | P1      | 64493-RT | paid   |         |      |
    C1    | P1      | 64494-LT | denied |         |      |
    C2    | P2      | 64493-RT | paid   |         |      | probable recode
    C2    | P2      | 64494-LT | paid   |         |      | probable recode
    C2    | P2      | 64495-LT | denied |         |      |
    C2    | P2      | 64494-RT | paid   | 0.00    | 0.00 |
    """
