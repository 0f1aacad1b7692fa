"""Dollars of the payment detectors: the facility rate, the schedule amount, and the service paid twice.

2026, non-QP. National: 64490 205.08 in the office and 94.19 in a facility, 64493 190.39 and 81.50. Arizona: 64493
185.49 in the office.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import facetaudit as fa

HEADER = (
    "claim_id,line_number,claim_type,patient_id,service_date,hcpcs,modifier_1,units,place_of_service,locality,"
    "rendering_npi,allowed_amount,paid_amount,paid_date\n"
)
Row = tuple[str, Decimal | None, Decimal | None, Decimal | None, Decimal | None, Decimal | None]


def dollars(
    folder: Path, lines: list[str], select: list[str], scenario: str = "probable"
) -> dict[tuple[str, int], Row]:
    """By claim and line: detector, overpayment as allowed and as paid, fee as billed and as corrected, difference."""
    claims = folder / "claims.csv"
    claims.write_text(HEADER + "".join(f"{line}\n" for line in lines))
    audit = fa.audit(claims, out=folder / "audit", select=select)
    rows = audit.sql(
        "select scenario, claim_id, line_number, detector, overpayment_allowed, overpayment_paid, fee_billed, "
        "fee_corrected, overpayment_fee from exposure"
    )
    return {(row[1], row[2]): tuple(row[3:]) for row in rows.itertuples(index=False, name=None) if row[0] == scenario}


def test_a_line_in_the_wrong_place_is_worth_its_facility_share(tmp_path: Path) -> None:
    # at the schedule: 190.39 - 81.50 = 108.89, and 152.31 x 108.89 / 190.39 = 87.11 of what was paid;
    # above it: 200.00 x 81.50 / 190.39 = 85.61 remains of the allowed
    found = dollars(
        tmp_path,
        [
            "C1,1,professional,P1,2026-02-03,64493,RT,1,11,,1000000012,190.39,152.31,",
            "C2,1,asc,P1,2026-02-03,64493,RT,1,24,,1000000020,500.00,400.00,",
            "C3,1,professional,P2,2026-02-03,64493,RT,1,11,,1000000012,200.00,160.00,",
            "C4,1,hopd,P2,2026-02-03,64493,RT,1,22,,1000000020,0.00,0.00,",
        ],
        ["FA701"],
    )
    fee = (Decimal("190.39"), Decimal("81.50"), Decimal("108.89"))
    assert found == {
        ("C1", 1): ("FA701", Decimal("108.89"), Decimal("87.11"), *fee),
        ("C3", 1): ("FA701", Decimal("114.39"), Decimal("91.51"), *fee),
    }


def test_the_corrected_place_moves_the_order_of_the_days_procedures(tmp_path: Path) -> None:
    # billed: 64493-50 at 190.39 x 1.5 = 285.59 comes first, 64490 at 205.08 / 2 = 102.54
    # corrected: 64490 at 205.08 comes first, 64493-50 at 81.50 x 1.5 / 2 = 61.13; 64490 was paid 102.54 too little
    # as paid: 285.59 x 81.50 / 190.39 = 122.25
    found = dollars(
        tmp_path,
        [
            "C1,1,professional,P1,2026-02-03,64490,RT,1,11,,1000000012,102.54,82.03,",
            "C1,2,professional,P1,2026-02-03,64493,50,1,11,,1000000012,285.59,228.47,",
            "C2,1,hopd,P1,2026-02-03,64493,50,1,22,,1000000020,890.00,712.00,",
        ],
        ["FA701"],
    )
    assert found == {
        ("C1", 1): (
            "FA701",
            Decimal("0.00"),
            Decimal("0.00"),
            Decimal("102.54"),
            Decimal("205.08"),
            Decimal("-102.54"),
        ),
        ("C1", 2): (
            "FA701",
            Decimal("163.34"),
            Decimal("130.67"),
            Decimal("285.59"),
            Decimal("61.13"),
            Decimal("224.46"),
        ),
    }


def test_the_place_is_corrected_only_where_its_finding_stands(tmp_path: Path) -> None:
    # two units that name no side are both sides: 285.59 by the schedule, 81.50 x 1.5 = 122.25 in the ASC
    # certain: FA202 leaves 380.78 x 1.5 / 2 = 285.59; probable: FA701 leaves 380.78 x 81.50 / 190.39 = 163.00
    lines = [
        "C1,1,professional,P1,2026-02-03,64493,,2,11,,1000000012,380.78,304.62,",
        "C2,1,asc,P1,2026-02-03,64493,RT,1,24,,1000000020,500.00,400.00,",
    ]
    certain = dollars(tmp_path, lines, ["FA202", "FA701"], "certain")
    probable = dollars(tmp_path, lines, ["FA202", "FA701"], "probable")
    assert [(row[0], row[1], row[4]) for row in certain.values()] == [("FA202", Decimal("95.19"), Decimal("285.59"))]
    assert [(row[0], row[1], row[4]) for row in probable.values()] == [("FA701", Decimal("217.78"), Decimal("122.25"))]


def test_a_line_without_an_allowed_amount_has_schedule_dollars_only(tmp_path: Path) -> None:
    found = dollars(
        tmp_path,
        [
            "C1,1,professional,P1,2026-02-03,64490,RT,1,11,,1000000012,,82.03,",
            "C2,1,asc,P1,2026-02-03,64490,RT,1,24,,1000000020,500.00,400.00,",
        ],
        ["FA701"],
    )
    (row,) = found.values()
    assert row[0] == "FA701"
    assert row[3:] == (Decimal("205.08"), Decimal("94.19"), Decimal("110.89"))


def test_an_amount_above_the_schedule_is_worth_the_schedule_amount(tmp_path: Path) -> None:
    # what was billed is not what is wrong: the schedule pays 185.49 either way; 168.00 x 24.51 / 210.00 = 19.61
    lines = ["C1,1,professional,P1,2026-02-03,64493,RT,1,11,03102-00,1000000012,210.00,168.00,"]
    found = dollars(tmp_path, lines, ["FA702"], "review")
    fee = (Decimal("185.49"), Decimal("185.49"), Decimal("0.00"))
    assert found == {("C1", 1): ("FA702", Decimal("24.51"), Decimal("19.61"), *fee)}
    assert dollars(tmp_path, lines, ["FA702"], "probable") == {}


def test_a_duplicate_is_worth_nothing(tmp_path: Path) -> None:
    # the schedule pays the second base procedure of a day half: 190.39 / 2 = 95.20
    found = dollars(
        tmp_path,
        [
            "C1,1,professional,P1,2026-02-03,64493,RT,1,11,,1000000012,190.39,152.31,2026-02-20",
            "C2,1,professional,P1,2026-02-03,64493,RT,1,11,,1000000012,190.39,152.31,2026-03-20",
        ],
        ["FA703"],
        "certain",
    )
    fee = (Decimal("95.20"), Decimal("0.00"), Decimal("95.20"))
    assert found == {("C2", 1): ("FA703", Decimal("190.39"), Decimal("152.31"), *fee)}


def test_where_the_later_number_was_paid_first_it_takes_the_full_price(tmp_path: Path) -> None:
    # C1 goes, and C2, billed as the second procedure at 95.20, is then the only one: 190.39
    found = dollars(
        tmp_path,
        [
            "C1,1,professional,P1,2026-02-03,64493,RT,1,11,,1000000012,190.39,152.31,2026-03-20",
            "C2,1,professional,P1,2026-02-03,64493,RT,1,11,,1000000012,190.39,152.31,2026-02-20",
        ],
        ["FA703"],
        "certain",
    )
    assert found == {
        ("C1", 1): (
            "FA703",
            Decimal("190.39"),
            Decimal("152.31"),
            Decimal("190.39"),
            Decimal("0.00"),
            Decimal("190.39"),
        ),
        ("C2", 1): (
            "FA703",
            Decimal("0.00"),
            Decimal("0.00"),
            Decimal("95.20"),
            Decimal("190.39"),
            Decimal("-95.19"),
        ),
    }


def test_a_duplicate_comes_before_every_other_denial(tmp_path: Path) -> None:
    lines = [
        f"C{n},1,professional,P1,2026-02-03,64494,RT,1,11,,1000000012,95.86,76.69,2026-0{n + 1}-20" for n in (1, 2)
    ]
    found = dollars(tmp_path, lines, ["FA104", "FA703"], "certain")
    assert {key: row[:3] for key, row in found.items()} == {
        ("C1", 1): ("FA104", Decimal("95.86"), Decimal("76.69")),
        ("C2", 1): ("FA703", Decimal("95.86"), Decimal("76.69")),
    }
