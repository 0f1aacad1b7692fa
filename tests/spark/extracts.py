"""Extracts for both engines: random claim sets that never meet, and a file in which much is wrong."""

from __future__ import annotations

import csv
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import seed as drawn_from
from hypothesis import strategies as st

from tests.agreement.worlds import apart, worlds, write
from tests.oracle import Line, Note

BATCH = 10
MESSY = """claim_id,line_number,patient_id,service_date,hcpcs,modifier_1,modifier_2,modifier_3,modifier_4,units,\
allowed_amount,paid_amount,paid_date,diagnosis_codes,rendering_npi,Room,=Clerk
M1,,MP1,2025-03-04,64493,"50, KX",59,XS,GY GA,1,"$1,234.50",900.00,2025-04-01,"M47.816, M54.50",1000000012,7,=A1

M1,,MP1,2025-03-04,64494-50,KX,,,,1,(33.33),-20.00,2025-04-01,M47816,1000000012,8,"two
lines"
M2,1,MP1,2025-02-30,64493,,,,,1,100.00,80.00,2025-04-01,,1000000012,9,x
M4,1,,2025-03-05,64493,,,,,1,100.00,80.00,2025-04-01,,1000000012,9,x
M5,1,MP2,2025-03-06,213T,RT,,,,1,100.00,80.00,2025-04-01,,1000000012,9,x
M5,1,MP2,2025-03-06,213T,RT,,,,1,100.00,80.00,2025-05-01,,1000000012,9,x
M6,3,MP2,2025-03-06,99213,25,,,,-1,-50.00,-40.00,2025-05-01,,1000000012,9,x
M7,1,MP3,2025-03-07,64635,LT,,,,2,100.005,80.00,2025-05-01,,1000000012,9,x
M8,1,MP3,2025-03-07,64635,LT,,,,2,100.00,80.00,2025-05-01,"m54.50 ""x"" M47.816",1000000012,9,x
"""


def random_sets(number: int, seed: int) -> tuple[list[Line], list[Note]]:
    """So many random claim sets, as one extract."""
    made: list[tuple[list[Line], list[Note]]] = []

    @drawn_from(seed)
    @settings(
        max_examples=-(-number // BATCH), database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(worlds(), min_size=BATCH, max_size=BATCH))
    def draw(batch: list[tuple[list[Line], list[Note]]]) -> None:
        made.extend(batch)

    draw()
    return apart(made[:number])


def write_sets(folder: Path, number: int, seed: int) -> tuple[Path, Path]:
    """Random claim sets as claims.csv and procedures.csv of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return write(folder, *random_sets(number, seed))


def write_messy(folder: Path) -> Path:
    """A file with blank, rejected and oddly written rows."""
    path = folder / "messy.csv"
    path.write_text(MESSY, encoding="utf-8", newline="")
    return path


def together(notes: list[Path], to: Path) -> Path:
    """Notes of several files in one, each cell below the header of its name."""
    rows: list[dict[str, str]] = []
    header: dict[str, None] = {}
    for path in notes:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            header |= dict.fromkeys(reader.fieldnames or ())
            rows += list(reader)
    with to.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(header), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return to
