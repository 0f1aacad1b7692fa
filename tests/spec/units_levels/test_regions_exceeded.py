"""FA107 regions-exceeded: both spinal regions on one day."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA107")
def test_the_region_with_the_smaller_total_is_at_issue():
    """
    claim | patient | code     | allowed | finding
    ------+---------+----------+---------+------------------
    C1    | P1      | 64490-RT | 100.01  |
    C1    | P1      | 64493-RT | 100.00  | probable deny 2/1
    C2    | P2      | 64490-RT | 100.00  | probable deny 2/1
    C2    | P2      | 64493-RT | 100.01  |
    """


@drawn("FA107")
def test_the_totals_are_compared_and_not_the_single_lines():
    """
    claim | patient | code     | allowed | finding
    ------+---------+----------+---------+--------------
    C1    | P1      | 64490-RT | 90.00   |
    C1    | P1      | 64491-RT | 60.00   |
    C1    | P1      | 64493-RT | 140.00  | probable deny
    C2    | P2      | 64490-RT | 90.00   | probable deny
    C2    | P2      | 64491-RT | 60.00   | probable deny
    C2    | P2      | 64493-RT | 151.00  |
    """


@drawn("FA107")
def test_equal_totals_leave_the_lumbar_lines_at_issue():
    """
    code     | allowed | finding
    ---------+---------+--------------
    64490-RT | 100.00  |
    64491-RT | 50.00   |
    64493-RT | 100.00  | probable deny
    64494-RT | 50.00   | probable deny
    """


@drawn("FA107")
def test_a_missing_amount_of_either_region_leaves_the_lumbar_lines_at_issue():
    """
    claim | patient | code     | allowed | paid | finding
    ------+---------+----------+---------+------+--------------
    C1    | P1      | 64490-RT | 50.00   |      |
    C1    | P1      | 64493-RT | 100.00  |      | probable deny
    C1    | P1      | 64494-RT | -       | -    | probable deny
    C2    | P2      | 64490-RT | -       | -    |
    C2    | P2      | 64491-RT | 10.00   |      |
    C2    | P2      | 64493-RT | 100.00  |      | probable deny
    """


@drawn("FA107")
def test_injections_and_ablations_of_one_day_are_taken_together():
    """
    claim | patient | code     | allowed | finding
    ------+---------+----------+---------+--------------
    C1    | P1      | 64490-RT | 100.00  | probable deny
    C1    | P1      | 64635-RT | 300.00  |
    C2    | P2      | 64633-RT | 300.00  |
    C2    | P2      | 64635-RT | 200.00  | probable deny
    C2    | P2      | 64494-RT | 50.00   | probable deny
    """


@drawn("FA107")
def test_one_region_is_right():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64494-RT |
    C1    | P1      | 64635-RT |
    C2    | P2      | 64490-RT |
    C2    | P2      | 64633-RT |
    """


@drawn("FA107")
def test_the_thoraco_lumbar_pair_is_one_region():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64490-RT |
    C1    | P1      | 64494-RT |
    C2    | P2      | 64490-50 |
    C2    | P2      | 64494-50 |
    C3    | P3      | 64633-RT |
    C3    | P3      | 64636-RT |
    C4    | P4      | 64490-RT |
    C4    | P4      | 64494-RT |
    C4    | P4      | 64635-RT |
    C5    | P5      | 64633-RT |
    C5    | P5      | 64636-RT |
    C5    | P5      | 64493-RT |
    """


@drawn("FA107")
def test_a_third_code_of_the_class_ends_the_thoraco_lumbar_pair():
    """A zero-paid line counts for the pair too, so 64490 and 64494 are then of two regions.

    claim | patient | code     | allowed | paid  | finding
    ------+---------+----------+---------+-------+--------------
    C1    | P1      | 64490-RT | 100.00  |       |
    C1    | P1      | 64493-RT | 30.00   |       | probable deny
    C1    | P1      | 64494-RT | 30.00   |       | probable deny
    C2    | P2      | 64490-RT | 100.00  |       |
    C2    | P2      | 64494-RT | 30.00   | 20.00 | probable deny
    C2    | P2      | 64495-RT | 0.00    | 0.00  |
    """


@drawn("FA107")
def test_the_lumbar_session_of_the_junction_meets_the_cervical_lines_of_the_other_class():
    """The injection pair is lumbar; the cervical ablation makes a second region.

    code     | allowed | finding
    ---------+---------+--------------
    64490-RT | 100.00  | probable deny
    64494-RT | 50.00   | probable deny
    64633-RT | 300.00  |
    """


@drawn("FA107")
def test_the_day_of_a_patient_counts_whoever_billed_it():
    """
    claim | npi        | code     | allowed | finding
    ------+------------+----------+---------+--------------
    C1    | 1000000012 | 64490-RT | 100.00  | probable deny
    C2    | 1000000020 | 64493-RT | 120.00  |
    """


@drawn("FA107")
def test_other_days_and_patients_are_other_sessions():
    """
    claim | patient | date       | code     | finding
    ------+---------+------------+----------+--------
    C1    | P1      | 2025-03-04 | 64490-RT |
    C2    | P1      | 2025-03-05 | 64493-RT |
    C3    | P2      | 2025-03-04 | 64493-RT |
    """


@drawn("FA107")
def test_only_professional_lines_count_and_are_at_issue():
    """
    claim | patient | type         | code     | allowed | finding
    ------+---------+--------------+----------+---------+--------------
    C1    | P1      | asc          | 64490-RT | 100.00  |
    C1    | P1      | asc          | 64493-RT | 50.00   |
    C2    | P2      | hopd         | 64490-RT | 100.00  |
    C2    | P2      | hopd         | 64493-RT | 50.00   |
    C3    | P3      | professional | 64490-RT | 100.00  |
    C4    | P3      | asc          | 64493-RT | 50.00   |
    C5    | P4      | professional | 64490-RT | 100.00  |
    C5    | P4      | professional | 64493-RT | 50.00   | probable deny
    C6    | P4      | asc          | 64490-RT | 10.00   |
    C6    | P4      | asc          | 64493-RT | 500.00  |
    """


@drawn("FA107")
def test_ultrasound_guided_lines_make_no_region():
    """
    code     | finding
    ---------+--------
    64490-RT |
    0216T-RT |
    """


@drawn("FA107")
def test_ultrasound_guided_lines_of_the_smaller_region_are_not_at_issue():
    """
    code     | allowed | finding
    ---------+---------+--------------
    64490-RT | 100.00  |
    64493-RT | 50.00   | probable deny
    0216T-RT | 500.00  |
    """


@drawn("FA107")
def test_it_begins_with_the_macs_2021_text():
    """
    claim | patient | date       | mac      | code     | finding
    ------+---------+------------+----------+----------+--------------
    C1    | P1      | 2021-04-24 | palmetto | 64490-RT |
    C1    | P1      | 2021-04-24 | palmetto | 64493-RT |
    C2    | P2      | 2021-04-25 | palmetto | 64490-RT |
    C2    | P2      | 2021-04-25 | palmetto | 64493-RT | probable deny
    C3    | P3      | 2021-05-01 | cgs      | 64490-RT |
    C3    | P3      | 2021-05-01 | cgs      | 64493-RT |
    C4    | P4      | 2021-05-02 | cgs      | 64490-RT |
    C4    | P4      | 2021-05-02 | cgs      | 64493-RT | probable deny
    C5    | P5      | 2021-05-01 | -        | 64490-RT |
    C5    | P5      | 2021-05-01 | -        | 64493-RT |
    C6    | P6      | 2021-05-02 | -        | 64490-RT |
    C6    | P6      | 2021-05-02 | -        | 64493-RT | probable deny
    """


@drawn("FA107")
def test_other_payers_may_treat_both_regions_and_make_no_second_one():
    """
    claim | patient | payer    | code     | finding
    ------+---------+----------+----------+--------
    C1    | P1      | aetna    | 64490-RT |
    C1    | P1      | aetna    | 64493-RT |
    C2    | P2      | medicare | 64490-RT |
    C3    | P2      | aetna    | 64493-RT |
    """


@drawn("FA107")
def test_lines_that_are_not_active_make_no_region():
    """
    claim | patient | code     | units | status | allowed | paid   | finding
    ------+---------+----------+-------+--------+---------+--------+--------
    C1    | P1      | 64490-RT | 1     | paid   |         |        |
    C1    | P1      | 64493-RT | 1     | denied |         |        |
    C2    | P2      | 64490-RT | 1     | paid   |         |        |
    C2    | P2      | 64493-RT | 1     | paid   | 0.00    | 0.00   |
    C3    | P3      | 64490-RT | 1     | paid   |         |        |
    C3    | P3      | 64493-RT | 1     | paid   | 100.00  | 78.40  |
    C3    | P3      | 64493-RT | -1    | paid   | -100.00 | -78.40 |
    """


@drawn("FA107")
def test_no_line_is_unknown():
    """
    code     | allowed | paid | finding
    ---------+---------+------+--------------
    64490-RT | -       | -    |
    64493    | -       | -    | probable deny

    unknown: 0
    """


@drawn("FA107")
def test_the_other_days_of_a_patient_with_both_regions_are_not_at_issue():
    """
    claim | date       | code     | allowed | finding
    ------+------------+----------+---------+------------------
    C1    | 2025-03-04 | 64490-RT | 100.00  |
    C1    | 2025-03-04 | 64493-RT | 50.00   | probable deny 2/1
    C2    | 2025-03-11 | 64493-RT | 50.00   |
    C3    | 2025-03-18 | 64490-RT | 50.00   |
    """


@drawn("FA107")
def test_a_line_whose_mac_has_not_begun_makes_no_second_region():
    """CGS began a week after the others.

    claim | patient | date       | mac      | code     | allowed | finding
    ------+---------+------------+----------+----------+---------+------------------
    C1    | P1      | 2021-05-01 | palmetto | 64490-RT | 50.00   |
    C2    | P1      | 2021-05-01 | cgs      | 64493-RT | 100.00  |
    C3    | P2      | 2021-05-02 | palmetto | 64490-RT | 50.00   | probable deny 2/1
    C4    | P2      | 2021-05-02 | cgs      | 64493-RT | 100.00  |
    """


@drawn("FA107")
def test_another_payers_lines_of_the_day_are_not_at_issue_and_add_nothing():
    """
    claim | payer    | code     | allowed | finding
    ------+----------+----------+---------+------------------
    C1    | medicare | 64490-RT | 100.00  |
    C1    | medicare | 64493-RT | 50.00   | probable deny 2/1
    C2    | aetna    | 64490-RT | 100.00  |
    C2    | aetna    | 64493-RT | 500.00  |
    """


@drawn("FA107")
def test_the_correct_coding_is_the_lines_of_the_region_that_stays():
    """
    claim | patient | code        | units | allowed | finding           | coding
    ------+---------+-------------+-------+---------+-------------------+-----------------------------------------
    C1    | P1      | 64490-RT    |       | 50.00   | probable deny 2/1 | 64493-LT x1, 64494-LT-59 x1, 64635-50 x1
    C1    | P1      | 64493-LT    |       | 100.00  |                   |
    C1    | P1      | 64494-LT-59 |       | 90.00   |                   |
    C2    | P1      | 64635-50    |       | 90.00   |                   |
    """


@drawn("FA107")
def test_the_correct_coding_is_of_the_same_day_patient_and_payer():
    """
    claim | patient | date       | code     | payer     | allowed | finding  | coding
    ------+---------+------------+----------+-----------+---------+----------+------------
    C1    | P1      | 2025-03-04 | 64490-RT | medicare  | 50.00   | probable | 64493-LT x1
    C1    | P1      | 2025-03-04 | 64493-LT | medicare  | 90.00   |          |
    C2    | P1      | 2025-04-08 | 64490-LT | medicare  | 50.00   | probable | 64493-RT x1
    C2    | P1      | 2025-04-08 | 64493-RT | medicare  | 90.00   |          |
    C3    | P2      | 2025-03-04 | 64490-RT | medicare  | 50.00   | probable | 64495-RT x1
    C3    | P2      | 2025-03-04 | 64495-RT | medicare  | 90.00   |          |
    C4    | P1      | 2025-03-04 | 64490-50 | Blue Plan | 50.00   |          |
    C4    | P1      | 2025-03-04 | 64493-50 | Blue Plan | 50.00   |          |
    """
