"""Trials: documents with one change each, and whether something else in the document holds what was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from cells import Cell
from changes import CHANGES, PROJECT_CHANGES, ROW_CHANGES, Change, RowChange, change_cell
from second_prints import money_has_second_print, name_has_second_print
from subjects import VALUES, Subject

from budgetkit.finding import Row

ATTEMPTS = 10  # a cell or two rows that can't be changed so are drawn anew


@dataclass(frozen=True, eq=False)
class Trial:
    """A document with one change: what was changed how and where, the new lines, whether a second print holds it."""

    subject: Subject
    kind: str
    change: str
    table: str
    lines: list[str]
    is_held: bool


def draw_trials(subjects: Sequence[Subject], tries: int, seed: int, only: str = "") -> Iterator[Trial]:
    """Draw every change that many times, documents in turn; `only` chooses kinds and changes whose name holds it."""
    for kind, changes in CHANGES.items():
        for change in changes:
            if only in f"{kind} {change.__name__}":
                yield from _try_cells(subjects, kind, change, tries, seed)
    for name, change in ROW_CHANGES.items():
        if only in f"row {name}":
            yield from _try_rows(subjects, name, change, tries, seed)
    for name, change in PROJECT_CHANGES.items():
        if only in f"project {name}":
            yield from _try_projects(subjects, name, change, tries, seed)


def _try_cells(subjects: Sequence[Subject], kind: str, change: Change, tries: int, seed: int) -> Iterator[Trial]:
    """Change one cell; of indicators, that many with a second print and that many without."""
    for held in (True, False) if kind in VALUES else (None,):
        random = Random(f"{seed} {kind} {change.__name__} {held}")
        pools = [(subject, subject.cells_of(kind, is_held=held)) for subject in subjects]
        pools = [(subject, cells) for subject, cells in pools if cells]
        yield from _draw(seed * tries, tries, pools, lambda s, cells, r=random: _try_cell(r, s, cells, change))


def _draw(start: int, tries: int, pools: Sequence[tuple], attempt: Callable[..., Trial | None]) -> Iterator[Trial]:
    """Try the documents in turn, from another one with every seed; one that can't be changed so passes its turn on."""
    for number in range(start, start + (tries if pools else 0)):
        turn = (pools[(number + passed) % len(pools)] for passed in range(len(pools)))
        attempts = (attempt(*pool) for pool in turn for _ in range(ATTEMPTS))
        yield from islice((trial for trial in attempts if trial), 1)


def _try_cell(random: Random, subject: Subject, cells: Sequence[Cell], change: Change) -> Trial | None:
    cell = random.choice(cells)
    others = [subject.text(one) for one in subject.cells[cell.kind] if one.table == cell.table]
    lines = change_cell(random, subject.lines, cell, change, others)
    return Trial(subject, cell.kind, change.__name__, cell.table, lines, subject.is_held(cell)) if lines else None


def _try_rows(subjects: Sequence[Subject], name: str, change: RowChange, tries: int, seed: int) -> Iterator[Trial]:
    random = Random(f"{seed} {change.__name__}")
    pools = [(subject, subject.rows) for subject in subjects if subject.rows]
    yield from _draw(seed * tries, tries, pools, lambda s, rows: _try_row(random, s, rows, name, change))


def _try_row(
    random: Random, subject: Subject, rows: dict[str, list[int]], name: str, change: RowChange
) -> Trial | None:
    table = random.choices(list(rows), [len(lines) for lines in rows.values()])[0]
    lines = change(random, subject.lines, rows[table])
    if lines is None:
        return None
    return Trial(subject, "row", name, table, lines, "swapped" not in name or subject.holds_rows(table, name, lines))


def _try_projects(subjects: Sequence[Subject], name: str, change: Callable, tries: int, seed: int) -> Iterator[Trial]:
    random = Random(f"{seed} projects {name}")
    pools = [(subject, subject.projects) for subject in subjects if len(subject.projects) > 1]
    yield from _draw(seed * tries, tries, pools, lambda s, rows: _try_pair(s, random.sample(rows, 2), name, change))


def _try_pair(subject: Subject, pair: Sequence[Row], name: str, change: Callable) -> Trial | None:
    lines = change(subject.lines, *pair)
    if lines is None:
        return None
    if "names" in name:
        held = all(name_has_second_print(subject.clean, *two) for two in (pair, pair[::-1]))
    else:
        held = any(money_has_second_print(subject.clean, row) for row in pair)
    return Trial(subject, "project", name, "projects", lines, held)
