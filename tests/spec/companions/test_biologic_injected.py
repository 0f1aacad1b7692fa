"""FA504 biologic-injected: a biologic as injectate in the note, or billed on the patient's day."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA504")
def test_the_notes_injectate_puts_all_family_lines_of_the_day_at_issue():
    """
    code     | finding
    ---------+-------------
    64493-RT | certain deny
    64494-RT | certain deny
    0213T-RT | certain deny
    64635-RT | certain deny
    99213    |

    notes:
    claim | injectate
    ------+-----------
    C1    | biologic
    """


@drawn("FA504")
def test_a_biologic_among_other_injectates():
    """
    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 64493-RT | certain deny
    C2    | P2      | 64493-RT | certain deny
    C3    | P3      | 64493-RT |
    C4    | P4      | 64493-RT |

    notes:
    claim | injectate
    ------+---------------------
    C1    | anesthetic; biologic
    C2    | biologic;steroid
    C3    | anesthetic; steroid
    C4    | other
    """


@drawn("FA504")
def test_one_of_several_notes_is_enough():
    """
    code     | finding
    ---------+-------------
    64493-RT | certain deny

    notes:
    claim | injectate
    ------+-----------
    C1    | steroid
    C1    | biologic
    """


@drawn("FA504")
def test_a_note_of_one_session_speaks_for_the_whole_day():
    """The note is of the injection; the ablation and the other provider's lines are family lines of that day.

    claim | type         | npi        | code     | finding
    ------+--------------+------------+----------+-------------
    C1    | professional | 1000000012 | 64493-RT | certain deny
    C2    | professional | 1000000020 | 64633-RT | certain deny
    C3    | asc          | 1000000020 | 64493-RT | certain deny
    C4    | professional | 1000000020 | 0216T-RT | certain deny

    notes:
    claim | type        | injectate
    ------+-------------+----------
    C1    | therapeutic | biologic
    """


@drawn("FA504")
def test_every_kind_of_billed_code():
    """First and last of each range.

    patient | code     | finding
    --------+----------+--------------
    P1      | 64493-RT | probable deny
    P1      | P9020    |
    P2      | 64493-RT | probable deny
    P2      | 0232T    |
    P3      | 64493-RT | probable deny
    P3      | 0481T    |
    P4      | 64493-RT | probable deny
    P4      | Q4100    |
    P5      | 64493-RT | probable deny
    P5      | Q4199    |
    P6      | 64493-RT | probable deny
    P6      | Q4200    |
    P7      | 64493-RT | probable deny
    P7      | Q4299    |
    P8      | 64493-RT | probable deny
    P8      | Q4300    |
    P9      | 64493-RT | probable deny
    P9      | Q4399    |
    """


@drawn("FA504")
def test_neighbouring_codes_are_no_biologics():
    """
    patient | code     | finding
    --------+----------+--------
    P1      | 64493-RT |
    P1      | Q4082    |
    P1      | Q4405    |
    P1      | P9019    |
    P1      | 0231T    |
    P1      | J3590    |
    P1      | J1030    |
    """


@drawn("FA504")
def test_a_billed_biologic_puts_all_family_lines_of_the_day_at_issue():
    """Whoever billed it, on whatever claim.

    claim | type         | npi        | code     | finding
    ------+--------------+------------+----------+--------------
    C1    | professional | 1000000012 | 64493-RT | probable deny
    C1    | professional | 1000000012 | 64494-RT | probable deny
    C2    | asc          | 1000000020 | 64493-RT | probable deny
    C2    | asc          | 1000000020 | Q4205    |
    C3    | professional | 1000000038 | 64633-RT | probable deny
    C3    | professional | 1000000038 | 0213T-RT | probable deny
    C3    | professional | 1000000038 | 77003    |
    """


@drawn("FA504")
def test_note_and_code_together_are_one_certain_finding():
    """
    code     | finding
    ---------+-------------
    64493-RT | certain deny
    64494-RT | certain deny
    0232T    |
    Q4205    |

    notes:
    claim | injectate
    ------+----------
    C1    | biologic
    """


@drawn("FA504")
def test_another_note_does_not_clear_a_billed_biologic():
    """
    code     | finding
    ---------+--------------
    64493-RT | probable deny
    0232T    |

    notes:
    claim | injectate
    ------+----------
    C1    | steroid
    """


@drawn("FA504")
def test_another_day_patient_or_payer_is_no_sign():
    """
    claim | patient | date       | payer    | code     | finding
    ------+---------+------------+----------+----------+--------------
    C1    | P1      | 2025-03-04 | medicare | 64493-RT |
    C2    | P1      | 2025-03-05 | medicare | 64493-RT | probable deny
    C2    | P1      | 2025-03-05 | medicare | 0232T    |
    C3    | P2      | 2025-03-04 | medicare | 64493-RT |
    C4    | P2      | 2025-03-04 | aetna    | 64635-RT |
    C4    | P2      | 2025-03-04 | aetna    | 0232T    |
    C5    | P3      | 2025-03-04 | medicare | 64493-RT | certain deny
    C6    | P3      | 2025-03-11 | medicare | 64493-RT |
    C7    | P4      | 2025-03-04 | aetna    | 64493-RT |
    C8    | P4      | 2025-03-04 | medicare | 64635-RT |

    notes:
    claim | injectate
    ------+----------
    C5    | biologic
    C7    | biologic
    """


@drawn("FA504")
def test_from_the_macs_2021_text():
    """
    claim | date       | mac      | code     | finding
    ------+------------+----------+----------+--------------
    C1    | 2021-04-24 | palmetto | 64493-RT |
    C1    | 2021-04-24 | palmetto | 0232T    |
    C2    | 2021-04-25 | palmetto | 64493-RT | probable deny
    C2    | 2021-04-25 | palmetto | 0232T    |
    C3    | 2021-05-01 | cgs      | 64493-RT |
    C4    | 2021-05-02 | cgs      | 64493-RT | certain deny
    C5    | 2021-04-30 | -        | 64493-RT |

    notes:
    claim | injectate
    ------+----------
    C3    | biologic
    C4    | biologic
    C5    | biologic
    """


@drawn("FA504")
def test_other_payers_have_no_such_limit():
    """
    claim | patient | payer | code     | finding
    ------+---------+-------+----------+--------
    C1    | P1      | aetna | 64493-RT |
    C1    | P1      | aetna | 0232T    |
    C2    | P2      | aetna | 64493-RT |

    notes:
    claim | injectate
    ------+----------
    C2    | biologic
    """


@drawn("FA504")
def test_lines_that_are_not_active_neither_count_nor_are_at_issue():
    """
    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+--------------
    C1    | P1      | 64493-RT | denied |         |      |
    C1    | P1      | 64494-RT | paid   | 0.00    | 0.00 |
    C1    | P1      | 64635-RT | paid   |         |      | probable deny
    C1    | P1      | 0232T    | paid   |         |      |
    C2    | P2      | 64493-RT | paid   |         |      |
    C2    | P2      | 0232T    | denied |         |      |
    C3    | P3      | 64493-RT | paid   |         |      |
    C3    | P3      | 0232T    | paid   | 0.00    | 0.00 |
    """


@drawn("FA504")
def test_days_without_a_note_are_not_called_unknown():
    """
    code     | finding
    ---------+--------
    64493-RT |

    unknown: 0
    """
