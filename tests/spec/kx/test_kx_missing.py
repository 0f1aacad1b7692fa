"""FA303 kx-missing: an injection that the note calls diagnostic, without KX."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA303")
def test_no_kx_beside_a_diagnostic_note():
    """
    code     | finding
    ---------+-------------
    64493-RT | certain none 0/1
    64494-RT | certain none

    notes:
    claim | type
    ------+-----------
    C1    | diagnostic
    """


@drawn("FA303")
def test_every_line_carries_kx_for_itself():
    """
    code        | finding
    ------------+-------------
    64490-RT-KX |
    64491-RT    | certain none

    notes:
    claim | type
    ------+-----------
    C1    | diagnostic
    """


@drawn("FA303")
def test_a_therapeutic_note_wants_none():
    """
    code     | finding
    ---------+--------
    64493-RT |

    notes:
    claim | type
    ------+------------
    C1    | therapeutic
    """


@drawn("FA303")
def test_one_diagnostic_note_of_several_is_enough():
    """
    code     | finding
    ---------+-------------
    64493-RT | certain none

    notes:
    claim | type
    ------+------------
    C1    | therapeutic
    C1    | diagnostic
    """


@drawn("FA303")
def test_rfa_and_ultrasound_lines_of_the_day_are_not_injection_lines():
    """
    code        | finding
    ------------+--------
    64493-RT-KX |
    64635-RT    |
    0216T-RT    |

    notes:
    claim | type
    ------+-----------
    C1    | diagnostic
    """


@drawn("FA303")
def test_the_note_speaks_for_the_facility_claim_of_the_day_too():
    """
    claim | type         | code        | finding
    ------+--------------+-------------+-------------
    C1    | professional | 64493-RT-KX |
    C2    | asc          | 64493-RT    | certain none

    notes:
    claim | type
    ------+-----------
    C1    | diagnostic
    """


@drawn("FA303")
def test_the_note_speaks_for_its_own_day_only():
    """
    claim | date       | code        | finding
    ------+------------+-------------+--------
    C1    | 2025-03-04 | 64493-RT-KX |
    C2    | 2025-06-03 | 64493-RT    |

    notes:
    claim | type
    ------+------------
    C1    | diagnostic
    C2    | therapeutic
    """


@drawn("FA303")
def test_from_the_macs_2021_text():
    """
    claim | date       | mac      | code     | finding
    ------+------------+----------+----------+-------------
    C1    | 2021-04-24 | palmetto | 64493-RT |
    C2    | 2021-04-25 | palmetto | 64493-RT | certain none
    C3    | 2021-05-01 | cgs      | 64493-RT |
    C4    | 2021-05-02 | cgs      | 64493-RT | certain none
    C5    | 2021-05-01 | -        | 64493-LT |
    C6    | 2021-05-02 | -        | 64493-LT | certain none

    notes:
    claim | type
    ------+-----------
    C1    | diagnostic
    C2    | diagnostic
    C3    | diagnostic
    C4    | diagnostic
    C5    | diagnostic
    C6    | diagnostic
    """


@drawn("FA303")
def test_other_payers_have_no_such_modifier():
    """
    payer | code     | finding
    ------+----------+--------
    aetna | 64493-RT |

    notes:
    claim | type
    ------+-----------
    C1    | diagnostic
    """


@drawn("FA303")
def test_lines_that_are_not_active_are_not_at_issue():
    """
    code        | status | allowed | paid | finding
    ------------+--------+---------+------+--------
    64493-RT-KX | paid   |         |      |
    64494-RT    | denied |         |      |
    64495-RT    | paid   | 0.00    | 0.00 |

    notes:
    claim | type
    ------+-----------
    C1    | diagnostic
    """


@drawn("FA303")
def test_full_slots_are_unknown_and_three_are_not_full():
    """
    code              | finding
    ------------------+-------------
    64493-RT-GA-GC-Q6 |
    64494-RT-GA-GC    | certain none

    notes:
    claim | type
    ------+-----------
    C1    | diagnostic

    unknown: 1
    """


@drawn("FA303")
def test_without_a_note_that_says_what_the_injection_was_for_it_is_unknown():
    """
    claim | patient | code        | finding
    ------+---------+-------------+--------
    C1    | P1      | 64493-RT    |
    C2    | P2      | 64493-RT    |
    C2    | P2      | 64635-RT    |
    C3    | P3      | 64493-RT    |
    C4    | P4      | 64493-RT-KX |

    notes:
    claim | type | joints
    ------+------+-------
    C2    | rfa  | L4-5 R
    C3    |      | L4-5 R

    unknown: 3
    """


@drawn("FA303")
def test_full_slots_with_kx_among_them_are_no_question():
    """
    code              | finding
    ------------------+--------
    64493-RT-KX-GA-GC |

    notes:
    claim | type
    ------+-----------
    C1    | diagnostic

    unknown: 0
    """


@drawn("FA303")
def test_without_a_note_there_is_no_question_before_2021_of_other_payers_and_of_rfa():
    """
    claim | patient | date       | payer    | code     | finding
    ------+---------+------------+----------+----------+--------
    C1    | P1      | 2021-04-24 | medicare | 64493-RT |
    C2    | P2      | 2025-03-04 | aetna    | 64493-RT |
    C3    | P3      | 2025-03-04 | medicare | 64635-RT |

    unknown: 0
    """


@drawn("FA303")
def test_a_therapeutic_note_settles_it_even_for_full_slots():
    """
    code              | finding
    ------------------+--------
    64493-RT-GA-GC-Q6 |
    64494-RT          |

    notes:
    claim | type
    ------+------------
    C1    | therapeutic

    unknown: 0
    """
