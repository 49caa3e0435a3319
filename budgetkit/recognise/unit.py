"""The unit of a table's amounts: what it states, held against the decimals that it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from budgetkit.money_units import UnitStatement, bracketed_statement, find_statements
from budgetkit.parse import is_amount, printed_decimals
from budgetkit.read.row import RawRow

_OWN_UNIT = re.compile(r"[亿千万]?元.*|[万亿%‰]")
_HEADING = re.compile(r"[^（(]*(?:资金|情况|金额|预算数?|决算数?|拨款|支出|收入|经费|合计|总计|小计|总额)[（(]")
_OPERATOR = re.compile(r"[≥≤=＝<＜>＞]|定性")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_FEN = Decimal("1E-6")  # the smallest amount there is, in 万元


@dataclass(frozen=True)
class Unit:
    """A table's unit: `stated` in print (None: nowhere), and the factor from it to 万元.

    `conflict` says in Chinese why the unit is not to be trusted; amounts of such a table are not read.
    """

    stated: str | None
    to_ten_thousand: Decimal
    conflict: str | None = None


def recognise_unit(lines: Sequence[RawRow]) -> Unit:
    """Recognise the unit of a table from its statements and its decimals.

    Every statement is understood or the unit is in conflict, with the statement quoted. A fen is the smallest amount
    there is: 元 has at most two decimals, 万元 at most six. A table that states no unit is taken as 万元, the unit that
    the published forms prescribe, and left to the checks across tables.
    """
    statements = [statement for line in lines for statement in _statements(line)]
    unknown = next((statement for statement in statements if statement.factor is None), None)
    if unknown:
        return Unit(unknown.text, Decimal(1), f"注明的单位“{unknown.text}”不是人民币的单位，或无法识别")
    named = {statement.factor: statement.text for statement in statements}
    if len(named) > 1:
        return Unit(None, Decimal(1), f"表内同时注明{'和'.join(sorted(named.values()))}")
    if not named:
        return Unit(None, Decimal(1))
    ((factor, text),) = named.items()
    assert factor is not None  # units of money alone are collected above
    decimals = max((printed_decimals(cell) for line in lines for cell in amount_cells(line)), default=0)
    if factor < 1 and decimals > factor.adjusted() - _FEN.adjusted():
        return Unit(text, Decimal(1), f"注明单位为{text}，却印有 {decimals} 位小数")
    return Unit(text, factor)


def _statements(line: RawRow) -> list[UnitStatement]:
    return _statements_in(line.text, line.filled)


@lru_cache(1 << 14)  # every check that asks for a table's unit asks of the same rows
def _statements_in(text: str, cells: tuple[str, ...]) -> list[UnitStatement]:
    """Find the statements of a line: in running text without amounts, and in brackets behind headings."""
    if not any(mark in text for mark in "位币元圆（("):
        return []
    has_amount = any(is_amount(cell) and not _YEAR.fullmatch(cell) for cell in cells)
    found = [] if has_amount else find_statements(cells)
    pieces = [] if _OPERATOR.search(text) else _headings(cells)
    return found + [statement for piece in pieces if (statement := bracketed_statement(piece))]


def _headings(cells: Sequence[str]) -> list[str]:
    """Give the headings with brackets behind them: not beside a value, as the names of indicators stand."""
    following = (*cells[1:], "")[: len(cells)]
    apart = [cell for cell, behind in zip(cells, following, strict=True) if not behind[:1].isdigit()]
    pieces = dict.fromkeys(piece for cell in apart for piece in (cell, *cell.split()))
    return [piece for piece in pieces if _HEADING.match(re.sub(r"\s", "", piece))]


def amount_cells(line: RawRow) -> tuple[str, ...]:
    """Give the cells of a line that hold amounts in the table's unit.

    A number whose next cell names a unit of its own, as the values of indicators do, is not one of them.
    """
    return _amounts_in(line.cells)


@lru_cache(1 << 14)
def _amounts_in(cells: tuple[str, ...]) -> tuple[str, ...]:
    following = (*cells[1:], "")[: len(cells)]
    return tuple(
        cell
        for cell, behind in zip(cells, following, strict=True)
        if cell and is_amount(cell) and not _OWN_UNIT.fullmatch(behind)
    )
