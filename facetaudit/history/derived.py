"""A derived table: a name and the constant SQL that makes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Derived:
    """One step of the derivation.

    ``sql`` is a constant ``select``; earlier steps and the tables of claims, procedures and policy are visible to it.
    ``stored`` False makes a view: cheap to write, recomputed where it is read.
    """

    name: str
    sql: str
    stored: bool = True
