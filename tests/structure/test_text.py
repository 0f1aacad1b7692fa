"""What no committed file may hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from tests.structure.source import report, repository_files, texts

# Needles are put together from parts, so that this file does not match itself.
HOST = re.compile("py" + r"pi\.org|python" + r"hosted|registry\.npm" + r"js|deb\.deb" + r"ian\.org")
MACHINE_PATH = re.compile(
    r"(?<![\w.~$}/-])/(?:wo" + r"rk|ro" + r"ot|t" + r"mp|ho" + r"me/\w+|Us" + r"ers/\w+)/|\b[A-Z]:\\Users\\"
)
UNFINISHED = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|Not" + r"Implemented(?:Error)?)\b")
MOST_LINES = 450
# Tests are as long as their tables, data as long as it is; four pages of docs are generated.
LENGTH_FREE = re.compile(
    r"tests/|data_samples/|facetaudit/.*\.(csv|toml)$|requirements\.lock$|CHANGELOG\.md$|docs/(detectors|policy|cli|columns)\.md$"
)
# CPT descriptors belong to the AMA. The list holds no descriptor, only hashes of runs of three or five words of
# descriptors: lower case, words of two letters or more, all else taken for space.
SHINGLES = Path(__file__).with_name("descriptor_shingles.txt")
WORD = re.compile(r"[a-z]{2,}")


def _found(pattern: re.Pattern[str], names: list[str] | None = None) -> list[str]:
    return [
        f"{name}:{number} {found[0]}"
        for name, text in texts(names)
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), start=1)
        if (found := pattern.search(line))
    ]


def test_no_package_registry_is_named() -> None:
    problems = _found(HOST)
    assert not problems, report(problems, "duckdb @ an address of a registry", "duckdb==2.0.0")


def test_no_path_of_a_machine() -> None:
    problems = _found(MACHINE_PATH)
    assert not problems, report(problems, "an absolute path into somebody's home", 'ROOT / "data_samples", tmp_path')


def test_nothing_is_left_undone() -> None:
    problems = _found(UNFINISHED)
    assert not problems, report(problems, "a note of what is still to be done", "the thing done, or an issue")


def test_files_are_of_readable_length() -> None:
    problems = [
        f"{name}: {lines} lines"
        for name, text in texts()
        if not LENGTH_FREE.match(name) and (lines := len(text.splitlines())) > MOST_LINES
    ]
    assert not problems, report(problems, f"more than {MOST_LINES} lines", "one file for each thing it does")


def fingerprint(words: str) -> str:
    """What SHINGLES holds of a run of words."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _shingles(text: str, length: int) -> set[str]:
    words = WORD.findall(text.lower())
    return {" ".join(words[start : start + length]) for start in range(len(words) - length + 1)}


def _known(lines: list[str]) -> dict[int, set[str]]:
    known: dict[int, set[str]] = {}
    for line in lines:
        length, digest = line.split()
        known.setdefault(int(length), set()).add(digest)
    return known


def _descriptors(text: str, known: dict[int, set[str]]) -> Iterator[str]:
    for length, digests in known.items():
        for words in sorted(_shingles(text, length)):
            if fingerprint(words) in digests:
                yield words


def test_no_cpt_descriptors() -> None:
    known = _known(SHINGLES.read_text().splitlines())
    problems = [f"{name}: ... {words} ..." for name, text in texts() for words in _descriptors(text, known)]
    assert not problems, report(
        problems, "the descriptor of a CPT code, long or short", 'our own name: "lumbar facet injection, first level"'
    )


def test_the_descriptor_check_sees_what_it_should() -> None:
    known = _known([f"5 {fingerprint('painting of wooden fence posts')}"])
    assert list(_descriptors("painting of fence posts, wooden", known)) == []
    assert list(_descriptors("# Painting(s) of wooden,\n#   FENCE posts; single colour", known)) == [
        "painting of wooden fence posts"
    ]


def test_the_lists_of_files_are_not_empty() -> None:
    names = repository_files()
    assert {"pyproject.toml", "requirements.lock", "facetaudit/errors.py"} <= set(names)
