"""Exhibits: a result as a table or figure with title, unit, notes and sources; sentences, notices, a report's frame.

>>> from budgetkit.notebook import compare, find, load, show
>>> own = find.budget(load(), "beijing-emergency", 2026)
>>> columns = [show.text("label", "指标"), show.amount("amount_1", "金额")]
>>> print(show.table(compare.sizes([own]), columns=columns, title="规模").plain_text().splitlines()[0])
规模（单位：万元）
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
from matplotlib.figure import Figure

from budgetkit.briefing import across as _across
from budgetkit.briefing import data_quality as _data_quality
from budgetkit.briefing import exhibits as _exhibits
from budgetkit.briefing import frame as _frame
from budgetkit.briefing import observations as _observations
from budgetkit.briefing import page_one as _page_one
from budgetkit.briefing import result_table as _result_table
from budgetkit.briefing.exhibits import show_facts, show_figure, show_table
from budgetkit.briefing.observations import ALL, observations_table, rules_table
from budgetkit.briefing.result_table import title_of
from budgetkit.compare.budget import Budget
from budgetkit.compare.result import Result
from budgetkit.draw import Drawing
from budgetkit.errors import ParameterError
from budgetkit.notebook.arguments import checked
from budgetkit.observe.observation import Topic
from budgetkit.observe.registry import Noted
from budgetkit.report.parts import KeyPoints as key_points
from budgetkit.report.parts import Notice as notice
from budgetkit.report.parts import Paragraph as paragraph
from budgetkit.report.parts import Part

__all__ = [
    "amount",
    "annex",
    "by_side",
    "checks",
    "code",
    "count",
    "cover",
    "cover_across",
    "definitions",
    "documents",
    "facts",
    "figure",
    "growth",
    "if_any",
    "key_points",
    "main_figures",
    "notice",
    "observations",
    "open_differences",
    "opening",
    "paragraph",
    "parameters",
    "points",
    "rules",
    "share",
    "table",
    "text",
]


def __dir__() -> list[str]:
    return __all__


def _figure(result: Result, drawing: Drawing | Figure | None, title: str = "", *, notes: Iterable[str] = ()) -> Part:
    """Show a drawing of a result, with the result's base, caveats and sources; why not, where there is none.

    A matplotlib figure of one's own is taken as it is; what it shows is then said by its title alone.
    """
    if drawing is None and not result.is_missing:
        raise ParameterError("show.figure 的参数 drawing", "图（draw 的结果）", "None", "请先用 draw 画图。")
    named = title or title_of(result)
    if isinstance(drawing, Figure):
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close(drawing)  # else it would stand once more below the cell
        drawing = Drawing(drawing, f"自己画的图：{named}。", fit=True)
    return show_figure(result.data, result, drawing, named, notes=notes)


def _facts(
    results: Result | Sequence[Result],
    rows: Mapping[str, tuple[str, str]],
    title: str = "",
    side: str | Sequence[str] = "数值",
    *,
    groups: Sequence[str] = (),
    notes: Iterable[str] = (),
) -> Part:
    """Show facts of different kinds, a row a fact, of one result or of several side by side.

    `rows` has, by the name of a fact, its label and kind (`amount`, `integer`, `percent`); `side` heads the column, or
    each of the columns, and `groups` are headings that several of them share.
    """
    several = [results] if isinstance(results, Result) else list(results)
    first = next((one for one in several if not one.is_missing), several[0])
    if first.is_missing:
        return show_table(first.data, first, [], title or title_of(first))
    kinds = [
        {"label": label, "kind": kind, **{f"side_{n}": one.facts.get(key) for n, one in enumerate(several, start=1)}}
        for key, (label, kind) in rows.items()
    ]
    lines = tuple(dict.fromkeys(line for one in several for line in one.sources))
    whole = replace(first, table=pd.DataFrame({"sources": [lines]}))
    heads = [side] if isinstance(side, str) else side
    return show_facts(first.data, kinds, heads, title or title_of(first), whole, groups=groups, notes=notes)


def _observations_part(
    budget: Budget,
    noted: Sequence[Noted],
    topics: Iterable[str] = (),
    *,
    opened: int = 0,
    told: Mapping[str, str] | None = None,
) -> Part:
    """Show what is worth a question, with the money at stake; `topics` are 资金, 项目, 绩效, by default all.

    The first `opened` of them stand at the head of the report and are only named; `told` names by the rule where else
    the report tells a finding.
    """
    return observations_table(budget, noted, _topics(topics), opened=opened, told=told)


def _rules(budget: Budget, noted: Sequence[Noted], topics: Iterable[str] = ()) -> Part:
    """Show what the rules behind observations look for, and where their thresholds come from; `topics` as there."""
    return rules_table(budget, noted, _topics(topics))


def _topics(topics: Iterable[str]) -> tuple[Topic, ...]:
    return tuple(Topic(topic) for topic in topics) or ALL


amount = checked(_exhibits.amount, "show")
code = checked(_exhibits.code, "show")
count = checked(_exhibits.count, "show")
growth = checked(_exhibits.growth, "show")
points = checked(_exhibits.points, "show")
share = checked(_exhibits.share, "show")
text = checked(_exhibits.text, "show")
by_side = checked(_result_table.by_side, "show")
if_any = checked(_result_table.if_any, "show")
table = checked(_result_table.table, "show")
figure = checked(_figure, "show")
facts = checked(_facts, "show")
annex = checked(_frame.annex, "show")
checks = checked(_frame.checks_table, "show")
cover = checked(_frame.cover, "show")
cover_across = checked(_across.cover, "show")
definitions = checked(_frame.definitions, "show")
documents = checked(_frame.documents_used, "show")
main_figures = checked(_page_one.main_figures, "show")
observations = checked(_observations_part, "show")
open_differences = checked(_data_quality.open_table, "show")
opening = checked(_observations.opening, "show")
parameters = checked(_frame.parameters, "show")
rules = checked(_rules, "show")
