"""An audit's work on Spark: everything between the inputs and the writing of the folder.

What Spark wrote is then on the connection under the names that the default engine uses, so that the folder, the
summary and the manifest are made by the same code from the same tables.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from facetaudit import fees
from facetaudit.audit.folder import folder_beside
from facetaudit.audit.load import FIRST_FACET_DATE, UNLISTED_CODE, Inputs, Loaded, Progress
from facetaudit.audit.patient_batches import READ_AFTER
from facetaudit.audit.summary import Detection
from facetaudit.detectors.model import Detector
from facetaudit.engine import spark
from facetaudit.engine.spark_claims import load
from facetaudit.engine.spark_session import session
from facetaudit.exposure.compute import AFTER_PRICES, BEFORE_PRICES, name_options
from facetaudit.fees import pricing
from facetaudit.policy import Policy
from facetaudit.procedures.notes import load_notes

SMALL = "select table_name from duckdb_tables() order by table_name"


@contextmanager
def tables_beside(out: Path, master: str | None) -> Iterator[spark.Tables]:
    """Spark with a private folder beside ``out`` for its tables, which goes away at the end."""
    out = out.absolute()
    with folder_beside(out, f".{out.name}.spark.") as folder, session(master, folder) as running:
        yield spark.Tables(running, folder)


def detect(
    tables: spark.Tables,
    con: duckdb.DuckDBPyConnection,
    inputs: Inputs,
    rules: Policy,
    chosen: Sequence[Detector],
    *,
    procedures: str | Path | None,
    input_format: str,
    all_lines: bool,
    participants: str | Path | None,
    imported: Sequence[fees.Import],
    run_default: tuple[str, dict[str, str | None]],
    progress: Progress,
) -> Detection:
    """Load, derive history and run detectors; ``run_default`` is its statement and what the run says of lines."""
    rules.register(con)
    progress("Reading claims")
    keep_codes = (*rules.family_codes(), UNLISTED_CODE)
    given = [inputs] if isinstance(inputs, (str, Path)) else list(inputs)
    report = load(tables, con, given, input_format=input_format, keep_codes=keep_codes, all_lines=all_lines)
    rules.check_dates(con.sql(FIRST_FACET_DATE).fetchall()[0][0])
    loaded = Loaded(report, load_notes(con, Path(procedures) if procedures else None))
    statement, defaults = run_default
    con.execute(statement, {**defaults, "first_service_date": report.first_service_date})
    fees.load_participants(con, participants)
    fees.register(con, imported=imported)
    fees.put_edits_over(con, imported)
    tables.ship(con, [name for (name,) in con.sql(SMALL).fetchall() if name != "source_file"])
    progress("Deriving sessions")
    spark.derive(tables)
    if any(detector.needs_prices for detector in chosen):
        progress("Looking up prices")
        spark.price_schedule(tables, pricing.STATEMENTS)
    progress("Running detectors")
    return Detection(loaded, spark.run_detectors(tables, chosen), rules)


def compute(
    tables: spark.Tables,
    con: duckdb.DuckDBPyConnection,
    codes: tuple[str, ...],
    as_of: datetime.date,
    lookback_years: int,
) -> None:
    """Make the exposure on Spark, then everything that the folder is written from views of ``con``."""
    name_options(con, codes, as_of, lookback_years)
    tables.ship(con, ["scenario", "attribution", "measure", "run_option"])
    spark.derive(tables, BEFORE_PRICES)
    spark.make_all(tables, pricing.STATEMENTS)
    spark.derive(tables, AFTER_PRICES)
    tables.make("exposed_line", "select * from exposed_line")
    tables.show(con, READ_AFTER)
