"""What labels speak of: the detectors, how certain each is, and the certainties that depend on the date."""

from __future__ import annotations

CERTAINTY: dict[str, str] = {
    "FA101": "certain", "FA102": "certain by date", "FA103": "certain", "FA104": "certain",
    "FA105": "review", "FA106": "probable", "FA107": "probable",
    "FA201": "certain", "FA202": "certain", "FA203": "probable", "FA204": "certain", "FA205": "certain",
    "FA206": "certain", "FA207": "review", "FA208": "review", "FA209": "certain",
    "FA301": "certain", "FA302": "certain", "FA303": "certain", "FA304": "review", "FA305": "review",
    "FA306": "review", "FA307": "review",
    "FA401": "certain", "FA402": "certain", "FA403": "certain", "FA404": "probable", "FA405": "probable",
    "FA406": "probable", "FA407": "review", "FA408": "review", "FA409": "review",
    "FA501": "certain", "FA502": "probable by date", "FA503": "probable", "FA504": "probable", "FA505": "review",
    "FA506": "certain", "FA507": "certain",
    "FA601": "probable", "FA602": "review", "FA603": "probable", "FA604": "review", "FA605": "certain",
    "FA701": "probable", "FA702": "review", "FA703": "certain",
}  # fmt: skip
"""Every detector that a label may name, and the certainty that its finding has unless the row says another."""

CERTAINTIES = ("certain", "probable", "review")
BY_DATE = ("certain by date", "probable by date")
"""The first word from the MAC's 2024 date, the next weaker one before it."""

MEDICARE_ONLY = frozenset({
    "FA102", "FA103", "FA106", "FA107", "FA301", "FA302", "FA303", "FA304", "FA305", "FA306", "FA307",
    "FA401", "FA402", "FA403", "FA404", "FA405", "FA406", "FA407", "FA408", "FA409", "FA502", "FA503", "FA504",
    "FA505", "FA601", "FA602", "FA603", "FA604", "FA605", "FA702",
})  # fmt: skip
"""Rules of Medicare: a row of a commercial claim gets no label of these, whatever its table says."""

LOCALITY_KNOWN = frozenset({"FA702"})
"""Rules that need the locality: a row gets no label of these where its line does not say it."""

PARTLY_LABELLED = frozenset({"FA307", "FA407", "FA408"})
"""Review detectors that look for what went before: most made-up histories begin with their first facet claim, and how
long a source reaches back depends on the whole extract. Their findings are labelled in the scenarios made for them
only. Labels of all others are complete: a finding without one is a disagreement."""
