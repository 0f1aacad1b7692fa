"""Extracts for both engines: random claim sets that never meet, and a file in which much is wrong."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import duckdb
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

# What cannot be split: too few cells, too many (after a blank row), a quotation mark that is not doubled.
UNSPLIT = """\
M9,1,,MP9

M9,1,,MP9,2025-03-06,99213,25,,,,1,50.00,40.00,2025-05-01,,1000000012,9,x,more
MA,1,MP3,2025-03-08,64635,LT,,,,2,100.00,80.00,2025-05-01,,1000000012,9,x
"M"B,1,MP3,2025-03-07,64635,LT,,,,2,100.00,80.00,2025-05-01,,1000000012,9,x
MC,,MP3,2025-03-08,64635,,,,,2,,80.00,2025-05-01,"",1000000012,"",x
"""
PLAIN = """claim_id,line_number,patient_id,service_date,hcpcs,units,allowed_amount,paid_amount
P1,1,PP1,2025-03-04,64493,1,100.00,80.00
P1,2,PP1,2025-03-04,64494,1,50.00,40.00
P2,1
P3,1,PP2,2025-03-05,64635,1,1.005,80.00
"""
TYPED = """
select
    claim_id, cast(2 as bigint) as line_number, patient_id, timestamp '2025-03-04 00:00:00' as service_date, hcpcs,
    cast(2.0 as double) as units, cast(100.25 as decimal(10, 2)) as allowed_amount, cast(80 as integer) as paid_amount,
    ['M47.816', 'M54.50'] as diagnosis_codes, rendering_npi, 7 as room, timestamp '2025-01-01 10:00:00' as seen,
    ['a', 'b'] as words, cast(0.5 as double) as share
from read_csv($1, all_varchar = true)
where hcpcs = '64635'
"""
PARTS = """
select claim_id, line_number, patient_id, service_date, hcpcs, units, allowed_amount, paid_amount
from read_csv($1, all_varchar = true)
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


def write_messy(folder: Path, more: str = UNSPLIT) -> Path:
    """A file with blank, rejected and oddly written rows, and some that cannot be split."""
    path = folder / "messy.csv"
    path.write_text(MESSY + more, encoding="utf-8", newline="")
    return path


def write_texts(folder: Path) -> list[Path]:
    """The same lines as `write_messy`, with rows before the header, in another encoding, packed."""
    text = MESSY + UNSPLIT
    tabs = folder / "tabs.txt"
    tabs.write_text("\n\nsep=|\n" + PLAIN.replace(",", "|"), encoding="utf-8", newline="")
    latin = folder / "latin.csv"
    latin.write_bytes(text.replace("Room", "Salón").replace("two", "José").replace("\n", "\r\n").encode("latin-1"))
    packed = folder / "packed.csv.gz"
    packed.write_bytes(gzip.compress(text.encode(), mtime=0))
    return [tabs, latin, packed]


def write_folder(folder: Path) -> Path:
    """Parquet and text below a folder, names with signs, columns that folders say, and what holds no claims."""
    messy = write_messy(folder, "")
    claims = folder / "claims"
    for below in ("state=OH", "region=up%20there"):
        (claims / below).mkdir(parents=True)
    with duckdb.connect() as con:
        for name in ("part 0.parquet", "pärt%41[1].parquet", "part-2"):
            con.sql(PARTS, params=[str(messy)]).write_parquet(str(claims / "state=OH" / name))
        con.sql(TYPED, params=[str(messy)]).write_parquet(str(claims / "region=up%20there" / "typed.parquet"))
    (claims / "_SUCCESS").touch()
    (claims / "note.md").write_text("# Claims\n", encoding="utf-8")
    (claims / ".hidden.csv").write_text(MESSY, encoding="utf-8")
    messy.rename(claims / "texts.csv")
    return claims


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
