"""FA503 ultrasound-guided: lines of 0213T-0218T, which Medicare does not cover."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA503")
def test_every_code():
    """
    patient | code     | finding
    --------+----------+--------------
    P1      | 0213T-RT | probable deny
    P1      | 0214T-RT | probable deny
    P1      | 0215T-RT | probable deny
    P2      | 0216T-RT | probable deny
    P2      | 0217T-RT | probable deny
    P2      | 0218T-RT | probable deny
    """


@drawn("FA503")
def test_certain_beside_an_injection_of_the_group():
    """The region of the injection does not matter, nor that it is on another claim.

    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 0216T-RT | certain deny
    C1    | P1      | 0217T-RT | certain deny
    C1    | P1      | 64493-RT |
    C2    | P2      | 0213T-RT | certain deny
    C3    | P2      | 64494-RT |
    """


@drawn("FA503")
def test_an_ablation_of_the_group_does_not_make_it_certain():
    """
    code     | finding
    ---------+--------------
    0216T-RT | probable deny
    64635-RT |
    """


@drawn("FA503")
def test_an_injection_of_another_group_does_not_make_it_certain():
    """Another provider, claim type, day, patient; the billing provider is asked only where no rendering one is named.

    claim | patient | date       | type         | npi        | billing    | code     | finding
    ------+---------+------------+--------------+------------+------------+----------+--------------
    C1    | P1      | 2025-03-04 | professional | 1000000012 | 1000000111 | 0216T-RT | probable deny
    C2    | P1      | 2025-03-04 | professional | 1000000020 | 1000000111 | 64493-RT |
    C3    | P2      | 2025-03-04 | professional | 1000000012 |            | 0216T-RT | probable deny
    C4    | P2      | 2025-03-04 | asc          | 1000000012 |            | 64493-RT |
    C5    | P3      | 2025-03-04 | professional | 1000000012 |            | 0216T-RT | probable deny
    C6    | P3      | 2025-03-05 | professional | 1000000012 |            | 64493-RT |
    C7    | P4      | 2025-03-04 | professional | 1000000012 |            | 64493-RT |
    C8    | P5      | 2025-03-04 | professional | -          | 1000000111 | 0216T-RT | certain deny
    C9    | P5      | 2025-03-04 | professional | -          | 1000000111 | 64493-RT |
    CA    | P6      | 2025-03-04 | professional | -          | -          | 0216T-RT | probable deny
    CB    | P6      | 2025-03-04 | professional | 1000000012 | -          | 64493-RT |
    """


@drawn("FA503")
def test_on_claims_of_every_type():
    """
    claim | patient | type | code     | finding
    ------+---------+------+----------+--------------
    C1    | P1      | asc  | 0216T-RT | probable deny
    C2    | P2      | hopd | 0216T-RT | certain deny
    C2    | P2      | hopd | 64493-RT |
    """


@drawn("FA503")
def test_from_the_macs_2021_text():
    """
    claim | date       | mac      | code     | finding
    ------+------------+----------+----------+--------------
    C1    | 2021-04-24 | palmetto | 0216T-RT |
    C2    | 2021-04-25 | palmetto | 0216T-RT | probable deny
    C3    | 2021-05-01 | cgs      | 0216T-RT |
    C4    | 2021-05-02 | cgs      | 0216T-RT | probable deny
    C5    | 2021-05-01 | -        | 0213T-LT |
    C6    | 2021-05-02 | -        | 0213T-LT | probable deny
    """


@drawn("FA503")
def test_before_it_an_injection_of_the_group_changes_nothing():
    """
    date       | code     | finding
    -----------+----------+--------
    2021-04-24 | 0216T-RT |
    2021-04-24 | 64493-RT |
    """


@drawn("FA503")
def test_other_payers_have_no_such_limit():
    """The injection that Medicare paid is of another group.

    claim | patient | payer    | code     | finding
    ------+---------+----------+----------+--------------
    C1    | P1      | aetna    | 0216T-RT |
    C1    | P1      | aetna    | 64493-RT |
    C2    | P2      | medicare | 0216T-RT | probable deny
    C3    | P2      | aetna    | 64493-RT |
    """


@drawn("FA503")
def test_lines_that_are_not_active_neither_count_nor_are_at_issue():
    """
    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+--------------
    C1    | P1      | 0216T-RT | denied |         |      |
    C1    | P1      | 0217T-RT | paid   | 0.00    | 0.00 |
    C1    | P1      | 64493-RT | paid   |         |      |
    C2    | P2      | 0216T-RT | paid   |         |      | probable deny
    C2    | P2      | 64493-RT | denied |         |      |
    C3    | P3      | 0216T-RT | paid   |         |      | probable deny
    C3    | P3      | 64493-RT | paid   | 0.00    | 0.00 |
    """


@drawn("FA503")
def test_nothing_is_unknown():
    """
    code              | finding
    ------------------+--------------
    0216T-RT-GA-GC-Q6 | probable deny

    unknown: 0
    """
