"""Events to drafts of rows: what belongs to the row before, and what to the row that a weight and score end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from budgetkit.read.row import RawRow
from budgetkit.tidy.evaluation.blocks import (
    Habits,
    LabelledText,
    LevelsInForce,
    begins_page,
    find_opener,
    opens_row,
    repeats_labels,
    split_blocks,
)
from budgetkit.tidy.evaluation.data_cells import DataCells
from budgetkit.tidy.evaluation.events import Cells, Event, Label
from budgetkit.tidy.evaluation.gap import RowGap, split_gap
from budgetkit.tidy.evaluation.tokens import Token
from budgetkit.tidy.evaluation.values import merge_pieces
from budgetkit.tidy.evaluation.words import LEVEL1, stem


@dataclass
class Draft:
    """An indicator being read: pieces of its cells, its labels as printed, and why anything in it is a conclusion.

    `level1_labels` stand in or before it; which rows they cover is decided for the whole form. `has_data` is false for
    a row whose values are lost.
    """

    source: RawRow
    body: list[Token] = field(default_factory=list)
    cells: Cells | None = None
    weight: Decimal | None = None
    score: Decimal | None = None
    reason: list[Token] = field(default_factory=list)
    level1_labels: list[Label] = field(default_factory=list)
    level2_label: Label | None = None
    was_glued: bool = False
    crosses_page: bool = False
    has_data: bool = True
    doubts: list[str] = field(default_factory=list)


@dataclass
class DraftedRows:
    """A form's rows in order, and first-level labels that stand below the last of them."""

    drafts: list[Draft] = field(default_factory=list)
    labels_at_end: list[Label] = field(default_factory=list)

    @property
    def first_stands_above_label(self) -> bool:
        """Say whether the first row stands above the form's first label: labels are then amid their rows or below."""
        return bool(self.drafts) and not self.drafts[0].level1_labels and bool(self.level1_marks())

    def level1_marks(self) -> list[tuple[int, str]]:
        """Give the first-level labels, each with the position of the row in or before which it stands."""
        marks = [(position, label.text) for position, draft in enumerate(self.drafts) for label in draft.level1_labels]
        return marks + [(len(self.drafts), label.text) for label in self.labels_at_end]


def draft_rows(events: Sequence[Event], readings: Sequence[DataCells], habits: Habits) -> DraftedRows:
    """Draft a form's rows, in order; text after the last one is its reason."""
    rows = DraftedRows()
    drafts = rows.drafts
    levels = LevelsInForce(habits)
    begin = 0
    for reading in readings:
        blocks = split_blocks(events[begin : reading.start])
        draft = _start_draft(events, reading)
        _fill(draft, blocks, drafts, levels)
        drafts.append(draft)
        begin = _take_reason_beside(events, reading.end, draft)
    _finish(split_blocks(events[begin:]), rows, levels)
    return rows


def _start_draft(events: Sequence[Event], reading: DataCells) -> Draft:
    event = events[reading.start]
    draft = Draft(event.source, weight=reading.weight, score=reading.score)
    if isinstance(event, Cells):
        draft.cells, draft.reason = event, list(event.reason)
    return draft


def _take_reason_beside(events: Sequence[Event], position: int, draft: Draft) -> int:
    """Take what stands after the score in its own line; gives the position after it."""
    while position < len(events) and isinstance(events[position], Token) and events[position].source is draft.source:
        draft.reason.append(events[position])
        position += 1
    return position


def _fill(draft: Draft, blocks: list[LabelledText], drafts: list[Draft], levels: LevelsInForce) -> None:
    opener = find_opener(blocks, levels)
    own, before = blocks[opener:], blocks[:opener]
    if not any(opens_row(block, levels) for block in own) or _began_before_page(blocks, drafts, levels):
        before, own = [], [*before, *own]
        _share_gap(draft, own, drafts, levels)
    else:
        draft.body = [token for block in own for token in block.texts]
        if _lacks_name(draft) and before and not before[-1].labels and before[-1].texts:
            _take_name_above(draft, before.pop(), drafts, levels)
        _give_back(before, draft, drafts, levels)
    labels = [label for block in blocks for label in block.labels]
    upper, _ = levels.classify(labels)
    upper = [label for label in upper if label.text != levels.level1] or upper[-1:]
    draft.level1_labels = upper
    lowers = [levels.classify(block.labels)[1] for block in own]
    draft.level2_label = next((lower for lower in lowers if lower), None)
    draft.was_glued = any(label.was_glued for label in labels)
    draft.crosses_page = _is_cut(own)
    levels.take(upper, draft.level2_label)


def _began_before_page(blocks: Sequence[LabelledText], drafts: Sequence[Draft], levels: LevelsInForce) -> bool:
    """Say whether a row without a label of its own began before a page break that printed the labels in force again.

    The text before the break is its name when the row above lost no points, so that no reason is due.
    """
    if len(blocks) < 2 or not drafts or drafts[-1].score != drafts[-1].weight or drafts[-1].reason:
        return False
    again = blocks[1]
    return not blocks[0].labels and begins_page(again, levels.level1) and repeats_labels(again, levels)


def _lacks_name(draft: Draft) -> bool:
    """Say whether a row's own text leaves nothing for its name."""
    return not draft.body if draft.cells else len(merge_pieces(draft.body)) <= 2


def _take_name_above(draft: Draft, block: LabelledText, drafts: list[Draft], levels: LevelsInForce) -> None:
    """Take a name that stands above its own label."""
    below = draft.body
    _share_gap(draft, [block], drafts, levels)
    draft.body += below
    draft.doubts.append("名称位于本行二级指标之上")


def _is_cut(blocks: Sequence[LabelledText]) -> bool:
    """Say whether a row that had begun goes on after a page break or after its labels printed again."""
    begun = False
    for block in blocks:
        if begun:
            return True
        begun = bool(block.texts) or any(stem(label.text) not in LEVEL1 for label in block.labels)
    return False


def _give_back(blocks: Sequence[LabelledText], draft: Draft, drafts: list[Draft], levels: LevelsInForce) -> None:
    """Give text before the row's own labels to the row before, as its reason; a row without values stands by itself."""
    for block in blocks:
        if not block.texts:
            continue
        previous = drafts[-1] if drafts else None
        is_reason = previous is not None and (not block.labels or repeats_labels(block, levels))
        if is_reason and previous:
            previous.reason += block.texts
            previous.crosses_page |= begins_page(block, levels.level1)
        elif block.labels:
            drafts.append(_orphan(block, levels))
        else:
            draft.doubts.append("首行之前的文字无标签，按名称处理")
            draft.body[:0] = block.texts


def _orphan(block: LabelledText, levels: LevelsInForce) -> Draft:
    upper, lower = levels.classify(block.labels)
    levels.take(upper, lower)
    doubt = "该行的指标值、分值与得分在原文中缺失"
    return Draft(
        block.texts[0].source,
        list(block.texts),
        level1_labels=upper,
        level2_label=lower,
        has_data=False,
        doubts=[doubt],
    )


def _share_gap(draft: Draft, blocks: Sequence[LabelledText], drafts: list[Draft], levels: LevelsInForce) -> None:
    """Share text without labels between the reason of the row before and the name of this one."""
    texts = [token for block in blocks for token in block.texts]
    previous = drafts[-1] if drafts else None
    if previous is None:
        draft.body = texts
        return
    expects_reason = previous.score is not None and previous.score != previous.weight and not previous.reason
    line = draft.source.number
    named_in_line = draft.cells is None and sum(token.source.number == line for token in texts) > 2
    has_name = named_in_line or bool(draft.cells and any(token.source is draft.source for token in texts))
    cut = split_gap(texts, RowGap(expects_reason, has_name, draft.source), levels.habits.reason_width)
    previous.reason += texts[: cut.position]
    draft.body = texts[cut.position :]
    if cut.doubt:
        draft.doubts.append(cut.doubt)


def _finish(blocks: Sequence[LabelledText], rows: DraftedRows, levels: LevelsInForce) -> None:
    for block in blocks:
        if not block.texts:
            upper, _ = levels.classify(block.labels)
            rows.labels_at_end += [label for label in upper if label.text != levels.level1]
        elif rows.drafts and (not block.labels or repeats_labels(block, levels)):
            rows.drafts[-1].reason += block.texts
            rows.drafts[-1].crosses_page |= begins_page(block, levels.level1)
        else:
            rows.drafts.append(_orphan(block, levels))
