"""Code sets and unit limits, against the catalogue's lists and CMS's edition."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from facetaudit.errors import PolicyError
from facetaudit.policy import OPEN_END, CodeRow, Policy

CMS_EDITIONS = Path(__file__).parents[3] / "shared" / "data" / "fees" / "mue_practitioner.csv"
FAMILY = {
    "64490": ("INJ", "base", "CT", 1),
    "64491": ("INJ", "addon", "CT", 2),
    "64492": ("INJ", "addon", "CT", 3),
    "64493": ("INJ", "base", "LS", 1),
    "64494": ("INJ", "addon", "LS", 2),
    "64495": ("INJ", "addon", "LS", 3),
    "64633": ("RFA", "base", "CT", 1),
    "64634": ("RFA", "addon", "CT", 2),
    "64635": ("RFA", "base", "LS", 1),
    "64636": ("RFA", "addon", "LS", 2),
    "0213T": ("US", "base", "CT", 1),
    "0214T": ("US", "addon", "CT", 2),
    "0215T": ("US", "addon", "CT", 3),
    "0216T": ("US", "base", "LS", 1),
    "0217T": ("US", "addon", "LS", 2),
    "0218T": ("US", "addon", "LS", 3),
}
PRIMARIES = {
    "64491": {"64490"},
    "64492": {"64490", "64491"},
    "64494": {"64490", "64493"},
    "64495": {"64493", "64494"},
    "64634": {"64633"},
    "64636": {"64635"},
    "0214T": {"0213T"},
    "0215T": {"0213T", "0214T"},
    "0217T": {"0216T"},
    "0218T": {"0216T", "0217T"},
}


def in_force(rows: tuple[CodeRow, ...], on: date) -> list[CodeRow]:
    return [row for row in rows if row.valid_from <= on <= row.valid_to]


def test_family(policy: Policy) -> None:
    rows = policy.codes("family")
    assert {row.hcpcs: (row.class_, row.role, row.region, row.level) for row in rows} == FAMILY
    assert len(rows) == 16
    assert policy.family_codes() == tuple(sorted(FAMILY))
    assert {row.hcpcs: row.valid_from for row in rows} == {
        code: date(2012, 1, 1) if cls == "RFA" else date(2010, 1, 1) for code, (cls, *_) in FAMILY.items()
    }
    assert {row.valid_to for row in rows} == {OPEN_END}


def test_short_names_are_ours_and_differ(policy: Policy) -> None:
    names = [policy.short_name(code) for code in policy.family_codes()]
    assert len(set(names)) == 16
    assert policy.short_name("64493") == "lumbar injection, 1st level"
    assert policy.short_name("99499") == "99499"


@pytest.mark.parametrize("on", [date(2012, 1, 1), date(2024, 6, 30), date(2024, 7, 1), date(2026, 11, 22)])
def test_primaries_of_add_ons(policy: Policy, on: date) -> None:
    rows = in_force(policy.codes("addon_primary"), on)
    plain = [(row.hcpcs, row.related_hcpcs) for row in rows if row.role == "primary"]
    assert set(plain) == {(addon, primary) for addon, primaries in PRIMARIES.items() for primary in primaries}
    assert len(plain) == 15
    under_junction = [(row.hcpcs, row.related_hcpcs) for row in rows if row.role == "thoraco-lumbar"]
    assert under_junction == [("64636", "64633")]
    assert len(rows) == 16
    assert {row.hcpcs for row in rows} == {code for code, (_, role, *_) in FAMILY.items() if role == "addon"}


@pytest.mark.parametrize("on", [date(2012, 1, 1), date(2024, 12, 31), date(2025, 1, 1)])
def test_junction_codes(policy: Policy, on: date) -> None:
    rows = in_force(policy.codes("thoraco_lumbar"), on)
    assert {(row.hcpcs, row.class_) for row in rows} == {
        ("64490", "INJ"),
        ("64494", "INJ"),
        ("64633", "RFA"),
        ("64636", "RFA"),
    }
    assert len(rows) == 4


def test_drugs_and_the_unlisted_code(policy: Policy) -> None:
    drugs = "J0702 J1010 J1020 J1030 J1040 J1094 J1100 J2920 J2930 J3300 J3301 J3303"
    assert [row.hcpcs for row in policy.codes("steroid_drug")] == drugs.split()
    assert [row.hcpcs for row in policy.codes("unlisted")] == ["64999"]


def codes_on(policy: Policy, name: str, on: date) -> list[str]:
    return [row.hcpcs for row in in_force(policy.codes(name), on)]


@pytest.mark.parametrize("on", [date(2010, 1, 1), date(2024, 6, 30), date(2024, 7, 1), date(2026, 11, 22)])
def test_companions_of_all_dates(policy: Policy, on: date) -> None:
    imaging = ["76000", "76942", "77002", "77003", "77012"]
    assert codes_on(policy, "imaging_with_injection", on) == imaging
    assert codes_on(policy, "imaging_with_ablation", on) == [code for code in imaging if code != "76942"]
    products = [f"Q{number}" for number in range(4100, 4400)]
    assert codes_on(policy, "biologic", on) == ["0232T", "0481T", "P9020", *products]
    blocks = "20552 20553 27096 62320 62321 62322 62323 64451 64479 64480 64483 64484 64510 64517 64520 G0260"
    assert codes_on(policy, "other_block", on) == blocks.split()
    visits = "99202 99203 99204 99205 99211 99212 99213 99214 99215"
    assert codes_on(policy, "visit", on) == visits.split()


def test_anesthesia_codes_by_date(policy: Policy) -> None:
    always = ["01991", "01992", "99151", "99152", "99153", "99155", "99156", "99157"]
    assert codes_on(policy, "sedation", date(2021, 12, 31)) == ["01935", "01936", *always]
    new = ["01937", "01938", "01939", "01940", "01941", "01942"]
    assert codes_on(policy, "sedation", date(2022, 1, 1)) == [*new, *always]


def test_codes_that_need_prior_authorization_by_date(policy: Policy) -> None:
    rows = policy.codes("prior_authorization")
    third = {"64492", "64495"}
    listed = {code for code, (cls, *_) in FAMILY.items() if cls != "US"}
    assert {on: {row.hcpcs for row in in_force(rows, on)} for on in (date(2023, 6, 30), date(2023, 7, 1))} == {
        date(2023, 6, 30): set(),
        date(2023, 7, 1): listed,
    }
    assert {row.hcpcs for row in in_force(rows, date(2024, 8, 15))} == listed
    assert {row.hcpcs for row in in_force(rows, date(2024, 8, 16))} == listed - third
    assert {row.hcpcs for row in in_force(rows, date(2026, 11, 22))} == listed - third


def test_unknown_code_set_suggests_the_nearest(policy: Policy) -> None:
    with pytest.raises(PolicyError, match=r'no code set "steriod_drug".*nearest is "steroid_drug"'):
        policy.codes("steriod_drug")


def test_unit_limits_of_the_family_hold_on_all_days(policy: Policy) -> None:
    for code, (cls, *_) in FAMILY.items():
        rows = [row for row in policy.mues if row.hcpcs == code]
        assert rows[0].valid_from == date(2012 if cls == "RFA" else 2010, 1, 1)
        assert rows[-1].valid_to == OPEN_END
        assert {(row.mue, row.mai) for row in rows} == {(4, 3) if code in ("64634", "64636") else (1, 2)}
        assert {row.basis for row in rows if row.valid_from < date(2024, 7, 1)} == {"unverified"}
        assert {row.basis for row in rows if row.valid_from >= date(2024, 7, 1)} == {"seen"}


@pytest.mark.skipif(not CMS_EDITIONS.exists(), reason="CMS's editions are not beside this checkout")
def test_unit_limits_equal_cms_on_the_days_of_its_editions(policy: Policy) -> None:
    with CMS_EDITIONS.open(encoding="utf-8", newline="") as handle:
        editions = [(date.fromisoformat(row["effective_from"]), row) for row in csv.DictReader(handle)]
    assert {day for day, _ in editions} == {date(2024, 7, 1), date(2026, 4, 1)}
    for day in sorted({day for day, _ in editions}):
        expected = {row["hcpcs"]: (int(row["mue"]), int(row["mai"])) for on, row in editions if on == day}
        ours = {row.hcpcs: (row.mue, row.mai) for row in policy.mues if row.valid_from <= day <= row.valid_to}
        assert ours == expected
        assert {row.source_id for row in policy.mues if row.valid_from == day} == {f"ncci-mue-{day}"}


def test_companions_have_no_unit_limit_before_the_first_edition_that_was_read(policy: Policy) -> None:
    early = {row.hcpcs for row in policy.mues if row.valid_from < date(2024, 7, 1)}
    assert early == set(FAMILY)
