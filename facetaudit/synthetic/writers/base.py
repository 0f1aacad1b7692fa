"""What every writer of claim lines has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from facetaudit.claims.schema import CLAIM_TYPES


@dataclass(frozen=True)
class Carried:
    """What a format can say, beside what all can; labels are of what it shows.

    `slots`: modifiers of a line; `versions`: replacements, voids, reversals and lines sent again; `money`: what was
    allowed and paid, and when; `place`: the most that its lines say of the place (`locality`, `state` or `nothing`).
    """

    slots: int = 4
    claim_types: tuple[str, ...] = CLAIM_TYPES
    commercial: bool = True
    versions: bool = True
    denied: bool = True
    money: bool = True
    diagnoses: bool = True
    billing_npi: bool = True
    authorization: bool = True
    place: str = "locality"


class ClaimWriter(ABC):
    """Writes canonical claim lines, table by table, into one file of the folder."""

    file_name: str
    """Name of the file in the folder."""
    further_files: tuple[str, ...] = ()
    """Names of other files with claims beside it."""
    carried = Carried()
    """What the format can say."""
    professional_two_slots = False
    """True for a format that holds professional Medicare lines with two modifiers only."""

    @abstractmethod
    def __init__(self, folder: Path) -> None:
        """Open the file."""

    @abstractmethod
    def write(self, lines: pa.Table) -> None:
        """Append claim lines (the canonical columns)."""

    @abstractmethod
    def close(self) -> None:
        """Finish the file."""
