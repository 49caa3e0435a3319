"""The tables of a district department, as districts print them: other order, other titles, cut blocks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from budgetkit.finding import Row
from made.amounts import add
from made.department import MadeDepartment
from made.late import draw_anchor
from made.page import Cells, Paper
from made.printing_city import (
    glued,
    glued_level,
    in_columns,
    print_basic,
    print_expenditure,
    print_procurement,
    two_sided_rows,
)
from made.printing_split import print_block_pair
from made.printing_targets import TargetsTable, indicator_cells

_TWO_SIDED = (("收 入", "", "支 出", ""), ("项 目", "预算数", "项 目", "预算数"))
_INCOME = (
    ("部门(单位)代码", "部门(单位)名称", "合计", "本年收入", "", "", "", "", ""),
    (
        "", "", "", "小计", "一般公共预算资金", "政府性基金预算资金", "国有资本经营预算资金", "财政专户管理资金",
        "事业收入",
    ),
)  # fmt: skip
_INCOME_KEYS = (
    "total", "this_year_subtotal", "this_year_general_public", "this_year_gov_fund", "this_year_state_capital",
    "this_year_special_account", "this_year_business_income",
)  # fmt: skip
_EXPENDITURE = (("支出功能分类科目", "政府支出经济分类科目", "部门支出经济分类科目", "合计", "基本支出", "项目支出"),)
_PROJECT_LEFT = (("项目单位", "类型", "项目名称", "支出功能分类科目"),)
_PROJECT_RIGHT = (
    ("政府支出经济分类科目", "部门支出经济分类科目", "合计", "本年拨款", "", "", "财政拨款结转结余", ""),
    ("", "", "", "一般公共预算", "政府性基金预算", "国有资本经营预算", "一般公共预算", "政府性基金预算"),
)
_PROJECT_KEYS = ("total", "general_public", "gov_fund", "state_capital", "carryover_general", "carryover_gov_fund")
_GENERAL_LEFT = (
    ("单位名称", "功能分类科目", "", "合计", "本年预", ""),
    ("", "科目编码", "科目名称", "", "基本支出", ""),
    ("", "", "", "", "小计", "人员经费"),
)
_GENERAL_RIGHT = (("预算数", "", ""), ("", "项目支出", ""), ("公用经费", "项目支出总数", "扣除基建项目后预算数"))
_GENERAL_WHOLE = (
    ("单位名称", "功能分类科目", "", "合计", "本年预算数", "", "", "", ""),
    ("", "科目编码", "科目名称", "", "基本支出", "", "", "项目支出", ""),
    ("", "", "", "", "小计", "人员经费", "公用经费", "项目支出总数", "扣除基建项目后预算数"),
)
_BASIC = (
    ("政府支出经济分类科目", "部门支出经济分类科目", "本年预算数", "", ""),
    ("", "", "合计", "人员经费", "公用经费"),
)
_THREE_PUBLIC = (
    (
        "年度", "“三公”经费财政拨款预算总额", "因公出国（境）费用", "公务接待费", "公务用车购置及运行维护费", "", "",
    ),
    ("", "", "", "", "小计", "公务用车购置费", "公务用车运行维护费"),
)  # fmt: skip
_THREE_PUBLIC_KEYS = ("total", "overseas", "reception", "vehicle_subtotal", "vehicle_purchase", "vehicle_operation")
_SERVICES = (("项目名称", "指导性目录", "", "", "服务领域", "预算金额"), ("", "一级", "二级", "三级", "", ""))
_LIST_HEADER = ("项目名称", "项目类别", "项目联系人", "联系电话", "预算金额", "财政拨款", "其他资金")
_ANNUAL = (("绩效目标", "一级指标", "二级指标", "三级指标", "绩效指标性质", "本年绩效指标值", "绩效度量单位"),)


def print_district_tables(paper: Paper, department: MadeDepartment) -> None:
    """Print every table of a district's budget in the order in which districts print them."""
    truth = department.truth
    _print(paper, "收支总表", _TWO_SIDED, two_sided_rows(paper, _rounded(paper, truth["income_expenditure"])))
    _print_income(paper, truth["income"])
    print_expenditure(paper, truth["expenditure"], "支出预算总表", _EXPENDITURE)
    _print_projects(paper, truth["project_expenditure"])
    print_procurement(paper, truth["procurement"])
    _print(paper, "财政拨款收支预算总表", _TWO_SIDED, two_sided_rows(paper, truth["fiscal_grant"]))
    _print_general(paper, truth["general_public_expenditure"])
    print_basic(paper, truth["basic_expenditure"], "一般公共预算财政拨款基本支出表", _BASIC)
    _print_fund(paper, truth["gov_fund"], "政府性基金预算财政拨款支出表", "本年预算数")
    _print_fund(paper, truth["state_capital"], "国有资本经营预算财政拨款支出表", "本年国有资本经营预算财政拨款支出")
    _print_three_public(paper, truth["three_public"])
    _print_services(paper, department)
    _print_list(paper, department)
    _print_annual(paper, truth["projects"], truth["project_indicators"])


def _print(paper: Paper, title: str, header: Sequence[Cells], rows: Sequence[Cells], total: Cells | None = None):
    paper.print_title(paper.number_title(title))
    paper.print_table(header, rows, total)


def _rounded(paper: Paper, rows: Sequence[Row]) -> Sequence[Row]:
    """Print the first amount with two decimals, where the style rounds it."""
    return [{**rows[0], "decimals": 2}, *rows[1:]] if paper.style.rounded else rows


def _print_income(paper: Paper, rows: Sequence[Row]) -> None:
    paper.print_title(paper.number_title("收入"), unit=False)
    cells = [
        (*in_columns(paper, row["unit_code"], row["unit_name"]), *paper.amounts(row, _INCOME_KEYS)) for row in rows[:-1]
    ]
    paper.print_table(_INCOME, [*cells, paper.bold(("", "合 计", *paper.amounts(rows[-1], _INCOME_KEYS)))])


def _unit(paper: Paper, row: Row) -> str:
    return f"{row['unit_code']}{paper.style.glue}{row['unit_name']}"


def _print_projects(paper: Paper, rows: Sequence[Row]) -> None:
    """Print 项目支出表 whole, or its left columns before the title and its right ones behind."""
    types = {"行政单位": "1-行政单位"}
    left = [
        (
            _unit(paper, row), types.get(row["unit_type"], f"2-{row['unit_type']}"),
            paper.name(row["project_name"]), glued(paper, row, "function"),
        )
        for row in rows
    ]  # fmt: skip
    kinds = ("gov_econ", "dept_econ")
    right = [(*(glued(paper, row, kind) for kind in kinds), *paper.amounts(row, _PROJECT_KEYS)) for row in rows]
    total = paper.sums(rows, _PROJECT_KEYS)
    title = paper.number_title("项目支出表")
    if not paper.style.split_tables:
        paper.print_title(title)
        header = [(*_PROJECT_LEFT[0], *_PROJECT_RIGHT[0]), ("", "", "", "", *_PROJECT_RIGHT[1])]
        whole = [(*one, *other) for one, other in zip(left, right, strict=True)]
        paper.print_table(header, whole, ("合 计", *[""] * 5, *total))
        return
    paper.lines += ["", ""]
    print_block_pair(
        paper,
        (_PROJECT_LEFT, left, ("合 计", "", "", "")),
        (_PROJECT_RIGHT, right, ("", "", *total)),
        between=["", title, ""],
    )


def _print_general(paper: Paper, rows: Sequence[Row]) -> None:
    """Print 一般公共预算支出表 whole or cut; the cut right block loses its empty rows."""
    title = paper.number_title("一般公共预算财政拨款支出表")
    first, last = ("total", "basic", "personnel"), ("public_funds", "project", "project_excl_capital")
    left = [
        (
            _unit(paper, row), *in_columns(paper, row["function_code"], paper.name(row["function_name"])),
            *paper.amounts(row, first),
        )
        for row in rows
    ]  # fmt: skip
    right = [paper.amounts(row, last) for row in rows]
    total = ("", "", "合 计", *paper.sums(rows, first)), paper.sums(rows, last)
    if not paper.style.split_tables:
        paper.print_title(title)
        whole = [(*one, *other) for one, other in zip(left, right, strict=True)]
        paper.print_table(_GENERAL_WHOLE, whole, (*total[0], *total[1]))
        return
    paper.print_title(title, unit=False)
    right = [cells for cells in right if any(cells)]
    between = ["", "", "金额单位：万元", ""]
    print_block_pair(paper, (_GENERAL_LEFT, left, total[0]), (_GENERAL_RIGHT, right, total[1]), between)


def _print_fund(paper: Paper, rows: Sequence[Row], title: str, amount_words: str) -> None:
    """Print a fund's table; where it is cut, the project column stands in a block of its own."""
    words = ("支出功能分类科目", "政府支出经济分类科目", "部门支出经济分类科目")
    kinds = ("function", "gov_econ", "dept_econ")
    left = [tuple(glued(paper, row, kind) for kind in kinds) for row in rows]
    keys = ("total", "basic", "project")
    total = paper.sums(rows, keys)
    if not paper.style.split_tables:
        header = [(*words, amount_words, "", ""), ("", "", "", "合计", "基本支出", "项目支出")]
        whole = [(*cells, *paper.amounts(row, keys)) for cells, row in zip(left, rows, strict=True)]
        _print(paper, title, header, whole, ("", "", "合 计", *total))
        return
    paper.print_title(paper.number_title(title), unit=False)
    header = [(*words, amount_words, ""), ("", "", "", "合计", "基本支出")]
    rest = [cells for row in rows if any(cells := paper.amounts(row, keys[2:]))]
    left = [(*cells, *paper.amounts(row, keys[:2])) for cells, row in zip(left, rows, strict=True)]
    print_block_pair(
        paper,
        (header, left, ("", "", "合 计", *total[:2])),
        ([("项目支出",)], rest, total[2:] if rows else None),
        between=["", f"金额单位：{paper.style.unit}", ""],
    )


def _print_three_public(paper: Paper, rows: Sequence[Row]) -> None:
    title = "财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表"
    _print(
        paper,
        title,
        _THREE_PUBLIC,
        [(str(row["budget_year"]), *paper.amounts(row, _THREE_PUBLIC_KEYS)) for row in rows],
    )


def _print_services(paper: Paper, department: MadeDepartment) -> None:
    """Print the services bought by project; a style has the project's contact behind the amount."""
    rows = department.truth["purchased_services"]
    header = _SERVICES
    cells = [_service_cells(paper, row) for row in rows]
    total = paper.bold(("合 计", "", "", "", "", paper.money(add(row["amount"] for row in rows))))
    if paper.style.contacts == "services":
        header = [(*header[0], "联系人", "联系电话"), (*header[1], "", "")]
        cells = [[*one, *department.people[row["project_id"]]] for one, row in zip(cells, rows, strict=True)]
        total += ["", ""]
    _print(paper, "政府购买服务预算财政拨款明细表", header, [total, *cells])


def _service_cells(paper: Paper, row: Row) -> list[str]:
    project = paper.project_cell(_damage(paper, row["project_id"]), row["project_name"])
    levels = [glued_level(paper, row, 1), glued_level(paper, row, 2), row["level3"]]
    return [project, *levels, row["service_field"], paper.money(row["amount"])]


def _damage(paper: Paper, project_id: str) -> str:
    """Print an id with a zero too many, where the style damages ids."""
    if not paper.style.damaged_ids or paper.random.random() < 0.5:
        return project_id
    return f"{project_id[:9]}0{project_id[9:]}"


def _print_list(paper: Paper, department: MadeDepartment) -> None:
    """Print the project list, which has no title and mostly no header, but the contacts' names and numbers."""
    paper.lines += ["", ""]
    left, units = paper.draw_page(), _units_of(department)
    if paper.style.contacts == "header":
        paper.print_row(_LIST_HEADER)
    is_shifted = False
    for row in department.truth["projects"]:
        cells = _list_cells(paper, row, department.people[row["project_id"]])
        if left == 0:
            left = paper.draw_page()
            if paper.style.worn_list:
                paper.print_row([cells[0][:17], *[""] * 6])
            paper.break_page()
            is_shifted = paper.style.worn_list and not is_shifted
            paper.print_row([units[row["project_id"]], *cells] if is_shifted else cells)
        else:
            paper.print_row(["", *cells] if is_shifted else cells)
        left -= 1
    paper.lines.append("")


def _units_of(department: MadeDepartment) -> dict[str, str]:
    rows = department.truth["project_expenditure"]
    return {row["project_id"]: f"{row['unit_code']}-{row['unit_name']}" for row in rows}


def _list_cells(paper: Paper, row: Row, contact: tuple[str, str]) -> list[str]:
    cell = paper.project_cell(row["project_id"], row["project_name"])
    money = paper.amounts(row, ("total", "fiscal_funds", "other_funds"))
    if paper.style.contacts == "last":
        return [cell, "31-部门项目", *money, *contact]
    return [cell, "31-部门项目", *contact, *money]


def _print_annual(paper: Paper, projects: Sequence[Row], indicators: Sequence[Row]) -> None:
    """Print goals and indicators, which name no project: they follow 项目支出表 in order.

    A goal below its project's first indicators stands at the head of a page.
    """
    paper.print_title("年度项目支出绩效表")
    for cells in _ANNUAL:
        paper.print_row(cells)
    table = TargetsTable(paper, _ANNUAL)
    own = {seq: list(rows) for seq, rows in groupby(indicators, key=lambda row: row["project_seq"])}
    before: tuple[list[str], int] = ([], -1)
    for project in projects:
        rows = own[project["project_seq"]]
        kinds = [row["level2"] for row in rows]
        anchor = draw_anchor(paper.random, *before, kinds) if paper.style.late_names else 0
        _print_project(table, project["goal"], rows, anchor)
        before = (kinds, anchor)


def _print_project(table: TargetsTable, goal: str, rows: Sequence[Row], anchor: int) -> None:
    goals: dict[int, str] = {}
    for position, row in enumerate(rows):
        if position == anchor:
            shown = f"<p>{goal}</p>" if table.paper.style.markup else goal
            if anchor:
                table.break_page()
            head, goals = table.cut_goal(shown, anchor, len(rows))
            goals[anchor] = head
        table.print_row([goals.get(position, ""), *indicator_cells(table.paper, row)])
