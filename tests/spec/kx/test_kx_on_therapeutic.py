"""FA302 kx-on-therapeutic: KX on an injection that the note, or a steroid of the day, shows to be therapeutic."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA302")
def test_kx_beside_a_therapeutic_note():
    """
    code        | finding
    ------------+-------------
    64493-RT-KX | certain none 1/0
    64494-RT-KX | certain none

    notes:
    claim | type
    ------+------------
    C1    | therapeutic
    """


@drawn("FA302")
def test_without_kx_a_therapeutic_injection_is_coded_right():
    """
    code        | finding
    ------------+-------------
    64493-RT-KX | certain none
    64494-RT    |

    notes:
    claim | type
    ------+------------
    C1    | therapeutic
    """


@drawn("FA302")
def test_kx_beside_a_diagnostic_note_is_right_whatever_drug_was_billed():
    """
    code        | finding
    ------------+--------
    64493-RT-KX |
    J1030       |

    notes:
    claim | type
    ------+-----------
    C1    | diagnostic
    """


@drawn("FA302")
def test_without_a_note_a_steroid_of_the_day_calls_for_review():
    """
    code        | finding
    ------------+------------
    64493-RT-KX | review none 1/0
    64494-RT-KX | review none
    J3301       |
    """


@drawn("FA302")
def test_every_steroid_drug_code():
    """
    patient | code        | finding
    --------+-------------+------------
    P1      | 64493-RT-KX | review none
    P1      | J0702       |
    P2      | 64493-RT-KX | review none
    P2      | J1010       |
    P3      | 64493-RT-KX | review none
    P3      | J1020       |
    P4      | 64493-RT-KX | review none
    P4      | J1030       |
    P5      | 64493-RT-KX | review none
    P5      | J1040       |
    P6      | 64493-RT-KX | review none
    P6      | J1094       |
    P7      | 64493-RT-KX | review none
    P7      | J1100       |
    P8      | 64493-RT-KX | review none
    P8      | J2920       |
    P9      | 64493-RT-KX | review none
    P9      | J2930       |
    PA      | 64493-RT-KX | review none
    PA      | J3300       |
    PB      | 64493-RT-KX | review none
    PB      | J3301       |
    PC      | 64493-RT-KX | review none
    PC      | J3303       |
    """


@drawn("FA302")
def test_another_drug_or_none_is_no_sign():
    """
    patient | code        | finding
    --------+-------------+--------
    P1      | 64493-RT-KX |
    P2      | 64493-RT-KX |
    P2      | J1885       |
    """


@drawn("FA302")
def test_a_steroid_on_any_claim_of_the_day_by_anybody():
    """
    claim | patient | type         | npi        | code        | finding
    ------+---------+--------------+------------+-------------+------------
    C1    | P1      | professional | 1000000012 | 64493-RT-KX | review none
    C2    | P1      | professional | 1000000020 | J1030       |
    C3    | P2      | professional | 1000000012 | 64493-RT-KX | review none
    C4    | P2      | asc          | 1000000012 | J1030       |
    """


@drawn("FA302")
def test_a_steroid_of_another_day_or_patient_or_a_denied_one_is_no_sign():
    """
    claim | patient | date       | code        | status | finding
    ------+---------+------------+-------------+--------+--------
    C1    | P1      | 2025-03-04 | 64493-RT-KX |        |
    C2    | P1      | 2025-03-05 | 64635-RT    |        |
    C2    | P1      | 2025-03-05 | J1030       |        |
    C3    | P2      | 2025-03-04 | 64635-RT    |        |
    C3    | P2      | 2025-03-04 | J1030       |        |
    C4    | P3      | 2025-03-04 | 64493-RT-KX |        |
    C4    | P3      | 2025-03-04 | J1030       | denied |
    """


@drawn("FA302")
def test_a_note_that_does_not_say_what_the_injection_was_for_is_still_a_note():
    """
    code        | finding
    ------------+--------
    64493-RT-KX |
    J1030       |

    notes:
    claim | type | joints
    ------+------+-------
    C1    |      | L4-5 R
    """


@drawn("FA302")
def test_a_note_of_the_rfa_of_the_day_is_no_note_of_the_injection():
    """
    code        | finding
    ------------+------------
    64493-RT-KX | review none
    64635-RT    |
    J1030       |

    notes:
    claim | type
    ------+-----
    C1    | rfa
    """


@drawn("FA302")
def test_one_therapeutic_note_of_several_is_enough():
    """
    code        | finding
    ------------+-------------
    64493-RT-KX | certain none

    notes:
    claim | type
    ------+------------
    C1    | diagnostic
    C1    | therapeutic
    """


@drawn("FA302")
def test_the_note_speaks_for_the_facility_claim_of_the_day_too():
    """
    claim | type         | code        | finding
    ------+--------------+-------------+-------------
    C1    | professional | 64493-RT-KX | certain none
    C2    | hopd         | 64493-RT-KX | certain none

    notes:
    claim | type
    ------+------------
    C1    | therapeutic
    """


@drawn("FA302")
def test_rfa_and_ultrasound_lines_are_not_injection_lines():
    """
    code        | finding
    ------------+--------
    64635-RT-KX |
    0216T-RT-KX |
    J1030       |
    """


@drawn("FA302")
def test_from_the_macs_2021_text():
    """
    claim | date       | mac      | code        | finding
    ------+------------+----------+-------------+-------------
    C1    | 2021-04-24 | palmetto | 64493-RT-KX |
    C2    | 2021-04-25 | palmetto | 64493-RT-KX | certain none
    C3    | 2021-05-01 | cgs      | 64493-RT-KX |
    C3    | 2021-05-01 | cgs      | J1030       |
    C4    | 2021-05-02 | cgs      | 64493-RT-KX | review none
    C4    | 2021-05-02 | cgs      | J1030       |

    notes:
    claim | type
    ------+------------
    C1    | therapeutic
    C2    | therapeutic
    """


@drawn("FA302")
def test_other_payers_have_no_such_modifier():
    """
    payer | code        | finding
    ------+-------------+--------
    aetna | 64493-RT-KX |
    aetna | J1030       |
    """


@drawn("FA302")
def test_lines_that_are_not_active_are_not_at_issue():
    """
    code        | status | allowed | paid | finding
    ------------+--------+---------+------+--------
    64493-RT-KX | denied |         |      |
    64494-RT-KX | paid   | 0.00    | 0.00 |
    64635-RT    | paid   |         |      |
    J1030       | paid   |         |      |
    """


@drawn("FA302")
def test_a_steroid_billed_to_another_payer_is_no_sign():
    """
    claim | payer    | code        | finding
    ------+----------+-------------+--------
    C1    | medicare | 64493-RT-KX |
    C2    | aetna    | 64635-RT    |
    C2    | aetna    | J1030       |
    """


@drawn("FA302")
def test_codes_of_other_lists_beside_kx_are_no_steroid():
    """
    patient | code        | finding
    --------+-------------+--------
    P1      | 64493-RT-KX |
    P1      | 77003       |
    P2      | 64493-RT-KX |
    P2      | 99213-25    |
    P3      | 64493-RT-KX |
    P3      | 62323       |
    """
