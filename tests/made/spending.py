"""What a made department spends: staff, running costs, projects."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from made import classification as c
from made.amounts import draw_amount
from made.classification import Code, Field
from made.ledger import Ledger, Sum, Unit

OVERSEAS = (Code("50207", "因公出国（境）费用"), c.OVERSEAS_LOCAL)
PURCHASE = (Code("50303", "公务用车购置"), c.VEHICLE_PURCHASE)


def draw_basic(random: Random, field: Field, unit: Unit, layout: str) -> Ledger:
    """Draw a unit's basic expenditure: wages, insurance, pensions, goods and services, training.

    In a city some of it may be paid from the unit's own funds.
    """
    sums = [*_wages(random, field, unit), *_insurance(random, unit), *_goods(random, field, unit, layout)]
    sums.append(_basic(random, unit, c.TRAINING, Code("50203", "培训费"), c.TRAINING_DEPT, "public_funds", 1, 30))
    if layout == "city" and not unit.administrative:
        sums.append(
            Sum(
                unit, field.institutions, c.INSTITUTION_GOODS, Code("30299", "其他商品和服务支出"),
                draw_amount(random, 1, 40), "public_funds", fund="unit_funds",
            )
        )  # fmt: skip
    return sums


def _wages(random: Random, field: Field, unit: Unit) -> Iterator[Sum]:
    function = field.running if unit.administrative else field.institutions
    for dept_econ in (*c.WAGES[:3], random.choice(c.WAGES[3:])):
        gov_econ = c.ADMIN_OTHER_WAGES if dept_econ.code == "30199" else c.ADMIN_WAGES
        yield _basic(random, unit, function, gov_econ, dept_econ, "personnel", 90, 4000)


def _insurance(random: Random, unit: Unit) -> Iterator[Sum]:
    medical = c.ADMIN_MEDICAL if unit.administrative else c.INSTITUTION_MEDICAL
    retirees = c.ADMIN_RETIREES if unit.administrative else c.INSTITUTION_RETIREES
    yield _basic(random, unit, c.PENSION, c.ADMIN_INSURANCE, c.PENSION_DEPT, "personnel", 40, 900)
    yield _basic(random, unit, c.ANNUITY, c.ADMIN_INSURANCE, c.ANNUITY_DEPT, "personnel", 20, 400)
    yield _basic(random, unit, medical, c.ADMIN_INSURANCE, c.MEDICAL_DEPT, "personnel", 20, 600)
    yield _basic(random, unit, c.HOUSING_FUND, c.ADMIN_HOUSING, c.HOUSING_DEPT, "personnel", 50, 900)
    if random.random() < 0.7:
        yield _basic(random, unit, retirees, c.RETIREMENT, c.RETIREMENT_DEPT, "personnel", 1, 60)


def _goods(random: Random, field: Field, unit: Unit, layout: str) -> Iterator[Sum]:
    function = field.running if unit.administrative else field.institutions
    for gov_econ, dept_econ in sorted(random.sample(c.GOODS, random.randint(7, len(c.GOODS)))):
        local = dept_econ if layout == "city" else c.LOCAL_TO_NATIONAL.get(dept_econ, dept_econ)
        yield _basic(random, unit, function, gov_econ, local, "public_funds", 0.1, 120)


def _basic(
    random: Random, unit: Unit, function: Code, gov_econ: Code, dept_econ: Code, purpose, low: float, high: float
) -> Sum:
    return Sum(unit, function, _for_unit(unit, gov_econ), dept_econ, draw_amount(random, low, high), purpose)


def draw_project_sums(random: Random, field: Field, unit: Unit, project_id: str, layout: str) -> Ledger:
    """Draw what a project costs: one to three economic classes; some projects are construction, or paid otherwise."""
    kind = random.random()
    if kind < 0.12:
        return [_construction(random, unit, project_id)]
    function = random.choice((*field.tasks, field.affairs, c.SCIENCE))
    classes = random.sample(sorted(set(c.PROJECT_ECONOMIC)), random.choice((1, 1, 2, 3)))
    if kind > 0.94:
        classes = [random.choice((OVERSEAS, PURCHASE))]
    sums = [_project(random, unit, function, economic, project_id, layout) for economic in sorted(classes)]
    if layout == "city" and kind > 0.8:
        gov_econ, dept_econ = sums[0].gov_econ, sums[0].dept_econ
        own = draw_amount(random, 1, 90)
        sums.append(Sum(unit, function, gov_econ, dept_econ, own, "project", "unit_funds", project_id=project_id))
    return sums


def _project(random: Random, unit: Unit, function: Code, economic: tuple[Code, Code], project_id, layout: str) -> Sum:
    gov_econ, dept_econ = economic
    if layout == "district":
        dept_econ = c.LOCAL_TO_NATIONAL.get(dept_econ, dept_econ)
    amount = draw_amount(random, 1, 700)
    return Sum(unit, function, _for_unit(unit, gov_econ), dept_econ, amount, "project", project_id=project_id)


def _construction(random: Random, unit: Unit, project_id: str) -> Sum:
    """A project of construction: capital from the general budget, or paid by a government fund."""
    fund = random.choice(("general_public", "gov_fund"))
    function = c.PUBLIC_FACILITIES if fund == "general_public" else random.choice(c.GOV_FUND_FUNCTIONS)
    amount = draw_amount(random, 300, 6000)
    return Sum(
        unit, function, c.CONSTRUCTION, c.CONSTRUCTION_DEPT, amount, "project", fund, capital=True,
        project_id=project_id,
    )  # fmt: skip


def draw_unlisted(random: Random, field: Field, units: tuple[Unit, ...]) -> Ledger:
    """Draw project expenditure whose projects the document does not publish, as cities have it."""
    return [
        _project(random, random.choice(units), random.choice(field.tasks), economic, None, "city")
        for economic in random.choices(c.PROJECT_ECONOMIC, k=random.randint(2, 8))
    ]


def _for_unit(unit: Unit, gov_econ: Code) -> Code:
    """Give the government economic class under which a unit of this type books the same spending."""
    if unit.administrative or gov_econ in (c.RETIREMENT, c.CONSTRUCTION):
        return gov_econ
    wages = (c.ADMIN_WAGES, c.ADMIN_INSURANCE, c.ADMIN_HOUSING, c.ADMIN_OTHER_WAGES)
    if gov_econ in wages:
        return c.INSTITUTION_WAGES
    return c.INSTITUTION_CAPITAL if gov_econ.code.startswith("503") else c.INSTITUTION_GOODS
