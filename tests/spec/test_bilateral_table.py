"""The page's table of bilateral scenarios: what units-levels and bilateral detectors say of each under both packs."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA1", "FA2")
def test_lumbar_one_level_both_sides_as_base_right_and_second_level_left():
    """
    claim | patient | payer    | code     | finding
    ------+---------+----------+----------+----------------------
    C1    | P1      | medicare | 64493-RT | FA203 probable recode
    C1    | P1      | medicare | 64494-LT | FA203 probable recode
    C2    | P2      | aetna    | 64493-RT | FA203 probable recode
    C2    | P2      | aetna    | 64494-LT | FA203 probable recode
    """


@drawn("FA1", "FA2")
def test_lumbar_one_level_both_sides_as_base_with_50():
    """
    claim | patient | payer    | code     | finding
    ------+---------+----------+----------+--------
    C1    | P1      | medicare | 64493-50 |
    C2    | P2      | aetna    | 64493-50 |
    """


@drawn("FA1", "FA2")
def test_two_levels_both_sides_as_base_with_50_and_add_on_twice():
    """
    claim | patient | payer    | code     | units | finding
    ------+---------+----------+----------+-------+---------------------
    C1    | P1      | medicare | 64493-50 | 1     |
    C1    | P1      | medicare | 64494    | 2     | FA204 certain recode
    C2    | P2      | aetna    | 64493-50 | 1     |
    C2    | P2      | aetna    | 64494    | 2     |
    """


@drawn("FA1", "FA2")
def test_two_levels_both_sides_as_base_and_add_on_with_50():
    """
    claim | patient | payer    | code     | finding
    ------+---------+----------+----------+-------------------
    C1    | P1      | medicare | 64493-50 |
    C1    | P1      | medicare | 64494-50 |
    C2    | P2      | aetna    | 64493-50 |
    C2    | P2      | aetna    | 64494-50 | FA204 certain none
    """


@drawn("FA1", "FA2")
def test_cervical_one_level_both_sides_as_right_and_left_lines():
    """
    claim | patient | payer    | code     | finding
    ------+---------+----------+----------+---------------------
    C1    | P1      | medicare | 64490-RT | FA201 certain recode
    C1    | P1      | medicare | 64490-LT | FA201 certain recode
    C2    | P2      | aetna    | 64490-RT | FA201 certain recode
    C2    | P2      | aetna    | 64490-LT | FA201 certain recode
    """


@drawn("FA1", "FA2")
def test_asc_facility_one_line_with_50():
    """
    claim | patient | payer    | type | code     | finding
    ------+---------+----------+------+----------+-------------------
    C1    | P1      | medicare | asc  | 64493-50 | FA205 certain none
    C2    | P2      | aetna    | asc  | 64493-50 | FA205 certain none
    """
