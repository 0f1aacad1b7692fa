"""What the rates of 2026 mean beside those of 2025: the same volume of professional services under both schedules."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from facetaudit.engine.duckdb import connect
from facetaudit.errors import InputRefused, UsageError
from facetaudit.fees import price_relation, settings_of_places
from facetaudit.reporting import figures
from facetaudit.reporting.html import Html, Picture, Table, money, prose
from facetaudit.reporting.load_views import NO_FACET_LINES

if TYPE_CHECKING:
    from facetaudit.audit.opened import Audit

PARTICIPANTS = {"no": ("non_qp",), "yes": ("qp",), "both": ("non_qp", "qp")}
NAMES = {"non_qp": "2026, non-QP", "qp": "2026, QP"}
SETTINGS = {"nonfacility": "office", "facility": "facility"}

# A line with modifier 50 is paid one and a half times its units; no reduction for several procedures is taken off.
VOLUMES = """
select hcpcs, coalesce(place_of_service, '11') as place, sum(
    units * case when '50' in (modifier_1, modifier_2, modifier_3, modifier_4) then 1.5 else 1 end) as procedures
from lines
where active and claim_type = 'professional' and family in ('INJ', 'RFA')
group by 1, 2
order by 1, 2
"""

# Each facet code in both settings under each schedule; places of service 11 and 22 stand for the settings.
NATIONAL = """
select c.hcpcs, r.rates, s.setting, r.service_date, r.participant, s.place_of_service
from (values ('64490'), ('64491'), ('64492'), ('64493'), ('64494'), ('64495'),
             ('64633'), ('64634'), ('64635'), ('64636')) c(hcpcs)
cross join (values ('2025', date '2025-07-01', 'non_qp'), ('non_qp', date '2026-07-01', 'non_qp'),
                   ('qp', date '2026-07-01', 'qp')) r(rates, service_date, participant)
cross join (values ('nonfacility', '11'), ('facility', '22')) s(setting, place_of_service)
"""


@dataclass(frozen=True)
class Volume:
    """Procedures (one side, one unit) of a code in a setting."""

    hcpcs: str
    setting: str
    procedures: Decimal


def volumes(audit: Audit, file: str = "") -> list[Volume]:
    """The professional facet procedures of an audit by code and setting, or those of a CSV file.

    The file's columns are hcpcs, setting (nonfacility or facility) and procedures. Raises InputRefused for another.
    """
    if file:
        return _read_volumes(Path(file))
    known = settings_of_places()
    counted: dict[tuple[str, str], Decimal] = {}
    for hcpcs, place, procedures in audit.sql(VOLUMES).itertuples(index=False, name=None):
        if place in known:
            key = (hcpcs, known[place])
            counted[key] = counted.get(key, Decimal(0)) + Decimal(str(procedures))
    return [Volume(*key, procedures) for key, procedures in sorted(counted.items())]


def _read_volumes(path: Path) -> list[Volume]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            rows = list(csv.DictReader(text))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputRefused(f"{path}: cannot be read as CSV; give hcpcs, setting and procedures.") from error
    read = []
    for number, row in enumerate(rows, start=2):
        hcpcs, setting = (str(row.get(name) or "").strip() for name in ("hcpcs", "setting"))
        try:
            procedures = Decimal(str(row.get("procedures") or "").strip())
        except InvalidOperation:
            procedures = Decimal(-1)
        if hcpcs not in _amounts() or setting not in SETTINGS or not procedures.is_finite() or procedures < 0:
            raise InputRefused(
                f"{path}, row {number}: not accepted; give a facet code as hcpcs, nonfacility or facility as setting, "
                "and a number as procedures."
            )
        read.append(Volume(hcpcs, setting, procedures))
    return read


@cache
def _amounts() -> dict[str, dict[tuple[str, str], Decimal]]:
    """National amounts of the facet codes by (year or participant, setting)."""
    amounts: dict[str, dict[tuple[str, str], Decimal]] = {}
    with connect() as con:
        priced = price_relation(con, con.sql(NATIONAL)).select("hcpcs", "rates", "setting", "fee_amount")
        for hcpcs, rates, setting, amount in priced.fetchall():
            amounts.setdefault(hcpcs, {})[(rates, setting)] = amount
    return amounts


def _chosen(qp: str) -> tuple[str, ...]:
    if qp not in PARTICIPANTS:
        raise UsageError(f"The parameter qp is yes, no or both, not {qp!r}.")
    return PARTICIPANTS[qp]


def headline(of: list[Volume], qp: str = "both") -> Html:
    """The change in dollars of the whole volume, in words."""
    chosen = _chosen(qp)
    if not of:
        return Html(f"<p><strong>{NO_FACET_LINES}</strong></p>")
    before = _dollars(of, "2025")
    said = " ".join(
        f"{NAMES[one]}: {money(_dollars(of, one))}, a change of {money(_dollars(of, one) - before)}." for one in chosen
    )
    first = prose(
        "The same volume comes to {before} under the schedule of 2025. {said}", before=money(before), said=said
    )
    second = prose(
        "National amounts of the physician fee schedule. A line with modifier 50 counts as one and a half procedures, "
        "lines of RT and LT as two; lines whose place of service is in no table are left out; "
        "the reduction for several procedures of a day, deductibles and sequestration are not taken off. A qualifying "
        "APM participant (QP) has a conversion factor of its own in 2026."
    )
    return Html(first.markup + second.markup)


def _dollars(of: list[Volume], when: str) -> Decimal:
    """Dollars of a volume, each row rounded to the cent."""
    return sum((_row_dollars(one, when) for one in of), Decimal(0))


def _row_dollars(one: Volume, when: str) -> Decimal:
    return (one.procedures * _amounts()[one.hcpcs][(when, one.setting)]).quantize(Decimal("0.01"), ROUND_HALF_UP)


def by_code(of: list[Volume], qp: str = "both") -> Table:
    """Each code and setting: procedures, amounts of both years, dollars of both and their difference."""
    chosen = _chosen(qp)
    rows = []
    for one in of:
        amounts = _amounts()[one.hcpcs]
        before = amounts[("2025", one.setting)]
        row: list[object] = [one.hcpcs, SETTINGS[one.setting], one.procedures.normalize(), before]
        for when in chosen:
            after = amounts[(when, one.setting)]
            row += [after, (after - before) / before, _row_dollars(one, when) - _row_dollars(one, "2025")]
        rows.append(row)
    headings = [("Code", "name"), ("Setting", "name"), ("Procedures", "number"), ("2025", "money")]
    for when in chosen:
        headings += [(NAMES[when], "money"), ("Change", "share"), ("Difference", "money")]
    totals: list[object] = ["Total", "", sum((one.procedures for one in of), Decimal(0)).normalize(), None]
    for when in chosen:
        totals += [None, None, _dollars(of, when) - _dollars(of, "2025")]
    return Table(
        "The same volume under both schedules, by code and setting", headings, rows, totals=totals if of else []
    )


def by_code_figure(of: list[Volume], qp: str = "both") -> Picture | Html:
    """Dollars of 2025 beside those of 2026 for each code and setting."""
    if not of:
        return Html("")
    when = _chosen(qp)[0]
    names = [f"{one.hcpcs} {SETTINGS[one.setting]}" for one in of]
    return figures.paired_bars(
        names,
        [float(_row_dollars(one, "2025")) for one in of],
        [float(_row_dollars(one, when)) for one in of],
        ("2025", NAMES[when]),
        "Dollars of the same volume under both schedules",
        f"Bar chart of the dollars of the same volume in 2025 and in {NAMES[when]} by code and setting.",
    )


def published(qp: str = "both") -> Table:
    """Rates that a public article gives, beside CMS's amounts outside a facility."""
    chosen = _chosen(qp)
    rows = []
    for row in _published():
        amounts = _amounts()[row["hcpcs"]]
        before = amounts[("2025", "nonfacility")]
        cells: list[object] = [row["hcpcs"], Decimal(row["rate_2025"]), before, Decimal(row["rate_2026"])]
        cells += [amounts[(when, "nonfacility")] for when in chosen]
        cells += [Decimal(row["percent"]) / 100]
        cells += [(amounts[(when, "nonfacility")] - before) / before for when in chosen]
        rows.append(cells)
    return Table(
        "Rates of a public article beside CMS's amounts, office",
        [
            ("Code", "name"),
            ("Article, 2025", "money"),
            ("CMS, 2025", "money"),
            ("Article, 2026", "money"),
            *((f"CMS, {NAMES[when]}", "money") for when in chosen),
            ("Article", "share"),
            *((f"CMS, {NAMES[when].removeprefix('2026, ')}", "share") for when in chosen),
        ],
        rows,
    )


def claimed_revenue() -> Html:
    """The article's revenue for a number of procedures, beside its own arithmetic and CMS's."""
    row = next(row for row in _published() if row["claimed_procedures"])
    procedures = int(row["claimed_procedures"])
    theirs = Decimal(row["rate_2026"]) - Decimal(row["rate_2025"])
    amounts = _amounts()[row["hcpcs"]]
    ours = amounts[("non_qp", "nonfacility")] - amounts[("2025", "nonfacility")]
    return prose(
        "The article speaks of more than {claimed} a year for {procedures} procedures. By its own rates of {code} it "
        "is {procedures} x {theirs} = {their_sum}; by CMS's amounts without QP {procedures} x {ours} = {our_sum}. "
        "Source: {source}.",
        claimed=money(Decimal(row["claimed_revenue"])),
        procedures=procedures,
        code=row["hcpcs"],
        theirs=money(theirs),
        their_sum=money(procedures * theirs),
        ours=money(ours),
        our_sum=money(procedures * ours),
        source=row["source"],
    )


@cache
def _published() -> tuple[dict[str, str], ...]:
    text = files("facetaudit.reporting").joinpath("published_rates.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
