"""政府采购表 of forms that list what is bought: category, project and economic class above the goods."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.forms.form import FormTable
from budgetkit.parse import clean_name
from budgetkit.read.row import RawRow
from budgetkit.recognise.published_table import PublishedRow
from budgetkit.recognise.rows import read_rows
from budgetkit.tidy.totals import total_rows

_CATEGORY = re.compile(r"(?:[一二三四]、)?\s*(?P<name>货物|工程|服务)\s*(?P<code>[ABC])?")
_CODES = {"货物": "A", "工程": "B", "服务": "C"}


def tidy_procurement_items(form: FormTable, lines: Sequence[RawRow]) -> Tidied:
    """Tidy such a table into procurement (a category a row) and procurement_items (万元), with the printed total.

    A row of procurement_items with a project is the sum (`subtotal`) of the goods below it, which carry its project and
    economic class.
    """
    table = read_rows("procurement", lines, form.columns)
    tidied = Tidied(findings=table.findings)
    category: tuple[str | None, str | None] = (None, None)
    above: Row = {}
    for row in table.rows:
        amount = table.amount(row, "amount")
        named = _CATEGORY.fullmatch(clean_name(row.text("category")))
        if row.is_total:
            tidied.tables["printed_totals"].extend(total_rows(table, row, ("amount",)))
        elif named:
            category = (named["code"] or _CODES[named["name"]], named["name"])
            own = {"category_code": category[0], "category": category[1], "amount": amount}
            tidied.tables["procurement"].append({**own, **row.place()})
        else:
            item = _describe(row, above, category)
            above = item if item["role"] == "subtotal" else above
            tidied.tables["procurement_items"].append({**item, "amount": amount, **row.place()})
    return tidied


def _describe(row: PublishedRow, above: Row, category: tuple[str | None, str | None]) -> Row:
    goods = clean_name(row.text("goods")) or None
    project, economic = (clean_name(row.text(key)) or None for key in ("project_name", "economic_name"))
    return {
        "category_code": category[0],
        "category": category[1],
        "project_name": project or above.get("project_name"),
        "economic_name": economic or (None if project else above.get("economic_name")),
        "goods": goods,
        "organisation": clean_name(row.text("organisation")) or None,
        "role": "line" if goods else "subtotal",
    }
