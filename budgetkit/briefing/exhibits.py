"""Results set for readers: where a comparison becomes a table or figure with unit, notes and sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from budgetkit.briefing.provenance import find_sources
from budgetkit.briefing.rounded_differences import note_rounding
from budgetkit.compare.result import BY_ROW, Result, caveats_for
from budgetkit.dataset.load import Dataset
from budgetkit.draw import Drawing
from budgetkit.numbers import format_amount, format_integer, format_percent
from budgetkit.report.parts import Column, Notice, Part, ReportFigure, ReportTable

_SEEN_AT_ONCE = 3  # rows whose order needs no word
_FORMATS = {"amount": format_amount, "integer": format_integer, "percent": format_percent}


def text(key: str, label: str, group: str = "") -> Column:
    """A column of words."""
    return Column(key, label, "text", group)


def code(key: str, label: str, group: str = "") -> Column:
    """A column of codes or ids."""
    return Column(key, label, "code", group)


def amount(key: str, label: str, group: str = "") -> Column:
    """A column of amounts in the table's unit."""
    return Column(key, label, "amount", group)


def share(key: str, label: str, group: str = "") -> Column:
    """A column of shares, given in percent."""
    return Column(key, label, "percent", group)


def growth(key: str, label: str, group: str = "") -> Column:
    """A column of growth, given in percent and shown with its sign."""
    return Column(key, label, "growth", group)


def points(key: str, label: str, group: str = "") -> Column:
    """A column of differences of shares, in percentage points."""
    return Column(key, label, "points", group)


def count(key: str, label: str, group: str = "") -> Column:
    """A column of whole numbers."""
    return Column(key, label, "integer", group)


def show_table(
    data: Dataset | None,
    result: Result,
    columns: Sequence[Column],
    title: str,
    *,
    notes: Iterable[str] = (),
    total: pd.Series | None = None,
    sortable: bool = True,
) -> Part:
    """Show a result as a table; a result that could not be made, as a notice that says why.

    `total` marks the rows to emphasise. The result's base and caveats become notes, its raw lines the sources.
    """
    if result.is_missing:
        return Notice("missing", [result.missing], title)
    shown = [column.key for column in columns]
    marked = [] if total is None else [int(position) for position in total.to_numpy().nonzero()[0]]
    return ReportTable(
        result.table,
        list(columns),
        title,
        unit=result.unit,
        notes=(
            *_notes(result, notes, _say_unlisted(result), _say_order(result.table), columns=shown),
            *note_rounding(result.table, columns),
        ),
        sources=find_sources(data, result.sources) if data else (),
        total_rows=marked,
        sortable=sortable,
    )


def show_figure(
    data: Dataset | None, result: Result, drawing: Drawing | None, title: str, *, notes: Iterable[str] = ()
) -> Part:
    """Show a drawing, which says its own unit, of a result; one that could not be made, as a notice that says why."""
    if result.is_missing:
        return Notice("missing", [result.missing], title)
    return ReportFigure(
        drawing,
        title,
        notes=_notes(result, notes, columns=drawing.columns if drawing else None),
        sources=find_sources(data, result.sources) if data else (),
    )


def show_facts(
    data: Dataset | None,
    rows: Sequence[dict[str, Any]],
    sides: Sequence[str],
    title: str,
    result: Result,
    *,
    groups: Sequence[str] = (),
    notes: Iterable[str] = (),
) -> Part:
    """Show facts of different kinds, a row a fact: `label`, `kind` (amount, integer, percent), `side_1`, `side_2` …

    `groups` are the headings that several sides share, one a side.
    """
    table = pd.DataFrame(rows)
    keys = [f"side_{position}" for position in range(1, len(sides) + 1)]
    for key in keys:
        pairs = zip(table["kind"], table[key], strict=True)
        table[key] = pd.Series([_FORMATS[kind](value) for kind, value in pairs], dtype=object)
    heads = zip(keys, sides, groups or [""] * len(sides), strict=True)
    columns = [text("label", "指标"), *(amount(key, side, group) for key, side, group in heads)]
    sources = find_sources(data, result.sources) if data else ()
    return ReportTable(table, columns, title, unit="", notes=_notes(result, notes), sources=sources, sortable=False)


def _notes(
    result: Result, notes: Iterable[str], *remarks: str, columns: Sequence[str] | None = None
) -> tuple[str, ...]:
    base = f"口径：{result.base}" if result.base not in ("", BY_ROW) else ""
    first = "；".join(words for words in (base, *remarks) if words)
    return (*((f"{first}。",) if first else ()), *caveats_for(result.caveats, result.table, columns), *notes)


def _say_unlisted(result: Result) -> str:
    """Say what the dash of a comparison stands for: an item that one side's document does not list is not zero."""
    table = result.table
    sides = [f"amount_{position}" for position in (1, 2)]
    if not set(sides) <= set(table.columns):
        return ""
    missing = table[sides].isna().sum(axis=1)
    return f"“—”为{result.dash}" if (missing == 1).any() else ""


def _say_order(table: pd.DataFrame) -> str:
    """Say how a comparison is sorted, which neither side's shares show; what is not classed may stand last."""
    sides = [f"share_{position}" for position in (1, 2)]
    if not set(sides) <= set(table.columns) or len(table) <= _SEEN_AT_ONCE:
        return ""
    larger = table[sides].max(axis=1)[:-1]
    is_clear = any(table[side][:-1].is_monotonic_decreasing for side in sides)
    return "按较大的占比排列" if larger.is_monotonic_decreasing and not is_clear else ""
