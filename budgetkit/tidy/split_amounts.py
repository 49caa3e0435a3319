"""Two blocks of one table, joined by what their amounts call for, never by position: empty rows may have been lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from budgetkit.recognise.published_table import PublishedRow, PublishedTable
from budgetkit.tidy.row_order import match_in_order
from budgetkit.tidy.split_blocks import BlockRows

Parts = Mapping[str, tuple[str, ...]]
_WORDS = {
    "total": "合计",
    "basic": "基本支出",
    "project": "项目支出",
    "personnel": "人员经费",
    "public_funds": "公用经费",
}


def place_by_parts(
    table: PublishedTable, sides: Sequence[BlockRows], parts: Parts
) -> list[tuple[PublishedRow, PublishedRow | None]]:
    """Give each row of the left block the row of the right block that its amounts call for, None where it has none.

    `parts` names the columns that each whole is the sum of: total − basic must be what the right block prints as
    project. A table printed whole gives its rows as they are. What was joined, and what fits nowhere, is a finding.
    """
    if len(sides) != 2:
        return [(row, None) for side in sides for row in side.rows]
    left, right = sides
    wholes = _split_wholes(parts, left.columns, right.columns)
    called_for = [_left_over(table, row, left.columns, wholes) for row in left.rows]
    printed = [_printed_parts(table, row, right.columns, wholes) for row in right.rows]
    pairs = match_in_order(called_for, printed) if any(called_for) else {}
    _note_join(table, sides, pairs, called_for, _explain(left.columns, wholes))
    return [(row, right.rows[pairs[position]] if position in pairs else None) for position, row in enumerate(left.rows)]


def _split_wholes(parts: Parts, left: frozenset[str], right: frozenset[str]) -> list[tuple[str, tuple[str, ...]]]:
    return [(whole, own) for whole, own in parts.items() if whole in left and right.intersection(own)]


def _left_over(
    table: PublishedTable, row: PublishedRow, left: frozenset[str], wholes: Sequence[tuple[str, tuple[str, ...]]]
) -> tuple[Decimal, ...]:
    """Compute what the wholes that stand in the left block leave for their parts in the right one."""
    return tuple(
        _sum(table, row, [whole]) - _sum(table, row, [part for part in own if part in left]) for whole, own in wholes
    )


def _printed_parts(
    table: PublishedTable, row: PublishedRow, right: frozenset[str], wholes: Sequence[tuple[str, tuple[str, ...]]]
) -> tuple[Decimal, ...]:
    return tuple(_sum(table, row, [part for part in own if part in right]) for _, own in wholes)


def _sum(table: PublishedTable, row: PublishedRow, keys: Iterable[str]) -> Decimal:
    return sum((table.amount(row, key) or Decimal(0) for key in keys), Decimal(0))


def _explain(left: frozenset[str], wholes: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    """Write the differences that the join rests on: “合计−基本支出”."""
    written = (
        "−".join(_WORDS.get(key, key) for key in (whole, *(part for part in own if part in left)))
        for whole, own in wholes
    )
    return "".join(f"“{words}”" for words in written)


def _note_join(
    table: PublishedTable,
    sides: Sequence[BlockRows],
    pairs: dict[int, int],
    called_for: Sequence[tuple[Decimal, ...]],
    differences: str,
) -> None:
    left, right = (side.rows for side in sides)
    empty = [p for p, amounts in enumerate(called_for) if p not in pairs and amounts and not any(amounts)]
    note = f"左右两块按{differences}之差连接 {len(pairs)} 行；另有 {len(empty)} 行右块全空而未印。"
    table.add_finding("split_table", left[0].line, left[0].line.text.strip(), note, "joined" if pairs else "flagged")
    for position, amounts in enumerate(called_for):
        if position not in pairs and position not in empty:
            due = "、".join(str(amount) for amount in amounts)
            note = f"右块没有与该行相符的行（按左块推算，其余各项应为 {due}），相应各格留空。"
            table.add_finding("missing_cell", left[position].line, left[position].line.text.strip(), note, "flagged")
    for position, row in enumerate(right):
        if position not in pairs.values() and any(row.texts.values()):
            note = "右块该行与左块任何一行的金额都对不上，未连接。"
            table.add_finding("split_table", row.line, row.line.text.strip(), note, "flagged")
