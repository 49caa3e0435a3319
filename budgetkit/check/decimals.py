"""Amounts printed with fewer decimals than the rest of their table: rounded by the publisher, or cut off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.finding import Finding
from budgetkit.parse import printed_decimals
from budgetkit.read.row import RawRow
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.recognise.unit import amount_cells

_ENOUGH = 8  # amounts from which a table has a usual number of decimals of its own
_USUAL = 0.8

Amounts = Sequence[tuple[RawRow, str]]


def find_odd_decimals(document: CheckedDocument) -> Iterator[Finding]:
    """Find the amounts with fewer decimals than their table, or a small table's document, usually prints.

    They are kept as printed. Tables of indicators are left out: their values have decimals of their own. In the last
    line of the document even a number without a decimal point counts, for there the file may break off.
    """
    last = max((line.number for table in document.recognised for line in table.lines), default=0)
    tables = [table for table in document.recognised if table.kind and not _has_indicators(table)]
    amounts = [_find_amounts(table, last) for table in tables]
    usual_in_document = _usual_decimals([amount for own in amounts for amount in own])
    for table, own in zip(tables, amounts, strict=True):
        usual = _usual_decimals(own) if len(own) >= _ENOUGH else usual_in_document
        yield from (_finding(table, line, cell, usual) for line, cell in own if printed_decimals(cell) < usual)


def _has_indicators(table: RecognisedTable) -> bool:
    return any(name.endswith("indicators") for name in table.kind.gives)


def _find_amounts(table: RecognisedTable, last: int) -> Amounts:
    cells = ((line, cell) for line in table.lines for cell in amount_cells(line))
    return [(line, cell) for line, cell in cells if _is_money(line, cell, is_last=line.number == last)]


def _is_money(line: RawRow, cell: str, *, is_last: bool) -> bool:
    """Say whether a cell is money and not a code or a year: it has a point or a separator, or ends the document."""
    return "." in cell or "," in cell or (is_last and cell == line.filled[-1])


def _usual_decimals(amounts: Amounts) -> int:
    """Give the decimals that nearly all amounts have; 0, which none is short of, where they have none in common."""
    counts = Counter(printed_decimals(cell) for _, cell in amounts)
    usual, count = counts.most_common(1)[0] if counts else (0, 0)
    return usual if count >= _USUAL * len(amounts) else 0


def _finding(table: RecognisedTable, line: RawRow, cell: str, usual: int) -> Finding:
    decimals = printed_decimals(cell)
    note = f"该金额印有 {decimals} 位小数，其余金额为 {usual} 位：可能经过四舍五入，或在文件中断开；按原文保留。"
    return Finding(table.kind.gives[0], "rounded", cell, note, "kept", line.number)
