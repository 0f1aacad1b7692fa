"""Notebooks in copies of a warm process: the outputs of a kernel, and nothing of the notebook before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from facetaudit.errors import ReportFailed, UsageError
from facetaudit.reporting import jobs
from facetaudit.reporting.runner import parameters_of
from facetaudit.reporting.warm import Worker, available
from tests.reports.cycles import notebook

pytestmark = pytest.mark.skipif(not available(), reason="needs Linux")
PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
ALL_KINDS = (
    "print('one'); print('two')\n1 + 1",
    "import sys\nprint('aside', file=sys.stderr)",
    "from IPython.display import Markdown, clear_output, display\n"
    "shown = display('first', display_id='x'); display(Markdown('*m*')); shown.update('second')",
    "print('gone'); clear_output(); print('stays')",
    "print('gone at the next'); clear_output(wait=True); display('stays too')",
    "import pandas as pd\npd.DataFrame({'npi': ['0123456789'], 'dollars': [1.5]})",
    "import matplotlib.pyplot as plt\nplt.figure(figsize=(2, 1)); plt.plot([1, 2, 1]);",
    "figure, (left, right) = plt.subplots(1, 2, layout='constrained')\n"
    "left.imshow([[1, 2]]); right.plot([1, 2], label='a'); right.legend();",
    "heard = []\nfigure, axes = plt.subplots(facecolor='none')\n"
    "figure.canvas.mpl_connect('draw_event', lambda event: heard.append(1))\naxes.set_aspect('equal')",
    "len(heard)",
    "import asyncio\nawait asyncio.sleep(0)\n_, __name__, npi",
    "!echo from a shell",
    "%matplotlib inline\nimport warnings\nwarnings.simplefilter('ignore')\nwarnings.warn('unseen')",
)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One worker for all tests of this file."""
    one = Worker()
    yield one
    one.close()


def run(worker: Worker, source: Path, out: Path, timeout: float | None = None, **values: Any) -> list[Any]:
    """The code cells of a report."""
    out.mkdir(exist_ok=True)
    worker.ask(jobs.asked(source, values, "title", out), timeout)
    return [cell for cell in nbformat.read(out / jobs.NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]


def joined(cells: list[Any]) -> list[Any]:
    """Source, number and outputs of each cell; a kernel sends a stream's text in pieces as the clock has it."""
    told = []
    for cell in cells:
        outputs: list[Any] = []
        for output in cell.outputs:
            if output.output_type == "stream" and outputs and outputs[-1].get("name") == output.name:
                outputs[-1].text += output.text
            else:
                outputs.append(output)
        told.append((cell.source, cell.execution_count, outputs))
    return told


def test_outputs_are_those_of_plain_papermill(worker: Worker, tmp_path: Path) -> None:
    source = notebook(tmp_path / "all.ipynb", 'npi: str = ""', *ALL_KINDS)
    values = {"npi": "0123456789"}
    plain = jobs.execute(jobs.open_notebook(source), source.name, values)
    ours = run(worker, source, tmp_path / "out", **values)
    assert joined(ours) == joined([cell for cell in plain.cells if cell.cell_type == "code"])
    assert sum(len(cell.outputs) for cell in ours) >= len(ALL_KINDS)


def test_nothing_of_one_notebook_is_left_for_the_next(worker: Worker, tmp_path: Path) -> None:
    changes = (
        "import os, sys, warnings, matplotlib, pandas, numpy",
        "left = 1\nos.chdir('/')\nos.environ['LEFT'] = '1'\nmatplotlib.rcParams['figure.dpi'] = 7",
        "pandas.set_option('display.max_rows', 3)\nwarnings.simplefilter('error')\nsys.path.insert(0, '/left')",
        "import matplotlib.pyplot as plt\nfigure = plt.figure()\nnumpy.random.seed(1)\nsys.modules['left'] = sys",
    )
    look = (
        "import os, sys, warnings, matplotlib, pandas, matplotlib.pyplot as plt",
        "'left' in globals(), os.getcwd(), 'LEFT' in os.environ, matplotlib.rcParams['figure.dpi'],"
        " pandas.get_option('display.max_rows'), any(f[0] == 'error' for f in warnings.filters), '/left' in sys.path,"
        " plt.get_fignums(), 'left' in sys.modules",
    )
    watching = notebook(tmp_path / "look.ipynb", 'x: str = ""', *look)
    before = run(worker, watching, tmp_path / "before")[-1].outputs
    run(worker, notebook(tmp_path / "changes.ipynb", 'x: str = ""', *changes), tmp_path / "changed")
    assert run(worker, watching, tmp_path / "after")[-1].outputs == before
    assert os.getcwd() in before[0].data["text/plain"]


def test_random_numbers_differ_as_in_new_processes(worker: Worker, tmp_path: Path) -> None:
    source = notebook(tmp_path / "chance.ipynb", 'x: str = ""', "import numpy\nnumpy.random.random()")
    one, other = (run(worker, source, tmp_path / name)[-1].outputs for name in ("one", "other"))
    assert one != other


def test_a_report_that_takes_too_long_is_stopped_and_the_next_is_made(worker: Worker, tmp_path: Path) -> None:
    slow = notebook(tmp_path / "slow.ipynb", 'x: str = ""', "import time\ntime.sleep(600)")
    with pytest.raises(ReportFailed, match="longer than 2 seconds"):
        run(worker, slow, tmp_path / "slow", timeout=2)
    quick = notebook(tmp_path / "quick.ipynb", 'x: str = ""', "1 + 1")
    assert run(worker, quick, tmp_path / "quick")[-1].outputs[0].data["text/plain"] == "2"


def test_a_notebook_that_kills_its_process_fails_and_the_next_is_made(worker: Worker, tmp_path: Path) -> None:
    deadly = notebook(tmp_path / "deadly.ipynb", 'x: str = ""', f"import os\nos.kill(os.getpid(), {signal.SIGKILL})")
    with pytest.raises(ReportFailed, match="ended before"):
        run(worker, deadly, tmp_path / "deadly")
    quick = notebook(tmp_path / "quick.ipynb", 'x: str = ""', "1 + 1")
    assert run(worker, quick, tmp_path / "quick")[-1].outputs[0].data["text/plain"] == "2"


def test_a_copy_works_beside_its_model_and_outlives_it(tmp_path: Path) -> None:
    who = notebook(tmp_path / "who.ipynb", 'x: str = ""', "import os\n(os.getpid(), os.getsid(0))")
    model = Worker()
    copy = model.copy()
    try:
        seen = [
            run(one, who, tmp_path / f"out-{at}")[-1].outputs[0].data["text/plain"]
            for at, one in enumerate((copy, model, copy))
        ]
        assert len(set(seen)) == 3
        sessions = [text.split(", ")[1] for text in seen]
        assert sessions[0] == sessions[2] != sessions[1]
        model.close()
        assert run(copy, who, tmp_path / "later")[-1].outputs[0].data["text/plain"].endswith(sessions[0])
        slow = notebook(tmp_path / "slow.ipynb", 'x: str = ""', "import time\ntime.sleep(600)")
        with pytest.raises(ReportFailed, match="longer than 1 second"):
            run(copy, slow, tmp_path / "slow", timeout=1)
        assert has_ended(int(sessions[0].rstrip(")")))
        assert run(copy, who, tmp_path / "anew")[-1].outputs[0].output_type == "execute_result"
    finally:
        model.close()
        copy.close()


def test_a_copy_ends_with_whoever_asked_for_it(tmp_path: Path) -> None:
    program = (
        "import os, signal\nfrom facetaudit.reporting.warm import Worker\n"
        "copy = Worker().copy()\nprint(copy._process.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    pid = int(told.stdout)
    until = time.monotonic() + 30
    while not has_ended(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert has_ended(pid)


def has_ended(pid: int) -> bool:
    """Whether a process has ended, though its parent may not have asked yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_failure_leaves_a_private_page_with_its_traceback(worker: Worker, tmp_path: Path) -> None:
    source = notebook(tmp_path / "wrong.ipynb", 'x: str = ""', "who = 'P' + '77'", "raise ValueError(who)", "1")
    with pytest.raises(ReportFailed, match="P77") as caught:
        run(worker, source, tmp_path / "out")
    assert caught.value.short == "Cell 3 stopped with ValueError."
    assert [path.name for path in (tmp_path / "out").iterdir()] == [jobs.FAILED]
    page = tmp_path / "out" / jobs.FAILED
    assert "raise ValueError(who)" in page.read_text(encoding="utf-8")
    assert "\x1b" not in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o777 == 0o600


def test_what_is_no_notebook_is_refused_by_the_worker_too(worker: Worker, tmp_path: Path) -> None:
    (tmp_path / "text.ipynb").write_text("no notebook", encoding="utf-8")
    with pytest.raises(UsageError, match=r"text\.ipynb is no notebook"):
        parameters_of(tmp_path / "text.ipynb", worker)


def test_papermill_finds_the_engine_and_runs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]["papermill.engine"]
    module, _, name = named["facetaudit"].partition(":")
    engine = getattr(import_module(module), name)
    monkeypatch.setitem(papermill.engines.papermill_engines._engines, "facetaudit", engine)
    source = notebook(tmp_path / "own.ipynb", 'npi: str = ""', "npi + '!'", "1 / int(npi)")
    arguments = {"kernel_name": "python3", "engine_name": "facetaudit", "progress_bar": False}
    done = papermill.execute_notebook(source, tmp_path / "done.ipynb", {"npi": "012"}, **arguments)
    assert "'012!'" in (tmp_path / "done.ipynb").read_text(encoding="utf-8")
    assert done.cells[-1].outputs[0].output_type == "execute_result"
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
        papermill.execute_notebook(source, None, {"npi": "0"}, **arguments)


@pytest.mark.parametrize("first", ["facetaudit.reporting.engine", "papermill"])
def test_papermill_finds_the_engine_whatever_is_imported_first(first: str) -> None:
    program = (
        f"import {first}; import papermill; from papermill.engines import papermill_engines; "
        "print(papermill_engines.get_engine('facetaudit').__name__)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.split()) == (0, ["Warm"]), run.stderr
