"""Runs seeds in a process of their own, which is started again where the engine takes it down."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from tests.claims.fuzz_formats.extracts import make_extract
from tests.claims.fuzz_formats.judge import Outcome, judge_together

SECONDS = 300
"""After which a seed hangs."""
TOGETHER = 20
"""Seeds in one load."""


def run(kind: str, seeds: range) -> Iterator[Outcome]:
    """The outcome of each seed; what takes the process down is tried again, seed by seed."""
    context = multiprocessing.get_context("spawn")
    left, together = list(seeds), TOGETHER
    while left:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(kind, tuple(left), together, theirs), daemon=True)
        process.start()
        theirs.close()
        why = ""
        while left and not why:
            try:
                if ours.poll(SECONDS):
                    outcome = ours.recv()
                    left.remove(outcome.seed)
                    yield outcome
                else:
                    why = f"no end after {SECONDS} seconds"
            except EOFError:
                process.join()
                why = f"the process died ({process.exitcode})"
        process.terminate()
        process.join()
        if why and together == 1:
            yield Outcome(left.pop(0), "failed", why)
        together = 1 if why else TOGETHER


def _work(kind: str, seeds: tuple[int, ...], together: int, tell: Connection) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        tempfile.tempdir = str(folder / "tmp")
        extract = make_extract(kind, folder)
        for start in range(0, len(seeds), together):
            for outcome in judge_together(extract, seeds[start : start + together], folder):
                tell.send(outcome)
    tell.close()
