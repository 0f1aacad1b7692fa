"""A derived table: a name and the constant SQL that makes it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Derived:
    """One step of the derivation.

    ``sql`` is a constant ``select``; earlier steps and the tables of claims, procedures and policy are visible to it.
    ``stored`` False makes a view: cheap to write, recomputed where it is read. ``portable`` False is for what engines
    say in words of their own (lists, recursion); ``spark`` is then Spark's text, or None where text does not do.
    """

    name: str
    sql: str
    stored: bool = True
    portable: bool = True
    spark: str | None = None


_STATEMENT = re.compile(r"\s*create or replace temp table (\w+) as\s+(.*)", re.S)


def named_select(statement: str) -> tuple[str, str]:
    """Name and select of a statement that makes a temporary table, for engines that make tables otherwise."""
    found = _STATEMENT.fullmatch(statement)
    if found is None:
        raise ValueError("This statement makes no temporary table.")
    return found[1], found[2]
