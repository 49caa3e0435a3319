"""收入总表: units to its total, parents to children, and the same figures in 收支总表 and 财政拨款收支总表."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure, sum_column
from budgetkit.check.result import absent_row, compare, make_row
from budgetkit.check.two_sides import carryover_figure, side_of, this_year_figure, total_figure
from budgetkit.check.words import column_label, money_columns, table_label
from budgetkit.finding import Row
from budgetkit.parse import body_key

TABLE = "income"
_OTHERS = {"income_to_summary": "income_expenditure", "income_to_fiscal_grant": "fiscal_grant"}
_ITEMS = {
    "this_year_general_public": "一般公共预算.*",
    "this_year_gov_fund": "政府性基金.*",
    "this_year_state_capital": "国有资本经营.*",
    "this_year_special_account": "财政专户.*",
    "this_year_business_income": "事业收入",
    "this_year_operating_income": "(?:事业单位)?经营收入",
    "this_year_superior_subsidy": "上级补助收入",
    "this_year_affiliate_remittance": "附属单位上缴收入",
    "this_year_other_income": "其他收入",
}
_FISCAL = {"general_public": "一般公共预算.*", "gov_fund": "政府性基金.*", "state_capital": "国有资本经营.*"}


def check_income(document: CheckedDocument) -> Iterator[Row]:
    """Check 收入总表 within itself and against 收支总表 and 财政拨款收支总表."""
    absent = document.absent(TABLE)
    if absent:
        yield absent_row("units_to_printed_total", TABLE, f"{table_label(TABLE)}：各单位之和＝合计", absent)
        for rule, other in _OTHERS.items():
            yield absent_row(rule, TABLE, f"{table_label(TABLE)}与{table_label(other)}一致", absent)
        return
    yield from _check_units(document)
    yield from _check_children(document)
    yield from _check_names(document)
    yield from _check_summary(document)
    yield from _check_fiscal(document)


def _check_units(document: CheckedDocument) -> Iterator[Row]:
    rule, where = "units_to_printed_total", table_label(TABLE)
    units = [row for row in document.rows(TABLE) if row["role"] == "line"]
    if not units:
        reason = "该表只印一行合计，未分列单位"
        yield make_row(rule, TABLE, f"{where}：各单位之和＝合计", "not_applicable", reason)
        return
    for column in money_columns(TABLE):
        printed = document.printed_totals(TABLE).get(column)
        left = sum_column(units, column)
        if printed or left.value is not None:
            right = read_figure(printed[0], "amount") if printed else Figure(None, reason="原文没有印出该列合计")
            description = f"{where}：{len(units)} 个基层单位“{column_label(column)}”之和＝合计（上级单位不重复计入）"
            yield compare(rule, TABLE, description, left, right)


def _check_children(document: CheckedDocument) -> Iterator[Row]:
    """Check that a unit printed above its own units (a code that begins theirs) has their sum."""
    rows = [row for row in document.rows(TABLE) if row["unit_code"]]
    for parent in rows:
        if parent["role"] != "subtotal":
            continue
        children = _children(parent, rows)
        for column in money_columns(TABLE):
            left, right = read_figure(parent, column), sum_column(children, column)
            if left.value is not None or right.value is not None:
                unit, count = parent["unit_name"] or parent["unit_code"], len(children)
                description = f"{table_label(TABLE)}：{unit}“{column_label(column)}”＝{count} 个下属单位之和"
                yield compare("parent_to_children", TABLE, description, left, right)


def _check_names(document: CheckedDocument) -> Iterator[Row]:
    """Doubt a unit whose code has no name, and one above others that is not the document's department."""
    own = body_key(document.source.department)
    for row in document.rows(TABLE):
        name, code = row["unit_name"], row["unit_code"]
        what = f"{table_label(TABLE)}：单位 {code} 的名称"
        lines = ((row["source_line"],),)
        if code and not name:
            yield make_row("unit_name", TABLE, what, "insufficient", "有代码而没有名称", lines=lines)
        elif code and row["role"] == "subtotal" and not (own.endswith(key := body_key(name)) or key.endswith(own)):
            text = f"印作“{name}”，下列有所属单位，却不是本文件的部门“{document.source.department}”"
            yield make_row("unit_name", TABLE, what, "insufficient", text, lines=lines)


def _children(parent: Row, rows: Sequence[Row]) -> list[Row]:
    below = [r for r in rows if r is not parent and r["unit_code"].startswith(parent["unit_code"])]
    return [r for r in below if not any(o is not r and r["unit_code"].startswith(o["unit_code"]) for o in below)]


def _check_summary(document: CheckedDocument) -> Iterator[Row]:
    rule, other = "income_to_summary", "income_expenditure"
    pairs = {
        "total": total_figure(document, other, "income"),
        "this_year_subtotal": this_year_figure(document, other, "income"),
        "carryover_subtotal": carryover_figure(document, other, "income"),
        **{column: _item(document, other, pattern) for column, pattern in _ITEMS.items()},
    }
    yield from _compare_pairs(document, rule, other, pairs)


def _check_fiscal(document: CheckedDocument) -> Iterator[Row]:
    other = "fiscal_grant"
    pairs = {
        f"{prefix}_{fund}": _item(document, other, pattern, section)
        for prefix, section in (("this_year", "(?:本年|当年).*"), ("carryover", ".*(?:结转|结余).*"))
        for fund, pattern in _FISCAL.items()
    }
    yield from _compare_pairs(document, "income_to_fiscal_grant", other, pairs)


def _compare_pairs(document: CheckedDocument, rule: str, other: str, pairs: dict[str, Figure]) -> Iterator[Row]:
    absent = document.absent(other)
    if absent:
        yield absent_row(rule, TABLE, f"{table_label(TABLE)}与{table_label(other)}一致", absent)
        return
    for column, right in pairs.items():
        left = _total(document, column)
        if left.value is None and right.value is None:
            continue
        description = f"{table_label(TABLE)}“{column_label(column)}”＝{table_label(other)}相应项目"
        yield compare(rule, TABLE, description, left, right)


def _total(document: CheckedDocument, column: str) -> Figure:
    totals = document.printed_totals(TABLE)
    if column in totals:
        return read_figure(totals[column][0], "amount")
    return Figure(None, reason=f"{table_label(TABLE)}合计行“{column_label(column)}”为空")


def _item(document: CheckedDocument, table: str, pattern: str, section: str | None = None) -> Figure:
    """Read an income line by its name, in the section of this name where there are several."""
    side = side_of(document, table, "income")
    found = side.find(section) if section else None
    parts = found.parts if found else [part for each in side.sections for part in each.parts]
    row = next((part for part in parts if re.fullmatch(pattern, part["item_name"])), None)
    return read_figure(row, "amount") if row else Figure(None, reason=f"{table_label(table)}没有相应项目")
