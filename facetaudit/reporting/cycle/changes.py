"""What changed since the cycle before: findings by their ids, with their dollars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit.errors import UsageError
from facetaudit.reporting.cycle import records

if TYPE_CHECKING:
    import pandas as pd

    from facetaudit.audit.opened import Audit

FINDINGS = "findings.parquet"
STATES = ("new", "still open", "resolved")

# The widest scenario holds every finding that has dollars; a dollar is counted once, under one detector.
KEPT = """
select
    f.finding_id, f.code, coalesce(f.rendering_npi, f.billing_npi) as npi,
    coalesce(e.overpayment_allowed, 0) as overpayment_allowed
from findings f
left join exposure e on e.scenario = 'review' and e.claim_id = f.claim_id and e.line_number = f.line_number
    and e.detector = f.code
order by f.finding_id
"""


@dataclass(frozen=True)
class Previous:
    """The findings of an earlier cycle: id, code, npi and dollars."""

    name: str
    as_of: str
    findings: pd.DataFrame


@dataclass(frozen=True)
class Change:
    """Findings of one state and provider (none: without an NPI), with their dollars."""

    state: str
    provider: str | None
    findings: int
    dollars: Decimal


def kept(audit: Audit) -> bytes:
    """The findings of an audit as a cycle keeps them, a Parquet file; no patient and no claim is in it."""
    out = BytesIO()
    audit.sql(KEPT).to_parquet(out, index=False)
    return out.getvalue()


def read_previous(folder: Path) -> Previous:
    """The findings that an earlier cycle kept.

    Raises UsageError for a folder that is no finished cycle.
    """
    import pandas as pd

    manifest = records.read(folder / "cycle.json")
    if manifest.get("kind") != records.CYCLE_KIND or not (folder / FINDINGS).is_file():
        raise UsageError(f"{folder} is no finished cycle: give --previous the out folder of an earlier one.")
    return Previous(folder.absolute().name, manifest["as_of"], pd.read_parquet(folder / FINDINGS))


def changes(now: bytes, previous: Previous) -> list[Change]:
    """Findings that are new, still open and resolved, by provider, in that order."""
    import pandas as pd

    columns = ["finding_id", "npi", "overpayment_allowed"]
    both = pd.read_parquet(BytesIO(now))[columns].merge(
        previous.findings[columns], on="finding_id", how="outer", suffixes=("", "_before"), indicator="state"
    )
    sums: dict[tuple[str, str | None], list[Any]] = {}
    words = {"left_only": "new", "both": "still open", "right_only": "resolved"}
    for state, npi, before, dollars, dollars_before in zip(
        both["state"],
        both["npi"],
        both["npi_before"],
        both["overpayment_allowed"],
        both["overpayment_allowed_before"],
        strict=True,
    ):
        gone = state == "right_only"
        provider = before if gone else npi
        key = words[state], provider if isinstance(provider, str) else None
        counted = sums.setdefault(key, [0, Decimal()])
        counted[0] += 1
        counted[1] += dollars_before if gone else dollars
    listed = [Change(state, npi, count, dollars) for (state, npi), (count, dollars) in sums.items()]
    return sorted(listed, key=lambda one: (STATES.index(one.state), one.provider is None, one.provider or ""))


def total(listed: Sequence[Change], state: str, provider: str | None = None) -> tuple[int, Decimal]:
    """Findings and dollars of a state, of one provider or of all."""
    chosen = [one for one in listed if one.state == state and provider in (None, one.provider)]
    return sum(one.findings for one in chosen), sum((one.dollars for one in chosen), Decimal())
