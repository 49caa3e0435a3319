"""What the text states against what it can't exceed, and accounts of projects against the tables of projects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, Figure, read_figure
from budgetkit.check.result import make_row
from budgetkit.check.statement_figures import find_figures
from budgetkit.check.statement_rows import TABLE, name_statement
from budgetkit.check.words import money, table_label
from budgetkit.finding import Finding, Row
from budgetkit.narrative.concepts import PROJECT
from budgetkit.parse import half_unit
from budgetkit.tidy.project_names import name_key

SMALL, TARGETS, ACCOUNT, ACCOUNTS = (
    "text_small_purchases",
    "text_target_money",
    "text_project",
    "text_projects_together",
)
_PROJECT_TABLES = (("projects", "total"), ("project_expenditure", "total"), ("project_list", "total"))


def check_limits(document: CheckedDocument, rows: Sequence[Row]) -> Iterator[Row]:
    """Check that 面向中小企业 stays within procurement, and the money of targets within project expenditure."""
    for row in rows:
        if row["amount"] is None or row["budget_year"] != document.source.year or row["stage"] == "final":
            continue
        if row["concept"] == "procurement_for_small":
            whole = _stated(rows, "procurement", row) or _printed(document, "procurement_total")
            yield from _within(SMALL, row, whole, "政府采购预算", "预留份额不会多于全部采购")
        elif row["concept"] == "target_money":
            whole = _stated(rows, "project", row) or _printed(document, "expenditure_project")
            every = _printed(document, "expenditure_total")
            yield from _target_money(row, whole, every)


def _within(rule: str, row: Row, whole: Figure | None, name: str, why: str) -> Iterator[Row]:
    if whole is None or whole.value is None:
        return
    what = f"说明文字“{name_statement(row)}”不多于{name}"
    is_more = row["amount"] > whole.value + half_unit(row["amount"]) + whole.slack
    yield _compared(rule, what, row, whole, "fail" if is_more else "pass", f"多于{name}：{why}" if is_more else None)


def _target_money(row: Row, whole: Figure | None, every: Figure | None) -> Iterator[Row]:
    found = list(_within(TARGETS, row, whole, "项目支出", "绩效目标编到项目"))
    if found and found[0]["status"] == "fail" and every and every.value and row["amount"] <= every.value + every.slack:
        reason = "多于项目支出，不多于支出总计：可能含部门整体的绩效目标，不能判定"
        yield _compared(TARGETS, found[0]["description"], row, whole, "not_applicable", reason)
        return
    yield from found


def _stated(rows: Sequence[Row], concept: str, beside: Row) -> Figure | None:
    """Give what the text states of a concept, of the same year; nothing where it states two amounts."""
    same = [
        one for one in rows
        if one["concept"] == concept and one["amount"] is not None and one["budget_year"] == beside["budget_year"]
        and one["stage"] == beside["stage"]
    ]  # fmt: skip
    if len({one["amount"] for one in same}) != 1:
        return None
    return Figure(same[0]["amount"], (same[0]["source_line"],), half_unit(same[0]["amount"]))


def _printed(document: CheckedDocument, name: str) -> Figure | None:
    return next((figure for _, figure in find_figures(document, name) if figure.value is not None), None)


def check_project_accounts(document: CheckedDocument, rows: Sequence[Row]) -> Iterator[Row]:
    """Check accounts of projects (某项目经费情况说明), and projects named with an amount, against tables of projects.

    Where no table lists projects, the accounts together stay within project expenditure.
    """
    known = _projects(document)
    accounts = _accounts(rows)
    for row in rows:
        name = row["context"] if row["concept"] == PROJECT else row["subject"] if row["concept"] is None else None
        if name and row["amount"] is not None and name_key(name) in known:
            yield _against_table(row, name, *known[name_key(name)])
    for row in accounts if known else ():
        if name_key(row["context"]) not in known:
            what = f"说明文字“{row['context']}”在项目表中"
            text = "文字说明了这个项目的经费，各张项目表都没有这个名称"
            yield make_row(
                ACCOUNT, TABLE, what, "insufficient", text, lines=((row["source_line"],),), left=row["amount"]
            )
    if accounts and not known:
        yield from _together(document, accounts)


def find_unlisted_accounts(document: CheckedDocument) -> Iterator[Finding]:
    """Find projects that the text gives account of and no table of projects lists."""
    known = _projects(document)
    for row in _accounts(document.rows(TABLE)) if known else ():
        if name_key(row["context"]) not in known:
            note = f"文字说明其经费 {money(row['amount'])} 万元，各张项目表没有这个名称的项目。"
            yield Finding(TABLE, "missing_rows", row["context"][:60], note, "flagged", row["source_line"])


def _accounts(rows: Sequence[Row]) -> list[Row]:
    """Give the first amount of each project's account."""
    found: dict[str, Row] = {}
    for row in rows:
        if row["concept"] == PROJECT and row["context"] and row["amount"] is not None:
            found.setdefault(row["context"], row)
    return list(found.values())


def _projects(document: CheckedDocument) -> dict[str, tuple[str, Figure]]:
    """Give the projects that tables list with an amount, by the key of their name; one listed twice is left out."""
    found: dict[str, tuple[str, Figure]] = {}
    for table, column in _PROJECT_TABLES:
        names: dict[str, list[Row]] = {}
        for row in document.rows(table):
            if row.get("project_name") and row.get(column) is not None:
                names.setdefault(name_key(row["project_name"]), []).append(row)
        for key, own in names.items():
            if len(own) == 1:
                found.setdefault(key, (table, read_figure(own[0], column)))
    return found


def _against_table(row: Row, name: str, table: str, figure: Figure) -> Row:
    differs = abs(row["amount"] - figure.value) > half_unit(row["amount"]) + figure.slack
    said = f"文字与表相差 {money(row['amount'] - figure.value)} 万元，不能判定是哪一处有误。" if differs else None
    what = f"说明文字“{name}”＝{table_label(table)}"
    return _compared(ACCOUNT, what, row, figure, "fail" if differs else "pass", said)


def _together(document: CheckedDocument, accounts: Sequence[Row]) -> Iterator[Row]:
    whole = _printed(document, "expenditure_project")
    if whole is None:
        return
    total = sum((row["amount"] for row in accounts), ZERO)
    slack: Decimal = sum((half_unit(row["amount"]) for row in accounts), ZERO) + whole.slack
    status = "fail" if total > whole.value + slack else "pass"
    said = "说明的项目经费之和多于项目支出。" if status == "fail" else None
    what = f"说明文字：{len(accounts)} 个项目的经费之和不多于项目支出"
    lines = ([row["source_line"] for row in accounts], whole.lines)
    numbers = {"left": total, "right": whole.value, "difference": total - whole.value, "tolerance": slack}
    yield make_row(ACCOUNTS, TABLE, what, status, said, lines=lines, **numbers)


def _compared(rule: str, what: str, row: Row, figure: Figure, status: str, said: str | None) -> Row:
    numbers = {"left": row["amount"], "right": figure.value, "difference": row["amount"] - figure.value}
    lines = ((row["source_line"],), figure.lines)
    tolerance = half_unit(row["amount"]) + figure.slack
    return make_row(rule, TABLE, what, status, said, lines=lines, tolerance=tolerance, **numbers)
