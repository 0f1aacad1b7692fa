"""FA507 em-without-25: a visit by the provider of a first-level injection or ablation, without 25, 24 or 57."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA507")
def test_every_visit_code():
    """
    patient | code     | finding
    --------+----------+-------------
    P1      | 64493-RT |
    P1      | 99202    | certain deny
    P1      | 99203    | certain deny
    P1      | 99204    | certain deny
    P2      | 64490-RT |
    P2      | 99205    | certain deny
    P2      | 99211    | certain deny
    P2      | 99212    | certain deny
    P3      | 64635-RT |
    P3      | 99213    | certain deny
    P4      | 64633-RT |
    P4      | 99214    | certain deny
    P4      | 99215    | certain deny
    """


@drawn("FA507")
def test_neighbouring_codes_and_other_companions_are_no_such_visit():
    """
    code     | finding
    ---------+--------
    64493-RT |
    99201    |
    99206    |
    99210    |
    99216    |
    99243    |
    99285    |
    77003    |
    62323    |
    99152    |
    J1030    |
    """


@drawn("FA507")
def test_25_24_and_57_are_accepted_in_any_slot():
    """
    patient | code           | finding
    --------+----------------+-------------
    P1      | 64493-RT       |
    P1      | 99213-25       |
    P2      | 64493-RT       |
    P2      | 99213-24       |
    P3      | 64635-RT       |
    P3      | 99213-57       |
    P4      | 64493-RT       |
    P4      | 99213-95-25    |
    P5      | 64493-RT       |
    P5      | 99213-GC-Q6-24 |
    P6      | 64493-RT       |
    P6      | 99213-59       | certain deny
    P7      | 64493-RT-25    |
    P7      | 99213          | certain deny
    """


@drawn("FA507")
def test_add_ons_and_ultrasound_guided_codes_are_no_base():
    """
    patient | code     | finding
    --------+----------+--------
    P1      | 64494-RT |
    P1      | 99213    |
    P2      | 64636-RT |
    P2      | 99213    |
    P3      | 0213T-RT |
    P3      | 99213    |
    P4      | 64999    |
    P4      | 99213    |
    """


@drawn("FA507")
def test_the_rendering_providers_are_the_same_and_both_named():
    """The same billing provider is not asked, and a missing one matches nobody.

    claim | patient | npi        | billing    | code     | finding
    ------+---------+------------+------------+----------+-------------
    C1    | P1      | 1000000012 | 1000000111 | 64493-RT |
    C2    | P1      | 1000000012 | 1000000129 | 99213    | certain deny
    C3    | P2      | 1000000012 | 1000000111 | 64493-RT |
    C4    | P2      | 1000000020 | 1000000111 | 99213    |
    C5    | P3      | -          | 1000000111 | 64493-RT |
    C6    | P3      | -          | 1000000111 | 99213    |
    C7    | P4      | -          | -          | 64493-RT |
    C8    | P4      | 1000000012 | -          | 99213    |
    C9    | P5      | 1000000012 | -          | 64493-RT |
    CA    | P5      | -          | 1000000012 | 99213    |
    """


@drawn("FA507")
def test_two_bases_of_the_provider_make_one_finding():
    """
    claim | code     | finding
    ------+----------+-------------
    C1    | 64493-RT |
    C1    | 64635-LT |
    C2    | 99213    | certain deny
    """


@drawn("FA507")
def test_claim_types_do_not_matter():
    """
    claim | patient | type         | code     | finding
    ------+---------+--------------+----------+-------------
    C1    | P1      | hopd         | 64493-RT |
    C2    | P1      | professional | 99213    | certain deny
    C3    | P2      | professional | 64493-RT |
    C4    | P2      | hopd         | 99213    | certain deny
    """


@drawn("FA507")
def test_another_day_patient_or_payer_is_none():
    """The day of the visit has a facet line, but no base.

    claim | patient | date       | payer    | code     | finding
    ------+---------+------------+----------+----------+--------
    C1    | P1      | 2025-03-04 | medicare | 64493-RT |
    C2    | P1      | 2025-03-05 | medicare | 64494-RT |
    C2    | P1      | 2025-03-05 | medicare | 99213    |
    C3    | P2      | 2025-03-04 | medicare | 64494-RT |
    C3    | P2      | 2025-03-04 | medicare | 99213    |
    C4    | P3      | 2025-03-04 | aetna    | 64493-RT |
    C5    | P3      | 2025-03-04 | medicare | 64494-RT |
    C5    | P3      | 2025-03-04 | medicare | 99213    |
    C6    | P4      | 2025-03-04 | medicare | 64493-RT |
    C7    | P4      | 2025-03-04 | aetna    | 99213    |
    """


@drawn("FA507")
def test_under_every_payer_and_on_every_date():
    """
    claim | patient | date       | payer    | code     | finding
    ------+---------+------------+----------+----------+-------------
    C1    | P1      | 2025-03-04 | aetna    | 64493-RT |
    C1    | P1      | 2025-03-04 | aetna    | 99213    | certain deny
    C2    | P2      | 2013-03-05 | medicare | 64493-RT |
    C2    | P2      | 2013-03-05 | medicare | 99213    | certain deny
    C3    | P3      | 2024-06-30 | medicare | 64493-RT |
    C3    | P3      | 2024-06-30 | medicare | 99213    | certain deny
    C3    | P3      | 2024-06-30 | medicare | 99214    | certain deny
    C4    | P4      | 2024-07-01 | medicare | 64493-RT |
    C4    | P4      | 2024-07-01 | medicare | 99213    | certain deny
    C4    | P4      | 2024-07-01 | medicare | 99214    | certain deny
    """


@drawn("FA507")
def test_full_slots_are_unknown_and_three_are_not_full():
    """
    patient | code              | finding
    --------+-------------------+-------------
    P1      | 64493-RT          |
    P1      | 99213-95-GT-GC-Q6 |
    P2      | 64493-RT          |
    P2      | 99213-95-GT-GC    | certain deny

    unknown: 1
    """


@drawn("FA507")
def test_full_slots_with_25_among_them_or_of_a_visit_that_is_not_at_issue_are_no_question():
    """
    claim | patient | npi        | code              | finding
    ------+---------+------------+-------------------+--------
    C1    | P1      | 1000000012 | 64493-RT-KX-GC-Q6 |
    C1    | P1      | 1000000012 | 99213-95-GT-GC-25 |
    C1    | P1      | 1000000012 | 99214-57-GT-GC-Q6 |
    C2    | P2      | 1000000012 | 64493-RT          |
    C3    | P2      | 1000000020 | 99213-95-GT-GC-Q6 |
    C4    | P3      | 1000000012 | 64494-RT          |
    C4    | P3      | 1000000012 | 99213-95-GT-GC-Q6 |

    unknown: 0
    """


@drawn("FA507")
def test_lines_that_are_not_active_neither_count_nor_are_at_issue():
    """
    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+-------------
    C1    | P1      | 64493-RT | paid   |         |      |
    C1    | P1      | 99213    | denied |         |      |
    C1    | P1      | 99214    | paid   | 0.00    | 0.00 |
    C2    | P2      | 64493-RT | denied |         |      |
    C2    | P2      | 64494-RT | paid   |         |      |
    C2    | P2      | 99213    | paid   |         |      |
    C3    | P3      | 64493-RT | paid   | 0.00    | 0.00 |
    C3    | P3      | 64494-RT | paid   |         |      |
    C3    | P3      | 99213    | paid   |         |      |
    """
