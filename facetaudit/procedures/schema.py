"""The columns of a procedure-note file: loading, documentation and the generator read this one tuple.

One row per note. A note is found by `claim_id`, or by `patient_id` with `service_date` (and `rendering_npi` where the
note has one), so a file needs one of the two keys and may have both.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NoteColumn:
    """One column of a note file.

    `sql_type` is the DuckDB type of the column once read. `accepted` lists the values of a coded column (empty: any
    value of the type); `several` says that a cell may hold more than one of them with `;` between.
    """

    name: str
    sql_type: str
    accepted: tuple[str, ...]
    description: str
    several: bool = False


NOTE_COLUMNS: tuple[NoteColumn, ...] = (
    NoteColumn("claim_id", "VARCHAR", (), "control number of the claim that the note belongs to"),
    NoteColumn("patient_id", "VARCHAR", (), "patient; with service_date the key where claim_id is missing"),
    NoteColumn("service_date", "DATE", (), "date of the procedure, YYYY-MM-DD"),
    NoteColumn("rendering_npi", "VARCHAR", (), "who performed it; narrows the match by patient and date"),
    NoteColumn("injection_type", "VARCHAR", ("diagnostic", "therapeutic", "rfa"), "what the procedure was for"),
    NoteColumn(
        "joints",
        "VARCHAR",
        (),
        "facet joints treated, such as `L3-4 R; L4-5 R`, `L4/5 B`, `C5-C6 left`",
    ),
    NoteColumn(
        "nerves",
        "VARCHAR",
        (),
        "nerves blocked or ablated, such as `L2, L3, L4 R`; used where joints is blank",
    ),
    NoteColumn("side", "VARCHAR", ("R", "L", "B"), "side of the joints or nerves that have none of their own"),
    NoteColumn("guidance", "VARCHAR", ("fluoroscopy", "ct", "ultrasound", "none"), "imaging that guided the needle"),
    NoteColumn("technique", "VARCHAR", ("thermal", "pulsed", "cooled", "chemical"), "how the nerve was ablated"),
    NoteColumn(
        "injectate",
        "VARCHAR",
        ("anesthetic", "steroid", "biologic", "other"),
        "what was injected",
        several=True,
    ),
    NoteColumn("relief_percent", "DECIMAL(5,1)", (), "relief from the previous block, 0 to 100"),
    NoteColumn("conservative_care_weeks", "DECIMAL(6,1)", (), "weeks of conservative care before the procedure"),
    NoteColumn("sedation", "VARCHAR", ("none", "moderate", "mac", "general"), "sedation or anesthesia given"),
)

NOTE_COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in NOTE_COLUMNS)

ACCEPTED: dict[str, tuple[str, ...]] = {column.name: column.accepted for column in NOTE_COLUMNS if column.accepted}
"""The accepted values of each coded column."""
