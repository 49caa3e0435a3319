"""Indicators printed more than once: packed as HTML in a cell, flattened into the same line, and again as rows."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Finding
from budgetkit.parse import squeeze
from budgetkit.tidy.project_targets.cells import LinePart, PlacedIndicator


def drop_copies(parts: Sequence[LinePart]) -> list[Finding]:
    """Keep one copy of the indicators that a line packs and the next lines repeat, in place; each pack is noted.

    A line packs when it holds the rows of an HTML table or more than one indicator. Rows below that say the same, in
    the same order, are the copy kept, since each has a line of its own; otherwise the first copy is.
    """
    findings: list[Finding] = []
    for index, part in enumerate(parts):
        if index and parts[index - 1].line.number == part.line.number:
            continue
        copies = _copies_at(parts, index)
        if len(copies) > 1:
            part.had_rows = True
            _remove(parts[index:], [item for copy in copies[1:] for item in copy])
            findings.append(_note_copies(copies, part))
    return findings


def note_packed(parts: Sequence[LinePart]) -> list[Finding]:
    """Note the indicators that stood in a single cell and were taken apart."""
    note = "一项指标的各栏挤在同一个单元格，已按段落分开。"
    return [
        Finding("project_indicators", "html_fragment", item.name[:60], note, "repaired", item.line.number)
        for part in parts
        if part.is_packed
        for item in part.indicators
    ]


def drop_ghosts(parts: Sequence[LinePart]) -> list[Finding]:
    """Drop rows that print levels and at most an operator, in place: nothing stands in them."""
    findings = []
    ghosts = [item for part in parts for item in part.indicators if not (item.name or item.value)]
    _remove(parts, ghosts)
    for ghost in ghosts:
        note = f"该行只有“{ghost.level1}/{ghost.level2}”，没有指标名称和指标值，未作为指标收录。"
        findings.append(_finding("ghost_row", ghost.line.text, note, ghost, ghost.line.number))
    return findings


def _copies_at(parts: Sequence[LinePart], index: int) -> list[list[PlacedIndicator]]:
    """Find the copies of what a packing line says, the one to keep first; fewer than two where nothing is repeated."""
    number = parts[index].line.number
    end = index
    while end < len(parts) and parts[end].line.number == number:
        end += 1
    same_line = parts[index:end]
    packed = [item for part in same_line if part.line.from_markup for item in part.indicators]
    flat = [item for part in same_line if not part.line.from_markup for item in part.indicators]
    if not packed and len(flat) < 2:
        return []
    first = packed or flat
    copies = [copy for copy in (packed, flat) if copy and _keys(copy) == _keys(first)]
    rows = _rows_repeating(parts[end : end + len(first)], _keys(first))
    if len(rows) == len(first):
        return [rows, *copies]
    return [*copies, rows] if rows else copies


def _rows_repeating(below: Sequence[LinePart], pattern: list[tuple[str, ...]]) -> list[PlacedIndicator]:
    rows: list[PlacedIndicator] = []
    for part in below:
        if part.name or part.goal or len(part.indicators) != 1 or _keys(part.indicators)[0] != pattern[len(rows)]:
            break
        rows.extend(part.indicators)
    return rows


def _keys(items: Sequence[PlacedIndicator]) -> list[tuple[str, ...]]:
    return [(*item.group, squeeze(item.name)) for item in items]


def _remove(parts: Sequence[LinePart], items: Sequence[PlacedIndicator]) -> None:
    gone = {id(item) for item in items}
    for part in parts:
        part.indicators = [item for item in part.indicators if id(item) not in gone]


def _note_copies(copies: list[list[PlacedIndicator]], part: LinePart) -> Finding:
    places = copies[0][0].line.place.to(copies[0][-1].line.place)
    note = f"同一组 {len(copies[0])} 项指标在文中重复出现 {len(copies)} 次，只收录一次（{places}）。"
    return _finding("html_fragment", part.line.text, note, copies[0][0], part.line.number)


def _finding(kind: str, text: str, note: str, item: PlacedIndicator, line: int) -> Finding:
    quote = " ".join(text.split())[:60]
    return Finding("project_indicators", kind, quote, note, "dropped", line)
