"""Function classes (类) by name: those of the classification of any year, and what else forms call them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from budgetkit.codes.reference import load_reference

_DIGITS = 3  # of a class


def find_class(name: str) -> str | None:
    """Find the 3-digit code of a function class by its name, today's or an earlier one."""
    return _codes_by_name().get(_stem(name))


def load_class_stems() -> tuple[str, ...]:
    """Load the names of function classes of all years, without 支出 at their end."""
    return tuple(_codes_by_name())


@cache
def _codes_by_name() -> dict[str, str]:
    listed = load_reference("function")
    names = {entry.name: code for code, entries in listed.items() if len(code) == _DIGITS for entry in entries}
    return {_stem(name): code for name, code in (load_other_names() | names).items()}


@cache
def load_other_names() -> dict[str, str]:
    """Load the names of classes that the classification's reference does not have, by name, with their codes."""
    return tomllib.loads(resources.files(__package__).joinpath("class_names.toml").read_text("utf-8"))


def _stem(name: str) -> str:
    return name.removesuffix("支出")
