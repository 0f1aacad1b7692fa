"""FA402 therapeutic-sessions-exceeded: more than four therapeutic sessions of a region in twelve months."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA402")
def test_four_sessions_are_the_limit_and_the_fifth_exceeds_it():
    """
    claim | date       | code     | finding
    ------+------------+----------+-----------------
    C1    | 2024-09-03 | 64490-RT |
    C2    | 2024-10-01 | 64490-RT |
    C3    | 2024-11-05 | 64490-RT |
    C4    | 2024-12-03 | 64490-RT |
    C5    | 2025-01-07 | 64490-RT | certain deny 5/4
    C5    | 2025-01-07 | 64491-RT | certain deny 5/4
    """


@drawn("FA402")
def test_the_anniversary_of_the_first_is_outside_its_window_and_the_day_before_inside():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+-----------------
    C1    | P1      | 2024-03-04 | 64493-RT |
    C2    | P1      | 2024-05-07 | 64493-RT |
    C3    | P1      | 2024-07-09 | 64493-RT |
    C4    | P1      | 2024-09-03 | 64493-RT |
    C5    | P1      | 2025-03-04 | 64493-RT |
    C6    | P2      | 2024-03-04 | 64493-RT |
    C7    | P2      | 2024-05-07 | 64493-RT |
    C8    | P2      | 2024-07-09 | 64493-RT |
    C9    | P2      | 2024-09-03 | 64493-RT |
    CA    | P2      | 2025-03-03 | 64493-RT | certain deny 5/4
    """


@drawn("FA402")
def test_an_excess_session_does_not_count_later():
    """
    claim | date       | code     | finding
    ------+------------+----------+-----------------
    C1    | 2024-01-09 | 64493-RT |
    C2    | 2024-03-05 | 64493-RT |
    C3    | 2024-05-07 | 64493-RT |
    C4    | 2024-07-09 | 64493-RT |
    C5    | 2024-12-03 | 64493-RT | certain deny 5/4
    C6    | 2025-01-09 | 64493-RT |
    """


@drawn("FA402")
def test_diagnostic_sessions_are_another_kind():
    """
    claim | date       | code        | finding
    ------+------------+-------------+-----------------
    C1    | 2024-09-03 | 64493-RT-KX |
    C2    | 2024-09-24 | 64493-RT-KX |
    C3    | 2024-10-15 | 64493-RT    |
    C4    | 2024-11-05 | 64493-RT    |
    C5    | 2024-12-03 | 64493-RT    |
    C6    | 2025-01-07 | 64493-RT    |
    C7    | 2025-02-04 | 64493-RT    | certain deny 5/4
    C8    | 2025-02-18 | 64493-RT-KX |
    """


@drawn("FA402")
def test_kx_of_the_facility_does_not_make_the_physicians_session_diagnostic():
    """
    claim | date       | type         | code        | finding
    ------+------------+--------------+-------------+-----------------
    C1    | 2024-09-03 | professional | 64493-RT    |
    C2    | 2024-09-03 | asc          | 64493-RT-KX |
    C3    | 2024-10-01 | professional | 64493-RT    |
    C4    | 2024-11-05 | professional | 64493-RT    |
    C5    | 2024-12-03 | hopd         | 64493-RT    |
    C6    | 2025-01-07 | professional | 64493-RT    | certain deny 5/4
    C7    | 2025-01-07 | asc          | 64493-RT-KX | certain deny 5/4
    """


@drawn("FA402")
def test_regions_and_patients_count_apart_and_providers_do_not():
    """
    claim | patient | date       | npi        | code     | finding
    ------+---------+------------+------------+----------+-----------------
    C1    | P1      | 2024-09-03 | 1000000012 | 64493-RT |
    C2    | P1      | 2024-10-01 | 1000000020 | 64493-RT |
    C3    | P1      | 2024-11-05 | 1000000038 | 64493-RT |
    C4    | P1      | 2024-12-03 | 1000000012 | 64493-RT |
    C5    | P1      | 2025-01-07 | 1000000012 | 64490-RT |
    C6    | P2      | 2025-01-07 | 1000000012 | 64493-RT |
    C7    | P1      | 2025-02-04 | 1000000020 | 64493-RT | certain deny 5/4
    """


@drawn("FA402")
def test_sessions_before_the_macs_2021_text_do_not_count():
    """
    claim | patient | date       | mac      | code     | finding
    ------+---------+------------+----------+----------+-----------------
    C1    | P1      | 2021-04-24 | palmetto | 64493-RT |
    C2    | P1      | 2021-06-01 | palmetto | 64493-RT |
    C3    | P1      | 2021-07-06 | palmetto | 64493-RT |
    C4    | P1      | 2021-08-03 | palmetto | 64493-RT |
    C5    | P1      | 2021-09-07 | palmetto | 64493-RT |
    D1    | P2      | 2021-04-25 | palmetto | 64493-RT |
    D2    | P2      | 2021-06-01 | palmetto | 64493-RT |
    D3    | P2      | 2021-07-06 | palmetto | 64493-RT |
    D4    | P2      | 2021-08-03 | palmetto | 64493-RT |
    D5    | P2      | 2021-09-07 | palmetto | 64493-RT | certain deny 5/4
    E1    | P3      | 2021-05-01 | cgs      | 64493-RT |
    E2    | P3      | 2021-06-01 | cgs      | 64493-RT |
    E3    | P3      | 2021-07-06 | cgs      | 64493-RT |
    E4    | P3      | 2021-08-03 | cgs      | 64493-RT |
    E5    | P3      | 2021-09-07 | cgs      | 64493-RT |
    """


@drawn("FA402")
def test_other_payers_sessions_neither_count_nor_exceed():
    """
    claim | patient | payer    | date       | code     | finding
    ------+---------+----------+------------+----------+--------
    C1    | P1      | medicare | 2024-09-03 | 64493-RT |
    C2    | P1      | medicare | 2024-10-01 | 64493-RT |
    C3    | P1      | medicare | 2024-11-05 | 64493-RT |
    C4    | P1      | aetna    | 2024-12-03 | 64493-RT |
    C5    | P1      | medicare | 2025-01-07 | 64493-RT |
    D1    | P2      | aetna    | 2024-09-03 | 64493-RT |
    D2    | P2      | aetna    | 2024-10-01 | 64493-RT |
    D3    | P2      | aetna    | 2024-11-05 | 64493-RT |
    D4    | P2      | aetna    | 2024-12-03 | 64493-RT |
    D5    | P2      | aetna    | 2025-01-07 | 64493-RT |
    """


@drawn("FA402")
def test_a_denied_line_beside_an_active_one_is_not_at_issue():
    """
    claim | date       | code     | status | finding
    ------+------------+----------+--------+-----------------
    C1    | 2024-09-03 | 64493-RT | paid   |
    C2    | 2024-10-01 | 64493-RT | paid   |
    C3    | 2024-11-05 | 64493-RT | paid   |
    C4    | 2024-12-03 | 64493-RT | paid   |
    C5    | 2025-01-07 | 64493-RT | paid   | certain deny 5/4
    C5    | 2025-01-07 | 64494-RT | denied |
    """


@drawn("FA402")
def test_sessions_of_denied_lines_do_not_count():
    """
    claim | date       | code     | status | finding
    ------+------------+----------+--------+--------
    C1    | 2024-09-03 | 64493-RT | denied |
    C2    | 2024-10-01 | 64493-RT | paid   |
    C3    | 2024-11-05 | 64493-RT | paid   |
    C4    | 2024-12-03 | 64493-RT | paid   |
    C5    | 2025-01-07 | 64493-RT | paid   |
    """


@drawn("FA402")
def test_a_session_that_may_have_lost_its_kx_is_unknown_and_not_counted():
    """Without KX and with full slots on one of its professional lines: both lines are unknown.

    claim | date       | code              | finding
    ------+------------+-------------------+--------
    C1    | 2024-09-03 | 64493-RT          |
    C2    | 2024-10-01 | 64493-RT          |
    C3    | 2024-11-05 | 64493-RT          |
    C4    | 2024-12-03 | 64493-RT-GA-GC-Q6 |
    C4    | 2024-12-03 | 64494-RT          |
    C5    | 2025-01-07 | 64493-RT          |

    unknown: 2
    """


@drawn("FA402")
def test_full_slots_of_the_facility_do_not_matter_beside_a_professional_line():
    """
    claim | date       | type         | code              | finding
    ------+------------+--------------+-------------------+-----------------
    C1    | 2024-09-03 | professional | 64493-RT          |
    C2    | 2024-10-01 | professional | 64493-RT          |
    C3    | 2024-11-05 | professional | 64493-RT          |
    C4    | 2024-12-03 | professional | 64493-RT          |
    C5    | 2024-12-03 | asc          | 64493-RT-GA-GC-Q6 |
    C6    | 2025-01-07 | professional | 64493-RT          | certain deny 5/4

    unknown: 0
    """


@drawn("FA402")
def test_full_slots_of_a_facility_claim_alone_make_the_session_unknown():
    """
    claim | date       | type | code              | finding
    ------+------------+------+-------------------+--------
    C1    | 2024-09-03 | asc  | 64493-RT-GA-GC-Q6 |
    C2    | 2024-10-01 | asc  | 64493-RT          |

    unknown: 1
    """


@drawn("FA402")
def test_full_slots_of_a_diagnostic_session_before_2021_or_of_another_payer_are_no_question():
    """
    claim | patient | payer    | date       | code              | finding
    ------+---------+----------+------------+-------------------+--------
    C1    | P1      | medicare | 2024-09-03 | 64493-RT-KX-GA-GC |
    C2    | P2      | medicare | 2024-09-03 | 64493-RT-KX       |
    C2    | P2      | medicare | 2024-09-03 | 64494-RT-GA-GC-Q6 |
    C3    | P3      | medicare | 2021-04-24 | 64493-RT-GA-GC-Q6 |
    C4    | P4      | aetna    | 2024-09-03 | 64493-RT-GA-GC-Q6 |

    unknown: 0
    """


@drawn("FA402")
def test_a_fifth_diagnostic_and_a_third_rfa_session_are_other_rules():
    """
    claim | date       | code        | finding
    ------+------------+-------------+--------
    C1    | 2024-09-03 | 64493-RT-KX |
    C2    | 2024-10-01 | 64493-RT-KX |
    C3    | 2024-11-05 | 64493-RT-KX |
    C4    | 2024-12-03 | 64493-RT-KX |
    C5    | 2025-01-07 | 64493-RT-KX |
    C6    | 2025-02-04 | 64635-RT    |
    C7    | 2025-03-04 | 64635-LT    |
    C8    | 2025-04-01 | 64635-RT    |
    """
