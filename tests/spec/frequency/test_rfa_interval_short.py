"""FA406 rfa-interval-short: an ablation less than six months after one of the same side."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA406")
def test_exactly_six_months_are_enough_and_a_day_less_is_short():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+------------------
    C1    | P1      | 2024-09-04 | 64635-RT |
    C2    | P1      | 2025-03-04 | 64635-RT |
    C3    | P2      | 2024-09-05 | 64635-RT |
    C4    | P2      | 2025-03-04 | 64635-RT | probable deny 5/6
    C4    | P2      | 2025-03-04 | 64636-RT | probable deny 5/6
    C5    | P3      | 2025-03-03 | 64633-LT |
    C6    | P3      | 2025-03-04 | 64633-LT | probable deny 0/6
    """


@drawn("FA406")
def test_six_months_back_from_the_end_of_august_is_the_end_of_february():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+------------------
    C1    | P1      | 2023-02-28 | 64635-RT |
    C2    | P1      | 2023-08-31 | 64635-RT |
    C3    | P2      | 2023-03-01 | 64635-RT |
    C4    | P2      | 2023-08-31 | 64635-RT | probable deny 5/6
    C5    | P3      | 2024-02-28 | 64635-RT |
    C6    | P3      | 2024-08-29 | 64635-RT |
    C7    | P4      | 2024-02-29 | 64635-RT |
    C8    | P4      | 2024-08-28 | 64635-RT | probable deny 5/6
    """


@drawn("FA406")
def test_right_and_then_left_is_never_short():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------
    C1    | P1      | 2025-02-18 | 64635-RT |
    C2    | P1      | 2025-03-04 | 64635-LT |
    C3    | P2      | 2025-02-18 | 64633-LT |
    C4    | P2      | 2025-03-04 | 64633-RT |

    unknown: 0
    """


@drawn("FA406")
def test_both_sides_have_either_side_in_common():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------------
    C1    | P1      | 2025-01-07 | 64635-50    |
    C2    | P1      | 2025-03-04 | 64635-LT    | probable deny
    C3    | P2      | 2025-01-07 | 64635-RT    |
    C4    | P2      | 2025-03-04 | 64635-50    | probable deny
    C5    | P3      | 2025-01-07 | 64635-50    |
    C6    | P3      | 2025-03-04 | 64635-50    | probable deny
    C7    | P4      | 2025-01-07 | 64635-RT-LT |
    C8    | P4      | 2025-03-04 | 64635-LT    | probable deny
    """


@drawn("FA406")
def test_the_sides_of_a_session_are_those_of_all_its_lines():
    """The session is short with all its lines, the left one too.

    claim | patient | date       | type         | code     | finding
    ------+---------+------------+--------------+----------+--------------
    C1    | P1      | 2025-01-07 | professional | 64635-RT |
    C1    | P1      | 2025-01-07 | professional | 64636-LT |
    C2    | P1      | 2025-03-04 | professional | 64635-LT | probable deny
    C3    | P2      | 2025-01-07 | professional | 64635-RT |
    C4    | P2      | 2025-03-04 | professional | 64635-RT | probable deny
    C4    | P2      | 2025-03-04 | professional | 64636-LT | probable deny
    C5    | P2      | 2025-03-04 | asc          | 64635-LT | probable deny
    """


@drawn("FA406")
def test_any_session_within_the_six_months_counts_and_not_only_the_one_before():
    """Right, left, right: the third is short after the first.

    claim | date       | code     | finding
    ------+------------+----------+------------------
    C1    | 2024-11-05 | 64635-RT |
    C2    | 2025-01-07 | 64635-LT |
    C3    | 2025-03-04 | 64635-RT | probable deny 3/6
    """


@drawn("FA406")
def test_a_session_that_was_too_early_itself_counts():
    """
    claim | date       | code     | finding
    ------+------------+----------+------------------
    C1    | 2024-09-03 | 64635-RT |
    C2    | 2024-12-03 | 64635-RT | probable deny 3/6
    C3    | 2025-05-06 | 64635-RT | probable deny 5/6
    C4    | 2025-11-06 | 64635-RT |
    """


@drawn("FA406")
def test_of_two_earlier_sessions_the_nearest_is_observed():
    """
    claim | date       | code     | finding
    ------+------------+----------+------------------
    C1    | 2024-11-05 | 64635-RT |
    C2    | 2025-01-07 | 64635-RT | probable deny 2/6
    C3    | 2025-03-04 | 64635-RT | probable deny 1/6
    """


@drawn("FA406")
def test_without_a_known_side_in_common_a_line_without_a_side_is_unknown():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------
    C1    | P1      | 2025-01-07 | 64635    |
    C2    | P1      | 2025-03-04 | 64635-RT |
    C3    | P2      | 2025-01-07 | 64635-RT |
    C4    | P2      | 2025-03-04 | 64635    |
    C5    | P3      | 2025-01-07 | 64635    |
    C6    | P3      | 2025-03-04 | 64635    |
    C6    | P3      | 2025-03-04 | 64636    |
    C7    | P4      | 2025-01-07 | 64635-RT |
    C7    | P4      | 2025-01-07 | 64636    |
    C8    | P4      | 2025-03-04 | 64635-LT |

    unknown: 5
    """


@drawn("FA406")
def test_a_known_side_in_common_is_a_finding_beside_lines_without_a_side():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------------
    C1    | P1      | 2025-01-07 | 64635-RT |
    C1    | P1      | 2025-01-07 | 64636    |
    C2    | P1      | 2025-03-04 | 64635-RT | probable deny
    C2    | P1      | 2025-03-04 | 64636    | probable deny
    C3    | P2      | 2024-12-03 | 64635-RT |
    C4    | P2      | 2025-01-07 | 64635    |
    C5    | P2      | 2025-03-04 | 64635-RT | probable deny

    unknown: 1
    """


@drawn("FA406")
def test_without_another_session_within_six_months_no_side_is_needed():
    """
    claim | patient | date       | code  | finding
    ------+---------+------------+-------+--------
    C1    | P1      | 2025-03-04 | 64635 |
    C2    | P2      | 2024-09-04 | 64635 |
    C3    | P2      | 2025-03-04 | 64635 |

    unknown: 0
    """


@drawn("FA406")
def test_regions_and_patients_are_apart():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------
    C1    | P1      | 2025-01-07 | 64635-RT |
    C2    | P1      | 2025-03-04 | 64633-RT |
    C3    | P2      | 2025-03-04 | 64635-RT |
    """


@drawn("FA406")
def test_the_thoraco_lumbar_pair_is_a_lumbar_session():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------------
    C1    | P1      | 2025-01-07 | 64635-RT |
    C2    | P1      | 2025-03-04 | 64633-RT | probable deny
    C2    | P1      | 2025-03-04 | 64636-RT | probable deny
    C3    | P2      | 2025-01-07 | 64633-RT |
    C4    | P2      | 2025-03-04 | 64633-RT |
    C4    | P2      | 2025-03-04 | 64636-RT |
    """


@drawn("FA406")
def test_injections_are_no_ablations():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------
    C1    | P1      | 2025-01-07 | 64493-RT |
    C2    | P1      | 2025-03-04 | 64635-RT |
    C3    | P2      | 2025-01-07 | 64635-RT |
    C4    | P2      | 2025-03-04 | 64493-RT |
    """


@drawn("FA406")
def test_every_ablation_line_of_the_session_of_any_provider_or_claim_type():
    """
    claim | date       | npi        | type         | code     | finding
    ------+------------+------------+--------------+----------+--------------
    C1    | 2025-01-07 | 1000000012 | professional | 64635-RT |
    C2    | 2025-03-04 | 1000000020 | professional | 64635-RT | probable deny
    C3    | 2025-03-04 | 1000000012 | hopd         | 64635-RT | probable deny
    C2    | 2025-03-04 | 1000000020 | professional | 64493-RT |
    """


@drawn("FA406")
def test_two_claims_of_one_day_are_one_session():
    """
    claim | type         | code     | finding
    ------+--------------+----------+--------
    C1    | professional | 64635-RT |
    C2    | asc          | 64635-RT |
    """


@drawn("FA406")
def test_the_later_session_must_be_of_the_macs_2021_text_and_the_earlier_of_any_date():
    """
    claim | patient | date       | mac      | code     | finding
    ------+---------+------------+----------+----------+--------------
    C1    | P1      | 2021-01-05 | palmetto | 64635-RT |
    C2    | P1      | 2021-04-24 | palmetto | 64635-RT |
    C3    | P2      | 2021-01-05 | palmetto | 64635-RT |
    C4    | P2      | 2021-04-25 | palmetto | 64635-RT | probable deny
    C5    | P3      | 2021-01-05 | cgs      | 64635-RT |
    C6    | P3      | 2021-05-01 | cgs      | 64635-RT |
    C7    | P4      | 2021-01-05 | cgs      | 64635-RT |
    C8    | P4      | 2021-05-02 | cgs      | 64635-RT | probable deny
    C9    | P5      | 2021-01-05 | -        | 64635-RT |
    CA    | P5      | 2021-05-01 | -        | 64635-RT |
    """


@drawn("FA406")
def test_other_payers_ablations_neither_count_nor_are_short():
    """
    claim | patient | payer    | date       | code     | finding
    ------+---------+----------+------------+----------+--------
    C1    | P1      | aetna    | 2025-01-07 | 64635-RT |
    C2    | P1      | aetna    | 2025-03-04 | 64635-RT |
    C3    | P2      | aetna    | 2025-01-07 | 64635-RT |
    C4    | P2      | medicare | 2025-03-04 | 64635-RT |
    C5    | P3      | aetna    | 2025-01-07 | 64635    |
    C6    | P3      | aetna    | 2025-03-04 | 64635    |

    unknown: 0
    """


@drawn("FA406")
def test_sessions_whose_lines_are_not_active_do_not_count():
    """
    claim | patient | date       | code     | units | status | allowed | paid   | finding
    ------+---------+------------+----------+-------+--------+---------+--------+--------
    C1    | P1      | 2025-01-07 | 64635-RT | 1     | denied |         |        |
    C2    | P1      | 2025-03-04 | 64635-RT | 1     | paid   |         |        |
    C3    | P2      | 2025-01-07 | 64635-RT | 1     | paid   | 0.00    | 0.00   |
    C4    | P2      | 2025-03-04 | 64635-RT | 1     | paid   |         |        |
    C5    | P3      | 2025-01-07 | 64635-RT | 1     | paid   | 100.00  | 78.40  |
    C5    | P3      | 2025-01-07 | 64635-RT | -1    | paid   | -100.00 | -78.40 |
    C6    | P3      | 2025-03-04 | 64635-RT | 1     | paid   |         |        |
    C7    | P4      | 2025-01-07 | 64635-RT | 1     | paid   |         |        |
    C8    | P4      | 2025-03-04 | 64635-RT | 1     | denied |         |        |
    """
