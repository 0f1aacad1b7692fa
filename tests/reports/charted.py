"""An extract without amounts whose lines call for different records, for every detector; the look-back is three years.

ONE has a patient with two diagnostic sessions and an ablation (with sedation by another, an epidural and a visit), and
two hospital claims, one with an authorization number. Further providers have one thing each.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit

HEADER = (
    "claim_id,claim_type,payer,patient_id,service_date,hcpcs,modifier_1,modifier_2,modifier_3,rendering_npi,"
    "authorization_number\n"
)
ONE, SEDATES, OTHER_PAYER, OLD, BOTH_SIDES, OFTEN = "1", "2", "3", "4", "5", "6"
DAYS = [datetime.date(2024, 1, 1) + datetime.timedelta(days=60 * number) for number in range(5)]
LINES = [
    f"C1,professional,,P1,2025-01-10,64493,RT,KX,,{ONE},",
    f"C2,professional,,P1,2025-02-10,64493,RT,KX,,{ONE},",
    *(f"C3,professional,,P1,2025-03-10,{code},,,{ONE}," for code in ("64635,RT", "99213,25", "62323,")),
    f"S3,professional,,P1,2025-03-10,99152,,,,{SEDATES},",
    f"C4,hopd,,P2,2025-04-10,64493,RT,,,{ONE},",
    f"C5,hopd,,P3,2025-04-10,64493,RT,,,{ONE},A1234567890123",
    f"A1,professional,aetna,P4,2025-03-10,64493,RT,,,{OTHER_PAYER},",
    *(f"O{day},professional,,P5,2020-0{day}-10,64493,RT,,,{OLD}," for day in (3, 5)),
    *(f"B1,professional,,P6,2025-03-04,64493,{side},KX,,{BOTH_SIDES}," for side in ("RT", "LT")),
    f"B2,professional,,P7,2025-03-04,64493,RT,,,{BOTH_SIDES},",
    f"B2,professional,,P7,2025-03-04,64494,LT,,,{BOTH_SIDES},",
    f"B3,professional,,P6,2025-06-04,64635,RT,,,{BOTH_SIDES},",
    *(f"T{at},professional,,P8,{day},64493,RT,,,{OFTEN}," for at, day in enumerate(DAYS)),
]


def audited(folder: Path) -> Audit:
    """The audit; no MAC is known."""
    claims = folder / "claims.csv"
    claims.write_text(HEADER + "\n".join(LINES) + "\n", encoding="utf-8")
    return audit(claims, out=folder / "audit", lookback_years=3)
