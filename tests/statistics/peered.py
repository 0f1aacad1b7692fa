"""Claims of a few providers whose metrics can be counted on the page, and CMS files as CMS lays them out.

ANN, office unless said: P1 has 64493-RT-KX on 2024-02-05 and 2024-03-05 (100.00 each) and 64635-RT on 2025-02-05
(400.00) with 77003 of ANN's and 99152 of another's; P2 has 64493-50 (150.00) and 64494-50 (75.00) on 2025-03-03 and
three levels on the right in a facility on 2025-06-03 (60.00, 30.00 and 30.00). The center bills P2's first session
too, and another 77003 of that day.
ZED spans the extract: 64493-RT on 2024-01-15 and 2025-12-15. One line names nobody.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit

HEADER = (
    "claim_id,line_number,claim_type,state,patient_id,service_date,hcpcs,modifier_1,modifier_2,units,place_of_service,"
    "rendering_npi,billing_npi,allowed_amount\n"
)
ANN, ZED, CENTER, OTHER = "1000000004", "1000000012", "2000000002", "1000000020"


def by_hand() -> Iterator[str]:
    """The lines of the page above."""
    yield f"A1,1,professional,CA,P1,2024-02-05,64493,RT,KX,1,11,{ANN},,100.00"
    yield f"A2,1,professional,CA,P1,2024-03-05,64493,RT,KX,1,11,{ANN},,100.00"
    yield f"A3,1,professional,CA,P1,2025-02-05,64635,RT,,1,11,{ANN},,400.00"
    yield f"A3,2,professional,CA,P1,2025-02-05,77003,,,1,11,{ANN},,50.00"
    yield f"A4,1,professional,CA,P1,2025-02-05,99152,,,1,11,{OTHER},,50.00"
    yield f"A5,1,professional,CA,P2,2025-03-03,64493,50,,1,11,{ANN},,150.00"
    yield f"A5,2,professional,CA,P2,2025-03-03,64494,50,,1,11,{ANN},,75.00"
    for line, (code, allowed) in enumerate((("64493", 60), ("64494", 30), ("64495", 30)), start=1):
        yield f"A6,{line},professional,CA,P2,2025-06-03,{code},RT,,1,22,{ANN},,{allowed}.00"
    yield f"A7,1,professional,CA,P2,2025-03-03,77003,,,1,11,{OTHER},,50.00"
    yield f"C1,1,asc,CA,P2,2025-03-03,64493,50,,1,24,,{CENTER},700.00"
    yield f"Z1,1,professional,,P3,2024-01-15,64493,RT,,1,11,{ZED},,100.00"
    yield f"Z2,1,professional,,P3,2025-12-15,64493,RT,,1,11,{ZED},,100.00"
    yield "N1,1,professional,,P4,2025-01-15,64493,RT,,1,11,,,100.00"


def crowd(seed: int = 1) -> list[str]:
    """Twelve providers of 30 patients with a session each, in no order: third levels of two to five, ANN's of all."""
    rows = []
    for number in range(12):
        npi = ANN if number == 11 else f"30000000{number:02}"
        for patient in range(30):
            who, day = f"{number:02}{patient:02}", f"2025-03-{1 + patient % 28:02}"
            start = f"{who},{{}},professional,CA,Q{who},{day},"
            third = number == 11 or patient < 2 + number % 4
            for line, code in enumerate(("64493", "64494", "64495") if third else ("64493",), start=1):
                rows.append(f"{start.format(line)}{code},RT,,1,11,{npi},,{90 + patient + number}.00")
    random.Random(seed).shuffle(rows)
    return rows


def audited(folder: Path, rows: list[str]) -> Audit:
    """The audit of the lines, which looks for third levels alone."""
    folder.mkdir(exist_ok=True)
    (folder / "claims.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return audit(
        folder / "claims.csv", out=folder / "audit", mac="noridian-je", select=["FA102"], fees_dir=False
    )  # fmt: skip


# As CMS's data dictionaries have them, by Provider and Service, by Geography and Service, and of 2012.
PROVIDER_HEADER = (
    "Rndrng_NPI,Rndrng_Prvdr_Last_Org_Name,Rndrng_Prvdr_First_Name,Rndrng_Prvdr_MI,Rndrng_Prvdr_Crdntls,"
    "Rndrng_Prvdr_Ent_Cd,Rndrng_Prvdr_St1,Rndrng_Prvdr_St2,Rndrng_Prvdr_City,Rndrng_Prvdr_State_Abrvtn,"
    "Rndrng_Prvdr_State_FIPS,Rndrng_Prvdr_Zip5,Rndrng_Prvdr_RUCA,Rndrng_Prvdr_RUCA_Desc,Rndrng_Prvdr_Cntry,"
    "Rndrng_Prvdr_Type,Rndrng_Prvdr_Mdcr_Prtcptg_Ind,HCPCS_Cd,HCPCS_Desc,HCPCS_Drug_Ind,Place_Of_Srvc,Tot_Benes,"
    "Tot_Srvcs,Tot_Bene_Day_Srvcs,Avg_Sbmtd_Chrg,Avg_Mdcr_Alowd_Amt,Avg_Mdcr_Pymt_Amt,Avg_Mdcr_Stdzd_Amt\n"
)
GEOGRAPHY_HEADER = (
    "Rndrng_Prvdr_Geo_Lvl,Rndrng_Prvdr_Geo_Cd,Rndrng_Prvdr_Geo_Desc,HCPCS_Cd,HCPCS_Desc,HCPCS_Drug_Ind,Place_Of_Srvc,"
    "Tot_Rndrng_Prvdrs,Tot_Benes,Tot_Srvcs,Tot_Bene_Day_Srvcs,Avg_Sbmtd_Chrg,Avg_Mdcr_Alowd_Amt,Avg_Mdcr_Pymt_Amt,"
    "Avg_Mdcr_Stdzd_Amt\n"
)
OLD_HEADER = (
    "NPI\tNPPES_PROVIDER_LAST_ORG_NAME\tNPPES_PROVIDER_FIRST_NAME\tNPPES_PROVIDER_MI\tNPPES_CREDENTIALS\t"
    "NPPES_PROVIDER_GENDER\tNPPES_ENTITY_CODE\tNPPES_PROVIDER_STREET1\tNPPES_PROVIDER_STREET2\tNPPES_PROVIDER_CITY\t"
    "NPPES_PROVIDER_ZIP\tNPPES_PROVIDER_STATE\tNPPES_PROVIDER_COUNTRY\tPROVIDER_TYPE\tMEDICARE_PARTICIPATION_INDICATOR\t"
    "PLACE_OF_SERVICE\tHCPCS_CODE\tHCPCS_DESCRIPTION\tHCPCS_DRUG_INDICATOR\tLINE_SRVC_CNT\tBENE_UNIQUE_CNT\t"
    "BENE_DAY_SRVC_CNT\tAVERAGE_MEDICARE_ALLOWED_AMT\tSTDEV_MEDICARE_ALLOWED_AMT\tAVERAGE_SUBMITTED_CHRG_AMT\t"
    "STDEV_SUBMITTED_CHRG_AMT\tAVERAGE_MEDICARE_PAYMENT_AMT\tSTDEV_MEDICARE_PAYMENT_AMT\n"
)
COPYRIGHT = "0000000001\tAll rights of the code set are reserved.\t\t\t\t\n"


def provider_row(
    npi: str, code: str, people: object, services: object, days: object, allowed: object, state: str = "CA",
    entity: str = "I", place: str = "O",
) -> str:  # fmt: skip
    """A row by Provider and Service; the surname has a quote and a comma, the text of the code must never be kept."""
    return (
        f'{npi},"O""Hara, Jr.",Ann,,M.D.,{entity},1 Long Street,,Anytown,{state},06,90001,1,a core,US,Anesthesiology,Y,'
        f'{code},"SECRET, text",N,{place},{people},{services},{days},900,{allowed},80,81\n'
    )


def geography_row(level: str, fips: str, code: str, days: object, place: str = "O") -> str:
    """A row by Geography and Service."""
    return f'{level},{fips},Somewhere,{code},"SECRET, text",N,{place},500,3000,{days},{days},180,92.10,70,71\n'
