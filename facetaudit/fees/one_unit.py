"""One unit of a code on a date of service, with all that goes into its price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from facetaudit.errors import PolicyError, UsageError
from facetaudit.fees.imports import Import
from facetaudit.fees.pricing import EMPTY_FEE_LINE, run_steps
from facetaudit.fees.schedule import register

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import duckdb

# One question per setting and participant, national or for one locality; places of service 11 and 22 stand
# for the two settings.
_ASK_ONE = """
insert into fee_line
select 'unit', row_number() over (order by p.participant, s.setting, c.component),
       row_number() over (order by p.participant, s.setting, c.component), 1, $hcpcs, nullif(c.component, ''),
       cast($on as date), $locality, s.place_of_service, 'professional', p.participant, null, 0, 1
from (select distinct component from fee_relative_value
      where hcpcs = $hcpcs and cast($on as date) between valid_from and valid_to) c
cross join (values ('nonfacility', '11'), ('facility', '22')) s(setting, place_of_service)
cross join (select distinct participant from fee_conversion_factor
            where cast($on as date) between valid_from and valid_to
              and (participant = 'all' or $participant is null or participant = $participant)) p
"""

_SHOW_ONE = """
select m.hcpcs, m.component, m.setting, m.participant, nullif(m.locality, ''), p.fee_amount, p.fee_note, m.status,
       m.work_rvu, m.pe_rvu, m.mp_rvu, m.work_gpci, m.pe_gpci, m.mp_gpci, m.conversion_factor,
       m.relative_value_source, m.gpci_source, m.conversion_factor_source
from fee_matched l
join fee_unit m on m.unit_id = l.unit_id
join fee_price p on p.variant = l.variant and p.line_id = l.line_id
order by m.component, m.participant, m.setting desc
"""


@dataclass(frozen=True)
class UnitPrice:
    """What one unit of a code costs on a date in one setting, with all that went into it.

    Attributes:
        component: `26` (professional), `TC` (technical) or empty (the whole service).
        setting: `facility` or `nonfacility`.
        participant: `qp`, `non_qp`, or `all` in years with a single conversion factor.
        locality: `MMMMM-LL`, or None for the national amount (every GPCI 1).
        amount: US dollars, None where there is no price; then `note` says why.
        work_gpci, pe_gpci, mp_gpci: 1 for the national amount.
        gpci_source: None for the national amount.
    """

    hcpcs: str
    component: str
    setting: str
    participant: str
    locality: str | None
    amount: Decimal | None
    note: str | None
    status: str
    work_rvu: Decimal
    pe_rvu: Decimal
    mp_rvu: Decimal
    work_gpci: Decimal
    pe_gpci: Decimal
    mp_gpci: Decimal
    conversion_factor: Decimal
    relative_value_source: str
    gpci_source: str | None
    conversion_factor_source: str


def unit_price(
    hcpcs: str,
    on: date,
    locality: str | None = None,
    participant: str | None = None,
    imported: Sequence[Import] = (),
) -> list[UnitPrice]:
    """Price one unit of a code on a date of service, one entry per component, participant and setting.

    Without `participant` both conversion factors of a year that has two are shown. Raises PolicyError
    for a date without fee tables, UsageError for a code, locality or participant that they do not have.
    """
    import duckdb

    if participant not in (None, "qp", "non_qp"):
        raise UsageError(f"participant {participant!r} is not known: give qp or non_qp.")
    with duckdb.connect() as con:
        register(con, imported=imported)
        con.execute(EMPTY_FEE_LINE)
        _require_date(con, on)
        _require_locality(con, on, locality)
        con.execute(_ASK_ONE, {"hcpcs": hcpcs, "on": on, "locality": locality, "participant": participant})
        run_steps(con)
        rows = con.execute(_SHOW_ONE).fetchall()
    if not rows:
        raise UsageError(f"code {hcpcs!r} is not in the fee tables of {on}: give one that they list, five characters.")
    return [UnitPrice(*row) for row in rows]


def _require_date(con: duckdb.DuckDBPyConnection, on: date) -> None:
    known = con.execute(
        "select bool_or($on between valid_from and valid_to), min(valid_from), max(valid_to) "
        "from fee_conversion_factor",
        {"on": on},
    ).fetchall()
    found, first, last = known[0]
    if not found:
        raise PolicyError(f"no fee table for {on}: the tables run from {first} to {last}; give a date between them.")


def _require_locality(con: duckdb.DuckDBPyConnection, on: date, locality: str | None) -> None:
    if locality is None:
        return
    known = con.execute(
        "select count(*) from fee_gpci where locality = $locality and $on between valid_from and valid_to",
        {"locality": locality, "on": on},
    ).fetchall()
    if known[0][0] == 0:
        raise UsageError(
            f"locality {locality!r} is not in the fee tables of {on}: give MMMMM-LL, the MAC number and the locality, "
            "such as 03102-00 for Arizona."
        )
