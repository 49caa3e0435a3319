"""A family of forms, read from its data file: its tables, their titles, header words and what these mean.

docs/forms.md tells how such a file is written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from budgetkit.recognise.kind import PublishedColumn

_SHARED = "shared.toml"
_COLUMN = re.compile(r"(?P<path>.+?)\s+=\s+(?P<key>\w+)(?:\s*:\s*(?P<type>\w+))?(?:\s+(?P<family>\d))?")
_PART = re.compile(r"(?P<whole>function|gov_econ|dept_econ)_(?:class|section|item)")


@dataclass(frozen=True)
class FormTable:
    """A published table of a form.

    `name` is the clean table that it fills, `layout` how its rows are read (tidy/layouts.py), `columns` what its
    header words mean, `parts` the columns that a whole is the sum of, `rows` the columns that its rows name where each
    row is an amount of its own, `or_else` the national table that it is read as where its header is that one's, `unit`
    what its amounts are in where it states none, `duty` whether a document of the form must hold it, `since` from
    which year.
    """

    name: str
    label: str
    titles: tuple[str, ...]
    columns: tuple[PublishedColumn, ...]
    layout: str = "list"
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    or_else: str | None = None
    unit: str = "万元"
    duty: str = "required"
    since: int = 0

    def keys(self, kind: str) -> tuple[str, ...]:
        """Give the keys of its columns of a type, each once."""
        return tuple(dict.fromkeys(column.key for column in self.columns if column.type == kind))

    @property
    def words(self) -> tuple[str, ...]:
        """The keys of the columns that say what an amount is for."""
        return tuple(dict.fromkeys(column.key for column in self.columns if column.type != "amount"))


@dataclass(frozen=True)
class Form:
    """A form: the kinds of document that use it, the words that only it prints, and its tables in order.

    `family` is the form that it extends at last, itself where it extends none.
    """

    name: str
    label: str
    documents: tuple[str, ...]
    tell: tuple[str, ...]
    tables: Mapping[str, FormTable]
    family: str

    def columns(self, table: str) -> tuple[PublishedColumn, ...]:
        """Give the columns of one of its tables."""
        return self.tables[table].columns


@cache
def load_forms() -> dict[str, Form]:
    """Load every family of forms by name; one that extends another has its tables too, its own words first.

    Raises ValueError where a file is not written as docs/forms.md says.
    """
    raw = {name.removesuffix(".toml"): _read(name) for name in sorted(_file_names()) if name != _SHARED}
    return {name: _make_form(name, raw) for name in raw}


def load_form(name: str) -> Form:
    """Load one family of forms; raises KeyError where there is none of this name."""
    return load_forms()[name]


def _file_names() -> list[str]:
    return [entry.name for entry in resources.files(__package__).iterdir() if entry.name.endswith(".toml")]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(name).read_text("utf-8"))


@cache
def _shared() -> dict[str, list[str]]:
    return _read(_SHARED)


def _make_form(name: str, raw: Mapping[str, dict[str, Any]]) -> Form:
    entry = raw[name]
    common = {"unit": entry["unit"]} if "unit" in entry else {}
    tables = {key: _make_table(f"{name}.toml", key, common | value) for key, value in entry.get("table", {}).items()}
    base = _make_form(entry["extends"], raw) if "extends" in entry else None
    tables = {**(base.tables if base else {}), **tables}
    family = base.family if base else name
    return Form(name, entry["label"], tuple(entry["documents"]), tuple(entry.get("tell", ())), tables, family)


def _make_table(where: str, name: str, entry: Mapping[str, Any]) -> FormTable:
    columns = [column for text in entry["columns"] for column in _make_columns(f"{where} {name}", text)]
    parts = {whole: tuple(keys) for whole, keys in entry.get("parts", {}).items()}
    own = {key: entry[key] for key in ("layout", "duty", "since", "rows", "or_else", "unit") if key in entry}
    return FormTable(name, entry["label"], tuple(entry["titles"]), tuple(columns), parts=parts, **own)


def _make_columns(where: str, text: str) -> list[PublishedColumn]:
    """Make the columns of one entry: `header words = key : type family`, or `@name` of a group that tables share."""
    if text.startswith("@"):
        return [column for entry in _shared()[text[1:]] for column in _make_columns(_SHARED, entry)]
    match = _COLUMN.fullmatch(text)
    if not match:
        raise ValueError(f"{where}: expected 'header words = key : type', found {text!r}")
    part = _PART.fullmatch(match["key"])
    whole = f"{part['whole']}_code" if part else None
    kind: Any = match["type"] or ("code" if part else "amount")
    return [PublishedColumn(match["key"], match["path"], kind, match["family"] or "", whole)]
