"""An Airflow DAG: the cycle each quarter, then one notebook more by Airflow's own operator for papermill.

For Airflow 3 with the providers standard and papermill. docs/schedules.md says what must be there.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

HOME = Path(os.environ.get("FACETAUDIT_HOME", "/srv/facetaudit"))
CYCLE = HOME / "reports" / "tpe_cycle"

with DAG(
    dag_id="facetaudit_tpe_cycle",
    schedule="30 2 1 1,4,7,10 *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,  # a second run of one cycle is refused
    tags=["facetaudit"],
) as dag:
    # A run that was killed takes up where it was. Exit 4 is a report that failed: the index says which.
    cycle = BashOperator(
        task_id="cycle",
        bash_command=".venv/bin/facetaudit --quiet cycle reports/tpe_cycle.yaml",
        cwd=str(HOME),
        retries=1,
        retry_delay=timedelta(minutes=5),
        execution_timeout=timedelta(hours=6),
    )
    # The kernel is the one of the environment that facetaudit is in. Identifiers stay text: they are given as such.
    exposure = PapermillOperator(
        task_id="exposure",
        input_nb=str(HOME / "notebooks" / "exposure.ipynb"),
        output_nb=str(CYCLE.with_name("exposure_{{ ds }}.ipynb")),
        parameters={"audit_dir": str(CYCLE / "audit"), "scenario": "probable"},
        kernel_name="facetaudit",
    )
    cycle >> exposure
