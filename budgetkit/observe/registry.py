"""All rules, and what they find in a budget, what matters most first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from budgetkit.observe import (
    bunched_scores,
    carryover,
    changed_projects,
    cost_direction,
    cost_sums,
    cost_without_money,
    date_as_number,
    dominant_line,
    earlier_bills,
    grants_in_public_funds,
    grown_projects,
    late_full_marks,
    later_payments,
    low_execution,
    missing_rows,
    monthly_ceiling,
    more_after_low,
    no_effect,
    outside_staff,
    procurement_excess,
    project_under_operation,
    repeated_goal,
    satisfaction_direction,
    uniform_satisfaction,
    unit_price,
    unlisted_projects,
    unsurveyed_satisfaction,
    unused_goal,
)
from budgetkit.observe.observation import Case, Certainty, Observation, Rule
from budgetkit.statements.rounding import remark_rounding

_MODULES = (
    dominant_line,
    unlisted_projects,
    missing_rows,
    carryover,
    outside_staff,
    project_under_operation,
    procurement_excess,
    grants_in_public_funds,
    earlier_bills,
    later_payments,
    unit_price,
    changed_projects,
    low_execution,
    more_after_low,
    grown_projects,
    cost_sums,
    satisfaction_direction,
    cost_direction,
    cost_without_money,
    monthly_ceiling,
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

    @property
    def name(self) -> str:
        """What the observation is called: its own name, else the rule's."""
        return self.observation.name or self.rule.name


def observe(case: Case) -> list[Noted]:
    """Apply every rule to a budget; what touches money first, by weight (money times certainty), then in their order.

    A sum that two rules ask about by the same rows stands where the rule that is later in the list puts it: the other
    one stands behind all that touches money, and is left out where it names what the sum consists of, and so adds
    nothing.
    """
    found = [Noted(rule, _remarked(observation)) for rule in RULES for observation in rule.find(case)]
    told = {id(noted) for noted in found if _is_told(noted, found)}
    kept = [noted for noted in found if not (id(noted) in told and noted.observation.is_named)]
    return sorted(kept, key=lambda noted: _rank(noted.observation, is_told=id(noted) in told))


def _rank(observation: Observation, *, is_told: bool) -> tuple[bool, float]:
    return is_told or observation.certainty is Certainty.FORMAL, -observation.weight


def _is_told(noted: Noted, found: list[Noted]) -> bool:
    """Say whether a more particular rule asks about the same sum by the same rows: that one is for the first page."""
    own = noted.observation
    later = found[found.index(noted) + 1 :]
    return any(
        one.rule is not noted.rule
        and round(one.observation.money - own.money, 2) == 0
        and set(own.sources) & set(one.observation.sources)
        for one in later
    )


def _remarked(observation: Observation) -> Observation:
    return replace(observation, statement=remark_rounding(observation.statement))
