"""Random tables as PDFs print them: rulings, merged headers, wraps, turned pages, page breaks, and what stands around.

Each bears the cells that a reader must give. Near misses look like tables and are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import pikepdf

from made.pdf import Merged, table, words

RULED = {
    "all lines": "stroke: 0.5pt",
    "no line at the sides": "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt, left: if x > 0 { 0.5pt })",
    "white lines": 'stroke: 0.5pt + white, fill: (x, y) => if calc.even(y) { rgb("#dde6f0") }',
    "double lines": "stroke: (x, y) => (paint: black, thickness: if y == 0 { 2pt } else { 0.3pt })",
    "hairlines": "stroke: 0.05pt",
    "dashed lines": 'stroke: (thickness: 0.5pt, dash: "dashed")',
}
UNRULED = {
    "lines across only": "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt)",
    "line under the header only": "stroke: (x, y) => (bottom: if y == 1 { 0.5pt })",
    "no lines": "stroke: none",
}
_NAMES = (
    "一般公共服务支出", "行政运行", "社会保障和就业支出", "机关事业单位基本养老保险缴费支出", "住房公积金", "其他支出",
    "信息化建设", "事业单位医疗", "会议费", "IT 系统运维", "公务用车运行维护费（燃油等）",
)  # fmt: skip


@dataclass(frozen=True)
class MadeTable:
    """A table as Typst markup, and the cells of its rows."""

    markup: str
    cells: list[tuple[str, ...]]


def make_table(random: Random, options: str, rows: int, *, wraps: bool = False, empty: bool = True) -> MadeTable:
    """Make a table with code, name and amounts under a header of two rows; some amounts are empty."""
    amounts = random.randint(2, 4)
    head: list[list] = [[Merged("项目", columns=2), None, Merged("合计", rows=2), Merged("其中", columns=amounts - 1)]]
    head[0] += [None] * (amounts - 2)
    head.append(["编码", "名称", None, *(f"第{number}项" for number in range(1, amounts))])
    cells = [["项目", "", "合计", "其中", *[""] * (amounts - 2)], ["编码", "名称", "", *head[1][3:]]]
    body = [_row(random, amounts, empty and number > 2) for number in range(rows)]
    widths = f"(50pt, {60 if wraps else 190}pt, {', '.join(['75pt'] * amounts)})"
    aligned = "align: (x, y) => if y > 1 and x > 1 { right + horizon } else { horizon }"
    markup = table([*head, *body], amounts + 2, f"{options}, {aligned}", widths, header=2)
    return MadeTable(markup, [tuple(row) for row in (*cells, *body)])


def _row(random: Random, amounts: int, may_be_empty: bool) -> list[str]:
    code = random.choice(["201", "20103", "2010301", "30101", "2080505"])
    name = random.choice(_NAMES)
    return [code, name, *("" if may_be_empty and random.random() < 0.3 else _amount(random) for _ in range(amounts))]


def _amount(random: Random) -> str:
    value = random.choice([0, 1, -1]) * random.random() * 10 ** random.randint(0, 8)
    return f"{value:,.2f}" if round(value, 2) else "0.00"


def turn_pages(path: Path, degrees: int) -> None:
    """Tell viewers to show the pages turned."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for page in document.pages:
            page.rotate(degrees, relative=True)
        document.save(path)


NEAR_MISSES = {
    "a paragraph in a frame": f'#rect(width: 300pt)[{words("说明：本表金额单位为万元，合计 12.50 与 13.50 相等。")}]',
    "two frames in one another": '#rect(inset: 8pt)[#rect[附注 12.50]]',
    "a diagram with axes": (
        '#box(width: 200pt, height: 100pt)[#place(line(start: (0pt, 0pt), end: (0pt, 100pt)))'
        "#place(dy: 100pt, line(length: 200pt))" + "".join(
            f"#place(dy: {y}pt, line(length: 4pt))"
            f"#place(dx: {y * 2}pt, dy: {100 - y}pt, rect(width: 9pt, height: {y}pt))"
            for y in (20, 40, 60)
        ) + "]"
    ),
    "an underlined heading": "#underline[第一部分]\n\n#line(length: 100%)\n\n正文如下。",
    "a circle as of a seal": "#circle(radius: 40pt, stroke: red)[#align(center + horizon)[某局]]",
    "a contents list": "目录\n\n" + "\n\n".join(f"{number}、支出总表 #h(1fr) {number + 3}" for number in range(1, 6)),
    "a list of amounts in text": "基本支出 5,678.17 万元，占 55.94%；\n\n项目支出 3,314.68 万元，占 32.66%。",
}  # fmt: skip
