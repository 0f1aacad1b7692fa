"""The sampling frame: every unit of an audit folder that could be drawn, in one order, with its dollars.

`frame_line`, one row per line of the frame: unit_key, claim_id, line_number, patient_id, service_date, region, class,
hcpcs, modifiers, units, rendering_npi, billing_npi, amount (US dollars, paid or allowed as asked), expected_certain,
expected_probable, expected_review (overpayment that the audit found, by scenario, net of underpayments),
corrected_coding and corrected (what the audit holds payable when every finding stands, empty where it cannot tell).

`frame_finding`, one row per finding on such a line: finding_id, code, detector, certainty, effect, claim_id,
line_number, unit_key, reason, correct_coding, dollars (of scenario review, where they are attributed to it).

`frame_unit`, one row per unit, `position` 1 to N in the binary order of `unit_key`: the columns of FRAME_COLUMNS.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.errors import UsageError

UNITS = ("line", "claim", "beneficiary-day", "session")
DOLLARS = ("paid", "allowed")
CLASSES = ("INJ", "RFA", "US")
ALL = "ALL"
RISKS = ("certain", "probable", "review", "none")
BLOCK = 10_000

# A part of a key is written so that no two different keys read the same.
KEY_PART = r"create or replace macro key_part(part) as replace(replace(part, '\', '\\'), '|', '\|')"

FRAME_LINE = """
create or replace temp table frame_line as
with dollars as (
    select
        claim_id, line_number,
        max(case when scenario = 'certain' then over end) as expected_certain,
        max(case when scenario = 'probable' then over end) as expected_probable,
        max(case when scenario = 'review' then over end) as expected_review,
        bool_or(scenario = 'review' and over is null) as unknown
    from (
        select claim_id, line_number, scenario,
            case $dollars when 'paid' then overpayment_paid else overpayment_allowed end as over
        from exposure
    ) e
    group by claim_id, line_number
),
proposal as (
    select claim_id, line_number, min(corrected_coding) as corrected_coding, min(change) as change
    from corrected_claims where scenario = 'review' group by claim_id, line_number
)
select
    case $unit
        when 'line' then key_part(l.claim_id) || '|' || cast(l.line_number as varchar)
        when 'claim' then key_part(l.claim_id)
        when 'beneficiary-day' then key_part(l.patient_id) || '|' || cast(l.service_date as varchar)
        else key_part(l.patient_id) || '|' || cast(l.service_date as varchar) || '|' || l.region || '|' || l.family
            || '|' || key_part(l.pack)
    end as unit_key,
    l.claim_id, l.line_number, l.patient_id, l.service_date, l.region, l.family as class, l.hcpcs,
    concat_ws(' ', l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4) as modifiers, l.units,
    l.rendering_npi, l.billing_npi,
    case $dollars when 'paid' then l.paid_amount else l.allowed_amount end as amount,
    coalesce(d.expected_certain, 0) as expected_certain,
    coalesce(d.expected_probable, 0) as expected_probable,
    coalesce(d.expected_review, 0) as expected_review,
    case p.change when 'removed' then 'nothing payable' when 'merged' then 'merged into another line'
        else p.corrected_coding end as corrected_coding,
    case when not coalesce(d.unknown, false) then
        case $dollars when 'paid' then l.paid_amount else l.allowed_amount end - coalesce(d.expected_review, 0)
    end as corrected
from lines l
left join dollars d on d.claim_id = l.claim_id and d.line_number = l.line_number
left join proposal p on p.claim_id = l.claim_id and p.line_number = l.line_number
where l.active
    and ($everything or l.family in (select unnest($codes)) or l.hcpcs in (select unnest($codes)))
    and ($unit <> 'session' or l.family in ('INJ', 'RFA'))
    and ($npi is null or coalesce(l.rendering_npi = $npi, false) or coalesce(l.billing_npi = $npi, false))
    and ($first is null or l.service_date >= $first)
    and ($last is null or l.service_date <= $last)
"""

FRAME_FINDING = """
create or replace temp table frame_finding as
select
    f.finding_id, f.code, f.detector, f.certainty, f.effect, f.claim_id, f.line_number, l.unit_key, f.reason,
    f.correct_coding,
    coalesce(case $dollars when 'paid' then e.overpayment_paid else e.overpayment_allowed end, 0) as dollars
from findings f
join frame_line l on l.claim_id = f.claim_id and l.line_number = f.line_number
left join exposure e on e.scenario = 'review' and e.claim_id = f.claim_id and e.line_number = f.line_number
    and e.detector = f.code
"""

# An amount is unknown where that of one of the unit's lines is.
FRAME_UNIT = """
create or replace temp table frame_unit as
select
    row_number() over (order by u.unit_key) as position,
    u.*,
    coalesce(f.findings, 0) as findings,
    case coalesce(f.risk, 3) when 0 then 'certain' when 1 then 'probable' when 2 then 'review' else 'none' end as risk,
    coalesce(f.detectors, '') as detectors
from (
    select
        unit_key,
        case when $unit in ('line', 'claim') then min(claim_id) end as claim_id,
        case when $unit = 'line' then min(line_number) end as line_number,
        min(patient_id) as patient_id, min(service_date) as service_date,
        case when $unit in ('line', 'session') then min(region) end as region,
        case when $unit in ('line', 'session') then min(class) end as class,
        count(*) as lines,
        case when count(amount) = count(*) then cast(sum(amount) as decimal(14,2)) end as amount,
        cast(sum(expected_certain) as decimal(14,2)) as expected_certain,
        cast(sum(expected_probable) as decimal(14,2)) as expected_probable,
        cast(sum(expected_review) as decimal(14,2)) as expected_review
    from frame_line
    group by unit_key
) u
left join (
    select
        unit_key, count(*) as findings,
        min(case certainty when 'certain' then 0 when 'probable' then 1 else 2 end) as risk,
        string_agg(distinct code, ' ' order by code) as detectors
    from frame_finding
    group by unit_key
) f on f.unit_key = u.unit_key
order by position
"""

# Rows in order, as text, hashed in blocks and then once more: the same on every machine and version.
CONTENT = """
select sha256(string_agg(block_hash, '' order by block))
from (
    select
        (position - 1) // $block as block,
        sha256(string_agg(
            concat_ws('|', position, unit_key, coalesce(cast(amount as varchar), ''), expected_certain,
                expected_probable, expected_review, lines, findings, risk, detectors), chr(10) order by position
        )) as block_hash
    from frame_unit
    group by block
)
"""


@dataclass(frozen=True)
class Request:
    """What the frame holds: the unit, whose dollars, and which of the audit's active lines.

    `codes` are HCPCS codes, `INJ`, `RFA`, `US` or `ALL`; `first` and `last` are dates of service.
    """

    unit: str
    dollars: str = "paid"
    npi: str | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    codes: tuple[str, ...] = CLASSES

    def to_dict(self) -> dict[str, Any]:
        """As a manifest holds it."""
        return {
            "unit": self.unit,
            "dollars": self.dollars,
            "npi": self.npi,
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
            "codes": list(self.codes),
        }

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Request:
        """From what a manifest holds."""
        first, last = content["from"], content["to"]
        return cls(
            content["unit"],
            content["dollars"],
            content["npi"],
            datetime.date.fromisoformat(first) if first else None,
            datetime.date.fromisoformat(last) if last else None,
            tuple(content["codes"]),
        )


def checked_codes(codes: Sequence[str]) -> tuple[str, ...]:
    """The codes of a frame in capitals, once each and in order; INJ, RFA and US when none are given.

    Raises UsageError for what is neither a five-character code nor one of INJ, RFA, US and ALL.
    """
    listed = sorted({code.strip().upper() for given in codes for code in given.split(",") if code.strip()})
    for code in listed:
        if code not in (*CLASSES, ALL) and not re.fullmatch(r"[0-9A-Z]{5}", code):
            raise UsageError(f"--codes {code!r} is no code: give five-character codes, INJ, RFA, US or all.")
    return tuple(listed) or CLASSES


def build(con: duckdb.DuckDBPyConnection, folder: Path, request: Request) -> None:
    """Make `frame_line`, `frame_finding` and `frame_unit` of an audit folder.

    Raises UsageError when no line of the audit is asked for, and when a unit or kind of dollars is unknown.
    """
    if request.unit not in UNITS:
        raise UsageError(f"There is no unit {request.unit!r}: give {', '.join(UNITS[:-1])} or {UNITS[-1]}.")
    if request.dollars not in DOLLARS:
        raise UsageError(f"There are no dollars {request.dollars!r}: give paid or allowed.")
    if request.first and request.last and request.first > request.last:
        raise UsageError(f"--from {request.first} is after --to {request.last}: give the earlier date as --from.")
    for name in ("lines", "findings", "exposure", "corrected_claims"):
        con.read_parquet(str(folder / f"{name}.parquet")).create_view(name, replace=True)
    con.execute(KEY_PART)
    con.execute(
        FRAME_LINE,
        {
            "unit": request.unit,
            "dollars": request.dollars,
            "npi": request.npi,
            "first": request.first,
            "last": request.last,
            "codes": list(request.codes),
            "everything": ALL in request.codes,
        },
    )
    con.execute(FRAME_FINDING, {"dollars": request.dollars})
    con.execute(FRAME_UNIT, {"unit": request.unit})
    if count(con) == 0:
        raise UsageError(
            "The frame is empty: the audit has no active line with the codes, provider and dates that were asked for."
        )


def count(con: duckdb.DuckDBPyConnection) -> int:
    """The units of `frame_unit`."""
    return int(con.sql("select count(*) from frame_unit").fetchall()[0][0])


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 (64 hex digits) of the content of `frame_unit`, whatever wrote the file."""
    return str(con.execute(CONTENT, {"block": BLOCK}).fetchall()[0][0])
