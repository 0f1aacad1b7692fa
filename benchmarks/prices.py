"""`fees price` on many lines: rows, processor seconds, seconds and peak memory.

    python -m benchmarks.prices --lines 1000000

makes the lines in a temporary folder, days of three lines, half of them facility lines, prices them and
removes all.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

LINES = """
select 'P' || lpad(cast(line // 3 as varchar), 9, '0') as patient_id,
       cast(1000000000 + line // 3 % 400 as varchar) as rendering_npi,
       ['64493', '64494', '64495', '64490', '64635', '64636', '77003', '62323'][1 + (line % 3 + line // 3 % 6)]
           as hcpcs,
       [null, 'RT', 'LT', '50'][1 + line // 5 % 4] as modifier_1,
       1 as units,
       cast(date '2021-01-01' + cast(line // 3 * 7 % 2000 as integer) as date) as service_date,
       [null, '03102-00', '13202-01', '02102-01', '10112-00'][1 + line // 3 % 5] as locality,
       ['11', '24', '11', '22'][1 + line // 3 % 4] as place_of_service,
       ['professional', 'asc', 'professional', 'hopd'][1 + line // 3 % 4] as claim_type,
       ['qp', 'non_qp'][1 + line // 3 % 2] as participant,
       cast(50 + line % 900 as decimal(12,2)) as charge_amount
from range($lines) r(line)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="facetaudit-bench-") as name:
        source, out = Path(name) / "lines.csv", Path(name) / "priced.csv"
        _write(source, given.lines)
        command = [sys.executable, "-m", "facetaudit", "fees", "price", str(source), "--out", str(out)]
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True)
        seconds = time.perf_counter() - begun
        if done.returncode:
            raise SystemExit(f"facetaudit fees price ended with {done.returncode}: {done.stderr.strip()}")
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        size = source.stat().st_size / 1e6
        print(f"{given.lines} lines, {size:.0f} MB: {cpu:.1f} CPU s, {seconds:.1f} s, {peak:.0f} MB")


def _write(source: Path, lines: int) -> None:
    with duckdb.connect() as con:
        con.sql(LINES, params={"lines": lines}).write_csv(str(source))


if __name__ == "__main__":
    main()
