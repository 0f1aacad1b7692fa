"""FA104 addon-without-primary: an add-on line with none of its primaries by the same provider that day."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA104")
def test_an_add_on_alone_has_no_primary():
    """
    patient | code     | finding
    --------+----------+-----------------
    P1      | 64491-RT | certain deny 0/1
    P2      | 64492-RT | certain deny 0/1
    P3      | 64494-RT | certain deny 0/1
    P4      | 64495-RT | certain deny 0/1
    P5      | 64634-RT | certain deny 0/1
    P6      | 64636-RT | certain deny 0/1
    P7      | 0214T-RT | certain deny 0/1
    P8      | 0215T-RT | certain deny 0/1
    P9      | 0217T-RT | certain deny 0/1
    PA      | 0218T-RT | certain deny 0/1
    """


@drawn("FA104")
def test_a_base_code_needs_none():
    """
    patient | code     | finding
    --------+----------+--------
    P1      | 64490-RT |
    P2      | 64493-RT |
    P3      | 64633-RT |
    P4      | 64635-RT |
    P5      | 0213T-RT |
    P6      | 0216T-RT |
    """


@drawn("FA104")
def test_every_listed_primary_of_every_add_on():
    """An add-on that serves as primary may itself be without one: that line is then at issue, not the other.

    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 64490-RT |
    C1    | P1      | 64491-RT |
    C2    | P2      | 64490-RT |
    C2    | P2      | 64492-RT |
    C3    | P3      | 64491-RT | certain deny
    C3    | P3      | 64492-RT |
    C4    | P4      | 64493-RT |
    C4    | P4      | 64494-RT |
    C5    | P5      | 64490-RT |
    C5    | P5      | 64494-RT |
    C6    | P6      | 64493-RT |
    C6    | P6      | 64495-RT |
    C7    | P7      | 64494-RT | certain deny
    C7    | P7      | 64495-RT |
    C8    | P8      | 64633-RT |
    C8    | P8      | 64634-RT |
    C9    | P9      | 64635-RT |
    C9    | P9      | 64636-RT |
    """


@drawn("FA104")
def test_every_listed_primary_of_every_ultrasound_add_on():
    """
    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 0213T-RT |
    C1    | P1      | 0214T-RT |
    C1    | P1      | 0215T-RT |
    C2    | P2      | 0213T-RT |
    C2    | P2      | 0215T-RT |
    C3    | P3      | 0214T-RT | certain deny
    C3    | P3      | 0215T-RT |
    C4    | P4      | 0216T-RT |
    C4    | P4      | 0217T-RT |
    C5    | P5      | 0216T-RT |
    C5    | P5      | 0218T-RT |
    C6    | P6      | 0217T-RT | certain deny
    C6    | P6      | 0218T-RT |
    """


@drawn("FA104")
def test_a_base_that_is_not_listed_is_no_primary():
    """Other region, other class, other technique.

    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64491-RT | certain deny
    C2    | P2      | 64490-RT |
    C2    | P2      | 64495-RT | certain deny
    C3    | P3      | 64635-RT |
    C3    | P3      | 64494-RT | certain deny
    C4    | P4      | 64493-RT |
    C4    | P4      | 64636-RT | certain deny
    C5    | P5      | 64635-RT |
    C5    | P5      | 64634-RT | certain deny
    C6    | P6      | 0213T-RT |
    C6    | P6      | 0217T-RT | certain deny
    C7    | P7      | 64493-RT |
    C7    | P7      | 0217T-RT | certain deny
    C8    | P8      | 0216T-RT |
    C8    | P8      | 0214T-RT | certain deny
    C9    | P9      | 64493-RT |
    C9    | P9      | 64492-RT | certain deny
    """


@drawn("FA104")
def test_second_level_of_the_other_region_is_no_primary_of_a_third_level():
    """
    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64494-RT |
    C1    | P1      | 64492-RT | certain deny
    C2    | P2      | 0213T-RT |
    C2    | P2      | 0214T-RT |
    C2    | P2      | 0218T-RT | certain deny
    """


@drawn("FA104")
def test_thoraco_lumbar_rfa_pair_has_its_primary_only_when_it_is_exactly_the_pair():
    """
    claim | patient | code     | finding
    ------+---------+----------+-------------
    C1    | P1      | 64633-RT |
    C1    | P1      | 64636-RT |
    C2    | P2      | 64633-50 |
    C2    | P2      | 64636-50 |
    C3    | P3      | 64633-RT |
    C3    | P3      | 64634-RT |
    C3    | P3      | 64636-RT | certain deny
    """


@drawn("FA104")
def test_a_removed_third_code_does_not_spoil_the_thoraco_lumbar_pair_but_a_packaged_one_does():
    """Denied lines do not count for the pair; zero-paid ones do.

    claim | patient | code     | status | allowed | paid | finding
    ------+---------+----------+--------+---------+------+-------------
    C1    | P1      | 64633-RT | paid   |         |      |
    C1    | P1      | 64636-RT | paid   |         |      |
    C1    | P1      | 64634-RT | denied |         |      |
    C2    | P2      | 64633-RT | paid   |         |      |
    C2    | P2      | 64636-RT | paid   |         |      | certain deny
    C2    | P2      | 64634-RT | paid   | 0.00    | 0.00 |
    """


@drawn("FA104")
def test_injections_of_the_day_do_not_spoil_the_thoraco_lumbar_rfa_pair():
    """
    code     | finding
    ---------+--------
    64633-RT |
    64636-RT |
    64493-RT |
    """


@drawn("FA104")
def test_a_primary_of_another_day_patient_or_claim_type_is_none():
    """
    claim | patient | date       | type         | code     | finding
    ------+---------+------------+--------------+----------+-------------
    C1    | P1      | 2025-03-04 | professional | 64493-RT |
    C2    | P1      | 2025-03-05 | professional | 64494-RT | certain deny
    C3    | P2      | 2025-03-04 | professional | 64494-RT | certain deny
    C4    | P3      | 2025-03-04 | hopd         | 64493-RT |
    C5    | P3      | 2025-03-04 | professional | 64494-RT | certain deny
    """


@drawn("FA104")
def test_a_primary_on_another_claim_of_the_same_provider_is_enough():
    """
    claim | code     | finding
    ------+----------+--------
    C1    | 64493-RT |
    C2    | 64494-RT |
    """


@drawn("FA104")
def test_same_provider_is_the_same_rendering_or_the_same_billing_provider():
    """
    claim | patient | npi        | billing    | code     | finding
    ------+---------+------------+------------+----------+-------------
    C1    | P1      | 1000000012 | 1000000111 | 64493-RT |
    C2    | P1      | 1000000012 | 1000000129 | 64494-RT |
    C3    | P2      | 1000000012 | 1000000111 | 64493-RT |
    C4    | P2      | 1000000020 | 1000000111 | 64494-RT |
    C5    | P3      | 1000000012 | 1000000111 | 64493-RT |
    C6    | P3      | 1000000020 | 1000000129 | 64494-RT | certain deny
    C7    | P4      | 1000000012 | -          | 64493-RT |
    C8    | P4      | 1000000020 | -          | 64494-RT | certain deny
    C9    | P5      | 1000000012 | -          | 64493-RT |
    CA    | P5      | -          | 1000000111 | 64494-RT | certain deny
    CB    | P6      | -          | 1000000111 | 64493-RT |
    CC    | P6      | 1000000012 | -          | 64494-RT | certain deny
    """


@drawn("FA104")
def test_a_line_without_any_npi_is_the_same_provider_as_every_line():
    """
    claim | patient | npi        | billing | code     | finding
    ------+---------+------------+---------+----------+--------
    C1    | P1      | -          | -       | 64493-RT |
    C2    | P1      | 1000000020 | -       | 64494-RT |
    C3    | P2      | 1000000012 | -       | 64493-RT |
    C4    | P2      | -          | -       | 64494-RT |
    """


@drawn("FA104")
def test_a_primary_that_is_not_active_is_none():
    """Denied, zero-paid, reversed and voided.

    claim | patient | code     | units | status | allowed | paid   | frequency | original | finding
    ------+---------+----------+-------+--------+---------+--------+-----------+----------+-------------
    C1    | P1      | 64493-RT | 1     | denied |         |        |           |          |
    C1    | P1      | 64494-RT | 1     | paid   |         |        |           |          | certain deny
    C2    | P2      | 64493-RT | 1     | paid   | 0.00    | 0.00   |           |          |
    C2    | P2      | 64494-RT | 1     | paid   |         |        |           |          | certain deny
    C3    | P3      | 64493-RT | 1     | paid   | 100.00  | 78.40  |           |          |
    C3    | P3      | 64493-RT | -1    | paid   | -100.00 | -78.40 |           |          |
    C3    | P3      | 64494-RT | 1     | paid   |         |        |           |          | certain deny
    C4    | P4      | 64493-RT | 1     | paid   |         |        |           |          |
    C5    | P4      | 64493-RT | 1     | paid   |         |        | 8         | C4       |
    C6    | P4      | 64494-RT | 1     | paid   |         |        |           |          | certain deny
    """


@drawn("FA104")
def test_an_add_on_that_is_not_active_is_not_at_issue():
    """
    code     | status | allowed | paid | finding
    ---------+--------+---------+------+--------
    64494-RT | denied |         |      |
    64495-RT | paid   | 0.00    | 0.00 |
    """


@drawn("FA104")
def test_facility_claims_and_other_payers_are_held_to_it_too():
    """
    claim | patient | type         | payer    | code     | finding
    ------+---------+--------------+----------+----------+-------------
    C1    | P1      | asc          | medicare | 64494-RT | certain deny
    C2    | P2      | hopd         | medicare | 64494-RT | certain deny
    C3    | P3      | professional | aetna    | 64494-RT | certain deny
    C4    | P4      | professional | aetna    | 64493-RT |
    C4    | P4      | professional | aetna    | 64494-RT |
    """


@drawn("FA104")
def test_a_primary_billed_to_another_payer_is_none():
    """
    claim | payer    | code     | finding
    ------+----------+----------+-------------
    C1    | aetna    | 64493-RT |
    C2    | medicare | 64494-RT | certain deny
    """


@drawn("FA104")
def test_the_primaries_are_the_same_before_and_after_the_list_of_july_2024():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+-------------
    C1    | P1      | 2024-06-30 | 64493-RT |
    C1    | P1      | 2024-06-30 | 64494-RT |
    C2    | P1      | 2024-07-01 | 64493-RT |
    C2    | P1      | 2024-07-01 | 64494-RT |
    C3    | P2      | 2024-06-30 | 64494-RT | certain deny
    C4    | P2      | 2024-07-01 | 64494-RT | certain deny
    """
