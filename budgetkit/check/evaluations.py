"""Self-evaluation forms: weights to 100, scores to the total, rates within rounding, fund lines, cost ceilings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, Figure, half_unit, read_figure, sum_figures
from budgetkit.check.result import Cause, absent_row, compare, make_row
from budgetkit.check.words import column_label, money
from budgetkit.cost_ceilings import (
    ABOVE,
    Ceiling,
    is_cost,
    is_unit_proved,
    judge_ceiling,
    parse_ceiling,
    say_readings,
    say_relation,
)
from budgetkit.finding import Row
from budgetkit.read.place import Place

FORMS, FUNDS, INDICATORS = "evaluations", "evaluation_funds", "evaluation_indicators"
_RULES = {
    "weights_to_hundred": (INDICATORS, "各项分值之和＝100"),
    "scores_to_total": (FORMS, "各项得分之和＝总分"),
    "score_within_weight": (INDICATORS, "各项得分均不高于分值"),
    "fund_parts": (FUNDS, "年度资金总额＝各项资金之和"),
    "execution_rate": (FUNDS, "执行率＝全年执行数÷全年预算数"),
    "fund_score": (FUNDS, "资金得分＝分值×执行率"),
    "cost_ceiling": (INDICATORS, "成本指标不高于预算"),
}
_AMOUNTS = ("initial_budget", "full_year_budget", "executed")
_FUND_PARTS = ("current_grant", "carryover", "other")
_FUND_LABELS = {
    "total": "年度资金总额",
    "current_grant": "当年财政拨款",
    "carryover": "上年结转资金",
    "other": "其他资金",
}
HUNDRED = Decimal(100)


def check_evaluations(document: CheckedDocument) -> Iterator[Row]:
    """Check each 项目支出绩效自评表 of a document within itself."""
    absent = document.absent(FORMS)
    if absent:
        for rule, (table, what) in _RULES.items():
            yield absent_row(rule, table, what, absent)
    for printed in document.printed_totals(INDICATORS).get("weight", ()):
        weights = _exact(read_figure(printed, "amount"))
        description = f"{Place.of(printed)}：总分一栏的分值＝100"
        yield compare("weights_to_hundred", INDICATORS, description, weights, Figure(HUNDRED))
    is_unit_proved = _prove_unit(document)
    for form in document.rows(FORMS):
        seq, name = form["evaluation_seq"], document.name_evaluation(form["evaluation_seq"])
        funds = {row["fund"]: row for row in document.rows(FUNDS) if row["evaluation_seq"] == seq}
        indicators = [row for row in document.rows(INDICATORS) if row["evaluation_seq"] == seq]
        yield from check_points(name, form, funds.get("total"), indicators)
        yield from check_funds(name, funds)
        yield from check_costs(name, funds.get("total"), indicators, is_unit_proved=is_unit_proved)


def check_points(name: str, form: Row, fund: Row | None, indicators: Sequence[Row]) -> Iterator[Row]:
    """Check that weights add up to 100 and scores to the total, and that no score exceeds its weight."""
    rows = [*indicators, *([fund] if fund else [])]
    weights = _add_points(rows, "weight")
    yield compare("weights_to_hundred", INDICATORS, f"{name}：各项分值之和＝100", weights, Figure(HUNDRED))
    total = _exact(read_figure(form, "total_score"))
    yield compare("scores_to_total", FORMS, f"{name}：各项得分之和＝总分", _add_points(rows, "score"), total)
    above = [row for row in rows if None not in (row["weight"], row["score"]) and row["score"] > row["weight"]]
    unread = [row for row in rows if None in (row["weight"], row["score"])]
    status = "fail" if above else "insufficient" if unread else "pass"
    text = f"{len(above)} 项得分高于分值" if above else f"{len(unread)} 项缺少分值或得分" if unread else None
    lines = ([row["source_line"] for row in above or unread or rows],)
    what = f"{name}：{len(rows)} 项得分均不高于分值"
    yield make_row("score_within_weight", INDICATORS, what, status, text, lines=lines)


def check_funds(name: str, funds: dict[str, Row]) -> Iterator[Row]:
    """Check the fund lines: total and parts, the execution rate, and the points that it gives."""
    total = funds.get("total")
    if total is None:
        no_total = Figure(None, reason="没有资金总额一行")
        yield absent_row("fund_parts", FUNDS, f"{name}：年度资金总额＝各项资金之和", no_total)
        return
    for column in _AMOUNTS:
        parts = [read_figure(funds[f], column) for f in _FUND_PARTS if f in funds and funds[f][column] is not None]
        right = sum_figures(parts) if parts else Figure(None, reason="各分项资金均为空")
        left = read_figure(total, column)
        if left.value is not None or parts:
            description = f"{name}：年度资金总额＝各项资金之和（{column_label(column)}）"
            yield compare("fund_parts", FUNDS, description, left, right)
    yield from (_check_rate(name, row) for row in funds.values() if row["full_year_budget"])
    yield _check_fund_score(name, total)


def _check_rate(name: str, row: Row) -> Row:
    """Compare a printed rate (percent) with that of the printed amounts, and of all they may be rounded from."""
    description = f"{name}：{_FUND_LABELS[row['fund']]}执行率＝全年执行数÷全年预算数"
    rate, executed, budget = (read_figure(row, c) for c in ("execution_rate", "executed", "full_year_budget"))
    if rate.value is None or executed.value is None:
        return compare("execution_rate", FUNDS, description, rate, executed if executed.value is None else rate)
    computed = Figure(_round_like(HUNDRED * executed.value / budget.value, rate.value), rate.lines)
    causes = _rounding(rate, computed, _rate_bounds(executed, budget))
    return compare("execution_rate", FUNDS, description, _exact(rate), computed, causes)


def _check_fund_score(name: str, row: Row) -> Row:
    """The points for execution are the weight times the execution rate, at most the weight."""
    description = f"{name}：资金得分＝分值×执行率"
    score, executed, budget = (read_figure(row, c) for c in ("score", "executed", "full_year_budget"))
    weight, rate = row["weight"], row["execution_rate"]
    if None in (score.value, weight, rate, executed.value) or not budget.value:
        missing = Figure(None, score.lines, reason="缺少金额、分值、执行率或得分")
        return absent_row("fund_score", FUNDS, description, missing)
    computed = Figure(_round_like(min(weight, weight * rate / HUNDRED), score.value))
    bounds = [min(weight, weight * bound / HUNDRED) for bound in _rate_bounds(executed, budget)]
    causes = _rounding(score, computed, bounds)
    return compare("fund_score", FUNDS, description, _exact(score), computed, causes, "得分不是按执行率折算的。")


def _rate_bounds(executed: Figure, budget: Figure) -> tuple[Decimal, Decimal]:
    """Give the lowest and highest rate (percent) of amounts that print as these do."""
    least, most = budget.value - budget.slack, budget.value + budget.slack
    lowest = HUNDRED * (executed.value - executed.slack) / most
    return lowest, HUNDRED * (executed.value + executed.slack) / (least or half_unit(budget.value))


def _rounding(printed: Figure, computed: Figure, bounds: Sequence[Decimal]) -> list[Cause]:
    """Explain a difference by rounding where the exact amounts may give what is printed."""
    if not bounds[0] - printed.slack <= printed.value <= bounds[1] + printed.slack:
        return []
    text = "按印出的金额重算相差末位，在金额四舍五入的范围之内。"
    return [Cause(printed.value - computed.value, text)]


def _prove_unit(document: CheckedDocument) -> bool:
    """Say whether more cost targets meet their form's budget as printed than in the other unit."""
    budgets = {row["evaluation_seq"]: row["full_year_budget"] for row in document.rows(FUNDS) if row["fund"] == "total"}
    costs = [
        (ceiling, budgets[row["evaluation_seq"]])
        for row in document.rows(INDICATORS)
        if (ceiling := parse_ceiling(row["target"])) and budgets.get(row["evaluation_seq"])
    ]
    verdicts = [judge_ceiling(ceiling, budget) for ceiling, budget in costs]
    meeting = sum(verdict in ("equal", "rounded") for verdict in verdicts)
    return is_unit_proved(meeting, verdicts.count("other_unit"))


def check_costs(
    name: str, fund: Row | None, indicators: Sequence[Row], *, is_unit_proved: bool = True
) -> Iterator[Row]:
    """Check cost targets against the form's budget: above it, or meeting it in the other unit only.

    `is_unit_proved` says whether other targets prove the budget's unit, so that a slip is the target's.
    """
    what = f"{name}：成本指标不高于预算"
    costs = [(row, parse_ceiling(row["target"])) for row in indicators if is_cost(row["level1"], row["level2"])]
    costs = [(row, ceiling) for row, ceiling in costs if ceiling]
    if not costs:
        none = Figure(None, reason="没有以元或万元计的成本指标", due=False)
        yield absent_row("cost_ceiling", INDICATORS, what, none)
    elif not fund or not fund["full_year_budget"]:
        yield absent_row("cost_ceiling", INDICATORS, what, Figure(None, reason="没有全年预算数"))
    else:
        yield from (_check_cost(name, fund, row, ceiling, is_unit_proved=is_unit_proved) for row, ceiling in costs)


def _check_cost(name: str, fund: Row, row: Row, ceiling: Ceiling, *, is_unit_proved: bool) -> Row:
    budget, initial = fund["full_year_budget"], fund["initial_budget"]
    left = Figure(ceiling.amount, (row["source_line"],), ceiling.slack)
    right = read_figure(fund, "full_year_budget")
    what = f"{name}：成本指标不高于预算"
    slipped = next((b for b in (budget, initial) if b and judge_ceiling(ceiling, b) == "other_unit"), None)
    if slipped:
        what = f"{name}：成本指标{say_relation('other_unit', left.value, slipped, '预算')}"
        text = f"印作“{row['target']}”，若单位为{ceiling.other_unit(slipped)}则与预算相符：单位有误，按原文保留。"
        return compare(
            "cost_ceiling", INDICATORS, what, left, right, [Cause(left.value - right.value, text, is_unit_proved)]
        )
    if not _is_above(ceiling, budget):
        numbers = {"left": left.value, "right": right.value, "tolerance": left.slack + right.slack}
        return make_row("cost_ceiling", INDICATORS, what, "pass", lines=(left.lines, right.lines), **numbers)
    causes = []
    if initial and not _is_above(ceiling, initial):
        text = f"成本上限不高于年初预算 {money(initial)} 万元，全年预算后来减少。"
        causes = [Cause(left.value - right.value, text)]
    hint = f"印作“{row['target']}”，{say_readings(judge_ceiling(ceiling, budget), left.value, budget, '全年预算')}"
    return compare("cost_ceiling", INDICATORS, what, left, right, causes, hint)


def _is_above(ceiling: Ceiling, budget: Decimal) -> bool:
    return judge_ceiling(ceiling, budget) in (*ABOVE, "near_miss") and ceiling.amount > budget


def _add_points(rows: Sequence[Row], column: str) -> Figure:
    """Add up points, which are exact as printed; one that was not read leaves no sum."""
    missing = [row for row in rows if row[column] is None]
    if missing or not rows:
        where = "、".join(str(row["source_line"]) for row in missing[:6]) or "—"
        return Figure(None, reason=f"第 {where} 行缺少{column_label(column)}")
    return _exact(sum_figures(read_figure(row, column) for row in rows))


def _exact(figure: Figure) -> Figure:
    return Figure(figure.value, figure.lines, ZERO, figure.reason, figure.due)


def _round_like(value: Decimal, printed: Decimal) -> Decimal:
    """Round to as many decimals as another number is printed with."""
    return value.quantize(Decimal(1).scaleb(min(printed.as_tuple().exponent, 0)), ROUND_HALF_UP)
