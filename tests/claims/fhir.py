"""ExplanationOfBenefit resources drawn small, in the shapes of Blue Button v1, v2 and v3 and of a payer."""

from __future__ import annotations

import json
from typing import Any

Resource = dict[str, Any]
VARIABLES = "https://bluebutton.cms.gov/resources/variables/"
IDR = "https://bluebutton.cms.gov/fhir/"
CARIN = "http://hl7.org/fhir/us/carin-bb/CodeSystem/"
NPI = "http://hl7.org/fhir/sid/us-npi"


def coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def extension(name: str, code: str) -> Resource:
    return {"url": VARIABLES + name, "valueCoding": {"system": VARIABLES + name, "code": code}}


def amounts(pairs: dict[str, float], prefix: str) -> list[Resource]:
    return [
        {"category": coded("https://bluebutton.cms.gov/resources/codesystem/adjudication", prefix + name),
         "amount": {"value": value}}
        for name, value in pairs.items()
    ]


def v1(**changed: Any) -> Resource:
    """STU3: `service`, `careTeamLinkId`, `information`, the performer in the role primary."""
    return {
        "resourceType": "ExplanationOfBenefit", "id": "carrier-1",
        "extension": [extension("carr_num", "15202"), extension("carr_clm_pmt_dnl_cd", "1")],
        "identifier": [{"system": VARIABLES + "clm_id", "value": "C1"}, {"system": "claim-group", "value": "900"}],
        "status": "active", "type": coded("http://hl7.org/fhir/ex-claimtype", "professional"),
        "patient": {"reference": "Patient/P1"}, "disposition": "1",
        "billablePeriod": {"start": "2024-03-01", "end": "2024-03-01"},
        "information": [{"sequence": 1, "category": coded("information", VARIABLES + "nch_wkly_proc_dt"),
                         "timingDate": "2024-03-15"}],
        "careTeam": [{"sequence": 2, "provider": {"identifier": {"system": NPI, "value": "1111111111"}},
                      "responsible": True, "role": coded("claimcareteamrole", "primary"),
                      "extension": [{"url": NPI, "valueCoding": {"system": NPI, "code": "2222222222"}}]}],
        "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": coded("icd-10", "M5450")},
                      {"sequence": 2, "diagnosisCodeableConcept": coded("icd-10", "M47816")}],
        "insurance": {"coverage": {"reference": "Coverage/part-b"}},
        "item": [{
            "sequence": 1, "careTeamLinkId": [2], "diagnosisLinkId": [2],
            "category": coded(VARIABLES + "line_cms_type_srvc_cd", "2"),
            "service": coded("https://bluebutton.cms.gov/resources/codesystem/hcpcs", "64493"),
            "modifier": [coded("hcpcs", "50"), coded("hcpcs", "KX")],
            "servicedPeriod": {"start": "2024-03-01", "end": "2024-03-01"},
            "locationCodeableConcept": coded(VARIABLES + "line_place_of_srvc_cd", "11") | {"extension": [
                extension("prvdr_state_cd", "36"), extension("carr_line_prcng_lclty_cd", "00")]},
            "quantity": {"value": 1.0},
            "adjudication": [
                *amounts({"line_sbmtd_chrg_amt": 500.0, "line_alowd_chrg_amt": 180.5, "line_nch_pmt_amt": 144.4},
                         VARIABLES),
                {"category": coded("adjudication", VARIABLES + "line_prcsg_ind_cd"),
                 "reason": coded(VARIABLES + "line_prcsg_ind_cd", "A")}],
        }],
    } | changed  # fmt: skip


def v2(**changed: Any) -> Resource:
    """R4: `productOrService`, `careTeamSequence`, `supportingInfo`, the performer in the role performing."""
    made = v1()
    item = made["item"][0]
    item["productOrService"] = item.pop("service")
    item["careTeamSequence"], item["diagnosisSequence"] = item.pop("careTeamLinkId"), item.pop("diagnosisLinkId")
    made["supportingInfo"] = made.pop("information")
    made["careTeam"] = [
        {"sequence": 1, "provider": {"identifier": {"value": "9999999999"}}, "role": coded("role", "referring")},
        {"sequence": 2, "provider": {"identifier": {"value": "1111111111"}}, "role": coded("role", "performing")},
        {"sequence": 3, "provider": {"identifier": {"value": "0000000000"}}, "role": coded("role", "primary")},
    ]
    item["careTeamSequence"] = [2, 3]
    made["provider"] = {"identifier": {"value": "2222222222"}}
    made["insurance"] = [{"focal": True, "coverage": {"reference": "Coverage/part-b"}}]
    # a category that CARIN uses for denials is on every line of v2, and says nothing
    item["adjudication"].append({"category": coded(CARIN, "denialreason"), "reason": coded("x", "0")})
    return made | changed


def v3(**changed: Any) -> Resource:
    """From the IDR: names in capitals, contained providers, all modifiers in one element, numbers behind sequences."""
    def info(sequence: int, name: str, **content: Any) -> Resource:
        return {"sequence": sequence, "category": coded(IDR + "CodeSystem/Supporting-Information", name)} | content

    return {
        "resourceType": "ExplanationOfBenefit",
        "meta": {"tag": [{"system": IDR + "CodeSystem/Final-Action", "code": "FinalAction"}]},
        "contained": [{"resourceType": "Organization", "id": "insurer-org", "name": "Centers for Medicare"},
                      {"resourceType": "Practitioner", "id": "b1", "name": [{"family": "X"}],
                       "identifier": [{"system": NPI, "value": "2222222222"}]}],
        "identifier": [{"type": coded(CARIN, "uc"), "value": "C1"},
                       {"system": IDR + "identifiers/CLM-CNTL-NUM", "value": "N1"}],
        "status": "active", "type": coded("http://terminology.hl7.org/CodeSystem/claim-type", "professional"),
        "patient": {"reference": "Patient/P1"}, "insurer": {"reference": "#insurer-org"},
        "provider": {"reference": "#b1"},
        "careTeam": [{"sequence": 1, "provider": {"identifier": {"system": NPI, "value": "1111111111"}},
                      "role": coded("role", "rendering")}],
        "supportingInfo": [
            info(1, "CLM_NCH_WKLY_PROC_DT", timingDate="2024-03-15"),
            info(2, "CLM_CNTRCTR_NUM", code=coded("x", "15202")),
            info(3, "CLM_CARR_PMT_DNL_CD", code=coded("x", "1")),
            info(4, "RNDRG_PRVDR_FIPS_ST_CD", code=coded("x", "39")),
            info(5, "CLM_LINE_PA_UNIQ_TRKNG_NUM", valueString="UTN1"),
            info(6, "CLM_LINE_PA_UNIQ_TRKNG_NUM", valueString="of another line")],
        "diagnosis": [{"sequence": 1, "diagnosisCodeableConcept": coded("icd-10-cm", "M54.50")},
                      {"sequence": 2, "diagnosisCodeableConcept": coded("icd-10-cm", "M47.816")}],
        "item": [{
            "sequence": 1, "careTeamSequence": [1], "diagnosisSequence": [2], "informationSequence": [4, 5],
            "extension": [{"url": IDR + "StructureDefinition/CLM-PRCNG-LCLTY-CD", "valueCoding": {"code": "00"}},
                          {"url": IDR + "StructureDefinition/CLM-PRCSG-IND-CD", "valueCoding": {"code": "A"}}],
            "productOrService": coded("http://www.ama-assn.org/go/cpt", "64493"),
            "modifier": [{"coding": [{"code": "50"}, {"code": "KX"}, {"code": "59"}]}],
            "servicedDate": "2024-03-01", "locationCodeableConcept": coded("place", "11"),
            "quantity": {"value": 1.0},
            "adjudication": amounts({"CLM_LINE_SBMT_CHRG_AMT": 500.0, "CLM_LINE_ALOWD_CHRG_AMT": 180.5,
                                     "CLM_LINE_PRVDR_PMT_AMT": 140.0, "CLM_LINE_CVRD_PD_AMT": 144.4}, ""),
        }],
    } | changed  # fmt: skip


def payers(**changed: Any) -> Resource:
    """A commercial payer's Patient Access resource (CARIN), with its own words only."""
    biller = {"resourceType": "Practitioner", "id": "b1", "identifier": [{"system": NPI, "value": "2222222222"}]}
    made = v3(
        identifier=[{"type": coded(CARIN, "uc"), "value": "C1"}], insurer={"display": "Blue Plan"}, contained=[biller],
        insurance=[{"preAuthRef": ["PA7"]}], payment={"date": "2024-03-15"}, meta={}, supportingInfo=[],
    )
    made["item"][0]["extension"] = []
    made["item"][0]["adjudication"] = [
        {"category": coded("http://terminology.hl7.org/CodeSystem/adjudication", name), "amount": {"value": value}}
        for name, value in
        {"submitted": 500, "eligible": 180.5, "paidtoprovider": 140.4, "paidtopatient": 4}.items()
    ]
    return made | changed


def bundle(*resources: Resource, **changed: Any) -> Resource:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]} | changed


def ndjson(*resources: Resource) -> str:
    return "".join(json.dumps(one) + "\n" for one in resources)
