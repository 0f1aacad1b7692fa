"""What a detector is: metadata and two constant, portable SQL texts."""

from __future__ import annotations

from dataclasses import dataclass, field

FINDING_COLUMNS = (
    "line_id",
    "certainty",
    "effect",
    "observed",
    "limit_value",
    "reason",
    "correct_coding",
    "source_id",
    "basis",
    "recode",
    "pattern_id",
    "numerator",
    "denominator",
    "corrected_pairs",
    "corrected_singles",
    "corrected_place",
)
NEEDED_FINDING_COLUMNS = ("line_id", "reason", "source_id", "basis")
COVERAGE_COLUMNS = ("eligible_lines", "unknown_lines")
CERTAINTIES = ("certain", "probable", "review")
EFFECTS = ("deny", "recode", "none")
RECODES = ("share", "pair", "base", "units")
HEADINGS = ("What it checks", "Why it matters", "How it counts", "Not counted", "Example", "Sources")
"""The headings of a detector's page, in order, each on a line of its own with indented text below."""


@dataclass(frozen=True)
class Detector:
    """One detector.

    ``findings`` selects one row per line at issue with columns of `FINDING_COLUMNS` (by name; ``line_id``, ``reason``,
    ``source_id`` and ``basis`` always, ``certainty`` and ``effect`` only where a line differs from the headline).
    A `recode` finding also says what is payable, for the exposure to compute:

    * ``recode = 'share'``: allowed x numerator / denominator, line by line;
    * ``recode = 'pair'``: two lines of one ``pattern_id``, together the smaller of their sum and numerator/denominator
      of the larger, on the first line in line order;
    * ``recode = 'base'``: two lines of one ``pattern_id``, numerator/denominator of the line with ``corrected_pairs``
      above 0, nothing on the other;
    * ``recode = 'units'``: the lines of one ``pattern_id`` in line order, ``numerator`` units in all.

    ``corrected_pairs`` and ``corrected_singles`` are the line's units as they should have been billed: for both sides
    (modifier 50) and for one side. ``corrected_place`` is the place of service as it should have been billed (two
    digits), for the fee schedule alone; null where it stays.

    ``coverage`` selects one row (eligible_lines, unknown_lines); ``unknown_note`` says why a line can be unknown.
    ``mac_dated`` detectors rest on a date that differs by MAC. ``needs_prices`` detectors read `schedule_line` and
    `facility_code` (`facetaudit.history.prices`), which are made only where one of them runs.

    The registry fills in the rest: ``family`` (the folder), ``page`` (the docstring) and, for a detector of a user's
    own folder, ``module`` (its file, as the folder names it) and the file's ``sha256``.
    """

    code: str
    name: str
    certainty: str
    effect: str
    findings: str
    coverage: str
    parameters: tuple[str, ...]
    needs: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    mac_dated: bool = False
    needs_prices: bool = False
    unknown_note: str = ""
    family: str = field(default="", compare=False)
    page: str = field(default="", compare=False)
    module: str = field(default="", compare=False)
    sha256: str = field(default="", compare=False)
