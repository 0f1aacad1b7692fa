"""What a command leaves behind that is asked to stop: nothing, and one line that says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from facetaudit.reporting.warm import available
from tests.reports.cycles import PARAMETERS, definition, notebook

SAMPLES = Path(__file__).parents[2] / "data_samples"
SAID = "Stopped; nothing was left half-written.\n"


def stopped(arguments: list[str], folder: Path, number: signal.Signals, begun: Callable[[], bool]) -> tuple[int, str]:
    """Start a command, send it a signal once it has begun; exit code and what it said."""
    (folder / "tmp").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "facetaudit", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder / "tmp")},
    )
    until = time.monotonic() + 120
    while not begun() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(number)
    said = process.communicate(timeout=120)[1]
    return process.returncode, said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_audit_that_is_stopped_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    code, said = stopped(
        ["audit", str(SAMPLES / "claims.csv"), "--out", str(tmp_path / "out" / "audit")],
        tmp_path,
        number,
        lambda: any(tmp_path.glob("out/.audit.*")),
    )
    assert (code, said) == (128 + number, SAID)
    assert list((tmp_path / "out").iterdir()) == []
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.skipif(not available(), reason="needs Linux")
def test_a_cycle_that_is_stopped_keeps_what_is_done_and_nothing_else(tmp_path: Path) -> None:
    audited = [sys.executable, "-m", "facetaudit", "audit", str(SAMPLES / "claims.csv"), "--out", str(tmp_path / "a")]
    subprocess.run(audited, check=True, capture_output=True)
    file = definition(tmp_path, tmp_path / "a", ["1000000012", "1000000020"])
    notebook(tmp_path / "own.ipynb", PARAMETERS, "import time\ntime.sleep(0 if npi == '1000000012' else 600)")
    out = tmp_path / "out"
    code, said = stopped(
        ["cycle", str(file)],
        tmp_path,
        signal.SIGTERM,
        lambda: any(out.glob("reports/*")) and any(out.glob(".building/own-1000000020")),
    )
    assert (code, said) == (143, f"1 of 2: own-1000000012: made\n{SAID}")
    assert sorted(path.name for path in out.iterdir()) == [".lock", "reports"]
    assert [path.name for path in (out / "reports").iterdir()] == ["own-1000000012"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_signal_that_was_ignored_stays_ignored(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from facetaudit.cli.stopping import stoppable\n"
        "with stoppable():\n    os.kill(os.getpid(), signal.SIGHUP)\n    print('went on')\n"
        "print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "went on\nTrue\n"
