"""政府性基金预算支出表: expenditure that the gov_fund budget pays; often without a row."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Tidied
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known, TableKind
from budgetkit.tidy.special_budget import tidy_special_budget


def tidy_gov_fund(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 政府性基金预算支出表 into gov_fund (万元) and its printed totals."""
    return tidy_special_budget("gov_fund", lines)


KIND = TableKind(
    name="gov_fund",
    label="政府性基金预算支出表",
    titles=("(?:部门|单位)?政府性基金预算(?:财政拨款)?支出(?:情况)?(?:预算)?表",),
    tidy=tidy_gov_fund,
    gives=("gov_fund",),
)
