"""Synthesize a labelled extract, audit it, and write how findings and labels agree (`make accuracy`).

Prints one row for each detector and certainty and writes the same as a page. Ends with status 1 when a certain or
probable finding is missed or has no label, or a labelled review finding is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from facetaudit.audit.opened import Audit
from facetaudit.audit.run import audit
from facetaudit.synthetic import synthesize
from facetaudit.synthetic.comparison import Agreement, Comparison, compare
from facetaudit.synthetic.labelled import CERTAINTIES, PARTLY_LABELLED
from facetaudit.version import __version__

PAGE = Path(__file__).resolve().parents[1] / "docs" / "accuracy.md"
HEADER = ("code", "detector", "certainty", "labelled", "found", "true", "missed", "extra", "precision", "recall")
LEFT = 3


def main() -> int:
    """Run with the options of the command line."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--claims", type=int, default=200_000)
    options.add_argument("--seed", type=int, default=20_260_101)
    options.add_argument("--out", type=Path, default=PAGE, help="the page to write (default: docs/accuracy.md)")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="facetaudit-accuracy-") as folder:
        extract = Path(folder) / "extract"
        made = synthesize(given.claims, given.seed, "parquet", extract)
        audited = audit(made.claims_file, procedures=made.notes_file, out=Path(folder) / "audit")
        compared = compare(made.labels_file, audited.folder / "findings.csv")
        rows = _rows(compared, audited)
        facts = (
            f"{made.claims:,} claims with {made.lines:,} lines of {made.patients:,} patients and {made.notes:,} notes, "
            f"seed {given.seed}, facetaudit {__version__}"
        )
        page = _page(facts, _confusion(compared, audited), rows, f"--claims {given.claims} --seed {given.seed}")
    print(facts)
    print("\n".join(_text_table([HEADER, *rows])))
    given.out.write_text(page, encoding="utf-8")
    problems = compared.missed | {key for key in compared.extra if key.certainty != "review"}
    for key in sorted(problems)[:20]:
        word = "missed" if key in compared.missed else "without a label"
        print(f"{word}: {key.code} {key.certainty} on claim {key.claim_id} line {key.line_number}", file=sys.stderr)
    return 1 if problems else 0


def _rows(compared: Comparison, audited: Audit) -> list[tuple[str, ...]]:
    names = dict(audited.sql("select code, detector from coverage").itertuples(index=False))
    return [
        (code, names.get(code, "not there"), certainty, *_figures(counted, code in PARTLY_LABELLED))
        for (code, certainty), counted in compared.by_detector().items()
    ]


def _figures(counted: Agreement, partly: bool) -> tuple[str, ...]:
    """Where labels are incomplete, a finding without one is neither right nor wrong."""
    whole = (counted.labelled, counted.found, counted.true, counted.missed)
    extra = "-" if partly else f"{counted.extra:,}"
    return (*(f"{number:,}" for number in whole), extra, _share(None if partly else counted.precision),
            _share(counted.recall))  # fmt: skip


def _share(part: float | None) -> str:
    """Rounded down, so that 1.0000 means all of them."""
    return "-" if part is None else f"{int(part * 10_000) / 10_000:.4f}"


def _confusion(compared: Comparison, audited: Audit) -> list[tuple[str, ...]]:
    """By certainty: active lines with and without a label, with and without a finding, of completely labelled codes."""
    active = int(audited.sql("select count(*) n from lines where active")["n"][0])
    table = []
    for certainty in CERTAINTIES:
        labelled, found = (
            {key[2:] for key in keys if key.certainty == certainty and key.code not in PARTLY_LABELLED}
            for keys in (compared.labelled, compared.found)
        )
        cells = (len(labelled & found), len(labelled - found), len(found - labelled), active - len(labelled | found))
        table.append((certainty, *(f"{cell:,}" for cell in cells)))
    return table


def _page(facts: str, confusion: list[tuple[str, ...]], rows: list[tuple[str, ...]], options: str) -> str:
    partly = ", ".join(sorted(PARTLY_LABELLED))
    return "\n".join([
        "# Accuracy on labelled extracts",
        "",
        "Written by `make accuracy`; not edited by hand. A made-up extract, whose every mistake was put there on",
        "purpose, is audited, and findings are held against the labels. That shows whether detectors do what their",
        "manual pages say; it says nothing about how often practices make such mistakes.",
        "",
        f"{facts}.",
        f"The same again: `make accuracy ARGS=\"{options}\"`.",
        "",
        "## Lines",
        "",
        "Audited lines that are active. A line counts once in a row, however many findings of that certainty it has.",
        "",
        *_markdown_table([("certainty", "label and finding", "label only", "finding only", "neither"), *confusion], 1),
        "",
        "## Detectors",
        "",
        "*True*: findings with a label of the same line, detector and certainty; *missed*: labels without a finding;",
        "*extra*: findings without a label. What is wanted: precision and recall 1 of certain and probable findings,",
        "recall 1 of review findings.",
        "",
        f"{partly} are labelled only in the histories made for them: they ask what",
        "went before, and most made-up histories begin with their first facet claim. What else these three find is not",
        "counted as extra, nor in the table above.",
        "",
        *_markdown_table([HEADER, *rows], LEFT),
        "",
    ])  # fmt: skip


def _widths(table: list[tuple[str, ...]]) -> list[int]:
    return [max(map(len, column)) for column in zip(*table, strict=True)]


def _aligned(table: list[tuple[str, ...]], left: int) -> list[list[str]]:
    """Texts to the left, figures to the right."""
    widths = _widths(table)
    return [
        [cell.ljust(width) if place < left else cell.rjust(width) for place, (cell, width) in
         enumerate(zip(row, widths, strict=True))]
        for row in table
    ]  # fmt: skip


def _text_table(table: list[tuple[str, ...]]) -> list[str]:
    return ["  ".join(row).rstrip() for row in _aligned(table, LEFT)]


def _markdown_table(table: list[tuple[str, ...]], left: int) -> list[str]:
    header, *rows = ["| " + " | ".join(row) + " |" for row in _aligned(table, left)]
    rule = ["-" * width if place < left else "-" * (width - 1) + ":" for place, width in enumerate(_widths(table))]
    return [header, "| " + " | ".join(rule) + " |", *rows]


if __name__ == "__main__":
    sys.exit(main())
