"""Clean tables of a folder changed by a test, as another run of `clean` would save them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from budgetkit.dataset.generation import read_generation
from budgetkit.dataset.store import load_tables, save_tables

Change = Callable[[pa.Table], pa.Table]


def change_tables(folder: Path, change: Change, *names: str) -> None:
    """Change the tables of these names, by default all, and save all as a generation of the same origin."""
    generation = read_generation(folder)
    tables = load_tables(folder)
    changed = {name: change(table) if name in (names or tables) else table for name, table in tables.items()}
    save_tables(changed, folder, generation.made_from, generation.left_out)


def change_rows(folder: Path, name: str, change: Callable[[list[dict]], list[dict]]) -> None:
    """Change the rows of one table."""
    change_tables(folder, lambda table: pa.Table.from_pylist(change(table.to_pylist()), schema=table.schema), name)
