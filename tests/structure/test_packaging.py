"""The lock, the wheel and the set-up script."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.structure.source import PACKAGE, ROOT, report, repository_files, text_of

DATA = (".csv", ".toml", ".css", ".sql", ".typed")
SCRIPT_NEEDS = ("sh", "cksum", "dirname", "env", "rm", "sed")


def _project() -> dict[str, Any]:
    return tomllib.loads(text_of("pyproject.toml") or "")


def _locked() -> list[tuple[Requirement, str]]:
    """Each locked requirement with its lines."""
    blocks = re.split(r"\n(?=[A-Za-z])", (text_of("requirements.lock") or "").strip())
    return [(Requirement(block.split("\\")[0].strip()), block) for block in blocks]


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = _project()
    asked = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]
    versions: dict[str, set[str]] = {}
    for requirement, _block in _locked():
        version = str(requirement.specifier).removeprefix("==")
        versions.setdefault(canonicalize_name(requirement.name), set()).add(version)
    problems = []
    for one in map(Requirement, asked):
        found = versions.get(canonicalize_name(one.name), set())
        if not found or not all(one.specifier.contains(version) for version in found):
            problems.append(f"{one}: the lock has {', '.join(sorted(found)) or 'nothing'}")
    assert not problems, report(problems, "pyproject.toml changed and the lock not", "make lock")


def test_every_locked_package_is_pinned_and_hashed_and_comes_from_nowhere_in_particular() -> None:
    problems = []
    for requirement, block in _locked():
        if not re.fullmatch(r"==[^,*]+", str(requirement.specifier)) or "--hash=sha256:" not in block:
            problems.append(f"{requirement}: not pinned, or without a hash")
        if requirement.url or re.search(r"://|--(extra-)?index|--find-links", block):
            problems.append(f"{requirement}: names where it comes from")
    assert not problems, report(problems, "duckdb>=1.5", "duckdb==2.0.0 \\\n    --hash=sha256:...")


def test_the_wheel_has_the_data_files_and_the_notebooks(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    run = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = set(wheel.namelist())
    wanted = {name for name in repository_files() if name.startswith(f"{PACKAGE}/") and name.endswith((".py", *DATA))}
    wanted |= {f"{PACKAGE}/{name}" for name in repository_files() if re.fullmatch(r"notebooks/.*\.ipynb", name)}
    assert sorted(wanted - held) == []
    assert any(name.endswith(".ipynb") for name in held), "There is no notebook in the wheel."
    stray = [name for name in held if not re.match(rf"{PACKAGE}(/|-[\d.]+\.dist-info/)", name)]
    assert stray == []


def _python(body: str) -> str:
    return f"#!/bin/sh\n{body}\n"


# What `$PYTHON -c ...` does on machines that cannot make the environment; None: there is no such program.
REFUSED = {
    "no python": (None, "there is no python3", "apt-get install python3 python3-venv"),
    "python does not run": (_python("exit 127"), "python3 does not run", "apt-get install python3 python3-venv"),
    "python 3.9": (
        _python('case "$2" in *print*) echo 3.9;; *"version_info <"*) exit 1;; esac'),
        "python3 is 3.9",
        "install a newer one",
    ),
    "no ensurepip": (
        _python('case "$*" in *print*) echo 3.11;; *ensurepip*|*"-m venv"*) exit 1;; esac'),
        "lacks venv or ensurepip",
        "apt-get install python3-venv",
    ),
    "venv fails": (
        _python('case "$*" in *print*) echo 3.11;; *"-m venv"*) echo a long story; exit 1;; esac'),
        "lacks venv or ensurepip",
        "apt-get install python3-venv",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_machine_without_a_fit_python_gets_one_sentence(case: str, tmp_path: Path) -> None:
    program, problem, advice = REFUSED[case]
    checkout, bin_folder = tmp_path / "a check out", tmp_path / "bin"
    bin_folder.mkdir()
    (checkout / "scripts").mkdir(parents=True)
    for name in ("scripts/bootstrap.sh", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, checkout / name)
    for tool in SCRIPT_NEEDS:
        found = shutil.which(tool)
        assert found, f"no {tool} on this machine"
        (bin_folder / tool).symlink_to(found)
    if program is not None:
        (bin_folder / "python3").write_text(program)
        (bin_folder / "python3").chmod(0o755)
    (checkout / ".venv").mkdir()  # made half by a run that was interrupted
    run = subprocess.run(
        ["sh", "scripts/bootstrap.sh"],
        cwd=checkout,
        env={"PATH": str(bin_folder)},
        executable=shutil.which("sh"),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    # A Python whose venv fails shows it only once the work has begun.
    said = [line for line in run.stderr.splitlines() if case != "venv fails" or not line.startswith("Making .venv")]
    assert (run.returncode, run.stdout, len(said)) == (2, "", 1), run
    assert problem in said[0]
    assert advice in said[0]
    assert said[0].endswith(".")


def test_scripts_that_are_run_parse() -> None:
    for name, shell in ((".ci/run", "bash"), ("scripts/bootstrap.sh", "sh")):
        run = subprocess.run([shell, "-n", name], cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
