"""Project money of which the document lists no project."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.measure import source_lines
from budgetkit.compare.project_changes import NAMELESS
from budgetkit.compare.projects import measure_coverage
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.coverage import no_detail
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import amount, count, percent

THRESHOLD = 10.0  # percent of project money


def _find(case: Case) -> Iterator[Observation]:
    if case.project_total is None or case.project_total <= 0:
        return
    listed = 0.0 if case.projects.empty else measure_coverage(case.budget).facts.get("listed", 0.0)
    money = round(case.project_total - listed, 6)
    share = money / case.project_total * 100
    if share < THRESHOLD:
        return
    unread = int(case.projects["total"].isna().sum())
    nameless = int(((case.projects["project_name"] == NAMELESS) & case.projects["total"].notna()).sum())
    odd = [*([_say_unread(case)] if unread else []), *(["{nameless}无名称"] if nameless else [])]
    some = f"{{number}}（{'，'.join(odd)}）" if odd else "{number}"
    has = "所列项目" + some + "共{listed}，其余{money}（{share}）" + no_detail(unread) + "。"
    statement = compose(
        "项目支出{total}中" + (has if listed else "全部无项目明细。"),
        total=amount(case.project_total),
        listed=amount(listed),
        money=amount(money),
        share=percent(share),
        number=count(len(case.projects)),
        unread=count(unread),
        nameless=count(nameless),
    )
    question = "未列明细的项目支出用于哪些项目，为何未随预算公开绩效目标？其中涉密的占多少？"
    if _remnants(case):
        question = "未列明细的用于哪些项目，是未随预算公开绩效目标，还是所据文件缺页？其中涉密的占多少？"
    lines = (*case.project_lines, *source_lines(case.projects))
    yield Observation(statement, question, money, Certainty.PRINTED, lines)


def _say_unread(case: Case) -> str:
    """Say how many projects lack their amount, and which; one without a name has nothing to be named by."""
    names = case.projects[case.projects["total"].isna()]["project_name"]
    if _remnants(case) == len(names):
        return "{unread}疑因缺页无名称金额"
    return f"{{unread}}金额缺失：{join_names(names.tolist(), most=2)}"


def _remnants(case: Case) -> int:
    """Count the projects of which neither name nor amount is there: what a lost page leaves."""
    return int((case.projects["total"].isna() & (case.projects["project_name"] == NAMELESS)).sum())


RULE = Rule(
    key="unlisted_projects",
    name="无项目明细的项目支出",
    looks_for=f"项目支出合计减所列项目之和，占项目支出 {THRESHOLD:.0f}% 及以上",
    basis="《预算法》预算草案应当细化、部门项目支出绩效目标随预算公开的要求；比例为本报告约定",
    topic=Topic.MONEY,
    find=_find,
)
