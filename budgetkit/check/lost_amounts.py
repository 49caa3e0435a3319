"""Amounts and cells that a table's own lines hold and no clean row does: a table that was read in part is a failure.

`unread_amounts` fails tables of which little or nothing was read; here is what is lost within one that was.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.unread_amounts import find_read_in_part, is_list
from budgetkit.finding import Row
from budgetkit.forms.form import load_form
from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_statement
from budgetkit.recognise.rows import read_rows
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.recognise.title import find_title
from budgetkit.recognise.unit import recognise_unit

LOST, UNCUT = "lost_amounts", "uncut_cells"
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d{2,}")
_APART = re.compile(r" {2,}|[|｜│¦；;，,、/\\]")
_CELL = re.compile(
    r"-?[\d,]*\d\.\d{2,}|[≥≤＝=＞＜><]|定性|(?:产出|成本|效益|满意度|数量|质量|时效|经济成本|社会效益|服务对象满意度)指标"
)  # what is a cell of its own wherever it stands
_MARKED = re.compile(r"[\d指≥≤＝=＞＜><定]")  # without two of these a text is prose
_MEASURES = ("value", "target", "actual")  # texts that may be a number and nothing else
_SHORTEST = 8  # characters that two cells and marks between them have at least
_CELLS = 2  # of them in one cell: it was never cut
_PIECES = 3


def check_lost_amounts(document: CheckedDocument) -> Iterator[Row]:
    """Fail for every table whose lines hold amounts or cells that were not read; none where all were."""
    for found in find_read_in_part(document):
        table, label = found.kind.gives[0], found.kind.label
        if uncut := [line for line in found.lines if _is_uncut(line)]:
            where = f"第 {uncut[0].number} 行等 {len(uncut)} 行"
            text = f"{where}的一格中有几格的内容，未能分开，如“{uncut[0].text.strip()[:30]}”"
            lines = ([line.number for line in uncut],)
            yield make_row(UNCUT, table, f"{label}：各行各列已分开", "fail", text, lines=lines)
        if lost := _find_lost(document, found):
            number, cell = lost[0]
            text = f"第 {number} 行的“{cell}”等 {len(lost)} 个金额印在该表各行，却没有读入任何一栏"
            lines = ([number for number, _ in lost],)
            yield make_row(LOST, table, f"{label}：各行所印金额均已读入", "fail", text, lines=lines)


def _is_uncut(line: RawRow) -> bool:
    """Say whether a cell holds several that marks set apart; what markup sets apart was cut by it."""
    several = any(_is_several(cell) for cell in line.cells if len(cell) >= _SHORTEST)
    if not several or is_statement(line) or find_title(line) is not None:
        return False
    return not any("<" in cell for cell in line.printed_cells)


def _is_several(cell: str) -> bool:
    """Say whether a text holds at least two things that are cells of their own, and a third beside them."""
    if len(_MARKED.findall(cell)) < _CELLS:
        return False
    pieces = [piece.strip() for piece in _APART.split(cell)]
    return len(pieces) >= _PIECES and sum(_CELL.fullmatch(piece) is not None for piece in pieces) >= _CELLS


def _find_lost(document: CheckedDocument, found: RecognisedTable) -> list[tuple[int, str]]:
    """Find the amounts of a table's lines, line and cell, that are in no clean row and were not repaired.

    A row of a list has its own amounts, as often as its line prints them, one of a block torn off it those of a joined
    row; a form prints a project's above and below its name, and again at a page break. Columns that the form reads past
    lose nothing.
    """
    printed = [
        (line.number, text)
        for line in found.lines
        for cell in line.cells
        if "." in cell or "," in cell
        if _AMOUNT.fullmatch(text := cell.strip())
    ]
    unit = recognise_unit(found.lines) if printed else None
    if unit is None or unit.conflict:
        return []
    past, said = _cells_read_past(found), _said_of_repairs(document, found)
    printed = [place for place in printed if place not in past and place[1] not in said]
    lost = _lost_in_list if is_list(found.kind.gives) else _lost_in_form
    return lost(printed, _Read(document, found.kind.gives), unit.to_ten_thousand)


def _lost_in_list(printed: Sequence[tuple[int, str]], read: _Read, factor: Decimal) -> list[tuple[int, str]]:
    lost = []
    left: dict[int, Counter[Decimal]] = {line: Counter(numbers) for line, numbers in read.by_line.items()}
    for line, text in printed:
        amounts = {amount := _decimal(text), amount * factor}
        if line not in left and amounts & read.joined.keys():
            continue
        own = next((amount for amount in amounts if left.get(line, Counter())[amount]), None)
        if own is None:
            lost.append((line, text))
        else:
            left[line][own] -= 1
    return lost


def _lost_in_form(printed: Sequence[tuple[int, str]], read: _Read, factor: Decimal) -> list[tuple[int, str]]:
    everywhere = set().union(*read.by_line.values())
    return [place for place in printed if not {amount := _decimal(place[1]), amount * factor} & everywhere]


class _Read:
    """The numbers of clean rows and printed totals, those in texts too: by line, and of rows joined from two blocks."""

    def __init__(self, document: CheckedDocument, tables: Iterable[str]) -> None:
        self.by_line: dict[int, Counter[Decimal]] = defaultdict(Counter)
        self.joined: Counter[Decimal] = Counter()
        totals = [row for row in document.rows("printed_totals") if row["table"] in tables]
        for row in (*totals, *(row for table in tables for row in document.all_rows(table))):
            numbers = Counter(_numbers(row))
            for line in {row["source_line"], row.get("amount_source_line") or row["source_line"]}:
                self.by_line[line] += numbers
            if row["certainty"] == "joined":
                self.joined += numbers


def _said_of_repairs(document: CheckedDocument, found: RecognisedTable) -> str:
    own = [one for one in document.findings if one.table in found.kind.gives and one.action == "repaired"]
    return " ".join(finding.note + finding.text for finding in own)


def _cells_read_past(found: RecognisedTable) -> set[tuple[int, str]]:
    """Give line and text of the cells of the columns that the table's form reads past (keys that begin with `_`)."""
    columns = load_form(found.kind.form).columns(found.kind.name) if found.kind.form else ()
    if not any(column.key.startswith("_") for column in columns):
        return set()
    rows = read_rows(found.kind.name, found.lines, columns).rows
    return {(row.line.number, text.strip()) for row in rows for key, text in row.texts.items() if key.startswith("_")}


def _numbers(row: Row) -> Iterator[Decimal]:
    """Give the numbers of a row's cells and texts; one that stands where a word should is not read."""
    for column, value in row.items():
        if isinstance(value, Decimal):
            yield value
        elif isinstance(value, str) and "." in value and (column in _MEASURES or not _AMOUNT.fullmatch(value.strip())):
            yield from map(_decimal, _AMOUNT.findall(value))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
