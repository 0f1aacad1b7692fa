"""Canonical claim lines in any number, made by the engine alone: seeded, fast, the same on every machine.

Ten lines are four claims, of one to four lines.  `sparse` extracts hold what a whole practice or state bills: every
35th claim is a facet session whose first two lines are facet codes, so that of every 350 lines seven (2 %) are.
`dense` extracts are facet sessions alone, two lines each.  Sessions follow one another by patient as the policy wants
them (two diagnostic blocks, ablations of the right and the left side, one again after a year); of 64 sessions
eight have an error of billing.  Some claims are sent again: every 997th replaces the one before it, and the lines of
every 1,009th take back the same lines of the one before it (a line that this has not is a reject).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

FORMATS = ("csv", "parquet", "eob")
LINES_TOGETHER = 350
EOB_FILE_LINES = 35_000
SESSION_EVERY = {"sparse": 35, "dense": 1}
"""Of how many claims one is a facet session."""

# Claim and line of the i-th line; the pattern of ten sparse lines is 1 + 2 + 3 + 4.
_NUMBERED = """
create or replace macro numbered(first, lines) as table
    select case when getvariable('bench_every') = 1 then i // 2
                else i // 10 * 4 + case when i % 10 = 0 then 0 when i % 10 < 3 then 1 when i % 10 < 6 then 2 else 3 end
                end as claim,
           cast(case when getvariable('bench_every') = 1 then i % 2 + 1
                     when i % 10 = 0 then 1 when i % 10 < 3 then i % 10 when i % 10 < 6 then i % 10 - 2
                     else i % 10 - 5 end as integer) as line_number
    from range(first, first + lines) r(i);
"""
# What is drawn of a claim is drawn of the claim that it replaces or takes back. Five sessions are one patient's.
_DRAWN = """
create or replace macro drawn(first, lines) as table
    select *, hash(said, getvariable('bench_seed')) as h, hash(said // getvariable('bench_every'), 7) % 64 as error,
           said % getvariable('bench_every') = 0 as is_session,
           said % getvariable('bench_every') = 0 and line_number <= 2 as is_facet,
           said // getvariable('bench_every') // 5 as facet_patient,
           said // getvariable('bench_every') % 5 as place_in_turn
    from (select claim, line_number, claim % 997 = 996 as replaces, claim % 1009 = 1008 as reverses,
                 case when claim % 997 = 996 or claim % 1009 = 1008 then claim - 1 else claim end as said
          from numbered(first, lines)) n;
"""
# The errors: 0 an ablation with KX or a block without, 1 the third level, 2 two units, 3 both sides on two lines,
# 4 no side, 5 a diagnosis that no policy covers, 6 the day of the session before, 7 both sides for twice the money.
_LINES = """
create or replace macro made_lines(first, lines) as table
    select 'C' || lpad(cast(claim as varchar), 10, '0') as claim_id, line_number, 'professional' as claim_type,
           'medicare' as payer, 'palmetto' as mac, 'NC' as state,
           'P' || lpad(cast(case when is_session then facet_patient else h % getvariable('bench_patients') end
                            as varchar), 9, '0') as patient_id,
           day as service_date,
           case when is_facet and error = 3 then case when place_in_turn < 2 then '64493' else '64635' end
                when is_facet and error = 1 and line_number = 2 and place_in_turn < 2 then '64495'
                when is_facet then ['64493', '64494', '64635', '64636']
                                   [cast(case when place_in_turn < 2 then 0 else 2 end + line_number as integer)]
                else ['99213', '99214', '97110', '97140', '20610', '72100', '80053', '93000']
                     [cast((h >> (4 * line_number)) % 8 + 1 as integer)] end as hcpcs,
           case when is_facet and error = 4 then null
                when is_facet and error = 7 then '50'
                when is_facet and error = 3 then ['RT', 'LT'][line_number]
                when is_facet then case when place_in_turn = 3 then 'LT' else 'RT' end
                when line_number = 1 or is_session then '25' end as modifier_1,
           case when is_facet and (place_in_turn < 2) <> (error = 0) then 'KX' end as modifier_2,
           cast(case when reverses then -1 else 1 end * case when is_facet and error = 2 then 2 else 1 end
                as decimal(12, 3)) as units,
           ['11', '22', '24'][cast((h >> 17) % 3 + 1 as integer)] as place_of_service,
           case when is_session then case when error = 5 then 'E11.9' else 'M47.816' end
                else ['M47.816', 'M47.817', 'M54.50', 'E11.9'][cast((h >> 6) % 4 + 1 as integer)] end
               as diagnosis_codes,
           '1' || lpad(cast(npi as varchar), 9, '0') as rendering_npi,
           '1' || lpad(cast(npi // 10 + 900000000 as varchar), 9, '0') as billing_npi,
           cast(amount * 4 as decimal(12, 2)) as charge_amount, cast(amount as decimal(12, 2)) as allowed_amount,
           cast(amount * 0.8 as decimal(12, 2)) as paid_amount,
           day + 21 + cast(claim - said as integer) * 30 as paid_date,
           case when (h >> 11) % 25 = 0 then 'denied' else 'paid' end as line_status,
           case when replaces then '7' else '1' end as claim_frequency_code,
           case when replaces then 'C' || lpad(cast(said as varchar), 10, '0') end as original_claim_id
    from (select *, (case when reverses then -1 else 1 end)
                    * cast(40 + ((h >> 7) % 20000) / 100.0 as decimal(12, 2)) as amount,
                 case when is_session then hash(facet_patient, 3) % 2000 else (h >> 8) % 5000 end as npi,
                 date '2021-07-01' + cast(case when is_session then hash(facet_patient, 5) % 1100 else (h >> 20) % 1500
                                          end as integer)
                     + case when is_session then [0, 28, 70, 84, 460][cast(place_in_turn
                         + case when error = 6 and place_in_turn > 0 then 0 else 1 end as integer)] else 0 end as day
          from drawn(first, lines)) d;
"""
# The form of Blue Button version 2, as far as a claim line needs it: one claim a line of NDJSON.
_EOB = """
create or replace macro adjudicated(name, amount) as {
    'category': {'coding': [{'system': 'https://bluebutton.cms.gov/resources/codesystem/adjudication',
                             'code': 'https://bluebutton.cms.gov/resources/variables/' || name}]},
    'amount': {'value': amount, 'currency': 'USD'}};
create or replace macro made_resources(first, lines) as table
    select 'ExplanationOfBenefit' as "resourceType", 'carrier-' || claim_id as id, 'active' as status,
           [{'system': 'https://bluebutton.cms.gov/resources/variables/clm_id', 'value': claim_id}] as identifier,
           {'coding': [{'system': 'https://bluebutton.cms.gov/resources/variables/nch_clm_type_cd', 'code': '71'},
                       {'system': 'http://terminology.hl7.org/CodeSystem/claim-type', 'code': 'professional'}]}
               as type,
           'claim' as use, {'reference': 'Patient/' || any_value(patient_id)} as patient,
           {'start': any_value(service_date), 'end': any_value(service_date)} as "billablePeriod",
           [{'sequence': 1, 'diagnosisCodeableConcept': {'coding': [
               {'system': 'http://hl7.org/fhir/sid/icd-10-cm',
                'code': replace(any_value(diagnosis_codes), '.', '')}]}}] as diagnosis,
           list({'sequence': line_number, 'diagnosisSequence': [1],
                 'productOrService': {'coding': [{'system': 'https://bluebutton.cms.gov/resources/codesystem/hcpcs',
                                                  'code': hcpcs}]},
                 'servicedPeriod': {'start': service_date, 'end': service_date},
                 'locationCodeableConcept': {'coding': [
                     {'system': 'https://bluebutton.cms.gov/resources/variables/line_place_of_srvc_cd',
                      'code': place_of_service}]},
                 'quantity': {'value': units},
                 'adjudication': [adjudicated('line_nch_pmt_amt', paid_amount),
                                  adjudicated('line_sbmtd_chrg_amt', charge_amount),
                                  adjudicated('line_alowd_chrg_amt', allowed_amount)]} order by line_number) as item
    from made_lines(first, lines) group by claim_id order by claim_id;
"""
_COPY = {
    "csv": "copy (from made_lines(0, $lines)) to $path (format csv, header)",
    "parquet": "copy (from made_lines(0, $lines)) to $path (format parquet, compression zstd)",
    "eob": "copy (from made_resources($first, $lines)) to $path (format json)",
}


def generate(kind: str, lines: int, folder: Path, seed: int = 1, shape: str = "sparse") -> list[Path]:
    """Write `lines` claim lines (a multiple of 350) as one CSV or Parquet file, or as EOB files of 35,000 lines."""
    if lines <= 0 or lines % LINES_TOGETHER:
        raise ValueError(f"the number of lines must be a multiple of {LINES_TOGETHER}, such as 200,200")
    with duckdb.connect(config={"memory_limit": "2GB", "threads": 2, "temp_directory": str(folder / "spill")}) as con:
        con.execute(_NUMBERED + _DRAWN + _LINES + _EOB)
        con.execute("set variable bench_seed = $1", [seed])
        con.execute("set variable bench_patients = $1", [max(1, lines // 40)])
        con.execute("set variable bench_every = $1", [SESSION_EVERY[shape]])
        if kind != "eob":
            path = folder / f"claims.{kind}"
            con.execute(_COPY[kind], {"lines": lines, "path": str(path)})
            return [path]
        paths = []
        for first in range(0, lines, EOB_FILE_LINES):
            paths.append(folder / f"claims_{len(paths):04}.ndjson")
            part = {"first": first, "lines": min(EOB_FILE_LINES, lines - first), "path": str(paths[-1])}
            con.execute(_COPY["eob"], part)
    return paths
