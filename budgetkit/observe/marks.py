"""The mark that a figure from an incomplete table carries in its sentence."""

from __future__ import annotations

from budgetkit.compare.budget import Budget
from budgetkit.compare.lists import is_incomplete
from budgetkit.schema import load_schemas


def mark(budget: Budget, table: str) -> str:
    """Give the remark in brackets for a figure that rests on a table's rows; nothing where the table is complete."""
    return f"（{load_schemas()[table].label}未逐行列全，仅就所列各行计）" if is_incomplete(budget, table) else ""
