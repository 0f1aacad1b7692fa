"""FA204 bilateral-addon-style: an injection add-on for both sides in the style that the payer does not follow."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA204")
def test_medicare_wants_50_and_not_two_units():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+-------------------
    C1    | P1      | 64493-50 | 1     |
    C1    | P1      | 64494    | 2     | certain recode 2/1
    C2    | P2      | 64493-50 | 1     |
    C2    | P2      | 64494-50 | 1     |
    C3    | P3      | 64493-RT | 1     |
    C3    | P3      | 64494-RT | 1     |
    """


@drawn("FA204")
def test_every_injection_add_on():
    """
    code  | units | finding
    ------+-------+---------------
    64491 | 2     | certain recode
    64492 | 2     | certain recode
    64494 | 2     | certain recode
    64495 | 2     | certain recode
    """


@drawn("FA204")
def test_base_rfa_and_ultrasound_codes_are_not_injection_add_ons():
    """
    code  | units | finding
    ------+-------+--------
    64493 | 2     |
    64490 | 2     |
    64634 | 2     |
    64636 | 2     |
    0214T | 2     |
    0217T | 2     |
    """


@drawn("FA204")
def test_medicare_wants_50_and_not_two_lines():
    """
    claim | patient | code     | finding
    ------+---------+----------+-------------------
    C1    | P1      | 64494-RT | certain recode 2/1
    C1    | P1      | 64494-LT | certain recode 2/1
    C2    | P2      | 64494    | certain recode 2/1
    C2    | P2      | 64494    | certain recode 2/1
    """


@drawn("FA204")
def test_two_lines_of_other_sides_are_not_the_pattern():
    """
    claim | patient | code        | finding
    ------+---------+-------------+--------
    C1    | P1      | 64494-RT    |
    C1    | P1      | 64494-RT    |
    C2    | P2      | 64494-RT    |
    C2    | P2      | 64494       |
    C3    | P3      | 64494-50    |
    C3    | P3      | 64494       |
    C4    | P4      | 64494-RT-LT |
    C4    | P4      | 64494-LT    |
    """


@drawn("FA204")
def test_two_lines_have_one_unit_each_and_there_is_no_third():
    """The line with two units is the other pattern.

    claim | patient | code     | units | finding
    ------+---------+----------+-------+---------------
    C1    | P1      | 64494-RT | 1     |
    C1    | P1      | 64494-LT | 1     |
    C1    | P1      | 64494-LT | 1     |
    C2    | P2      | 64494-RT | 2     | certain recode
    C2    | P2      | 64494-LT | 1     |
    C3    | P3      | 64494    | 3     |
    """


@drawn("FA204")
def test_right_and_left_lines_of_two_add_on_codes_are_not_a_pair():
    """
    code     | finding
    ---------+--------
    64494-RT |
    64495-LT |
    """


@drawn("FA204")
def test_two_units_are_the_pattern_with_one_side_or_both_named():
    """
    claim | patient | code        | units | finding
    ------+---------+-------------+-------+---------------
    C1    | P1      | 64494-RT    | 2     | certain recode
    C2    | P2      | 64494-RT-LT | 2     | certain recode
    C3    | P3      | 64494-50    | 2     |
    """


@drawn("FA204")
def test_hospital_lines_too_but_not_asc_lines():
    """
    claim | patient | type | code     | units | finding
    ------+---------+------+----------+-------+---------------
    C1    | P1      | hopd | 64494    | 2     | certain recode
    C2    | P2      | hopd | 64494-RT | 1     | certain recode
    C2    | P2      | hopd | 64494-LT | 1     | certain recode
    C3    | P3      | asc  | 64494    | 2     |
    C4    | P4      | asc  | 64494-RT | 1     |
    C4    | P4      | asc  | 64494-LT | 1     |
    """


@drawn("FA204")
def test_one_group_over_two_claims_but_not_over_two_physicians_or_days():
    """
    claim | patient | date       | npi        | code     | finding
    ------+---------+------------+------------+----------+---------------
    C1    | P1      | 2025-03-04 | 1000000012 | 64494-RT | certain recode
    C2    | P1      | 2025-03-04 | 1000000012 | 64494-LT | certain recode
    C3    | P2      | 2025-03-04 | 1000000012 | 64494-RT |
    C4    | P2      | 2025-03-04 | 1000000020 | 64494-LT |
    C5    | P3      | 2025-03-04 | 1000000012 | 64494-RT |
    C6    | P3      | 2025-03-05 | 1000000012 | 64494-LT |
    """


@drawn("FA204")
def test_first_coast_accepts_either_style_and_the_other_macs_do_not():
    """
    claim | patient | mac         | code     | units | finding
    ------+---------+-------------+----------+-------+---------------
    C1    | P1      | fcso        | 64494    | 2     |
    C2    | P2      | fcso        | 64494-RT | 1     |
    C2    | P2      | fcso        | 64494-LT | 1     |
    C3    | P3      | fcso        | 64494-50 | 1     |
    C4    | P4      | ngs         | 64494    | 2     | certain recode
    C5    | P5      | novitas     | 64494    | 2     | certain recode
    C6    | P6      | wps         | 64494    | 2     | certain recode
    C7    | P7      | cgs         | 64494    | 2     | certain recode
    C8    | P8      | noridian-je | 64494    | 2     | certain recode
    C9    | P9      | noridian-jf | 64494    | 2     | certain recode
    CA    | PA      | -           | 64494    | 2     | certain recode
    """


@drawn("FA204")
def test_florida_lines_without_a_mac_are_first_coasts():
    """
    mac | state | code  | units | finding
    ----+-------+-------+-------+--------
    -   | FL    | 64494 | 2     |
    """


@drawn("FA204")
def test_other_payers_want_it_twice_and_not_50():
    """
    claim | patient | payer | code     | units | finding
    ------+---------+-------+----------+-------+-----------------
    C1    | P1      | aetna | 64493-50 | 1     |
    C1    | P1      | aetna | 64494-50 | 1     | certain none 1/2
    C2    | P2      | aetna | 64493-50 | 1     |
    C2    | P2      | aetna | 64494    | 2     |
    C3    | P3      | aetna | 64494-RT | 1     |
    C3    | P3      | aetna | 64494-LT | 1     |
    C4    | P4      | aetna | 64494    | 1     |
    C4    | P4      | aetna | 64494    | 1     |
    """


@drawn("FA204")
def test_other_payers_professional_and_hospital_add_ons_with_50_but_not_asc_or_rfa():
    """
    claim | patient | payer | type | mac  | code     | finding
    ------+---------+-------+------+------+----------+-------------
    C1    | P1      | aetna | hopd |      | 64495-50 | certain none
    C2    | P2      | aetna | asc  |      | 64494-50 |
    C3    | P3      | aetna |      |      | 64636-50 |
    C4    | P4      | aetna |      |      | 64490-50 |
    C5    | P5      | aetna |      | fcso | 64491-50 | certain none
    """


@drawn("FA204")
def test_a_line_of_another_payer_makes_no_pair():
    """
    claim | payer    | code     | finding
    ------+----------+----------+--------
    C1    | medicare | 64494-RT |
    C2    | aetna    | 64494-LT |
    """


@drawn("FA204")
def test_before_2021_too():
    """
    date       | code  | units | finding
    -----------+-------+-------+---------------
    2018-03-06 | 64494 | 2     | certain recode
    """


@drawn("FA204")
def test_inactive_lines_neither_make_nor_break_a_pair():
    """
    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+---------------
    C1    | P1      | 64494-RT | paid   |         |      |
    C1    | P1      | 64494-LT | denied |         |      |
    C2    | P2      | 64494-RT | paid   |         |      | certain recode
    C2    | P2      | 64494-LT | paid   |         |      | certain recode
    C2    | P2      | 64494-LT | paid   | 0.00    | 0.00 |
    """


@drawn("FA204")
def test_right_and_left_are_known_even_where_the_slots_are_full():
    """
    code              | finding
    ------------------+---------------
    64494-RT-GA-GC-Q6 | certain recode
    64494-LT          | certain recode
    """


@drawn("FA204")
def test_two_units_without_sides_and_with_full_slots_are_unknown():
    """A 50 may have been cut off.

    code              | units | finding
    ------------------+-------+--------
    64493-50          | 1     |
    64494-GA-GC-Q6-SA | 2     |

    unknown: 1
    """


@drawn("FA204")
def test_two_lines_without_sides_of_which_one_has_full_slots_are_unknown():
    """
    code              | finding
    ------------------+--------
    64494-GA-GC-Q6-SA |
    64494             |

    unknown: 2
    """


@drawn("FA204")
def test_one_line_of_one_unit_with_full_slots_is_no_question():
    """
    code              | finding
    ------------------+--------
    64494-GA-GC-Q6-SA |

    unknown: 0
    """


@drawn("FA204")
def test_two_units_on_a_named_side_are_no_question_though_the_slots_are_full():
    """
    code              | units | finding
    ------------------+-------+---------------
    64494-RT-GA-GC-Q6 | 2     | certain recode

    unknown: 0
    """


@drawn("FA204")
def test_full_slots_of_lines_that_are_not_the_pattern_are_no_question():
    """Another code, a third line, three units, lines whose slots are free, ASC, First Coast, another payer.

    claim | patient | payer    | mac  | type | code              | units | finding
    ------+---------+----------+------+------+-------------------+-------+---------------
    C1    | P1      | medicare |      |      | 64493-GA-GC-Q6-SA | 2     |
    C1    | P1      | medicare |      |      | 64636-GA-GC-Q6-SA | 2     |
    C2    | P2      | medicare |      |      | 64494             | 1     | certain recode
    C2    | P2      | medicare |      |      | 64494             | 1     | certain recode
    C2    | P2      | medicare |      |      | 64495-GA-GC-Q6-SA | 1     |
    C3    | P3      | medicare |      |      | 64494-GA-GC-Q6-SA | 1     |
    C3    | P3      | medicare |      |      | 64494             | 1     |
    C3    | P3      | medicare |      |      | 64494             | 1     |
    C4    | P4      | medicare |      |      | 64494-GA-GC-Q6-SA | 3     |
    C5    | P5      | medicare |      | asc  | 64494-GA-GC-Q6-SA | 2     |
    C6    | P6      | medicare | fcso |      | 64494-GA-GC-Q6-SA | 2     |
    C7    | P7      | aetna    |      |      | 64494-GA-GC-Q6-SA | 2     |

    unknown: 0
    """


@drawn("FA204")
def test_full_slots_beside_another_code_twice():
    """The pair of one code is unknown, the single line of the other is not; hospital lines are asked too.

    claim | patient | type | code              | units | finding
    ------+---------+------+-------------------+-------+--------
    C1    | P1      |      | 64494-GA-GC-Q6-SA | 1     |
    C1    | P1      |      | 64494             | 1     |
    C1    | P1      |      | 64495             | 1     |
    C2    | P2      | hopd | 64491-GA-GC-Q6-SA | 2     |

    unknown: 3
    """


@drawn("FA204")
def test_modifier_50_on_add_ons_before_and_after_2020():
    """Medicare's indicators of 2020 are carried back; CPT asks for the code twice since 2020.

    claim | payer    | date       | code     | units | finding
    ------+----------+------------+----------+-------+---------------
    C1    | medicare | 2019-12-31 | 64494    | 2     | certain recode
    C2    | medicare | 2020-01-01 | 64494    | 2     | certain recode
    C3    | aetna    | 2019-12-31 | 64494-50 | 1     |
    C4    | aetna    | 2020-01-01 | 64494-50 | 1     | certain none
    """
