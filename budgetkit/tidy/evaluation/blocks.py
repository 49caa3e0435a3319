"""Blocks: labels and the text after them, and which blocks are one row that a page break parted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from budgetkit.tidy.evaluation.events import Event, Label, PageMark
from budgetkit.tidy.evaluation.tokens import Token
from budgetkit.tidy.evaluation.words import COST, LEVEL1, SATISFACTION, belongs_under, stem


@dataclass(frozen=True)
class Habits:
    """What the whole document shows: of which level 成本指标 and 满意度指标 are, and how wide its reasons print."""

    cost_is_level1: bool = False
    satisfaction_is_level2: bool = False
    reason_width: int | None = None


@dataclass
class LabelledText:
    """Labels and the text after them, and whether a page begins before or inside it."""

    labels: list[Label] = field(default_factory=list)
    texts: list[Token] = field(default_factory=list)
    after_page: bool = False


@dataclass
class LevelsInForce:
    """The labels that are in force, those of the last row, and the habits by which labels are told apart."""

    habits: Habits
    level1: str | None = None
    level2: str | None = None

    def take(self, upper: Sequence[Label], lower: Label | None) -> None:
        """Put a row's labels in force; a new first level ends the second."""
        if upper and upper[-1].text != self.level1:
            self.level1, self.level2 = upper[-1].text, None
        if lower:
            self.level2 = lower.text

    def classify(self, labels: Iterable[Label]) -> tuple[list[Label], Label | None]:
        """Tell labels of the first level from that of the second."""
        return classify(labels, self.level1, self.habits)


def split_blocks(events: Iterable[Event]) -> list[LabelledText]:
    """Split what stands between two rows' values at its labels and pages; there is always a first block."""
    blocks = [LabelledText()]
    for event in events:
        if isinstance(event, PageMark):
            if blocks[-1].texts or blocks[-1].labels:
                blocks.append(LabelledText())
            blocks[-1].after_page = True
        elif isinstance(event, Label):
            if blocks[-1].texts:
                blocks.append(LabelledText())
            blocks[-1].labels.append(event)
        elif isinstance(event, Token):
            blocks[-1].texts.append(event)
    return blocks


def classify(labels: Iterable[Label], level1: str | None, habits: Habits) -> tuple[list[Label], Label | None]:
    """Tell the labels of the first level from that of the second, with `level1` in force before them.

    成本指标 and 满意度指标 can be either. 成本指标 is of the first level where the document shows kinds of cost beneath
    it; 满意度指标 is of the second where the document prints it twice running.
    """
    upper: list[Label] = []
    lower: Label | None = None
    labels = list(labels)
    for position, label in enumerate(labels):
        current = upper[-1].text if upper else level1
        following = labels[position + 1].text if position + 1 < len(labels) else None
        if _is_level1(label, current, following, habits):
            upper.append(label)
        else:
            lower = label
    return upper, lower


def _is_level1(label: Label, current: str | None, following: str | None, habits: Habits) -> bool:
    if label.level is not None:
        return label.level == 1
    if stem(label.text) not in LEVEL1:
        return False
    if following is not None and belongs_under(following, label.text):
        return True
    if stem(label.text) == COST:
        return habits.cost_is_level1 or stem(current or "") != "产出"
    return stem(label.text) != SATISFACTION or label.text != current or not habits.satisfaction_is_level2


def find_opener(blocks: Sequence[LabelledText], levels: LevelsInForce) -> int:
    """Find the block that opens the row: the last that does not only go on with the one before it."""
    position = len(blocks) - 1
    while position > 0 and _continues(blocks, position, levels):
        position -= 1
    return position


def _continues(blocks: Sequence[LabelledText], position: int, levels: LevelsInForce) -> bool:
    """Say whether a block goes on with the row of the block before it, its labels printed again on a new page."""
    block, before = blocks[position], blocks[position - 1]
    if not block.labels:
        return True
    if not before.labels:
        return False
    upper, lower = levels.classify(before.labels)
    level1 = upper[-1].text if upper else levels.level1
    upper_again, lower_again = classify(block.labels, level1, levels.habits)
    if not before.texts and lower is None:
        return True
    if any(label.text != level1 for label in upper_again) or (lower_again and lower and lower_again.text != lower.text):
        return False
    if lower_again and not lower:
        return not before.texts
    stale = begins_page(before, levels.level1) and repeats_labels(before, levels)
    return not (stale and lower_again and not begins_page(block, level1))


def begins_page(block: LabelledText, level1: str | None) -> bool:
    """Say whether a page begins at a block: by its marks, or by the first level in force printed again at its head."""
    return block.after_page or bool(block.labels and block.labels[0].text == level1)


def repeats_labels(block: LabelledText, levels: LevelsInForce) -> bool:
    """Say whether a block's labels are all in force already."""
    upper, lower = levels.classify(block.labels)
    return all(label.text == levels.level1 for label in upper) and (lower is None or lower.text == levels.level2)


def opens_row(block: LabelledText, levels: LevelsInForce) -> bool:
    """Say whether a block's labels are a row's own; the first level in force, printed again on a new page, is not."""
    upper, lower = levels.classify(block.labels)
    return lower is not None or any(label.text != levels.level1 for label in upper)
