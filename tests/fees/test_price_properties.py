"""What must hold of any list of lines that `price_relation` prices: order, shares, charges, signs."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from facetaudit.fees import price_relation

CON = duckdb.connect()
COLUMNS = (
    "hcpcs", "modifier_1", "modifier_2", "units", "service_date", "locality", "place_of_service", "claim_type",
    "participant", "charge_amount", "patient_id", "line",
)  # fmt: skip
Row = tuple[str | None, ...]
Amounts = tuple[Decimal | None, ...]

rows = st.tuples(
    st.sampled_from(["64490", "64493", "64494", "64635", "64636", "62323", "20552", "77003", "64999", "99213"]),
    st.sampled_from([None, "RT", "LT", "50"]),
    st.sampled_from([None, "RT", "KX"]),
    st.sampled_from([None, "1", "2", "3"]),
    st.sampled_from(["2021-06-30", "2022-04-01", "2025-02-03", "2026-07-01", "2026-10-01"]),
    st.sampled_from([None, "03102-00", "13202-01"]),
    st.sampled_from([None, "11", "22", "24"]),
    st.sampled_from([None, "professional", "asc", "hopd"]),
    st.sampled_from([None, "qp"]),
    st.sampled_from([None, "0", "40.00", "180.55", "5000"]),
    st.sampled_from([None, "A", "A", "B"]),
)
lists = st.lists(rows, min_size=1, max_size=30).map(
    lambda drawn: [(*cells, str(number)) for number, cells in enumerate(drawn)]
)


def _priced(lines: list[Row]) -> dict[Row, Amounts]:
    """fee_amount, medicare_share, patient_share, sequestration_amount of every line."""
    CON.execute(
        """
        create or replace temp table listed (
            hcpcs varchar, modifier_1 varchar, modifier_2 varchar, units varchar, service_date varchar,
            locality varchar, place_of_service varchar, claim_type varchar, participant varchar,
            charge_amount varchar, patient_id varchar, line varchar
        )
        """
    )
    CON.executemany("insert into listed values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", lines)
    priced = price_relation(CON, CON.table("listed"))
    return {row[: len(COLUMNS)]: row[len(COLUMNS) : len(COLUMNS) + 4] for row in priced.fetchall()}


@given(lists)
@settings(max_examples=8)
def test_shares_add_up_and_nothing_is_negative_or_above_the_charge(lines: list[Row]) -> None:
    percents = {"2021-06-30": 0, "2022-04-01": 1, "2025-02-03": 2, "2026-07-01": 2, "2026-10-01": 2}
    for row, (fee, medicare, patient, sequestered) in _priced(lines).items():
        cells = dict(zip(COLUMNS, row, strict=True))
        if fee is None:
            assert (medicare, patient, sequestered) == (None, None, None)
            continue
        assert medicare is not None
        assert patient is not None
        assert sequestered is not None
        assert medicare + patient == fee
        assert min(fee, medicare, patient, sequestered) >= 0
        percent = Decimal(percents[cells["service_date"] or ""])
        assert sequestered == (medicare * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        if cells["charge_amount"] is not None and cells["claim_type"] != "hopd":
            assert fee <= Decimal(cells["charge_amount"])


@given(lists, st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_the_order_of_rows_changes_no_amount(lines: list[Row], shuffle: random.Random) -> None:
    """Rows that say the same may swap their amounts; any other row keeps its own."""

    def by_content(priced: dict[Row, Amounts]) -> list[tuple[str, str]]:
        return sorted((str(row[:-1]), str(amounts)) for row, amounts in priced.items())

    shuffled = list(lines)
    shuffle.shuffle(shuffled)
    assert by_content(_priced(shuffled)) == by_content(_priced(lines))
