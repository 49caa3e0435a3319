"""Every kind of published table that budgetkit knows, in the order in which they are tidied.

A new kind is one new module with a `KIND`, and its line here. Kinds that others need as evidence come first.
"""

from __future__ import annotations

from budgetkit.recognise.kind import TableKind
from budgetkit.tidy import (
    basic_expenditure,
    evaluations,
    expenditure,
    fiscal_grant,
    general_public_expenditure,
    gov_fund,
    income,
    income_expenditure,
    procurement,
    project_expenditure,
    project_list,
    purchased_services,
    state_capital,
    three_public,
)

TABLE_KINDS: tuple[TableKind, ...] = (
    income_expenditure.KIND,
    income.KIND,
    expenditure.KIND,
    fiscal_grant.KIND,
    basic_expenditure.KIND,
    gov_fund.KIND,
    state_capital.KIND,
    three_public.KIND,
    procurement.KIND,
    purchased_services.KIND,
    general_public_expenditure.KIND,
    project_list.KIND,
    project_expenditure.KIND,
    TableKind(
        name="project_targets",
        label="项目支出绩效目标表",
        titles=("(?:部门|单位)?项目支出绩效目标(?:申报)?表",),
        gives=("projects", "project_indicators"),
    ),
    TableKind(name="annual_targets", label="年度项目支出绩效表", titles=("年度项目支出绩效(?:目标)?表",)),
    TableKind(
        name="department_targets", label="部门整体支出绩效目标表", titles=("(?:部门|单位)整体支出绩效目标(?:申报)?表",)
    ),
    TableKind(
        name="transfer_targets", label="专项转移支付绩效目标表", titles=(".*转移支付(?:区域)?绩效目标(?:申报)?表",)
    ),
    evaluations.KIND,
)
