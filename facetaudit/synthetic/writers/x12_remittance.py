"""X12 835: one interchange, a transaction for each payer, payee and day of payment, balanced to the cent.

What a replacement (7) or a void (8) names is taken back by a reversal; so is what a negative line takes back. Denied
lines have the units billed beside none paid. Medicare's payments are less sequestration; every fourth transaction has
an amount withheld (PLB), and one that would be less than nothing is balanced forward.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from facetaudit.synthetic.writers.base import Carried, ClaimWriter

_ENVELOPE = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *260101*1200*^*00501*000000001*0*P*:~\n"
    "GS*HP*PAYER*PROVIDER*20260101*1200*1*X*005010X221A1~\n"
)
_MACROS = r"""
create temp macro money(amount) as cast(cast(amount as decimal(12, 2)) as varchar);
create temp macro day(one) as strftime(one, '%Y%m%d');
create temp macro adjusted(group_code, reason, amount) as
    case when amount <> 0 then 'CAS*' || group_code || '*' || reason || '*' || money(amount) || '~' else '' end;
"""
# Every line in each version that is paid or taken back; `turn` puts a reversal before what is paid instead.
_TRANSACTIONS = r"""
with line as (
    select row_number() over () as n, * from claim_lines
), claim as (
    select claim_id, any_value(original_claim_id) as original, any_value(claim_frequency_code) as frequency,
           max(paid_date) as paid_date, min(n) as first
    from line group by claim_id
), changing as (
    select c.claim_id, c.original, c.frequency, c.first, greatest(c.paid_date, o.paid_date) as paid_date
    from claim c join claim o on o.claim_id = c.original
    where c.frequency in ('7', '8')
), version as (
    select l.n, 2 as turn, l.units < 0 as is_reversal, coalesce(c.paid_date, l.paid_date) as paid_on,
           c.original as replaced, l.*
    from line l left join changing c on c.claim_id = l.claim_id
    where l.claim_frequency_code <> '8'
    union all
    select c.first, 1, true, c.paid_date, null, l.*
    from changing c join line l on l.claim_id = c.original and l.units > 0 and l.claim_frequency_code <> '8'
), amount as (
    select *, case when is_reversal then -1 else 1 end as sign, abs(units) as count, abs(charge_amount) as charge,
           coalesce(abs(allowed_amount), 0) as allowed, coalesce(abs(paid_amount), 0) as paid,
           greatest(0, case when payer <> 'medicare' then 0
                            else abs(allowed_amount) - abs(paid_amount) - round(abs(allowed_amount) * 0.2, 2) end)
               as sequestered
    from version
), shared as (
    select *, allowed - paid - sequestered as patient,
           case when line_number % 2 = 0 then least(allowed - paid - sequestered, 10) else 0 end as deductible
    from amount
), service as (
    select *,
           'SVC*HC:' || concat_ws(':', hcpcs, modifier_1, modifier_2, modifier_3, modifier_4)
               || '*' || money(sign * charge) || '*' || money(sign * paid)
               || '*' || case claim_type when 'asc' then '0490' when 'hopd' then '0361' else '' end
               || '*' || case when line_status = 'denied' then '0**' || cast(count as varchar)
                              else cast(sign * count as varchar) end || '~'
           || 'DTM*472*' || day(service_date) || '~'
           || case when line_status = 'denied' then adjusted('CO', '50', sign * charge)
                   when allowed = 0 then adjusted('CO', '97', sign * charge)
                   else adjusted('CO', '45', sign * (charge - allowed)) || adjusted('CO', '253', sign * sequestered)
                        || adjusted('PR', '1', sign * deductible)
                        || adjusted('PR', '2', sign * (patient - deductible)) end
           || 'REF*6R*' || cast(line_number as varchar) || '~'
           || case when authorization_number is not null then 'REF*G1*' || authorization_number || '~' else '' end
           || case when line_status = 'denied' then 'REF*0K*L36920~' else '' end
           || case when allowed > 0 and not is_reversal then 'AMT*B6*' || money(allowed) || '~' else '' end
           || case when line_status = 'denied' then 'LQ*HE*N115~' else '' end as text
    from shared
), remitted as (
    select claim_id, turn, is_reversal, paid_on, min(n) as n, payer, billing_npi,
           sum(sign * paid) as paid,
           'CLP*' || claim_id || '*'
               || case when is_reversal then '22' when bool_and(line_status = 'denied') then '4' else '1' end
               || '*' || money(sum(sign * charge)) || '*' || money(sum(sign * paid))
               || '*' || case when sum(sign * patient) > 0 then money(sum(sign * patient)) else '' end
               || '*' || case when payer = 'medicare' then 'MB' else '12' end || '*99' || claim_id
               || '*' || case any_value(claim_type) when 'asc' then '83' when 'hopd' then '13'
                         else any_value(place_of_service) end
               || '*' || any_value(claim_frequency_code) || '~'
           || 'NM1*QC*1*NAME*MADE****MI*' || patient_id || '~'
           || coalesce('NM1*82*1*NAME*MADE****XX*' || any_value(rendering_npi) || '~', '')
           || case when payer = 'medicare' and any_value(claim_type) = 'professional' then 'MOA***MA01~' else '' end
           || coalesce('REF*F8*99' || any_value(replaced) || '~', '')
           || 'DTM*232*' || day(min(service_date)) || '~' || 'DTM*233*' || day(max(service_date)) || '~'
           || string_agg(text, '' order by n) as text
    from service group by claim_id, turn, is_reversal, paid_on, patient_id, payer, billing_npi
), payment as (
    select paid_on, payer, billing_npi, sum(paid) as paid, string_agg(text, '' order by n, turn) as text,
           row_number() over (order by paid_on, payer, billing_npi nulls last) as place
    from remitted group by paid_on, payer, billing_npi
), withheld as (
    select *, case when place % 4 = 0 then 12.34 else 0.00 end as amount from payment
), balanced as (
    select *, least(paid - amount, 0) as forward, greatest(paid - amount, 0) as total,
           lpad(cast($1 + place as varchar), 4, '0') as control
    from withheld
), body as (
    select place, control,
           'ST*835*' || control || '~'
           || 'BPR*' || case when total > 0 then 'I' else 'H' end || '*' || money(total) || '*C*'
               || case when total > 0 then 'CHK' else 'NON' end || '************' || day(paid_on) || '~'
           || 'TRN*1*' || control || day(paid_on) || '*1512345678~' || 'DTM*405*' || day(paid_on) || '~'
           || 'N1*PR*' || case when payer = 'medicare' then 'MEDICARE PART B' else payer end || '~'
           || 'N3*1 STREET~N4*TOWN*FL*32003~PER*BL*HELP*TE*8005550100~'
           || 'N1*PE*PRACTICE*' || coalesce('XX*' || billing_npi, 'FI*512345678') || '~' || 'LX*1~' || text
           || case when amount <> 0 or forward <> 0
                   then 'PLB*' || coalesce(billing_npi, '512345678') || '*' || strftime(paid_on, '%Y') || '1231'
                        || case when amount <> 0 then '*WO:' || control || '*' || money(amount) else '' end
                        || case when forward <> 0 then '*FB:' || control || '*' || money(forward) else '' end || '~'
                   else '' end as text
    from balanced
)
select text || 'SE*' || cast(length(text) - length(replace(text, '~', '')) + 1 as varchar) || '*' || control || '~'
       as text
from body order by place
"""


class X12RemittanceWriter(ClaimWriter):
    """An 835 file."""

    file_name = "claims.835"
    carried = Carried(diagnoses=False, place="nothing")

    def __init__(self, folder: Path) -> None:
        self._file = (folder / self.file_name).open("wb")
        self._file.write(_ENVELOPE.encode())
        self._con = duckdb.connect(config={"threads": 1})
        self._con.execute(_MACROS)
        self._transactions = 0

    def write(self, lines: pa.Table) -> None:
        """Append lines; a claim and what it replaces or voids come in one table."""
        if not lines.num_rows:
            return
        self._con.register("claim_lines", lines)
        texts = [text for (text,) in self._con.execute(_TRANSACTIONS, [self._transactions]).fetchall()]
        self._con.unregister("claim_lines")
        for text in texts:
            self._file.write(text.replace("~", "~\n").encode())
        self._transactions += len(texts)

    def close(self) -> None:
        """Finish the file."""
        self._con.close()
        self._file.write(f"GE*{self._transactions}*1~\nIEA*1*000000001~\n".encode())
        self._file.close()
