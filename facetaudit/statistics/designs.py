"""Which units are drawn: strata, sample sizes and the random order, all from the frame and the seed.

The generator: the random number of a unit is SHA-256 of `<seed>|<unit_key>`, as 64 hexadecimal digits. Of a stratum of
size n the n units with the smallest numbers are drawn. Probability proportional to size is systematic in the order of
the same numbers, in whole cents; its start is the first 15 digits of SHA-256 of `<seed>|start`, as a share of the
stratum's cents. Nothing rests on a library's generator, so every machine and version draws the same.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from facetaudit.errors import UsageError
from facetaudit.statistics import frames
from facetaudit.statistics.allocation import cumulative_root_limits, neyman, size_for_total

DESIGNS = ("simple", "stratified", "risk", "pps", "probe")
GENERATOR = "SHA-256 of '<seed>|<unit_key>' in hexadecimal; the smallest are drawn"
CLASSES = 100
"""Equal classes of dollars that limits of strata are found among."""

LEFT_OUT, CERTAIN, BY_SIZE = 0, 1, 2
"""Strata of probability proportional to size: no positive amount, drawn for certain, drawn by size."""

MOMENTS = """
select
    stratum, count(*), cast(coalesce(sum(cents), 0) as hugeint),
    cast(coalesce(sum(cast(cents as hugeint) * cents), 0) as hugeint)
from (select s.stratum, cast(u.amount * 100 as bigint) as cents
      from frame_unit u join unit_stratum s on s.position = u.position)
group by stratum order by stratum
"""
EXPECTED = """
select count(*), cast(coalesce(sum(cents), 0) as hugeint),
    cast(coalesce(sum(cast(cents as hugeint) * cents), 0) as hugeint)
from (select cast(expected_review * 100 as bigint) as cents from frame_unit)
"""
HISTOGRAM = """
with span as (
    select min(cast(amount * 100 as bigint)) as low, max(cast(amount * 100 as bigint)) as high from frame_unit
)
select c.class, count(u.position), any_value(s.low), any_value(s.high)
from span s
cross join (select unnest(range($classes)) as class) c
left join frame_unit u
    on (cast(cast(u.amount * 100 as bigint) - s.low as hugeint) * $classes) // (s.high - s.low + 1) = c.class
group by c.class order by c.class
"""
ONE_STRATUM = "create or replace temp table unit_stratum as select position, 1 as stratum from frame_unit"
BY_RISK = """
create or replace temp table unit_stratum as
select position, cast(dense_rank() over (
    order by case risk when 'certain' then 0 when 'probable' then 1 when 'review' then 2 else 3 end
) as integer) as stratum
from frame_unit
"""
# `limit_cents` is the first amount of each stratum but the first.
BY_AMOUNT = """
create or replace temp table unit_stratum as
select u.position, cast(1 + count(l.limit_cents) as integer) as stratum
from frame_unit u
left join (select unnest(cast($limits as bigint[])) as limit_cents) l on cast(u.amount * 100 as bigint) >= l.limit_cents
group by u.position
"""
BY_CENTS = """
create or replace temp table unit_stratum as
select position,
    case when amount <= 0 then 0 when cast(amount * 100 as bigint) >= $certain then 1 else 2 end as stratum
from frame_unit
"""
LARGE = """
select count(*), cast(coalesce(sum(cast(amount * 100 as bigint)), 0) as hugeint)
from frame_unit where amount > 0 and cast(amount * 100 as bigint) < $below
"""
RANGES = """
select s.stratum, min(u.risk), min(u.amount), max(u.amount), count(*),
    case when count(u.amount) = count(*) then cast(sum(u.amount) as decimal(18,2)) end
from frame_unit u join unit_stratum s on s.position = u.position group by s.stratum order by s.stratum
"""
DRAWN = """
create or replace temp table drawn as
select position, stratum, random_order
from (
    select
        u.position, s.stratum, sha256($seed || '|' || u.unit_key) as random_order,
        row_number() over (partition by s.stratum order by sha256($seed || '|' || u.unit_key), u.unit_key) as place
    from frame_unit u
    join unit_stratum s on s.position = u.position
) r
join (select unnest($strata) as wanted, unnest($sizes) as size) a on a.wanted = r.stratum
where r.place <= a.size
"""
# The points are start + k x total for k = 0 .. size - 1, a unit covers size x its cents: whole numbers throughout.
DRAWN_BY_SIZE = """
create or replace temp table drawn as
with ordered as (
    select position, stratum, cents, random_order,
        sum(cents) over (partition by stratum order by random_order, unit_key rows unbounded preceding) as upper_cents
    from (
        select u.position, u.unit_key, s.stratum, cast(u.amount * 100 as bigint) as cents,
            sha256($seed || '|' || u.unit_key) as random_order
        from frame_unit u
        join unit_stratum s on s.position = u.position
        where s.stratum > 0
    ) k
)
select position, stratum, random_order
from ordered
where stratum = 1
    or ($size * upper_cents - $start + $total - 1) // $total
        > ($size * (upper_cents - cents) - $start + $total - 1) // $total
"""
SAMPLE_UNIT = """
create or replace temp table sample_unit as
select
    row_number() over (order by d.stratum, d.random_order, u.unit_key) as selection, d.stratum, d.random_order,
    u.* exclude (expected_certain, expected_probable, expected_review)
from drawn d join frame_unit u on u.position = d.position
order by selection
"""


@dataclass(frozen=True)
class Stratum:
    """A stratum: units and dollars of the frame, units drawn; `low` and `high` are the amounts it goes from and to."""

    stratum: int
    label: str
    low: str
    high: str
    units: int
    amount: str
    sample_size: int

    def to_dict(self) -> dict[str, Any]:
        """As a manifest holds it."""
        return asdict(self)


@dataclass(frozen=True)
class Design:
    """How a sample is drawn; ``size`` in units, ``strata`` for the design stratified."""

    name: str
    size: int
    seed: int
    strata: int = 4


def draw(con: duckdb.DuckDBPyConnection, design: Design) -> list[Stratum]:
    """Make `unit_stratum` (position, stratum) and `sample_unit` from `frame_unit`; gives the strata.

    Raises UsageError for a size that the frame cannot give, and for units of unknown amount where the design needs it.
    """
    if design.name not in DESIGNS:
        raise UsageError(f"There is no design {design.name!r}: give {', '.join(DESIGNS[:-1])} or {DESIGNS[-1]}.")
    units = frames.count(con)
    if not 1 <= design.size <= units:
        raise UsageError(f"--size {design.size:,} does not go into a frame of {units:,} units: give 1 to {units:,}.")
    if design.name == "pps":
        return _by_size(con, design)
    if design.name in ("stratified", "risk"):
        _need_amounts(con)
    if design.name == "stratified":
        con.execute(BY_AMOUNT, {"limits": _limits(con, design.strata)})
    else:
        con.execute(BY_RISK if design.name == "risk" else ONE_STRATUM)
    if design.name in ("simple", "probe"):
        sizes = [design.size]
    else:
        moments = con.sql(MOMENTS).fetchall()
        sizes = neyman([row[1] for row in moments], [deviation(*row[1:]) for row in moments], design.size)
    strata = list(range(1, len(sizes) + 1))
    con.execute(DRAWN, {"seed": str(design.seed), "strata": strata, "sizes": sizes})
    con.execute(SAMPLE_UNIT)
    return _strata(con, design.name, dict(zip(strata, sizes, strict=True)))


def deviation(units: int, cents: int, squares: int) -> float:
    """Standard deviation (divisor n - 1) in dollars from exact sums of cents and of their squares; 0 for one unit."""
    if units < 2:
        return 0.0
    return math.sqrt((units * int(squares) - int(cents) ** 2) / (units * (units - 1))) / 100


def planned_size(con: duckdb.DuckDBPyConnection, precision: float, confidence: float) -> int:
    """Units of a simple sample for a precision, planned on the overpayment that the audit expects (scenario review)."""
    units, cents, squares = con.sql(EXPECTED).fetchall()[0]
    mean = int(cents) / units / 100
    return size_for_total(units, mean, deviation(units, cents, squares), precision, confidence)


def _limits(con: duckdb.DuckDBPyConnection, strata: int) -> list[int]:
    if strata < 2:
        raise UsageError(f"--strata {strata} is no stratification: give two or more, or the design simple.")
    rows = con.execute(HISTOGRAM, {"classes": CLASSES}).fetchall()
    low, span = rows[0][2], rows[0][3] - rows[0][2] + 1
    ends = cumulative_root_limits([row[1] for row in rows], strata)
    return [low + -((end + 1) * span // -CLASSES) for end in ends]


def _by_size(con: duckdb.DuckDBPyConnection, design: Design) -> list[Stratum]:
    """Units that alone are worth a draw are taken for certain, until none is; the rest is drawn systematically."""
    _need_amounts(con)
    left, below = design.size, 2**62
    positive, total = con.execute(LARGE, {"below": below}).fetchall()[0]
    if design.size > positive:
        raise UsageError(
            f"--size {design.size:,} is more than the {positive:,} units with a positive amount: give at most as many."
        )
    taken = 0
    while left and total:
        limit = -(int(total) // -left)  # the least cents worth a whole draw
        units, rest = con.execute(LARGE, {"below": min(limit, below)}).fetchall()[0]
        if units == positive - taken:
            break
        left, below, total, taken = design.size - (positive - units), min(limit, below), rest, positive - units
    con.execute(BY_CENTS, {"certain": below})
    start = int(hashlib.sha256(f"{design.seed}|start".encode()).hexdigest()[:15], 16) * int(total) >> 60
    con.execute(
        DRAWN_BY_SIZE, {"seed": str(design.seed), "size": left, "start": start, "total": max(int(total), 1)}
    )
    con.execute(SAMPLE_UNIT)
    return _strata(con, "pps", {CERTAIN: taken, BY_SIZE: left})


def _need_amounts(con: duckdb.DuckDBPyConnection) -> None:
    ((unknown,),) = con.sql("select count(*) from frame_unit where amount is null").fetchall()
    if unknown:
        raise UsageError(
            f"{unknown:,} units of the frame have a line without an amount, which this design needs: take --design "
            "simple, or the other kind of --dollars."
        )


def _strata(con: duckdb.DuckDBPyConnection, design: str, sizes: dict[int, int]) -> list[Stratum]:
    words = {LEFT_OUT: "no positive amount, not represented", CERTAIN: "drawn for certain", BY_SIZE: "drawn by size"}
    labels = {"stratified": "by amount", "simple": "all", "probe": "all"}
    return [
        Stratum(
            stratum=stratum,
            label=words[stratum] if design == "pps" else risk if design == "risk" else labels[design],
            low="" if low is None else str(low),
            high="" if high is None else str(high),
            units=units,
            amount="" if amount is None else str(amount),
            sample_size=sizes.get(stratum, 0),
        )
        for stratum, risk, low, high, units, amount in con.sql(RANGES).fetchall()
    ]
