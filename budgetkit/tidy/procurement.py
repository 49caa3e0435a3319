"""政府采购预算明细表: government procurement by category (A 货物, B 工程, C 服务)."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.parse import parse_code_name
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Column, Known, TableKind
from budgetkit.recognise.rows import PublishedRow
from budgetkit.tidy.listed import tidy_list

COLUMNS = (Column("category", "(?:政府)?采购(?:类别|品目|项目)", "text"), Column("amount", "(?:预算)?金额|预算数|合计"))


def tidy_procurement(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 政府采购预算明细表 into procurement (万元) and its printed total."""
    return tidy_list("procurement", lines, COLUMNS, _describe)


def _describe(row: PublishedRow) -> Row:
    code, name = parse_code_name(row.text("category"))
    return {"category_code": code, "category": name}


KIND = TableKind(
    name="procurement",
    label="政府采购预算明细表",
    titles=("(?:部门|单位)?政府采购(?:预算)?(?:明细|支出|情况)*表",),
    tidy=tidy_procurement,
    gives=("procurement",),
)
