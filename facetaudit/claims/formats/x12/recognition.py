"""Which kind of transaction the first bytes of an X12 file show."""

from __future__ import annotations

import codecs
import re

from facetaudit.claims.formats.x12.remittance_parts import begins_interchange

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def recognise_transactions(head: bytes, kind: bytes, group: bytes, what: str) -> str | None:
    """An interchange with a transaction of a kind (`835`) or a group of them (`HP`), or one without its envelope.

    `what` names the transactions in the answer.
    """
    if head.startswith(_WIDE):
        head = head.decode("utf-16", "replace").encode()
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if begins_interchange(text):
        sign = re.escape(text[3:4])
        if re.search(rb"[^A-Za-z0-9]ST%b%b(?![0-9])" % (sign, kind), text):
            return f"an X12 interchange (ISA) with {what} (ST {kind.decode()})"
        if re.search(rb"[^A-Za-z0-9]GS%b%b(?![0-9A-Z])" % (sign, group), text):
            return f"an X12 interchange (ISA) with a group of {what} (GS {group.decode()})"
    elif re.match(rb"ST[^A-Za-z0-9]%b(?![0-9])" % kind, text):
        return f"{what} (ST {kind.decode()}) without their envelope"
    return None
