"""CSV: one file a table, UTF-8 with a mark that Excel understands, amounts exactly as stored."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from budgetkit.site.files import write_whole


def save_csv(tables: Mapping[str, pa.Table], folder: Path) -> Path:
    """Save each table as NAME.csv in a folder, and give the folder. A null is an empty cell."""
    for name, table in tables.items():
        write_whole(folder / f"{name}.csv", format_csv(table, mark=True))
    return folder


def format_csv(table: pa.Table, *, mark: bool = False) -> bytes:
    """Format a table as CSV bytes; `mark` puts the byte order mark in front."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")
