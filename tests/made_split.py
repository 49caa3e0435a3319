"""Made tables, cut into pages and blocks in every way that the tests call for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from budgetkit.read.row import RawRow
from budgetkit.read.text import split_lines

Cells = Sequence[str]

LEFT_HEADER = [("项目单位", "类型", "项目名称", "支出功能分类科目")]
RIGHT_HEADER = [
    ("政府支出经济分类科目", "部门支出经济分类科目", "合计", "本年拨款", "", "", "财政拨款结转结余", ""),
    ("", "", "", "一般公共预算", "政府性基金预算", "国有资本经营预算", "一般公共预算", "政府性基金预算"),
]
WHOLE_HEADER = [
    (*LEFT_HEADER[0], *RIGHT_HEADER[0]),
    ("", "", "", "", *RIGHT_HEADER[1]),
]
PROJECTS = [  # name, function, government economic, department economic, amount
    ("林场巡护", "2130209-森林生态效益补偿", "50205-委托业务费", "30227-委托业务费", "1,200.500000"),
    ("河道清淤", "2130305-水利工程建设", "50205-委托业务费", "3022701-委托业务费", "300.000000"),
    ("河道清淤", "2130305-水利工程建设", "50209-维修(护)费", "30213-维修(护)费", "45.250000"),
    ("苗木采购(首款)", "2130209-森林生态效益补偿", "50204-专用材料购置费", "30218-专用材料费", "80.000000"),
    ("苗木采购（尾款）", "2130209-森林生态效益补偿", "50204-专用材料购置费", "30218-专用材料费", "20.000000"),
    ("防火宣传", "2130234-林业草原防灾减灾", "50201-办公经费", "30202-印刷费", "6.300000"),
    ("防火培训", "2130234-林业草原防灾减灾", "50203-培训费", "30216-培训费", "9.100000"),
]
TOTAL = "1,661.150000"


def project_sides(projects: Sequence[Cells] = PROJECTS, total: str = TOTAL) -> tuple[list[Cells], list[Cells]]:
    """Make the left and right rows of a 项目支出表, the last of each its total."""
    left = [("208001-某区园林局", "1-行政单位", name, function) for name, function, *_ in projects]
    right = [(gov, dept, amount, amount, "", "", "", "") for _, _, gov, dept, amount in projects]
    return [*left, ("合 计", "", "", "")], [*right, ("", "", total, total, "", "", "", "")]


def whole_rows(left: Sequence[Cells], right: Sequence[Cells]) -> list[Cells]:
    """Put the sides of a table beside each other."""
    return [(*one, *other) for one, other in zip(left, right, strict=True)]


def pages(rows: Sequence[Cells], breaks: Iterable[int]) -> list[list[Cells]]:
    """Cut rows into pages before the given positions."""
    edges = [0, *sorted(set(breaks)), len(rows)]
    return [list(rows[start:end]) for start, end in pairwise(edges)]


def print_pages(printed: Sequence[tuple[Sequence[Cells], Sequence[Cells]]]) -> str:
    """Print pages of (header, rows), a blank line between them."""
    return "\n\n".join("\n".join("\t".join(row) for row in (*header, *rows)) for header, rows in printed)


def with_header(header: Sequence[Cells], parts: Sequence[Sequence[Cells]], repeated: bool) -> list[tuple]:
    """Give the first page its header, the others too if it is repeated."""
    return [(header if repeated or position == 0 else [], part) for position, part in enumerate(parts)]


def read(text: str) -> list[RawRow]:
    """Read a made text as lines, blank ones left out as recognition leaves them out."""
    return [line for line in split_lines(text) if not line.is_blank]


def expenditure_of(projects: Sequence[Cells] = PROJECTS) -> list[dict]:
    """Make the rows of 支出总表 that agree with made projects: project money by class."""
    sums: dict[tuple, Decimal] = {}
    for _, *classes, amount in projects:
        key = tuple(text.partition("-")[0] for text in classes)
        sums[key] = sums.get(key, Decimal(0)) + Decimal(amount.replace(",", ""))
    names = ("function_code", "gov_econ_code", "dept_econ_code")
    return [{**dict(zip(names, key, strict=True)), "project": total} for key, total in sums.items()]
