"""Starting Spark, or one sentence that says why it does not start."""

from __future__ import annotations

import os
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from facetaudit.engine.spark import errors
from facetaudit.errors import UsageError

LOCAL = "local[*]"
_MASTER = re.compile(r"local(\[(\*|\d+)(,\s*\d+)?\])?|(spark|k8s)://\S+|yarn")
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
}
_QUIET = {"spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}


@contextmanager
def session(master: str | None, folder: Path) -> Iterator[Any]:
    """A Spark session on ``master``, stopped at the end, with ``folder`` for what it makes beside its work.

    Without a master, Spark is the one of `spark-submit` where that runs, else every core of this machine. Where Spark
    runs in this process already, as in a notebook of a cluster, the session is a new one of that Spark, which keeps its
    settings and goes on. Raises UsageError where PySpark or Java is missing, or the master is none, another than that
    of the Spark that runs, or does not answer.
    """
    if master is not None and not _MASTER.fullmatch(master):
        raise UsageError(
            f"--spark-master {master!r} is no master: give local[*], spark://HOST:PORT, yarn or k8s://HOST:PORT."
        )
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError("--engine spark needs PySpark 4: pip install 'facetaudit[spark]'.") from error
    if not _has_java():
        raise UsageError("--engine spark needs Java 17 or later: install it, or set JAVA_HOME.")
    # the executors' Python is this one, where nobody has said another
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")  # of pandas 3, which is not used here
    running = SparkSession.getActiveSession()
    spark = _started(SparkSession.builder, master, folder) if running is None else _beside(running, master)
    try:
        yield spark
    except errors() as error:
        raise UsageError(_why(error)) from error
    finally:
        if running is None:
            spark.stop()


def _started(builder: Any, master: str | None, folder: Path) -> Any:
    builder = builder.appName("facetaudit")
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    if master is not None or not submitted:
        builder = builder.master(master or LOCAL)
    # else the folder of the catalogue's own tables, empty, would stay where the command was given
    own = {} if submitted else {**_QUIET, "spark.sql.warehouse.dir": str(folder / "warehouse")}
    for name, value in {**_SETTINGS, **own}.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise UsageError(
            f"Spark does not start on {master or LOCAL} ({type(error).__name__}): see that the master is up and that "
            "its Spark is of the version of the installed PySpark."
        ) from error


def _beside(running: Any, master: str | None) -> Any:
    there = running.sparkContext.master
    if master not in (None, there):
        raise UsageError(f"Spark runs here on {there} already: leave --spark-master out, or stop that session first.")
    spark = running.newSession()
    for name, value in _SETTINGS.items():
        spark.conf.set(name, value)
    return spark


def _why(error: Exception) -> str:
    """What stopped Spark, without its own words: they can hold values of the claims."""
    if "ModuleNotFoundError" in str(error):
        return (
            "The Python of Spark's executors lacks a module: install facetaudit with DuckDB and PyArrow on every node, "
            "or name a Python that has them (PYSPARK_PYTHON)."
        )
    return (
        f"Spark stopped with {type(error).__name__}: see its log; the executors need memory, and every node must see "
        "the inputs and the folder of --out under the same path."
    )


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(home and (Path(home) / "bin" / "java").exists()) or shutil.which("java") is not None
