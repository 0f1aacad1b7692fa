"""FA408 therapeutic-without-diagnostics: a therapeutic session without two diagnostic ones before.

Each case holds the line that begins its extract: an ablation of another patient, P0.
"""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA408")
def test_two_diagnostic_sessions_are_enough_and_one_or_none_are_too_few():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 64635-RT    |
    C1    | P1      | 2025-01-07 | 64493-RT-KX |
    C2    | P1      | 2025-02-04 | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | 64493-RT    |
    C4    | P2      | 2025-02-04 | 64493-RT-KX |
    C5    | P2      | 2025-03-04 | 64493-RT    | review none 1/2
    C5    | P2      | 2025-03-04 | 64494-RT    | review none 1/2
    C6    | P3      | 2025-03-04 | 64490-RT    | review none 0/2

    unknown: 0
    """


@drawn("FA408")
def test_every_therapeutic_session_without_them_and_not_only_the_first():
    """
    claim | date       | code        | finding
    ------+------------+-------------+----------------
    C0    | 2023-01-03 | 64635-RT    |
    C1    | 2024-11-05 | 64493-RT    | review none 0/2
    C2    | 2024-12-03 | 64493-RT-KX |
    C3    | 2025-01-07 | 64493-RT    | review none 1/2
    C4    | 2025-02-04 | 64493-RT-KX |
    C5    | 2025-03-04 | 64493-RT    |
    """


@drawn("FA408")
def test_diagnostics_after_the_session_do_not_count_and_of_the_eve_do():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 64635-RT    |
    C1    | P1      | 2025-02-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64493-RT    | review none 1/2
    C3    | P1      | 2025-03-05 | 64493-RT-KX |
    C4    | P2      | 2025-02-04 | 64493-RT-KX |
    C5    | P2      | 2025-03-03 | 64493-RT-KX |
    C6    | P2      | 2025-03-04 | 64493-RT    |
    """


@drawn("FA408")
def test_two_claims_of_one_day_are_one_diagnostic_session():
    """
    claim | patient | date       | type         | code        | finding
    ------+---------+------------+--------------+-------------+----------------
    C0    | P0      | 2023-01-03 | professional | 64635-RT    |
    C1    | P1      | 2025-02-04 | professional | 64493-RT-KX |
    C2    | P1      | 2025-02-04 | asc          | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | professional | 64493-RT    | review none 1/2
    """


@drawn("FA408")
def test_every_injection_line_of_the_session_of_any_provider_or_claim_type():
    """The physician's lines tell the kind.

    claim | patient | date       | npi        | type         | code        | finding
    ------+---------+------------+------------+--------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 1000000012 | professional | 64635-RT    |
    C1    | P1      | 2025-03-04 | 1000000012 | professional | 64493-RT    | review none 0/2
    C2    | P1      | 2025-03-04 | 1000000020 | professional | 64494-RT    | review none 0/2
    C3    | P1      | 2025-03-04 | 1000000012 | asc          | 64493-RT-KX | review none 0/2
    C1    | P1      | 2025-03-04 | 1000000012 | professional | 64635-RT    |
    """


@drawn("FA408")
def test_ablations_and_diagnostics_of_the_other_region_or_patient_do_not_count():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 64635-RT    |
    C1    | P1      | 2024-12-03 | 64635-RT    |
    C2    | P1      | 2025-01-07 | 64490-RT-KX |
    C3    | P1      | 2025-02-04 | 64493-RT-KX |
    C4    | P1      | 2025-03-04 | 64493-RT    | review none 1/2
    C5    | P2      | 2025-03-04 | 64493-RT    | review none 0/2
    """


@drawn("FA408")
def test_the_thoraco_lumbar_pair_is_lumbar():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------
    C0    | P0      | 2023-01-03 | 64635-RT    |
    C1    | P1      | 2025-01-07 | 64490-RT-KX |
    C1    | P1      | 2025-01-07 | 64494-RT-KX |
    C2    | P1      | 2025-02-04 | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | 64490-RT    |
    C3    | P1      | 2025-03-04 | 64494-RT    |
    C4    | P2      | 2025-01-07 | 64490-RT-KX |
    C5    | P2      | 2025-02-04 | 64490-RT-KX |
    C6    | P2      | 2025-03-04 | 64490-RT    |
    C7    | P2      | 2025-04-01 | 64490-RT    | review none 0/2
    C7    | P2      | 2025-04-01 | 64494-RT    | review none 0/2
    """


@drawn("FA408")
def test_diagnostics_long_before_and_before_the_2021_text_count():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C0    | P0      | 2019-01-08 | 64635-RT    |
    C1    | P1      | 2020-05-05 | 64493-RT-KX |
    C2    | P1      | 2020-06-02 | 64493-RT-KX |
    C3    | P1      | 2025-03-04 | 64493-RT    |
    """


@drawn("FA408")
def test_twelve_months_after_the_first_date_of_the_extract_it_is_known():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+----------------
    C0    | P0      | 2024-03-04 | 64635-RT |
    C1    | P1      | 2025-03-04 | 64493-RT | review none 0/2

    alone
    unknown: 0
    """


@drawn("FA408")
def test_a_day_less_than_twelve_months_after_the_first_date_of_the_extract_is_unknown():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C0    | P0      | 2024-03-05 | 64635-RT    |
    C1    | P1      | 2025-02-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64493-RT    |
    C2    | P1      | 2025-03-04 | 64494-RT    |

    alone
    unknown: 2
    """


@drawn("FA408")
def test_early_in_the_extract_two_diagnostics_are_evidence_enough():
    """
    claim | date       | code        | finding
    ------+------------+-------------+--------
    C1    | 2025-01-07 | 64493-RT-KX |
    C2    | 2025-02-04 | 64493-RT-KX |
    C3    | 2025-03-04 | 64493-RT    |

    alone
    unknown: 0
    """


@drawn("FA408")
def test_an_earlier_session_of_unknown_kind_makes_it_unknown_and_is_so_itself():
    """
    claim | patient | date       | code              | finding
    ------+---------+------------+-------------------+--------
    C0    | P0      | 2023-01-03 | 64635-RT          |
    C1    | P1      | 2025-01-07 | 64493-RT-KX       |
    C2    | P1      | 2025-02-04 | 64493-RT-GA-GC-Q6 |
    C2    | P1      | 2025-02-04 | 64494-RT          |
    C3    | P1      | 2025-03-04 | 64493-RT          |

    unknown: 3
    """


@drawn("FA408")
def test_an_earlier_session_of_unknown_kind_of_the_other_region_does_not():
    """
    claim | patient | date       | code              | finding
    ------+---------+------------+-------------------+----------------
    C0    | P0      | 2023-01-03 | 64635-RT          |
    C1    | P1      | 2025-02-04 | 64490-RT-GA-GC-Q6 |
    C2    | P1      | 2025-03-04 | 64493-RT          | review none 0/2

    unknown: 1
    """


@drawn("FA408")
def test_two_diagnostics_are_enough_for_a_session_after_one_of_unknown_kind():
    """The session of unknown kind stays unknown.

    claim | patient | date       | code              | finding
    ------+---------+------------+-------------------+--------
    C0    | P0      | 2023-01-03 | 64635-RT          |
    C1    | P1      | 2024-12-03 | 64493-RT-KX       |
    C2    | P1      | 2025-01-07 | 64493-RT-KX       |
    C3    | P1      | 2025-02-04 | 64493-RT-GA-GC-Q6 |
    C4    | P1      | 2025-03-04 | 64493-RT          |

    unknown: 1
    """


@drawn("FA408")
def test_it_begins_with_the_macs_2021_text():
    """
    claim | patient | date       | mac      | code     | finding
    ------+---------+------------+----------+----------+----------------
    C0    | P0      | 2019-01-08 | palmetto | 64635-RT |
    C1    | P1      | 2021-04-24 | palmetto | 64493-RT |
    C2    | P2      | 2021-04-25 | palmetto | 64493-RT | review none 0/2
    C3    | P3      | 2021-05-01 | cgs      | 64493-RT |
    C4    | P4      | 2021-05-02 | cgs      | 64493-RT | review none 0/2
    C5    | P5      | 2021-05-01 | -        | 64493-RT |
    C6    | P6      | 2021-05-02 | -        | 64493-RT | review none 0/2
    """


@drawn("FA408")
def test_other_payers_sessions_are_not_asked_about_and_are_no_diagnostics():
    """
    claim | patient | payer    | date       | code              | finding
    ------+---------+----------+------------+-------------------+----------------
    C0    | P0      | medicare | 2023-01-03 | 64635-RT          |
    C1    | P1      | aetna    | 2025-03-04 | 64493-RT          |
    C2    | P2      | aetna    | 2025-01-07 | 64493-RT-KX       |
    C3    | P2      | medicare | 2025-02-04 | 64493-RT-KX       |
    C4    | P2      | medicare | 2025-03-04 | 64493-RT          | review none 1/2
    C5    | P3      | aetna    | 2025-03-04 | 64493-RT-GA-GC-Q6 |

    unknown: 0
    """


@drawn("FA408")
def test_diagnostics_that_are_not_active_do_not_count():
    """
    claim | patient | date       | code        | units | status | allowed | paid   | finding
    ------+---------+------------+-------------+-------+--------+---------+--------+----------------
    C0    | P0      | 2023-01-03 | 64635-RT    | 1     | paid   |         |        |
    C1    | P1      | 2024-11-05 | 64493-RT-KX | 1     | denied |         |        |
    C2    | P1      | 2024-12-03 | 64493-RT-KX | 1     | paid   | 0.00    | 0.00   |
    C3    | P1      | 2025-01-07 | 64493-RT-KX | 1     | paid   | 100.00  | 78.40  |
    C3    | P1      | 2025-01-07 | 64493-RT-KX | -1    | paid   | -100.00 | -78.40 |
    C4    | P1      | 2025-02-04 | 64493-RT-KX | 1     | paid   |         |        |
    C5    | P1      | 2025-03-04 | 64493-RT    | 1     | paid   |         |        | review none 1/2
    C6    | P2      | 2025-03-04 | 64493-RT    | 1     | denied |         |        |
    """


@drawn("FA408")
def test_the_correct_coding_has_kx():
    """
    patient | date       | code     | finding  | coding
    --------+------------+----------+----------+---------------------------------------------------------------------------
    P0      | 2023-01-03 | 64635-RT |          |
    P1      | 2025-03-04 | 64493-LT | none 0/2 | 64493-LT-KX x1 if diagnostic; as billed if diagnostic blocks are shown
    """
