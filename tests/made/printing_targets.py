"""项目支出绩效目标表 of a city, in the layouts that extraction makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from budgetkit.finding import Row
from made.late import draw_anchor, is_decided
from made.page import Cells, Paper

HEADER = (
    (
        "项目名称", "项目总额", "其中：", "", "绩效目标", "一级指标", "二级指标", "三级指标", "绩效指标性质",
        "本年绩效指标值", "绩效度量单位",
    ),
    ("", "", "财政资金", "其他资金", *[""] * 7),
)  # fmt: skip
_LATEX = {"≥": r"$\geq$", "≤": r"$\leq$"}
_WIDE = 30


class TargetsTable:
    """Prints the table, row by row, and knows where the page ends."""

    def __init__(self, paper: Paper, header: Sequence[Cells]) -> None:
        self.paper = paper
        self.header = header
        self.left = paper.draw_page()

    def print_row(self, cells: Cells, *, may_lose: int = 0) -> None:
        """Print a row; one beside a page break may lose that many leading empty cells, which then trail."""
        self.make_room()
        self.left -= 1
        is_last = self.left == 0
        if may_lose and is_last and self.paper.style.lost_cells:
            cells = [*cells[may_lose:], *[""] * may_lose]
        self.paper.print_row(cells)

    def make_room(self) -> None:
        """Begin a page when this one is full."""
        if self.left == 0:
            self.break_page()

    def stay(self) -> None:
        """Make sure that the next row stands on the same page and under the last one, without a blank line between."""
        self.left += self.left == 0
        while self.paper.lines[-1] == "":
            self.paper.lines.pop()

    def break_page(self) -> None:
        """Begin a page."""
        self.left = self.paper.draw_page()
        self.paper.break_page(self.header)

    def cut_goal(self, goal: str, row: int, rows: int) -> tuple[str, dict[int, str]]:
        """Give what of a goal stands in its row, and by row what goes on at the head of the page after."""
        first = row + self.left
        if not self.paper.style.cut_goals or self.left < 1 or first >= rows or "<" in goal:
            return goal, {}
        cut = len(goal) * 2 // 3
        return goal[:cut], {first: goal[cut:]}


def print_targets(paper: Paper, projects: Sequence[Row], indicators: Sequence[Row]) -> None:
    """Print the projects with their indicators, each project in one of the style's layouts."""
    paper.print_title(paper.number_title("项目支出绩效目标表"))
    for cells in HEADER:
        paper.print_row(cells)
    table = TargetsTable(paper, HEADER)
    own = {seq: list(rows) for seq, rows in groupby(indicators, key=lambda row: row["project_seq"])}
    before: tuple[list[str], int] = ([], -1)
    for project in projects:
        rows = own[project["project_seq"]]
        kinds = [row["level2"] for row in rows]
        anchor = _place_cells(table, before, kinds) if paper.style.late_names or paper.style.loose_cells else 0
        _print_project(table, project, rows, anchor)
        before = (kinds, anchor)
    paper.lines.append("")


def _place_cells(table: TargetsTable, before: tuple[list[str], int], kinds: Sequence[str]) -> int:
    """Draw the row beside which a project's cells stand; beside the first, a break above it would hide the boundary."""
    anchor = draw_anchor(table.paper.random, *before, kinds)
    if anchor == 0 and before[0] and not is_decided(*before, kinds, 0):
        table.stay()
    return anchor


def _print_project(table: TargetsTable, project: Row, rows: Sequence[Row], anchor: int) -> None:
    style, random = table.paper.style, table.paper.random
    if style.loose_cells and anchor and random.random() < 0.7:
        _print_loose(table, project, rows, anchor)
    elif style.packed_rows and random.random() < 0.4:
        _print_packed(table, project, rows)
    elif style.shifted_projects and project["other_funds"] is None and random.random() < 0.5:
        _print_shifted(table, project, rows)
    else:
        _print_whole(table, project, rows, anchor)


def project_cells(paper: Paper, project: Row) -> list[str]:
    """Print a project's own cells: id and name, total, fiscal and other funds, goal."""
    goal = f"<p>{project['goal']}</p>" if paper.style.markup else project["goal"]
    amounts = paper.amounts(project, ("total", "fiscal_funds", "other_funds"))
    return [paper.project_cell(project["project_id"], project["project_name"]), *amounts, goal]


def indicator_cells(paper: Paper, row: Row) -> list[str]:
    """Print an indicator's own cells."""
    operator = _LATEX.get(row["operator"], row["operator"]) if paper.style.latex else row["operator"]
    return [row["level1"], row["level2"], paper.name(row["name"]), operator, row["value"], row["unit"] or ""]


def _print_whole(table: TargetsTable, project: Row, rows: Sequence[Row], anchor: int) -> None:
    """Print the project's cells beside its first indicator; beside a later one only where a page begins or ends."""
    own = project_cells(table.paper, project)
    rest: dict[int, str] = {}
    for position, row in enumerate(rows):
        left = own if position == anchor else [*[""] * 4, rest.get(position, "")]
        if anchor and position == anchor:
            left = _print_page_edge(table, own)
        elif position == anchor:
            left[4], rest = table.cut_goal(own[4], anchor, len(rows))
        table.print_row([*left, *indicator_cells(table.paper, row)], may_lose=0 if left[4] else 5)


def _print_page_edge(table: TargetsTable, own: list[str]) -> list[str]:
    """Break the page at a project's cells; give what of them stands on the new page.

    They stand there whole, or alone in the last row of the old page, which also cuts the goal in two.
    """
    if table.paper.random.random() < 0.5:
        table.break_page()
        return own
    goal = own[-1]
    cut = len(goal) // 2
    table.print_row([*own[:-1], goal[:cut], *[""] * 6])
    table.break_page()
    return [*[""] * 4, goal[cut:]]


def _print_shifted(table: TargetsTable, project: Row, rows: Sequence[Row]) -> None:
    """Print the project without its empty cell of other funds: all that follows stands one to the left."""
    name, total, fiscal, _, goal = project_cells(table.paper, project)
    for position, row in enumerate(rows):
        left = [name, total, fiscal, goal] if position == 0 else [""] * 4
        table.print_row([*left, *indicator_cells(table.paper, row), ""])


def _print_loose(table: TargetsTable, project: Row, rows: Sequence[Row], anchor: int) -> None:
    """Print the project's cells as paragraphs between its indicators, which lose their leading cells."""
    for row in rows[:anchor]:
        table.print_row(indicator_cells(table.paper, row))
    cell = f"{project['project_id']}-{project['project_name']}"
    goal = _lines(project["goal"], 14)
    amounts = [[table.paper.money(project[key])] for key in ("total", "fiscal_funds", "other_funds") if project[key]]
    for paragraph in ([cell[:12], *_lines(cell[12:], 9)], *amounts, goal):
        table.paper.lines += ["", *paragraph]
    table.paper.lines.append("")
    for row in rows[anchor:]:
        table.print_row(indicator_cells(table.paper, row))
    table.paper.lines.append("")


def _print_packed(table: TargetsTable, project: Row, rows: Sequence[Row]) -> None:
    """Print the indicators as an HTML table in a cell, the same flattened behind it, and once more as rows."""
    cells = [indicator_cells(table.paper, row) for row in rows]
    packed = " ".join(f"<tr> {' '.join(f'<td>{cell}</td>' for cell in row)} </tr>" for row in cells)
    flat = [cell for row in cells for cell in row]
    name, total, fiscal, other, goal = project_cells(table.paper, project)
    table.make_room()
    table.paper.print_row([name, total, fiscal, other, goal, f'<table border="1"> {packed} </table>', *flat])
    for row in cells:
        table.paper.print_row([*row, *[""] * (_WIDE - len(row))])


def _lines(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]
