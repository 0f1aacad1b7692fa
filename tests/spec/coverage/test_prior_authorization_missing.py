"""FA601 prior-authorization-missing: a hospital outpatient claim of a listed code without an authorization number."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA601")
def test_every_listed_line_of_the_claim_is_at_issue():
    """
    claim | type | code     | finding
    ------+------+----------+--------------
    C1    | hopd | 64493-50 | probable deny
    C1    | hopd | 64494-50 | probable deny
    C2    | hopd | 64635-RT | probable deny
    C2    | hopd | 64636-RT | probable deny
    """


@drawn("FA601")
def test_only_the_hospital_outpatient_claim_needs_it():
    """The physician does not report the number, whatever the place of service.

    claim | patient | type         | pos | code     | finding
    ------+---------+--------------+-----+----------+--------------
    C1    | P1      | professional | 11  | 64493-RT |
    C2    | P2      | professional | 22  | 64493-RT |
    C3    | P2      | hopd         | 22  | 64493-RT | probable deny
    C4    | P3      | asc          | 24  | 64493-RT |
    unknown: 0
    """


@drawn("FA601")
def test_the_list_begins_in_july_2023():
    """
    claim | patient | date       | type | code     | finding
    ------+---------+------------+------+----------+--------------
    C1    | P1      | 2023-06-30 | hopd | 64490-RT |
    C2    | P2      | 2023-07-01 | hopd | 64490-RT | probable deny
    """


@drawn("FA601")
def test_the_third_level_left_the_list_on_16_august_2024_and_nothing_else_did():
    """
    claim | patient | date       | type | code     | finding
    ------+---------+------------+------+----------+--------------
    C1    | P1      | 2024-08-15 | hopd | 64490-RT | probable deny
    C1    | P1      | 2024-08-15 | hopd | 64491-RT | probable deny
    C1    | P1      | 2024-08-15 | hopd | 64492-RT | probable deny
    C2    | P2      | 2024-08-16 | hopd | 64490-RT | probable deny
    C2    | P2      | 2024-08-16 | hopd | 64491-RT | probable deny
    C2    | P2      | 2024-08-16 | hopd | 64492-RT |
    C3    | P3      | 2024-08-15 | hopd | 64495-RT | probable deny
    C4    | P4      | 2024-08-16 | hopd | 64495-RT |
    C5    | P5      | 2024-08-16 | hopd | 64633-RT | probable deny
    C5    | P5      | 2024-08-16 | hopd | 64634-RT | probable deny
    C6    | P6      | 2024-08-16 | hopd | 64494-RT | probable deny
    """


@drawn("FA601")
def test_the_revision_of_the_macs_2024_text_changes_nothing():
    """
    claim | patient | date       | mac      | type | code     | finding
    ------+---------+------------+----------+------+----------+--------------
    C1    | P1      | 2024-07-06 | palmetto | hopd | 64493-RT | probable deny
    C2    | P2      | 2024-07-07 | palmetto | hopd | 64493-RT | probable deny
    C3    | P3      | 2024-08-14 | cgs      | hopd | 64493-RT | probable deny
    C4    | P4      | 2024-08-15 | cgs      | hopd | 64493-RT | probable deny
    """


@drawn("FA601")
def test_ultrasound_codes_and_other_codes_of_the_claim_are_not_listed():
    """
    type | code     | finding
    -----+----------+--------------
    hopd | 0216T-RT |
    hopd | 62323    |
    hopd | 64493-RT | probable deny
    unknown: 0
    """


@drawn("FA601")
def test_a_number_on_any_line_of_the_claim_is_enough():
    """On a line of another code, of another day, or one that is denied or packaged.

    claim | patient | date       | type | code     | status | allowed | paid | auth         | finding
    ------+---------+------------+------+----------+--------+---------+------+--------------+--------
    C1    | P1      | 2025-03-04 | hopd | 64493-RT |        |         |      |              |
    C1    | P1      | 2025-03-04 | hopd | J1030    |        |         |      | A12345678901 |
    C2    | P2      | 2025-03-04 | hopd | 64493-RT |        |         |      |              |
    C2    | P2      | 2025-03-05 | hopd | 36415    |        |         |      | A12345678902 |
    C3    | P3      | 2025-03-04 | hopd | 64493-RT |        |         |      |              |
    C3    | P3      | 2025-03-04 | hopd | 64494-RT | denied |         |      | A12345678903 |
    C4    | P4      | 2025-03-04 | hopd | 64493-RT |        |         |      |              |
    C4    | P4      | 2025-03-04 | hopd | 64494-RT |        | 0.00    | 0.00 | A12345678904 |
    C5    | P5      | 2025-03-04 | hopd | 64493-RT |        |         |      | A12345678905 |
    C5    | P5      | 2025-03-04 | hopd | 64494-RT |        |         |      |              |
    unknown: 0
    """


@drawn("FA601")
def test_a_number_on_another_claim_of_the_day_is_not():
    """
    claim | type         | code     | auth         | finding
    ------+--------------+----------+--------------+--------------
    C1    | hopd         | 64493-RT |              | probable deny
    C2    | professional | 64493-RT | A12345678901 |
    """


@drawn("FA601")
def test_denied_packaged_and_voided_lines_are_not_at_issue():
    """
    claim | patient | type | code     | status | allowed | paid | frequency | original | finding
    ------+---------+------+----------+--------+---------+------+-----------+----------+--------------
    C1    | P1      | hopd | 64493-RT |        |         |      |           |          | probable deny
    C1    | P1      | hopd | 64494-RT |        | 0.00    | 0.00 |           |          |
    C2    | P2      | hopd | 64493-RT | denied |         |      |           |          |
    C3    | P3      | hopd | 64493-RT |        |         |      |           |          |
    C4    | P3      | hopd | 64493-RT |        |         |      | 8         | C3       |
    """


@drawn("FA601")
def test_other_payers_and_an_unknown_mac():
    """
    claim | patient | payer  | mac | type | code     | finding
    ------+---------+--------+-----+------+----------+--------------
    C1    | P1      | Aetna  |     | hopd | 64493-RT |
    C2    | P2      |        | -   | hopd | 64493-RT | probable deny
    """


@drawn("FA601")
def test_a_source_without_the_column_is_unknown():
    """
    alone
    without: authorization_number

    claim | patient | date       | type         | code     | finding
    ------+---------+------------+--------------+----------+--------
    C1    | P1      | 2025-03-04 | hopd         | 64493-RT |
    C1    | P1      | 2025-03-04 | hopd         | 64494-RT |
    C2    | P2      | 2023-06-30 | hopd         | 64493-RT |
    C3    | P3      | 2025-03-04 | professional | 64493-RT |
    unknown: 2
    """
