"""收入总表 of forms that name each source of income in a row: groups, their 小计 and the sources within."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.forms.form import FormTable
from budgetkit.forms.kinds import national_table
from budgetkit.parse import clean_name, compact, is_amount, is_lost_number
from budgetkit.read.row import RawRow, blank_marks
from budgetkit.recognise.boundary import is_statement
from budgetkit.recognise.header import is_header
from budgetkit.recognise.published_table import PublishedRow, PublishedTable
from budgetkit.recognise.rows import leave_out_text
from budgetkit.recognise.title import find_title
from budgetkit.recognise.unit import recognise_unit
from budgetkit.tidy.income import tidy_income
from budgetkit.tidy.totals import printed_total

_OF_WHICH = re.compile("其中[:：]")


def tidy_income_items(form: FormTable, lines: Sequence[RawRow]) -> Tidied:
    """Tidy such a table into income_items (group_name, item, amount in 万元, role) and the one row of income it makes.

    `role` is `total` for 收入总计, `subtotal` for the 小计 of a group, `line` for a source. The row of income takes the
    amounts that its columns stand for, as the form's data file says.
    """
    if form.or_else and any(
        is_header(line, national_table(form.or_else).columns) and _names_units(line) for line in lines
    ):
        return tidy_income(lines, {})
    table = PublishedTable(form.name, recognise_unit(lines))
    if table.unit.conflict:
        table.add_finding("unit_error", lines[0], "", f"{table.unit.conflict}，该表金额未采用。", "flagged")
    rows = list(_read_items(form, table, lines))
    tidied = Tidied(findings=table.findings)
    tidied.tables[form.name] = rows
    totals = [row for row in rows if row["role"] == "total" and row["amount"] is not None]
    tidied.tables["printed_totals"] = [printed_total(form.name, "amount", row) for row in totals]
    if totals:
        tidied.tables["income"] = [_income_row(form, rows, totals[0])]
    return tidied


def _names_units(line: RawRow) -> bool:
    return any(re.search("(?:部门|单位).*(?:代码|编码|名称)", compact(cell)) for cell in line.filled)


def _read_items(form: FormTable, table: PublishedTable, lines: Sequence[RawRow]) -> Iterator[Row]:
    """Give the rows below the header: words from the left, the amount last; a group's name holds until the next."""
    group, below = None, False
    lines = list(map(blank_marks, leave_out_text(lines)))
    usual = _usual_position(lines)
    for line in lines:
        amount_text = _amount_of(line, usual)
        words = [clean_name(cell) for cell in line.filled if cell != amount_text and not is_amount(cell)]
        if is_header(line, form.columns):
            below = True
        elif below and words and not is_statement(line) and find_title(line) is None and len(line.cells) > 1:
            *groups, item = words
            group = groups[0] if groups else None if _is_total(item) else group if _stands_inside(line) else item
            item_row = PublishedRow({"amount": amount_text}, line)
            amount = table.amount(item_row, "amount")
            yield {
                "group_name": group,
                "item": item,
                "amount": amount,
                "role": _role(item, groups),
                **item_row.place(),
            }


def _usual_position(lines: Sequence[RawRow]) -> int:
    """Find the cell in which most rows print their amount; -1 where none does."""
    last = (max((n for n, cell in enumerate(line.cells) if is_amount(cell)), default=None) for line in lines)
    counts = Counter(position for position in last if position is not None)
    return max(counts, key=counts.__getitem__, default=-1)


def _amount_of(line: RawRow, usual: int) -> str:
    """Give the cell of a row's amount: the last that is one, else what shows a number where others print theirs."""
    cell = next(filter(is_amount, reversed(line.filled)), "")
    there = line.cells[usual].strip() if 0 < usual < len(line.cells) else ""
    return cell or (there if is_lost_number(there) else "")


def _stands_inside(line: RawRow) -> bool:
    """Say whether a row's words begin in a later column than the first: its group stands above, in a merged cell."""
    return not line.cells[0]


def _is_total(item: str) -> bool:
    return item.endswith(("总计", "合计"))


def _role(item: str, groups: Sequence[str]) -> str:
    if _is_total(item):
        return "total"
    return "subtotal" if item == "小计" else "line"


def _income_row(form: FormTable, rows: Sequence[Row], total: Row) -> Row:
    """Make the row of income: each column the amount of the row that the form says it is."""
    found: dict[str, Row] = {}
    for row in rows:
        path = "/".join(filter(None, (row["group_name"], row["item"])))
        column = next((own for words, own in form.rows.items() if re.fullmatch(words, path)), None)
        if column:
            found.setdefault(column, row)
    amounts = {column: row["amount"] for column, row in found.items()}
    place = {key: total[key] for key in ("source_line", "certainty")}
    return {"unit_code": None, "unit_name": None, **amounts, "role": "total", **place}
