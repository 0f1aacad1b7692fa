"""Every detector is one documented file of constant SQL that other engines can read too."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

import sqlglot
from sqlglot.errors import ErrorLevel, SqlglotError

from facetaudit.detectors.checks import not_portable, page_problems, put_together
from facetaudit.detectors.model import HEADINGS
from facetaudit.history.derived import named_select
from tests.structure.source import PACKAGE, python_files, report, repository_files, text_of

DIALECTS = ("spark", "snowflake", "databricks", "trino")


def _detector_files() -> list[str]:
    """facetaudit/detectors/<family>/<name>.py."""
    files = [PurePosixPath(name) for name in python_files(f"{PACKAGE}/detectors")]
    found = [str(path) for path in files if len(path.parts) == 4 and not path.name.startswith("_")]
    assert found, f"There is no {PACKAGE}/detectors/<family>/<name>.py."
    return found


def test_docstring_is_the_manual_page() -> None:
    problems = []
    for name in _detector_files():
        page = ast.get_docstring(ast.parse(text_of(name) or "")) or ""
        problems += [f"{name}: {problem}" for problem in page_problems(page)]
    assert not problems, report(
        problems,
        '"""Checks levels. What it checks: ..."""',
        '"""One line.\n\n' + "\n\n".join(f"{heading}\n    ..." for heading in HEADINGS) + '\n"""',
    )


def test_every_detector_has_its_spec_file() -> None:
    problems = []
    for name in _detector_files():
        family, module = PurePosixPath(name).parts[2:]
        spec = f"tests/spec/{family}/test_{module}"
        if spec not in repository_files():
            problems.append(f"{name}: there is no {spec}")
    assert not problems, report(
        problems,
        "facetaudit/detectors/kx/kx_missing.py without a test, or tested in tests/test_kx.py",
        "tests/spec/kx/test_kx_missing.py",
    )


def test_file_and_family_are_named_after_the_detector() -> None:
    from facetaudit.detectors.registry import detectors

    named = {f"{PACKAGE}/detectors/{d.family}/{d.name.replace('-', '_')}.py" for d in detectors()}
    problems = sorted(named.symmetric_difference(_detector_files()))
    assert not problems, report(
        problems, "detectors/kx/missing.py with the name kx-missing", "detectors/kx/kx_missing.py with kx-missing"
    )


def test_no_sql_is_put_together() -> None:
    problems = [
        f"{name}:{line} uses {how}" for name in _detector_files() for line, how in put_together(text_of(name) or "")
    ]
    assert not problems, report(
        problems,
        'FINDINGS = f"select line_id from facet_line where level > {limit}"',
        'FINDINGS = """select l.line_id from facet_line l join param p on p.name = ... where l.level > p.number"""',
    )


def _portability_problems(sql: str) -> list[str]:
    problems = []
    for dialect in DIALECTS:
        try:
            sqlglot.transpile(sql, read="duckdb", write=dialect, unsupported_level=ErrorLevel.RAISE)
        except SqlglotError as error:
            problems.append(f"does not become {dialect}: {str(error).splitlines()[0]}")
    try:
        sqlglot.parse_one(sql, read="spark")  # Spark runs the text as it stands
    except SqlglotError as error:
        problems.append(f"does not read as spark: {str(error).splitlines()[0]}")
    return problems + [f"has {word!r}" for word in not_portable(sql)]


def test_sql_is_portable() -> None:
    from facetaudit.detectors.registry import detectors

    assert detectors(), "The registry finds no detector."
    problems = [
        f"{detector.code} {part}: {problem}"
        for detector in detectors()
        for part in ("findings", "coverage")
        for problem in _portability_problems(getattr(detector, part))
    ]
    assert not problems, report(
        problems,
        "select x::integer from t group by all qualify row_number() over (order by x) = 1",
        "with r as (\n    select cast(x as integer) as x, row_number() over (order by x) as n from t\n)\n"
        "select x from r where n = 1",
    )


def _shared_texts() -> dict[str, str]:
    """The select of every derived table of history, prices and exposure that all engines share, by name."""
    from facetaudit.exposure.compute import AFTER_PRICES, BEFORE_PRICES
    from facetaudit.fees import pricing
    from facetaudit.history import STEPS, prices

    steps = {step.name: step.sql for step in (*STEPS, *BEFORE_PRICES, *AFTER_PRICES) if step.portable}
    statements = (*prices.STATEMENTS, prices.SCHEDULE_LINE, *pricing.STATEMENTS)
    return steps | dict(named_select(statement) for statement in statements)


def test_sql_of_history_prices_and_exposure_is_portable() -> None:
    texts = _shared_texts()
    assert len(texts) > 40, sorted(texts)
    problems = [f"{name}: {problem}" for name, sql in texts.items() for problem in _portability_problems(sql)]
    assert not problems, report(
        problems, "string_agg(x, ', ' order by y)", "a derived table with portable=False and Spark's own text beside it"
    )


def test_what_is_not_portable_has_words_for_spark() -> None:
    from facetaudit.history import STEPS

    own = {step.name: step.spark for step in STEPS if not step.portable}
    # Recursion has no words on Spark: engine/spark runs DuckDB's on batches of patients.
    assert {name for name, sql in own.items() if sql is None} == {"excess_session"}
    for sql in own.values():
        if sql is not None:
            sqlglot.parse_one(sql, read="spark")


def test_the_portability_check_sees_what_it_should() -> None:
    wrong = {
        "select a from t qualify row_number() over (order by a) = 1": "'qualify'",
        "select a::int from t": "'::'",
        "select a, count(*) from t group by all": "'group by all'",
        "select list_transform(a, x -> x) from t": "'->'",
        "select list_transform(a, lambda x: x) from t": "'lambda'",
        "select * exclude (a) from t": "'* exclude'",
        "select {'a': 1} from t": "'{'",
        "select 'x {y}' from t": "'{'",
        "select [a, b] from t": "'['",
        "select a::int from t where b = 'it''s' -- ' and on": "'::'",
        "select a /* it's */ :: int from t": "'::'",
        "select from where": "does not become",
    }
    for sql, problem in wrong.items():
        assert any(problem in one for one in _portability_problems(sql)), sql
    assert _portability_problems("select 'they qualify :: for lambda -> all' as a from t -- qualify") == []
