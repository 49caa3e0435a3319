"""Tables 01 to 11 of a city department, as cities print them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budgetkit.finding import Row
from made.amounts import add
from made.department import MadeDepartment
from made.page import Cells, Paper

_TWO_SIDED = (("收 入", "", "支 出", ""), ("项 目", "预算数", "项 目", "预算数"))
_INCOME = (
    ("合计", "本年收入", *[""] * 9, "上年结转结余", *[""] * 5),
    (
        "", "小计", "一般公共预算 资金", "政府性基 金预算 资金", "国有资 本经营 预算 资金", "财政专 户管理 资金",
        "事业收入", "事业单 位经营 收入", "上级 补助 收入", "附属 单位 上缴 收入", "其他 收入", "小计",
        "一般公共预算 资金", "政府性基金预 算资金", "国有 资本 经营", "财政 专户 管理", "单位资金",
    ),
)  # fmt: skip
_INCOME_KEYS = (
    "total", "this_year_subtotal", "this_year_general_public", "this_year_gov_fund", "this_year_state_capital",
    "this_year_special_account", "this_year_business_income", "this_year_operating_income",
    "this_year_superior_subsidy", "this_year_affiliate_remittance", "this_year_other_income", "carryover_subtotal",
    "carryover_general_public", "carryover_gov_fund", "carryover_state_capital", "carryover_special_account",
    "carryover_unit_funds",
)  # fmt: skip
_EXPENDITURE = (
    (
        "支出功能分类科目", "政府支出经济分类科目", "部门支出经济分类科目", "合计", "基本支出", "项目支出", "其中",
        "", "",
    ),
    ("", "", "", "", "", "", "事业单位经营支出", "上缴上级支出", "对附属单位补助支出"),
)  # fmt: skip
_GENERAL = (
    ("功能分类科目", "", "预算数", "", "", "", "", ""),
    ("科目编码", "科目名称", "合计", "基本支出", "", "", "项目支出", ""),
    ("", "", "", "小计", "人员经费", "公用经费", "项目支出总数", "扣除基建项目 后预算数"),
)
_BASIC = (
    ("政府支出经济分类科目", "部门支出经济分类科目", "预算数", "", ""),
    ("", "", "合计", "人员经费", "公用经费"),
)
_FUND = (("功能分类科目", "", "预算数", "", ""), ("科目编码", "科目名称", "合计", "基本支出", "项目支出"))
_THREE_PUBLIC = (
    (
        "“三公”经费财政拨款预算总额", "因公出国（境）费用", "公务接待费", "公务用车购置及运行维护费", "", "",
    ),
    ("", "", "", "小计", "公务用车购置费", "公务用车运行维护费"),
)  # fmt: skip
_THREE_PUBLIC_KEYS = ("total", "overseas", "reception", "vehicle_subtotal", "vehicle_purchase", "vehicle_operation")
_SERVICES = (("指导性目录", "", "", "预算金额"), ("一级", "二级", "三级", ""))


def print_city_tables(paper: Paper, department: MadeDepartment) -> None:
    """Print tables 01 to 11 in the order in which cities print them."""
    truth = department.truth
    _print(paper, "收支总表", _TWO_SIDED, two_sided_rows(paper, truth["income_expenditure"]))
    _print(paper, "收入总表", _INCOME, [paper.amounts(row, _INCOME_KEYS) for row in truth["income"]])
    print_expenditure(paper, truth["expenditure"], "支出总表", _EXPENDITURE)
    _print(paper, "财政拨款收支总表", _TWO_SIDED, two_sided_rows(paper, truth["fiscal_grant"]))
    _print_general(paper, truth["general_public_expenditure"])
    print_basic(paper, truth["basic_expenditure"], "一般公共预算基本支出表", _BASIC)
    for title, name in (("政府性基金预算支出表", "gov_fund"), ("国有资本经营预算支出表", "state_capital")):
        keys = ("total", "basic", "project")
        rows = [
            (row["function_code"], paper.name(row["function_name"]), *paper.amounts(row, keys)) for row in truth[name]
        ]
        _print(paper, title, _FUND, rows, ("", "合 计", *paper.sums(truth[name], keys)))
    three = [paper.amounts(row, _THREE_PUBLIC_KEYS) for row in truth["three_public"]]
    _print(paper, "财政拨款“三公”经费支出表", _THREE_PUBLIC, three)
    print_procurement(paper, truth["procurement"])
    _print_services(paper, truth["purchased_services"])


def _print(
    paper: Paper, title: str, header: Sequence[Cells], rows: Sequence[Cells], total: Cells | None = None
) -> None:
    paper.print_title(paper.number_title(title))
    paper.print_table(header, rows, total)


def two_sided_rows(paper: Paper, rows: Sequence[Row]) -> list[Cells]:
    """Put the income and expenditure sides beside each other: lines level with each other, totals last."""
    income = [row for row in rows if row["side"] == "income"]
    expenditure = [row for row in rows if row["side"] == "expenditure"]
    left, left_end = _cut_before_totals(income)
    right, right_end = _cut_before_totals(expenditure)
    height = max(len(left), len(right))
    middle = [_beside(paper, _at(left, n), _at(right, n)) for n in range(height)]
    height = max(len(left_end), len(right_end)) - 1
    ending = [_beside(paper, _at(left_end[:-1], n), _at(right_end[:-1], n)) for n in range(height)]
    return [*middle, *ending, _beside(paper, left_end[-1], right_end[-1])]


def _cut_before_totals(rows: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    starts = ("本年收入合计", "本年支出合计", "二、上年结转", "二、年终结转结余")
    cut = next(n for n, row in enumerate(rows) if row["item"] in starts)
    return rows[:cut], rows[cut:]


def _at(rows: Sequence[Row], position: int) -> Row | None:
    return rows[position] if position < len(rows) else None


def _beside(paper: Paper, income: Row | None, expenditure: Row | None) -> Cells:
    cells = [*_item(paper, income), *_item(paper, expenditure)]
    bold = any(
        row is not None and row["role"] != "line" and row["item"][0] in "本收支" for row in (income, expenditure)
    )
    return paper.bold(cells) if bold else cells


def _item(paper: Paper, row: Row | None) -> tuple[str, str]:
    return ("", "") if row is None else (row["item"], paper.money(row["amount"], row.get("decimals", 6)))


def glued(paper: Paper, row: Row, kind: str) -> str:
    """Print a classification code glued to its name."""
    return f"{row[f'{kind}_code']}{paper.style.glue}{paper.name(row[f'{kind}_name'])}"


def in_columns(paper: Paper, code: str, name: str) -> tuple[str, str]:
    """Print a code and its name in two columns, or both in one of them."""
    whole = f"{code}{paper.style.glue}{name}"
    return {"": (code, name), "code": (whole, ""), "name": ("", whole)}[paper.style.codes_in]


def print_expenditure(paper: Paper, rows: Sequence[Row], title: str, header: Sequence[Cells]) -> None:
    """Print 支出总表 with as many columns as the header has."""
    keys = ("total", "basic", "project", "operating", "remit_to_superior", "subsidy_to_affiliate")[: len(header[0]) - 3]
    kinds = ("function", "gov_econ", "dept_econ")
    cells = [(*(glued(paper, row, kind) for kind in kinds), *paper.amounts(row, keys)) for row in rows]
    _print(paper, title, header, cells, ("合 计", "", "", *paper.sums(rows, keys)))


def _print_general(paper: Paper, rows: Sequence[Row]) -> None:
    keys = ("total", "basic", "personnel", "public_funds", "project", "project_excl_capital")
    cells = [
        (*in_columns(paper, row["function_code"], paper.name(row["function_name"])), *paper.amounts(row, keys))
        for row in rows
    ]
    _print(paper, "一般公共预算支出表", _GENERAL, cells, ("", "合 计", *paper.sums(rows, keys)))


def print_basic(paper: Paper, rows: Sequence[Row], title: str, header: Sequence[Cells]) -> None:
    """Print 一般公共预算基本支出表."""
    keys = ("total", "personnel", "public_funds")
    cells = [(glued(paper, row, "gov_econ"), glued(paper, row, "dept_econ"), *paper.amounts(row, keys)) for row in rows]
    _print(paper, title, header, cells, ("", "合 计", *paper.sums(rows, keys)))


def print_procurement(paper: Paper, rows: Sequence[Row]) -> None:
    """Print 政府采购预算明细表."""
    cells = [(f"{row['category_code']}{paper.style.glue}{row['category']}", paper.money(row["amount"])) for row in rows]
    _print(paper, "政府采购预算明细表", [("采购类别", "金额")], cells, ("合计", *paper.sums(rows, ["amount"])))


def _print_services(paper: Paper, rows: Sequence[Row]) -> None:
    """Print the services bought, their total first."""
    total = paper.money(add([Decimal(0), *(row["amount"] for row in rows)]))
    cells = [
        (*(glued_level(paper, row, level) for level in (1, 2)), row["level3"], paper.money(row["amount"]))
        for row in rows
    ]
    _print(paper, "财政拨款政府购买服务明细表", _SERVICES, [paper.bold(("合计", "", "", total)), *cells])


def glued_level(paper: Paper, row: Row, level: int) -> str:
    """Print a level of the guiding catalogue with its code."""
    return f"{row[f'level{level}_code']}{paper.style.glue}{row[f'level{level}']}"
