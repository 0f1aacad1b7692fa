"""Price-like amounts: national Medicare amounts by year, scaled so that no locality's schedule is exceeded.

Not a fee schedule: what is billed and paid in the made-up extracts only has to look like it and to keep the payment
identities. The amounts of facet codes and of the companions in the table are the national amounts of the physician fee
schedule (2024: of its first conversion factor), of the ASC fee schedule and of hospital outpatient APCs 5443 and 5431;
the rest are round figures.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FIRST_YEAR, YEARS = 2020, 7
NON_FACILITY, FACILITY, ASC, HOPD = range(4)
"""Settings: the professional outside and inside a facility, and the two kinds of facility."""

MEDICARE_PAID_PER_MILLE = 784
"""Medicare pays 80 % of the allowed amount, less 2 % (sequestration)."""
COMMERCIAL_PAID_PER_MILLE = 800
COMMERCIAL_PER_MILLE = 1250
"""A commercial payer's allowed amount relative to the national amount."""

_PROFESSIONAL: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "64490": ((195.61, 199.59, 197.26, 193.16, 189.59, 186.32, 205.08),
              (109.71, 107.82, 107.28, 105.05, 102.82, 102.21, 94.19)),
    "64491": ((98.16, 100.84, 99.32, 97.93, 95.61, 94.78, 101.87),
              (62.44, 61.41, 60.21, 59.30, 57.63, 57.58, 50.77)),
    "64492": ((98.89, 101.19, 99.67, 98.61, 95.94, 94.45, 102.21),
              (63.16, 62.46, 60.91, 60.32, 58.61, 57.90, 51.10)),
    "64493": ((177.92, 183.19, 180.64, 178.59, 174.53, 172.08, 190.39),
              (93.11, 92.12, 91.01, 90.48, 88.41, 88.31, 81.50)),
    "64494": ((91.31, 93.86, 93.44, 91.50, 89.39, 87.98, 95.86),
              (53.77, 52.69, 51.91, 51.17, 49.44, 49.17, 43.76)),
    "64495": ((91.31, 93.86, 93.09, 91.50, 89.39, 87.01, 98.87),
              (54.50, 53.39, 52.60, 51.85, 50.43, 49.49, 45.09)),
    "64633": ((430.91, 437.56, 458.88, 443.92, 430.59, 416.95, 458.93),
              (233.14, 228.90, 194.49, 191.46, 187.95, 186.64, 172.68)),
    "64634": ((192.72, 197.49, 271.66, 261.27, 251.15, 241.30, 266.54),
              (70.74, 69.09, 67.83, 66.76, 65.16, 64.69, 57.78)),
    "64635": ((426.22, 433.37, 463.03, 447.99, 434.19, 420.50, 464.94),
              (229.89, 225.76, 194.49, 191.80, 188.28, 186.64, 173.02)),
    "64636": ((175.76, 180.05, 256.43, 245.68, 235.76, 226.43, 251.51),
              (62.07, 60.71, 59.87, 58.96, 56.97, 56.93, 50.77)),
    "20552": ((57.38, 55.48, 55.02, 53.54, 51.74, 50.78, 51.77),
              (40.06, 38.73, 38.41, 37.28, 36.02, 35.26, 35.74)),
    "62323": ((263.09, 273.91, 270.27, 262.29, 254.09, 246.80, 273.22),
              (103.22, 100.84, 100.70, 98.95, 96.92, 96.07, 89.18)),
    "77003": ((102.86, 107.12, 109.36, 107.76, 103.47, 99.63, 104.54),) * 2,
    "99152": ((51.61, 52.69, 52.26, 50.83, 49.44, 48.52, 51.44),
              (12.63, 12.56, 12.80, 12.54, 11.79, 11.64, 11.02)),
}  # fmt: skip
"""Code -> dollars of 2020 to 2026 outside and inside a facility."""

_ASC_BASE = {
    "INJ": (415.61, 415.61, 425.96, 443.67, 472.76, 477.94, 485.51),
    "RFA": (804.72, 804.72, 824.93, 853.93, 897.67, 924.93, 948.66),
}
_HOPD_BASE = {
    "INJ": (784.10, 807.90, 827.40, 852.20, 869.80, 890.29, 903.63),
    "RFA": (1719.80, 1771.90, 1814.70, 1869.10, 1907.60, 1952.77, 1982.10),
}
_BASES = {"64490": "INJ", "64493": "INJ", "64633": "RFA", "64635": "RFA", "0213T": "INJ", "0216T": "INJ"}

_ROUND = {
    "0213T": 150.0, "0214T": 80.0, "0215T": 80.0, "0216T": 150.0, "0217T": 80.0, "0218T": 80.0,
    "01936": 120.0, "01940": 120.0, "01992": 105.0, "0232T": 350.0, "20553": 60.0, "20605": 55.0, "20610": 65.0,
    "27096": 165.0, "64483": 260.0, "64999": 400.0, "72100": 38.0, "76000": 45.0, "76942": 58.0, "77002": 112.0,
    "77012": 150.0, "80307": 62.0, "97110": 29.0, "97140": 27.0, "99153": 11.0, "99204": 165.0, "99213": 91.0,
    "99214": 128.0, "J1100": 0.2, "J3301": 1.1, "P9020": 190.0, "Q4174": 520.0,
}  # fmt: skip


def price_table(codes: Sequence[str]) -> npt.NDArray[np.int64]:
    """Cents by code (in the order given), year since 2020 and setting; add-ons of facilities are packaged: 0."""
    table = np.zeros((len(codes), YEARS, 4), dtype=np.int64)
    for position, code in enumerate(codes):
        if code in _PROFESSIONAL:
            outside, inside = _PROFESSIONAL[code]
        else:
            outside = inside = (_ROUND[code],) * YEARS
        table[position, :, NON_FACILITY] = _cents(outside)
        table[position, :, FACILITY] = _cents(inside)
        if code in _BASES:
            table[position, :, ASC] = _cents(_ASC_BASE[_BASES[code]])
            table[position, :, HOPD] = _cents(_HOPD_BASE[_BASES[code]])
    return table


def _cents(dollars: tuple[float, ...]) -> list[int]:
    return [round(amount * 100) for amount in dollars]


def share(cents: npt.NDArray[np.int64], per_mille: int | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """So many thousandths of amounts that are not negative, half a cent rounded up."""
    return (cents * per_mille + 500) // 1000
