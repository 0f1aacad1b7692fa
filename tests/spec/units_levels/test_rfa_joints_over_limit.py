"""FA106 rfa-joints-over-limit: more joint-sides ablated in a session than two levels have."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA106")
def test_two_levels_on_both_sides_are_four_joint_sides_and_the_limit():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+--------------------
    C1    | P1      | 64635-50 | 1     |
    C1    | P1      | 64636-50 | 1     |
    C2    | P2      | 64635-50 | 1     |
    C2    | P2      | 64636-50 | 2     | probable recode 6/4
    C3    | P3      | 64633-50 | 1     |
    C3    | P3      | 64634-50 | 1     |
    C4    | P4      | 64633-50 | 1     |
    C4    | P4      | 64634-50 | 1     |
    C4    | P4      | 64634-RT | 1     | probable recode 5/4
    """


@drawn("FA106")
def test_on_one_side_two_joints_are_the_limit_and_the_third_exceeds_it():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+--------------------
    C1    | P1      | 64635-RT | 1     |
    C1    | P1      | 64636-RT | 1     |
    C2    | P2      | 64635-RT | 1     |
    C2    | P2      | 64636-RT | 2     | probable recode 3/2
    C3    | P3      | 64633-LT | 1     |
    C3    | P3      | 64634-LT | 1     |
    C3    | P3      | 64634-LT | 1     | probable recode 3/2
    """


@drawn("FA106")
def test_two_sides_in_any_form_have_the_limit_of_both():
    """Right and left lines, a line with 50 among them, and RT with LT on one line.

    claim | patient | code        | units | finding
    ------+---------+-------------+-------+--------------------
    C1    | P1      | 64635-RT    | 1     |
    C1    | P1      | 64636-LT    | 2     |
    C2    | P2      | 64635-RT    | 1     |
    C2    | P2      | 64636-LT    | 3     |
    C3    | P3      | 64635-RT    | 1     |
    C3    | P3      | 64636-LT    | 4     | probable recode 5/4
    C4    | P4      | 64635-50    | 1     |
    C4    | P4      | 64636-RT    | 2     |
    C5    | P5      | 64635-50    | 1     |
    C5    | P5      | 64636-RT    | 3     | probable recode 5/4
    C6    | P6      | 64635-RT-LT | 1     |
    C6    | P6      | 64636-RT-LT | 2     | probable recode 6/4
    """


@drawn("FA106")
def test_a_line_without_a_side_leaves_the_limit_of_both_sides():
    """No side is not the same known side.

    claim | patient | code     | units | finding
    ------+---------+----------+-------+--------------------
    C1    | P1      | 64635    | 1     |
    C1    | P1      | 64636    | 3     |
    C2    | P2      | 64635    | 1     |
    C2    | P2      | 64636    | 4     | probable recode 5/4
    C3    | P3      | 64635-RT | 1     |
    C3    | P3      | 64636    | 2     |
    C4    | P4      | 64635    | 1     |
    C4    | P4      | 64636-RT | 2     |
    """


@drawn("FA106")
def test_joint_sides_go_from_the_last_add_on_backwards():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+--------------------
    C1    | P1      | 64635-RT | 1     |
    C1    | P1      | 64636-RT | 1     |
    C1    | P1      | 64636-RT | 1     | probable recode 3/2
    C2    | P2      | 64635-RT | 1     |
    C2    | P2      | 64636-RT | 2     | probable recode 5/2
    C2    | P2      | 64636-RT | 2     | probable recode 5/2
    C3    | P3      | 64635-50 | 1     |
    C3    | P3      | 64636-50 | 1     |
    C3    | P3      | 64636-50 | 1     | probable recode 6/4
    C4    | P4      | 64635-50 | 1     |
    C4    | P4      | 64636-RT | 1     |
    C4    | P4      | 64636-50 | 2     | probable recode 7/4
    C5    | P5      | 64635-50 | 1     |
    C5    | P5      | 64636-RT | 2     |
    C5    | P5      | 64636-50 | 1     | probable recode 6/4
    """


@drawn("FA106")
def test_the_last_line_is_last_by_claim_and_line_number_not_by_place_in_the_file():
    """
    claim | line | code     | finding
    ------+------+----------+--------------------
    C2    | 1    | 64636-RT | probable recode 3/2
    C1    | 2    | 64636-RT |
    C1    | 1    | 64635-RT |
    """


@drawn("FA106")
def test_the_base_is_never_at_issue():
    """Add-ons only, wherever the base stands and however many units it has.

    claim | patient | line | code     | units | finding
    ------+---------+------+----------+-------+--------------------
    C1    | P1      | 1    | 64635-RT | 3     |
    C2    | P2      | 1    | 64636-RT | 1     | probable recode 4/2
    C2    | P2      | 2    | 64635-RT | 3     |
    C3    | P3      | 1    | 64636-RT | 2     | probable recode 3/2
    C3    | P3      | 2    | 64635-RT | 1     |
    """


@drawn("FA106")
def test_regions_providers_and_days_are_counted_apart():
    """
    claim | patient | date       | npi        | code     | finding
    ------+---------+------------+------------+----------+--------
    C1    | P1      | 2025-03-04 | 1000000012 | 64635-RT |
    C1    | P1      | 2025-03-04 | 1000000012 | 64636-RT |
    C1    | P1      | 2025-03-04 | 1000000012 | 64633-RT |
    C1    | P1      | 2025-03-04 | 1000000012 | 64634-RT |
    C2    | P2      | 2025-03-04 | 1000000012 | 64635-RT |
    C2    | P2      | 2025-03-04 | 1000000012 | 64636-RT |
    C3    | P2      | 2025-03-04 | 1000000020 | 64636-RT |
    C4    | P3      | 2025-03-04 | 1000000012 | 64635-RT |
    C4    | P3      | 2025-03-04 | 1000000012 | 64636-RT |
    C5    | P3      | 2025-03-05 | 1000000012 | 64636-RT |
    """


@drawn("FA106")
def test_each_region_loses_its_own_joint_sides():
    """
    code     | units | finding
    ---------+-------+--------------------
    64633-RT | 1     |
    64634-RT | 2     | probable recode 3/2
    64635-LT | 1     |
    64636-LT | 2     | probable recode 3/2
    """


@drawn("FA106")
def test_claims_of_one_provider_and_day_are_one_group():
    """
    claim | code     | finding
    ------+----------+--------------------
    C1    | 64635-RT |
    C1    | 64636-RT |
    C2    | 64636-RT | probable recode 3/2
    """


@drawn("FA106")
def test_the_thoraco_lumbar_pair_is_one_lumbar_session():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+--------------------
    C1    | P1      | 64633-RT | 1     |
    C1    | P1      | 64636-RT | 1     |
    C2    | P2      | 64633-RT | 1     |
    C2    | P2      | 64636-RT | 2     | probable recode 3/2
    C3    | P3      | 64633-50 | 1     |
    C3    | P3      | 64636-50 | 1     |
    """


@drawn("FA106")
def test_facility_claims_are_not_looked_at():
    """
    claim | patient | type | code     | units | finding
    ------+---------+------+----------+-------+--------
    C1    | P1      | asc  | 64635-RT | 1     |
    C1    | P1      | asc  | 64636-RT | 4     |
    C2    | P2      | hopd | 64635-50 | 1     |
    C2    | P2      | hopd | 64636-50 | 4     |
    """


@drawn("FA106")
def test_a_facility_claim_of_the_day_adds_no_joints():
    """
    claim | type         | code     | finding
    ------+--------------+----------+--------
    C1    | professional | 64635-RT |
    C1    | professional | 64636-RT |
    C2    | asc          | 64635-RT |
    C2    | asc          | 64636-RT |
    """


@drawn("FA106")
def test_it_begins_with_the_macs_2021_text():
    """
    claim | patient | date       | mac      | code     | units | finding
    ------+---------+------------+----------+----------+-------+--------------------
    C1    | P1      | 2021-04-24 | palmetto | 64635-RT | 1     |
    C1    | P1      | 2021-04-24 | palmetto | 64636-RT | 2     |
    C2    | P2      | 2021-04-25 | palmetto | 64635-RT | 1     |
    C2    | P2      | 2021-04-25 | palmetto | 64636-RT | 2     | probable recode 3/2
    C3    | P3      | 2021-05-01 | cgs      | 64635-RT | 1     |
    C3    | P3      | 2021-05-01 | cgs      | 64636-RT | 2     |
    C4    | P4      | 2021-05-02 | cgs      | 64635-RT | 1     |
    C4    | P4      | 2021-05-02 | cgs      | 64636-RT | 2     | probable recode 3/2
    C5    | P5      | 2021-05-01 | -        | 64635-RT | 1     |
    C5    | P5      | 2021-05-01 | -        | 64636-RT | 2     |
    C6    | P6      | 2021-05-02 | -        | 64635-RT | 1     |
    C6    | P6      | 2021-05-02 | -        | 64636-RT | 2     | probable recode 3/2
    """


@drawn("FA106")
def test_other_payers_have_no_such_limit_and_their_lines_add_no_joints():
    """
    claim | patient | payer    | code     | units | finding
    ------+---------+----------+----------+-------+--------
    C1    | P1      | aetna    | 64635-RT | 1     |
    C1    | P1      | aetna    | 64636-RT | 4     |
    C2    | P2      | medicare | 64635-RT | 1     |
    C2    | P2      | medicare | 64636-RT | 1     |
    C3    | P2      | aetna    | 64636-RT | 1     |
    """


@drawn("FA106")
def test_lines_that_are_not_active_add_no_joints():
    """
    claim | patient | code     | units | status | allowed | paid   | finding
    ------+---------+----------+-------+--------+---------+--------+--------
    C1    | P1      | 64635-RT | 1     | paid   |         |        |
    C1    | P1      | 64636-RT | 1     | paid   |         |        |
    C1    | P1      | 64636-RT | 1     | denied |         |        |
    C2    | P2      | 64635-RT | 1     | paid   |         |        |
    C2    | P2      | 64636-RT | 1     | paid   |         |        |
    C2    | P2      | 64636-RT | 1     | paid   | 0.00    | 0.00   |
    C3    | P3      | 64635-RT | 1     | paid   |         |        |
    C3    | P3      | 64636-RT | 1     | paid   |         |        |
    C3    | P3      | 64636-RT | 1     | paid   | 100.00  | 78.40  |
    C3    | P3      | 64636-RT | -1    | paid   | -100.00 | -78.40 |
    """


@drawn("FA106")
def test_injections_are_not_ablations():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64494-RT |
    64495-RT |
    64635-RT |
    64636-RT |
    """


@drawn("FA106")
def test_lines_without_a_side_are_not_unknown():
    """
    code  | units | finding
    ------+-------+--------
    64635 | 1     |
    64636 | 2     |

    unknown: 0
    """
