"""Names of the national budget classification's classes, by code."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def load_classes() -> dict[str, dict[str, str]]:
    """Load the class names by kind of code: function_code, gov_econ_code, dept_econ_code."""
    return tomllib.loads(resources.files(__package__).joinpath("classes.toml").read_text("utf-8"))


def class_name(kind: str, code: str) -> str:
    """Name a class; a code that the national classification does not have (a new or local one) is its own name."""
    return load_classes()[kind].get(code, code)
