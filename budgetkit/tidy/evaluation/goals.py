"""The two running texts of a form: the expected goal, and what was achieved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product
from typing import NamedTuple

from budgetkit.parse import squeeze
from budgetkit.read.row import RawRow
from budgetkit.tidy.evaluation import furniture
from budgetkit.tidy.evaluation.forms import is_page_break
from budgetkit.tidy.evaluation.tokens import Token, group_lines, join_text, split_tokens, width
from budgetkit.tidy.evaluation.words import GOAL_LABEL, SIDE_LABEL

_SENTENCE_END = re.compile(r"[。！；.;!][”’）)]?$")
_FULL_STOP = re.compile(r"[。！][”’）)]?$")
_MOST_PARAGRAPHS = 8  # each may belong to either text; more would take too long to try
_OPEN_COST, _EMPTY_COST = 8, 60

Paragraph = list[list[Token]]


class Goals(NamedTuple):
    """Both texts; `doubt` says in Chinese how a text was told from the other where paragraphs do not."""

    expected: str | None
    actual: str | None
    doubt: str | None = None


def read_goals(lines: Sequence[RawRow]) -> Goals:
    """Read the expected goal and the actual result; one that the form does not print is None.

    Two paragraphs are the two texts. More come from page breaks: then the columns' widths and the ends of sentences
    tell which text goes on.
    """
    content = _content(lines)
    if any(len(_columns(line)) == 2 for line in content):
        return _read_pairs(content)
    paragraphs = _paragraphs(content)
    if len(paragraphs) == 1:
        return _cut_paragraph(paragraphs[0])
    if len(paragraphs) <= 2:
        return Goals(*([_text([paragraph]) for paragraph in paragraphs] + [None, None])[:2])
    sides = _best_sides(paragraphs[:_MOST_PARAGRAPHS])
    sides += [sides[-1]] * (len(paragraphs) - len(sides))
    texts = [_text([p for p, side in zip(paragraphs, sides, strict=True) if side == wanted]) for wanted in (0, 1)]
    return Goals(*texts, doubt=f"原文分为 {len(paragraphs)} 段，依栏宽与句末标点判断各段归属。")


def _content(lines: Sequence[RawRow]) -> list[RawRow]:
    """Leave out headers, page furniture and the labels at the side, which may wrap over lines."""
    kept = [line for line in lines if not furniture.is_goals_header(line) and not is_page_break(line)]
    for label in (GOAL_LABEL, SIDE_LABEL):
        kept = drop_label(kept, label)
    return kept


def drop_label(lines: Sequence[RawRow], label: str) -> list[RawRow]:
    """Drop runs of lines that together are a label wrapped or printed downwards (绩, 效, 指, 标)."""
    kept: list[RawRow] = []
    filled = [line for line in lines if not line.is_blank]
    position = 0
    while position < len(filled):
        length = _label_length(filled[position:], label)
        if not length:
            kept.append(filled[position])
        position += max(length, 1)
    return kept


def _label_length(lines: Sequence[RawRow], label: str) -> int:
    text = ""
    for count, line in enumerate(lines, start=1):
        text += squeeze("".join(line.cells))
        if text == label:
            return count
        if not label.startswith(text):
            return 0
    return 0


def _columns(line: RawRow) -> list[int]:
    """Give the positions of a line's tabbed cells that hold running text."""
    labels = (GOAL_LABEL, SIDE_LABEL)
    return [position for position, cell in enumerate(line.cells) if cell and squeeze(cell) not in labels]


def _read_pairs(lines: Sequence[RawRow]) -> Goals:
    """Read cells apart by tabs: the left are the goal, the right the result; a single cell goes on in its column."""
    sides: tuple[list[RawRow], list[RawRow]] = ([], [])
    right = max(_columns(line)[1] for line in lines if len(_columns(line)) == 2)
    for line in lines:
        for position in _columns(line):
            text = line.cells[position]
            sides[position >= right].append(RawRow(line.place, (text,), follows_gap=line.follows_gap))
    return Goals(*(join_text(split_tokens(side)) for side in sides))


def _cut_paragraph(paragraph: Paragraph) -> Goals:
    """Cut a paragraph where a sentence ends and the column's width changes; without such a place it is the goal."""
    edge = max(width(_line_text(line)) for line in paragraph)
    whole = _side_cost([paragraph])
    costs: dict[int, int] = {}
    for count in range(1, len(paragraph)):
        last = _line_text(paragraph[count - 1])
        if _FULL_STOP.search(last):
            is_short = width(last) < edge - 4
            costs[count] = _side_cost([paragraph[:count]]) + _side_cost([paragraph[count:]]) - is_short
    best = min(costs, key=lambda count: costs[count], default=None)
    if best is None or costs[best] >= whole:
        return Goals(_text([paragraph]), None, "仅有一段文字，按预期目标处理。")
    doubt = "两栏文字之间无空行，依栏宽与句末标点划分。"
    return Goals(_text([paragraph[:best]]), _text([paragraph[best:]]), doubt)


def _paragraphs(lines: Sequence[RawRow]) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    for tokens in group_lines(split_tokens(lines)):
        if tokens[0].gap == "paragraph" or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(tokens)
    return paragraphs


def _text(paragraphs: Sequence[Paragraph]) -> str | None:
    return join_text([token for paragraph in paragraphs for line in paragraph for token in line])


def _best_sides(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Try every division of the paragraphs in two; the first is always the goal's."""
    rest = product((0, 1), repeat=len(paragraphs) - 1)
    return min(([0, *sides] for sides in rest), key=lambda sides: _cost(paragraphs, sides))


def _cost(paragraphs: Sequence[Paragraph], sides: Sequence[int]) -> int:
    """Weigh a division; going back from the result to the goal happens only over a page."""
    cost = sum(left > right for left, right in pairwise(sides))
    for wanted in (0, 1):
        own = [paragraph for paragraph, side in zip(paragraphs, sides, strict=True) if side == wanted]
        cost += _side_cost(own)
    return cost


def _side_cost(paragraphs: Sequence[Paragraph]) -> int:
    """Lines of one column run to its edge, but for those that end a sentence; the whole ends with one."""
    if not paragraphs:
        return _EMPTY_COST
    lines = [_line_text(line) for paragraph in paragraphs for line in paragraph]
    edge = max(width(line) for line in lines)
    inner = [line for line in lines[:-1] if not _SENTENCE_END.search(line)]
    ragged = sum(min(max(edge - width(line) - 2, 0), 20) for line in inner)
    return ragged + (0 if _SENTENCE_END.search(lines[-1]) else _OPEN_COST)


def _line_text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)
