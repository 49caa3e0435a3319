"""Lists of a form: rows described by classes of function or economy, amounts in the other columns."""

from __future__ import annotations

from collections.abc import Sequence

from budgetkit.finding import Row, Tidied
from budgetkit.forms.form import FormTable
from budgetkit.read.row import RawRow
from budgetkit.recognise.published_table import PublishedRow
from budgetkit.tidy.classification import dept_econ_columns, function_columns
from budgetkit.tidy.listed import tidy_list

_UNNAMED_UNITS = ("general_public_expenditure",)


def tidy_form_list(form: FormTable, lines: Sequence[RawRow]) -> Tidied:
    """Tidy a form's list into the clean table of its name (万元) and its printed totals.

    Classes and sections printed above their items get their `role`. Rows without a word are totals: a table may print
    nothing else.
    """
    tidied = tidy_list(form.name, lines, form.columns, describer(form))
    if form.name in _UNNAMED_UNITS:
        for row in tidied.tables[form.name]:
            row["unit_block"] = 1
    return tidied


def describer(form: FormTable):
    """Give the function that reads the descriptive columns of a row of this form."""
    has_function, has_economic = (any(key.startswith(own) for key in form.words) for own in ("function", "dept_econ"))

    def describe(row: PublishedRow) -> Row:
        return {
            **(function_columns(row) if has_function else {}),
            **(dept_econ_columns(row) if has_economic else {}),
        }

    return describe
