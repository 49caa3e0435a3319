"""Wholes and parts within a row: basic + project, personnel + public funds, this year + carry-over, and their like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure, sum_figures
from budgetkit.check.result import absent_row, compare, make_row
from budgetkit.check.two_sides import TABLES as TWO_SIDED
from budgetkit.check.words import column_label, money_columns, table_label
from budgetkit.finding import Row
from budgetkit.read.place import Place


@dataclass(frozen=True)
class RowSum:
    """A rule: in each row of a table `whole` is the sum of `parts`.

    `within` are columns that some forms print as parts and others only as an "其中" of them; the rule holds in either
    reading, if it is the same for all rows.
    """

    rule: str
    table: str
    whole: str
    parts: tuple[str, ...]
    within: tuple[str, ...] = ()


def _starting(prefix: str) -> tuple[str, ...]:
    return tuple(c for c in money_columns("income") if c.startswith(prefix) and not c.endswith("_subtotal"))


_YEAR_AND_CARRYOVER = ("general_public", "gov_fund", "state_capital", "carryover_general", "carryover_gov_fund")
_ROW_BY_ROW = ("income", "three_public")  # rows that are not to be added up: units of units, years
RULE_OF_FORM = "parts_to_whole"
_OTHER_KINDS = ("operating", "remit_to_superior", "subsidy_to_affiliate")
RULES = (
    RowSum("year_and_carryover", "income", "total", ("this_year_subtotal", "carryover_subtotal")),
    RowSum("funds_to_subtotal", "income", "this_year_subtotal", _starting("this_year_")),
    RowSum("funds_to_subtotal", "income", "carryover_subtotal", _starting("carryover_")),
    RowSum("basic_and_project", "expenditure", "total", ("basic", "project"), _OTHER_KINDS),
    RowSum("basic_and_project", "general_public_expenditure", "total", ("basic", "project")),
    RowSum("personnel_and_public", "general_public_expenditure", "basic", ("personnel", "public_funds")),
    RowSum("personnel_and_public", "basic_expenditure", "total", ("personnel", "public_funds")),
    RowSum("basic_and_project", "gov_fund", "total", ("basic", "project")),
    RowSum("basic_and_project", "state_capital", "total", ("basic", "project")),
    RowSum("funds_to_total", "project_expenditure", "total", _YEAR_AND_CARRYOVER),
    RowSum("three_public_parts", "three_public", "total", ("overseas", "reception", "vehicle_subtotal")),
    RowSum("three_public_parts", "three_public", "vehicle_subtotal", ("vehicle_purchase", "vehicle_operation")),
    RowSum("fiscal_and_other", "projects", "total", ("fiscal_funds", "other_funds")),
    RowSum("fiscal_and_other", "project_list", "total", ("fiscal_funds", "other_funds")),
    RowSum("fiscal_and_other", "department_funds", "total", ("fiscal_total", "other_total")),
    RowSum("basic_and_project", "department_funds", "fiscal_total", ("fiscal_basic", "fiscal_project")),
    RowSum("basic_and_project", "department_funds", "other_total", ("other_basic", "other_project")),
)


def check_row_parts(document: CheckedDocument) -> Iterator[Row]:
    """Check wholes against parts: one check for the rows that agree, one for each that does not, one for totals."""
    for rule in _rules_of(document):
        absent = document.absent(rule.table)
        if absent:
            yield absent_row(rule.rule, rule.table, _describe(rule, rule.parts), absent)
        else:
            yield from _check_rows(rule, document.rows(rule.table))
        yield from _check_printed(rule, document)


def _rules_of(document: CheckedDocument) -> list[RowSum]:
    """Give the rules that a document's form states; those of the national form where it has none of its own."""
    if document.form is None:
        return list(RULES)
    own = [
        RowSum(RULE_OF_FORM, table.name, whole, parts)
        for table in document.form.tables.values()
        for whole, parts in table.parts.items()
    ]
    return [*own, *(rule for rule in RULES if rule.table == "three_public")]


def _check_rows(rule: RowSum, rows: Sequence[Row]) -> Iterator[Row]:
    parts = _choose_reading(rule, rows)
    rows = [row for row in rows if _is_filled(row, rule)]
    if rule.rule == RULE_OF_FORM and not any(row.get(part) is not None for row in rows for part in parts):
        rows = []
    compared = [(row, read_figure(row, rule.whole), _add_parts(row, parts)) for row in rows]
    agreeing = [(whole, sum_) for _, whole, sum_ in compared if _agree(whole, sum_)]
    if agreeing and rule.table not in _ROW_BY_ROW:
        wholes, sums = zip(*agreeing, strict=True)
        description = f"{_describe(rule, parts)}（{len(agreeing)} 行逐行相符）"
        yield compare(rule.rule, rule.table, description, sum_figures(wholes), _without_lines(sum_figures(sums)))
    for row, whole, sum_ in compared:
        if rule.table in _ROW_BY_ROW or not _agree(whole, sum_):
            description = f"{_describe(rule, parts)}（{Place.of(row)}）"
            yield (
                _fail_empty(rule, description, row, sum_)
                if _lacks_whole(whole, sum_)
                else compare(rule.rule, rule.table, description, whole, sum_)
            )
    if not compared:
        reason = "各行这些列均为空"
        yield make_row(rule.rule, rule.table, _describe(rule, parts), "not_applicable", reason)


def _lacks_whole(whole: Figure, sum_: Figure) -> bool:
    return whole.value is None and bool(sum_.value)


def _fail_empty(rule: RowSum, description: str, row: Row, sum_: Figure) -> Row:
    """Parts without their whole: it was not read, or what stands in a part is the whole, one column off."""
    text = f"{column_label(rule.whole)}一栏为空，分项却有数：没有读出，或金额落在了相邻的一栏"
    lines = ((row["source_line"],), sum_.lines)
    return make_row(rule.rule, rule.table, description, "fail", text, lines=lines, right=sum_.value)


def _check_printed(rule: RowSum, document: CheckedDocument) -> Iterator[Row]:
    """Check the whole in a table's own total row, where it prints one."""
    totals = document.printed_totals(rule.table)
    if rule.whole not in totals or rule.table == "income":
        return
    parts = [column for column in (*rule.parts, *rule.within) if column in totals]
    if rule.rule == RULE_OF_FORM and not parts:
        return
    figures = [read_figure(totals[column][0], "amount") for column in parts]
    right = sum_figures(figures) if figures else Figure(None, reason="合计行各分项为空")
    names = [column for column in parts if column in rule.parts] or rule.parts
    description = f"{_describe(rule, names)}（合计行）"
    yield compare(rule.rule, rule.table, description, read_figure(totals[rule.whole][0], "amount"), right)


def _choose_reading(rule: RowSum, rows: Sequence[Row]) -> tuple[str, ...]:
    """Take the 其中 columns as parts, unless every row adds up without them only."""
    everything = (*rule.parts, *rule.within)
    filled = [row for row in rows if any(row.get(column) is not None for column in rule.within)]
    if filled and all(_agree(read_figure(row, rule.whole), _add_parts(row, rule.parts)) for row in filled):
        return rule.parts
    return everything if filled else rule.parts


def _add_parts(row: Row, parts: Sequence[str]) -> Figure:
    figures = [read_figure(row, column) for column in parts if row.get(column) is not None]
    whole_empty = Figure(None, reason=f"原文{Place.of(row)}各分项均为空")
    return sum_figures(figures) if figures else whole_empty


def _agree(left: Figure, right: Figure) -> bool:
    return None not in (left.value, right.value) and left.value == right.value


def _is_filled(row: Row, rule: RowSum) -> bool:
    """A row counts where it has a part, or a whole that is not zero; the other side of a table has no parts."""
    has_part = any(row.get(column) is not None for column in (*rule.parts, *rule.within))
    return has_part or (bool(row.get(rule.whole)) and rule.table not in TWO_SIDED)


def _without_lines(figure: Figure) -> Figure:
    return Figure(figure.value, (), figure.slack)


def _describe(rule: RowSum, parts: Sequence[str]) -> str:
    names = "＋".join(column_label(column) for column in parts)
    return f"{table_label(rule.table)}：{column_label(rule.whole)}＝{names}"
