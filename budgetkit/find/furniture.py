"""What is printed around tables and is none of their rows: page numbers, running headers, lines of labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from budgetkit.find.label_lines import is_label_line, label_cells
from budgetkit.find.page_marks import find_form_marks, find_page_marks
from budgetkit.finding import Finding
from budgetkit.read.row import RawRow, blank_marks, leave_out
from budgetkit.sources import Source


def clear_furniture(rows: Sequence[RawRow], source: Source) -> tuple[list[RawRow], list[Finding]]:
    """Leave out what stands on every page, and write the lines of labels above tables as one cell a label.

    Cells with a mark for nothing (`-`, `无`) are empty in any table. Running headers bear the name of the source's
    department. What is left out is told in findings, one a mark. The forms of self-evaluations are labels themselves:
    of them only the numbers of pages are left out, and a cell that a page cuts goes on below.
    """
    if source.kind == "self_evaluation":
        marks = find_form_marks(rows)
        return leave_out_marks(rows, marks), _findings(marks)
    marks = find_page_marks(rows, source.department)
    kept = leave_out(rows, {line for lines in marks.values() for line in lines})
    cleared = [
        replace(row, cells=label_cells(row), printed=row.text) if is_label_line(row) else blank_marks(row)
        for row in kept
    ]
    return cleared, _findings(marks)


def leave_out_marks(rows: Sequence[RawRow], marks: Mapping[str, Sequence[int]]) -> list[RawRow]:
    """Leave out the rows of marks; what no gap set apart from them goes on with what stands before them."""
    lines = {line for found in marks.values() for line in found}
    kept: list[RawRow] = []
    gap = False
    for row in rows:
        if row.number in lines:
            gap |= row.follows_gap
        else:
            kept.append(replace(row, follows_gap=True) if gap else row)
            gap = False
    return kept


def _findings(marks: Mapping[str, Sequence[int]]) -> list[Finding]:
    return [_finding(mark, lines) for mark, lines in marks.items()]


def _finding(mark: str, lines: Sequence[int]) -> Finding:
    note = f"{mark}共 {len(lines)} 处（第一处在第 {lines[0]} 行），是页面上重复印刷的内容，不属于任何表，未采用。"
    return Finding("documents", "ghost_row", "", note, "dropped", lines[0])
