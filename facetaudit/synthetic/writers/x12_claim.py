"""X12 837P: one interchange, a transaction a table, with a provider for each who bills, subscribers and claims below.

What a replacement (7) or a void (8) names (REF*F8) is the payer's number of the claim, 99 and the claim's own, as the
remittances of the same lines give it. A claim that is sent again (a line number twice) comes twice.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from facetaudit.synthetic.writers.base import Carried, ClaimWriter

_ENVELOPE = (
    "ISA*00*          *00*          *ZZ*PROVIDER       *ZZ*PAYER          *260101*1200*^*00501*000000001*0*P*:~\n"
    "GS*HC*PROVIDER*PAYER*20260101*1200*1*X*005010X222A1~\n"
)
_MACROS = r"""
create temp macro money(amount) as cast(cast(amount as decimal(12, 2)) as varchar);
create temp macro day(one) as strftime(one, '%Y%m%d');
"""
# Claims, then the subscribers and providers above them, in the order in which the levels (HL) are numbered.
_SEGMENTS = r"""
with line as (
    select row_number() over () as n, *, list_transform(string_split(diagnosis_codes, ';'),
                                                        lambda code: replace(code, '.', '')) as diagnoses
    from claim_lines
), sent as (
    select *, row_number() over (partition by claim_id, line_number order by n) as sending from line
), claim as (
    select claim_id, sending, min(n) as first, any_value(payer) as payer, any_value(state) as state,
           any_value(patient_id) as patient_id, any_value(billing_npi) as billing_npi,
           any_value(claim_type) as claim_type,
           any_value(rendering_npi) as rendering_npi, any_value(place_of_service) as place,
           any_value(claim_frequency_code) as frequency, any_value(original_claim_id) as original,
           any_value(authorization_number) as authorized, sum(charge_amount) as charge,
           list_filter(flatten(list(diagnoses order by n)), lambda code: code is not null) as listed
    from sent group by claim_id, sending
), coded as (
    select *, list_filter(listed, lambda code, i: list_position(listed, code) = i) as diagnoses from claim
), service as (
    select s.claim_id, s.sending,
           string_agg(
               'LX*' || cast(s.line_number as varchar) || '~SV1*HC:'
               || concat_ws(':', s.hcpcs, s.modifier_1, s.modifier_2, s.modifier_3, s.modifier_4)
               || '*' || money(s.charge_amount) || '*UN*' || cast(s.units as varchar)
               || case when s.place_of_service is distinct from c.place then '*' || s.place_of_service else '*' end
               || '**' || array_to_string(
                   list_transform(s.diagnoses, lambda code: list_position(c.diagnoses, code)), ':') || '~'
               || 'DTP*472*D8*' || day(s.service_date) || '~REF*6R*' || cast(s.line_number as varchar) || '~'
               || case when s.authorization_number is distinct from c.authorized
                       then 'REF*G1*' || s.authorization_number || '~' else '' end,
               '' order by s.n) as text
    from sent s join coded c on c.claim_id = s.claim_id and c.sending = s.sending
    group by s.claim_id, s.sending
), told as (
    select c.*, 'CLM*' || c.claim_id || '*' || money(c.charge) || '***' || c.place || ':B:' || c.frequency
               || '*Y*A*Y*Y~'
               || coalesce('REF*G1*' || c.authorized || '~', '') || coalesce('REF*F8*99' || c.original || '~', '')
               || case when len(c.diagnoses) > 0
                       then 'HI*ABK:' || array_to_string(c.diagnoses, '*ABF:') || '~' else '' end
               || coalesce('NM1*82*1*NAME*MADE****XX*' || c.rendering_npi || '~', '') || s.text as text
    from coded c join service s on s.claim_id = c.claim_id and s.sending = c.sending
), member as (
    select billing_npi, state, claim_type, patient_id, payer, min(first) as first,
           'SBR*P*18*******' || case when payer = 'medicare' then 'MB' else '12' end || '~'
           || 'NM1*IL*1*NAME*MADE****MI*' || patient_id || '~N3*1 STREET~N4*TOWN*FL*32003~DMG*D8*19500101*F~'
           || 'NM1*PR*2*' || case when payer = 'medicare' then 'MEDICARE PART B' else payer end || '*****PI*12345~'
           || string_agg(text, '' order by sending, first) as text
    from told group by billing_npi, state, claim_type, patient_id, payer
), provider as (
    select billing_npi, state, claim_type, min(first) as first from member group by billing_npi, state, claim_type
), level as (
    select *, cast(null as varchar) as text, 0 as depth, first as above from provider
    union all by name
    select m.billing_npi, m.state, m.claim_type, m.first, m.text, 1 as depth, p.first as above
    from member m
    join provider p on p.billing_npi is not distinct from m.billing_npi and p.state is not distinct from m.state
                       and p.claim_type = m.claim_type
), numbered as (
    select *, row_number() over (order by above, depth, first) as number from level
), parent as (
    select *, max(case when depth = 0 then number end) over (order by number) as provider_number from numbered
)
select 'HL*' || cast(number as varchar)
       || case when depth = 1 then '*' || cast(provider_number as varchar) || '*22*0~' || text
               else '**20*1~' || case when claim_type = 'asc' then 'PRV*BI*PXC*261QA1903X~' else '' end
                    || 'NM1*85*2*PRACTICE' || coalesce('*****XX*' || billing_npi, '') || '~N3*1 STREET~'
                    || 'N4*TOWN*' || coalesce(state, '') || '*32003~REF*EI*512345678~' end as text
from parent order by number
"""


class X12ClaimWriter(ClaimWriter):
    """An 837P file."""

    file_name = "claims.837"
    carried = Carried(claim_types=("professional", "asc"), versions=False, denied=False, money=False, place="state")

    def __init__(self, folder: Path) -> None:
        self._file = (folder / self.file_name).open("wb")
        self._file.write(_ENVELOPE.encode())
        self._con = duckdb.connect(config={"threads": 1})
        self._con.execute(_MACROS)
        self._transactions = 0

    def write(self, lines: pa.Table) -> None:
        """Append lines; those of one claim come in one table. Lines that take others back are no claims."""
        self._con.register("claim_table", lines)
        self._con.execute("create or replace temp table claim_lines as select * from claim_table where units > 0")
        self._con.unregister("claim_table")
        levels = [text for (text,) in self._con.execute(_SEGMENTS).fetchall()]
        if not levels:
            return
        self._transactions += 1
        control = f"{self._transactions:04}"
        body = (
            f"ST*837*{control}*005010X222A1~BHT*0019*00*{control}*20260101*1200*CH~NM1*41*2*PRACTICE*****46*1~"
            f"PER*IC*HELP*TE*8005550100~NM1*40*2*PAYER*****46*2~{''.join(levels)}"
        )
        text = f"{body}SE*{body.count('~') + 1}*{control}~"
        self._file.write(text.replace("~", "~\n").encode())

    def close(self) -> None:
        """Finish the file."""
        self._con.close()
        self._file.write(f"GE*{self._transactions}*1~\nIEA*1*000000001~\n".encode())
        self._file.close()
