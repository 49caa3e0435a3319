"""An invented department over several years: the same units, and projects of which is known what became of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Literal

from rapidfuzz import fuzz

from made import words
from made.amounts import FEN, draw_near
from made.department import MadeDepartment, Plan, draw_plan, publish
from made.ledger import Ledger, Project, Sum
from made.spending import draw_project_sums

Kind = Literal["kept", "changed", "renamed", "recoded", "moved", "instalment", "ended", "new"]
_KINDS: tuple[Kind, ...] = ("changed", "renamed", "recoded", "moved", "instalment", "ended", "kept", "kept")
_ALIKE = 70  # names drawn for other projects are less alike than this


@dataclass(frozen=True)
class Step:
    """What became of a project from one year to the next.

    `recoded` has a new id and the same name, `renamed` the same id and a new name, `moved` another function,
    `instalment` is the contract's last payment under a new id and another name.
    """

    kind: Kind
    before: Project | None
    after: Project | None


@dataclass(frozen=True)
class MadeYears:
    """A department's budgets of consecutive years, and by later year what became of every project."""

    departments: tuple[MadeDepartment, ...]
    steps: dict[int, tuple[Step, ...]]


def make_years(
    seed: int, layout: str = "city", years: tuple[int, ...] = (2024, 2025, 2026), projects: int = 12
) -> MadeYears:
    """Make a department over consecutive years from a seed; every kind of step occurs from each year to the next.

    It takes at least eight projects.
    """
    random = Random(f"years {layout} {seed}")
    plan = draw_plan(random, f"made-years-{layout}-{seed}", layout, years[0], projects=projects)
    departments, steps = [publish(random, plan, years[0])], {}
    used = {project.name for project in plan.projects}
    for year in years[1:]:
        plan, steps[year] = _go_on(random, plan, year, used)
        departments.append(publish(random, plan, year))
    return MadeYears(tuple(departments), steps)


def _go_on(random: Random, plan: Plan, year: int, used: set[str]) -> tuple[Plan, tuple[Step, ...]]:
    """Draw the next year's plan and the steps that lead to it."""
    kinds = [*_KINDS, *random.choices(_KINDS, k=len(plan.projects) - len(_KINDS))]
    random.shuffle(kinds)
    ids = {project.project_id for project in plan.projects}
    steps = [
        Step(kind, project, _next_project(random, kind, project, year, used, ids))
        for kind, project in zip(kinds, plan.projects, strict=True)
    ]
    ledger = [_near(random, entry) for entry in plan.ledger if entry.project_id is None]
    for step in steps:
        ledger += _next_sums(random, plan, step)
    for _ in range(kinds.count("ended")):
        project = _new_project(random, plan.projects[0].project_id[:6], year, used, ids)
        steps.append(Step("new", None, project))
        ledger += draw_project_sums(random, plan.field, random.choice(plan.units), project.project_id, plan.layout)
    listed = sorted((step.after for step in steps if step.after), key=lambda project: project.project_id)
    return replace(plan, projects=tuple(listed), ledger=ledger), tuple(steps)


def _next_project(
    random: Random, kind: Kind, project: Project, year: int, used: set[str], ids: set[str]
) -> Project | None:
    if kind == "ended":
        return None
    if kind == "renamed":
        name = _new_name(random, used)
        return replace(project, name=name, goal=words.project_goal(random, name))
    if kind == "recoded":
        return replace(project, project_id=_new_id(random, project.project_id[:6], year, ids))
    if kind == "instalment":
        name = f"{_core(project.name)}（{year - 1}年余款）"
        used.add(name)
        return replace(project, project_id=_new_id(random, project.project_id[:6], year, ids), name=name)
    return project


def _next_sums(random: Random, plan: Plan, step: Step) -> Ledger:
    """Give what a project costs in the next year."""
    if step.before is None or step.after is None:
        return []
    own = [entry for entry in plan.ledger if entry.project_id == step.before.project_id]
    own = [replace(entry, project_id=step.after.project_id) for entry in own]
    if step.kind == "changed":
        return [replace(entry, amount=(entry.amount * random.randint(2, 4)).quantize(FEN)) for entry in own]
    if step.kind == "instalment":
        return [replace(entry, amount=(entry.amount * Decimal("0.4")).quantize(FEN) or FEN) for entry in own]
    if step.kind == "moved" and all(entry.fund in ("general_public", "unit_funds") for entry in own):
        function = random.choice([task for task in plan.field.tasks if task != own[0].function])
        return [replace(entry, function=function) for entry in own]
    return own


def _near(random: Random, entry: Sum) -> Sum:
    return replace(entry, amount=draw_near(random, entry.amount) or FEN) if random.random() < 0.5 else entry


def _new_project(random: Random, place: str, year: int, used: set[str], ids: set[str]) -> Project:
    name = _new_name(random, used)
    return Project(_new_id(random, place, year, ids), name, words.project_goal(random, name))


def _new_id(random: Random, place: str, year: int, ids: set[str]) -> str:
    while (made := f"{place}{year % 100:02d}T{random.randint(100_000, 9_999_999):012d}") in ids:
        pass
    ids.add(made)
    return made


def _new_name(random: Random, used: set[str]) -> str:
    """Invent a name that is not like any other of the department in any year."""
    while True:
        (name,) = words.project_names(random, 1)
        if all(fuzz.ratio(_core(name), _core(other)) < _ALIKE for other in used):
            used.add(name)
            return name


def _core(name: str) -> str:
    """Give what a name says of the thing itself, without what stands in brackets."""
    return name.split("（")[0]
