"""What the cells of each column of a sample look like: codes, dates, amounts and so on, counted set by set.

Works on `map_sample` (see `sample`) and says nothing of any single cell: only how many cells of a column read as what.
The lists below serve to recognise a column; no detector reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import duckdb

from facetaudit.claims.schema import CLAIM_TYPES, MAC_NAMES


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MODIFIERS_OFTEN_SEEN = _listed(
    "22 24 25 26 50 51 52 53 57 58 59 62 73 74 76 77 78 79 80 95 AA AS CR ET FS FX FY GA GC GT GW GX GY GZ JW JZ KX LT "
    "PO PN PT QK QS QX QY QZ RT SG TC XE XP XS XU"
)
STATES = _listed(
    "AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE NH NJ NM NV NY "
    "OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY"
)
PLACES = _listed(
    "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 31 32 33 34 41 42 49 50 51 52 53 "
    "54 55 56 57 58 60 61 62 65 66 71 72 81 99"
)
PAID_WORDS = ("paid", "posted", "processed", "approved", "paid in full", "partially paid")
DENIED_WORDS = ("denied", "rejected", "refused", "era denied")

# An NPI's last digit makes the sum of its digits, every other one doubled and its digits added, and of 24 (which stands
# for the prefix 80840) a multiple of ten: 45 CFR 162.406, Luhn.
_MACROS = r"""
create or replace temp macro map_is_npi(x) as
    regexp_full_match(x, '[12][0-9]{9}')
    and (24 + list_sum(list_transform(range(1, 11), lambda i:
            cast(substr(case when i % 2 = 0 then '0123456789' else '0246813579' end,
                        1 + coalesce(try_cast(substr(x, i, 1) as integer), 0), 1) as integer)))) % 10 = 0;
create or replace temp macro map_is_diagnosis(x) as
    regexp_full_match(x, '[A-TV-Z][0-9][0-9A-Z](?:[.]?[0-9A-Z]{1,4})?');
"""

_CELLS = """
create or replace temp table map_raw as
select name, raw, count(*) as n
from (unpivot map_sample on columns(*) into name name value raw) u
group by name, raw;
create or replace temp table map_cell as
select position, raw, cell, n
from (select cast(substr(name, 2) as integer) as position, trim(raw) as raw, intake_text(raw) as cell, n
      from map_raw) c
where cell is not null
"""

# A part of the facts needs the cell in other clothes: upper case, its tokens, the procedure code in it.
_FACTS = r"""
with dressed as materialized (
    select position, n, raw, cell, upper(cell) as text, intake_code(cell) as code, lower(cell) as word,
           intake_modifier_text(cell) as modifier_text, regexp_extract_all(upper(cell), '[0-9A-Z]{2}') as pairs,
           intake_diagnoses(cell) as diagnoses
    from map_cell
)
select position,
       sum(n) as filled,
       count(distinct cell) as distinct_cells,
       sum(n) filter (where code is not null) as codes,
       sum(n) filter (where regexp_full_match(code, '[A-V][0-9]{4}|[0-9]{4}[TFU]|99[0-9]{3}')) as telling_codes,
       sum(n) filter (where list_contains($facet, code)) as facet_codes,
       sum(n) filter (where regexp_full_match(modifier_text, $listed) and len(pairs) > 0) as modifiers,
       sum(n) filter (where len(pairs) > 0 and list_has_all($modifiers, pairs)
                            and regexp_full_match(modifier_text, $listed)) as known_modifiers,
       sum(n) filter (where length(modifier_text) > 2) as long_cells,
       sum(n) filter (where map_is_npi(text)) as npis,
       sum(n) filter (where regexp_full_match(text, '[0-9]{10}')) as ten_digits,
       sum(n) filter (where regexp_full_match(replace(text, '-', ''),
           '[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9][0-9][AC-HJKMNP-RT-Y]{2}[0-9]{2}'
           )) as beneficiaries,
       sum(n) filter (where len(diagnoses) > 0
                            and len(list_filter(diagnoses, lambda d: not map_is_diagnosis(d))) = 0) as diagnoses,
       sum(n) filter (where contains(cell, '.')) as dotted,
       sum(n) filter (where list_contains($states, text)) as states,
       sum(n) filter (where list_contains($places, intake_place(cell))) as places,
       sum(n) filter (where intake_place(cell) in ('11', '19', '21', '22', '23', '24')) as usual_places,
       sum(n) filter (where regexp_full_match(cell, '[0-9]{1,2}')) as two_digits,
       sum(n) filter (where regexp_full_match(cell, '[0-9]+')) as whole_numbers,
       sum(n) filter (where regexp_full_match(
           raw, '''?[-+]?[$(]?[-$ ]*[0-9]+([.,'' ][0-9]{3})*([.,][0-9]*)?\)?-?')) as numbers,
       sum(n) filter (where regexp_full_match(raw, '.*[0-9][.][0-9]{1,2}\)?-?')) as point_decimals,
       sum(n) filter (where regexp_full_match(raw, '.*[0-9],[0-9]{1,2}\)?-?')) as comma_decimals,
       sum(n) filter (where regexp_full_match(raw, '.*[0-9][.][0-9]{3},[0-9]{1,2}\)?-?')) as point_groups,
       sum(n) filter (where regexp_full_match(raw, '.*[0-9] [0-9]{3},[0-9]{1,2}\)?-?')) as blank_groups,
       sum(n) filter (where regexp_full_match(raw, '.*[0-9]''[0-9]{3}[.,][0-9]{1,2}\)?-?')) as quote_groups,
       sum(n) filter (where list_contains($paid, word)) as paid_words,
       sum(n) filter (where list_contains($denied, word)) as denied_words,
       sum(n) filter (where list_contains($claim_types, word)) as claim_types,
       sum(n) filter (where list_contains($macs, word)) as macs,
       sum(n) filter (where cell in ('1', '7', '8')) as frequencies,
       sum(n) filter (where regexp_full_match(cell, '[0-9]{5}-[0-9]{2}')) as localities,
       sum(n) filter (where regexp_full_match(cell, '[A-Za-z''.-]+[, ]+[A-Za-z''., -]+')) as names
from dressed
group by position
"""
DROP = """
drop table if exists map_raw; drop table if exists map_cell;
drop macro if exists map_is_npi; drop macro if exists map_is_diagnosis
"""


@dataclass(frozen=True)
class Facts:
    """How many filled cells of one column read as what; `distinct_cells` counts different ones."""

    filled: int = 0
    distinct_cells: int = 0
    codes: int = 0
    telling_codes: int = 0
    facet_codes: int = 0
    modifiers: int = 0
    known_modifiers: int = 0
    long_cells: int = 0
    npis: int = 0
    ten_digits: int = 0
    beneficiaries: int = 0
    diagnoses: int = 0
    dotted: int = 0
    states: int = 0
    places: int = 0
    usual_places: int = 0
    two_digits: int = 0
    whole_numbers: int = 0
    numbers: int = 0
    point_decimals: int = 0
    comma_decimals: int = 0
    point_groups: int = 0
    blank_groups: int = 0
    quote_groups: int = 0
    paid_words: int = 0
    denied_words: int = 0
    claim_types: int = 0
    macs: int = 0
    frequencies: int = 0
    localities: int = 0
    names: int = 0

    def share(self, count: int) -> float:
        """What part of the filled cells a count is, 0 for a blank column."""
        return count / self.filled if self.filled else 0.0


def facts_of(con: duckdb.DuckDBPyConnection, columns: int, facet_codes: Iterable[str], listed: str) -> list[Facts]:
    """The facts of each of the sample's columns, in their order; `map_cell` is left for `dates`.

    `listed` is the pattern of a cell with modifiers.  Needs the cleaning macros.
    """
    con.execute(_MACROS)
    con.execute(_CELLS)
    rows = con.execute(_FACTS, {
        "facet": sorted(facet_codes), "listed": listed, "modifiers": MODIFIERS_OFTEN_SEEN, "states": STATES,
        "places": PLACES, "paid": PAID_WORDS, "denied": DENIED_WORDS, "claim_types": CLAIM_TYPES, "macs": MAC_NAMES,
    }).fetchall()
    names = [field.name for field in fields(Facts)]
    found = {
        row[0]: Facts(**{name: int(count or 0) for name, count in zip(names, row[1:], strict=True)}) for row in rows
    }
    return [found.get(position, Facts()) for position in range(columns)]


def words_of(con: duckdb.DuckDBPyConnection, position: int, most: int = 12) -> list[str]:
    """The different cells of one column, lower case, when they are few: words of a status and the like; else none."""
    rows = con.execute(
        "select distinct lower(cell) from map_cell where position = $1 order by 1 limit $2", [position, most + 1]
    ).fetchall()
    return [str(word) for (word,) in rows] if len(rows) <= most else []
