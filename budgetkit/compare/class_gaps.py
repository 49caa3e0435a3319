"""What a function class lacks in 支出总表, where another table of the same document proves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from budgetkit.check.gaps import FISCAL_TABLES, compare_rows
from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import DECIMALS, source_lines
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import SourceLine
from budgetkit.finding import Row

UNLISTED = "无对应行"


@remembered
def find_class_gaps(budget: Budget, amount: str) -> dict[str, tuple[float, tuple[SourceLine, ...]]]:
    """Find by how much the rows of 支出总表 fall short, by function class (3 digits): 万元, and the lines that say so.

    The tables of fiscal money are part of 支出总表: an item (项) with more there than here lacks rows here. Gaps count
    only where they add up to what all rows lack of the printed total; otherwise no class is known to be whole.
    `amount` is total, basic or project. Empty where nothing is missing or nothing is proved.
    """
    printed = budget.printed_totals.get(("expenditure", amount))
    own = _rows(budget, ("expenditure",), amount)
    if printed is None or not own:
        return {}
    gap = compare_rows(own, _rows(budget, FISCAL_TABLES, amount), amount, _exact(printed))
    short: dict[str, list[str]] = defaultdict(list)
    for code in gap.short if gap.located else ():
        short[code[:3]].append(code)
    return {
        name: (
            float(sum(gap.short[code] for code in codes)),
            tuple(line for code in codes for line in _lines(budget, code)),
        )
        for name, codes in short.items()
    }


def _rows(budget: Budget, tables: Sequence[str], amount: str) -> list[Row]:
    """Give the rows that print an amount, with its exact decimals."""
    frames = (budget.table(table).dropna(subset=[amount]) for table in tables)
    pairs = (pair for frame in frames for pair in zip(frame["function_code"], frame[amount], strict=True))
    return [{"function_code": code or None, amount: _exact(value)} for code, value in pairs]


def _exact(value: float) -> Decimal:
    return round(Decimal(value), DECIMALS)


def _lines(budget: Budget, code: str) -> tuple[SourceLine, ...]:
    tables = (budget.table(table) for table in FISCAL_TABLES)
    return tuple(line for rows in tables for line in source_lines(rows[rows["function_code"] == code]))
