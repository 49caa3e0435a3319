"""The figures of the clean tables that a text may state, by the names that narrative/concepts.toml gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO, Figure, read_figure, sum_column
from budgetkit.codes.class_names import find_class
from budgetkit.finding import PARENT_ROLES, Row
from budgetkit.forms.kinds import national_table
from budgetkit.narrative.concepts import ITEM, load_concepts
from budgetkit.parse import half_unit

Find = Callable[[CheckedDocument], Iterator[tuple[str, Figure]]]

_INCOME_LINES = {
    "income_fiscal": "财政拨款(?:收入|资金|预算收入)?",
    "income_general_public": "一般公共预算(?:财政)?(?:拨款)?(?:资金|收入|预算)?",
    "income_gov_fund": "政府性基金(?:预算)?(?:财政)?(?:拨款)?(?:资金|收入)?",
    "income_state_capital": "国有资本经营(?:预算)?(?:财政)?(?:拨款)?(?:资金|收入|预算)?",
    "income_special_account": "财政专户(?:管理)?资金(?:收入)?",
    "income_business": "事业(?:单位)?(?:预算)?收入",
    "income_operating": "(?:事业单位)?经营收入",
    "income_other": "其他(?:收入|资金)",
    "income_carryover": "(?:上年|年初)结转(?:和?结余)?(?:资金)?",
}
_INCOME_COLUMNS = {
    "income_fiscal": "fiscal_grant",
    "income_business": "business_income",
    "income_operating": "operating_income",
    "income_other": "other_income",
}
_EXPENDITURE_LINES = {
    "expenditure_carryover": "(?:结转下年|年末结转(?:和?结余)?)(?:资金)?",
    "expenditure_reserve": "(?:单位)?预留机动经费",
}
_PRINTED = {
    "general_public_total": ("general_public_expenditure", "total"),
    "general_public_basic": ("general_public_expenditure", "basic"),
    "general_public_project": ("general_public_expenditure", "project"),
    "basic_total": ("basic_expenditure", "total"),
    "personnel_total": ("basic_expenditure", "personnel"),
    "public_funds_total": ("basic_expenditure", "public_funds"),
    "expenditure_basic": ("expenditure", "basic"),
    "expenditure_project": ("expenditure", "project"),
    "gov_fund_total": ("gov_fund", "total"),
    "state_capital_total": ("state_capital", "total"),
}
_THREE_PUBLIC = "three_public_"
_ITEM_TABLES = ("general_public_expenditure", "expenditure", "gov_fund", "state_capital", "fiscal_expenditure")
_CLASS_TABLES = ("income_expenditure", "fiscal_grant")
_SPENT = ("expenditure", "use")  # a form may list expenditure by function, by use, or by both
_CLASSES_OF = {"personnel_total": ("301", "303"), "public_funds_total": ("302", "307", "310", "399")}
_PROCURED = ("货物", "工程", "服务")


def figures_of(document: CheckedDocument, row: Row) -> Iterator[tuple[str, Figure]]:
    """Give the figures (万元) that may print what a statement says, with their tables, nearest first."""
    if row["concept"] == ITEM:
        yield from find_item_figures(document, row["function_code"]) if row["function_code"] else ()
        return
    for name in _names_of(row):
        if name.startswith(_THREE_PUBLIC):
            yield from _of_three_public(document, name, _kind_of(document, row))
        else:
            yield from find_figures(document, name)
            yield from _of_classes(document, name, row)


def _of_classes(document: CheckedDocument, name: str, row: Row) -> Iterator[tuple[str, Figure]]:
    """Give 人员经费 or 公用经费 as the classes of a table that prints neither, where they are the amount stated.

    Which class counts as which is the usual reading and not in print, so a sum that differs proves nothing.
    """
    classes = _CLASSES_OF.get(name)
    if not classes or row["amount"] is None or document.printed(*_PRINTED[name]).value is not None:
        return
    own = [one for one in document.rows("basic_expenditure") if (one.get("dept_econ_code5") or "").startswith(classes)]
    figure = sum_column(own, "total")
    if figure.value is not None and abs(figure.value - row["amount"]) <= half_unit(row["amount"]) + figure.slack:
        yield "basic_expenditure", figure


def stages_of(document: CheckedDocument, row: Row) -> tuple[str | None, ...]:
    """Give the stages of the budget whose amounts the tables print of what a statement is about."""
    if document.source.read_as != "final_accounts":
        return (None, "initial")
    prints_both = any(name.startswith(_THREE_PUBLIC) for name in _names_of(row)) and _prints_budget(document)
    return (None, "initial", "final") if prints_both else (None, "final")


def is_other_kind(document: CheckedDocument, row: Row) -> bool:
    """Say whether a statement's amount is what a table prints as the other kind of figure, 预算数 for 决算数."""
    other = "budget" if _kind_of(document, row) == "final" else "final"
    names = [name for name in _names_of(row) if name.startswith(_THREE_PUBLIC)]
    figures = [figure for name in names for _, figure in _of_three_public(document, name, other)]
    slack = half_unit(row["amount"])
    return any(f.value and abs(f.value - row["amount"]) <= slack + f.slack for f in figures)


def _names_of(row: Row) -> tuple[str, ...]:
    return next((tuple(concept.figures) for concept in load_concepts() if concept.name == row["concept"]), ())


def _kind_of(document: CheckedDocument, row: Row) -> str:
    """Say which kind of figure a statement is about: what was budgeted, or what came of it in final accounts."""
    is_final = document.source.read_as == "final_accounts" and row["stage"] != "initial"
    return "final" if is_final else "budget"


def _prints_budget(document: CheckedDocument) -> bool:
    return any(row.get("base_kind") == "budget" for row in document.rows("three_public"))


def _of_three_public(document: CheckedDocument, name: str, kind: str) -> Iterator[tuple[str, Figure]]:
    """Give what “三公”经费 prints of the document's year in one kind of figure; a table without kinds has one."""
    column = name.removeprefix(_THREE_PUBLIC)
    for row in document.rows("three_public"):
        is_own = row.get("budget_year") in (document.source.year, None) and row.get("base_kind") in (kind, None)
        if is_own and _prints(document, row, column):
            yield "three_public", read_figure(row, column)


def _prints(document: CheckedDocument, row: Row, column: str) -> bool:
    """Say whether “三公”经费 has a column in print: rows out of the stored table have those of other forms, too."""
    if row.get(column) is not None or column not in row:
        return column in row
    table = document.form.tables.get("three_public") if document.form else None
    keys = (table or national_table("three_public")).keys("amount")
    return any(key == column or key.endswith(f"_{column}") for key in keys)


def find_figures(document: CheckedDocument, name: str) -> Iterator[tuple[str, Figure]]:
    """Give the figures (万元) of a name with the tables that print them, nearest first; none for an unknown name."""
    if name in _PRINTED:
        table, column = _PRINTED[name]
        yield table, document.printed(table, column)
    elif name in _INCOME_LINES:
        yield from _lines(document, ("income",), _INCOME_LINES[name])
        if column := _INCOME_COLUMNS.get(name):
            yield "income_by_function", document.printed("income_by_function", column)
    elif name in _EXPENDITURE_LINES:
        yield from _lines(document, _SPENT, _EXPENDITURE_LINES[name])
    elif name.startswith(_THREE_PUBLIC):
        yield from _of_year(document, name.removeprefix(_THREE_PUBLIC))
    elif name in FINDERS:
        yield from FINDERS[name](document)


def find_item_figures(document: CheckedDocument, code: str) -> Iterator[tuple[str, Figure]]:
    """Give what each table prints for a functional code: its own row, else the sum of the items below it.

    The two-sided tables print classes by name.
    """
    for table in _ITEM_TABLES:
        rows = [row for row in document.all_rows(table) if (row.get("function_code") or "").startswith(code)]
        own = [row for row in rows if row["function_code"] == code and row.get("role") in PARENT_ROLES]
        figures = [read_figure(row, "total") for row in own]
        leaves = [row for row in rows if row.get("role") not in PARENT_ROLES]
        if leaves and not figures:
            figures = [sum_column(leaves, "total")]
        yield from ((table, figure) for figure in figures[:1])
    for table in _CLASS_TABLES:
        for row in document.rows(table):
            is_own = row["side"] == "expenditure" and find_class(row.get("item_name") or "") == code
            if is_own and row["amount"] is not None:
                yield table, read_figure(row, "amount")


def _lines(document: CheckedDocument, sides: tuple[str, ...], pattern: str) -> Iterator[tuple[str, Figure]]:
    for table in _CLASS_TABLES:
        for row in document.rows(table):
            if row["side"] in sides and re.fullmatch(pattern, row.get("item_name") or row["item"] or ""):
                yield table, read_figure(row, "amount")


def _total_of(*tables: str, sides: tuple[str, ...]) -> Find:
    def find(document: CheckedDocument) -> Iterator[tuple[str, Figure]]:
        for table in tables:
            for row in document.rows(table):
                if row["side"] in sides and row["role"] == "total":
                    yield table, read_figure(row, "amount")

    return find


def _income_total(document: CheckedDocument) -> Iterator[tuple[str, Figure]]:
    yield from _total_of("income_expenditure", sides=("income",))(document)
    yield "income", document.printed("income", "total")


def _expenditure_total(document: CheckedDocument) -> Iterator[tuple[str, Figure]]:
    yield from _total_of("income_expenditure", sides=_SPENT)(document)
    yield "expenditure", document.printed("expenditure", "total")


def _of_year(document: CheckedDocument, column: str) -> Iterator[tuple[str, Figure]]:
    for row in document.rows("three_public"):
        if row.get("budget_year") in (document.source.year, None) and _prints(document, row, column):
            yield "three_public", read_figure(row, column)


def _agency_running(document: CheckedDocument) -> Iterator[tuple[str, Figure]]:
    """Give 机关运行经费 as its own table prints it, or a column of “三公”经费."""
    yield "running_costs", document.printed("running_costs", "total")
    yield from _of_year(document, "running_costs")


def _procurement(kind: str | None) -> Find:
    def find(document: CheckedDocument) -> Iterator[tuple[str, Figure]]:
        if kind is None:
            yield "procurement", document.printed("procurement", "amount")
            yield "procurement", sum_column(document.rows("procurement"), "amount")
            return
        listed = document.rows("procurement")
        rows = [row for row in listed if kind in (row["category"] or "")]
        if rows:
            yield "procurement", sum_column(rows, "amount")
        elif _lists_all(document, listed):
            yield "procurement", Figure(ZERO, document.printed("procurement", "amount").lines)

    return find


def _lists_all(document: CheckedDocument, rows: Sequence[Row]) -> bool:
    """Say whether 政府采购 lists goods, works and services and adds up: what it doesn't list then has no money."""
    if not rows or not all((row["category"] or "").endswith(_PROCURED) for row in rows):
        return False
    total, listed = document.printed("procurement", "amount"), sum_column(rows, "amount")
    return None not in (total.value, listed.value) and abs(total.value - listed.value) <= total.slack + listed.slack


FINDERS: Mapping[str, Find] = {
    "income_total": _income_total,
    "expenditure_total": _expenditure_total,
    "fiscal_total": _total_of("fiscal_grant", sides=("income",)),
    "fiscal_expenditure_total": _total_of("fiscal_grant", sides=_SPENT),
    "agency_running": _agency_running,
    "procurement_total": _procurement(None),
    "procurement_goods": _procurement("货物"),
    "procurement_works": _procurement("工程"),
    "procurement_services": _procurement("服务"),
}


def is_empty_in_print(document: CheckedDocument, table: str) -> bool:
    """Say whether the document holds a table without any rows."""
    absent = document.absent(table)
    return absent is not None and not absent.due and bool(absent.lines)
