"""Which family of forms a document is printed in, by the words that only that family prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from budgetkit.forms.form import Form, load_form, load_forms
from budgetkit.read.row import RawRow
from budgetkit.recognise.header import header_word
from budgetkit.recognise.title import normalise_title
from budgetkit.source_entry import read_as

DEFAULT = {"budget": "national", "final_accounts": "final-accounts"}
_LONGEST = 60


def tell_form(rows: Iterable[RawRow], document_kind: str) -> Form | None:
    """Tell the family of forms of a document of a kind: the one most of whose own words it prints.

    Words are titles, cells, and the cells of a header set apart by `|`.

    Where it prints none, it is read by the forms of the whole country; None for kinds of document without forms.
    """
    forms = [form for form in load_forms().values() if document_kind in form.documents and form.tell]
    rows = list(rows)
    words = {word for row in rows for cell in row.filled if len(cell) <= _LONGEST for word in _written(cell)}
    words |= {"|".join(map(header_word, row.filled)) for row in rows if len(row.filled) > 2 and _is_short(row)}
    telling = _any_of(tuple(own for form in forms for own in form.tell))
    told = [word for word in words if telling.fullmatch(word)]
    counts = {form.name: sum(any(map(re.compile(own).fullmatch, told)) for own in form.tell) for form in forms}
    best = max(counts, key=counts.__getitem__, default=None)
    if best and counts[best]:
        return load_form(best)
    default = DEFAULT.get(read_as(document_kind))
    return load_form(default) if default else None


def _is_short(row: RawRow) -> bool:
    """Say whether a row may be a header: no sentence, no amount with decimals."""
    return all(len(cell) <= _LONGEST and not re.search(r"\d\.\d", cell) for cell in row.filled)


@lru_cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@lru_cache(1 << 12)
def _written(cell: str) -> tuple[str, ...]:
    return header_word(cell), normalise_title(cell)
