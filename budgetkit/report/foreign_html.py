"""HTML that is not the kit's own (a DataFrame's, a Styler's, what a cell displays) to blocks: its words and tables.

No script, style or address comes in with it; what a page could show only by these is said to stand in the notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from budgetkit.report.bounds import PRINTED_LINES, cut_text
from budgetkit.report.markdown import Block, Inline

_SHAPE = re.compile(r"(\d+) rows × (\d+) columns")  # what pandas writes below a table that it cut
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?|NaN|nan|None|\.\.\.|")
_WIDEST, _TALLEST = 1000, 100_000  # columns and rows that a cell may span
_SILENT = {"style", "head", "template", "noscript", "colgroup", "select", "datalist"}
_UNSEEN = {"svg", "canvas", "iframe", "video", "audio", "object", "math", "script"}
_STRONG = {"h1", "h2", "h3", "h4", "h5", "h6", "caption", "summary", "dt", "figcaption", "legend"}
_BREAKS = {"p", "div", "li", "ul", "ol", "dl", "dd", "br", "hr", "section", "article", "blockquote"} | _STRONG
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/=\s]+)")
_NO_ALT = "笔记本输出的图形，未附文字说明"


@dataclass
class _Cell:
    tag: str
    text: str
    is_span: bool = False  # goes on with the cell before or above it


@dataclass
class _Table:
    """A table's rows of cells as a page lays them out: what spans columns or rows takes its place in each of them."""

    rows: list[list[_Cell]] = field(default_factory=list)
    below: dict[int, tuple[_Cell, int]] = field(default_factory=dict)  # by column: what goes on, for how many rows

    def add_row(self) -> None:
        self.rows.append([])
        self._go_on()

    def add_cell(self, cell: _Cell, columns: int, rows: int) -> None:
        row = self.rows[-1]
        for position in range(columns):
            own = cell if not position else _Cell(cell.tag, cell.text, is_span=True)
            if rows > 1:
                self.below[len(row)] = _Cell(cell.tag, cell.text, is_span=True), rows - 1
            row.append(own)
        self._go_on()

    def _go_on(self) -> None:
        """Put what goes on from above where the row has come to."""
        row = self.rows[-1]
        while len(row) in self.below:
            cell, left = self.below.pop(len(row))
            if left > 1:
                self.below[len(row)] = cell, left - 1
            row.append(cell)


def read_html(html: str) -> list[Block]:
    """Read foreign HTML to blocks in order: its words as paragraphs, its tables as grids, pictures that it holds.

    Leading rows of `th` alone are a table's header. A table of which not all is there, or not all printed, has a note
    that says how much is, and the kit's own note on what a clean table lacks stays with it.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_text()
    blocks = list(_number_shapes(reader.found))
    if len(blocks) > PRINTED_LINES:
        blocks = [*blocks[:PRINTED_LINES], _paragraph(f"……（此后省略 {len(blocks) - PRINTED_LINES:,} 段）")]
    return [*blocks, only_in_notebook()] if reader.has_unseen else blocks


def only_in_notebook() -> Block:
    """Give the sentence that stands for what a page can't show."""
    return _paragraph("（此处的输出只能在笔记本中显示。）")


def _number_shapes(found: list[_Table | Block]) -> Iterator[Block]:
    """Give the blocks of what was found; a shape behind a table says how large that is."""
    for place, one in enumerate(found):
        behind = found[place + 1] if place + 1 < len(found) else None
        if isinstance(one, _Table):
            yield from _grid(one, _shape(behind))
        elif not (place and isinstance(found[place - 1], _Table) and _shape(one)):
            yield one


def _shape(found: _Table | Block | None) -> tuple[int, int] | None:
    text = found["inlines"][0].get("text", "") if isinstance(found, dict) and "inlines" in found else ""
    match = _SHAPE.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None


def _paragraph(text: str, *, is_strong: bool = False) -> Block:
    inline: Inline = {"t": "text", "text": cut_text(text)}
    return {"block": "paragraph", "inlines": [{"t": "strong", "children": [inline]} if is_strong else inline]}


def _grid(table: _Table, shape: tuple[int, int] | None) -> Iterator[Block]:
    """Give a table's block and, where something of it is left out, the note."""
    rows = [row for row in table.rows if row]
    if not rows:
        return
    width = max(map(len, rows))
    heads = next((at for at, row in enumerate(rows) if any(cell.tag != "th" for cell in row)), len(rows))
    heads = heads if heads < len(rows) else min(1, heads)
    header = [_head([row[at] for row in rows[:heads] if at < len(row)]) for at in range(width)]
    body = [[("" if cell.is_span else cell.text) for cell in row] + [""] * (width - len(row)) for row in rows[heads:]]
    note = _say_left_out(header, body, shape)
    body = body[:PRINTED_LINES]
    numeric = [bool(body) and all(_NUMBER.fullmatch(row[at]) for row in body) for at in range(width)]
    yield {
        "block": "grid",
        "align": ["right" if number else "left" for number in numeric],
        "header": [_inlines(text) for text in header],
        "rows": [[_inlines(text) for text in row] for row in body],
    }
    if note:
        yield _paragraph(note)


def _head(cells: list[_Cell]) -> str:
    """Join the header's cells of one column, from above; what spans several columns is said in each."""
    return " ".join(dict.fromkeys(cell.text for cell in cells if cell.text))


def _inlines(text: str) -> list[Inline]:
    return [{"t": "text", "text": text}]


def _say_left_out(header: list[str], body: list[list[str]], shape: tuple[int, int] | None) -> str:
    """Say in Chinese which rows and columns of a table are there, when pandas or the page left some out."""
    if not shape:
        whole = len(body)
        return f"前 {PRINTED_LINES:,} 行，共 {whole:,} 行。" if whole > PRINTED_LINES else ""
    said = [_say_part("行", [bool(row) and all(text == "..." for text in row[1:]) for row in body], shape[0])]
    said.append(_say_part("列", ["..." in text.split() for text in header[1:]], shape[1]))
    return "；".join(filter(None, said)) + "。" if any(said) else ""


def _say_part(unit: str, gaps: list[bool], whole: int) -> str:
    """Say how many of the rows or columns stand before and behind the gap; `gaps` says of each whether it is one."""
    if True not in gaps:
        return ""
    before = gaps.index(True)
    behind = len(gaps) - before - 1
    return f"前 {before} {unit}" + (f"和后 {behind} {unit}" if behind else "") + f"，共 {whole:,} {unit}"


def _span(text: str | None, most: int) -> int:
    """Give the columns or rows of a cell; what is no number, or one beyond all reason, is one."""
    is_number = text and text.isascii() and text.isdigit() and len(text) <= len(str(most))
    return int(text) if text and is_number and 1 <= int(text) <= most else 1


class _Reader(HTMLParser):
    """Collects tables and texts in the order of the page; tables within a cell give their words to the cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Table | Block] = []
        self.has_unseen = False
        self._skipped: list[str] = []
        self._tables = 0  # how deep in tables
        self._cell: tuple[str, int, int] | None = None
        self._texts: list[str] = []
        self._kind = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._skipped or tag in _SILENT or tag in _UNSEEN:
            self._skip(tag)
        elif tag == "img":
            self._add_picture(given)
        elif tag == "table":
            self._tables += 1
            if self._tables == 1:
                self.end_text()
                self.found.append(_Table())
        elif self._tables == 1 and tag == "tr":
            self._end_cell()
            self._table().add_row()
        elif self._tables == 1 and tag in ("td", "th"):
            self._end_cell()
            self._cell = tag, _span(given.get("colspan"), _WIDEST), _span(given.get("rowspan"), _TALLEST)
        elif self._cell:
            self._texts += [" "] if tag in _BREAKS | {"td", "th", "tr"} else []
        elif tag in _BREAKS or tag == "pre":
            self.end_text()
            self._kind = "strong" if tag in _STRONG else tag

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag in self._skipped:
                del self._skipped[self._skipped.index(tag) :]
        elif tag == "table" and self._tables:
            if self._tables == 1:
                self._end_cell()
            self._tables -= 1
        elif self._tables == 1 and tag in ("td", "th", "tr"):
            self._end_cell()
        elif not self._cell and (tag in _BREAKS or tag == "pre"):
            self.end_text()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._texts.append(data)

    def end_text(self) -> None:
        """Make a block of the words since the last one, if there are any."""
        text, kind = "".join(self._texts), self._kind
        self._texts, self._kind = [], ""
        if not text.strip():
            return
        if kind == "pre":
            self._place({"block": "pre", "text": cut_text(text.strip("\n").rstrip())})
        else:
            words = " ".join(text.split())
            self._place(_paragraph(f"· {words}" if kind == "li" else words, is_strong=kind == "strong"))

    def _place(self, block: Block) -> None:
        """Put a block behind the others; a table's caption before the table."""
        found = self.found
        before = bool(self._tables and found and isinstance(found[-1], _Table) and not found[-1].rows)
        found.insert(len(found) - before, block)

    def _table(self) -> _Table:
        self.end_text()  # a caption, or words that stand in no cell
        found = next(one for one in reversed(self.found) if isinstance(one, _Table))
        return found

    def _end_cell(self) -> None:
        if not self._cell:
            return
        tag, columns, rows = self._cell
        text = " ".join("".join(self._texts).split())
        self._texts, self._cell = [], None
        table = self._table()
        if not table.rows:
            table.add_row()
        table.add_cell(_Cell(tag, text), columns, rows)

    def _add_picture(self, given: dict[str, str | None]) -> None:
        match = _PICTURE.fullmatch(given.get("src") or "")
        alt = (given.get("alt") or "").strip()
        if match and not self._cell:
            self.end_text()
            kind = "jpg" if match[1] == "jpeg" else "png"
            self._place({"block": "image", "format": kind, "content": match[2].strip(), "alt": alt or _NO_ALT})
        elif alt:
            self._texts.append(alt)
        else:
            self.has_unseen = True

    def _skip(self, tag: str) -> None:
        self._skipped.append(tag)
        self.has_unseen |= tag in _UNSEEN
