"""Text extractions of PDFs: one printed line a line, cells separated by tabs."""

from __future__ import annotations

from pathlib import Path

from budgetkit.errors import SourceError
from budgetkit.read.markup import find_tables, is_rule, remove_tables, strip_markup
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow


def read_text(path: Path) -> list[RawRow]:
    """Read a UTF-8 text extraction into lines.

    Raises SourceError when the file is empty, is not UTF-8, or holds control characters that no text has.
    """
    content = path.read_bytes()
    if not content.strip():
        raise SourceError(str(path), "一份文本文件", "空文件", "请从发布单位重新下载该文件。")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            str(path), "UTF-8 编码的文本", f"第 {error.start + 1} 个字节无法解码", "请将文件转存为 UTF-8 编码后重试。"
        ) from error
    if "\0" in text:
        raise SourceError(str(path), "文本文件", "二进制内容", "请提供 PDF 的文本抽取结果，而非原文件。")
    return split_lines(text)


def split_lines(text: str) -> list[RawRow]:
    """Split a text into rows of cells, one a line; those of a packed HTML table follow their line at its place."""
    rows: list[RawRow] = []
    follows_gap = False
    for number, printed in enumerate(text.replace("\r\n", "\n").removesuffix("\n").split("\n"), start=1):
        rows.extend(_read_line(Place(number), printed, follows_gap))
        follows_gap = not printed.strip()
    return rows


def _read_line(place: Place, printed: str, follows_gap: bool) -> list[RawRow]:
    if is_rule(printed):
        return [RawRow(place, (), printed, follows_gap=follows_gap)]
    plain = remove_tables(printed) if "<table" in printed.lower() else printed
    tables = find_tables(printed) if plain is not printed else []
    return [RawRow(place, read_cells(plain), printed, follows_gap=follows_gap)] + [
        RawRow(place, row, printed, from_markup=True) for table in tables for row in table
    ]


def read_cells(printed: str) -> tuple[str, ...]:
    """Cut a printed line at its tabs into clean cells."""
    return tuple(strip_markup(cell) for cell in printed.split("\t"))
