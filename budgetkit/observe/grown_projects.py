"""Projects that get far more than they spent, and those no longer listed that they may have taken in."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.execution import LOW_EXECUTION, compare_execution
from budgetkit.compare.regrouped import is_like
from budgetkit.numbers import format_amount, format_percent
from budgetkit.observe.observation import Case, Certainty, Observation, Rule, Topic
from budgetkit.statements import compose
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import amount, count

GROWTH = 50.0  # per cent of what was spent


def _find(case: Case) -> Iterator[Observation]:
    result = compare_execution(case.budget, case.evaluation_year)
    if result.is_missing:
        return
    table = result.table
    own = table[(table["status"] == "continued") & (table["comparable"] >= GROWTH) & (table["rate"] >= LOW_EXECUTION)]
    if own.empty:
        return
    own = own.assign(
        old=(own["executed"] - own["bill_1"].fillna(0.0)).round(6),
        new=(own["budget"] - own["bill_2"].fillna(0.0)).round(6),
    ).sort_values("comparable", ascending=False, kind="stable")
    ended = table[table["status"] == "ended"]
    gone = ended[ended["name"].map(lambda name: any(is_like(name, grown) for grown in own["name"])).astype(bool)]
    merged = f"；{join_names(list(gone['name']))}名称相近、本年未再列示（执行{{gone}}），可能已并入"
    text = (
        f"{{count}}的{case.budget.year}年预算比{case.evaluation_year}年执行数（均扣除以前年度款项）"
        f"多 {GROWTH:.0f}% 以上："
        f"{join_names([_tell(row) for row in own.to_dict('records')])}{merged if len(gone) else ''}。"
    )
    figures = {"count": count(len(own), "个延续项目")}
    if len(gone):
        figures["gone"] = amount(round(float(gone["executed"].sum()), 6))
    question = "增加的金额用于什么，测算依据是什么？是否并入了其他项目，口径与上次有何不同？"
    lines = dict.fromkeys(line for lines in (*own["sources"], *gone["sources"]) for line in lines)
    money = round(float((own["new"] - own["old"]).sum()), 6)
    yield Observation(compose(text, **figures), question, money, Certainty.WORDED, tuple(lines))


def _tell(row: dict) -> str:
    """Say of a project from what to what it grew."""
    old, new = (format_amount(row[key]) for key in ("old", "new"))
    return f"{row['name']}由 {old} 万元到 {new} 万元（+{format_percent(row['comparable'])}）"


RULE = Rule(
    key="grown_projects",
    name="延续项目大幅增加",
    looks_for=f"执行率不低于 {LOW_EXECUTION:.0f}% 的延续项目，预算比执行数（扣除以前年度款项）多 {GROWTH:.0f}% 以上",
    basis="《预算法》参考上一年预算执行情况编制预算；人大预算审查：变动较大的项目应说明原因；比例为本报告约定",
    topic=Topic.PROJECTS,
    find=_find,
)
