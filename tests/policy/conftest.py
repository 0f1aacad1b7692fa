"""What the policy tests share: the built-in policy, a copy of it to break, and a pack of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from facetaudit.policy import Policy, load_policy
from facetaudit.policy.load import BUILT_IN

PACK_TOML = 'name = "acme"\ntitle = "Acme Health"\nextends = "medicare"\npayers = ["Acme Health "]\n'


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the built-in policy's data."""
    copy = tmp_path / "policy"
    copy.mkdir()
    for name in ("sources.toml", "macs.toml"):
        shutil.copy(BUILT_IN / name, copy)
    for name in ("params", "codes", "diagnoses", "packs"):
        shutil.copytree(BUILT_IN / name, copy / name)
    return copy


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], Path]:
    """Replace the first occurrence of a text in a file of the copy, and fail when it is not there."""

    def change(name: str, old: str, new: str) -> Path:
        file = folder / name
        text = file.read_text("utf-8")
        assert old in text, f"{name} has no {old!r}"
        file.write_text(text.replace(old, new, 1), "utf-8")
        return file

    return change


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A user's pack that extends medicare and changes nothing yet."""
    made = tmp_path / "acme"
    (made / "params").mkdir(parents=True)
    (made / "pack.toml").write_text(PACK_TOML, "utf-8")
    return made
