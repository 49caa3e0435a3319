"""Projects that spent little of their money, and get more now."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.execution import LOW_EXECUTION, compare_execution
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import amount, count


def _find(case: Case) -> Iterator[Observation]:
    result = compare_execution(case.budget, case.evaluation_year)
    if result.is_missing:
        return
    table = result.table[(result.table["status"] == "continued") & (result.table["rate"] < LOW_EXECUTION)]
    table = table.assign(new=(table["budget"] - table["bill_2"].fillna(0.0)).round(6))  # a bill of last year is no more
    table = table[table["new"] > table["executed"]]
    if table.empty:
        return
    names = [f"“{name}”（执行率 {rate:.2f}%）" for name, rate in zip(table["name"], table["rate"], strict=True)]
    executed, budget = (round(float(table[key].sum()), 6) for key in ("executed", "new"))
    statement = compose(
        f"{{count}}{case.evaluation_year}年执行率低于 {LOW_EXECUTION:.0f}%、执行{{executed}}，"
        f"{case.budget.year}年仍安排{{budget}}：{join_names(names)}。",
        count=count(len(table), "个项目"),
        executed=amount(executed),
        budget=amount(budget),
    )
    question = "上次没有花完的原因是否已经消除？本年金额高于执行数的依据是什么？"
    sources = tuple(dict.fromkeys(line for lines in table["sources"] for line in lines))
    yield Observation(statement, question, round(budget - executed, 6), Certainty.PRINTED, sources)


RULE = Rule(
    key="more_after_low",
    name="执行率低而预算增加",
    looks_for=f"上次自评执行率低于 {LOW_EXECUTION:.0f}% 的延续项目，本年预算（扣除以前年度款项）高于其执行数",
    basis="《预算法》参考上一年预算执行情况编制预算；绩效评价结果与预算安排挂钩；比例为本报告约定",
    topic=Topic.PERFORMANCE,
    find=_find,
)
