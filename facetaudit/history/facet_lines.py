"""Facet lines: active family lines with their pack, MAC, side, region, group and session.

`facet_line` columns: line_id, the claim's own columns, class (INJ RFA US), role (base addon), level, region (CT LS),
thoracolumbar, pack, mac, side (R L B or null), has_50 has_rt has_lt has_kx, slots_full (every modifier slot of the
source is filled), further_modifiers (those beyond four, with a space around each, or null), units, units_text,
side_modifiers (`-50`, `-RT`, `-LT`, several or empty), other_suffix (the other modifiers, as `-KX`), modifier_set
(sorted, as `KX RT`), shows_authorization (the source has the column), is_authorized (any line of the claim has a
number), provider_key, group_id (patient, date, pack, claim type and provider) and session_id (null for US). Terms: the
detectors' page.

`companion_line`: active lines of other codes on a facet day, `modifiers` with a space around each, as ` 59 RT `;
`unlisted_line`: active lines of the unlisted code on any day; `line_diagnosis` (line_id, diagnosis): ICD-10-CM codes of
both and of the facet lines, upper case, without dots.

`billed_line`: facet and companion lines in the shape that the fee schedule prices. Modifier 50 makes a unit stand for
both sides (both_side_units); RT with LT names them without doing so (one_side_units).
"""

from __future__ import annotations

from facetaudit.history.derived import Derived

# A line's own MAC comes first, then its state's; the run's --mac and --state speak for lines that have neither.
PLACED_LINE = """
select
    l.line_id, l.file_index, l.claim_id, l.line_number, l.claim_type, l.payer, l.patient_id, l.service_date, l.hcpcs,
    l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4, l.units, l.place_of_service,
    coalesce(l.locality, d.locality) as locality,
    l.rendering_npi, l.billing_npi, l.allowed_amount, l.paid_amount, l.paid_date, l.active,
    coalesce(k.pack, 'cpt') as pack,
    coalesce(lower(l.mac), s.mac, d.mac, ds.mac, 'unknown') as mac,
    coalesce(l.rendering_npi, l.billing_npi, '') as provider_key,
    case when l.modifier_1 is null then 0 else 1 end + case when l.modifier_2 is null then 0 else 1 end
        + case when l.modifier_3 is null then 0 else 1 end + case when l.modifier_4 is null then 0 else 1 end
        + coalesce(cast(floor(length(x.modifiers) / 3) as integer), 0) >= l.modifier_slots as slots_full,
    x.modifiers as further_modifiers
from claim_line l
left join further_modifier x on x.line_id = l.line_id
cross join run_default d
left join payer_pack k on k.payer = lower(trim(l.payer))
left join state_mac s on s.state = upper(l.state)
left join state_mac ds on ds.state = upper(d.state)
where l.audited and (l.active or l.inactive_reason = 'zero-paid')
"""

RESOLVED_LINE = """
select
    l.*, f.class, f.role, f.level, f.region as code_region,
    coalesce(l.modifier_1 = '50', false) or coalesce(l.modifier_2 = '50', false)
        or coalesce(l.modifier_3 = '50', false) or coalesce(l.modifier_4 = '50', false)
        or coalesce(l.further_modifiers like '% 50 %', false) as has_50,
    coalesce(l.modifier_1 = 'RT', false) or coalesce(l.modifier_2 = 'RT', false)
        or coalesce(l.modifier_3 = 'RT', false) or coalesce(l.modifier_4 = 'RT', false)
        or coalesce(l.further_modifiers like '% RT %', false) as has_rt,
    coalesce(l.modifier_1 = 'LT', false) or coalesce(l.modifier_2 = 'LT', false)
        or coalesce(l.modifier_3 = 'LT', false) or coalesce(l.modifier_4 = 'LT', false)
        or coalesce(l.further_modifiers like '% LT %', false) as has_lt,
    coalesce(l.modifier_1 = 'KX', false) or coalesce(l.modifier_2 = 'KX', false)
        or coalesce(l.modifier_3 = 'KX', false) or coalesce(l.modifier_4 = 'KX', false)
        or coalesce(l.further_modifiers like '% KX %', false) as has_kx,
    case when l.units = round(l.units, 0) then cast(cast(l.units as integer) as string)
        else cast(l.units as string) end as units_text,
    case when l.modifier_1 is null or l.modifier_1 in ('50', 'RT', 'LT') then '' else '-' || l.modifier_1 end
        || case when l.modifier_2 is null or l.modifier_2 in ('50', 'RT', 'LT') then '' else '-' || l.modifier_2 end
        || case when l.modifier_3 is null or l.modifier_3 in ('50', 'RT', 'LT') then '' else '-' || l.modifier_3 end
        || case when l.modifier_4 is null or l.modifier_4 in ('50', 'RT', 'LT') then '' else '-' || l.modifier_4 end
        || coalesce(rtrim(replace(replace(replace(replace(l.further_modifiers, ' 50 ', ' '), ' RT ', ' '),
            ' LT ', ' '), ' ', '-'), '-'), '') as other_suffix
from placed_line l
join code_set f on f.name = 'family' and f.hcpcs = l.hcpcs
    and l.service_date between f.valid_from and f.valid_to
"""

# Exactly the two junction codes of a class on one day: zero-paid lines count, so `resolved_line` still holds them.
THORACOLUMBAR_DAY = """
select l.patient_id, l.pack, l.service_date, l.class
from resolved_line l
left join code_set j on j.name = 'thoraco_lumbar' and j.hcpcs = l.hcpcs
    and l.service_date between j.valid_from and j.valid_to
where l.class in ('INJ', 'RFA')
group by l.patient_id, l.pack, l.service_date, l.class
having count(*) = count(j.hcpcs) and min(j.hcpcs) <> max(j.hcpcs)
"""

REGION_LINE = """
select
    l.*,
    case when l.has_50 or (l.has_rt and l.has_lt) then 'B' when l.has_rt then 'R' when l.has_lt then 'L' end as side,
    case when l.has_50 then '-50' else '' end || case when l.has_rt then '-RT' else '' end
        || case when l.has_lt then '-LT' else '' end as side_modifiers,
    case when t.patient_id is null then l.code_region else 'LS' end as region,
    t.patient_id is not null as thoracolumbar
from resolved_line l
left join thoracolumbar_day t on t.patient_id = l.patient_id and t.pack = l.pack
    and t.service_date = l.service_date and t.class = l.class
where l.active
"""

# A line is of one group and, by its class, of one session: the smallest line_id names either on every engine alike.
PROVIDER_DAY = """
select min(line_id) as group_id, patient_id, service_date, pack, claim_type, provider_key
from region_line
group by patient_id, service_date, pack, claim_type, provider_key
"""

# What the views above would work out each time that they are read stands here.
FACET_LINE = """
select
    l.*, g.group_id, s.session_id,
    coalesce(sf.has_authorization, false) as shows_authorization,
    l.claim_id in (select claim_id from authorized_claim) as is_authorized,
    case
        when l.modifier_3 is not null or l.modifier_4 is not null or l.further_modifiers is not null
            then sorted_words(concat_ws(' ', l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4,
                trim(l.further_modifiers)))
        when l.modifier_1 is null or l.modifier_1 = l.modifier_2 then coalesce(l.modifier_2, '')
        when l.modifier_2 is null then l.modifier_1
        when l.modifier_1 < l.modifier_2 then l.modifier_1 || ' ' || l.modifier_2
        else l.modifier_2 || ' ' || l.modifier_1
    end as modifier_set
from region_line l
left join source_file sf on sf.file_index = l.file_index
join provider_day g on g.patient_id = l.patient_id and g.service_date = l.service_date and g.pack = l.pack
    and g.claim_type = l.claim_type and g.provider_key = l.provider_key
left join session_day s on s.patient_id = l.patient_id and s.service_date = l.service_date and s.pack = l.pack
    and s.region = l.region and s.class = l.class
"""

# Active lines that are not of the family, for the two tables below.
OTHER_LINE = """
select
    l.line_id, l.claim_id, l.line_number, l.claim_type, l.patient_id, l.service_date, l.hcpcs,
    ' ' || coalesce(l.modifier_1, '') || ' ' || coalesce(l.modifier_2, '') || ' ' || coalesce(l.modifier_3, '') || ' '
        || coalesce(l.modifier_4, '') || coalesce(l.further_modifiers, ' ') as modifiers,
    l.slots_full, l.units, l.rendering_npi, l.billing_npi, l.place_of_service, l.locality, l.allowed_amount,
    l.paid_amount, l.paid_date, l.pack, l.mac, l.provider_key
from placed_line l
where l.active
    and not exists (select 1 from code_set f where f.name = 'family' and f.hcpcs = l.hcpcs
        and l.service_date between f.valid_from and f.valid_to)
"""

COMPANION_LINE = """
select l.*
from other_line l
where exists (select 1 from provider_day g where g.patient_id = l.patient_id and g.service_date = l.service_date
    and g.pack = l.pack)
"""

UNLISTED_LINE = """
select l.*
from other_line l
where exists (select 1 from code_set u where u.name = 'unlisted' and u.hcpcs = l.hcpcs
    and l.service_date between u.valid_from and u.valid_to)
"""

CODED_LINE = """
with coded as (
    select line_id from facet_line
    union all
    select line_id from unlisted_line
)
select l.line_id, l.diagnosis_codes
from claim_line l
join coded c on c.line_id = l.line_id
where l.diagnosis_codes is not null
"""

DIAGNOSIS_CELL = "select line_id, unnest(string_split(diagnosis_codes, ';')) as cell from coded_line"
DIAGNOSIS_CELL_SPARK = "select line_id, explode(split(diagnosis_codes, ';')) as cell from coded_line"

LINE_DIAGNOSIS = """
select distinct line_id, diagnosis
from (select line_id, upper(replace(trim(cell), '.', '')) as diagnosis from diagnosis_cell) c
where diagnosis <> ''
"""

BILLED_LINE = """
select
    b.*,
    case when b.has_50 then b.units else 0 end as both_side_units,
    case when b.has_50 then 0 else b.units end as one_side_units
from (
    select
        line_id, claim_id, line_number, patient_id, service_date, pack, claim_type, provider_key, hcpcs,
        case when ' ' || modifier_set || ' ' like '% 26 %' then '26'
            when ' ' || modifier_set || ' ' like '% TC %' then 'TC' end as component_modifier,
        units, side, has_50, locality, place_of_service, allowed_amount, paid_amount, paid_date
    from facet_line
    union all
    select
        line_id, claim_id, line_number, patient_id, service_date, pack, claim_type, provider_key, hcpcs,
        case when modifiers like '% 26 %' then '26' when modifiers like '% TC %' then 'TC' end,
        units,
        case
            when modifiers like '% 50 %' or (modifiers like '% RT %' and modifiers like '% LT %') then 'B'
            when modifiers like '% RT %' then 'R'
            when modifiers like '% LT %' then 'L'
        end,
        modifiers like '% 50 %',
        locality, place_of_service, allowed_amount, paid_amount, paid_date
    from companion_line
) b
"""

# One row per group and code with more than one line or unit: what the unit and bilateral detectors look at.
REPEATED_CODE = """
with repeated as (
    select group_id, hcpcs from facet_line group by group_id, hcpcs having count(*) > 1 or max(units) > 1
)
select
    group_id, hcpcs, claim_type, pack, mac_min as mac, service_date, class, role,
    lines, units, right_lines, left_lines, unsided_lines, full_unsided_lines, most_units, lines_with_50,
    lines = 2 and right_lines = 1 and left_lines = 1 as is_right_left_pair,
    lines = 2 and unsided_lines = 2 as is_unsided_pair,
    first_line_id
from (
    select
        group_id, hcpcs, claim_type, pack, min(mac) as mac_min, service_date, class, role,
        count(*) as lines,
        sum(units) as units,
        sum(case when side = 'R' and units = 1 then 1 else 0 end) as right_lines,
        sum(case when side = 'L' and units = 1 then 1 else 0 end) as left_lines,
        sum(case when side is null and units = 1 then 1 else 0 end) as unsided_lines,
        sum(case when side is null and units = 1 and slots_full then 1 else 0 end) as full_unsided_lines,
        max(units) as most_units,
        sum(case when has_50 then 1 else 0 end) as lines_with_50,
        min_by(line_id, (claim_id, line_number)) as first_line_id
    from (
        select l.*
        from facet_line l
        join repeated r on r.group_id = l.group_id and r.hcpcs = l.hcpcs
    ) l
    group by group_id, hcpcs, claim_type, pack, service_date, class, role
) t
"""

BEFORE_SESSIONS = (
    Derived("placed_line", PLACED_LINE, stored=False),
    Derived("resolved_line", RESOLVED_LINE, stored=False),
    Derived("thoracolumbar_day", THORACOLUMBAR_DAY),
    Derived("region_line", REGION_LINE, stored=False),
    Derived("provider_day", PROVIDER_DAY),
)
AFTER_SESSIONS = (
    Derived("facet_line", FACET_LINE),
    Derived("other_line", OTHER_LINE),
    Derived("companion_line", COMPANION_LINE),
    Derived("unlisted_line", UNLISTED_LINE),
    Derived("coded_line", CODED_LINE, stored=False),
    Derived("diagnosis_cell", DIAGNOSIS_CELL, stored=False, portable=False, spark=DIAGNOSIS_CELL_SPARK),
    Derived("line_diagnosis", LINE_DIAGNOSIS),
    Derived("billed_line", BILLED_LINE, stored=False),
    Derived("repeated_code", REPEATED_CODE),
)
