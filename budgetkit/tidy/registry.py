"""Every kind of published table that budgetkit knows, in the order in which they are tidied.

A new kind is one new module with a `KIND`, and its line here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from budgetkit.forms.form import Form, load_forms
from budgetkit.recognise.kind import TableKind
from budgetkit.source_entry import read_as
from budgetkit.tidy import (
    annual_targets,
    basic_expenditure,
    department_targets,
    evaluations,
    expenditure,
    fiscal_grant,
    general_public_expenditure,
    gov_fund,
    income,
    income_expenditure,
    procurement,
    project_expenditure,
    project_list,
    project_targets,
    purchased_services,
    state_capital,
    three_public,
    transfer_targets,
)
from budgetkit.tidy.layouts import kinds_of_form


def order_kinds(kinds: Sequence[TableKind]) -> tuple[TableKind, ...]:
    """Put kinds behind those that give what they need, otherwise as they come.

    Raises ValueError where kinds need each other.
    """
    ordered: list[TableKind] = []
    waiting = list(kinds)
    while waiting:
        due = {table for kind in waiting for table in kind.gives}
        ready = next((kind for kind in waiting if not due.intersection(kind.needs) - set(kind.gives)), None)
        if ready is None:
            raise ValueError(f"kinds need each other: {', '.join(kind.name for kind in waiting)}")
        ordered.append(ready)
        waiting.remove(ready)
    return tuple(ordered)


_KINDS: tuple[TableKind, ...] = (
    income_expenditure.KIND,
    income.KIND,
    expenditure.KIND,
    fiscal_grant.KIND,
    basic_expenditure.KIND,
    gov_fund.KIND,
    state_capital.KIND,
    three_public.KIND,
    procurement.KIND,
    purchased_services.KIND,
    general_public_expenditure.KIND,
    project_list.KIND,
    project_expenditure.KIND,
    annual_targets.KIND,
    project_targets.KIND,
    department_targets.KIND,
    transfer_targets.KIND,
    evaluations.KIND,
)

TABLE_KINDS = order_kinds(_KINDS)
_FAMILY = "national"  # the family of forms whose tables have modules of their own


def kinds_for(document_kind: str, form: Form | None) -> list[TableKind]:
    """Give the kinds of table that a document of this kind can hold, printed in this form."""
    if form and form.family != _FAMILY:
        return list(order_kinds(kinds_of_form(form)))
    return [kind for kind in TABLE_KINDS if kind.document_kind == read_as(document_kind)]


@cache
def kinds_of_any_form(document_kind: str) -> tuple[TableKind, ...]:
    """Give the kinds of table that a document of this kind can hold, form by form; one name may come with several."""
    forms = [form for form in load_forms().values() if document_kind in form.documents]
    return tuple(kind for form in (None, *forms) for kind in kinds_for(document_kind, form))


def kind_labels() -> dict[str, str]:
    """Give the Chinese label of each kind of published table of any form, the national form's where it has one."""
    others = {name: table.label for form in load_forms().values() for name, table in form.tables.items()}
    return others | {kind.name: kind.label for kind in TABLE_KINDS}
