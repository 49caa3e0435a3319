"""Every kind of published table that budgetkit knows, in the order in which they are tidied.

A new kind is one new module with a `KIND`, and its line here. Kinds that others need as evidence come first.
"""

from __future__ import annotations

from budgetkit.recognise.kind import TableKind
from budgetkit.tidy import (
    annual_targets,
    basic_expenditure,
    department_targets,
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
    project_targets,
    purchased_services,
    state_capital,
    three_public,
    transfer_targets,
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
    annual_targets.KIND,
    project_targets.KIND,
    department_targets.KIND,
    transfer_targets.KIND,
    evaluations.KIND,
)
