"""Every value is sourced, every source is used, and every basis follows from how the fact was read."""

from __future__ import annotations

import re
from datetime import date

import pytest

from facetaudit.policy import BASES, Policy

CHECKED = date(2026, 11, 22)
# (parameter, scope, value, first day): basis. V = document or data read; V2 = restated by another; D = worked out from
# what was read, or from the pack's definition; GK = not checked. R and section numbers are those of the fact sheet.
BASIS = {
    ("lcd_edition", "medicare", "none", "2010-01-01"): "derived",  # D: the 2021 text was not in force yet, table 0.1
    ("lcd_edition", "medicare", "lcd_2021", "lcd_2021"): "seen",  # V: table 0.1; the date brings its own mark
    ("lcd_edition", "medicare", "lcd_2024", "lcd_2024"): "seen",  # V: table 0.1; the date brings its own mark
    ("lcd_edition", "cpt", "none", "2010-01-01"): "derived",  # definition
    ("third_level", "medicare", "payable", "2010-01-01"): "unverified",  # R2, no mark
    ("third_level", "medicare", "appeal-only", "lcd_2021"): "seen",  # R2 (b) V, questions and answers
    ("third_level", "medicare", "non-covered", "lcd_2024"): "seen",  # R2 (c) V, CGS notice
    ("third_level", "cpt", "payable", "2010-01-01"): "derived",  # definition
    ("addon_bilateral", "medicare", "modifier_50", "2010-01-01"): "unverified",  # files read begin in 2020
    ("addon_bilateral", "medicare", "modifier_50", "2020-01-01"): "seen",  # R6 V: bilateral indicator 1, one line
    ("addon_bilateral", "medicare, fcso", "either", "2010-01-01"): "unverified",  # R6: its paragraph was not readable
    ("addon_bilateral", "cpt", "either", "2010-01-01"): "unverified",  # nothing read before 2020
    ("addon_bilateral", "cpt", "report_twice", "2020-01-01"): "seen",  # R6 V, AHIMA Journal
    ("diagnostic_session_limit", "medicare", "none", "2010-01-01"): "derived",  # D from R11 V: one limit for both
    ("diagnostic_session_limit", "medicare", "4", "lcd_2021"): "restated",  # R10 V2 L38773 (V Noridian)
    ("diagnostic_session_limit", "cpt", "none", "2010-01-01"): "derived",
    ("therapeutic_session_limit", "medicare", "none", "2010-01-01"): "derived",
    ("therapeutic_session_limit", "medicare", "4", "lcd_2021"): "restated",  # R11 V2 L38773 (V Noridian)
    ("therapeutic_session_limit", "cpt", "none", "2010-01-01"): "derived",
    ("rfa_session_limit", "medicare", "2", "2010-01-01"): "unverified",  # carried back
    ("rfa_session_limit", "medicare", "2", "2019-01-01"): "seen",  # R12 V, OIG: services from January 2019
    ("rfa_session_limit", "medicare", "2", "lcd_2021"): "restated",  # R12 V2 L38773 (V Noridian)
    ("rfa_session_limit", "cpt", "none", "2010-01-01"): "derived",
    ("injection_session_limit", "medicare", "5", "2010-01-01"): "unverified",  # carried back
    ("injection_session_limit", "medicare", "5", "2017-01-01"): "seen",  # R11 V, OIG: services from January 2017
    ("injection_session_limit", "medicare", "none", "lcd_2021"): "restated",  # R10, R11 V2
    ("injection_session_limit", "cpt", "none", "2010-01-01"): "derived",
    ("session_window_months", "medicare", "12", "2010-01-01"): "unverified",  # carried back
    ("session_window_months", "medicare", "12", "2017-01-01"): "seen",  # R11 V, OIG
    ("session_window_months", "medicare", "12", "lcd_2021"): "restated",  # section 2, R10 V2
    ("session_window_months", "cpt", "12", "2010-01-01"): "derived",
    ("diagnostic_interval_days", "medicare", "none", "2010-01-01"): "derived",
    ("diagnostic_interval_days", "medicare", "14", "lcd_2021"): "restated",  # R13 V2
    ("diagnostic_interval_days", "cpt", "none", "2010-01-01"): "derived",
    ("usual_diagnostic_sessions", "medicare", "none", "2010-01-01"): "derived",
    ("usual_diagnostic_sessions", "medicare", "2", "lcd_2021"): "seen",  # R9 V, Noridian question 3
    ("usual_diagnostic_sessions", "cpt", "none", "2010-01-01"): "derived",
    ("diagnostics_before_rfa", "medicare", "none", "2010-01-01"): "derived",
    ("diagnostics_before_rfa", "medicare", "2", "lcd_2021"): "restated",  # R13 V2
    ("diagnostics_before_rfa", "cpt", "none", "2010-01-01"): "derived",
    ("diagnostics_before_therapeutic", "medicare", "none", "2010-01-01"): "derived",
    ("diagnostics_before_therapeutic", "medicare", "2", "lcd_2021"): "restated",  # R13 V2 (V CGS page)
    ("diagnostics_before_therapeutic", "cpt", "none", "2010-01-01"): "derived",
    ("therapeutic_interval_months", "medicare", "none", "2010-01-01"): "derived",
    ("therapeutic_interval_months", "medicare", "3", "lcd_2021"): "restated",  # R13 V2
    ("therapeutic_interval_months", "cpt", "none", "2010-01-01"): "derived",
    ("rfa_interval_months", "medicare", "none", "2010-01-01"): "derived",
    ("rfa_interval_months", "medicare", "6", "lcd_2021"): "restated",  # R13 V2
    ("rfa_interval_months", "cpt", "none", "2010-01-01"): "derived",
    ("kx_after_rfa_months", "medicare", "none", "2010-01-01"): "derived",
    ("kx_after_rfa_months", "medicare", "24", "lcd_2021"): "restated",  # R9 (g), R13 V2
    ("kx_after_rfa_months", "cpt", "none", "2010-01-01"): "derived",
    ("rfa_level_limit", "medicare", "none", "2010-01-01"): "derived",
    ("rfa_level_limit", "medicare", "2", "lcd_2021"): "restated",  # R2, R3 V2
    ("rfa_level_limit", "cpt", "none", "2010-01-01"): "derived",
    ("region_limit", "medicare", "none", "2010-01-01"): "derived",
    ("region_limit", "medicare", "1", "lcd_2021"): "restated",  # R4 V2 (V Palmetto checklist)
    ("region_limit", "cpt", "none", "2010-01-01"): "derived",
    ("level_sequence", "all", "without_gaps", "2010-01-01"): "unverified",  # R20, no mark
    ("kx_meaning", "medicare", "none", "2010-01-01"): "derived",  # R9: nothing before the 2021 articles
    ("kx_meaning", "medicare", "diagnostic", "lcd_2021"): "seen",  # R9 V, Noridian question 3
    ("kx_meaning", "cpt", "none", "2010-01-01"): "derived",
    ("level_unit", "cpt", "joint", "2010-01-01"): "restated",  # R1 V2
    ("level_unit", "medicare", "joint", "2010-01-01"): "restated",  # R1 V2
    ("level_unit", "medicare", "joint", "lcd_2021"): "seen",  # section 2 V, A58350 and A57787
    ("base_bilateral", "all", "modifier_50_one_line", "2010-01-01"): "unverified",
    ("base_bilateral", "all", "modifier_50_one_line", "2020-01-01"): "seen",  # R6, R8 V, Noridian page
    ("asc_bilateral", "all", "two_lines_rt_lt", "2010-01-01"): "unverified",
    ("asc_bilateral", "medicare", "two_lines_rt_lt", "2010-01-01"): "unverified",
    ("asc_bilateral", "medicare", "two_lines_rt_lt", "lcd_2021"): "restated",  # R7 V2
    ("laterality", "all", "rt_lt_or_50", "2010-01-01"): "unverified",  # R25, no mark
    ("bilateral_payment_percent", "all", "150", "2010-01-01"): "unverified",
    ("bilateral_payment_percent", "medicare", "150", "2010-01-01"): "unverified",
    ("bilateral_payment_percent", "medicare", "150", "2020-01-01"): "seen",  # R6 V, indicators and record layout
    ("units_limit", "medicare", "mue", "2010-01-01"): "unverified",
    ("units_limit", "medicare", "mue", "2024-07-01"): "seen",  # section 1 V
    ("units_limit", "cpt", "none", "2010-01-01"): "derived",
    ("imaging_guidance", "medicare", "included", "2010-01-01"): "unverified",  # carried back
    ("imaging_guidance", "medicare", "included", "lcd_2021"): "seen",  # R14 V, A57787
    ("imaging_guidance", "cpt", "included", "2010-01-01"): "unverified",
    ("sedation_with_injection", "medicare", "none", "2010-01-01"): "derived",
    ("sedation_with_injection", "medicare", "rarely-needed", "lcd_2021"): "restated",  # R16 V2
    ("sedation_with_injection", "medicare", "not-covered", "lcd_2024"): "seen",  # R16 V, Noridian quoting L38803
    ("sedation_with_injection", "cpt", "none", "2010-01-01"): "derived",
    ("sedation_with_ablation", "medicare", "none", "2010-01-01"): "derived",
    ("sedation_with_ablation", "medicare", "rarely-needed", "lcd_2021"): "restated",  # R16 V2
    ("sedation_with_ablation", "medicare", "not-routinely-covered", "lcd_2024"): "seen",  # R16 V, the same
    ("sedation_with_ablation", "cpt", "none", "2010-01-01"): "derived",
    ("ultrasound_guidance", "medicare", "none", "2010-01-01"): "derived",
    ("ultrasound_guidance", "medicare", "not-covered", "lcd_2021"): "restated",  # R15 V2
    ("ultrasound_guidance", "cpt", "none", "2010-01-01"): "derived",
    ("injectate", "medicare", "none", "2010-01-01"): "derived",
    ("injectate", "medicare", "no-biologic", "lcd_2021"): "restated",  # R18 V2 L38773
    ("injectate", "cpt", "none", "2010-01-01"): "derived",
    ("same_day_blocks", "medicare", "none", "2010-01-01"): "derived",
    ("same_day_blocks", "medicare", "documented-need", "lcd_2021"): "restated",  # R19 V2 L38773 (V Palmetto)
    ("same_day_blocks", "cpt", "none", "2010-01-01"): "derived",
    ("nonthermal_ablation", "medicare", "not-covered", "2010-01-01"): "unverified",  # carried back
    ("nonthermal_ablation", "medicare", "not-covered", "lcd_2021"): "restated",  # R17 V2 L38773
    ("nonthermal_ablation", "cpt", "unlisted-code", "2010-01-01"): "unverified",
    ("visit_modifier", "medicare", "needs-25", "2010-01-01"): "unverified",  # carried back
    ("visit_modifier", "medicare", "needs-25", "2024-07-01"): "seen",  # R24 V
    ("visit_modifier", "cpt", "needs-25", "2010-01-01"): "unverified",
    ("lookback_years", "all", "6", "2010-01-01"): "unverified",  # 6.4 GK
    ("reopening_years", "all", "1", "2010-01-01"): "unverified",  # 6.4 GK
    ("reopening_years_good_cause", "all", "4", "2010-01-01"): "unverified",  # 6.4 GK
    ("repayment_days", "all", "60", "2010-01-01"): "restated",  # 6.4 V law firms
    ("investigation_days", "all", "none", "2010-01-01"): "unverified",
    ("investigation_days", "all", "180", "2025-01-01"): "restated",  # 6.4 V law firms
    ("covered_diagnoses", "medicare", "none", "2010-01-01"): "derived",
    ("covered_diagnoses", "medicare", "covered_diagnosis", "lcd_2021"): "restated",  # R22 V2
    ("covered_diagnoses", "cpt", "none", "2010-01-01"): "derived",
    ("relief_percent_first", "medicare", "none", "2010-01-01"): "derived",
    ("relief_percent_first", "medicare", "80", "lcd_2021"): "restated",  # R13 V2 (the figure V)
    ("relief_percent_first", "cpt", "none", "2010-01-01"): "derived",
    ("relief_percent_repeat", "medicare", "none", "2010-01-01"): "derived",
    ("relief_percent_repeat", "medicare", "50", "lcd_2021"): "restated",  # R13 V2 (therapeutic: V CGS)
    ("relief_percent_repeat", "cpt", "none", "2010-01-01"): "derived",
    ("conservative_care_weeks", "medicare", "none", "2010-01-01"): "derived",
    ("conservative_care_weeks", "medicare", "12", "lcd_2021"): "unverified",  # section 5, point 17: no duration is set
    ("conservative_care_weeks", "cpt", "none", "2010-01-01"): "derived",
    ("covered_guidance", "medicare", "any", "2010-01-01"): "derived",
    ("covered_guidance", "medicare", "fluoroscopy_or_ct", "lcd_2021"): "restated",  # R14 V2
    ("covered_guidance", "cpt", "any", "2010-01-01"): "derived",
    ("place_beside_facility", "all", "facility", "2010-01-01"): "unverified",
    ("place_beside_facility", "medicare", "facility", "2010-01-01"): "restated",  # fee sheet 4.6, two quotations
    ("schedule_tolerance_percent", "medicare", "1", "2010-01-01"): "unverified",  # our own margin
    ("schedule_tolerance_percent", "cpt", "none", "2010-01-01"): "derived",
    ("schedule_tolerance_dollars", "medicare", "0.05", "2010-01-01"): "unverified",  # our own margin
    ("schedule_tolerance_dollars", "cpt", "none", "2010-01-01"): "derived",
    ("duplicate_service", "all", "once", "2010-01-01"): "unverified",
    ("tpe_error_rate_percent", "medicare, palmetto", "20", "2010-01-01"): "seen",  # 6.2 V, Palmetto's own page
    ("tpe_error_rate_percent", "medicare", "20", "2010-01-01"): "unverified",  # 6.2 each MAC sets its own
    ("tpe_error_rate_percent", "cpt", "none", "2010-01-01"): "derived",
    ("tpe_probe_least_claims", "medicare", "20", "2010-01-01"): "restated",  # 6.2 V, APTA's text of CMS
    ("tpe_probe_least_claims", "cpt", "none", "2010-01-01"): "derived",
    ("tpe_probe_most_claims", "medicare", "40", "2010-01-01"): "restated",  # 6.2 the same
    ("tpe_probe_most_claims", "cpt", "none", "2010-01-01"): "derived",
    ("tpe_rounds", "medicare", "3", "2010-01-01"): "restated",  # 6.2 the same
    ("tpe_rounds", "cpt", "none", "2010-01-01"): "derived",
    ("demand_one_sided_percent", "medicare", "90", "2010-01-01"): "unverified",  # 6.3 GK
    ("demand_one_sided_percent", "cpt", "none", "2010-01-01"): "derived",
    ("demand_two_sided_percent", "medicare", "90", "2010-01-01"): "unverified",  # 6.3 GK
    ("demand_two_sided_percent", "cpt", "none", "2010-01-01"): "derived",
}
# MAC: mark of the 2021 date, mark of the 2024 date (table 0.1).
MAC_MARKS = {
    "ngs": ("seen", "unverified"),
    "fcso": ("seen", "unverified"),
    "novitas": ("restated", "seen"),
    "palmetto": ("seen", "seen"),
    "wps": ("seen", "seen"),
    "cgs": ("restated", "seen"),
    "noridian-je": ("restated", "unverified"),
    "noridian-jf": ("restated", "unverified"),
    "unknown": ("restated", "unverified"),
}
# Sources that other rooms cite: joints and nerves, and what detectors' pages and the reports rest on.
CITED_ELSEWHERE = {
    "aapc-forum-medial-branch",
    "wikipedia-medial-branch",
    "oig-oei-05-07-00200",
    "oig-a-09-22-03006",
    "oig-a-09-23-03013",
}
HOSTS = {
    "www.cms.gov",
    "ngsmedicare.com",
    "med.noridianmedicare.com",
    "www.cgsmedicare.com",
    "medicare.fcso.com",
    "www.ecfr.gov",
    "oig.hhs.gov",
    "www.oversight.gov",
    "journal.ahima.org",
    "www.aapc.com",
    "www.asra.com",
    "medicarepaymentandreimbursement.com",
    "palmettogba.com",
    "en.wikipedia.org",
}


def test_basis_of_every_value(policy: Policy) -> None:
    found = {
        (parameter.name, str(series.scope), value.value, str(value.valid_from)): value.basis
        for parameter in policy.parameters()
        for series in parameter.series
        for value in series.values
    }
    assert found == BASIS


def test_basis_of_every_mac_date(policy: Policy) -> None:
    assert {name: (mac.lcd_2021.basis, mac.lcd_2024.basis) for name, mac in policy.macs.items()} == MAC_MARKS
    assert {mac.states_basis for mac in policy.macs.values() if mac.states} == {"unverified"}


def test_basis_of_every_code(policy: Policy) -> None:
    # The start of the injection and ablation codes is restated, that of the ultrasound codes and the drugs is not
    # checked; add-on edits were read in the edition of 2024-07-01, the junction rule in a notice for 2025-01-01.
    for row in policy.codes("family"):
        assert row.basis == ("unverified" if row.class_ == "US" else "restated")
    for row in policy.codes("addon_primary"):
        read_from = date(2025, 1, 1) if row.role == "thoraco-lumbar" else date(2024, 7, 1)
        assert row.basis == ("seen" if row.valid_from >= read_from else "unverified")
        assert not row.valid_from < read_from <= row.valid_to
    for row in policy.codes("thoraco_lumbar"):
        assert row.basis == ("seen" if row.valid_from >= date(2025, 1, 1) else "unverified")
    assert {row.basis for row in policy.codes("steroid_drug")} == {"unverified"}
    assert {row.basis for row in policy.codes("unlisted")} == {"seen"}
    # R23: the list at the start was read (V), the list of today is restated (V2)
    for row in policy.codes("prior_authorization"):
        assert row.basis == ("seen" if row.valid_from < date(2024, 8, 16) else "restated")
    for name in ("imaging_with_injection", "imaging_with_ablation"):  # R14 V, the edition of 2024-07-01
        for row in policy.codes(name):
            assert row.basis == ("seen" if row.valid_from >= date(2024, 7, 1) else "unverified")
    for name in ("sedation", "biologic", "other_block"):  # lists without a mark, dates GK
        assert {row.basis for row in policy.codes(name)} == {"unverified"}
    read = {(row.hcpcs, row.valid_from) for row in policy.codes("visit") if row.basis == "seen"}
    assert read == {("99213", date(2024, 7, 1)), ("99214", date(2024, 7, 1))}  # R24 V


def test_what_rests_on_no_document_is_unverified(policy: Policy) -> None:
    for row in policy.expanded():
        assert row.basis in BASES
        if row.source_id == "general-knowledge":
            assert row.basis == "unverified"


def test_everything_was_checked_on_the_day_of_the_fact_sheet(policy: Policy) -> None:
    rows = [*policy.expanded(), *policy.mues, *(row for rows in policy.code_sets.values() for row in rows)]
    assert {row.checked_on for row in rows} == {CHECKED}


def test_every_source_is_used(policy: Policy) -> None:
    values = [value for one in policy.parameters() for series in one.series for value in series.values]
    used = {value.source_id for value in values} | {source for value in values for source in value.also}
    used |= {row.source_id for rows in policy.code_sets.values() for row in rows}
    used |= {row.source_id for rows in policy.diagnoses.values() for row in rows}
    used |= {row.source_id for row in policy.mues}
    for mac in policy.macs.values():
        used |= {mac.lcd, mac.article, mac.lcd_2021.source_id, mac.lcd_2024.source_id, mac.states_source_id} - {""}
    assert used <= set(policy.sources)
    assert set(policy.sources) - used == CITED_ELSEWHERE


def test_every_mac_has_its_own_lcd_and_article(policy: Policy) -> None:
    pairs = {name: (policy.sources[mac.lcd], policy.sources[mac.article]) for name, mac in policy.macs.items()}
    assert {name: (lcd.document_number, article.document_number) for name, (lcd, article) in pairs.items()} == {
        "ngs": ("L35936", "A57826"),
        "fcso": ("L33930", "A57787"),
        "novitas": ("L34892", "A56670"),
        "palmetto": ("L38765", "A58350"),
        "wps": ("L38841", "A58477"),
        "cgs": ("L38773", "A58364"),
        "noridian-je": ("L38801", "A58403"),
        "noridian-jf": ("L38803", "A58405"),
        "unknown": (
            "L33930 L34892 L35936 L38765 L38773 L38801 L38803 L38841",
            "A56670 A57787 A57826 A58350 A58364 A58403 A58405 A58477",
        ),
    }


def test_addresses_are_those_of_publishers(policy: Policy) -> None:
    found = {
        match.group(1)
        for source in policy.sources.values()
        for match in re.finditer(r"https?://([^/\s]+)", " ".join([source.where, source.note, source.dates]))
    }
    assert found == HOSTS


@pytest.mark.parametrize("source_id", ["general-knowledge", "pack-definition", "lcd-l33930"])
def test_ids_that_other_rooms_rely_on(policy: Policy, source_id: str) -> None:
    assert policy.sources[source_id].source_id == source_id
