"""The corrected claims: every provider's day with dollars at issue, line by line, as it should have been billed.

`corrected_claim`, one row per scenario and active line of a day that a deny or recode finding of the scenario touches.
`change` says what becomes of the line:

    removed           nothing of it is payable
    merged            what it stands for is billed on another line of the day
    recoded           billed with other modifiers or units
    place_of_service  billed with another place of service
    price             billed as it is, payable at a lower amount
    repriced          billed as it is; its schedule amount moves because another line of the day changes
    kept              billed and payable as it is

`detector` is the finding that changes the line, or for a repriced line the one that the day's dollars go to.
`difference_note` says why the amount allowed and the schedule's may differ, where they do by more than 5 percent.
"""

from __future__ import annotations

from facetaudit.history import Derived

# Facet lines take their correction apart into sides; other lines keep their modifiers.
BILLED_CODING = """
select
    l.line_id, c.rendering_npi, c.billing_npi, c.charge_amount, c.modifiers, l.units,
    coalesce(f.other_suffix, '-' || nullif(replace(c.modifiers, ' ', '-'), ''), '') as suffix,
    case when f.has_50 then '' else coalesce(f.side_modifiers, '') end as one_side,
    coalesce(f.side_modifiers, '') as side_modifiers,
    k.medicare_rules
from day_line l
join (
    select
        c.line_id, c.rendering_npi, c.billing_npi, c.charge_amount,
        concat_ws(' ', c.modifier_1, c.modifier_2, c.modifier_3, c.modifier_4, nullif(trim(x.modifiers), ''))
            as modifiers
    from claim_line c
    left join further_modifier x on x.line_id = c.line_id
) c on c.line_id = l.line_id
left join facet_line f on f.line_id = l.line_id
left join pack k on k.pack = l.pack
"""

CORRECTED_CLAIM = """
with touched as (
    select distinct scenario, day_id from exposure_line where has_finding
),
line as (
    select
        e.*, b.rendering_npi, b.billing_npi, b.charge_amount, b.modifiers, b.units, b.suffix, b.side_modifiers,
        b.one_side, b.medicare_rules,
        case
            when e.denied then 'removed'
            when e.corrected_pairs + e.corrected_singles = 0 and not e.is_pattern then 'removed'
            when e.corrected_pairs + e.corrected_singles = 0 then 'merged'
            when e.corrected_pairs <> e.both_side_units or e.corrected_singles <> e.one_side_units then 'recoded'
            when e.corrected_place <> e.place_of_service then 'place_of_service'
            when e.has_finding and e.corrected_allowed <> e.allowed_amount then 'price'
            when e.overpayment_fee <> 0 then 'repriced'
            else 'kept'
        end as change
    from exposure_line e
    join touched t on t.scenario = e.scenario and t.day_id = e.day_id
    join billed_coding b on b.line_id = e.line_id
),
differing as (
    select
        *,
        abs(allowed_amount - fee_billed) * 100 > 5 * fee_billed as differs,
        regexp_replace(cast(cast(units as decimal(12,3)) as string), '[.]?0+$', '') as units_text,
        regexp_replace(cast(cast(corrected_pairs as decimal(12,3)) as string), '[.]?0+$', '') as pairs_text,
        regexp_replace(cast(cast(corrected_singles as decimal(12,3)) as string), '[.]?0+$', '') as singles_text
    from line
)
select
    scenario, patient_id, service_date, claim_type, rendering_npi, billing_npi, claim_id, line_number, hcpcs,
    modifiers, cast(units as decimal(12,3)) as units, place_of_service, change,
    case
        when change in ('removed', 'merged') then null
        when change <> 'recoded' then hcpcs || side_modifiers || suffix || ' x' || units_text
        else concat_ws(', ',
            case when corrected_pairs > 0 then hcpcs || '-50' || suffix || ' x' || pairs_text end,
            case when corrected_singles > 0 then hcpcs || one_side || suffix || ' x' || singles_text
                end)
    end as corrected_coding,
    case when change in ('removed', 'merged') then null else coalesce(corrected_place, place_of_service) end
        as corrected_place_of_service,
    case when change <> 'kept' then detector_code end as detector,
    cast(allowed_amount as decimal(12,2)) as allowed_amount,
    cast(corrected_allowed as decimal(12,2)) as corrected_allowed,
    overpayment_allowed,
    cast(paid_amount as decimal(12,2)) as paid_amount,
    overpayment_paid,
    cast(fee_billed as decimal(12,2)) as fee_billed,
    cast(fee_corrected as decimal(12,2)) as fee_corrected,
    overpayment_fee, fee_note,
    case when differs then coalesce(nullif(concat_ws('; ',
        case when not medicare_rules then 'a payer with rates of its own' end,
        case when claim_type <> 'professional' then 'national rate without a wage index' end,
        case when claim_type = 'professional' and locality is null then 'no locality: national rates' end,
        case when allowed_amount < fee_billed and charge_amount <= allowed_amount then 'charge below the fee' end,
        case when change = 'place_of_service' then 'another place of service' end,
        case when change = 'price' then 'paid above the schedule' end,
        case when allowed_amount > fee_billed and multiple_percent < 100
            then 'allowed without the reduction for several procedures' end,
        case when allowed_amount > fee_billed and multiple_percent = 100
            and fee_billed < unit_amount * (both_side_units + one_side_units)
            then 'allowed without the reduction for a second side' end,
        case when paid_amount < allowed_amount * 0.5 then 'paid in part: a deductible, or another payer first' end
    ), ''), 'not told by the extract') end as difference_note
from differing
"""

STEPS = (Derived("billed_coding", BILLED_CODING, stored=False), Derived("corrected_claim", CORRECTED_CLAIM))
