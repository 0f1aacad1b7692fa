"""Professional claims drawn as text."""

from __future__ import annotations

from collections.abc import Sequence

ISA = "ISA*00*          *00*          *ZZ*PROVIDER       *ZZ*PAYER          *260101*1200*^*00501*000000001*0*P*:~"
GS = "GS*HC*PROVIDER*PAYER*20260101*1200*1*X*005010X222A1~"


def interchange(*transactions: str) -> str:
    """An interchange with one group of transactions."""
    return f"{ISA}{GS}{''.join(transactions)}GE*{len(transactions)}*1~IEA*1*000000001~"


def transaction(*levels: str, control: str = "0001", version: str = "005010X222A1") -> str:
    """A transaction with the segment count that it has; the levels (HL) are numbered in their order.

    `{own}` and `{parent}` in a level become its number and that of the level that it stands below.
    """
    opened: dict[str, int] = {}
    numbered = []
    for number, level in enumerate(levels, 1):
        code = level.split("~")[0].split("*")[3]
        opened[code] = number
        parent = {"20": 0, "22": opened.get("20", 0), "23": opened.get("22", 0)}[code]
        numbered.append(level.replace("{own}", str(number)).replace("{parent}", str(parent)))
    body = (
        f"ST*837*{control}*{version}~BHT*0019*00*{control}*20260101*1200*CH~NM1*41*2*PRACTICE*****46*1~"
        f"PER*IC*HELP*TE*8005550100~NM1*40*2*PAYER*****46*2~{''.join(numbered)}"
    )
    return f"{body}SE*{body.count('~') + 1}*{control}~"


def provider(npi: str = "2*PRACTICE*****XX*1987654328", town: str = "N4*TOWN*FL*32003~", more: str = "") -> str:
    """Who bills; `more` stands before the name."""
    return f"HL*{{own}}**20*1~{more}NM1*85*{npi}~N3*1 STREET~{town}REF*EI*512345678~NM1*87*2~N3*BOX~N4*OTHER*GA*3~"


def subscriber(
    *claims: str, member: str = "P1", filing: str = "MB", payer: str = "MEDICARE", sbr: str = "P*18", more: str = ""
) -> str:
    """Who is insured, with the claims of whom the subscriber is the patient; `more` stands before them."""
    return (
        f"HL*{{own}}*{{parent}}*22*{0 if claims else 1}~SBR*{sbr}*******{filing}~NM1*IL*1*NAME*MADE****MI*{member}~"
        f"N3*1 STREET~N4*TOWN*TX*32003~DMG*D8*19500101*F~NM1*PR*2*{payer}*****PI*12345~N4*FAR*NY*1~{more}"
        f"{''.join(claims)}"
    )


def patient(*claims: str, name: str = "NAME*SMALL", birth: str = "19800229") -> str:
    """A dependent with his claims."""
    return f"HL*{{own}}*{{parent}}*23*0~PAT*19~NM1*QC*1*{name}~N3*1~N4*TOWN*TX*32003~DMG*D8*{birth}*M~{''.join(claims)}"


def claim(
    *lines: str,
    claim_id: str = "C1",
    charge: str = "500",
    setting: str = "11:B:1",
    diagnoses: str = "HI*ABK:M47816*ABF:M5450~",
    more: str = "",
) -> str:
    """A claim; `more` stands behind the diagnoses."""
    return f"CLM*{claim_id}*{charge}***{setting}*Y*A*Y*Y~{diagnoses}{more}{''.join(lines)}"


def line(
    code: str = "HC:64493:RT:KX",
    charge: str = "500",
    rest: str = "UN*1***1",
    number: int | str = 1,
    date: str = "DTP*472*D8*20240301~",
    more: str = "",
) -> str:
    """A service line; `rest` is what follows the charge in SV1."""
    return f"LX*{number}~SV1*{code}*{charge}*{rest}~{date}{more}"


def one(*claims: str, **of_subscriber: str) -> str:
    """An interchange with these claims of one Medicare subscriber."""
    return interchange(transaction(provider(), subscriber(*claims, **of_subscriber)))


def spread(values: Sequence[str]) -> list[str]:
    """A claim with one line for each code, of 500 dollars each."""
    return [line(code, number=number) for number, code in enumerate(values, 1)]
