"""What 政府性基金 and 国有资本经营预算支出表 have in common: their columns, printed whole or cut into two blocks."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.forms.form import FormTable
from budgetkit.read.row import RawRow
from budgetkit.recognise.published_table import PublishedRow, PublishedTable
from budgetkit.tidy.classification import dept_econ_columns, function_columns, gov_econ_columns
from budgetkit.tidy.hierarchy import mark_roles
from budgetkit.tidy.split_amounts import place_by_parts
from budgetkit.tidy.split_blocks import join_rows, read_sides
from budgetkit.tidy.totals import is_unlabelled_total, total_rows

_PARTS = {"total": ("basic", "project")}


def tidy_special_budget(form: FormTable, lines: Sequence[RawRow]) -> Tidied:
    """Tidy one of the two tables into rows named for it (amounts in 万元) and its printed totals.

    The economic classes are null in the layout that has none. Where the table is cut in two, the right block's rows are
    placed by total − basic.
    """
    name, amounts = form.name, form.keys("amount")
    table, sides = read_sides(name, lines, form.columns)
    tidied = Tidied()
    for row, right in place_by_parts(table, sides, _PARTS) if any(side.rows for side in sides) else ():
        if row.is_total or is_unlabelled_total(row, form.words):
            for part in (row, right) if right else (row,):
                tidied.tables["printed_totals"].extend(total_rows(table, part, amounts))
        else:
            tidied.tables[name].append(_tidy_row(table, row, right, amounts, is_cut=len(sides) == 2))
    mark_roles(name, tidied.tables[name])
    tidied.findings = list(dict.fromkeys(table.findings))
    return tidied


def _tidy_row(
    table: PublishedTable, left: PublishedRow, right: PublishedRow | None, keys: Sequence[str], is_cut: bool
) -> Row:
    row = join_rows([[part] for part in (left, right) if part])[0] if is_cut else left
    amounts = {key: table.amount(row, key) for key in keys}
    return {**function_columns(row), **gov_econ_columns(row), **dept_econ_columns(row), **amounts, **row.place()}
