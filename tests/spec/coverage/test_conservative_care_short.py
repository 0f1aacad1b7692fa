"""FA604 conservative-care-short: less than 12 weeks before the first facet session of a region."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA604")
def test_eleven_weeks_are_short_and_twelve_are_not():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+-------------------
    C1    | P1      | 2025-03-04 | 64493-RT-KX | review none 11/12
    C1    | P1      | 2025-03-04 | 64494-RT-KX | review none 11/12
    C2    | P2      | 2025-03-04 | 64493-RT-KX |
    C3    | P3      | 2025-03-04 | 64490-RT    | review none 11.5/12
    C4    | P4      | 2025-03-04 | 64635-RT    | review none 0/12

    notes:
    claim | care
    ------+-----
    C1    | 11
    C2    | 12
    C3    | 11.5
    C4    | 0
    unknown: 0
    """


@drawn("FA604")
def test_only_the_first_session_of_patient_and_region_is_looked_at():
    """An injection or an ablation before it, of any kind and date; the other region has a first session of its own.

    claim | patient | date       | mac | code        | finding
    ------+---------+------------+-----+-------------+-----------------
    C1    | P1      | 2020-03-04 | ngs | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | ngs | 64493-RT-KX |
    C3    | P1      | 2025-03-05 | ngs | 64490-RT-KX | review none 4/12
    C4    | P2      | 2024-03-04 | ngs | 64635-RT    |
    C5    | P2      | 2025-03-04 | ngs | 64493-RT    |
    C6    | P3      | 2024-03-04 | ngs | 64493-RT    |
    C7    | P3      | 2025-03-04 | ngs | 64635-RT    |

    notes:
    claim | care
    ------+-----
    C1    | 4
    C2    | 4
    C3    | 4
    C4    | 12
    C5    | 4
    C6    | 12
    C7    | 4
    unknown: 0
    """


@drawn("FA604")
def test_an_injection_and_an_ablation_of_the_first_day_are_both_the_first():
    """
    claim | date       | code     | finding
    ------+------------+----------+-----------------
    C1    | 2025-03-04 | 64493-RT | review none 6/12
    C1    | 2025-03-04 | 64635-LT | review none 6/12

    notes:
    claim | care
    ------+-----
    C1    | 6
    """


@drawn("FA604")
def test_a_thoraco_lumbar_session_makes_the_lumbar_one_the_second():
    """
    claim | date       | code     | finding
    ------+------------+----------+-----------------
    C1    | 2025-03-04 | 64490-RT | review none 6/12
    C1    | 2025-03-04 | 64494-RT | review none 6/12
    C2    | 2025-04-04 | 64493-RT |

    notes:
    claim | care
    ------+-----
    C1    | 6
    C2    | 6
    """


@drawn("FA604")
def test_the_fewest_weeks_of_several_notes_and_every_claim_of_the_session():
    """
    claim | date       | type         | code     | finding
    ------+------------+--------------+----------+-----------------
    C1    | 2025-03-04 | professional | 64493-RT | review none 8/12
    C2    | 2025-03-04 | hopd         | 64493-RT | review none 8/12

    notes:
    claim | care
    ------+-----
    C1    | 14
    C2    | 8
    """


@drawn("FA604")
def test_a_first_session_without_the_weeks_is_unknown():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------
    C1    | P1      | 2025-03-04 | 64493-RT |
    C1    | P1      | 2025-03-04 | 64494-RT |
    C2    | P1      | 2025-06-04 | 64493-RT |
    C3    | P2      | 2025-03-04 | 64493-RT |
    C4    | P3      | 2025-03-04 | 0216T-RT |

    notes:
    claim | care
    ------+-----
    C3    |
    unknown: 3
    """


@drawn("FA604")
def test_from_the_first_day_of_the_macs_2021_text():
    """
    claim | patient | date       | mac | code     | finding
    ------+---------+------------+-----+----------+-----------------
    C1    | P1      | 2021-04-24 | ngs | 64493-RT |
    C2    | P2      | 2021-04-25 | ngs | 64493-RT | review none 4/12
    C3    | P3      | 2021-05-01 | cgs | 64493-RT |
    C4    | P4      | 2021-05-02 | cgs | 64493-RT | review none 4/12

    notes:
    claim | care
    ------+-----
    C1    | 4
    C2    | 4
    C3    | 4
    C4    | 4
    unknown: 0
    """


@drawn("FA604")
def test_other_payers_have_no_such_rule_and_no_part_in_the_history():
    """
    claim | patient | payer | date       | code     | status | finding
    ------+---------+-------+------------+----------+--------+-----------------
    C1    | P1      | Aetna | 2025-01-04 | 64493-RT |        |
    C2    | P1      |       | 2025-03-04 | 64493-RT |        | review none 4/12
    C3    | P2      |       | 2025-01-04 | 64493-RT | denied |
    C4    | P2      |       | 2025-03-04 | 64493-RT |        | review none 4/12

    notes:
    claim | care
    ------+-----
    C1    | 4
    C2    | 4
    C4    | 4
    """


@drawn("FA604")
def test_a_first_session_soon_after_the_extract_begins_is_unknown_unless_its_weeks_are_enough():
    """
    alone

    claim | patient | date       | code     | finding
    ------+---------+------------+----------+-----------------
    C0    | P0      | 2024-03-04 | 64493-RT |
    C1    | P1      | 2025-03-03 | 64493-RT |
    C2    | P2      | 2025-03-04 | 64493-RT | review none 4/12
    C3    | P3      | 2025-03-03 | 64493-RT |

    notes:
    claim | care
    ------+-----
    C0    | 12
    C1    | 4
    C2    | 4
    C3    | 12
    unknown: 1
    """
