"""Runs seeds in a process of their own, which is started again where the engine takes it down."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from facetaudit.synthetic.writers import WRITERS
from tests.claims.fuzz_formats.extracts import KINDS, make_extract
from tests.claims.fuzz_formats.judge import Outcome, judge

SECONDS = 120
"""After which a seed hangs."""


def known_kinds() -> tuple[str, ...]:
    """The kinds of extract that can be made."""
    return tuple(kind for kind in KINDS if not kind.startswith("x12") or kind in WRITERS)


def run(kind: str, seeds: range) -> Iterator[Outcome]:
    """The outcome of each seed."""
    context = multiprocessing.get_context("spawn")
    left = list(seeds)
    while left:
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(kind, tuple(left), theirs), daemon=True)
        process.start()
        theirs.close()
        whole = True
        while left and whole:
            try:
                whole = ours.poll(SECONDS)
                outcome = ours.recv() if whole else Outcome(left[0], "failed", f"no end after {SECONDS} seconds")
            except EOFError:
                process.join()
                whole, outcome = False, Outcome(left[0], "failed", f"the process died ({process.exitcode})")
            yield outcome
            left.remove(outcome.seed)
        process.terminate()
        process.join()


def _work(kind: str, seeds: tuple[int, ...], tell: Connection) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        tempfile.tempdir = str(folder / "tmp")
        extract = make_extract(kind, folder)
        for seed in seeds:
            tell.send(judge(extract, seed, folder))
    tell.close()
