"""Mistakes of payment: FA701 to FA703."""

from __future__ import annotations

from facetaudit.synthetic.scenario import scenario

PAYMENT = (
    # --- FA701: the professional claim says office, the service was in a facility
    scenario(
        "office_claimed_for_asc", "mistake", "The office's place of service beside an ASC's claim.",
        """
        0        | office         | INJ1 RT                | FA701
        0        | asc            | INJ1 RT                |
        """, pack="either", weight=3,
    ),
    scenario(
        "office_claimed_for_hospital", "mistake", "The same with a hospital, whose add-on is packaged.",
        """
        0        | office         | RFA1 RT                | FA701
        0        | office         | RFA2 RT                | FA701
        0        | hopd           | RFA1 RT                |
        0        | hopd           | RFA2 RT                |
        """, weight=2,
    ),
    scenario(
        "office_claimed_for_one_level", "mistake", "The facility knows of the first level only.",
        """
        0        | office         | INJ1 50 KX             | FA701
        0        | office         | INJ2 50 KX             |
        0        | hopd           | INJ1 50 KX             |
        """,
    ),
    # --- FA702: more than the schedule
    scenario(
        "block_paid_above_schedule", "mistake", "Allowed far more than the schedule of the place.",
        """
        0        | prof           | INJ1 RT above          | FA702
        0        | prof           | INJ2 RT                |
        """, locality=True, weight=2,
    ),
    scenario(
        "ablation_paid_above_schedule", "mistake", "The same for both lines of an ablation.",
        """
        0        | prof           | RFA1 RT above          | FA702
        0        | prof           | RFA2 RT above          | FA702
        """, locality=True,
    ),
    # --- FA703: one service on two claims
    scenario(
        "first_claim_paid_later", "mistake", "The claim paid first stands, whichever was sent first.",
        """
        0        | prof #A resent | INJ1 RT                | FA103 FA703
        0        | prof #A resent | INJ2 RT                | FA103 FA703
        0        | prof #B        | INJ1 RT                | FA103 FA702
        0        | prof #B        | INJ2 RT                | FA103
        """, pack="either",
    ),
    scenario(
        "addon_sent_twice", "mistake", "An additional joint on a second claim, within the limit of units.",
        """
        0        | prof #A        | RFA1 50                |
        0        | prof #A        | RFA2 RT                |
        0        | prof #B resent | RFA2 RT                | FA703
        """, pack="either",
    ),
    scenario(
        "diagnostic_claim_sent_three_times", "mistake", "A diagnostic block on three claims.",
        """
        0        | prof #A        | INJ1 50 KX             | FA103
        0        | prof #B resent | INJ1 KX 50             | FA103 FA702 FA703
        0        | prof #C resent | INJ1 50 KX             | FA103 FA702 FA703
        """,
    ),
)  # fmt: skip
