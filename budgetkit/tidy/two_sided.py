"""Tables of two sides, income left and expenditure right: 收支总表 and 财政拨款收支总表."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from budgetkit.finding import Row, Tidied
from budgetkit.parse import clean_name
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Column
from budgetkit.recognise.rows import PublishedRow, PublishedTable, read_rows
from budgetkit.tidy.totals import printed_total

_AMOUNT_WORDS = "(?:本年|当年|\\d{4}年)?(?:预算数|金额|预算)"
COLUMNS = (
    Column("income_item", "收入/项目(?:名称)?", "text"),
    Column("income_amount", f"收入/{_AMOUNT_WORDS}"),
    Column("expenditure_item", "支出/项目(?:名称)?(?:（按功能分类）)?", "text"),
    Column("expenditure_amount", f"支出/{_AMOUNT_WORDS}"),
)
_NUMERAL = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)\s*")
_FIRST = re.compile(r"^(?:（一）|一、)")


def tidy_two_sided(name: str, lines: Sequence[RawRow]) -> Tidied:
    """Tidy a two-sided table into one row an item and side: side, item, item_name, amount (万元), role.

    `role` is `total` for 总计, `subtotal` for 合计 and for an item whose parts follow it, `line` otherwise.
    """
    table = read_rows(name, lines, COLUMNS)
    tidied = Tidied()
    for side in ("income", "expenditure"):
        rows = [_tidy_item(table, row, side) for row in table.rows if row.text(f"{side}_item")]
        _mark_parents(rows)
        tidied.tables[name].extend(rows)
        totals = [row for row in rows if row["role"] == "total" and row["amount"] is not None]
        tidied.tables["printed_totals"].extend(printed_total(name, f"{side}_total", row) for row in totals)
    tidied.findings = table.findings
    return tidied


def _tidy_item(table: PublishedTable, row: PublishedRow, side: str) -> Row:
    item = clean_name(row.text(f"{side}_item"))
    amount = table.amount(row, f"{side}_amount")
    name = _NUMERAL.sub("", item)
    return {"side": side, "item": item, "item_name": name, "amount": amount, "role": _role(name), **row.place()}


def _role(name: str) -> str:
    if name.endswith("总计"):
        return "total"
    return "subtotal" if name.endswith("合计") else "line"


def _mark_parents(rows: list[Row]) -> None:
    """An item before one numbered 一 or （一） is the sum of what follows (`二、上年结转`, then `（一）…`)."""
    for row, following in pairwise(rows):
        if row["role"] == "line" and _FIRST.match(following["item"]):
            row["role"] = "subtotal"
