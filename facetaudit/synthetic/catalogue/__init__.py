"""The catalogue: every scenario of the generator as a little table, in the module of its family."""

from __future__ import annotations

from facetaudit.synthetic.catalogue.bilateral import BILATERAL
from facetaudit.synthetic.catalogue.companions import COMPANIONS
from facetaudit.synthetic.catalogue.correct import CORRECT
from facetaudit.synthetic.catalogue.coverage import COVERAGE
from facetaudit.synthetic.catalogue.frequency import FREQUENCY
from facetaudit.synthetic.catalogue.kx import KX
from facetaudit.synthetic.catalogue.lookalikes_coding import LOOKALIKES_CODING
from facetaudit.synthetic.catalogue.lookalikes_companions import LOOKALIKES_COMPANIONS
from facetaudit.synthetic.catalogue.lookalikes_coverage import LOOKALIKES_COVERAGE
from facetaudit.synthetic.catalogue.lookalikes_history import LOOKALIKES_HISTORY
from facetaudit.synthetic.catalogue.payment import PAYMENT
from facetaudit.synthetic.catalogue.regions import REGIONS_OF_A_DAY
from facetaudit.synthetic.catalogue.sequence import SEQUENCE
from facetaudit.synthetic.catalogue.units_levels import UNITS_AND_LEVELS
from facetaudit.synthetic.catalogue.visits import NO_SCENARIO, VISITS
from facetaudit.synthetic.scenario import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    *CORRECT, *UNITS_AND_LEVELS, *REGIONS_OF_A_DAY, *BILATERAL, *KX, *SEQUENCE, *FREQUENCY, *COMPANIONS, *COVERAGE,
    *PAYMENT, *LOOKALIKES_CODING, *LOOKALIKES_HISTORY, *LOOKALIKES_COMPANIONS, *LOOKALIKES_COVERAGE,
)  # fmt: skip
"""All scenarios; names are unique and appear in `labels.csv`."""

__all__ = ["NO_SCENARIO", "SCENARIOS", "VISITS"]
