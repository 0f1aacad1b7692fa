"""What becomes of each column of a claim line in each format: carried, changed as declared, or lost with its reason.

A fate is written from the format's description, not from what a load gives back; `round_trip` compares both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fate:
    """`value` is what is read in SQL of the line's columns; carried where it is the column itself."""

    value: str
    why: str = ""
    lost: bool = False


def changed(value: str, why: str) -> Fate:
    return Fate(value, why)


def lost(why: str, instead: str = "null") -> Fate:
    """What is read `instead` is nothing, or what a line without the column has."""
    return Fate(instead, why, lost=True)


_ALL = "select * from truth"
_ALL_READ = "select * from claim_line"


@dataclass(frozen=True)
class Route:
    """A format on its way out and back.

    `made_as` is the format that is synthesized, `fates` the columns that are not carried as they are. `written` and
    `read` are the lines of the truth, and those of the load, that are each other's; the lines beyond them are versions
    of a claim, `further` in number.
    """

    made_as: str
    fates: Mapping[str, Fate] = field(default_factory=dict)
    written: str = _ALL
    read: str = _ALL_READ
    further: str = "select 0"

    def fate(self, column: str) -> Fate:
        return self.fates.get(column, Fate(column))


_NO_DOTS = changed("replace(diagnosis_codes, '.', '')", "codes without their dots")
_CONTRACTOR = lost("has no contractor's name; the state or the locality tells it")
_TWO_SLOTS = lost("two modifiers a line")
_NO_AUTHORIZATION = lost("has no prior-authorization number")
_CARRIER_LINES = {
    "mac": _CONTRACTOR,
    "modifier_3": _TWO_SLOTS,
    "modifier_4": _TWO_SLOTS,
    "diagnosis_codes": _NO_DOTS,
    "original_claim_id": lost("final versions only, which name no other claim"),
    "authorization_number": _NO_AUTHORIZATION,
}
_MEDICAL_CLAIM = {
    "mac": _CONTRACTOR,
    "state": lost("has no state of the service"),
    "locality": lost("has no payment locality"),
    "diagnosis_codes": _NO_DOTS,
    "line_status": lost("final paid lines only; nothing marks a denial", "'paid'"),
    "claim_frequency_code": lost("final versions only", "'1'"),
    "original_claim_id": lost("final versions only, which name no other claim"),
    "authorization_number": _NO_AUTHORIZATION,
}
_FEED = {
    "mac": _CONTRACTOR,
    "locality": lost("has no payment locality"),
    "diagnosis_codes": _NO_DOTS,
    "rendering_npi": changed(
        "coalesce(rendering_npi, billing_npi)", "who bills, where no physician is named, as on a surgical center's line"
    ),
    "billing_npi": lost("has no NPI of who bills"),
    "charge_amount": lost("has no submitted charge"),
    "claim_frequency_code": lost("an adjustment type instead, which final action reads", "'1'"),
    "original_claim_id": lost("a control number that all versions share instead"),
    "authorization_number": _NO_AUTHORIZATION,
}
# The feed's date of a version is that on which it took effect: an adjustment's is later than what it adjusts.
_FEED_WRITTEN = """
with claim as (select claim_id, max(paid_date) as paid_date from truth group by claim_id)
select t.* replace (case when t.claim_frequency_code = '7' then greatest(t.paid_date, o.paid_date + 7)
                         else t.paid_date end as paid_date)
from truth t left join claim o on o.claim_id = t.original_claim_id
where t.units > 0 and t.claim_frequency_code <> '8'
"""
# Voids, negative lines and what a replacement takes the place of are cancellations.
_FEED_FURTHER = """
select (select count(*) from truth where units < 0)
     + (select count(*) from truth o join (select distinct original_claim_id from truth
                                           where claim_frequency_code in ('7', '8')) c
        on c.original_claim_id = o.claim_id where o.units > 0 and o.claim_frequency_code <> '8')
"""
_REMITTED_FURTHER = """
select count(*) from truth o join (select distinct original_claim_id, claim_id from truth
                                   where claim_frequency_code in ('7', '8')) c
on c.original_claim_id = o.claim_id where o.units > 0 and o.claim_frequency_code <> '8'
"""
_REMITTED_WRITTEN = """
with claim as (select claim_id, max(paid_date) as paid_date from truth group by claim_id)
select t.* replace (case when t.claim_frequency_code = '7' then greatest(t.paid_date, o.paid_date)
                         else t.paid_date end as paid_date)
from truth t left join claim o on o.claim_id = t.original_claim_id
where t.claim_frequency_code <> '8'
"""
_REMITTED_READ = """
select * from claim_line
where not (units < 0 and claim_id in (select original_claim_id from truth where claim_frequency_code in ('7', '8')))
"""
_PAIRED_READ = """
select * from claim_line
where inactive_reason is distinct from 'joined' and claim_frequency_code <> '8'
  and not (units < 0 and claim_id in (select original_claim_id from truth where claim_frequency_code in ('7', '8')))
"""
# Beside the reversals: what was billed, once more for each line that a remittance answers, and voids.
_PAIRED_FURTHER = """
select (select count(*) from truth where units > 0)
     + (select count(*) from truth o join (select distinct original_claim_id, claim_id from truth
                                           where claim_frequency_code in ('7', '8')) c
        on c.original_claim_id = o.claim_id where o.units > 0 and o.claim_frequency_code <> '8')
"""
_OF_REMITTANCES = {
    "mac": lost("the payer's name alone"),
    "state": lost("has no state of the service"),
    "locality": lost("has no payment locality"),
    "diagnosis_codes": lost("has no diagnoses"),
    "place_of_service": changed(
        "case when claim_type = 'professional' then place_of_service end", "a facility's claim has its type of bill"
    ),
    "original_claim_id": lost("the payer's own number of it instead (in original_payer_claim_number)"),
}
_OF_CLAIMS = {
    "mac": _CONTRACTOR,
    "locality": lost("has no payment locality"),
    "diagnosis_codes": _NO_DOTS,
    "allowed_amount": lost("what was billed, not what was allowed"),
    "paid_amount": lost("what was billed, not what was paid"),
    "paid_date": lost("what was billed, not when it was paid"),
    "line_status": lost("what was billed, not whether it was denied", "'paid'"),
}
_OF_BOTH = {
    "mac": _CONTRACTOR,
    "state": changed("case when units > 0 then state end", "a line that takes money back is in the remittance alone"),
    "locality": lost("has no payment locality"),
    "diagnosis_codes": changed(
        "case when units > 0 then replace(diagnosis_codes, '.', '') end",
        "codes without their dots; none on a line that takes money back",
    ),
}

ROUTES: dict[str, Route] = {
    "csv": Route("csv"),
    "csv-mapped": Route("csv", {"diagnosis_codes": _NO_DOTS}),
    "xlsx": Route("xlsx"),
    "parquet": Route("parquet"),
    "rif": Route("rif", _CARRIER_LINES),
    "eob": Route("eob", _CARRIER_LINES),
    "eob-bundle": Route("eob", _CARRIER_LINES),
    "cclf5-v43": Route("cclf5", _FEED, _FEED_WRITTEN, 'select * from claim_line where "CLM_ADJSMT_TYPE_CD" <> \'1\'',
                       _FEED_FURTHER),
    "cclf5-v36": Route("cclf5", _FEED, _FEED_WRITTEN, 'select * from claim_line where "CLM_ADJSMT_TYPE_CD" <> \'1\'',
                       _FEED_FURTHER),
    "cclf5-csv": Route("cclf5", _FEED, _FEED_WRITTEN, 'select * from claim_line where "CLM_ADJSMT_TYPE_CD" <> \'1\'',
                       _FEED_FURTHER),
    "tuva-parquet": Route("tuva", _MEDICAL_CLAIM),
    "tuva-duckdb": Route("tuva", _MEDICAL_CLAIM),
    "tuva-csv": Route("tuva", _MEDICAL_CLAIM),
    "x12-835": Route("x12-835", _OF_REMITTANCES, _REMITTED_WRITTEN, _REMITTED_READ, _REMITTED_FURTHER),
    "x12-837": Route("x12-837", _OF_CLAIMS, "select * from truth where units > 0"),
    "x12-pair": Route("x12-pair", _OF_BOTH, _REMITTED_WRITTEN, _PAIRED_READ, _PAIRED_FURTHER),
}  # fmt: skip
