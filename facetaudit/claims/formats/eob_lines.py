"""What an ExplanationOfBenefit says, as SQL: the shape that is looked for in the JSON, and one row for each item.

Names come in many spellings: a URL in v1 and v2 (`.../variables/line_nch_pmt_amt`), a name of the IDR in v3
(`CLM_LINE_ALOWD_CHRG_AMT`, `.../CLM-PRCNG-LCLTY-CD`), a word of CARIN elsewhere (`eligible`).  `eob_word` makes one
spelling of them: what follows the last slash, in small letters, with `_` between.
"""

from __future__ import annotations

# Only what is named here is taken from the JSON; what has another type than this is missing, as in a resource of
# another version.
MACROS = r"""
create or replace temp macro eob_shape() as '{
  "resourceType": "VARCHAR", "id": "VARCHAR", "status": "VARCHAR", "disposition": "VARCHAR",
  "meta": {"tag": [{"system": "VARCHAR", "code": "VARCHAR"}]},
  "extension": [{"url": "VARCHAR", "valueString": "VARCHAR",
                 "valueCoding": {"code": "VARCHAR"}, "valueIdentifier": {"value": "VARCHAR"}}],
  "identifier": [{"type": {"coding": [{"code": "VARCHAR"}]}, "system": "VARCHAR", "value": "VARCHAR"}],
  "type": {"coding": [{"system": "VARCHAR", "code": "VARCHAR"}]},
  "patient": {"reference": "VARCHAR", "identifier": {"value": "VARCHAR"}},
  "insurer": {"reference": "VARCHAR", "display": "VARCHAR", "identifier": {"value": "VARCHAR"}},
  "provider": {"reference": "VARCHAR", "identifier": {"value": "VARCHAR"}},
  "billablePeriod": {"start": "VARCHAR", "end": "VARCHAR"},
  "contained": [{"id": "VARCHAR", "name": "JSON", "identifier": [{"system": "VARCHAR", "value": "VARCHAR"}]}],
  "payment": {"date": "VARCHAR", "type": {"coding": [{"code": "VARCHAR"}]}},
  "related": [{"claim": {"identifier": {"value": "VARCHAR"}, "reference": "VARCHAR"},
               "relationship": {"coding": [{"code": "VARCHAR"}]}, "reference": {"value": "VARCHAR"}}],
  "insurance": [{"preAuthRef": ["VARCHAR"]}],
  "careTeam": [{"sequence": "BIGINT", "responsible": "VARCHAR",
                "provider": {"reference": "VARCHAR", "identifier": {"value": "VARCHAR"}},
                "role": {"coding": [{"code": "VARCHAR"}]},
                "qualification": {"coding": [{"system": "VARCHAR", "code": "VARCHAR"}]},
                "extension": [{"url": "VARCHAR", "valueString": "VARCHAR",
                               "valueCoding": {"code": "VARCHAR"}, "valueIdentifier": {"value": "VARCHAR"}}]}],
  "information": [{"sequence": "BIGINT", "category": {"coding": [{"code": "VARCHAR"}]}, "timingDate": "VARCHAR",
                   "valueString": "VARCHAR", "code": {"coding": [{"code": "VARCHAR"}]}}],
  "supportingInfo": [{"sequence": "BIGINT", "category": {"coding": [{"code": "VARCHAR"}]}, "timingDate": "VARCHAR",
                      "valueString": "VARCHAR", "code": {"coding": [{"code": "VARCHAR"}]}}],
  "diagnosis": [{"sequence": "BIGINT",
                 "diagnosisCodeableConcept": {"coding": [{"code": "VARCHAR"}]}}],
  "item": [{"sequence": "VARCHAR", "careTeamSequence": ["BIGINT"], "careTeamLinkId": ["BIGINT"],
            "diagnosisSequence": ["BIGINT"], "diagnosisLinkId": ["BIGINT"], "informationSequence": ["BIGINT"],
            "category": {"coding": [{"code": "VARCHAR"}]},
            "service": {"coding": [{"system": "VARCHAR", "code": "VARCHAR"}]},
            "productOrService": {"coding": [{"system": "VARCHAR", "code": "VARCHAR"}]},
            "modifier": [{"coding": [{"code": "VARCHAR"}]}],
            "servicedDate": "VARCHAR", "servicedPeriod": {"start": "VARCHAR"},
            "quantity": {"value": "VARCHAR"},
            "locationCodeableConcept": {
              "coding": [{"code": "VARCHAR"}],
              "extension": [{"url": "VARCHAR", "valueString": "VARCHAR",
                             "valueCoding": {"code": "VARCHAR"}, "valueIdentifier": {"value": "VARCHAR"}}]},
            "extension": [{"url": "VARCHAR", "valueString": "VARCHAR",
                           "valueCoding": {"code": "VARCHAR"}, "valueIdentifier": {"value": "VARCHAR"}}],
            "adjudication": [{"category": {"coding": [{"code": "VARCHAR"}]}, "amount": {"value": "VARCHAR"},
                              "reason": {"coding": [{"code": "VARCHAR"}]}}]}]}';
create or replace temp macro eob_word(name) as lower(replace(regexp_extract(name, '[^/]*$'), '-', '_'));
create or replace temp macro eob_words(coding) as list_transform(coding, lambda c: eob_word(c.code));
create or replace temp macro eob_extension(extensions, name) as
    list_transform(list_filter(extensions, lambda e: eob_word(e.url) = name),
                   lambda e: coalesce(e.valueCoding.code, e.valueIdentifier.value, e.valueString))[1];
create or replace temp macro eob_information(items, name) as
    list_filter(items, lambda i: list_contains(eob_words(i.category.coding), name))[1];
create or replace temp macro eob_amount(adjudications, name) as
    list_filter(adjudications,
                lambda a: list_contains(eob_words(a.category.coding), name) and a.amount.value is not null
               )[1].amount.value;
-- An NPI: in the reference itself, or in the contained resource that it names; ten zeros stand for none.
create or replace temp macro eob_npi(provider, resources) as
    nullif(coalesce(
        provider.identifier.value,
        list_filter(list_filter(resources, lambda r: '#' || r.id = provider.reference)[1].identifier,
                    lambda i: eob_word(i.system) = 'us_npi')[1].value), '0000000000');
create or replace temp macro eob_role(member, name) as list_contains(eob_words(member.role.coding), name);
"""
DROP_MACROS = """
drop view if exists eob_resource;
drop macro if exists eob_role;
drop macro if exists eob_npi;
drop macro if exists eob_amount;
drop macro if exists eob_information;
drop macro if exists eob_extension;
drop macro if exists eob_words;
drop macro if exists eob_word;
drop macro if exists eob_shape;
"""

# The resources of the file, those of a Bundle one by one, in the order of the file.
RESOURCES = """
select unnest(case when json ->> '$.resourceType' = 'Bundle' and json_array_length(json, '$.entry') > 0
                   then json_extract(json, '$.entry[*].resource') else [json] end) as json
from read_json_objects(getvariable('intake_path'), format = getvariable('intake_json_format'),
                       maximum_object_size = getvariable('intake_json_size'))
"""
# The same for a file that is one Bundle, with half the memory; what is no Bundle in it is called mixed.
ENTRIES = """
select unnest(case when resourceType <> 'Bundle' then [json('{"resourceType": "mixed"}')]
                   when len(entry) > 0 then list_transform(entry, lambda one: one.resource)
                   else [json('{"resourceType": "Bundle"}')] end) as json
from read_json(getvariable('intake_path'), format = 'unstructured',
               maximum_object_size = getvariable('intake_json_size'),
               columns = {'resourceType': 'VARCHAR', 'entry': 'STRUCT(resource JSON)[]'})
"""
COPIED_RESOURCES = "select cast(json as json) as json from read_parquet(getvariable('intake_path'))"

# One row for each item of a professional claim, in the order of the file; one row with the kind for each other
# resource, for a claim that is not professional and for a claim without items, so that nothing goes uncounted.
# What the claim says is worked out before its items part, so that no item carries the whole claim along.
LINES = """
with eob as (
    select from_json(json, eob_shape()) as e,
           contains(cast(json as varchar), '"https://bluebutton.cms.gov/') as of_cms,
           contains(cast(json as varchar), '"https://bluebutton.cms.gov/resources/') as is_nch
    from eob_resource
), claim as (
    select is_nch, e.item as items, e.id as eob_id, e.careTeam as care_team, e.contained as contained,
           e.diagnosis as diagnoses, coalesce(e.supportingInfo, e.information) as information,
           case when coalesce(e.resourceType, '') <> 'ExplanationOfBenefit' then coalesce(e.resourceType, '?')
                when list_contains(eob_words(e.type.coding), 'dme') then 'equipment'
                when not coalesce(list_has_any(eob_words(e.type.coding), ['professional', 'carrier']), false)
                then coalesce(nullif(array_to_string(list_transform(
                         list_filter(e.type.coding, lambda c: eob_word(c.system) in ('claim_type', 'ex_claimtype')),
                         lambda c: lower(c.code)), ' '), ''), 'other')
                when coalesce(len(e.item), 0) = 0 then 'empty' else 'line' end as kind,
           coalesce(list_filter(e.identifier, lambda d: eob_word(d.system) = 'clm_id')[1].value,
                    list_filter(e.identifier, lambda d: list_contains(eob_words(d.type.coding), 'uc'))[1].value,
                    e.id) as claim_id,
           case when of_cms then 'medicare'
                else coalesce(e.insurer.display, e.insurer.identifier.value,
                              list_filter(e.contained, lambda r: '#' || r.id = e.insurer.reference)[1].name ->> '$',
                              regexp_extract(e.insurer.reference, '[^/]*$'), 'not named') end as payer,
           coalesce(nullif(regexp_extract(e.patient.reference, '[^/:]*$'), ''), e.patient.identifier.value)
               as patient_id,
           case when left(e.billablePeriod.start, 10) = left(e.billablePeriod.end, 10) then e.billablePeriod.start end
               as only_day,
           eob_npi(e.provider, e.contained) as provider_npi,
           eob_extension(e.extension, 'carr_num') as carrier,
           e.payment.date as payment_date,
           eob_extension(e.extension, 'carr_clm_pmt_dnl_cd') = '0'
               or list_contains(eob_words(e.payment.type.coding), 'denied') as is_denied,
           e.status in ('cancelled', 'entered-in-error') or (of_cms and e.disposition in ('3', '03'))
               or list_contains(list_transform(e.meta.tag, lambda t: eob_word(t.code)), 'notfinalaction')
               or list_contains(flatten(list_transform(e.related, lambda r: eob_words(r.relationship.coding))),
                                'replacedby') as is_void,
           list_transform(list_filter(e.related, lambda r: list_has_any(eob_words(r.relationship.coding),
                                                                        ['prior', 'replaces'])),
               lambda r: coalesce(r.claim.identifier.value, regexp_extract(r.claim.reference, '[^/]*$'),
                                  r.reference.value))[1] as replaced,
           e.insurance[1].preAuthRef[1] as authorization_of_claim
    from eob
), informed as (
    select *, coalesce(carrier, eob_information(information, 'clm_cntrctr_num').code.coding[1].code) as contractor,
           left(coalesce(eob_information(information, 'nch_wkly_proc_dt').timingDate,
                         eob_information(information, 'clm_nch_wkly_proc_dt').timingDate, payment_date), 10)
               as paid_date,
           case when is_denied or eob_information(information, 'clm_carr_pmt_dnl_cd').code.coding[1].code = '0'
                then '0' else '1' end as claim_denial
    from claim
), item as (
    select * exclude (items), unnest(case when kind = 'line' then items else [null] end) as i
    from informed
), joined as (
    select *, coalesce(i.productOrService, i.service).coding as service,
           coalesce(i.diagnosisSequence, i.diagnosisLinkId, []) as pointers,
           list_filter(care_team, lambda t: coalesce(
               list_contains(coalesce(i.careTeamSequence, i.careTeamLinkId), t.sequence), true)) as team,
           list_filter(information, lambda n: list_contains(i.informationSequence, n.sequence)) as own_information
    from item
), cared as (
    select *, list_concat(
                  list_filter(team, lambda t: eob_role(t, 'performing') or eob_role(t, 'rendering')),
                  list_filter(team, lambda t: eob_role(t, 'primary') and t.responsible = 'true'))[1] as performer
    from joined
)
select kind, is_nch, claim_id, i.sequence as line_number,
       case when list_contains(eob_words(i.category.coding), 'f')
                 or eob_extension(i.extension, 'clm_fed_type_srvc_cd') = 'F'
                 or list_contains(list_transform(performer.qualification.coding, lambda c: c.code), '49')
                 or eob_extension(i.extension, 'clm_prvdr_spclty_cd') = '49'
            then 'asc' else 'professional' end as claim_type,
       payer,
       coalesce(eob_extension(i.locationCodeableConcept.extension, 'prvdr_state_cd'),
                'fips ' || eob_information(own_information, 'rndrg_prvdr_fips_st_cd').code.coding[1].code) as state,
       contractor,
       coalesce(eob_extension(i.locationCodeableConcept.extension, 'carr_line_prcng_lclty_cd'),
                eob_extension(i.extension, 'clm_prcng_lclty_cd')) as pricing_locality,
       patient_id,
       left(coalesce(i.servicedPeriod.start, i.servicedDate, only_day), 10) as service_date,
       list_concat(list_filter(service, lambda c: c.system ilike '%hcpcs%' or c.system ilike '%cpt%'),
                   list_filter(service, lambda c: c.system is null))[1].code as hcpcs,
       array_to_string(list_transform(i.modifier,
           lambda m: array_to_string(list_transform(m.coding, lambda c: c.code), ' ')), ' ') as modifiers,
       i.quantity.value as units,
       i.locationCodeableConcept.coding[1].code as place_of_service,
       array_to_string(list_transform(list_concat(
           list_filter(diagnoses, lambda d: coalesce(list_contains(pointers, d.sequence), false)),
           list_filter(diagnoses, lambda d: not coalesce(list_contains(pointers, d.sequence), false))),
           lambda d: d.diagnosisCodeableConcept.coding[1].code), ';') as diagnosis_codes,
       eob_npi(performer.provider, contained) as rendering_npi,
       coalesce(provider_npi, nullif(eob_extension(performer.extension, 'us_npi'), '0000000000')) as billing_npi,
       coalesce(eob_amount(i.adjudication, 'line_sbmtd_chrg_amt'),
                eob_amount(i.adjudication, 'clm_line_sbmt_chrg_amt'),
                eob_amount(i.adjudication, 'submitted')) as charge_amount,
       coalesce(eob_amount(i.adjudication, 'line_alowd_chrg_amt'),
                eob_amount(i.adjudication, 'clm_line_alowd_chrg_amt'),
                eob_amount(i.adjudication, 'eligible')) as allowed_amount,
       coalesce(eob_amount(i.adjudication, 'line_nch_pmt_amt'),
                eob_amount(i.adjudication, 'clm_line_cvrd_pd_amt'),
                eob_amount(i.adjudication, 'benefit'),
                case when eob_amount(i.adjudication, 'paidtopatient') is null
                     then eob_amount(i.adjudication, 'paidtoprovider')
                     else cast(try_cast(eob_amount(i.adjudication, 'paidtopatient') as decimal(18, 4))
                               + coalesce(try_cast(eob_amount(i.adjudication, 'paidtoprovider') as decimal(18, 4)), 0)
                               as varchar) end) as paid_amount,
       paid_date, claim_denial,
       case when is_void then '8' when replaced is not null then '7' else '1' end as claim_frequency_code,
       replaced as original_claim_id,
       coalesce(eob_information(own_information, 'clm_line_pa_uniq_trkng_num').valueString,
                eob_information(own_information, 'clm_line_pmd_uniq_trkng_num').valueString,
                authorization_of_claim) as authorization_number,
       eob_id,
       coalesce(eob_extension(i.extension, 'line_prcsg_ind_cd'), eob_extension(i.extension, 'clm_prcsg_ind_cd'),
                list_filter(i.adjudication, lambda a: list_contains(eob_words(a.category.coding), 'line_prcsg_ind_cd')
                           )[1].reason.coding[1].code) as processing_indicator
from cared
"""
KINDS = """
select kind, count(*) from read_parquet(getvariable('intake_path')) where kind <> 'line' group by kind order by kind
"""
FILLED = """
select count(*), bool_and(is_nch), max(len(regexp_extract_all(modifiers, '\\w+'))), count(line_number),
       count(state), count(contractor || pricing_locality), count(nullif(modifiers, '')),
       count(units), count(place_of_service), count(nullif(diagnosis_codes, '')), count(rendering_npi),
       count(billing_npi), count(charge_amount), count(allowed_amount), count(paid_amount), count(paid_date),
       count(original_claim_id), count(authorization_number)
from read_parquet(getvariable('intake_path')) where kind = 'line'
"""
READ = "select * from read_parquet(getvariable('intake_path')) where kind = 'line'"
