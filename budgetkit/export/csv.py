"""CSV: one file a table, UTF-8 with a mark that Excel understands, amounts exactly as stored."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from budgetkit.site.files import write_whole

_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?", re.ASCII)
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What a text begins with that a spreadsheet would run when it opens a CSV file."""


def save_csv(tables: Mapping[str, pa.Table], folder: Path) -> Path:
    """Save each table as NAME.csv in a folder, and give the folder. A null is an empty cell."""
    for name, table in tables.items():
        write_whole(folder / f"{name}.csv", format_csv(table, mark=True))
    return folder


def format_csv(table: pa.Table, *, mark: bool = False) -> bytes:
    """Format a table as CSV bytes; `mark` puts the byte order mark in front.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay as they are.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(zip(*map(_values, table.columns), strict=True))
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _values(column: pa.ChunkedArray) -> list[object]:
    values = column.to_pylist()
    return list(map(_defuse, values)) if pa.types.is_string(column.type) else values


def _defuse(text: str | None) -> str | None:
    if text is None:
        return None
    is_formula = text.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # a lone \r would end the row for many readers
    return f"'{text}" if is_formula else text
