"""Kinds of published table from the tables of a form."""

from __future__ import annotations

from typing import Any

from budgetkit.forms.form import FormTable, load_form
from budgetkit.recognise.kind import TableKind, Tidy

WIDEST = "beijing-district"
"""The form that extends all those of the national family."""


def national_table(name: str) -> FormTable:
    """Give a table of the forms that documents of no family of their own are read by."""
    return load_form(WIDEST).tables[name]


def make_kind(table: FormTable, tidy: Tidy, gives: tuple[str, ...] = (), **how: Any) -> TableKind:
    """Make the kind of a form's table, read by `tidy`; `how` says what else TableKind knows of it."""
    return TableKind(
        table.name, table.label, titles=table.titles, tidy=tidy, gives=gives or (table.name,), parts=table.parts, **how
    )
