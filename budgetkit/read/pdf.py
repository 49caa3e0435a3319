"""Published PDFs, born digital: rows of cells with page, row and box, by pdfium.

What comes out, in the order of reading:

* a row of a table: one cell a column of its grid; a cell that spans several holds its text in the first column and
  row, the others are empty; empty columns keep their places. `table` numbers the tables of the document from 1; one
  that goes on over a page with the same columns keeps its number; columns that a print cut off at the right stand
  beside their rows, at the place of these;
* a line of text outside tables: one cell, `table` None; pieces that stand far apart on a line are set apart by two
  blanks (`编制单位：某局  单位：元`); `continues` says that it goes on the paragraph of the row before it;
* `opens_page` is set on the first row of each page. `place` has page, row of the page and the row's box in points from
  the upper left corner of the page as a viewer shows it.

What a reader of the page can't see isn't read: text that a window hides here and the next page shows. A character
that is drawn and has no meaning is � in its place, so that no number or name with it passes for whole. A file that
breaks pdfium, or takes it too long, ends a process of its own. Pages that are pictures are recognised where the extra
`ocr` is installed (`ocr.py`); their rows say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from budgetkit.errors import SourceError
from budgetkit.finding import Action, Finding
from budgetkit.line_runs import format_runs, join_lines
from budgetkit.read.apart import EndedEarly, read_apart
from budgetkit.read.format import damaged, protected
from budgetkit.read.ocr import MEMORY, SECONDS_EACH_PAGE, is_available, recognise_page
from budgetkit.read.pdf_document import number_rows
from budgetkit.read.pdf_page import GARBLED, Page, PageState, read_page
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow

MOST_PAGES = 3000
"""Pages of a document that are read at most."""

_PASSWORD = 4  # pdfium's number of this error
_SECONDS, _SECONDS_EACH_MEGABYTE = 60, 10  # half a second for a page of the largest publications
_MEMORY = 1_500_000_000  # bytes; the largest sample needs 60 million
_INSTALL = '扫描件：安装 pip install "budgetkit[ocr]" 后可读'
_RECOGNISE = f"请向发布单位索取可以复制文字的版本；{_INSTALL}，读出的数字逐项标明，以合计印证。"

_NOTED: tuple[tuple[str, Action, Callable[[PageState], Any]], ...] = (
    (f"是图像，没有文字，未读取（{_INSTALL}）", "flagged", lambda page: page.is_picture and not page.is_read_off),
    ("是图像，文字由识别读出，图像本身不能印证，请以合计和原页核对", "flagged", lambda page: page.is_read_off),
    ("是扫描图像，文字取自其不可见的识别层，未经核对", "flagged", lambda page: page.is_recognised),
    ("有字符没有编码对照，读作 �，含有它的数字未采用", "flagged", lambda page: page.unreadable),
    ("有斜置的文字（水印），未采用", "dropped", lambda page: page.askew),
)


@dataclass
class _Content:
    """What was read of a file; `refused` says why nothing was."""

    reading: Reading = field(default_factory=lambda: Reading([]))
    pages: list[PageState] = field(default_factory=list)
    count: int = 0
    refused: str = ""


def read_pdf(path: Path, encoding: str | None = None) -> Reading:
    """Read a PDF into rows; `encoding` is not used.

    Raises SourceError when the file is protected by a password, damaged or cut off, has no pages or too many, holds
    pictures of pages or characters without a meaning instead of text, or takes too much memory or time.
    """
    seconds = _SECONDS + _SECONDS_EACH_MEGABYTE * path.stat().st_size / 1e6
    try:
        content = read_apart(lambda: _read(path), seconds, _MEMORY)
        pictures = sum(page.is_picture for page in content.pages)
        if pictures and is_available():
            seconds += pictures * SECONDS_EACH_PAGE
            content = read_apart(lambda: _read(path, recognise=True), seconds, MEMORY)
    except (EndedEarly, MemoryError) as error:
        raise _broken(path, error) from error
    _refuse(path, content)
    notes = [*_notes(content), *content.reading.notes]
    return Reading(_mark_recognised(content), notes, is_scanned=pictures > 0)


def _mark_recognised(content: _Content) -> list[RawRow]:
    pages = {page.number for page in content.pages if page.is_read_off or page.is_recognised}
    return [replace(row, is_recognised=True) if row.place.page in pages else row for row in content.reading.rows]


def _read(path: Path, recognise: bool = False) -> _Content:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        return _Content(refused="protected" if getattr(error, "err_code", 0) == _PASSWORD else "damaged")
    try:
        content = _Content(count=len(document))
        if _is_cut_off(path):
            content.refused = "damaged"
        elif content.count <= MOST_PAGES:
            content.reading = number_rows(_pages(document, content.pages, recognise))
        return content
    finally:
        document.close()


def _pages(document: pdfium.PdfDocument, states: list[PageState], recognise: bool) -> Iterator[Page]:
    for index in range(len(document)):
        page = document[index]
        try:
            read = read_page(page, index + 1)
            if recognise and read.state.is_picture:
                read = recognise_page(page, read.state)
        finally:
            page.close()
        states.append(read.state)
        yield read


def _is_cut_off(path: Path) -> bool:
    """Say whether a file ends before its end: pdfium mends what is missing and gives fewer pages without a word."""
    content = path.read_bytes()
    end = content.rfind(b"%%EOF")
    return end < 0 or b"endobj" in content[end:]


def _refuse(path: Path, content: _Content) -> None:
    if content.refused:
        raise protected(path) if content.refused == "protected" else damaged(path, " PDF")
    if not content.count:
        raise SourceError(str(path), "有页的 PDF", "没有一页", "请从发布单位重新下载该文件。")
    if content.count > MOST_PAGES:
        expected, step = f"不超过 {MOST_PAGES} 页的 PDF", "请拆分文件，只保留预算表及其说明所在的页。"
        raise SourceError(str(path), expected, f"{content.count} 页", step)
    characters = sum(page.characters for page in content.pages)
    read = [page for page in content.pages if page.characters and not page.is_scanned]
    if not read:
        raise SourceError(str(path), "含有文字的 PDF", _without_text(content.pages), _RECOGNISE)
    if sum(page.unreadable for page in content.pages if not page.is_read_off) > GARBLED * characters:
        found = "文字的字体没有编码对照，无法取出文字"
        raise SourceError(str(path), "可以复制文字的 PDF", found, _RECOGNISE)


def _without_text(pages: Sequence[PageState]) -> str:
    if any(page.covered for page in pages):
        return f"扫描件：{len(pages)} 页都是图像，没有文字"
    if any(page.is_drawn for page in pages):
        return f"{len(pages)} 页都没有文字，字形已转为图形"
    return f"{len(pages)} 页都是空白"


def _notes(content: _Content) -> Iterator[Finding]:
    """Note the pages of which something could not be read."""
    firsts = {row.place.page or 0: row.number for row in reversed(content.reading.rows)}
    for words, action, is_such in _NOTED:
        numbers = [page.number for page in content.pages if is_such(page)]
        if numbers:
            line = next((line for page, line in sorted(firsts.items()) if page >= numbers[0]), 1)
            note = f"第 {format_runs(join_lines(numbers))} 页{words}。"
            yield Finding("documents", "reading", "", note, action, line)


def _broken(path: Path, error: Exception) -> SourceError:
    found = "读取用时过长" if isinstance(error, EndedEarly) and error.was_slow else "读取中途中止或所需内存过大"
    step = "文件可能已损坏，或压缩的内容过大：请从发布单位重新下载；若仍如此，请用阅读器打开后另存为 PDF。"
    return SourceError(str(path), "能在限度内读取的 PDF", found, step)
