"""FA409 therapeutic-interval-short: two therapeutic sessions less than three months apart."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA409")
def test_exactly_three_months_are_enough_and_a_day_less_is_short():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+----------------
    C1    | P1      | 2024-12-04 | 64493-RT |
    C2    | P1      | 2025-03-04 | 64493-RT |
    C3    | P2      | 2024-12-05 | 64493-RT |
    C4    | P2      | 2025-03-04 | 64493-RT | review none 2/3
    C4    | P2      | 2025-03-04 | 64494-RT | review none 2/3
    C5    | P3      | 2025-03-03 | 64490-RT |
    C6    | P3      | 2025-03-04 | 64490-RT | review none 0/3
    """


@drawn("FA409")
def test_three_months_back_from_the_end_of_may_is_the_end_of_february():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+----------------
    C1    | P1      | 2025-02-28 | 64493-RT |
    C2    | P1      | 2025-05-31 | 64493-RT |
    C3    | P2      | 2025-03-01 | 64493-RT |
    C4    | P2      | 2025-05-31 | 64493-RT | review none 2/3
    C5    | P3      | 2024-02-29 | 64493-RT |
    C6    | P3      | 2024-05-28 | 64493-RT | review none 2/3
    """


@drawn("FA409")
def test_the_nearest_session_is_observed_even_if_it_was_too_early_itself():
    """
    claim | date       | code     | finding
    ------+------------+----------+----------------
    C1    | 2024-12-10 | 64493-RT |
    C2    | 2025-01-07 | 64493-RT | review none 0/3
    C3    | 2025-03-04 | 64493-RT | review none 1/3
    C4    | 2025-06-04 | 64493-RT |
    """


@drawn("FA409")
def test_the_other_side_is_the_same_region_and_the_other_region_or_patient_is_not():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+----------------
    C1    | P1      | 2025-02-04 | 64493-RT |
    C2    | P1      | 2025-03-04 | 64493-LT | review none 1/3
    C3    | P2      | 2025-02-04 | 64493-RT |
    C4    | P2      | 2025-03-04 | 64490-RT |
    C5    | P3      | 2025-03-04 | 64493-RT |
    """


@drawn("FA409")
def test_the_thoraco_lumbar_pair_is_lumbar():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+----------------
    C1    | P1      | 2025-02-04 | 64493-RT |
    C2    | P1      | 2025-03-04 | 64490-RT | review none 1/3
    C2    | P1      | 2025-03-04 | 64494-RT | review none 1/3
    C3    | P2      | 2025-02-04 | 64490-RT |
    C4    | P2      | 2025-03-04 | 64490-RT |
    C4    | P2      | 2025-03-04 | 64494-RT |
    """


@drawn("FA409")
def test_diagnostic_and_ablation_sessions_are_other_kinds():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C1    | P1      | 2025-02-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64493-RT    |
    C3    | P2      | 2025-02-04 | 64493-RT    |
    C4    | P2      | 2025-03-04 | 64493-RT-KX |
    C5    | P3      | 2025-02-04 | 64635-RT    |
    C6    | P3      | 2025-03-04 | 64493-RT    |
    C7    | P4      | 2025-01-14 | 64493-RT    |
    C8    | P4      | 2025-02-04 | 64493-RT-KX |
    C9    | P4      | 2025-03-04 | 64493-RT    | review none 1/3
    """


@drawn("FA409")
def test_every_injection_line_of_the_session_of_any_provider_or_claim_type():
    """The physician's lines tell the kind.

    claim | date       | npi        | type         | code        | finding
    ------+------------+------------+--------------+-------------+----------------
    C1    | 2025-02-04 | 1000000012 | professional | 64493-RT    |
    C2    | 2025-03-04 | 1000000020 | professional | 64493-RT    | review none 1/3
    C3    | 2025-03-04 | 1000000012 | asc          | 64493-RT-KX | review none 1/3
    C2    | 2025-03-04 | 1000000020 | professional | 64635-RT    |
    """


@drawn("FA409")
def test_two_claims_of_one_day_are_one_session():
    """
    claim | type         | code     | finding
    ------+--------------+----------+--------
    C1    | professional | 64493-RT |
    C2    | asc          | 64493-RT |
    """


@drawn("FA409")
def test_both_sessions_must_be_of_the_macs_2021_text():
    """
    claim | patient | date       | mac      | code     | finding
    ------+---------+------------+----------+----------+----------------
    C1    | P1      | 2021-04-24 | palmetto | 64493-RT |
    C2    | P1      | 2021-05-25 | palmetto | 64493-RT |
    C3    | P2      | 2021-04-25 | palmetto | 64493-RT |
    C4    | P2      | 2021-05-25 | palmetto | 64493-RT | review none 1/3
    C5    | P3      | 2021-05-01 | cgs      | 64493-RT |
    C6    | P3      | 2021-06-02 | cgs      | 64493-RT |
    C7    | P4      | 2021-05-02 | cgs      | 64493-RT |
    C8    | P4      | 2021-06-02 | cgs      | 64493-RT | review none 1/3
    C9    | P5      | 2021-05-01 | -        | 64493-RT |
    CA    | P5      | 2021-06-02 | -        | 64493-RT |
    CB    | P6      | 2020-05-05 | palmetto | 64493-RT |
    CC    | P6      | 2020-06-02 | palmetto | 64493-RT |
    """


@drawn("FA409")
def test_other_payers_sessions_neither_count_nor_are_short():
    """
    claim | patient | payer    | date       | code              | finding
    ------+---------+----------+------------+-------------------+--------
    C1    | P1      | aetna    | 2025-02-04 | 64493-RT          |
    C2    | P1      | aetna    | 2025-03-04 | 64493-RT          |
    C3    | P2      | aetna    | 2025-02-04 | 64493-RT          |
    C4    | P2      | medicare | 2025-03-04 | 64493-RT          |
    C5    | P3      | aetna    | 2025-03-04 | 64493-RT-GA-GC-Q6 |

    unknown: 0
    """


@drawn("FA409")
def test_sessions_whose_lines_are_not_active_do_not_count():
    """
    claim | patient | date       | code     | units | status | allowed | paid   | finding
    ------+---------+------------+----------+-------+--------+---------+--------+--------
    C1    | P1      | 2025-02-04 | 64493-RT | 1     | denied |         |        |
    C2    | P1      | 2025-03-04 | 64493-RT | 1     | paid   |         |        |
    C3    | P2      | 2025-02-04 | 64493-RT | 1     | paid   | 0.00    | 0.00   |
    C4    | P2      | 2025-03-04 | 64493-RT | 1     | paid   |         |        |
    C5    | P3      | 2025-02-04 | 64493-RT | 1     | paid   | 100.00  | 78.40  |
    C5    | P3      | 2025-02-04 | 64493-RT | -1    | paid   | -100.00 | -78.40 |
    C6    | P3      | 2025-03-04 | 64493-RT | 1     | paid   |         |        |
    C7    | P4      | 2025-02-04 | 64493-RT | 1     | paid   |         |        |
    C8    | P4      | 2025-03-04 | 64493-RT | 1     | denied |         |        |
    """


@drawn("FA409")
def test_a_session_of_unknown_kind_is_unknown_and_counts_for_no_other():
    """
    claim | patient | date       | code              | finding
    ------+---------+------------+-------------------+--------
    C1    | P1      | 2025-02-04 | 64493-RT          |
    C2    | P1      | 2025-03-04 | 64493-RT-GA-GC-Q6 |
    C2    | P1      | 2025-03-04 | 64494-RT          |
    C3    | P2      | 2025-02-04 | 64493-RT-GA-GC-Q6 |
    C4    | P2      | 2025-03-04 | 64493-RT          |

    unknown: 3
    """


@drawn("FA409")
def test_the_beginning_of_the_extract_makes_nothing_unknown():
    """
    claim | date       | code     | finding
    ------+------------+----------+----------------
    C1    | 2025-02-04 | 64493-RT |
    C2    | 2025-03-04 | 64493-RT | review none 1/3

    alone
    unknown: 0
    """
