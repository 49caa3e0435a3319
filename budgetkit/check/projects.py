"""Projects: how much of 项目支出 they cover, and whether their ids are whole, unique and in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import sum_column
from budgetkit.check.result import absent_row, compare, count_row, make_row
from budgetkit.check.words import money
from budgetkit.finding import Row
from budgetkit.parse import parse_project_id

TABLE = "projects"
_ID_RULES = {
    "project_id_form": "项目编号为 21 位（6 位区划、2 位年份、T 或 Y、12 位序号）",
    "project_id_unique": "项目编号不重复",
    "project_id_order": "项目编号按设立年份、类型、序号升序排列",
}


def check_projects(document: CheckedDocument) -> Iterator[Row]:
    """Check the projects of a document: how much of 项目支出 they cover, and their ids."""
    absent = document.absent(TABLE)
    if absent:
        yield absent_row("project_coverage", TABLE, "所列项目总额之和不高于支出总表项目支出", absent)
        for rule, what in _ID_RULES.items():
            yield absent_row(rule, TABLE, what, absent)
        return
    yield check_coverage(document)
    yield from check_ids(document)


def check_coverage(document: CheckedDocument) -> Row:
    """Check that the listed projects are no more than the printed 项目支出; how much of it they cover is told."""
    rule, rows = "project_coverage", document.rows(TABLE)
    left, right = sum_column(rows, "total"), document.printed("expenditure", "project")
    unread = [row["project_seq"] for row in rows if row["total"] is None]
    description = f"{len(rows)} 个所列项目总额之和不高于支出总表项目支出"
    if left.value is None or not right.value or left.value > right.value:
        return compare(rule, TABLE, description, left, right, hint="所列项目之和超出项目支出，或有项目重复")
    share = 100 * left.value / right.value
    text = f"所列项目占项目支出的 {share:.1f}%；其余 {money(right.value - left.value)} 万元没有列出项目。"
    if unread:
        text += f"其中 {len(unread)} 个项目的总额未能读出，未计入。"
    numbers = {"left": left.value, "right": right.value, "difference": left.value - right.value}
    return make_row(rule, TABLE, description, "pass", text, lines=(left.lines, right.lines), **numbers)


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
