"""What loading keeps, counts and says, over canonical text."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
from dataclasses import astuple
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facetaudit.claims import intake
from facetaudit.claims.intake import load
from facetaudit.claims.schema import ADDED_COLUMNS, COLUMNS, LEADING_COLUMNS
from facetaudit.errors import UsageError
from tests.claims.drawn import KEEP_CODES, STANDING, Loader, as_csv, drawn


def test_whole_days_are_kept_and_the_rest_is_outside(loader: Loader) -> None:
    report = loader.rows(
        """
        claim | patient | date       | code
        A     | P1      | 2024-03-01 | 99213
        B     | P1      | 2024-03-01 | 64493
        C     | P1      | 2024-03-02 | 99213
        D     | P2      | 2024-03-01 | 99213
        E     | P3      | 2024-03-01 | 64999
        F     | P3      | 2024-03-01 | J1030
        """
    )
    assert loader.lines("row_number, line_id, audited") == [
        (2, 1, True), (3, 2, True), (6, 5, True), (7, 6, True),
    ]
    assert astuple(report.total) == (6, 0, 2, 4, 4, 0)


def test_all_lines_keeps_what_is_outside_and_tells_it_apart(loader: Loader) -> None:
    table = """
        claim | patient | code  | status | allowed
        A     | P1      | 64493 | paid   | 1
        B     | P2      | 99213 | denied | 2
        C     | P3      | 99213 | paid   | x
    """
    report = loader.rows(table, all_lines=True)
    assert loader.lines("row_number, audited, inactive_reason") == [(2, True, None), (3, False, "denied")]
    assert astuple(report.total) == (3, 1, 1, 1, 1, 0)
    assert astuple(loader.rows(table).total) == (3, 1, 1, 1, 1, 0)


def test_columns_and_types_are_the_contract(loader: Loader, con: duckdb.DuckDBPyConnection) -> None:
    loader.rows([{**STANDING, "Room": "2", "active": "yes", "Audited": "no", "": "x"}])
    described = [(row[0], row[1]) for row in con.execute("describe claim_line").fetchall()]
    contract = [
        *LEADING_COLUMNS, *((column.name, column.sql_type) for column in COLUMNS), *ADDED_COLUMNS,
        ("Room", "VARCHAR"), ("active_extra", "VARCHAR"), ("Audited_extra", "VARCHAR"), ("column_8", "VARCHAR"),
    ]
    assert described == contract
    assert loader.line("Room, active, active_extra, Audited_extra, column_8") == ("2", True, "yes", "no", "x")
    # a large extract has this one in a file; the others go with the connection
    kinds = con.execute("select table_name from duckdb_tables() where not temporary").fetchall()
    assert kinds == [("claim_line",)]


def test_nothing_else_is_left_in_the_connection(loader: Loader, con: duckdb.DuckDBPyConnection) -> None:
    loader.rows([STANDING])
    assert sorted(con.execute("select table_name from duckdb_tables()").fetchall()) == [
        ("authorized_claim",), ("claim_line",), ("further_modifier",), ("rejected",), ("source_file",),
    ]
    assert con.execute("select view_name from duckdb_views() where not internal").fetchall() == []
    macros = "select function_name from duckdb_functions() where function_name like 'intake%'"
    assert con.execute(macros).fetchall() == []
    assert con.execute("select name from duckdb_variables()").fetchall() == []


def test_extra_columns_of_several_files_stand_side_by_side(loader: Loader) -> None:
    one = as_csv([{**STANDING, "Room": "2", "Note": "a"}], loader.folder / "one.csv")
    two = as_csv([{**STANDING, "claim_id": "C2", "note": "b", "Desk": "7"}], loader.folder / "two.csv")
    loader.files(one, two)
    assert loader.lines("file_index, Room, Note, Desk") == [(0, "2", "a", None), (1, None, "b", "7")]


def test_lines_are_numbered_in_file_order_where_the_source_has_no_numbers(loader: Loader) -> None:
    loader.rows(
        """
        claim | code  | units
        A     | 64493 | 1
        B     | 64493 | 1
        A     | 64494 | 1
        A     | 99213 | x
        A     | 64495 | 1
        """
    )
    assert loader.lines("claim_id, hcpcs, line_number") == [
        ("A", "64493", 1), ("B", "64493", 1), ("A", "64494", 2), ("A", "64495", 4),
    ]


def test_a_line_without_a_number_follows_the_highest_of_its_claim(loader: Loader) -> None:
    loader.rows("code | line\n 64493 |\n 64493 | 2\n 64493 | 1\n 64493 |")
    assert loader.lines("line_number, inactive_reason") == [(3, None), (2, None), (1, None), (4, None)]


def test_report_of_one_file(loader: Loader) -> None:
    report = loader.rows(
        """
        claim | patient | date       | code  | type         | payer  | rendering_npi | paid_date  | allowed | paid
        A     | P1      | 2024-01-15 | 64493 | professional |        | 1234567893    | 2024-02-01 | 10      | 8
        A     | P1      | 2024-01-15 | 99213 | professional |        | 1234567893    |            | 10      |
        B     | P1      | 2024-01-15 | 64493 | asc          | Acme   |               | 2024-02-09 | 0       | 0
        C     | P2      | 2024-03-15 | 99213 | professional |        |               | 2024-12-31 | 10      | 8
        D     |         | 2019-03-15 | 99213 | professional |        |               |            |         |
        E     | P2      | 2023-12-31 | J1030 | professional |        |               |            | 1       | 1
        """
    )
    assert astuple(report.total) == (6, 1, 2, 3, 2, 1)
    assert (report.first_service_date, report.last_service_date) == (
        datetime.date(2023, 12, 31), datetime.date(2024, 3, 15),
    )
    assert report.last_paid_date == datetime.date(2024, 12, 31)
    assert report.lines_by_month == (("2023-12", 1), ("2024-01", 3), ("2024-03", 1))
    assert report.codes == (("64493", 2), ("99213", 2), ("J1030", 1))
    assert report.payers == (("medicare", 2), ("Acme", 1))
    assert report.claim_types == (("professional", 2), ("asc", 1))
    assert (report.patients, report.rendering_npis, report.billing_npis) == (1, 1, 0)
    filled = dict(report.filled)
    assert (filled["rendering_npi"], filled["paid_date"], filled["paid_amount"], filled["mac"]) == (2, 2, 2, 0)
    assert report.rejects == (("patient_id", "blank", 1),)
    assert report.inactive_reasons == (("zero-paid", 1),)
    (file,) = report.files
    assert (file.name, file.format, file.modifier_slots, file.mapping) == ("claims.csv", "canonical", 0, "canonical")
    content = (loader.folder / "claims.csv").read_bytes()
    assert (file.sha256, file.size_bytes) == (hashlib.sha256(content).hexdigest(), len(content))
    assert "line_number" in file.columns_missing
    assert "hcpcs" in file.columns_found


def test_report_as_data_begins_with_the_rows(loader: Loader) -> None:
    data = loader.rows([STANDING, {**STANDING, "patient_id": ""}]).to_dict()
    counts = {"read": 2, "rejected": 1, "outside": 0, "audited": 1, "active": 1, "inactive": 0}
    assert next(iter(data)) == "rows"
    assert data["rows"] == {"total": counts, "files": {"claims.csv": counts}}
    assert json.loads(json.dumps(data)) == data
    assert data["audited"]["filled"]["mac"] == {"lines": 0, "share": 0.0}


def test_no_facet_line_is_a_normal_result(loader: Loader) -> None:
    report = loader.rows([{**STANDING, "hcpcs": "99213"}])
    assert astuple(report.total) == (1, 0, 1, 0, 0, 0)
    assert loader.lines() == []
    assert report.to_dict()["audited"]["filled"]["mac"] == {"lines": 0, "share": None}


def test_source_file_says_what_the_source_has(loader: Loader, con: duckdb.DuckDBPyConnection) -> None:
    poor = as_csv([STANDING], loader.folder / "poor.csv")
    rich = as_csv(
        [{**STANDING, "claim_id": "C2", "modifier_1": "", "modifier_2": "", "diagnosis_codes": "", "paid_amount": "",
          "authorization_number": "", "line_status": "", "claim_frequency_code": ""}],
        loader.folder / "rich.csv",
    )
    loader.files(poor, rich)
    assert con.execute("select * from source_file order by file_index").fetchall() == [
        (0, "poor.csv", "canonical", 0, *[False] * 10),
        (1, "rich.csv", "canonical", 2, True, True, True, *[False] * 5, True, True),
    ]
    assert loader.lines("modifier_slots") == [(0,), (2,)]


def test_files_of_one_name_are_told_apart_by_their_folder(loader: Loader) -> None:
    for folder in ("q1", "q2"):
        (loader.folder / folder).mkdir()
    paths = [
        as_csv([{**STANDING, "claim_id": folder}], loader.folder / folder / "claims.csv") for folder in ("q1", "q2")
    ]
    report = loader.files(*paths)
    assert [file.name for file in report.files] == ["q1/claims.csv", "q2/claims.csv"]


def test_a_redelivered_file_counts_once(loader: Loader) -> None:
    rows = drawn("line | code\n 1 | 64493\n 2 | 64494")
    report = loader.files(as_csv(rows, loader.folder / "a.csv"), as_csv(rows, loader.folder / "b.csv"))
    assert loader.lines("file_index, row_number, line_id, inactive_reason") == [
        (0, 2, 1, "superseded"), (0, 3, 2, "superseded"), (1, 2, 3, None), (1, 3, 4, None),
    ]
    assert [astuple(file.counts) for file in report.files] == [(2, 0, 0, 2, 0, 2), (2, 0, 0, 2, 2, 0)]


def test_one_file_twice_is_refused(loader: Loader) -> None:
    path = as_csv([STANDING], loader.folder / "claims.csv")
    with pytest.raises(UsageError, match=r"claims\.csv: the file is given twice"):
        loader.files(path, path.parent / "." / path.name)


def test_no_input_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UsageError, match="no input is given"):
        load(con, [], keep_codes=KEEP_CODES)


def test_unknown_format_is_refused_with_the_nearest(loader: Loader) -> None:
    with pytest.raises(UsageError, match="'parket' is not known; did you mean 'parquet'"):
        loader.rows([STANDING], input_format="parket")


def test_progress_is_told_in_bytes_of_both_passes(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_SECONDS_BETWEEN", 3600)  # on a busy machine a pass is told of between, too
    told: list[tuple[str, int, int, int]] = []
    loader.rows([STANDING], progress=lambda *step: told.append(step))
    size = (loader.folder / "claims.csv").stat().st_size
    assert told == [
        ("checking claims.csv", 0, 2 * size, 0),
        ("reading claims.csv", size, 2 * size, 1),
        ("loaded", 2 * size, 2 * size, 1),
    ]


def test_signs_that_globs_use_stand_for_themselves(loader: Loader) -> None:
    as_csv([{**STANDING, "claim_id": "wrong"}], loader.folder / "claims 1.csv")
    for name in ("claims [1].csv", "claims ?.csv", "claims*.csv"):
        loader.files(as_csv([{**STANDING, "claim_id": "right"}], loader.folder / name))
        assert loader.line("claim_id") == ("right",)


CELLS = st.fixed_dictionaries({
    "claim_id": st.sampled_from(["A", "B", "C", ""]),
    "line_number": st.sampled_from(["1", "2", "3", "x"]),
    "patient_id": st.sampled_from(["P1", "P2", " P2 ", ""]),
    "service_date": st.sampled_from(["2024-01-01", "2024-01-02", "2024-02-30"]),
    "hcpcs": st.sampled_from(["64493", "99213", "J1030", "6449350", "?"]),
    "units": st.sampled_from(["1", "-1", "1.5", ""]),
    "paid_amount": st.sampled_from(["10", "(10)", "", "0"]),
    "claim_frequency_code": st.sampled_from(["", "1", "7", "8"]),
    "original_claim_id": st.sampled_from(["", "A", "B"]),
    "line_status": st.sampled_from(["", "paid", "denied"]),
})


@settings(max_examples=25)
@given(st.lists(st.lists(CELLS, max_size=8), min_size=1, max_size=3), st.booleans())
def test_counts_add_up_per_file_and_in_total(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[dict[str, str]]], all_lines: bool
) -> None:
    folder = Path(tmp_path_factory.mktemp("claims"))
    good = {"claim_id": "Z", "line_number": "1", "patient_id": "PZ", "service_date": "2024-01-01", "hcpcs": "64493"}
    paths = [as_csv([good, *rows], folder / f"{index}.csv") for index, rows in enumerate(files)]
    with duckdb.connect() as con:
        loader = Loader(con, folder)
        report = loader.files(*paths, all_lines=all_lines)
        lines = loader.lines("file_index, line_id, audited, active")
        rejected = len(loader.rejected())
    for rows, file in zip(files, report.files, strict=True):
        counts = file.counts
        assert counts.read == len(rows) + 1 == counts.rejected + counts.outside + counts.audited
        assert counts.audited == counts.active + counts.inactive
    total = report.total
    assert astuple(total) == tuple(map(sum, zip(*(astuple(file.counts) for file in report.files), strict=True)))
    assert total.rejected == rejected
    assert total.audited == sum(audited for *_, audited, _ in lines)
    assert total.active == sum(audited and active for *_, audited, active in lines)
    assert len(lines) == (total.read - total.rejected if all_lines else total.audited)
    assert [line[1] for line in lines] == sorted({line[1] for line in lines})
    assert sum(count for _, count in report.lines_by_month) == total.read - total.rejected


@pytest.mark.parametrize("threads", [1, 4])
def test_file_order_and_row_numbers_hold_in_a_large_file(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, threads: int
) -> None:
    """150,000 rows, some cut short, some blank, read by several threads."""
    con.execute("set threads = 1" if threads == 1 else "set threads = 4")
    draw = random.Random(7)
    kept, ragged = {}, set()
    path = tmp_path / "claims.csv"
    with path.open("w") as stream:
        stream.write("claim_id,line_number,patient_id,service_date,hcpcs,allowed_amount,filler\n")
        for row in range(2, 150_002):
            chance = draw.random()
            if chance < 0.0005:
                stream.write(f"C{row},1,P{row}\n")
                ragged.add(row)
            elif chance < 0.001:
                stream.write("\n")
            else:
                code = "64493" if chance > 0.97 else "99213"
                if code == "64493":
                    kept[row] = f"C{row}"
                stream.write(f"C{row},1,P{row},2024-03-01,{code},12.50,{'x' * 90}\n")
    report = load(con, path, keep_codes=KEEP_CODES)
    lines = con.execute("select row_number, claim_id from claim_line order by line_id").fetchall()
    assert lines == list(kept.items())
    assert con.execute("select row_number, reason from rejected").fetchall() == [
        (row, "too few cells in the row") for row in sorted(ragged)
    ]
    assert report.total.read == report.total.rejected + report.total.outside + report.total.audited


def test_an_authorization_on_any_line_of_the_claim_speaks_for_it(
    loader: Loader, con: duckdb.DuckDBPyConnection
) -> None:
    loader.rows(drawn("""
        claim | line | date       | code  | authorization_number
        C1    | 1    | 2024-03-01 | 64493 |
        C1    | 2    | 2024-03-09 | 99213 | A1
        C2    | 1    | 2024-03-01 | 64493 | A2
        C3    | 1    | 2024-03-01 | 64493 |
        C4    | 1    | 2024-03-09 | 99213 | A4
        C3    | 2    | 2024-13-09 | 99213 | A3
    """))
    found = con.execute("select claim_id from authorized_claim order by claim_id").fetchall()
    assert [row for row in found if row != ("C4",)] == [("C1",), ("C2",)]
    assert con.execute("select count(*) from claim_line").fetchall() == [(3,)]
