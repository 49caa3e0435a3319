"""By budget unit: who of a department spends the money."""

from __future__ import annotations

from budgetkit.briefing.show import amount, share, show_table, text
from budgetkit.compare.budget import Budget
from budgetkit.compare.units import measure_units
from budgetkit.report.numbers import format_percent
from budgetkit.report.parts import Part

_TITLE = "按预算单位"


def units_table(budget: Budget) -> Part | None:
    """Show the units with total, basic and project money, largest first; nothing where none are told apart."""
    result = measure_units(budget)
    if result.is_missing:
        return None
    first = result.table.iloc[0]
    title = f"{_TITLE}（{len(result.table)} 个）：最大的是{first['name']}（{format_percent(first['share'])}）"
    parts = (("basic", "基本支出"), ("project", "项目支出"))
    columns = [text("name", "单位"), amount("total", "合计"), share("share", "占比")]
    columns += [amount(key, label) for key, label in parts if result.table[key].notna().any()]
    return show_table(budget.data, result, columns, title)
