"""The readers by format: a new input format is one new module and its line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from budgetkit.errors import SourceError
from budgetkit.finding import Finding
from budgetkit.read.format import FORMATS, Format, find_format
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow
from budgetkit.read.text import read_text
from budgetkit.read.widths import narrow_numbers

MOST_ROWS = 150_000
"""Rows of a document that are taken at most: the largest publications have some thousands."""

Reader = Callable[[Path, str | None], Reading]


def _late(module: str, name: str) -> Reader:
    """Give a reader whose module, with the libraries that it takes, is imported when a file is read with it."""
    return lambda path, encoding: getattr(import_module(f"budgetkit.read.{module}"), name)(path, encoding)


READERS: dict[str, Reader] = {
    "text": read_text,
    "pdf": _late("pdf", "read_pdf"),
    "xlsx": _late("xlsx", "read_xlsx"),
    "xls": _late("xls", "read_xls"),
    "ods": _late("ods", "read_ods"),
    "docx": _late("docx", "read_docx"),
    "html": _late("html", "read_html"),
}


def read_document(path: Path, encoding: str | None = None) -> list[RawRow]:
    """Read a raw document into rows with the reader of its format; raises what `read_noted` does."""
    return read_noted(path, encoding).rows


def read_noted(path: Path, encoding: str | None = None) -> Reading:
    """Read a raw document with the reader of its format, in its declared encoding where a text declares one.

    The content tells the format. Where the name's ending says another one, that is noted.
    Raises SourceError when there is no such reader, the reader cannot read the file, or it has too many rows.
    """
    found = find_format(path)
    reader = READERS.get(found.key)
    if reader is None:
        labels = "、".join(FORMATS[key].label for key in READERS)
        step = found.next_step or "请提供这些格式的原文件，或其文本抽取结果。"
        raise SourceError(str(path), f"以下格式之一：{labels}", found.label, step)
    reading = reader(path, encoding)
    if len(reading.rows) > MOST_ROWS:
        step = "请拆分文件，只保留预算表及其说明。"
        raise SourceError(str(path), f"不超过 {MOST_ROWS} 行的文件", f"{len(reading.rows)} 行", step)
    reading = narrow_numbers(reading)
    return replace(reading, notes=[*_note_ending(path, found), *reading.notes])


def _note_ending(path: Path, found: Format) -> list[Finding]:
    """Note a name that says another format than the content has."""
    ending = path.suffix.lower()
    if ending in found.endings or not any(ending in one.endings for one in FORMATS.values()):
        return []
    note = f"文件名以 {ending} 结尾，内容是{found.label}，按内容读取。"
    return [Finding("documents", "reading", "", note, "kept", 1)]
