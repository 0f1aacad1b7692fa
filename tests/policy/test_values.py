"""Values in force by date, MAC and pack, against tables written by hand from the MACs' dates."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from facetaudit.errors import PolicyError
from facetaudit.policy import FIRST_DAY, OPEN_END, Policy, load_policy

EVE = timedelta(days=1)
# MAC, first day of the 2021 text, first day of the 2024 revision; empty: the MAC is not known.
MAC_DATES = [
    ("ngs", date(2021, 4, 25), date(2024, 8, 16)),
    ("fcso", date(2021, 4, 25), date(2024, 8, 16)),
    ("novitas", date(2021, 4, 25), date(2024, 8, 11)),
    ("palmetto", date(2021, 4, 25), date(2024, 7, 7)),
    ("wps", date(2021, 4, 25), date(2024, 7, 14)),
    ("cgs", date(2021, 5, 2), date(2024, 8, 15)),
    ("noridian-je", date(2021, 4, 25), date(2024, 8, 16)),
    ("noridian-jf", date(2021, 4, 25), date(2024, 8, 16)),
    (None, date(2021, 5, 2), date(2024, 8, 16)),
    ("unknown", date(2021, 5, 2), date(2024, 8, 16)),
]
# Parameter: value before the 2021 text, under it, under the 2024 revision; then the cpt pack on any day.
MEDICARE = {
    "lcd_edition": ("none", "lcd_2021", "lcd_2024", "none"),
    "third_level": ("payable", "appeal-only", "non-covered", "payable"),
    "diagnostic_session_limit": ("none", "4", "4", "none"),
    "therapeutic_session_limit": ("none", "4", "4", "none"),
    "rfa_session_limit": ("2", "2", "2", "none"),
    "injection_session_limit": ("5", "none", "none", "none"),
    "session_window_months": ("12", "12", "12", "12"),
    "diagnostic_interval_days": ("none", "14", "14", "none"),
    "usual_diagnostic_sessions": ("none", "2", "2", "none"),
    "diagnostics_before_rfa": ("none", "2", "2", "none"),
    "diagnostics_before_therapeutic": ("none", "2", "2", "none"),
    "therapeutic_interval_months": ("none", "3", "3", "none"),
    "rfa_interval_months": ("none", "6", "6", "none"),
    "kx_after_rfa_months": ("none", "24", "24", "none"),
    "rfa_level_limit": ("none", "2", "2", "none"),
    "region_limit": ("none", "1", "1", "none"),
    "level_sequence": ("without_gaps",) * 4,
    "kx_meaning": ("none", "diagnostic", "diagnostic", "none"),
    "level_unit": ("joint", "joint", "joint", "joint"),
    "base_bilateral": ("modifier_50_one_line",) * 4,
    "asc_bilateral": ("two_lines_rt_lt",) * 4,
    "laterality": ("rt_lt_or_50",) * 4,
    "bilateral_payment_percent": ("150",) * 4,
    "units_limit": ("mue", "mue", "mue", "none"),
    "imaging_guidance": ("included",) * 4,
    "sedation_with_injection": ("none", "rarely-needed", "not-covered", "none"),
    "sedation_with_ablation": ("none", "rarely-needed", "not-routinely-covered", "none"),
    "ultrasound_guidance": ("none", "not-covered", "not-covered", "none"),
    "injectate": ("none", "no-biologic", "no-biologic", "none"),
    "same_day_blocks": ("none", "documented-need", "documented-need", "none"),
    "nonthermal_ablation": ("not-covered", "not-covered", "not-covered", "unlisted-code"),
    "visit_modifier": ("needs-25",) * 4,
    "lookback_years": ("6",) * 4,
    "reopening_years": ("1",) * 4,
    "reopening_years_good_cause": ("4",) * 4,
    "repayment_days": ("60",) * 4,
    "covered_diagnoses": ("none", "covered_diagnosis", "covered_diagnosis", "none"),
    "relief_percent_first": ("none", "80", "80", "none"),
    "relief_percent_repeat": ("none", "50", "50", "none"),
    "conservative_care_weeks": ("none", "12", "12", "none"),
    "covered_guidance": ("any", "fluoroscopy_or_ct", "fluoroscopy_or_ct", "any"),
    "place_beside_facility": ("facility",) * 4,
    "schedule_tolerance_percent": ("1", "1", "1", "none"),
    "schedule_tolerance_dollars": ("0.05", "0.05", "0.05", "none"),
    "duplicate_service": ("once",) * 4,
    "tpe_error_rate_percent": ("20", "20", "20", "none"),
    "tpe_probe_least_claims": ("20", "20", "20", "none"),
    "tpe_probe_most_claims": ("40", "40", "40", "none"),
    "tpe_rounds": ("3", "3", "3", "none"),
    "demand_one_sided_percent": ("90", "90", "90", "none"),
    "demand_two_sided_percent": ("90", "90", "90", "none"),
}


def test_every_parameter_has_its_expected_values_here(policy: Policy) -> None:
    assert {parameter.name for parameter in policy.parameters()} == {
        *MEDICARE,
        "addon_bilateral",
        "investigation_days",
    }


@pytest.mark.parametrize("name", MEDICARE)
@pytest.mark.parametrize("mac,lcd_2021,lcd_2024", MAC_DATES)
def test_value_on_each_side_of_each_boundary(
    policy: Policy, name: str, mac: str | None, lcd_2021: date, lcd_2024: date
) -> None:
    before, under_2021, under_2024, cpt = MEDICARE[name]
    expected = {
        FIRST_DAY: before,
        lcd_2021 - EVE: before,
        lcd_2021: under_2021,
        lcd_2021 + EVE: under_2021,
        lcd_2024 - EVE: under_2021,
        lcd_2024: under_2024,
        lcd_2024 + EVE: under_2024,
        date(2026, 11, 22): under_2024,
    }
    assert {on: policy.value(name, on=on, mac=mac).value for on in expected} == expected
    assert {on: policy.value(name, on=on, mac=mac, pack="cpt").value for on in expected} == dict.fromkeys(expected, cpt)


@pytest.mark.parametrize("mac", [mac for mac, _, _ in MAC_DATES])
def test_bilateral_add_ons_by_pack_and_mac(policy: Policy, mac: str | None) -> None:
    medicare = "either" if mac == "fcso" else "modifier_50"
    for on in (FIRST_DAY, date(2019, 12, 31), date(2020, 1, 1), date(2026, 1, 1)):
        assert policy.value("addon_bilateral", on=on, mac=mac).value == medicare
    # CPT's instruction is of 2020: before it, neither form is asked for.
    assert policy.value("addon_bilateral", on=date(2019, 12, 31), mac=mac, pack="cpt").value == "either"
    assert policy.value("addon_bilateral", on=date(2020, 1, 1), mac=mac, pack="cpt").value == "report_twice"


def test_an_investigation_suspends_the_duty_to_return_from_2025_on(policy: Policy) -> None:
    for pack in ("medicare", "cpt"):
        assert policy.value("investigation_days", on=date(2024, 12, 31), pack=pack).value == "none"
        assert policy.value("investigation_days", on=date(2025, 1, 1), pack=pack).number == 180


def test_a_value_brings_its_number_span_source_and_basis(policy: Policy) -> None:
    limit = policy.value("diagnostic_session_limit", on=date(2022, 3, 1), mac="cgs")
    assert (limit.value, limit.number) == ("4", Decimal(4))
    assert (limit.valid_from, limit.valid_to) == (date(2021, 5, 2), OPEN_END)
    assert limit.source_id == "facet-lcds"
    assert limit.source_title == policy.sources["facet-lcds"].title
    assert limit.date_source_id == "facet-lcd-dates-2021"
    assert (limit.basis, limit.checked_on, limit.scope) == ("restated", date(2026, 11, 22), "medicare")
    word = policy.value("diagnostic_session_limit", on=date(2021, 5, 1), mac="cgs")
    assert (word.value, word.number, word.valid_to) == ("none", None, date(2021, 5, 1))
    assert (word.date_source_id, policy.value("addon_bilateral", on=FIRST_DAY, mac="fcso").scope) == (
        None,
        "medicare, fcso",
    )


def test_a_value_is_no_better_checked_than_the_mac_date_it_starts_on(policy: Policy) -> None:
    on = date(2025, 1, 1)
    bases = {mac: policy.value("third_level", on=on, mac=mac).basis for mac in policy.macs}
    assert bases == {
        "palmetto": "seen",
        "wps": "seen",
        "novitas": "seen",
        "cgs": "seen",
        "ngs": "unverified",
        "fcso": "unverified",
        "noridian-je": "unverified",
        "noridian-jf": "unverified",
        "unknown": "unverified",
    }
    # The date of the 2021 text is restated for CGS and read for NGS.
    kx = {mac: policy.value("kx_meaning", on=on, mac=mac).basis for mac in ("cgs", "ngs", "unknown")}
    assert kx == {"cgs": "restated", "ngs": "seen", "unknown": "restated"}
    assert "latest it can be" in policy.value("third_level", on=on, mac="ngs").note
    assert "latest date of any MAC" in policy.value("third_level", on=on).note


def test_before_the_first_value_is_an_error_and_never_the_nearest_value(policy: Policy) -> None:
    eve = FIRST_DAY - EVE
    with pytest.raises(PolicyError, match=r"third_level has no value on 2009-12-31.*2010-01-01"):
        policy.value("third_level", on=eve, mac="cgs")


def test_claims_older_than_the_first_value_are_refused(policy: Policy) -> None:
    policy.check_dates(FIRST_DAY)
    policy.check_dates(None)
    with pytest.raises(PolicyError, match=r"earliest facet line is of 2009-12-31.*first value on 2010-01-01"):
        policy.check_dates(FIRST_DAY - EVE)


@pytest.mark.parametrize(
    "name,mac,pack,message",
    [
        ("thrid_level", None, "medicare", r'no parameter "thrid_level".*nearest is "third_level"'),
        ("third_level", "noridian", "medicare", r'no MAC "noridian".*nearest is "noridian-j[ef]"'),
        ("third_level", None, "medicaire", r'no pack "medicaire".*nearest is "medicare"'),
    ],
)
def test_unknown_names_suggest_the_nearest(policy: Policy, name: str, mac: str | None, pack: str, message: str) -> None:
    with pytest.raises(PolicyError, match=message):
        policy.value(name, on=date(2022, 1, 1), mac=mac, pack=pack)


def test_in_force_gives_every_parameter_once(policy: Policy) -> None:
    rows = policy.in_force(date(2022, 3, 1), "cgs")
    assert [row.name for row in rows] == sorted([*MEDICARE, "addon_bilateral", "investigation_days"])


STATES = {
    "ngs": "CT ME MA NH NY RI VT IL MN WI",
    "fcso": "FL PR VI",
    "novitas": "AR CO LA MS NM OK TX DE DC MD NJ PA",
    "palmetto": "AL GA TN NC SC VA WV",
    "wps": "IA KS MO NE IN MI",
    "cgs": "KY OH",
    "noridian-je": "CA HI NV AS GU MP",
    "noridian-jf": "AK AZ ID MT ND OR SD UT WA WY",
}


def test_states(policy: Policy) -> None:
    expected = {state: mac for mac, states in STATES.items() for state in states.split()}
    assert {row.state: row.mac for row in policy.state_macs()} == expected
    assert len(expected) == 50 + 1 + 5  # the states, DC, and PR VI AS GU MP
    assert policy.mac_of_state(" ny ") == "ngs"
    assert policy.mac_of_state("XX") is None
    assert policy.mac_of_state(None) is None


def test_the_unknown_mac_takes_the_weakest_basis_of_its_day(folder: Path) -> None:
    macs = folder / "macs.toml"
    head, last = macs.read_text("utf-8").split("[noridian-jf.lcd_2024]")
    macs.write_text(head + "[noridian-jf.lcd_2024]" + last.replace('"unverified"', '"seen"'), "utf-8")
    policy = load_policy(folder=folder)
    assert policy.value("third_level", on=date(2025, 1, 1), mac="noridian-jf").basis == "seen"
    assert policy.value("third_level", on=date(2025, 1, 1)).basis == "unverified"
