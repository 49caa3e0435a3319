"""Tables whose lines hold amounts of which none was read: never a table without rows, always a failure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetkit.check.document import CheckedDocument
from budgetkit.check.result import make_row
from budgetkit.check.words import money_columns
from budgetkit.finding import Finding, Row
from budgetkit.read.row import RawRow
from budgetkit.recognise.boundary import is_note, is_statement
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.recognise.title import find_title
from budgetkit.recognise.uncut import is_uncut
from budgetkit.recognise.unit import recognise_unit

RULE = "unread_amounts"
_AMOUNT = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d.])|(?<![\d.,])\d+\.\d{2,}(?![\d.])")
_OTHER = re.compile(
    r"[-−－]?\d{1,3}(?:[ ,.'’‘`·，。]?\d{3})*[,·。，:：]\d{2,6}"
)  # a number written in no way that is read
_ENOUGH = 3  # lines never cut that tell of a form or table of indicators not read
_SHARE = 2  # a table is unread where at least half of its lines with amounts led to no row


def check_unread_amounts(document: CheckedDocument) -> Iterator[Row]:
    """Fail for every table that prints amounts of which at most half were read, with the lines that were not."""
    for found, lines in _find_unread(document):
        description = f"{found.kind.label}：印有金额的各行已读出"
        numbers = ([line.number for line in lines],)
        yield make_row(RULE, found.kind.gives[0], description, "fail", _explain(lines), lines=numbers)


def find_unread_amounts(document: CheckedDocument) -> Iterator[Finding]:
    """Give a finding for every such table, at its first unread line."""
    for found, lines in _find_unread(document):
        yield Finding(found.kind.gives[0], "unrecognised", "", f"{_explain(lines)}。", "flagged", lines[0].number)


def _find_unread(document: CheckedDocument) -> list[tuple[RecognisedTable, list[RawRow]]]:
    if RULE not in document.worked_out:
        document.worked_out[RULE] = list(_search_unread(document))
    return document.worked_out[RULE]


def _search_unread(document: CheckedDocument) -> Iterator[tuple[RecognisedTable, list[RawRow]]]:
    for found in document.recognised:
        if found.kind and not found.refused_unit and not recognise_unit(found.lines).conflict:
            unread = _unread_lines(document, found)
            if unread:
                yield found, unread


def _unread_lines(document: CheckedDocument, found: RecognisedTable) -> list[RawRow]:
    """Give the lines that tell of a table not read: those with amounts where few of them were, those never cut."""
    tables = found.kind.gives
    read = _lines_read(document, tables)
    printed = [line for line in found.lines if _holds_amounts(line)]
    unread = [line for line in printed if line.number not in read]
    uncut = [line for line in found.lines if line.number not in read and is_uncut(line)]
    if is_list(tables):
        return unread if unread and len(unread) * _SHARE >= len(printed) else uncut
    with_money = [table for table in tables if money_columns(table)]
    has_amounts = not with_money or any(_has_value(table, row) for table in with_money for row in document.rows(table))
    return unread if unread and not has_amounts else uncut if len(uncut) >= _ENOUGH else []


def find_read_in_part(document: CheckedDocument) -> list[RecognisedTable]:
    """Give the published tables that do not count as unread, nor state a unit that keeps them from being read."""
    unread = {id(found) for found, _ in _find_unread(document)}
    return [found for found in document.recognised if found.kind and not found.refused_unit and id(found) not in unread]


def is_list(tables: tuple[str, ...]) -> bool:
    """Say whether every line of a table with amounts is a row of money; forms and indicators have other numbers."""
    return all(money_columns(name) and not name.endswith("indicators") for name in tables)


def _lines_read(document: CheckedDocument, tables: tuple[str, ...]) -> set[int]:
    """Give the lines that led to a clean row or a printed total that holds any amount."""
    totals = [row for row in document.rows("printed_totals") if row["table"] in tables]
    rows = [row for table in tables for row in document.all_rows(table) if _has_value(table, row)]
    return {line for row in (*rows, *totals) for line in (row["source_line"], row.get("amount_source_line")) if line}


def _has_value(table: str, row: Row) -> bool:
    columns = money_columns(table)
    return not columns or any(row.get(column) is not None for column in columns)


def _holds_amounts(line: RawRow) -> bool:
    holds = _is_written_well(line) or _other_number(line) is not None
    return holds and not (is_statement(line) or is_note(line)) and find_title(line) is None


def _is_written_well(line: RawRow) -> bool:
    return any(map(_AMOUNT.search, line.filled))


def _other_number(line: RawRow) -> str | None:
    """Give a cell that is a number in a writing that is not read (`1 234,56`); None where there is none."""
    return next((cell.strip() for cell in line.filled if _OTHER.fullmatch(cell.strip())), None)


def _explain(lines: list[RawRow]) -> str:
    """Say why no amount was read: how numbers are written, no columns to be made out, or none that the table knows."""
    single = sum(len(line.filled) == 1 for line in lines)
    places = f"第 {lines[0].number} 行等 {len(lines)} 行印有金额，却没有读出"
    if not any(map(_is_written_well, lines)):
        return f"{places}：数字的写法无法识别，如“{_other_number(lines[0])}”"
    if single * 2 < len(lines):
        return f"{places}：各列与该表已知的列对不上"
    return f"{places}：列之间不是制表符，这些行各只有一格，如“{lines[0].text.strip()[:30]}”，无法还原各列"
