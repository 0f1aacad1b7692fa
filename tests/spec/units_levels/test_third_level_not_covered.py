"""FA102 third-level-not-covered: 64492 or 64495 under the Medicare texts of 2021 and 2024."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA102")
def test_third_level_of_either_region_is_certain_under_the_2024_revision():
    """
    patient | code     | finding
    --------+----------+-----------------
    P1      | 64493-RT |
    P1      | 64494-RT |
    P1      | 64495-RT | certain deny 3/2
    P2      | 64490-RT |
    P2      | 64491-RT |
    P2      | 64492-RT | certain deny 3/2
    """


@drawn("FA102")
def test_before_the_2021_text_a_third_level_is_payable():
    """Eight MACs and an unknown one; CGS began a week later, and an unknown MAC goes by the latest.

    date       | mac         | code     | finding
    -----------+-------------+----------+--------------
    2021-04-24 | ngs         | 64495-RT |
    2021-04-25 | ngs         | 64495-RT | probable deny
    2021-04-24 | fcso        | 64495-RT |
    2021-04-25 | fcso        | 64495-RT | probable deny
    2021-04-24 | novitas     | 64495-RT |
    2021-04-25 | novitas     | 64495-RT | probable deny
    2021-04-24 | palmetto    | 64495-RT |
    2021-04-25 | palmetto    | 64495-RT | probable deny
    2021-04-24 | wps         | 64495-RT |
    2021-04-25 | wps         | 64495-RT | probable deny
    2021-05-01 | cgs         | 64495-RT |
    2021-05-02 | cgs         | 64495-RT | probable deny
    2021-04-24 | noridian-je | 64495-RT |
    2021-04-25 | noridian-je | 64495-RT | probable deny
    2021-04-24 | noridian-jf | 64495-RT |
    2021-04-25 | noridian-jf | 64495-RT | probable deny
    2021-05-01 | -           | 64495-RT |
    2021-05-02 | -           | 64495-RT | probable deny
    """


@drawn("FA102")
def test_certain_begins_with_each_macs_2024_revision():
    """
    date       | mac         | code     | finding
    -----------+-------------+----------+--------------
    2024-07-06 | palmetto    | 64492-LT | probable deny
    2024-07-07 | palmetto    | 64492-LT | certain deny
    2024-07-13 | wps         | 64492-LT | probable deny
    2024-07-14 | wps         | 64492-LT | certain deny
    2024-08-10 | novitas     | 64492-LT | probable deny
    2024-08-11 | novitas     | 64492-LT | certain deny
    2024-08-14 | cgs         | 64492-LT | probable deny
    2024-08-15 | cgs         | 64492-LT | certain deny
    2024-08-15 | ngs         | 64492-LT | probable deny
    2024-08-16 | ngs         | 64492-LT | certain deny
    2024-08-15 | fcso        | 64492-LT | probable deny
    2024-08-16 | fcso        | 64492-LT | certain deny
    2024-08-15 | noridian-je | 64492-LT | probable deny
    2024-08-16 | noridian-je | 64492-LT | certain deny
    2024-08-15 | noridian-jf | 64492-LT | probable deny
    2024-08-16 | noridian-jf | 64492-LT | certain deny
    2024-08-15 | -           | 64492-LT | probable deny
    2024-08-16 | -           | 64492-LT | certain deny
    """


@drawn("FA102")
def test_the_state_tells_the_mac_where_the_line_does_not():
    """
    date       | mac | state | code     | finding
    -----------+-----+-------+----------+--------------
    2021-04-25 | -   | NY    | 64495-RT | probable deny
    2021-04-25 | -   | OH    | 64495-RT |
    2021-05-02 | -   | KY    | 64495-RT | probable deny
    2024-07-07 | -   | SC    | 64495-RT | certain deny
    2024-07-13 | -   | MI    | 64495-RT | probable deny
    2024-07-14 | -   | IA    | 64495-RT | certain deny
    2024-08-11 | -   | TX    | 64495-RT | certain deny
    2024-08-11 | -   | DC    | 64495-RT | certain deny
    2024-08-11 | -   | FL    | 64495-RT | probable deny
    2024-08-15 | -   | CA    | 64495-RT | probable deny
    2024-08-15 | -   | AZ    | 64495-RT | probable deny
    """


@drawn("FA102")
def test_the_lines_own_mac_goes_before_its_state():
    """
    date       | mac      | state | code     | finding
    -----------+----------+-------+----------+--------------
    2024-08-10 | palmetto | TX    | 64495-RT | certain deny
    2024-08-10 | novitas  | SC    | 64495-RT | probable deny
    """


@drawn("FA102")
def test_every_third_level_line_of_every_claim_type():
    """
    claim | type         | code     | units | finding
    ------+--------------+----------+-------+-------------
    C1    | professional | 64495-50 | 1     | certain deny
    C2    | asc          | 64495-RT | 1     | certain deny
    C2    | asc          | 64495-LT | 1     | certain deny
    C3    | hopd         | 64495-50 | 1     | certain deny
    C4    | professional | 64495    | 2     | certain deny
    """


@drawn("FA102")
def test_first_and_second_levels_rfa_and_ultrasound_are_not_third_levels():
    """
    code     | units | finding
    ---------+-------+--------
    64493-RT | 1     |
    64494-RT | 1     |
    64490-RT | 1     |
    64491-RT | 1     |
    64635-RT | 1     |
    64636-RT | 3     |
    0215T-RT | 1     |
    0218T-RT | 1     |
    """


@drawn("FA102")
def test_other_payers_have_no_such_rule():
    """
    payer | code     | finding
    ------+----------+--------
    aetna | 64495-RT |
    """


@drawn("FA102")
def test_a_third_level_that_was_not_paid_is_not_at_issue():
    """Denied, packaged at zero, reversed, voided and replaced.

    claim | code     | units | status | allowed | paid   | frequency | original | finding
    ------+----------+-------+--------+---------+--------+-----------+----------+--------
    C1    | 64495-RT | 1     | denied |         |        |           |          |
    C2    | 64495-RT | 1     | paid   | 0.00    | 0.00   |           |          |
    C3    | 64495-RT | 1     | paid   | 100.00  | 78.40  |           |          |
    C3    | 64495-RT | -1    | paid   | -100.00 | -78.40 |           |          |
    C4    | 64495-RT | 1     | paid   |         |        |           |          |
    C5    | 64495-RT | 1     | paid   |         |        | 8         | C4       |
    C6    | 64495-RT | 1     | paid   |         |        |           |          |
    C7    | 64494-RT | 1     | paid   |         |        | 7         | C6       |
    """


@drawn("FA102")
def test_a_line_whose_amounts_are_not_known_is_not_zero_paid():
    """
    claim | code     | allowed | paid | finding
    ------+----------+---------+------+-------------
    C1    | 64495-RT | -       | 0.00 | certain deny
    C2    | 64495-LT | 0.00    | -    | certain deny
    C3    | 64495-RT | 80.00   | 0.00 | certain deny
    C4    | 64495-RT | -       | -    | certain deny
    """


@drawn("FA102")
def test_of_a_line_sent_twice_the_one_paid_last_counts():
    """
    claim | line | code     | paid_date  | finding
    ------+------+----------+------------+-------------
    C1    | 1    | 64494-RT | 2025-05-01 |
    C1    | 1    | 64495-RT | 2025-04-01 |
    C2    | 1    | 64494-RT | 2025-04-01 |
    C2    | 1    | 64495-RT | 2025-05-01 | certain deny
    """


@drawn("FA102")
def test_third_levels_of_both_regions_are_each_at_issue():
    """
    code     | finding
    ---------+-----------------
    64490-RT |
    64491-RT |
    64492-RT | certain deny 3/2
    64493-RT |
    64494-RT |
    64495-RT | certain deny 3/2
    """


@drawn("FA102")
def test_three_documented_joints_do_not_cover_a_third_level():
    """
    code     | finding
    ---------+-----------------
    64493-RT |
    64494-RT |
    64495-RT | certain deny 3/2

    notes:
    claim | type        | joints
    ------+-------------+------------------------
    C1    | therapeutic | L3-4 R; L4-5 R; L5-S1 R
    """
