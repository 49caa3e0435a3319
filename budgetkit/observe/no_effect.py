"""Projects with targets for what is done, and none for what it is good for."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.measure import source_lines
from budgetkit.observe.observation import Case, Observation, Rule, Topic
from budgetkit.observe.targets import BASIS, note_projects
from budgetkit.statements.order import join_names


def _find(case: Case) -> Iterator[Observation]:
    own = case.indicators
    has_targets, has_effect = (set(rows["project_seq"]) for rows in (own, own[own["level1"].str.startswith("效益")]))
    if not has_effect:  # a form without this level, not projects that leave it out
        return
    found = case.projects[case.projects["project_seq"].isin(has_targets - has_effect) & case.projects["total"].notna()]
    found = found.sort_values("total", ascending=False, kind="stable")
    if found.empty:
        return
    counted = own.groupby("project_seq").size()
    lone = [counted[seq] == 1 for seq in found["project_seq"]]  # the others may have been lost at a page's end
    named = zip(found["project_name"], lone, strict=True)
    names = [f"{name}（只印出 1 条指标，可能有缺）" if is_lone else name for name, is_lone in named]
    text = f"{{projects}}、{{money}}在公布的指标中没有效益指标：{join_names(names)}。"
    question = "有关项目要解决什么问题，做完之后以什么衡量成效？"
    yield note_projects(case, found["project_seq"], text, question, source_lines(found))


RULE = Rule(
    key="no_effect",
    name="没有效益指标",
    looks_for="列有绩效指标的项目中，没有任何效益指标的项目（整份文件都不列效益指标的除外）",
    basis=BASIS + "；指标应包括产出、效益和满意度",
    topic=Topic.PERFORMANCE,
    find=_find,
)
