"""政府性基金预算支出表: expenditure that the gov_fund budget pays; often without a row."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.tidy.special_budget import tidy_special_budget

TABLE = national_table("gov_fund")


def tidy_gov_fund(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 政府性基金预算支出表 into gov_fund (万元) and its printed totals."""
    return tidy_special_budget(TABLE, lines)


KIND = make_kind(TABLE, tidy_gov_fund)
