"""FA103 mue-exceeded: more units of a code in a group than the day's limit."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA103")
def test_three_units_of_an_injection_code_exceed_the_limit_of_one():
    """
    claim | patient | code  | units | finding
    ------+---------+-------+-------+-------------------
    C1    | P1      | 64493 | 3     | certain recode 3/1
    C2    | P2      | 64494 | 3     | certain recode 3/1
    C3    | P3      | 64492 | 3     | certain recode 3/1
    C4    | P4      | 64493 | 1     |
    """


@drawn("FA103")
def test_every_code_with_a_limit_of_one():
    """
    code  | units | finding
    ------+-------+-------------------
    64490 | 3     | certain recode 3/1
    64491 | 3     | certain recode 3/1
    64492 | 3     | certain recode 3/1
    64493 | 3     | certain recode 3/1
    64494 | 3     | certain recode 3/1
    64495 | 3     | certain recode 3/1
    64633 | 3     | certain recode 3/1
    64635 | 3     | certain recode 3/1
    0213T | 3     | certain recode 3/1
    0214T | 3     | certain recode 3/1
    0215T | 3     | certain recode 3/1
    0216T | 3     | certain recode 3/1
    0217T | 3     | certain recode 3/1
    0218T | 3     | certain recode 3/1
    """


@drawn("FA103")
def test_rfa_add_ons_may_have_four_units_and_a_fifth_is_probable():
    """
    patient | code     | units | finding
    --------+----------+-------+--------------------
    P1      | 64634-RT | 4     |
    P1      | 64636-RT | 4     |
    P2      | 64634-RT | 5     | probable recode 5/4
    P2      | 64636-RT | 5     | probable recode 5/4
    """


@drawn("FA103")
def test_modifier_50_does_not_double_the_units():
    """
    code     | units | finding
    ---------+-------+--------
    64635-50 | 1     |
    64636-50 | 4     |
    """


@drawn("FA103")
def test_units_of_several_lines_and_claims_are_summed():
    """
    claim | code     | units | finding
    ------+----------+-------+--------------------
    C1    | 64636-RT | 2     | probable recode 5/4
    C1    | 64636-LT | 2     | probable recode 5/4
    C2    | 64636-LT | 1     | probable recode 5/4
    """


@drawn("FA103")
def test_three_lines_of_a_base_code_are_all_at_issue():
    """
    code     | finding
    ---------+-------------------
    64493-RT | certain recode 3/1
    64493-LT | certain recode 3/1
    64493-RT | certain recode 3/1
    """


@drawn("FA103")
def test_two_units_in_all_that_a_bilateral_detector_reports_are_left_to_it():
    """FA201: right and left lines. FA202: base with two units, add-on with 50 and two. FA204: add-on twice.

    claim | patient | code     | units | finding
    ------+---------+----------+-------+--------
    C1    | P1      | 64493-RT | 1     |
    C1    | P1      | 64493-LT | 1     |
    C2    | P2      | 64493    | 2     |
    C3    | P3      | 64494-50 | 2     |
    C4    | P4      | 64494    | 2     |
    C5    | P5      | 64494-RT | 1     |
    C5    | P5      | 64494-LT | 1     |
    C6    | P6      | 64494    | 1     |
    C6    | P6      | 64494    | 1     |
    """


@drawn("FA103")
def test_two_units_that_no_bilateral_detector_reports_are_reported_here():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+-------------------
    C1    | P1      | 64493-RT | 1     | certain recode 2/1
    C1    | P1      | 64493-RT | 1     | certain recode 2/1
    C2    | P2      | 64635    | 1     | certain recode 2/1
    C2    | P2      | 64635    | 1     | certain recode 2/1
    C3    | P3      | 64494-RT | 1     | certain recode 2/1
    C3    | P3      | 64494    | 1     | certain recode 2/1
    C4    | P4      | 64494-50 | 1     | certain recode 2/1
    C4    | P4      | 64494    | 1     | certain recode 2/1
    C5    | P5      | 64493-50 | 1     | certain recode 2/1
    C5    | P5      | 64493-50 | 1     | certain recode 2/1
    C6    | P6      | 0217T    | 2     | certain recode 2/1
    C7    | P7      | 64493    | 1     | certain recode 2/1
    C7    | P7      | 64493    | 1     | certain recode 2/1
    """


@drawn("FA103")
def test_more_than_two_units_are_reported_beside_a_bilateral_detector():
    """FA202 reports these lines too.

    claim | patient | code     | units | finding
    ------+---------+----------+-------+-------------------
    C1    | P1      | 64493    | 2     | certain recode 3/1
    C1    | P1      | 64493-RT | 1     | certain recode 3/1
    C2    | P2      | 64494-50 | 3     | certain recode 3/1
    """


@drawn("FA103")
def test_where_either_bilateral_style_is_accepted_twice_is_no_unit_error():
    """First Coast is the scope of `either`.

    mac  | code  | units | finding
    -----+-------+-------+--------
    fcso | 64493 | 1     |
    fcso | 64494 | 2     |
    """


@drawn("FA103")
def test_an_add_on_twice_with_full_slots_is_unknown_to_fa204_and_not_reported_here():
    """A fifth modifier, 50, may have been cut off.

    claim | patient | code              | units | finding
    ------+---------+-------------------+-------+--------
    C1    | P1      | 64494-GA-GC-Q6-SA | 2     |
    C2    | P2      | 64494-GA-GC-Q6-SA | 1     |
    C2    | P2      | 64494             | 1     |
    """


@drawn("FA103")
def test_providers_days_patients_and_claim_types_are_counted_apart():
    """
    claim | patient | date       | npi        | type         | code     | finding
    ------+---------+------------+------------+--------------+----------+--------
    C1    | P1      | 2025-03-04 | 1000000012 | professional | 64493-RT |
    C2    | P1      | 2025-03-04 | 1000000020 | professional | 64493-RT |
    C3    | P1      | 2025-03-05 | 1000000012 | professional | 64493-RT |
    C4    | P2      | 2025-03-04 | 1000000012 | professional | 64493-RT |
    C5    | P1      | 2025-03-04 | 1000000012 | hopd         | 64493-RT |
    """


@drawn("FA103")
def test_the_group_is_the_rendering_provider_else_the_billing_provider():
    """
    claim | patient | npi        | billing    | code     | finding
    ------+---------+------------+------------+----------+-------------------
    C1    | P1      | 1000000012 | 1000000111 | 64493-RT | certain recode 2/1
    C2    | P1      | 1000000012 | 1000000129 | 64493-RT | certain recode 2/1
    C3    | P2      | -          | 1000000111 | 64493-RT | certain recode 2/1
    C4    | P2      | -          | 1000000111 | 64493-RT | certain recode 2/1
    C5    | P3      | 1000000012 | 1000000111 | 64493-RT |
    C6    | P3      | 1000000020 | 1000000111 | 64493-RT |
    C7    | P4      | -          | 1000000111 | 64493-RT |
    C8    | P4      | -          | 1000000129 | 64493-RT |
    """


@drawn("FA103")
def test_hospital_lines_are_held_to_the_limit_and_asc_lines_are_not():
    """
    claim | patient | type | code     | units | finding
    ------+---------+------+----------+-------+-------------------
    C1    | P1      | hopd | 64493-RT | 1     | certain recode 2/1
    C1    | P1      | hopd | 64493-RT | 1     | certain recode 2/1
    C2    | P2      | asc  | 64493-RT | 1     |
    C2    | P2      | asc  | 64493-LT | 1     |
    C3    | P3      | asc  | 64493-RT | 3     |
    """


@drawn("FA103")
def test_other_payers_have_no_such_limit():
    """
    payer | code  | units | finding
    ------+-------+-------+--------
    aetna | 64493 | 3     |
    aetna | 64636 | 5     |
    """


@drawn("FA103")
def test_a_claim_of_another_payer_does_not_add_to_medicares_units():
    """
    claim | payer    | code     | finding
    ------+----------+----------+--------
    C1    | medicare | 64493-RT |
    C2    | aetna    | 64493-RT |
    """


@drawn("FA103")
def test_the_limit_of_the_family_codes_is_as_old_as_the_codes():
    """
    date       | code  | units | finding
    -----------+-------+-------+--------------------
    2018-03-06 | 64493 | 3     | certain recode 3/1
    2018-03-06 | 64636 | 5     | probable recode 5/4
    """


@drawn("FA103")
def test_units_of_denied_packaged_and_reversed_lines_do_not_count():
    """
    claim | patient | code     | units | status | allowed | paid   | finding
    ------+---------+----------+-------+--------+---------+--------+--------
    C1    | P1      | 64493-RT | 1     | paid   |         |        |
    C1    | P1      | 64493-RT | 1     | denied |         |        |
    C2    | P2      | 64493-RT | 1     | paid   |         |        |
    C2    | P2      | 64493-RT | 1     | paid   | 0.00    | 0.00   |
    C3    | P3      | 64493-RT | 1     | paid   | 100.00  | 78.40  |
    C3    | P3      | 64493-RT | -1    | paid   | -100.00 | -78.40 |
    C3    | P3      | 64493-RT | 1     | paid   | 100.00  | 78.40  |
    """


@drawn("FA103")
def test_companion_codes_are_limited_on_professional_family_days_from_july_2024():
    """
    claim | patient | date       | type         | code     | units | finding
    ------+---------+------------+--------------+----------+-------+--------------------
    C1    | P1      | 2024-06-30 | professional | 64493-RT | 1     |
    C1    | P1      | 2024-06-30 | professional | 76942    | 2     |
    C2    | P2      | 2024-07-01 | professional | 64493-RT | 1     |
    C2    | P2      | 2024-07-01 | professional | 76942    | 2     | probable recode 2/1
    C3    | P3      | 2024-07-01 | hopd         | 64493-RT | 1     |
    C3    | P3      | 2024-07-01 | hopd         | 76942    | 2     |
    """


@drawn("FA103")
def test_each_companion_has_its_own_limit_and_certainty():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+----------------------
    C1    | P1      | 64493-RT | 1     |
    C1    | P1      | 77003    | 1     |
    C1    | P1      | 99152    | 2     |
    C1    | P1      | 99153    | 9     |
    C1    | P1      | 20552    | 1     |
    C2    | P2      | 64493-RT | 1     |
    C2    | P2      | 77003    | 2     | probable recode 2/1
    C2    | P2      | 99152    | 3     | probable recode 3/2
    C2    | P2      | 99153    | 10    | probable recode 10/9
    C2    | P2      | 20552    | 2     | certain recode 2/1
    C2    | P2      | 77002    | 2     | probable recode 2/1
    C2    | P2      | 77012    | 2     | probable recode 2/1
    C2    | P2      | 62323    | 2     | probable recode 2/1
    C2    | P2      | 64999    | 2     | probable recode 2/1
    """


@drawn("FA103")
def test_companions_without_a_facet_line_that_day_are_not_looked_at():
    """
    claim | date       | code     | units | finding
    ------+------------+----------+-------+--------
    C1    | 2025-03-04 | 64493-RT | 1     |
    C2    | 2025-03-05 | 64999    | 2     |
    C2    | 2025-03-05 | 77003    | 2     |
    """


@drawn("FA103")
def test_codes_without_a_limit_in_the_table_are_not_looked_at():
    """
    code     | units | finding
    ---------+-------+--------
    64493-RT | 1     |
    J1030    | 4     |
    99214-25 | 2     |
    """


@drawn("FA103")
def test_companions_of_another_provider_claim_type_day_or_payer_are_counted_apart():
    """
    claim | patient | date       | payer    | npi        | type         | code     | units | finding
    ------+---------+------------+----------+------------+--------------+----------+-------+--------------------
    C1    | P1      | 2025-03-04 | medicare | 1000000012 | professional | 64493-RT | 1     |
    C1    | P1      | 2025-03-04 | medicare | 1000000012 | professional | 77003    | 2     | probable recode 2/1
    C2    | P1      | 2025-03-04 | medicare | 1000000020 | professional | 77003    | 1     |
    C3    | P1      | 2025-03-04 | medicare | 1000000012 | hopd         | 77003    | 1     |
    C4    | P1      | 2025-03-04 | aetna    | 1000000012 | professional | 64493-LT | 1     |
    C4    | P1      | 2025-03-04 | aetna    | 1000000012 | professional | 77003    | 3     |
    C5    | P1      | 2025-03-18 | medicare | 1000000012 | professional | 64493-RT | 1     |
    C5    | P1      | 2025-03-18 | medicare | 1000000012 | professional | 77003    | 1     |
    C6    | P2      | 2025-03-04 | medicare | 1000000012 | professional | 64493-RT | 1     |
    C6    | P2      | 2025-03-04 | medicare | 1000000012 | professional | 77003    | 1     |
    """


@drawn("FA103")
def test_every_edition_of_the_limits_holds_from_its_first_to_its_last_day():
    """Editions begin on 2024-07-01 and 2026-04-01; before the first the limits are carried back.

    claim | date       | code     | units | finding
    ------+------------+----------+-------+--------------------
    C1    | 2024-06-30 | 64493    | 3     | certain recode 3/1
    C2    | 2024-07-01 | 64493    | 3     | certain recode 3/1
    C3    | 2026-03-31 | 64493    | 3     | certain recode 3/1
    C3    | 2026-03-31 | 77003    | 2     | probable recode 2/1
    C4    | 2026-04-01 | 64493    | 3     | certain recode 3/1
    C4    | 2026-04-01 | 77003    | 2     | probable recode 2/1
    """
