"""Schedule dollars of whole days: RT with LT on one line names both sides, only modifier 50 bills them.

National, nonfacility, 2026 non-QP: 64493 190.39, 64494 95.86, 64635 464.94, 64636 251.51.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import facetaudit as fa

HEADER = (
    "claim_id,line_number,patient_id,service_date,hcpcs,modifier_1,modifier_2,units,rendering_npi,"
    "allowed_amount,paid_amount\n"
)

Row = tuple[str, Decimal, Decimal | None, Decimal | None]


def dollars(folder: Path, detector: str, lines: list[str]) -> dict[str, Row]:
    """Per code of the one claim, one detector alone: it, overpayment as allowed, fee as billed and as corrected."""
    claims = folder / "claims.csv"
    claims.write_text(HEADER + "".join(f"C1,{n},P1,2026-02-03,{line}\n" for n, line in enumerate(lines, 1)))
    audit = fa.audit(claims, out=folder / "audit", select=[detector])
    rows = audit.sql(
        "select l.hcpcs, e.detector, e.overpayment_allowed, e.fee_billed, e.fee_corrected from exposure e "
        "join lines l on l.claim_id = e.claim_id and l.line_number = e.line_number where e.scenario = 'probable'"
    )
    return {row[0]: tuple(row[1:]) for row in rows.itertuples(index=False, name=None)}


def test_two_units_with_rt_and_lt_are_the_two_sides(tmp_path: Path) -> None:
    # 380.78 x 1.5 / 2 = 285.585 remains of the allowed; the schedule pays 190.39 x 1.5 either way
    found = dollars(tmp_path, "FA202", ["64493,RT,LT,2,1234567893,380.78,304.62"])
    assert found == {"64493": ("FA202", Decimal("95.19"), Decimal("285.59"), Decimal("285.59"))}


def test_units_beyond_the_mue_on_a_line_with_rt_and_lt_are_one_side_each(tmp_path: Path) -> None:
    # limit 4 joints: 5 x 251.51 = 1257.55 billed, 4 x 251.51 = 1006.04 payable
    found = dollars(
        tmp_path,
        "FA103",
        ["64635,50,,1,1234567893,697.41,557.93", "64636,RT,LT,5,1234567893,1000.00,800.00"],
    )
    assert found == {"64636": ("FA103", Decimal("200.00"), Decimal("1257.55"), Decimal("1006.04"))}


def test_an_add_on_twice_is_one_and_a_half_times_it(tmp_path: Path) -> None:
    # 200.00 x 1.5 / 2 = 150.00 remains of the allowed; a code reported twice is paid 95.86 x 1.5 either way
    found = dollars(tmp_path, "FA204", ["64494,,,2,1234567893,200.00,160.00"])
    assert found == {"64494": ("FA204", Decimal("50.00"), Decimal("143.79"), Decimal("143.79"))}


def test_the_schedule_has_no_part_of_a_facet_code(tmp_path: Path) -> None:
    # 380.78 x 1.5 / 2 = 285.585 remains of the allowed; with modifier 26 the schedule has no price to compare
    found = dollars(tmp_path, "FA202", ["64493,26,,2,1234567893,380.78,304.62"])
    assert found == {"64493": ("FA202", Decimal("95.19"), None, None)}
