"""The page's list of what must never be flagged, each with all that could be said of it."""

from __future__ import annotations

from tests.spec.drawing import drawn


@drawn("FA1", "FA2")
def test_asc_facility_right_and_left_lines_of_one_code():
    """
    type | code     | finding
    -----+----------+--------
    asc  | 64493-RT |
    asc  | 64493-LT |
    asc  | 64494-RT |
    asc  | 64494-LT |
    """


@drawn("FA1", "FA2")
def test_thoraco_lumbar_injections_as_missing_primary_or_two_regions():
    """
    claim | patient | type         | code     | finding
    ------+---------+--------------+----------+--------
    C1    | P1      | professional | 64490-RT |
    C1    | P1      | professional | 64494-RT |
    C2    | P2      | professional | 64490-50 |
    C2    | P2      | professional | 64494-50 |
    C3    | P3      | hopd         | 64490-50 |
    C3    | P3      | hopd         | 64494-50 |
    """


@drawn("FA401", "FA402", "FA403", "FA404", "FA405", "FA406")
def test_rfa_right_then_left_weeks_apart():
    """
    claim | date       | code     | finding
    ------+------------+----------+--------
    C1    | 2025-03-04 | 64635-RT |
    C1    | 2025-03-04 | 64636-RT |
    C2    | 2025-03-25 | 64635-LT |
    C2    | 2025-03-25 | 64636-LT |
    """


@drawn("FA1", "FA2", "FA401", "FA402", "FA405", "FA703")
def test_the_professional_and_the_facility_claim_of_one_service_as_two_sessions_or_a_duplicate():
    """Four therapeutic days, each billed by the physician and by the centre.

    claim | date       | type         | pos | code     | finding
    ------+------------+--------------+-----+----------+--------
    C1    | 2024-09-03 | professional | 24  | 64493-RT |
    C2    | 2024-09-03 | asc          |     | 64493-RT |
    C3    | 2024-12-03 | professional | 24  | 64493-RT |
    C4    | 2024-12-03 | asc          |     | 64493-RT |
    C5    | 2025-03-04 | professional | 24  | 64493-RT |
    C6    | 2025-03-04 | asc          |     | 64493-RT |
    C7    | 2025-06-03 | professional | 24  | 64493-RT |
    C8    | 2025-06-03 | asc          |     | 64493-RT |
    """


@drawn("FA305", "FA401", "FA405", "FA703")
def test_the_professional_and_the_facility_claim_of_two_diagnostic_days_as_four_sessions():
    """
    claim | date       | type         | pos | code        | finding
    ------+------------+--------------+-----+-------------+--------
    C1    | 2025-03-04 | professional | 22  | 64493-RT-KX |
    C2    | 2025-03-04 | hopd         |     | 64493-RT-KX |
    C3    | 2025-03-18 | professional | 22  | 64493-RT-KX |
    C4    | 2025-03-18 | hopd         |     | 64493-RT-KX |
    """


@drawn("FA")
def test_denied_lines():
    """Each would break a rule of its own if it had been paid.

    claim | patient | type         | code        | units | status | finding
    ------+---------+--------------+-------------+-------+--------+--------
    C1    | P1      | professional | 64495-RT    | 1     | denied |
    C2    | P2      | professional | 64493       | 3     | denied |
    C3    | P3      | professional | 64494       | 2     | denied |
    C4    | P4      | professional | 64493-RT    | 1     | denied |
    C4    | P4      | professional | 64493-LT    | 1     | denied |
    C5    | P5      | asc          | 64493-50    | 1     | denied |
    C6    | P6      | professional | 64635-RT-KX | 1     | denied |
    C7    | P7      | professional | 64493-50-RT | 1     | denied |
    C8    | P8      | professional | 0216T       | 1     | denied |
    """


@drawn("FA")
def test_a_reversed_pair():
    """Taken back line by line, on the same claim or on another.

    claim | patient | code     | units | allowed | paid   | finding
    ------+---------+----------+-------+---------+--------+--------
    C1    | P1      | 64495-RT | 1     | 100.00  | 78.40  |
    C1    | P1      | 64495-RT | -1    | -100.00 | -78.40 |
    C2    | P2      | 64493    | 3     | 300.00  | 235.20 |
    C3    | P2      | 64493    | 3     | -300.00 | -235.20 |
    """


@drawn("FA1", "FA2")
def test_an_add_on_with_50_under_medicare():
    """
    code     | finding
    ---------+--------
    64493-50 |
    64494-50 |
    """


@drawn("FA1", "FA2")
def test_an_add_on_twice_under_cpt():
    """On one line of two units or on two lines.

    claim | patient | payer | code     | units | finding
    ------+---------+-------+----------+-------+--------
    C1    | P1      | aetna | 64493-50 | 1     |
    C1    | P1      | aetna | 64494    | 2     |
    C2    | P2      | aetna | 64493-50 | 1     |
    C2    | P2      | aetna | 64494    | 1     |
    C2    | P2      | aetna | 64494    | 1     |
    """


@drawn("FA3")
def test_a_kx_test_on_a_line_whose_slots_are_full():
    """KX may be the fifth modifier: missing beside a diagnostic note, beside a line with KX, at the first session.

    claim | patient | code              | finding
    ------+---------+-------------------+--------
    C1    | P1      | 64493-RT-GA-GC-Q6 |
    C2    | P2      | 64493-RT-KX       |
    C2    | P2      | 64494-RT-GA-GC-Q6 |

    notes:
    claim | type       | joints
    ------+------------+-------
    C1    | diagnostic | L4-5 R
    """
