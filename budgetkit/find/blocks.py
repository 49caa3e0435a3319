"""Runs of lines between blank lines: what stood together on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from budgetkit.read.row import RawRow


@dataclass(frozen=True)
class Block:
    """Lines that follow each other without a blank line between them; never empty."""

    lines: tuple[RawRow, ...]


def find_blocks(lines: Sequence[RawRow]) -> list[Block]:
    """Find the blocks of a document, in order; blank lines and Markdown rules belong to none."""
    blocks: list[list[RawRow]] = []
    for line in lines:
        if line.is_blank:
            continue
        if line.starts_anew or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    return [Block(tuple(block)) for block in blocks]
