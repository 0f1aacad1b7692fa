"""Spark reads files, addresses and tables of its catalogue as the default engine reads the same rows.

One Spark runs for all of these tests; it is the caller's, and still there at the end.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from facetaudit.engine.spark_addresses import refusal
from facetaudit.engine.spark_session import session
from facetaudit.errors import InputRefused, UsageError
from tests.spark.cluster import why_not
from tests.spark.equality import small_spark
from tests.spark.extracts import MESSY, PARTS, TYPED, write_folder, write_messy, write_texts
from tests.spark.loading import by_duckdb, by_spark, without

HEADER = MESSY.partition("\n")[0] + "\n"
ACCEPTED = "M1,1,,MP1,2025-03-04,64493,,,,,1,1.00,1.00,2025-04-01,,1000000012,7,x\n"
NOT_HASHED = ("sha256",)
OF_TABLES = ("sha256", "size_bytes", "why")

needs_spark = pytest.mark.skipif(bool(why_not()), reason=f"Spark cannot run: {why_not()}")
pytestmark = pytest.mark.filterwarnings("ignore")  # PySpark's own, of the pandas that stands beside it


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Spark that runs already, with settings of its own, as in a notebook of a cluster."""
    from pyspark.sql import SparkSession

    with small_spark(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # read when a Spark starts
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        warehouse = str(tmp_path_factory.mktemp("warehouse"))
        settings = {"spark.sql.warehouse.dir": warehouse, "spark.log.level": "OFF", "spark.sql.shuffle.partitions": "2"}
        for name, value in settings.items():
            builder = builder.config(name, value)
        running = builder.getOrCreate()
        running.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
        yield running
        assert running.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"
        assert running.range(3).count() == 3
        running.stop()


@needs_spark
@pytest.mark.slow
def test_files_and_addresses(tmp_path: Path, spark: Any) -> None:
    folder, (tabs, latin, packed) = write_folder(tmp_path), write_texts(tmp_path)
    paths = [tabs, write_messy(tmp_path), _moved(folder / "region=up%20there", "here.parquet")]
    remote = [latin, packed, folder]
    read = by_spark(tmp_path / "tables", [*paths, *(f"file://{path}" for path in remote[:-1]), f"file://{folder}/"])
    plain = by_duckdb([*paths, *remote])
    assert without(read, *NOT_HASHED) == without(plain, *NOT_HASHED)
    reasons = {reason for _, _, _, reason in plain["rejected"][2]}
    assert {reason for reason in reasons if "cell" in reason} == {
        "too few cells in the row", "too many cells in the row", "a quotation mark inside a quoted cell is not doubled"
    }  # fmt: skip
    assert [one["name"] for one in plain["report"]["passed_over"]] == ["_SUCCESS", "note.md"]
    not_hashed = [one["name"] for one in read["report"]["files"] if not one["sha256"]]
    assert not_hashed == ["typed.parquet", "part 0.parquet", "part-2", "pärt%41[1].parquet"]  # read where they are


def _moved(folder: Path, name: str) -> Path:
    """A copy of the folder's file beside that folder's parent, below a folder of the same name."""
    to = folder.parents[1] / "elsewhere" / folder.name / name
    to.parent.mkdir(parents=True)
    shutil.copy(folder / "typed.parquet", to)
    return to


@needs_spark
@pytest.mark.slow
def test_tables_of_the_catalogue_and_a_pattern(tmp_path: Path, spark: Any) -> None:
    """Rows of Parquet are numbered by file and place, those of a view and of other tables by their values."""
    pattern = f"{write_folder(tmp_path)}/*/part*"
    messy = write_messy(tmp_path, "")
    with duckdb.connect() as con:
        con.sql(PARTS, params=[str(messy)]).write_parquet(str(tmp_path / "parts"))
        con.sql(TYPED, params=[str(messy)]).write_parquet(str(tmp_path / "typed"))
    parts, typed = (spark.read.parquet(f"file://{tmp_path / name}") for name in ("parts", "typed"))
    spark.sql("create database db")
    parts.repartition(3).write.saveAsTable("db.claims")
    parts.repartition(2).write.partitionBy("patient_id").saveAsTable("partitioned")
    typed.write.saveAsTable("typed")
    typed.repartition(2).write.format("orc").saveAsTable("db.other")
    spark.sql("create view seen as select c.* from db.claims c join (select distinct claim_id from partitioned) p "
              "on p.claim_id = c.claim_id")  # fmt: skip
    names = ["typed", "db.claims", "seen", "partitioned", "db.other"]
    copies = [_copy(spark, name, tmp_path / "copies") for name in names]
    read = by_spark(tmp_path / "tables", [*names, f"file://{pattern}"])
    assert without(read, *OF_TABLES) == without(by_duckdb([pattern, *copies]), *OF_TABLES)


def _copy(spark: Any, name: str, folder: Path) -> Path:
    """The rows of a table in one file of the same name: of its files by name, else by their values."""
    folder.mkdir(exist_ok=True)
    table = spark.table(name)
    files = sorted(file.removeprefix("file://") for file in table.inputFiles())
    with duckdb.connect() as con:
        rows = con.from_arrow(table.toArrow())
        if name in ("seen", "db.other"):
            ordered = rows.order(", ".join(f"#{place} nulls first" for place in range(1, len(rows.columns) + 1)))
            ordered.write_parquet(str(folder / name))
            return folder / name
        con.execute("create table copy as from rows limit 0")
        for file in files:
            con.execute("insert into copy by name select * from read_parquet($1)", [file])
        con.table("copy").write_parquet(str(folder / name))
    return folder / name


@needs_spark
@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEADER + ACCEPTED + 'M1,"1,,MP1\n' + ACCEPTED, id="quotation"),
        pytest.param(HEADER, id="no rows"),
        pytest.param("", id="empty"),
        pytest.param("name,town\nx,y\n", id="no claims"),
    ],
)
def test_text_that_cannot_be_read(tmp_path: Path, spark: Any, text: str) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as plain:
        by_duckdb([path])
    with pytest.raises(InputRefused) as refused:
        by_spark(tmp_path / "tables", [f"file://{path}"])
    assert str(refused.value) == str(plain.value)


@needs_spark
@pytest.mark.slow
def test_a_file_of_many_without_an_accepted_row(tmp_path: Path, spark: Any) -> None:
    path = tmp_path / "none.csv"
    path.write_text(HEADER + "M1,1\n", encoding="utf-8")
    with pytest.raises(InputRefused, match=r"none.csv: every row is rejected, .* \(too few cells in the row\); check"):
        by_spark(tmp_path / "tables", [write_messy(tmp_path), path])


@needs_spark
@pytest.mark.slow
def test_inputs_that_lead_nowhere(tmp_path: Path, spark: Any) -> None:
    (tmp_path / "empty").mkdir()
    messy = write_messy(tmp_path, "")
    with duckdb.connect() as con:
        con.sql("select timestamp_ns '2025-01-01 00:00:00' as service_date").write_parquet(str(tmp_path / "times"))
        con.sql(PARTS, params=[str(messy)]).write_parquet(str(tmp_path / "_parts"))
    (tmp_path / "cut").write_bytes((tmp_path / "_parts").read_bytes()[:-9])
    here = f"file://{tmp_path}"
    nowhere = {
        f"{here}/none/": "no such file or folder",
        f"{here}/none*.csv": "no such file or folder",
        f"{here}/empty": "holds no file",
        f"{here}/times": "of a type that Spark does not know",
        f"{here}/cut": "is not whole",
        f"{here}/_parts": "begins with _",
        "s3a://bucket/claims/": "no connector for s3a://.*hadoop-aws",
        "://": "this is no address",
        "db.none": "no such table",
        "no table; at all": "no such file, and no such table",
    }
    for number, (given, words) in enumerate(nowhere.items()):
        with pytest.raises(InputRefused, match=words):
            by_spark(tmp_path / f"tables{number}", [given])
    for given in ([f"{here}/messy.csv", f"{here}/./messy.csv"], [messy, messy]):
        with pytest.raises(UsageError, match="given twice"):
            by_spark(tmp_path / f"twice{len(str(given))}", given)


@needs_spark
@pytest.mark.slow
def test_another_master_than_that_of_the_spark_that_runs(tmp_path: Path, spark: Any) -> None:
    with pytest.raises(UsageError, match=r"Spark runs here on local\[2\] already"), session("local[1]", tmp_path):
        pass


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("java.io.FileNotFoundException: No such file or directory: s3a://bucket/x", "no such file or folder"),
        ("org.apache.hadoop.fs.s3a.UnknownStoreException: s3a://bucket", "no such file or folder"),
        ("java.nio.file.AccessDeniedException: s3a://bucket/x: getFileStatus: KEY123", "access is denied"),
        ("org.apache.hadoop.security.AccessControlException: Permission denied: user=KEY123", "access is denied"),
        ("org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme", "no connector for s3a://"),
        ("java.net.ConnectException: Call From KEY123 failed", r"cannot read it \(ConnectException\)"),
    ],
)
def test_what_a_file_system_says(said: str, words: str) -> None:
    refused = refusal("s3a://bucket/x", said)
    assert refused.exit_code == 3
    assert "KEY123" not in str(refused)
    with pytest.raises(InputRefused, match=words):
        raise refused
