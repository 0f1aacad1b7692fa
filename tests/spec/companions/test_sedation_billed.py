"""FA502 sedation-billed: sedation or anesthesia by anybody on a day with an injection or ablation."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA502")
def test_every_sedation_code_on_an_injection_day():
    """
    patient | code     | finding
    --------+----------+--------------
    P1      | 64493-RT |
    P1      | 99151    | probable deny
    P1      | 99152    | probable deny
    P1      | 99153    | probable deny
    P2      | 64490-RT |
    P2      | 99155    | probable deny
    P2      | 99156    | probable deny
    P2      | 99157    | probable deny
    P3      | 64493-RT |
    P3      | 01991    | probable deny
    P3      | 01992    | probable deny
    P4      | 64493-RT |
    P4      | 01937    | probable deny
    P4      | 01938    | probable deny
    P4      | 01939    | probable deny
    P5      | 64493-RT |
    P5      | 01940    | probable deny
    P5      | 01941    | probable deny
    P5      | 01942    | probable deny
    """


@drawn("FA502")
def test_neighbouring_codes_and_other_companions_are_no_sedation():
    """
    patient | code     | finding
    --------+----------+--------
    P1      | 64493-RT |
    P1      | 99154    |
    P1      | 99150    |
    P1      | 01990    |
    P1      | 01943    |
    P1      | 01934    |
    P1      | 77003    |
    P1      | 99213-25 |
    P1      | 62323    |
    P1      | J1030    |
    P1      | Q4205    |
    """


@drawn("FA502")
def test_anesthesia_codes_changed_with_2022():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+------------
    C1    | P1      | 2021-12-31 | 64493-RT |
    C1    | P1      | 2021-12-31 | 01935    | review deny
    C1    | P1      | 2021-12-31 | 01936    | review deny
    C1    | P1      | 2021-12-31 | 01937    |
    C1    | P1      | 2021-12-31 | 01942    |
    C2    | P2      | 2022-01-01 | 64493-RT |
    C2    | P2      | 2022-01-01 | 01935    |
    C2    | P2      | 2022-01-01 | 01936    |
    C2    | P2      | 2022-01-01 | 01937    | review deny
    C2    | P2      | 2022-01-01 | 01942    | review deny
    C2    | P2      | 2022-01-01 | 01991    | review deny
    C3    | P3      | 2021-12-31 | 64493-RT |
    C3    | P3      | 2021-12-31 | 01991    | review deny
    """


@drawn("FA502")
def test_on_an_injection_day_the_macs_2024_text_makes_it_probable():
    """
    claim | date       | mac      | code     | finding
    ------+------------+----------+----------+--------------
    C1    | 2024-07-06 | palmetto | 64493-RT |
    C1    | 2024-07-06 | palmetto | 99152    | review deny
    C2    | 2024-07-07 | palmetto | 64493-RT |
    C2    | 2024-07-07 | palmetto | 99152    | probable deny
    C3    | 2024-08-14 | cgs      | 64493-RT |
    C3    | 2024-08-14 | cgs      | 99152    | review deny
    C4    | 2024-08-15 | cgs      | 64493-RT |
    C4    | 2024-08-15 | cgs      | 99152    | probable deny
    C5    | 2024-08-13 | -        | 64493-RT |
    C5    | 2024-08-13 | -        | 99152    | review deny
    C6    | 2024-08-16 | -        | 64493-RT |
    C6    | 2024-08-16 | -        | 99152    | probable deny
    """


@drawn("FA502")
def test_nothing_before_the_macs_2021_text():
    """
    claim | patient | date       | mac      | code     | finding
    ------+---------+------------+----------+----------+------------
    C1    | P1      | 2021-04-24 | palmetto | 64493-RT |
    C1    | P1      | 2021-04-24 | palmetto | 99152    |
    C2    | P1      | 2021-04-25 | palmetto | 64493-RT |
    C2    | P1      | 2021-04-25 | palmetto | 99152    | review deny
    C3    | P2      | 2021-05-01 | cgs      | 64635-RT |
    C3    | P2      | 2021-05-01 | cgs      | 99152    |
    C4    | P2      | 2021-05-02 | cgs      | 64635-RT |
    C4    | P2      | 2021-05-02 | cgs      | 99152    | review deny
    C5    | P3      | 2021-05-01 | -        | 64635-RT |
    C5    | P3      | 2021-05-01 | -        | 99152    |
    """


@drawn("FA502")
def test_on_a_day_with_ablations_only_it_is_for_review():
    """
    claim | date       | code     | finding
    ------+------------+----------+------------
    C1    | 2025-03-04 | 64635-RT |
    C1    | 2025-03-04 | 99152    | review deny
    C2    | 2023-03-07 | 64633-RT |
    C2    | 2023-03-07 | 01939    | review deny
    """


@drawn("FA502")
def test_a_day_with_both_is_an_injection_day():
    """
    claim | npi        | code     | finding
    ------+------------+----------+--------------
    C1    | 1000000012 | 64635-RT |
    C1    | 1000000012 | 99152    | probable deny
    C2    | 1000000020 | 64493-RT |
    """


@drawn("FA502")
def test_ultrasound_guided_codes_alone_make_no_such_day():
    """
    code     | finding
    ---------+--------
    0213T-RT |
    99152    |
    """


@drawn("FA502")
def test_by_any_provider_on_any_claim():
    """
    claim | type         | npi        | billing    | pos | code     | finding
    ------+--------------+------------+------------+-----+----------+--------------
    C1    | professional | 1000000012 | 1000000111 | 22  | 64493-RT |
    C2    | professional | 1000000020 | 1000000129 | 22  | 01992    | probable deny
    C3    | hopd         | -          | 1000000137 |     | 99152    | probable deny
    """


@drawn("FA502")
def test_an_add_on_alone_makes_the_day():
    """
    patient | code     | finding
    --------+----------+--------------
    P1      | 64494-RT |
    P1      | 99152    | probable deny
    P2      | 64636-RT |
    P2      | 99152    | review deny
    """


@drawn("FA502")
def test_another_day_patient_or_payer_is_none():
    """The day of the sedation has a facet line, but no injection or ablation.

    claim | patient | date       | payer    | code     | finding
    ------+---------+------------+----------+----------+--------
    C1    | P1      | 2025-03-04 | medicare | 64493-RT |
    C2    | P1      | 2025-03-05 | medicare | 0216T-RT |
    C2    | P1      | 2025-03-05 | medicare | 99152    |
    C3    | P2      | 2025-03-04 | medicare | 0216T-RT |
    C3    | P2      | 2025-03-04 | medicare | 99152    |
    C4    | P3      | 2025-03-04 | aetna    | 64493-RT |
    C5    | P3      | 2025-03-04 | medicare | 0216T-RT |
    C5    | P3      | 2025-03-04 | medicare | 99152    |
    C6    | P4      | 2025-03-04 | medicare | 64493-RT |
    C7    | P4      | 2025-03-04 | aetna    | 99152    |
    """


@drawn("FA502")
def test_other_payers_have_no_such_limit():
    """
    payer | code     | finding
    ------+----------+--------
    aetna | 64493-RT |
    aetna | 99152    |
    aetna | 01992    |
    """


@drawn("FA502")
def test_lines_that_are_not_active_neither_count_nor_are_at_issue():
    """A denied injection leaves a day with an ablation only.

    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+------------
    C1    | P1      | 64493-RT | paid   |         |      |
    C1    | P1      | 99152    | denied |         |      |
    C1    | P1      | 99153    | paid   | 0.00    | 0.00 |
    C2    | P2      | 64493-RT | denied |         |      |
    C2    | P2      | 99152    | paid   |         |      |
    C3    | P3      | 64493-RT | denied |         |      |
    C3    | P3      | 64635-RT | paid   |         |      |
    C3    | P3      | 99152    | paid   |         |      | review deny
    """


@drawn("FA502")
def test_nothing_is_unknown():
    """
    code        | finding
    ------------+--------------
    64493-RT    |
    99152-GC-59 | probable deny

    unknown: 0
    """
