"""Small target tables for tests: read from fixtures or text, and projects drawn at random in many layouts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from budgetkit.finding import Row, Tidied
from budgetkit.read.row import RawRow
from budgetkit.read.text import read_text, split_lines
from budgetkit.tidy.project_targets import tidy_project_targets

FIXTURES = Path(__file__).parent / "fixtures"
HEADER = [
    "项目名称\t项目总额\t其中：\t\t绩效目标\t一级指标\t二级指标\t三级指标\t绩效指标性质\t本年绩效指标值\t绩效度量单位",
    "\t\t财政资金\t其他资金\t\t\t\t\t\t\t",
]
_SUBJECTS = ("河道巡护", "苗圃抚育", "林道养护", "气象观测", "泵站检修", "水文监测", "库区清淤", "种质保存", "湿地监测")
_LEVELS = {
    "产出指标": ("数量指标", "质量指标", "时效指标"),
    "效益指标": ("社会效益指标", "生态效益指标"),
    "满意度指标": ("服务对象满意度指标",),
    "成本指标": ("经济成本指标",),
}


def tidy_fixture(name: str, known: dict[str, list[Row]] | None = None) -> Tidied:
    """Tidy a fixture's 项目支出绩效目标表."""
    return tidy_project_targets(read_text(FIXTURES / f"{name}.txt").rows, known or {})


def tidy_text(rows: list[str]) -> Tidied:
    """Tidy rows below a header."""
    return tidy_project_targets(read(rows), {})


def read(rows: list[str]) -> list[RawRow]:
    """Read rows below a header."""
    return split_lines("\n".join([*HEADER, *rows]))


def owners(tidied: Tidied) -> dict[str, list[str]]:
    """Give the names of the indicators by project name, in print order."""
    found: dict[str, list[str]] = {}
    names = {row["project_seq"]: row["project_name"] or f"({row['project_seq']})" for row in tidied.tables["projects"]}
    for row in tidied.tables["project_indicators"]:
        found.setdefault(names[row["project_seq"]], []).append(row["name"])
    return found


def notes(tidied: Tidied, kind: str) -> list[str]:
    """Give the notes of the findings of a kind."""
    return [finding.note for finding in tidied.findings if finding.kind == kind]


@dataclass(frozen=True)
class MadeProject:
    """An invented project: its cells, and its indicators as cells."""

    project_id: str
    name: str
    total: str
    goal: str
    indicators: tuple[tuple[str, ...], ...]


def make_projects(random: Random) -> list[MadeProject]:
    """Invent two to six projects, each of its own subject, with every first level and groups that stand together."""
    subjects = random.sample(_SUBJECTS, random.randint(2, 6))
    number = 4100000
    projects = []
    for subject in subjects:
        number += random.randint(3, 90)
        goal = f"开展{subject}，建立{subject}台账，提高{subject}水平。"
        projects.append(
            MadeProject(
                f"31070025T{number:012d}", f"{subject}服务", f"{random.randint(5, 99)}.500000", goal,
                tuple(_make_indicators(random, subject)),
            )
        )  # fmt: skip
    return projects


def _make_indicators(random: Random, subject: str) -> list[tuple[str, ...]]:
    indicators = []
    for level1 in random.sample(list(_LEVELS), len(_LEVELS)):
        for level2 in random.sample(_LEVELS[level1], random.randint(1, len(_LEVELS[level1]))):
            for count in range(random.randint(1, 3)):
                name = f"{subject}{level2[:-2]}{count + 1}"
                indicators.append((level1, level2, name, "≥", str(random.randint(1, 99)), "%"))
    return indicators


def print_projects(random: Random, projects: list[MadeProject]) -> list[str]:
    """Print projects in a layout drawn at random.

    Pages break anywhere, with or without the header again; a name whose project crosses a break may stand below its
    first rows, where these cannot belong to the project before; rows may lose their leading empty cells, and goals may
    be cut at the break.
    """
    rows: list[str] = []
    repeat = random.random() < 0.5
    for before, project in zip([None, *projects], projects, strict=False):
        slipped = random.randint(1, 4) if before and random.random() < 0.4 else 0
        slipped = min(slipped, len(project.indicators) - 1)
        rows += _print_project(random, project, slipped if _is_provable(before, project) else 0, repeat)
        if random.random() < 0.3:
            rows += _print_break(repeat)
    return rows


def _is_provable(before: MadeProject | None, project: MadeProject) -> bool:
    """Say whether a project's first level came up before in the project above, and ended there."""
    levels = [row[0] for row in before.indicators] if before else []
    return project.indicators[0][0] in levels and project.indicators[0][0] != levels[-1]


def _print_project(random: Random, project: MadeProject, slipped: int, repeat: bool) -> list[str]:
    rows = [_print_row(random, indicator) for indicator in project.indicators[:slipped]]
    head, goal = [f"{project.project_id}-{project.name}", project.total, project.total, ""], project.goal
    if slipped and random.random() < 0.5:  # the name at the foot of the page, the goal cut by the break
        rows.append("\t".join([*head, goal[:9], *[""] * 6]))
        rows += _print_break(repeat)
        first = ["", "", "", "", goal[9:]]
    else:
        rows += _print_break(repeat) if slipped else []
        first = [*head, goal]
    rows.append("\t".join([*first, *project.indicators[slipped]]))
    for indicator in project.indicators[slipped + 1 :]:
        if random.random() < 0.1:
            rows += _print_break(repeat)
        rows.append(_print_row(random, indicator))
    return rows


def _print_row(random: Random, indicator: tuple[str, ...]) -> str:
    lost = random.random() < 0.2
    return "\t".join([*indicator, *[""] * 5] if lost else [*[""] * 5, *indicator])


def _print_break(repeat: bool) -> list[str]:
    return ["", *HEADER] if repeat else [""]
