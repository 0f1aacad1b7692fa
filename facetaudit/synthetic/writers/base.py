"""What every writer of claim lines has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

import pyarrow as pa


class ClaimWriter(ABC):
    """Writes canonical claim lines, table by table, into one file of the folder."""

    file_name: str
    """Name of the file in the folder."""
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
