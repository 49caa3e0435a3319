"""Self-evaluated projects that spent little of their money, with the form's own reason."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.execution import LOW_EXECUTION
from budgetkit.compare.execution_reasons import find_reasons
from budgetkit.observe.evaluations import BASIS, evaluated_projects
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import Quantity, amount, count, percent

NAMED = 3  # projects told with their reasons; all stand in the table of self-evaluations


def _find(case: Case) -> Iterator[Observation]:
    table = evaluated_projects(case)
    if table.empty or not (table["rate"] < LOW_EXECUTION).any():
        return
    low = table[table["rate"] < LOW_EXECUTION].sort_values("rate", kind="stable")
    reasons = find_reasons(case.budget.data, low)
    executed, planned = (round(float(table[key].sum()), 6) for key in ("executed", "full_year"))
    if planned <= 0:
        return
    figures = {
        "count": count(len(table)),
        "rate": percent(executed / planned * 100),
        "executed": amount(executed),
        "planned": amount(planned),
        "low": count(len(low)),
    }
    details = [
        _state_form(row, reason, figures, position)
        for position, (row, (reason, _)) in enumerate(zip(low.itertuples(), reasons, strict=True))
    ]
    more = f" 等 {len(details)} 项" if len(details) > NAMED else ""
    statement = compose(
        f"{case.evaluation_year}年自评{{count}}，全年预算{{planned}}，执行{{executed}}，执行率{{rate}}；"
        f"{{low}}低于 {LOW_EXECUTION:.0f}%：{'；'.join(details[:NAMED])}{more}。",
        **figures,
    )
    unspent = round(float((low["full_year"] - low["executed"]).sum()), 6)
    question = "未执行的资金结转还是收回？尾款何时支付，是否已列入以后年度预算？追加预算时是否考虑了年内能否执行？"
    told = [lines for _, lines in reasons]
    sources = tuple(dict.fromkeys(line for lines in (*low["sources"], *told, *table["sources"]) for line in lines))
    yield Observation(statement, question, unspent, Certainty.PRINTED, sources)


def _state_form(form, reason: str, figures: dict[str, Quantity], position: int) -> str:
    """Say a form's rate as printed, and what the form itself says of why."""
    figures[f"rate{position}"] = Quantity(form.rate, "%", f"{form.rate:.2f}%")
    return f"“{form.project_name}”{{rate{position}}}（{reason or '自评表未说明原因'}）"


RULE = Rule(
    key="low_execution",
    name="执行率偏低",
    looks_for=f"自评项目全年执行率低于 {LOW_EXECUTION:.0f}%",
    basis=f"{BASIS}：预算执行率为自评内容；比例为本报告约定",
    topic=Topic.PERFORMANCE,
    find=_find,
)
