"""支出总表: all expenditure by function, government economic and department economic class."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Column, Known, TableKind
from budgetkit.recognise.rows import PublishedRow
from budgetkit.tidy.classification import (
    DEPT_ECON,
    ECON_BELOW_GROUPS,
    FUNCTION,
    FUNCTION_APART,
    GOV_ECON,
    dept_econ_columns,
    function_columns,
    gov_econ_columns,
)
from budgetkit.tidy.listed import tidy_list

COLUMNS = (
    FUNCTION,
    GOV_ECON,
    DEPT_ECON,
    Column("total", "合计|总计"),
    Column("basic", "基本支出"),
    Column("project", "项目支出"),
    Column("operating", "(?:事业单位)?经营支出"),
    Column("remit_to_superior", "上缴上级支出"),
    Column("subsidy_to_affiliate", "对附属单位补助支出"),
    *ECON_BELOW_GROUPS,
    *FUNCTION_APART,
)


def tidy_expenditure(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 支出总表 into expenditure (万元) and its printed totals."""
    return tidy_list("expenditure", lines, COLUMNS, _describe)


def _describe(row: PublishedRow) -> Row:
    return {**function_columns(row), **gov_econ_columns(row), **dept_econ_columns(row)}


KIND = TableKind(
    name="expenditure",
    label="支出总表",
    titles=("(?:部门|单位)?支出(?:预算)?总(?:体情况)?表",),
    tidy=tidy_expenditure,
    gives=("expenditure",),
)
