"""Where a row's weight and score stand: candidates from the text, proved by the form's own totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, groupby

from budgetkit.tidy.evaluation.events import Cells, Event, is_points
from budgetkit.tidy.evaluation.tokens import EMPTY_MARKS, Token

_MOST_CHANGES = 3  # more doubtful readings changed at once would prove nothing


@dataclass(frozen=True)
class DataCells:
    """A weight and score at events `start` to `end` (exclusive); `is_doubtful` ones may be dropped for the totals."""

    start: int
    end: int
    weight: Decimal | None
    score: Decimal | None
    is_doubtful: bool = False
    is_last_resort: bool = False


@dataclass(frozen=True)
class ProvedCells:
    """The readings chosen; `holds` says whether they add up to the totals (None: no totals printed)."""

    chosen: tuple[DataCells, ...]
    holds: bool | None
    changed: frozenset[int] = frozenset()


def find_data_cells(events: Sequence[Event]) -> list[DataCells]:
    """Find every place in a form's events that can be a row's weight and score."""
    found: list[DataCells] = []
    for run in _runs(events):
        first = events[run[0]]
        if isinstance(first, Cells):
            found.append(DataCells(run[0], run[0] + 1, _number(first.weight), _number(first.score)))
        else:
            candidate = _in_line(events, run) or _over_lines(events, run) or _without_score(events, run)
            found += [candidate] if candidate else []
    return found


def prove(candidates: Sequence[DataCells], weight: Decimal | None, score: Decimal | None) -> ProvedCells:
    """Choose the readings that add up to the form's weight and score (those of its funds taken off).

    The plain reading is kept when it adds up, and also when no other does, or several do.
    """
    plain = tuple(candidate for candidate in candidates if not candidate.is_last_resort)
    if weight is None and score is None:
        return ProvedCells(plain, None)
    if _adds_up(plain, weight, score):
        return ProvedCells(plain, True)
    doubtful = [candidate for candidate in candidates if candidate.is_doubtful or candidate.is_last_resort]
    for count in range(1, min(_MOST_CHANGES, len(doubtful)) + 1):
        fitting = [
            readings
            for changes in combinations(doubtful, count)
            if _adds_up(readings := _change(candidates, plain, changes), weight, score)
        ]
        if len(fitting) == 1:
            changed = {cells.start for cells in set(fitting[0]) ^ set(plain)}
            return ProvedCells(fitting[0], True, frozenset(changed))
        if fitting:
            break
    return ProvedCells(plain, False)


def _change(
    candidates: Sequence[DataCells], plain: Sequence[DataCells], changes: Sequence[DataCells]
) -> tuple[DataCells, ...]:
    return tuple(candidate for candidate in candidates if (candidate in plain) != (candidate in changes))


def _adds_up(readings: Sequence[DataCells], weight: Decimal | None, score: Decimal | None) -> bool:
    weights = sum((cells.weight for cells in readings if cells.weight is not None), Decimal(0))
    scores = sum((cells.score for cells in readings if cells.score is not None), Decimal(0))
    return weight in (None, weights) and score in (None, scores)


def _runs(events: Sequence[Event]) -> list[list[int]]:
    """Group the positions of tokens of one line; each row of known columns is a group of its own."""
    groups = groupby(
        (position for position, event in enumerate(events) if isinstance(event, Token | Cells)),
        key=lambda position: (id(events[position].source), isinstance(events[position], Cells)),
    )
    return [list(group) for _, group in groups]


def _in_line(events: Sequence[Event], run: Sequence[int]) -> DataCells | None:
    """Find the last pair of numbers in a line that has the row's values before it, or nothing after it."""
    texts = [events[position].text for position in run]
    for place in range(len(texts) - 2, -1, -1):
        weight, score, after = texts[place], texts[place + 1], texts[place + 2 :]
        if not is_points(weight) or not (is_points(score) or score in EMPTY_MARKS) or (after and is_points(after[0])):
            continue
        plausible = _number(score) is None or float(score) <= float(weight)
        if place >= 2 or (plausible and not after):
            doubtful = place < 2 or bool(after)
            return DataCells(run[place], run[place + 1] + 1, _number(weight), _number(score), doubtful)
    return None


def _over_lines(events: Sequence[Event], run: Sequence[int]) -> DataCells | None:
    """Find a weight and a score that stand alone in two lines, one after the other."""
    below = run[0] + 1
    if len(run) != 1 or below >= len(events) or not isinstance(events[below], Token):
        return None
    weight, score = events[run[0]], events[below]
    if not (weight.is_whole_line and score.is_whole_line and is_points(weight.text) and is_points(score.text)):
        return None
    if float(score.text) > float(weight.text):
        return None
    return DataCells(run[0], below + 1, _number(weight.text), _number(score.text), True)


def _without_score(events: Sequence[Event], run: Sequence[int]) -> DataCells | None:
    """Find a weight whose score was left out; read so only when the totals ask for it."""
    texts = [events[position].text for position in run]
    if len(texts) >= 3 and is_points(texts[-1]):
        return DataCells(run[-1], run[-1] + 1, _number(texts[-1]), None, is_last_resort=True)
    return None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if is_points(text) else None
