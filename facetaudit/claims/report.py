"""The load report: what was read, what stands, and what was seen, as plain data.

Counts of lines by month and by code are over all accepted lines; payers, settings, providers and the share of
lines with each optional column are over the audited lines (those of the days that are kept).
"""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Counts:
    """Rows of a file or of all: read = rejected + outside + audited, audited = active + inactive."""

    read: int
    rejected: int
    outside: int
    audited: int
    active: int
    inactive: int


@dataclass(frozen=True)
class FileReport:
    """One input file: `why` says how the format was decided, `notes` what is worth knowing about its text."""

    name: str
    format: str
    why: str
    mapping: str | None
    counts: Counts
    sha256: str
    size_bytes: int
    modifier_slots: int
    columns_found: tuple[str, ...]
    columns_missing: tuple[str, ...]
    extra_columns: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Accepted:
    """What is told of all accepted lines, as in `LoadReport`, and of the rejected rows."""

    first_service_date: datetime.date | None
    last_service_date: datetime.date | None
    last_paid_date: datetime.date | None
    lines_by_month: tuple[tuple[str, int], ...]
    codes: tuple[tuple[str, int], ...]
    rejects: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class LoadReport:
    """What one load read; dates are None and the tuples of counts empty where nothing was accepted.

    `lines_by_month` ((YYYY-MM, lines), months without lines left out), `codes` (the codes to keep, then the
    twenty most frequent others) and the dates are over `total.read - total.rejected` accepted lines; `payers`,
    `claim_types`, `patients`, `rendering_npis`, `billing_npis` and `filled` ((column, lines with a value))
    over the `total.audited` lines, each without the lines of claims that remittances answer (`joined`); over all of
    them `final_action` ((inactive reason or `active`, lines, allowed, paid), in
    US dollars).  `rejects` is (column, reason, rows), most frequent first.  `passed_over` are (name, reason) of the
    files in folders and archives that hold no claims, `set_aside` those of the bad files that were left out because
    the user asked for it.
    """

    files: tuple[FileReport, ...]
    total: Counts
    first_service_date: datetime.date | None
    last_service_date: datetime.date | None
    last_paid_date: datetime.date | None
    lines_by_month: tuple[tuple[str, int], ...]
    codes: tuple[tuple[str, int], ...]
    payers: tuple[tuple[str, int], ...]
    claim_types: tuple[tuple[str, int], ...]
    patients: int
    rendering_npis: int
    billing_npis: int
    filled: tuple[tuple[str, int], ...]
    rejects: tuple[tuple[str, str, int], ...]
    inactive_reasons: tuple[tuple[str, int], ...]
    final_action: tuple[tuple[str, int, Decimal, Decimal], ...]
    passed_over: tuple[tuple[str, str], ...] = ()
    set_aside: tuple[tuple[str, str], ...] = ()

    @property
    def months_without_lines(self) -> tuple[str, ...]:
        """The gaps: months (YYYY-MM) between the first and the last that no accepted line falls in."""
        if self.first_service_date is None or self.last_service_date is None:
            return ()
        seen = dict(self.lines_by_month)
        first, last = (12 * day.year + day.month - 1 for day in (self.first_service_date, self.last_service_date))
        months = (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1))
        return tuple(month for month in months if month not in seen)

    def to_dict(self) -> dict[str, Any]:
        """The report as data that JSON can hold; `rows` comes first."""
        total = self.total
        told = total.audited - dict(self.inactive_reasons).get("joined", 0)
        return {
            "rows": {"total": asdict(total), "files": {file.name: asdict(file.counts) for file in self.files}},
            "files": [
                {key: _plain(value) for key, value in asdict(file).items() if key != "counts"} for file in self.files
            ],
            "passed_over": [{"name": name, "reason": reason} for name, reason in self.passed_over],
            "set_aside": [{"name": name, "reason": reason} for name, reason in self.set_aside],
            "accepted_lines": total.read - total.rejected,
            "first_service_date": _plain(self.first_service_date),
            "last_service_date": _plain(self.last_service_date),
            "last_paid_date": _plain(self.last_paid_date),
            "lines_by_month": dict(self.lines_by_month),
            "months_without_lines": list(self.months_without_lines),
            "codes": dict(self.codes),
            "audited": {
                "lines": total.audited,
                "patients": self.patients,
                "rendering_npis": self.rendering_npis,
                "billing_npis": self.billing_npis,
                "payers": dict(self.payers),
                "claim_types": dict(self.claim_types),
                "filled": {
                    column: {"lines": lines, "share": round(lines / told, 4) if told else None}
                    for column, lines in self.filled
                },
                "inactive_reasons": dict(self.inactive_reasons),
                "final_action": [
                    {"outcome": reason, "lines": lines, "allowed_amount": str(allowed), "paid_amount": str(paid)}
                    for reason, lines, allowed, paid in self.final_action
                ],
            },
            "rejects": [
                {"column": column, "reason": reason, "rows": rows} for column, reason, rows in self.rejects
            ],
        }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


_FILE_COUNTS = """
select f.file_index, coalesce(k.keys, 0) + coalesce(s.unsplit, 0), coalesce(r.rejected, 0),
       coalesce(l.audited, 0), coalesce(l.active, 0)
from intake_file f
left join (select file_index, count(*) as keys from intake_key group by file_index) k using (file_index)
left join (select file_index, count(*) as unsplit from intake_unsplit group by file_index) s using (file_index)
left join (select file_index, count(*) as rejected from intake_rejected group by file_index) r using (file_index)
left join (select file_index, count(*) filter (where audited) as audited,
                  count(*) filter (where audited and active) as active
           from claim_line group by file_index) l using (file_index)
order by f.file_index
"""
# Accepted lines: read without a fault, and no reversal that nothing matches; what was billed and paid is told once.
_ACCEPTED = """
create or replace temp view intake_accepted as
    select service_date, paid_date, hcpcs from intake_key k
    where reject = 0 and not (negative and rowid + 1 in (select line_id from intake_outcome where unmatched))
      and rowid not in (select f.first_key + p.record - 1
                        from intake_pair j
                        join intake_place p on p.file_index = j.billed_file and p.row_number = j.billed_segment
                        join intake_file f on f.file_index = j.billed_file)
"""
_DATES = "select min(service_date), max(service_date), max(paid_date) from intake_accepted"
_MONTHS = """
select strftime(service_date, '%Y-%m') as month, cast(sum(lines) as bigint)
from (select service_date, count(*) as lines from intake_accepted group by service_date) d
group by month order by month
"""
_CODES = """
select hcpcs, lines from (
    select hcpcs, count(*) as lines, list_contains(getvariable('intake_keep_codes'), hcpcs) as kept,
           row_number() over (partition by list_contains(getvariable('intake_keep_codes'), hcpcs)
                              order by count(*) desc, hcpcs) as place
    from intake_accepted group by hcpcs) counted
where kept or place <= 20
order by kept desc, case when kept then 0 else -lines end, hcpcs
"""
_TOLD = """
create or replace temp view intake_told as
    select * from claim_line where audited and inactive_reason is distinct from 'joined'
"""
_PAYERS = "select payer, count(*) from intake_told group by payer order by count(*) desc, payer"
_CLAIM_TYPES = "select claim_type, count(*) from intake_told group by claim_type order by count(*) desc, claim_type"
_DISTINCT = """
select count(distinct patient_id), count(distinct rendering_npi), count(distinct billing_npi) from intake_told
"""
OPTIONAL = (
    "mac", "state", "locality", "modifier_1", "modifier_2", "modifier_3", "modifier_4", "place_of_service",
    "diagnosis_codes", "rendering_npi", "billing_npi", "charge_amount", "allowed_amount", "paid_amount", "paid_date",
    "original_claim_id", "authorization_number",
)
_FILLED = """
select count(mac), count(state), count(locality), count(modifier_1), count(modifier_2), count(modifier_3),
       count(modifier_4), count(place_of_service), count(diagnosis_codes), count(rendering_npi), count(billing_npi),
       count(charge_amount), count(allowed_amount), count(paid_amount), count(paid_date), count(original_claim_id),
       count(authorization_number)
from intake_told
"""
_REJECTS = """
select coalesce(column_name, ''), reason, count(*) from intake_rejected
group by column_name, reason order by count(*) desc, column_name, reason
"""
_INACTIVE = """
select inactive_reason, count(*) from claim_line where audited and not active
group by inactive_reason order by count(*) desc, inactive_reason
"""
# Money before and after: all audited lines, those that each reason takes away, and those that stand.
_FINAL_ACTION = """
select coalesce(inactive_reason, 'active') as outcome, count(*) as lines,
       cast(coalesce(sum(allowed_amount), 0) as decimal(18,2)) as allowed,
       cast(coalesce(sum(paid_amount), 0) as decimal(18,2)) as paid
from claim_line where audited
group by outcome order by outcome = 'active', lines desc, outcome
"""


def count_files(con: duckdb.DuckDBPyConnection) -> tuple[Counts, ...]:
    """The counts of each file, in the order of the inputs."""
    return tuple(
        Counts(read, rejected, read - rejected - audited, audited, active, audited - active)
        for _, read, rejected, audited, active in con.execute(_FILE_COUNTS).fetchall()
    )


def count_rejects(con: duckdb.DuckDBPyConnection) -> tuple[tuple[str, str, int], ...]:
    """Rejected rows by (column, reason), most frequent first."""
    return _rows(con, _REJECTS)


def accepted_lines(con: duckdb.DuckDBPyConnection) -> Accepted:
    """What the keys of a finished load say, while they are still there."""
    con.execute(_ACCEPTED)
    first, last, paid = con.execute(_DATES).fetchall()[0]
    accepted = Accepted(first, last, paid, _rows(con, _MONTHS), _rows(con, _CODES), count_rejects(con))
    con.execute("drop view intake_accepted")
    return accepted


def make_report(
    con: duckdb.DuckDBPyConnection,
    files: tuple[FileReport, ...],
    accepted: Accepted,
    passed_over: tuple[tuple[str, str], ...] = (),
    set_aside: tuple[tuple[str, str], ...] = (),
) -> LoadReport:
    """The report of a finished load, whose `claim_line` is on the connection."""
    con.execute(_TOLD)
    patients, rendering, billing = con.execute(_DISTINCT).fetchall()[0]
    report = LoadReport(
        files=files,
        total=Counts(*(sum(column) for column in zip(*(asdict(f.counts).values() for f in files), strict=True))),
        first_service_date=accepted.first_service_date,
        last_service_date=accepted.last_service_date,
        last_paid_date=accepted.last_paid_date,
        lines_by_month=accepted.lines_by_month,
        codes=accepted.codes,
        payers=_rows(con, _PAYERS),
        claim_types=_rows(con, _CLAIM_TYPES),
        patients=patients,
        rendering_npis=rendering,
        billing_npis=billing,
        filled=tuple(zip(OPTIONAL, con.execute(_FILLED).fetchall()[0], strict=True)),
        rejects=accepted.rejects,
        inactive_reasons=_rows(con, _INACTIVE),
        final_action=_rows(con, _FINAL_ACTION),
        passed_over=passed_over,
        set_aside=set_aside,
    )
    con.execute("drop view intake_told")
    return report


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    return tuple(con.execute(query).fetchall())
