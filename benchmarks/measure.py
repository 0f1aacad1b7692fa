"""A command as a child process, with what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_RUN = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as told:
    json.dump([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024], told)
sys.stdout.buffer.write(done.stdout)
sys.exit(done.returncode)
"""


@dataclass(frozen=True)
class Measured:
    """What a command printed, and what it took: wall and processor seconds, peak resident megabytes."""

    output: str
    seconds: float
    cpu: float
    peak_mb: float


def measured(arguments: Sequence[str], folder: Path, module: str = "facetaudit") -> Measured:
    """Run a module with the arguments; its process is the only child of one that asks for what its children used."""
    used = folder / "used.json"
    command = [sys.executable, "-m", module, *arguments]
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(used), *command], capture_output=True, text=True, env={**os.environ}
    )
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"{module} {' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}")
    cpu, peak = json.loads(used.read_text())
    return Measured(done.stdout, seconds, cpu, peak)


def megabytes(paths: Sequence[Path]) -> float:
    """The size of files, in millions of bytes."""
    return sum(path.stat().st_size for path in paths) / 1e6
