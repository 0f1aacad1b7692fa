"""FA301 kx-on-non-injection: KX marks a diagnostic injection and nothing else."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA301")
def test_kx_on_an_rfa_or_ultrasound_line():
    """
    code        | finding
    ------------+-------------
    64633-RT-KX | certain none 1/0
    64634-RT-KX | certain none
    64635-KX-50 | certain none
    64636-KX    | certain none
    0213T-RT-KX | certain none
    0218T-RT-KX | certain none
    """


@drawn("FA301")
def test_kx_on_an_injection_is_what_it_is_for():
    """
    code        | finding
    ------------+--------
    64490-RT-KX |
    64491-RT-KX |
    64493-RT-KX |
    64495-RT-KX |
    """


@drawn("FA301")
def test_the_line_with_kx_and_not_its_neighbours():
    """
    code        | finding
    ------------+-------------
    64635-RT    |
    64636-RT-KX | certain none
    64493-RT-KX |
    """


@drawn("FA301")
def test_from_the_macs_2021_text():
    """
    date       | mac      | code        | finding
    -----------+----------+-------------+-------------
    2021-04-24 | palmetto | 64635-RT-KX |
    2021-04-25 | palmetto | 64635-RT-KX | certain none
    2021-05-01 | cgs      | 64635-RT-KX |
    2021-05-02 | cgs      | 64635-RT-KX | certain none
    2021-05-01 | -        | 64635-RT-KX |
    2021-05-02 | -        | 64635-RT-KX | certain none
    """


@drawn("FA301")
def test_every_claim_type_of_medicare_and_no_other_payer():
    """
    claim | type | payer    | code        | finding
    ------+------+----------+-------------+-------------
    C1    | asc  | medicare | 64635-RT-KX | certain none
    C2    | hopd | medicare | 64635-RT-KX | certain none
    C3    |      | aetna    | 64635-RT-KX |
    """


@drawn("FA301")
def test_companion_codes_are_not_family_lines():
    """
    code        | finding
    ------------+--------
    64493-RT-KX |
    64999-KX    |
    77003-KX    |
    """


@drawn("FA301")
def test_lines_that_are_not_active_are_not_at_issue():
    """
    code        | status | allowed | paid | finding
    ------------+--------+---------+------+--------
    64635-RT-KX | denied |         |      |
    64636-RT-KX | paid   | 0.00    | 0.00 |
    """
