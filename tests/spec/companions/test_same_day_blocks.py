"""FA505 same-day-blocks: another block on the day of a family line."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA505")
def test_every_other_block():
    """
    patient | code     | finding
    --------+----------+------------
    P1      | 64493-RT |
    P1      | 62320    | review none
    P1      | 62321    | review none
    P1      | 62322    | review none
    P1      | 62323    | review none
    P2      | 64490-RT |
    P2      | 64479    | review none
    P2      | 64480    | review none
    P2      | 64483    | review none
    P2      | 64484    | review none
    P3      | 64635-RT |
    P3      | 64451    | review none
    P3      | 27096    | review none
    P3      | G0260    | review none
    P4      | 0216T-RT |
    P4      | 20552    | review none
    P4      | 20553    | review none
    P5      | 64494-RT |
    P5      | 64510    | review none
    P5      | 64517    | review none
    P5      | 64520    | review none
    """


@drawn("FA505")
def test_neighbouring_codes_are_no_such_block():
    """
    patient | code     | finding
    --------+----------+--------
    P1      | 64493-RT |
    P1      | 62324    |
    P1      | 64481    |
    P1      | 64450    |
    P1      | 64625    |
    P1      | 20551    |
    P1      | 20610    |
    P1      | 64999    |
    P1      | 64505    |
    """


@drawn("FA505")
def test_every_line_whatever_its_modifiers_and_units():
    """
    code     | units | finding
    ---------+-------+------------
    64493-RT | 1     |
    20552-59 | 1     | review none
    20552    | 2     | review none
    """


@drawn("FA505")
def test_by_anybody_on_any_claim():
    """
    claim | type         | npi        | billing    | code     | finding
    ------+--------------+------------+------------+----------+------------
    C1    | professional | 1000000012 | 1000000111 | 64493-RT |
    C2    | professional | 1000000020 | 1000000129 | 62323    | review none
    C3    | asc          | -          | 1000000137 | 27096    | review none
    """


@drawn("FA505")
def test_a_block_without_a_family_line_of_the_day_is_none():
    """Another day, patient or payer; an unlisted code is no family line.

    claim | patient | date       | payer    | code     | finding
    ------+---------+------------+----------+----------+--------
    C1    | P1      | 2025-03-04 | medicare | 64493-RT |
    C2    | P1      | 2025-03-05 | medicare | 62323    |
    C3    | P2      | 2025-03-04 | medicare | 62323    |
    C4    | P3      | 2025-03-04 | medicare | 64999    |
    C4    | P3      | 2025-03-04 | medicare | 62323    |
    C5    | P1      | 2025-03-04 | aetna    | 62323    |
    C6    | P4      | 2025-03-04 | aetna    | 64493-RT |
    C7    | P4      | 2025-03-04 | medicare | 62323    |
    """


@drawn("FA505")
def test_a_facet_line_of_each_of_two_payers_makes_one_finding():
    """
    claim | payer    | code     | finding
    ------+----------+----------+------------
    C1    | medicare | 64493-RT |
    C1    | medicare | 62323    | review none
    C2    | aetna    | 64493-LT |
    C2    | aetna    | 62321    |
    """


@drawn("FA505")
def test_from_the_macs_2021_text():
    """
    claim | date       | mac      | code     | finding
    ------+------------+----------+----------+------------
    C1    | 2021-04-24 | palmetto | 64493-RT |
    C1    | 2021-04-24 | palmetto | 62323    |
    C2    | 2021-04-25 | palmetto | 64493-RT |
    C2    | 2021-04-25 | palmetto | 62323    | review none
    C3    | 2021-05-01 | cgs      | 64493-RT |
    C3    | 2021-05-01 | cgs      | 62323    |
    C4    | 2021-05-02 | cgs      | 64493-RT |
    C4    | 2021-05-02 | cgs      | 62323    | review none
    C5    | 2021-04-30 | -        | 64493-RT |
    C5    | 2021-04-30 | -        | 62323    |
    """


@drawn("FA505")
def test_other_payers_have_no_such_limit():
    """
    payer | code     | finding
    ------+----------+--------
    aetna | 64493-RT |
    aetna | 62323    |
    """


@drawn("FA505")
def test_lines_that_are_not_active_neither_count_nor_are_at_issue():
    """
    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+------------
    C1    | P1      | 64493-RT | paid   |         |      |
    C1    | P1      | 62323    | denied |         |      |
    C1    | P1      | 62321    | paid   | 0.00    | 0.00 |
    C1    | P1      | 20552    | paid   |         |      | review none
    C2    | P2      | 64493-RT | denied |         |      |
    C2    | P2      | 62323    | paid   |         |      |
    C3    | P3      | 64493-RT | paid   | 0.00    | 0.00 |
    C3    | P3      | 62323    | paid   |         |      |
    """


@drawn("FA505")
def test_nothing_is_unknown():
    """
    code     | finding
    ---------+------------
    64493-RT |
    62323    | review none

    unknown: 0
    """
