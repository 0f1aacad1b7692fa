"""A proposed mapping as the TOML file that the user edits."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator

from facetaudit.claims.mapping import CANONICAL, MODIFIERS, MUST_BE_FOUND
from facetaudit.claims.proposal import Proposal, Proposed
from facetaudit.claims.sample import Sample
from facetaudit.claims.schema import COLUMNS, MODIFIER_COLUMNS

_WIDTH = 118
_INSTEAD = {
    "line_number": "the lines of a claim are numbered in the order of the file",
    "claim_type": "every line counts as professional; for others give claim_type under [defaults]",
    "payer": "every line counts as of Medicare; for others give payer under [defaults]",
    "units": "every line counts as one unit",
    "place_of_service": "a professional line counts as 11",
    "line_status": "every line counts as paid",
    "claim_frequency_code": "every claim counts as an original",
}


def mapping_text(proposal: Proposal, sample: Sample) -> str:
    """The TOML text: what was found, each with how sure it is, and what was not, as lines to fill in."""
    return "\n".join(_lines(proposal, sample)) + "\n"


def _lines(proposal: Proposal, sample: Sample) -> Iterator[str]:
    yield from _comment(
        f"Mapping proposed for {sample.name} ({sample.why}) from {'its' if sample.whole else 'its first'} "
        f"{sample.rows:,} rows. Check what is marked likely or look, mend it, and give this file with --mapping."
    )
    yield from _comment(said_of_preset(proposal))
    for note in proposal.notes:
        yield from _comment(note)
    yield ""
    yield from _keys(proposal)
    yield "[columns]"
    named = {one.column: one for one in proposal.columns}
    for column in COLUMNS:
        name = MODIFIERS if column.name == MODIFIER_COLUMNS[0] else column.name
        if column.name in MODIFIER_COLUMNS[1:]:
            continue
        if name in named:
            yield from _comment(f"{named[name].sure}: {named[name].why}")
            yield f"{name} = {_value(named[name])}"
        elif name in MUST_BE_FOUND:
            yield f'# {name} = ""  # not found, and required: {column.description}'
        else:
            yield f'# {name} = ""  # not found: {_INSTEAD.get(name, "it stays missing")}'
    if proposal.unused:
        yield ""
        yield "# Headers that are not read (they are kept beside the lines):"
        for header, looks in proposal.unused:
            yield from _comment(f"  {_quoted(header)}: {looks}", "      ")
    for column_name, words in proposal.values.items():
        yield ""
        yield f"[values.{column_name}]"
        for word, value in words.items():
            yield f"{_quoted(word)} = {_quoted(value)}"


def said_of_preset(proposal: Proposal) -> str:
    """Whether the header is known, and whether the file then needs a mapping."""
    if proposal.preset is None:
        return "No preset fits the header."
    known = "has the canonical names" if proposal.preset == CANONICAL else f"is that of preset {proposal.preset}"
    if proposal.as_it_is:
        return f"The header {known}: the file is read without a mapping, too."
    return f"The header {known}, and dates or amounts are written in another way: the file needs the mapping."


def _keys(proposal: Proposal) -> Iterator[str]:
    """The keys before the tables; none where the loader's own ways fit."""
    keys = []
    if proposal.date_formats:
        formats = [_quoted(name) for name in proposal.date_formats]
        keys.append(f"date_format = {formats[0] if len(formats) == 1 else '[' + ', '.join(formats) + ']'}")
    if proposal.decimal != ".":
        keys.append(f"decimal = {_quoted(proposal.decimal)}")
    if proposal.thousands != ("." if proposal.decimal == "," else ","):
        keys.append(f"thousands = {_quoted(proposal.thousands)}")
    if proposal.sheet is not None:
        keys.append(f"sheet = {_quoted(proposal.sheet)}")
    yield from keys
    if keys:
        yield ""


def _value(one: Proposed) -> str:
    if len(one.headers) == 1 and (one.column != MODIFIERS or one.one_cell):
        return _quoted(one.headers[0])
    return "[" + ", ".join(_quoted(header) for header in one.headers) + "]"


def _quoted(text: str) -> str:
    """A TOML basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _comment(text: str, further: str = "") -> Iterator[str]:
    """The text as lines of comment; control characters, which a comment must not have, become blanks."""
    clean = "".join(sign if sign.isprintable() else " " for sign in text)
    for number, line in enumerate(textwrap.wrap(clean, _WIDTH, drop_whitespace=True, break_long_words=False) or [""]):
        yield f"# {further if number else ''}{line.rstrip()}"
