"""The file that defines a cycle: read whole and refused whole, before anything runs."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from facetaudit.errors import UsageError
from facetaudit.reporting.runner import find_notebook, nearest

FORMATS = ("html", "ipynb", "pdf", "xlsx")
KEYS = ("audit", "formats", "out", "reports", "timeout", "workers")
REPORT_KEYS = ("for_each", "name", "notebook", "parameters")
PROVIDER = "npi"
TOP = re.compile(r"top ([1-9]\d*) by exposure")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class Report:
    """A notebook to run once, or once for each value of a parameter (listed, or a word: all, top N by exposure)."""

    name: str
    notebook: Path
    parameters: Mapping[str, str]
    fan: str | None = None
    values: str | Sequence[str] = ()


@dataclass(frozen=True)
class Cycle:
    """A cycle as its file defines it, with absolute paths; ``audit`` is a folder, or what to audit first."""

    audit: Path | Mapping[str, Any]
    out: Path
    reports: Sequence[Report]
    formats: Sequence[str] = ("html", "ipynb")
    workers: int = 1
    timeout: float = 600


def read_cycle(path: str | Path) -> Cycle:
    """Read a cycle file. Every scalar is text, as written: an NPI stays one; the notebook's own types apply later.

    Raises UsageError with one sentence for anything that is not understood.
    """
    file = Path(path)
    given = _mapping(_yaml(file), f"{file.name}", KEYS, needed=("audit", "out", "reports"))
    folder = file.absolute().parent
    formats = tuple(_list(given.get("formats", ["html", "ipynb"]), f"formats of {file.name}"))
    for name in formats:
        if name not in FORMATS:
            raise UsageError(
                f"{file.name}: there is no format {name!r}{nearest(name, FORMATS)}: give some of {', '.join(FORMATS)}."
            )
    if "html" not in formats:
        raise UsageError(f"{file.name}: formats must hold html, which the index leads to.")
    if "pdf" in formats and find_spec("weasyprint") is None:
        raise UsageError(f"{file.name}: the format pdf needs WeasyPrint: pip install 'facetaudit[pdf]'.")
    reports = [_report(one, folder, file.name) for one in _items(given["reports"], f"reports of {file.name}")]
    twice = {one.name for one in reports if sum(other.name == one.name for other in reports) > 1}
    if twice:
        raise UsageError(f"{file.name}: two reports are called {min(twice)}: give one of them a name of its own.")
    return Cycle(
        audit=_audit(given["audit"], folder, file.name),
        out=_below(folder, _text(given["out"], f"out of {file.name}")),
        reports=reports,
        formats=formats,
        workers=_number(given.get("workers", "1"), f"workers of {file.name}"),
        timeout=_number(given.get("timeout", "600"), f"timeout of {file.name}"),
    )


def _report(given: object, folder: Path, file: str) -> Report:
    content = _mapping(given, f"a report of {file}", REPORT_KEYS, needed=("notebook",))
    named = _text(content["notebook"], f"notebook of {file}")
    notebook = find_notebook(str(_below(folder, named)) if named.endswith(".ipynb") else named)
    name = _text(content.get("name", notebook.stem.replace(" ", "_")), f"name of a report of {file}")
    if not NAME.fullmatch(name):
        raise UsageError(f"{file}: {name!r} is no name for a report: give letters, digits, hyphens and underscores.")
    parameters = {
        key: _text(value, f"the parameter {key} of {name} in {file}")
        for key, value in _dict(content.get("parameters", {}), f"parameters of {name} in {file}").items()
    }
    fan = _dict(content.get("for_each", {}), f"for_each of {name} in {file}")
    if len(fan) > 1:
        raise UsageError(f"{file}: for_each of {name} names {len(fan)} parameters: give one.")
    for parameter, values in fan.items():
        if parameter in parameters:
            raise UsageError(f"{file}: {parameter} of {name} stands under parameters and for_each: give it once.")
        return Report(name, notebook, parameters, parameter, _values(parameter, values, name, file))
    return Report(name, notebook, parameters)


def _values(parameter: str, values: object, name: str, file: str) -> str | list[str]:
    """What a parameter takes in turn: a list as it stands, or for npi a word that the audit answers."""
    if isinstance(values, list):
        listed = [_text(value, f"{parameter} of {name} in {file}") for value in values]
        if listed and len(set(listed)) == len(listed):
            return listed
        raise UsageError(f"{file}: for_each of {name} is empty or names a value twice: give each value once.")
    if parameter == PROVIDER and isinstance(values, str) and (values == "all" or TOP.fullmatch(values)):
        return values
    raise UsageError(
        f"{file}: for_each of {name} takes a list of values"
        + (", all, or top N by exposure." if parameter == PROVIDER else f"; only {PROVIDER} takes all.")
    )


def _audit(given: object, folder: Path, file: str) -> Path | dict[str, Any]:
    if isinstance(given, str) and given:
        return _below(folder, given)
    content = _mapping(given, f"audit of {file}", tuple(OPTIONS), needed=("inputs",))
    return {key: OPTIONS[key](value, folder, f"{key} of {file}") for key, value in content.items()}


def _below(folder: Path, path: str) -> Path:
    """A path as written in the file, from the file's own folder."""
    return Path(os.path.normpath(folder / path))


Reader = Callable[[Any, Path, str], Any]


def _texts(given: Any, folder: Path, where: str) -> Any:
    return _list(given, where)


def _paths(given: Any, folder: Path, where: str) -> Any:
    return [_below(folder, one) for one in _list(given, where)]


def _path(given: Any, folder: Path, where: str) -> Any:
    return _below(folder, _text(given, where))


def _mapping_file(given: Any, folder: Path, where: str) -> Any:
    text = _text(given, where)
    return _below(folder, text) if text.endswith(".toml") else text


def _word(given: Any, folder: Path, where: str) -> Any:
    return _text(given, where)


def _yes(given: Any, folder: Path, where: str) -> Any:
    if given in ("true", "false"):
        return given == "true"
    raise UsageError(f"{where} takes true or false, not {given!r}.")


def _whole(given: Any, folder: Path, where: str) -> Any:
    return _number(given, where)


def _day(given: Any, folder: Path, where: str) -> Any:
    try:
        return date.fromisoformat(_text(given, where))
    except ValueError as error:
        raise UsageError(f"{where}: {given!r} is no date: give YYYY-MM-DD.") from error


def _packs(given: Any, folder: Path, where: str) -> Any:
    return {payer: _text(pack, f"{where}, payer {payer},") for payer, pack in _dict(given, where).items()}


OPTIONS: Mapping[str, Reader] = {
    "all_lines": _yes,
    "as_of": _day,
    "detectors_dir": _path,
    "fees_dir": _path,
    "ignore": _texts,
    "input_format": _word,
    "inputs": _paths,
    "knowledge_date": _day,
    "locality": _word,
    "lookback_years": _whole,
    "mac": _word,
    "mapping": _mapping_file,
    "memory_limit": _word,
    "pack_dirs": _paths,
    "participants": _path,
    "payer_packs": _packs,
    "procedures": _path,
    "select": _texts,
    "skip_bad_files": _yes,
    "state": _word,
    "threads": _whole,
}
"""The options of an audit that a cycle makes first: those of `facetaudit audit`."""


def _yaml(file: Path) -> object:
    import yaml

    class Loader(yaml.BaseLoader):  # type: ignore[misc]
        """All scalars are text; no key stands twice."""

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            for key in keys:
                if not isinstance(key, str) or keys.count(key) > 1:
                    raise UsageError(f"{file.name}: {key!r} stands twice or is no word: give each key once.")
            return super().construct_mapping(node, deep=deep)

    try:
        loader = Loader(file.read_text(encoding="utf-8"))
        try:
            return loader.get_single_data()
        finally:
            loader.dispose()
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}): give the YAML file of a cycle.") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise UsageError(f"{file.name} is no YAML that can be read{line}: mend it there.") from error


def _mapping(given: object, where: str, known: Sequence[str], needed: Sequence[str]) -> dict[str, Any]:
    content = _dict(given, where)
    for key in content:
        if key not in known:
            raise UsageError(f"{where}: there is no key {key!r}{nearest(key, known)}: it takes {', '.join(known)}.")
    for key in needed:
        if not content.get(key):
            raise UsageError(f"{where} needs the key {key}.")
    return content


def _dict(given: object, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise UsageError(f"{where}: give keys with values, one a line.")
    return given


def _items(given: object, where: str) -> list[object]:
    if not isinstance(given, list) or not given:
        raise UsageError(f"{where}: give a list, one entry or more.")
    return given


def _list(given: object, where: str) -> list[str]:
    return [_text(one, where) for one in ([given] if isinstance(given, str) else _items(given, where))]


def _text(given: object, where: str) -> str:
    if not isinstance(given, str) or not given:
        raise UsageError(f"{where}: give one value.")
    return given


def _number(given: object, where: str) -> int:
    text = _text(given, where)
    if not re.fullmatch(r"[1-9]\d{0,8}", text):
        raise UsageError(f"{where} takes a whole number of 1 or more, not {text!r}.")
    return int(text)
