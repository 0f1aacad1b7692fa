"""FA703 duplicate-claim: the same service on two or more claims."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA703")
def test_the_claim_paid_first_stands_and_the_others_do_not():
    """Whatever their numbers; a claim without a paid date is last, and among equals the smallest number is first.

    claim | patient | code     | paid_date  | finding
    ------+---------+----------+------------+-----------------
    C1    | P1      | 64493-RT | 2025-04-03 | certain deny 3/1
    C2    | P1      | 64493-RT | 2025-03-20 |
    C3    | P1      | 64493-RT | 2025-04-02 | certain deny 2/1
    C4    | P2      | 64493-RT |            | certain deny 2/1
    C5    | P2      | 64493-RT | 2025-04-03 |
    C6    | P3      | 64493-RT |            |
    C7    | P3      | 64493-RT |            | certain deny 2/1
    C8    | P4      | 64493-RT | 2025-04-03 |
    C9    | P4      | 64493-RT | 2025-04-03 | certain deny 2/1
    unknown: 0
    """


@drawn("FA703")
def test_every_line_of_the_later_claim_that_is_on_the_first_too():
    """
    claim | code     | paid_date  | finding
    ------+----------+------------+-------------
    C1    | 64493-RT | 2025-03-20 |
    C1    | 64494-RT | 2025-03-20 |
    C2    | 64493-RT | 2025-04-03 | certain deny
    C2    | 64494-RT | 2025-04-03 | certain deny
    C2    | 64495-RT | 2025-04-03 |
    """


@drawn("FA703")
def test_each_service_has_a_first_claim_of_its_own():
    """
    claim | code     | paid_date  | finding
    ------+----------+------------+-------------
    C1    | 64493-RT | 2025-03-20 |
    C1    | 64494-RT | 2025-04-20 | certain deny
    C2    | 64493-RT | 2025-04-03 | certain deny
    C2    | 64494-RT | 2025-04-03 |
    """


@drawn("FA703")
def test_two_lines_of_one_claim_are_no_duplicate_and_stand_or_fall_together():
    """
    claim | patient | code     | paid_date  | finding
    ------+---------+----------+------------+-------------
    C1    | P1      | 64493-RT | 2025-03-20 |
    C1    | P1      | 64493-RT | 2025-04-20 |
    C2    | P2      | 64493-RT | 2025-05-20 |
    C2    | P2      | 64493-RT | 2025-03-20 |
    C3    | P2      | 64493-RT | 2025-04-03 | certain deny
    C3    | P2      | 64493-RT | 2025-04-03 | certain deny
    """


@drawn("FA703")
def test_modifiers_are_compared_as_a_set():
    """
    claim | patient | code        | paid_date  | finding
    ------+---------+-------------+------------+-------------
    C1    | P1      | 64493-RT-KX | 2025-03-20 |
    C2    | P1      | 64493-KX-RT | 2025-04-03 | certain deny
    C3    | P2      | 64493-RT-KX | 2025-03-20 |
    C4    | P2      | 64493-RT    | 2025-04-03 |
    C5    | P3      | 64493-RT    | 2025-03-20 |
    C6    | P3      | 64493-LT    | 2025-04-03 |
    C7    | P4      | 64493       | 2025-03-20 |
    C8    | P4      | 64493       | 2025-04-03 | certain deny
    """


@drawn("FA703")
def test_76_and_77_say_that_the_service_was_repeated():
    """
    claim | patient | code        | paid_date  | finding
    ------+---------+-------------+------------+--------
    C1    | P1      | 64493-RT-76 | 2025-03-20 |
    C2    | P1      | 64493-RT-76 | 2025-04-03 |
    C3    | P2      | 64493-77    | 2025-03-20 |
    C4    | P2      | 64493-77    | 2025-04-03 |
    C5    | P3      | 64493-RT    | 2025-03-20 |
    C6    | P3      | 64493-RT-76 | 2025-04-03 |
    """


@drawn("FA703")
def test_units_code_day_patient_and_provider_must_agree():
    """A line without a rendering provider agrees with none, not even with another such line.

    claim | patient | date       | code     | units | npi        | billing    | finding
    ------+---------+------------+----------+-------+------------+------------+--------
    C1    | P1      | 2025-03-04 | 64493-RT | 1     |            |            |
    C2    | P1      | 2025-03-04 | 64493-RT | 2     |            |            |
    C3    | P1      | 2025-03-04 | 64490-RT | 1     |            |            |
    C4    | P1      | 2025-03-05 | 64493-RT | 1     |            |            |
    C5    | P2      | 2025-03-04 | 64493-RT | 1     |            |            |
    C6    | P3      | 2025-03-04 | 64493-RT | 1     | 1000000012 |            |
    C7    | P3      | 2025-03-04 | 64493-RT | 1     | 1000000020 |            |
    C8    | P4      | 2025-03-04 | 64493-RT | 1     | -          | 1000000038 |
    C9    | P4      | 2025-03-04 | 64493-RT | 1     | -          | 1000000038 |
    C10   | P4      | 2025-03-04 | 64493-RT | 1     | 1000000012 | 1000000038 |
    unknown: 0
    """


@drawn("FA703")
def test_the_professional_and_the_facility_claim_are_no_duplicates_and_two_facility_claims_are():
    """
    claim | type         | code     | paid_date  | finding
    ------+--------------+----------+------------+-------------
    C1    | professional | 64493-RT | 2025-03-20 |
    C2    | asc          | 64493-RT | 2025-03-21 |
    C3    | hopd         | 64493-RT | 2025-03-22 |
    C4    | asc          | 64493-RT | 2025-03-23 | certain deny
    """


@drawn("FA703")
def test_every_payer_but_not_across_packs_and_every_date():
    """
    claim | patient | date       | payer | code     | paid_date  | finding
    ------+---------+------------+-------+----------+------------+-------------
    C1    | P1      | 2025-03-04 | Aetna | 64493-RT | 2025-03-20 |
    C2    | P1      | 2025-03-04 | Aetna | 64493-RT | 2025-04-03 | certain deny
    C3    | P2      | 2025-03-04 | Aetna | 64493-RT | 2025-03-20 |
    C4    | P2      | 2025-03-04 |       | 64493-RT | 2025-04-03 |
    C5    | P3      | 2015-03-04 |       | 64635-RT | 2015-03-20 |
    C6    | P3      | 2015-03-04 |       | 64635-RT | 2015-04-03 | certain deny
    C7    | P4      | 2025-03-04 |       | 0216T-RT | 2025-03-20 |
    C8    | P4      | 2025-03-04 |       | 0216T-RT | 2025-04-03 | certain deny
    """


@drawn("FA703")
def test_denied_replaced_and_reversed_lines_are_no_first_claim_and_no_second():
    """
    claim | patient | code     | units | allowed | paid   | paid_date  | status | frequency | original | finding
    ------+---------+----------+-------+---------+--------+------------+--------+-----------+----------+--------
    C1    | P1      | 64493-RT | 1     | 100.00  | 78.40  | 2025-03-20 | denied |           |          |
    C2    | P1      | 64493-RT | 1     | 100.00  | 78.40  | 2025-04-03 |        |           |          |
    C3    | P2      | 64493-RT | 1     | 100.00  | 78.40  | 2025-03-20 |        |           |          |
    C4    | P2      | 64493-RT | 1     | 100.00  | 78.40  | 2025-04-03 |        | 7         | C3       |
    C5    | P3      | 64493-RT | 1     | 100.00  | 78.40  | 2025-03-20 |        |           |          |
    C5    | P3      | 64493-RT | -1    | -100.00 | -78.40 | 2025-03-25 |        |           |          |
    C6    | P3      | 64493-RT | 1     | 100.00  | 78.40  | 2025-04-03 |        |           |          |
    """


@drawn("FA703")
def test_other_codes_of_the_two_claims_are_not_looked_at():
    """
    claim | code     | paid_date  | finding
    ------+----------+------------+-------------
    C1    | 64493-RT | 2025-03-20 |
    C1    | 99213-25 | 2025-03-20 |
    C2    | 64493-RT | 2025-04-03 | certain deny
    C2    | 99213-25 | 2025-04-03 |
    """
