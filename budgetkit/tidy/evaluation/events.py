"""The lines of indicators as a stream of events: labels, pages, pieces of text, and rows whose columns are known."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from budgetkit.parse import squeeze
from budgetkit.read.row import RawRow
from budgetkit.tidy.evaluation import furniture
from budgetkit.tidy.evaluation.forms import is_page_break
from budgetkit.tidy.evaluation.tokens import EMPTY_MARKS, Token, split_tokens
from budgetkit.tidy.evaluation.words import LEVEL1, LEVEL2, SIDE_LABEL, SUFFIX, stem

_POINTS = re.compile(r"\d{1,3}(?:\.\d+)?")
_POINTS_AFTER_LABEL = re.compile(r"[（(]\d{1,3}(?:\.\d+)?分?[）)]$")
_GLUED = re.compile(r"(?P<before>.*[。；！.])(?P<label>\w+)(?P<points>[（(]\d{1,3}(?:\.\d+)?分?[）)])?")
_COLUMNS = {
    "一级指标": "level1",
    "二级指标": "level2",
    "三级指标": "name",
    "年度指标值": "target",
    "实际完成值": "actual",
    "分值": "weight",
    "得分": "score",
    "偏差原因": "reason",
    "未完成原因": "reason",
}


class Label(NamedTuple):
    """A level's label (数量指标); `level` is known only where a column says it."""

    text: str
    source: RawRow
    level: int | None = None
    was_glued: bool = False


class PageMark(NamedTuple):
    """A page's own marks: its header or title again, or the label at the side."""

    source: RawRow


class Cells(NamedTuple):
    """The cells after the name, known by their columns."""

    target: str | None
    actual: str | None
    weight: str
    score: str
    reason: list[Token]
    source: RawRow


Event = Label | PageMark | Token | Cells


@dataclass(frozen=True)
class Vocabulary:
    """The labels that a document uses: with 指标 at the end, or also without where none has it."""

    labels: frozenset[str]


def find_vocabulary(lines: Sequence[RawRow]) -> Vocabulary:
    """Find out which labels a document's forms use."""
    full = frozenset(word + SUFFIX for word in LEVEL1 | LEVEL2)
    texts = {squeeze(token.text) for token in split_tokens(lines) if token.starts_line}
    short = LEVEL1 | {word for word in LEVEL2 if not any(word.startswith(upper) for upper in LEVEL1 - {word})}
    return Vocabulary(full if texts & full else full | short)


def read_events(lines: Sequence[RawRow], vocabulary: Vocabulary) -> list[Event]:
    """Read a form's indicator lines, its header first, into events in print order."""
    events: list[Event] = []
    columns: dict[str, int] = {}
    header = furniture.HeaderReader()
    pending: list[RawRow] = []
    for line in (line for line in lines if not line.is_blank):
        if header.takes(line) or is_page_break(line):
            columns = _read_columns(line) or columns
            found: list[Event] | None = [PageMark(line)]
        else:
            found = _read_cells(line, columns)
        if found is None:
            pending.append(line)
        else:
            events += _read_text(pending, vocabulary) + found
            pending = []
    return events + _read_text(pending, vocabulary)


def is_points(text: str) -> bool:
    """Say whether a text can be a weight or a score: a number up to 100."""
    return _POINTS.fullmatch(text) is not None and float(text) <= 100


def _read_columns(line: RawRow) -> dict[str, int]:
    """Map the columns of a header whose words stand in cells of their own; none where blanks separate them."""
    positions: dict[str, int] = {}
    for position, cell in enumerate(line.cells):
        column = next((column for word, column in _COLUMNS.items() if squeeze(cell).startswith(word)), None)
        if column:
            positions.setdefault(column, position)
    return positions if set(_COLUMNS.values()) - {"reason"} <= set(positions) else {}


def _read_cells(line: RawRow, columns: dict[str, int]) -> list[Event] | None:
    """Read a line by the header's columns; None unless its labels, weight and score stand where they should."""
    if not columns or columns["score"] >= len(line.cells):
        return None
    cells = {column: line.cells[position] for column, position in columns.items() if position < len(line.cells)}
    weight, score = squeeze(cells["weight"]), squeeze(cells["score"])
    levels = [_POINTS_AFTER_LABEL.sub("", squeeze(cells[column])) for column in ("level1", "level2")]
    if not is_points(weight) or not (is_points(score) or score in EMPTY_MARKS | {""}):
        return None
    if (levels[0] and stem(levels[0]) not in LEVEL1) or (levels[1] and not _is_level2(levels[1])):
        return None
    events: list[Event] = [Label(label, line, level) for level, label in enumerate(levels, start=1) if label]
    if cells["name"]:
        events.append(Token(cells["name"], line, "line", True))
    reason = cells.get("reason", "")
    pieces = [Token(reason, line, "line", True)] if reason else []
    return [*events, Cells(cells["target"] or None, cells["actual"] or None, weight, score, pieces, line)]


def _is_level2(label: str) -> bool:
    return label.endswith(SUFFIX) or label in LEVEL2


def _read_text(lines: Sequence[RawRow], vocabulary: Vocabulary) -> list[Event]:
    tokens = split_tokens(lines)
    events: list[Event] = []
    position = 0
    while position < len(tokens):
        found, length = _read_labels(tokens, position, events, vocabulary)
        events += found or [tokens[position]]
        position += max(length, 1)
    return events


def _read_labels(
    tokens: Sequence[Token], position: int, events: Sequence[Event], vocabulary: Vocabulary
) -> tuple[list[Event], int]:
    """Read the label that begins at a token, if one does; gives the events and how many tokens they took."""
    token = tokens[position]
    if not token.starts_line and not (position and _ends_label(events, token)):
        return [], 0
    side = match_label(tokens, position, {SIDE_LABEL}) if token.is_whole_line else 0
    if side:
        return [PageMark(token.source)], side
    length = match_label(tokens, position, vocabulary.labels)
    if length:
        text = "".join(_label_text(piece) for piece in tokens[position : position + length])
        length += _count_points(tokens, position + length)
        return [Label(text, token.source)], length
    return _split_glued(tokens, position, vocabulary)


def match_label(tokens: Sequence[Token], position: int, labels: Collection[str]) -> int:
    """Count the tokens from a position that together are a label, which may wrap over lines; 0 where there is none."""
    text, longest = "", 0
    for count, token in enumerate(tokens[position:], start=1):
        if count > 1 and not (token.starts_line and tokens[position + count - 2].ends_line):
            break
        text += _label_text(token)
        if text in labels:
            longest = count
        if not any(label.startswith(text) for label in labels):
            break
    return longest


def _ends_label(events: Sequence[Event], token: Token) -> bool:
    """Say whether a label ended just before a token in the same line (成本指标 经济成本指标)."""
    return bool(events) and isinstance(events[-1], Label) and token.gap in ("blank", "tab")


def _label_text(token: Token) -> str:
    return _POINTS_AFTER_LABEL.sub("", squeeze(token.text))


def _count_points(tokens: Sequence[Token], position: int) -> int:
    """A label may be followed by the points of its level (（50分）), which are no cell."""
    return int(position < len(tokens) and _POINTS_AFTER_LABEL.fullmatch(squeeze(tokens[position].text)) is not None)


def _split_glued(tokens: Sequence[Token], position: int, vocabulary: Vocabulary) -> tuple[list[Event], int]:
    """Split a label from the sentence end before it (。数量指标), or two labels from each other."""
    token = tokens[position]
    text = squeeze(token.text)
    match = _GLUED.fullmatch(text)
    if match:
        rest = [token._replace(text=match["label"]), *tokens[position + 1 :]]
        length = match_label(rest, 0, vocabulary.labels)
        if length:
            label = "".join(_label_text(piece) for piece in rest[:length])
            before = token._replace(text=match["before"], ends_line=True)
            return [before, Label(label, token.source, was_glued=True)], length
    upper = next((label for label in vocabulary.labels if stem(label) in LEVEL1 and text.startswith(label)), None)
    if upper and text.removeprefix(upper) in vocabulary.labels:
        return [Label(upper, token.source, 1), Label(text.removeprefix(upper), token.source, 2)], 1
    return [], 0
