"""The clean tables 01 to 11 of a made department, worked out from its ledger."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from budgetkit.finding import Row
from made import classification as c
from made.amounts import add, draw_amount, draw_near
from made.income import Income, merge_income
from made.ledger import Ledger, Project, Sum, Unit, group, total
from made.two_sided import fiscal_grant_rows, income_expenditure_rows

Incomes = dict[Unit, Income]
FUNDS = ("general_public", "gov_fund", "state_capital")
THIS_YEAR = (
    *FUNDS, "special_account", "business_income", "operating_income", "superior_subsidy", "affiliate_remittance",
    "other_income",
)  # fmt: skip
CARRYOVER = (*FUNDS, "special_account", "unit_funds")


def budget_truth(
    random: Random,
    layout: str,
    year: int,
    units: Sequence[Unit],
    projects: Sequence[Project],
    ledger: Ledger,
    incomes: Incomes,
) -> dict[str, list[Row]]:
    """Work out the clean tables of 01 to 11 from a ledger; columns without keys, place and certainty."""
    merged = merge_income(list(incomes.values()))
    return {
        "income_expenditure": income_expenditure_rows(layout, ledger, merged),
        "income": _income_rows(layout, units, incomes, merged),
        "expenditure": _expenditure_rows(ledger),
        "fiscal_grant": fiscal_grant_rows(layout, ledger, merged),
        "general_public_expenditure": _general_public_rows(layout, units, ledger),
        "basic_expenditure": _basic_rows(ledger),
        "gov_fund": _fund_rows(layout, ledger, "gov_fund"),
        "state_capital": _fund_rows(layout, ledger, "state_capital"),
        "three_public": _three_public_rows(random, layout, year, ledger),
        **_purchase_rows(random, layout, projects, ledger),
        **({"project_expenditure": _project_rows(projects, ledger)} if layout == "district" else {}),
    }


def _income_rows(layout: str, units: Sequence[Unit], incomes: Incomes, merged: Income) -> list[Row]:
    whole = _income_row(None, None, merged, "total")
    if layout == "city":
        return [whole]
    parent = _income_row(units[0].code[:3], units[0].name.removesuffix("机关"), merged, "subtotal")
    rows = [_income_row(unit.code, unit.name, incomes[unit], "line") for unit in units]
    return [parent, *rows, whole]


def _income_row(code: str | None, name: str | None, income: Income, role: str) -> Row:
    return {
        "unit_code": code,
        "unit_name": name,
        "total": income.total,
        "this_year_subtotal": income.this_year_total,
        **{f"this_year_{key}": income.this_year.get(key) for key in THIS_YEAR},
        "carryover_subtotal": income.carryover_total,
        **{f"carryover_{key}": income.carryover.get(key) for key in CARRYOVER},
        "role": role,
    }


def classes(function: c.Code | None, gov_econ: c.Code | None = None, dept_econ: c.Code | None = None) -> Row:
    """Write out the classification columns of a row."""
    return {
        "function_code": function and function.code,
        "function_name": function and function.name,
        **economic_classes(gov_econ, dept_econ),
    }


def economic_classes(gov_econ: c.Code | None, dept_econ: c.Code | None) -> Row:
    """Write out the economic classification columns of a row."""
    return {
        "gov_econ_code": gov_econ and gov_econ.code,
        "gov_econ_name": gov_econ and gov_econ.name,
        "dept_econ_code": dept_econ and dept_econ.code,
        "dept_econ_code5": dept_econ and dept_econ.code[:5],
        "dept_econ_name": dept_econ and dept_econ.name,
    }


def _basic(sums: Ledger) -> Decimal | None:
    return total(sums, lambda entry: entry.is_basic)


def _project(sums: Ledger) -> Decimal | None:
    return total(sums, lambda entry: not entry.is_basic)


def _expenditure_rows(ledger: Ledger) -> list[Row]:
    groups = group(ledger, lambda entry: (entry.function, entry.gov_econ, entry.dept_econ))
    return [
        {
            **classes(*key),
            "total": total(sums),
            "basic": _basic(sums),
            "project": _project(sums),
            "operating": None,
            "remit_to_superior": None,
            "subsidy_to_affiliate": None,
        }
        for key, sums in groups.items()
    ]


def _general_public_rows(layout: str, units: Sequence[Unit], ledger: Ledger) -> list[Row]:
    rows = []
    for block, unit in enumerate(units, start=1):
        own = [entry for entry in ledger if entry.unit == unit and entry.fund == "general_public"]
        for (function,), sums in group(own, lambda entry: (entry.function,)).items():
            rows.append(
                {
                    "unit_block": block,
                    "unit_code": unit.code if layout == "district" else None,
                    "unit_name": unit.name if layout == "district" else None,
                    "function_code": function.code,
                    "function_name": function.name,
                    "total": total(sums),
                    "basic": _basic(sums),
                    "personnel": total(sums, lambda entry: entry.purpose == "personnel"),
                    "public_funds": total(sums, lambda entry: entry.purpose == "public_funds"),
                    "project": _project(sums),
                    "project_excl_capital": total(sums, lambda entry: not entry.is_basic and not entry.capital),
                }
            )
    return rows


def _basic_rows(ledger: Ledger) -> list[Row]:
    own = [entry for entry in ledger if entry.fund == "general_public" and entry.is_basic]
    return [
        {
            **economic_classes(*key),
            "total": total(sums),
            "personnel": total(sums, lambda entry: entry.purpose == "personnel"),
            "public_funds": total(sums, lambda entry: entry.purpose == "public_funds"),
        }
        for key, sums in group(own, lambda entry: (entry.gov_econ, entry.dept_econ)).items()
    ]


def _fund_rows(layout: str, ledger: Ledger, fund: str) -> list[Row]:
    own = [entry for entry in ledger if entry.fund == fund]
    if layout == "city":
        groups = group(own, lambda entry: (entry.function,))
    else:
        groups = group(own, lambda entry: (entry.function, entry.gov_econ, entry.dept_econ))
    return [
        {**classes(*key), "total": total(sums), "basic": _basic(sums), "project": _project(sums)}
        for key, sums in groups.items()
    ]


def _three_public_rows(random: Random, layout: str, year: int, ledger: Ledger) -> list[Row]:
    zero = Decimal("0.000000") if layout == "district" else None
    parts = {
        "overseas": _fiscal(ledger, "30212") or zero,
        "reception": _fiscal(ledger, "30217") or zero,
        "vehicle_purchase": _fiscal(ledger, "31013") or zero,
        "vehicle_operation": _fiscal(ledger, "30231") or zero,
    }
    rows = [_three_public_row(year, parts)]
    if layout == "district":
        before = {key: draw_near(random, amount) if amount else zero for key, amount in parts.items()}
        rows.insert(0, _three_public_row(year - 1, before))
    return [row for row in rows if row["total"] is not None]


def _fiscal(ledger: Ledger, dept_econ: str) -> Decimal | None:
    return total(ledger, lambda entry: entry.is_fiscal and entry.dept_econ.code.startswith(dept_econ))


def _three_public_row(year: int, parts: dict[str, Decimal | None]) -> Row:
    vehicles = add((parts["vehicle_purchase"], parts["vehicle_operation"]))
    return {
        "budget_year": year,
        "total": add((parts["overseas"], parts["reception"], vehicles)),
        "overseas": parts["overseas"],
        "reception": parts["reception"],
        "vehicle_subtotal": vehicles,
        "vehicle_purchase": parts["vehicle_purchase"],
        "vehicle_operation": parts["vehicle_operation"],
    }


def _purchase_rows(random: Random, layout: str, projects: Sequence[Project], ledger: Ledger) -> dict[str, list[Row]]:
    """Work out procurement and the services bought, which its services hold."""
    procured, bought = _procurement_rows(random), _service_rows(random, layout, projects, ledger)
    for row in procured:
        if row["category_code"] == "C":
            row["amount"] += add(service["amount"] for service in bought) or 0
    return {"procurement": procured, "purchased_services": bought}


def _procurement_rows(random: Random) -> list[Row]:
    kinds = sorted(random.sample(c.PROCUREMENT, random.choice((2, 3))))
    return [{"category_code": code, "category": name, "amount": draw_amount(random, 5, 3000)} for code, name in kinds]


def _service_rows(random: Random, layout: str, projects: Sequence[Project], ledger: Ledger) -> list[Row]:
    rows = []
    for project in projects:
        sums = [entry for entry in ledger if entry.project_id == project.project_id]
        bought = total(sums, lambda entry: entry.fund == "general_public" and not entry.capital)
        if bought is None or random.random() < 0.3:
            continue
        rows.append(_service_row(random, layout, project, sums[0], bought))
    if layout == "city":
        rows.sort(key=lambda row: (row["level2_code"], row["level3"]))
    return rows


def _service_row(random: Random, layout: str, project: Project, first: Sum, bought: Decimal) -> Row:
    level1, level2, level3 = random.choice(c.SERVICES)
    named = layout == "district"
    code = first.function.code[:3]
    return {
        "project_id": project.project_id if named else None,
        "project_name": project.name if named else None,
        "level1_code": level1.code,
        "level1": level1.name,
        "level2_code": level2.code,
        "level2": level2.name,
        "level3": level3,
        "service_field": f"{code}-{c.CLASSES[code]}" if named else None,
        "amount": bought,
    }


def _project_rows(projects: Sequence[Project], ledger: Ledger) -> list[Row]:
    rows = []
    for seq, project in enumerate(projects, start=1):
        own = [entry for entry in ledger if entry.project_id == project.project_id]
        for key, sums in group(own, lambda entry: (entry.function, entry.gov_econ, entry.dept_econ)).items():
            unit = sums[0].unit
            rows.append(
                {
                    "unit_code": unit.code,
                    "unit_name": unit.name,
                    "unit_type": unit.type.partition("-")[2],
                    "project_seq": seq,
                    "project_id": project.project_id,
                    "project_name": project.name,
                    **classes(*key),
                    "total": total(sums),
                    **{fund: total(sums, lambda entry, fund=fund: entry.fund == fund) for fund in FUNDS},
                    "carryover_general": None,
                    "carryover_gov_fund": None,
                }
            )
    return rows
