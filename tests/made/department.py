"""Invented departments: units, projects and a ledger, all drawn from a seed, and the clean tables that follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from budgetkit.finding import Row
from made import words
from made.budget_tables import budget_truth
from made.classification import FIELDS, Field
from made.evaluation import MadeEvaluation, make_evaluation
from made.income import draw_income
from made.ledger import Ledger, Project, Unit
from made.project_tables import project_truth
from made.spending import draw_basic, draw_project_sums, draw_unlisted


@dataclass(frozen=True)
class MadeDepartment:
    """An invented department's budget document: who it is, and its exact clean tables.

    `truth` has the columns of the clean dataset without keys, place and certainty; amounts are Decimal, 万元.
    `people` are the contacts (name, telephone number) that a district's project list prints and that must never be
    stored. `evaluation` is the self-evaluation document of an earlier year.
    """

    document_id: str
    department_id: str
    department: str
    level: str
    region: str
    field: str
    year: int
    title: str
    units: tuple[Unit, ...]
    projects: tuple[Project, ...]
    truth: dict[str, list[Row]] = field(repr=False)
    people: dict[str, tuple[str, str]] = field(repr=False)
    evaluation: MadeEvaluation = field(repr=False)
    kind: str = "budget"


@dataclass(frozen=True)
class Plan:
    """What a department is and spends in a year, before it is published."""

    department_id: str
    department: str
    layout: str
    region: str
    field: Field
    units: tuple[Unit, ...]
    projects: tuple[Project, ...]
    ledger: Ledger


def make_department(
    seed: int,
    layout: str = "city",
    *,
    year: int | None = None,
    field_name: str | None = None,
    projects: int | None = None,
    units: int | None = None,
    distinct: bool = False,
) -> MadeDepartment:
    """Make a department from a seed; `layout` is `city` or `district`.

    Year, field of administration and the numbers of projects and units are drawn too where they are not given. Two
    departments may bear the same name, which one manifest refuses, unless `distinct` puts the seed into it.
    """
    random = Random(f"{layout} {seed}")
    year = year or random.choice((2022, 2023, 2025, 2027))
    mark = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(seed)) if distinct else ""
    plan = draw_plan(random, f"made-{layout}-{seed}", layout, year, field_name, projects, units, mark)
    return publish(random, plan, year)


def draw_plan(
    random: Random,
    department_id: str,
    layout: str,
    year: int,
    field_name: str | None = None,
    projects: int | None = None,
    units: int | None = None,
    mark: str = "",
) -> Plan:
    """Draw who a department is and what it spends in a year; `mark` goes into its name."""
    chosen = next((one for one in FIELDS if one.name == field_name), None) or random.choice(FIELDS)
    region = random.choice(words.REGIONS) + mark + ("市" if layout == "city" else "区")
    name = f"{region}{chosen.bureau}"
    all_units = _draw_units(random, name, layout, units or random.randint(1, 4))
    all_projects = _draw_projects(random, year, projects or random.randint(6, 14))
    ledger = _draw_ledger(random, chosen, all_units, all_projects, layout)
    return Plan(department_id, name, layout, region, chosen, all_units, all_projects, ledger)


def publish(random: Random, plan: Plan, year: int) -> MadeDepartment:
    """Publish a plan as the budget document of a year: its tables, and what they have beside the plan."""
    layout, ledger = plan.layout, plan.ledger
    truth = budget_truth(random, layout, year, plan.units, plan.projects, ledger, draw_income(random, ledger))
    truth |= project_truth(random, layout, plan.field.name, plan.projects, ledger, truth)
    people = {project.project_id: words.contact(random) for project in plan.projects}
    who = (plan.department_id, plan.department, layout, plan.region, plan.field.name)
    return MadeDepartment(
        document_id=f"{plan.department_id}-{year}-budget",
        department_id=plan.department_id,
        department=plan.department,
        level=layout,
        region=plan.region,
        field=plan.field.name,
        year=year,
        title=f"{plan.department}{year}年部门预算",
        units=plan.units,
        projects=plan.projects,
        truth=truth,
        people=people,
        evaluation=make_evaluation(random, *who, year - 1),
    )


def _draw_units(random: Random, name: str, layout: str, count: int) -> tuple[Unit, ...]:
    parent = random.randint(101, 399)
    own = Unit(f"{parent}001", f"{name}机关" if layout == "district" else f"{name}（本级）", True)
    offices = random.sample(words.OFFICES, count - 1)
    return (own, *(Unit(f"{parent}{n:03d}", f"{name}{office}", False) for n, office in enumerate(offices, start=2)))


def _draw_projects(random: Random, year: int, count: int) -> tuple[Project, ...]:
    """Draw projects in the order in which documents list them: by set-up year, T before Y, then number."""
    place = f"{random.randint(11, 65)}{random.randint(0, 9999):04d}"
    ids: set[str] = set()
    while len(ids) < count:
        number = random.randint(100_000, 9_999_999)
        ids.add(f"{place}{year % 100 - random.randint(0, 4):02d}{random.choice('TTTY')}{number:012d}")
    names = words.project_names(random, count)
    return tuple(
        Project(project_id, name, words.project_goal(random, name))
        for project_id, name in zip(sorted(ids), names, strict=True)
    )


def _draw_ledger(
    random: Random, chosen: Field, units: tuple[Unit, ...], projects: tuple[Project, ...], layout: str
) -> Ledger:
    ledger = [entry for unit in units for entry in draw_basic(random, chosen, unit, layout)]
    for project in projects:
        ledger.extend(draw_project_sums(random, chosen, random.choice(units), project.project_id, layout))
    if layout == "city":
        ledger.extend(draw_unlisted(random, chosen, units))
    return ledger
