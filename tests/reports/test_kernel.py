"""Loading inside a notebook: with progress, without widgets, and without traces in the working folder."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from facetaudit.reporting.jobs import execute

LOAD = """
from facetaudit.claims.intake import load
from facetaudit.engine.duckdb import connect
with connect() as con:
    report = load(con, path, keep_codes=["64493"], progress=lambda *told: None)
print(report.total.read)
"""
KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}


def test_loading_in_a_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "claims.csv").write_text("claim_id,line_number,patient_id,service_date,hcpcs\nC,1,P,2024-05-01,64493\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    cells = nbformat.v4.new_code_cell("path = ''", metadata={"tags": ["parameters"]}), nbformat.v4.new_code_cell(LOAD)
    notebook = nbformat.v4.new_notebook(cells=list(cells), metadata={"kernelspec": KERNEL})
    done = execute(notebook, "load", {"path": str(tmp_path / "claims.csv")})
    assert done.cells[-1].outputs[0]["text"] == "1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["claims.csv"]
