"""FA605 guidance-not-covered: the note says no guidance, or ultrasound."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA605")
def test_none_and_ultrasound_are_not_covered_and_fluoroscopy_and_ct_are():
    """
    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 64493-RT | certain deny
    C1    | P1      | 64494-RT | certain deny
    C2    | P2      | 64635-RT | certain deny
    C3    | P3      | 64493-RT |
    C4    | P4      | 64493-RT |

    notes:
    claim | guidance
    ------+------------
    C1    | none
    C2    | ultrasound
    C3    | fluoroscopy
    C4    | ct
    unknown: 0
    """


@drawn("FA605")
def test_one_such_note_of_several_is_enough_and_speaks_for_every_claim_of_the_session():
    """
    claim | type         | code     | finding
    ------+--------------+----------+-------------
    C1    | professional | 64493-RT | certain deny
    C2    | asc          | 64493-RT | certain deny

    notes:
    claim | guidance
    ------+------------
    C1    | fluoroscopy
    C2    | ultrasound
    """


@drawn("FA605")
def test_a_note_of_the_ablation_says_nothing_of_the_injection():
    """
    code     | finding
    ---------+-------------
    64493-RT |
    64635-LT | certain deny

    notes:
    claim | type        | guidance
    ------+-------------+------------
    C1    | rfa         | none
    C1    | therapeutic | fluoroscopy
    """


@drawn("FA605")
def test_a_note_without_a_type_says_it_of_both():
    """
    code     | finding
    ---------+-------------
    64490-RT | certain deny
    64635-LT | certain deny

    notes:
    claim | guidance
    ------+---------
    C1    | none
    """


@drawn("FA605")
def test_ultrasound_codes_are_not_looked_at():
    """
    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 0216T-RT |
    C2    | P2      | 0216T-RT |
    C2    | P2      | 64494-RT | certain deny

    notes:
    claim | guidance
    ------+-----------
    C1    | ultrasound
    C2    | ultrasound
    unknown: 0
    """


@drawn("FA605")
def test_without_a_note_that_gives_it_it_is_unknown():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64494-RT |
    C2    | P2      | 64493-RT |
    C3    | P3      | 64493-RT |
    C4    | P4      | 64493-RT |

    notes:
    claim | guidance    | relief
    ------+-------------+-------
    C2    | fluoroscopy |
    C3    | -           | 80
    C4    | -           | 80
    C4    | ct          | 80
    unknown: 3
    """


@drawn("FA605")
def test_from_the_first_day_of_the_macs_2021_text():
    """
    claim | patient | date       | mac | code     | finding
    ------+---------+------------+-----+----------+-------------
    C1    | P1      | 2021-04-24 | ngs | 64493-RT |
    C2    | P2      | 2021-04-25 | ngs | 64493-RT | certain deny
    C3    | P3      | 2021-05-01 | cgs | 64493-RT |
    C4    | P4      | 2021-05-02 | cgs | 64493-RT | certain deny

    notes:
    claim | guidance
    ------+---------
    C1    | none
    C2    | none
    C3    | none
    C4    | none
    unknown: 0
    """


@drawn("FA605")
def test_other_payers_and_inactive_lines():
    """
    claim | patient | payer | code     | status | allowed | paid | finding
    ------+---------+-------+----------+--------+---------+------+-------------
    C1    | P1      | Aetna | 64493-RT |        |         |      |
    C2    | P2      |       | 64493-RT |        |         |      | certain deny
    C2    | P2      |       | 64494-RT | denied |         |      |
    C2    | P2      |       | 64495-RT |        | 0.00    | 0.00 |

    notes:
    claim | guidance
    ------+---------
    C1    | none
    C2    | none
    unknown: 0
    """
