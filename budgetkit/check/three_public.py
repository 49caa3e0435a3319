"""“三公”经费 against the economic classes that hold the same money in 支出总表."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from budgetkit.check.causes import Causes, find_causes
from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure, sum_column
from budgetkit.check.result import absent_row, compare, make_row
from budgetkit.check.words import column_label, table_label
from budgetkit.finding import Row

RULE, ONCE, TABLE = "three_public_by_economic_class", "year_once", "three_public"
# 部门预算支出经济分类: 因公出国（境）费用, 公务接待费, 公务用车运行维护费, 公务用车购置 (capital construction or other)
CLASSES = {
    "overseas": ("30212",),
    "reception": ("30217",),
    "vehicle_operation": ("30231",),
    "vehicle_purchase": ("30913", "31013"),
}


def check_year_once(document: CheckedDocument) -> Iterator[Row]:
    """Fail for every year that “三公”经费 prints twice in one kind of figure; none where each stands once."""
    by_year: dict[tuple, list[Row]] = defaultdict(list)
    for row in document.rows(TABLE):
        by_year[row["budget_year"], row.get("base_kind")].append(row)
    for (year, _), rows in by_year.items():
        if len(rows) > 1:
            lines = ([row["source_line"] for row in rows],)
            text = f"该年度印了 {len(rows)} 行，不能判定以哪一行为准"
            yield make_row(ONCE, TABLE, f"{table_label(TABLE)}：{year} 年只印一行", "fail", text, lines=lines)


def check_three_public(document: CheckedDocument) -> Iterator[Row]:
    """Check each kind of “三公”经费 of the document's year against 支出总表 by department economic class."""
    what = f"{table_label(TABLE)}＝支出总表相应经济分类"
    absent = document.absent(TABLE) or document.absent("expenditure")
    if absent:
        yield absent_row(RULE, TABLE, what, absent)
        return
    years = [row for row in document.rows(TABLE) if row["budget_year"] == document.source.year]
    if not years:
        yield absent_row(RULE, TABLE, what, Figure(None, reason=f"该表没有 {document.source.year} 年一行"))
        return
    causes = find_causes(document)
    for column, classes in CLASSES.items():
        yield _check(document, causes, years[0], column, classes)


def _check(document: CheckedDocument, causes: Causes, year: Row, column: str, classes: tuple[str, ...]) -> Row:
    description = f"{table_label(TABLE)}“{column_label(column)}”＝支出总表 {'、'.join(classes)}"
    rows = [row for row in document.rows("expenditure") if row["dept_econ_code5"] in classes]
    left, right = read_figure(year, column), sum_column(rows, "total").or_zero()
    if left.value is None and not right.value:
        empty = Figure(None, left.lines, reason="两表均无该项支出", due=False)
        return absent_row(RULE, TABLE, description, empty)
    if left.or_zero().value != right.value:
        codes = {row["function_code"] for row in rows}
        unlike = _unlike(causes, codes, less=left.or_zero().value < right.value)
        if unlike:
            numbers = {"left": left.value, "right": right.value}
            lines = (left.lines, right.lines)
            return make_row(RULE, TABLE, description, "insufficient", unlike, lines=lines, **numbers)
    return compare(RULE, TABLE, description, left, right)


def _unlike(causes: Causes, codes: set[str], *, less: bool) -> str | None:
    """Say why the two sides cannot be held against each other: other money in the larger one, rows missing from it."""
    gap = causes.gaps.get("total")
    if less and (gap is None or codes & gap.over.keys()):
        return "口径不同：“三公”表只列财政拨款，支出总表这些功能科目含其他资金，该经济分类无法分清，不能核对"
    if not less and gap and gap.lack:
        return "支出总表有未公布的行，该经济分类可能不全，不能核对"
    return None
