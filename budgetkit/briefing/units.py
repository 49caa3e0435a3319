"""By budget unit: who of a department spends the money."""

from __future__ import annotations

from dataclasses import replace

from budgetkit.compare.budget import Budget
from budgetkit.compare.result import Result
from budgetkit.compare.units import measure_units
from budgetkit.numbers import format_percent


def units(budget: Budget) -> Result:
    """Measure the units, largest first (see `measure_units`), named by the largest of them."""
    result = measure_units(budget)
    if result.is_missing:
        return result
    first = result.table.iloc[0]
    largest = f"最大的是{first['name']}（{format_percent(first['share'])}）"
    number = f"{'推断为 ' if result.facts.get('inferred') else ''}{len(result.table)} 个"
    return replace(result, title=f"按预算单位（{number}）：{largest}")
