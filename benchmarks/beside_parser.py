"""What comparisons with a bare X12 parser share: made-up files, reading lines, a process of its own for each run."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SMALL_CLAIMS, SEED = 20, 7


def synthesized(claims: int, file_format: str, folder: Path) -> Path:
    """The folder of made-up claims, by a process of its own, as what it holds would count in its children's peaks."""
    text = "import sys; from facetaudit.synthetic import synthesize; "
    text += "print(synthesize(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]).folder)"
    command = [sys.executable, "-c", text, str(claims), str(SEED), file_format, str(folder / str(claims))]
    return Path(subprocess.check_output(command, text=True).strip())


def read_lines(path: Path, file_format: str) -> None:
    """Lay the file out and read every column of every line."""
    import duckdb

    from facetaudit.claims.formats import open_file
    from facetaudit.claims.formats.request import Request

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        open_file(Request(con, path, path.name, Path(folder), None, file_format), file_format).attach(con)
        con.execute("select sum(hash(columns(*))) from intake_source").fetchall()


def measure(run: Callable[[str, Path], None], kind: str, small: Path, made: Path) -> None:
    """Print CPU seconds, seconds and the process's peak in MB as JSON; a small run before pays for the imports."""
    run(kind, small)
    processor, wall = time.process_time(), time.perf_counter()
    run(kind, made)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps([processor, wall, peak]))


def least(module: str, kind: str, small: Path, made: Path, runs: int) -> tuple[float, float, float]:
    """The least CPU seconds, seconds and peak of some runs of `module --measure`."""
    command = [sys.executable, "-m", module, "--measure", kind, str(small), str(made)]
    found = [json.loads(subprocess.check_output(command)) for _ in range(runs)]
    processor, wall, peak = (min(values) for values in zip(*found, strict=True))
    return processor, wall, peak
