"""一般公共预算支出表: the general public budget by function, one budget unit after another, whole or in two blocks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.forms.kinds import make_kind, national_table
from budgetkit.parse import parse_coded_unit
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known
from budgetkit.recognise.published_table import PublishedRow, PublishedTable
from budgetkit.tidy.classification import function_columns
from budgetkit.tidy.hierarchy import mark_roles
from budgetkit.tidy.split_amounts import place_by_parts
from budgetkit.tidy.split_blocks import join_rows, read_sides
from budgetkit.tidy.totals import is_unlabelled_total, total_rows

NAME = "general_public_expenditure"
TABLE = national_table("general_public_expenditure")
COLUMNS = TABLE.columns
_AMOUNTS = tuple(dict.fromkeys(column.key for column in COLUMNS if column.type == "amount"))
_WORDS = tuple(column.key for column in COLUMNS if column.type != "amount")
_PARTS = {"total": ("basic", "project"), "basic": ("personnel", "public_funds")}
_SORTED_RUN = 2.5  # codes in random order ascend in runs of two on average, sorted units in longer ones


def tidy_general_public_expenditure(lines: Sequence[RawRow], known: Known) -> Tidied:
    """Tidy 一般公共预算支出表 into general_public_expenditure (万元) and its printed totals.

    `unit_block` numbers the budget units 1, 2, … in print order: by their names where they are printed, otherwise a
    unit begins where a function code comes again and, in a table whose codes are sorted, where their order restarts.

    Where the table is cut into two blocks, the right one has often lost its empty rows: its rows are placed by
    total − basic and basic − personnel, never by position. `amount_source_line` is the line of the right block.
    """
    table, sides = read_sides(NAME, lines, COLUMNS)
    rows = place_by_parts(table, sides, _PARTS)
    tidied = Tidied()
    for row, right in rows:
        if row.is_total or (is_unlabelled_total(row, _WORDS) and any(row.texts.values())):
            for part in (row, right) if right else (row,):
                tidied.tables["printed_totals"].extend(total_rows(table, part, _AMOUNTS))
        elif any(row.texts.values()):
            tidied.tables[NAME].append(_tidy_row(table, row, right, is_cut=len(sides) == 2))
    _number_units(table, tidied.tables[NAME])
    mark_roles(NAME, tidied.tables[NAME])
    tidied.findings = list(dict.fromkeys(table.findings))
    return tidied


def _tidy_row(table: PublishedTable, left: PublishedRow, right: PublishedRow | None, is_cut: bool) -> Row:
    parts = [[part] for part in (left, right) if part]
    row = join_rows(parts)[0] if is_cut else left
    amounts = {key: table.amount(row, key) for key in _AMOUNTS}
    unit = parse_coded_unit(row.text("unit"))
    names = {"unit_block": None, "unit_code": unit.code, "unit_name": unit.name, **function_columns(row)}
    return {**names, **amounts, "amount_source_line": (right or left).line.number, **row.place()}


def _number_units(table: PublishedTable, rows: list[Row]) -> None:
    sorted_codes = _is_sorted(rows)
    _fill_units(table, rows)
    named = all(row["unit_name"] for row in rows)
    block = 1
    seen: set[str] = set()
    for previous, row in pairwise([None, *rows]):
        if previous and (_unit(previous) != _unit(row) if named else _restarts(previous, row, seen, sorted_codes)):
            block, seen = block + 1, set()
        seen.add(row["function_code"])
        row["unit_block"] = block
    if block > 1 and not named:
        why = "科目编码的顺序重新开始" if sorted_codes else "科目编码重复出现"
        note = f"该表未列单位名称，按{why}处分为 {block} 个单位。"
        table.findings.append(Finding(NAME, "missing_cell", "", note, "flagged", rows[0]["source_line"]))


def _fill_units(table: PublishedTable, rows: list[Row]) -> None:
    """Give a row that lost its unit's cell, in a merged cell or behind a page break, the unit of the row above."""
    for above, row in pairwise(rows):
        if row["unit_name"] is None and above["unit_name"] is not None:
            row.update(unit_code=above["unit_code"], unit_name=above["unit_name"], certainty="inferred")
            note = f"该行单位名称为空（合并单元格或分页所致），沿用上一行的“{row['unit_name']}”。"
            table.findings.append(Finding(NAME, "missing_cell", "", note, "joined", row["source_line"]))


def _is_sorted(rows: Sequence[Row]) -> bool:
    codes = [row["function_code"] for row in rows if row["function_code"]]
    runs = 1 + sum(code <= previous for previous, code in pairwise(codes))
    return len(codes) / runs >= _SORTED_RUN


def _restarts(previous: Row, row: Row, seen: set[str], sorted_codes: bool) -> bool:
    code = row["function_code"]
    if code is None:
        return False
    return code in seen or (sorted_codes and previous["function_code"] is not None and code < previous["function_code"])


def _unit(row: Row) -> tuple:
    return row["unit_code"], row["unit_name"]


KIND = make_kind(TABLE, tidy_general_public_expenditure)
