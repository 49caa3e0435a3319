"""支出总表: all expenditure by function, government economic and department economic class."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.recognise.published_table import PublishedRow
from budgetkit.tidy.classification import (
    dept_econ_columns,
    function_columns,
    gov_econ_columns,
)
from budgetkit.tidy.listed import tidy_list

TABLE = national_table("expenditure")
COLUMNS = TABLE.columns


def tidy_expenditure(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 支出总表 into expenditure (万元) and its printed totals."""
    return tidy_list("expenditure", lines, COLUMNS, _describe)


def _describe(row: PublishedRow) -> Row:
    return {**function_columns(row), **gov_econ_columns(row), **dept_econ_columns(row)}


KIND = make_kind(TABLE, tidy_expenditure)
