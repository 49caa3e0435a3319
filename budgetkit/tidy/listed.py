"""Plain lists: every row is a clean row, but for the totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.read.row import RawRow
from budgetkit.recognise.code_parts import join_code_parts
from budgetkit.recognise.kind import PublishedColumn
from budgetkit.recognise.published_table import PublishedRow
from budgetkit.recognise.rows import read_rows
from budgetkit.tidy.hierarchy import mark_roles
from budgetkit.tidy.totals import is_unlabelled_total, total_rows


def tidy_list(
    name: str, lines: Sequence[RawRow], columns: Sequence[PublishedColumn], describe: Callable[[PublishedRow], Row]
) -> Tidied:
    """Tidy a table whose rows are described by some columns and hold amounts (万元) in the others.

    `describe` gives the clean descriptive columns of a row. A row labelled 合计, or with no description at all, is a
    printed total, wherever it stands.
    """
    table = read_rows(name, lines, columns)
    table.rows = join_code_parts(table.rows, columns)
    amounts = [column.key for column in columns if column.type == "amount"]
    descriptive = [column.key for column in columns if column.type != "amount"]
    tidied = Tidied()
    for row in table.rows:
        if row.is_total or is_unlabelled_total(row, descriptive):
            tidied.tables["printed_totals"].extend(total_rows(table, row, amounts))
        else:
            values = {key: table.amount(row, key) for key in amounts}
            tidied.tables[name].append({**describe(row), **values, **row.place()})
    mark_roles(name, tidied.tables[name])
    tidied.findings = table.findings
    return tidied
