"""Text between two rows that no label parts: where the reason of the first ends and the name of the second begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from budgetkit.read.row import RawRow
from budgetkit.tidy.evaluation.tokens import Token, group_lines, width

_SENTENCE_END = re.compile(r"[。；！.]$")


class RowGap(NamedTuple):
    """What is known of a gap: whether points were lost, so that a reason is due; whether the row below has a name in
    the line of its values, and that line."""

    expects_reason: bool
    has_name_below: bool
    data_line: RawRow


class Cut(NamedTuple):
    """How many tokens are the reason; `doubt` says in Chinese what that rests on."""

    position: int
    doubt: str | None = None


def split_gap(tokens: Sequence[Token], gap: RowGap, reason_width: int | None) -> Cut:
    """Split a gap: no reason is due without points lost, else it ends with its last sentence in lines of its width."""
    lines = [line for line in group_lines(tokens) if line[0].source is not gap.data_line]
    if not gap.expects_reason or not lines:
        return Cut(0)
    most = _narrow_lines(lines, reason_width)
    if not gap.has_name_below:
        most = min(most, len(lines) - 1)
    ends = [count for count in range(1, most + 1) if _SENTENCE_END.search(lines[count - 1][-1].text)]
    count = ends[-1] if ends else (most if reason_width or gap.has_name_below else 0)
    doubt = "上一行扣分，两行之间无标签，依句末标点与栏宽划分上一行偏差原因与本行名称"
    return Cut(sum(len(line) for line in lines[:count]), doubt)


def _narrow_lines(lines: Sequence[Sequence[Token]], reason_width: int | None) -> int:
    """Count the lines up to the first that is too wide for the column of reasons."""
    if reason_width is None:
        return len(lines)
    widths = [width(" ".join(token.text for token in line)) for line in lines]
    return next((position for position, line_width in enumerate(widths) if line_width > reason_width), len(lines))
