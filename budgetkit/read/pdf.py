"""Published PDFs, born digital: rows of cells with page, row and box, by pdfium.

What comes out, in the order of reading:

* a row of a ruled table: one cell a column of its grid; a cell that spans several holds its text in the first column
  and row, the others are empty; empty columns keep their places. `table` numbers the drawn tables of the document from
  1; one that goes on over a page with the same columns keeps its number;
* a line of text outside tables: one cell, `table` None; pieces that stand far apart on a line are set apart by two
  blanks (`编制单位：某局  单位：元`); `continues` says that it goes on the paragraph of the row before;
* `opens_page` is set on the first row of each page. `place` has page, row of the page and the row's box in points from
  the upper left corner of the page as a viewer shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

from budgetkit.errors import SourceError
from budgetkit.read.pdf_cells import fill_grid, find_lines, join_line, join_runs
from budgetkit.read.pdf_grid import Grid, find_grids
from budgetkit.read.pdf_page import Box, Page, Run, read_page
from budgetkit.read.place import Place
from budgetkit.read.reading import Reading
from budgetkit.read.row import RawRow

_FAR = 2.0  # of the height of a line: pieces further apart are set apart by two blanks
_SAME_COLUMNS = 3.0  # points by which the columns of a table that goes on may differ
_MARK = re.compile(r"[\s\d\-－—–第页/共]*|[（(]?续表?[）)]?")  # what may stand above a table that goes on over a page


def read_pdf(path: Path, encoding: str | None = None) -> Reading:
    """Read a PDF into rows; `encoding` is not used.

    Raises SourceError when the file cannot be opened.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise SourceError(str(path), "可以打开的 PDF", str(error), "请从发布单位重新下载该文件。") from error
    try:
        return Reading(_number(_pages(document)))
    finally:
        document.close()


def _pages(document: pdfium.PdfDocument) -> Iterator[Page]:
    for index in range(len(document)):
        page = document[index]
        try:
            yield read_page(page, index + 1)
        finally:
            page.close()


def _number(pages: Iterator[Page]) -> list[RawRow]:
    rows: list[RawRow] = []
    columns: list[float] | None = None
    tables = 0
    for page in pages:
        row_on_page = 0
        is_first = True
        for grid, part in _parts(page):
            if grid is not None:
                tables += not (columns and is_first and _same_columns(columns, grid.xs))
                columns = grid.xs
            is_first = is_first and all(_MARK.fullmatch("".join(cells)) for cells, _ in part)
            for cells, box in part:
                row_on_page += 1
                place = Place(len(rows) + 1, page.number, None, row_on_page, None, _rounded(page.as_shown(box)))
                rows.append(RawRow(place, cells, opens_page=row_on_page == 1, table=tables if grid else None))
    return rows


Part = tuple[Grid | None, list[tuple[tuple[str, ...], Box]]]


def _parts(page: Page) -> Iterator[Part]:
    """Give what a page holds from top to bottom: the rows of each table, the lines of text between them."""
    tables = []
    free = page.runs
    for grid in find_grids(page.rules):
        inside = [run for run in free if _is_inside(run.box, grid.box)]
        filled = fill_grid(grid, inside)
        if len(filled) < 2 or len(grid.xs) < 3:
            continue
        taken = {id(run) for run in inside}
        free = [run for run in free if id(run) not in taken]
        tables.append((grid, filled))
    lines = find_lines(free)
    for grid, filled in tables:
        above = [line for line in lines if line[0].box[1] < grid.ys[0]]
        lines = lines[len(above) :]
        yield None, [_text_row(line) for line in above]
        yield grid, _table_rows(grid, filled)
    yield None, [_text_row(line) for line in lines]


def _is_inside(box: Box, grid: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return grid[0] <= x <= grid[2] and grid[1] <= y <= grid[3]


def _table_rows(grid: Grid, filled: dict) -> list[tuple[tuple[str, ...], Box]]:
    texts = [[""] * (len(grid.xs) - 1) for _ in grid.ys[1:]]
    for cell, runs in filled.items():
        texts[cell.row][cell.column] = join_runs(runs)
    left, right = grid.xs[0], grid.xs[-1]
    return [
        (tuple(row), (left, top, right, bottom)) for row, top, bottom in zip(texts, grid.ys, grid.ys[1:], strict=False)
    ]


def _text_row(line: list[Run]) -> tuple[tuple[str, ...], Box]:
    boxes = [run.box for run in line]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    pieces: list[list[Run]] = [[line[0]]]
    for run in line[1:]:
        if run.box[0] - pieces[-1][-1].box[2] > _FAR * (run.box[3] - run.box[1]):
            pieces.append([])
        pieces[-1].append(run)
    return (("  ".join(join_line(piece) for piece in pieces),), box)


def _same_columns(columns: list[float], others: list[float]) -> bool:
    return len(columns) == len(others) and all(
        abs(x - y) <= _SAME_COLUMNS for x, y in zip(columns, others, strict=True)
    )


def _rounded(box: Box) -> Box:
    return tuple(round(edge, 1) for edge in box)
