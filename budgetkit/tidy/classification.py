"""The classification columns that many tables share: function, government economic, department economic.

A class is printed in one cell (`2240101-行政运行`), in two (code, name), or with its code cut into 类, 款 and 项. Their
header words stand in budgetkit/forms/shared.toml.
"""

from __future__ import annotations

from budgetkit.finding import Row
from budgetkit.parse import CodeName, clean_name, national_code, parse_code_name, squeeze
from budgetkit.recognise.published_table import PublishedRow


def function_columns(row: PublishedRow) -> Row:
    """Read function_code (7 digits) and function_name."""
    code, name = _read(row, "function")
    return {"function_code": code, "function_name": name}


def gov_econ_columns(row: PublishedRow) -> Row:
    """Read gov_econ_code (5 digits) and gov_econ_name."""
    code, name = _read(row, "gov_econ")
    return {"gov_econ_code": code, "gov_econ_name": name}


def dept_econ_columns(row: PublishedRow) -> Row:
    """Read dept_econ_code as printed (5 digits, or 7 where local), the national dept_econ_code5, and dept_econ_name."""
    code, name = _read(row, "dept_econ")
    return {"dept_econ_code": code, "dept_econ_code5": national_code(code), "dept_econ_name": name}


def _read(row: PublishedRow, key: str) -> CodeName:
    if row.text(key):
        return parse_code_name(row.text(key))
    code, name = row.text(f"{key}_code"), row.text(f"{key}_name")
    return _split_glued(code, name) or CodeName(squeeze(code) or None, clean_name(name) or None)


def _split_glued(code: str, name: str) -> CodeName | None:
    """Split a code and name that stand together in one of two columns, whose other is empty or says the same."""
    for glued, other in ((parse_code_name(name), squeeze(code)), (parse_code_name(code), clean_name(name))):
        if glued.code and glued.name and (not other or other in glued):
            return glued
    return None
