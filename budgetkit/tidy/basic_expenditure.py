"""一般公共预算基本支出表: personnel and public funds by economic class."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Column, Known, TableKind
from budgetkit.recognise.rows import PublishedRow
from budgetkit.tidy.classification import DEPT_ECON, ECON_APART, GOV_ECON, dept_econ_columns, gov_econ_columns
from budgetkit.tidy.listed import tidy_list

COLUMNS = (
    GOV_ECON,
    DEPT_ECON,
    Column("total", "合计|总计"),
    Column("personnel", "人员经费"),
    Column("public_funds", "(?:日常)?公用经费"),
    *ECON_APART,
)


def tidy_basic_expenditure(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 一般公共预算基本支出表 into basic_expenditure (万元) and its printed totals."""
    return tidy_list("basic_expenditure", lines, COLUMNS, _describe)


def _describe(row: PublishedRow) -> Row:
    return {**gov_econ_columns(row), **dept_econ_columns(row)}


KIND = TableKind(
    name="basic_expenditure",
    label="一般公共预算基本支出表",
    titles=("(?:部门|单位)?一般公共预算(?:财政拨款)?基本支出(?:情况)?(?:预算)?(?:明细)?表",),
    tidy=tidy_basic_expenditure,
    gives=("basic_expenditure",),
)
