"""FA501 imaging-unbundled: image guidance beside a facet line of the patient's day and same provider."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA501")
def test_every_imaging_code_beside_an_injection():
    """
    patient | code     | finding
    --------+----------+-------------
    P1      | 64493-RT |
    P1      | 77002    | certain deny
    P2      | 64490-RT |
    P2      | 77003    | certain deny
    P3      | 64493-RT |
    P3      | 77012    | certain deny
    P4      | 64493-RT |
    P4      | 76000    | certain deny
    P5      | 64490-RT |
    P5      | 76942    | certain deny
    """


@drawn("FA501")
def test_beside_an_ablation_all_but_ultrasound():
    """
    patient | code     | finding
    --------+----------+-------------
    P1      | 64635-RT |
    P1      | 77002    | certain deny
    P2      | 64633-RT |
    P2      | 77003    | certain deny
    P3      | 64635-RT |
    P3      | 77012    | certain deny
    P4      | 64635-RT |
    P4      | 76000    | certain deny
    P5      | 64635-RT |
    P5      | 76942    |
    """


@drawn("FA501")
def test_beside_an_ultrasound_guided_injection():
    """
    patient | code     | finding
    --------+----------+-------------
    P1      | 0216T-RT |
    P1      | 76942    | certain deny
    P2      | 0213T-RT |
    P2      | 77003    | certain deny
    P3      | 0213T-RT |
    P3      | 76000    | certain deny
    P4      | 0213T-RT |
    P4      | 77002    | certain deny
    P5      | 0213T-RT |
    P5      | 77012    | certain deny
    """


@drawn("FA501")
def test_ultrasound_beside_an_ablation_and_an_injection_of_the_day():
    """
    code     | finding
    ---------+-------------
    64635-RT |
    64493-RT |
    76942    | certain deny
    """


@drawn("FA501")
def test_an_add_on_alone_is_a_family_line_too():
    """
    patient | code     | finding
    --------+----------+-------------
    P1      | 64494-RT |
    P1      | 77003    | certain deny
    P2      | 64636-RT |
    P2      | 77003    | certain deny
    """


@drawn("FA501")
def test_each_bypass_modifier_makes_it_probable():
    """
    patient | code           | finding
    --------+----------------+--------------
    P1      | 64493-RT       |
    P1      | 77003-59       | probable deny
    P2      | 64493-RT       |
    P2      | 77003-XE       | probable deny
    P3      | 64493-RT       |
    P3      | 77003-XS       | probable deny
    P4      | 64493-RT       |
    P4      | 77003-XP       | probable deny
    P5      | 64493-RT       |
    P5      | 77003-26-GC-XU | probable deny
    """


@drawn("FA501")
def test_another_modifier_is_no_bypass():
    """The bypass modifier must be the imaging line's own.

    patient | code              | finding
    --------+-------------------+-------------
    P1      | 64493-RT          |
    P1      | 77003-26          | certain deny
    P2      | 64493-RT-59       |
    P2      | 77003-TC          | certain deny
    P3      | 64493-RT          |
    P3      | 77003-26-GC-GA-Q6 | certain deny
    """


@drawn("FA501")
def test_every_imaging_line_is_at_issue_once():
    """
    code     | finding
    ---------+--------------
    64493-RT |
    64494-RT |
    64635-RT |
    77003-26 | certain deny
    77003-59 | probable deny
    """


@drawn("FA501")
def test_same_provider_is_the_same_rendering_or_the_same_billing_provider():
    """
    claim | patient | npi        | billing    | code     | finding
    ------+---------+------------+------------+----------+-------------
    C1    | P1      | 1000000012 | 1000000111 | 64493-RT |
    C2    | P1      | 1000000012 | 1000000129 | 77003    | certain deny
    C3    | P2      | 1000000012 | 1000000111 | 64493-RT |
    C4    | P2      | 1000000020 | 1000000111 | 77003    | certain deny
    C5    | P3      | 1000000012 | 1000000111 | 64493-RT |
    C6    | P3      | 1000000020 | 1000000129 | 77003    |
    C7    | P4      | 1000000012 | -          | 64493-RT |
    C8    | P4      | 1000000020 | -          | 77003    |
    C9    | P5      | 1000000012 | -          | 64493-RT |
    CA    | P5      | -          | 1000000012 | 77003    |
    CB    | P6      | -          | 1000000111 | 64493-RT |
    CC    | P6      | 1000000020 | 1000000129 | 77003    |
    """


@drawn("FA501")
def test_a_line_without_any_npi_is_the_same_provider_as_every_line():
    """
    claim | patient | npi        | billing | code     | finding
    ------+---------+------------+---------+----------+-------------
    C1    | P1      | -          | -       | 64493-RT |
    C2    | P1      | 1000000020 | -       | 77003    | certain deny
    C3    | P2      | 1000000012 | -       | 64493-RT |
    C4    | P2      | -          | -       | 77003    | certain deny
    """


@drawn("FA501")
def test_ultrasound_beside_the_injection_of_another_and_the_own_ablation():
    """
    claim | npi        | code     | finding
    ------+------------+----------+-------------
    C1    | 1000000012 | 64493-RT |
    C2    | 1000000020 | 64635-RT |
    C3    | 1000000020 | 76942    |
    C4    | 1000000020 | 77003    | certain deny
    """


@drawn("FA501")
def test_claim_types_do_not_matter():
    """
    claim | type         | pos | code     | finding
    ------+--------------+-----+----------+-------------
    C1    | professional | 22  | 64493-RT |
    C2    | hopd         |     | 77003    | certain deny
    C3    | asc          |     | 77002    | certain deny
    """


@drawn("FA501")
def test_another_day_patient_or_payer_is_no_neighbour():
    """Nor is the facet line that another provider has on the day.

    claim | patient | date       | payer    | npi        | code     | finding
    ------+---------+------------+----------+------------+----------+--------
    C1    | P1      | 2025-03-04 | medicare | 1000000012 | 64493-RT |
    C2    | P1      | 2025-03-05 | medicare | 1000000020 | 64493-RT |
    C3    | P1      | 2025-03-05 | medicare | 1000000012 | 77003    |
    C4    | P2      | 2025-03-04 | medicare | 1000000020 | 64493-RT |
    C5    | P2      | 2025-03-04 | medicare | 1000000012 | 77003    |
    C6    | P3      | 2025-03-04 | aetna    | 1000000012 | 64493-RT |
    C7    | P3      | 2025-03-04 | medicare | 1000000020 | 64493-RT |
    C8    | P3      | 2025-03-04 | medicare | 1000000012 | 77003    |
    C9    | P4      | 2025-03-04 | medicare | 1000000012 | 77003    |
    """


@drawn("FA501")
def test_every_payer_and_every_date():
    """
    claim | patient | date       | payer    | code     | finding
    ------+---------+------------+----------+----------+-------------
    C1    | P1      | 2025-03-04 | aetna    | 64493-RT |
    C1    | P1      | 2025-03-04 | aetna    | 77003    | certain deny
    C2    | P2      | 2012-03-06 | medicare | 64493-RT |
    C2    | P2      | 2012-03-06 | medicare | 77003    | certain deny
    C3    | P3      | 2012-03-06 | aetna    | 64635-RT |
    C3    | P3      | 2012-03-06 | aetna    | 77003-59 | probable deny
    C4    | P4      | 2024-06-30 | medicare | 64493-RT |
    C4    | P4      | 2024-06-30 | medicare | 76942    | certain deny
    C4    | P4      | 2024-06-30 | medicare | 77003    | certain deny
    C5    | P5      | 2024-07-01 | medicare | 64493-RT |
    C5    | P5      | 2024-07-01 | medicare | 76942    | certain deny
    C5    | P5      | 2024-07-01 | medicare | 77003    | certain deny
    C6    | P6      | 2024-06-30 | aetna    | 64635-RT |
    C6    | P6      | 2024-06-30 | aetna    | 77003    | certain deny
    C7    | P7      | 2024-07-01 | aetna    | 64635-RT |
    C7    | P7      | 2024-07-01 | aetna    | 77003    | certain deny
    """


@drawn("FA501")
def test_other_codes_are_no_guidance():
    """
    code     | finding
    ---------+--------
    64493-RT |
    76001    |
    77001    |
    72100    |
    J1030    |
    """


@drawn("FA501")
def test_lines_that_are_not_active_neither_count_nor_are_at_issue():
    """Denied and zero-paid imaging; imaging beside a denied, a zero-paid and a reversed facet line.

    claim | patient | code     | units | status | allowed | paid   | finding
    ------+---------+----------+-------+--------+---------+--------+-------------
    C1    | P1      | 64493-RT | 1     | paid   |         |        |
    C1    | P1      | 77003    | 1     | denied |         |        |
    C1    | P1      | 77002    | 1     | paid   | 0.00    | 0.00   |
    C2    | P2      | 64493-RT | 1     | denied |         |        |
    C2    | P2      | 77003    | 1     | paid   |         |        |
    C3    | P3      | 64493-RT | 1     | paid   | 0.00    | 0.00   |
    C3    | P3      | 77003    | 1     | paid   |         |        |
    C4    | P4      | 64493-RT | 1     | paid   | 100.00  | 78.40  |
    C4    | P4      | 77003    | 1     | paid   |         |        |
    C4    | P4      | 64493-RT | -1    | paid   | -100.00 | -78.40 |
    C5    | P5      | 64493-RT | 1     | denied |         |        |
    C5    | P5      | 64494-RT | 1     | paid   |         |        |
    C5    | P5      | 77003    | 1     | paid   |         |        | certain deny
    """


@drawn("FA501")
def test_nothing_is_unknown():
    """
    code              | finding
    ------------------+-------------
    64493-RT          |
    77003-26-GC-GA-Q6 | certain deny
    76942-59          | probable deny

    unknown: 0
    """
