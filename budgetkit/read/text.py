"""Text extractions of PDFs: one printed line a line, cells separated by tabs."""

from __future__ import annotations

import re
from pathlib import Path

from budgetkit.errors import SourceError
from budgetkit.finding import Finding
from budgetkit.read.columns import recover_columns
from budgetkit.read.empty_columns import drop_empty_columns
from budgetkit.read.encoding import decode
from budgetkit.read.html_rows import join_html_rows
from budgetkit.read.markup import find_tables, is_rule, remove_tables
from budgetkit.read.place import Place
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow, read_cells

LONGEST_LINE = 1_000_000
"""Characters of a line that are read at most: the longest of a published text has some thousands."""

_LINE_END = re.compile("\r\n?|[\u2028\u2029\x85]")


def read_text(path: Path, encoding: str | None = None) -> Reading:
    """Read a text extraction into rows, in its declared encoding or in the one that its bytes prove.

    Raises SourceError when the file is empty, cannot be decoded, holds control characters that no text has, or a line
    that is none.
    """
    content = path.read_bytes()
    if not content.strip():
        raise SourceError(str(path), "一份文本文件", "空文件", "请从发布单位重新下载该文件。")
    decoded = decode(path, content, encoding)
    if "\0" in decoded.text:
        raise _binary(path)
    longest = max(map(len, decoded.text.splitlines()), default=0)
    if longest > LONGEST_LINE:
        step = "这不是公开表的文本：请核对文件来源，或提供原文件。"
        raise SourceError(str(path), f"每行不超过 {LONGEST_LINE} 字的文本", f"有一行 {longest} 字", step)
    note = f"该文件以 {decoded.encoding} 编码读取，全部字节均可解码。"
    notes = [] if decoded.is_usual else [Finding("documents", "reading", "", note, "kept", 1)]
    return drop_empty_columns(recover_columns(join_html_rows(Reading(split_lines(decoded.text), notes))))


def _binary(path: Path) -> SourceError:
    return SourceError(str(path), "文本文件", "二进制内容", "请提供 PDF 的文本抽取结果，而非原文件。")


def split_lines(text: str) -> list[RawRow]:
    """Split a text into rows of cells, one a line; those of a packed HTML table follow their line at its place."""
    rows: list[RawRow] = []
    follows_gap = False
    for number, printed in enumerate(_LINE_END.sub("\n", text).removesuffix("\n").split("\n"), start=1):
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
