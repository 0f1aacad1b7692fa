# Every target makes what it needs: .venv in this folder, from requirements.lock (scripts/bootstrap.sh).
#   make demo          audit a made-up extract and report on it, into DEMO_DIR
#   make test          run the tests on every core; ARGS goes to pytest:  make test ARGS="tests/spec -k kx"
#   make lint          ruff and mypy
#   make accuracy      audit a labelled extract of 200,000 claims, write docs/accuracy.md
#   make fuzz          compare findings with the oracle on random claims; MINUTES=10 SEED=1
#   make fuzz-formats  load damaged files of each format; FORMAT=csv,eob SEEDS=0-1999
#   make bench-load    loading under a memory limit: make bench-load ARGS="--lines 20000000 --what check"
#   make bench         whole audits beside one bare pass, hand-written SQL and pandas: make bench ARGS="--runs 1"
#   make bench-formats the same claims in every format that synthesize writes
#   make kills         kill a cycle of 30 reports at 20 moments; it must end as one that was left alone; SEED=1
#   make airflow       parse the DAG of reports/schedules with Airflow, in an environment of its own: AIRFLOW_ENV
#   make lab           JupyterLab on a copy of the notebooks, with the demo's audit, in LAB_DIR
#   make spark         both engines on one extract (needs Java and the extra spark): make spark ARGS="--sets 2000 --kill"
#   make mutants       break each detector on purpose; each break must fail a drawn case
#   make docs          write the generated pages of docs/ anew
#   make lock          resolve requirements.lock anew (needs uv)
#   make clean         remove .venv, the demo and what tools leave behind
# PYTHON names the interpreter:  make PYTHON=python3.12 test

PYTHON = python3
DEMO_DIR = demo
LAB_DIR = demo/lab
AIRFLOW_ENV = $(HOME)/.cache/facetaudit/airflow
ARGS =

.PHONY: help venv demo test lint accuracy fuzz fuzz-formats bench bench-load bench-formats kills airflow lab spark
.PHONY: mutants docs lock clean

help:
	@sed -n 's/^#   make/make/p' Makefile

venv:
	@PYTHON='$(PYTHON)' sh scripts/bootstrap.sh

demo: venv
	@.venv/bin/facetaudit demo --out '$(DEMO_DIR)'

test: venv
	@.venv/bin/python -m pytest -n auto --dist worksteal $(ARGS)

lint: venv
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m mypy

fuzz: venv
	@.venv/bin/python -m tests.agreement.fuzz --minutes $(or $(MINUTES),10) --seed $(or $(SEED),1)

fuzz-formats: venv
	@.venv/bin/python -m tests.claims.fuzz_formats --seeds $(or $(SEEDS),0-1999) $(if $(FORMAT),--formats $(FORMAT))

bench: venv
	@.venv/bin/python -m benchmarks.audit $(ARGS)

bench-load: venv
	@.venv/bin/python -m benchmarks.load $(ARGS)

bench-formats: venv
	@.venv/bin/python -m benchmarks.formats $(ARGS)

kills: venv
	@.venv/bin/python -m tests.reports.kills --seed $(or $(SEED),1)

airflow: venv
	@test -x '$(AIRFLOW_ENV)/bin/python' || '$(PYTHON)' -m venv '$(AIRFLOW_ENV)'
	@'$(AIRFLOW_ENV)/bin/python' -m pip install -q --disable-pip-version-check apache-airflow apache-airflow-providers-papermill apache-airflow-providers-standard
	@FACETAUDIT_AIRFLOW='$(AIRFLOW_ENV)' .venv/bin/python -m pytest tests/reports/test_schedules.py
	@'$(AIRFLOW_ENV)/bin/python' scripts/parse_dag.py

lab: demo
	@test -d '$(LAB_DIR)' || .venv/bin/facetaudit notebooks --to '$(LAB_DIR)' --audit '$(DEMO_DIR)/audit'
	@.venv/bin/jupyter lab $(ARGS) '$(LAB_DIR)'

spark: venv
	@.venv/bin/python -m tests.spark.equality $(or $(ARGS),--samples)

mutants: venv
	@.venv/bin/python -m tests.mutants $(DETECTORS)

docs: venv
	@.venv/bin/python -m scripts.make_docs

accuracy: venv
	@.venv/bin/python scripts/accuracy.py $(ARGS)

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: install it (pip install uv)." >&2; exit 2; }
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock

clean:
	rm -rf .venv demo build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
