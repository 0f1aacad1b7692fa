"""FA401 diagnostic-sessions-exceeded: more than four diagnostic sessions of a region in twelve months."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA401")
def test_four_sessions_are_the_limit_and_the_fifth_exceeds_it():
    """
    claim | date       | code        | finding
    ------+------------+-------------+-----------------
    C1    | 2024-09-03 | 64493-RT-KX |
    C2    | 2024-10-01 | 64493-RT-KX |
    C3    | 2024-11-05 | 64493-RT-KX |
    C4    | 2024-12-03 | 64493-RT-KX |
    C5    | 2025-01-07 | 64493-RT-KX | certain deny 5/4
    C5    | 2025-01-07 | 64494-RT-KX | certain deny 5/4
    """


@drawn("FA401")
def test_the_anniversary_of_the_first_is_outside_its_window_and_the_day_before_inside():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+-----------------
    C1    | P1      | 2024-03-04 | 64493-RT-KX |
    C2    | P1      | 2024-05-07 | 64493-RT-KX |
    C3    | P1      | 2024-07-09 | 64493-RT-KX |
    C4    | P1      | 2024-09-03 | 64493-RT-KX |
    C5    | P1      | 2025-03-04 | 64493-RT-KX |
    C6    | P2      | 2024-03-04 | 64493-RT-KX |
    C7    | P2      | 2024-05-07 | 64493-RT-KX |
    C8    | P2      | 2024-07-09 | 64493-RT-KX |
    C9    | P2      | 2024-09-03 | 64493-RT-KX |
    CA    | P2      | 2025-03-03 | 64493-RT-KX | certain deny 5/4
    """


@drawn("FA401")
def test_a_session_on_29_february_counts_until_28_february_of_the_next_year():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+-----------------
    C1    | P1      | 2024-02-29 | 64493-RT-KX |
    C2    | P1      | 2024-05-07 | 64493-RT-KX |
    C3    | P1      | 2024-07-09 | 64493-RT-KX |
    C4    | P1      | 2024-09-03 | 64493-RT-KX |
    C5    | P1      | 2025-02-28 | 64493-RT-KX | certain deny 5/4
    C6    | P2      | 2024-02-29 | 64493-RT-KX |
    C7    | P2      | 2024-05-07 | 64493-RT-KX |
    C8    | P2      | 2024-07-09 | 64493-RT-KX |
    C9    | P2      | 2024-09-03 | 64493-RT-KX |
    CA    | P2      | 2025-03-01 | 64493-RT-KX |
    """


@drawn("FA401")
def test_29_february_less_twelve_months_is_28_february():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+-----------------
    C1    | P1      | 2023-02-28 | 64493-RT-KX |
    C2    | P1      | 2023-05-09 | 64493-RT-KX |
    C3    | P1      | 2023-07-11 | 64493-RT-KX |
    C4    | P1      | 2023-09-05 | 64493-RT-KX |
    C5    | P1      | 2024-02-29 | 64493-RT-KX |
    C6    | P2      | 2023-03-01 | 64493-RT-KX |
    C7    | P2      | 2023-05-09 | 64493-RT-KX |
    C8    | P2      | 2023-07-11 | 64493-RT-KX |
    C9    | P2      | 2023-09-05 | 64493-RT-KX |
    CA    | P2      | 2024-02-29 | 64493-RT-KX | certain deny 5/4
    """


@drawn("FA401")
def test_an_excess_session_does_not_count_later():
    """A year after the first: second, third, fourth and this one. A month later: five again.

    claim | date       | code        | finding
    ------+------------+-------------+-----------------
    C1    | 2024-01-09 | 64493-RT-KX |
    C2    | 2024-03-05 | 64493-RT-KX |
    C3    | 2024-05-07 | 64493-RT-KX |
    C4    | 2024-07-09 | 64493-RT-KX |
    C5    | 2024-12-03 | 64493-RT-KX | certain deny 5/4
    C6    | 2025-01-09 | 64493-RT-KX |
    C7    | 2025-02-11 | 64493-RT-KX | certain deny 5/4
    C8    | 2025-03-04 | 64493-RT-KX | certain deny 5/4
    C9    | 2025-03-05 | 64493-RT-KX |
    """


@drawn("FA401")
def test_sessions_before_the_macs_2021_text_do_not_count():
    """
    claim | patient | date       | mac  | code        | finding
    ------+---------+------------+------+-------------+-----------------
    C1    | P1      | 2021-04-24 | ngs  | 64493-RT-KX |
    C2    | P1      | 2021-06-01 | ngs  | 64493-RT-KX |
    C3    | P1      | 2021-07-06 | ngs  | 64493-RT-KX |
    C4    | P1      | 2021-08-03 | ngs  | 64493-RT-KX |
    C5    | P1      | 2021-09-07 | ngs  | 64493-RT-KX |
    D1    | P2      | 2021-04-25 | ngs  | 64493-RT-KX |
    D2    | P2      | 2021-06-01 | ngs  | 64493-RT-KX |
    D3    | P2      | 2021-07-06 | ngs  | 64493-RT-KX |
    D4    | P2      | 2021-08-03 | ngs  | 64493-RT-KX |
    D5    | P2      | 2021-09-07 | ngs  | 64493-RT-KX | certain deny 5/4
    E1    | P3      | 2021-05-01 | cgs  | 64493-RT-KX |
    E2    | P3      | 2021-06-01 | cgs  | 64493-RT-KX |
    E3    | P3      | 2021-07-06 | cgs  | 64493-RT-KX |
    E4    | P3      | 2021-08-03 | cgs  | 64493-RT-KX |
    E5    | P3      | 2021-09-07 | cgs  | 64493-RT-KX |
    F1    | P4      | 2021-05-02 | -    | 64493-RT-KX |
    F2    | P4      | 2021-06-01 | -    | 64493-RT-KX |
    F3    | P4      | 2021-07-06 | -    | 64493-RT-KX |
    F4    | P4      | 2021-08-03 | -    | 64493-RT-KX |
    F5    | P4      | 2021-09-07 | -    | 64493-RT-KX | certain deny 5/4
    G1    | P5      | 2021-05-01 | -    | 64493-RT-KX |
    G2    | P5      | 2021-06-01 | -    | 64493-RT-KX |
    G3    | P5      | 2021-07-06 | -    | 64493-RT-KX |
    G4    | P5      | 2021-08-03 | -    | 64493-RT-KX |
    G5    | P5      | 2021-09-07 | -    | 64493-RT-KX |
    """


@drawn("FA401")
def test_five_sessions_before_the_2021_text_are_another_rule():
    """
    claim | date       | code        | finding
    ------+------------+-------------+--------
    C1    | 2020-09-01 | 64493-RT-KX |
    C2    | 2020-10-06 | 64493-RT-KX |
    C3    | 2020-11-03 | 64493-RT-KX |
    C4    | 2020-12-01 | 64493-RT-KX |
    C5    | 2021-01-05 | 64493-RT-KX |
    """


@drawn("FA401")
def test_the_sessions_mac_is_that_of_its_first_line():
    """The first claim's CGS is not yet under the 2021 text on 28 April 2021, the second claim's NGS is.

    claim | patient | date       | mac | code        | finding
    ------+---------+------------+-----+-------------+-----------------
    C1    | P1      | 2021-04-28 | cgs | 64493-RT-KX |
    C2    | P1      | 2021-04-28 | ngs | 64494-RT-KX |
    C3    | P1      | 2021-06-01 | ngs | 64493-RT-KX |
    C4    | P1      | 2021-07-06 | ngs | 64493-RT-KX |
    C5    | P1      | 2021-08-03 | ngs | 64493-RT-KX |
    C6    | P1      | 2021-09-07 | ngs | 64493-RT-KX |
    D2    | P2      | 2021-04-28 | cgs | 64494-RT-KX |
    D1    | P2      | 2021-04-28 | ngs | 64493-RT-KX |
    D3    | P2      | 2021-06-01 | ngs | 64493-RT-KX |
    D4    | P2      | 2021-07-06 | ngs | 64493-RT-KX |
    D5    | P2      | 2021-08-03 | ngs | 64493-RT-KX |
    D6    | P2      | 2021-09-07 | ngs | 64493-RT-KX | certain deny 5/4
    """


@drawn("FA401")
def test_regions_and_patients_count_apart():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C1    | P1      | 2024-09-03 | 64493-RT-KX |
    C2    | P1      | 2024-10-01 | 64493-RT-KX |
    C3    | P1      | 2024-11-05 | 64493-RT-KX |
    C4    | P1      | 2024-12-03 | 64493-RT-KX |
    C5    | P1      | 2025-01-07 | 64490-RT-KX |
    C6    | P2      | 2025-01-07 | 64493-RT-KX |
    """


@drawn("FA401")
def test_a_thoraco_lumbar_session_is_one_lumbar_session():
    """
    claim | date       | code        | finding
    ------+------------+-------------+-----------------
    C1    | 2024-09-03 | 64493-RT-KX |
    C2    | 2024-10-01 | 64493-RT-KX |
    C3    | 2024-11-05 | 64493-RT-KX |
    C4    | 2024-12-03 | 64493-RT-KX |
    C5    | 2025-01-07 | 64490-RT-KX | certain deny 5/4
    C5    | 2025-01-07 | 64494-RT-KX | certain deny 5/4
    """


@drawn("FA401")
def test_therapeutic_and_rfa_sessions_are_other_kinds():
    """
    claim | date       | code        | finding
    ------+------------+-------------+--------
    C1    | 2024-09-03 | 64493-RT-KX |
    C2    | 2024-10-01 | 64493-RT-KX |
    C3    | 2024-11-05 | 64493-RT    |
    C4    | 2024-12-03 | 64493-RT-KX |
    C5    | 2025-01-07 | 64635-RT    |
    C6    | 2025-02-04 | 64493-RT-KX |
    """


@drawn("FA401")
def test_ultrasound_lines_make_no_session():
    """
    claim | date       | code        | finding
    ------+------------+-------------+--------
    C1    | 2024-09-03 | 0216T-RT-KX |
    C2    | 2024-10-01 | 64493-RT-KX |
    C3    | 2024-11-05 | 64493-RT-KX |
    C4    | 2024-12-03 | 64493-RT-KX |
    C5    | 2025-01-07 | 64493-RT-KX |
    """


@drawn("FA401")
def test_all_providers_and_claim_types_of_a_day_are_one_session():
    """The professional claim has KX and tells the kind; the facility's lines are of the session all the same.

    claim | date       | npi        | type         | code        | finding
    ------+------------+------------+--------------+-------------+-----------------
    C1    | 2024-09-03 | 1000000012 | professional | 64493-RT-KX |
    C2    | 2024-09-03 | 1000000012 | asc          | 64493-RT-KX |
    C3    | 2024-10-01 | 1000000020 | professional | 64493-RT-KX |
    C4    | 2024-11-05 | 1000000038 | professional | 64493-RT-KX |
    C5    | 2024-12-03 | 1000000012 | asc          | 64493-RT-KX |
    C6    | 2025-01-07 | 1000000012 | professional | 64493-RT-KX | certain deny 5/4
    C7    | 2025-01-07 | 1000000012 | hopd         | 64493-RT    | certain deny 5/4
    """


@drawn("FA401")
def test_kx_on_one_professional_line_makes_the_session_diagnostic():
    """
    claim | date       | code              | finding
    ------+------------+-------------------+-----------------
    C1    | 2024-09-03 | 64493-RT          |
    C1    | 2024-09-03 | 64494-RT-KX       |
    C2    | 2024-10-01 | 64493-RT-KX       |
    C3    | 2024-11-05 | 64493-RT-KX       |
    C4    | 2024-12-03 | 64493-RT-KX       |
    C4    | 2024-12-03 | 64494-RT-GA-GC-Q6 |
    C5    | 2025-01-07 | 64493-RT-KX       | certain deny 5/4
    """


@drawn("FA401")
def test_kx_of_the_facility_does_not_count_where_there_is_a_professional_line():
    """
    claim | date       | type         | code        | finding
    ------+------------+--------------+-------------+--------
    C1    | 2024-09-03 | professional | 64493-RT    |
    C2    | 2024-09-03 | asc          | 64493-RT-KX |
    C3    | 2024-10-01 | professional | 64493-RT-KX |
    C4    | 2024-11-05 | professional | 64493-RT-KX |
    C5    | 2024-12-03 | professional | 64493-RT-KX |
    C6    | 2025-01-07 | professional | 64493-RT-KX |
    """


@drawn("FA401")
def test_other_payers_sessions_neither_count_nor_exceed():
    """
    claim | patient | payer    | date       | code        | finding
    ------+---------+----------+------------+-------------+--------
    C1    | P1      | medicare | 2024-09-03 | 64493-RT-KX |
    C2    | P1      | medicare | 2024-10-01 | 64493-RT-KX |
    C3    | P1      | medicare | 2024-11-05 | 64493-RT-KX |
    C4    | P1      | aetna    | 2024-12-03 | 64493-RT-KX |
    C5    | P1      | medicare | 2025-01-07 | 64493-RT-KX |
    D1    | P2      | aetna    | 2024-09-03 | 64493-RT-KX |
    D2    | P2      | aetna    | 2024-10-01 | 64493-RT-KX |
    D3    | P2      | aetna    | 2024-11-05 | 64493-RT-KX |
    D4    | P2      | aetna    | 2024-12-03 | 64493-RT-KX |
    D5    | P2      | aetna    | 2025-01-07 | 64493-RT-KX |
    """


@drawn("FA401")
def test_sessions_whose_lines_are_not_active_do_not_count():
    """Denied, zero-paid, reversed, voided, and moved to another day by a replacement.

    claim | patient | date       | code        | units | status | allowed | paid   | frequency | original | finding
    ------+---------+------------+-------------+-------+--------+---------+--------+-----------+----------+--------
    C1    | P1      | 2024-09-03 | 64493-RT-KX | 1     | denied |         |        |           |          |
    C2    | P1      | 2024-09-10 | 64493-RT-KX | 1     | paid   | 0.00    | 0.00   |           |          |
    C3    | P1      | 2024-09-17 | 64493-RT-KX | 1     | paid   | 100.00  | 78.40  |           |          |
    C3    | P1      | 2024-09-17 | 64493-RT-KX | -1    | paid   | -100.00 | -78.40 |           |          |
    C4    | P1      | 2024-09-24 | 64493-RT-KX | 1     | paid   |         |        |           |          |
    C5    | P1      | 2024-09-24 | 64493-RT-KX | 1     | paid   |         |        | 8         | C4       |
    C6    | P1      | 2024-10-01 | 64493-RT-KX | 1     | paid   |         |        |           |          |
    C7    | P1      | 2024-10-08 | 64493-RT-KX | 1     | paid   |         |        | 7         | C6       |
    C8    | P1      | 2024-11-05 | 64493-RT-KX | 1     | paid   |         |        |           |          |
    C9    | P1      | 2024-12-03 | 64493-RT-KX | 1     | paid   |         |        |           |          |
    CA    | P1      | 2025-01-07 | 64493-RT-KX | 1     | paid   |         |        |           |          |
    """


@drawn("FA401")
def test_a_session_of_unknown_kind_is_not_counted():
    """
    claim | date       | code              | finding
    ------+------------+-------------------+--------
    C1    | 2024-09-03 | 64493-RT-GA-GC-Q6 |
    C2    | 2024-10-01 | 64493-RT-KX       |
    C3    | 2024-11-05 | 64493-RT-KX       |
    C4    | 2024-12-03 | 64493-RT-KX       |
    C5    | 2025-01-07 | 64493-RT-KX       |
    """


@drawn("FA401")
def test_a_fifth_therapeutic_and_a_third_rfa_session_are_other_rules():
    """
    claim | date       | code     | finding
    ------+------------+----------+--------
    C1    | 2024-09-03 | 64493-RT |
    C2    | 2024-10-01 | 64493-RT |
    C3    | 2024-11-05 | 64493-RT |
    C4    | 2024-12-03 | 64493-RT |
    C5    | 2025-01-07 | 64493-RT |
    C6    | 2025-02-04 | 64635-RT |
    C7    | 2025-03-04 | 64635-LT |
    C8    | 2025-04-01 | 64635-RT |
    """
