"""Which parts of a document something else in it proves: the definition that the benchmark counts by.

A cell has a *second print* where the document says the same thing again elsewhere, so that whoever reads both must see
that one of them is wrong. The definitions below look at the unchanged document only, and use nothing of the checks.

- An indicator's number: with its unit in the indicator's own name; with its unit in the goal of its project (of its
  form; for a result in the account of the year), in a clause that shares a word with the indicator's name; the same
  indicator in the department's targets, or the other way; a cost that is the money of its project (the budget of its
  form, or what was spent, to the printed 0.01), or adds up to it with the other costs; a price and a quantity whose
  product is that money or one of the costs.
- Rows that change places: some key that changes its money (function, economic class, project, unit) is printed with
  money in another table too.
- The name or money of a project: another table, or its costs, print the money; words of its name stand in its goal or
  indicators and not in those of the other project.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, product

from budgetkit.finding import Row
from budgetkit.money_units import money_factor
from budgetkit.pipeline import CleanDocument

Tables = dict[str, list[Row]]
_SIDES = {"target": "expected_goal", "actual": "actual_result"}
_EACH = re.compile("/|每(?![年月日天])|单价|人均|单位成本")
_CLASS = ("function_code", "gov_econ_code", "dept_econ_code")
_ECONOMIC = ("gov_econ_code", "dept_econ_code")
_FUNCTION = ("function_code",)
_PROJECT = ("project_name",)
_FISCAL = ("general_public_expenditure", "gov_fund", "state_capital")
# by table: the key of its rows, and the tables that print money by the same key
_HELD = {
    "expenditure": [(_FUNCTION, _FISCAL), (_ECONOMIC, ("basic_expenditure",)), (_CLASS, ("project_expenditure",))],
    "general_public_expenditure": [(_FUNCTION, ("expenditure",))],
    "gov_fund": [(_FUNCTION, ("expenditure",))],
    "state_capital": [(_FUNCTION, ("expenditure",))],
    "basic_expenditure": [(_ECONOMIC, ("expenditure",))],
    "project_expenditure": [(_CLASS, ("expenditure",)), (_PROJECT, ("project_list", "purchased_services"))],
    "project_list": [(_PROJECT, ("project_expenditure", "purchased_services"))],
    "purchased_services": [(_PROJECT, ("project_list", "project_expenditure", "projects"))],
}  # fmt: skip


def indicator_has_second_print(document: CleanDocument, row: Row, column: str) -> bool:
    """Say whether the number of an indicator (`column`: value, target or actual) is printed again."""
    tables, found = document.tables, re.search(r"\d[\d,]*(?:\.\d+)?", row[column] or "")
    if not found:
        return False
    number, unit = Decimal(found[0].replace(",", "")), row.get("unit") or (row[column] or "")[found.end() :].strip()
    return (
        _says(row["name"] or "", number, unit)
        or _goal_says(_goal_of(tables, row, column), row["name"] or "", number, unit)
        or _other_table_says(tables, row, number)
        or _money_says(tables, row, number, unit, column)
    )


def _goal_of(tables: Tables, row: Row, column: str) -> str:
    key, table = ("project_seq", "projects") if "project_seq" in row else ("evaluation_seq", "evaluations")
    text = _SIDES.get(column, "goal")
    return next((one[text] or "" for one in tables.get(table, ()) if key in row and one[key] == row[key]), "")


def _says(text: str, number: Decimal, unit: str) -> bool:
    return bool(list(_places(text, number, unit)))


def _places(text: str, number: Decimal, unit: str) -> Iterator[re.Match]:
    """Find a number with the first character of its unit; 50万路 is 500000路."""
    for match in re.finditer(r"(?<![\d.,*])(\d[\d,]*(?:\.\d+)?)([万亿]?)余?\s*(.?)", text):
        value = Decimal(match[1].replace(",", ""))
        is_same = value == number and (match[2] + match[3]).startswith(unit[:1])
        if unit and (is_same or (match[2] == "万" and value * 10000 == number and match[3] == unit[:1])):
            yield match


def _goal_says(goal: str, name: str, number: Decimal, unit: str) -> bool:
    clauses = (
        re.split("[，,。；;、]", goal[: m.start()])[-1] + " " + re.split("[，,。；;、]", goal[m.end() - 1 :])[0]
        for m in _places(goal, number, unit)
    )
    return any(_words(clause) & _words(name) for clause in clauses)


def _words(text: str) -> set[str]:
    return {a + b for run in re.findall(r"[\u4e00-\u9fff]+", text) for a, b in pairwise(run)}


def _other_table_says(tables: Tables, row: Row, number: Decimal) -> bool:
    others = {"project_seq": "department_indicators", "activity": "project_indicators"}
    other = next((table for key, table in others.items() if key in row), None)
    return any(
        one["name"] == row["name"] and one["value_number"] == number and (one["unit"] or "")[:1] == row["unit"][:1]
        for one in tables.get(other, ())
        if row["name"] and len(row["name"]) > 5 and row["unit"]
    )


def _money_says(tables: Tables, row: Row, number: Decimal, unit: str, column: str) -> bool:
    whole = _whole_of(tables, row, "executed" if column == "actual" else "full_year_budget")
    if not whole:
        return False
    if column in _SIDES:
        amount = _amount(number, unit) if "成本" in f"{row['level1']}{row['level2']}" else None
        return amount is not None and round(amount, 2) == round(whole, 2)
    own = [one for one in tables["project_indicators"] if one["project_seq"] == row["project_seq"]]
    costs = [one for one in own if "成本" in f"{one['level1']}{one['level2']}" and one["value_number"]]
    money = {id(one): amount for one in costs if (amount := _amount(one["value_number"], one["unit"] or ""))}
    if id(row) in money and whole in (money[id(row)], sum(money.values())):
        return True
    targets = {whole, *money.values()}
    return any(row in pair for pair in _products(costs, own, targets))


def _products(costs: Sequence[Row], own: Sequence[Row], targets: set[Decimal]) -> Iterator[tuple[Row, Row]]:
    prices = [one for one in costs if _EACH.search(f"{one['name']}{one['unit']}")]
    counts = [one for one in own if "数量" in f"{one['level2']}" and one["value_number"]]
    for price, count in product(prices, counts):
        money = _amount(price["value_number"], (price["unit"] or "").split("/")[0])
        if money and money * count["value_number"] in targets:
            yield price, count


def _whole_of(tables: Tables, row: Row, column: str) -> Decimal | None:
    if "project_seq" in row:
        return next((one["total"] for one in tables["projects"] if one["project_seq"] == row["project_seq"]), None)
    funds = [one for one in tables.get("evaluation_funds", ()) if one["fund"] == "total"]
    return next((one[column] for one in funds if one["evaluation_seq"] == row.get("evaluation_seq")), None)


def _amount(number: Decimal, unit: str) -> Decimal | None:
    factor = money_factor(unit)
    return None if factor is None else number * factor


def rows_have_second_print(
    document: CleanDocument, table: str, rows: tuple[Row, Row], changed: Callable[[str], bool]
) -> bool:
    """Say whether what two rows exchange is held elsewhere; `changed` says of a column whether it changed places."""
    tables = document.tables
    for keys, others in _HELD.get(table, ()):
        mine = [tuple(row.get(key) for key in keys) for row in rows]
        printed = {
            tuple(one.get(key) for key in keys)
            for other in others
            for one in tables.get(other, ())
            if all(one.get(key) for key in keys)
        }
        if mine[0] != mine[1] and any(map(changed, keys)) and printed.intersection(mine) and _is_due(table, keys, rows):
            return True
    return False


def _is_due(table: str, keys: tuple[str, ...], rows: tuple[Row, Row]) -> bool:
    """Say whether the money that is exchanged is of the kind that the other table prints."""
    if table != "expenditure" or keys == _FUNCTION:
        return True
    column = "basic" if keys == _ECONOMIC else "project"
    return any(row[column] for row in rows)


def money_has_second_print(document: CleanDocument, project: Row) -> bool:
    """Say whether the total of a project is printed again: by its costs, or in another table under its name."""
    tables, total = document.tables, project["total"]
    own = [one for one in tables.get("project_indicators", ()) if one["project_seq"] == project["project_seq"]]
    costs = [
        amount
        for one in own
        if "成本" in f"{one['level1']}{one['level2']}" and one["value_number"]
        if (amount := _amount(one["value_number"], one["unit"] or ""))
    ]
    others = [
        one.get("total") or one.get("amount")
        for table in ("project_list", "project_expenditure", "purchased_services")
        for one in tables.get(table, ())
        if one.get("project_name") and one["project_name"] == project["project_name"]
    ]
    return total in (*costs, sum(costs), *others, sum(filter(None, others)))


def name_has_second_print(document: CleanDocument, one: Row, other: Row) -> bool:
    """Say whether words of a project's name stand in its own goal or indicators and not in another project's."""
    name = _words(one["project_name"] or "")
    return bool(name & _project_words(document, one) - _project_words(document, other))


def _project_words(document: CleanDocument, project: Row) -> set[str]:
    own = [
        one["name"] or ""
        for one in document.tables.get("project_indicators", ())
        if one["project_seq"] == project["project_seq"]
    ]
    return _words("|".join([project["goal"] or "", *own]))
