"""What 政府性基金 and 国有资本经营预算支出表 have in common: their columns, in either layout."""

from __future__ import annotations

from budgetkit.finding import Row
from budgetkit.recognise.kind import Column
from budgetkit.recognise.rows import PublishedRow
from budgetkit.tidy.classification import (
    DEPT_ECON,
    FUNCTION,
    FUNCTION_CODE,
    FUNCTION_NAME,
    GOV_ECON,
    dept_econ_columns,
    function_columns,
    gov_econ_columns,
)

COLUMNS = (
    FUNCTION_CODE,
    FUNCTION_NAME,
    FUNCTION,
    GOV_ECON,
    DEPT_ECON,
    Column("total", "合计|总计"),
    Column("basic", "基本支出"),
    Column("project", "项目支出"),
)


def describe(row: PublishedRow) -> Row:
    """Read the classification columns of a row; the economic ones are null in the layout that has none."""
    return {**function_columns(row), **gov_econ_columns(row), **dept_econ_columns(row)}
