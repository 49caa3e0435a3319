"""The classification columns that many tables share: function, government economic, department economic."""

from __future__ import annotations

from budgetkit.finding import Row
from budgetkit.parse import clean_name, national_code, parse_code_name, squeeze
from budgetkit.recognise.kind import Column
from budgetkit.recognise.rows import PublishedRow

FUNCTION = Column("function", "(?:支出)?功能分类科目(?:名称)?", "code_name", family="2")
FUNCTION_CODE = Column("function_code", "(?:支出)?功能分类科目/科目编码", "code", family="2")
FUNCTION_NAME = Column("function_name", "(?:支出)?功能分类科目/科目名称", "text")
GOV_ECON = Column("gov_econ", "政府(?:支出|预算支出)?经济分类科目(?:名称)?", "code_name", family="5")
DEPT_ECON = Column("dept_econ", "部门(?:支出|预算支出)?经济分类科目(?:名称)?", "code_name", family="3")


def function_columns(row: PublishedRow) -> Row:
    """Read function_code (7 digits) and function_name, from a glued cell or from two."""
    if row.text("function"):
        code, name = parse_code_name(row.text("function"))
    else:
        code = squeeze(row.text("function_code")) or None
        name = clean_name(row.text("function_name")) or None
    return {"function_code": code, "function_name": name}


def gov_econ_columns(row: PublishedRow) -> Row:
    """Read gov_econ_code (5 digits) and gov_econ_name."""
    code, name = parse_code_name(row.text("gov_econ"))
    return {"gov_econ_code": code, "gov_econ_name": name}


def dept_econ_columns(row: PublishedRow) -> Row:
    """Read dept_econ_code as printed (5 digits, or 7 where local), the national dept_econ_code5, and dept_econ_name."""
    code, name = parse_code_name(row.text("dept_econ"))
    return {"dept_econ_code": code, "dept_econ_code5": national_code(code), "dept_econ_name": name}
