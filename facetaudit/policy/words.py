"""Wording that the refusals of this room share."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """Join words into a list for a sentence, in order of the alphabet."""
    return ", ".join(sorted(words)) or "none"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give `; the nearest is "x"` when a known word is near, else nothing."""
    from difflib import get_close_matches  # only a refusal needs it

    near = get_close_matches(word, list(known), n=1)
    return f'; the nearest is "{near[0]}"' if near else ""
