"""What a function class lacks in 支出总表, where another table of the same document proves it."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.check.gaps import FISCAL_TABLES, find_more
from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import DECIMALS, source_lines
from budgetkit.compare.remember import remembered
from budgetkit.compare.result import SourceLine

UNLISTED = "无对应行"


@remembered
def find_class_gaps(budget: Budget, amount: str) -> dict[str, tuple[float, tuple[SourceLine, ...]]]:
    """Find by how much the rows of 支出总表 fall short, by function class (3 digits): 万元, and the lines that say so.

    The tables of fiscal money are part of 支出总表: an item (项) with more there than here lacks rows here. Gaps count
    only where they add up to what all rows lack of the printed total; otherwise no class is known to be whole.
    `amount` is total, basic or project. Empty where nothing is missing or nothing is proved.
    """
    printed = budget.printed_totals.get(("expenditure", amount))
    own = _by_item(budget, ("expenditure",), amount)
    if printed is None or not own:
        return {}
    lack = round(printed - sum(own.values()), DECIMALS)
    short = find_more(_by_item(budget, FISCAL_TABLES, amount), own, DECIMALS)
    if not lack or round(sum(short.values()) - lack, DECIMALS):
        return {}
    gaps: dict[str, tuple[float, tuple[SourceLine, ...]]] = {}
    for code, value in short.items():
        before, lines = gaps.get(code[:3], (0.0, ()))
        gaps[code[:3]] = (round(before + value, DECIMALS), lines + _lines(budget, code))
    return gaps


def _by_item(budget: Budget, tables: Sequence[str], amount: str) -> dict[str, float]:
    sums: dict[str, float] = {}
    for table in tables:
        rows = budget.table(table).dropna(subset=[amount, "function_code"])
        for code, value in rows.groupby("function_code")[amount].sum().items():
            sums[code] = sums.get(code, 0.0) + value
    return sums


def _lines(budget: Budget, code: str) -> tuple[SourceLine, ...]:
    tables = (budget.table(table) for table in FISCAL_TABLES)
    return tuple(line for rows in tables for line in source_lines(rows[rows["function_code"] == code]))
