"""`make accuracy`: its page is the same on every run, and what it holds is as it should be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def run(page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "accuracy.py"), "--out", str(page), *options]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def rows(text: str) -> list[list[str]]:
    """Cells of the detectors' table."""
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines() if line[:4] == "| FA"]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a small run."""
    path = tmp_path_factory.mktemp("accuracy") / "page.md"
    done = run(path, "--claims", "3000", "--seed", "3")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("3,000 claims with ")
    return path.read_text(encoding="utf-8")


def test_the_page_is_the_same_on_every_run(page: str, tmp_path: Path) -> None:
    assert run(tmp_path / "page.md", "--claims", "3000", "--seed", "3").returncode == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == page
    assert "seed 3, facetaudit " in page
    assert '`make accuracy ARGS="--claims 3000 --seed 3"`' in page


def test_the_table_adds_up(page: str) -> None:
    table = rows(page)
    assert len({cells[0] for cells in table}) == 47
    for _, _, _, labelled, found, true, missed, extra, _, recall in table:
        assert int(labelled) == int(true) + int(missed)
        assert extra == "-" or int(found) == int(true) + int(extra)
        assert recall == "1.0000"


def test_the_page_of_the_repository_shows_no_difference() -> None:
    text = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert "200,000 claims with" in text
    for _, _, certainty, _, _, _, missed, extra, precision, recall in rows(text):
        assert (missed, recall) == ("0", "1.0000")
        assert (extra, precision) == ("0", "1.0000") or certainty == "review"
