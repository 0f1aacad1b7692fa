"""Which formats the dates of a sample are written in, and whether the order of day and month is certain."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

ISO = "YYYY-MM-DD"
"""Not a format of strptime: what the loader reads where a mapping declares no format."""

# The order decides between formats that fit the same cells: month before day between slashes and dashes, as American
# systems write, and day before month between points.
_DATES = (
    "%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y", "%d-%m-%Y", "%d.%m.%Y", "%m.%d.%Y", "%Y/%m/%d", "%Y%m%d", "%m%d%Y",
    "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%m/%d/%y", "%d/%m/%y", "%m-%d-%y", "%d-%m-%y", "%d.%m.%y", "%m.%d.%y",
    "%d-%b-%y",
)
_MOST_FORMATS = 4
_NEVER = "%j"  # reads no day that is looked at: a list of formats must hold one

# Cells that could be dates: the day as it is written, and the format of the time after it.
_CELLS = r"""
create or replace temp table map_date as
select position, day, suffix, sum(n) as n, bool_and(iso) as iso
from (select position, n,
             regexp_extract(cell, $day, 1) as day,
             case when regexp_full_match(clock, '') then ''
                  when regexp_full_match(clock, ' [0-9]{1,2}:[0-9]{2}') then ' %H:%M'
                  when regexp_full_match(clock, ' [0-9]{1,2}:[0-9]{2}:[0-9]{2}') then ' %H:%M:%S'
                  when regexp_full_match(clock, ' [0-9]{1,2}:[0-9]{2}:[0-9]{2}[.][0-9]+') then ' %H:%M:%S.%f'
                  when regexp_full_match(clock, ' [0-9]{1,2}:[0-9]{2} [AaPp][Mm]') then ' %I:%M %p'
                  when regexp_full_match(clock, ' [0-9]{1,2}:[0-9]{2}:[0-9]{2} [AaPp][Mm]') then ' %I:%M:%S %p'
                  when regexp_full_match(clock, 'T[0-9]{2}:[0-9]{2}:[0-9]{2}') then 'T%H:%M:%S'
                  when regexp_full_match(clock, 'T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]+') then 'T%H:%M:%S.%f'
                  when regexp_full_match(clock, 'T[0-9]{2}:[0-9]{2}:[0-9]{2}Z') then 'T%H:%M:%SZ'
             end as suffix,
             regexp_full_match(cell,
                 '[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?Z?)?')
                 and coalesce(try_cast(left(cell, 10) as date) between date '1900-01-01' and date '2100-12-31', false)
                 as iso
      from (select position, cell, n, regexp_extract(cell, $day, 2) as clock
            from map_cell where regexp_full_match(cell, $day)) d) split
group by position, day, suffix
"""
_DAY = (
    r"([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{8}|[0-9]{1,2}[- ][A-Za-z]{3}[- ][0-9]{2,4}"
    r"|[A-Za-z]{3} [0-9]{1,2}, [0-9]{4})([ T][0-9].*)?"
)
_SHAPES = """
select position, sum(n), coalesce(sum(n) filter (where iso), 0), min(try_cast(left(day, 10) as date)) filter (where iso)
from map_date group by position order by position
"""
_SUFFIXES = "select distinct suffix from map_date where position = $1 and suffix is not null order by suffix"
# What a further format reads of the cells that those chosen before leave.
_FITS = """
select sum(n), min(read)
from (select n, cast(try_strptime(day, $format) as date) as read
      from map_date
      where position = $position and suffix = $suffix
        and not coalesce(cast(try_strptime(day, $chosen) as date) between date '1900-01-01' and date '2100-12-31',
                         false)) d
where read between date '1900-01-01' and date '2100-12-31'
"""
DROP = "drop table if exists map_date"


@dataclass(frozen=True)
class Dates:
    """The dates of one column.

    `formats` (ISO alone where the loader needs none) read `read` of the cells; `earliest` is the first day that they
    give.  `certain` is False when the same cells fit with day and month exchanged.
    """

    formats: tuple[str, ...]
    read: int
    earliest: datetime.date
    certain: bool


def dates_of(con: duckdb.DuckDBPyConnection) -> dict[int, Dates]:
    """The columns that hold dates, by position; needs `map_cell`."""
    con.execute(_CELLS, {"day": _DAY})
    found: dict[int, Dates] = {}
    for position, cells, iso, earliest in con.execute(_SHAPES).fetchall():
        if iso == cells:
            found[position] = Dates((ISO,), int(cells), earliest, certain=True)
        elif (dates := _choose(con, position)) is not None:
            found[position] = dates
    return found


def explicit(con: duckdb.DuckDBPyConnection, position: int) -> tuple[str, ...]:
    """The formats of a column whose dates need none, for a mapping that declares formats because of another column."""
    dates = _choose(con, position)
    return dates.formats if dates else ()


def _choose(con: duckdb.DuckDBPyConnection, position: int) -> Dates | None:
    """The formats that read most, one after the other, until nothing is left or nothing more is read."""
    suffixes = [str(suffix) for (suffix,) in con.execute(_SUFFIXES, [position]).fetchall()]
    chosen: dict[tuple[str, str], bool] = {}  # format, suffix -> whether no other order of day and month reads as much
    read = 0
    first_days: dict[str, datetime.date] = {}
    for _ in range(_MOST_FORMATS):
        counts = {
            (name, suffix): row
            for suffix in suffixes
            for name in _DATES
            if (name, suffix) not in chosen
            and (row := _fits(con, position, name, suffix, in_reading_order([n for n, s in chosen if s == suffix])))[0]
        }
        if not counts:
            break
        best = max(counts, key=lambda offer: counts[offer][0])  # of equals the first
        twin = (exchanged(best[0]), best[1])
        chosen[best] = twin == best or twin not in counts or counts[twin][0] < counts[best][0]
        read += counts[best][0]
        first_days |= {offer[0] + offer[1]: counts[offer][1] for offer in (best, twin) if offer in counts}
    if not chosen:
        return None
    decided = [name for (name, _), certain in chosen.items() if certain and name != exchanged(name)]
    formats = tuple(
        (name if certain else in_the_order_of(decided, name)) + suffix for (name, suffix), certain in chosen.items()
    )
    earliest = min(first_days[name] for name in formats)
    return Dates(formats, read, earliest, certain=bool(decided) or all(chosen.values()))


def _fits(
    con: duckdb.DuckDBPyConnection, position: int, name: str, suffix: str, chosen: Sequence[str]
) -> tuple[int, datetime.date]:
    """How many of the cells that are left a format reads, and the first day that it gives."""
    count, first = con.execute(
        _FITS, {"format": name, "position": position, "suffix": suffix, "chosen": list(chosen) or [_NEVER]}
    ).fetchall()[0]
    return int(count or 0), first or datetime.date.max


def in_reading_order(names: Iterable[str]) -> tuple[str, ...]:
    """The formats with a year of two digits first, as the others would read 25 as the year 25."""
    return tuple(sorted(dict.fromkeys(names), key=lambda name: "%y" not in name))


def in_the_order_of(decided: Sequence[str], name: str) -> str:
    """The format or its twin, whichever has day and month in the order of the formats that are certain."""
    return exchanged(name) if decided and day_first(decided[0]) != day_first(name) else name


def day_first(name: str) -> bool:
    """Whether the day stands before the month."""
    return "%m" in name and name.index("%d") < name.index("%m")


def exchanged(name: str) -> str:
    """The format with day and month exchanged, where that is a format: `%m/%d/%Y` <-> `%d/%m/%Y`, `%Y-%m-%d` itself."""
    if "%m" not in name or name.startswith("%Y"):
        return name
    return name.replace("%m", "%-").replace("%d", "%m").replace("%-", "%d")


def conflict(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two columns write day and month in opposite orders, which one list of formats cannot tell apart."""
    return any(name != exchanged(name) and exchanged(name) in other for name in one)
