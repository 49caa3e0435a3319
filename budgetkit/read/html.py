"""Web pages (HTML): text and tables in turn as a browser shows them, cells over several rows and columns in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from budgetkit.errors import SourceError
from budgetkit.finding import Finding
from budgetkit.read.archive import Element, local
from budgetkit.read.encoding import decode, encodings_of
from budgetkit.read.flow import WIDEST, Cell, Flow
from budgetkit.read.format import damaged
from budgetkit.read.reading import Reading

_CHARSET = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 8192
_LARGEST = 40_000_000  # bytes: its tree takes twenty times as much memory
_LEFT_OUT = {"script", "style", "noscript", "template", "head", "select", "textarea", "svg", "iframe", "object"}
_INLINE = {
    "a", "abbr", "b", "big", "center", "cite", "code", "em", "font", "i", "ins", "label", "mark", "o:p", "p:p", "q",
    "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "input", "button", "nobr",
}  # fmt: skip
_IN_TABLE = {"thead", "tbody", "tfoot"}
_HIDES = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HIDING_CLASS = re.compile(r"\.([\w-]+)\s*\{[^{}]*display\s*:\s*none[^{}]*\}", re.IGNORECASE)
_BREAKS_PAGE = re.compile(r"page-break-before\s*:\s*always|break-before\s*:\s*page", re.IGNORECASE)
_SHEET = re.compile(r"#?table\d+")  # how office programs name the sheets of a workbook saved as one page
_MOST_ROWS = 65_534  # that a cell may take, by the HTML standard
_TOO_DEEP = "Excessive depth"


def read_html(path: Path, encoding: str | None = None) -> Reading:
    """Read a web page into rows: text a line each, tables by their rows; hidden parts and scripts are left out.

    The encoding is the declared one, or what the bytes prove. Raises SourceError where it can't be decoded or parsed.
    """
    page = _Page(path)
    root = _parse(path, _decode(path, encoding))
    page.hiding = {found for style in root.iter("style") for found in _HIDING_CLASS.findall(style.text or "")}
    page.add(root)
    page.end_line()
    notes = []
    if page.hidden:
        note = f"网页中有 {page.hidden} 处隐藏的文字，未读取。"
        notes.append(Finding("documents", "reading", "", note, "kept", 1))
    return Reading(page.flow.rows, notes)


def _decode(path: Path, encoding: str | None) -> str:
    content = path.read_bytes()
    if len(content) > _LARGEST:
        found = f"{len(content) // 10**6} MB"
        raise SourceError(str(path), f"不超过 {_LARGEST // 10**6} MB 的网页", found, "请提供原文件，而非网页。")
    tables = content.lower()
    if tables.rfind(b"<table") > tables.rfind(b"</table") and tables.rfind(b"</html") < 0:
        raise damaged(path, "网页（表格没有结束）")
    if encoding:
        return decode(path, content, encoding).text
    try:
        return content.decode("utf-8-sig")  # proves itself, whatever the page declares
    except UnicodeDecodeError:
        declared = _CHARSET.search(content[:_HEAD])
        name = declared[1].decode("ascii") if declared else ""
        return decode(path, content, name if encodings_of(name) else None).text


def _parse(path: Path, text: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise SourceError(str(path), "可以解析的网页", "标记嵌套过深或不完整", "请用浏览器打开后另存，或提供 PDF。")
    return root


class _Page:
    """The rows of a page while its elements are gone through."""

    def __init__(self, path: Path) -> None:
        self.flow = Flow(str(path))
        self.hiding: set[str] = set()
        self.hidden = 0
        self._line: list[str] = []

    def add(self, element: Element) -> None:
        """Add an element's text and tables, and what stands behind it in the same line."""
        kind = local(element)
        if kind in _LEFT_OUT or not kind:
            return
        if self._leave_out(element):
            return
        if kind == "table":
            self._add_table(element)
            return
        if kind == "a" and (_SHEET.fullmatch(element.get("name") or "") or _SHEET.fullmatch(element.get("href") or "")):
            self.flow.next_table = "".join(element.itertext()).partition(": ")[2].strip()
            return
        is_block = kind not in _INLINE
        if is_block:
            self.end_line()
            if _BREAKS_PAGE.search(element.get("style") or ""):
                self.flow.break_page()
        self._line.append(element.text or "")
        for child in element:
            self.add(child)
            self._line.append(child.tail or "")
        if is_block:
            self.end_line(is_empty_gap=kind == "p" and not len(element) and not (element.text or "").strip())

    def end_line(self, *, is_empty_gap: bool = False) -> None:
        """End the line of text that is being gathered; blanks are as a browser shows them."""
        text = " ".join("".join(self._line).split())
        self._line = []
        if text or is_empty_gap:
            self.flow.add_text(text)

    def _add_table(self, table: Element) -> None:
        """Add a table's caption and rows. A table that only lays others out gives way to them."""
        self.end_line()
        for caption in table.iterchildren("caption"):
            self.add(caption)
            self.end_line()
        if next(table.iterdescendants("table"), None) is None:
            self.flow.add_table(self._rows(table))
            return
        for row in _rows(table):
            self._add_layout(row)

    def _add_layout(self, row: Element) -> None:
        """Add a row of a table that holds tables: cells with a table one after another, others as a row."""
        cells = list(row.iterchildren("td", "th"))
        if any(next(cell.iterdescendants("table"), None) is not None for cell in cells):
            for cell in cells:
                self.add(cell)
        elif not self._hides(row):
            self.flow.add_table([[self._cell(cell) for cell in cells if not self._leave_out(cell)]])

    def _rows(self, table: Element) -> Iterator[list[Cell]]:
        for row in _rows(table):
            if not self._leave_out(row):
                yield [self._cell(cell) for cell in row.iterchildren("td", "th") if not self._leave_out(cell)]

    def _leave_out(self, element: Element) -> bool:
        """Leave out an element that is hidden, counted if it has text; say whether it was."""
        hides = self._hides(element)
        self.hidden += hides and bool("".join(element.itertext()).strip())
        return hides

    def _cell(self, cell: Element) -> Cell:
        rows = _span(cell, "rowspan", _MOST_ROWS)
        return Cell("".join(self._cell_text(cell)), _span(cell, "colspan", WIDEST), rows or _MOST_ROWS)

    def _cell_text(self, element: Element) -> Iterator[str]:
        """Give a cell's text: a line break where a browser begins a new line."""
        yield " ".join((element.text or "").split("\n"))
        for child in element:
            kind = local(child)
            if kind and kind not in _LEFT_OUT and not self._leave_out(child):
                begins = kind not in _INLINE
                yield "\n" if begins else ""
                yield from self._cell_text(child)
                yield "\n" if begins and kind != "br" else ""
            yield " ".join((child.tail or "").split("\n"))

    def _hides(self, element: Element) -> bool:
        if element.get("hidden") is not None or _HIDES.search(element.get("style") or ""):
            return True
        return bool(self.hiding and self.hiding.intersection((element.get("class") or "").split()))


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if local(child) in _IN_TABLE:
            yield from child.iterchildren("tr")
        elif local(child) == "tr":
            yield child


def _span(cell: Element, name: str, most: int) -> int:
    """Give how many rows or columns a cell takes; rowspan 0 means to the end of its table."""
    found = re.match(r"\s*(\d{1,6})", cell.get(name) or "")
    value = min(int(found[1]), most) if found else 1
    return value if value or name == "rowspan" else 1
