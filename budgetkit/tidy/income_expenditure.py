"""收支总表: all income and expenditure of a department, by source and by functional class."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Tidied
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known, TableKind
from budgetkit.tidy.two_sided import tidy_two_sided


def tidy_income_expenditure(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 收支总表 into income_expenditure (万元); see tidy_two_sided for the columns."""
    return tidy_two_sided("income_expenditure", lines)


KIND = TableKind(
    name="income_expenditure",
    label="收支总表",
    titles=("(?:部门|单位)?收支(?:预算)?总(?:体情况)?表",),
    tidy=tidy_income_expenditure,
    gives=("income_expenditure",),
)
