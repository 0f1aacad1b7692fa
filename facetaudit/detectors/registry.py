"""The catalogue: every detector module below this folder, found by scanning."""

from __future__ import annotations

import difflib
import importlib
import inspect
import itertools
import pkgutil
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from facetaudit.detectors.model import Detector
from facetaudit.errors import UsageError

_CODE = re.compile(r"FA\d{3}")


@cache
def detectors() -> tuple[Detector, ...]:
    """Every detector, by code. Adding a file adds a detector; nothing is listed anywhere else."""
    found: list[Detector] = []
    for family in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if not family.ispkg:
            continue
        package = importlib.import_module(f"{__package__}.{family.name}")
        for module in pkgutil.iter_modules(package.__path__):
            loaded = importlib.import_module(f"{package.__name__}.{module.name}")
            page = inspect.cleandoc(loaded.__doc__ or "")
            found.append(replace(loaded.DETECTOR, family=family.name, page=page))
    found.sort(key=lambda detector: detector.code)
    for one, other in itertools.pairwise(found):
        if one.code == other.code or not _CODE.fullmatch(one.code):
            raise UsageError(f"Detector code {other.code} is used twice or is not FA and three digits.")
    return tuple(found)


def find(text: str) -> Detector:
    """The detector of a code or name, in any case; UsageError with the nearest name for an unknown one."""
    wanted = text.strip().lower()
    for detector in detectors():
        if wanted in (detector.code.lower(), detector.name):
            return detector
    raise UsageError(_unknown(text))


def choose(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Detector, ...]:
    """The detectors to run: ``select`` (all when empty) without ``ignore``; codes, names and families."""
    selected = _expand(select) or {detector.code for detector in detectors()}
    ignored = _expand(ignore)
    return tuple(detector for detector in detectors() if detector.code in selected - ignored)


def _expand(words: Iterable[str]) -> set[str]:
    codes: set[str] = set()
    for word in words:
        members = {d.code for d in detectors() if d.family == word.strip().lower()}
        codes |= members or {find(word).code}
    return codes


def _unknown(text: str) -> str:
    known = [word for d in detectors() for word in (d.code, d.name, d.family)]
    near = difflib.get_close_matches(text.strip(), known, n=1, cutoff=0.3)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"There is no detector or family {text!r}.{hint} `facetaudit detectors` lists them."
