"""An explanatory text that was published apart from its tables, against the document that prints these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.stated_counts import check_stated_counts
from budgetkit.check.statements import check_statements
from budgetkit.finding import Row
from budgetkit.line_runs import parse_lines, store_lines
from budgetkit.read.place import Place
from budgetkit.recognise.tables import RecognisedTable

_BEYOND = 10_000_000  # added to the lines of the other document: none has so many
_LINES = ("source_line", "amount_source_line")
_SHOWN = 3


def check_text_apart(document: CheckedDocument) -> Iterator[Row]:
    """Check the text against the tables of the document beside it; the places of these stand in the description."""
    beside = document.beside
    title = beside.source.title
    said = f"公开表在另一份文件“{title}”中，所述金额与该文件的表核对"
    yield make_row("text_alone", "published_tables", "文件中有公开表", "not_applicable", said)
    tables = {name: [_move(row) for row in rows] for name, rows in beside.tables.items()}
    tables |= {name: list(document.rows(name)) for name in ("statements", "stated_counts")}
    recognised = [_move_table(table) for table in beside.recognised]
    places = {row["source_line"]: Place.of(row) for rows in beside.tables.values() for row in rows}
    joined = CheckedDocument(tables, recognised, document.source, document.findings)
    for row in (*check_statements(joined), *check_stated_counts(joined)):
        lines = parse_lines(row["lines"])
        there = [places.get(line - _BEYOND, Place(line - _BEYOND)) for line in lines if line > _BEYOND]
        if there:
            named = "、".join(map(str, there[:_SHOWN])) + ("等" if len(there) > _SHOWN else "")
            row["lines"] = store_lines(line for line in lines if line < _BEYOND)
            row["description"] += f"（表在“{title}”{named}）"
        yield row


def _move(row: Row) -> Row:
    return row | {name: row[name] + _BEYOND for name in _LINES if row.get(name)}


def _move_table(table: RecognisedTable) -> RecognisedTable:
    lines = [replace(line, place=replace(line.place, line=line.number + _BEYOND)) for line in table.lines]
    return replace(table, lines=lines)
