"""The levels of a form's rows: which rows a first-level label covers, and second-level cells merged or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from budgetkit.tidy.evaluation.drafts import Draft, DraftedRows
from budgetkit.tidy.evaluation.words import COST, belongs_under, stem


@dataclass
class RowLevels:
    """A row's levels; `doubt` says in Chinese why they are a conclusion, None where they are printed."""

    level1: str | None = None
    level2: str | None = None
    doubt: str | None = None


def assign_levels(rows: DraftedRows, labels_below: bool) -> list[RowLevels]:
    """Assign both levels to a form's rows.

    A first-level label covers the rows from it to the next label, also where a row's second level belongs elsewhere:
    that is the publisher's. Only where labels stand amid their rows or below (`labels_below`) do the second levels
    decide how the rows between two labels are divided.
    """
    drafts, marks = rows.drafts, rows.level1_marks()
    levels = [RowLevels() for _ in drafts]
    _cover_rows(drafts, levels, marks, labels_below)
    for position, (draft, own) in enumerate(zip(drafts, levels, strict=True)):
        _assign_level2(draft, own, levels[position - 1] if position else None)
        if own.level1 is None:
            own.doubt = "该表未印出一级指标"
    return levels


def _cover_rows(
    drafts: Sequence[Draft], levels: Sequence[RowLevels], marks: Sequence[tuple[int, str]], labels_below: bool
) -> None:
    begin = 0
    for index, (position, label) in enumerate(marks):
        last = index == len(marks) - 1
        end = len(drafts) if last else marks[index + 1][0]
        if not last and labels_below:
            end = _divide(drafts, position, end, label, marks[index + 1][1])
        for row in range(begin, end):
            levels[row].level1 = label
            if row < position:
                levels[row].doubt = f"一级指标“{label}”印在本行之下，依二级指标归属判断"
        begin = max(begin, end)


def _divide(drafts: Sequence[Draft], begin: int, end: int, above: str, below: str) -> int:
    """Divide the rows between two labels where most second levels fit; in doubt the label above has them."""

    def fitting(cut: int) -> int:
        uppers = sum(_fits(draft, above) for draft in drafts[begin:cut])
        return uppers + sum(_fits(draft, below) for draft in drafts[cut:end])

    return max(range(begin, end + 1), key=lambda cut: (fitting(cut), cut))


def _fits(draft: Draft, level1: str) -> bool:
    return draft.level2_label is not None and belongs_under(draft.level2_label.text, level1)


def _assign_level2(draft: Draft, own: RowLevels, previous: RowLevels | None) -> None:
    if draft.level2_label is not None:
        own.level2 = draft.level2_label.text
    elif previous and previous.level2 and previous.level1 == own.level1:
        own.level2 = previous.level2
        own.doubt = f"本行未印二级指标，属合并单元格，沿用上一行“{previous.level2}”"
    elif own.level1:
        own.doubt = "本行未印二级指标"
        if stem(own.level1) == COST:
            own.doubt = "本行只印“成本指标”，依本文件各表的层级按一级指标处理，二级指标留空"
