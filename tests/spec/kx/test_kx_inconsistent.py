"""FA304 kx-inconsistent: KX on some injection lines of a group and region and not on others."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA304")
def test_the_lines_without_kx_beside_one_with_it():
    """
    code        | finding
    ------------+------------
    64493-RT-KX |
    64494-RT    | review none 0/1
    64495-RT    | review none
    """


@drawn("FA304")
def test_the_base_may_be_the_one_without():
    """
    code        | finding
    ------------+------------
    64490-RT    | review none
    64491-KX-RT |
    """


@drawn("FA304")
def test_kx_on_all_or_on_none_is_consistent():
    """
    claim | patient | code        | finding
    ------+---------+-------------+--------
    C1    | P1      | 64493-RT-KX |
    C1    | P1      | 64494-RT-KX |
    C2    | P2      | 64493-RT    |
    C2    | P2      | 64494-RT    |
    """


@drawn("FA304")
def test_regions_are_compared_apart_but_for_the_thoraco_lumbar_pair():
    """
    claim | patient | code        | finding
    ------+---------+-------------+------------
    C1    | P1      | 64493-RT-KX |
    C1    | P1      | 64490-RT    |
    C2    | P2      | 64490-RT-KX |
    C2    | P2      | 64494-RT    | review none
    """


@drawn("FA304")
def test_claim_types_providers_and_days_are_compared_apart():
    """
    claim | patient | date       | npi        | type         | code        | finding
    ------+---------+------------+------------+--------------+-------------+--------
    C1    | P1      | 2025-03-04 | 1000000012 | professional | 64493-RT-KX |
    C2    | P1      | 2025-03-04 | 1000000012 | asc          | 64493-RT    |
    C3    | P2      | 2025-03-04 | 1000000012 | professional | 64493-RT-KX |
    C4    | P2      | 2025-03-04 | 1000000020 | professional | 64494-RT    |
    C5    | P3      | 2025-03-04 | 1000000012 | professional | 64493-RT-KX |
    C6    | P3      | 2025-03-18 | 1000000012 | professional | 64493-RT    |
    """


@drawn("FA304")
def test_two_claims_of_one_provider_are_one_group():
    """
    claim | code        | finding
    ------+-------------+------------
    C1    | 64493-RT-KX |
    C2    | 64494-RT    | review none
    """


@drawn("FA304")
def test_facility_lines_are_compared_among_themselves():
    """
    claim | patient | type | code        | finding
    ------+---------+------+-------------+------------
    C1    | P1      | asc  | 64493-RT-KX |
    C1    | P1      | asc  | 64493-LT    | review none
    C2    | P2      | hopd | 64493-50-KX |
    C2    | P2      | hopd | 64494-50    | review none
    """


@drawn("FA304")
def test_rfa_and_ultrasound_lines_are_not_compared():
    """
    claim | patient | code        | finding
    ------+---------+-------------+--------
    C1    | P1      | 64493-RT-KX |
    C1    | P1      | 64635-RT    |
    C1    | P1      | 0216T-RT    |
    C2    | P2      | 64493-RT    |
    C2    | P2      | 64635-RT-KX |
    """


@drawn("FA304")
def test_from_the_macs_2021_text():
    """
    claim | date       | mac      | code        | finding
    ------+------------+----------+-------------+------------
    C1    | 2021-04-24 | palmetto | 64493-RT-KX |
    C1    | 2021-04-24 | palmetto | 64494-RT    |
    C2    | 2021-04-25 | palmetto | 64493-RT-KX |
    C2    | 2021-04-25 | palmetto | 64494-RT    | review none
    C3    | 2021-05-01 | cgs      | 64493-RT-KX |
    C3    | 2021-05-01 | cgs      | 64494-RT    |
    C4    | 2021-05-02 | cgs      | 64493-RT-KX |
    C4    | 2021-05-02 | cgs      | 64494-RT    | review none
    """


@drawn("FA304")
def test_other_payers_have_no_such_modifier():
    """
    payer | code        | finding
    ------+-------------+--------
    aetna | 64493-RT-KX |
    aetna | 64494-RT    |
    """


@drawn("FA304")
def test_lines_that_are_not_active_are_not_compared():
    """
    claim | patient | code        | status | allowed | paid | finding
    ------+---------+-------------+--------+---------+------+--------
    C1    | P1      | 64493-RT-KX | denied |         |      |
    C1    | P1      | 64494-RT    | paid   |         |      |
    C2    | P2      | 64493-RT-KX | paid   |         |      |
    C2    | P2      | 64494-RT    | denied |         |      |
    C2    | P2      | 64495-RT    | paid   | 0.00    | 0.00 |
    """


@drawn("FA304")
def test_a_line_without_kx_and_with_full_slots_is_unknown():
    """
    code              | finding
    ------------------+------------
    64493-RT-KX       |
    64494-RT-GA-GC-Q6 |
    64495-RT          | review none

    unknown: 1
    """


@drawn("FA304")
def test_full_slots_of_lines_that_are_not_compared_are_no_question():
    """No KX in the group, KX in the other region or claim type only, KX on the line, RFA, before 2021, another payer.

    claim | patient | date       | payer    | type | code              | finding
    ------+---------+------------+----------+------+-------------------+--------
    C1    | P1      | 2025-03-04 | medicare |      | 64493-RT-GA-GC-Q6 |
    C1    | P1      | 2025-03-04 | medicare |      | 64494-RT          |
    C2    | P2      | 2025-03-04 | medicare |      | 64493-RT-GA-GC-Q6 |
    C2    | P2      | 2025-03-04 | medicare |      | 64490-RT-KX       |
    C3    | P3      | 2025-03-04 | medicare |      | 64493-RT-KX       |
    C4    | P3      | 2025-03-04 | medicare | asc  | 64493-RT-GA-GC-Q6 |
    C5    | P4      | 2025-03-04 | medicare |      | 64493-RT-KX       |
    C5    | P4      | 2025-03-04 | medicare |      | 64494-RT-KX-GA-GC |
    C6    | P5      | 2025-03-04 | medicare |      | 64493-RT-KX       |
    C6    | P5      | 2025-03-04 | medicare |      | 64635-RT-GA-GC-Q6 |
    C7    | P6      | 2025-03-04 | medicare |      | 64493-RT-GA-GC-Q6 |
    C7    | P6      | 2025-03-04 | medicare |      | 64635-RT-KX       |
    C8    | P7      | 2021-04-24 | medicare |      | 64493-RT-KX       |
    C8    | P7      | 2021-04-24 | medicare |      | 64494-RT-GA-GC-Q6 |
    C9    | P8      | 2025-03-04 | aetna    |      | 64493-RT-KX       |
    C9    | P8      | 2025-03-04 | aetna    |      | 64494-RT-GA-GC-Q6 |

    unknown: 0
    """


@drawn("FA304")
def test_the_correct_coding_has_kx_where_it_is_missing():
    """
    code        | finding     | coding
    ------------+-------------+-------------------------------------------------------------------------------
    64493-RT-KX |             |
    64494-RT-59 | review none | 64494-RT-KX-59 x1 if diagnostic; as billed, with KX on no line, if therapeutic
    """
