"""What a class lacks in 支出总表 is said only where another table of the document proves it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from made import PLAIN, make_department
from made.compare import clean

from budgetkit.compare.budget import Budget, find_budgets
from budgetkit.compare.class_gaps import find_class_gaps
from budgetkit.compare.project_money import cross_project_money
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.store import build_table
from budgetkit.finding import Row
from budgetkit.schema import load_schemas

Tables = dict[str, list[Row]]


@pytest.fixture(params=range(6))
def tables(request: pytest.FixtureRequest, tmp_path: Path) -> Tables:
    """A made department's clean tables."""
    return clean(tmp_path, make_department(request.param, "city"), PLAIN).tables


def budget_of(tables: Tables) -> Budget:
    """Give the budget as comparisons see it."""
    built = {name: build_table(schema, tables.get(name, ())) for name, schema in load_schemas().items()}
    return find_budgets(Dataset(built.__getitem__))[0]


def lose_row(tables: Tables) -> Row:
    """Take a row of general public project money out of 支出总表."""
    general = {row["function_code"] for row in tables["general_public_expenditure"] if row["project"]}
    fund = {row["function_code"] for table in ("gov_fund", "state_capital") for row in tables.get(table, ())}
    lost = next(r for r in tables["expenditure"] if r["project"] and r["function_code"] in general - fund)
    tables["expenditure"].remove(lost)
    return lost


def project_money(rows: list[Row], code: str) -> Decimal:
    """Add up the project money of a function item."""
    return sum((row["project"] or Decimal(0) for row in rows if row["function_code"] == code), Decimal(0))


def test_a_whole_document_lacks_nothing(tables: Tables) -> None:
    assert find_class_gaps(budget_of(tables), "project") == {}


def test_a_lost_row_is_found_in_its_class_and_the_total_of_the_class_stays(tables: Tables) -> None:
    before = cross_project_money(budget_of(tables)).table.set_index("code")["total"].to_dict()
    lost = lose_row(tables)
    gaps = find_class_gaps(budget_of(tables), "project")
    if gaps:  # money of other sources in the same class can hide what general public money lacks
        assert {code: gap for code, (gap, _) in gaps.items()} == {lost["function_code"][:3]: float(lost["project"])}
        crossed = cross_project_money(budget_of(tables)).table.set_index("code")
        assert crossed["total"].to_dict() == pytest.approx(before)
        assert crossed.loc[lost["function_code"][:3], "unlisted"] == float(lost["project"])
    else:
        code = lost["function_code"]
        left, general = (project_money(tables[name], code) for name in ("expenditure", "general_public_expenditure"))
        assert general < left + lost["project"], "only other money hides a lack"


def test_nothing_is_claimed_where_the_gaps_do_not_make_up_the_lack(tables: Tables) -> None:
    lose_row(tables)
    total = next(r for r in tables["printed_totals"] if (r["table"], r["column"]) == ("expenditure", "project"))
    total["amount"] += 1  # something more is missing, and no table says where
    assert find_class_gaps(budget_of(tables), "project") == {}
