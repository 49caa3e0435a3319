"""All rules, and what they find in a budget, what matters most first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from budgetkit.observe import (
    bunched_scores,
    carryover,
    changed_projects,
    cost_direction,
    cost_without_money,
    date_as_number,
    dominant_line,
    earlier_bills,
    late_full_marks,
    later_payments,
    low_execution,
    missing_rows,
    more_after_low,
    no_effect,
    outside_staff,
    project_under_operation,
    repeated_goal,
    satisfaction_direction,
    uniform_satisfaction,
    unit_price,
    unlisted_projects,
    unsurveyed_satisfaction,
    unused_goal,
)
from budgetkit.observe.observation import Case, Observation, Rule
from budgetkit.statements.rounding import remark_rounding

_MODULES = (
    dominant_line,
    unlisted_projects,
    missing_rows,
    carryover,
    outside_staff,
    project_under_operation,
    earlier_bills,
    later_payments,
    unit_price,
    changed_projects,
    low_execution,
    more_after_low,
    satisfaction_direction,
    cost_direction,
    cost_without_money,
    date_as_number,
    uniform_satisfaction,
    no_effect,
    repeated_goal,
    unused_goal,
    bunched_scores,
    unsurveyed_satisfaction,
    late_full_marks,
)
RULES: tuple[Rule, ...] = tuple(module.RULE for module in _MODULES)


@dataclass(frozen=True)
class Noted:
    """An observation with the rule that made it."""

    rule: Rule
    observation: Observation


def observe(case: Case) -> list[Noted]:
    """Apply every rule to a budget; most money times certainty first, then in the order of the rules."""
    found = [Noted(rule, _remarked(observation)) for rule in RULES for observation in rule.find(case)]
    return sorted(found, key=lambda noted: -noted.observation.weight)


def _remarked(observation: Observation) -> Observation:
    return replace(observation, statement=remark_rounding(observation.statement))
