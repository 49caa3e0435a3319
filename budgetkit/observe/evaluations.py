"""The self-evaluations that precede a budget, as the rules on them need them."""

from __future__ import annotations

import pandas as pd

from budgetkit.compare.execution import list_evaluated
from budgetkit.observe.observation import Case

BASIS = "财政部项目支出绩效评价管理办法"


def evaluated_projects(case: Case) -> pd.DataFrame:
    """List the latest self-evaluated projects, as `list_evaluated`; no rows where there are none."""
    if case.evaluation_year is None:
        return pd.DataFrame()
    return list_evaluated(case.budget.data, case.budget.department_id, case.evaluation_year)


def evaluated_indicators(case: Case) -> pd.DataFrame:
    """List the indicators of these self-evaluations with `project_name` and `lost` points."""
    data, own = case.budget.data, case.budget.department_id
    forms = data.evaluations[(data.evaluations["department_id"] == own)]
    forms = forms[forms["year"] == case.evaluation_year][["document_id", "evaluation_seq", "project_name"]]
    indicators = data.evaluation_indicators.merge(forms, on=["document_id", "evaluation_seq"])
    return indicators.assign(lost=(indicators["weight"] - indicators["score"]).round(6))
