"""Rows placed by what they say, in the order of print, where position proves nothing."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def match_in_order(wanted: Sequence[Hashable], printed: Sequence[Hashable]) -> dict[int, int]:
    """Match positions of equal values in two sequences without crossing, as many as possible.

    The longest common subsequence; of several, the one that matches early positions of `wanted` first.
    """
    lengths = _common_lengths(wanted, printed)
    pairs: dict[int, int] = {}
    row = column = 0
    while row < len(wanted) and column < len(printed):
        if wanted[row] == printed[column]:
            pairs[row] = column
            row, column = row + 1, column + 1
        elif lengths[row][column + 1] >= lengths[row + 1][column]:
            column += 1
        else:
            row += 1
    return pairs


def _common_lengths(wanted: Sequence[Hashable], printed: Sequence[Hashable]) -> list[list[int]]:
    """Tabulate the length of the longest common subsequence of all pairs of endings."""
    lengths = [[0] * (len(printed) + 1) for _ in range(len(wanted) + 1)]
    for row in reversed(range(len(wanted))):
        for column in reversed(range(len(printed))):
            if wanted[row] == printed[column]:
                lengths[row][column] = lengths[row + 1][column + 1] + 1
            else:
                lengths[row][column] = max(lengths[row + 1][column], lengths[row][column + 1])
    return lengths
