"""FA209 laterality-undocumented: both sides billed, and no joint documented on both."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA209")
def test_both_sides_billed_and_one_documented():
    """
    code     | finding
    ---------+-------------------
    64493-50 | certain recode 2/1

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | L4-5 R
    """


@drawn("FA209")
def test_a_joint_documented_on_both_sides_is_enough():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64493-50 |
    C2    | P2      | 64493-50 |
    C3    | P3      | 64493-50 |
    C3    | P3      | 64494-50 |

    notes:
    claim | type       | joints
    ------+------------+----------------
    C1    | diagnostic | L4-5 B
    C2    | diagnostic | L4-5 R; L4-5 L
    C3    | diagnostic | L4-5 B; L5-S1 R
    """


@drawn("FA209")
def test_right_and_left_at_different_joints_are_no_joint_on_both_sides():
    """
    code     | finding
    ---------+---------------
    64493-50 | certain recode
    64494-50 | certain recode

    notes:
    claim | type       | joints
    ------+------------+----------------
    C1    | diagnostic | L4-5 R; L5-S1 L
    """


@drawn("FA209")
def test_a_side_for_the_whole_note():
    """
    claim | patient | code     | finding
    ------+---------+----------+---------------
    C1    | P1      | 64493-50 | certain recode
    C2    | P2      | 64493-50 |

    notes:
    claim | type       | joints | side
    ------+------------+--------+-----
    C1    | diagnostic | L4-5   | L
    C2    | diagnostic | L4-5   | B
    """


@drawn("FA209")
def test_nerves_of_both_sides_are_a_joint_on_both_sides():
    """L3 right and L4 left are no joint at all.

    claim | patient | code     | finding
    ------+---------+----------+---------------
    C1    | P1      | 64493-50 |
    C2    | P2      | 64493-50 | certain recode

    notes:
    claim | type       | nerves
    ------+------------+--------------------
    C1    | diagnostic | L3, L4 B
    C2    | diagnostic | L3, L4, L5 R; L3 L
    """


@drawn("FA209")
def test_the_sides_of_two_notes_are_united():
    """
    code     | finding
    ---------+--------
    64493-50 |

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | L4-5 R
    C1    | diagnostic | L4-5 L
    """


@drawn("FA209")
def test_both_rt_and_lt_on_a_line_are_both_sides_and_one_of_them_is_not():
    """
    code        | finding
    ------------+---------------
    64493-RT-LT | certain recode
    64494-RT    |
    64495       |

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | L4-5 R
    """


@drawn("FA209")
def test_rfa_lines_too():
    """
    code     | finding
    ---------+---------------
    64635-50 | certain recode
    64636-50 | certain recode

    notes:
    claim | type | joints
    ------+------+----------------
    C1    | rfa  | L4-5 R; L5-S1 R
    """


@drawn("FA209")
def test_joints_of_the_other_region_neither_help_nor_hurt():
    """The lumbar line's note documents no lumbar joint at all: there is nothing to hold it to.

    claim | patient | code     | finding
    ------+---------+----------+---------------
    C1    | P1      | 64493-50 | certain recode
    C2    | P2      | 64493-50 |

    notes:
    claim | type       | joints
    ------+------------+---------------
    C1    | diagnostic | L4-5 R; C5-6 B
    C2    | diagnostic | C5-6 R
    """


@drawn("FA209")
def test_thoraco_lumbar_pair_looks_at_both_junction_joints():
    """
    claim | patient | code     | finding
    ------+---------+----------+---------------
    C1    | P1      | 64490-50 |
    C1    | P1      | 64494-50 |
    C2    | P2      | 64490-50 | certain recode
    C2    | P2      | 64494-50 | certain recode

    notes:
    claim | type       | joints
    ------+------------+-----------------
    C1    | diagnostic | T12-L1 B; L1-2 R
    C2    | diagnostic | T12-L1 R; L1-2 R
    """


@drawn("FA209")
def test_every_claim_type_payer_and_date():
    """
    claim | patient | type | payer    | date       | code     | finding
    ------+---------+------+----------+------------+----------+---------------
    C1    | P1      | hopd | medicare | 2025-03-04 | 64493-50 | certain recode
    C2    | P2      | asc  | medicare | 2025-03-04 | 64493-50 | certain recode
    C3    | P3      |      | aetna    | 2025-03-04 | 64493-50 | certain recode
    C4    | P4      |      | medicare | 2018-03-06 | 64493-50 | certain recode

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | L4-5 R
    C2    | diagnostic | L4-5 R
    C3    | diagnostic | L4-5 R
    C4    | diagnostic | L4-5 R
    """


@drawn("FA209")
def test_lines_that_are_not_active_are_not_at_issue():
    """
    code     | status | allowed | paid | finding
    ---------+--------+---------+------+--------
    64493-RT | paid   |         |      |
    64494-50 | denied |         |      |
    64495-50 | paid   | 0.00    | 0.00 |

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | L4-5 R
    """


@drawn("FA209")
def test_without_a_note_the_lines_with_both_sides_are_unknown():
    """
    code     | finding
    ---------+--------
    64493-50 |
    64494-RT |

    unknown: 1
    """


@drawn("FA209")
def test_without_a_file_of_notes_all_lines_with_both_sides_are_unknown():
    """
    code     | finding
    ---------+--------
    64493-50 |
    64494-RT |

    alone
    unknown: 1
    """


@drawn("FA209")
def test_notes_without_joints_or_that_cannot_be_read_are_unknown():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64493-50 |
    C2    | P2      | 64493-50 |

    notes:
    claim | type       | joints        | relief
    ------+------------+---------------+-------
    C1    | diagnostic |               | 85
    C2    | diagnostic | see op report |

    unknown: 2
    """


@drawn("FA209")
def test_a_joint_of_the_region_without_a_side_is_unknown():
    """
    code     | finding
    ---------+--------
    64493-50 |

    notes:
    claim | type       | joints
    ------+------------+-------------
    C1    | diagnostic | L4-5; L5-S1 R

    unknown: 1
    """


@drawn("FA209")
def test_an_rfa_note_does_not_speak_for_injections():
    """
    code     | finding
    ---------+--------
    64493-50 |

    notes:
    claim | type | joints
    ------+------+-------
    C1    | rfa  | L4-5 R

    unknown: 1
    """


@drawn("FA209")
def test_a_note_that_cannot_be_read_beside_one_that_can_is_unknown():
    """
    code     | finding
    ---------+--------
    64493-50 |

    notes:
    claim | type       | joints
    ------+------------+--------------
    C1    | diagnostic | L4-5 R
    C1    | diagnostic | see op report

    unknown: 1
    """


@drawn("FA209")
def test_rfa_without_a_note_is_unknown_and_a_readable_note_is_no_question():
    """
    claim | patient | code     | finding
    ------+---------+----------+---------------
    C1    | P1      | 64635-50 |
    C2    | P2      | 64635-50 | certain recode

    notes:
    claim | type | joints
    ------+------+-------
    C2    | rfa  | L4-5 R

    unknown: 1
    """


@drawn("FA209")
def test_the_side_that_the_note_gives_is_the_correct_one():
    """
    claim | patient | code        | finding            | coding
    ------+---------+-------------+--------------------+------------------------------------------
    C1    | P1      | 64493-50-KX | certain recode 2/1 | 64493-RT-KX x1
    C2    | P2      | 64493-50    | certain recode 2/1 | 64493-LT x1
    C3    | P3      | 64493-50    | certain recode 2/1 | 64493-RT x1 or 64493-LT x1, as documented

    notes:
    claim | type        | joints         | nerves
    ------+-------------+----------------+---------
    C1    | therapeutic | L4-5 R         |
    C2    | therapeutic |                | L3, L4 L
    C3    | therapeutic | L3-4 R; L4-5 L |
    """


@drawn("FA209")
def test_the_reason_says_how_the_note_gives_its_joints():
    """
    claim | patient | code     | finding | reason                                                         | basis
    ------+---------+----------+---------+----------------------------------------------------------------+-----------
    C1    | P1      | 64490-50 | certain | the note documents C5-6 R, no joint on both.                   | seen
    C2    | P2      | 64490-50 | certain | note lists the nerves C5 L, C6 L, which serve C5-6 L, no joint | unverified
    C3    | P3      | 64493-50 | certain | note lists the nerves L3 L, L4 L, which serve L4-5 L, no joint | seen

    notes:
    claim | type        | joints | nerves
    ------+-------------+--------+---------
    C1    | therapeutic | C5-6 R |
    C2    | therapeutic |        | C5, C6 L
    C3    | therapeutic |        | L3, L4 L
    """
