"""FA404 injection-sessions-exceeded: more than five injection sessions in twelve months before the 2021 text."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA404")
def test_five_sessions_are_the_limit_and_the_sixth_exceeds_it():
    """
    claim | date       | code     | finding
    ------+------------+----------+------------------
    C1    | 2019-01-08 | 64493-RT |
    C2    | 2019-03-05 | 64493-RT |
    C3    | 2019-05-07 | 64493-RT |
    C4    | 2019-07-09 | 64493-RT |
    C5    | 2019-09-03 | 64493-RT |
    C6    | 2019-11-05 | 64493-RT | probable deny 6/5
    C6    | 2019-11-05 | 64494-RT | probable deny 6/5
    """


@drawn("FA404")
def test_diagnostic_and_therapeutic_sessions_count_together():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+------------------
    C1    | P1      | 2019-01-08 | 64493-RT-KX |
    C2    | P1      | 2019-03-05 | 64493-RT-KX |
    C3    | P1      | 2019-05-07 | 64493-RT    |
    C4    | P1      | 2019-07-09 | 64493-RT    |
    C5    | P1      | 2019-09-03 | 64493-RT    |
    C6    | P1      | 2019-11-05 | 64493-RT-KX | probable deny 6/5
    D1    | P2      | 2019-01-08 | 64493-RT-KX |
    D2    | P2      | 2019-03-05 | 64493-RT-KX |
    D3    | P2      | 2019-05-07 | 64493-RT-KX |
    D4    | P2      | 2019-07-09 | 64493-RT    |
    D5    | P2      | 2019-09-03 | 64493-RT    |
    D6    | P2      | 2019-11-05 | 64493-RT    | probable deny 6/5
    """


@drawn("FA404")
def test_the_anniversary_of_the_first_is_outside_its_window_and_the_day_before_inside():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+------------------
    C1    | P1      | 2019-01-08 | 64490-RT |
    C2    | P1      | 2019-03-05 | 64490-RT |
    C3    | P1      | 2019-05-07 | 64490-RT |
    C4    | P1      | 2019-07-09 | 64490-RT |
    C5    | P1      | 2019-09-03 | 64490-RT |
    C6    | P1      | 2020-01-08 | 64490-RT |
    D1    | P2      | 2019-01-08 | 64490-RT |
    D2    | P2      | 2019-03-05 | 64490-RT |
    D3    | P2      | 2019-05-07 | 64490-RT |
    D4    | P2      | 2019-07-09 | 64490-RT |
    D5    | P2      | 2019-09-03 | 64490-RT |
    D6    | P2      | 2020-01-07 | 64490-RT | probable deny 6/5
    """


@drawn("FA404")
def test_29_february_less_twelve_months_is_28_february():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+------------------
    C1    | P1      | 2019-02-28 | 64490-RT |
    C2    | P1      | 2019-04-02 | 64490-RT |
    C3    | P1      | 2019-05-07 | 64490-RT |
    C4    | P1      | 2019-07-09 | 64490-RT |
    C5    | P1      | 2019-09-03 | 64490-RT |
    C6    | P1      | 2020-02-29 | 64490-RT |
    D1    | P2      | 2019-03-01 | 64490-RT |
    D2    | P2      | 2019-04-02 | 64490-RT |
    D3    | P2      | 2019-05-07 | 64490-RT |
    D4    | P2      | 2019-07-09 | 64490-RT |
    D5    | P2      | 2019-09-03 | 64490-RT |
    D6    | P2      | 2020-02-29 | 64490-RT | probable deny 6/5
    """


@drawn("FA404")
def test_an_excess_session_does_not_count_later():
    """
    claim | date       | code     | finding
    ------+------------+----------+------------------
    C1    | 2019-01-08 | 64493-RT |
    C2    | 2019-03-05 | 64493-RT |
    C3    | 2019-05-07 | 64493-RT |
    C4    | 2019-07-09 | 64493-RT |
    C5    | 2019-09-03 | 64493-RT |
    C6    | 2019-11-05 | 64493-RT | probable deny 6/5
    C7    | 2020-01-08 | 64493-RT |
    C8    | 2020-02-04 | 64493-RT | probable deny 6/5
    """


@drawn("FA404")
def test_the_rule_ends_where_the_macs_2021_text_begins():
    """
    claim | patient | date       | mac      | code     | finding
    ------+---------+------------+----------+----------+------------------
    C1    | P1      | 2020-07-07 | palmetto | 64493-RT |
    C2    | P1      | 2020-09-01 | palmetto | 64493-RT |
    C3    | P1      | 2020-11-03 | palmetto | 64493-RT |
    C4    | P1      | 2021-01-05 | palmetto | 64493-RT |
    C5    | P1      | 2021-03-02 | palmetto | 64493-RT |
    C6    | P1      | 2021-04-24 | palmetto | 64493-RT | probable deny 6/5
    D1    | P2      | 2020-07-07 | palmetto | 64493-RT |
    D2    | P2      | 2020-09-01 | palmetto | 64493-RT |
    D3    | P2      | 2020-11-03 | palmetto | 64493-RT |
    D4    | P2      | 2021-01-05 | palmetto | 64493-RT |
    D5    | P2      | 2021-03-02 | palmetto | 64493-RT |
    D6    | P2      | 2021-04-25 | palmetto | 64493-RT |
    E1    | P3      | 2020-07-07 | cgs      | 64493-RT |
    E2    | P3      | 2020-09-01 | cgs      | 64493-RT |
    E3    | P3      | 2020-11-03 | cgs      | 64493-RT |
    E4    | P3      | 2021-01-05 | cgs      | 64493-RT |
    E5    | P3      | 2021-03-02 | cgs      | 64493-RT |
    E6    | P3      | 2021-05-01 | cgs      | 64493-RT | probable deny 6/5
    F1    | P4      | 2020-07-07 | -        | 64493-RT |
    F2    | P4      | 2020-09-01 | -        | 64493-RT |
    F3    | P4      | 2020-11-03 | -        | 64493-RT |
    F4    | P4      | 2021-01-05 | -        | 64493-RT |
    F5    | P4      | 2021-03-02 | -        | 64493-RT |
    F6    | P4      | 2021-05-02 | -        | 64493-RT |
    """


@drawn("FA404")
def test_six_sessions_under_the_2021_text_are_other_rules():
    """
    claim | date       | code     | finding
    ------+------------+----------+--------
    C1    | 2024-09-03 | 64493-RT |
    C2    | 2024-10-01 | 64493-RT |
    C3    | 2024-11-05 | 64493-RT |
    C4    | 2024-12-03 | 64493-RT |
    C5    | 2025-01-07 | 64493-RT |
    C6    | 2025-02-04 | 64493-RT |
    """


@drawn("FA404")
def test_regions_and_patients_count_apart_and_providers_and_claims_of_a_day_do_not():
    """
    claim | patient | date       | npi        | type         | code     | finding
    ------+---------+------------+------------+--------------+----------+------------------
    C1    | P1      | 2019-01-08 | 1000000012 | professional | 64493-RT |
    C2    | P1      | 2019-01-08 | 1000000012 | asc          | 64493-RT |
    C3    | P1      | 2019-03-05 | 1000000020 | professional | 64493-RT |
    C4    | P1      | 2019-05-07 | 1000000012 | professional | 64493-RT |
    C5    | P1      | 2019-07-09 | 1000000012 | hopd         | 64493-RT |
    C6    | P1      | 2019-08-06 | 1000000012 | professional | 64490-RT |
    C7    | P1      | 2019-09-03 | 1000000020 | professional | 64493-RT |
    C8    | P2      | 2019-10-01 | 1000000012 | professional | 64493-RT |
    C9    | P1      | 2019-11-05 | 1000000038 | professional | 64493-RT | probable deny 6/5
    CA    | P1      | 2019-11-05 | 1000000038 | asc          | 64493-RT | probable deny 6/5
    """


@drawn("FA404")
def test_rfa_and_ultrasound_are_not_injection_sessions():
    """
    claim | date       | code     | finding
    ------+------------+----------+--------
    C1    | 2019-01-08 | 64635-RT |
    C2    | 2019-03-05 | 64493-RT |
    C3    | 2019-05-07 | 64493-RT |
    C4    | 2019-07-09 | 64493-RT |
    C5    | 2019-09-03 | 64493-RT |
    C6    | 2019-10-01 | 0216T-RT |
    C7    | 2019-11-05 | 64493-RT |
    """


@drawn("FA404")
def test_other_payers_sessions_neither_count_nor_exceed():
    """
    claim | patient | payer    | date       | code     | finding
    ------+---------+----------+------------+----------+--------
    C1    | P1      | aetna    | 2019-01-08 | 64493-RT |
    C2    | P1      | medicare | 2019-03-05 | 64493-RT |
    C3    | P1      | medicare | 2019-05-07 | 64493-RT |
    C4    | P1      | medicare | 2019-07-09 | 64493-RT |
    C5    | P1      | medicare | 2019-09-03 | 64493-RT |
    C6    | P1      | medicare | 2019-11-05 | 64493-RT |
    D1    | P2      | aetna    | 2019-01-08 | 64493-RT |
    D2    | P2      | aetna    | 2019-03-05 | 64493-RT |
    D3    | P2      | aetna    | 2019-05-07 | 64493-RT |
    D4    | P2      | aetna    | 2019-07-09 | 64493-RT |
    D5    | P2      | aetna    | 2019-09-03 | 64493-RT |
    D6    | P2      | aetna    | 2019-11-05 | 64493-RT |
    """


@drawn("FA404")
def test_sessions_whose_lines_are_not_active_do_not_count():
    """
    claim | date       | code     | status | allowed | paid | finding
    ------+------------+----------+--------+---------+------+--------
    C1    | 2019-01-08 | 64493-RT | denied |         |      |
    C2    | 2019-02-05 | 64493-RT | paid   | 0.00    | 0.00 |
    C3    | 2019-03-05 | 64493-RT | paid   |         |      |
    C4    | 2019-05-07 | 64493-RT | paid   |         |      |
    C5    | 2019-07-09 | 64493-RT | paid   |         |      |
    C6    | 2019-09-03 | 64493-RT | paid   |         |      |
    C7    | 2019-11-05 | 64493-RT | paid   |         |      |
    """


@drawn("FA404")
def test_a_session_of_unknown_kind_is_not_counted_by_any_limit():
    """
    claim | date       | code              | finding
    ------+------------+-------------------+--------
    C1    | 2019-01-08 | 64493-RT-GA-GC-Q6 |
    C2    | 2019-03-05 | 64493-RT          |
    C3    | 2019-05-07 | 64493-RT          |
    C4    | 2019-07-09 | 64493-RT          |
    C5    | 2019-09-03 | 64493-RT          |
    C6    | 2019-11-05 | 64493-RT          |
    """


@drawn("FA404")
def test_a_third_rfa_session_is_another_rule():
    """
    claim | date       | code     | finding
    ------+------------+----------+--------
    C1    | 2019-01-08 | 64635-RT |
    C2    | 2019-03-05 | 64635-LT |
    C3    | 2019-05-07 | 64635-RT |
    """
