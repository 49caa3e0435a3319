"""Tables that a narrow page cuts: left columns first, then right ones, each over its own pages."""

from __future__ import annotations

from collections.abc import Sequence

from made.page import Cells, Paper

Block = tuple[Sequence[Cells], Sequence[Cells], Cells | None]


def print_block_pair(paper: Paper, left: Block, right: Block, between: Sequence[str]) -> None:
    """Print the left block (header, rows, total) over its pages, some lines between, then the right block likewise."""
    paper.print_table(*left)
    paper.lines += between
    paper.print_table(*right)
    paper.lines.append("")
