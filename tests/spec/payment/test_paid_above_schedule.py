"""FA702 paid-above-schedule: an allowed amount above the fee schedule of the line's locality.

Arizona (03102-00), 2026, non-QP: 64490 199.92 and 64493 185.49 in the office, 64635 452.79 there and 169.91 in a
facility. Pennsylvania without Philadelphia (12502-99): 64493 79.00 in a facility.
"""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA702")
def test_one_percent_above_is_within_the_margin_and_a_cent_more_is_not():
    """1 % of 185.49 is 1.8549: 187.34 is within, 187.35 is not.

    claim | patient | date       | locality | code     | allowed | finding
    ------+---------+------------+----------+----------+---------+----------------------------
    C1    | P1      | 2026-02-03 | 03102-00 | 64493-RT | 185.49  |
    C2    | P2      | 2026-02-03 | 03102-00 | 64493-RT | 187.34  |
    C3    | P3      | 2026-02-03 | 03102-00 | 64493-RT | 187.35  | review recode 187.35/185.49
    C4    | P4      | 2026-02-03 | 03102-00 | 64493-RT | 90.00   |
    unknown: 0
    """


@drawn("FA702")
def test_exactly_one_percent_above_is_within_the_margin():
    """1 % of 79.00 is 0.79.

    claim | patient | date       | locality | pos | code     | allowed | finding
    ------+---------+------------+----------+-----+----------+---------+------------------------
    C1    | P1      | 2026-02-03 | 12502-99 | 22  | 64493-RT | 79.79   |
    C2    | P2      | 2026-02-03 | 12502-99 | 22  | 64493-RT | 79.80   | review recode 79.8/79
    unknown: 0
    """


@drawn("FA702")
def test_five_cents_must_be_exceeded_too():
    """Only a line of no units is worth so little that five cents are more than one percent of it.

    claim | patient | date       | locality | code     | units | allowed | finding
    ------+---------+------------+----------+----------+-------+---------+---------------------
    C1    | P1      | 2026-02-03 | 03102-00 | 64493-RT | 0     | 0.05    |
    C2    | P2      | 2026-02-03 | 03102-00 | 64493-RT | 0     | 0.06    | review recode 0.06/0
    unknown: 0
    """


@drawn("FA702")
def test_the_place_of_service_picks_the_rate():
    """
    claim | patient | date       | locality | pos | code     | allowed | finding
    ------+---------+------------+----------+-----+----------+---------+----------------------------
    C1    | P1      | 2026-02-03 | 03102-00 | 11  | 64635-RT | 452.79  |
    C2    | P2      | 2026-02-03 | 03102-00 | 24  | 64635-RT | 452.79  | review recode 452.79/169.91
    C3    | P3      | 2026-02-03 | 03102-00 | 22  | 64635-RT | 169.91  |
    """


@drawn("FA702")
def test_both_sides_are_worth_one_and_a_half():
    """278.24 with modifier 50, with two units, or on two lines, of which the second has the smaller part.

    claim | patient | date       | locality | code     | units | allowed | finding
    ------+---------+------------+----------+----------+-------+---------+---------------------------
    C1    | P1      | 2026-02-03 | 03102-00 | 64493-50 | 1     | 278.24  |
    C2    | P2      | 2026-02-03 | 03102-00 | 64493    | 2     | 370.98  | review recode 370.98/278.24
    C3    | P3      | 2026-02-03 | 03102-00 | 64493-RT | 1     | 185.49  |
    C3    | P3      | 2026-02-03 | 03102-00 | 64493-LT | 1     | 185.49  | review recode 185.49/92.75
    """


@drawn("FA702")
def test_the_second_base_procedure_of_the_day_is_worth_half_even_beside_a_line_that_is_not_looked_at():
    """The dearer comes first: 64490 in full, 64493 at 92.75. Another provider's day, or another date, is priced apart.

    claim | patient | date       | locality | npi        | code     | allowed | finding
    ------+---------+------------+----------+------------+----------+---------+---------------------------
    C1    | P1      | 2026-02-03 | 03102-00 |            | 64490-RT | 199.92  |
    C1    | P1      | 2026-02-03 | 03102-00 |            | 64493-RT | 185.49  | review recode 185.49/92.75
    C2    | P2      | 2026-02-03 | 03102-00 |            | 64490-RT | -       |
    C2    | P2      | 2026-02-03 | 03102-00 |            | 64493-RT | 185.49  | review recode 185.49/92.75
    C3    | P3      | 2026-02-03 | 03102-00 | 1000000012 | 64490-RT | 199.92  |
    C4    | P3      | 2026-02-03 | 03102-00 | 1000000020 | 64493-RT | 185.49  |
    C5    | P4      | 2026-02-03 | 03102-00 |            | 64490-RT | 199.92  |
    C6    | P4      | 2026-02-04 | 03102-00 |            | 64493-RT | 185.49  |
    unknown: 1
    """


@drawn("FA702")
def test_a_facility_line_of_the_day_is_no_second_procedure():
    """
    claim | date       | locality | type         | pos | code     | allowed | finding
    ------+------------+----------+--------------+-----+----------+---------+--------
    C1    | 2026-02-03 | 03102-00 | professional | 24  | 64635-RT | 169.91  |
    C2    | 2026-02-03 | 03102-00 | asc          | 24  | 64635-RT | 900.00  |
    unknown: 0
    """


@drawn("FA702")
def test_what_has_no_locality_amount_or_price_is_unknown():
    """No locality; no allowed amount; no such locality, place or fee table; modifier 22, which is priced by report;
    modifier 26 or TC, as the schedule has no part of these codes.

    claim | patient | date       | locality | pos | code        | allowed | finding
    ------+---------+------------+----------+-----+-------------+---------+--------
    C1    | P1      | 2026-02-03 |          | 11  | 64493-RT    | 900.00  |
    C2    | P2      | 2026-02-03 | 03102-00 | 11  | 64493-RT    | -       |
    C3    | P3      | 2026-02-03 | 99999-99 | 11  | 64493-RT    | 900.00  |
    C4    | P4      | 2026-02-03 | 03102-00 | 98  | 64493-RT    | 900.00  |
    C5    | P5      | 2019-12-31 | 03102-00 | 11  | 64493-RT    | 900.00  |
    C6    | P6      | 2026-02-03 | 03102-00 | 11  | 64493-RT-22 | 900.00  |
    C7    | P7      | 2026-02-03 | 03102-00 | 11  | 64493-RT-26 | 900.00  |
    C8    | P8      | 2026-02-03 | 03102-00 | 11  | 64493-TC    | 900.00  |
    unknown: 8
    """


@drawn("FA702")
def test_without_a_locality_it_stays_unknown_where_a_facility_line_makes_the_line_priced():
    """
    claim | date       | locality | type         | pos | code     | allowed | finding
    ------+------------+----------+--------------+-----+----------+---------+--------
    C1    | 2026-02-03 |          | professional | 11  | 64493-RT | 900.00  |
    C2    | 2026-02-03 |          | asc          | 24  | 64493-RT | 900.00  |
    unknown: 1
    """


@drawn("FA702")
def test_other_payers_other_codes_and_inactive_lines():
    """
    claim | patient | date       | payer | locality | code     | status | allowed | finding
    ------+---------+------------+-------+----------+----------+--------+---------+---------------------------
    C1    | P1      | 2026-02-03 | Aetna | 03102-00 | 64493-RT |        | 900.00  |
    C2    | P2      | 2026-02-03 |       | 03102-00 | 0216T-RT |        | 900.00  |
    C3    | P3      | 2026-02-03 |       | 03102-00 | 64493-RT | denied | 900.00  |
    C4    | P4      | 2026-02-03 |       | 03102-00 | 64493-RT |        | 900.00  | review recode 900/185.49
    C4    | P4      | 2026-02-03 |       | 03102-00 | 99213-25 |        | 900.00  |
    unknown: 0
    """
