"""FA307 first-session-without-kx: the first injection session of a region is therapeutic.

Each case holds the line that begins its extract: an ablation of another patient, P0.
"""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA307")
def test_a_first_session_without_kx_calls_for_review():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+------------
    C0    | P0      | 2023-01-03 | 64635-RT |
    C1    | P1      | 2025-03-04 | 64493-RT | review none
    C1    | P1      | 2025-03-04 | 64494-RT | review none
    C2    | P2      | 2025-03-04 | 64490-50 | review none
    """


@drawn("FA307")
def test_a_first_session_with_kx_is_right_and_so_is_what_follows():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C0    | P0      | 2023-01-03 | 64635-RT    |
    C1    | P1      | 2025-02-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64493-RT    |
    """


@drawn("FA307")
def test_only_the_first_session_is_at_issue():
    """
    claim | date       | code     | finding
    ------+------------+----------+------------
    C0    | 2023-01-03 | 64635-RT |
    C1    | 2025-02-04 | 64493-RT | review none
    C2    | 2025-03-04 | 64493-RT |
    C3    | 2025-04-01 | 64493-RT |
    """


@drawn("FA307")
def test_each_region_and_patient_has_a_first_session():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+------------
    C0    | P0      | 2023-01-03 | 64635-RT    |
    C1    | P1      | 2025-02-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64490-RT    | review none
    C3    | P2      | 2025-03-04 | 64493-RT    | review none
    """


@drawn("FA307")
def test_an_ablation_before_is_no_injection_session():
    """
    claim | date       | code     | finding
    ------+------------+----------+------------
    C0    | 2023-01-03 | 64635-RT |
    C1    | 2025-02-04 | 64635-RT |
    C2    | 2025-03-04 | 64493-RT | review none
    """


@drawn("FA307")
def test_the_thoraco_lumbar_pair_is_a_lumbar_session():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+------------
    C0    | P0      | 2023-01-03 | 64635-RT    |
    C1    | P1      | 2025-02-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64490-RT    |
    C2    | P1      | 2025-03-04 | 64494-RT    |
    C3    | P2      | 2025-02-04 | 64490-RT-KX |
    C3    | P2      | 2025-02-04 | 64494-RT-KX |
    C4    | P2      | 2025-03-04 | 64490-RT    | review none
    """


@drawn("FA307")
def test_the_physicians_lines_tell_the_kind_and_every_line_of_the_session_is_at_issue():
    """
    claim | patient | date       | type         | code        | finding
    ------+---------+------------+--------------+-------------+------------
    C0    | P0      | 2023-01-03 | professional | 64635-RT    |
    C1    | P1      | 2025-03-04 | professional | 64493-RT    | review none
    C2    | P1      | 2025-03-04 | asc          | 64493-RT-KX | review none
    C3    | P2      | 2025-03-04 | professional | 64493-RT-KX |
    C3    | P2      | 2025-03-04 | professional | 64494-RT    |
    C4    | P2      | 2025-03-04 | asc          | 64493-RT    |
    C5    | P3      | 2025-03-04 | asc          | 64493-RT    | review none
    C6    | P4      | 2025-03-04 | hopd         | 64493-RT-KX |
    """


@drawn("FA307")
def test_twelve_months_after_the_first_date_of_the_extract_it_is_known():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+------------
    C0    | P0      | 2024-03-04 | 64635-RT |
    C1    | P1      | 2025-03-04 | 64493-RT | review none

    alone
    unknown: 0
    """


@drawn("FA307")
def test_a_day_less_than_twelve_months_after_the_first_date_of_the_extract_is_unknown():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------
    C0    | P0      | 2024-03-05 | 64635-RT |
    C1    | P1      | 2025-03-04 | 64493-RT |
    C1    | P1      | 2025-03-04 | 64494-RT |

    alone
    unknown: 2
    """


@drawn("FA307")
def test_from_29_february_twelve_months_back_is_the_28th():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+------------
    C0    | P0      | 2023-02-28 | 64635-RT |
    C1    | P1      | 2024-02-29 | 64493-RT | review none

    alone
    unknown: 0
    """


@drawn("FA307")
def test_the_extract_begins_with_its_first_accepted_line_whatever_it_is():
    """A visit that another payer denied tells that the extract reaches back.

    claim | patient | date       | payer    | code     | status | finding
    ------+---------+------------+----------+----------+--------+------------
    C0    | P0      | 2023-01-03 | aetna    | 99213    | denied |
    C1    | P1      | 2025-03-04 | medicare | 64493-RT | paid   | review none

    alone
    unknown: 0
    """


@drawn("FA307")
def test_early_in_the_extract_a_diagnostic_or_a_later_session_is_not_unknown():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C1    | P1      | 2025-02-04 | 64493-RT-KX |
    C2    | P2      | 2025-02-04 | 64493-RT    |
    C3    | P2      | 2025-03-04 | 64493-RT    |
    C3    | P2      | 2025-03-04 | 64494-RT    |

    alone
    unknown: 1
    """


@drawn("FA307")
def test_a_first_session_of_unknown_kind_is_unknown():
    """
    claim | patient | date       | code              | finding
    ------+---------+------------+-------------------+--------
    C0    | P0      | 2023-01-03 | 64635-RT          |
    C1    | P1      | 2025-03-04 | 64493-RT-GA-GC-Q6 |
    C1    | P1      | 2025-03-04 | 64494-RT          |

    unknown: 2
    """


@drawn("FA307")
def test_an_earlier_session_of_unknown_kind_is_the_first():
    """
    claim | patient | date       | code              | finding
    ------+---------+------------+-------------------+--------
    C0    | P0      | 2023-01-03 | 64635-RT          |
    C1    | P1      | 2025-02-04 | 64493-RT-GA-GC-Q6 |
    C2    | P1      | 2025-03-04 | 64493-RT          |

    unknown: 1
    """


@drawn("FA307")
def test_a_line_whose_slots_are_full_is_unknown_in_a_session_known_to_be_therapeutic():
    """The physician's line tells the kind; no test for a missing modifier is made of the facility's full line.

    claim | patient | date       | type         | code              | finding
    ------+---------+------------+--------------+-------------------+------------
    C0    | P0      | 2023-01-03 | professional | 64635-RT          |
    C1    | P1      | 2025-03-04 | professional | 64493-RT          | review none
    C2    | P1      | 2025-03-04 | asc          | 64493-RT-GA-GC-Q6 |

    unknown: 1
    """


@drawn("FA307")
def test_it_begins_with_the_macs_2021_text():
    """
    claim | patient | date       | mac      | code     | finding
    ------+---------+------------+----------+----------+------------
    C0    | P0      | 2019-01-08 | palmetto | 64635-RT |
    C1    | P1      | 2021-04-24 | palmetto | 64493-RT |
    C2    | P2      | 2021-04-25 | palmetto | 64493-RT | review none
    C3    | P3      | 2021-05-01 | cgs      | 64493-RT |
    C4    | P4      | 2021-05-02 | cgs      | 64493-RT | review none
    C5    | P5      | 2021-05-01 | -        | 64493-RT |
    C6    | P6      | 2021-05-02 | -        | 64493-RT | review none
    """


@drawn("FA307")
def test_a_session_before_the_2021_text_is_an_earlier_one():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------
    C0    | P0      | 2019-01-08 | 64635-RT |
    C1    | P1      | 2020-11-03 | 64493-RT |
    C2    | P1      | 2022-03-01 | 64493-RT |
    """


@drawn("FA307")
def test_before_the_2021_text_nothing_is_unknown():
    """
    date       | code              | finding
    -----------+-------------------+--------
    2020-11-03 | 64493-RT-GA-GC-Q6 |
    2020-12-01 | 64490-RT          |

    alone
    unknown: 0
    """


@drawn("FA307")
def test_other_payers_sessions_are_not_asked_about_and_are_no_earlier_ones():
    """
    claim | patient | payer    | date       | code              | finding
    ------+---------+----------+------------+-------------------+------------
    C0    | P0      | aetna    | 2023-01-03 | 64635-RT          |
    C1    | P1      | aetna    | 2025-03-04 | 64493-RT          |
    C2    | P2      | aetna    | 2025-02-04 | 64493-RT-KX       |
    C3    | P2      | medicare | 2025-03-04 | 64493-RT          | review none
    C4    | P3      | aetna    | 2025-03-04 | 64493-RT-GA-GC-Q6 |

    unknown: 0
    """


@drawn("FA307")
def test_a_session_that_is_not_active_is_no_earlier_one():
    """
    claim | patient | date       | code        | units | status | allowed | paid   | finding
    ------+---------+------------+-------------+-------+--------+---------+--------+------------
    C0    | P0      | 2023-01-03 | 64635-RT    | 1     | paid   |         |        |
    C1    | P1      | 2025-02-04 | 64493-RT-KX | 1     | denied |         |        |
    C2    | P1      | 2025-03-04 | 64493-RT    | 1     | paid   |         |        | review none
    C3    | P2      | 2025-02-04 | 64493-RT-KX | 1     | paid   | 0.00    | 0.00   |
    C4    | P2      | 2025-03-04 | 64493-RT    | 1     | paid   |         |        | review none
    C5    | P3      | 2025-02-04 | 64493-RT-KX | 1     | paid   | 100.00  | 78.40  |
    C5    | P3      | 2025-02-04 | 64493-RT-KX | -1    | paid   | -100.00 | -78.40 |
    C6    | P3      | 2025-03-04 | 64493-RT    | 1     | paid   |         |        | review none
    C7    | P4      | 2025-03-04 | 64493-RT    | 1     | denied |         |        |
    """


@drawn("FA307")
def test_ultrasound_guided_lines_make_no_session():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+------------
    C0    | P0      | 2023-01-03 | 64635-RT    |
    C1    | P1      | 2025-02-04 | 0216T-RT-KX |
    C2    | P1      | 2025-03-04 | 64493-RT    | review none
    C2    | P1      | 2025-03-04 | 0216T-RT    |
    """


@drawn("FA307")
def test_the_correct_coding_has_kx():
    """
    claim | patient | date       | code     | finding     | coding
    ------+---------+------------+----------+-------------+-------------------------------------------------------
    C0    | P0      | 2023-01-03 | 64635-RT |             |
    C1    | P1      | 2025-03-04 | 64493-50 | review none | 64493-50-KX x1 if diagnostic; as billed if therapeutic
    """
