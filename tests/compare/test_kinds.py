"""Budgets of single units and of departments: kept apart, and said where they stand beside each other."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from made.form_ledger import YUAN, make_form_ledger
from made.printing_shanghai import print_shanghai

from budgetkit.batch.plan import prefer_departments
from budgetkit.briefing import city_district_words, frame
from budgetkit.briefing.sides import find_sides
from budgetkit.clean_folder import clean_folder
from budgetkit.compare.across import place_among
from budgetkit.compare.budget import find_budget, find_counterpart
from budgetkit.compare.lists import find_list
from budgetkit.compare.reclassified import find_reclassified
from budgetkit.compare.structure import BY_DEPT_ECON_ITEM, BY_GOV_ECON_CLASS, measure_structure
from budgetkit.dataset.load import Dataset, load

NOT_ALIKE = "单位预算与部门预算的金额不作增减比较"


def make_data(folder: Path, *documents: tuple[str, str, str]) -> Dataset:
    """Clean made documents (department id, level, kind) of one field into a dataset."""
    raw = folder / "raw"
    raw.mkdir()
    entries = []
    for place, (department, level, kind) in enumerate(documents):
        text = print_shanghai(make_form_ledger(place + 7, 2025, YUAN), place + 7)
        name = f"{department}-{kind}".replace("_", "-")
        (raw / f"{name}.txt").write_text(text, "utf-8")
        values = {
            "id": name, "department_id": department, "department": _body(text), "level": level, "region": f"某{level}",
            "field": "某", "kind": kind, "title": name, "file": f"{name}.txt",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "counterpart": "district" if department == "city" else "city",
        }  # fmt: skip
        lines = "\n".join(f'{key} = "{value}"' for key, value in values.items())
        entries.append(f"[[document]]\n{lines}\nyear = 2025\n")
    (raw / "sources.toml").write_text("\n".join(entries), "utf-8")
    result = clean_folder(raw, folder / "clean", folder / "corrections")
    assert result.errors == []
    return load(folder / "clean")


def _body(text: str) -> str:
    return text.split("：", 1)[1].split("\t", 1)[0]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory) -> Dataset:
    return make_data(
        tmp_path_factory.mktemp("mixed"), ("city", "city", "unit_budget"), ("district", "district", "budget")
    )


def test_a_unit_beside_a_department_is_said_in_the_title_and_first_of_the_key_points(mixed):
    sides = find_sides(mixed, "city", 2025)
    cover = frame.cover(sides.own, "市区对比", [budget.document_id for budget in sides.budgets])
    assert "市区对比（单位预算与部门预算）" in cover.plain_text()
    assert sides.labels == ["市级 2025年（单位预算）", "区级 2025年"]
    assert str(city_district_words.key_points(sides)[0]).startswith(NOT_ALIKE)


def test_two_departments_beside_each_other_are_not_said_to_be_unlike(tmp_path):
    data = make_data(tmp_path, ("city", "city", "budget"), ("district", "district", "budget"))
    sides = find_sides(data, "city", 2025)
    cover = frame.cover(sides.own, "市区对比", [budget.document_id for budget in sides.budgets])
    assert "单位预算" not in cover.plain_text()
    assert not [text for text in map(str, city_district_words.key_points(sides)) if NOT_ALIKE in text]


def test_a_department_that_names_no_counterpart_has_the_one_that_names_it(mixed):
    own = find_budget(mixed, "city", 2025)
    assert find_counterpart(replace(own, counterpart=None)).department_id == "district"
    assert find_counterpart(replace(own, department_id="unknown", counterpart=None)) is None


def test_of_a_department_and_a_unit_under_one_id_the_department_is_meant(mixed):
    rows = [
        {"department_id": "a", "year": 2025, "kind": kind, "document_id": kind} for kind in ("unit_budget", "budget")
    ]
    assert [row["kind"] for row in prefer_departments(rows)] == ["budget"]
    assert [row["kind"] for row in prefer_departments(rows[:1])] == ["unit_budget"]
    assert find_budget(mixed, "city", 2025).is_unit


def test_a_class_that_the_widest_table_does_not_print_comes_from_the_one_that_does(mixed):
    budget = find_budget(mixed, "city", 2025)
    assert find_list(budget, BY_DEPT_ECON_ITEM.code, "total").table == "basic_expenditure"
    assert measure_structure(budget, BY_DEPT_ECON_ITEM).base.startswith("一般公共预算基本支出")
    assert "没有一张表" in measure_structure(budget, BY_GOV_ECON_CLASS).missing


def test_what_cannot_be_compared_is_missing_and_never_said_to_be_the_same(mixed):
    sides = find_sides(mixed, "city", 2025)
    assert find_reclassified(*sides.budgets).is_missing


def test_a_single_unit_has_no_place_among_departments(mixed):
    assert "单位预算只含该单位本身" in place_among(find_budget(mixed, "city", 2025)).missing
