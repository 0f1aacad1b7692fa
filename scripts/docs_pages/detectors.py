"""docs/detectors.md: every detector's page."""

from __future__ import annotations

from collections.abc import Iterator

from facetaudit.cli.detector_page import current, scope
from facetaudit.detectors import uses
from facetaudit.detectors.model import HEADINGS, Detector
from facetaudit.detectors.registry import detectors
from facetaudit.policy import Policy, load_policy
from scripts.docs_pages import specs
from scripts.docs_pages.markdown import anchor, code, page, table

INTRODUCTION = """
A detector looks at active claim lines and answers with findings, one for each line at issue, and with its coverage:
how many lines were in its scope and how many it cannot tell from this source. `facetaudit detectors CODE` prints a page
at the terminal, `--select` and `--ignore` take codes, names and families. Where parameters change by date,
[policy.md](policy.md) has their whole time lines; [own-detector.md](own-detector.md) shows how to add a detector.

Certainty: *certain* contradicts a requirement that has no exception; *probable* breaks a coverage limit on the face of
the claim, where a documented exception is conceivable; *review* needs the chart. Effect: *deny* (nothing payable),
*recode* (payable otherwise), *none* (form or signal, without dollars).

The examples are the cases that the tests run, as they are drawn there. `finding` says what the line must get, nothing
where it is clean: certainty, effect and observed/limit. What a table leaves empty or out stands for this:
"""


def build() -> str:
    """The page."""
    rules, known = load_policy(), detectors()
    rows = [(_link(d), d.family, d.certainty, d.effect, _packs(d), "; ".join(d.needs)) for d in known]
    parts = [INTRODUCTION.strip(), "", *specs.defaults(), ""]
    parts += table(("detector", "family", "certainty", "effect", "packs", "needs beside the claim lines"), rows)
    for detector in known:
        parts += ["", *_one(detector, rules)]
    return page("Detectors", parts)


def _one(detector: Detector, rules: Policy) -> Iterator[str]:
    lists = uses.lists(detector, {*rules.code_sets, *rules.diagnoses})
    first, *rest = detector.page.splitlines()
    yield from [f"## {detector.code} {detector.name}", "", first, ""]
    yield f"- certainty: {detector.certainty}; effect: {detector.effect}"
    for name, value in scope(detector, lists):
        yield f"- {name}: {_lists(lists) if name == 'lists' else value}"
    for line in rest:
        yield f"\n**{line}**\n" if line in HEADINGS else line.strip()
    values = [
        (f"[{name}](policy.md{anchor(str(name))})", pack, macs, value, since, basis, code(source))
        for name, pack, macs, value, since, basis, source in current(detector, rules)
    ]
    if values:
        yield from ["", "**Parameters now**", ""]
        yield from table(("parameter", "pack", "MAC", "value", "since", "basis", "source"), values)
    drawn = list(specs.examples(detector.family, detector.name))
    if drawn:
        yield from ["", "### Cases", *drawn]


def _lists(lists: tuple[str, ...]) -> str:
    return ", ".join(f"[{name}](policy.md{anchor(name)})" for name in lists)


def _link(detector: Detector) -> str:
    heading = f"{detector.code} {detector.name}"
    return f"[{heading}]({anchor(heading)})"


def _packs(detector: Detector) -> str:
    return ", ".join(detector.packs) or "every pack"
