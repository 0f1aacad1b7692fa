"""An extract as a whole: what it holds, repeatably, and what the labels say of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.procedures.schema import NOTE_COLUMN_NAMES
from facetaudit.synthetic import SyntheticReport, extract, synthesize
from facetaudit.synthetic.catalogue import SCENARIOS
from facetaudit.synthetic.labelled import BY_DATE, CERTAINTY
from tests.synthetic.conftest import Row, read_rows

FAMILY = {
    *(f"6449{n}" for n in range(6)), *(f"6463{n}" for n in range(3, 7)), *(f"021{n}T" for n in range(3, 9)),
}  # fmt: skip
COMPANIONS = {
    "77003", "77002", "77012", "76942", "76000", "99152", "99153", "01992", "01936", "01940", "20552", "20553", "27096",
    "62323", "64999", "99213", "99214",
}  # fmt: skip
CENT = Decimal("0.01")


def same(folder: Path, other: Path) -> list[bool]:
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    return [(folder / name).read_bytes() == (other / name).read_bytes() for name in names]


@pytest.mark.parametrize("output_format", ["csv", "parquet", "xlsx", "rif", "cclf5", "eob", "tuva"])
def test_equal_seeds_give_equal_bytes_and_others_do_not(tmp_path: Path, output_format: str) -> None:
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        synthesize(400, seed, output_format, tmp_path / name)
    assert same(tmp_path / "one", tmp_path / "two") == [True, True, True]
    assert same(tmp_path / "one", tmp_path / "three") == [False, False, False]


def test_the_size_of_blocks_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synthesize(3000, 5, "csv", tmp_path / "one")
    monkeypatch.setattr(extract, "_BLOCK", 100)
    synthesize(3000, 5, "csv", tmp_path / "many")
    assert same(tmp_path / "one", tmp_path / "many") == [True, True, True]


@pytest.mark.parametrize("claims", [1, 2, 17, 300])
def test_there_are_exactly_as_many_claims_as_asked_for(tmp_path: Path, claims: int) -> None:
    made = synthesize(claims, 3, "csv", tmp_path / "out")
    rows = read_rows(made.claims_file)
    assert len({row["claim_id"] for row in rows}) == made.claims == claims
    assert len(rows) == made.lines
    assert len({row["patient_id"] for row in rows}) == made.patients
    assert len(read_rows(made.notes_file)) == made.notes
    assert len(read_rows(made.labels_file)) == made.labels == sum(made.labels_by_code.values())


def test_columns_are_those_of_the_contract(lines: list[Row], notes: list[Row], labels: list[Row]) -> None:
    assert tuple(lines[0]) == COLUMN_NAMES
    assert tuple(notes[0]) == NOTE_COLUMN_NAMES
    assert tuple(labels[0]) == ("claim_id", "line_number", "code", "scenario", "certainty")


def test_every_code_is_labelled_and_every_scenario_occurs(report: SyntheticReport, labels: list[Row]) -> None:
    assert set(report.labels_by_code) == set(CERTAINTY)
    assert Counter(row["code"] for row in labels) == report.labels_by_code
    assert min(report.labels_by_code.values()) >= 5
    asked = {scene.name for scene in SCENARIOS if scene.rif != "only"}
    assert set(report.scenarios) - {"visits_only"} == asked
    assert sum(report.scenarios.values()) == report.patients


def test_three_hundred_claims_show_every_mistake(tmp_path: Path) -> None:
    for seed in (1, 2, 7):
        made = synthesize(300, seed, "csv", tmp_path / str(seed))
        assert min(made.labels_by_code.values()) >= 1


def test_labels_name_one_line_each_and_that_line_is_payable(lines: list[Row], labels: list[Row]) -> None:
    by_key = defaultdict(list)
    for row in lines:
        by_key[row["claim_id"], row["line_number"]].append(row)
    keys = [(row["claim_id"], row["line_number"], row["code"]) for row in labels]
    assert len(keys) == len(set(keys))
    for claim_id, line_number, _ in keys:
        (line,) = by_key[claim_id, line_number]
        assert line["line_status"] == "paid"
        assert Decimal(line["allowed_amount"]) > 0
        assert line["hcpcs"] in FAMILY | COMPANIONS


def test_labels_have_the_certainty_of_their_code(labels: list[Row]) -> None:
    seen = {(row["code"], row["certainty"]) for row in labels}
    varying = {
        ("FA102", "certain"), ("FA102", "probable"), ("FA103", "probable"), ("FA302", "review"), ("FA403", "probable"),
        ("FA501", "probable"), ("FA502", "probable"), ("FA502", "review"), ("FA503", "certain"), ("FA504", "certain"),
        ("FA506", "review"),
    }  # fmt: skip
    always = {(code, certainty) for code, certainty in CERTAINTY.items() if certainty not in BY_DATE}
    assert seen == varying | always


LCD_2024 = {
    "NC": "2024-07-07", "TN": "2024-07-07", "GA": "2024-07-07",
    "MI": "2024-07-14", "IN": "2024-07-14", "KS": "2024-07-14",
    "TX": "2024-08-11", "PA": "2024-08-11", "CO": "2024-08-11",
    "OH": "2024-08-15", "KY": "2024-08-15",
}  # fmt: skip


def test_a_third_level_is_certain_from_the_date_of_the_state(lines: list[Row], labels: list[Row]) -> None:
    dated = {row["claim_id"]: (row["service_date"], row["state"]) for row in lines}
    third = [row for row in labels if row["code"] == "FA102"]
    for row in third:
        day, state = dated[row["claim_id"]]
        assert row["certainty"] == ("certain" if day >= LCD_2024.get(state, "2024-08-16") else "probable")
    assert any(not dated[row["claim_id"]][1] for row in third), "no line without any place"


def test_npis_are_valid_and_none_of_those_given_out(lines: list[Row]) -> None:
    npis = {row[column] for row in lines for column in ("rendering_npi", "billing_npi")} - {""}
    assert len(npis) > 30
    for npi in npis:
        assert len(npi) == 10
        assert npi[0] == "2"
        # Luhn over 80840 + NPI: every second digit from the right, the check digit not doubled.
        digits = [int(digit) for digit in f"80840{npi}"][::-1]
        doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
        assert (sum(digits[::2]) + sum(doubled)) % 10 == 0


def test_dates_are_of_the_period(lines: list[Row], notes: list[Row]) -> None:
    days = [date.fromisoformat(row["service_date"]) for row in lines]
    assert date(2020, 1, 1) <= min(days)
    assert max(days) <= date(2026, 6, 30)
    assert sum(day >= date(2021, 6, 1) for day in days) > 0.9 * len(days)
    assert all(row["paid_date"] > row["service_date"] for row in lines)


def test_place_type_and_payer_agree(lines: list[Row]) -> None:
    for row in lines:
        places = {"professional": {"11", "22", "24"}, "asc": {"24"}, "hopd": {"22"}}
        assert row["place_of_service"] in places[row["claim_type"]]
        assert row["payer"] == "medicare" or not row["mac"]
        assert not row["mac"] or (row["state"] and row["locality"])
        assert len(row["authorization_number"]) in (0, 14)
    kinds = Counter((row["claim_type"], row["payer"] == "medicare") for row in lines)
    assert kinds["asc", True] > 100
    assert kinds["hopd", True] > 100
    assert 0.05 < kinds["professional", False] / len(lines) < 0.3


def test_hospital_claims_have_an_authorization_but_those_labelled(lines: list[Row], labels: list[Row]) -> None:
    said = {row["claim_id"] for row in lines if row["authorization_number"]}
    facet = [row for row in lines if row["claim_type"] == "hopd" and row["hcpcs"] in FAMILY]
    needed = {row["claim_id"] for row in facet if row["service_date"] >= "2023-07-01"}
    medicare = {row["claim_id"] for row in facet if row["payer"] == "medicare"}
    assert said <= needed
    assert (needed - said) & medicare == {row["claim_id"] for row in labels if row["code"] == "FA601"}
    assert needed - said - medicare


def test_facet_lines_have_a_covered_diagnosis_but_those_labelled(lines: list[Row], labels: list[Row]) -> None:
    # of the list the generator uses M47.81- and M47.89-
    without = {
        (row["claim_id"], row["line_number"])
        for row in lines
        if row["hcpcs"][:4] in ("6449", "6463")
        and row["payer"] == "medicare"
        and not row["diagnosis_codes"].replace(".", "").startswith(("M4781", "M4789"))
    }
    assert without == {(row["claim_id"], row["line_number"]) for row in labels if row["code"] == "FA602"}


def test_about_a_third_of_the_lines_is_on_facet_days(lines: list[Row]) -> None:
    facet_days = {(row["patient_id"], row["service_date"]) for row in lines if row["hcpcs"] in FAMILY}
    share = sum((row["patient_id"], row["service_date"]) in facet_days for row in lines) / len(lines)
    assert 0.25 < share < 0.42


def test_other_claims_can_be_left_out(tmp_path: Path) -> None:
    made = synthesize(500, 1, "csv", tmp_path / "out", other_claims=0)
    assert made.scenarios.get("visits_only", 0) < 20
    rows = read_rows(made.claims_file)
    assert sum(row["hcpcs"] in FAMILY for row in rows) > 0.7 * len(rows)


def half_up(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def test_paid_is_the_payers_part_of_allowed(lines: list[Row]) -> None:
    for row in lines:
        if not row["paid_amount"]:
            assert row["claim_frequency_code"] == "8"
            continue
        allowed, paid = Decimal(row["allowed_amount"]), Decimal(row["paid_amount"])
        rate = Decimal("0.80") * (Decimal("0.98") if row["payer"] == "medicare" else 1)
        assert abs(paid) == half_up(abs(allowed) * rate)
        assert (paid < 0) == (allowed < 0) == (row["units"].startswith("-"))
        assert abs(Decimal(row["charge_amount"])) >= abs(allowed)
        if row["line_status"] == "denied":
            assert allowed == paid == 0


def test_both_sides_are_allowed_one_and_a_half_times_one_and_units_as_many_times(
    lines: list[Row], labels: list[Row]
) -> None:
    one: dict[tuple[str, str, str, bool], Decimal] = {}
    both, several = one.copy(), one.copy()
    above = {row["claim_id"] for row in labels if row["scenario"].endswith("paid_above_schedule")}
    procedures = defaultdict(set)
    for row in lines:
        if row["hcpcs"] in {"64490", "64493", "64633", "64635", "62323"}:
            procedures[row["patient_id"], row["service_date"]].add(row["hcpcs"])
    for row in lines:
        alone = len(procedures[row["patient_id"], row["service_date"]]) < 2 and row["claim_id"] not in above
        if row["hcpcs"] in FAMILY and row["claim_type"] == "professional" and alone:
            key = (row["hcpcs"], row["service_date"][:4], row["locality"], row["place_of_service"] == "11")
            modifiers = {row[f"modifier_{slot}"] for slot in range(1, 5)}
            if row["locality"] and row["allowed_amount"] not in ("", "0.00"):
                amount = Decimal(row["allowed_amount"])
                if row["units"] == "1":
                    found = both if "50" in modifiers else one
                    found[key] = max(amount, found.get(key, amount))  # the others are a second side
                elif "50" not in modifiers:
                    several[key] = amount / Decimal(row["units"])
    for key in one.keys() & several.keys():
        assert several[key] in (one[key], half_up(one[key] * 3 / 4))  # as many joints, or the two sides of a level
    assert len(one.keys() & several.keys()) > 10
    compared = one.keys() & both.keys()
    assert len(compared) > 50
    for key in compared:
        assert both[key] == half_up(one[key] * Decimal("1.5"))


def test_addons_of_facilities_are_packaged_and_second_bases_halved(lines: list[Row]) -> None:
    facility = [row for row in lines if row["claim_type"] != "professional"]
    bases = {"64490", "64493", "64633", "64635"}
    for row in facility:
        if row["line_status"] == "denied":
            continue
        assert (Decimal(row["allowed_amount"]) > 0) == (row["hcpcs"] in bases)
    by_claim = defaultdict(list)
    for row in facility:
        if row["hcpcs"] in bases:
            by_claim[row["claim_id"]].append(Decimal(row["allowed_amount"]))
    pairs = [amounts for amounts in by_claim.values() if len(amounts) == 2]
    assert len(pairs) > 20
    assert all(second == half_up(first / 2) for first, second in pairs)


def test_replacements_voids_and_reversals_point_at_what_they_undo(lines: list[Row]) -> None:
    claims = {row["claim_id"]: row for row in lines}
    undoing = [row for row in lines if row["claim_frequency_code"] in ("7", "8")]
    assert {row["claim_frequency_code"] for row in undoing} == {"7", "8"}
    for row in undoing:
        original = claims[row["original_claim_id"]]
        assert original["claim_id"] < row["claim_id"]
        assert (original["patient_id"], original["service_date"]) == (row["patient_id"], row["service_date"])
    signature = ("patient_id", "service_date", "hcpcs", "modifier_1", "modifier_2")
    positive = Counter((*(row[c] for c in signature), row["units"], row["allowed_amount"]) for row in lines)
    negative = [row for row in lines if row["units"].startswith("-")]
    assert negative
    for row in negative:
        assert positive[(*(row[c] for c in signature), row["units"][1:], row["allowed_amount"][1:])]


def test_lines_of_a_claim_are_numbered_from_one(lines: list[Row]) -> None:
    numbers = defaultdict(list)
    for row in lines:
        numbers[row["claim_id"]].append(int(row["line_number"]))
    twice = [found for found in numbers.values() if len(found) != len(set(found))]
    assert twice, "no line sent again under its own number"
    for found in numbers.values():
        assert sorted(set(found)) == list(range(1, max(found) + 1))


def test_visits_are_on_other_days_than_facet_codes(lines: list[Row]) -> None:
    kinds = defaultdict(set)
    for row in lines:
        kinds[row["patient_id"], row["service_date"]].add(row["hcpcs"])
    visits = {"99204", "97110", "97140", "20610", "64483", "80307", "72100"}
    assert not [codes for codes in kinds.values() if codes & FAMILY and codes & visits]
