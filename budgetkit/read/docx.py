"""Word files (docx): paragraphs and tables in turn, by ECMA-376 part 1, chapter 17. Macros are never run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from budgetkit.finding import Finding
from budgetkit.read.archive import Element, Parts, attribute, local, open_parts
from budgetkit.read.flow import Cell, Flow
from budgetkit.read.reading import Reading
from budgetkit.read.xlsx import MACROS

_MAIN = "word/document.xml"
_SKIPPED = {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "Fallback", "footnoteReference"}
_TURNED_OFF = ("0", "false", "off")
_ALL_DIGITS = re.compile(r"[\s\d第页共/—–\-·]*")


def read_docx(path: Path, encoding: str | None = None) -> Reading:
    """Read a Word file into rows: the header's words, then text and tables, then the footer's words.

    Tracked deletions and hidden text are left out, insertions read. Raises SourceError where the file is damaged.
    """
    with open_parts(path, "Word 文档") as parts:
        flow = Flow(str(path))
        _add_margin(flow, parts, "header", "页眉")
        body = parts.parse(_MAIN).find("{*}body")
        _add_blocks(flow, body if body is not None else [])
        _add_margin(flow, parts, "footer", "页脚")
        macros = any(name.endswith("vbaProject.bin") for name in parts.names)
    return Reading(flow.rows, [Finding("documents", "reading", "", MACROS, "kept", 1)] if macros else [])


def _add_margin(flow: Flow, parts: Parts, kind: str, where: str) -> None:
    """Add the words of headers or footers, each once; page numbers are none."""
    names = sorted(name for name in parts.names if re.fullmatch(rf"word/{kind}\d*\.xml", name))
    texts = [_paragraph(one).strip() for name in names for one in parts.parse(name).iter("{*}p")]
    for text in dict.fromkeys(texts):
        if not _ALL_DIGITS.fullmatch(text):
            flow.add_text(text, where)
            flow.add_text("", where)


def _add_blocks(flow: Flow, blocks: Iterable[Element]) -> None:
    for block in blocks:
        kind = local(block)
        if kind == "p":
            _add_paragraph(flow, block)
        elif kind == "tbl":
            _add_table(flow, block)
        elif kind in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            _add_blocks(flow, block)


def _add_paragraph(flow: Flow, paragraph: Element) -> None:
    """Add a paragraph, a row a line; a page break before or in it opens a page, boxes of text follow it."""
    for number, text in enumerate(_paragraph(paragraph).split("\f")):
        if number:
            flow.break_page()
        if text.strip() or not number:
            flow.add_text(text)
    for box in paragraph.iter("{*}txbxContent"):
        if not any(local(one) == "Fallback" for one in box.iterancestors()):
            _add_blocks(flow, box)
    if paragraph.find("{*}pPr/{*}sectPr") is not None:
        flow.break_page()


def _add_table(flow: Flow, table: Element) -> None:
    """Add a table; tables inside its cells follow it."""
    flow.add_table(_rows(table))
    for cell in _children(table, "tr", "tc"):
        for inner in _children(cell, "tbl"):
            _add_table(flow, inner)


def _rows(table: Element) -> Iterator[list[Cell]]:
    for row in _children(table, "tr"):
        before = row.find("{*}trPr/{*}gridBefore")
        empty = [Cell(columns=_number(before))] if before is not None else []
        if row.find("{*}trPr/{*}del") is None:
            yield [*empty, *map(_cell, _children(row, "tc"))]


def _cell(cell: Element) -> Cell:
    merged = cell.find("{*}tcPr/{*}vMerge")
    below = merged is not None and attribute(merged, "val") != "restart"
    text = "\n".join(_paragraph(one) for one in _children(cell, "p"))
    return Cell(text.replace("\t", " ").replace("\f", "\n"), _number(cell.find("{*}tcPr/{*}gridSpan")), is_below=below)


def _children(element: Element, *path: str) -> Iterator[Element]:
    """Give an element's children of a name, and theirs of the next; those inside content controls count as its own."""
    for child in element:
        if local(child) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _children(child, *path)
        elif local(child) == path[0]:
            yield from _children(child, *path[1:]) if path[1:] else (child,)


def _number(element: Element | None) -> int:
    value = attribute(element, "val") if element is not None else None
    return int(value) if value and value.isdigit() else 1


def _paragraph(paragraph: Element) -> str:
    """Give a paragraph's text: tabs as tabs, line breaks as such, page breaks as form feeds."""
    return "".join(_inline(paragraph))


def _inline(element: Element) -> Iterator[str]:
    for part in element:
        kind = local(part)
        if kind == "t":
            yield part.text or ""
        elif kind == "tab":
            yield "\t"
        elif kind in ("br", "cr"):
            yield "\f" if attribute(part, "type") == "page" else "\n"
        elif kind == "lastRenderedPageBreak":
            yield ""
        elif kind == "noBreakHyphen":
            yield "-"
        elif kind not in _SKIPPED and kind not in ("txbxContent", "drawing", "pict") and not _is_hidden(part):
            yield from _inline(part)


def _is_hidden(run: Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish") if local(run) == "r" else None
    return vanish is not None and attribute(vanish, "val") not in _TURNED_OFF
