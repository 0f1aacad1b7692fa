"""Packs: which payer follows which, what a user's own pack changes and what it leaves alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from facetaudit.errors import PolicyError
from facetaudit.policy import Policy, load_policy

ON = date(2023, 1, 1)


def value(scope: str, number: int | str, start: str = "2010-01-01") -> str:
    shown = f'"{number}"' if isinstance(number, str) else number
    return (
        f'[[value]]\nvalue = {shown}\nvalid_from = {start}\nscope = "{scope}"\nsource = "acme-manual"\n'
        'basis = "seen"\nchecked_on = 2026-06-01\n'
    )


@pytest.fixture
def limited(pack: Path) -> Path:
    """Acme pays six diagnostic sessions a year, and three under CGS."""
    (pack / "sources.toml").write_text(
        '[acme-manual]\ntitle = "Provider manual"\npublisher = "Acme"\ndates = "2023"\nwhere = "Acme portal"\n', "utf-8"
    )
    (pack / "params" / "diagnostic_session_limit.toml").write_text(
        'name = "diagnostic_session_limit"\n' + value("all", 6) + value("cgs", 3), "utf-8"
    )
    return pack


def test_payers_pick_packs_whatever_their_case(policy: Policy) -> None:
    assert policy.pack_of_payer("medicare") == "medicare"
    assert policy.pack_of_payer(" Medicare ") == "medicare"
    assert policy.pack_of_payer("Acme Health") == "cpt"
    assert policy.default_pack == "cpt"


def test_a_choice_goes_before_what_packs_claim(pack: Path) -> None:
    chosen = load_policy([pack], {"Blue": "acme", "ACME HEALTH": "cpt", "medicare": "acme"})
    assert [chosen.pack_of_payer(payer) for payer in ("blue", "acme health", "Medicare", "other")] == [
        "acme",
        "cpt",
        "acme",
        "cpt",
    ]


def test_a_choice_of_an_unknown_pack_suggests_the_nearest() -> None:
    with pytest.raises(PolicyError, match=r'payer "blue".*"medicair".*nearest is "medicare"'):
        load_policy(payer_packs={"Blue": "medicair"})


def test_an_own_pack_changes_its_own_lines_only(limited: Path) -> None:
    policy = load_policy([limited])
    own = policy.value("diagnostic_session_limit", on=ON, mac="ngs", pack="acme")
    assert (own.value, own.source_title, own.scope) == ("6", "Provider manual", "acme")
    assert policy.value("diagnostic_session_limit", on=ON, mac="cgs", pack="acme").value == "3"
    assert policy.value("diagnostic_session_limit", on=ON, mac="cgs").value == "4"
    assert policy.value("diagnostic_session_limit", on=ON, mac="cgs", pack="cpt").value == "none"
    # What it does not name comes from the pack that it extends, MAC by MAC.
    assert policy.value("third_level", on=date(2024, 7, 10), mac="palmetto", pack="acme").value == "non-covered"
    assert policy.value("third_level", on=date(2024, 7, 10), mac="wps", pack="acme").value == "appeal-only"
    assert policy.value("addon_bilateral", on=ON, mac="fcso", pack="acme").value == "either"
    assert policy.pack_of_payer("Acme Health") == "acme"
    assert policy.packs["acme"].medicare_rules


def test_a_packs_own_value_goes_before_the_extended_packs_mac_value(pack: Path) -> None:
    (pack / "params" / "addon_bilateral.toml").write_text(
        'name = "addon_bilateral"\n' + value("acme", "modifier_50").replace("acme-manual", "general-knowledge"), "utf-8"
    )
    policy = load_policy([pack])
    assert policy.value("addon_bilateral", on=ON, mac="fcso", pack="acme").value == "modifier_50"
    assert policy.value("addon_bilateral", on=ON, mac="fcso").value == "either"


def test_a_pack_may_extend_another_own_pack(limited: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "pack.toml").write_text('name = "gold"\ntitle = "Gold"\nextends = "acme"\n', "utf-8")
    for order in ([gold, limited], [limited, gold]):
        policy = load_policy(order)
        assert policy.packs["gold"].chain == ("gold", "acme", "medicare")
        assert policy.value("diagnostic_session_limit", on=ON, mac="cgs", pack="gold").value == "3"


def test_a_pack_extending_cpt_is_without_medicare_rules(pack: Path) -> None:
    (pack / "pack.toml").write_text('name = "acme"\ntitle = "Acme"\nextends = "cpt"\n', "utf-8")
    policy = load_policy([pack])
    assert not policy.packs["acme"].medicare_rules
    assert policy.value("kx_meaning", on=ON, mac="cgs", pack="acme").value == "none"


def test_a_pack_brings_code_sets_of_its_own(pack: Path) -> None:
    (pack / "codes").mkdir()
    (pack / "codes" / "acme_drug.csv").write_text(
        "hcpcs,valid_from,valid_to,source,basis,checked_on\n"
        "J1100,2020-01-01,2020-12-31,general-knowledge,unverified,2026-06-01\n",
        "utf-8",
    )
    (pack / "README.md").write_text("Acme's rules.\n", "utf-8")
    rows = load_policy([pack]).codes("acme_drug")
    assert [(row.hcpcs, row.valid_to) for row in rows] == [("J1100", date(2020, 12, 31))]


def test_the_fingerprint_follows_content_and_not_layout(
    policy: Policy, limited: Path, folder: Path, tmp_path: Path
) -> None:
    assert len(policy.fingerprint()) == 64
    assert load_policy(folder=folder).fingerprint() == policy.fingerprint()
    reordered = folder / "params" / "third_level.toml"
    head, *values = reordered.read_text("utf-8").split("[[value]]")
    reordered.write_text("# a remark\n" + "[[value]]".join([head, values[3] + "\n\n", *values[:3]]), "utf-8")
    assert load_policy(folder=folder).fingerprint() == policy.fingerprint()
    assert load_policy([limited]).fingerprint() != policy.fingerprint()
    assert load_policy(payer_packs={"blue": "medicare"}).fingerprint() != policy.fingerprint()
    mue = folder / "codes" / "mue.csv"
    mue.write_text(mue.read_text("utf-8").replace("99153,9,3", "99153,8,3"), "utf-8")
    assert load_policy(folder=folder).fingerprint() != policy.fingerprint()
