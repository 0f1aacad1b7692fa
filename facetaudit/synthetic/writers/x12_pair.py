"""X12 837P and 835 of the same claims, in a file each."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from facetaudit.synthetic.writers.base import Carried, ClaimWriter
from facetaudit.synthetic.writers.x12_claim import X12ClaimWriter
from facetaudit.synthetic.writers.x12_remittance import X12RemittanceWriter


class X12PairWriter(ClaimWriter):
    """What was billed and what was paid: together they say more than either."""

    file_name = X12ClaimWriter.file_name
    further_files = (X12RemittanceWriter.file_name,)
    carried = Carried(claim_types=X12ClaimWriter.carried.claim_types, place=X12ClaimWriter.carried.place)

    def __init__(self, folder: Path) -> None:
        self._writers = (X12ClaimWriter(folder), X12RemittanceWriter(folder))

    def write(self, lines: pa.Table) -> None:
        """Append lines to both; those of one claim, and of what it replaces or voids, come in one table."""
        for writer in self._writers:
            writer.write(lines)

    def close(self) -> None:
        """Finish both files."""
        for writer in self._writers:
            writer.close()
