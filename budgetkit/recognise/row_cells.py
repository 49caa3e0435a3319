"""Which column each cell of a row stands in: as printed, or moved by what the cells hold."""

from __future__ import annotations

from budgetkit.finding import Certainty
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import PublishedColumn
from budgetkit.recognise.published_table import PublishedRow, PublishedTable, is_total


def read_row(table: PublishedTable, line: RawRow, mapping: dict[int, PublishedColumn]) -> PublishedRow:
    shift = find_shift(line.cells, mapping)
    certainty: Certainty = "inferred" if line.correction else "printed"
    if shift is None:
        _note_misfit(table, line, mapping)
    elif shift:
        note = f"该行各格与表头错开 {abs(shift)} 格，按各列内容的类型复位。"
        table.add_finding("missing_cell", line, line.text.strip(), note, "joined")
        certainty = "joined"
    texts = {column.key: _cell(line.cells, position - (shift or 0)) for position, column in mapping.items()}
    return PublishedRow(texts, line, certainty)


def _cell(cells: tuple[str, ...], position: int) -> str:
    return cells[position] if 0 <= position < len(cells) else ""


def _note_misfit(table: PublishedTable, line: RawRow, mapping: dict[int, PublishedColumn]) -> None:
    """Report a row whose cells are not what its header calls for; a damaged amount is reported where it is read."""
    strange = [
        cell
        for position, cell in enumerate(line.cells)
        if cell and not _belongs(cell, column := mapping.get(position)) and (not column or column.type != "amount")
    ]
    if strange:
        quoted = "”“".join(cell[:20] for cell in strange)
        note = f"该行的“{quoted}”与表头各列的内容不符，无法判定应在哪一列，按印出的位置读取。"
        table.add_finding("missing_cell", line, line.text.strip(), note, "flagged")


def find_shift(cells: tuple[str, ...], mapping: dict[int, PublishedColumn]) -> int | None:
    """Find by how many positions a row stands too far left (positive) or right, from what its cells hold.

    Only a misfit as printed calls for a shift, and only a single fitting one is taken; None where none is.
    """
    if fits(cells, mapping, 0):
        return 0
    width = max(mapping, default=-1) + 1  # a table whose header no column knows has none
    fitting = [s for s in range(-2, width) if s and fits(cells, mapping, s)]
    return fitting[0] if len(fitting) == 1 else None


def fits(cells: tuple[str, ...], mapping: dict[int, PublishedColumn], shift: int) -> bool:
    return all(_belongs(cell, mapping.get(position + shift)) for position, cell in enumerate(cells) if cell)


def _belongs(cell: str, column: PublishedColumn | None) -> bool:
    """Say whether a cell can stand in a column; the label of a total stands wherever there is room for words."""
    if column is None:
        return False
    return column.type != "amount" if is_total(cell) else column.holds(cell)
