"""What an audit is measured against: one pass that keeps the facet days, and six detectors written by hand, twice.

    python -m benchmarks.peers floor|sql|pandas CLAIMS.parquet FOLDER

`floor` writes the lines of the days with a facet code to a Parquet file in the folder and counts them; `sql` is the
best that we can write for these lines in DuckDB, `pandas` what a competent notebook does.  They know what the generator
writes (one payer, one MAC, lower spine, no notes) and print the findings of each detector as JSON; a test holds them
against the audit's own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

DETECTORS = ("FA102", "FA105", "FA201", "FA202", "FA301", "FA602")

_FLOOR = """
copy (
    select l.* from read_parquet(getvariable('claims')) l
    semi join (
        select distinct patient_id, service_date from read_parquet(getvariable('claims'))
        where hcpcs in ('64490', '64491', '64492', '64493', '64494', '64495', '64633', '64634', '64635', '64636')
    ) d on d.patient_id = l.patient_id and d.service_date = l.service_date
) to (getvariable('out')) (format parquet, compression zstd)
"""
_LINES = """
create temp table line as
with facet as (
    select claim_id, line_number, patient_id, service_date, rendering_npi, hcpcs, modifier_1, modifier_2, units,
           allowed_amount, diagnosis_codes, line_status
    from read_parquet(getvariable('claims'))
    where hcpcs in ('64493', '64494', '64495', '64635', '64636')
), replaced as (
    select distinct original_claim_id as claim_id from read_parquet(getvariable('claims'))
    where claim_frequency_code = '7'
)
select * exclude (line_status) from facet l
where line_status = 'paid' and units > 0 and claim_id not in (select claim_id from replaced)
  and not exists (
      select 1 from facet n
      where n.units < 0 and n.patient_id = l.patient_id and n.service_date = l.service_date and n.hcpcs = l.hcpcs
        and n.modifier_1 is not distinct from l.modifier_1 and n.modifier_2 is not distinct from l.modifier_2
        and n.units = -l.units and n.allowed_amount = -l.allowed_amount)
"""
_COUNTS = """
with pair as (
    select count(*) * 2 as lines from (
        select 1 from line where hcpcs in ('64493', '64635')
        group by patient_id, service_date, rendering_npi, hcpcs
        having count(*) = 2 and count(*) filter (where modifier_1 = 'RT' and units = 1) = 1
           and count(*) filter (where modifier_1 = 'LT' and units = 1) = 1) p
), skipped as (
    select count(*) as lines from line l
    where hcpcs = '64495' and not exists (
        select 1 from line b where b.hcpcs = '64494' and b.patient_id = l.patient_id
          and b.service_date = l.service_date and b.rendering_npi = l.rendering_npi)
)
select count(*) filter (where hcpcs = '64495'), (select lines from skipped), (select lines from pair),
       count(*) filter (where units = 2 and hcpcs in ('64493', '64635')),
       count(*) filter (where hcpcs in ('64635', '64636') and 'KX' in (modifier_1, modifier_2)),
       count(*) filter (where diagnosis_codes not like 'M47%')
from line
"""


def floor(claims: str, folder: Path) -> dict[str, int]:
    con = _connect(claims, folder)
    con.execute("set variable out = $1", [str(folder / "floor.parquet")])
    return {"lines": con.execute(_FLOOR).fetchall()[0][0]}


def sql(claims: str, folder: Path) -> dict[str, int]:
    con = _connect(claims, folder)
    con.execute(_LINES)
    return dict(zip(DETECTORS, con.execute(_COUNTS).fetchall()[0], strict=True))


def pandas(claims: str, folder: Path) -> dict[str, int]:
    import pandas as pd

    lines = pd.read_parquet(claims)
    replaced = lines.loc[lines.claim_frequency_code == "7", "original_claim_id"]
    lines = lines[lines.hcpcs.isin(["64493", "64494", "64495", "64635", "64636"])]
    for column in ("units", "allowed_amount"):
        lines[column] = lines[column].astype(float)
    same = ["patient_id", "service_date", "hcpcs", "modifier_1", "modifier_2", "units", "allowed_amount"]
    back = lines.loc[lines.units < 0, same].assign(
        units=lambda frame: -frame.units, allowed_amount=lambda frame: -frame.allowed_amount
    )
    lines = lines[(lines.line_status == "paid") & (lines.units > 0) & ~lines.claim_id.isin(replaced)]
    lines = lines.merge(back.drop_duplicates(), how="left", on=same, indicator=True)
    lines = lines[lines["_merge"] == "left_only"]
    group = ["patient_id", "service_date", "rendering_npi"]
    third = lines[lines.hcpcs == "64495"]
    below = lines.loc[lines.hcpcs == "64494", group].drop_duplicates().assign(below=True)
    base = lines[lines.hcpcs.isin(["64493", "64635"])]
    sided = base.assign(
        right=(base.modifier_1 == "RT") & (base.units == 1), left=(base.modifier_1 == "LT") & (base.units == 1)
    )
    pairs = sided.groupby([*group, "hcpcs"]).agg(lines=("hcpcs", "size"), right=("right", "sum"), left=("left", "sum"))
    has_kx = (lines.modifier_1 == "KX") | (lines.modifier_2 == "KX")
    return {
        "FA102": len(third),
        "FA105": int(third.merge(below, how="left", on=group).below.isna().sum()),
        "FA201": 2 * int(((pairs.lines == 2) & (pairs.right == 1) & (pairs.left == 1)).sum()),
        "FA202": int((base.units == 2).sum()),
        "FA301": int((lines.hcpcs.isin(["64635", "64636"]) & has_kx).sum()),
        "FA602": int((~lines.diagnosis_codes.str.startswith("M47")).sum()),
    }


def _connect(claims: str, folder: Path):  # type: ignore[no-untyped-def]
    import duckdb

    con = duckdb.connect(config={"threads": 2, "temp_directory": str(folder / "spill")})
    con.execute("set variable claims = $1", [claims])
    return con


PEERS = {"floor": floor, "sql": sql, "pandas": pandas}

if __name__ == "__main__":
    print(json.dumps(PEERS[sys.argv[1]](sys.argv[2], Path(sys.argv[3]))))
