"""The catalogue: every detector module below this folder, found by scanning, and those of a user's own folder."""

from __future__ import annotations

import difflib
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from facetaudit.detectors import own
from facetaudit.detectors.model import Detector
from facetaudit.errors import UsageError

_CODE = re.compile(r"FA\d{3}")


class Named(Protocol):
    """What a selection looks at."""

    @property
    def code(self) -> str:
        """The permanent code."""

    @property
    def name(self) -> str:
        """The permanent name."""

    @property
    def family(self) -> str:
        """The family."""


N = TypeVar("N", bound=Named)


def detectors(folder: str | Path | None = None) -> tuple[Detector, ...]:
    """Every detector, by code; with a user's own folder, those of the folder among them.

    Adding a file adds a detector; nothing is listed anywhere else. Raises UsageError for a module of the folder that
    does not pass the checks, or a code or name that is taken.
    """
    if folder is None:
        return _built_in()
    taken: dict[str, str] = {word: "facetaudit" for d in _built_in() for word in (d.code, d.name, d.family)}
    added = own.load(Path(folder))
    families = {detector.family for detector in added}
    for detector in added:
        for word in (detector.code, detector.name):
            if word in taken or word in families:
                by = taken.get(word, "a family folder")
                raise own.refusal(Path(folder), detector, f"{word} is taken by {by}: choose another")
            taken[word] = detector.module
    return tuple(sorted((*_built_in(), *added), key=lambda detector: detector.code))


@cache
def _built_in() -> tuple[Detector, ...]:
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
    seen: set[str] = set()
    for detector in found:
        if {detector.code, detector.name} & seen or not _CODE.fullmatch(detector.code):
            raise UsageError(
                f"Detector {detector.code} {detector.name} is there twice, or its code is not FA and three digits."
            )
        seen |= {detector.code, detector.name}
    return tuple(found)


def find(text: str, catalogue: Sequence[Detector] | None = None) -> Detector:
    """The detector of a code or name, in any case; UsageError with the nearest name for an unknown one."""
    return _find(text, detectors() if catalogue is None else catalogue)


def choose(
    select: Iterable[str] = (), ignore: Iterable[str] = (), catalogue: Sequence[Detector] | None = None
) -> tuple[Detector, ...]:
    """The detectors to run: ``select`` (all when empty) without ``ignore``; codes, names and families.

    Raises UsageError for a word that is none of these, and for a selection that leaves nothing to run.
    """
    chosen = pick(select, ignore, detectors() if catalogue is None else catalogue)
    if not chosen:
        raise UsageError("No detector is left to run: --ignore takes away all that is selected; ignore less.")
    return chosen


def pick(select: Iterable[str], ignore: Iterable[str], catalogue: Sequence[N]) -> tuple[N, ...]:
    """The members of a catalogue that are selected (all when nothing is) and not ignored."""
    selected = _expand(select, catalogue) or {one.code for one in catalogue}
    ignored = _expand(ignore, catalogue)
    return tuple(one for one in catalogue if one.code in selected - ignored)


def _expand(words: Iterable[str], catalogue: Sequence[N]) -> set[str]:
    codes: set[str] = set()
    for word in words:
        members = {one.code for one in catalogue if one.family == word.strip().lower()}
        codes |= members or {_find(word, catalogue).code}
    return codes


def _find(text: str, catalogue: Sequence[N]) -> N:
    wanted = text.strip().lower()
    for one in catalogue:
        if wanted in (one.code.lower(), one.name):
            return one
    known = {word.lower(): word for one in catalogue for word in (one.code, one.name, one.family)}
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.3)
    hint = f" Did you mean {known[near[0]]}?" if near else ""
    raise UsageError(f"There is no detector or family {text!r}.{hint} `facetaudit detectors` lists them.")
