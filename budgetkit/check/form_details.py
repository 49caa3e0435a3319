"""What the smaller tables of a form must satisfy: “三公”, running costs, what is bought, and empty ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure, sum_column, sum_figures
from budgetkit.check.result import absent_row, compare, count_row, make_row
from budgetkit.check.three_public import CLASSES
from budgetkit.check.words import column_label, money, table_label
from budgetkit.classes import PUBLIC_FUNDS_CLASSES
from budgetkit.finding import Finding, Row
from budgetkit.parse import half_unit, squeeze

BASIC = "basic_expenditure"
_BALANCED = ("gov_fund", "state_capital")
_SAID = re.compile("无|没有|空表|不涉及|未安排")


def check_form_details(document: CheckedDocument) -> Iterator[Row]:
    """Check “三公” and running costs against 基本支出 by class, and what is bought against its categories."""
    yield from _check_three_public(document)
    yield from _check_running_costs(document)
    yield from _check_purchases(document)
    for table in _BALANCED:
        yield from _check_balance(document, table)


def _check_three_public(document: CheckedDocument) -> Iterator[Row]:
    """Basic expenditure is a part of “三公”: projects may pay the rest, only less than it is a contradiction."""
    rows = document.rows("three_public")
    final = document.source.read_as == "final_accounts"
    row = next(
        (r for r in rows if (r["base_kind"] == "final") == final and r["budget_year"] == document.source.year), None
    )
    if row is None or not document.rows(BASIC):
        return
    for column, codes in CLASSES.items():
        basic = sum_column([r for r in document.rows(BASIC) if r["dept_econ_code5"] in codes], "total")
        yield _compare_part(
            "three_public_to_basic",
            "three_public",
            f"{table_label('three_public')}“{column_label(column)}”与{table_label(BASIC)} {'、'.join(codes)}",
            read_figure(row, column),
            basic,
            "差额可由项目支出列支，文件没有按经济分类列出项目支出，无从核对",
        )


def _compare_part(rule: str, table: str, what: str, whole: Figure, part: Figure, why: str) -> Row:
    """Compare a whole with a part of it: equal passes, more can't be judged, less contradicts."""
    if not whole.value and not part.value:
        empty = Figure(None, (*whole.lines, *part.lines), reason="两表均无该项金额", due=False)
        return absent_row(rule, table, what, empty)
    more = whole.or_zero().value - part.or_zero().value
    if more > whole.slack + part.slack:
        sides = {"left": whole.or_zero().value, "right": part.or_zero().value}
        reason = f"两者相差 {money(more)} 万元：{why}"
        return make_row(rule, table, what, "not_applicable", reason, lines=(whole.lines, part.lines), **sides)
    return compare(rule, table, what, whole.or_zero(), part.or_zero())


def _check_running_costs(document: CheckedDocument) -> Iterator[Row]:
    """Check 机关运行经费 against 公用经费, which is the same for a body of administrative units only."""
    rule, why = (
        "running_costs_to_public_funds",
        "机关运行经费只含行政单位和参公单位，且有的文件含项目支出，口径不同，不能核对",
    )
    listed = document.printed("running_costs", "total")
    row = next((row for row in document.rows("three_public") if row.get("running_costs") is not None), None)
    table = "running_costs" if listed.value is not None else "three_public"
    figure = listed if listed.value is not None else read_figure(row, "running_costs") if row else _stated(document)
    if figure is None or not document.rows(BASIC):
        return
    public = document.printed(BASIC, "public_funds")
    if public.value is None:
        public = sum_column(
            [r for r in document.rows(BASIC) if (r["dept_econ_code5"] or "")[:3] in PUBLIC_FUNDS_CLASSES], "total"
        )
    what = f"机关运行经费与{table_label(BASIC)}公用经费"
    if public.value is None or abs(figure.value - public.value) > figure.slack + public.slack:
        sides = {"left": figure.value, "right": public.value}
        yield make_row(rule, table, what, "not_applicable", why, lines=(figure.lines, public.lines), **sides)
    else:
        yield compare(rule, table, what, figure, public)


def _stated(document: CheckedDocument) -> Figure | None:
    """Give the 机关运行经费 that only the text states, as a publication of final accounts does."""
    rows = [row for row in document.rows("statements") if row["concept"] == "agency_running"]
    rows = [row for row in rows if row["amount"] is not None and row["budget_year"] == document.source.year]
    if len({row["amount"] for row in rows}) != 1:
        return None
    return Figure(rows[0]["amount"], (rows[0]["source_line"],), half_unit(rows[0]["amount"]))


def _check_purchases(document: CheckedDocument) -> Iterator[Row]:
    """Check each category of 政府采购 against its projects, and each project against the goods below it."""
    items = document.rows("procurement_items")
    if not items:
        return
    for category in document.rows("procurement"):
        own = [row for row in items if row["category_code"] == category["category_code"] and row["role"] == "subtotal"]
        what = f"{table_label('procurement_items')}：{category['category']}＝其下 {len(own)} 个项目之和"
        yield compare(
            "category_to_projects",
            "procurement_items",
            what,
            read_figure(category, "amount"),
            sum_column(own, "amount"),
        )
    groups = list(_goods_of(items))
    wrong = [row for row, goods in groups if sum_column(goods, "amount").value != row["amount"]]
    what = f"{table_label('procurement_items')}：各项目金额＝其下各项物品之和"
    bad = "、".join(f"{row['project_name']}（{money(row['amount'])} 万元）" for row in wrong[:3])
    lines = [row["source_line"] for row in wrong]
    good = len(groups) - len(wrong)
    yield count_row("project_to_goods", "procurement_items", what, good, len(groups), bad=bad, lines=lines)


def _goods_of(items: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Give each row that sums up goods with the goods that follow it, where some do."""
    for place, row in enumerate(items):
        goods = []
        for other in items[place + 1 :]:
            if other["role"] == "subtotal":
                break
            goods.append(other)
        if row["role"] == "subtotal" and goods:
            yield row, goods


def _check_balance(document: CheckedDocument, table: str) -> Iterator[Row]:
    """Check a fund of final accounts: 年初结转 + 本年收入 = 本年支出 + 年末结转, in every row."""
    rows = [row for row in document.all_rows(table) if any(row.get(name) is not None for name in ("income", "total"))]
    if not any(row.get("income") is not None for row in rows):
        return
    sides = [(_sum(row, "opening_balance", "income"), _sum(row, "total", "closing_balance")) for row in rows]
    wrong = [
        row for row, (left, right) in zip(rows, sides, strict=True)
        if abs(left.value - right.value) > left.slack + right.slack
    ]  # fmt: skip
    what = f"{table_label(table)}各行：年初结转＋本年收入＝本年支出＋年末结转"
    bad = "、".join(str(row["function_name"] or row["function_code"]) for row in wrong[:3])
    good, lines = len(rows) - len(wrong), [row["source_line"] for row in wrong]
    yield count_row("fund_balance", table, what, good, len(rows), bad=bad, lines=lines)


def _sum(row: Row, *columns: str) -> Figure:
    return sum_figures([read_figure(row, column).or_zero() for column in columns])


def find_unsaid_empties(document: CheckedDocument) -> Iterator[Finding]:
    """Find tables of the form that are empty in print without a word on why, which their publication calls for."""
    for found in document.recognised if document.form else ():
        name = found.kind.name if found.kind else ""
        is_empty = (
            found.kind and not any(map(document.all_rows, found.kind.gives)) and not document.printed_totals(name)
        )
        said = any(_SAID.search(squeeze(line.filled[0])) for line in found.lines if len(line.filled) == 1)
        if is_empty and not said:
            note = "该表没有金额，也没有说明无此项预算：可能是空表，也可能是内容没有印出。"
            yield Finding(name, "missing_rows", found.title or "", note, "flagged", found.lines[0].number)
