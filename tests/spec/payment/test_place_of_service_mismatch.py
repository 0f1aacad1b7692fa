"""FA701 place-of-service-mismatch: a non-facility place on a line whose code a facility bills for the day."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA701")
def test_a_surgery_center_or_a_hospital_bills_the_same_code_for_the_day():
    """
    claim | patient | type         | pos | code     | npi        | finding
    ------+---------+--------------+-----+----------+------------+----------------
    C1    | P1      | professional | 11  | 64493-RT | 1000000012 | probable recode
    C2    | P1      | asc          | 24  | 64493-RT | 1000000020 |
    C3    | P2      | professional | 11  | 64635-50 | 1000000012 | probable recode
    C4    | P2      | hopd         | 22  | 64635-50 | 1000000020 |
    unknown: 0
    """


@drawn("FA701")
def test_a_packaged_line_of_the_facility_counts_and_a_denied_or_voided_one_does_not():
    """
    claim | patient | type         | pos | code     | allowed | paid | status | frequency | original | finding
    ------+---------+--------------+-----+----------+---------+------+--------+-----------+----------+----------------
    C1    | P1      | professional | 11  | 64493-RT |         |      |        |           |          | probable recode
    C1    | P1      | professional | 11  | 64494-RT |         |      |        |           |          | probable recode
    C2    | P1      | asc          | 24  | 64493-RT |         |      |        |           |          |
    C2    | P1      | asc          | 24  | 64494-RT | 0.00    | 0.00 |        |           |          |
    C3    | P2      | professional | 11  | 64493-RT |         |      |        |           |          |
    C4    | P2      | hopd         | 22  | 64493-RT |         |      | denied |           |          |
    C5    | P3      | professional | 11  | 64493-RT |         |      |        |           |          |
    C6    | P3      | hopd         | 22  | 64493-RT |         |      |        |           |          |
    C7    | P3      | hopd         | 22  | 64493-RT |         |      |        | 8         | C6       |
    unknown: 0
    """


@drawn("FA701")
def test_each_code_needs_its_own_facility_line():
    """
    claim | type         | pos | code     | finding
    ------+--------------+-----+----------+----------------
    C1    | professional | 11  | 64493-RT | probable recode
    C1    | professional | 11  | 64494-RT |
    C2    | asc          | 24  | 64493-RT |
    C2    | asc          | 24  | 64495-RT |
    """


@drawn("FA701")
def test_the_side_and_the_units_of_the_facility_line_do_not_matter():
    """
    claim | type         | pos | code     | finding
    ------+--------------+-----+----------+----------------
    C1    | professional | 11  | 64493-50 | probable recode
    C2    | asc          | 24  | 64493-RT |
    C2    | asc          | 24  | 64493-LT |
    """


@drawn("FA701")
def test_facility_places_are_right_and_all_others_are_not():
    """Place 18 is taken as non-facility without a document; an empty place is the office.

    claim | patient | type         | pos | code     | finding
    ------+---------+--------------+-----+----------+----------------
    C01   | P1      | professional | 24  | 64493-RT |
    C02   | P1      | asc          | 24  | 64493-RT |
    C03   | P2      | professional | 22  | 64493-RT |
    C04   | P2      | hopd         | 22  | 64493-RT |
    C05   | P3      | professional | 19  | 64493-RT |
    C06   | P3      | hopd         | 19  | 64493-RT |
    C07   | P4      | professional | 49  | 64493-RT | probable recode
    C08   | P4      | asc          | 24  | 64493-RT |
    C09   | P5      | professional | 18  | 64493-RT | probable recode
    C10   | P5      | asc          | 24  | 64493-RT |
    C11   | P6      | professional | -   | 64493-RT | probable recode
    C12   | P6      | hopd         | 22  | 64493-RT |
    unknown: 0
    """


@drawn("FA701")
def test_another_day_or_patient_or_payers_pack_is_another_service():
    """
    claim | patient | date       | payer | type         | pos | code     | finding
    ------+---------+------------+-------+--------------+-----+----------+--------
    C1    | P1      | 2025-03-04 |       | professional | 11  | 64493-RT |
    C2    | P1      | 2025-03-05 |       | asc          | 24  | 64493-RT |
    C3    | P2      | 2025-03-04 |       | professional | 11  | 64493-RT |
    C4    | P3      | 2025-03-04 |       | asc          | 24  | 64493-RT |
    C5    | P4      | 2025-03-04 |       | professional | 11  | 64493-RT |
    C6    | P4      | 2025-03-04 | Aetna | asc          | 24  | 64493-RT |
    unknown: 0
    """


@drawn("FA701")
def test_two_days_of_a_patient_make_one_finding_each():
    """
    claim | date       | type         | pos | code     | finding
    ------+------------+--------------+-----+----------+----------------
    C1    | 2025-03-04 | professional | 11  | 64493-RT | probable recode
    C2    | 2025-03-04 | asc          | 24  | 64493-RT |
    C3    | 2025-03-18 | professional | 11  | 64493-LT | probable recode
    C4    | 2025-03-18 | hopd         | 22  | 64493-LT |
    """


@drawn("FA701")
def test_several_facility_lines_of_the_code_make_one_finding():
    """
    claim | payer | type         | pos | code     | finding
    ------+-------+--------------+-----+----------+----------------
    C1    |       | professional | 11  | 64493-50 | probable recode
    C2    |       | asc          | 24  | 64493-RT |
    C2    |       | asc          | 24  | 64493-LT |
    C3    |       | hopd         | 22  | 64493-50 |
    C4    | Aetna | asc          | 24  | 64493-RT |
    """


@drawn("FA701")
def test_every_payer_and_dates_before_the_2021_text():
    """
    claim | patient | date       | payer | type         | pos | code     | finding
    ------+---------+------------+-------+--------------+-----+----------+----------------
    C1    | P1      | 2025-03-04 | Aetna | professional | 11  | 64493-RT | probable recode
    C2    | P1      | 2025-03-04 | Aetna | asc          | 24  | 64493-RT |
    C3    | P2      | 2020-03-04 |       | professional | 11  | 64633-RT | probable recode
    C4    | P2      | 2020-03-04 |       | hopd         | 22  | 64633-RT |
    """


@drawn("FA701")
def test_ultrasound_codes_and_inactive_professional_lines_are_not_looked_at():
    """
    claim | patient | type         | pos | code     | status | finding
    ------+---------+--------------+-----+----------+--------+--------
    C1    | P1      | professional | 11  | 0216T-RT |        |
    C2    | P1      | asc          | 24  | 0216T-RT |        |
    C3    | P2      | professional | 11  | 64493-RT | denied |
    C4    | P2      | asc          | 24  | 64493-RT |        |
    unknown: 0
    """


@drawn("FA701")
def test_without_a_price_or_with_a_place_that_is_not_known_it_is_unknown():
    """No fee table before 2020; 98 is no place of service; no locality has the number 99999-99; no part of 64493 (26).

    claim | patient | date       | locality | type         | pos | code     | finding
    ------+---------+------------+----------+--------------+-----+----------+----------------
    C1    | P1      | 2019-12-31 |          | professional | 11  | 64493-RT |
    C2    | P1      | 2019-12-31 |          | asc          | 24  | 64493-RT |
    C3    | P2      | 2025-03-04 |          | professional | 98  | 64493-RT |
    C4    | P2      | 2025-03-04 |          | asc          | 24  | 64493-RT |
    C5    | P3      | 2025-03-04 | 99999-99 | professional | 11  | 64493-RT |
    C6    | P3      | 2025-03-04 |          | asc          | 24  | 64493-RT |
    C7    | P4      | 2025-03-04 | 03102-00 | professional | 11  | 64493-RT | probable recode
    C8    | P4      | 2025-03-04 |          | asc          | 24  | 64493-RT |
    C9    | P5      | 2019-12-31 |          | professional | 24  | 64493-RT |
    C10   | P5      | 2019-12-31 |          | asc          | 24  | 64493-RT |
    C11   | P6      | 2025-03-04 |          | professional | 11  | 64493-26 |
    C12   | P6      | 2025-03-04 |          | asc          | 24  | 64493    |
    unknown: 4
    """
