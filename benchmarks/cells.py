"""The cells of a document by kind, found in its text through the clean rows that were read from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from budgetkit.check.words import money_columns
from budgetkit.codes.reference import KINDS
from budgetkit.finding import Row
from budgetkit.pipeline import CleanDocument

PROJECT_ID = r"(?<!\d)\d{8}[TY]\d{12}(?!\d)"
_NUMBER = re.compile(r"(?<![\d.,A-Za-z])\d[\d,]*(?:\.\d+)?(?![\d.,]*\d)")
_STATEMENT = re.compile(r"(?<=单位[：:])\s*(万元|元)")
_VALUES = {
    "project_indicators": ("value",),
    "department_indicators": ("value",),
    "evaluation_indicators": ("target", "actual"),
}
_NOT_LISTS = ("printed_totals", "department_funds", "transfer_indicators")


class Cell(NamedTuple):
    """A part of a raw line: what kind of thing it is, in which table, and where it stands in the line (0-based)."""

    kind: str
    table: str
    line: int
    start: int
    end: int
    row: Row | None = None  # the clean row that it was read into, where the kind of cell needs it
    column: str = ""


def find_cells(document: CleanDocument, lines: Sequence[str]) -> list[Cell]:
    """Find the cells of all kinds in a document's lines."""
    cells = [cell for finder in _FINDERS for cell in finder(document, lines)]
    return list({cell[:5]: cell for cell in cells}.values())


def find_rows(document: CleanDocument, lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Give table and line (0-based) of the rows that stand on one line with an amount of their own."""
    for table, rows in document.tables.items():
        if money_columns(table) and table not in (*_NOT_LISTS, "evaluation_funds", "projects"):
            for row in rows:
                line = row["source_line"] - 1
                if (
                    row.get("role") in (None, "line")
                    and not row.get("amount_source_line")
                    and _NUMBER.search(lines[line])
                ):
                    yield table, line


def find_projects(document: CleanDocument, lines: Sequence[str]) -> Iterator[Row]:
    """Give the projects whose name and total stand whole on one line of a table of targets."""
    for row in document.tables.get("projects", ()):
        line = lines[row["source_line"] - 1]
        is_whole = name_span(line, row) is not None and project_total_cell(line.split("\t"), row) is not None
        if row["total"] and row.get("goal") and row["project_name"] and is_whole:
            yield row


def name_span(line: str, project: Row) -> tuple[int, int] | None:
    """Give the place of a project's name in its line, blanks and the form of brackets apart; None where it is not."""
    letters = [re.escape(letter) for letter in project["project_name"] or ""]
    forms = {re.escape("（"): "[（(]", re.escape("）"): "[）)]"}
    pattern = r"\s*".join(forms.get(letter, letter) for letter in letters)
    match = re.search(pattern, line) if letters else None
    return match.span() if match and "\t" not in match[0] else None


def project_total_cell(cells: Sequence[str], project: Row) -> int | None:
    """Give the place of the cell that holds a project's total, the first of that amount; None without one."""
    found = (n for n, cell in enumerate(cells) if _NUMBER.fullmatch(cell) and _decimal(cell) == project["total"])
    return next(found, None)


def amount_spans(line: str) -> list[tuple[int, int]]:
    """Give the places of the amounts of a line: whole cells that are numbers with decimals."""
    return [match.span() for match in re.finditer(r"(?<=\t)-?\d[\d,]*\.\d+(?=\t|$)", line)]


def _amounts(document: CleanDocument, lines: Sequence[str]) -> Iterator[Cell]:
    for table, rows in document.tables.items():
        kind = "total" if table == "printed_totals" else "amount"
        for row in rows:
            where = row["table"] if table == "printed_totals" else table
            for column in money_columns(table):
                line = (row.get("amount_source_line") or row["source_line"]) - 1
                own = "total" if row.get("role") in ("total", "subtotal") else kind
                yield from _number_cells(own, where, lines, line, row.get(column))


def _number_cells(kind: str, table: str, lines: Sequence[str], line: int, value: Decimal | None) -> Iterator[Cell]:
    if value is not None and value:
        found = [match.span() for match in _NUMBER.finditer(lines[line]) if _decimal(match[0]) == value]
        yield from (Cell(kind, table, line, *span) for span in found[:1])


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _codes(document: CleanDocument, lines: Sequence[str]) -> Iterator[Cell]:
    for table, rows in document.tables.items():
        for row in rows:
            for kind in KINDS:
                if row.get(f"{kind}_code") and row.get(f"{kind}_name"):
                    yield from _code_cells(kind, table, lines, row["source_line"] - 1, row[f"{kind}_code"])
            if row.get("unit_code"):
                yield from _unit_cells(table, lines, row)


def _code_cells(kind: str, table: str, lines: Sequence[str], line: int, code: str) -> Iterator[Cell]:
    match = re.search(rf"(?:^|(?<=\t)){code}(?:\s*-\s*|\t)(?P<name>[^\t]+)", lines[line])
    if match:
        yield Cell(f"{kind} code", table, line, match.start(), match.start() + len(code))
        yield Cell(f"{kind} name", table, line, *match.span("name"))


def _unit_cells(table: str, lines: Sequence[str], row: Row) -> Iterator[Cell]:
    line = row["source_line"] - 1
    start = lines[line].find(row["unit_code"])
    if start >= 0:
        yield Cell("unit code", table, line, start, start + len(row["unit_code"]))


def _ids(document: CleanDocument, lines: Sequence[str]) -> Iterator[Cell]:
    for line, text in enumerate(lines):
        for match in re.finditer(PROJECT_ID, text):
            yield Cell("project id", "projects", line, *match.span())


def _indicators(document: CleanDocument, lines: Sequence[str]) -> Iterator[Cell]:
    """Find numbers of indicators; what is no number (定性) has no cell."""
    for table, columns in _VALUES.items():
        for row in document.tables.get(table, ()):
            if "value_number" not in row or row["value_number"] is not None:
                for column in columns:
                    yield from _value_cells(table, lines, row, column)


def _value_cells(table: str, lines: Sequence[str], row: Row, column: str) -> Iterator[Cell]:
    line, digits = row["source_line"] - 1, re.search(r"\d[\d.,]*", row[column] or "")
    text = lines[line]
    start = text.rfind(digits[0]) if digits else -1
    whole = (
        start >= 0 and not re.match(r"[\d.]", text[start + len(digits[0]) :]) and not re.search(r"[\d.]$", text[:start])
    )
    if whole:
        yield Cell(f"indicator {column}", table, line, start, start + len(digits[0]), row, column)


def _points(document: CleanDocument, lines: Sequence[str]) -> Iterator[Cell]:
    for table in ("evaluation_funds", "evaluation_indicators", "evaluations"):
        for row in document.tables.get(table, ()):
            for column in ("weight", "score", "execution_rate", "total_score"):
                yield from _number_cells("weight or score", table, lines, row["source_line"] - 1, row.get(column))


def _statements(document: CleanDocument, lines: Sequence[str]) -> Iterator[Cell]:
    for line, text in enumerate(lines):
        if match := _STATEMENT.search(text):
            yield Cell("unit statement", "", line, *match.span(1))


_FINDERS = (_amounts, _codes, _ids, _indicators, _points, _statements)
