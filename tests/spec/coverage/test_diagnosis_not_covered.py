"""FA602 diagnosis-not-covered: no diagnosis of the line is on the covered list."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA602")
def test_each_run_of_the_list_has_its_first_and_last_code():
    """
    claim | patient | code     | dx      | finding
    ------+---------+----------+---------+------------
    C01   | P01     | 64490-RT | M47.811 | review deny
    C02   | P02     | 64490-RT | M47.812 |
    C03   | P03     | 64493-RT | M47.817 |
    C04   | P04     | 64493-RT | M47.818 | review deny
    C05   | P05     | 64490-RT | M47.891 | review deny
    C06   | P06     | 64490-RT | M47.892 |
    C07   | P07     | 64493-RT | M47.897 |
    C08   | P08     | 64493-RT | M47.898 | review deny
    C09   | P09     | 64490-RT | M48.11  | review deny
    C10   | P10     | 64490-RT | M48.12  |
    C11   | P11     | 64493-RT | M48.17  |
    C12   | P12     | 64493-RT | M48.18  | review deny
    C13   | P13     | 64490-RT | M53.81  | review deny
    C14   | P14     | 64490-RT | M53.82  |
    C15   | P15     | 64493-RT | M53.87  |
    C16   | P16     | 64493-RT | M53.88  | review deny
    C17   | P17     | 64493-RT | M54.50  | review deny
    """


@drawn("FA602")
def test_the_parents_of_the_list_are_not_on_it():
    """
    claim | patient | code     | dx     | finding
    ------+---------+----------+--------+------------
    C1    | P1      | 64493-RT | M47.81 | review deny
    C2    | P2      | 64493-RT | M47.89 | review deny
    C3    | P3      | 64493-RT | M48.1  | review deny
    C4    | P4      | 64493-RT | M53.8  | review deny
    """


@drawn("FA602")
def test_one_listed_diagnosis_in_any_place_is_enough():
    """
    claim | patient | code     | dx                      | finding
    ------+---------+----------+-------------------------+------------
    C1    | P1      | 64493-RT | M54.50;M47.816          |
    C2    | P2      | 64493-RT | M47.816;M54.50;G89.4    |
    C3    | P3      | 64493-RT | M54.50;G89.4            | review deny
    C4    | P4      | 64493-RT | M54.50; m47816          |
    """


@drawn("FA602")
def test_each_line_is_looked_at_by_itself():
    """
    code     | dx      | finding
    ---------+---------+------------
    64493-RT | M47.816 |
    64494-RT | M54.50  | review deny
    64635-RT | G89.4   | review deny
    """


@drawn("FA602")
def test_facility_lines_too_and_no_matter_which_region_the_diagnosis_names():
    """
    claim | patient | type | code     | dx      | finding
    ------+---------+------+----------+---------+------------
    C1    | P1      | asc  | 64493-RT | M54.50  | review deny
    C2    | P2      | hopd | 64633-RT | M54.50  | review deny
    C3    | P3      | hopd | 64633-RT | M47.817 |
    """


@drawn("FA602")
def test_a_line_without_any_diagnosis_is_unknown():
    """
    claim | patient | code     | dx     | finding
    ------+---------+----------+--------+------------
    C1    | P1      | 64493-RT | -      |
    C1    | P1      | 64494-RT | ; ;    |
    C2    | P2      | 64493-RT | M54.50 | review deny
    unknown: 2
    """


@drawn("FA602")
def test_ultrasound_lines_and_companions_are_not_looked_at():
    """
    code     | dx     | finding
    ---------+--------+--------
    0216T-RT | M54.50 |
    64999    | M54.50 |
    99213-25 | -      |
    unknown: 0
    """


@drawn("FA602")
def test_from_the_first_day_of_the_macs_2021_text():
    """
    claim | patient | date       | mac | code     | dx     | finding
    ------+---------+------------+-----+----------+--------+------------
    C1    | P1      | 2021-04-24 | ngs | 64493-RT | M54.50 |
    C2    | P2      | 2021-04-25 | ngs | 64493-RT | M54.50 | review deny
    C3    | P3      | 2021-05-01 | cgs | 64493-RT | M54.50 |
    C4    | P4      | 2021-05-02 | cgs | 64493-RT | M54.50 | review deny
    C5    | P5      | 2021-05-01 | -   | 64493-RT | -      |
    C6    | P6      | 2021-05-02 | -   | 64493-RT | -      |
    unknown: 1
    """


@drawn("FA602")
def test_the_list_holds_from_that_day_too():
    """
    claim | patient | date       | mac | code     | dx      | finding
    ------+---------+------------+-----+----------+---------+--------
    C1    | P1      | 2021-04-25 | ngs | 64493-RT | M47.816 |
    C2    | P2      | 2021-05-02 | cgs | 64493-RT | M47.816 |
    unknown: 0
    """


@drawn("FA602")
def test_other_payers_and_inactive_lines():
    """
    claim | patient | payer | code     | dx     | status | allowed | paid | finding
    ------+---------+-------+----------+--------+--------+---------+------+--------
    C1    | P1      | Aetna | 64493-RT | M54.50 |        |         |      |
    C2    | P2      |       | 64493-RT | M54.50 | denied |         |      |
    C3    | P3      |       | 64494-RT | M54.50 |        | 0.00    | 0.00 |
    unknown: 0
    """
