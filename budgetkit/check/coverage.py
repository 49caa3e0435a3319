"""Coverage of each table of a document: rows found, printed total, sum of the rows, and rows known to be missing.

Rows are known to be missing where the document says so: numbers left out of a numbered list, projects that another
list has, function codes whose money another table prints. A total that is not met says only that something is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure, sum_column, sum_figures
from budgetkit.check.gaps import find_gaps
from budgetkit.check.printed_totals import FORM_LISTS, LISTS
from budgetkit.check.two_sides import TABLES as TWO_SIDED
from budgetkit.check.two_sides import side_of, total_figure
from budgetkit.check.words import money_columns, name_some, table_label
from budgetkit.finding import Row
from budgetkit.parse import compact
from budgetkit.recognise.tables import RecognisedTable
from budgetkit.tidy.project_names import name_key

_NUMBER = "序号"
_ADDITIVE = (*LISTS, *FORM_LISTS, "income", "project_list", "projects")  # other rows repeat an amount, or are years
_ONE_ROW = "该表只印一行合计，不分科目"
_NO_LISTS = ("printed_totals", "statements", "stated_counts")
_OTHER_LISTS = {
    "project_list": ("project_expenditure",),
    "projects": ("project_expenditure", "project_list"),
    "project_expenditure": ("project_list",),
    "project_indicators": ("projects",),
}


@dataclass(frozen=True)
class Missing:
    """Rows that a table is known to lack: at least how many, and what of the document says so, in Chinese."""

    count: int
    evidence: str


def measure_coverage(document: CheckedDocument) -> list[Row]:
    """Measure every clean table of a document, in the order in which its published tables stand there.

    Amounts in 万元; `difference` is the sum of the rows less the printed total. A table that no published one fills by
    itself (projects gathered from several) comes last.
    """
    holders: dict[str, RecognisedTable | None] = {}
    for found in document.recognised:
        for table in _tables_of(document, found):
            holders.setdefault(table, found)
    gathered = [table for table in document.tables if table not in (*holders, *_NO_LISTS) and document.rows(table)]
    return [_measure(document, table, found) for table, found in {**holders, **dict.fromkeys(gathered)}.items()]


def _tables_of(document: CheckedDocument, found: RecognisedTable) -> tuple[str, ...]:
    """Give the clean tables that a published table fills; of several that it may fill, those with rows."""
    gives = found.kind.gives if found.kind else ()
    return tuple(table for table in gives if document.rows(table)) or gives[:1]


def _measure(document: CheckedDocument, table: str, found: RecognisedTable | None) -> Row:
    column, printed, listed = _sums(document, table)
    has_both = printed.value is not None and listed.value is not None
    difference = listed.value - printed.value if has_both else None
    is_met = has_both and abs(difference) <= listed.slack + printed.slack
    missing = [] if is_met or document.prints_one_row(table) else list(_find_missing(document, table, found))
    return {
        "table": table,
        "row_count": len(document.all_rows(table)),
        "column": column,
        "printed_total": printed.value,
        "item_sum": listed.value,
        "difference": difference,
        "completeness": _judge(document, table, missing, difference, is_met=is_met),
        "missing_rows": max((one.count for one in missing), default=0 if is_met else None),
        "note": _ONE_ROW if document.prints_one_row(table) else _join(missing),
        "source_line": found.lines[0].number if found else min(row["source_line"] for row in document.rows(table)),
        "certainty": "printed",
    }


def _join(missing: list[Missing]) -> str | None:
    return "；".join(one.evidence for one in missing) or None


def _judge(
    document: CheckedDocument, table: str, missing: list[Missing], difference: Decimal | None, *, is_met: bool
) -> str:
    if document.prints_one_row(table):
        return "complete"
    if not document.rows(table):
        return "empty"
    if missing:
        return "rows_missing"
    if is_met:
        return "complete"
    if difference is None:
        return "unknown"
    return "short" if difference < 0 else "over"


def _sums(document: CheckedDocument, table: str) -> tuple[str | None, Figure, Figure]:
    """Give the column that is measured, the total that the table prints for it, and the sum of its items (万元)."""
    if table in TWO_SIDED:
        return "amount", total_figure(document, table, "expenditure"), _sum_of_side(document, table)
    totals = document.printed_totals(table)
    columns = money_columns(table) if table in _ADDITIVE else ()
    rows = [row for row in document.rows(table) if row.get("role") in (None, "line", "item")]
    for column in (*(column for column in columns if column in totals), *columns):
        printed = read_figure(totals[column][0], "amount") if column in totals else Figure(None)
        listed = sum_column(rows, column)
        if column in totals or listed.value is not None:
            return column, printed, listed.or_zero() if column in totals and rows else listed
    return None, Figure(None), Figure(None)


def _sum_of_side(document: CheckedDocument, table: str) -> Figure:
    """Add up the items of a side; a section without items of its own stands for itself."""
    items = []
    for section in side_of(document, table, "expenditure").sections:
        if section.inside:
            continue
        parts = [part for part in section.parts if part["amount"] is not None]
        items += parts or [row for row in (section.whole,) if row and row["amount"] is not None]
    return sum_figures(read_figure(item, "amount") for item in items) if items else Figure(None)


def _find_missing(document: CheckedDocument, table: str, found: RecognisedTable | None) -> Iterator[Missing]:
    numbers = missing_numbers(found) if found and table == found.kind.gives[0] else []
    if numbers:
        yield Missing(len(numbers), f"序号不连续，缺第 {name_some([str(number) for number in numbers], 12)} 号")
    if table == "expenditure":
        yield from _lacking_codes(document)
    for other in _OTHER_LISTS.get(table, ()):
        yield from _lacking_projects(document, table, other)


def missing_numbers(found: RecognisedTable) -> list[int]:
    """Find the numbers that a numbered list (a column headed 序号) leaves out; a list may begin again at 1."""
    column, numbers = None, []
    for line in found.lines:
        heads = [position for position, cell in enumerate(line.cells) if compact(cell) == _NUMBER]
        column = heads[0] if heads else column
        cell = line.cells[column].strip() if column is not None and column < len(line.cells) else ""
        numbers += [int(cell)] if cell.isdecimal() else []
    first = numbers[:1] if numbers[:1] == [1] else []
    return [
        number
        for before, after in pairwise([*([] if first else [0]), *numbers])
        for number in range((before if after > before else 0) + 1, after)
    ]


def _lacking_codes(document: CheckedDocument) -> Iterator[Missing]:
    gap = find_gaps(document).get("total")
    if gap and gap.located:
        codes = list(gap.short)
        yield Missing(len(codes), f"功能科目 {name_some(codes)} 的金额少于财政拨款支出表，各至少缺一行")


def _lacking_projects(document: CheckedDocument, table: str, other: str) -> Iterator[Missing]:
    """Find projects that another list of the document has and this table does not: each lacks a row at least."""
    own = {key for row in document.rows(table) for key in _project_keys(table, row)}
    projects = {
        keys[-1]: row for row in document.rows(other) if _is_due(table, row) and (keys := _project_keys(table, row))
    }
    lacking = [row for row in projects.values() if own.isdisjoint(_project_keys(table, row))]
    if own and lacking:
        names = name_some([f"“{row['project_name'] or row['project_id']}”" for row in lacking])
        yield Missing(
            len(lacking), f"{table_label(other)}有 {len(projects)} 个项目，其中 {len(lacking)} 个不在该表：{names}"
        )


def _is_due(table: str, row: Row) -> bool:
    """Say whether a listed project must have a row in a table: without fiscal money it has none in 项目支出表."""
    return table != "project_expenditure" or bool(row["fiscal_funds"])


def _project_keys(table: str, row: Row) -> list[tuple[str, str | int]]:
    """Give the keys by which a row's project is known in a table; a row that names none has none."""
    if table == "project_indicators":  # prints neither names nor, in some documents, ids
        return [("seq", row["project_seq"])] if row["project_seq"] else []
    keys = [("id", row["project_id"]), ("name", name_key(row["project_name"]) if row["project_name"] else None)]
    return [key for key in keys if key[1]]
