"""Reports a minute: a cycle, a plain loop of papermill and nbconvert, and the same cells in one warm process.

.venv/bin/python -m benchmarks.reports [--reports 100] [--plain 5] [--workers 1]

Each report is of one provider: two tables and two figures. The plain loop is slow, so it makes --plain of them; it
starts a kernel for each report and nbconvert for each page, as a shell script would. The floor executes the cells and
renders the page in one process with everything imported, one report after the other, in --workers processes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

SAMPLES = Path(__file__).parents[1] / "data_samples"
CELLS = (
    'audit_dir: str = ""\nnpi: str = ""',
    "import facetaudit as fa\nimport matplotlib.pyplot as plt\naudit = fa.open_audit(audit_dir)\n"
    "findings = audit.findings()\nown = findings[findings['rendering_npi'] == npi]\nlines = audit.lines()",
    "own.groupby('detector').size().to_frame('findings')",
    "lines[lines['rendering_npi'] == npi].groupby('hcpcs').size().to_frame('lines')",
    "figure, axes = plt.subplots(figsize=(8, 3))\n"
    "counts = findings.groupby('detector').size()\naxes.barh(counts.index, counts.values);",
    "figure, axes = plt.subplots(figsize=(8, 3))\n"
    "years = lines.groupby(lines['service_date'].astype(str).str[:4]).size()\naxes.bar(years.index, years.values);",
)
FLOOR = """
import sys
from pathlib import Path
from facetaudit.reporting import warm
warm._warm_up()
import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from facetaudit.reporting.html import page
import matplotlib.pyplot as plt
source, audit_dir, out, begin, end = sys.argv[1:]
shell = InteractiveShell.instance()
print("ready", flush=True); sys.stdin.readline()
for number in range(int(begin), int(end)):
    notebook = nbformat.read(source, as_version=4)
    shell.reset(new_session=False)
    plt.close("all")
    notebook.cells.insert(1, nbformat.v4.new_code_cell(f"audit_dir = {audit_dir!r}\\nnpi = '{1000000000 + number}'"))
    for cell in notebook.cells:
        with capture_output() as shown:
            done = shell.run_cell(cell.source)
        cell.outputs = [nbformat.v4.new_output("display_data", one.data) for one in shown.outputs]
        for figure in map(plt.figure, plt.get_fignums()):
            data, _ = shell.display_formatter.format(figure)
            cell.outputs.append(nbformat.v4.new_output("display_data", {k: __import__("base64").b64encode(v).decode()
                if isinstance(v, bytes) else v for k, v in data.items()}))
        plt.close("all")
    Path(out, f"{number}.html").write_text(page(notebook, "floor"))
    nbformat.write(notebook, Path(out, f"{number}.ipynb"))
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=100)
    options.add_argument("--plain", type=int, default=5)
    options.add_argument("--workers", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="facetaudit-bench-") as name:
        folder = Path(name)
        subprocess.run(
            [sys.executable, "-m", "facetaudit", "audit", SAMPLES / "claims.csv", "--out", folder / "audit", "--quiet"],
            stdout=subprocess.DEVNULL,
            check=True,
        )
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
        notebook.cells[0].metadata["tags"] = ["parameters"]
        notebook.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
        nbformat.write(notebook, folder / "own.ipynb")
        rates = {
            "cycle": measured(given.reports, cycle, folder, given.reports, given.workers),
            "warm floor": measured(given.reports, floor, folder, given.reports, given.workers),
            "plain loop": measured(given.plain, plain, folder, given.plain),
        }
        for kind, (minute, processor) in rates.items():
            print(f"{kind}: {minute:.1f} reports a minute, {processor:.2f} s of processor time a report")


def measured(reports: int, do: object, *arguments: object) -> tuple[float, float]:
    """Reports a minute, and processor seconds a report of this process's children."""
    began, spent = time.perf_counter(), sum(os.times()[2:4])
    assert callable(do)
    do(*arguments)
    return 60 * reports / (time.perf_counter() - began), (sum(os.times()[2:4]) - spent) / reports


def cycle(folder: Path, reports: int, workers: int) -> None:
    npis = ", ".join(str(1000000000 + number) for number in range(reports))
    (folder / "c.yaml").write_text(
        f"audit: audit\nout: cycle\nworkers: {workers}\n"
        f"reports: [{{notebook: own.ipynb, for_each: {{npi: [{npis}]}}}}]\n"
    )
    command = [sys.executable, "-m", "facetaudit", "cycle", folder / "c.yaml", "--quiet"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def floor(folder: Path, reports: int, workers: int) -> None:
    (folder / "floor").mkdir(exist_ok=True)
    share = -(-reports // workers)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", FLOOR, folder / "own.ipynb", folder / "audit", folder / "floor", str(at), str(end)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for at in range(0, reports, share)
        for end in [min(reports, at + share)]
    ]
    for process in running:
        process.communicate(b"\n")
        assert process.returncode == 0
    assert len(list((folder / "floor").glob("*.html"))) == reports


def plain(folder: Path, reports: int) -> None:
    bin_folder = Path(sys.executable).parent
    for number in range(reports):
        done = folder / f"plain-{number}.ipynb"
        values = ["-p", "audit_dir", folder / "audit", "-r", "npi", str(1000000000 + number)]
        subprocess.run([bin_folder / "papermill", folder / "own.ipynb", done, *values], capture_output=True, check=True)
        subprocess.run(
            [bin_folder / "jupyter", "nbconvert", "--to", "html", "--no-input", done], capture_output=True, check=True
        )


if __name__ == "__main__":
    main()
