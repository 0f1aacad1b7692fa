"""The smaller questions of the Python interface: detectors on a frame, prices, the catalogue, policy values."""

from __future__ import annotations

import datetime
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit import fees
from facetaudit.audit.catalogue import catalogue
from facetaudit.audit.folder import FINDINGS, name_findings
from facetaudit.audit.run import Defaults, detect_into
from facetaudit.claims.schema import COLUMN_NAMES
from facetaudit.detectors.registry import choose
from facetaudit.engine.duckdb import connect
from facetaudit.errors import UsageError
from facetaudit.policy import PolicyValue, load_policy

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa


def detect(
    lines: pd.DataFrame | pa.Table,
    select: Sequence[str] = (),
    *,
    procedures: pd.DataFrame | pa.Table | str | Path | None = None,
    mac: str | None = None,
    state: str | None = None,
    detectors_dir: str | Path | None = None,
    fees_dir: fees.FeesDir = None,
) -> pd.DataFrame:
    """Findings of the lines in a pandas or Arrow frame with the claim-line columns; for exploring.

    ``select`` takes codes, names and families (all when empty), those of your own ``detectors_dir`` too. The answer
    has the columns of findings.parquet. Warns of a detector that failed. Raises UsageError for an unknown selection or
    a module that does not pass, InputRefused for a frame without the required columns.
    """
    rules = load_policy()
    known = catalogue(detectors_dir, rules)
    imported = fees.stored(fees_dir)
    chosen = choose([select] if isinstance(select, str) else select, (), known)
    with tempfile.TemporaryDirectory(prefix="facetaudit-") as folder, connect() as con:
        claims = _spool(con, lines, Path(folder) / "lines.parquet")
        notes = procedures
        if procedures is not None and not isinstance(procedures, (str, Path)):
            notes = _spool(con, procedures, Path(folder) / "procedures.parquet")
        found = detect_into(
            con,
            claims,
            rules,
            chosen,
            Defaults(mac, state),
            procedures=notes,
            detectors_dir=detectors_dir,
            imported=imported,
            progress=lambda stage: None,
        )
        if found.failed:
            warnings.warn(f"Failed, and left out: {', '.join(found.failed)}.", RuntimeWarning, stacklevel=2)
        name_findings(con)
        return con.sql(FINDINGS).to_arrow_table().to_pandas()


def price(lines: pd.DataFrame | pa.Table, *, fees_dir: fees.FeesDir = None) -> pd.DataFrame:
    """The lines of a frame priced by the physician fee schedule: fee_amount, medicare_share, patient_share, fee_note.

    The columns are those of `facetaudit fees price`. ``fees_dir`` is the folder of imported fees, the user's own when
    None; False prices by the built-in tables alone.
    """
    with connect() as con:
        priced = fees.price_relation(con, con.from_arrow(_table(lines)), fees.stored(fees_dir))
        return priced.to_arrow_table().to_pandas()


def detectors(detectors_dir: str | Path | None = None) -> pd.DataFrame:
    """The catalogue: code, name, family, certainty, effect, packs and needs of every detector.

    Raises UsageError for a module of ``detectors_dir`` that does not pass.
    """
    import pandas as pd

    return pd.DataFrame(
        [
            (d.code, d.name, d.family, d.certainty, d.effect, " ".join(d.packs) or "all", "; ".join(d.needs))
            for d in catalogue(detectors_dir, load_policy())
        ],
        columns=["code", "name", "family", "certainty", "effect", "packs", "needs"],
    )


def policy(name: str, *, on: datetime.date | str, mac: str | None = None, pack: str = "medicare") -> PolicyValue:
    """The value of a parameter on a date of service, with its source.

    Raises PolicyError for an unknown parameter, MAC or pack, or a date before the first value.
    """
    try:
        day = datetime.date.fromisoformat(on) if isinstance(on, str) else on
    except ValueError as error:
        raise UsageError(f"{on!r} is no date: give YYYY-MM-DD.") from error
    return load_policy().value(name, day, mac, pack)


def _spool(con: duckdb.DuckDBPyConnection, frame: Any, path: Path) -> Path:
    con.from_arrow(_table(frame)).write_parquet(str(path))
    return path


def _table(frame: Any) -> pa.Table:
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        return frame
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except (TypeError, AttributeError, pa.ArrowInvalid) as error:
        raise UsageError(
            f"The frame cannot be read as a table of claim lines: give a pandas or Arrow frame with columns such as "
            f"{', '.join(COLUMN_NAMES[:3])}."
        ) from error
