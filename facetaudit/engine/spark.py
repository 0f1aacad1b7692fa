"""Spark: the same SQL on a cluster. Tables are Parquet files that the executors write below one shared folder.

What an earlier step made is read back from there, so that a lost worker costs its running tasks and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facetaudit.claims.formats.request import literal_path
from facetaudit.detectors.model import Detector
from facetaudit.engine.duckdb import Coverage, coverage_of
from facetaudit.history import STEPS, Derived, prices
from facetaudit.history.derived import named_select
from facetaudit.history.functions import SORTED_WORDS_SPARK
from facetaudit.history.payable import EXCESS_SESSION, WINDOW_SESSION

if TYPE_CHECKING:
    import duckdb

RAW_FINDING = {
    "code": "string", "detector": "string", "family": "string", "mac_dated": "boolean", "line_id": "bigint",
    "certainty": "string", "effect": "string", "observed": "decimal(12,2)", "limit_value": "decimal(12,2)",
    "reason": "string", "correct_coding": "string", "source_id": "string", "basis": "string", "recode": "string",
    "pattern_id": "bigint", "numerator": "decimal(12,3)", "denominator": "decimal(12,3)",
    "corrected_pairs": "decimal(12,3)", "corrected_singles": "decimal(12,3)", "corrected_place": "string",
}  # fmt: skip
# Only patients with a window of more sessions than its limit go through the recursion, a batch of them at a time.
CROWDED = """
select
    c.session_id, c.patient_id, c.pack, c.region, c.count_set, c.service_date, c.window_start, c.session_limit,
    pmod(hash(c.patient_id), 64) as batch
from counted_session c
join (
    select distinct c.patient_id
    from counted_session c
    join window_session w on w.session_id = c.session_id
    where w.sessions > c.session_limit
) p on p.patient_id = c.patient_id
"""
_PARQUET = "*.parquet"


def url(path: Path) -> str:
    """A file or folder that this process and the executors share, in which no sign stands for others."""
    return "file://" + re.sub(r"([\[\]{}*?\\])", r"\\\1", str(path.absolute()))


def errors() -> tuple[type[Exception], ...]:
    """What PySpark raises: its own errors, and those of Java that it has no name for."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return PySparkException, Py4JError


class Tables:
    """Named tables of one Spark session: made by SQL, kept as Parquet below ``folder`` or as views.

    ``folder`` is one that this process and every executor see under the same path.
    """

    def __init__(self, spark: Any, folder: Path) -> None:
        self.spark = spark
        self.folder = folder
        self.stored: list[str] = []
        spark.sql(SORTED_WORDS_SPARK)

    def keep(self, name: str, frame: Any) -> None:
        """Write a frame as a table and read it from there from now on."""
        place = self.folder / name
        frame.write.mode("overwrite").parquet(f"file://{place}")
        # without the schema, a table without rows and partitions could not be read back
        self.spark.read.schema(frame.schema).parquet(url(place)).createOrReplaceTempView(name)
        if name not in self.stored:
            self.stored.append(name)

    def make(self, name: str, sql: str, stored: bool = True) -> None:
        """Make a table or a view of a select."""
        frame = self.spark.sql(sql)
        if stored:
            self.keep(name, frame)
        else:
            frame.createOrReplaceTempView(name)

    def ship(self, con: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
        """Send small tables of a DuckDB connection over."""
        for name in names:
            place = self.folder / f"{name}.shipped.parquet"
            con.table(name).write_parquet(str(place))
            self.spark.read.parquet(url(place)).createOrReplaceTempView(name)

    def glob(self, name: str) -> str:
        """The files of a table that Spark wrote, for DuckDB's readers."""
        return f"{literal_path(self.folder / name)}/{_PARQUET}"

    def show(self, con: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
        """Make tables that Spark wrote views of a DuckDB connection."""
        for name in names:
            con.read_parquet(self.glob(name)).create_view(name, replace=True)


def derive(tables: Tables, steps: Sequence[Derived] = STEPS) -> None:
    """Make the derived tables, in order."""
    for step in steps:
        if step.portable:
            tables.make(step.name, step.sql, step.stored)
        elif step.spark is not None:
            tables.make(step.name, step.spark, step.stored)
        else:
            _count_excess(tables, step.name)


def _count_excess(tables: Tables, name: str) -> None:
    crowded = tables.spark.sql(CROWDED)
    tables.keep(name, crowded.groupBy("batch").applyInArrow(excess_sessions, "session_id bigint"))


def excess_sessions(table: Any) -> Any:
    """The excess sessions among an Arrow table of counted sessions of whole patients, by DuckDB in the process."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as con:
        con.from_arrow(table).create_view("counted_session")
        con.sql(WINDOW_SESSION).create_view("window_session")
        return con.sql(EXCESS_SESSION).to_arrow_table()


def make_all(tables: Tables, statements: Iterable[str]) -> None:
    """Make the table of each statement that DuckDB runs as `create or replace temp table`."""
    for statement in statements:
        tables.make(*named_select(statement))


def price_schedule(tables: Tables, pricing: Sequence[str]) -> None:
    """Make `facility_code` and `schedule_line`; ``pricing`` are the statements from `fee_line` to `fee_price`."""
    make_all(tables, (*prices.STATEMENTS, *pricing, prices.SCHEDULE_LINE))


def run_detectors(tables: Tables, chosen: Sequence[Detector]) -> list[Coverage]:
    """Run detectors into `raw_finding`, planned together; one that fails is an `error` row and the others still run."""
    failed: dict[str, str] = {}
    frames = {}
    for detector in chosen:
        try:
            frames[detector.code] = _answer(tables.spark, detector), _looked_at(tables.spark, detector)
        except Exception as error:  # whatever the planner says of this one detector
            failed[detector.code] = _first(error)
    try:
        looked_at = _run_together(tables, frames)
    except Exception:
        for code, (answer, scope) in list(frames.items()):
            try:
                answer.count()
                scope.collect()
            except Exception as error:
                failed[code] = _first(error)
                del frames[code]
        looked_at = _run_together(tables, frames)
    found = dict(tables.spark.sql("select code, count(*) from raw_finding group by code").collect())
    return [
        coverage_of(detector, *looked_at[detector.code], found.get(detector.code, 0))
        if detector.code in looked_at
        else Coverage(detector, "error", 0, 0, 0, f"The detector failed: {failed[detector.code]}")
        for detector in chosen
    ]


def _run_together(tables: Tables, frames: dict[str, tuple[Any, Any]]) -> dict[str, tuple[int, int]]:
    empty = tables.spark.createDataFrame([], ", ".join(f"{name} {kind}" for name, kind in RAW_FINDING.items()))
    tables.keep("raw_finding", _united([empty, *(answer for answer, _ in frames.values())]))
    if not frames:
        return {}
    rows = _united([scope for _, scope in frames.values()]).collect()
    return {code: (int(eligible or 0), int(unknown or 0)) for code, eligible, unknown in rows}


def _united(frames: Sequence[Any]) -> Any:
    """The frames one below the other, as a balanced tree: a long chain of unions plans slowly."""
    while len(frames) > 1:
        frames = [
            frames[place].unionAll(frames[place + 1]) if place + 1 < len(frames) else frames[place]
            for place in range(0, len(frames), 2)
        ]
    return frames[0]


def _answer(spark: Any, detector: Detector) -> Any:
    """The detector's findings with the columns of `RAW_FINDING`, its headline where a line says nothing else."""
    from pyspark.sql import functions as f

    answer = spark.sql(detector.findings)
    said = {"code": detector.code, "detector": detector.name, "family": detector.family}
    headline = {"certainty": detector.certainty, "effect": detector.effect}
    columns = []
    for name, kind in RAW_FINDING.items():
        value = f.lit(None)
        if name in said:
            value = f.lit(said[name])
        elif name == "mac_dated":
            value = f.lit(detector.mac_dated)
        elif name in answer.columns:
            value = f.col(name)
        if name in headline:
            value = f.coalesce(value.cast("string"), f.lit(headline[name]))
        columns.append(value.cast(kind).alias(name))
    return answer.select(*columns)


def _looked_at(spark: Any, detector: Detector) -> Any:
    from pyspark.sql import functions as f

    scope = spark.sql(detector.coverage)
    return scope.select(
        f.lit(detector.code).alias("code"),
        f.col("eligible_lines").cast("bigint").alias("eligible_lines"),
        f.col("unknown_lines").cast("bigint").alias("unknown_lines"),
    )


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
