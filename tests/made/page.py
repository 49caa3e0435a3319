"""Paper: collects printed lines, breaks pages, and lets style have its way with cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random

from budgetkit.finding import Row
from made.amounts import add, format_amount
from made.style import Style
from made.variation import vary

Cells = Sequence[str]


class Paper:
    """The lines of a document as they are printed, in a style."""

    def __init__(self, style: Style, document_id: str, body: str = "", year: int = 0) -> None:
        self.style = style
        self.body, self.year = body, year
        self.titles: list[str] = []
        self.random = Random(f"{style.seed} {document_id}")
        self.lines: list[str] = ["", ""]
        self._number = style.first_number

    def text(self) -> str:
        """Give everything that was printed, as extraction gives it."""
        return vary(self.style, self.lines, self.titles, self.body, self.year)

    def number_title(self, title: str) -> str:
        """Give a title the next table number, as the style writes numbers."""
        number, self._number = self._number, self._number + 1
        chinese = "零一二三四五六七八九十"[number] if number <= 10 else f"十{'一二三四五六七八九'[number - 11]}"
        numbered = self.style.numbering.format(number, body=self.body, year=self.year, chinese=chinese)
        if title == "收入" and not re.search(r"表\d|\d表|附件", numbered):
            title = "收入总表"  # only a number makes a title of the word alone
        return numbered + title

    def print_title(self, title: str, *, unit: bool = True) -> None:
        """Print a table's title and, where the form has it, the unit of its amounts."""
        heading = self.style.heading.format(unit=self.style.unit, body=self.body, year=self.year) if unit else ""
        self.titles.append(title)
        title = self.break_title(title)
        if self.style.heading_above:
            self.lines += ["", *([heading] if heading else []), title, ""]
        else:
            self.lines += ["", title, "", *([heading, ""] if heading else [])]

    def break_title(self, title: str) -> str:
        """Give a title in two or three pieces, where the style breaks titles; no number is broken."""
        places = [
            place.start() for place in re.finditer(r"(?<=..)(?<![\d 一二三四五六七八九十“（])(?=[^\d ”）度])", title)
        ]
        places = places if self.style.broken_titles else []
        random = Random(f"{self.style.seed} {title}")
        breaks = sorted(random.sample(places, min(len(places), random.choice((1, 1, 2)))))
        pieces = [title[start:end] for start, end in zip([0, *breaks], [*breaks, len(title)], strict=True)]
        return self.style.broken_titles.join(pieces)

    def print_row(self, cells: Cells) -> None:
        """Print one row."""
        self.lines.append("\t".join(cells))

    def print_table(self, header: Sequence[Cells], rows: Sequence[Cells], total: Cells | None = None) -> None:
        """Print a header, rows and a total over as many pages as it takes."""
        self._print_header(header)
        left = self.draw_page()
        behind_break = False
        for row in self._with_total(rows, total):
            if left == 0:
                left, behind_break = self.draw_page(), True
                self.break_page(header)
            self.print_row(_trim(row) if behind_break and self.style.ragged else row)
            left -= 1
        self.lines.append("")

    def _with_total(self, rows: Sequence[Cells], total: Cells | None) -> list[Cells]:
        if not total:
            return list(rows)
        if self.style.totals == "unlabelled":
            total = ["" if cell.replace(" ", "") == "合计" else cell for cell in total]
        bold = self.bold(total)
        if not any(bold):
            return list(rows)
        return [bold, *rows] if self.style.totals == "first" else [*rows, bold]

    def draw_page(self) -> int:
        """Draw how many rows the next page takes; -1 where pages never break."""
        usual = self.style.rows_per_page
        return self.random.randint(max(3, usual * 2 // 3), usual * 4 // 3) if usual else -1

    def break_page(self, header: Sequence[Cells] = ()) -> None:
        """Begin a page: blank lines, and the header where the style repeats it."""
        self.lines.extend([""] * self.random.choice((1, 1, 2, 3)))
        if self.style.repeat_headers:
            self._print_header(header)

    def _print_header(self, header: Sequence[Cells]) -> None:
        for cells in header:
            self.print_row(cells)
        if header and self.style.markup and self.random.random() < 0.5:
            self.print_row(["---"] * len(header[0]))

    def bold(self, cells: Cells) -> list[str]:
        """Print the cells of a total bold, where the style does."""
        return [f"<b>{cell}</b>" if cell and self.style.bold_totals else cell for cell in cells]

    def money(self, amount: Decimal | None, decimals: int = 6) -> str:
        """Print an amount of 万元 in the style's unit; 元 has two decimals."""
        if amount is None:
            return self.style.empty_mark
        if self.style.unit == "元":
            return format_amount(None if amount is None else amount * 10000, 2)
        return format_amount(amount, decimals)

    def amounts(self, row: Row, keys: Sequence[str]) -> list[str]:
        """Print a row's amounts."""
        return [self.money(row[key]) for key in keys]

    def sums(self, rows: Sequence[Row], keys: Sequence[str]) -> list[str]:
        """Print the sums of columns; a column without amounts has none."""
        return [self.money(add(row[key] for row in rows)) for key in keys]

    def name(self, text: str) -> str:
        """Print a name: brackets of the style's width, and blanks where it wrapped."""
        width = self.style.brackets
        if width == "half" or (width == "mixed" and self.random.random() < 0.5):
            text = text.translate(str.maketrans("（）", "()"))
        return self.wrap(text)

    def wrap(self, text: str) -> str:
        """Put blanks into a long text where a narrow cell wrapped; never between two letters or digits of a word."""
        if not self.style.blanks or len(text) < 9 or self.random.random() < 0.5:
            return text
        width = self.random.randint(6, 9)
        return " ".join(_pieces(text, width))

    def project_cell(self, project_id: str, name: str) -> str:
        """Print an id glued to a name; blanks fall into the id where the cell wrapped."""
        glued = f"{project_id}-{self.name(name)}"
        if self.style.blanks and self.random.random() < 0.7:
            cut = self.random.randint(10, 17)
            glued = f"{glued[:cut]} {glued[cut:]}"
        return glued


def _pieces(text: str, width: int) -> Iterable[str]:
    """Cut a text into pieces of about a width, between characters of which at least one is Chinese."""
    start = 0
    for end in range(1, len(text)):
        if end - start >= width and not (text[end - 1].isascii() and text[end].isascii()):
            yield text[start:end]
            start = end
    yield text[start:]


def _trim(cells: Cells) -> Cells:
    """Leave out one trailing empty cell, as extraction does behind a page break."""
    return cells[:-1] if not cells[-1] else cells
