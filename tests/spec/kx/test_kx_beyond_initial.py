"""FA305 kx-beyond-initial: a third or fourth diagnostic session in twelve months."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA305")
def test_two_diagnostic_sessions_are_usual_and_the_third_and_fourth_call_for_review():
    """The fifth is FA401's.

    claim | date       | code        | finding
    ------+------------+-------------+----------------
    C1    | 2024-09-03 | 64493-RT-KX |
    C2    | 2024-10-01 | 64493-RT-KX |
    C3    | 2024-11-05 | 64493-RT-KX | review none 3/2
    C3    | 2024-11-05 | 64494-RT-KX | review none 3/2
    C4    | 2024-12-03 | 64493-RT-KX | review none 4/2
    C5    | 2025-01-07 | 64493-RT-KX |
    """


@drawn("FA305")
def test_the_anniversary_of_the_first_is_outside_its_window():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C1    | P1      | 2024-03-04 | 64493-RT-KX |
    C2    | P1      | 2024-09-03 | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | 64493-RT-KX |
    C4    | P2      | 2024-03-04 | 64493-RT-KX |
    C5    | P2      | 2024-09-03 | 64493-RT-KX |
    C6    | P2      | 2025-03-03 | 64493-RT-KX | review none 3/2
    """


@drawn("FA305")
def test_an_excess_session_does_not_count_later():
    """The fifth is excess; a year after the first the count is the second to fourth and this one.

    claim | date       | code        | finding
    ------+------------+-------------+----------------
    C1    | 2024-01-09 | 64493-RT-KX |
    C2    | 2024-03-05 | 64493-RT-KX |
    C3    | 2024-05-07 | 64493-RT-KX | review none 3/2
    C4    | 2024-07-09 | 64493-RT-KX | review none 4/2
    C5    | 2024-12-03 | 64493-RT-KX |
    C6    | 2025-01-09 | 64493-RT-KX | review none 4/2
    """


@drawn("FA305")
def test_regions_and_patients_count_apart():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C1    | P1      | 2024-09-03 | 64493-RT-KX |
    C2    | P1      | 2024-10-01 | 64493-RT-KX |
    C3    | P1      | 2024-11-05 | 64490-RT-KX |
    C4    | P1      | 2024-12-03 | 64490-RT-KX |
    C5    | P2      | 2025-01-07 | 64493-RT-KX |
    """


@drawn("FA305")
def test_sessions_without_kx_are_another_kind():
    """
    claim | date       | code        | finding
    ------+------------+-------------+--------
    C1    | 2024-09-03 | 64493-RT-KX |
    C2    | 2024-10-01 | 64493-RT-KX |
    C3    | 2024-11-05 | 64493-RT    |
    C4    | 2024-12-03 | 64493-RT    |
    """


@drawn("FA305")
def test_the_lines_with_kx_of_the_session_and_not_those_without():
    """
    claim | date       | type         | code        | finding
    ------+------------+--------------+-------------+----------------
    C1    | 2024-09-03 | professional | 64493-RT-KX |
    C2    | 2024-10-01 | professional | 64493-RT-KX |
    C3    | 2024-11-05 | professional | 64493-RT-KX | review none 3/2
    C3    | 2024-11-05 | professional | 64494-RT    |
    C4    | 2024-11-05 | asc          | 64493-RT-KX | review none 3/2
    C5    | 2024-11-05 | asc          | 64494-RT    |
    """


@drawn("FA305")
def test_a_day_of_two_claims_is_one_session():
    """
    claim | date       | type         | code        | finding
    ------+------------+--------------+-------------+--------
    C1    | 2024-09-03 | professional | 64493-RT-KX |
    C2    | 2024-09-03 | asc          | 64493-RT-KX |
    C3    | 2024-10-01 | professional | 64493-RT-KX |
    C4    | 2024-10-01 | asc          | 64493-RT-KX |
    """


@drawn("FA305")
def test_sessions_before_the_macs_2021_text_do_not_count():
    """
    claim | patient | date       | mac      | code        | finding
    ------+---------+------------+----------+-------------+----------------
    C1    | P1      | 2021-04-24 | palmetto | 64493-RT-KX |
    C2    | P1      | 2021-06-01 | palmetto | 64493-RT-KX |
    C3    | P1      | 2021-07-06 | palmetto | 64493-RT-KX |
    C4    | P2      | 2021-04-25 | palmetto | 64493-RT-KX |
    C5    | P2      | 2021-06-01 | palmetto | 64493-RT-KX |
    C6    | P2      | 2021-07-06 | palmetto | 64493-RT-KX | review none 3/2
    C7    | P3      | 2020-11-03 | palmetto | 64493-RT-KX |
    C8    | P3      | 2020-12-01 | palmetto | 64493-RT-KX |
    C9    | P3      | 2021-01-05 | palmetto | 64493-RT-KX |
    CA    | P4      | 2021-05-01 | cgs      | 64493-RT-KX |
    CB    | P4      | 2021-06-01 | cgs      | 64493-RT-KX |
    CC    | P4      | 2021-07-06 | cgs      | 64493-RT-KX |
    """


@drawn("FA305")
def test_other_payers_sessions_are_not_counted():
    """
    claim | payer    | date       | code        | finding
    ------+----------+------------+-------------+--------
    C1    | aetna    | 2024-09-03 | 64493-RT-KX |
    C2    | aetna    | 2024-10-01 | 64493-RT-KX |
    C3    | aetna    | 2024-11-05 | 64493-RT-KX |
    C4    | medicare | 2024-12-03 | 64493-RT-KX |
    """


@drawn("FA305")
def test_denied_and_reversed_sessions_are_not_counted():
    """
    claim | date       | code        | units | status | allowed | paid   | finding
    ------+------------+-------------+-------+--------+---------+--------+--------
    C1    | 2024-09-03 | 64493-RT-KX | 1     | denied |         |        |
    C2    | 2024-10-01 | 64493-RT-KX | 1     | paid   | 100.00  | 78.40  |
    C2    | 2024-10-01 | 64493-RT-KX | -1    | paid   | -100.00 | -78.40 |
    C3    | 2024-11-05 | 64493-RT-KX | 1     | paid   |         |        |
    C4    | 2024-12-03 | 64493-RT-KX | 1     | paid   |         |        |
    """


@drawn("FA305")
def test_kx_of_the_facility_in_a_therapeutic_session_is_not_at_issue():
    """The physician's lines tell the kind.

    claim | date       | type         | code        | finding
    ------+------------+--------------+-------------+--------
    C1    | 2024-09-03 | professional | 64493-RT    |
    C2    | 2024-10-01 | professional | 64493-RT    |
    C3    | 2024-11-05 | professional | 64493-RT    |
    C4    | 2024-11-05 | asc          | 64493-RT-KX |
    """
