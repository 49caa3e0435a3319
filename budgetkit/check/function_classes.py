"""Expenditure by function class: the same money under 类 in the two-sided tables and under codes in the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from budgetkit.check.causes import Causes, find_causes
from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure, sum_column
from budgetkit.check.form_figures import carried_in
from budgetkit.check.gaps import FISCAL_TABLES
from budgetkit.check.result import absent_row, compare
from budgetkit.check.two_sides import side_of
from budgetkit.check.words import table_label
from budgetkit.classes import load_classes
from budgetkit.codes.class_names import find_class
from budgetkit.finding import Row

RULE = "function_class_to_summary"


def check_function_classes(document: CheckedDocument) -> Iterator[Row]:
    """Check 支出总表 against 收支总表, and the fiscal lists against 财政拨款收支总表, class by class.

    The numerals before the classes differ from document to document, so that classes meet by name.
    """
    causes = find_causes(document)
    yield from _check(document, "expenditure", ("expenditure",), "income_expenditure", causes)
    yield from _check(document, "general_public_expenditure", FISCAL_TABLES, "fiscal_grant", None)


def _check(
    document: CheckedDocument, table: str, lists: Iterable[str], summary: str, causes: Causes | None
) -> Iterator[Row]:
    names = "＋".join(table_label(name) for name in lists if name == table or document.rows(name))
    what = f"{names}按功能分类“类”汇总＝{table_label(summary)}"
    absent = document.absent(table) or document.absent(summary)
    if absent:
        yield absent_row(RULE, table, what, absent)
        return
    if not any(row["side"] == "expenditure" for row in document.rows(summary)):
        reason = f"{table_label(summary)}未按功能分类列支出"
        yield absent_row(RULE, table, what, Figure(None, reason=reason, due=False))
        return
    rows = [row for name in lists for row in document.rows(name)]
    printed = _printed_classes(document, summary)
    codes = {row["function_code"][:3] for row in rows if row["function_code"]}
    for code in sorted(codes | printed.keys()):
        own = [row for row in rows if (row["function_code"] or "").startswith(code)]
        left = sum_column(own, "total").or_zero()
        right = printed.get(code, Figure(None, reason=f"{table_label(summary)}中该类为空或没有该类"))
        name = load_classes()["function_code"].get(code, code)
        functions = {row["function_code"] for row in own} | _codes_of_class(causes, code)
        reasons = causes.missing_rows("total", functions) if causes else carried_in(document)
        yield compare(RULE, table, f"{what}：{code}-{name}", left, right, reasons)


def _codes_of_class(causes: Causes | None, code: str) -> set[str]:
    gap = causes.gaps.get("total") if causes else None
    return {function for function in gap.short if function.startswith(code)} if gap else set()


def _printed_classes(document: CheckedDocument, summary: str) -> dict[str, Figure]:
    """Read the classes that a two-sided table prints with an amount, by 3-digit code; by name where there is none."""
    side = side_of(document, summary, "expenditure")
    parts = [part for section in side.sections for part in section.parts if part["amount"] is not None]
    return {find_class(part["item_name"]) or part["item_name"]: read_figure(part, "amount") for part in parts}
