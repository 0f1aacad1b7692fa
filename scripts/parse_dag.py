"""Parse the DAG of reports/schedules as Airflow does, by the Python of an environment that has Airflow (make airflow).

Prints versions, errors and tasks as JSON. Airflow keeps its files in a temporary folder that goes away.
"""

import json
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

DAGS = Path(__file__).parents[1] / "reports" / "schedules"

with tempfile.TemporaryDirectory(prefix="facetaudit-airflow-") as home:
    os.environ |= {
        "AIRFLOW_HOME": home,
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
    }
    try:
        from airflow.dag_processing.dagbag import DagBag
    except ImportError:
        from airflow.models.dagbag import DagBag
    bag = DagBag(str(DAGS))
    packages = ("apache-airflow", "apache-airflow-providers-papermill", "apache-airflow-providers-standard")
    told = {
        "versions": {name: version(name) for name in packages},
        "errors": dict(bag.import_errors),
        "dags": {
            name: {
                "schedule": dag.schedule,
                "tasks": {
                    task.task_id: {"operator": type(task).__name__, "after": sorted(task.upstream_task_ids)}
                    for task in dag.tasks
                },
            }
            for name, dag in bag.dags.items()
        },
    }
print(json.dumps(told))
