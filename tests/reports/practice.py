"""A practice drawn for the notebooks' numbers, so small that they can be counted on the page.

Only third levels (FA102, certain) and both sides billed as two levels (FA203, probable) are looked for.

ANN has 22 patients with a session each on 2025-03-04, 64493-RT for 100.00; eight of them have 64494-RT and 64495-RT for
50.00 each too. Two of these eight have a second session on 2025-05-06, 64493-50 for 150.00. So 24 claims and sessions,
40 lines, 2200 + 400 + 400 + 300 = 3300.00 allowed, 8 third levels of 400.00.

Five peers have ten patients with a session each, as ANN's; of the k-th, k patients have three levels (k from 0 to 4):
0 + 1 + 2 + 3 + 4 = 10 third levels of 500.00. A surgery center bills for the patients of the first peer. SAM has one
session, 64493-RT for 100.00 with 64494-LT for 40.00, payable as 64493-50 for 150.00: an underpayment of 10.00.

Everything is paid 20 days after the service, 80 percent of what is allowed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit

HEADER = (
    "claim_id,line_number,claim_type,patient_id,service_date,hcpcs,modifier_1,modifier_2,units,place_of_service,"
    "rendering_npi,billing_npi,allowed_amount,paid_amount,paid_date\n"
)
ANN, SAM, CENTER = "1000000004", "1000000012", "2000000002"
PEERS = [f"300000000{k}" for k in range(5)]
FIRST, SECOND = datetime.date(2025, 3, 4), datetime.date(2025, 5, 6)
ONE = [("64493", "RT", 100)]
THREE = [*ONE, ("64494", "RT", 50), ("64495", "RT", 50)]


def lines() -> Iterator[str]:
    """The lines of the practice as CSV."""
    for patient in range(22):
        yield from _claim(f"A{patient:02}", f"PA{patient:02}", FIRST, ANN, THREE if patient < 8 else ONE)
    for patient in (3, 5):
        yield from _claim(f"A{patient:02}X", f"PA{patient:02}", SECOND, ANN, [("64493", "50", 150)])
    for k, npi in enumerate(PEERS):
        for patient in range(10):
            yield from _claim(f"B{k}{patient}", f"PB{k}{patient}", FIRST, npi, THREE if patient < k else ONE)
    for patient in range(10):
        yield from _claim(f"F{patient}", f"PB0{patient}", FIRST, "", [("64493", "RT", 700)], "asc")
    yield from _claim("S0", "PS0", FIRST, SAM, [("64493", "RT", 100), ("64494", "LT", 40)])


def _claim(
    claim: str,
    patient: str,
    day: datetime.date,
    npi: str,
    coded: list[tuple[str, str, int]],
    kind: str = "professional",
) -> Iterator[str]:
    paid_on = day + datetime.timedelta(days=20)
    place, billing = ("11", "") if kind == "professional" else ("24", CENTER)
    for number, (code, modifier, allowed) in enumerate(coded, start=1):
        yield (
            f"{claim},{number},{kind},{patient},{day},{code},{modifier},,1,{place},{npi},{billing},{allowed}.00,"
            f"{allowed * 8 // 10}.00,{paid_on}\n"
        )


def audited(folder: Path) -> Audit:
    """The audit of the practice."""
    claims = folder / "claims.csv"
    claims.write_text(HEADER + "".join(lines()), encoding="utf-8")
    return audit(claims, out=folder / "audit", mac="palmetto", select=["FA102", "FA203"])
