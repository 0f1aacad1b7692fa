"""Spec cases: claim lines drawn as a table in a test's docstring, with the finding that each must get.

    @drawn("FA102")
    def test_third_level_counts_from_the_first_day_of_the_2021_text():
        '''
        date       | code     | mac  | finding
        -----------+----------+------+--------------
        2021-04-24 | 64495-RT | ngs  |
        2021-04-25 | 64495-RT | ngs  | probable deny
        '''

Every column but `finding` may be left out, and an empty cell takes the default. Columns: claim (C1), line (numbered in
order per claim), patient (P1), date (2025-03-04), code with its modifiers (`64493-50-KX`), units (1), type
(professional), payer (medicare), mac (palmetto; `-` for none), state, locality, pos (11; 24 and 22 go with asc and
hopd), npi (1000000012; `-` for none), billing (`-`), allowed (100.00; `-` for none), paid (78.40; `-` for none),
paid_date, status, frequency, original, dx, auth.

`finding` holds any of certainty, effect and observed/limit (`certain deny 3/2`), or nothing. A case of several
detectors, or of a whole family (`drawn("FA1", "FA2")`), names them: `FA201 certain, FA103`. Columns coding (the correct
coding), basis and reason give what a finding of the case's one detector must say: of the reason, any part.

Notes follow in a second table under a line `notes:`, with columns claim, patient and date, npi, type, joints, nerves,
side, guidance (fluoroscopy; `-` for none given), technique, injectate, relief, care. A line `unknown: 2` gives the
number of lines that the detector must call unknown. All cases are one audit, but for those with a line `alone`: these
are run by themselves, without a file of notes where they draw none. Such a case may say
`without: authorization_number`: its claims file then lacks that column.
"""

from __future__ import annotations

import csv
import functools
import io
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

LINE_DEFAULTS = {
    "claim": "C1",
    "line": "",
    "patient": "P1",
    "date": "2025-03-04",
    "code": "",
    "units": "1",
    "type": "professional",
    "payer": "medicare",
    "mac": "palmetto",
    "state": "",
    "locality": "",
    "pos": "",
    "npi": "1000000012",
    "billing": "",
    "allowed": "100.00",
    "paid": "78.40",
    "paid_date": "",
    "status": "paid",
    "frequency": "1",
    "original": "",
    "dx": "M47.816",
    "auth": "",
    "finding": "",
    "coding": "",
    "reason": "",
    "basis": "",
}
NOTE_DEFAULTS = {
    "claim": "",
    "patient": "",
    "date": "",
    "npi": "",
    "type": "",
    "joints": "",
    "nerves": "",
    "side": "",
    "guidance": "fluoroscopy",
    "technique": "",
    "injectate": "",
    "relief": "",
    "care": "",
}
PLACE = {"professional": "11", "asc": "24", "hopd": "22"}
CLAIM_HEADER = [
    "claim_id",
    "line_number",
    "claim_type",
    "payer",
    "mac",
    "state",
    "locality",
    "patient_id",
    "service_date",
    "hcpcs",
    "modifier_1",
    "modifier_2",
    "modifier_3",
    "modifier_4",
    "units",
    "place_of_service",
    "diagnosis_codes",
    "rendering_npi",
    "billing_npi",
    "charge_amount",
    "allowed_amount",
    "paid_amount",
    "paid_date",
    "line_status",
    "claim_frequency_code",
    "original_claim_id",
    "authorization_number",
]
NOTE_HEADER = [
    "claim_id",
    "patient_id",
    "service_date",
    "rendering_npi",
    "injection_type",
    "joints",
    "nerves",
    "side",
    "guidance",
    "technique",
    "injectate",
    "relief_percent",
    "conservative_care_weeks",
]
FINDING_WORD = re.compile(r"certain|probable|review|deny|recode|none|\d+(\.\d+)?/\d+(\.\d+)?")

TEXTS = ("coding", "reason", "basis")
"""Columns that hold what a finding says."""
REASON = "reason: "

LineKey = tuple[str, int]
"""Claim and line number, as drawn."""
Words = dict[LineKey, dict[str, set[str]]]
"""What is said of each line: words by detector code."""


@dataclass
class Case:
    """One drawn case: its claim rows, note rows, expected findings and number of unknown lines."""

    name: str
    codes: tuple[str, ...]
    claims: list[list[str]] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    expected: Words = field(default_factory=dict)
    unknown: int | None = None
    alone: bool = False
    without: str | None = None

    @property
    def one_detector(self) -> bool:
        """Whether the case is of one detector, so that its findings need not name it."""
        return len(self.codes) == 1 and len(self.codes[0]) == len("FA101")


Answer = tuple[Words, int]
"""Findings of a case, and the number of lines that its detector calls unknown."""
CASES: dict[str, Case] = {}


def drawn(*codes: str) -> Callable[[Callable[[], None]], Callable[..., None]]:
    """Register the table in the docstring as a case of the detectors, and check it when the test runs."""

    def decorate(function: Callable[[], None]) -> Callable[..., None]:
        name = f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"
        assert name not in CASES, f"two cases are called {name}"
        CASES[name] = parse(name, codes, textwrap.dedent(function.__doc__ or ""))

        def check(spec_findings: Callable[[Case], Answer]) -> None:
            case = CASES[name]
            problems = mismatches(case, *spec_findings(case))
            assert not problems, "\n".join(problems)

        functools.update_wrapper(check, function)
        del check.__wrapped__  # type: ignore[attr-defined]
        return check

    return decorate


def mismatches(case: Case, found: Words, unknown: int) -> list[str]:
    """What the audit says otherwise than the drawing, one sentence each; findings of other detectors do not count."""
    problems = []
    for claim, line in sorted(case.expected.keys() | found.keys()):
        want = case.expected.get((claim, line), {})
        got = {code: words for code, words in found.get((claim, line), {}).items() if code.startswith(case.codes)}
        for code in sorted(want.keys() | got.keys()):
            drawn_words, words = want.get(code), got.get(code)
            if drawn_words is None or words is None or not tells(words, drawn_words):
                problems.append(f"{code} on {claim} line {line}: drawn {_said(drawn_words)}, found {_said(words)}")
    if case.unknown is not None and case.unknown != unknown:
        problems.append(f"unknown lines: drawn {case.unknown}, found {unknown}")
    return problems


def tells(words: set[str], drawn_words: set[str]) -> bool:
    """Whether a finding says all that is drawn of it."""
    reasons = [word for word in words if word.startswith(REASON)]
    return all(
        word in words or (word.startswith(REASON) and any(word.removeprefix(REASON) in reason for reason in reasons))
        for word in drawn_words
    )


def _said(words: set[str] | None) -> str:
    return "no finding" if words is None else " ".join(sorted(words)) or "a finding"


def parse(name: str, codes: tuple[str, ...], text: str) -> Case:
    """Read a docstring into a case; identifiers are prefixed with the case's name so that cases never meet."""
    case = Case(name, codes)
    lines = [line.strip() for line in text.strip().splitlines()]
    unknown = [line for line in lines if re.fullmatch(r"unknown:\s*\d+", line)]
    case.unknown = int(unknown[0].split(":")[1]) if unknown else None
    assert case.unknown is None or case.one_detector, f"{name}: unknown lines are counted for one detector"
    case.alone = "alone" in lines
    without = [line.split(":")[1].strip() for line in lines if line.startswith("without:")]
    case.without = without[0] if without else None
    assert case.without is None or (case.alone and case.without in CLAIM_HEADER), f"{name}: {lines} without what?"
    split = lines.index("notes:") if "notes:" in lines else len(lines)
    numbers: dict[str, int] = {}
    for row in rows(lines[:split], LINE_DEFAULTS):
        _add_line(case, row, numbers)
    for row in rows(lines[split + 1 :], NOTE_DEFAULTS):
        _add_note(case, row)
    assert case.claims, f"{name}: the docstring draws no claim lines"
    return case


def rows(lines: list[str], defaults: dict[str, str]) -> Iterator[dict[str, str]]:
    """The rows of a drawn table (lines without `|` are skipped), with defaults for what is left out."""
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if "|" in line]
    if not cells:
        return
    header = cells[0]
    wrong = set(header) - set(defaults)
    assert not wrong, f"unknown columns {sorted(wrong)}; known: {sorted(defaults)}"
    for row in cells[1:]:
        assert len(row) == len(header), f"{row} has not the {len(header)} cells of the header"
        yield {**defaults, **{name: cell for name, cell in zip(header, row, strict=True) if cell}}


def _add_line(case: Case, row: dict[str, str], numbers: dict[str, int]) -> None:
    row = {name: "" if cell == "-" else cell for name, cell in row.items()}
    code, *modifiers = row["code"].split("-")
    assert re.fullmatch(r"[0-9A-Z]{5}", code), f"{case.name}: {row['code']!r} is no code"
    assert len(modifiers) <= 4, f"{case.name}: {row['code']!r} has more than four modifiers"
    numbers[row["claim"]] = int(row["line"]) if row["line"] else numbers.get(row["claim"], 0) + 1
    line = numbers[row["claim"]]
    prefix = case.name + "|"
    case.claims.append(
        [
            prefix + row["claim"],
            str(line),
            row["type"],
            row["payer"],
            row["mac"],
            row["state"],
            row["locality"],
            prefix + row["patient"],
            row["date"],
            code,
            *(modifiers + [""] * 4)[:4],
            row["units"],
            row["pos"] or PLACE[row["type"]],
            row["dx"],
            row["npi"],
            row["billing"],
            row["allowed"],
            row["allowed"],
            row["paid"],
            row["paid_date"],
            row["status"],
            row["frequency"],
            prefix + row["original"] if row["original"] else "",
            row["auth"],
        ]
    )
    if row["finding"]:
        case.expected[row["claim"], line] = _findings(case, row["finding"])
    for column in TEXTS:
        if row[column]:
            assert row["finding"], f"{case.name}: {column} of a line without a finding"
            assert case.one_detector, f"{case.name}: {column} of which detector's finding?"
            case.expected[row["claim"], line][case.codes[0]].add(f"{column}: {row[column]}")


def _findings(case: Case, text: str) -> dict[str, set[str]]:
    """Words by detector code: `certain deny`, or `FA201 certain, FA103` where the case is of several."""
    findings = {}
    for part in text.split(","):
        words = part.split()
        code = case.codes[0] if case.one_detector else words.pop(0)
        assert code.startswith(case.codes), f"{case.name}: {code} is none of {case.codes}"
        wrong = [word for word in words if not FINDING_WORD.fullmatch(word)]
        assert not wrong, f"{case.name}: {wrong} is neither certainty, effect nor observed/limit"
        findings[code] = set(words)
    return findings


def _add_note(case: Case, row: dict[str, str]) -> None:
    row = {name: "" if cell == "-" else cell for name, cell in row.items()}
    prefix = case.name + "|"
    case.notes.append(
        [
            prefix + row["claim"] if row["claim"] else "",
            prefix + row["patient"] if row["patient"] else "",
            row["date"],
            row["npi"],
            row["type"],
            row["joints"],
            row["nerves"],
            row["side"],
            row["guidance"],
            row["technique"],
            row["injectate"],
            row["relief"],
            row["care"],
        ]
    )


def write(cases: list[Case], folder: Path) -> tuple[Path, Path]:
    """Write the cases' claims and notes as the canonical files."""
    claims, notes = folder / "claims.csv", folder / "procedures.csv"
    without = {case.without for case in cases}
    kept = [place for place, column in enumerate(CLAIM_HEADER) if column not in without]
    content = [[row[place] for place in kept] for case in cases for row in case.claims]
    _write(claims, [CLAIM_HEADER[place] for place in kept], content)
    _write(notes, NOTE_HEADER, [row for case in cases for row in case.notes])
    return claims, notes


def _write(path: Path, header: list[str], content: list[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(content)
    path.write_text(text.getvalue(), encoding="utf-8")
