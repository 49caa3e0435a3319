"""国有资本经营预算支出表: expenditure that the state_capital budget pays; often without a row."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Tidied
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known, TableKind
from budgetkit.tidy.special_budget import tidy_special_budget


def tidy_state_capital(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 国有资本经营预算支出表 into state_capital (万元) and its printed totals."""
    return tidy_special_budget("state_capital", lines)


KIND = TableKind(
    name="state_capital",
    label="国有资本经营预算支出表",
    titles=("(?:部门|单位)?国有资本经营预算(?:财政拨款)?支出(?:情况)?(?:预算)?表",),
    tidy=tidy_state_capital,
    gives=("state_capital",),
)
