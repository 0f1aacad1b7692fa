"""FHIR ExplanationOfBenefit as Blue Button v2 has it: NDJSON, one carrier claim a line, two modifiers, Medicare.

What a claim line of this project says nothing about is left out.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from facetaudit.synthetic.writers.base import ClaimWriter
from facetaudit.synthetic.writers.delimited import joined_bytes

_MACROS = """
create temp macro variable_url(name) as 'https://bluebutton.cms.gov/resources/variables/' || name;
create temp macro coded(name, word) as {'system': variable_url(name), 'code': word};
create temp macro extended(name, word) as {'url': variable_url(name), 'valueCoding': coded(name, word)};
create temp macro distinct_words(words) as list_filter(words, lambda word, i: list_position(words, word) = i);
create temp macro npi(word) as {'identifier': {
    'type': {'coding': [{'system': 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType', 'code': 'npi'}]},
    'value': word}};
create temp macro adjudicated(name, amount) as {
    'category': {'coding': [{'system': 'https://bluebutton.cms.gov/resources/codesystem/adjudication',
                             'code': variable_url(name)}]},
    'amount': {'value': amount, 'currency': 'USD'}};
"""
# Lines of a claim that were paid on different days are versions of it, each a resource of its own. A missing value
# and an empty list have no place in FHIR: the last step takes them out.
_CLAIMS = """
with line as (
    select *, row_number() over () as place,
           sum(allowed_amount) over (partition by claim_id) = 0 and line_status = 'denied' as denied,
           coalesce(string_split(replace(diagnosis_codes, '.', ''), ';'), []) as diagnoses
    from claim_lines
), claim as (
    select claim_id, paid_date, min(place) as first_place, any_value(patient_id) as patient_id,
           any_value(split_part(locality, '-', 1)) as carrier, any_value(billing_npi) as billing_npi,
           bool_and(denied) as denied, min(service_date) as first_day, max(service_date) as last_day,
           distinct_words(flatten(list(diagnoses order by place))) as diagnoses,
           distinct_words(list(rendering_npi order by place) filter (where rendering_npi is not null)) as renderers
    from line group by claim_id, paid_date
), item as (
    select l.place, c.first_place, {
        'extension': [extended('line_prcsg_ind_cd', case when l.line_status = 'denied' then 'N' else 'A' end)],
        'sequence': l.line_number,
        'careTeamSequence': list_filter([list_position(c.renderers, l.rendering_npi)], lambda s: s > 0),
        'diagnosisSequence': list_transform(l.diagnoses[:1], lambda d: list_position(c.diagnoses, d)),
        'category': {'coding': [coded('line_cms_type_srvc_cd', '2')]},
        'productOrService': {'coding': [{'system': 'https://bluebutton.cms.gov/resources/codesystem/hcpcs',
                                         'code': l.hcpcs}]},
        'modifier': list_transform(
            list_filter([l.modifier_1, l.modifier_2], lambda m: m is not null),
            lambda m: {'coding': [{'system': 'https://bluebutton.cms.gov/resources/codesystem/hcpcs', 'code': m}]}),
        'servicedPeriod': {'start': l.service_date, 'end': l.service_date},
        'locationCodeableConcept': {
            'coding': [coded('line_place_of_srvc_cd', l.place_of_service)],
            'extension': case when l.state is not null then [
                extended('prvdr_state_cd', l.state),
                extended('carr_line_prcng_lclty_cd', split_part(l.locality, '-', 2))] else [] end},
        'quantity': {'value': l.units},
        'adjudication': [adjudicated('line_nch_pmt_amt', l.paid_amount),
                         adjudicated('line_sbmtd_chrg_amt', l.charge_amount),
                         adjudicated('line_alowd_chrg_amt', l.allowed_amount)]} as item
    from line l join claim c on c.claim_id = l.claim_id and c.paid_date is not distinct from l.paid_date
), resource as (
    select c.first_place, {
        'resourceType': 'ExplanationOfBenefit',
        'id': 'carrier-' || c.claim_id,
        'extension': case when c.carrier <> '' then [extended('carr_num', c.carrier)] else [] end
                     || [extended('carr_clm_pmt_dnl_cd', case when c.denied then '0' else '1' end)],
        'identifier': [{'system': variable_url('clm_id'), 'value': c.claim_id}],
        'status': 'active',
        'type': {'coding': [
            coded('nch_clm_type_cd', '71'),
            {'system': 'https://bluebutton.cms.gov/resources/codesystem/eob-type', 'code': 'CARRIER'},
            {'system': 'http://terminology.hl7.org/CodeSystem/claim-type', 'code': 'professional'}]},
        'use': 'claim',
        'patient': {'reference': 'Patient/' || c.patient_id},
        'billablePeriod': {'start': c.first_day, 'end': c.last_day},
        'insurer': {'identifier': {'value': 'CMS'}},
        'provider': case when c.billing_npi is not null then npi(c.billing_npi) end,
        'outcome': 'complete',
        'careTeam': list_transform(c.renderers, lambda n, i: {
            'sequence': i, 'provider': npi(n), 'responsible': true,
            'role': {'coding': [{'system': 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimCareTeamRole',
                                 'code': 'performing'}]},
            'qualification': {'coding': [coded('prvdr_spclty', '72')]}}),
        'supportingInfo': case when c.paid_date is not null then [{
            'sequence': 1,
            'category': {'coding': [{'system': 'https://bluebutton.cms.gov/resources/codesystem/information',
                                     'code': variable_url('nch_wkly_proc_dt')}]},
            'timingDate': c.paid_date}] else [] end,
        'diagnosis': list_transform(c.diagnoses, lambda d, i: {
            'sequence': i,
            'diagnosisCodeableConcept': {'coding': [{'system': 'http://hl7.org/fhir/sid/icd-10-cm', 'code': d}]}}),
        'insurance': [{'focal': true, 'coverage': {'reference': 'Coverage/part-b-' || c.patient_id}}],
        'item': g.items} as resource
    from claim c join (select first_place, list(item order by place) as items from item group by first_place) g
        on g.first_place = c.first_place
)
select regexp_replace(cast(to_json(resource) as varchar), ',"[A-Za-z]+":(null|\\[\\])', '', 'g') as text
from resource order by first_place
"""


class EobWriter(ClaimWriter):
    """ExplanationOfBenefit resources, one a line."""

    file_name = "claims.ndjson"
    professional_two_slots = True

    def __init__(self, folder: Path) -> None:
        self._file = (folder / self.file_name).open("wb")
        self._con = duckdb.connect()
        self._con.execute(_MACROS)

    def write(self, lines: pa.Table) -> None:
        """Append the claims of the lines; those of one claim come in one call."""
        if not lines.num_rows:
            return
        self._con.from_arrow(lines).create_view("claim_lines", replace=True)
        texts = self._con.sql(_CLAIMS).to_arrow_table()["text"]
        for chunk in texts.chunks:
            self._file.write(joined_bytes(pc.binary_join_element_wise(chunk.cast(pa.string()), "\n", "")))

    def close(self) -> None:
        """Finish the file."""
        self._con.close()
        self._file.close()
