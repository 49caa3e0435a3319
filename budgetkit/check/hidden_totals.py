"""A row that is as much as all others of its list: the total under another label, and the list would count twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.two_sides import TABLES
from budgetkit.check.unread_amounts import is_list
from budgetkit.check.words import column_label, money, table_label
from budgetkit.finding import Row

RULE = "hidden_total"
_COLUMNS = ("total", "amount")
_LEAST = 3  # rows; of two equal ones neither is a total


def check_hidden_totals(document: CheckedDocument) -> Iterator[Row]:
    """Check that no row of a list without a printed total is the sum of all others."""
    published = [table for found in document.recognised if found.kind for table in found.kind.gives]
    for table in dict.fromkeys(published):
        column = _column(document, table)
        rows = [row for row in document.rows(table) if row.get(column)] if column else []
        if len(rows) < _LEAST or any(row[column] < 0 for row in rows):
            continue
        whole = sum((row[column] for row in rows), Decimal(0))
        found = [row for row in rows if row[column] * 2 == whole]
        description = f"{table_label(table)}：没有一行等于其余各行之和"
        lines = ([row["source_line"] for row in found or rows],)
        yield make_row(RULE, table, description, *_judge(found, rows, column), lines=lines)


def _column(document: CheckedDocument, table: str) -> str | None:
    """Give the money column of a list that prints no total of it; None for all other tables."""
    if table in TABLES or not is_list((table,)) or document.printed_totals(table):
        return None
    return next((name for name in _COLUMNS if any(name in row for row in document.rows(table))), None)


def _judge(found: Sequence[Row], rows: Sequence[Row], column: str) -> tuple[str, str | None]:
    """Say that a row is the sum of the others; of whole numbers that may be chance, of others hardly."""
    if not found:
        return "pass", None
    amount = found[0][column]
    where = f"第 {found[0]['source_line']} 行的{column_label(column)}"
    text = f"{where} {money(amount)} 万元等于其余 {len(rows) - 1} 行之和"
    by_chance = all(row[column] == round(row[column]) for row in rows)
    return ("insufficient" if by_chance else "located"), f"{text}：可能是合计行而名称有误，各行之和会重复计算。"
