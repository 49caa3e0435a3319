"""Self-evaluation scores that all lie close to full marks."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.observe.evaluations import BASIS, evaluated_projects
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.statement import Quantity, amount, count

SHARE = 0.8  # of the forms
BAND = 5.0  # points below full marks, out of 100
FEWEST = 5  # forms: of fewer, likeness is no pattern


def _find(case: Case) -> Iterator[Observation]:
    table = evaluated_projects(case)
    if len(table) < FEWEST:
        return
    high = table[table["score_total"] >= 100 - BAND]
    if len(high) < SHARE * len(table):
        return
    lowest = float(high["score_total"].min())
    money = round(float(high["full_year"].sum()), 6)
    statement = compose(
        f"{case.evaluation_year}年自评{{all}}中，{{high}}得分在{{lowest}}及以上，涉及全年预算{{money}}，得分看不出项目之间的差别。",
        all=count(len(table), "个项目"),
        high=count(len(high), "个"),
        lowest=Quantity(lowest, "分", f"{lowest:.2f} 分"),
        money=amount(money),
    )
    question = "自评由谁复核？抽查复评与自评相差多少，哪些项目做得好、哪些差，自评结果怎样影响下年预算？"
    sources = tuple(dict.fromkeys(line for lines in (*high["sources"], *table["sources"]) for line in lines))
    yield Observation(statement, question, money, Certainty.FORMAL, sources)


RULE = Rule(
    key="bunched_scores",
    name="自评得分集中在高分",
    looks_for=f"自评项目不少于 {FEWEST} 个，其中 {SHARE:.0%} 及以上得分不低于 {100 - BAND:.0f} 分",
    basis=f"{BASIS}：90 分及以上为优，自评结果应与预算安排挂钩；比例为本报告约定",
    topic=Topic.PERFORMANCE,
    find=_find,
)
