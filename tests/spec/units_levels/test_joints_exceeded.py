"""FA101 joints-exceeded: more levels or joint-sides billed than the note documents."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA101")
def test_three_lumbar_nerves_are_two_joints_so_the_third_level_is_too_many():
    """
    code     | finding
    ---------+-----------------
    64493-RT |
    64494-RT |
    64495-RT | certain deny 3/2

    notes:
    claim | type        | nerves
    ------+-------------+-------------
    C1    | therapeutic | L3, L4, L5 R
    """


@drawn("FA101")
def test_as_many_levels_as_joints_are_right():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64494-RT |

    notes:
    claim | type        | joints
    ------+-------------+-----------------
    C1    | therapeutic | L4-5 R; L5-S1 R
    """


@drawn("FA101")
def test_fewer_levels_than_joints_are_no_finding():
    """
    code     | finding
    ---------+--------
    64490-RT |

    notes:
    claim | type        | joints
    ------+-------------+----------------
    C1    | therapeutic | C4-5 R; C5-6 R
    """


@drawn("FA101")
def test_one_joint_leaves_the_base_and_takes_both_add_ons():
    """
    code     | finding
    ---------+-----------------
    64490-RT |
    64491-RT | certain deny 3/1
    64492-RT | certain deny 3/1

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | C5-6 R
    """


@drawn("FA101")
def test_a_skipped_level_is_two_levels_and_the_highest_goes():
    """
    code     | finding
    ---------+-----------------
    64493-RT |
    64495-RT | certain deny 2/1

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | L4-5 R
    """


@drawn("FA101")
def test_a_note_of_the_other_region_documents_no_joint_of_this_one():
    """
    code     | finding
    ---------+-----------------
    64493-RT | certain deny 1/0

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | C5-6 R
    """


@drawn("FA101")
def test_both_sides_of_a_joint_are_one_level():
    """
    claim | patient | code     | finding
    ------+---------+----------+-----------------
    C1    | P1      | 64493-50 |
    C1    | P1      | 64494-50 |
    C2    | P2      | 64493-50 |
    C2    | P2      | 64494-50 | certain deny 2/1

    notes:
    claim | type        | joints
    ------+-------------+----------------
    C1    | therapeutic | L4-5 B; L5-S1 B
    C2    | therapeutic | L4-5 R; L4-5 L
    """


@drawn("FA101")
def test_levels_need_no_side_in_the_note():
    """
    code     | finding
    ---------+-----------------
    64493-RT |
    64494-RT |
    64495-RT | certain deny 3/2

    notes:
    claim | type        | joints
    ------+-------------+------------
    C1    | therapeutic | L4-5; L5-S1

    unknown: 0
    """


@drawn("FA101")
def test_right_and_left_lines_of_one_code_are_one_level():
    """
    code     | type | finding
    ---------+------+-----------------
    64493-RT | asc  |
    64493-LT | asc  |
    64494-RT | asc  | certain deny 2/1
    64494-LT | asc  | certain deny 2/1

    notes:
    claim | type        | joints
    ------+-------------+-------
    C1    | therapeutic | L4-5 B
    """


@drawn("FA101")
def test_joints_are_used_where_given_and_nerves_only_else():
    """
    code     | finding
    ---------+-----------------
    64493-RT |
    64494-RT | certain deny 2/1

    notes:
    claim | type        | joints | nerves
    ------+-------------+--------+-----------------
    C1    | therapeutic | L4-5 R | L2, L3, L4, L5 R
    """


@drawn("FA101")
def test_two_notes_of_a_session_are_united():
    """
    claim | patient | code     | finding
    ------+---------+----------+--------
    C1    | P1      | 64493-RT |
    C1    | P1      | 64494-LT |

    notes:
    claim | type        | joints
    ------+-------------+--------
    C1    | therapeutic | L4-5 R
    C1    | therapeutic | L5-S1 L
    """


@drawn("FA101")
def test_the_same_joint_in_two_notes_counts_once():
    """
    code     | finding
    ---------+-----------------
    64493-RT |
    64494-RT | certain deny 2/1

    notes:
    claim | type        | joints
    ------+-------------+-------
    C1    | therapeutic | L4-5 R
    C1    | therapeutic | L4-5 R
    """


@drawn("FA101")
def test_a_note_speaks_for_every_line_of_its_session():
    """The note names the professional claim; the facility claim of the day is the same session.

    claim | type         | code     | finding
    ------+--------------+----------+-----------------
    C1    | professional | 64493-RT |
    C1    | professional | 64494-RT | certain deny 2/1
    C2    | asc          | 64493-RT |
    C2    | asc          | 64494-RT | certain deny 2/1

    notes:
    claim | type        | joints
    ------+-------------+-------
    C1    | therapeutic | L4-5 R
    """


@drawn("FA101")
def test_a_note_is_found_by_patient_and_date_and_who_performed_it():
    """
    claim | patient | npi        | code     | finding
    ------+---------+------------+----------+-----------------
    C1    | P1      | 1000000012 | 64493-RT |
    C1    | P1      | 1000000012 | 64494-RT | certain deny 2/1
    C2    | P2      | 1000000012 | 64493-RT |
    C2    | P2      | 1000000012 | 64494-RT | certain deny 2/1

    notes:
    patient | date       | npi        | type        | joints
    --------+------------+------------+-------------+-------
    P1      | 2025-03-04 | 1000000012 | therapeutic | L4-5 R
    P2      | 2025-03-04 |            | therapeutic | L4-5 R
    """


@drawn("FA101")
def test_a_note_whose_claim_has_no_active_line_is_found_by_patient_and_date():
    """
    claim | code     | status | finding
    ------+----------+--------+-----------------
    C1    | 64493-RT | denied |
    C2    | 64493-RT | paid   |
    C2    | 64494-RT | paid   | certain deny 2/1

    notes:
    claim | patient | date       | type        | joints
    ------+---------+------------+-------------+-------
    C1    | P1      | 2025-03-04 | therapeutic | L4-5 R
    """


@drawn("FA101")
def test_a_note_of_a_claim_with_active_lines_is_not_looked_for_elsewhere():
    """The claim's own day counts, not the date written in the note.

    claim | date       | code     | finding
    ------+------------+----------+-----------------
    C1    | 2025-03-04 | 64493-RT |
    C1    | 2025-03-04 | 64494-RT | certain deny 2/1
    C2    | 2025-04-08 | 64493-RT |
    C2    | 2025-04-08 | 64494-RT |

    notes:
    claim | patient | date       | type        | joints
    ------+---------+------------+-------------+-------
    C1    | P1      | 2025-04-08 | therapeutic | L4-5 R
    """


@drawn("FA101")
def test_levels_are_counted_group_by_group():
    """Two physicians bill one level each where one joint is documented.

    claim | npi        | code     | finding
    ------+------------+----------+--------
    C1    | 1000000012 | 64493-RT |
    C2    | 1000000020 | 64494-RT |

    notes:
    claim | type        | joints
    ------+-------------+-------
    C1    | therapeutic | L4-5 R
    """


@drawn("FA101")
def test_regions_are_counted_apart():
    """
    code     | finding
    ---------+-----------------
    64490-RT |
    64491-RT | certain deny 2/1
    64493-RT |

    notes:
    claim | type        | joints
    ------+-------------+---------------
    C1    | therapeutic | C5-6 R; L4-5 R
    """


@drawn("FA101")
def test_thoraco_lumbar_pair_counts_both_junction_joints():
    """
    code     | finding
    ---------+--------
    64490-RT |
    64494-RT |

    notes:
    claim | type        | joints
    ------+-------------+-----------------
    C1    | therapeutic | T12-L1 R; L1-2 R
    """


@drawn("FA101")
def test_thoraco_lumbar_pair_with_one_joint_loses_its_second_level():
    """
    code     | finding
    ---------+-----------------
    64490-RT |
    64494-RT | certain deny 2/1

    notes:
    claim | type        | joints
    ------+-------------+---------
    C1    | therapeutic | T12-L1 R
    """


@drawn("FA101")
def test_without_the_thoraco_lumbar_rule_the_junction_joints_are_of_two_regions():
    """T12-L1 is no joint of the lumbar lines when 64493 is billed.

    code     | finding
    ---------+-----------------
    64493-RT |
    64494-RT | certain deny 2/1

    notes:
    claim | type        | joints
    ------+-------------+-----------------
    C1    | therapeutic | T12-L1 R; L1-2 R
    """


@drawn("FA101")
def test_denied_and_zero_paid_levels_are_not_billed_levels():
    """
    code     | status | allowed | paid | finding
    ---------+--------+---------+------+--------
    64493-RT | paid   |         |      |
    64494-RT | denied |         |      |
    64495-RT | paid   | 0.00    | 0.00 |

    notes:
    claim | type        | joints
    ------+-------------+-------
    C1    | therapeutic | L4-5 R
    """


@drawn("FA101")
def test_other_payers_are_held_to_the_note_too():
    """
    payer | code     | finding
    ------+----------+-----------------
    aetna | 64493-RT |
    aetna | 64494-RT | certain deny 2/1

    notes:
    claim | type        | joints
    ------+-------------+-------
    C1    | therapeutic | L4-5 R
    """


@drawn("FA101")
def test_rfa_of_as_many_joint_sides_as_documented_is_right():
    """
    claim | patient | code     | units | finding
    ------+---------+----------+-------+--------
    C1    | P1      | 64635-50 | 1     |
    C1    | P1      | 64636-50 | 1     |
    C2    | P2      | 64635-RT | 1     |
    C2    | P2      | 64636-RT | 2     |

    notes:
    claim | type | joints
    ------+------+------------------------
    C1    | rfa  | L4-5 B; L5-S1 B
    C2    | rfa  | L3-4 R; L4-5 R; L5-S1 R
    """


@drawn("FA101")
def test_bilateral_rfa_add_on_with_one_side_documented_is_one_joint_side_too_many():
    """
    code     | finding
    ---------+-------------------
    64635-50 |
    64636-50 | certain recode 4/3

    notes:
    claim | type | joints
    ------+------+----------------
    C1    | rfa  | L4-5 B; L5-S1 R
    """


@drawn("FA101")
def test_rfa_loses_joint_sides_from_the_last_add_on_backwards():
    """
    claim | patient | code     | finding
    ------+---------+----------+-------------------
    C1    | P1      | 64635-RT |
    C1    | P1      | 64636-RT |
    C1    | P1      | 64636-RT | certain recode 3/2
    C2    | P2      | 64635-RT |
    C2    | P2      | 64636-RT | certain recode 3/1
    C2    | P2      | 64636-RT | certain recode 3/1

    notes:
    claim | type | joints
    ------+------+---------------
    C1    | rfa  | L4-5 R; L5-S1 R
    C2    | rfa  | L4-5 R
    """


@drawn("FA101")
def test_rfa_add_ons_go_before_the_base_wherever_the_base_stands():
    """
    line | code     | finding
    -----+----------+-------------------
    1    | 64636-RT | certain recode 2/1
    2    | 64635-RT |

    notes:
    claim | type | joints
    ------+------+-------
    C1    | rfa  | L4-5 R
    """


@drawn("FA101")
def test_bilateral_rfa_base_keeps_the_one_side_documented():
    """
    code     | finding
    ---------+-------------------
    64635-50 | certain recode 4/1
    64636-50 | certain recode 4/1

    notes:
    claim | type | joints
    ------+------+-------
    C1    | rfa  | L4-5 L
    """


@drawn("FA101")
def test_rfa_without_a_documented_joint_of_the_region_is_all_at_issue():
    """
    code     | finding
    ---------+-------------------
    64635-RT | certain recode 2/0
    64636-RT | certain recode 2/0

    notes:
    claim | type | joints
    ------+------+-------
    C1    | rfa  | C4-5 R
    """


@drawn("FA101")
def test_a_bilateral_add_on_counts_its_units_twice():
    """
    code     | units | finding
    ---------+-------+-------------------
    64635-50 | 1     |
    64636-50 | 2     | certain recode 6/5

    notes:
    claim | type | joints
    ------+------+-------------------------
    C1    | rfa  | L3-4 B; L4-5 B; L5-S1 R
    """


@drawn("FA101")
def test_right_and_left_on_one_rfa_line_are_both_sides():
    """
    code        | finding
    ------------+-------------------
    64635-RT-LT | certain recode 2/1

    notes:
    claim | type | joints
    ------+------+-------
    C1    | rfa  | L4-5 R
    """


@drawn("FA101")
def test_thoraco_lumbar_rfa_counts_both_junction_joints():
    """
    code     | finding
    ---------+--------
    64633-RT |
    64636-RT |

    notes:
    claim | type | joints
    ------+------+-----------------
    C1    | rfa  | T12-L1 R; L1-2 R
    """


@drawn("FA101")
def test_without_a_note_the_lines_are_unknown():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64494-RT |

    unknown: 2
    """


@drawn("FA101")
def test_without_a_file_of_notes_all_lines_are_unknown():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64494-RT |

    alone
    unknown: 2
    """


@drawn("FA101")
def test_a_note_without_joints_or_nerves_is_unknown():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64635-RT |

    notes:
    claim | type | relief
    ------+------+-------
    C1    |      | 85

    unknown: 2
    """


@drawn("FA101")
def test_text_that_cannot_be_read_is_unknown_even_beside_a_note_that_can():
    """
    code     | finding
    ---------+--------
    64493-RT |
    64494-RT |

    notes:
    claim | type       | joints
    ------+------------+----------------
    C1    | diagnostic | see op report
    C1    | diagnostic | L4-5 R

    unknown: 2
    """


@drawn("FA101")
def test_rfa_joint_without_a_side_is_unknown_for_joint_sides():
    """
    code     | finding
    ---------+--------
    64635-50 |
    64636-50 |

    notes:
    claim | type | joints
    ------+------+-------------
    C1    | rfa  | L4-5; L5-S1 R

    unknown: 2
    """


@drawn("FA101")
def test_rfa_joint_of_the_other_region_without_a_side_does_not_matter():
    """
    code     | finding
    ---------+-------------------
    64635-50 | certain recode 2/1

    notes:
    claim | type | joints
    ------+------+-------------
    C1    | rfa  | L4-5 R; C5-6

    unknown: 0
    """


@drawn("FA101")
def test_a_diagnostic_note_does_not_speak_for_the_rfa_of_the_day():
    """
    code     | finding
    ---------+-----------------
    64493-RT |
    64494-RT | certain deny 2/1
    64635-RT |
    64636-RT |

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | L4-5 R

    unknown: 2
    """


@drawn("FA101")
def test_an_rfa_note_does_not_speak_for_the_injections_of_the_day():
    """
    code     | finding
    ---------+-------------------
    64493-RT |
    64494-RT |
    64635-RT |
    64636-RT | certain recode 2/1

    notes:
    claim | type | joints
    ------+------+-------
    C1    | rfa  | L4-5 R

    unknown: 2
    """


@drawn("FA101")
def test_a_note_of_another_day_patient_or_physician_is_no_note():
    """
    claim | patient | date       | npi        | code     | finding
    ------+---------+------------+------------+----------+--------
    C1    | P1      | 2025-03-04 | 1000000012 | 64493-RT |
    C1    | P1      | 2025-03-04 | 1000000012 | 64494-RT |
    C2    | P2      | 2025-03-05 | 1000000020 | 64493-RT |
    C2    | P2      | 2025-03-05 | 1000000020 | 64494-RT |

    notes:
    patient | date       | npi        | type        | joints
    --------+------------+------------+-------------+-------
    P1      | 2025-03-05 |            | therapeutic | L4-5 R
    P2      | 2025-03-04 |            | therapeutic | L4-5 R
    P1      | 2025-03-04 | 1000000020 | therapeutic | L4-5 R

    unknown: 4
    """


@drawn("FA101")
def test_ultrasound_guided_and_inactive_lines_are_not_asked():
    """
    code     | status | finding
    ---------+--------+--------
    0216T-RT | paid   |
    64493-RT | denied |

    unknown: 0
    """


@drawn("FA101")
def test_each_region_loses_its_own_levels():
    """
    code     | finding
    ---------+-----------------
    64490-RT |
    64491-RT | certain deny 2/1
    64493-RT |
    64494-RT | certain deny 2/1

    notes:
    claim | type        | joints
    ------+-------------+---------------
    C1    | therapeutic | C5-6 R; L4-5 R
    """


@drawn("FA101")
def test_no_documented_joint_of_the_region_takes_every_level():
    """
    code     | finding
    ---------+-----------------
    64493-RT | certain deny 3/0
    64494-RT | certain deny 3/0
    64495-RT | certain deny 3/0

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | C5-6 R
    """


@drawn("FA101")
def test_the_thoraco_lumbar_ablation_loses_its_add_on_first():
    """
    code     | finding
    ---------+-------------------
    64636-RT | certain recode 2/1
    64633-RT |

    notes:
    claim | type | joints
    ------+------+---------
    C1    | rfa  | T12-L1 R
    """


@drawn("FA101")
def test_joints_known_by_nerves_that_nobody_checked_make_the_finding_unverified():
    """
    claim | patient | code     | finding | basis
    ------+---------+----------+---------+-----------
    C1    | P1      | 64490-RT |         |
    C1    | P1      | 64491-RT | certain | unverified
    C2    | P2      | 64490-RT |         |
    C2    | P2      | 64491-RT | certain | seen
    C3    | P3      | 64490-RT |         |
    C3    | P3      | 64491-RT | certain | seen
    C4    | P4      | 64635-50 | certain | unverified
    C5    | P5      | 64493-RT |         |
    C5    | P5      | 64494-RT | certain | seen

    notes:
    claim | type        | joints | nerves
    ------+-------------+--------+---------
    C1    | therapeutic |        | C5, C6 R
    C2    | therapeutic | C5-6 R |
    C3    | therapeutic | C5-6 R |
    C3    | therapeutic |        | C5, C6 R
    C4    | rfa         |        | L1, L2 L
    C5    | therapeutic |        | L2, L3 R
    """


@drawn("FA101")
def test_one_of_several_joints_is_enough_to_make_it_unverified():
    """
    code     | finding | basis
    ---------+---------+-----------
    64493-RT |         |
    64494-RT |         |
    64495-RT | certain | unverified

    notes:
    claim | type        | nerves
    ------+-------------+-------------
    C1    | therapeutic | L1, L2, L3 R
    """


@drawn("FA101")
def test_an_ablation_line_names_the_side_that_it_keeps():
    """
    claim | patient | code     | units | finding            | coding
    ------+---------+----------+-------+--------------------+----------------------------
    C1    | P1      | 64635-50 |       | certain recode 2/1 | 64635-RT x1
    C2    | P2      | 64635-50 |       | certain recode 2/1 | 64635-LT x1
    C3    | P3      | 64635-50 |       |                    |
    C3    | P3      | 64636-50 | 2     | certain recode 6/5 | 64636-50 x1, 64636-RT x1
    C4    | P4      | 64635-RT |       |                    |
    C4    | P4      | 64636-RT | 3     | certain recode 4/2 | 64636-RT x1
    C5    | P5      | 64635-LT |       |                    |
    C5    | P5      | 64636-LT |       | certain recode 2/1 | no line payable

    notes:
    claim | type | joints
    ------+------+-----------------------
    C1    | rfa  | L4-5 R
    C2    | rfa  | L4-5 L
    C3    | rfa  | L3-4 B; L4-5 B; L5-S1 R
    C4    | rfa  | L4-5 R; L5-S1 R
    C5    | rfa  | L4-5 L
    """


@drawn("FA101")
def test_the_correct_coding_is_the_levels_below():
    """
    claim | patient | code        | finding          | coding
    ------+---------+-------------+------------------+----------------------------
    C1    | P1      | 64493-RT-KX |                  |
    C1    | P1      | 64494-50    |                  |
    C1    | P1      | 64495-RT    | certain deny 3/2 | 64493-RT-KX x1, 64494-50 x1
    C2    | P2      | 64490-LT    | certain deny 1/0 | no line payable

    notes:
    claim | type        | joints
    ------+-------------+---------------
    C1    | therapeutic | L3-4 R; L4-5 B
    C2    | therapeutic | L4-5 R
    """


@drawn("FA101")
def test_the_reason_names_the_nerves_and_the_joints_that_they_serve():
    """
    claim | patient | code     | finding | reason
    ------+---------+----------+---------+------------------------------------------------------------------------------------
    C1    | P1      | 64493-RT |         |
    C1    | P1      | 64494-RT |         |
    C1    | P1      | 64495-RT | 3/2     | the nerves L2 R, L3 R, L4 R, which serve 2 joints of the region (L3-4 R, L4
    C2    | P2      | 64490-LT | 1/0     | 1 level billed; the note lists the nerve C7 L, which serves 0 joints of the
    C3    | P3      | 64493-RT |         |
    C3    | P3      | 64494-RT | 2/1     | 2 levels billed; the note documents 1 joint of the region (L4-5 R), so 64494
    C4    | P4      | 64635-RT |         |
    C4    | P4      | 64636-RT | 2/1     | L4 R, which serve 1 of the region (L4-5 R), so this 64636 line keeps 0 of 1.

    notes:
    claim | type        | joints | nerves
    ------+-------------+--------+-------------
    C1    | therapeutic |        | L2, L3, L4 R
    C2    | therapeutic |        | C7 L
    C3    | therapeutic | L4-5 R | L3, L4, L5 R
    C4    | rfa         |        | L3, L4 R
    """


@drawn("FA101")
def test_the_side_that_earlier_lines_leave_over_is_named():
    """
    claim | patient | code     | units | finding            | coding
    ------+---------+----------+-------+--------------------+------------
    C1    | P1      | 64635-RT |       |                    |
    C1    | P1      | 64636-50 |       | certain recode 3/2 | 64636-LT x1
    C2    | P2      | 64635-LT |       |                    |
    C2    | P2      | 64636-50 |       | certain recode 3/2 | 64636-RT x1
    C3    | P3      | 64635    |       |                    |
    C3    | P3      | 64636-50 |       | certain recode 3/2 | 64636 x1
    C4    | P4      | 64635-50 |       |                    |
    C4    | P4      | 64636-50 | 2     | certain recode 6/4 | 64636-50 x1

    notes:
    claim | type | joints
    ------+------+----------------
    C1    | rfa  | L4-5 B
    C2    | rfa  | L4-5 B
    C3    | rfa  | L4-5 B
    C4    | rfa  | L4-5 B; L5-S1 B
    """
