"""The oracle's one entry: lines and notes in, everything the catalogue says of them out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from . import detectors_bilateral as bilateral
from . import detectors_companions as companions
from . import detectors_coverage as coverage
from . import detectors_frequency as frequency
from . import detectors_history as history
from . import detectors_kx as kx
from . import detectors_payment as payment
from . import detectors_regions as regions
from . import detectors_units as units
from .book import Book, open_book
from .exposure import expose
from .model import Line, Note, OracleResult, Verdict

Detector = Callable[[Book], Verdict]

HEADLINE: dict[str, Detector] = {
    "FA101": units.joints_exceeded,
    "FA102": units.third_level_not_covered,
    "FA103": units.mue_exceeded,
    "FA104": units.addon_without_primary,
    "FA201": bilateral.bilateral_split_lines,
    "FA202": bilateral.bilateral_units,
    "FA203": bilateral.bilateral_as_addon,
    "FA204": bilateral.bilateral_addon_style,
    "FA205": bilateral.modifier_50_on_asc_claim,
    "FA206": bilateral.laterality_conflict,
    "FA207": bilateral.laterality_missing,
    "FA208": bilateral.laterality_mixed,
    "FA209": bilateral.laterality_undocumented,
    "FA301": kx.kx_on_non_injection,
    "FA302": kx.kx_on_therapeutic,
    "FA303": kx.kx_missing,
    "FA304": kx.kx_inconsistent,
    "FA305": kx.kx_beyond_initial,
    "FA401": frequency.diagnostic_sessions_exceeded,
    "FA402": frequency.therapeutic_sessions_exceeded,
    "FA403": frequency.rfa_sessions_exceeded,
    "FA404": frequency.injection_sessions_exceeded,
    "FA405": frequency.diagnostic_interval_short,
}
"""The four headline families."""

LATER: dict[str, Detector] = {
    "FA105": regions.level_skipped,
    "FA106": regions.rfa_joints_over_limit,
    "FA107": regions.regions_exceeded,
    "FA306": history.kx_after_rfa,
    "FA307": history.first_session_without_kx,
    "FA406": history.rfa_interval_short,
    "FA407": history.rfa_without_diagnostics,
    "FA408": history.therapeutic_without_diagnostics,
    "FA409": history.therapeutic_interval_short,
    "FA501": companions.imaging_unbundled,
    "FA502": companions.sedation_billed,
    "FA503": companions.ultrasound_guided,
    "FA504": companions.biologic_injected,
    "FA505": companions.same_day_blocks,
    "FA506": companions.nonthermal_rfa,
    "FA507": companions.em_without_25,
    "FA601": coverage.prior_authorization_missing,
    "FA602": coverage.diagnosis_not_covered,
    "FA603": coverage.relief_below_threshold,
    "FA604": coverage.conservative_care_short,
    "FA605": coverage.guidance_not_covered,
    "FA701": payment.place_of_service_mismatch,
    "FA702": payment.paid_above_schedule,
    "FA703": payment.duplicate_claim,
}
"""The rest."""

DETECTORS: dict[str, Detector] = {**HEADLINE, **LATER}


def audit(
    lines: Sequence[Line],
    notes: Sequence[Note] = (),
    as_of: date | None = None,
    lookback_years: int = 6,
    select: Collection[str] | None = None,
    has_authorization: bool = True,
) -> OracleResult:
    """Audit lines given in file order.

    `select` names detector codes (default: the headline families; `DETECTORS` for all); exposure rests on those alone.
    `has_authorization`: whether the source has the column authorization_number.
    """
    book, rejected, inactive, audited = open_book(lines, notes, has_authorization)
    chosen = {code: DETECTORS[code] for code in sorted(HEADLINE if select is None else select)}
    verdicts = {code: detect(book) for code, detect in chosen.items()}
    as_of = as_of or _last_date(book)
    return OracleResult(
        findings={(code, *key): found for code, verdict in verdicts.items() for key, found in verdict.findings.items()},
        unknown={code: verdict.unknown for code, verdict in verdicts.items()},
        inactive=inactive,
        rejected=rejected,
        audited=audited,
        sessions=[session.row() for session in book.sessions],
        exposure=expose(book, verdicts, as_of, lookback_years),
        as_of=as_of,
    )


def _last_date(book: Book) -> date | None:
    """The last paid or service date among the accepted lines."""
    dates = [day for line in book.accepted for day in (line.service_date, line.paid_date) if day]
    return max(dates, default=None)
