"""FA501-FA507: companions of the same day (page: table 5xx)."""

from __future__ import annotations

from datetime import date

from . import policy
from .book import Book
from .line_facts import day, from_lcd_2021, group, is_medicare, level, mac, same_provider
from .model import Line, Verdict
from .verdicts import do_not_know, report

ALL_FAMILIES = ("INJ", "RFA", "US")


def imaging_unbundled(book: Book) -> Verdict:
    """FA501: imaging with a family line (76942: INJ or US) of the patient's day and same provider."""
    verdict = Verdict()
    for line in book.active:
        families = policy.IMAGING.get(line.hcpcs)
        if families is None:
            continue
        facet = [other for other in book.of_family(*families) if day(other) == day(line)]
        if any(same_provider(other, line) for other in facet):
            bypassed = line.modifiers & policy.BYPASS_MODIFIERS
            report(verdict, book, [line], "probable" if bypassed else "certain", "deny")
    return verdict


def sedation_billed(book: Book) -> Verdict:
    """FA502: sedation or anesthesia by anybody on a day with INJ (from lcd_2024 probable, else review) or RFA."""
    verdict = Verdict()
    injection_days = {day(line) for line in book.of_family("INJ")}
    ablation_days = {day(line) for line in book.of_family("RFA")}
    for line in book.active:
        if not (from_lcd_2021(line) and _is_sedation(line.hcpcs, line.service_date)):
            continue
        if day(line) in injection_days and line.service_date >= policy.lcd_2024(mac(line)):
            report(verdict, book, [line], "probable", "deny")
        elif day(line) in injection_days | ablation_days:
            report(verdict, book, [line], "review", "deny")
    return verdict


def _is_sedation(code: str, on: date) -> bool:
    dated = policy.SEDATION_TO_2021 if on <= date(2021, 12, 31) else policy.SEDATION_FROM_2022
    return code in policy.SEDATION or code in dated


def ultrasound_guided(book: Book) -> Verdict:
    """FA503: a US line; certain with an INJ line of its group."""
    verdict = Verdict()
    injection_groups = {group(line) for line in book.of_family("INJ")}
    for line in book.of_family("US"):
        if from_lcd_2021(line):
            report(verdict, book, [line], "certain" if group(line) in injection_groups else "probable", "deny")
    return verdict


def biologic_injected(book: Book) -> Verdict:
    """FA504: all family lines of a day whose note says biologic (certain), or with a biologic's code (probable)."""
    verdict = Verdict()
    noted_days = {
        day(line)
        for session in book.sessions
        for note in book.session_notes(session)
        if "biologic" in _parts(note.injectate)
        for line in session.lines
    }
    billed_days = {day(line) for line in book.active if _is_biologic(line.hcpcs)}
    for line in book.of_family(*ALL_FAMILIES):
        if from_lcd_2021(line) and day(line) in noted_days | billed_days:
            report(verdict, book, [line], "certain" if day(line) in noted_days else "probable", "deny")
    return verdict


def _is_biologic(code: str) -> bool:
    return code in policy.BIOLOGIC or code.startswith(policy.BIOLOGIC_PREFIXES)


def same_day_blocks(book: Book) -> Verdict:
    """FA505: another block on a family day."""
    verdict = Verdict()
    facet_days = {day(line) for line in book.of_family(*ALL_FAMILIES)}
    blocks = (line for line in book.active if line.hcpcs in policy.OTHER_BLOCKS and day(line) in facet_days)
    report(verdict, book, filter(from_lcd_2021, blocks), "review", "none")
    return verdict


def nonthermal_rfa(book: Book) -> Verdict:
    """FA506: RFA lines of a pulsed or chemical technique, unknown without one; 64999 with a covered diagnosis."""
    verdict = Verdict()
    for line in book.of_family("RFA"):
        techniques = {note.technique for note in book.notes(line)} - {None}
        if techniques & {"pulsed", "chemical"}:
            report(verdict, book, [line], "certain", "deny")
        elif not techniques:
            do_not_know(verdict, [line])
    for line in book.active:
        if line.hcpcs == policy.UNLISTED and is_medicare(line) and has_covered_diagnosis(line):
            report(verdict, book, [line], "review", "none")
    return verdict


def em_without_25(book: Book) -> Verdict:
    """FA507: a visit without 25 (24, 57) on the day of a base INJ/RFA line of the same rendering_npi."""
    verdict = Verdict()
    bases = [line for line in book.of_family("INJ", "RFA") if level(line) == 1 and line.rendering_npi]
    performed = {(day(line), line.rendering_npi) for line in bases}
    for line in book.active:
        at_issue = line.hcpcs in policy.VISITS and (day(line), line.rendering_npi) in performed
        if not at_issue or line.modifiers & {"25", "24", "57"}:
            continue
        if line.slots_full:
            do_not_know(verdict, [line])
        else:
            report(verdict, book, [line], "certain", "deny")
    return verdict


# --- shared ---------------------------------------------------------------------------------------------------


def has_covered_diagnosis(line: Line) -> bool:
    """Whether any diagnosis of the line is in the covered list."""
    return bool(diagnoses(line) & policy.COVERED_DIAGNOSIS)


def diagnoses(line: Line) -> set[str]:
    """The line's ICD-10-CM codes, upper case, without dots."""
    return {part.replace(".", "").upper() for part in _parts(line.diagnosis_codes)}


def _parts(text: str | None) -> set[str]:
    return {part.strip() for part in (text or "").split(";") if part.strip()}
