"""How the tables of forms are read that stand in data files alone: a layout is a way of setting rows, used by many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial

from budgetkit.finding import Finding, Row, Tidied
from budgetkit.forms.form import Form, FormTable
from budgetkit.forms.kinds import make_kind
from budgetkit.read.row import RawRow
from budgetkit.recognise.kind import Known, TableKind
from budgetkit.recognise.unit import recognise_unit
from budgetkit.schema import KEYS_AND_PLACE, load_schemas
from budgetkit.tidy.form_list import tidy_form_list
from budgetkit.tidy.income_items import tidy_income_items
from budgetkit.tidy.procurement_items import tidy_procurement_items
from budgetkit.tidy.side_by_side import tidy_side_by_side
from budgetkit.tidy.three_public import tidy_three_public_form
from budgetkit.tidy.two_sided import tidy_two_sided

_STORED = "万元"  # what every amount is stored in
Layout = Callable[[FormTable, Sequence[RawRow]], Tidied]
LAYOUTS: dict[str, Layout] = {
    "list": tidy_form_list,
    "two_sided": tidy_two_sided,
    "three_public": tidy_three_public_form,
    "side_by_side": tidy_side_by_side,
    "income_items": tidy_income_items,
    "procurement_items": tidy_procurement_items,
}
_ALSO_GIVES = {"income_items": ("income",), "procurement": ("procurement_items",)}


def kinds_of_form(form: Form) -> list[TableKind]:
    """Make the kinds of table that a form has, in its order."""
    return [replace(_make(table), form=form.name) for table in form.tables.values()]


def _make(table: FormTable) -> TableKind:
    gives = (table.name, *_ALSO_GIVES.get(table.name, ()))
    return make_kind(table, partial(_tidy, LAYOUTS[table.layout], table), gives=gives)


def _tidy(layout: Layout, table: FormTable, lines: Sequence[RawRow], known: Known) -> Tidied:
    if _states_no_unit(table, lines):
        return _tidy_in_unit_of_form(layout, table, lines)
    tidied = layout(table, lines)
    for name, rows in tidied.tables.items():
        rows[:] = [{**_empty_row(name), **row} for row in rows]
    return tidied


def _states_no_unit(table: FormTable, lines: Sequence[RawRow]) -> bool:
    unit = recognise_unit(lines)
    return table.unit != _STORED and unit.stated is None and unit.conflict is None


def _tidy_in_unit_of_form(layout: Layout, table: FormTable, lines: Sequence[RawRow]) -> Tidied:
    """Tidy a table that states no unit in that of its form; its rows are inferred, and a finding says so."""
    stated = replace(lines[0], cells=(f"单位：{table.unit}",), printed=None)
    tidied = _tidy(layout, table, [*lines[:1], stated, *lines[1:]], {})
    for rows in tidied.tables.values():
        for row in rows:
            row["certainty"] = "inferred"
    note = f"该表没有注明金额单位，按该表式（{table.label}）的规定以{table.unit}计。"
    if any(tidied.tables.values()):
        tidied.findings.append(Finding(table.name, "unit_error", table.unit, note, "repaired", lines[0].number))
    return tidied


@cache
def _empty_row(table: str) -> Row:
    """Give a clean row without anything in it: a form has the columns that it has, the others are null."""
    return dict.fromkeys(column.name for column in load_schemas()[table].columns if column.name not in KEYS_AND_PLACE)
