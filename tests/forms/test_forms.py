"""The data files of forms: each is whole, tells itself from the others, and fills columns that the schema has."""

from __future__ import annotations

import re

import pytest

from budgetkit.forms.families import tell_form
from budgetkit.forms.form import load_forms
from budgetkit.read.text import split_lines
from budgetkit.recognise.header import find_strangers, map_columns
from budgetkit.recognise.kind import PublishedColumn
from budgetkit.recognise.rows import read_rows
from budgetkit.schema import load_schemas
from budgetkit.tidy.layouts import LAYOUTS
from budgetkit.tidy.two_sided import SIDES

FORMS = load_forms()
OWN = [form for form in FORMS.values() if form.family != "national"]
TABLES = [(form.name, table) for form in FORMS.values() for table in form.tables.values()]


@pytest.mark.parametrize(("form", "table"), TABLES, ids=lambda value: getattr(value, "name", value))
def test_every_amount_of_a_form_is_a_column_of_its_clean_table(form, table):
    known = {column.name for column in load_schemas().get(table.name, load_schemas()["project_indicators"]).columns}
    prefixes = (*(f"{side}_" for side in SIDES), "budget_", "final_", "earlier_", "later_")
    for key in table.keys("amount") if table.columns else ():
        bare = next((key.removeprefix(own) for own in prefixes if key.startswith(own) and key not in known), key)
        assert key.startswith("_") or bare in known, (form, table.name, key)


@pytest.mark.parametrize("form", OWN, ids=lambda form: form.name)
def test_every_layout_and_pattern_of_a_form_is_usable(form):
    for table in form.tables.values():
        assert table.layout in LAYOUTS
        for pattern in (*form.tell, *table.titles, *(step for c in table.columns for step in c.path.split("/"))):
            re.compile(pattern)
        for whole, parts in table.parts.items():
            assert {whole, *parts} <= {column.name for column in load_schemas()[table.name].columns}


@pytest.mark.parametrize(
    ("printed", "kind", "expected"),
    [
        ("2025年部门财务收支预算总表", "budget", "shanghai"),
        ("2025年预算单位一般公共预算支出功能分类预算表", "unit_budget", "shanghai"),
        ("合计\t基本支出\t项目支出\t单位预留机动经费\t结转下年资金", "budget", "jiangsu"),
        ("科目编码\t科目名称\t合计\t上年结转\t一般公共预算拨款收入", "budget", "nine-tables"),
        ("科目编码\t科目名称\t合计\t基本支出\t项目支出", "budget", "national"),  # a near miss: no income
        ("年度项目支出绩效表", "budget", "beijing-district"),
        ("收入支出决算总表", "final_accounts", "final-accounts"),
        ("收入支出决算总表", "budget", "national"),  # a form of another kind of document does not count
        ("2025年部门财务收支预算总表的说明见后。", "budget", "national"),  # nor do words inside a sentence
    ],
)
def test_a_form_is_told_by_the_words_that_only_it_prints(printed, kind, expected):
    assert tell_form(split_lines(printed), kind).name == expected


def test_a_kind_of_document_without_forms_has_none():
    assert tell_form(split_lines("项目支出绩效自评表"), "self_evaluation") is None


def test_codes_in_three_columns_below_a_group_are_told_from_the_names_beside_them():
    header = split_lines(
        "项目\t\t\t\t收入预算\t\n功能分类科目编码\t\t\t功能分类科目名称\t合计\t财政拨款收入\n类\t款\t项\t\t\t"
    )
    columns = FORMS["shanghai"].columns("income_by_function")
    mapping = {position: column.key for position, column in map_columns(header, columns).items()}
    assert mapping == {
        0: "function_class", 1: "function_section", 2: "function_item", 3: "function_name", 4: "total",
        5: "fiscal_grant",
    }  # fmt: skip
    assert all(find_strangers(line, columns) == set() for line in header)


def test_a_group_that_is_not_known_above_a_header_is_no_row_when_it_comes_again_behind_a_page_break():
    header = "科目\t某种从未见过的分组\t\n\t合计\t基本支出\n"
    columns = (
        PublishedColumn("function_name", "科目", "text"),
        PublishedColumn("total", "合计"),
        PublishedColumn("basic", "基本支出"),
    )
    table = read_rows(
        "expenditure", split_lines(f"{header}行政运行\t7.00\t7.00\n\n{header}机关服务\t5.00\t5.00\n"), columns
    )
    assert [row.text("total") for row in table.rows] == ["7.00", "5.00"]
