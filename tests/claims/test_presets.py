"""Presets of well-known systems: a made-up export as each writes it, found by its header and read to the same lines."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from facetaudit.claims.mapping import best_match, missing_required, presets
from tests.claims.drawn import STANDING, Loader

Write = Callable[[str, str | bytes], Path]

# Three lines of one day: two levels on the right, and a third level with a second modifier.
EXPORTS = {
    "drchrono_line_items": (
        "id,appointment,patient,doctor,service_date,code,procedure_type,description,modifiers,quantity,units,price,"
        "billed,allowed,adjustment,ins1_paid,ins2_paid,ins_total,denied_flag,billing_status,diagnosis_pointers\n"
        '11,700,P7,5,2025-03-04,64493,C,,"[""RT"", """", """", """"]",1,UN,400,400.00,190.00,210,152.00,0,152.00,false,'
        'Paid in Full,"[""1"",""2"","""",""""]"\n'
        "12,700,P7,5,2025-03-04,64494,C,,\"['RT']\",1,UN,300,300.00,99.00,201,79.20,0,79.20,False,Paid in Full,\n"
        "13,700,P7,5,2025-03-04,64495,C,,\"['RT', 'KX']\",2,UN,150,300.00,0,0,0,0,0,True,ERA Denied,\n"
    ),
    "epic_claim_lines": (
        "RECORD_ID\tLINE\tLN_FROM_DT\tLN_TO_DT\tLN_PROC_QUAL\tLN_PROC_CD\tLN_PROC_MOD\tLN_QTY\tLN_AMT\tLN_POS_CD\t"
        "LN_REND_NPI\tBIL_PROV_NPI\tPAT_MRN\tINV_NUM\tCLM_CVG_PYR_NAM\n"
        "9001\t1\t3/4/2025 12:00:00 AM\t\tHC\t64493\tRT\t1\t400.00\t11\t1234567893\t1245319599\tP7\t700\tMedicare\n"
        "9001\t2\t3/4/2025 12:00:00 AM\t\tHC\t64494\tRT\t1\t300.00\t11\t1234567893\t1245319599\tP7\t700\tMedicare\n"
        "9001\t3\t3/4/2025 12:00:00 AM\t\tHC\t64495\tRT,KX\t2\t300.00\t11\t1234567893\t1245319599\tP7\t700\tMedicare\n"
    ),
    "epic_invoice_lines": (
        "INVOICE_ID\tLINE\tINVOICE_NUM\tCLM_LN\tPAT_ID\tPROC_OR_REV_CODE\tPOS_CODE\tCLAIM_PAID_AMT\tEOB_ALLOWED_AMOUNT\t"
        "FROM_SVC_DATE\tMODIFIER_ONE\tMODIFIER_TWO\tMODIFIER_THREE\tMODIFIER_FOUR\tQUANTITY\tCHARGE_AMOUNT\t"
        "CLM_LN_PAID_DATE\tLN_AUTH_NUM\n"
        "55\t1\t700\t1\tP7\t64493\t11\t152.00\t190.00\t2025-03-04 00:00:00\tRT\t\t\t\t1\t400.00\t2025-04-01\t\n"
        "55\t2\t700\t2\tP7\t64494\t11\t79.20\t99.00\t2025-03-04 00:00:00\tRT\t\t\t\t1\t300.00\t2025-04-01\t\n"
        "55\t3\t700\t3\tP7\t64495\t11\t0\t0\t2025-03-04 00:00:00\tRT\tKX\t\t\t2\t300.00\t2025-04-01\t\n"
    ),
    "healthie_claim_lines": (
        "id,cms1500_id,patient_id,service_date,service_end_date,cpt_code,mod1,mod2,mod3,mod4,units,fee,"
        "total_line_item_fee,total_insurance_paid,pointers,resubmission_code,orig_ref_number\n"
        "1,700,P7,2025-03-04,,64493,RT,,,,1,400,400.00,152.00,0,,\n"
        "2,700,P7,2025-03-04,,64494,RT,,,,1,300,300.00,79.20,0,,\n"
        "3,700,P7,2025-03-04,,64495,RT,KX,,,2,150,300.00,0,0,,\n"
    ),
    "nextgen_charges": (
        "charge_id,enc_nbr,person_nbr,begin_date_of_service,end_date_of_service,cpt4_code_id,service_item_id,modifier_1,"
        "modifier_2,modifier_3,modifier_4,quantity,amt,place_of_service,icd9cm_code_id,icd9cm_code_id_2,link_id,"
        "rendering_id\n"
        "1,700,P7,20250304,20250304,64493,64493,RT,,,,1.00,400.00,11,M47.816,M54.50,,77\n"
        "2,700,P7,20250304,20250304,64494,64494,RT,,,,1.00,300.00,11,M47.816,M54.50,,77\n"
        "3,700,P7,20250304,20250304,64495,64495,RT,KX,,,2.00,300.00,11,M47.816,M54.50,,77\n"
    ),
    "openemr_billing": (
        "id,date,code_type,code,pid,provider_id,user,encounter,code_text,billed,activity,payer_id,bill_process,bill_date,"
        "modifier,units,fee,justify,revenue_code\n"
        "1,2025-03-04 09:15:00,CPT4,64493,P7,3,1,700,,1,1,4,2,,RT,1,400.00,ICD10|M47.816:ICD10|M54.50:,\n"
        "2,2025-03-04 09:15:00,CPT4,64494,P7,3,1,700,,1,1,4,2,,RT,1,300.00,ICD10|M47.816:ICD10|M54.50,\n"
        "3,2025-03-04 09:15:00,CPT4,64495,P7,3,1,700,,1,1,4,2,,RT:KX,2,300.00,M47.816:M54.50:,\n"
    ),
    "tebra_charges": (
        "ID,PracticeName,EncounterID,PatientID,PatientName,ServiceStartDate,PostingDate,RenderingProviderName,"
        "ServiceLocationName,ServiceLocationNameState,ServiceLocationPlaceOfServiceCode,ProcedureCode,"
        "ProcedureModifier1,ProcedureModifier2,ProcedureModifier3,ProcedureModifier4,EncounterDiagnosisID1,"
        "EncounterDiagnosisID2,EncounterDiagnosisID3,EncounterDiagnosisID4,Units,UnitCharge,TotalCharges,Status,"
        "AllowedAmount,PrimaryInsuranceCompanyName,PrimaryInsuranceInsuranceAllowed,PrimaryInsuranceInsurancePayment,"
        "PrimaryInsurancePaymentPostingDate\n"
        "1,Pain,700,P7,X,03/04/2025,3/5/2025,Dr,Office,TX,11,64493,RT,,,,M47.816,M54.50,,,1,400,400.00,Completed,250,"
        "Medicare,190.00,152.00,04/01/2025\n"
        "2,Pain,700,P7,X,3/4/2025,3/5/2025,Dr,Office,TX,11,64494,RT,,,,M47.816,M54.50,,,1,300,300.00,Completed,250,"
        "Medicare,99.00,79.20,4/1/2025\n"
        "3,Pain,700,P7,X,03/04/2025,3/5/2025,Dr,Office,TX,11,64495,RT,KX,,,M47.816,M54.50,,,2,150,300.00,Completed,250,"
        "Medicare,0,0,04/01/2025\n"
    ),
}

DAY = datetime.date(2025, 3, 4)
TRUTH: dict[str, tuple[Any, ...]] = {
    "claim_id": ("700", "700", "700"),
    "line_number": (1, 2, 3),
    "patient_id": ("P7", "P7", "P7"),
    "service_date": (DAY, DAY, DAY),
    "hcpcs": ("64493", "64494", "64495"),
    "modifier_1": ("RT", "RT", "RT"),
    "modifier_2": (None, None, "KX"),
    "units": (Decimal(1), Decimal(1), Decimal(2)),
    "charge_amount": (Decimal("400.00"), Decimal("300.00"), Decimal("300.00")),
    "place_of_service": ("11", "11", "11"),
    "allowed_amount": (Decimal("190.00"), Decimal("99.00"), Decimal(0)),
    "paid_amount": (Decimal("152.00"), Decimal("79.20"), Decimal(0)),
    "diagnosis_codes": ("M47.816;M54.50",) * 3,
    "paid_date": (datetime.date(2025, 4, 1),) * 3,
    "rendering_npi": ("1234567893",) * 3,
    "billing_npi": ("1245319599",) * 3,
    "line_status": ("paid", "paid", "denied"),
    "state": ("TX",) * 3,
    "payer": ("Medicare",) * 3,
}
ALWAYS = ("claim_id", "line_number", "patient_id", "service_date", "hcpcs", "modifier_1", "modifier_2", "units",
          "charge_amount")
# What each system's words carry beyond that.
CARRIES = {
    "drchrono_line_items": ("allowed_amount", "paid_amount", "line_status"),
    "epic_claim_lines": ("place_of_service", "rendering_npi", "billing_npi", "payer"),
    "epic_invoice_lines": ("place_of_service", "allowed_amount", "paid_amount", "paid_date"),
    "healthie_claim_lines": ("paid_amount",),
    "nextgen_charges": ("place_of_service", "diagnosis_codes"),
    "openemr_billing": ("diagnosis_codes",),
    "tebra_charges": ("place_of_service", "diagnosis_codes", "allowed_amount", "paid_amount", "paid_date", "state",
                      "payer"),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_export_is_known_by_its_header_and_read_to_the_same_lines(name: str, loader: Loader, write: Write) -> None:
    report = loader.files(write("export.txt", EXPORTS[name]))
    (file,) = report.files
    assert (file.format, file.mapping, file.counts.rejected) == ("csv", name, 0)
    carried = {*ALWAYS, *CARRIES[name]}
    for column, values in TRUTH.items():
        if column in carried:
            assert tuple(value for (value,) in loader.lines(column)) == values, column
        else:  # missing, and not made up
            assert column in file.columns_missing, column


def test_every_preset_of_a_system_has_its_export_here() -> None:
    generic = {"billing_export", "charge_extract", "encounter_export"}
    assert {preset.name for preset in presets()} == {*EXPORTS} | generic


SIGNS = (",", ";", ":", " ", ", ", "|", "/", "")
MODIFIER_CELLS = {
    **{sign.join(("50", "KX", "59", "XS")): ("50", "KX", "59", "XS") for sign in SIGNS},
    '["50", "KX"]': ("50", "KX", None, None),
    "['50']": ("50", None, None, None),
    "[]": (None,) * 4,
    '["", ""]': (None,) * 4,
    "[None, 'RT', null]": ("RT", None, None, None),
    "nan": (None,) * 4,
}


def test_every_separator_of_a_modifiers_cell_is_read(loader: Loader, write: Write) -> None:
    rows = [cell.replace('"', '""') for cell in (*MODIFIER_CELLS, "KX}")]
    lines = "".join(f'700,P7,2025-03-04,64493,"{cell}"\n' for cell in rows)
    loader.files(write("billing.csv", "encounter,pid,date,code,modifier\n" + lines))
    assert loader.lines("modifier_1, modifier_2, modifier_3, modifier_4") == [*MODIFIER_CELLS.values()]
    assert loader.rejected() == [(len(rows) + 1, "modifier_1", "not a modifier of two letters or digits")]


DIAGNOSIS_CELLS = {
    "ICD10|M47.816:ICD10|M54.50:": "M47.816;M54.50",
    "ICD-10-CM M47.816": "M47.816",
    "icd9:721.3": "721.3",
    '["M47.816", "M54.50"]': "M47.816;M54.50",
    "ICD10": None,
}


def test_the_kind_of_a_diagnosis_code_is_no_code(loader: Loader) -> None:
    loader.rows([{**STANDING, "diagnosis_codes": cell} for cell in DIAGNOSIS_CELLS])
    assert loader.lines("diagnosis_codes") == [(codes,) for codes in DIAGNOSIS_CELLS.values()]


EPIC = ["RECORD_ID", "LINE", "LN_FROM_DT", "LN_PROC_CD", "LN_PROC_MOD", "LN_QTY", "LN_AMT", "PAT_MRN"]
FITTING_TWO = {
    "charge extract with the names of Epic's lines": (
        ["CLM_NUM", "LN_NUM", "PAT_ID", *EPIC[2:7], "PAYER_NAME", "LN_DX_LIST"], "charge_extract"
    ),
    "Epic's lines with a claim number and patient of the charge extract beside": (
        [*EPIC, "PAT_ID", "CLM_ID", "LN_REND_NPI", "BIL_PROV_NPI", "CLM_CVG_PYR_NAM"], "epic_claim_lines"
    ),
    "Epic's invoice lines with a claim number of the charge extract": (
        ["CLAIM_ID", "INVOICE_NUM", "CLM_LN", "PAT_ID", "SERVICE_DATE", "FROM_SVC_DATE", "PROC_OR_REV_CODE",
         "PROC_CODE", "MODIFIER_ONE", "QUANTITY", "CHARGE_AMOUNT", "EOB_ALLOWED_AMOUNT", "CLAIM_PAID_AMT"],
        "epic_invoice_lines",
    ),
    "Tebra with the words of a billing export": (
        ["Claim ID", "EncounterID", "PatientID", "ServiceStartDate", "DOS", "ProcedureCode", "ProcedureModifier1",
         "Units", "TotalCharges", "PrimaryInsuranceInsurancePayment"], "tebra_charges",
    ),
    "an encounter export with Healthie's modifiers": (
        ["enc", "id", "dos", "service_date", "cpt_code", "mod1", "mod2", "units", "charges", "payments"],
        "encounter_export",
    ),
    "canonical names for the required columns, and words of a billing export for the others": (
        ["claim_id", "patient_id", "service_date", "hcpcs", "Mod 1", "Mod 2", "Qty", "Billed", "Allowed"],
        "billing_export",
    ),
    "as many columns by either: the one whose own words they are": (
        ["RECORD_ID", "LINE", "PAT_ID", "LN_FROM_DT", "LN_PROC_CD", "INVOICE_NUM", "FROM_SVC_DATE", "PROC_OR_REV_CODE"],
        "epic_invoice_lines",
    ),
}


@pytest.mark.parametrize("case", FITTING_TWO)
def test_of_two_presets_that_fit_the_one_that_reads_more_is_taken(case: str) -> None:
    header, name = FITTING_TWO[case]
    match = best_match(header)
    assert missing_required(match) == ()
    assert match.mapping.name == name


def test_third_levels_of_all_systems_are_found_but_for_those_that_say_they_were_not_paid(
    write: Write, tmp_path: Path
) -> None:
    from facetaudit.audit.run import audit

    files = [
        write(f"{name}.txt", text.replace("P7", f"P{index}").replace("700", f"70{index}"))
        for index, (name, text) in enumerate(EXPORTS.items())
    ]
    made = audit(files, out=tmp_path / "audit", select=["FA102"], mac="palmetto")
    found = dict(made.sql("select claim_id, code from findings where line_number = 3").values.tolist())
    inactive = made.sql("select claim_id, inactive_reason from lines where hcpcs = '64495' and not active")
    expected = {
        f"70{index}": "denied" if "line_status" in CARRIES[name] else "zero-paid"
        for index, name in enumerate(EXPORTS) if "allowed_amount" in CARRIES[name]
    }
    assert dict(inactive.values.tolist()) == expected
    assert found == {f"70{index}": "FA102" for index in range(len(EXPORTS)) if f"70{index}" not in expected}
