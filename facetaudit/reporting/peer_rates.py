"""A provider's rates beside those of the other providers of the extract: counts, medians and ranks."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, Any

from facetaudit.reporting.html import MISSING, Html, Table, counted, is_missing, money, prose, shown
from facetaudit.reporting.providers import nothing_of

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

FEWEST_COUNTED = 10
"""A rate that is counted from fewer sessions, patients or lines is compared with nobody's."""
FEWEST_PEERS = 5
TOO_FEW = "too few"

# Peers are the providers of the extract who have professional facet lines or, like the provider, none.
MEASURES = """
with facet as (
    select
        *, coalesce(rendering_npi, billing_npi) as npi,
        '50' in (modifier_1, modifier_2, modifier_3, modifier_4) as has_50,
        'RT' in (modifier_1, modifier_2, modifier_3, modifier_4) as has_rt,
        'LT' in (modifier_1, modifier_2, modifier_3, modifier_4) as has_lt
    from lines
    where active and family is not null and coalesce(rendering_npi, billing_npi) is not null
),
coded as (
    select
        npi, patient_id, service_date, region, family, pack, hcpcs,
        coalesce(bool_or(has_50), false) or (coalesce(bool_or(has_rt), false) and coalesce(bool_or(has_lt), false))
            as both_sides
    from facet
    where family in ('INJ', 'RFA')
    group by npi, patient_id, service_date, region, family, pack, hcpcs
),
own as (
    select
        c.npi, c.family, s.kind, count(*) as levels, bool_or(c.hcpcs in ('64492', '64495')) as third,
        bool_or(c.both_sides) as both_sides
    from coded c
    join sessions s on s.patient_id = c.patient_id and s.service_date = c.service_date and s.region = c.region
        and s.class = c.family and s.pack = c.pack
    group by c.npi, c.patient_id, c.service_date, c.region, c.family, c.pack, s.kind
),
session_count as (
    select
        npi, count(*) as sessions, count(*) filter (where family = 'INJ') as injections,
        coalesce(sum(levels) filter (where family = 'INJ'), 0) as levels,
        count(*) filter (where family = 'INJ' and third) as third, count(*) filter (where both_sides) as both_sides,
        count(*) filter (where kind = 'diagnostic') as diagnostic,
        count(*) filter (where kind in ('diagnostic', 'therapeutic')) as kind_known,
        count(*) filter (where kind = 'rfa') as rfa
    from own
    group by npi
),
line_count as (
    select
        npi, count(*) as lines, count(distinct patient_id) as patients,
        count(*) filter (where claim_type = 'professional') > 0 as professional,
        count(allowed_amount) as allowed_lines, sum(allowed_amount) as allowed
    from facet
    group by npi
),
found as (
    select coalesce(rendering_npi, billing_npi) as npi, count(*) as findings
    from findings
    where region is not null
    group by 1
),
dollar as (
    select
        f.npi, coalesce(sum(e.overpayment_allowed) filter (where e.scenario = 'certain'), 0) as certain,
        coalesce(sum(e.overpayment_allowed) filter (where e.scenario = 'probable'), 0) as probable,
        coalesce(sum(e.overpayment_allowed) filter (where e.scenario = 'review'), 0) as review
    from exposure e
    join facet f on f.claim_id = e.claim_id and f.line_number = e.line_number
    group by f.npi
)
select
    l.npi, l.lines, l.patients, l.allowed_lines, l.allowed, coalesce(s.sessions, 0) as sessions,
    coalesce(s.injections, 0) as injections, coalesce(s.levels, 0) as levels, coalesce(s.third, 0) as third,
    coalesce(s.both_sides, 0) as both_sides, coalesce(s.diagnostic, 0) as diagnostic,
    coalesce(s.kind_known, 0) as kind_known, coalesce(s.rfa, 0) as rfa, coalesce(f.findings, 0) as findings,
    coalesce(d.certain, 0) as certain, coalesce(d.probable, 0) as probable, coalesce(d.review, 0) as review
from line_count l
left join session_count s on s.npi = l.npi
left join found f on f.npi = l.npi
left join dollar d on d.npi = l.npi
where l.professional = (select professional from line_count where npi = $npi)
order by l.npi
"""


@dataclass(frozen=True)
class Measure:
    """A rate: the two columns that it is made of, the column of what it is counted from, and how it is written.

    ``things`` are what the columns count, in the singular; a top one that is empty are some of the bottom ones.
    """

    title: str
    top: str
    bottom: str
    counted: str
    things: tuple[str, str]
    share: bool = False
    times: int = 1


ALLOWED_LINES = "allowed_lines"
RATES = (
    Measure("Sessions per patient", "sessions", "patients", "patients", ("session", "patient")),
    Measure("Levels per injection session", "levels", "injections", "injections", ("level", "injection session")),
    Measure("Injection sessions with a third level", "third", "injections", "injections", ("", "session"), share=True),
    Measure("Sessions on both sides", "both_sides", "sessions", "sessions", ("", "session"), share=True),
    Measure("Injection sessions with KX", "diagnostic", "kind_known", "kind_known", ("", "session"), share=True),
    Measure(
        "Ablation sessions per diagnostic session",
        "rfa",
        "diagnostic",
        "diagnostic",
        ("ablation", "diagnostic session"),
    ),
    Measure("Findings per 100 facet lines", "findings", "lines", "lines", ("finding", "line"), times=100),
    Measure("Overpaid, certain, of allowed", "certain", "allowed", ALLOWED_LINES, ("", ""), share=True),
    Measure("Overpaid, with probable, of allowed", "probable", "allowed", ALLOWED_LINES, ("", ""), share=True),
    Measure("Overpaid, with review, of allowed", "review", "allowed", ALLOWED_LINES, ("", ""), share=True),
)


def beside_peers(audit: Audit, npi: str) -> Html | Table:
    """Each rate of the provider beside the median and the rank among the peers of the extract."""
    rows = audit.sql(MEASURES, {"npi": npi}).to_dict("records")
    mine = next((row for row in rows if row["npi"] == npi), None)
    if mine is None:
        return nothing_of(audit, npi)
    peers = [row for row in rows if row is not mine]
    return Table(
        "This provider beside the others of the extract",
        [
            ("Rate", "text"),
            ("This provider", "count"),
            ("Counted from", "text"),
            ("Peers", "count"),
            ("Their median", "count"),
            ("Rank from the top", "count"),
        ],
        [_compared(measure, mine, peers) for measure in RATES],
    )


def about_peers() -> Html:
    """How the peers are chosen, and what the comparison is not."""
    return prose(
        "Peers are the other providers of this extract who, like this one, have professional facet lines, or only "
        "facility ones. A rate counts for the comparison from {counted} sessions, patients or lines on (what it is "
        "counted from), a median and a rank from {peers} such peers on; else it says {few}. These are the numbers "
        "themselves: chance, patients and payers differ between providers, and a rank is no proof of an error.",
        counted=FEWEST_COUNTED,
        peers=FEWEST_PEERS,
        few=TOO_FEW,
    )


def _compared(measure: Measure, mine: dict[str, Any], peers: Sequence[dict[str, Any]]) -> list[object]:
    own = _rate(measure, mine)
    counted_from = MISSING if own is None else _counted_from(measure, mine)
    known = [_rate(measure, peer) for peer in peers if peer[measure.counted] >= FEWEST_COUNTED]
    others = [rate for rate in known if rate is not None]
    if len(others) < FEWEST_PEERS:
        return [measure.title, _cell(measure, own), counted_from, len(others), Html(TOO_FEW), Html(TOO_FEW)]
    rank = f"{1 + sum(other > own for other in others)} of {len(others) + 1}" if own is not None else MISSING
    if mine[measure.counted] < FEWEST_COUNTED:
        rank = TOO_FEW
    return [
        measure.title,
        _cell(measure, own),
        counted_from,
        len(others),
        _cell(measure, median(others)),
        Html(html.escape(rank)),
    ]


def _counted_from(measure: Measure, mine: dict[str, Any]) -> str:
    """`14 sessions to 10 patients`, `3 of 14 sessions`, `$1,309.36 of $3,936.42`."""
    if measure.counted == ALLOWED_LINES:
        return f"{money(mine[measure.top])} of {money(mine[measure.bottom])}"
    top, bottom = int(mine[measure.top]), int(mine[measure.bottom])
    of = counted(bottom, measure.things[1])
    return f"{top:,} of {of}" if measure.share else f"{counted(top, measure.things[0])} to {of}"


def _rate(measure: Measure, row: dict[str, Any]) -> Fraction | None:
    top, bottom = row[measure.top], row[measure.bottom]
    if is_missing(top) or is_missing(bottom) or not bottom:
        return None
    return measure.times * Fraction(Decimal(str(top))) / Fraction(Decimal(str(bottom)))


def _cell(measure: Measure, rate: Fraction | None) -> Html:
    if rate is None:
        return Html(MISSING)
    exact = Decimal(rate.numerator) / Decimal(rate.denominator)
    return Html(shown(exact, "share") if measure.share else f"{exact:,.1f}" if measure.times > 1 else f"{exact:,.2f}")
