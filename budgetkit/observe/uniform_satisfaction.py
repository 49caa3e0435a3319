"""One threshold for most satisfaction targets."""

from __future__ import annotations

from collections.abc import Iterator

from budgetkit.compare.words import saying
from budgetkit.observe.observation import Case, Observation, Rule, Topic
from budgetkit.observe.targets import BASIS, note_indicators
from budgetkit.statements.statement import count, percent

THRESHOLD = 50.0  # percent of the satisfaction targets: most of them
FEWEST = 10  # targets: of fewer, one threshold for most is no pattern
_GRADE = ["operator", "value", "unit"]


def _find(case: Case) -> Iterator[Observation]:
    own = case.indicators[case.indicators["level1"].str.startswith("满意度") & (case.indicators["unit"] == "%")]
    own = own[~saying("dissatisfaction", own["name"]) & (own["operator"] != "定性")]
    if len(own) < FEWEST:
        return
    (operator, value, unit), most = max(own.groupby(_GRADE, sort=False), key=lambda pair: len(pair[1]))
    share = len(most) / len(own) * 100
    if share <= THRESHOLD:
        return
    target = f"{operator}{value}{unit}"
    text = "写明高低方向、以百分比计的满意度指标{all}中，{count}（{share}）"
    text += f"都是“{target}”，涉及{{projects}}、{{money}}。"
    question = "满意度的目标值依据什么确定，上年实际达到多少？不同服务对象为何适用同一标准？"
    more = {"all": count(len(own), "条"), "share": percent(share)}
    yield from note_indicators(case, most, text, question, of=own, **more)


RULE = Rule(
    key="uniform_satisfaction",
    name="满意度目标多数相同",
    looks_for=f"写明高低方向、以百分比计的满意度指标不少于 {FEWEST} 条，其中过半数为同一目标值",
    basis=BASIS + "；过半数为本报告约定",
    topic=Topic.PERFORMANCE,
    find=_find,
)
