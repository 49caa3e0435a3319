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
from budgetkit.parse import clean_name, is_number
from budgetkit.read.row import RawRow
from budgetkit.recognise.published_table import PublishedRow, PublishedTable
from budgetkit.recognise.rows import read_rows
from budgetkit.tidy.totals import printed_total

SIDES = ("income", "expenditure", "use")
_NUMERAL = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|（\d{1,2}）|\d{1,2}[.．、](?!\d))\s*")
_FIRST = re.compile(r"^(?:（一）|一、|（1）|1[.．、](?!\d))")
_WORDS = re.compile("[\u4e00-\u9fff]")
_GLUED = re.compile(r"(?P<item>.*[\u4e00-\u9fff）)])\s*(?P<amount>-?\d[\d,]*\.\d{2,6})")
_SUBTOTAL = ("合计", "小计")


def tidy_two_sided(form: FormTable, lines: Sequence[RawRow]) -> Tidied:
    """Tidy a two-sided table into one row an item and side: side, item, item_name, amount and other columns, role.

    Amounts in 万元. `role` is `total` for 总计, `subtotal` for 合计, 小计 and an item whose parts follow it, `line`
    otherwise; where a side prints no 总计, the 合计 that ends it is the total.
    """
    name = form.name
    table = read_rows(name, lines, form.columns)
    printed = [_spread_label(_split_label(table, _realign(table, row))) for row in table.rows]
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


def _realign(table: PublishedTable, row: PublishedRow) -> PublishedRow:
    """Give each side of a row that lost or won a cell its own label with what stands right of it.

    A damaged amount on one side must not take the sound one beside it along. Only where each side has its label.
    """
    sides = [side for side in SIDES if f"{side}_item" in table.columns]
    keys = [key for key in table.columns if key.endswith("_amount")]
    if len(keys) != len(sides) or not any(map(_is_no_label, (row.text(f"{side}_item") for side in sides))):
        return row
    groups: list[list[str]] = []
    for cell in filter(None, row.line.cells):
        if not is_number(cell) and _WORDS.search(cell):
            groups.append([cell])
        elif groups:
            groups[-1].append(cell)
    if len(groups) != len(sides):
        return row
    texts = {f"{side}_item": group[0] for side, group in zip(sides, groups, strict=True)}
    texts |= {f"{side}_amount": " ".join(group[1:]) for side, group in zip(sides, groups, strict=True)}
    table.findings[:] = [one for one in table.findings if one.source_line != row.line.number]
    note = "该行缺一格或多一格，按各格内容把金额归到其左边的项目。"
    table.add_finding("missing_cell", row.line, row.line.text.strip(), note, "joined")
    return replace(row, texts={**row.texts, **texts}, certainty="joined")


def _is_no_label(text: str) -> bool:
    return bool(text) and _WORDS.search(text) is None


def _split_label(table: PublishedTable, row: PublishedRow) -> PublishedRow:
    """Take an amount that stands glued to its label, with nothing in its own cell, as the amount."""
    for side in SIDES:
        match = _GLUED.fullmatch(row.text(f"{side}_item"))
        if match and not row.text(f"{side}_amount"):
            note = f"金额“{match['amount']}”与项目名称连印，按该项的金额读取。"
            table.add_finding("missing_cell", row.line, row.text(f"{side}_item"), note, "joined")
            texts = {f"{side}_item": match["item"], f"{side}_amount": match["amount"]}
            row = replace(row, texts={**row.texts, **texts}, certainty="joined")
    return row


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
