"""FA403 rfa-sessions-exceeded: more than two RFA sessions of a region in twelve months."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA403")
def test_two_sessions_are_the_limit_and_the_third_exceeds_it():
    """
    claim | date       | code     | finding
    ------+------------+----------+-----------------
    C1    | 2024-09-03 | 64635-RT |
    C2    | 2024-09-24 | 64635-LT |
    C3    | 2025-03-04 | 64635-RT | certain deny 3/2
    C3    | 2025-03-04 | 64636-RT | certain deny 3/2
    """


@drawn("FA403")
def test_the_anniversary_of_the_first_is_outside_its_window_and_the_day_before_inside():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+-----------------
    C1    | P1      | 2024-03-04 | 64633-RT |
    C2    | P1      | 2024-09-03 | 64633-RT |
    C3    | P1      | 2025-03-04 | 64633-RT |
    C4    | P2      | 2024-03-04 | 64633-RT |
    C5    | P2      | 2024-09-03 | 64633-RT |
    C6    | P2      | 2025-03-03 | 64633-RT | certain deny 3/2
    C7    | P3      | 2024-02-29 | 64633-RT |
    C8    | P3      | 2024-09-03 | 64633-RT |
    C9    | P3      | 2025-02-28 | 64633-RT | certain deny 3/2
    """


@drawn("FA403")
def test_an_excess_session_does_not_count_later():
    """
    claim | date       | code     | finding
    ------+------------+----------+-----------------
    C1    | 2024-01-09 | 64635-RT |
    C2    | 2024-06-04 | 64635-LT |
    C3    | 2024-11-05 | 64635-RT | certain deny 3/2
    C4    | 2025-01-09 | 64635-RT |
    C5    | 2025-06-03 | 64635-LT | certain deny 3/2
    C6    | 2025-06-04 | 64635-LT |
    """


@drawn("FA403")
def test_before_the_macs_2021_text_it_is_probable_and_after_it_certain():
    """Sessions of all dates count.

    claim | patient | date       | mac      | code     | finding
    ------+---------+------------+----------+----------+------------------
    C1    | P1      | 2020-10-06 | palmetto | 64635-RT |
    C2    | P1      | 2020-11-03 | palmetto | 64635-LT |
    C3    | P1      | 2021-04-24 | palmetto | 64635-RT | probable deny 3/2
    C4    | P2      | 2020-10-06 | palmetto | 64635-RT |
    C5    | P2      | 2020-11-03 | palmetto | 64635-LT |
    C6    | P2      | 2021-04-25 | palmetto | 64635-RT | certain deny 3/2
    C7    | P3      | 2020-10-06 | cgs      | 64635-RT |
    C8    | P3      | 2020-11-03 | cgs      | 64635-LT |
    C9    | P3      | 2021-05-01 | cgs      | 64635-RT | probable deny 3/2
    CA    | P4      | 2020-10-06 | cgs      | 64635-RT |
    CB    | P4      | 2020-11-03 | cgs      | 64635-LT |
    CC    | P4      | 2021-05-02 | cgs      | 64635-RT | certain deny 3/2
    CD    | P5      | 2020-10-06 | -        | 64635-RT |
    CE    | P5      | 2020-11-03 | -        | 64635-LT |
    CF    | P5      | 2021-05-01 | -        | 64635-RT | probable deny 3/2
    """


@drawn("FA403")
def test_long_before_2021_too():
    """
    claim | date       | code     | finding
    ------+------------+----------+------------------
    C1    | 2018-01-09 | 64635-RT |
    C2    | 2018-03-06 | 64635-LT |
    C3    | 2018-06-05 | 64635-RT | probable deny 3/2
    """


@drawn("FA403")
def test_regions_and_patients_count_apart_and_providers_do_not():
    """
    claim | patient | date       | npi        | code     | finding
    ------+---------+------------+------------+----------+-----------------
    C1    | P1      | 2024-09-03 | 1000000012 | 64635-RT |
    C2    | P1      | 2024-10-01 | 1000000020 | 64635-LT |
    C3    | P1      | 2024-11-05 | 1000000012 | 64633-RT |
    C4    | P2      | 2024-11-05 | 1000000012 | 64635-RT |
    C5    | P1      | 2024-12-03 | 1000000038 | 64635-RT | certain deny 3/2
    """


@drawn("FA403")
def test_thoraco_lumbar_rfa_is_one_lumbar_session():
    """
    claim | date       | code     | finding
    ------+------------+----------+-----------------
    C1    | 2024-09-03 | 64635-RT |
    C2    | 2024-10-01 | 64635-LT |
    C3    | 2024-11-05 | 64633-RT | certain deny 3/2
    C3    | 2024-11-05 | 64636-RT | certain deny 3/2
    """


@drawn("FA403")
def test_a_day_of_two_claims_is_one_session_and_both_are_at_issue():
    """
    claim | date       | type         | code     | finding
    ------+------------+--------------+----------+-----------------
    C1    | 2024-09-03 | professional | 64635-RT |
    C2    | 2024-09-03 | asc          | 64635-RT |
    C3    | 2024-10-01 | professional | 64635-LT |
    C4    | 2024-10-01 | asc          | 64635-LT |
    C5    | 2024-11-05 | professional | 64635-RT | certain deny 3/2
    C6    | 2024-11-05 | asc          | 64635-RT | certain deny 3/2
    """


@drawn("FA403")
def test_injections_are_not_rfa_sessions():
    """
    claim | date       | code     | finding
    ------+------------+----------+-----------------
    C1    | 2024-09-03 | 64493-RT |
    C2    | 2024-10-01 | 64635-RT |
    C3    | 2024-11-05 | 64635-LT |
    C4    | 2024-12-03 | 64493-RT |
    C5    | 2025-01-07 | 64635-RT | certain deny 3/2
    C5    | 2025-01-07 | 64493-RT |
    """


@drawn("FA403")
def test_other_payers_sessions_neither_count_nor_exceed():
    """
    claim | patient | payer    | date       | code     | finding
    ------+---------+----------+------------+----------+--------
    C1    | P1      | medicare | 2024-09-03 | 64635-RT |
    C2    | P1      | aetna    | 2024-10-01 | 64635-LT |
    C3    | P1      | medicare | 2024-11-05 | 64635-RT |
    D1    | P2      | aetna    | 2024-09-03 | 64635-RT |
    D2    | P2      | aetna    | 2024-10-01 | 64635-LT |
    D3    | P2      | aetna    | 2024-11-05 | 64635-RT |
    """


@drawn("FA403")
def test_sessions_whose_lines_are_not_active_do_not_count():
    """
    claim | date       | code     | units | status | allowed | paid   | finding
    ------+------------+----------+-------+--------+---------+--------+--------
    C1    | 2024-09-03 | 64635-RT | 1     | denied |         |        |
    C2    | 2024-09-17 | 64635-RT | 1     | paid   | 0.00    | 0.00   |
    C3    | 2024-10-01 | 64635-RT | 1     | paid   | 100.00  | 78.40  |
    C3    | 2024-10-01 | 64635-RT | -1    | paid   | -100.00 | -78.40 |
    C4    | 2024-11-05 | 64635-RT | 1     | paid   |         |        |
    C5    | 2024-12-03 | 64635-LT | 1     | paid   |         |        |
    """


@drawn("FA403")
def test_full_slots_tell_nothing_of_an_rfa_session():
    """
    claim | date       | code              | finding
    ------+------------+-------------------+-----------------
    C1    | 2024-09-03 | 64635-RT-GA-GC-Q6 |
    C2    | 2024-10-01 | 64635-RT-GA-GC-Q6 |
    C3    | 2024-11-05 | 64635-RT-GA-GC-Q6 | certain deny 3/2

    unknown: 0
    """


@drawn("FA403")
def test_a_fifth_injection_session_is_another_rule():
    """
    claim | date       | code     | finding
    ------+------------+----------+--------
    C1    | 2024-09-03 | 64493-RT |
    C2    | 2024-10-01 | 64493-RT |
    C3    | 2024-11-05 | 64493-RT |
    C4    | 2024-12-03 | 64493-RT |
    C5    | 2025-01-07 | 64493-RT |
    """
