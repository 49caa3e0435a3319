"""Lines of a document as runs: the one home of how many lines are joined, stored, read back and shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

_MOST_STORED = 8
_MOST_SHOWN = 3


def join_lines(lines: Iterable[int], bridge: int = 0) -> list[list[int]]:
    """Join line numbers to runs of first and last line, ascending; gaps of up to `bridge` lines do not end a run."""
    runs: list[list[int]] = []
    for line in sorted({int(line) for line in lines}):
        if runs and line <= runs[-1][1] + 1 + bridge:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return runs


def store_lines(*sides: Iterable[int]) -> str | None:
    """Write the lines of each side as a check stores them (`53-155,37`); None where there are none.

    Where a side has more than eight runs, those that stand closest together are written as one.
    """
    runs = [run for side in sides for run in _shorten(join_lines(side))]
    return ",".join(dict.fromkeys(_write(run, "-") for run in runs)) or None


def parse_lines(text: object) -> list[int]:
    """Read stored lines (`53-72,74`) back into numbers; anything but a text is none."""
    if not isinstance(text, str):
        return []
    parts = [part.partition("-") for part in text.split(",") if part.strip()]
    return [line for first, _, last in parts for line in range(int(first), int(last or first) + 1)]


def format_runs(runs: Iterable[Sequence[int]]) -> str:
    """Write runs for readers: `704–712、715`."""
    return "、".join(_write(run, "–") for run in runs)


def format_lines(lines: Iterable[int]) -> str:
    """Write lines for readers in few words: of more than three runs, first, last and number say enough.

    A blank line at a page break does not end a run.
    """
    lines = set(lines)
    runs = join_lines(lines, bridge=1)
    if len(runs) > _MOST_SHOWN:
        return f"{runs[0][0]}–{runs[-1][1]} 间 {len(lines)} 行"
    return format_runs(runs)


def _write(run: Sequence[int], dash: str) -> str:
    first, last = run
    return str(first) if first == last else f"{first}{dash}{last}"


def _shorten(runs: list[list[int]]) -> list[list[int]]:
    gaps = [following[0] - run[1] for run, following in pairwise(runs)]
    closest = set(sorted(range(len(gaps)), key=gaps.__getitem__)[: max(0, len(runs) - _MOST_STORED)])
    kept = runs[:1]
    for place, run in enumerate(runs[1:]):
        if place in closest:
            kept[-1] = [kept[-1][0], run[1]]
        else:
            kept.append(run)
    return kept
