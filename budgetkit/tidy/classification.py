"""The classification columns that many tables share: function, government economic, department economic.

A class is printed in one cell (`2240101-行政运行`), in two (code, name), or with its code cut into 类, 款 and 项.
"""

from __future__ import annotations

from budgetkit.finding import Row
from budgetkit.parse import CodeName, clean_name, national_code, parse_code_name, squeeze
from budgetkit.recognise.kind import Column
from budgetkit.recognise.rows import PublishedRow

_FUNCTION = "(?:支出)?功能(?:分类)?科目"
_ECON = "(?:预算)?(?:支出)?经济(?:分类)?科目"
_GOV_ECON = f"政府{_ECON}"
_DEPT_ECON = f"(?:部门)?{_ECON}"
FUNCTION = Column("function", f"{_FUNCTION}(?:名称)?", "code_name", family="2")
GOV_ECON = Column("gov_econ", f"{_GOV_ECON}(?:名称)?", "code_name", family="5")
DEPT_ECON = Column("dept_econ", f"部门{_ECON}(?:名称)?", "code_name", family="3")


def _apart(key: str, family: str, group: str) -> tuple[Column, ...]:
    """Give the columns of a class whose code and name stand apart below a header `group/`, if any."""
    parts = (("class", "类", family), ("section", "款", ""), ("item", "项", ""))
    return (
        Column(f"{key}_code", f"{group}科目编码", "code", family=family),
        Column(f"{key}_name", f"{group}科目名称", "text"),
        *(
            Column(f"{key}_{part}", f"{group or '科目编码/'}{word}", "code", family=own, part_of=f"{key}_code")
            for part, word, own in parts
        ),
    )


FUNCTION_APART = (*_apart("function", "2", f"{_FUNCTION}(?:编码)?/"), *_apart("function", "2", ""))
ECON_BELOW_GROUPS = (
    *_apart("gov_econ", "5", f"{_GOV_ECON}(?:编码)?/"),
    *_apart("dept_econ", "3", f"{_DEPT_ECON}(?:编码)?/"),
)
ECON_APART = (*ECON_BELOW_GROUPS, *_apart("dept_econ", "3", ""))


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
    return CodeName(squeeze(row.text(f"{key}_code")) or None, clean_name(row.text(f"{key}_name")) or None)
