"""部门整体支出绩效目标表 and 专项转移支付绩效目标表 of a city department."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetkit.finding import Row
from made.amounts import format_amount
from made.department import MadeDepartment
from made.page import Paper
from made.printing_targets import indicator_cells

_FUNDS = (
    "total", "fiscal_total", "fiscal_basic", "fiscal_project", "other_total", "other_basic", "other_project",
)  # fmt: skip


def print_department_targets(paper: Paper, department: MadeDepartment) -> None:
    """Print the department's funds and its indicators, level and name glued into one cell."""
    paper.print_title(paper.number_title("部门整体支出绩效目标表"), unit=False)
    paper.lines += [f"({department.year}年度)", ""]
    funds = department.truth["department_funds"][0]
    paper.print_row(["部门名称", "", department.department, *[""] * 6])
    paper.print_row(["总体资金情况(万元)", "", "预算支出总额", "财政拨款", "", "", "其他资金", "", ""])
    paper.print_row(["", "", "", "合计", "基本支出", "项目支出", "合计", "基本支出", "项目支出"])
    paper.print_row(["", "", *(format_amount(funds[key]) or paper.style.empty_mark for key in _FUNDS)])
    paper.print_row(
        ["整体绩效目标", "", f"<p>{department.department}全年工作目标：履职尽责，提质增效。</p>", *[""] * 6]
    )
    paper.print_row(["其他说明", *[""] * 8])
    _print_indicators(paper, department.truth["department_indicators"])


def _print_indicators(paper: Paper, rows: Sequence[Row]) -> None:
    """Print the indicators: nine cells a row on the first page, six with a repeated first cell on the others."""
    paper.print_row(["活动", "", "绩效指标", "", "指标性质", "指标值", "", "度量单位", ""])
    left, page = paper.draw_page(), 0
    for row in rows:
        first = ""
        if left == 0:
            left, page, first = paper.draw_page(), page + 1, "整体绩效目标"
            paper.break_page([["", "活动", "绩效指标", "指标性质", "指标值", "度量单位"]])
        level1, level2, name, *rest = indicator_cells(paper, row)
        glued = f"{level1}{level2}{name}"
        operator, value, unit = rest
        if page:
            paper.print_row([first, row["activity"], glued, operator, value, unit])
        else:
            paper.print_row([row["activity"], "", glued, "", operator, value, "", unit, ""])
        left -= 1
    paper.lines.append("")


def print_transfer(paper: Paper, department: MadeDepartment) -> None:
    """Print the transfer to districts; levels stand on the first row that they apply to."""
    rows = department.truth["transfer_indicators"]
    name, amount = rows[0]["transfer_name"], f"{rows[0]['annual_amount']:.6f}"
    paper.print_title(f"{name}绩效目标表", unit=False)
    paper.lines += [f"({department.year}年度)", ""]
    paper.print_row(["转移支付名称", name, "市级主管部门", department.department, ""])
    paper.print_row(["资金情况 (万元)", "年度金额:", amount, "", ""])
    paper.print_row(["", "其中: 中央财政资金", "", "", ""])
    paper.print_row(["", "市级财政资金", amount, "", ""])
    paper.print_row(["", "其他资金", "", "", ""])
    paper.print_row(["年度 总体 目标", "年度目标", "", "", ""])
    paper.print_row(["", "统筹安排转移支付资金，支持各区补齐短板。", "", "", ""])
    paper.print_row(["绩效 指标", "一级指标", "二级指标", "三级指标", "指标值"])
    for cells in _transfer_cells(rows):
        paper.print_row(cells)


def _transfer_cells(rows: Sequence[Row]) -> Iterator[list[str]]:
    level1 = level2 = None
    for row in rows:
        shown1 = "" if row["level1"] == level1 else _spaced(row["level1"])
        shown2 = "" if row["level2"] == level2 else _spaced(row["level2"])
        level1, level2 = row["level1"], row["level2"]
        yield ["", shown1, shown2, row["name"], row["value"]]


def _spaced(level: str) -> str:
    return f"{level.removesuffix('指标')} 指标"
