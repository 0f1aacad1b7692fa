"""Small cycles for tests: notebooks and definitions written to a folder, run by the command, compared."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat

PARAMETERS = 'audit_dir: str = ""\nnpi: str = ""'
SHOWN = "import facetaudit as fa\naudit = fa.open_audit(audit_dir)\nprint(npi + '!', len(audit.findings()))"
NO_CLOCK = ("times.json", ".lock")


def notebook(path: Path, *cells: str) -> Path:
    """A notebook whose first cell is its parameters."""
    first, *others = cells
    content = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(first, metadata={"tags": ["parameters"]}),
            *(nbformat.v4.new_code_cell(cell) for cell in others),
        ]
    )
    content.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    for number, cell in enumerate(content.cells):
        cell.id = f"c{number}"  # else a random one
    nbformat.write(content, path)
    return path


def definition(folder: Path, audit_dir: Path, npis: Sequence[str], out: str = "out") -> Path:
    """A cycle of one report an NPI by a small notebook, in a folder that is there."""
    notebook(folder / "own.ipynb", PARAMETERS, SHOWN)
    file = folder / f"{out}.yaml"
    file.write_text(
        f"audit: {audit_dir}\nout: {out}\nreports:\n- notebook: own.ipynb\n  for_each:\n    npi: [{', '.join(npis)}]\n",
        encoding="utf-8",
    )
    return file


def start(file: Path, *options: str) -> subprocess.Popen[str]:
    """`facetaudit cycle` in a process of its own, its log on a pipe."""
    command = [sys.executable, "-m", "facetaudit", "cycle", str(file), *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def killed(file: Path, chance: random.Random, last: int) -> int:
    """Start a cycle and kill -9 it a random moment after a random line of its log; how many lines it wrote."""
    process = start(file)
    assert process.stderr is not None
    wait_for, lines = chance.randrange(last + 1), 0
    watchdog = threading.Timer(300, process.kill)
    watchdog.start()
    for _ in process.stderr:
        lines += 1
        if lines > wait_for:
            break
    time.sleep(chance.random() * 0.4)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()
    watchdog.cancel()
    return lines


def content(out: Path) -> dict[str, bytes]:
    """Every file of a cycle's folder but those that the clock is in."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and path.name not in NO_CLOCK)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
