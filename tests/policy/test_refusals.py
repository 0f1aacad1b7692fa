"""One bad file per refusal: each stops with one sentence that names the file and what is accepted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from facetaudit.errors import PolicyError
from facetaudit.policy import load_policy

Edit = Callable[[str, str, str], Path]
KX = "params/kx_meaning.toml"
LIMIT = "params/diagnostic_session_limit.toml"
KX_START = 'value = "diagnostic"\nvalid_from = "lcd_2021"'


def refusal(folder: Path, *pack_dirs: Path) -> str:
    """Load and give the message, which must be one sentence with exit code 2."""
    with pytest.raises(PolicyError) as caught:
        load_policy(pack_dirs, folder=folder)
    message = str(caught.value)
    assert caught.value.exit_code == 2
    assert message.endswith(".")
    assert "\n" not in message
    assert not re.search(r"\.\.$|[a-z]\. [A-Z]", message), message
    return message


# id: file, text in it, what it becomes, what the message says.
BROKEN = {
    "unknown key": (KX, "title =", "titel =", r'unknown key "titel".*nearest is "title"'),
    "unknown key of a value": (KX, "source =", "soruce =", r'value 1: unknown key "soruce".*nearest is "source"'),
    "missing key": (KX, 'unit = "meaning"\n', "", r'key "unit" is missing'),
    "value without a source": (KX, 'source = "facet-billing-articles"\n', "", r'value 1: the key "source" is missing'),
    "blank source": (KX, 'source = "facet-billing-articles"', 'source = " "', r'"source" is \' \'; accepted is a text'),
    "unknown source": (
        KX,
        "facet-billing-articles",
        "facet-biling-articles",
        r"unknown source.*facet-billing-articles",
    ),
    "unknown source in also": (KX, 'also = ["facet', 'also = ["facett', r"value 2: unknown source"),
    "checked_on missing": (KX, "checked_on = 2026-11-22\n", "", r'key "checked_on" is missing'),
    "checked_on with a time": (KX, "2026-11-22", "2026-11-22T10:00:00", r'"checked_on" is .*accepted is a date'),
    "basis missing": (KX, 'basis = "derived"\n', "", r'key "basis" is missing'),
    "basis not allowed": (KX, '"derived"', '"verified"', r'unknown basis "verified".*nearest is "unverified"'),
    "unknown scope": (KX, '"medicare"', '"medicaid"', r'unknown scope "medicaid".*nearest is "medicare"'),
    "unknown MAC as scope": (KX, 'scope = "medicare"', 'scope = "noridian"', r'unknown scope "noridian"'),
    "the unknown MAC as scope": (KX, 'scope = "medicare"', 'scope = "unknown"', r'unknown scope "unknown"'),
    "empty scope": (KX, 'scope = "medicare"', "scope = []", r'"scope" is \[\]; accepted is one scope or a list'),
    "scope of another type": (KX, 'scope = "medicare"', "scope = 1", r'"scope" is 1'),
    "scope twice in one value": (KX, 'scope = "medicare"', 'scope = ["cpt", "cpt"]', r'"scope" is .*without repeats'),
    "gap before the first value": (KX, "2010-01-01", "2011-01-01", r"value 1: there is a gap.*begins on 2011-01-01"),
    "gap of a pack": (
        KX,
        'scope = "cpt"',
        'scope = "fcso"',
        r"there is a gap: no value for the MAC \S+ in the pack cpt",
    ),
    "overlap on the same day": (KX, KX_START, KX_START.replace('"lcd_2021"', "2010-01-01"), r"value 2: values overlap"),
    "overlap under one MAC only": (
        "params/third_level.toml",
        'valid_from = "lcd_2021"',
        "valid_from = 2024-07-10",
        r"value 3: values overlap.*MAC palmetto.*2024-07-07, not after .*2024-07-10",
    ),
    "values out of order": ("params/lcd_edition.toml", '"lcd_2024"\nscope', '"lcd_2021"\nscope', r"values overlap"),
    "unknown date symbol": (KX, '"lcd_2021"', '"lcd_2022"', r'"valid_from" is \'lcd_2022\'.*lcd_2021 or lcd_2024'),
    "date in quotes": (KX, "2010-01-01", '"2010-01-01"', r'"valid_from" is .*without quotes|accepted is a date'),
    "impossible date": (KX, "2010-01-01", "2010-02-30", r"not valid TOML"),
    "unknown word": (KX, 'value = "diagnostic"', 'value = "diagnostc"', r'unknown value "diagnostc".*"diagnostic"'),
    "number where words are accepted": (KX, 'value = "diagnostic"', "value = 1", r'"value" is 1; accepted is "diagnos'),
    "number in quotes": (LIMIT, "value = 4", 'value = "4"', r'unknown value "4"; accepted are none'),
    "true as a number": (LIMIT, "value = 4", "value = true", r'"value" is True'),
    "negative number": (LIMIT, "value = 4", "value = -4", r"a number from 0 to"),
    "too many decimals": (LIMIT, "value = 4", "value = 4.0001", r"at most three decimals"),
    "endless number": (LIMIT, "value = 4", "value = inf", r"a number from 0 to"),
    "huge number": (LIMIT, "value = 4", "value = 4e20", r"a number from 0 to"),
    "accepts empty": (KX, 'accepts = ["diagnostic", "none"]', "accepts = []", r'"accepts" is \[\]'),
    "accepts of another type": (KX, 'accepts = ["diagnostic", "none"]', "accepts = [1]", r'"accepts" is \[1\]'),
    "invalid TOML": (KX, "[[value]]", "[[value]", r"not valid TOML"),
    "no values": (KX, "[[value]]", "[[vlaue]]", r'unknown key "vlaue".*nearest is "value"'),
    "duplicate parameter name": (
        KX,
        '"kx_meaning"',
        '"level_unit"',
        r'"level_unit" stands in kx_meaning\.toml already',
    ),
    "name unlike the file's": (KX, '"kx_meaning"', '"kx"', r'holds the parameter "kx" and must be named kx\.toml'),
    "name in capitals": (KX, '"kx_meaning"', '"KX"', r'"name" is \'KX\''),
    "source: unknown key": ("sources.toml", "publisher =", "published =", r"unknown key .*nearest is"),
    "source: missing key": ("sources.toml", "dates =", "# dates =", r'key "dates" is missing'),
    "source: id in capitals": ("sources.toml", "[lcd-l35936]", "[LCD-L35936]", r"an id is lower-case"),
    "source: not a table": ("sources.toml", "[facet-lcds]", "odd = 1\n[facet-lcds]", r"odd: a table of keys"),
    "MAC: unknown key": ("macs.toml", "jurisdictions", "jurisdiction", r'unknown key "jurisdiction"'),
    "MAC: no unknown": ("macs.toml", "[unknown]", "[unknwon]", r'"unknown" are needed'),
    "MAC: no date": ("macs.toml", "date = 2021-04-25\n", "", r'ngs\.lcd_2021: the key "date" is missing'),
    "MAC: unknown source": ("macs.toml", '"ngs-facet-notice-2021"', '"ngs"', r'ngs\.lcd_2021: unknown source "ngs"'),
    "MAC: bad basis": ("macs.toml", '"seen"', '"V"', r'unknown basis "V"'),
    "MAC: unknown LCD": ("macs.toml", '"lcd-l35936"', '"lcd-l35935"', r"unknown source.*nearest is"),
    "MAC: state twice": ("macs.toml", '"FL"', '"CT"', r"fcso: the state CT stands under ngs already"),
    "MAC: bad state": ("macs.toml", '"FL"', '"Florida"', r'fcso\.states: "codes" is'),
    "MAC: no checked_on": (
        "macs.toml",
        "checked_on = 2026-11-22\n",
        "",
        r'ngs\.states: the key "checked_on" is missing',
    ),
    "pack: unknown key": ("packs/cpt.toml", "default", "defualt", r'unknown key "defualt".*nearest is "default"'),
    "pack: no default": ("packs/cpt.toml", "default = true\n", "", r"exactly one built-in pack"),
    "pack: two defaults": ("packs/medicare.toml", "payers", "default = true\npayers", r"exactly one built-in pack"),
    "pack: default of another type": ("packs/cpt.toml", "true", "1", r'"default" is 1; accepted is true or false'),
    "pack: unknown rules": ("packs/cpt.toml", '"coding"', '"codng"', r'unknown rule group "codng".*"coding"'),
    "pack: no rules": ("packs/cpt.toml", '["coding"]', "[]", r'"rules" is \[\]'),
    "pack: unlike the file's name": ("packs/cpt.toml", '"cpt"', '"ama"', r"must be named ama\.toml"),
    "codes: unknown column": ("codes/family.csv", "region", "regions", r'header: unknown key "regions".*"region"'),
    "codes: missing column": (
        "codes/steroid_drug.csv",
        "short_name,valid_from",
        "short_name,role",
        r'"valid_from" is m',
    ),
    "codes: column twice": ("codes/family.csv", "class,role", "role,role", r"a column stands twice"),
    "codes: short row": ("codes/unlisted.csv", ",seen", "", r"line 2: 6 cells where the header has 7"),
    "codes: zero lost": ("codes/family.csv", "\n0213T", "\n213T", r'line 2: "hcpcs" is "213T"; accepted are five'),
    "codes: empty code": ("codes/family.csv", "\n0213T", "\n", r'"hcpcs" is empty'),
    "codes: bad date": ("codes/family.csv", "2010-01-01", "01/01/2010", r'"valid_from" is "01/01/2010"'),
    "codes: week date": ("codes/family.csv", "2010-01-01", "2010-W01-1", r'"valid_from" is "2010-W01-1"'),
    "codes: no source": ("codes/unlisted.csv", "mpfs-rvu-files", "", r'"source" is empty'),
    "codes: unknown source": ("codes/unlisted.csv", "mpfs-rvu-files", "mpfs-rvu-file", r"unknown source.*nearest is"),
    "codes: bad basis": ("codes/unlisted.csv", "seen", "yes", r'unknown basis "yes"'),
    "codes: no checked_on": ("codes/unlisted.csv", "2026-11-22", "", r'"checked_on" is empty'),
    "codes: unknown class": ("codes/family.csv", ",INJ,", ",MBB,", r'unknown class "MBB"'),
    "codes: unknown region": ("codes/family.csv", ",CT,", ",CX,", r'unknown region "CX"; accepted are CT, LS'),
    "codes: level in words": (
        "codes/family.csv",
        ",CT,1,",
        ",CT,one,",
        r'"level" is "one"; accepted is a whole number',
    ),
    "codes: family without a region": ("codes/family.csv", ",CT,1,", ",,1,", r"0213T needs class, role, region"),
    "codes: ends before it begins": ("codes/unlisted.csv", "01-01,,", "01-01,2009-01-01,", r"is before valid_from"),
    "codes: overlap": ("codes/addon_primary.csv", "2024-06-30", "2024-07-01", r"rows of 0214T overlap"),
    "codes: gap": (
        "codes/addon_primary.csv",
        "2024-06-30",
        "2024-06-29",
        r"rows of 0214T leave a gap after 2024-06-29",
    ),
    "units: overlap": ("codes/mue.csv", "2024-06-30", "2024-12-31", r"rows of 0213T overlap"),
    "units: gap": ("codes/mue.csv", "2026-03-31", "2026-03-30", r"rows of 0213T leave a gap"),
    "units: bad indicator": ("codes/mue.csv", "0213T,1,2", "0213T,1,4", r'"mai" is 4; accepted are 1, 2 and 3'),
    "units: half a unit": ("codes/mue.csv", "0213T,1,2", "0213T,1.5,2", r'"mue" is "1\.5"; accepted is a whole number'),
    "units: stray quote": ("codes/mue.csv", "0213T,1,2", '"0213T"x,1,2', r"not valid CSV"),
}

# The fault lies between two files of the folder; the message names the other one or the folder.
NAMED_ELSEWHERE = {"duplicate parameter name", "pack: no default", "pack: two defaults"}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files_are_refused(folder: Path, edit: Edit, case: str) -> None:
    name, old, new, expected = BROKEN[case]
    file = edit(name, old, new)
    message = refusal(folder)
    assert str(file if case not in NAMED_ELSEWHERE else file.parent) in message
    assert re.search(expected, message), message


# What a whole file can be: its name, the bytes in it (nothing: it is gone), the message.
WHOLE = {
    "sources gone": ("sources.toml", None, r"there is no such file"),
    "MACs gone": ("macs.toml", None, r"there is no such file"),
    "family gone": ("codes/family.csv", None, r"the code set of the facet codes is needed"),
    "units gone": ("codes/mue.csv", None, r"there is no such file"),
    "TOML in latin-1": (KX, b'name = "kx_meaning" # \xe9', r"not UTF-8 text"),
    "CSV in latin-1": ("codes/unlisted.csv", b"hcpcs,\xe9\n", r"not UTF-8 text"),
    "empty TOML": (KX, b"", r'key "name" is missing'),
    "empty CSV": ("codes/unlisted.csv", b"", r'key "hcpcs" is missing'),
    "CSV without rows": ("codes/unlisted.csv", b"hcpcs,valid_from,valid_to,source,basis,checked_on\n", r"has no rows"),
    "value is no list": (KX, b'name="kx_meaning"\ntitle="t"\nunit="u"\naccepts=["a"]\nvalue=1', r"\[\[value\]\]"),
    "a misnamed parameter file": ("params/fourth_level.tml", b"", r"only \.toml files"),
    "a folder among parameters": ("params/old/x.toml", b"", r"only \.toml files"),
    "a misnamed code set": ("codes/drugs.txt", b"", r"only \.csv files"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_missing_and_misplaced_files_are_refused(folder: Path, case: str) -> None:
    name, content, expected = WHOLE[case]
    file = folder / name
    if content is None:
        file.unlink()
    else:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    message = refusal(folder)
    assert name.split("/old")[0] in message
    assert re.search(expected, message), message


VALUE = (
    '[[value]]\nvalue = "none"\nvalid_from = 2010-01-01\nscope = "all"\nsource = "general-knowledge"\n'
    'basis = "unverified"\nchecked_on = 2026-06-01\n'
)
HEAD = 'name = "acme"\ntitle = "Acme"\n'
# Files of a user's pack over a right one, and the message.
OWN = {
    "no pack.toml": ({"pack.toml": None}, r"pack\.toml: there is no such file"),
    "extends nothing": ({"pack.toml": HEAD}, r'key "extends" is missing'),
    "extends an unknown pack": ({"pack.toml": HEAD + 'extends = "medicair"'}, r'unknown pack in "extends".*"medicare"'),
    "extends itself": ({"pack.toml": HEAD + 'extends = "acme"'}, r'"acme" would extend itself'),
    "name of a built-in pack": ({"pack.toml": 'name = "cpt"\ntitle = "x"\nextends = "medicare"'}, r'"cpt" is taken'),
    "name of a MAC": ({"pack.toml": 'name = "cgs"\ntitle = "x"\nextends = "medicare"'}, r'"cgs" is taken'),
    "name all": ({"pack.toml": 'name = "all"\ntitle = "x"\nextends = "medicare"'}, r'"all" is taken'),
    "name with a blank": ({"pack.toml": 'name = "a b"\ntitle = "x"\nextends = "cpt"'}, r'"name" is \'a b\''),
    "default": ({"pack.toml": HEAD + 'extends = "cpt"\ndefault = true'}, r'unknown key "default"'),
    "payer of another pack": (
        {"pack.toml": HEAD + 'extends = "cpt"\npayers = ["Medicare"]'},
        r'payer "medicare" is claimed by the pack medicare already',
    ),
    "unknown entry": ({"param/third_level.toml": ""}, r'unknown entry of a pack\'s folder "param".*"params"'),
    "unknown parameter": (
        {"params/kx_meanign.toml": 'name = "kx_meanign"\n' + VALUE},
        r'unknown parameter "kx_meanign".*nearest is "kx_meaning"',
    ),
    "parameter unlike its file": (
        {"params/kx.toml": 'name = "kx_meaning"\n' + VALUE},
        r"must be named kx_meaning\.toml",
    ),
    "title of a parameter": (
        {"params/kx_meaning.toml": 'name = "kx_meaning"\ntitle = "x"\n' + VALUE},
        r'unknown key "title"; accepted are name, value',
    ),
    "scope of another pack": (
        {"params/kx_meaning.toml": 'name = "kx_meaning"\n' + VALUE.replace('"all"', '"medicare"')},
        r'unknown scope "medicare"',
    ),
    "word that the parameter does not know": (
        {"params/kx_meaning.toml": 'name = "kx_meaning"\n' + VALUE.replace('"none"', '"therapy"')},
        r'unknown value "therapy"; accepted are diagnostic, none',
    ),
    "value from a later day": (
        {"params/kx_meaning.toml": 'name = "kx_meaning"\n' + VALUE.replace("2010", "2023")},
        r"there is a gap.*begins on 2023-01-01",
    ),
    "source id that is taken": (
        {"sources.toml": '[lcd-l33930]\ntitle="x"\npublisher="x"\ndates="x"\nwhere="x"\n'},
        r"source lcd-l33930: there is a source of this id already",
    ),
    "code set that is taken": ({"codes/family.csv": "hcpcs\n"}, r'there is a code set "family" already'),
    "unit limits": ({"codes/mue.csv": "hcpcs\n"}, r'there is a code set "mue" already'),
}


@pytest.mark.parametrize("case", OWN)
def test_broken_packs_are_refused(folder: Path, pack: Path, case: str) -> None:
    files, expected = OWN[case]
    for name, content in files.items():
        if content is None:
            (pack / name).unlink()
        else:
            (pack / name).parent.mkdir(exist_ok=True)
            (pack / name).write_text(content, "utf-8")
    message = refusal(folder, pack)
    assert str(pack) in message
    assert re.search(expected, message), message


def test_a_pack_folder_that_is_not_there_is_refused(folder: Path, tmp_path: Path) -> None:
    assert re.search(r"nowhere: there is no such folder", refusal(folder, tmp_path / "nowhere"))


def test_the_same_pack_twice_is_refused(folder: Path, pack: Path) -> None:
    assert re.search(r'the name "acme" is taken', refusal(folder, pack, pack))


def test_two_packs_that_extend_each_other_are_refused(folder: Path, pack: Path, tmp_path: Path) -> None:
    (pack / "pack.toml").write_text(HEAD + 'extends = "other"\n', "utf-8")
    other = tmp_path / "other"
    other.mkdir()
    (other / "pack.toml").write_text('name = "other"\ntitle = "Other"\nextends = "acme"\n', "utf-8")
    assert re.search(r"would extend itself", refusal(folder, pack, other))


def test_two_packs_that_claim_one_payer_are_refused_until_the_user_chooses(
    folder: Path, pack: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "pack.toml").write_text(
        'name = "other"\ntitle = "Other"\nextends = "cpt"\npayers = ["acme health"]\n', "utf-8"
    )
    assert re.search(r'payer "acme health" is claimed by the pack acme already', refusal(folder, pack, other))
    chosen = load_policy([pack, other], {"Acme Health": "other"}, folder=folder)
    assert chosen.pack_of_payer("acme health") == "other"


def test_backup_copies_hidden_files_and_readmes_are_left_alone(folder: Path) -> None:
    for name in ("kx_meaning.toml~", ".kx_meaning.toml.swp", "README.md"):
        (folder / "params" / name).write_text("not policy", "utf-8")
    load_policy(folder=folder)
