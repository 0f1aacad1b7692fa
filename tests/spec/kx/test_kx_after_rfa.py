"""FA306 kx-after-rfa: a diagnostic injection less than 24 months after an ablation of the region."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA306")
def test_exactly_twenty_four_months_later_is_outside_and_the_day_before_inside():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+------------------
    C1    | P1      | 2023-03-04 | 64635-RT    |
    C2    | P1      | 2025-03-04 | 64493-RT-KX |
    C3    | P2      | 2023-03-05 | 64635-RT    |
    C4    | P2      | 2025-03-04 | 64493-RT-KX | review none 23/24
    C5    | P3      | 2023-03-03 | 64635-RT    |
    C6    | P3      | 2025-03-04 | 64493-RT-KX |
    """


@drawn("FA306")
def test_months_back_from_29_february_end_on_the_28th():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+------------------
    C1    | P1      | 2022-02-28 | 64635-RT    |
    C2    | P1      | 2024-02-29 | 64493-RT-KX |
    C3    | P2      | 2022-03-01 | 64635-RT    |
    C4    | P2      | 2024-02-29 | 64493-RT-KX | review none 23/24
    """


@drawn("FA306")
def test_an_ablation_of_the_same_day_or_later_does_not_count_and_one_of_the_day_before_does():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+-----------------
    C1    | P1      | 2025-03-04 | 64635-RT    |
    C1    | P1      | 2025-03-04 | 64493-RT-KX |
    C2    | P2      | 2025-03-03 | 64635-RT    |
    C3    | P2      | 2025-03-04 | 64493-RT-KX | review none 0/24
    C4    | P3      | 2025-03-04 | 64493-RT-KX |
    C5    | P3      | 2025-03-05 | 64635-RT    |
    """


@drawn("FA306")
def test_the_nearest_ablation_is_observed():
    """
    claim | date       | code        | finding
    ------+------------+-------------+-----------------
    C1    | 2023-09-05 | 64635-RT    |
    C2    | 2024-12-04 | 64635-LT    |
    C3    | 2025-03-04 | 64493-RT-KX | review none 3/24
    C4    | 2025-04-03 | 64493-RT-KX | review none 3/24
    """


@drawn("FA306")
def test_the_other_side_is_the_same_region_and_the_other_region_or_patient_is_not():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+------------
    C1    | P1      | 2024-09-03 | 64635-RT    |
    C2    | P1      | 2025-03-04 | 64493-LT-KX | review none
    C3    | P2      | 2024-09-03 | 64633-RT    |
    C4    | P2      | 2025-03-04 | 64493-RT-KX |
    C5    | P3      | 2025-03-04 | 64493-RT-KX |
    C6    | P4      | 2024-09-03 | 64633-RT    |
    C7    | P4      | 2025-03-04 | 64490-RT-KX | review none
    """


@drawn("FA306")
def test_the_thoraco_lumbar_pairs_are_lumbar():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+------------
    C1    | P1      | 2024-09-03 | 64635-RT    |
    C2    | P1      | 2025-03-04 | 64490-RT-KX | review none
    C2    | P1      | 2025-03-04 | 64494-RT-KX | review none
    C3    | P2      | 2024-09-03 | 64633-RT    |
    C3    | P2      | 2024-09-03 | 64636-RT    |
    C4    | P2      | 2025-03-04 | 64493-RT-KX | review none
    C5    | P3      | 2024-09-03 | 64633-RT    |
    C5    | P3      | 2024-09-03 | 64636-RT    |
    C6    | P3      | 2025-03-04 | 64490-RT-KX |
    """


@drawn("FA306")
def test_only_injection_lines_with_kx_of_any_provider_or_claim_type():
    """
    claim | date       | type         | npi        | code        | finding
    ------+------------+--------------+------------+-------------+------------
    C1    | 2024-09-03 | professional | 1000000012 | 64635-RT    |
    C2    | 2025-03-04 | professional | 1000000020 | 64493-RT-KX | review none
    C2    | 2025-03-04 | professional | 1000000020 | 64494-RT    |
    C3    | 2025-03-04 | asc          | 1000000012 | 64493-RT-KX | review none
    C2    | 2025-03-04 | professional | 1000000020 | 64635-RT-KX |
    C2    | 2025-03-04 | professional | 1000000020 | 0216T-RT-KX |
    """


@drawn("FA306")
def test_kx_of_the_facility_in_a_therapeutic_session_is_a_line_with_kx_too():
    """
    claim | date       | type         | code        | finding
    ------+------------+--------------+-------------+------------
    C1    | 2024-09-03 | professional | 64635-RT    |
    C2    | 2025-03-04 | professional | 64493-RT    |
    C3    | 2025-03-04 | hopd         | 64493-RT-KX | review none
    """


@drawn("FA306")
def test_an_ablation_billed_by_the_facility_alone_counts():
    """
    claim | date       | type | code        | finding
    ------+------------+------+-------------+------------
    C1    | 2024-09-03 | asc  | 64635-RT    |
    C2    | 2025-03-04 | asc  | 64493-RT-KX | review none
    """


@drawn("FA306")
def test_the_injection_must_be_of_the_macs_2021_text_and_the_ablation_of_any_date():
    """
    claim | patient | date       | mac      | code        | finding
    ------+---------+------------+----------+-------------+------------
    C1    | P1      | 2020-09-01 | palmetto | 64635-RT    |
    C2    | P1      | 2021-04-24 | palmetto | 64493-RT-KX |
    C3    | P1      | 2021-04-25 | palmetto | 64493-RT-KX | review none
    C4    | P2      | 2020-09-01 | cgs      | 64635-RT    |
    C5    | P2      | 2021-05-01 | cgs      | 64493-RT-KX |
    C6    | P2      | 2021-05-02 | cgs      | 64493-RT-KX | review none
    C7    | P3      | 2020-09-01 | -        | 64635-RT    |
    C8    | P3      | 2021-05-01 | -        | 64493-RT-KX |
    C9    | P3      | 2021-05-02 | -        | 64493-RT-KX | review none
    """


@drawn("FA306")
def test_other_payers_sessions_are_not_asked_about_and_their_ablations_do_not_count():
    """
    claim | patient | payer    | date       | code        | finding
    ------+---------+----------+------------+-------------+--------
    C1    | P1      | aetna    | 2024-09-03 | 64635-RT    |
    C2    | P1      | aetna    | 2025-03-04 | 64493-RT-KX |
    C3    | P2      | aetna    | 2024-09-03 | 64635-RT    |
    C4    | P2      | medicare | 2025-03-04 | 64493-RT-KX |
    """


@drawn("FA306")
def test_an_ablation_that_is_not_active_does_not_count():
    """
    claim | patient | date       | code        | units | status | allowed | paid   | finding
    ------+---------+------------+-------------+-------+--------+---------+--------+--------
    C1    | P1      | 2024-09-03 | 64635-RT    | 1     | denied |         |        |
    C2    | P1      | 2025-03-04 | 64493-RT-KX | 1     | paid   |         |        |
    C3    | P2      | 2024-09-03 | 64635-RT    | 1     | paid   | 0.00    | 0.00   |
    C4    | P2      | 2025-03-04 | 64493-RT-KX | 1     | paid   |         |        |
    C5    | P3      | 2024-09-03 | 64635-RT    | 1     | paid   | 100.00  | 78.40  |
    C5    | P3      | 2024-09-03 | 64635-RT    | -1    | paid   | -100.00 | -78.40 |
    C6    | P3      | 2025-03-04 | 64493-RT-KX | 1     | paid   |         |        |
    C7    | P4      | 2024-09-03 | 64635-RT    | 1     | paid   |         |        |
    C8    | P4      | 2025-03-04 | 64493-RT-KX | 1     | denied |         |        |
    """


@drawn("FA306")
def test_what_the_extract_shows_is_a_finding_however_short_it_is():
    """
    date       | code              | finding
    -----------+-------------------+------------
    2025-02-04 | 64635-RT          |
    2025-03-04 | 64493-RT-KX-GA-GC | review none
    2025-03-04 | 64494-RT-GA-GC-Q6 |

    alone
    unknown: 0
    """
