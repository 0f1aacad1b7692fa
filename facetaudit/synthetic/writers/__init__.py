"""Writers of claim lines, one by output format; a further format is one more class in `WRITERS`.

A writer is made with the folder it may write into, takes the canonical claim lines table by table and is closed at the
end. Which scenarios a format can carry is said by `professional_two_slots` and `carried`.
"""

from __future__ import annotations

from facetaudit.synthetic.writers.base import ClaimWriter
from facetaudit.synthetic.writers.cclf5 import Cclf5Writer
from facetaudit.synthetic.writers.delimited import CsvWriter, write_csv
from facetaudit.synthetic.writers.eob import EobWriter
from facetaudit.synthetic.writers.parquet import ParquetWriter
from facetaudit.synthetic.writers.rif import RifWriter
from facetaudit.synthetic.writers.tuva import TuvaWriter
from facetaudit.synthetic.writers.x12_claim import X12ClaimWriter
from facetaudit.synthetic.writers.x12_pair import X12PairWriter
from facetaudit.synthetic.writers.x12_remittance import X12RemittanceWriter
from facetaudit.synthetic.writers.xlsx import XlsxWriter

WRITERS: dict[str, type[ClaimWriter]] = {
    "csv": CsvWriter,
    "eob": EobWriter,
    "parquet": ParquetWriter,
    "rif": RifWriter,
    "cclf5": Cclf5Writer,
    "tuva": TuvaWriter,
    "x12-837": X12ClaimWriter,
    "x12-835": X12RemittanceWriter,
    "x12-pair": X12PairWriter,
    "xlsx": XlsxWriter,
}

__all__ = ["WRITERS", "ClaimWriter", "write_csv"]
