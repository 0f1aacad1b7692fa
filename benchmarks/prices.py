"""How long `facetaudit fees price` takes for a list of lines: python -m benchmarks.prices --lines 1000000.

Half of the lines are a facility's; four lines make a day. The child's processor seconds and peak memory are told, which
say more than the wall clock on a machine that does other work.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import duckdb

from benchmarks.measure import measured

LINES = """
select
    'P' || (n // 4) as patient_id,
    cast(date '2021-01-01' + cast(hash(n // 4) % 2000 as integer) as varchar) as service_date,
    list_extract(
        ['64490', '64491', '64493', '64494', '64633', '64635', '77003', '99213'], 1 + cast(hash(n, 1) % 8 as integer)
    ) as hcpcs,
    list_extract(['50', 'RT', 'LT', ''], 1 + cast(hash(n, 2) % 4 as integer)) as modifier_1,
    list_extract(['03102-00', '13202-01', ''], 1 + cast(hash(n, 3) % 3 as integer)) as locality,
    case (n // 4) % 4 when 0 then 'asc' when 1 then 'hopd' else 'professional' end as claim_type,
    case (n // 4) % 4 when 0 then '24' when 1 then '22' else '11' end as place_of_service,
    '1000000012' as rendering_npi,
    '250.00' as charge_amount
from range($lines) t(n)
"""


def write_lines(path: Path, lines: int) -> None:
    """The list, the same for the same number of lines."""
    with duckdb.connect() as con:
        con.sql(LINES, params={"lines": lines}).write_csv(str(path))


def main() -> None:
    """Write a list, price it, tell what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "lines.csv", Path(folder) / "priced.csv"
        write_lines(source, asked.lines)
        took = measured(["--quiet", "fees", "price", str(source), "--out", str(out)], Path(folder))
    used = f"{took.seconds:.1f} s wall, {took.cpu:.1f} s of processor, {took.peak_mb:.0f} MB at most"
    print(f"{asked.lines:,} lines: {used}")


if __name__ == "__main__":
    main()
