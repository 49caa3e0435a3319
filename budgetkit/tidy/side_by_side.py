"""A list printed in columns beside each other: 基本支出决算明细表, with personnel and public funds apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from budgetkit.finding import Tidied
from budgetkit.forms.form import FormTable
from budgetkit.parse import compact
from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_statement
from budgetkit.recognise.rows import is_numbering
from budgetkit.tidy.form_list import tidy_form_list
from budgetkit.tidy.hierarchy import mark_roles

_CALLED = {"personnel": re.compile("人员经费(合计|小计)?"), "public_funds": re.compile("(?:日常)?公用经费(合计|小计)?")}


def tidy_side_by_side(form: FormTable, lines: Sequence[RawRow]) -> Tidied:
    """Tidy a list that stands in blocks beside each other, block after block, as one list (万元).

    The blocks are those in which the header repeats itself. What a block is called above its header or in its closing
    row (人员经费, 公用经费合计) says which of the two its rows are; the closing amount is a printed total of that kind.
    """
    header = next((line for line in lines if _repeats(line)), None)
    if header is None:
        return tidy_form_list(form, lines)
    first, words = _words_of(header)
    width = len(words) // _repeats(header)
    starts = range(first, first + len(words), width)
    lines = [line for line in lines if not is_numbering(line)]
    blocks = [[_cut(line, start, width) for line in lines] for start in starts]
    tidied = Tidied()
    for block, kind in zip(blocks, _kinds_of(blocks), strict=True):
        tidied.extend(_tidy_block(form, block, kind))
    mark_roles(form.name, tidied.tables[form.name])  # once more: a class may end one block, its items begin the next
    return tidied


def _tidy_block(form: FormTable, block: Sequence[RawRow], kind: str | None) -> Tidied:
    part = tidy_form_list(form, [_relabel(line) for line in block])
    for row in part.tables[form.name]:
        row.update({key: row["total"] if key == kind else None for key in _CALLED})
    for row in part.tables["printed_totals"]:
        row["column"] = kind or row["column"]
    return part


def _repeats(line: RawRow) -> int:
    """Count the blocks whose header a row repeats; 0 where it repeats nothing."""
    _, words = _words_of(line)
    counts = (n for n in (4, 3, 2) if len(words) % n == 0 and len(words) >= 2 * n and all(words))
    return next((n for n in counts if words == words[: len(words) // n] * n), 0)


def _words_of(line: RawRow) -> tuple[int, list[str]]:
    """Give where the words of a row begin, and these without the empty cells at its sides (of a wider sheet)."""
    words = [compact(cell) for cell in line.cells]
    filled = [place for place, word in enumerate(words) if word]
    return (filled[0], words[filled[0] : filled[-1] + 1]) if filled else (0, [])


def _cut(line: RawRow, start: int, width: int) -> RawRow:
    """Cut a block's cells out of a row; titles and statements belong to all blocks."""
    whole = len(line.cells) == 1 or is_statement(line)
    return line if whole else replace(line, cells=line.cells[start : start + width], printed=None)


def _kinds_of(blocks: Sequence[Sequence[RawRow]]) -> list[str | None]:
    """Say of each block which kind of expenditure it lists; one that says nothing goes on with that before it."""
    kinds = [_kind_of(block) for block in blocks]
    for before, place in pairwise(range(len(kinds))):
        kinds[place] = kinds[place] or kinds[before]
    return kinds


def _kind_of(block: Sequence[RawRow]) -> str | None:
    words = {compact(cell) for line in block for cell in line.filled if len(line.cells) > 1}
    found = [kind for kind, called in _CALLED.items() if any(map(called.fullmatch, words))]
    return found[0] if len(found) == 1 else None


def _relabel(line: RawRow) -> RawRow:
    """Write 合计 for the label that closes a block (`公用经费合计`)."""
    if not any(map(_closes, line.cells)):
        return line
    return replace(line, cells=tuple("合计" if _closes(cell) else cell for cell in line.cells), printed=line.text)


def _closes(cell: str) -> bool:
    matches = (called.fullmatch(compact(cell)) for called in _CALLED.values())
    return any(match and match[1] for match in matches)
