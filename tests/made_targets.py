"""Made 年度项目支出绩效表: projects with goals and indicators, printed over pages with what that does to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

HEADER = "绩效目标\t一级指标\t二级指标\t三级指标\t绩效指标性质\t本年绩效指标值\t绩效度量单位"
KINDS = (
    ("产出指标", "数量指标", "{}数量", "≥", "3", "个"),
    ("产出指标", "质量指标", "{}质量", "定性", "良好", ""),
    ("产出指标", "时效指标", "完成时间", "=", "1", "年"),
    ("成本指标", "经济成本指标", "预算成本", "≤", "{}", "元"),
    ("效益指标", "社会效益指标", "效果明显", "定性", "良好", ""),
    ("满意度指标", "服务对象满意度指标", "满意度", "≥", "90", "%"),
)
NAMES = ("林场巡护", "河道清淤", "苗木采购", "防火宣传", "古树名木保护", "湿地监测", "公园设施维修", "有害生物防治")


@dataclass(frozen=True)
class MadeProject:
    """A project with its total in 万元, the order of its kinds, and how many rows each kind has.

    `spoken` is what its goal and indicators call it, if not by its name; `ceiling` its cost ceiling, if not its total.
    """

    name: str
    total: Decimal
    order: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    counts: tuple[int, ...] = (1, 1, 1, 1, 1, 1)
    ceiling: str | None = None
    spoken: str | None = None

    @property
    def goal(self) -> str:
        """The goal as the publisher wrote it."""
        return f"做好{self.spoken or self.name}各项工作，保障全年任务按时完成。"

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The indicators in print order: two levels, name, operator, value, unit."""
        ceiling, name = self.ceiling or f"{self.total * 10000:f}", self.spoken or self.name
        return [
            tuple(cell.format(ceiling if "经济" in KINDS[kind][1] and "{" in cell else name) for cell in KINDS[kind])
            if copy == 0
            else (*KINDS[kind][:2], f"{KINDS[kind][2].format(name)}之{copy + 1}", *KINDS[kind][3:4], "5", "项")
            for kind in self.order
            for copy in range(self.counts[kind])
        ]


def print_targets(
    projects: Sequence[MadeProject],
    breaks: Sequence[int] = (),
    goal_behind_break: bool = False,
    repeat_header: bool = False,
) -> str:
    """Print the table; a page begins before each row number of `breaks`.

    With `goal_behind_break`, the goal of a project that a page cuts stands beside the first row of the new page.
    """
    lines = ["年度项目支出绩效表", "", HEADER]
    number = 0
    for project in projects:
        inside = [offset for offset in range(1, len(project.rows)) if number + offset in breaks]
        goal_at = inside[0] if goal_behind_break and inside else 0
        for offset, row in enumerate(project.rows):
            if number in breaks and number:
                lines.extend(["", HEADER] if repeat_header else [""])
            lines.append("\t".join((project.goal if offset == goal_at else "", *row)))
            number += 1
    return "\n".join(lines)


def known_of(projects: Sequence[MadeProject]) -> dict[str, list[dict]]:
    """Make the rows of 项目支出表 and of the project list that name made projects."""
    expenditure = [
        {"project_seq": seq, "project_name": project.name, "total": project.total}
        for seq, project in enumerate(projects, start=1)
    ]
    listed = [
        {"project_id": f"11010524T{seq:012}", "project_name": project.name, "total": project.total}
        for seq, project in enumerate(projects, start=1)
    ]
    return {"project_expenditure": expenditure, "project_list": listed}


def owners_of(projects: Sequence[MadeProject]) -> list[tuple]:
    """Say whose each printed row is: the project's number, then the row's cells."""
    return [(seq, *(cell or None for cell in row)) for seq, project in enumerate(projects, 1) for row in project.rows]
