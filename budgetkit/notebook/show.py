"""Exhibits: a result as a table or figure with title, unit, notes and sources; sentences, notices, a report's frame.

>>> from budgetkit.notebook import compare, find, load, show
>>> own = find.budget(load(), "beijing-emergency", 2026)
>>> columns = [show.text("label", "指标"), show.amount("amount_1", "金额")]
>>> print(show.table(compare.sizes([own]), columns=columns, title="规模").plain_text().splitlines()[0])
规模（单位：万元）
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from budgetkit.briefing.across import cover as cover_across
from budgetkit.briefing.data_quality import open_table as open_differences
from budgetkit.briefing.frame import annex, cover, definitions, parameters
from budgetkit.briefing.frame import checks_table as checks
from budgetkit.briefing.frame import documents_used as documents
from budgetkit.briefing.observations import ALL, observations_table, opening, rules_table
from budgetkit.briefing.page_one import main_figures
from budgetkit.briefing.result_table import by_side, if_any, table, title_of
from budgetkit.briefing.show import amount, code, count, points, share, show_facts, show_figure, show_table, text
from budgetkit.compare.budget import Budget
from budgetkit.compare.result import Result
from budgetkit.draw import Drawing
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


def figure(result: Result, drawing: Drawing | None, title: str = "", *, notes: Iterable[str] = ()) -> Part:
    """Show a drawing of a result, with the result's base, caveats and sources; why not, where there is none."""
    return show_figure(result.data, result, drawing, title or title_of(result), notes=notes)


def facts(
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


def observations(
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


def rules(budget: Budget, noted: Sequence[Noted], topics: Iterable[str] = ()) -> Part:
    """Show what the rules behind observations look for, and where their thresholds come from; `topics` as there."""
    return rules_table(budget, noted, _topics(topics))


def _topics(topics: Iterable[str]) -> tuple[Topic, ...]:
    return tuple(Topic(topic) for topic in topics) or ALL
