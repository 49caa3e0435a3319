"""A document's main figures, where it prints them in a table and where its text states them."""

from __future__ import annotations

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import source_lines, total_of
from budgetkit.compare.result import SourceLine

Found = tuple[float | None, tuple[SourceLine, ...]]
"""An amount (万元) and the raw lines that it rests on."""
NOTHING: Found = (None, ())
MEASURES = (
    # key, label, base, clean table, column, concept of the text
    ("income", "收入总计", "全部资金", "income_expenditure", "income_total", "income_total"),
    ("expenditure", "支出合计", "全部资金", "expenditure", "total", "expenditure_total"),
    ("basic", "基本支出", "全部资金", "expenditure", "basic", "basic"),
    ("project", "项目支出", "全部资金", "expenditure", "project", "project"),
    ("general_public", "一般公共预算支出", "一般公共预算", "general_public_expenditure", "total",
     "general_public_expenditure"),
    ("general_public_basic", "其中：基本支出", "一般公共预算", "general_public_expenditure", "basic",
     "general_public_basic"),
    ("general_public_project", "其中：项目支出", "一般公共预算", "general_public_expenditure", "project",
     "general_public_project"),
    ("gov_fund", "政府性基金预算支出", "政府性基金", "gov_fund", "total", "gov_fund_expenditure"),
    ("state_capital", "国有资本经营预算支出", "国有资本经营预算", "state_capital", "total",
     "state_capital_expenditure"),
)  # fmt: skip


def find_printed(document: Budget, table: str, column: str) -> Found:
    """Give a total that a document prints, else the sum of the items of its table."""
    totals = document.table("printed_totals")
    totals = totals[(totals["table"] == table) & (totals["column"] == column)].head(1)
    if len(totals):
        return float(totals["amount"].iloc[0]), source_lines(totals)
    if table == "income_expenditure":
        return NOTHING
    rows = document.table(table).dropna(subset=[column])
    return total_of(rows[column]), source_lines(rows)


def find_stated(document: Budget, stage: str | None, concept: str, code: str | None = None) -> Found:
    """Give what a document's text states of a concept or item, of a stage of the budget or none.

    Nothing where it states two amounts: which of them is meant is not known.
    """
    rows = document.table("statements")
    of_stage = rows["stage"].isna() if stage is None else rows["stage"] == stage
    rows = rows[of_stage & (rows["concept"] == concept) & (rows["budget_year"] == document.year)]
    rows = rows.dropna(subset=["amount"])
    if code:
        rows = rows[rows["function_code"] == code]
    if rows["amount"].nunique() != 1:
        return NOTHING
    return float(rows["amount"].iloc[0]), source_lines(rows.head(1))
