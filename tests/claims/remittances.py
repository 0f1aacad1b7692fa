"""Remittances drawn as text, and the same ones damaged by a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from facetaudit.claims.formats import open_file
from facetaudit.claims.formats.request import Request
from facetaudit.claims.source import Source

ISA = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *260101*1200*^*00501*000000001*0*P*:~"
GS = "GS*HP*PAYER*PROVIDER*20260101*1200*1*X*005010X221A1~"


def interchange(*transactions: str) -> str:
    """An interchange with one group of transactions."""
    return f"{ISA}{GS}{''.join(transactions)}GE*{len(transactions)}*1~IEA*1*000000001~"


def transaction(
    *claims: str,
    total: str = "0",
    payer: str = "MEDICARE PART B",
    payee: str = "XX*1987654328",
    after: str = "",
    control: str = "0001",
    paid_on: str = "20240401",
) -> str:
    """A transaction with the segment count that it has; `after` stands behind the claims."""
    body = (
        f"ST*835*{control}~BPR*I*{total}*C*CHK************{paid_on}~TRN*1*CHECK1*1512345678~DTM*405*20240402~"
        f"N1*PR*{payer}~N3*1 STREET~N4*TOWN*FL*32003~PER*BL*HELP*TE*8005550100~N1*PE*PRACTICE*{payee}~LX*1~"
        f"{''.join(claims)}{after}"
    )
    return f"{body}SE*{body.count('~') + 1}*{control}~"


def claim(
    *lines: str,
    claim_id: str = "C1",
    status: str = "1",
    charge: str = "500",
    paid: str = "78.4",
    rest: str = "*20*MB*ICN1*11*1",
    patient: str = "NM1*QC*1*NAME*MADE****MI*P1~",
    more: str = "",
) -> str:
    """A claim; `rest` is what follows the payment in CLP, `more` what follows the patient."""
    return f"CLP*{claim_id}*{status}*{charge}*{paid}{rest}~{patient}{more}{''.join(lines)}"


def line(
    code: str = "HC:64493:RT:KX",
    charge: str = "500",
    paid: str = "78.4",
    rest: str = "**1",
    adjustments: Sequence[str] = ("CO*45*400", "CO*253*1.6", "PR*2*20"),
    date: str = "DTM*472*20240301~",
    more: str = "",
) -> str:
    """A service line that adds up; `rest` is what follows the payment in SVC, `more` the last segments."""
    return f"SVC*{code}*{charge}*{paid}{rest}~{date}{''.join(f'CAS*{one}~' for one in adjustments)}{more}"


TWO = transaction(
    claim(line(), line("HC:64494:RT:KX"), charge="1000", paid="156.8"),
    claim(line("HC:64635:RT"), claim_id="C2"),
    total="235.2",
)
SOUND = interchange(TWO)
LINES = [("C1", "64493", 15), ("C1", "64494", 20), ("C2", "64635", 27)]
"""Claim, code and segment of the lines of `SOUND`: twelve segments stand before the first CLP, each line has five."""


def laid_out(con: duckdb.DuckDBPyConnection, path: Path, workdir: Path) -> tuple[Source, list[dict[str, Any]]]:
    """The source of a file and its lines, those with a problem among them."""
    workdir.mkdir(exist_ok=True)
    source = open_file(Request(con, path, path.name, workdir, None, "auto"), "auto")
    lines = con.sql("select * from read_parquet($1)", params=[source.variables["intake_path"]])
    return source, lines.to_arrow_table().to_pylist()


def damage(sound: bytes, seed: int) -> bytes:
    """The file cut, with segments swapped, doubled, lost, joined or emptied, re-encoded, or with bytes changed."""
    draw = random.Random(seed)
    kind = draw.randrange(10)
    if kind == 0:
        return sound[: draw.randrange(len(sound))]
    if kind == 1:
        return _reencoded(sound, draw)
    if kind == 2:
        changed = bytearray(sound)
        for _ in range(draw.choice((1, 1, 3, 20))):
            changed[draw.randrange(len(changed))] = draw.randrange(256)
        return bytes(changed)
    segments = sound.split(b"~")
    first, second = sorted(draw.sample(range(len(segments)), 2))
    if kind == 3:
        segments[first], segments[second] = segments[second], segments[first]
    elif kind == 4:
        segments[second:second] = segments[first : min(second, first + 30)]
    elif kind == 5:
        del segments[first : first + draw.choice((1, 1, 1, 5, 40))]
    elif kind == 6:
        segments[first : first + 2] = [draw.choice((b"", b"*", b"\n", b"X")).join(segments[first : first + 2])]
    elif kind == 7:
        segments[first] = segments[first][: draw.randrange(len(segments[first]) + 1)]
    elif kind == 8:
        segments.insert(first, draw.choice((b"", b" ", b"\r\n", b"*", b"ISA", b"ST*835", b"CLP", b"SVC*HC", b"ZZ*1")))
    else:
        elements = segments[first].split(b"*")
        at = draw.randrange(len(elements))
        elements[at] = draw.choice((b"", b"-", b"99999999999999999999", b"\xff\xfe", b"'", b"1e9", b"NaN", b":" * 20))
        segments[first] = b"*".join(elements)
    return b"~".join(segments)


def _reencoded(sound: bytes, draw: random.Random) -> bytes:
    text = sound.decode()
    return draw.choice(
        (
            text.encode("utf-16"),
            text.encode("utf-8-sig"),
            text.replace("~", "~\r\n").encode(),
            text.replace("~", "\r").encode(),
            text.replace("NAME", "N\u00c4ME").encode("latin-1"),
            text.replace("NAME", "N\u00c4ME").encode(),
            text.replace("*", "|").encode(),
            text.replace(":", ">").encode(),
            text.replace("\n", "").encode(),
            text.lower().encode(),
            b"\n\n " + sound,
            sound + b"\x1a",
            sound + b"\0" * 40,
        )
    )
