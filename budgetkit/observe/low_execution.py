"""Self-evaluated projects that spent little of their money, with the form's own reason."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.costs import read_money
from budgetkit.compare.execution import LOW_EXECUTION
from budgetkit.observe.evaluations import BASIS, evaluated_indicators, evaluated_projects
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.observe.targets import shorten
from budgetkit.statements import compose
from budgetkit.statements.statement import Quantity, amount, count, percent

_STEP = 5  # per cent: instalments are agreed in such steps


def _find(case: Case) -> Iterator[Observation]:
    table = evaluated_projects(case)
    if table.empty or not (table["rate"] < LOW_EXECUTION).any():
        return
    low = table[table["rate"] < LOW_EXECUTION].sort_values("rate", kind="stable")
    indicators = evaluated_indicators(case)
    executed, planned = (round(float(table[key].sum()), 6) for key in ("executed", "full_year"))
    figures = {
        "count": count(len(table)),
        "rate": percent(executed / planned * 100),
        "executed": amount(executed),
        "planned": amount(planned),
        "low": count(len(low)),
    }
    details = [_state_form(row, indicators, figures, position) for position, row in enumerate(low.itertuples())]
    statement = compose(
        f"{case.evaluation_year}年自评{{count}}，全年预算{{planned}}，执行{{executed}}，执行率{{rate}}；"
        f"{{low}}低于 {LOW_EXECUTION:.0f}%：{'；'.join(details)}。",
        **figures,
    )
    unspent = round(float((low["full_year"] - low["executed"]).sum()), 6)
    question = "未执行的资金结转还是收回？尾款何时支付，是否已列入以后年度预算？追加预算时是否考虑了年内能否执行？"
    sources = tuple(dict.fromkeys(line for lines in (*low["sources"], *table["sources"]) for line in lines))
    yield Observation(statement, question, unspent, Certainty.PRINTED, sources)


def _state_form(form, indicators: pd.DataFrame, figures: dict[str, Quantity], position: int) -> str:
    """Say a form's rate as printed, and what the form itself says of why."""
    figures[f"rate{position}"] = Quantity(form.rate, "%", f"{form.rate:.2f}%")
    own = indicators[indicators["evaluation_seq"] == form.evaluation_seq]
    reasons = [*_instalment(form, own, figures, position), *_added(form), *_reason(own)]
    why = f"（{'；'.join(reasons)}）" if reasons else "（自评表未说明原因）"
    return f"“{form.project_name}”{{rate{position}}}{why}"


def _instalment(form, own: pd.DataFrame, figures: dict[str, Quantity], position: int) -> Iterator[str]:
    """Say that what was executed is a round share of the cost that the form states: a first instalment."""
    costs = own[own["level1"] == "成本指标"]["actual"].map(read_money).dropna()
    contract = float(costs.iloc[0]) if len(costs) == 1 else 0.0
    if contract <= form.executed:
        return
    share = form.executed / contract * 100
    if abs(share - round(share / _STEP) * _STEP) * contract / 100 <= 0.01:  # the executed amount is printed to 0.01
        figures[f"cost{position}"] = amount(contract)
        yield f"执行数为成本指标实际值{{cost{position}}}的 {round(share / _STEP) * _STEP}%，应为分期付款"


def _added(form) -> Iterator[str]:
    if form.initial == 0 and form.full_year > 0:
        yield "年初预算为零，年中追加"


def _reason(own: pd.DataFrame) -> Iterator[str]:
    """Quote the reason that the form gives, other than for satisfaction."""
    reasons = own[(own["level1"] != "满意度指标") & own["deviation_reason"].notna()]["deviation_reason"]
    for reason in reasons.unique()[:1]:
        yield f"自评表写明“{shorten(reason, 40)}”"


RULE = Rule(
    key="low_execution",
    name="执行率偏低",
    looks_for=f"自评项目全年执行率低于 {LOW_EXECUTION:.0f}%",
    basis=f"{BASIS}：预算执行率为自评内容；比例为本报告约定",
    topic=Topic.PERFORMANCE,
    find=_find,
)
