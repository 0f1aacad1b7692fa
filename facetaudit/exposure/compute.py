"""Exposure: one row per line and scenario where an amount differs or a deny or recode finding stands."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import duckdb

from facetaudit.engine.duckdb import derive
from facetaudit.exposure import corrected, corrected_claims, days
from facetaudit.exposure.attribution import SCENARIOS, ranks
from facetaudit.fees.pricing import price_lines
from facetaudit.history import Derived

# The first attribution of a day: a neighbour without a finding whose price moves because another line goes follows it.
DAY_CODE = """
select d.scenario, d.day_id, a.code
from (
    select r.scenario, l.day_id, min(a.rank) as first_rank
    from line_result r
    join day_line l on l.line_id = r.line_id
    join attribution a on a.code = r.code
    group by r.scenario, l.day_id
) d
join attribution a on a.rank = d.first_rank
"""

# The lines of the days that a scenario's findings touch, with their prices. One large join a table: an engine that may
# take little memory holds one at a time.
DAY_RESULT = """
select
    c.scenario, l.line_id, coalesce(r.code, c.code) as detector_code, r.line_id is not null as has_finding,
    coalesce(r.denied, false) as denied, r.payable, r.corrected_pairs, r.corrected_singles, r.corrected_place,
    r.is_pattern
from day_code c
join day_line l on l.day_id = c.day_id
left join line_result r on r.scenario = c.scenario and r.line_id = l.line_id
"""

BILLED_RESULT = """
select r.*, b.multiple_percent, b.unit_amount, b.fee_amount as fee_billed, b.fee_note
from day_result r
left join fee_price b on b.variant = 'billed' and b.line_id = r.line_id
"""

PRICED_RESULT = """
select
    r.*,
    case when r.fee_billed is null then null when p.line_id is null then 0 else p.fee_amount end as fee_corrected
from billed_result r
left join fee_price p on p.variant = r.scenario and p.line_id = r.line_id
"""

EXPOSURE_LINE = """
with amount as (
    select
        r.scenario, l.day_id, l.line_id, l.claim_id, l.line_number, l.patient_id, l.service_date, l.pack, l.claim_type,
        l.hcpcs, l.locality, l.place_of_service, l.both_side_units, l.one_side_units,
        r.corrected_pairs, r.corrected_singles, r.corrected_place, r.is_pattern, r.multiple_percent, r.unit_amount,
        r.detector_code, r.has_finding, r.denied, l.allowed_amount,
        case when r.denied then 0 when r.payable is not null then r.payable else l.allowed_amount end
            as corrected_allowed,
        l.paid_amount, r.fee_billed, r.fee_corrected, r.fee_note,
        coalesce(l.paid_date, l.service_date) as received_date,
        coalesce(l.paid_date, l.service_date) >= o.lookback_start as within_lookback
    from priced_result r
    join day_line l on l.line_id = r.line_id
    cross join run_option o
)
select
    a.*,
    cast(a.allowed_amount - a.corrected_allowed as decimal(12,2)) as overpayment_allowed,
    cast(case
        when a.denied and coalesce(a.allowed_amount, 0) = 0 then a.paid_amount
        when a.allowed_amount = 0 then 0 * a.paid_amount
        else round(
            cast(a.paid_amount * (a.allowed_amount - a.corrected_allowed) / a.allowed_amount as decimal(18,6)), 2
        )
    end as decimal(12,2)) as overpayment_paid,
    cast(a.fee_billed - a.fee_corrected as decimal(12,2)) as overpayment_fee
from amount a
"""

# Lines that carry an amount in a scenario, or a finding that takes or changes it.
EXPOSED_LINE = """
select *
from exposure_line
where has_finding or overpayment_allowed <> 0 or overpayment_paid <> 0 or overpayment_fee <> 0
"""

EXPOSURE = """
select
    scenario, claim_id, line_number, detector_code as detector,
    cast(allowed_amount as decimal(12,2)) as allowed_amount,
    cast(corrected_allowed as decimal(12,2)) as corrected_allowed,
    overpayment_allowed,
    cast(paid_amount as decimal(12,2)) as paid_amount,
    overpayment_paid,
    cast(fee_billed as decimal(12,2)) as fee_billed,
    cast(fee_corrected as decimal(12,2)) as fee_corrected,
    overpayment_fee, fee_note, within_lookback
from exposed_line
"""

BEFORE_PRICES = (*corrected.STEPS, *days.STEPS)
AFTER_PRICES = (
    Derived("day_code", DAY_CODE),
    Derived("day_result", DAY_RESULT),
    Derived("billed_result", BILLED_RESULT),
    Derived("priced_result", PRICED_RESULT),
    Derived("exposure_line", EXPOSURE_LINE),
    Derived("exposed_line", EXPOSED_LINE, stored=False),
    Derived("exposure", EXPOSURE),
    *corrected_claims.STEPS,
)


def name_options(con: duckdb.DuckDBPyConnection, codes: Sequence[str], as_of: datetime.date, years: int) -> None:
    """Make the small tables that the texts read: scenario, attribution, measure and run_option."""
    con.execute("create or replace temp table scenario (scenario varchar, certainty varchar)")
    con.executemany(
        "insert into scenario values (?, ?)",
        [(name, certainty) for name, certainties in SCENARIOS.items() for certainty in certainties],
    )
    con.execute("create or replace temp table attribution (code varchar, rank integer)")
    con.executemany("insert into attribution values (?, ?)", ranks(codes))
    con.execute("create or replace temp table measure as select 'paid' as measure union all select 'schedule'")
    con.execute(
        "create or replace temp table run_option as "
        "select cast($as_of as date) as as_of, cast(cast($as_of as date) - to_years($years) as date) as lookback_start",
        {"as_of": as_of, "years": years},
    )


def compute(con: duckdb.DuckDBPyConnection, codes: Sequence[str], as_of: datetime.date, lookback_years: int) -> None:
    """Make the tables `exposure` and `corrected_claim` (the folder's columns) from `raw_finding`, history and fees.

    ``codes`` are the detectors that ran; dollars within the look-back were received on or after the day
    ``lookback_years`` calendar years before ``as_of``.
    """
    name_options(con, codes, as_of, lookback_years)
    derive(con, BEFORE_PRICES)
    price_lines(con)
    derive(con, AFTER_PRICES)
