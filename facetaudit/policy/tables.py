"""The policy as TEMP tables of a DuckDB connection, for detectors and history to join on the date of service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from facetaudit.policy.model import PayerPack

if TYPE_CHECKING:
    import duckdb

    from facetaudit.policy.policy import Policy

# Columns travel as bound lists, one a column, and `unnest` zips them back into rows.
PARAM = """
create or replace temp table param as
select
    unnest(cast($name as varchar[])) as name,
    unnest(cast($pack as varchar[])) as pack,
    unnest(cast($mac as varchar[])) as mac,
    unnest(cast($value as varchar[])) as value,
    unnest(cast($number as decimal(12, 3)[])) as number,
    unnest(cast($valid_from as date[])) as valid_from,
    unnest(cast($valid_to as date[])) as valid_to,
    unnest(cast($source_id as varchar[])) as source_id,
    unnest(cast($basis as varchar[])) as basis
"""

CODE_SET = """
create or replace temp table code_set as
select
    unnest(cast($name as varchar[])) as name,
    unnest(cast($hcpcs as varchar[])) as hcpcs,
    unnest(cast($class_ as varchar[])) as class,
    unnest(cast($role as varchar[])) as role,
    unnest(cast($region as varchar[])) as region,
    unnest(cast($level as integer[])) as level,
    unnest(cast($related_hcpcs as varchar[])) as related_hcpcs,
    unnest(cast($valid_from as date[])) as valid_from,
    unnest(cast($valid_to as date[])) as valid_to,
    unnest(cast($source_id as varchar[])) as source_id,
    unnest(cast($basis as varchar[])) as basis
"""

DIAGNOSIS_SET = """
create or replace temp table diagnosis_set as
select
    unnest(cast($name as varchar[])) as name,
    unnest(cast($diagnosis as varchar[])) as diagnosis,
    unnest(cast($valid_from as date[])) as valid_from,
    unnest(cast($valid_to as date[])) as valid_to,
    unnest(cast($source_id as varchar[])) as source_id,
    unnest(cast($basis as varchar[])) as basis
"""

MUE = """
create or replace temp table mue as
select
    unnest(cast($hcpcs as varchar[])) as hcpcs,
    unnest(cast($mue as integer[])) as mue,
    unnest(cast($mai as integer[])) as mai,
    unnest(cast($valid_from as date[])) as valid_from,
    unnest(cast($valid_to as date[])) as valid_to,
    unnest(cast($source_id as varchar[])) as source_id,
    unnest(cast($basis as varchar[])) as basis
"""

STATE_MAC = """
create or replace temp table state_mac as
select unnest(cast($state as varchar[])) as state, unnest(cast($mac as varchar[])) as mac
"""

PAYER_PACK = """
create or replace temp table payer_pack as
select unnest(cast($payer as varchar[])) as payer, unnest(cast($pack as varchar[])) as pack
"""

SOURCE = """
create or replace temp table source as
select
    unnest(cast($source_id as varchar[])) as source_id,
    unnest(cast($title as varchar[])) as title,
    unnest(cast($publisher as varchar[])) as publisher,
    unnest(cast($document_number as varchar[])) as document_number,
    unnest(cast($where as varchar[])) as url_or_location,
    unnest(cast($dates as varchar[])) as dates
"""

PACK = """
create or replace temp table pack as
select
    unnest(cast($name as varchar[])) as pack,
    unnest(cast($title as varchar[])) as title,
    unnest(cast($extends as varchar[])) as extends,
    unnest(cast($medicare_rules as boolean[])) as medicare_rules,
    unnest(cast($is_default as boolean[])) as is_default
"""


def register(policy: Policy, con: duckdb.DuckDBPyConnection) -> None:
    """Make (or replace) the TEMP tables param, code_set, diagnosis_set, mue, state_mac, payer_pack, source and pack.

    Dates are inclusive at both ends. `param.number` is null where the value is a word; `pack.medicare_rules` tells
    whether the detectors that the catalogue marks medicare look at the pack's lines.
    """
    code_rows = [row for name in sorted(policy.code_sets) for row in policy.code_sets[name]]
    _make(con, PARAM, policy.expanded(), "name pack mac value number valid_from valid_to source_id basis")
    _make(
        con,
        CODE_SET,
        code_rows,
        "name hcpcs class_ role region level related_hcpcs valid_from valid_to source_id basis",
    )
    diagnosis_rows = [row for name in sorted(policy.diagnoses) for row in policy.diagnoses[name]]
    _make(con, DIAGNOSIS_SET, diagnosis_rows, "name diagnosis valid_from valid_to source_id basis")
    _make(con, MUE, policy.mues, "hcpcs mue mai valid_from valid_to source_id basis")
    _make(con, STATE_MAC, policy.state_macs(), "state mac")
    _make(con, PAYER_PACK, [PayerPack(payer, pack) for payer, pack in sorted(policy.payers.items())], "payer pack")
    _make(
        con,
        SOURCE,
        [policy.sources[name] for name in sorted(policy.sources)],
        "source_id title publisher document_number where dates",
    )
    _make(
        con,
        PACK,
        [policy.packs[name] for name in sorted(policy.packs)],
        "name title extends medicare_rules is_default",
    )


def _make(con: duckdb.DuckDBPyConnection, statement: str, rows: Sequence[object], attributes: str) -> None:
    """Run a statement with one bound list for each attribute of the rows, under the attribute's name."""
    con.execute(statement, {name: [getattr(row, name) for row in rows] for name in attributes.split()})
