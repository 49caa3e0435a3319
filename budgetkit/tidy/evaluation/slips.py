"""Slips of the publisher in cost indicators, which the form's own funds contradict; reported, never mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from budgetkit.cost_ceilings import ABOVE, Ceiling, judge_ceiling
from budgetkit.finding import Finding, Row
from budgetkit.money_units import money_factor
from budgetkit.parse import half_unit
from budgetkit.tidy.evaluation.tokens import quote
from budgetkit.tidy.evaluation.values import PrintedQuantity, parse_quantity
from budgetkit.tidy.evaluation.words import is_cost_label

TABLE = "evaluation_indicators"
_NEAR = Decimal("0.1")  # a cost within a tenth of the budget is that of the whole project


def find_slips(indicators: Sequence[Row], total: Mapping[str, Decimal | None] | None) -> list[Finding]:
    """Find cost indicators that contradict the form's total funds (万元); without funds nothing is proved.

    Reported are a unit that is ten thousand times off (unit_error), a ceiling above the budget, and a cost that differs
    from the money spent (inconsistent_total), beyond the rounding of what is printed.
    """
    if not total:
        return []
    found: list[Finding] = []
    for row in indicators:
        if is_cost_label(row["level1"]) or is_cost_label(row["level2"]):
            found += _check_row(row, total)
    return found


def _check_row(row: Row, total: Mapping[str, Decimal | None]) -> list[Finding]:
    budgets = [total[c] for c in ("initial_budget", "full_year_budget") if total[c]]
    target, actual = parse_quantity(row["target"]), parse_quantity(row["actual"])
    if not budgets or target is None or money_factor(target.unit) is None:
        return []
    budget = max(budgets)
    spent = [*budgets, *([total["executed"]] if total["executed"] else [])]
    found = [_unit_slip(row, "target", target, budgets), _unit_slip(row, "actual", actual, spent)]
    found.append(_ceiling_slip(row, target, budget))
    if abs(_amount(target, budgets) - budget) <= budget * _NEAR:
        found.append(_spending_slip(row, actual, total["executed"], spent))
    return [finding for finding in found if finding]


def _unit_slip(row: Row, column: str, value: PrintedQuantity | None, wholes: Sequence[Decimal]) -> Finding | None:
    slip = _find_slip(value, wholes) if value else None
    if slip is None:
        return None
    whole, unit = slip
    note = f"印为“{row[column]}”，而本项目预算为 {whole} 万元，按“{unit}”计才相符；原文保留。"
    return Finding(TABLE, "unit_error", quote(row[column]), note, "flagged", row["source_line"])


def _ceiling_slip(row: Row, target: PrintedQuantity, budget: Decimal) -> Finding | None:
    ceiling = Ceiling(target.number, target.unit)
    verdict = judge_ceiling(ceiling, budget)
    if target.operator not in ("≤", "<", "＜") or verdict not in (*ABOVE, "near_miss") or ceiling.amount < budget:
        return None
    note = f"成本上限 {ceiling.amount.normalize() + 0} 万元高于本项目预算 {budget} 万元；原文保留。"
    return _inconsistent(row, row["target"], note)


def _spending_slip(
    row: Row, actual: PrintedQuantity | None, executed: Decimal | None, wholes: Sequence[Decimal]
) -> Finding | None:
    if actual is None or executed is None or money_factor(actual.unit) is None:
        return None
    spent = _amount(actual, wholes)
    if abs(spent - executed) <= half_unit(actual.number) * money_factor(actual.unit) + half_unit(executed):
        return None
    note = f"实际成本 {spent} 万元与全年执行数 {executed} 万元不一致（可能为合同金额或支付进度所致）；原文保留。"
    return _inconsistent(row, row["actual"], note)


def _inconsistent(row: Row, text: str, note: str) -> Finding:
    return Finding(TABLE, "inconsistent_total", quote(text), note, "flagged", row["source_line"])


def _amount(value: PrintedQuantity, wholes: Sequence[Decimal]) -> Decimal:
    """Give a quantity in 万元, as meant: a misprinted unit is read as the one that meets the form's money."""
    slip = _find_slip(value, wholes)
    return (value.number * money_factor(slip[1] if slip else value.unit)).normalize() + 0


def _find_slip(value: PrintedQuantity, wholes: Sequence[Decimal]) -> tuple[Decimal, str] | None:
    """Find the amount (万元) that a quantity meets in another unit of money only, and that unit."""
    ceiling = Ceiling(value.number, value.unit)
    if ceiling.amount is None or not ceiling.number:
        return None
    whole = next((whole for whole in wholes if judge_ceiling(ceiling, whole) == "other_unit"), None)
    return None if whole is None else (whole, ceiling.other_unit(whole))
