"""What can be checked of a detector without claims: its page, its names and the text of its SQL."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from facetaudit.detectors.model import CERTAINTIES, EFFECTS, HEADINGS, Detector

NOT_PORTABLE = (
    r"\bqualify\b",
    r"::",
    r"\bgroup by all\b",
    r"\border by all\b",
    r"->",
    r"\blambda\b",
    r"\{",
    r"\[",
    r"\* ?exclude\b",
)
"""What one engine or another does not have, looked for outside string literals and comments."""

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FAMILY = re.compile(r"[a-z][a-z0-9_]*")

_OUTSIDE = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.S)


def sections(page: str) -> dict[str, str]:
    """The text below each heading, in order; a heading is a line of its own at the left margin."""
    found: dict[str, str] = {}
    heading = ""
    for line in page.splitlines():
        if line in HEADINGS:
            heading = line
            found[heading] = ""
        elif heading:
            found[heading] += line.strip()
    return found


def page_problems(page: str) -> Iterator[str]:
    """What a manual page lacks."""
    found = sections(page)
    if tuple(found) != HEADINGS:
        yield (
            f"its docstring has the headings {', '.join(found) or 'none'}: give it {', '.join(HEADINGS)}, in that order"
        )
    for heading, text in found.items():
        if not text:
            yield f"its docstring has nothing below {heading!r}: write a line there"


def put_together(source: str) -> Iterator[tuple[int, str]]:
    """Line and manner of each place where a module puts text together; a detector's SQL is constant."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.JoinedStr(lineno=line):
                yield line, "an f-string"
            case ast.BinOp(op=ast.Mod(), lineno=line):
                yield line, "%"
            case ast.Call(func=ast.Attribute(attr="format" | "replace" | "substitute" | "join" as method), lineno=line):
                yield line, f".{method}()"


def outside_strings(sql: str) -> str:
    """The SQL in lower case, one space between words, without comments and with empty string literals."""
    kept = _OUTSIDE.sub(lambda found: "''" if found[0].startswith("'") else " ", sql)
    return re.sub(r"\s+", " ", kept).lower()


def not_portable(sql: str) -> Iterator[str]:
    """Each thing in the SQL that other engines do not have."""
    plain = outside_strings(sql)
    yield from (found[0] for needle in NOT_PORTABLE if (found := re.search(needle, plain)))
    if "{" in sql and "{" not in plain:
        yield "{"


def metadata_problems(detector: Detector, code: re.Pattern[str], accepted: str) -> Iterator[str]:
    """What is wrong with a detector's names and words; `accepted` says what codes look like."""
    if not code.fullmatch(detector.code):
        yield f"the code {detector.code!r} is not accepted: give {accepted}"
    if not NAME.fullmatch(detector.name):
        yield f"the name {detector.name!r} is not accepted: give lower-case words with hyphens between"
    for what, word, words in (
        ("certainty", detector.certainty, CERTAINTIES),
        ("effect", detector.effect, EFFECTS),
    ):
        if word not in words:
            yield f"the {what} {word!r} is not accepted: give one of {', '.join(words)}"


def policy_problems(detector: Detector, parameters: Collection[str], packs: Collection[str]) -> Iterator[str]:
    """Parameters and packs that the policy does not know."""
    for name in detector.parameters:
        if name not in parameters:
            yield f"there is no parameter {name!r}: `facetaudit policy` lists those there are"
    for name in detector.packs:
        if name not in packs:
            yield f"there is no pack {name!r}: give one of {', '.join(sorted(packs))}, or none for every pack"
