"""Rows that a document's other rows call for, and rows that stand in it twice.

A table may be empty in print. It has lost its rows where money or indicators beside it say that there is something.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import sum_column
from budgetkit.check.result import make_row
from budgetkit.check.three_public import CLASSES
from budgetkit.check.words import money, table_label
from budgetkit.finding import Row
from budgetkit.tidy.project_names import name_key

RULE, TWICE = "rows_called_for", "printed_twice"
_CALLED_FOR = tuple(code for codes in CLASSES.values() for code in codes)


def check_called_for(document: CheckedDocument) -> Iterator[Row]:
    """Doubt a recognised table without a row where the document prints what belongs in it."""
    yield from _check_three_public(document)
    yield from _check_department_funds(document)


def check_printed_twice(document: CheckedDocument) -> Iterator[Row]:
    """Fail for the department's funds that stand twice; doubt the department's indicators that do."""
    funds = document.rows("department_funds")
    if len(funds) > 1:
        text = f"资金印了 {len(funds)} 行，不能判定以哪一行为准"
        lines = ([row["source_line"] for row in funds],)
        yield make_row(TWICE, "department_funds", "部门整体资金情况只印一行", "fail", text, lines=lines)
    found: dict[tuple, list[Row]] = defaultdict(list)
    for row in document.rows("department_indicators"):
        if row["name"] and row["value"]:
            found[row["activity"], row["level2"], name_key(row["name"]), row["value"], row["unit"]].append(row)
    for rows in found.values():
        if len(rows) > 1:
            lines = ([row["source_line"] for row in rows],)
            what = f"{table_label('department_indicators')}：指标“{rows[0]['name']}”只列一次"
            text = f"同一指标以同一指标值列了 {len(rows)} 次，可能重复，宜复核"
            yield make_row(TWICE, "department_indicators", what, "insufficient", text, lines=lines)


def _check_three_public(document: CheckedDocument) -> Iterator[Row]:
    rows = [row for row in document.rows("expenditure") if row["dept_econ_code5"] in _CALLED_FOR]
    spent = sum_column(rows, "total").or_zero()
    if spent.value and _is_read_empty(document, "three_public"):
        text = f"表中没有读出一行，而支出总表列有 {'、'.join(_CALLED_FOR)} 共 {money(spent.value)} 万元：可能缺行"
        yield _doubt("three_public", text, spent.lines)


def _check_department_funds(document: CheckedDocument) -> Iterator[Row]:
    indicators = document.rows("department_indicators")
    if indicators and not document.rows("department_funds"):
        text = f"表中没有读出资金一行，而列有 {len(indicators)} 条指标：可能缺行，也可能原表未印资金"
        yield _doubt("department_funds", text, [indicators[0]["source_line"]])


def _doubt(table: str, text: str, lines: list[int] | tuple[int, ...]) -> Row:
    return make_row(RULE, table, f"{table_label(table)}有数据行", "insufficient", text, lines=(lines,))


def _is_read_empty(document: CheckedDocument, table: str) -> bool:
    """Say whether a table is there in print, and has neither rows nor totals."""
    is_there = any(found.kind and table in (found.kind.name, *found.kind.gives) for found in document.recognised)
    return is_there and not document.rows(table) and not document.printed_totals(table)
