"""What the rules on performance targets have in common: a sentence on the projects concerned, and their money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from budgetkit.compare.measure import source_lines
from budgetkit.compare.result import SourceLine
from budgetkit.observe.observation import Case, Certainty, Observation
from budgetkit.statements import compose
from budgetkit.statements.statement import Quantity, amount, count

_WORTH_CUTTING = 3  # characters: as much as the sign that it was cut takes
_CLAUSE = re.compile(r"[，、：:；;。\s]|(?=[（(])")
_WITHIN = re.compile(r"[≤≥<>=＜＞≦≧0-9A-Za-z.,%％][0-9A-Za-z.,%％]|[≤≥<>=＜＞≦≧0-9].")
Lines = tuple[SourceLine, ...]
BASIS = "财政部预算绩效目标管理办法：绩效目标应指向明确、细化量化、合理可行、相应匹配"


def note_indicators(
    case: Case, found: pd.DataFrame, text: str, question: str, *, of: pd.DataFrame | None = None, **figures: Quantity
) -> Iterator[Observation]:
    """Make an observation of indicators: `{count}` of them, `{projects}` concerned, with `{money}` in all (万元).

    Nothing where there are none. `of` are those that the found ones are part of, where the text counts them too.
    Further figures of the text are given by name.
    """
    if found.empty:
        return
    sequences = found["project_seq"].dropna().unique()
    whole, number = () if of is None else source_lines(of), count(len(found), "条")
    yield note_projects(case, sequences, text, question, source_lines(found), whole, count=number, **figures)


def note_projects(
    case: Case,
    sequences: Iterable[int],
    text: str,
    question: str,
    sources: Lines,
    more: Lines = (),
    **figures: Quantity,
) -> Observation:
    """Make an observation of projects by their numbers: `{projects}` of them, with `{money}` in all (万元)."""
    sequences = list(sequences)
    money = case.money_of(sequences)
    known = {"projects": count(len(sequences), "个项目"), "money": amount(money)}
    projects = source_lines(case.projects[case.projects["project_seq"].isin(sequences)])
    lines = tuple(dict.fromkeys((*sources, *projects, *more)))
    return Observation(compose(text, **known, **figures), question, money, Certainty.FORMAL, lines)


def quote_some(found: pd.DataFrame, most: int = 2) -> str:
    """Quote the first few of several indicators as printed: `“使用满意度”≤90%`; long names are cut."""
    names = [shorten(name) for name in found["name"]]
    targets = found["operator"] + found["value"] + found["unit"]
    quoted = [f"“{name}”{target}" for name, target in zip(names, targets, strict=True)]
    return "、".join(quoted[:most]) + ("等" if len(quoted) > most else "")


def shorten(text: str, most: int = 22) -> str:
    """Cut a long text for a sentence, behind a clause or a blank where there is one, and show that it was cut.

    A text is not cut for the sake of its last few characters, and never within a number or a word of letters.
    """
    if len(text) <= most + _WORTH_CUTTING:
        return text
    end = max((match.end() for match in _CLAUSE.finditer(text, 0, most + 1) if match.end() > most / 2), default=most)
    while end > 1 and _WITHIN.fullmatch(text[end - 1 : end + 1]):
        end -= 1
    return text[:end].rstrip("，、：:；;。 ") + "……"
