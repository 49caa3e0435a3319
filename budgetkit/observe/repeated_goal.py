"""The same goal for several projects."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from budgetkit.compare.instalments import read_instalments
from budgetkit.compare.match import name_key
from budgetkit.compare.measure import source_lines
from budgetkit.observe.observation import Case, Observation, Rule, Topic
from budgetkit.observe.targets import BASIS, note_projects, shorten
from budgetkit.statements.order import join_names


def _find(case: Case) -> Iterator[Observation]:
    own = case.projects.dropna(subset=["goal"])
    instalments = read_instalments(case.budget)
    things = dict(zip(instalments["project_seq"], instalments["base_name"], strict=True))
    own = own.assign(
        thing=[things.get(row.project_seq, row.project_name) for row in own.itertuples()],
        key=[name_key(goal) for goal in own["goal"]],
    )
    groups = [group for key, group in own.groupby("key", sort=False) if key and group["thing"].nunique() > 1]
    if not groups:
        return
    found = own[own["key"].isin({group["key"].iloc[0] for group in groups})]
    names = "；".join(
        f"{join_names(_name_things(group))}同为“{shorten(group['goal'].iloc[0])}”" for group in groups[:2]
    )
    some = "等" if len(groups) > 2 else ""
    things = found["thing"].nunique()
    merged = f"（首款、尾款并为 {things} 项）" if things < len(found) else ""
    text = f"{{projects}}{merged}、{{money}}的绩效目标与另一项目相同：{names}{some}。"
    question = "各项目分别要达到什么目标？不同项目为何用同一目标，能否分别评价？"
    yield note_projects(case, found["project_seq"], text, question, source_lines(found))


def _name_things(group: pd.DataFrame) -> list[str]:
    """Name each thing of a group once: its one project, or what the halves of it are of."""
    halves = group.groupby("thing", sort=False)["project_name"]
    return [names.iloc[0] if len(names) == 1 else thing for thing, names in halves]


RULE = Rule(
    key="repeated_goal",
    name="不同项目目标相同",
    looks_for="两个及以上不同项目的绩效目标文字相同；同一事项的首款、尾款除外",
    basis=BASIS,
    topic=Topic.PERFORMANCE,
    find=_find,
)
