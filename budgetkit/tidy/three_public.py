"""“三公”经费支出表: trips abroad, receptions and official vehicles, one row a printed year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetkit.finding import Tidied
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Column, Known, TableKind
from budgetkit.recognise.rows import read_rows

_VEHICLE = "公务用车购置(?:及|和)运行(?:维护)?费"
COLUMNS = (
    Column("budget_year", "年度|年份", "year"),
    Column("total", '[“"”]?三公[”"“]?经费(?:财政拨款)?(?:预算)?(?:总额|合计)|合计'),
    Column("overseas", "因公出国（境）(?:费|费用)"),
    Column("reception", "公务接待费"),
    Column("vehicle_subtotal", f"{_VEHICLE}/(?:小计|合计)"),
    Column("vehicle_purchase", "公务用车购置费"),
    Column("vehicle_operation", "公务用车运行(?:维护)?费"),
)
_AMOUNTS = tuple(column.key for column in COLUMNS if column.type == "amount")


def tidy_three_public(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy “三公”经费支出表 into three_public (万元).

    `budget_year` is the printed year; where the table prints none, it is None here and becomes the document's year
    when the dataset is put together.
    """
    table = read_rows("three_public", lines, COLUMNS)
    tidied = Tidied(findings=table.findings)
    for row in table.rows:
        amounts = {key: table.amount(row, key) for key in _AMOUNTS}
        if any(amount is not None for amount in amounts.values()):
            year = re.search(r"\d{4}", row.text("budget_year"))
            row_year = int(year[0]) if year else None
            tidied.tables["three_public"].append({"budget_year": row_year, **amounts, **row.place()})
    return tidied


KIND = TableKind(
    name="three_public",
    label="“三公”经费支出表",
    titles=(
        '(?:部门|单位)?(?:一般公共预算)?(?:财政拨款)?(?:（.*）)?[“"”]三公[”"“]经费(?:财政拨款)?(?:支出)?(?:预算)?(?:情况)?表',
    ),
    tidy=tidy_three_public,
    gives=("three_public",),
)
