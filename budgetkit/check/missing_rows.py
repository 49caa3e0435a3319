"""Rows that a publication lacks: found by its own totals, located by function code where another table tells."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from budgetkit.check.causes import Causes, find_causes
from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import read_figure, sum_column
from budgetkit.check.printed_totals import LISTS
from budgetkit.check.words import column_label, money, money_columns, table_label
from budgetkit.finding import Finding, Row


def find_missing_rows(document: CheckedDocument) -> Iterator[Finding]:
    """Find what the rows of each list lack of its printed total, or have too much; nothing is filled in.

    Where the lack is located by function code, there is a finding for each code.
    """
    causes = find_causes(document)
    for table in LISTS:
        totals = document.printed_totals(table)
        column = next((column for column in money_columns(table) if column in totals), None)
        if column is None or document.prints_one_row(table):
            continue
        printed = read_figure(totals[column][0], "amount")
        rows = sum_column(document.rows(table), column).or_zero()
        lack = printed.value - rows.value
        if abs(lack) > printed.slack + rows.slack:
            yield from _describe(causes, table, column, totals[column][0], lack)


def _describe(causes: Causes, table: str, column: str, total: Row, lack: Decimal) -> Iterator[Finding]:
    label = table_label(table)
    if lack < 0:
        note = f"{label}各行“{column_label(column)}”之和比原文合计多 {money(-lack)} 万元，原因未证明，按原文保留。"
        yield _finding(table, "inconsistent_total", total, note)
        return
    note = f"{label}各行“{column_label(column)}”之和比原文合计少 {money(lack)} 万元"
    reasons = causes.for_rows(table, column)
    if not reasons:
        yield _finding(table, "missing_rows", total, f"{note}，所缺的行无法定位，未作补入。")
    elif table != "expenditure":
        yield _finding(table, "missing_rows", total, f"{note}：{reasons[0].text}")
    else:
        yield from (_finding(table, "missing_rows", total, text) for text in _by_code(causes, column))


def _by_code(causes: Causes, column: str) -> Iterator[str]:
    for code, amount in causes.gaps[column].short.items():
        kinds = [(kind, causes.gaps[kind].short.get(code)) for kind in ("basic", "project")]
        split = "、".join(f"{column_label(kind)} {money(value)} 万元" for kind, value in kinds if value)
        shortage = causes.shortage(column, code)
        yield (
            f"功能科目 {causes.name(code)}：支出总表各行比一般公共预算支出表少 {money(amount)} 万元（{split}）；"
            f"{shortage.remark}；"
            + ("这些行未在公布文本中，未作补入。" if shortage.proved else "原因未证明，未作补入。")
        )


def _finding(table: str, kind: str, total: Row, note: str) -> Finding:
    text = money(total["amount"])
    return Finding(table, kind, text, note, "flagged", total["source_line"])
