"""What changed since the cycle before: findings by their ids, with their dollars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from facetaudit.engine.duckdb import connect
from facetaudit.errors import UsageError
from facetaudit.reporting.cycle import records
from facetaudit.statistics.trend import CHANGE_STATES, FINDING_DOLLARS, MATCHED

if TYPE_CHECKING:
    import pyarrow as pa

    from facetaudit.audit.opened import Audit

FINDINGS = "findings.parquet"
COLUMNS = ["finding_id", "code", "npi", "overpayment_allowed"]
"""What a cycle keeps of a finding; no patient and no claim is in it."""

BY_PROVIDER = """
select state, npi, count(*), cast(sum(dollars) as decimal(14,2))
from matched group by state, npi order by list_position($states, state), npi nulls last
"""


@dataclass(frozen=True)
class Previous:
    """The findings of an earlier cycle: id, code, npi and dollars."""

    name: str
    as_of: str
    findings: pa.Table


@dataclass(frozen=True)
class Change:
    """Findings of one state and provider (none: without an NPI), with their dollars."""

    state: str
    provider: str | None
    findings: int
    dollars: Decimal


def kept(audit: Audit) -> bytes:
    """The findings of an audit as a cycle keeps them, a Parquet file."""
    out = BytesIO()
    audit.sql(FINDING_DOLLARS)[COLUMNS].to_parquet(out, index=False)
    return out.getvalue()


def read_previous(folder: Path) -> Previous:
    """The findings that an earlier cycle kept.

    Raises UsageError for a folder that is no finished cycle.
    """
    import pyarrow.parquet as pq

    manifest = records.read(folder / "cycle.json")
    if manifest.get("kind") != records.CYCLE_KIND or not (folder / FINDINGS).is_file():
        raise UsageError(f"{folder} is no finished cycle: give --previous the out folder of an earlier one.")
    return Previous(folder.absolute().name, manifest["as_of"], pq.read_table(folder / FINDINGS))


def changes(now: bytes, previous: Previous) -> list[Change]:
    """Findings that are new, still open and resolved, by provider, in that order."""
    import pyarrow.parquet as pq

    with connect() as con:
        con.register("after_finding", pq.read_table(BytesIO(now)))
        con.register("before_finding", previous.findings)
        con.execute(MATCHED)
        return [Change(*row) for row in con.execute(BY_PROVIDER, {"states": list(CHANGE_STATES)}).fetchall()]


def total(listed: Sequence[Change], state: str, provider: str | None = None) -> tuple[int, Decimal]:
    """Findings and dollars of a state, of one provider or of all."""
    chosen = [one for one in listed if one.state == state and provider in (None, one.provider)]
    return sum(one.findings for one in chosen), sum((one.dollars for one in chosen), Decimal())
