"""Ways to break a detector's SQL: a comparison flipped, a condition dropped, a figure off by one."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

import sqlglot
from sqlglot import exp

FLIPPED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
}
LIMITS = ("number", "limit_value", "mue", "session_limit")
"""Columns that hold a figure of the policy."""
UNSEEN = (
    "reason",
    "correct_coding",
    "source_id",
    "basis",
    "recode",
    "numerator",
    "denominator",
    "corrected_pairs",
    "corrected_singles",
    "corrected_place",
    "pattern_id",
    "sides",
)
"""What the drawn cases do not show: texts, sources and what the exposure computes with."""


def mutants(sql: str, undated: Container[str], uniform: Container[str]) -> Iterator[tuple[str, str]]:
    """Each mutant of a query: what was done, and the query.

    ``undated`` names the parameters and code sets whose values never change, ``uniform`` the parameters that are the
    same for every pack and MAC too: breaking their joins on these says the same, so it is left out.
    """
    aliases = re.findall(r"(\w+)\.name = '(\w+)'", sql)
    equal = [f" {alias}.valid_from" for alias, name in aliases if name in undated]
    equal += [f"{alias}.{column} <> " for alias, name in aliases if name in uniform for column in ("pack", "mac")]
    seen = {sqlglot.parse_one(sql, read="duckdb").sql("duckdb")}
    for place, node in enumerate(sqlglot.parse_one(sql, read="duckdb").walk()):
        if _is_unseen(node):
            continue
        for number, (what, _) in enumerate(_replacements(node)):
            if any(text in what for text in equal):
                continue
            tree = sqlglot.parse_one(sql, read="duckdb")
            same = list(tree.walk())[place]
            same.replace(list(_replacements(same))[number][1])
            mutated = tree.sql("duckdb")
            if mutated not in seen:
                seen.add(mutated)
                yield what, mutated


def _is_unseen(node: exp.Expr) -> bool:
    """Whether the node stands in an output column that no drawn case shows."""
    while node is not None:
        if isinstance(node, exp.Alias) and node.alias.lower() in UNSEEN:
            return True
        node = node.parent  # type: ignore[assignment]
    return False


def _replacements(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    text = " ".join(node.sql("duckdb").split())
    if type(node) in FLIPPED:
        other = FLIPPED[type(node)](this=node.this.copy(), expression=node.expression.copy())
        yield f"{text}  ->  {other.sql('duckdb')}", other
    if isinstance(node, exp.And | exp.Or):
        yield f"dropped: {node.expression.sql('duckdb')}", node.this.copy()
        yield f"dropped: {node.this.sql('duckdb')}", node.expression.copy()
    if isinstance(node, exp.Not):
        yield f"{text}  ->  without not", node.this.copy()
    if isinstance(node, exp.Between):
        yield f"{text}  ->  lower end left out", exp.And(
            this=exp.GT(this=node.this.copy(), expression=node.args["low"].copy()),
            expression=exp.LTE(this=node.this.copy(), expression=node.args["high"].copy()),
        )
        yield f"{text}  ->  upper end left out", exp.And(
            this=exp.GTE(this=node.this.copy(), expression=node.args["low"].copy()),
            expression=exp.LT(this=node.this.copy(), expression=node.args["high"].copy()),
        )
    if isinstance(node, exp.Where):
        yield f"dropped: {text}", exp.Where(this=exp.true())
    is_number = isinstance(node, exp.Literal) and not node.is_string and node.name.isdigit()
    if is_number and not isinstance(node.parent, exp.DataTypeParam | exp.Interval):
        around = " ".join(node.parent.sql("duckdb").split()) if node.parent else text
        yield f"{text}  ->  {int(node.name) + 1} in {around[:160]}", exp.Literal.number(int(node.name) + 1)
    if isinstance(node, exp.Column) and node.name in LIMITS and not isinstance(node.parent, exp.Is):
        yield f"{text}  ->  {text} + 1", exp.paren(exp.Add(this=node.copy(), expression=exp.Literal.number(1)))
