"""Cycles: what is refused, made, kept, made again, killed and taken up again."""

from __future__ import annotations

import inspect
import json
import random
import re
import shutil
import stat
from decimal import Decimal
from pathlib import Path

import pytest

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.errors import UsageError
from facetaudit.fees.importing import import_files
from facetaudit.reporting.cycle.definition import OPTIONS, read_cycle
from facetaudit.reporting.cycle.run import Outcome, locked, run_cycle
from facetaudit.reporting.cycle.verify import verify
from facetaudit.reporting.warm import available
from tests.fees.test_imports import SIX, put_values
from tests.reports.conftest import HEADER
from tests.reports.cycles import PARAMETERS, content, definition, killed, notebook, start

pytestmark = pytest.mark.skipif(not available(), reason="needs Linux")
FIRST, SECOND = "1000000012", "1000000020"
GOOD = {"audit": "a", "out": "o", "reports": [{"notebook": "findings"}]}


class Silent:
    """Nobody is told."""

    def stage(self, words: str) -> None:
        pass

    def begin(self, reports: int) -> None:
        pass

    def done(self, name: str, how: str) -> None:
        pass


def run(file: Path, previous: Path | None = None, fees_dir: Path | None = None) -> Outcome:
    return run_cycle(file, Silent(), previous, fees_dir)


@pytest.fixture(scope="module")
def base(audited: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cycle of two reports that was run once; tests copy it."""
    folder = tmp_path_factory.mktemp("cycle")
    outcome = run(definition(folder, audited.folder, [FIRST, "0123456789"]))
    assert (outcome.made, outcome.failed) == ([f"own-{npi}" for npi in ("0123456789", FIRST)], [])
    return folder


@pytest.fixture
def done(base: Path, tmp_path: Path) -> Path:
    """A copy of that cycle's folder."""
    shutil.copytree(base, tmp_path / "c")
    return tmp_path / "c"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"notebook": "findings"}, r"no key 'notebook': it takes audit"),
        ({"report": []}, r"no key 'report' \(did you mean reports\?\)"),
        ({"reports": []}, "needs the key reports"),
        ({"audit": ""}, "needs the key audit"),
        ({"reports": [{"notebook": "findngs"}]}, "no notebook 'findngs'"),
        ({"reports": [{"notebook": "findings", "parameter": {}}]}, r"did you mean parameters\?"),
        ({"reports": [{"notebook": "findings"}, {"notebook": "findings"}]}, "two reports are called findings"),
        ({"reports": [{"notebook": "findings", "name": "../up"}]}, "no name for a report"),
        ({"reports": [{"notebook": "findings", "for_each": {"family": "all"}}]}, "only npi takes all"),
        ({"reports": [{"notebook": "findings", "for_each": {"family": ["kx", "kx"]}}]}, "names a value twice"),
        ({"reports": [{"notebook": "findings", "for_each": {"npi": "top 0 by exposure"}}]}, "top N by exposure"),
        ({"reports": [{"notebook": "findings", "for_each": {"a": ["1"], "b": ["2"]}}]}, "names 2 parameters"),
        ({"formats": ["html", "docx"]}, "no format 'docx'"),
        ({"formats": ["ipynb"]}, "must hold html"),
        ({"workers": "0"}, "whole number of 1 or more"),
        ({"timeout": "soon"}, "whole number of 1 or more"),
        ({"audit": {"inputs": "x.csv", "procedure": "y.csv"}}, r"did you mean procedures\?"),
        ({"audit": {"inputs": "x.csv", "as_of": "2025-02-30"}}, "give YYYY-MM-DD"),
        ({"audit": {"mac": "cgs"}}, "needs the key inputs"),
        ({"audit": {"inputs": "x.csv", "payer_packs": "Blue=cpt"}}, "payer_packs of c.yaml: give keys"),
        ({"out": {"a": "b"}}, "give one value"),
    ],
)
def test_a_definition_that_is_not_understood_is_refused(tmp_path: Path, change: dict[str, object], words: str) -> None:
    # JSON is YAML
    (tmp_path / "c.yaml").write_text(json.dumps({**GOOD, **change}), encoding="utf-8")
    with pytest.raises(UsageError, match=words) as caught:
        read_cycle(tmp_path / "c.yaml")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("audit: [", "no YAML that can be read in line 1"),
        ("audit: a\naudit: b\nout: o\nreports: [{notebook: findings}]", "'audit' stands twice"),
        ("!!python/object/apply:os.system [touch here]", "give keys with values"),
        ("- a", "give keys with values"),
        ("", "give keys with values"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        read_cycle(tmp_path / "c.yaml")
    assert [path.name for path in tmp_path.iterdir()] == ["c.yaml"]


def test_parameters_are_refused_before_anything_runs(audited: Audit, tmp_path: Path) -> None:
    notebook(tmp_path / "own.ipynb", PARAMETERS, "1")
    text = "audit: {inputs: gone.csv}\nout: out\nreports:\n- notebook: findings\n- notebook: own.ipynb\n"
    (tmp_path / "c.yaml").write_text(text + "  parameters: {nip: 1}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"no parameter 'nip' \(did you mean npi\?\)"):
        run(tmp_path / "c.yaml")
    assert not (tmp_path / "out").exists()


def test_identifiers_stay_text_and_files_are_private(base: Path) -> None:
    page = base / "out" / "reports" / "own-0123456789" / "report.html"
    assert re.search(r"0123456789! \d", page.read_text(encoding="utf-8"))
    for path in (base / "out").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_workbook_lies_beside_each_providers_report_and_one_beside_the_index(audited: Audit, tmp_path: Path) -> None:
    file = definition(tmp_path, audited.folder, [FIRST])
    notebook(tmp_path / "own.ipynb", PARAMETERS.replace('npi: str = ""', 'npi: str = "none"'), "npi")
    with file.open("a", encoding="utf-8") as text:
        text.write("- {notebook: own.ipynb, name: whole}\nformats: [html, xlsx]\n")
    index = run(file).index
    assert {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.xlsx")} == {
        "worklist.xlsx",
        f"reports/own-{FIRST}/worklist.xlsx",
    }
    page = index.read_text(encoding="utf-8")
    assert f'href="reports/own-{FIRST}/worklist.xlsx"' in page
    assert 'href="worklist.xlsx"' in page
    assert "reports/whole/worklist.xlsx" not in page


def test_a_second_start_makes_only_what_is_not_current(done: Path) -> None:
    before = content(done / "out")
    outcome = run(done / "out.yaml")
    assert (outcome.made, len(outcome.current)) == ([], 2)
    (done / "out" / "reports" / f"own-{FIRST}" / "report.html").write_text("cut sho", encoding="utf-8")
    shutil.rmtree(done / "out" / "reports" / "own-0123456789")
    assert {name for name, _ in verify(done / "out")} == {"own-0123456789", f"own-{FIRST}/report.html"}
    assert len(run(done / "out.yaml").made) == 2
    assert content(done / "out") == before


def test_a_changed_notebook_makes_its_reports_anew_and_lost_values_go(done: Path) -> None:
    notebook(done / "own.ipynb", PARAMETERS, "npi + '?'")
    file = done / "out.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(", 0123456789", ""), encoding="utf-8")
    assert "own.ipynb has changed" in verify(done / "out")[0][1]
    assert run(file).made == [f"own-{FIRST}"]
    assert [path.name for path in (done / "out" / "reports").iterdir()] == [f"own-{FIRST}"]
    assert verify(done / "out") == []


@pytest.mark.parametrize(
    ("parameter", "changed"), [("sample_dir", "manifest.json"), ("public", "rows"), ("volumes", "rows")]
)
def test_a_changed_folder_or_file_that_a_parameter_names_makes_its_report_anew(
    audited: Audit, tmp_path: Path, parameter: str, changed: str
) -> None:
    (tmp_path / "named").mkdir()
    for name in ("manifest.json", "rows"):
        (tmp_path / "named" / name).write_text("one")
    named = tmp_path / "named" / ("rows" if parameter == "volumes" else ".")
    notebook(tmp_path / "own.ipynb", f'audit_dir: str = ""\n{parameter}: str = "-"', f"print({parameter})")
    file = tmp_path / "c.yaml"
    file.write_text(
        f"audit: {audited.folder}\nout: out\nreports:\n- notebook: own.ipynb\n  parameters:\n    {parameter}: {named}\n"
    )
    assert run(file).made == ["own"]
    assert run(file).made == []
    (tmp_path / "named" / changed).write_text("another")
    assert run(file).made == ["own"]


def test_one_that_fails_stops_no_other_and_is_tried_again(audited: Audit, tmp_path: Path) -> None:
    file = definition(tmp_path, audited.folder, [FIRST, SECOND])
    notebook(tmp_path / "own.ipynb", PARAMETERS, f"npi == '{FIRST}' or undefined_{FIRST}")
    outcome = run(file)
    assert (outcome.made, outcome.failed) == ([f"own-{FIRST}"], [f"own-{SECOND}"])
    index = outcome.index.read_text(encoding="utf-8")
    assert "1 of 2 reports failed." in index
    assert f'href="reports/own-{SECOND}/failed.html"' in index
    assert "Cell 3 stopped with NameError." in index
    assert f"undefined_{FIRST}" not in index
    assert f"undefined_{FIRST}" in (tmp_path / "out/reports" / f"own-{SECOND}" / "failed.html").read_text(
        encoding="utf-8"
    )
    again = run(file)
    assert (again.current, again.failed) == ([f"own-{FIRST}"], [f"own-{SECOND}"])


def test_the_command_says_with_its_exit_code_that_one_failed_or_took_too_long(audited: Audit, tmp_path: Path) -> None:
    file = definition(tmp_path, audited.folder, [FIRST, SECOND])
    file.write_text(file.read_text(encoding="utf-8") + "timeout: 3\n", encoding="utf-8")
    notebook(tmp_path / "own.ipynb", PARAMETERS, f"import time\ntime.sleep(0 if npi == '{FIRST}' else 600)")
    process = start(file)
    log = process.communicate(timeout=300)[1]
    assert process.returncode == 4
    assert f"own-{FIRST}: made" in log
    assert f"own-{SECOND}: failed" in log
    page = tmp_path / "out" / "reports" / f"own-{SECOND}" / "failed.html"
    assert "took longer than 3 seconds" in page.read_text(encoding="utf-8")


def test_two_runs_of_one_cycle_do_not_meet(done: Path) -> None:
    with locked(done / "out"), pytest.raises(UsageError, match=r"Process \d+ is making the cycle"):
        run(done / "out.yaml")
    # the number of a dead process in the file holds nobody up
    (done / "out" / ".lock").write_text("1", encoding="utf-8")
    assert len(run(done / "out.yaml").current) == 2


def test_a_folder_that_holds_something_else_is_left_alone(done: Path) -> None:
    shutil.rmtree(done / "out")
    (done / "out").mkdir()
    (done / "out" / "letters.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds something else"):
        run(done / "out.yaml")


def test_what_changed_since_the_cycle_before(base: Path, tmp_path: Path) -> None:
    """The audit before had the third levels of claims A and 0042; now A is gone, 0042 is still there and B is new."""
    claims = tmp_path / "claims.csv"
    claims.write_text(
        HEADER
        + "B,P9,2025-03-06,64495,RT,1,1000000020,50.00,40.00\n"
        + "0042,P2,2025-03-05,64493,RT,1,1000000012,172.08,134.91\n"
        + "0042,P2,2025-03-05,64495,RT,1,1000000012,87.01,68.22\n",
        encoding="utf-8",
    )
    audit(claims, out=tmp_path / "audit", mac="palmetto")
    index = run(definition(tmp_path, tmp_path / "audit", [FIRST]), base / "out").index
    told = json.loads((index.parent / "cycle.json").read_text(encoding="utf-8"))["changes"]
    before = json.loads((base / "out" / "cycle.json").read_text(encoding="utf-8"))
    assert before["changes"] is None
    certain = {state: (one["findings"], one["overpaid_allowed"]) for state, one in told.items()}
    assert certain["still open"][1] == "87.01"
    assert certain["new"][1] == "50.00"
    assert certain["resolved"][1] == "87.01"
    assert "What changed since out" in index.read_text(encoding="utf-8")


def test_changes_by_provider() -> None:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    from facetaudit.reporting.cycle.changes import Change, Previous, changes

    def table(*rows: tuple[str, str | None, str]) -> pa.Table:
        names = ("finding_id", "npi", "overpayment_allowed")
        columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
        dollars = pa.array([Decimal(one) for one in columns.pop("overpayment_allowed")], pa.decimal128(12, 2))
        return pa.table({**columns, "code": ["FA102"] * len(rows), "overpayment_allowed": dollars})

    before = table(("a", FIRST, "10.00"), ("b", FIRST, "20.00"), ("c", None, "30.00"))
    now = io.BytesIO()
    pq.write_table(table(("b", SECOND, "21.00"), ("d", FIRST, "40.00"), ("e", None, "50.00")), now)
    # a finding that is still open has the provider and the dollars of the later audit
    assert changes(now.getvalue(), Previous("p", "2025-01-01", before)) == [
        Change("new", FIRST, 1, Decimal(40)),
        Change("new", None, 1, Decimal(50)),
        Change("still open", SECOND, 1, Decimal(21)),
        Change("resolved", FIRST, 1, Decimal(10)),
        Change("resolved", None, 1, Decimal(30)),
    ]


def test_totals_by_provider_are_those_of_the_audit(tmp_path: Path) -> None:
    """The second provider bills sedation on the day of another's injection: findings and dollars, no facet line."""
    kept = "1,P1,2025-03-05,64493,RT,1,1000000012,90.00,70.00\n2,P1,2025-03-05,99152,,1,1000000020,50.00,40.00\n"
    files = {}
    for name, claims in (("now", kept), ("before", kept + "3,P3,2025-03-05,64495,RT,1,1000000038,30.00,20.00\n")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "claims.csv").write_text(HEADER + claims, encoding="utf-8")
        made = audit(folder / "claims.csv", out=folder / "audit", mac="palmetto", fees_dir=False)
        files[name] = definition(folder, made.folder, [FIRST]), len(made.findings())
    run(files["before"][0])
    page = run(files["now"][0], tmp_path / "before" / "out").index.read_text(encoding="utf-8")
    rows = re.findall("<tr>(.*?)</tr>", page.partition("Providers by overpaid, certain</caption>")[2])
    cells = {row[0]: row[2:] for row in (re.findall("<td[^>]*>(.*?)</td>", one) for one in rows[:5]) if row}
    # facet lines, findings, certain, overpaid certain and all, new, resolved
    assert cells[SECOND] == ["0", "1", "0", "$0.00", "$50.00", "0", "0"]
    assert cells["1000000038"][:5] == ["0", "0", "0", "$0.00", "$0.00"]
    assert cells["All"][1] == str(files["now"][1])
    assert cells["All"][4:] == ["$50.00", "0", str(files["before"][1] - files["now"][1])]


def test_inputs_are_audited_first_and_once(tmp_path: Path) -> None:
    notebook(tmp_path / "own.ipynb", PARAMETERS, "npi")
    claims = tmp_path / "claims.csv"
    line = "0042,P2,2025-03-05,64493,RT,1,{},172.08,134.91\n"
    claims.write_text(HEADER + line.format(FIRST) + line.format(SECOND).replace("0042", "7"), encoding="utf-8")
    (tmp_path / "c.yaml").write_text(
        "audit: {inputs: claims.csv, mac: palmetto}\nout: out\n"
        "reports: [{notebook: own.ipynb, for_each: {npi: all}}]\n",
        encoding="utf-8",
    )
    assert run(tmp_path / "c.yaml").made == [f"own-{FIRST}", f"own-{SECOND}"]
    written = (tmp_path / "out" / "audit" / "manifest.json").stat().st_mtime_ns
    assert run(tmp_path / "c.yaml").made == []
    assert (tmp_path / "out" / "audit" / "manifest.json").stat().st_mtime_ns == written
    claims.write_text(HEADER + line.format(FIRST), encoding="utf-8")
    assert run(tmp_path / "c.yaml").made == [f"own-{FIRST}"]


def test_an_audit_in_a_cycle_has_the_options_of_any_other() -> None:
    taken = set(inspect.signature(audit).parameters) - {"out", "engine", "spark_master", "progress"}
    assert set(OPTIONS) == taken


def test_imported_fees_are_read_and_new_ones_make_the_audit_anew(tmp_path: Path) -> None:
    notebook(tmp_path / "own.ipynb", PARAMETERS, "npi")
    (tmp_path / "claims.csv").write_text(HEADER + f"1,P1,2025-03-05,64493,RT,1,{FIRST},90,70\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text(
        "audit: {inputs: claims.csv, mac: palmetto}\nout: out\n"
        "reports: [{notebook: own.ipynb, parameters: {npi: x}}]\n",
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match="no such folder of imported fees"):
        run(tmp_path / "c.yaml", fees_dir=tmp_path / "gone")
    assert not (tmp_path / "out").exists()
    (tmp_path / "fees").mkdir()
    assert run(tmp_path / "c.yaml", fees_dir=tmp_path / "fees").made == ["own"]
    assert run(tmp_path / "c.yaml", fees_dir=tmp_path / "fees").made == []
    import_files([put_values(tmp_path, [SIX])], tmp_path / "fees")
    assert run(tmp_path / "c.yaml", fees_dir=tmp_path / "fees").made == ["own"]
    manifest = json.loads((tmp_path / "out" / "audit" / "manifest.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in manifest["fee_imports"]]


def test_fees_are_refused_for_an_audit_that_is_there(done: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="leave --fees-dir out"):
        run(done / "out.yaml", fees_dir=tmp_path)


def test_killed_runs_end_as_one_that_was_left_alone(base: Path, audited: Audit, tmp_path: Path) -> None:
    chance = random.Random(20)
    file = definition(tmp_path, audited.folder, [FIRST, "0123456789"])
    for _ in range(2):
        killed(file, chance, last=1)
    run(file)
    assert content(tmp_path / "out") == content(base / "out")
