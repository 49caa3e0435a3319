"""一般公共预算支出表: the general public budget by function, one budget unit after another, whole or in two blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.parse import parse_code_name
from budgetkit.read.line import Line
from budgetkit.recognise.kind import Column, Known, TableKind
from budgetkit.recognise.rows import PublishedRow, PublishedTable
from budgetkit.tidy.classification import FUNCTION, FUNCTION_CODE, FUNCTION_NAME, function_columns
from budgetkit.tidy.place_rows import match_in_order
from budgetkit.tidy.split_blocks import Side, join_rows, read_sides
from budgetkit.tidy.totals import is_unlabelled_total, total_rows

NAME = "general_public_expenditure"
COLUMNS = (
    Column("unit", "(?:预算)?单位(?:名称)?", "text"),
    FUNCTION_CODE,
    FUNCTION_NAME,
    FUNCTION,
    Column("total", "合计|总计"),
    Column("basic", "基本支出/(?:小计|合计)"),
    Column("basic", "基本支出"),
    Column("personnel", "人员经费"),
    Column("public_funds", "(?:日常)?公用经费"),
    Column("project", "项目支出/(?:小计|合计)"),
    Column("project", "项目支出(?:总数)?"),
    Column("project_excl_capital", "扣除基建项目后预算数"),
)
_AMOUNTS = tuple(dict.fromkeys(column.key for column in COLUMNS if column.type == "amount"))
_WORDS = tuple(column.key for column in COLUMNS if column.type != "amount")
_PARTS = {"total": ("basic", "project"), "basic": ("personnel", "public_funds")}
_SORTED_RUN = 2.5  # codes in random order ascend in runs of two on average, sorted units in longer ones


def tidy_general_public_expenditure(lines: Sequence[Line], known: Known) -> Tidied:
    """Tidy 一般公共预算支出表 into general_public_expenditure (万元) and its printed totals.

    `unit_block` numbers the budget units 1, 2, … in print order: by their names where they are printed, otherwise a
    unit begins where a function code comes again and, in a table whose codes are sorted, where their order restarts.

    Where the table is cut into two blocks, the right one has often lost its empty rows: its rows are placed by
    total − basic and basic − personnel, never by position. `amount_source_line` is the line of the right block.
    """
    table, sides = read_sides(NAME, lines, COLUMNS)
    rows = _place(table, sides)
    tidied = Tidied()
    for row, right in rows:
        if row.is_total or (is_unlabelled_total(row, _WORDS) and any(row.texts.values())):
            for part in (row, right) if right else (row,):
                tidied.tables["printed_totals"].extend(total_rows(table, part, _AMOUNTS))
        elif any(row.texts.values()):
            tidied.tables[NAME].append(_tidy_row(table, row, right, is_cut=len(sides) == 2))
    _number_units(table, tidied.tables[NAME])
    tidied.findings = list(dict.fromkeys(table.findings))
    return tidied


def _tidy_row(table: PublishedTable, left: PublishedRow, right: PublishedRow | None, is_cut: bool) -> Row:
    parts = [[part] for part in (left, right) if part]
    row = join_rows(parts)[0] if is_cut else left
    amounts = {key: table.amount(row, key) for key in _AMOUNTS}
    unit = parse_code_name(row.text("unit"))
    names = {"unit_block": None, "unit_code": unit.code, "unit_name": unit.name, **function_columns(row)}
    return {**names, **amounts, "amount_source_line": (right or left).line.number, **row.place()}


def _place(table: PublishedTable, sides: Sequence[Side]) -> list[tuple[PublishedRow, PublishedRow | None]]:
    """Give each row of the left block the row of the right block that its amounts call for, None where it has none."""
    if len(sides) != 2:
        return [(row, None) for side in sides for row in side.rows]
    left, right = sides
    called_for = [_left_over(table, row, left.columns, right.columns) for row in left.rows]
    printed = [_printed_parts(table, row, left.columns, right.columns) for row in right.rows]
    pairs = match_in_order(called_for, printed) if any(called_for) else {}
    _note_join(table, sides, pairs, called_for)
    return [(row, right.rows[pairs[position]] if position in pairs else None) for position, row in enumerate(left.rows)]


def _left_over(
    table: PublishedTable, row: PublishedRow, left: frozenset[str], right: frozenset[str]
) -> tuple[Decimal, ...]:
    """Compute what the wholes that stand in the left block leave for their parts in the right one."""
    return tuple(
        _sum(table, row, [whole]) - _sum(table, row, [part for part in parts if part in left])
        for whole, parts in _split_wholes(left, right)
    )


def _printed_parts(
    table: PublishedTable, row: PublishedRow, left: frozenset[str], right: frozenset[str]
) -> tuple[Decimal, ...]:
    wholes = _split_wholes(left, right)
    return tuple(_sum(table, row, [part for part in parts if part in right]) for _, parts in wholes)


def _split_wholes(left: frozenset[str], right: frozenset[str]) -> list[tuple[str, tuple[str, ...]]]:
    return [(whole, parts) for whole, parts in _PARTS.items() if whole in left and right.intersection(parts)]


def _sum(table: PublishedTable, row: PublishedRow, keys: Iterable[str]) -> Decimal:
    return sum((table.amount(row, key) or Decimal(0) for key in keys), Decimal(0))


def _note_join(
    table: PublishedTable, sides: Sequence[Side], pairs: dict[int, int], called_for: Sequence[tuple[Decimal, ...]]
) -> None:
    left, right = (side.rows for side in sides)
    empty = [p for p, amounts in enumerate(called_for) if p not in pairs and amounts and not any(amounts)]
    note = f"左右两块按“合计−基本支出”“基本支出−人员经费”之差连接 {len(pairs)} 行；另有 {len(empty)} 行右块全空而未印。"
    table.add_finding("split_table", left[0].line, left[0].line.text.strip(), note, "joined" if pairs else "flagged")
    for position, amounts in enumerate(called_for):
        if position not in pairs and position not in empty:
            due = "、".join(str(amount) for amount in amounts)
            note = f"右块没有与该行相符的行（按左块推算，其余各项应为 {due}），相应各格留空。"
            table.add_finding("missing_cell", left[position].line, left[position].line.text.strip(), note, "flagged")
    for position, row in enumerate(right):
        if position not in pairs.values() and any(row.texts.values()):
            note = "右块该行与左块任何一行的金额都对不上，未连接。"
            table.add_finding("split_table", row.line, row.line.text.strip(), note, "flagged")


def _number_units(table: PublishedTable, rows: list[Row]) -> None:
    sorted_codes = _is_sorted(rows)
    _fill_units(table, rows)
    named = all(row["unit_name"] for row in rows)
    block, seen = 1, set()
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


KIND = TableKind(
    name=NAME,
    label="一般公共预算支出表",
    titles=("(?:部门|单位)?一般公共预算(?:财政拨款)?支出(?:情况)?(?:预算)?表",),
    tidy=tidy_general_public_expenditure,
    gives=(NAME,),
)
