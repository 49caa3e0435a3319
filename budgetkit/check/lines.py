"""Raw line numbers as a reader can take them in: runs, and not too many of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

_MOST_RUNS = 8


def format_lines(*sides: Iterable[int]) -> str | None:
    """Write the raw lines of each side as comma-separated runs (`53-155,37`); None where there are none.

    Where a side has more than eight runs, those that stand closest together are written as one.
    """
    written = [_format_run(first, last) for side in sides for first, last in _shorten(_find_runs(side))]
    return ",".join(dict.fromkeys(written)) or None


def _find_runs(lines: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def _shorten(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    while len(runs) > _MOST_RUNS:
        gaps = [following[0] - run[1] for run, following in pairwise(runs)]
        closest = gaps.index(min(gaps))
        runs[closest : closest + 2] = [(runs[closest][0], runs[closest + 1][1])]
    return runs


def _format_run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
