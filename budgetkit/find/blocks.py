"""Runs of lines between blank lines: what stood together on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from budgetkit.read.line import Line


@dataclass(frozen=True)
class Block:
    """Lines that follow each other without a blank line between them; never empty."""

    lines: tuple[Line, ...]


def find_blocks(lines: Sequence[Line]) -> list[Block]:
    """Find the blocks of a document, in order; blank lines and Markdown rules belong to none."""
    groups = groupby(lines, key=lambda line: not line.text.strip())
    blocks = [[line for line in group if not line.is_blank] for blank, group in groups if not blank]
    return [Block(tuple(block)) for block in blocks if block]
