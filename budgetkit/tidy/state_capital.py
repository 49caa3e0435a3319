"""国有资本经营预算支出表: expenditure that the state_capital budget pays; often without a row."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.tidy.special_budget import tidy_special_budget

TABLE = national_table("state_capital")


def tidy_state_capital(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 国有资本经营预算支出表 into state_capital (万元) and its printed totals."""
    return tidy_special_budget(TABLE, lines)


KIND = make_kind(TABLE, tidy_state_capital)
