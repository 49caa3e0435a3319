"""The mark that a figure from an incomplete table carries in its sentence."""

from __future__ import annotations

from budgetkit.compare.budget import Budget
from budgetkit.schema import load_schemas

_INCOMPLETE = ("rows_missing", "short", "over")


def is_incomplete(budget: Budget, table: str) -> bool:
    """Say whether a clean table is known not to hold all that its document's total says."""
    coverage = budget.table("coverage")
    own = coverage[coverage["table"] == table]["completeness"]
    return bool(own.isin(_INCOMPLETE).any())


def mark(budget: Budget, table: str) -> str:
    """Give the remark in brackets for a figure that rests on a table's rows; nothing where the table is complete."""
    return f"（{load_schemas()[table].label}未逐行列全，仅就所列各行计）" if is_incomplete(budget, table) else ""
