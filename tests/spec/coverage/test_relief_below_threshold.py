"""FA603 relief-below-threshold: the note's relief from the session before, against 80 and 50 percent."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA603")
def test_a_further_diagnostic_session_asks_for_eighty_percent():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+----------------------
    C1    | P1      | 2025-03-04 | 64493-RT-KX |
    C2    | P1      | 2025-04-04 | 64493-RT-KX | probable deny 79/80
    C2    | P1      | 2025-04-04 | 64494-RT-KX | probable deny 79/80
    C3    | P2      | 2025-03-04 | 64490-RT-KX |
    C4    | P2      | 2025-04-04 | 64490-RT-KX |
    C5    | P3      | 2025-03-04 | 64490-RT-KX |
    C6    | P3      | 2025-04-04 | 64490-RT-KX | probable deny 79.9/80

    notes:
    claim | relief
    ------+-------
    C1    | 10
    C2    | 79
    C3    | 10
    C4    | 80
    C5    | 10
    C6    | 79.9
    unknown: 0
    """


@drawn("FA603")
def test_the_other_diagnostic_session_is_within_twelve_months_the_anniversary_outside():
    """29 February minus twelve months is 28 February; the session of unknown relief has no other before it.

    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------------------
    C1    | P1      | 2024-03-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64493-RT-KX |
    C3    | P2      | 2024-03-05 | 64493-RT-KX |
    C4    | P2      | 2025-03-04 | 64493-RT-KX | probable deny 20/80
    C5    | P3      | 2023-02-28 | 64493-RT-KX |
    C6    | P3      | 2024-02-29 | 64493-RT-KX |
    C7    | P4      | 2023-03-01 | 64493-RT-KX |
    C8    | P4      | 2024-02-29 | 64493-RT-KX | probable deny 20/80

    notes:
    claim | relief
    ------+-------
    C2    | 20
    C4    | 20
    C6    | 20
    C8    | 20
    unknown: 0
    """


@drawn("FA603")
def test_a_first_ablation_asks_for_eighty_and_a_repeat_for_fifty():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------------------
    C1    | P1      | 2024-03-04 | 64635-RT | probable deny 79/80
    C1    | P1      | 2024-03-04 | 64636-RT | probable deny 79/80
    C2    | P1      | 2025-03-04 | 64635-RT | probable deny 49/50
    C3    | P2      | 2024-03-04 | 64635-RT |
    C4    | P2      | 2025-03-04 | 64635-RT |
    C5    | P3      | 2024-03-04 | 64635-RT |
    C6    | P3      | 2025-03-04 | 64633-RT | probable deny 79/80

    notes:
    claim | relief
    ------+-------
    C1    | 79
    C2    | 49
    C3    | 80
    C4    | 50
    C5    | 90
    C6    | 79
    unknown: 0
    """


@drawn("FA603")
def test_a_repeated_therapeutic_session_asks_for_fifty_however_long_ago_the_other_was():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------------------
    C1    | P1      | 2022-03-04 | 64493-RT |
    C2    | P1      | 2025-03-04 | 64493-RT | probable deny 49/50
    C3    | P2      | 2025-01-04 | 64493-RT |
    C4    | P2      | 2025-03-04 | 64493-RT |

    notes:
    claim | relief
    ------+-------
    C1    | 0
    C2    | 49
    C3    | 0
    C4    | 50
    unknown: 0
    """


@drawn("FA603")
def test_only_a_session_of_the_same_kind_and_region_makes_it_a_repeat():
    """
    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C1    | P1      | 2025-01-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64493-RT    |
    C3    | P2      | 2025-01-04 | 64493-RT    |
    C4    | P2      | 2025-03-04 | 64493-RT-KX |
    C5    | P3      | 2025-01-04 | 64490-RT-KX |
    C6    | P3      | 2025-03-04 | 64493-RT-KX |
    C7    | P4      | 2025-01-04 | 64490-RT    |
    C8    | P4      | 2025-03-04 | 64493-RT    |

    notes:
    claim | relief
    ------+-------
    C2    | 10
    C4    | 10
    C6    | 10
    C8    | 10
    unknown: 0
    """


@drawn("FA603")
def test_a_thoraco_lumbar_session_is_lumbar():
    """
    claim | date       | code        | finding
    ------+------------+-------------+--------------------
    C1    | 2025-01-04 | 64493-RT-KX |
    C2    | 2025-03-04 | 64490-RT-KX | probable deny 60/80
    C2    | 2025-03-04 | 64494-RT-KX | probable deny 60/80

    notes:
    claim | relief
    ------+-------
    C2    | 60
    """


@drawn("FA603")
def test_professional_and_facility_lines_of_the_session_and_the_lowest_relief_of_several_notes():
    """
    claim | patient | date       | type         | code        | finding
    ------+---------+------------+--------------+-------------+--------------------
    C1    | P1      | 2025-01-04 | professional | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | professional | 64493-RT-KX | probable deny 70/80
    C3    | P1      | 2025-03-04 | asc          | 64493-RT-KX | probable deny 70/80

    notes:
    claim | relief
    ------+-------
    C2    | 90
    C3    | 70
    """


@drawn("FA603")
def test_a_session_that_must_show_relief_and_does_not_is_unknown():
    """The first therapeutic and the first diagnostic session need to show none.

    claim | patient | date       | code        | finding
    ------+---------+------------+-------------+--------
    C1    | P1      | 2025-01-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 64494-RT-KX |
    C3    | P2      | 2025-01-04 | 64493-RT    |
    C4    | P2      | 2025-03-04 | 64493-RT    |
    C5    | P3      | 2025-03-04 | 64635-RT    |

    notes:
    claim | relief
    ------+-------
    C4    |
    unknown: 4
    """


@drawn("FA603")
def test_a_session_of_unknown_kind_is_neither_looked_at_nor_a_session_before():
    """
    claim | patient | date       | code              | finding
    ------+---------+------------+-------------------+--------
    C1    | P1      | 2025-01-04 | 64493-RT-59-XS-GA |
    C2    | P1      | 2025-03-04 | 64493-RT          |
    C3    | P2      | 2025-01-04 | 64493-RT          |
    C4    | P2      | 2025-03-04 | 64493-RT-59-XS-GA |
    C5    | P3      | 2025-01-04 | 64493-RT-59-XS-GA |
    C6    | P3      | 2025-03-04 | 64493-RT-59-XS-GA |

    notes:
    claim | relief
    ------+-------
    C2    | 10
    C4    | 10
    C6    | 10
    unknown: 0
    """


@drawn("FA603")
def test_from_the_first_day_of_the_macs_2021_text_with_sessions_before_it_counted():
    """
    claim | patient | date       | mac | code     | finding
    ------+---------+------------+-----+----------+--------------------
    C1    | P1      | 2020-03-04 | ngs | 64493-RT |
    C2    | P1      | 2021-04-24 | ngs | 64493-RT |
    C3    | P1      | 2021-04-25 | ngs | 64493-RT | probable deny 40/50
    C4    | P2      | 2020-03-04 | cgs | 64635-RT |
    C5    | P2      | 2021-05-01 | cgs | 64635-RT |
    C6    | P2      | 2021-05-02 | cgs | 64635-RT | probable deny 40/50

    notes:
    claim | relief
    ------+-------
    C1    | 40
    C2    | 40
    C3    | 40
    C4    | 40
    C5    | 40
    C6    | 40
    unknown: 0
    """


@drawn("FA603")
def test_other_payers_and_denied_sessions_count_for_nothing():
    """
    claim | patient | payer | date       | code        | status | finding
    ------+---------+-------+------------+-------------+--------+--------
    C1    | P1      | Aetna | 2025-01-04 | 64493-RT-KX |        |
    C2    | P1      | Aetna | 2025-03-04 | 64493-RT-KX |        |
    C3    | P2      | Aetna | 2025-01-04 | 64493-RT-KX |        |
    C4    | P2      |       | 2025-03-04 | 64493-RT-KX |        |
    C5    | P3      |       | 2025-01-04 | 64493-RT    | denied |
    C6    | P3      |       | 2025-03-04 | 64493-RT    |        |

    notes:
    claim | relief
    ------+-------
    C2    | 10
    C4    | 10
    C6    | 10
    unknown: 0
    """


@drawn("FA603")
def test_a_first_ablation_soon_after_the_extract_begins_is_unknown_unless_its_relief_was_enough():
    """Twelve months to the day are enough; a day less hides what went before. A repeat is in the file either way.

    alone

    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------------------
    C0    | P0      | 2024-03-04 | 64493-RT |
    C1    | P1      | 2025-03-03 | 64635-RT |
    C1    | P1      | 2025-03-03 | 64636-RT |
    C2    | P2      | 2025-03-04 | 64635-RT | probable deny 60/80
    C3    | P3      | 2025-03-03 | 64635-RT |
    C4    | P4      | 2024-05-04 | 64635-RT |
    C5    | P4      | 2024-12-04 | 64635-RT | probable deny 20/50
    C6    | P5      | 2024-05-04 | 64493-RT |
    C7    | P5      | 2024-12-04 | 64493-RT | probable deny 20/50

    notes:
    claim | relief
    ------+-------
    C1    | 60
    C2    | 60
    C3    | 80
    C4    | 90
    C5    | 20
    C7    | 20
    unknown: 2
    """
