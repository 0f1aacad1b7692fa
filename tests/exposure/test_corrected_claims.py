"""Whole days as they should have been billed, worked by hand.

National, 2026, non-QP, office: 64490 205.08, 64491 101.87, 64493 190.39, 64494 95.86, 64495 98.87; 2025: 64495 87.01.
Centers in July 2026: 64493 485.51. Hospitals early in 2025: 64493 890.29.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import facetaudit as fa

HEADER = (
    "claim_id,line_number,claim_type,patient_id,service_date,hcpcs,modifier_1,units,place_of_service,rendering_npi,"
    "charge_amount,allowed_amount,paid_amount,line_status,payer\n"
)


def day(
    folder: Path, lines: list[str], select: list[str], scenario: str = "probable", on: str = "2026-02-03", **how: Any
) -> dict[str, dict[str, Any]]:
    """The corrected claims of one patient's day by `claim/line`; a line is claim,number,type,code,modifier,units,...

    After the units: place, charge, allowed, paid, status, payer.
    """
    claims = folder / "claims.csv"
    text = HEADER
    for line in lines:
        claim, number, kind, code, modifier, units, place, charge, allowed, paid, status, payer = (
            line + "," * (11 - line.count(","))
        ).split(",")
        text += (
            f"{claim},{number},{kind},P1,{on},{code},{modifier},{units},{place},1000000012,{charge},{allowed},{paid},"
            f"{status},{payer}\n"
        )
    claims.write_text(text, encoding="utf-8")
    audit = fa.audit(claims, out=folder / "audit", select=select, **how)
    frame = audit.corrected_claims(scenario)
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return {f"{row['claim_id']}/{row['line_number']}": row for row in rows}


def dollars(row: dict[str, Any]) -> tuple[Any, ...]:
    """Overpaid as allowed and by the schedule."""
    return row["overpayment_allowed"], row["overpayment_fee"]


def test_a_third_level_goes_and_the_others_stay(tmp_path: Path) -> None:
    # the schedule pays 98.87 for 64495 in the office in 2026, 87.01 in 2025
    for on, fee in (("2026-02-03", "98.87"), ("2025-02-03", "87.01")):
        folder = tmp_path / on
        folder.mkdir()
        rows = day(
            folder,
            [
                "C1,1,professional,64493,RT,1,11,,190.39,152.31",
                "C1,2,professional,64494,RT,1,11,,95.86,76.69",
                f"C1,3,professional,64495,RT,1,11,,{fee},60.00",
            ],
            ["FA102"],
            on=on,
        )
        assert [row["change"] for row in rows.values()] == ["kept", "kept", "removed"]
        assert dollars(rows["C1/3"]) == (Decimal(fee), Decimal(fee))
        assert rows["C1/3"]["corrected_coding"] is None
        assert (rows["C1/1"]["corrected_coding"], rows["C1/1"]["detector"]) == ("64493-RT x1", None)
        assert dollars(rows["C1/1"]) == (Decimal("0.00"), Decimal("0.00"))


def test_both_sides_paid_in_full_are_merged_into_one_line(tmp_path: Path) -> None:
    # 190.39 x 1.5 = 285.59 is payable on the first line: 95.20 too little there, 190.39 too much on the second, 95.19
    # in all; the schedule pays RT and LT 150 % together, so by it nothing is over in all
    rows = day(
        tmp_path,
        [
            "C1,1,professional,64493,RT,1,11,,190.39,152.31",
            "C1,2,professional,64493,LT,1,11,,190.39,152.31",
        ],
        ["FA201"],
    )
    first, second = rows["C1/1"], rows["C1/2"]
    assert (first["change"], first["corrected_coding"]) == ("recoded", "64493-50 x1")
    assert (second["change"], second["corrected_coding"], second["detector"]) == ("merged", None, "FA201")
    assert dollars(first) == (Decimal("-95.20"), Decimal("-95.20"))
    assert dollars(second) == (Decimal("190.39"), Decimal("95.20"))
    assert second["difference_note"].startswith(
        "no locality: national rates; allowed without the reduction for a second"
    )


def test_a_removed_line_reprices_its_neighbour(tmp_path: Path) -> None:
    # 64490 205.08 leads and 64493 is paid 190.39 / 2 = 95.20; with 64490 gone 64493 is paid in full
    rows = day(
        tmp_path,
        [
            "C1,1,professional,64490,RT,1,11,,205.08,164.06",
            "C2,1,professional,64490,RT,1,11,,205.08,164.06",
            "C3,1,professional,64493,RT,1,11,,95.20,76.16",
        ],
        ["FA107"],
    )
    # the region with the smaller allowed goes: 64493, so the two others keep 205.08 and 102.54
    assert {key: row["change"] for key, row in rows.items()} == {"C1/1": "kept", "C2/1": "kept", "C3/1": "removed"}
    rows = day(
        tmp_path,
        [
            "C1,1,professional,64490,RT,1,11,,90.00,72.00",
            "C2,1,professional,64493,RT,1,11,,190.39,152.31",
        ],
        ["FA107"],
    )
    assert rows["C1/1"]["change"] == "removed"
    assert (rows["C2/1"]["change"], rows["C2/1"]["detector"]) == ("repriced", "FA107")
    assert dollars(rows["C2/1"]) == (Decimal("0.00"), Decimal("-95.19"))  # 95.20 billed, 190.39 corrected
    assert rows["C2/1"]["corrected_coding"] == "64493-RT x1"


def test_a_denied_neighbour_neither_leads_nor_counts(tmp_path: Path) -> None:
    rows = day(
        tmp_path,
        [
            "C1,1,professional,64490,RT,1,11,,0.00,0.00,denied",
            "C2,1,professional,64493,RT,1,11,,190.39,152.31",
            "C2,2,professional,64495,RT,1,11,,98.87,79.10",
        ],
        ["FA102"],
    )
    assert set(rows) == {"C2/1", "C2/2"}
    assert rows["C2/1"]["fee_billed"] == Decimal("190.39")


def test_a_line_paid_as_second_payer_gives_back_what_was_paid(tmp_path: Path) -> None:
    # 98.87 allowed, of which this payer paid 20 %: 19.77
    rows = day(tmp_path, ["C1,1,professional,64495,RT,1,11,,98.87,19.77"], ["FA102"])
    assert rows["C1/1"]["overpayment_paid"] == Decimal("19.77")


def test_days_of_centers_and_hospitals(tmp_path: Path) -> None:
    # the claim repeated: of the copy 485.51 / 2 = 242.76 by the rates, as the first of the day leads
    copy = "asc,64493,RT,1,24,,485.51,388.41"
    rows = day(tmp_path, [f"C1,1,{copy}", f"C2,1,{copy}"], ["FA703"], on="2026-07-06")
    assert {key: row["change"] for key, row in rows.items()} == {"C1/1": "kept", "C2/1": "removed"}
    assert dollars(rows["C2/1"]) == (Decimal("485.51"), Decimal("242.76"))
    # hospital: the add-on is packaged, nothing comes back for it by the rates; 100.00 was allowed nevertheless
    rows = day(
        tmp_path,
        ["C1,1,hopd,64493,RT,1,22,,890.29,712.23", "C1,2,hopd,64495,RT,1,22,,100.00,80.00"],
        ["FA102"],
        on="2025-02-03",
    )
    assert dollars(rows["C1/2"]) == (Decimal("100.00"), Decimal("0.00"))
    assert rows["C1/2"]["fee_note"] == "packaged into the service that it belongs to"


def test_why_allowed_and_schedule_differ(tmp_path: Path) -> None:
    third = "professional,64495,RT,1,11"
    notes = {
        key: row["difference_note"]
        for key, row in day(
            tmp_path,
            [
                f"C1,1,{third},,98.87,79.10",
                f"C2,1,{third},,93.93,79.10",  # 4.94 below: within 5 % of 98.87 = 4.9435
                f"C3,1,{third},,93.92,79.10",
                f"C4,1,{third},80.00,80.00,64.00",
                f"C5,1,{third},,80.00,10.00",
            ],
            ["FA102"],
        ).items()
    }
    national = "no locality: national rates"
    assert notes == {
        "C1/1": None,
        "C2/1": None,
        "C3/1": national,
        "C4/1": f"{national}; charge below the fee",
        "C5/1": f"{national}; paid in part: a deductible, or another payer first",
    }


def test_what_the_finding_itself_explains(tmp_path: Path) -> None:
    # Arizona's 185.49 with 1 % and 5 cents is passed by 200.00; an ASC line makes the office the wrong place
    (row,) = day(
        tmp_path, ["C1,1,professional,64493,RT,1,11,,200.00,160.00"], ["FA702"], "review", locality="03102-00"
    ).values()
    assert (row["change"], row["corrected_allowed"]) == ("price", Decimal("185.49"))
    assert row["difference_note"] == "paid above the schedule"
    rows = day(
        tmp_path,
        ["C1,1,professional,64493,RT,1,11,,300.00,240.00", "C2,1,asc,64493,RT,1,24,,485.51,388.41"],
        ["FA701"],
        locality="03102-00",
    )
    assert rows["C1/1"]["change"] == "place_of_service"
    assert rows["C1/1"]["difference_note"] == "another place of service"


def test_joints_beyond_the_limit_leave_the_line_with_fewer(tmp_path: Path) -> None:
    # FA103: limit 4 for 64636; 5 units at 1,000.00 leave 800.00
    rows = day(
        tmp_path,
        ["C1,1,professional,64635,RT,1,11,,464.94,371.95", "C1,2,professional,64636,RT,5,11,,1000.00,800.00"],
        ["FA103"],
    )
    assert (rows["C1/2"]["change"], rows["C1/2"]["corrected_coding"]) == ("recoded", "64636-RT x4")
    assert rows["C1/2"]["corrected_allowed"] == Decimal("800.00")


def test_a_line_beyond_the_limit_is_removed_not_merged(tmp_path: Path) -> None:
    # two lines of one side: one unit a day is payable, the first in line order
    line = "professional,64493,RT,1,11,,190.39,152.31"
    rows = day(tmp_path, [f"C1,1,{line}", f"C2,1,{line}"], ["FA103"])
    assert {key: row["change"] for key, row in rows.items()} == {"C1/1": "kept", "C2/1": "removed"}
    assert rows["C1/1"]["corrected_coding"] == "64493-RT x1"


def test_over_and_under_are_those_of_claims(tmp_path: Path) -> None:
    # 20.00 x 1.5 = 30.00 is payable on the first line: 10.00 too little there, 20.00 too much on the other claim's
    line = "professional,64493,{},1,11,,20.00,16.00"
    day(tmp_path, [f"C1,1,{line.format('RT')}", f"C2,1,{line.format('LT')}"], ["FA201"])
    (total,) = (one for one in fa.open_audit(tmp_path / "audit").summary["exposure"] if one["scenario"] == "certain")
    names = ("gross_over", "gross_under", "overpayment")
    assert [total[f"{name}_allowed"] for name in names] == ["20.00", "-10.00", "10.00"]
    assert [total[f"{name}_paid"] for name in names] == ["16.00", "-8.00", "8.00"]


def test_only_scenarios_that_touch_a_day_hold_it(tmp_path: Path) -> None:
    # before the 2024 text a third level is probable
    rows = day(tmp_path, ["C1,1,professional,64495,RT,1,11,,87.01,69.61"], ["FA102"], "certain", on="2024-02-03")
    assert rows == {}


def test_the_csv_says_the_same_and_holds_no_formula(tmp_path: Path) -> None:
    day(tmp_path, ["=1+1,1,professional,64495,RT,1,11,,87.01,69.61"], ["FA102"], on="2025-02-03")
    with (tmp_path / "audit" / "corrected_claims.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [(row["scenario"], row["claim_id"], row["units"], row["change"]) for row in rows] == [
        (scenario, "'=1+1", "1", "removed") for scenario in ("certain", "probable", "review")
    ]
