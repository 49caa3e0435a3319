"""How far each of two budgets can be relied on: what is open in its document, since a change rests on both."""

from __future__ import annotations

import pandas as pd

from budgetkit.briefing.citations import cite
from budgetkit.briefing.differences import count_open, describe_difference, open_checks
from budgetkit.briefing.year_over_year import Years
from budgetkit.compare.budget import Budget
from budgetkit.compare.result import SourceLine
from budgetkit.dataset.states import COMPARED, OPEN
from budgetkit.line_runs import parse_lines
from budgetkit.schema import load_schemas
from budgetkit.statements import Statement, compose
from budgetkit.statements.statement import count

_NAMED = 2  # differences that are named, the largest first; all stand in the table of checks


def state_reliability(years: Years) -> list[Statement]:
    """State of both documents, the base first, what of their checks is open; nothing where there is one budget."""
    if years.earlier is None:
        return []
    return [_state_document(budget) for budget in (years.earlier, years.later)]


def _state_document(budget: Budget) -> Statement:
    every = budget.data.checks
    checks = every[every["document_id"].isin(budget.document_ids)]  # those of a text published apart, too
    compared = count(int(checks["status"].isin(COMPARED).sum()))
    subject = f"可靠性：{budget.year}年预算文件勾稽核对{{compared}}"
    found = open_checks(checks)
    if found.empty:
        return compose(f"{subject}，没有原因未证明的差异。", compared=compared)
    states = {state: int((found["status"] == state).sum()) for state in OPEN}
    order = found["difference"].abs().fillna(0).sort_values(ascending=False, kind="stable").index
    largest = found.loc[order].head(_NAMED)
    tables = "、".join(load_schemas()[name].label for name in dict.fromkeys(found["table"]))
    named = "；".join(describe_difference(row) for row in largest.itertuples())
    lead = "最大的是" if len(found) > len(largest) else "即"
    text = f"{subject}，{count_open(states)}，涉及{tables}，{lead}{named}。有关数字的增减须连同差异一并看待。"
    return cite(compose(text, compared=compared), *(_lines(row) for row in largest.itertuples()))


def _lines(check) -> list[SourceLine]:
    places = parse_lines(check.lines) or [check.source_line]
    return [(check.document_id, int(line)) for line in places if pd.notna(line)]
