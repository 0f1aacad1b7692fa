"""What a fee table file must look like: columns with the text each accepts, keys, and the SQL that loads it."""

from __future__ import annotations

import re
from dataclasses import dataclass

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXT = re.compile(r"\S.*\S")
_HCPCS = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_RVU = re.compile(r"\d{1,4}\.\d{2}")
_GPCI = re.compile(r"\d\.\d{3}")
_RATE = re.compile(r"(\d{1,6}\.\d{2})?")
_PERCENT = re.compile(r"\d{1,3}")
_RANK = re.compile(r"\d{0,3}")
_BASIS = re.compile(r"seen|restated|derived|unverified")
_SETTING = re.compile(r"facility|nonfacility")

_DATES = {"valid_from": DATE, "valid_to": DATE}
_ORIGIN = {"basis": _BASIS, "source": _TEXT}


@dataclass(frozen=True)
class TableSpec:
    """One fee table: its columns with the text each accepts, its key, and the SQL that loads it."""

    name: str
    columns: dict[str, re.Pattern[str]]
    key: tuple[str, ...]
    load: str

    @property
    def dated(self) -> bool:
        """True if rows are valid between two dates of service."""
        return "valid_from" in self.columns


# Types are wide enough for products to stay exact; every fee is a DECIMAL from the file to the cent.
TABLES = (
    TableSpec(
        "relative_values",
        {
            **_DATES,
            "hcpcs": _HCPCS,
            "component": re.compile(r"(26|TC|53)?"),
            "status": re.compile(r"[A-Z]"),
            "work_rvu": _RVU,
            "nonfacility_pe_rvu": _RVU,
            "facility_pe_rvu": _RVU,
            "mp_rvu": _RVU,
            "nonfacility_na": re.compile(r"(NA)?"),
            "facility_na": re.compile(r"(NA)?"),
            "mult_proc": re.compile(r"[0-9]"),
            "bilat_surg": re.compile(r"[01239]"),
            "global_days": re.compile(r"[0-9A-Z]{3}"),
            **_ORIGIN,
        },
        ("hcpcs", "component"),
        """
        create or replace temp table fee_relative_value as
        select cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to,
               hcpcs, coalesce(component, '') as component, status,
               cast(work_rvu as decimal(8,2)) as work_rvu,
               cast(nonfacility_pe_rvu as decimal(8,2)) as nonfacility_pe_rvu,
               cast(facility_pe_rvu as decimal(8,2)) as facility_pe_rvu,
               cast(mp_rvu as decimal(8,2)) as mp_rvu,
               coalesce(nonfacility_na = 'NA', false) as nonfacility_na,
               coalesce(facility_na = 'NA', false) as facility_na,
               mult_proc, bilat_surg, global_days, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "gpci",
        {
            **_DATES,
            "mac": re.compile(r"\d{5}"),
            "locality": re.compile(r"\d{2}"),
            "state": re.compile(r"[A-Z]{2}"),
            "name": _TEXT,
            "work_gpci": _GPCI,
            "pe_gpci": _GPCI,
            "mp_gpci": _GPCI,
            **_ORIGIN,
        },
        ("mac", "locality"),
        """
        create or replace temp table fee_gpci as
        select cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to,
               mac || '-' || locality as locality, state, name,
               cast(work_gpci as decimal(6,3)) as work_gpci,
               cast(pe_gpci as decimal(6,3)) as pe_gpci,
               cast(mp_gpci as decimal(6,3)) as mp_gpci,
               basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "conversion_factors",
        {
            **_DATES,
            "participant": re.compile(r"all|non_qp|qp"),
            "conversion_factor": re.compile(r"\d{2}\.\d{4}"),
            **_ORIGIN,
        },
        ("participant",),
        """
        create or replace temp table fee_conversion_factor as
        select cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to, participant,
               cast(conversion_factor as decimal(8,4)) as conversion_factor, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "place_of_service",
        {"place_of_service": re.compile(r"\d{2}"), "setting": _SETTING, **_ORIGIN},
        ("place_of_service",),
        """
        create or replace temp table fee_place_of_service as
        select place_of_service, setting, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "payment_rules",
        {
            "rule": re.compile(
                r"bilateral|bilateral_by_other_means|multiple_procedures|medicare_share"
                r"|asc_multiple_procedures|opps_multiple_procedures|opps_bilateral"
            ),
            "indicator": re.compile(r"[0-9]?"),
            "rank_from": _RANK,
            "rank_to": _RANK,
            "percent": _PERCENT,
            **_DATES,
            **_ORIGIN,
        },
        ("rule", "indicator", "rank_from"),
        """
        create or replace temp table fee_payment_rule as
        select rule, coalesce(indicator, '') as indicator,
               cast(rank_from as integer) as rank_from, cast(rank_to as integer) as rank_to,
               cast(percent as decimal(5,2)) as percent,
               cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "units_meaning",
        {"hcpcs": _HCPCS, "units_mean": re.compile(r"joints"), **_ORIGIN},
        ("hcpcs",),
        """
        create or replace temp table fee_units_meaning as
        select hcpcs, units_mean, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "status_codes",
        {"status": re.compile(r"[A-Z]"), "priced": re.compile(r"yes|no"), "meaning": _TEXT, **_ORIGIN},
        ("status",),
        """
        create or replace temp table fee_status_code as
        select status, priced = 'yes' as priced, meaning, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "asc_rates",
        {
            **_DATES,
            "hcpcs": _HCPCS,
            "addendum": re.compile(r"AA|BB|EE"),
            "payment_indicator": re.compile(r"([A-Z]\d)?"),
            "multiple_discount": re.compile(r"yes|no"),
            "rate": _RATE,
            **_ORIGIN,
        },
        ("hcpcs",),
        """
        create or replace temp table fee_asc_rate as
        select cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to,
               hcpcs, addendum, coalesce(payment_indicator, '') as payment_indicator,
               multiple_discount = 'yes' as multiple_discount, cast(rate as decimal(12,2)) as rate, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "opps_rates",
        {
            **_DATES,
            "hcpcs": _HCPCS,
            "apc": re.compile(r"(\d{4})?"),
            "status_indicator": re.compile(r"[A-Z]\d?"),
            "rate": _RATE,
            **_ORIGIN,
        },
        ("hcpcs",),
        """
        create or replace temp table fee_opps_rate as
        select cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to,
               hcpcs, coalesce(apc, '') as apc, status_indicator, cast(rate as decimal(12,2)) as rate, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "opps_status_codes",
        {
            "status_indicator": re.compile(r"[A-Z]\d?"),
            "treatment": re.compile(r"comprehensive|discounted|full|packaged|unpriced"),
            "meaning": _TEXT,
            **_ORIGIN,
        },
        ("status_indicator",),
        """
        create or replace temp table fee_opps_status as
        select status_indicator, treatment, meaning, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
    TableSpec(
        "sequestration",
        {**_DATES, "percent": _PERCENT, **_ORIGIN},
        (),
        """
        create or replace temp table fee_sequestration as
        select cast(valid_from as date) as valid_from, cast(valid_to as date) as valid_to,
               cast(percent as decimal(5,2)) as percent, basis, source
        from read_csv(getvariable('fee_table_file'), header = true, all_varchar = true, delim = ',', quote = '"')
        """,
    ),
)
