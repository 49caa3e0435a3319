"""Performance indicators of projects: every project has some, of all six kinds, with costs that fit its total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import Figure, read_figure
from budgetkit.check.result import Cause, absent_row, compare, count_row, make_row
from budgetkit.check.words import name_some, table_label
from budgetkit.cost_ceilings import (
    ABOVE,
    Ceiling,
    Verdict,
    is_cost,
    is_unit_proved,
    judge_ceiling,
    parse_ceiling,
    say_readings,
    say_relation,
)
from budgetkit.finding import Row

TABLE = "project_indicators"
_DOUBTS = ("other_unit", "near_miss", *ABOVE)
# 财政部《项目支出绩效目标申报表》: 产出 has three kinds of its own, the other three stand for themselves
KINDS = ("数量指标", "质量指标", "时效指标", "成本指标", "效益指标", "满意度指标")


def check_indicators(document: CheckedDocument) -> Iterator[Row]:
    """Check that projects have indicators, of all kinds, and that their costs do not exceed the project's total."""
    absent = document.absent(TABLE)
    if absent:
        yield absent_row("indicators_per_project", TABLE, "每个项目至少有一项绩效指标", absent)
        yield absent_row("indicator_kinds", TABLE, "每个项目的六类绩效指标齐全", absent)
        yield absent_row("cost_ceiling", TABLE, "成本指标不高于项目总额", absent)
        return
    rows = document.rows(TABLE)
    owned: dict[int | None, list[Row]] = {}
    for row in rows:
        owned.setdefault(row["project_seq"], []).append(row)
    projects = document.rows("projects")
    yield _check_count(projects, owned)
    yield _check_kinds(projects, owned)
    yield from _check_costs(projects, owned)


def _check_count(projects: Sequence[Row], owned: dict[int | None, list[Row]]) -> Row:
    without = [project for project in projects if project["project_seq"] not in owned]
    return count_row(
        "indicators_per_project",
        TABLE,
        "每个项目至少有一项绩效指标",
        len(projects) - len(without),
        len(projects),
        bad=f"{name_some(_names(without))}没有绩效指标：原文未列，或所在的行未公布",
        status="insufficient",
        lines=_lines(without or projects),
        short="缺",
    )


def _check_kinds(projects: Sequence[Row], owned: dict[int | None, list[Row]]) -> Row:
    """A kind that is missing may never have been set, or its row may be lost: nothing in the document tells which."""
    lacking = {}
    for project in projects:
        kinds = {kind for row in owned.get(project["project_seq"], ()) for kind in KINDS if is_of_kind(row, kind)}
        missing = [kind.removesuffix("指标") for kind in KINDS if kind not in kinds]
        if missing and project["project_seq"] in owned:
            lacking[project["project_seq"]] = (project, f"{_names([project])[0]}缺{'、'.join(missing)}")
    total = sum(project["project_seq"] in owned for project in projects)
    return count_row(
        "indicator_kinds",
        TABLE,
        "有绩效指标的项目，数量、质量、时效、成本、效益、满意度六类齐全",
        total - len(lacking),
        total,
        bad=f"{name_some([text for _, text in lacking.values()], 4)}；可能未设该类指标，也可能该行未公布",
        status="insufficient",
        lines=_lines([project for project, _ in lacking.values()] or projects),
    )


def is_of_kind(row: Row, kind: str) -> bool:
    """Say whether an indicator is of a kind, which stands on its first or its second level."""
    levels = f"{row['level1'] or ''}/{row['level2'] or ''}"
    return kind.removesuffix("指标") in levels


def _check_costs(projects: Sequence[Row], owned: dict[int | None, list[Row]]) -> Iterator[Row]:
    costs = list(_read_costs(projects, owned))
    fitting = [row for _, row, _, verdict in costs if verdict not in _DOUBTS]
    equal = {project["project_seq"] for project, _, _, verdict in costs if verdict == "equal"}
    slips = sum(verdict == "other_unit" for *_, verdict in costs)
    for project, row, ceiling, verdict in costs:
        if verdict in _DOUBTS:
            proved = is_unit_proved(len(equal), slips)
            yield _check_cost(project, row, ceiling, verdict, is_unit_proved=proved)
    if fitting:
        description = f"{table_label(TABLE)}：{len(fitting)} 项成本指标不高于项目总额"
        description += f"，其中 {len(equal)} 个项目的成本指标等于总额" if equal else ""
        yield make_row("cost_ceiling", TABLE, description, "pass", lines=(_lines(fitting),))


def _read_costs(
    projects: Sequence[Row], owned: dict[int | None, list[Row]]
) -> Iterator[tuple[Row, Row, Ceiling, Verdict]]:
    """Read the costs that indicators set for projects with a total: project, indicator, cost, verdict."""
    for project in (project for project in projects if project["total"]):
        for row in owned.get(project["project_seq"], ()):
            if is_cost(row["level1"], row["level2"]):
                ceiling = parse_ceiling(row["value"], row["unit"], in_any_unit=True)
                verdict = judge_ceiling(ceiling, project["total"]) if ceiling else None
                if verdict:
                    yield project, row, ceiling, verdict


def _check_cost(project: Row, row: Row, ceiling: Ceiling, verdict: Verdict, *, is_unit_proved: bool) -> Row:
    """Check a cost; that its unit is the slip, and not the project's, others that meet their projects prove."""
    printed = f"{row['value']}{row['unit'] or ''}"
    left = Figure(ceiling.amount, (row["source_line"],), ceiling.slack)
    right = read_figure(project, "total")
    relation = say_relation(verdict, left.value, right.value, "项目总额")
    description = f"成本指标“{row['name']}”{relation}：{_names([project])[0]}"
    if verdict == "other_unit":
        text = f"印作 {printed}，若单位为{ceiling.other_unit(right.value)}则与项目总额相符：单位有误，按原文保留。"
        if ceiling.amount is None:
            status, lines = "explained" if is_unit_proved else "located", (left.lines, right.lines)
            return make_row("cost_ceiling", TABLE, description, status, text, lines=lines, right=right.value)
        causes = [Cause(left.value - right.value, text, is_unit_proved)]
        return compare("cost_ceiling", TABLE, description, left, right, causes)
    if verdict == "near_miss":
        text = f"印作 {printed}，{say_readings(verdict, left.value, right.value, '项目总额')}"
        numbers = {"left": left.value, "right": right.value, "difference": left.value - right.value}
        lines = (left.lines, right.lines)
        return make_row("cost_ceiling", TABLE, description, "insufficient", text, lines=lines, **numbers)
    hint = f"印作 {printed}，{say_readings(verdict, left.value, right.value, '项目总额')}"
    return compare("cost_ceiling", TABLE, description, left, right, hint=hint)


def _names(projects: Sequence[Row]) -> list[str]:
    named = [(p["project_name"] or p["project_id"], p["project_seq"]) for p in projects]
    return [f"“{name}”" if name else f"第 {seq} 个项目（无名称）" for name, seq in named]


def _lines(rows: Sequence[Row]) -> list[int]:
    return [row["source_line"] for row in rows]
