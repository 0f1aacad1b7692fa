"""What `facetaudit peers-import` takes for a file as large as CMS's: python -m benchmarks.public_files --rows 10000000.

A made-up file by Provider and Service, one row in 400 with a facet code; the child's processor seconds and peak memory
are told. Names, addresses and descriptors are filler of the length that CMS's have.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import duckdb

from benchmarks.measure import measured, megabytes

EVERY = 400
NAME = "MUP_PHY_R25_P05_V20_D23_Prov_Svc.csv"
ROWS = """
select
    cast(1000000000 + n // 8 as varchar) as "Rndrng_NPI",
    'Surname' || (n // 8) as "Rndrng_Prvdr_Last_Org_Name", 'Given' as "Rndrng_Prvdr_First_Name",
    'Q' as "Rndrng_Prvdr_MI", 'M.D.' as "Rndrng_Prvdr_Crdntls", 'I' as "Rndrng_Prvdr_Ent_Cd",
    (n % 9000) || ' Long Avenue, Building North' as "Rndrng_Prvdr_St1", '' as "Rndrng_Prvdr_St2",
    'Springfield' as "Rndrng_Prvdr_City", list_extract(['CA', 'TX', 'NY', 'FL'], 1 + (n // 8) % 4)
        as "Rndrng_Prvdr_State_Abrvtn",
    '06' as "Rndrng_Prvdr_State_FIPS", '90001' as "Rndrng_Prvdr_Zip5", '1' as "Rndrng_Prvdr_RUCA",
    'Metropolitan area core: primary flow within an urbanized area' as "Rndrng_Prvdr_RUCA_Desc",
    'US' as "Rndrng_Prvdr_Cntry", 'Interventional Pain Management' as "Rndrng_Prvdr_Type",
    'Y' as "Rndrng_Prvdr_Mdcr_Prtcptg_Ind",
    case when n % $every = 0 then list_extract(['64493', '64494', '64495', '64635', '64636'], 1 + (n // $every) % 5)
        else cast(10000 + n % 50000 as varchar) end as "HCPCS_Cd",
    'a text, with a comma, where a descriptor of the service stands' as "HCPCS_Desc", 'N' as "HCPCS_Drug_Ind",
    list_extract(['O', 'F'], 1 + n % 2) as "Place_Of_Srvc",
    11 + n % 90 as "Tot_Benes", 12 + n % 150 as "Tot_Srvcs", 11 + n % 140 as "Tot_Bene_Day_Srvcs",
    400 + (n % 100000) / 100 as "Avg_Sbmtd_Chrg", 100 + (n % 10000) / 100 as "Avg_Mdcr_Alowd_Amt",
    80 + (n % 8000) / 100 as "Avg_Mdcr_Pymt_Amt", 82 + (n % 8000) / 100 as "Avg_Mdcr_Stdzd_Amt"
from range($rows) t(n)
"""


def write_file(path: Path, rows: int) -> None:
    """The file, the same for the same number of rows."""
    with duckdb.connect() as con:
        con.sql(ROWS, params={"rows": rows, "every": EVERY}).write_csv(str(path))


def main() -> None:
    """Write a file, import it, tell what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the temporary folder is made")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        source = Path(name) / NAME
        write_file(source, asked.rows)
        took = measured(["peers-import", str(source), "--out", str(Path(name) / "public")], Path(name))
        size = megabytes([source])
    used = f"{took.seconds:.1f} s wall, {took.cpu:.1f} s of processor, {took.peak_mb:.0f} MB at most"
    print(f"{asked.rows:,} rows, {size:,.0f} MB: {used}")


if __name__ == "__main__":
    main()
