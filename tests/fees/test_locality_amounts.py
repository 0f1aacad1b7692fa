"""Amounts of five localities in every year, each with its arithmetic written out from the published values.

A row: year, locality, code, place of service, then work, practice expense and malpractice, each RVU x GPCI, their sum, the
conversion factor (of 2024 from 9 March on; of 2026 without QP) and the amount, rounded once, half up.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest

from .days import amounts, line

# Arizona, Manhattan, Alaska, the rest of Texas, Alabama.
WORKED = """
2020 03102-00 64490 11  1.82x1.000 + 3.42x0.961 + 0.18x0.846 = 5.2589 x 36.0896  189.79
2020 13202-01 64494 22  1.00x1.054 + 0.40x1.192 + 0.09x1.823 = 1.69487 x 36.0896  61.17
2020 02102-01 64633 11  3.84x1.500 + 7.73x1.118 + 0.37x0.661 = 14.64671 x 36.0896  528.59
2020 04412-99 64636 22  1.16x1.000 + 0.45x0.947 + 0.11x0.690 = 1.66205 x 36.0896  59.98
2020 10112-00 64493 11  1.52x1.000 + 3.28x0.889 + 0.13x0.707 = 4.52783 x 36.0896  163.41
2021 03102-00 64494 11  1.00x1.000 + 1.59x0.951 + 0.10x0.857 = 2.59779 x 34.8931  90.64
2021 13202-01 64633 22  3.84x1.056 + 2.35x1.203 + 0.37x2.031 = 7.63356 x 34.8931  266.36
2021 02102-01 64636 11  1.16x1.500 + 3.89x1.118 + 0.11x0.614 = 6.15656 x 34.8931  214.82
2021 04412-99 64493 22  1.52x1.000 + 0.97x0.955 + 0.15x0.584 = 2.53395 x 34.8931  88.42
2021 10112-00 64490 11  1.82x1.000 + 3.71x0.888 + 0.19x0.921 = 5.28947 x 34.8931  184.57
2022 03102-00 64633 11  3.32x1.000 + 9.61x0.951 + 0.33x0.857 = 12.74192 x 34.6062  440.95
2022 13202-01 64636 22  1.16x1.056 + 0.46x1.203 + 0.11x2.031 = 2.00175 x 34.6062  69.27
2022 02102-01 64493 11  1.52x1.500 + 3.56x1.118 + 0.14x0.614 = 6.34604 x 34.6062  219.61
2022 04412-99 64490 22  1.82x1.000 + 1.08x0.955 + 0.20x0.584 = 2.9682 x 34.6062  102.72
2022 10112-00 64494 11  1.00x1.000 + 1.60x0.888 + 0.10x0.921 = 2.5129 x 34.6062  86.96
2023 03102-00 64636 11  1.16x1.000 + 5.98x0.963 + 0.11x0.855 = 7.01279 x 33.8872  237.64
2023 13202-01 64493 22  1.52x1.061 + 0.98x1.184 + 0.17x1.843 = 3.08635 x 33.8872  104.59
2023 02102-01 64490 11  1.82x1.500 + 3.70x1.100 + 0.18x0.603 = 6.90854 x 33.8872  234.11
2023 04412-99 64494 22  1.00x1.000 + 0.41x0.950 + 0.10x0.759 = 1.4654 x 33.8872  49.66
2023 10112-00 64633 11  3.32x1.000 + 9.48x0.878 + 0.30x0.748 = 11.86784 x 33.8872  402.17
2024 03102-00 64493 11  1.52x1.000 + 3.66x0.975 + 0.15x0.854 = 5.2166 x 33.2875  173.65
2024 13202-01 64490 22  1.82x1.065 + 1.14x1.166 + 0.18x1.656 = 3.56562 x 33.2875  118.69
2024 02102-01 64494 11  1.00x1.500 + 1.63x1.081 + 0.10x0.592 = 3.32123 x 33.2875  110.56
2024 04412-99 64633 22  3.32x1.000 + 2.10x0.945 + 0.32x0.934 = 5.60338 x 33.2875  186.52
2024 10112-00 64636 11  1.16x1.000 + 5.93x0.869 + 0.11x0.575 = 6.37642 x 33.2875  212.26
2025 03102-00 64490 11  1.82x1.000 + 3.77x0.975 + 0.17x0.854 = 5.64093 x 32.3465  182.46
2025 13202-01 64494 22  1.00x1.065 + 0.42x1.166 + 0.10x1.656 = 1.72032 x 32.3465  55.65
2025 02102-01 64633 11  3.32x1.500 + 9.27x1.081 + 0.30x0.592 = 15.17847 x 32.3465  490.97
2025 04412-99 64636 22  1.16x1.000 + 0.48x0.945 + 0.12x0.934 = 1.72568 x 32.3465  55.82
2025 10112-00 64493 11  1.52x1.000 + 3.64x0.869 + 0.16x0.575 = 4.77516 x 32.3465  154.46
2026 03102-00 64494 11  0.98x1.000 + 1.81x0.969 + 0.08x0.856 = 2.80237 x 33.4009  93.60
2026 13202-01 64633 22  3.24x1.064 + 1.63x1.162 + 0.30x1.586 = 5.81722 x 33.4009  194.30
2026 02102-01 64636 11  1.13x1.500 + 6.29x1.065 + 0.11x0.551 = 8.45446 x 33.4009  282.39
2026 04412-99 64493 22  1.48x1.000 + 0.82x0.949 + 0.14x0.903 = 2.3846 x 33.4009  79.65
2026 10112-00 64490 11  1.77x1.000 + 4.20x0.875 + 0.17x0.566 = 5.54122 x 33.4009  185.08
"""
ROWS = WORKED.strip().splitlines()


def test_the_arithmetic_is_right() -> None:
    for row in ROWS:
        _, _, _, _, *sums, amount = row.split()
        text = " ".join(sums)
        terms, total, factor = re.fullmatch(r"(.*) = (\S+) x (\S+)", text).groups()  # type: ignore[union-attr]
        products = [Decimal(first) * Decimal(second) for first, second in re.findall(r"(\S+)x(\S+)", terms)]
        assert sum(products) == Decimal(total), row
        cents = (Decimal(total) * Decimal(factor)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert cents == Decimal(amount), row


@pytest.mark.parametrize("row", ROWS, ids=[" ".join(row.split()[:3]) for row in ROWS])
def test_five_localities_of_every_year(con: duckdb.DuckDBPyConnection, row: str) -> None:
    year, locality, hcpcs, place, *_, amount = row.split()
    drawn = line(hcpcs, on=date(int(year), 7, 1), locality=locality, place=place)
    assert amounts(con, drawn) == [amount]
