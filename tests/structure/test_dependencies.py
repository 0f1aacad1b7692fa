"""Rooms of the package depend on each other in one direction, and light commands stay light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Collection

from tests.structure.source import PACKAGE, ROOT, imports, module_name, python_files, report, text_of

# A room imports rooms of earlier levels only; rooms of one level do not import each other.
LEVELS = (
    ("errors", "version"),
    ("claims", "procedures", "policy", "fees"),
    ("history",),
    ("detectors",),
    ("engine",),
    ("exposure",),
    ("audit",),
    ("statistics",),
    ("reporting",),
    ("api",),
    ("cli",),
    ("__main__",),
)
LEVEL = {room: number for number, rooms in enumerate(LEVELS) for room in rooms}
# The generator of labelled extracts knows what the input files look like and nothing of how mistakes are found.
SYNTHETIC_MAY_IMPORT = ("claims.schema", "procedures.schema", "errors", "version")
SYNTHETIC_IMPORTED_BY = ("reporting", "api", "cli", "__main__")
IMPORTED_AT_ONCE = ("errors", "version")
NOT_IN_DETECTORS = ("duckdb", "pandas", "pyarrow", "numpy")
HEAVY = ("pandas", "matplotlib", "papermill", "nbconvert", "IPython", "jupyterlab", "openpyxl", "scipy", "xlsxwriter")


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def _package_imports(path: str) -> list[tuple[int, str]]:
    """Line and full name of each import from the package's own modules by a file."""
    found = []
    module = module_name(path)
    for line, target, names in imports(ast.parse(text_of(path) or ""), module, path.endswith("__init__.py")):
        if target == PACKAGE or target.startswith(f"{PACKAGE}."):  # from facetaudit.claims import schema
            found += [(line, f"{target}.{name}") for name in names] or [(line, target)]
    return found


def _wrong(room: str, target: str) -> bool:
    goal = _room(target)
    if goal in (room, "__version__"):
        return False
    if room == "synthetic":
        return not any(f"{target}.".startswith(f"{PACKAGE}.{one}.") for one in SYNTHETIC_MAY_IMPORT)
    if goal == "synthetic":
        return room not in SYNTHETIC_IMPORTED_BY
    if goal not in LEVEL:  # a public name of the package itself, or no room
        return room not in ("cli", "__main__")
    return LEVEL[goal] >= LEVEL[room]


def test_every_module_of_the_package_belongs_to_a_room() -> None:
    rooms = {_room(module_name(name)) for name in python_files(PACKAGE)}
    unknown = sorted(rooms - set(LEVEL) - {"__init__", "synthetic"})
    assert not unknown, report(
        [f"{PACKAGE}/{room}" for room in unknown],
        "a module beside the rooms that no level speaks of",
        "the module inside a room, or its room named in LEVELS of this file",
    )


def test_rooms_import_earlier_rooms_only() -> None:
    problems = [
        f"{name}:{line} imports {target}"
        for name in python_files(PACKAGE)
        if (room := _room(module_name(name))) in LEVEL or room == "synthetic"
        for line, target in _package_imports(name)
        if _wrong(room, target)
    ]
    assert not problems, report(
        problems,
        "facetaudit/history/sessions.py:  from facetaudit.detectors.model import Detector",
        "facetaudit/detectors/registry.py:  from facetaudit.history import sessions\n"
        + " <- ".join(" ".join(rooms) for rooms in LEVELS),
    )


def test_the_package_itself_imports_its_rooms_only_when_asked() -> None:
    tree = ast.parse(text_of(f"{PACKAGE}/__init__.py") or "")
    problems = []
    for node in tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        for line, target, _names in imports(node, PACKAGE, True):
            own = target == PACKAGE or target.startswith(f"{PACKAGE}.")
            if (own and _room(target) not in IMPORTED_AT_ONCE) or target.split(".")[0] in HEAVY:
                problems.append(f"{PACKAGE}/__init__.py:{line} imports {target}")
    assert not problems, report(
        problems,
        "from facetaudit.reporting.runner import report",
        'def __getattr__(name): return getattr(import_module(PUBLIC[name]), name)   # and "if TYPE_CHECKING:"',
    )


def test_detectors_are_data() -> None:
    problems = []
    for name in python_files(f"{PACKAGE}/detectors"):
        for line, target, _names in imports(ast.parse(text_of(name) or ""), module_name(name), False):
            if target.split(".")[0] in NOT_IN_DETECTORS:
                problems.append(f"{name}:{line} imports {target}")
    assert not problems, report(
        problems, "import duckdb", 'FINDINGS = """select ..."""   # the engine runs it on its own connection'
    )


def loaded(imports: str, heavy: Collection[str]) -> list[str]:
    """Which of the modules a Python has loaded after these imports."""
    program = f"import sys, {imports}; print(*sorted(set({sorted(heavy)!r}) & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


def test_reading_tables_loads_no_arrow() -> None:
    """A practice's extract takes a second or two; Arrow and NumPy, which X12 files need, would add a third of one."""
    found = loaded(f"{PACKAGE}.audit.run", {"pandas", "pyarrow", "numpy"})
    assert not found, report(
        found,
        "import pyarrow.parquet          # at the top of a module that every audit imports",
        "def open_source(request, why):\n    import pyarrow.parquet      # where such a file is read",
    )


def test_importing_the_commands_loads_nothing_heavy() -> None:
    found = loaded(f"{PACKAGE}, {PACKAGE}.cli", HEAVY)
    assert not found, report(
        found,
        "import pandas as pd             # at the top of a module that the commands import",
        "def frame(self):\n    import pandas as pd         # where the frame is made, annotations under TYPE_CHECKING",
    )
