"""Findings of personal data: what kind of thing was masked, how often and where, never what it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from budgetkit.finding import Finding
from budgetkit.read.row import RawRow

_FEW = 4  # lines that are named one by one
_NO_TABLE = "documents"


def find_personal_data(
    kinds: Mapping[int, Counter[str]], tables: Sequence[tuple[str, Sequence[RawRow]]]
) -> list[Finding]:
    """Give a finding for each published table in which something was masked, and one for what stood in none.

    `tables` are the document's tables, each with its name and rows.
    """
    owner = {row.number: position for position, (_, rows) in enumerate(tables) for row in rows}
    by_table: dict[int | None, list[int]] = {}
    for line in sorted(kinds):
        by_table.setdefault(owner.get(line), []).append(line)
    return [
        _finding(_NO_TABLE if position is None else tables[position][0], lines, kinds)
        for position, lines in by_table.items()
    ]


def _finding(table: str, lines: Sequence[int], kinds: Mapping[int, Counter[str]]) -> Finding:
    total: Counter[str] = sum((kinds[line] for line in lines), Counter())
    counted = "、".join(f"{kind} {count} 处" for kind, count in total.most_common())
    note = f"{_where(lines)}有个人信息（{counted}），均已略去，不保存、不引用。"
    return Finding(table, "personal_data", "", note, "dropped", lines[0])


def _where(lines: Iterable[int]) -> str:
    numbers = list(lines)
    if len(numbers) <= _FEW:
        return f"第 {'、'.join(map(str, numbers))} 行"
    return f"第 {numbers[0]}–{numbers[-1]} 行间 {len(numbers)} 行"
