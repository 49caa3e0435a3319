"""The made documents themselves: invented, consistent, the same each time."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from budgetkit.sources import check_sources, load_manifest, load_sources
from made import CITY_STYLES, DISTRICT_STYLES, MadeDepartment, make_department, print_document, write_project
from made.amounts import add
from made.words import OFFICES, REGIONS

RAW = Path(__file__).parents[2] / "data" / "raw"
LAYOUTS = ("city", "district")


def _sum(rows, column) -> Decimal:
    return add([Decimal(0), *(row[column] for row in rows)])


def _item(department: MadeDepartment, table: str, item: str) -> Decimal:
    return next(row["amount"] for row in department.truth[table] if row["item"].endswith(item)) or Decimal(0)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(5))
def test_truth_satisfies_the_identities_of_a_budget(layout, seed):
    department = make_department(seed, layout)
    truth = department.truth
    expenditure = _sum(truth["expenditure"], "total")
    assert _item(department, "income_expenditure", "支出合计") == expenditure
    assert _item(department, "income_expenditure", "收入总计") == _item(department, "income_expenditure", "支出总计")
    assert _sum(truth["expenditure"], "basic") + _sum(truth["expenditure"], "project") == expenditure
    assert truth["income"][-1]["total"] == _item(department, "income_expenditure", "收入总计")
    fiscal = _sum([*truth["general_public_expenditure"], *truth["gov_fund"], *truth["state_capital"]], "total")
    assert _item(department, "fiscal_grant", "支出总计") == fiscal
    basic = _sum(truth["general_public_expenditure"], "basic")
    assert _sum(truth["basic_expenditure"], "total") == basic


@pytest.mark.parametrize("seed", range(5))
def test_districts_project_table_holds_all_project_expenditure(seed):
    truth = make_department(seed, "district").truth
    assert _sum(truth["project_expenditure"], "total") == _sum(truth["expenditure"], "project")
    assert _sum(truth["projects"], "total") == _sum(truth["expenditure"], "project")


@pytest.mark.parametrize("seed", range(5))
def test_weights_of_made_evaluations_add_to_a_hundred_and_scores_to_the_total(seed):
    truth = make_department(seed).evaluation.truth
    for form in truth["evaluations"]:
        funds = [row for row in truth["evaluation_funds"] if row["evaluation_seq"] == form["evaluation_seq"]]
        rows = [row for row in truth["evaluation_indicators"] if row["evaluation_seq"] == form["evaluation_seq"]]
        assert _sum([*funds, *rows], "weight") == 100
        assert _sum([*funds, *rows], "score") == form["total_score"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_project_ids_have_21_characters_and_ascend(layout):
    ids = [row["project_id"] for row in make_department(3, layout).truth["projects"]]
    assert all(re.fullmatch(r"\d{8}[TY]\d{12}", project_id) for project_id in ids)
    assert ids == sorted(ids)


def test_same_seed_makes_the_same_document_and_another_seed_another():
    first, again, other = (make_department(seed) for seed in (1, 1, 2))
    assert print_document(first, CITY_STYLES["pages"]) == print_document(again, CITY_STYLES["pages"])
    assert first.truth["expenditure"] != other.truth["expenditure"]


def test_styles_print_different_texts():
    for layout, styles in (("city", CITY_STYLES), ("district", DISTRICT_STYLES)):
        texts = {print_document(make_department(1, layout), style) for style in styles.values()}
        assert len(texts) == len(styles)


def test_nothing_invented_stands_in_a_published_document():
    published = "".join(path.read_text("utf-8") for path in RAW.glob("*.txt"))
    departments = [make_department(seed, layout) for seed in range(5) for layout in LAYOUTS]
    invented = {row["project_name"] for department in departments for row in department.truth["projects"]}
    invented |= {row["name"] for department in departments for row in department.truth["project_indicators"]}
    invented |= {f"{region}{level}" for region in REGIONS for level in "市区"} | set(OFFICES)
    invented |= {department.department for department in departments}
    assert [name for name in invented if name in published] == []


def test_numbers_of_projects_and_units_can_be_asked_for():
    department = make_department(1, "district", projects=40, units=6, year=2031, field_name="水务")
    assert (len(department.projects), len(department.units)) == (40, 6)
    assert (department.year, department.field) == (2031, "水务")


def test_written_project_has_a_valid_manifest_and_names_counterparts(tmp_path):
    city, district = (make_department(1, layout, field_name="民政") for layout in LAYOUTS)
    raw = write_project(tmp_path, [city, district, city.evaluation])
    sources = load_sources(raw)
    assert check_sources(raw, load_manifest(raw)) == []
    assert [source.counterpart for source in sources] == [
        district.department_id,
        city.department_id,
        district.department_id,
    ]
