"""What each engine makes of the same inputs, without an audit around it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.claims import intake
from facetaudit.claims.report import LoadReport
from facetaudit.engine import spark_claims
from facetaudit.engine.spark import Tables
from facetaudit.engine.spark_session import session

KEPT = ("64493", "64494", "64635", "213T")
TABLES = {
    "claim_line": "select * from claim_line order by line_id",
    "rejected": 'select file, row_number, "column", reason from rejected order by all',
    "source_file": "select * from source_file order by file_index",
    "authorized_claim": "select * from authorized_claim order by all",
    "further_modifier": "select * from further_modifier order by all",
}
ON_CONNECTION = ("claim_line", "rejected", "source_file")
Read = dict[str, Any]


def by_duckdb(inputs: Sequence[str | Path], input_format: str = "auto") -> Read:
    """The tables and the report of a load."""
    with duckdb.connect() as con:
        paths = [Path(one) for one in inputs]
        report = intake.load(con, paths, input_format=input_format, keep_codes=KEPT, all_lines=True)
        return _all(con, report)


def by_spark(folder: Path, inputs: Sequence[str | Path], input_format: str = "auto") -> Read:
    """The same of a load on the Spark that runs, its tables in a new ``folder``."""
    folder.mkdir()
    with session(None, folder) as running, duckdb.connect() as con:
        tables = Tables(running, folder)
        report = spark_claims.load(tables, con, inputs, input_format=input_format, keep_codes=KEPT, all_lines=True)
        tables.show(con, [name for name in TABLES if name not in ON_CONNECTION])
        return _all(con, report)


def _all(con: duckdb.DuckDBPyConnection, report: LoadReport) -> Read:
    read: Read = {"report": report.to_dict()}
    for name, sql in TABLES.items():
        table = con.sql(sql)
        read[name] = table.columns, [str(kind) for kind in table.types], table.fetchall()
    return read


def without(read: Read, *told: str) -> Read:
    """The same without what a report tells of a file under these names."""
    files = [{key: value for key, value in one.items() if key not in told} for one in read["report"]["files"]]
    return {**read, "report": {**read["report"], "files": files}}
