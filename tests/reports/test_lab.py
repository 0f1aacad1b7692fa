"""What make lab opens: copies of the notebooks that run from top to bottom as they are."""

from __future__ import annotations

import ast
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner

from facetaudit.audit.opened import Audit
from facetaudit.cli import commands
from facetaudit.reporting.runner import notebook_folder
from facetaudit.reporting.warm import Worker, available

MAKEFILE = Path(__file__).parents[2] / "Makefile"


def copied(folder: Path, *options: str) -> list[Path]:
    done = CliRunner().invoke(commands, ["notebooks", "--to", str(folder), *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return [Path(line) for line in done.output.splitlines()]


@pytest.fixture(scope="module")
def lab(audited: Audit, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of copies with the shared audit set in them; its name needs care."""
    folder = tmp_path_factory.mktemp("lab") / 'with "quotes"'
    copied(folder, "--audit", str(audited.folder))
    return folder


def test_copies_without_an_audit_are_the_notebooks(tmp_path: Path) -> None:
    names = sorted(path.name for path in notebook_folder().glob("*.ipynb"))
    assert [path.name for path in copied(tmp_path / "plain")] == names
    assert all((tmp_path / "plain" / name).read_bytes() == (notebook_folder() / name).read_bytes() for name in names)


def test_only_what_is_needed_is_set(audited: Audit, lab: Path) -> None:
    for source in sorted(notebook_folder().glob("*.ipynb")):
        before, after = (nbformat.read(path, as_version=4).cells for path in (source, lab / source.name))
        changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
        ((old, new),) = changed
        assert new.metadata.tags == ["parameters"]
        values = {one.target.id: ast.literal_eval(one.value) for one in ast.parse(new.source).body}
        assert values["audit_dir"] == str(audited.folder.absolute())
        assert values.get("npi") in ("1000000012", "all", None)
        assert not re.search(r'= ""', new.source), f"{source.name} needs a value that nothing gives"
        assert [line.split("=")[0] for line in new.source.splitlines()] == [
            line.split("=")[0] for line in old.source.splitlines()
        ]


@pytest.mark.skipif(not available(), reason="needs Linux")
def test_each_copy_runs_from_top_to_bottom_and_shows_tables_as_markup(lab: Path) -> None:
    worker = Worker()
    try:
        for path in sorted(lab.glob("*.ipynb")):
            answer = worker.ask({"do": "cells", "notebook": path.read_text(encoding="utf-8")}, timeout=120)
            cells = nbformat.reads(answer["notebook"], as_version=4).cells
            outputs = [output for cell in cells for output in cell.get("outputs", [])]
            assert [output for output in outputs if output.output_type == "error"] == [], path.name
            shown = [output.data for output in outputs if "data" in output]
            assert shown
            assert all("text/html" in data or "image/png" in data for data in shown), f"{path.name} shows a bare repr"
    finally:
        worker.close()


def test_jupyter_runs_a_copy(lab: Path) -> None:
    command = [Path(sys.executable).with_name("jupyter"), "execute", "--inplace", lab / "findings.ipynb"]
    before = (lab / "findings.ipynb").read_bytes()
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    cells = nbformat.read(lab / "findings.ipynb", as_version=4).cells
    (lab / "findings.ipynb").write_bytes(before)
    assert all(cell.execution_count for cell in cells if cell.cell_type == "code")


def listening(runtime: Path) -> dict[str, Any]:
    """Port and token of the server that tells of itself in a folder, once it answers."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        for told in runtime.glob("jpserver-*.json"):
            with suppress(OSError, ValueError):
                about: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
                socket.create_connection(("127.0.0.1", about["port"])).close()
                return about
        time.sleep(0.2)
    raise AssertionError("JupyterLab does not answer")


def test_jupyterlab_opens_on_the_copies(lab: Path, tmp_path: Path) -> None:
    """The command of make lab, without its browser."""
    (recipe,) = re.findall(r"^\t@\.venv/bin/jupyter (lab) \$\(ARGS\) '\$\(LAB_DIR\)'$", MAKEFILE.read_text(), re.M)
    server = subprocess.Popen(
        [Path(sys.executable).with_name("jupyter"), recipe, "--no-browser", "--port=0", "--allow-root", lab],
        env={**os.environ, "JUPYTER_RUNTIME_DIR": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path / "config")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        about = listening(tmp_path)

        def asked(place: str) -> bytes:
            with closing(http.client.HTTPConnection("127.0.0.1", about["port"], timeout=60)) as connection:
                connection.request("GET", f"/{place}", headers={"Authorization": f"token {about['token']}"})
                answer = connection.getresponse()
                assert answer.status == 200, place
                return answer.read()

        held = {one["name"] for one in json.loads(asked("api/contents"))["content"]}
        assert held >= {path.name for path in notebook_folder().glob("*.ipynb")}
        assert "python3" in json.loads(asked("api/kernelspecs"))["kernelspecs"]
        assert b"JupyterLab" in asked("lab")
    finally:
        server.terminate()
        server.wait(timeout=60)


def test_copies_are_not_written_over(lab: Path, audited: Audit) -> None:
    done = CliRunner().invoke(commands, ["notebooks", "--to", str(lab), "--audit", str(audited.folder)])
    assert "exists: give --to a folder without" in str(done.exception)
    done = CliRunner().invoke(commands, ["notebooks", "--to", str(lab / "new"), "--audit", str(lab)])
    assert "no audit folder" in str(done.exception)
    assert not (lab / "new").exists()
