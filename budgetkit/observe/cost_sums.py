"""Cost indicators that set more than the project has, alone or together, without a reason that the document tells."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.targets import NEAR, OPEN_SUMS, compare_cost_ceilings
from budgetkit.numbers import format_amount
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import amount, count

_OPEN = ("single", *OPEN_SUMS)


def _find(case: Case) -> Iterator[Observation]:
    result = compare_cost_ceilings(case.budget)
    if result.is_missing:
        return
    table = result.table[result.table["verdict"].isin(_OPEN) & (result.table["difference"] > 0)]
    if table.empty:
        return
    rows = zip(table["project_name"].fillna("（名称缺失）"), table["ceiling"], table["total"], strict=True)
    names = [f"{name}（{format_amount(cost)} 万元对 {format_amount(total)} 万元）" for name, cost, total in rows]
    money = round(float(table["difference"].sum()), 6)
    by = f" {NEAR:.0%} 以上" if (table["difference"] > table["total"] * float(NEAR)).all() else ""
    statement = compose(
        f"{{count}}的成本指标合计高于项目总额{by}，共多{{money}}，原因未证明：{join_names(names, most=2)}。",
        count=count(len(table), "个项目"),
        money=amount(money),
    )
    question = "成本指标与项目总额以哪个为准？超出的部分由什么资金、在哪一年承担，总额是否只是分期的一笔？"
    lines = dict.fromkeys(line for lines in table["sources"] for line in lines)
    yield Observation(statement, question, money, Certainty.CONCLUDED, tuple(lines))


RULE = Rule(
    key="cost_sums",
    name="成本指标高于项目总额",
    looks_for="以金额表示的成本指标（上限）一条就高于项目总额，或几条之和高出 1% 以上",
    basis="预算绩效管理：成本指标是项目支出的上限；1% 以内视为取整，为本报告约定",
    topic=Topic.PROJECTS,
    find=_find,
)
