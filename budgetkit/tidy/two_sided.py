"""Tables of two sides, income left and expenditure right: 收支总表 and 财政拨款收支总表.

Some forms list expenditure twice, by function and by use (基本支出, 项目支出 …); some split it into columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from budgetkit.finding import Row, Tidied
from budgetkit.forms.form import FormTable
from budgetkit.parse import clean_name
from budgetkit.read.row import RawRow
from budgetkit.recognise.rows import PublishedRow, PublishedTable, read_rows
from budgetkit.tidy.totals import printed_total

SIDES = ("income", "expenditure", "use")
_NUMERAL = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|（\d{1,2}）|\d{1,2}[.．、](?!\d))\s*")
_FIRST = re.compile(r"^(?:（一）|一、|（1）|1[.．、](?!\d))")
_SUBTOTAL = ("合计", "小计")


def tidy_two_sided(form: FormTable, lines: Sequence[RawRow]) -> Tidied:
    """Tidy a two-sided table into one row an item and side: side, item, item_name, amount and other columns, role.

    Amounts in 万元. `role` is `total` for 总计, `subtotal` for 合计, 小计 and an item whose parts follow it, `line`
    otherwise; where a side prints no 总计, the 合计 that ends it is the total.
    """
    name = form.name
    table = read_rows(name, lines, form.columns)
    printed = [_spread_label(row) for row in table.rows]
    tidied = Tidied()
    for side in SIDES:
        keys = [key for key in form.keys("amount") if key.startswith(f"{side}_")]
        rows = [_tidy_item(table, row, side, keys) for row in printed if row.text(f"{side}_item")]
        _mark_parents(rows)
        _mark_last_total(rows)
        tidied.tables[name].extend(rows)
        totals = [row for row in rows if row["role"] == "total" and row["amount"] is not None]
        tidied.tables["printed_totals"].extend(printed_total(name, f"{side}_total", row) for row in totals)
    tidied.findings = table.findings
    return tidied


def _spread_label(row: PublishedRow) -> PublishedRow:
    """Give the total of both lists of expenditure its label, where one cell holds it for both, and its amount."""
    label, amount = row.text("expenditure_item"), row.text("use_amount")
    if not amount or row.text("use_item") or row.text("expenditure_amount") or not clean_name(label).endswith("计"):
        return row
    return replace(row, texts={**row.texts, "use_item": label, "expenditure_amount": amount})


def _tidy_item(table: PublishedTable, row: PublishedRow, side: str, keys: Sequence[str]) -> Row:
    item = clean_name(row.text(f"{side}_item"))
    amounts = {key.removeprefix(f"{side}_"): table.amount(row, key) for key in keys}
    name = _NUMERAL.sub("", item)
    return {"side": side, "item": item, "item_name": name, **amounts, "role": _role(name), **row.place()}


def _role(name: str) -> str:
    if name.endswith("总计"):
        return "total"
    return "subtotal" if name.endswith(_SUBTOTAL) else "line"


def _mark_parents(rows: list[Row]) -> None:
    """An item before one numbered 一, （一） or 1 is the sum of what follows (`二、上年结转`, then `（一）…`).

    So is one before an item that was listed before: final accounts list the funds below 年初财政拨款结转和结余 again.
    """
    listed: set[str] = set()
    for row, following in pairwise(rows):
        is_again = following["item_name"] in listed and row["item_name"] not in listed
        if row["role"] == "line" and (_FIRST.match(following["item"]) or is_again):
            row["role"] = "subtotal"
        listed.add(row["item_name"])


def _mark_last_total(rows: list[Row]) -> None:
    if not rows or any(row["role"] == "total" for row in rows):
        return
    if rows[-1]["item_name"].endswith("合计") and not re.match("[本当]年", rows[-1]["item_name"]):
        rows[-1]["role"] = "total"
