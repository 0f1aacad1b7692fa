"""FA506 nonthermal-rfa: a pulsed or chemical technique in the note; the unlisted code with a facet diagnosis."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA506")
def test_technique_by_technique():
    """
    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 64635-RT | certain deny
    C1    | P1      | 64636-RT | certain deny
    C2    | P2      | 64633-RT | certain deny
    C2    | P2      | 64634-RT | certain deny
    C3    | P3      | 64635-RT |
    C4    | P4      | 64635-RT |
    C5    | P5      | 64635-RT |

    notes:
    claim | technique
    ------+----------
    C1    | pulsed
    C2    | chemical
    C3    | thermal
    C4    | cooled
    C5    |
    """


@drawn("FA506")
def test_one_of_several_notes_is_enough():
    """
    code     | finding
    ---------+-------------
    64635-RT | certain deny

    notes:
    claim | technique
    ------+----------
    C1    | thermal
    C1    | pulsed
    """


@drawn("FA506")
def test_injections_of_the_note_are_not_at_issue():
    """
    code     | finding
    ---------+-------------
    64635-RT | certain deny
    64493-RT |
    0216T-RT |

    notes:
    claim | technique
    ------+----------
    C1    | pulsed
    """


@drawn("FA506")
def test_a_note_of_the_injection_says_nothing_of_the_ablation():
    """
    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 64635-RT |
    C1    | P1      | 64493-RT |
    C2    | P2      | 64635-RT | certain deny
    C2    | P2      | 64493-RT |

    notes:
    claim | type        | technique
    ------+-------------+----------
    C1    | therapeutic | pulsed
    C2    | rfa         | pulsed
    """


@drawn("FA506")
def test_the_note_speaks_for_all_lines_of_its_session_only():
    """The facility claim of the day; the other region is another session, matched by a claim of its own.

    claim | date       | type         | code     | finding
    ------+------------+--------------+----------+-------------
    C1    | 2025-03-04 | professional | 64635-RT | certain deny
    C2    | 2025-03-04 | asc          | 64635-RT | certain deny
    C3    | 2025-03-04 | professional | 64633-RT |
    C4    | 2025-09-09 | professional | 64635-RT |

    notes:
    claim | technique
    ------+----------
    C1    | pulsed
    """


@drawn("FA506")
def test_under_every_payer_and_on_every_date():
    """
    claim | patient | date       | payer    | code     | finding
    ------+---------+------------+----------+----------+-------------
    C1    | P1      | 2025-03-04 | aetna    | 64635-RT | certain deny
    C2    | P2      | 2013-03-05 | medicare | 64635-RT | certain deny
    C3    | P3      | 2013-03-05 | aetna    | 64635-RT | certain deny

    notes:
    claim | technique
    ------+----------
    C1    | pulsed
    C2    | pulsed
    C3    | chemical
    """


@drawn("FA506")
def test_the_unlisted_code_with_a_covered_diagnosis():
    """On a day of its own or beside a facet line; any of its diagnoses, written with or without dot, once a line.

    claim | patient | code     | dx                      | finding
    ------+---------+----------+-------------------------+------------
    C1    | P1      | 64999    | M47.816                 | review none
    C2    | P2      | 64493-RT | M47.816                 |
    C2    | P2      | 64999    | M54.50; m47817          | review none
    C3    | P3      | 64999    | M47.816;M47.817;M48.16  | review none
    C4    | P4      | 64999    | M54.50                  |
    C5    | P5      | 64999    | -                       |
    """


@drawn("FA506")
def test_first_and_last_covered_diagnosis_of_each_range_and_their_neighbours():
    """
    claim | patient | code  | dx      | finding
    ------+---------+-------+---------+------------
    C1    | P1      | 64999 | M47.811 |
    C1    | P1      | 64999 | M47.812 | review none
    C1    | P1      | 64999 | M47.817 | review none
    C1    | P1      | 64999 | M47.818 |
    C2    | P2      | 64999 | M47.891 |
    C2    | P2      | 64999 | M47.892 | review none
    C2    | P2      | 64999 | M47.897 | review none
    C2    | P2      | 64999 | M47.898 |
    C3    | P3      | 64999 | M48.11  |
    C3    | P3      | 64999 | M48.12  | review none
    C3    | P3      | 64999 | M48.17  | review none
    C3    | P3      | 64999 | M48.18  |
    C4    | P4      | 64999 | M53.81  |
    C4    | P4      | 64999 | M53.82  | review none
    C4    | P4      | 64999 | M53.87  | review none
    C4    | P4      | 64999 | M53.88  |
    C5    | P5      | 64999 | M47.81  |
    """


@drawn("FA506")
def test_another_code_with_that_diagnosis_or_the_unlisted_code_on_a_neighbour_is_none():
    """
    code     | dx      | finding
    ---------+---------+--------
    64493-RT | M47.816 |
    64640    | M47.816 |
    64999    | M54.50  |
    """


@drawn("FA506")
def test_the_unlisted_code_before_2021_from_its_first_day_and_under_an_unknown_mac():
    """
    claim | date       | mac | code  | finding
    ------+------------+-----+-------+------------
    C1    | 2021-04-24 | ngs | 64999 | review none
    C2    | 2021-04-25 | ngs | 64999 | review none
    C3    | 2021-05-01 | cgs | 64999 | review none
    C4    | 2021-05-02 | cgs | 64999 | review none
    C5    | 2025-03-04 | -   | 64999 | review none
    """


@drawn("FA506")
def test_the_unlisted_code_under_other_payers_is_right():
    """
    claim | patient | payer | code     | finding
    ------+---------+-------+----------+--------
    C1    | P1      | aetna | 64999    |
    C2    | P2      | aetna | 64635-RT |
    C2    | P2      | aetna | 64999    |
    """


@drawn("FA506")
def test_lines_that_are_not_active_are_not_at_issue():
    """
    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+-------------
    C1    | P1      | 64635-RT | paid   |         |      | certain deny
    C1    | P1      | 64636-RT | denied |         |      |
    C1    | P1      | 64634-RT | paid   | 0.00    | 0.00 |
    C2    | P2      | 64999    | denied |         |      |
    C3    | P3      | 64999    | paid   | 0.00    | 0.00 |

    notes:
    claim | technique
    ------+----------
    C1    | pulsed
    """


@drawn("FA506")
def test_at_the_thoraco_lumbar_junction():
    """
    code     | finding
    ---------+-------------
    64633-RT | certain deny
    64636-RT | certain deny

    notes:
    claim | technique
    ------+----------
    C1    | chemical
    """


@drawn("FA506")
def test_an_ablation_without_a_technique_is_unknown_and_an_unlisted_line_without_diagnosis_is_not():
    """
    claim | code     | dx      | finding
    ------+----------+---------+--------
    C1    | 64635-RT | M47.816 |
    C1    | 64636-RT | M47.816 |
    C2    | 64999    | -       |

    unknown: 2
    """


@drawn("FA506")
def test_a_note_that_says_another_thing_leaves_the_technique_unknown():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64635-RT |
    C2    | P2      | 64635-RT |

    unknown: 1

    notes:
    claim | type | technique
    ------+------+----------
    C1    | rfa  |
    C2    | rfa  | thermal
    """
