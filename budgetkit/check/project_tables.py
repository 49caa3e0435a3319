"""项目支出表 and the project list: the same project money by class, by function and project by project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from budgetkit.check.causes import Causes, find_causes
from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, Figure, read_figure, sum_column, sum_figures
from budgetkit.check.function_codes import FUNCTION, Key, compare_by_key, economic_names, figures_by_key
from budgetkit.check.result import Cause, absent_row, compare, count_row
from budgetkit.check.words import name_some, table_label
from budgetkit.finding import Row
from budgetkit.tidy.project_names import name_key

TABLE, LIST = "project_expenditure", "project_list"
_CLASSES = ("function_code", "gov_econ_code", "dept_econ_code")


def check_project_tables(document: CheckedDocument) -> Iterator[Row]:
    """Check 项目支出表 against 支出总表 and 一般公共预算支出表, and the project list against it."""
    yield from check_classes(document)
    yield from check_functions(document)
    yield from check_list(document)


def check_classes(document: CheckedDocument) -> Iterator[Row]:
    """Check 项目支出表 by function and economic class: the proof of a table that was cut into two blocks."""
    rule, what = "project_table_by_class", f"{table_label(TABLE)}按功能与经济分类＝支出总表项目支出"
    absent = document.absent(TABLE) or document.absent("expenditure")
    if absent:
        yield absent_row(rule, TABLE, what, absent)
        return
    own, other = document.rows(TABLE), document.rows("expenditure")
    names, causes = economic_names([*own, *other]), find_causes(document)
    left, right = figures_by_key(own, _CLASSES, "total"), figures_by_key(other, _CLASSES, "project")
    yield from compare_by_key(
        rule,
        TABLE,
        what,
        left,
        right,
        name=lambda key: f"{key[0]}／{names.get(key[1:], key[1:])}",
        causes=lambda key: _other_money_in(causes, left, right, key),
    )


def _other_money_in(
    causes: Causes, left: Mapping[Key, Figure], right: Mapping[Key, Figure], key: Key
) -> Sequence[Cause]:
    """Other money explains a class where the classes of its function lack exactly that function's other money."""
    lacks = {
        other: figure.value - (left[other].value if other in left else ZERO)
        for other, figure in right.items()
        if other[0] == key[0]
    }
    known = causes.other_money("project", [key[0]])
    if key not in lacks or not known or known[0].amount != sum(lacks.values(), ZERO):
        return []
    return [Cause(-lacks[key], known[0].text)]


def check_functions(document: CheckedDocument) -> Iterator[Row]:
    """Check the general public budget money of 项目支出表 by function code."""
    rule, other = "project_table_to_general_public", "general_public_expenditure"
    what = f"{table_label(TABLE)}一般公共预算资金按功能科目＝{table_label(other)}项目支出"
    absent = document.absent(TABLE) or document.absent(other)
    if absent:
        yield absent_row(rule, TABLE, what, absent)
        return
    causes = find_causes(document)
    general = [{**row, "general": _general_public(row)} for row in document.rows(TABLE)]
    yield from compare_by_key(
        rule,
        TABLE,
        what,
        figures_by_key(general, FUNCTION, "general"),
        figures_by_key(document.rows(other), FUNCTION, "project"),
        name=lambda key: causes.name(key[0]),
    )


def _general_public(row: Row) -> Decimal | None:
    parts = [row[column] for column in ("general_public", "carryover_general") if row[column] is not None]
    return sum(parts, ZERO) if parts else None


def check_list(document: CheckedDocument) -> Iterator[Row]:
    """Check each project of the project list against the rows of 项目支出表 that have its id, or else its name."""
    rule, what = "project_list_to_project_table", f"{table_label(LIST)}各项目合计＝{table_label(TABLE)}"
    absent = document.absent(LIST) or document.absent(TABLE)
    if absent:
        yield absent_row(rule, LIST, what, absent)
        complete = f"{table_label(TABLE)}的项目均在{table_label(LIST)}中"
        yield absent_row("project_list_complete", LIST, complete, absent)
        return
    rows_of = _index(document.rows(TABLE))
    pairs = [(row, rows_of(row)) for row in document.rows(LIST)]
    same = [(row, rows) for row, rows in pairs if _agrees(row, rows)]
    if same:
        left = sum_figures(read_figure(row, "total") for row, _ in same)
        right = sum_figures(sum_column(rows, "total") for _, rows in same)
        yield compare(rule, LIST, f"{what}（{len(same)} 个项目逐个相符）", left, right)
    for row, rows in pairs:
        if not _agrees(row, rows):
            yield _compare_project(f"{what}：{row['project_name']}", row, rows)
    yield _check_complete(document, pairs)


def _agrees(row: Row, rows: Sequence[Row]) -> bool:
    return bool(rows) and row["total"] is not None and sum_column(rows, "total").value == row["total"]


def _check_complete(document: CheckedDocument, pairs: Sequence[tuple[Row, Sequence[Row]]]) -> Row:
    """Count the projects of 项目支出表 that the list has; others were never listed, or their rows are lost."""
    listed = {id(row) for _, rows in pairs for row in rows}
    projects = {row["project_seq"]: row for row in reversed(document.rows(TABLE))}
    without = [row for row in projects.values() if id(row) not in listed][::-1]
    names = name_some([f"“{row['project_name']}”" for row in without])
    return count_row(
        "project_list_complete",
        LIST,
        f"{table_label(TABLE)}的项目均在{table_label(LIST)}中",
        len(projects) - len(without),
        len(projects),
        bad=f"{len(without)} 个项目不在清单中（{names}）：清单未列，或所在的行未公布",
        status="insufficient",
        lines=[row["source_line"] for row in without or projects.values()],
        short="缺",
    )


def _compare_project(description: str, row: Row, rows: Sequence[Row]) -> Row:
    right = sum_column(rows, "total") if rows else Figure(None, reason="项目支出表中没有该编号或名称的项目")
    text = "项目清单含其他资金，项目支出表只列财政拨款。"
    causes = [Cause(row["other_funds"], text)] if row["other_funds"] else []
    return compare("project_list_to_project_table", LIST, description, read_figure(row, "total"), right, causes)


def _index(rows: Sequence[Row]) -> Callable[[Row], Sequence[Row]]:
    by_id: dict[str, list[Row]] = {}
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        if row["project_id"]:
            by_id.setdefault(row["project_id"], []).append(row)
        by_name.setdefault(name_key(row["project_name"]), []).append(row)
    return lambda project: by_id.get(project["project_id"]) or by_name.get(name_key(project["project_name"])) or []
