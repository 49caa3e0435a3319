"""The readers by file ending: a new input format is one new module and its line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from budgetkit.errors import SourceError
from budgetkit.read.row import RawRow
from budgetkit.read.text import read_text

READERS: dict[str, Callable[[Path], list[RawRow]]] = {".txt": read_text}


def read_document(path: Path) -> list[RawRow]:
    """Read a raw document into lines with the reader of its ending.

    Raises SourceError when there is no such reader, or the reader cannot read the file.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceError(
            str(path), f"文件格式为 {'、'.join(READERS)}", path.suffix or "无扩展名", "请先将文件抽取为文本。"
        )
    return reader(path)
