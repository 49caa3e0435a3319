"""Projects: how much of 项目支出 they cover, the same project in several tables, and their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from budgetkit.check.causes import find_causes
from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, Figure, read_figure, sum_column
from budgetkit.check.function_codes import FUNCTION, compare_by_key, economic_names, figures_by_key
from budgetkit.check.result import Cause, absent_row, compare, count_row, make_row
from budgetkit.check.words import money, table_label
from budgetkit.finding import Row
from budgetkit.parse import parse_project_id
from budgetkit.tidy.project_names import name_key

TABLE = "projects"
_ID_RULES = {
    "project_id_form": "项目编号为 21 位（6 位区划、2 位年份、T 或 Y、12 位序号）",
    "project_id_unique": "项目编号不重复",
    "project_id_order": "项目编号按设立年份、类型、序号升序排列",
}
_CLASSES = ("function_code", "gov_econ_code", "dept_econ_code")


def check_projects(document: CheckedDocument) -> Iterator[Row]:
    """Check the projects of a document against its tables, and their ids."""
    yield from check_project_table(document)
    yield from check_project_list(document)
    absent = document.absent(TABLE)
    if absent:
        yield absent_row("project_coverage", TABLE, "所列项目总额之和＝支出总表项目支出", absent)
        for rule, what in _ID_RULES.items():
            yield absent_row(rule, TABLE, what, absent)
        return
    yield check_coverage(document)
    yield from check_ids(document)


def check_project_table(document: CheckedDocument) -> Iterator[Row]:
    """Check 项目支出表 against 支出总表 and 一般公共预算支出表 by class: the proof of a table cut into blocks."""
    rule, table = "project_table_by_class", "project_expenditure"
    what = f"{table_label(table)}按功能与经济分类＝支出总表项目支出"
    absent = document.absent(table) or document.absent("expenditure")
    if absent:
        yield absent_row(rule, table, what, absent)
        return
    own, other = document.rows(table), document.rows("expenditure")
    names = economic_names([*own, *other])
    yield from compare_by_key(
        rule,
        table,
        what,
        figures_by_key(own, _CLASSES, "total"),
        figures_by_key(other, _CLASSES, "project"),
        name=lambda key: f"{key[0]}／{names.get(key[1:], key[1:])}",
        hint="支出总表含全部资金，项目支出表只列财政拨款" if find_causes(document).other_money("project") else None,
    )
    general = [{**row, "general": _general_public(row)} for row in own]
    yield from compare_by_key(
        "project_table_to_general_public",
        table,
        f"{table_label(table)}一般公共预算资金按功能科目＝一般公共预算支出表项目支出",
        figures_by_key(general, FUNCTION, "general"),
        figures_by_key(document.rows("general_public_expenditure"), FUNCTION, "project"),
        name=lambda key: find_causes(document).name(key[0]),
    )


def _general_public(row: Row) -> Decimal | None:
    parts = [row[c] for c in ("general_public", "carryover_general") if row[c] is not None]
    return sum(parts, ZERO) if parts else None


def check_project_list(document: CheckedDocument) -> Iterator[Row]:
    """Check each project of the project list against the rows of 项目支出表 that have its id, or else its name."""
    rule, table, other = "project_list_to_project_table", "project_list", "project_expenditure"
    what = f"{table_label(table)}各项目合计＝{table_label(other)}"
    absent = document.absent(table) or document.absent(other)
    if absent:
        yield absent_row(rule, table, what, absent)
        return
    pairs = [(row, _rows_of(row, document.rows(other))) for row in document.rows(table)]
    same = [row for row, rows in pairs if rows and sum_column(rows, "total").value == row["total"]]
    lines = [line for row in same for line in read_figure(row, "total").lines]
    description = f"{what}（{len(same)} 个项目逐个相符）"
    left = sum_column(same, "total").or_zero()
    if same:
        yield compare(rule, table, description, Figure(left.value, tuple(lines)), Figure(left.value))
    for row, rows in pairs:
        if row not in same:
            right = sum_column(rows, "total") if rows else Figure(None, reason="项目支出表中没有该编号或名称的项目")
            yield compare(rule, table, f"{what}：{row['project_name']}", read_figure(row, "total"), right)


def _rows_of(project: Row, rows: Sequence[Row]) -> list[Row]:
    by_id = [row for row in rows if project["project_id"] and row["project_id"] == project["project_id"]]
    return by_id or [row for row in rows if name_key(row["project_name"]) == name_key(project["project_name"])]


def check_coverage(document: CheckedDocument) -> Row:
    """Check how much of the printed 项目支出 the listed projects cover; a share is told, it is no error."""
    rule, rows = "project_coverage", document.rows(TABLE)
    left, right = sum_column(rows, "total"), document.printed("expenditure", "project")
    unread = [row["project_seq"] for row in rows if row["total"] is None]
    description = f"{len(rows)} 个所列项目总额之和＝支出总表项目支出"
    if left.value is None or not right.value or left.value > right.value:
        return compare(rule, TABLE, description, left, right, hint="所列项目之和超出项目支出，或有项目重复")
    share = 100 * left.value / right.value
    text = f"所列项目占项目支出的 {share:.1f}%；其余 {money(right.value - left.value)} 万元没有列出项目。"
    if unread:
        text += f"其中 {len(unread)} 个项目的总额未能读出，未计入。"
    return compare(rule, TABLE, description, left, right, [Cause(left.value - right.value, text)])


def check_ids(document: CheckedDocument) -> Iterator[Row]:
    """Check project ids: whole (21 characters), unique, and ascending by set-up year, T before Y, then number."""
    rows = document.rows(TABLE)
    printed = [row for row in rows if row["project_id"]]
    bad = [row for row in printed if parse_project_id(row["project_id"]) is None]
    yield count_row(
        "project_id_form",
        TABLE,
        _ID_RULES["project_id_form"],
        len(printed) - len(bad),
        len(printed),
        bad=f"{len(bad)} 个编号不合规则",
        lines=_lines(bad or printed),
    )
    without = [row for row in rows if not row["project_id"]]
    if without:
        text = f"{len(without)} 个项目没有印出完整的编号，无从核对"
        lines = (_lines(without),)
        yield make_row("project_id_form", TABLE, "每个项目都有编号", "insufficient", text, lines=lines)
    repeated = [row for row in printed if sum(row["project_id"] == other["project_id"] for other in printed) > 1]
    yield count_row(
        "project_id_unique",
        TABLE,
        _ID_RULES["project_id_unique"],
        len(printed) - len(repeated),
        len(printed),
        bad=f"{len(repeated)} 个项目的编号与另一项目相同",
        lines=_lines(repeated or printed),
    )
    yield _check_order(printed)


def _check_order(rows: Sequence[Row]) -> Row:
    """Check that ids ascend; one that does not may stand at the wrong project, so that owners are worth a look."""
    pairs = list(pairwise(rows))
    broken = [after for before, after in pairs if _order(before["project_id"]) > _order(after["project_id"])]
    return count_row(
        "project_id_order",
        TABLE,
        _ID_RULES["project_id_order"],
        len(pairs) - len(broken),
        len(pairs),
        bad=f"{len(broken)} 处次序颠倒，编号与项目的对应宜复核",
        status="insufficient",
        lines=_lines(broken or rows),
    )


def _order(project_id: str) -> str:
    """Sort within a place: the year, the kind and the number follow the 6 digits of the place."""
    return project_id[6:]


def _lines(rows: Sequence[Row]) -> list[int]:
    return [row["source_line"] for row in rows]
