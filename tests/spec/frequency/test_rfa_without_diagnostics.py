"""FA407 rfa-without-diagnostics: the first ablation of a region without two diagnostic sessions before.

Each case holds the line that begins its extract: a diagnostic injection of another patient, P0.
"""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA407")
def test_two_diagnostic_sessions_are_enough_and_one_or_none_are_too_few():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 64493-RT-KX |
    C1    | P1      | 2025-01-07 | 64493-RT-KX |
    C2    | P1      | 2025-02-04 | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | 64635-RT    |
    C4    | P2      | 2025-02-04 | 64493-RT-KX |
    C5    | P2      | 2025-03-04 | 64635-RT    | review none 1/2
    C5    | P2      | 2025-03-04 | 64636-RT    | review none 1/2
    C6    | P3      | 2025-03-04 | 64633-RT    | review none 0/2

    unknown: 0
    """


@drawn("FA407")
def test_a_diagnostic_session_of_the_day_itself_or_later_is_not_before():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 64493-RT-KX |
    C1    | P1      | 2025-02-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64635-RT    | review none 1/2
    C3    | P2      | 2025-02-04 | 64493-RT-KX |
    C4    | P2      | 2025-03-03 | 64493-RT-KX |
    C5    | P2      | 2025-03-04 | 64635-RT    |
    C6    | P3      | 2025-02-04 | 64493-RT-KX |
    C7    | P3      | 2025-03-04 | 64635-RT    | review none 1/2
    C8    | P3      | 2025-03-05 | 64493-RT-KX |
    """


@drawn("FA407")
def test_two_claims_of_one_day_are_one_diagnostic_session():
    """
    claim | patient | date       | type         | code        | finding
    ------+---------+------------+--------------+-------------+----------------
    C0    | P0      | 2023-01-03 | professional | 64493-RT-KX |
    C1    | P1      | 2025-02-04 | professional | 64493-RT-KX |
    C1    | P1      | 2025-02-04 | professional | 64494-RT-KX |
    C2    | P1      | 2025-02-04 | asc          | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | professional | 64635-RT    | review none 1/2
    C4    | P1      | 2025-03-04 | asc          | 64635-RT    | review none 1/2
    """


@drawn("FA407")
def test_therapeutic_sessions_are_no_diagnostic_ones():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 64493-RT-KX |
    C1    | P1      | 2025-01-07 | 64493-RT    |
    C2    | P1      | 2025-02-04 | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | 64635-RT    | review none 1/2
    """


@drawn("FA407")
def test_only_the_first_ablation_of_the_region_is_asked_about():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 64493-RT-KX |
    C1    | P1      | 2025-02-04 | 64635-RT    | review none 0/2
    C2    | P1      | 2025-03-04 | 64635-LT    |
    C3    | P1      | 2025-04-01 | 64633-RT    | review none 0/2
    """


@drawn("FA407")
def test_diagnostics_of_the_other_region_or_of_another_patient_do_not_count():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 64493-RT-KX |
    C1    | P1      | 2025-01-07 | 64490-RT-KX |
    C2    | P1      | 2025-02-04 | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | 64635-RT    | review none 1/2
    """


@drawn("FA407")
def test_the_thoraco_lumbar_pairs_are_lumbar():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 64493-RT-KX |
    C1    | P1      | 2025-01-07 | 64490-RT-KX |
    C1    | P1      | 2025-01-07 | 64494-RT-KX |
    C2    | P1      | 2025-02-04 | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | 64633-RT    |
    C3    | P1      | 2025-03-04 | 64636-RT    |
    C4    | P2      | 2025-01-07 | 64490-RT-KX |
    C5    | P2      | 2025-02-04 | 64493-RT-KX |
    C6    | P2      | 2025-03-04 | 64633-RT    | review none 1/2
    C6    | P2      | 2025-03-04 | 64636-RT    | review none 1/2
    """


@drawn("FA407")
def test_diagnostics_long_before_and_before_the_2021_text_count():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C0    | P0      | 2019-01-08 | 64493-RT-KX |
    C1    | P1      | 2020-05-05 | 64493-RT-KX |
    C2    | P1      | 2020-06-02 | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | 64635-RT    |
    """


@drawn("FA407")
def test_twelve_months_after_the_first_date_of_the_extract_it_is_known():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2024-03-04 | 64493-RT-KX |
    C1    | P1      | 2025-03-04 | 64635-RT    | review none 0/2

    alone
    unknown: 0
    """


@drawn("FA407")
def test_a_day_less_than_twelve_months_after_the_first_date_of_the_extract_is_unknown():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C0    | P0      | 2024-03-05 | 64493-RT-KX |
    C1    | P1      | 2025-02-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64635-RT    |
    C2    | P1      | 2025-03-04 | 64636-RT    |

    alone
    unknown: 2
    """


@drawn("FA407")
def test_early_in_the_extract_two_diagnostics_or_an_ablation_before_are_evidence_enough():
    """The first ablation of P2 is unknown; its second is not the first.

    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C1    | P1      | 2025-01-07 | 64493-RT-KX |
    C2    | P1      | 2025-02-04 | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | 64635-RT    |
    C4    | P2      | 2025-02-04 | 64635-RT    |
    C5    | P2      | 2025-03-04 | 64635-LT    |

    alone
    unknown: 1
    """


@drawn("FA407")
def test_an_earlier_session_of_unknown_kind_makes_it_unknown():
    """
    claim | patient | date       | code              | finding
    ------+---------+------------+-------------------+--------
    C0    | P0      | 2023-01-03 | 64493-RT-KX       |
    C1    | P1      | 2025-01-07 | 64493-RT-KX       |
    C2    | P1      | 2025-02-04 | 64493-RT-GA-GC-Q6 |
    C3    | P1      | 2025-03-04 | 64635-RT          |

    unknown: 1
    """


@drawn("FA407")
def test_a_session_of_unknown_kind_of_the_day_or_of_the_other_region_does_not():
    """
    claim | patient | date       | code              | finding
    ------+---------+------------+-------------------+----------------
    C0    | P0      | 2023-01-03 | 64493-RT-KX       |
    C1    | P1      | 2025-02-04 | 64490-RT-GA-GC-Q6 |
    C2    | P1      | 2025-03-04 | 64493-RT-GA-GC-Q6 |
    C2    | P1      | 2025-03-04 | 64635-RT          | review none 0/2

    unknown: 0
    """


@drawn("FA407")
def test_two_diagnostics_are_enough_beside_a_session_of_unknown_kind():
    """
    claim | patient | date       | code              | finding
    ------+---------+------------+-------------------+--------
    C0    | P0      | 2023-01-03 | 64493-RT-KX       |
    C1    | P1      | 2024-12-03 | 64493-RT-KX       |
    C2    | P1      | 2025-01-07 | 64493-RT-KX       |
    C3    | P1      | 2025-02-04 | 64493-RT-GA-GC-Q6 |
    C4    | P1      | 2025-03-04 | 64635-RT          |

    unknown: 0
    """


@drawn("FA407")
def test_it_begins_with_the_macs_2021_text():
    """
    claim | patient | date       | mac      | code        | finding
    ------+---------+------------+----------+-------------+----------------
    C0    | P0      | 2019-01-08 | palmetto | 64493-RT-KX |
    C1    | P1      | 2021-04-24 | palmetto | 64635-RT    |
    C2    | P2      | 2021-04-25 | palmetto | 64635-RT    | review none 0/2
    C3    | P3      | 2021-05-01 | cgs      | 64635-RT    |
    C4    | P4      | 2021-05-02 | cgs      | 64635-RT    | review none 0/2
    C5    | P5      | 2021-05-01 | -        | 64635-RT    |
    C6    | P6      | 2021-05-02 | -        | 64635-RT    | review none 0/2
    """


@drawn("FA407")
def test_an_ablation_before_the_2021_text_was_the_first():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C0    | P0      | 2019-01-08 | 64493-RT-KX |
    C1    | P1      | 2020-11-03 | 64635-RT    |
    C2    | P1      | 2022-03-01 | 64635-RT    |
    """


@drawn("FA407")
def test_other_payers_sessions_are_not_asked_about_and_are_no_diagnostics():
    """
    claim | patient | payer    | date       | code        | finding
    ------+---------+----------+------------+-------------+----------------
    C0    | P0      | medicare | 2023-01-03 | 64493-RT-KX |
    C1    | P1      | aetna    | 2025-03-04 | 64635-RT    |
    C2    | P2      | aetna    | 2025-01-07 | 64493-RT-KX |
    C3    | P2      | medicare | 2025-02-04 | 64493-RT-KX |
    C4    | P2      | medicare | 2025-03-04 | 64635-RT    | review none 1/2
    """


@drawn("FA407")
def test_diagnostics_that_are_not_active_do_not_count():
    """
    claim | patient | date       | code        | units | status | allowed | paid   | finding
    ------+---------+------------+-------------+-------+--------+---------+--------+----------------
    C0    | P0      | 2023-01-03 | 64493-RT-KX | 1     | paid   |         |        |
    C1    | P1      | 2024-11-05 | 64493-RT-KX | 1     | denied |         |        |
    C2    | P1      | 2024-12-03 | 64493-RT-KX | 1     | paid   | 0.00    | 0.00   |
    C3    | P1      | 2025-01-07 | 64493-RT-KX | 1     | paid   | 100.00  | 78.40  |
    C3    | P1      | 2025-01-07 | 64493-RT-KX | -1    | paid   | -100.00 | -78.40 |
    C4    | P1      | 2025-02-04 | 64493-RT-KX | 1     | paid   |         |        |
    C5    | P1      | 2025-03-04 | 64635-RT    | 1     | paid   |         |        | review none 1/2
    C6    | P2      | 2025-02-04 | 64635-RT    | 1     | denied |         |        |
    C7    | P2      | 2025-03-04 | 64635-RT    | 1     | paid   |         |        | review none 0/2
    """
