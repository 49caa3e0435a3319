"""Totals that a table prints itself, kept beside its rows as evidence for the checks."""

from __future__ import annotations

from collections.abc import Iterable

from budgetkit.finding import Row
from budgetkit.recognise.published_table import PublishedRow, PublishedTable


def printed_total(table: str, column: str, row: Row) -> Row:
    """Make the printed_totals row of a clean row that is itself a total; its `amount` in 万元."""
    place = {key: row[key] for key in ("source_line", "certainty")}
    return {"table": table, "column": column, "amount": row["amount"], **place}


def total_rows(table: PublishedTable, row: PublishedRow, columns: Iterable[str]) -> list[Row]:
    """Make the printed_totals rows of a table's 合计 row, one a column that holds an amount."""
    amounts = {column: table.amount(row, column) for column in columns}
    return [
        {"table": table.name, "column": column, "amount": amount, **row.place()}
        for column, amount in amounts.items()
        if amount is not None
    ]


def is_unlabelled_total(row: PublishedRow, keys: Iterable[str]) -> bool:
    """Say whether a row has amounts only: none of the columns that say what an amount is for."""
    return not any(row.text(key) for key in keys)
