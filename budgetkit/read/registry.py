"""The readers by file ending: a new input format is one new module and its line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from budgetkit.errors import SourceError
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow
from budgetkit.read.text import read_text
from budgetkit.read.widths import narrow_numbers

READERS: dict[str, Callable[[Path, str | None], Reading]] = {".txt": read_text}


def read_document(path: Path, encoding: str | None = None) -> list[RawRow]:
    """Read a raw document into rows with the reader of its ending; raises what `read_noted` does."""
    return read_noted(path, encoding).rows


def read_noted(path: Path, encoding: str | None = None) -> Reading:
    """Read a raw document with the reader of its ending, in its declared encoding where a text declares one.

    Raises SourceError when there is no such reader, or the reader cannot read the file.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError(
            str(path), f"文件格式为 {'、'.join(READERS)}", path.suffix or "无扩展名", "请先将文件抽取为文本。"
        )
    return narrow_numbers(reader(path, encoding))
