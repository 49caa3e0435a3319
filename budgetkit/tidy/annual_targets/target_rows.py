"""The rows of 年度项目支出绩效表: indicators by what their cells hold, and the goal cells between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from budgetkit.finding import Finding
from budgetkit.forms.kinds import national_table
from budgetkit.parse import clean_name
from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_statement
from budgetkit.recognise.header import is_header, map_columns
from budgetkit.recognise.title import find_title
from budgetkit.tidy.indicator import Indicator
from budgetkit.tidy.levels import LEVEL1_OF, as_level1, as_level2, as_operator, clean_text

NAME = "project_indicators"
COLUMNS = national_table("annual_targets").columns
_ORDER = ("level1", "level2", "name", "operator", "value", "unit")


@dataclass
class AnnualIndicator(Indicator):
    """An indicator; `after_break` says that a page began before it."""

    after_break: bool = False


@dataclass(frozen=True)
class GoalCell:
    """A printed goal, or a part of one: it stands beside or before the indicator at `position`."""

    position: int
    text: str
    line: RawRow
    after_break: bool


def read_targets(lines: Sequence[RawRow], findings: list[Finding]) -> tuple[list[AnnualIndicator], list[GoalCell]]:
    """Read the lines of the table into indicators and goal cells, in print order.

    The first-level word says where a row's cells begin, so that rows that lost their leading cell fit as well. The
    header gives the order of the columns after it; without one, the usual order is taken.
    """
    order = _read_order(lines)
    indicators: list[AnnualIndicator] = []
    goals: list[GoalCell] = []
    after_break = False
    for line in lines:
        after_break = after_break or line.starts_anew
        if not line.filled:
            continue
        if is_header(line, COLUMNS) or find_title(line) or is_statement(line):
            continue
        start = _find_start(line)
        goal = clean_name("".join(line.cells if start is None else line.cells[:start]))
        if goal:
            goals.append(GoalCell(len(indicators), goal, line, after_break))
        if start is not None and all(as_level1(cell) or as_level2(cell) for cell in line.filled):
            note = f"该行只有“{'/'.join(line.filled)}”，没有指标名称和指标值，未作为指标收录。"
            findings.append(Finding(NAME, "ghost_row", line.text.strip()[:60], note, "dropped", line.number))
        elif start is not None:
            indicators.append(_read_indicator(line, start, order, after_break, findings))
            after_break = False
    return indicators, goals


def _read_order(lines: Sequence[RawRow]) -> tuple[str, ...]:
    for line in lines:
        if is_header(line, COLUMNS) and find_title(line) is None:
            keys = tuple(column.key for _, column in sorted(map_columns([line], COLUMNS).items()))
            if set(_ORDER) <= set(keys):
                return keys[keys.index("level1") :]
    return _ORDER


def _find_start(line: RawRow) -> int | None:
    """Find the cell with which a row's indicator begins: its first level, or the place before its second."""
    first = next((position for position, cell in enumerate(line.cells) if as_level1(cell)), None)
    if first is not None:
        return first
    second = next((position for position, cell in enumerate(line.cells) if as_level2(cell)), None)
    return None if second is None else max(second - 1, 0)


def _align_operator(cells: list[str], name: int, place: int, width: int) -> list[str]:
    """Bring the operator, which is a word of its own, to its place where cells were lost or doubled before it.

    Without any operator among the cells its place is left empty, and what stood there moves on to the value's.
    """
    if name > place or (place < len(cells) and as_operator(cells[place])):
        return cells
    at = next((position for position, cell in enumerate(cells) if position >= name and as_operator(cell)), None)
    if at is None:
        return [*cells[:place], "", *cells[place:]][:width]
    words = [cell for cell in cells[name:at] if cell]
    return [*cells[:name], " ".join(dict.fromkeys(words)), *[""] * (place - name - 1), *cells[at:]]


def _read_indicator(
    line: RawRow, start: int, order: Sequence[str], after_break: bool, findings: list[Finding]
) -> AnnualIndicator:
    cells = list(line.cells[start:])
    if as_level2(cells[0]):
        cells.insert(0, "")
    cells = _align_operator(cells, order.index("name"), order.index("operator"), len(order))
    texts = {key: cells[position] if position < len(cells) else "" for position, key in enumerate(order)}
    level2, operator = as_level2(texts["level2"]), as_operator(texts["operator"])
    if operator is None or level2 is None:
        note = "该指标的二级指标或指标性质缺失或无法辨认，按印出的位置保留。"
        findings.append(Finding(NAME, "missing_cell", texts["name"][:60], note, "flagged", line.number))
    return AnnualIndicator(
        line,
        as_level1(texts["level1"]) or LEVEL1_OF.get(level2 or ""),
        level2 or clean_text(texts["level2"]),
        clean_text(texts["name"]),
        operator,
        clean_text(texts["value"]),
        clean_text(texts["unit"]),
        after_break,
    )
