"""What a function class lacks in 支出总表, where another table of the same document proves it."""

from __future__ import annotations

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import DECIMALS
from budgetkit.compare.remember import remembered
from budgetkit.compare.result import SourceLine

UNLISTED = "无对应行"


@remembered
def find_class_gaps(budget: Budget, amount: str) -> dict[str, tuple[float, tuple[SourceLine, ...]]]:
    """Find by how much the rows of 支出总表 fall short, by function class (3 digits): 万元, and the lines that say so.

    一般公共预算支出表 is part of 支出总表: an item (项) with more there than here lacks rows here. Gaps are given
    only where they add up to what all rows lack of the printed total; otherwise no class is known to be whole.
    `amount` is total, basic or project. Empty where nothing is missing or nothing is proved.
    """
    printed = budget.printed_totals.get(("expenditure", amount))
    own = _by_item(budget, "expenditure", amount)
    if printed is None or not own:
        return {}
    lack = round(printed - sum(own.values()), DECIMALS)
    other = _by_item(budget, "general_public_expenditure", amount)
    short = {code: round(value - own.get(code, 0.0), DECIMALS) for code, value in other.items()}
    short = {code: value for code, value in short.items() if value > 0}
    if not lack or round(sum(short.values()) - lack, DECIMALS):
        return {}
    gaps: dict[str, tuple[float, tuple[SourceLine, ...]]] = {}
    for code, value in short.items():
        before, lines = gaps.get(code[:3], (0.0, ()))
        gaps[code[:3]] = (round(before + value, DECIMALS), lines + _lines(budget, code))
    return gaps


def _by_item(budget: Budget, table: str, amount: str) -> dict[str, float]:
    rows = budget.table(table).dropna(subset=[amount, "function_code"])
    return rows.groupby("function_code")[amount].sum().to_dict()


def _lines(budget: Budget, code: str) -> tuple[SourceLine, ...]:
    rows = budget.table("general_public_expenditure")
    rows = rows[rows["function_code"] == code]
    return tuple((document, int(line)) for document, line in zip(rows["document_id"], rows["source_line"], strict=True))
