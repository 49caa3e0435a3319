"""Cost ceilings a month that a whole year of them passes the project's amount: they don't bind, or it is no year."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.costs import MONTHLY_THRESHOLD, MONTHS, monthly_above
from budgetkit.numbers import format_amount
from budgetkit.observe.observation import Case, Observation, Rule, Topic
from budgetkit.observe.targets import BASIS, note_indicators, shorten

_NAMED = 2


def _find(case: Case) -> Iterator[Observation]:
    own = monthly_above(case.indicators, case.projects)
    named = [
        f"“{shorten(row.name_)}”≤{row.value}{row.unit}（项目总额 {format_amount(row.total)} 万元）"
        for row in own.head(_NAMED).rename(columns={"name": "name_"}).itertuples()
    ]
    more = "等" if len(own) > _NAMED else ""
    text = "{projects}、{money}的成本指标有单月上限，最低的一条按全年十二个月计也高于项目总额："
    text += f"{'、'.join(named)}{more}。"
    question = "服务期是几个月，单月上限依据什么测算？如服务满一年，上限高于总额，如何起到控制成本的作用？"
    yield from note_indicators(case, own, text, question)


RULE = Rule(
    key="monthly_ceiling",
    name="单月上限按全年计高于总额",
    looks_for=f"单月成本上限（按人计的除外）最低的一条乘以 {MONTHS} 个月，高出项目总额 {MONTHLY_THRESHOLD:.0f}% 及以上",
    basis=BASIS + "；比例为本报告约定",
    topic=Topic.PERFORMANCE,
    find=_find,
)
