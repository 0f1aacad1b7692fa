"""Reports a minute: a cycle, a plain loop of papermill and nbconvert, and the same cells in one warm process.

.venv/bin/python -m benchmarks.reports [--reports 100] [--plain 5] [--workers 2]

Each report is of one provider: two tables and two figures, as page and notebook. The plain loop is slow, so it makes
--plain of them; it starts a kernel for each report and nbconvert for each page, as a shell script would. The floor
executes the cells in IPython's own shell with the inline backend, as a kernel does, and renders and writes the same
files, in --workers processes with everything imported, one report after the other; nothing is isolated, hashed or put
in place whole. Start-up counts for all three. On a machine that does other things too, trust the processor seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat

import facetaudit as fa

Measured = tuple[float, float]
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
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
import os, sys
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
from pathlib import Path
from facetaudit.reporting import warm
warm._warm_up()
import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from facetaudit.reporting.html import page
source, audit_dir, out, *npis = sys.argv[1:]
shell = InteractiveShell.instance()
for number, npi in enumerate(npis):
    notebook = nbformat.read(source, as_version=4)
    shell.reset()
    notebook.cells.insert(1, nbformat.v4.new_code_cell(f"audit_dir = {audit_dir!r}\\nnpi = {npi!r}"))
    for cell in notebook.cells:
        with capture_output() as shown:
            shell.run_cell(cell.source, store_history=True).raise_error()
        cell.outputs = [nbformat.v4.new_output("display_data", one._repr_mimebundle_()[0]) for one in shown.outputs]
    figures = sum("image/png" in output.data for cell in notebook.cells for output in cell.outputs)
    assert figures == 2, figures
    folder = Path(out, str(number))
    folder.mkdir(parents=True)
    (folder / "report.html").write_text(page(notebook, "floor"))
    nbformat.write(notebook, folder / "report.ipynb")
os._exit(0)  # as a worker: what is frozen would be reported as leaked
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=100)
    options.add_argument("--plain", type=int, default=5)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
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
        held = fa.open_audit(folder / "audit").lines()["rendering_npi"].dropna().unique()
        npis = list(itertools.islice(itertools.cycle(sorted(held)), given.reports))
        measurements = {
            "cycle": measured(cycle, folder, npis, given.workers),
            "warm floor": measured(floor, folder, npis, given.workers),
            "plain loop": measured(plain, folder, npis[: given.plain], 1),
        }
    print(f"{given.reports} reports, {given.workers} workers   reports a minute   processor seconds a report")
    for kind, (minute, processor) in measurements.items():
        print(f"{kind:>24} {minute:>21.1f} {processor:>28.2f}")
    (ours, ours_cpu), (floor_rate, floor_cpu), (plain_rate, plain_cpu) = measurements.values()
    print(f"cycle is {ours / plain_rate:.1f} times the plain loop and {ours / floor_rate:.0%} of the floor;")
    print(f"by processor time {plain_cpu / ours_cpu:.1f} times and {floor_cpu / ours_cpu:.0%}")


def measured(do: Callable[[Path, list[str], int], None], folder: Path, npis: list[str], workers: int) -> Measured:
    """Reports a minute, and processor seconds a report of this process's children and of what they leave behind."""
    began, spent = time.perf_counter(), sum(os.times()[2:4])
    do(folder, npis, workers)
    seconds = time.perf_counter() - began
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)  # workers that were copied: nobody's children, so ours
    return 60 * len(npis) / seconds, (sum(os.times()[2:4]) - spent) / len(npis)


def cycle(folder: Path, npis: list[str], workers: int) -> None:
    rounds = [
        f"{{notebook: own.ipynb, name: own-{at}, for_each: {{npi: [{', '.join(part)}]}}}}"
        for at, part in rounds_of(npis)
    ]
    (folder / "c.yaml").write_text(f"audit: audit\nout: cycle\nworkers: {workers}\nreports: [{', '.join(rounds)}]\n")
    command = [sys.executable, "-m", "facetaudit", "cycle", folder / "c.yaml", "--quiet"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    assert len(list((folder / "cycle").glob("reports/*/report.html"))) == len(npis)


def rounds_of(npis: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The providers in parts that name each once: a cycle has one report of a provider and a name."""
    step = len(set(npis))
    return ((at, npis[at : at + step]) for at in range(0, len(npis), step))


def floor(folder: Path, npis: list[str], workers: int) -> None:
    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                FLOOR,
                folder / "own.ipynb",
                folder / "audit",
                folder / f"floor-{at}",
                *npis[at::workers],
            ]
        )
        for at in range(workers)
    ]
    assert [process.wait() for process in running] == [0] * workers
    assert len(list(folder.glob("floor-*/*/report.html"))) == len(npis)


def plain(folder: Path, npis: list[str], workers: int) -> None:
    bin_folder = Path(sys.executable).parent
    for number, npi in enumerate(npis):
        done = folder / f"plain-{number}.ipynb"
        values = ["-p", "audit_dir", folder / "audit", "-r", "npi", npi]
        subprocess.run([bin_folder / "papermill", folder / "own.ipynb", done, *values], capture_output=True, check=True)
        subprocess.run(
            [bin_folder / "jupyter", "nbconvert", "--to", "html", "--no-input", done], capture_output=True, check=True
        )


if __name__ == "__main__":
    main()
