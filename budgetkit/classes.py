"""Names of the national budget classification's codes as they are in force now."""

from __future__ import annotations

from functools import cache

from budgetkit.codes.reference import KINDS, load_reference

PUBLIC_FUNDS_CLASSES = ("302", "310")
"""What 公用经费 is made of, by department economic class: 商品和服务支出, 资本性支出."""


@cache
def load_classes() -> dict[str, dict[str, str]]:
    """Load the names by kind of code: function_code, gov_econ_code, dept_econ_code; the latest of each code."""
    return {
        f"{kind}_code": {code: entries[-1].name for code, entries in load_reference(kind).items()} for kind in KINDS
    }


def class_name(kind: str, code: str) -> str:
    """Name a class; a code that the national classification does not have (a new or local one) is its own name."""
    return load_classes()[kind].get(code, code)
