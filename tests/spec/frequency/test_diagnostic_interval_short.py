"""FA405 diagnostic-interval-short: a diagnostic session less than two weeks after the one before."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA405")
def test_thirteen_days_are_short_and_fourteen_are_not():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------------------
    C1    | P1      | 2025-03-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-17 | 64493-RT-KX | probable deny 13/14
    C2    | P1      | 2025-03-17 | 64494-RT-KX | probable deny 13/14
    C3    | P2      | 2025-03-04 | 64493-RT-KX |
    C4    | P2      | 2025-03-18 | 64493-RT-KX |
    C5    | P3      | 2025-03-04 | 64490-RT-KX |
    C6    | P3      | 2025-03-05 | 64490-LT-KX | probable deny 1/14
    """


@drawn("FA405")
def test_days_are_counted_across_the_end_of_february():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------------------
    C1    | P1      | 2024-02-22 | 64493-RT-KX |
    C2    | P1      | 2024-03-07 | 64493-RT-KX |
    C3    | P2      | 2024-02-23 | 64493-RT-KX |
    C4    | P2      | 2024-03-07 | 64493-RT-KX | probable deny 13/14
    C5    | P3      | 2025-02-22 | 64493-RT-KX |
    C6    | P3      | 2025-03-07 | 64493-RT-KX | probable deny 13/14
    """


@drawn("FA405")
def test_the_session_before_counts_even_if_it_was_too_early_itself():
    """
    claim | date       | code        | finding
    ------+------------+-------------+--------------------
    C1    | 2025-03-04 | 64493-RT-KX |
    C2    | 2025-03-12 | 64493-RT-KX | probable deny 8/14
    C3    | 2025-03-24 | 64493-RT-KX | probable deny 12/14
    C4    | 2025-04-08 | 64493-RT-KX |
    """


@drawn("FA405")
def test_the_other_side_of_the_region_is_the_same_region_and_the_other_region_is_not():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+-------------------
    C1    | P1      | 2025-03-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-11 | 64493-LT-KX | probable deny 7/14
    C3    | P2      | 2025-03-04 | 64493-RT-KX |
    C4    | P2      | 2025-03-11 | 64490-RT-KX |
    C5    | P3      | 2025-03-11 | 64493-RT-KX |
    """


@drawn("FA405")
def test_a_thoraco_lumbar_session_is_lumbar():
    """
    claim | date       | code        | finding
    ------+------------+-------------+-------------------
    C1    | 2025-03-04 | 64493-RT-KX |
    C2    | 2025-03-11 | 64490-RT-KX | probable deny 7/14
    C2    | 2025-03-11 | 64494-RT-KX | probable deny 7/14
    """


@drawn("FA405")
def test_therapeutic_and_rfa_sessions_have_no_such_interval():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------------------
    C1    | P1      | 2025-03-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-11 | 64493-RT    |
    C3    | P1      | 2025-03-17 | 64493-RT-KX | probable deny 13/14
    C4    | P2      | 2025-03-04 | 64493-RT    |
    C5    | P2      | 2025-03-11 | 64493-RT-KX |
    C6    | P3      | 2025-03-04 | 64635-RT    |
    C7    | P3      | 2025-03-11 | 64493-RT-KX |
    """


@drawn("FA405")
def test_every_injection_line_of_the_session_of_any_provider_or_claim_type():
    """
    claim | date       | npi        | type         | code        | finding
    ------+------------+------------+--------------+-------------+-------------------
    C1    | 2025-03-04 | 1000000012 | professional | 64493-RT-KX |
    C2    | 2025-03-11 | 1000000020 | professional | 64493-RT-KX | probable deny 7/14
    C3    | 2025-03-11 | 1000000012 | asc          | 64493-RT    | probable deny 7/14
    C2    | 2025-03-11 | 1000000020 | professional | 64635-RT    |
    """


@drawn("FA405")
def test_two_claims_of_one_day_are_one_session():
    """
    claim | date       | type         | code        | finding
    ------+------------+--------------+-------------+--------
    C1    | 2025-03-04 | professional | 64493-RT-KX |
    C2    | 2025-03-04 | asc          | 64493-RT-KX |
    """


@drawn("FA405")
def test_sessions_before_the_macs_2021_text_do_not_count():
    """
    claim | patient | date       | mac      | code        | finding
    ------+---------+------------+----------+-------------+-------------------
    C1    | P1      | 2021-04-24 | palmetto | 64493-RT-KX |
    C2    | P1      | 2021-05-03 | palmetto | 64493-RT-KX |
    C3    | P2      | 2021-04-25 | palmetto | 64493-RT-KX |
    C4    | P2      | 2021-05-03 | palmetto | 64493-RT-KX | probable deny 8/14
    C5    | P3      | 2021-05-01 | cgs      | 64493-RT-KX |
    C6    | P3      | 2021-05-10 | cgs      | 64493-RT-KX |
    C7    | P4      | 2021-05-02 | cgs      | 64493-RT-KX |
    C8    | P4      | 2021-05-10 | cgs      | 64493-RT-KX | probable deny 8/14
    C9    | P5      | 2020-05-05 | palmetto | 64493-RT-KX |
    CA    | P5      | 2020-05-12 | palmetto | 64493-RT-KX |
    """


@drawn("FA405")
def test_other_payers_sessions_neither_count_nor_are_short():
    """
    claim | patient | payer    | date       | code        | finding
    ------+---------+----------+------------+-------------+--------
    C1    | P1      | aetna    | 2025-03-04 | 64493-RT-KX |
    C2    | P1      | medicare | 2025-03-11 | 64493-RT-KX |
    C3    | P2      | aetna    | 2025-03-04 | 64493-RT-KX |
    C4    | P2      | aetna    | 2025-03-11 | 64493-RT-KX |
    """


@drawn("FA405")
def test_sessions_whose_lines_are_not_active_do_not_count():
    """
    claim | patient | date       | code        | units | status | allowed | paid   | finding
    ------+---------+------------+-------------+-------+--------+---------+--------+--------
    C1    | P1      | 2025-03-04 | 64493-RT-KX | 1     | denied |         |        |
    C2    | P1      | 2025-03-11 | 64493-RT-KX | 1     | paid   |         |        |
    C3    | P2      | 2025-03-04 | 64493-RT-KX | 1     | paid   | 100.00  | 78.40  |
    C3    | P2      | 2025-03-04 | 64493-RT-KX | -1    | paid   | -100.00 | -78.40 |
    C4    | P2      | 2025-03-11 | 64493-RT-KX | 1     | paid   |         |        |
    """


@drawn("FA405")
def test_a_session_of_unknown_kind_is_no_diagnostic_session():
    """
    claim | date       | code              | finding
    ------+------------+-------------------+--------
    C1    | 2025-03-04 | 64493-RT-GA-GC-Q6 |
    C2    | 2025-03-11 | 64493-RT-KX       |
    """
