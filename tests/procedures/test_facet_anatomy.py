"""The anatomy table against the numbering rule, written here a second time."""

from __future__ import annotations

from facetaudit.procedures.anatomy import facet_joints


def expected_nerves() -> dict[str, set[str]]:
    """Nerves by joint: Cn and Cn+1 in the neck, one number up from the chest down, C2-3 by TON alone."""
    nerves = {"C2-3": {"TON"}, "C7-T1": {"C7", "C8"}, "T1-2": {"C8", "T1"}}
    nerves |= {f"C{n}-{n + 1}": {f"C{n}", f"C{n + 1}"} for n in (3, 4, 5, 6)}
    nerves |= {f"T{n}-{n + 1}": {f"T{n - 1}", f"T{n}"} for n in range(2, 12)}
    nerves |= {"T12-L1": {"T11", "T12"}, "L1-2": {"T12", "L1"}}
    nerves |= {f"L{n}-{n + 1}": {f"L{n - 1}", f"L{n}"} for n in (2, 3, 4)}
    nerves |= {"L5-S1": {"L4", "L5"}}
    return nerves


def test_every_joint_has_its_nerves() -> None:
    assert {joint.name: set(joint.nerves) for joint in facet_joints()} == expected_nerves()


def test_only_c2_3_has_one_nerve() -> None:
    assert [joint.name for joint in facet_joints() if len(joint.nerves) == 1] == ["C2-3"]


def test_t12_l1_is_the_last_cervical_thoracic_joint_and_the_junction_is_two_joints() -> None:
    names = [joint.name for joint in facet_joints()]
    regions = [joint.region for joint in facet_joints()]
    last = names.index("T12-L1")
    assert set(regions[: last + 1]) == {"CT"}
    assert set(regions[last + 1 :]) == {"LS"}
    assert [joint.name for joint in facet_joints() if joint.at_junction] == ["T12-L1", "L1-2"]


def test_joints_are_in_order_from_the_head_down() -> None:
    assert [joint.order_number for joint in facet_joints()] == list(range(1, 24))
    first = ["C2-3", "C3-4", "C4-5", "C5-6", "C6-7", "C7-T1", "T1-2"]
    assert [joint.name for joint in facet_joints()][:7] == first
    assert facet_joints()[-1].name == "L5-S1"


def test_every_joint_names_its_source_and_how_it_is_backed() -> None:
    for joint in facet_joints():
        assert joint.source_id
        assert joint.basis in {"seen", "restated", "derived", "unverified"}
        assert (joint.basis == "unverified") == (joint.source_id == "general-knowledge")
