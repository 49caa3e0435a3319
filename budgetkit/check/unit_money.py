"""Money of the general public budget by unit: what 收入总表 gives each, and what 一般公共预算支出表 lets it spend."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, sum_column, sum_figures
from budgetkit.check.function_codes import compare_by_key, figures_by_key
from budgetkit.check.words import table_label
from budgetkit.finding import Row

RULE, TABLE, OTHER = "unit_income_to_expenditure", "income", "general_public_expenditure"
_COLUMNS = ("this_year_general_public", "carryover_general_public")


def check_unit_money(document: CheckedDocument) -> Iterator[Row]:
    """Check each unit's general public budget income against its expenditure, in documents that print both by unit.

    Only where all units together agree: then money that a unit lacks stands with another one. Where they don't, money
    is carried on to the next year, and nothing tells which unit's.
    """
    units = [row for row in document.rows(TABLE) if row["role"] == "line" and row["unit_code"]]
    spent = figures_by_key(
        [row for row in document.rows(OTHER) if row.get("unit_code") and row.get("role") in (None, "item")],
        ("unit_code",),
        "total",
    )
    if not units or not spent:
        return
    received = {
        (row["unit_code"],): sum_figures(sum_column([row], column).or_zero() for column in _COLUMNS) for row in units
    }
    if _sum(received) == _sum(spent):
        names = {row["unit_code"]: row["unit_name"] for row in units}
        what = f"{table_label(TABLE)}各单位一般公共预算资金＝{table_label(OTHER)}该单位支出"
        yield from compare_by_key(
            RULE, TABLE, what, received, spent, name=lambda key: f"{key[0]}-{names.get(key[0]) or ''}"
        )


def _sum(figures: dict[tuple[str | None, ...], Figure]) -> Decimal:
    return sum_figures(figures.values()).value
