"""Slips of the publisher in cost indicators, which the form's own funds contradict; reported, never mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from budgetkit.finding import Finding, Row
from budgetkit.money_units import money_factor
from budgetkit.tidy.evaluation.tokens import quote
from budgetkit.tidy.evaluation.values import Quantity, parse_quantity
from budgetkit.tidy.evaluation.words import is_cost_label

TABLE = "evaluation_indicators"
_OTHER = {"万元": "元", "元": "万元"}  # the units that are printed for each other
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
    budget = max((total[c] for c in ("initial_budget", "full_year_budget") if total[c]), default=None)
    target, actual = parse_quantity(row["target"]), parse_quantity(row["actual"])
    if not budget or target is None or target.unit not in _OTHER:
        return []
    found = [_unit_slip(row, column, value, budget) for column, value in (("target", target), ("actual", actual))]
    ceiling = _amount(target, budget)
    found.append(_ceiling_slip(row, target, ceiling, budget))
    if abs(ceiling - budget) <= budget * _NEAR:
        found.append(_spending_slip(row, actual, total["executed"], budget))
    return [finding for finding in found if finding]


def _unit_slip(row: Row, column: str, value: Quantity | None, budget: Decimal) -> Finding | None:
    if value is None or value.unit not in _OTHER or not _is_misprinted(value, budget):
        return None
    other = _OTHER[value.unit]
    note = f"印为“{row[column]}”，而本项目预算为 {budget} 万元，按“{other}”计才相符；原文保留。"
    return Finding(TABLE, "unit_error", quote(row[column]), note, "flagged", row["source_line"])


def _ceiling_slip(row: Row, target: Quantity, ceiling: Decimal, budget: Decimal) -> Finding | None:
    if target.operator not in ("≤", "<", "＜") or ceiling <= budget + _tolerance(target.number, budget):
        return None
    note = f"成本上限 {ceiling} 万元高于本项目预算 {budget} 万元；原文保留。"
    return _inconsistent(row, row["target"], note)


def _spending_slip(row: Row, actual: Quantity | None, executed: Decimal | None, budget: Decimal) -> Finding | None:
    if actual is None or executed is None or actual.unit not in _OTHER:
        return None
    spent = _amount(actual, budget)
    if abs(spent - executed) <= _tolerance(actual.number, executed):
        return None
    note = f"实际成本 {spent} 万元与全年执行数 {executed} 万元不一致（可能为合同金额或支付进度所致）；原文保留。"
    return _inconsistent(row, row["actual"], note)


def _inconsistent(row: Row, text: str, note: str) -> Finding:
    return Finding(TABLE, "inconsistent_total", quote(text), note, "flagged", row["source_line"])


def _amount(value: Quantity, budget: Decimal) -> Decimal:
    """Give a quantity in 万元, as meant: a misprinted unit is read as the one that fits the budget."""
    unit = _OTHER[value.unit] if _is_misprinted(value, budget) else value.unit
    return (value.number * money_factor(unit)).normalize() + 0


def _is_misprinted(value: Quantity, budget: Decimal) -> bool:
    """Say whether an amount fits the budget in the other unit only: ten thousand times off."""
    return abs(value.number * money_factor(_OTHER[value.unit]) - budget) <= budget * _NEAR


def _tolerance(*printed: Decimal) -> Decimal:
    """Half a unit of the last printed digit of each figure."""
    return sum((Decimal(1).scaleb(int(figure.as_tuple().exponent)) / 2 for figure in printed), Decimal(0))
