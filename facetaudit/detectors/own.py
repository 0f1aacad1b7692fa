"""A user's own detectors: a folder of modules, read and checked as the built-in ones are.

DIR/<name>.py is a detector of the family `own`, DIR/<family>/<name>.py one of that family. Files and folders whose
names begin with `_` or `.` are left alone. A module is run from the bytes that its SHA-256 is of, and nothing is
written into the folder.
"""

from __future__ import annotations

import hashlib
import inspect
import re
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from types import ModuleType

from facetaudit.detectors import checks
from facetaudit.detectors.model import Detector
from facetaudit.errors import UsageError

FAMILY = "own"
CODE = re.compile(r"(?!FA)[A-Z]{2}\d{3}")
ACCEPTED = "two capital letters other than FA and three digits, such as XY101"


def load(folder: Path) -> list[Detector]:
    """The detectors of a user's folder, in order of file.

    Raises UsageError, one sentence with the file and what to do, for the first module that does not pass.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}: give --detectors-dir a folder of detector modules.")
    found = [_read(folder, path) for path in _modules(folder)]
    if not found:
        raise UsageError(
            f"{folder} holds no detector: put a module such as {FAMILY}_check.py there, or a family folder."
        )
    return found


def refusal(folder: Path, detector: Detector, problem: str) -> UsageError:
    """The error that says what is wrong with a detector's module; `problem` ends without a stop."""
    return _refuse(folder / detector.module, problem)


def _modules(folder: Path) -> Iterator[Path]:
    for path in _visible(folder):
        if path.is_dir():
            if not checks.FAMILY.fullmatch(path.name):
                raise _refuse(path, "a family folder has lower-case letters, digits and underscores: rename it")
            yield from (file for file in _visible(path) if file.suffix == ".py")
        elif path.suffix == ".py":
            yield path


def _visible(folder: Path) -> Iterator[Path]:
    try:
        yield from (path for path in sorted(folder.iterdir()) if not path.name.startswith(("_", ".")))
    except OSError as error:
        raise _refuse(folder, f"the folder cannot be read ({error.strerror})") from error


def _read(folder: Path, path: Path) -> Detector:
    try:
        content = path.read_bytes()
        source = content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _refuse(path, "the file cannot be read as UTF-8 text: mend it or take it away") from error
    module = _run(path, source)
    detector = getattr(module, "DETECTOR", None)
    if not isinstance(detector, Detector):
        raise _refuse(
            path, "it has no `DETECTOR = Detector(...)`: give it one, or begin the file's name with _ to leave it alone"
        )
    made = replace(
        detector,
        family=path.parent.name if path.parent != folder else FAMILY,
        page=inspect.cleandoc(module.__doc__ or ""),
        module=path.relative_to(folder).as_posix(),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    for problem in _problems(path, source, made):
        raise _refuse(path, problem)
    return made


def _run(path: Path, source: str) -> ModuleType:
    """The module, run; what goes wrong is one sentence with the line."""
    module = ModuleType(f"facetaudit_own_{path.stem}")
    module.__file__ = str(path)
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)  # noqa: S102 - the user's own module, asked for by name
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
        said = " ".join(str(error.msg if isinstance(error, SyntaxError) else error).split())
        where = f"in line {line} " if line else ""
        raise _refuse(path, f"it fails {where}with {type(error).__name__}: {said}; mend the module") from error
    return module


def _problems(path: Path, source: str, detector: Detector) -> Iterator[str]:
    for one in _wrong_types(detector):
        yield one
        return  # the further checks rest on the types
    yield from checks.metadata_problems(detector, CODE, ACCEPTED)
    if path.stem != detector.name.replace("-", "_"):
        yield f"the file is named after its detector: rename it {detector.name.replace('-', '_')}.py"
    yield from checks.page_problems(detector.page)
    for line, how in checks.put_together(source):
        yield f"line {line} uses {how}: SQL is constant text, and what varies comes from the tables param and code_set"
    for part in ("findings", "coverage"):
        for word in checks.not_portable(getattr(detector, part)):
            yield f"its {part} SQL has {word!r}, which not every engine knows: say it in standard SQL"


def _wrong_types(detector: Detector) -> Iterator[str]:
    for one in fields(detector):
        value = getattr(detector, one.name)
        if one.type == "str" and not isinstance(value, str):
            yield f"{one.name} is no text: write it in quotes"
        if str(one.type).startswith("tuple") and not (
            isinstance(value, tuple) and all(isinstance(word, str) for word in value)
        ):
            yield f'{one.name} is no tuple of texts: write it as ("one",)'
        if one.type == "bool" and not isinstance(value, bool):
            yield f"{one.name} is neither True nor False"


def manifest(detectors: Sequence[Detector]) -> list[dict[str, str]]:
    """The user's modules among the detectors, for the manifest: what they are called and the SHA-256 of each file."""
    return [
        {"code": d.code, "detector": d.name, "family": d.family, "module": d.module, "sha256": d.sha256}
        for d in detectors
        if d.sha256
    ]


def _refuse(path: Path, problem: str) -> UsageError:
    return UsageError(f"{path}: {problem}.")
