"""An audit folder, opened for reading: frames and read-only SQL."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from facetaudit.audit.folder import MANIFEST, is_audit_folder
from facetaudit.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("lines", "sessions", "findings", "coverage", "exposure", "corrected_claims")
SCENARIOS = ("certain", "probable", "review")

FINDINGS = "select * from findings"
SESSIONS = "select * from sessions"
LINES = "select * from lines"
COVERAGE = "select * from coverage"
NAMES = "select code, detector from coverage"
CORRECTED = "select * from corrected_claims where $scenario is null or scenario = $scenario"
EXPOSURE = "select * from exposure where $scenario is null or scenario = $scenario"


class Audit:
    """One audit folder.

    The frames have the columns of the folder's files. Money stays exact: its cells are `decimal.Decimal`, so convert
    with ``astype(float)`` where a chart needs it.
    """

    def __init__(self, folder: Path) -> None:
        """Open a folder; `open_audit` checks it first."""
        self.folder = folder
        self._opened: duckdb.DuckDBPyConnection | None = None
        self.manifest: Mapping[str, Any] = _json(folder / MANIFEST)
        self.summary: Mapping[str, Any] = _json(folder / "summary.json")

    def __repr__(self) -> str:
        """Folder and as-of date."""
        return f"Audit({str(self.folder)!r}, as of {self.manifest['as_of']})"

    def findings(self) -> pd.DataFrame:
        """One row per line at issue per detector, sorted by patient, date, claim, line and code."""
        return self.sql(FINDINGS)

    def sessions(self) -> pd.DataFrame:
        """One row per session with its kind, payable count and whether it is in excess."""
        return self.sql(SESSIONS)

    def lines(self) -> pd.DataFrame:
        """The audited lines with region, family, pack and why a line is inactive."""
        return self.sql(LINES)

    def coverage(self) -> pd.DataFrame:
        """One row per detector: status, eligible and unknown lines, findings, note."""
        return self.sql(COVERAGE)

    def detector_names(self) -> dict[str, str]:
        """The name of each detector that ran, by its code; made without a frame, as pandas is slow to load."""
        with self._database().cursor() as con:
            return dict(con.sql(NAMES).fetchall())

    def exposure(self, scenario: str | None = None) -> pd.DataFrame:
        """Dollars by line (signed, underpayments negative) of one scenario, or of all three.

        Raises UsageError for a scenario other than certain, probable or review.
        """
        return self._of_scenario(EXPOSURE, scenario)

    def corrected_claims(self, scenario: str | None = None) -> pd.DataFrame:
        """Every day with dollars at issue, line by line, as billed and as it should have been billed.

        Raises UsageError for a scenario other than certain, probable or review.
        """
        return self._of_scenario(CORRECTED, scenario)

    def _of_scenario(self, query: str, scenario: str | None) -> pd.DataFrame:
        if scenario is not None and scenario not in SCENARIOS:
            raise UsageError(f"There is no scenario {scenario!r}: give certain, probable or review.")
        return self.sql(query, {"scenario": scenario})

    def sql(self, query: str, parameters: Mapping[str, object] | Sequence[object] | None = None) -> pd.DataFrame:
        """The answer to one ``select`` over the folder's tables, each named as its Parquet file.

        Raises UsageError for anything but a single select, or SQL that does not run.
        """
        with self._database().cursor() as con:
            try:
                statements = con.extract_statements(query)
                if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                    raise UsageError(
                        "An audit folder is read with one select statement at a time; nothing else is run."
                    )
                return con.sql(query, params=parameters).to_arrow_table().to_pandas()
            except duckdb.Error as error:
                raise UsageError(f"The query does not run: {str(error).splitlines()[0]}") from error

    def _database(self) -> duckdb.DuckDBPyConnection:
        """A database of this audit's own, kept open: a view of each Parquet file and nothing else."""
        if self._opened is None:
            opened = duckdb.connect(
                config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}
            )
            for name in TABLES:
                opened.read_parquet(str(self.folder / f"{name}.parquet")).create_view(name)
            self._opened = opened
        return self._opened


def open_audit(folder: str | Path) -> Audit:
    """Open an audit folder made by `facetaudit audit`.

    Raises UsageError when the path is no audit folder.
    """
    path = Path(folder)
    if not is_audit_folder(path):
        raise UsageError(
            f"{path} is no audit folder (it holds no {MANIFEST} of ours): give a folder that `facetaudit audit` wrote."
        )
    return Audit(path)


def _json(path: Path) -> Mapping[str, Any]:
    content = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)  # noqa: S101 - our own file, checked when opened
    return content
