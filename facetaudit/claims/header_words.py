"""How much a header is like the words that are known for each canonical column."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache

from facetaudit.claims.mapping import MODIFIERS, canonical_mapping, normalise, presets
from facetaudit.claims.schema import COLUMN_NAMES

MODIFIER_LIKE = (MODIFIERS, "modifier_1", "modifier_2", "modifier_3", "modifier_4")

# Words of the field beside those of the presets.
_FIELD_WORDS: dict[str, tuple[str, ...]] = {
    "claim_id": ("ICN", "Claim Control Number", "Payer Claim Number", "Internal Control Number", "Case ID", "Visit ID",
                 "Claim Ref", "Claim Reference"),
    "line_number": ("Line Seq", "Service Line Number", "Sequence"),
    "payer": ("Payer Name", "Payor", "Plan Name", "Carrier Name", "Insurance Name"),
    "mac": ("Contractor",),
    "state": ("Provider State", "State of Service"),
    "locality": ("Payment Locality", "Carrier Locality"),
    "patient_id": ("Member ID", "Beneficiary ID", "MBI", "HICN", "Medicare Number", "Subscriber ID", "Account ID"),
    "service_date": ("Service Begin Date", "From Date", "Date of Procedure", "First Date of Service"),
    "hcpcs": ("CPT4", "CPT/HCPCS Code", "HCPCS Code", "Service Code"),
    "modifiers": ("Modifiers", "Mods", "Modifier List", "All Modifiers"),
    "units": ("Days/Units", "Number of Units", "Billed Units", "Unit Count"),
    "diagnosis_codes": ("ICD", "ICD-10 Codes", "Diagnosis Code List", "DX Codes", "Principal Diagnosis"),
    "rendering_npi": ("Performing NPI", "Performing Provider NPI", "Treating Provider NPI", "Physician NPI"),
    "billing_npi": ("Billing Group NPI", "Practice NPI", "Pay-to NPI"),
    "charge_amount": ("Submitted Charge", "Charged Amount", "Billed Charges", "Gross Charge", "Line Charge"),
    "allowed_amount": ("Approved Amount", "Medicare Allowed", "Eligible Amount", "Payer Allowed"),
    "paid_amount": ("Payer Paid", "Plan Paid", "Medicare Paid", "Paid by Payer", "Insurance Payment Amount"),
    "paid_date": ("Remittance Date", "Adjudication Date", "Date Paid", "Check Issue Date"),
    "line_status": ("Claim Status", "Adjudication Status", "Denied"),
    "claim_frequency_code": ("Bill Frequency", "Frequency", "Claim Frequency Type Code"),
    "original_claim_id": ("Original ICN", "Previous Claim Number"),
    "authorization_number": ("Unique Tracking Number", "Referral Authorization", "Preauthorization Number"),
}
_ABBREVIATIONS = {
    "#": "number",
    "amt": "amount", "svc": "service", "srv": "service", "serv": "service", "dt": "date", "pt": "patient",
    "pat": "patient", "proc": "procedure", "px": "procedure", "cd": "code", "mods": "modifier", "modifiers": "modifier",
    "num": "number", "no": "number", "nbr": "number", "nr": "number", "dx": "diagnosis", "diag": "diagnosis",
    "prov": "provider", "qty": "quantity", "clm": "claim", "auth": "authorization", "ln": "line", "chg": "charge",
    "chrg": "charge", "pmt": "payment", "pay": "payment", "acct": "account", "ins": "insurance", "rend": "rendering",
    "dos": "service date", "pos": "place service", "id": "number", "identifier": "number", "freq": "frequency",
    "orig": "original", "pri": "primary", "prim": "primary", "loc": "locality", "st": "state", "bill": "billing",
    "beg": "from", "begin": "from", "start": "from", "unit": "units", "charges": "charge", "payments": "payment",
    "codes": "code", "icd": "diagnosis", "diagnoses": "diagnosis", "payor": "payer", "chk": "check", "mod": "modifier",
    "sec": "secondary", "ter": "tertiary", "tert": "tertiary", "perf": "performing", "chgs": "charge",
    "chrgs": "charge",
}
_FILLING = {"of", "the", "a", "and", "on", "by", "for"}
# A header that has one of these words beside a known one speaks of something else.
_OF_SOMETHING_ELSE = frozenset((
    "name", "first", "last", "middle", "zip", "phone", "address", "city", "birth", "dob", "sex", "gender", "age",
    "death", "referring", "ordering", "supervising", "attending", "operating", "facility", "secondary", "tertiary",
    "other", "copay", "copayment", "coinsurance", "deductible", "adjustment", "adjusted", "writeoff", "off", "balance",
    "expected", "estimated", "refund", "description", "desc", "type", "price", "rvu", "reason", "patient",
    "responsibility", "line", "to", "thru", "through", "end", "admit", "admission", "discharge", "referral", "ref",
    "entry", "entered", "created", "modified", "updated", "submitted", "next",
))
_NUMBERS = ("claim_id", "patient_id", "original_claim_id", "authorization_number", "line_number")
# Equal to a known word, and yet a word of many things.
_SAYS_LITTLE = frozenset({"id", "date", "code", "line", "ln", "fee", "amt", "postdate", "auth", "billing"})
_SHORTEST_MISSPELT = 5
_LACKING = 0.05  # a word too few says more against a header than one too many
ALIKE = 0.8
"""From this likeness on (1: equal) a header is taken for a word."""


@cache
def known_words() -> dict[str, tuple[str, ...]]:
    """The words of each canonical column and of `modifiers`: canonical, of the presets and of the field."""
    words: dict[str, dict[str, None]] = {column: {} for column in (*COLUMN_NAMES, MODIFIERS)}
    for mapping in (canonical_mapping(), *presets()):
        for column in mapping.columns:
            names = (*mapping.columns[column], *mapping.other_headers.get(column, ()))
            words[column].update(dict.fromkeys(names))
    for column, names in _FIELD_WORDS.items():
        words[column].update(dict.fromkeys(names))
    return {column: tuple(names) for column, names in words.items()}


@cache
def _by_form() -> dict[str, dict[str, str]]:
    return {column: {normalise(word): word for word in reversed(words)} for column, words in known_words().items()}


def tokens(header: str) -> frozenset[str]:
    """The words of a header, written out: `SvcFrom_Dt` -> service, from, date; the order does not count."""
    plain = unicodedata.normalize("NFKD", header).encode("ascii", "ignore").decode()
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|#", plain)
    words = (_ABBREVIATIONS.get(part.lower(), part.lower()) for part in parts)
    return frozenset(word for group in words for word in group.split() if word not in _FILLING)


def _without_numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if not word.isdigit() and len(word) > 1 and word not in _ORDINALS)


@cache
def _tokens_of_words(column: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((word, _comparable(word, column)) for word in known_words()[column])


def _comparable(header: str, column: str) -> frozenset[str]:
    """The words of a header; several of one column are told apart by `number_in`, and an account is its number."""
    found = tokens(header)
    if column in (*MODIFIER_LIKE, "diagnosis_codes"):
        return _without_numbers(found)
    return found - {"number"} if column in _NUMBERS else found


def alike(header: str, column: str) -> tuple[float, str]:
    """How like the header is to the words of a column, 0 to 1, and to which."""
    form = normalise(header)
    if not form:
        return 0.0, ""
    if (word := _by_form()[column].get(form)) is not None:
        return (0.9 if form in _SAYS_LITTLE else 1.0), word
    own = _comparable(header, column)
    strange = _OF_SOMETHING_ELSE - ({"patient"} if column == "patient_id" else set())
    best, like = 0.0, ""
    for word, other in _tokens_of_words(column):
        if not own or not other or (own - other) & strange:
            continue
        score = 2 * len(own & other) / (len(own) + len(other)) - _LACKING * len(other - own)
        if len(own) == len(other) == 1 and len(form) >= _SHORTEST_MISSPELT:
            score = max(score, difflib.SequenceMatcher(None, form, normalise(word)).ratio())
        score = min(score, 0.99)
        if score > best:
            best, like = score, word
    return best, like


_CODE_SETS = re.compile(r"icd[-_ ]?(?:9|10)(?:[-_ ]?cm)?", re.IGNORECASE)
_ORDINALS = {"one": 1, "two": 2, "three": 3, "four": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
             "a": 1, "b": 2, "c": 3, "d": 4}


def of_something_else(header: str) -> bool:
    """Whether a header names a thing that no canonical column holds, such as a date of birth."""
    return bool(tokens(header) & _OF_SOMETHING_ELSE)


def number_in(header: str) -> int:
    """The number that a header has (`Mod 2` -> 2, `MODIFIER_TWO` -> 2), 0 for none."""
    parts = re.findall(r"[0-9]+|[A-Za-z]+", _CODE_SETS.sub("", header))
    for part in reversed(parts):
        if part.isdigit() or part.lower() in _ORDINALS:
            return int(part) if part.isdigit() else _ORDINALS[part.lower()]
    return 0
