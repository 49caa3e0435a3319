"""Sentences with the raw lines that their figures come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from budgetkit.compare.result import Result, SourceLine
from budgetkit.statements import Statement


@dataclass(frozen=True)
class CitedStatement(Statement):
    """A sentence, the exact values of its figures, and the raw lines behind them."""

    sources: tuple[SourceLine, ...] = ()


def cite(statement: Statement, *origins: Result | Iterable[SourceLine]) -> CitedStatement:
    """Give a sentence its sources, every line that makes its figures: results, or pairs of document id and line."""
    lines: dict[SourceLine, None] = {}
    for origin in origins:
        found = origin.sources if isinstance(origin, Result) else tuple(origin)
        lines.update(dict.fromkeys(found))
    return CitedStatement(statement.text, statement.figures, tuple(lines))


def cite_rows(statement: Statement, result: Result, column: str, *values: object) -> CitedStatement:
    """Give a sentence the sources of those rows of a result whose column has one of the values."""
    rows = result.table[result.table[column].isin(values)]
    return cite(statement, [line for lines in rows["sources"] for line in lines])
