"""Codes in parts (类, 款, 项) and printed hierarchies: whole codes, roles, sums over items, subtotals as checks."""

import random
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from budgetkit.check.registry import check_document
from budgetkit.compare.budget import Budget
from budgetkit.dataset.load import Dataset
from budgetkit.dataset.store import build_table
from budgetkit.find.blocks import find_blocks
from budgetkit.forms.form import load_form
from budgetkit.pipeline import tidy_tables
from budgetkit.read.text import split_lines
from budgetkit.recognise.code_parts import join_code
from budgetkit.recognise.header import map_columns
from budgetkit.recognise.tables import recognise_tables
from budgetkit.schema import load_schemas
from budgetkit.source_entry import Source
from budgetkit.tidy.registry import TABLE_KINDS

SOURCE = Source(
    "made", "made", "某局", "city", "某市", "应急", 2026, "budget", "预算", "made.txt", "", None, None, Path("made.txt")
)
APART = "功能分类科目\t\t\t\t合计\t基本支出\t项目支出\n科目编码\t\t\t科目名称\n类\t款\t项"
NATIONAL = "科目编码\t\t\t科目名称\t合计\t基本支出\t项目支出\n类\t款\t项"
BARE = "类\t款\t项\t科目名称\t合计\t基本支出\t项目支出"
GLUED = "支出功能分类科目\t合计\t基本支出\t项目支出"
PRINTS = {
    "full": lambda code: (code[:3], code[3:5], code[5:]),
    "repeated": lambda code: (code[:3], code[:5] if len(code) > 3 else "", code if len(code) > 5 else ""),
    "merged": lambda code: ("" if len(code) > 3 else code, "" if len(code) > 5 else code[3:5], code[5:]),
}


def make_tree(seed):
    """Make rows of a whole hierarchy in print order: code, name, basic, project (万元); parents are sums."""
    rng = random.Random(seed)
    rows = []
    for top in sorted(rng.sample(["201", "205", "208", "210", "221", "224"], rng.randint(1, 4))):
        sections = []
        for section in sorted(rng.sample(range(1, 30), rng.randint(1, 3))):
            items = [
                (f"{top}{section:02}{item:02}", f"某项{item}", Decimal(rng.randint(1, 10**7)) / 100, Decimal(item))
                for item in sorted(rng.sample(range(1, 99), rng.randint(1, 3)))
            ]
            sections.append([(f"{top}{section:02}", "某款", *add_up(items)), *items])
        rows += [(top, "某类", *add_up([rows[0] for rows in sections])), *(row for part in sections for row in part)]
    return rows


def add_up(rows):
    return [sum((row[column] for row in rows), Decimal(0)) for column in (2, 3)]


def print_tree(rows, header, show, title="预算03表 支出总表"):
    lines = [f"{cells}\t{name}\t{basic + project}\t{basic}\t{project}" for cells, name, basic, project in
             ((show(code), *rest) for code, *rest in rows)]  # fmt: skip
    basic, project = add_up([row for row in rows if len(row[0]) == 7])
    lead = "\t" * (1 if header == GLUED else 4)
    total = f"合计{lead}{basic + project}\t{basic}\t{project}"
    return "\n".join([title, "", "金额单位：万元", "", header, *lines, total])


def read(text):
    recognised = recognise_tables(find_blocks(split_lines(text)), TABLE_KINDS)
    tidied = tidy_tables(recognised)
    return tidied, check_document(tidied.tables, recognised, SOURCE)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("header", [APART, NATIONAL, BARE])
@pytest.mark.parametrize("show", PRINTS)
@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("预算03表 支出总表", "expenditure"),
        ("一般公共预算支出表", "general_public_expenditure"),
        ("政府性基金预算支出表", "gov_fund"),
    ],
)
def test_classes_sections_and_items_in_three_columns(seed, header, show, title, table):
    rows = make_tree(seed)
    tidied, checks = read(print_tree(rows, header, lambda code: "\t".join(PRINTS[show](code)), title))
    clean = tidied.tables[table]
    assert [row["function_code"] for row in clean] == [code for code, *_ in rows]
    assert [row["function_name"] for row in clean] == [name for _, name, *_ in rows]
    assert [row["role"] for row in clean] == [{3: "class", 5: "section", 7: "item"}[len(code)] for code, *_ in rows]
    assert_sums_hold(checks, rows, table)


@pytest.mark.parametrize("seed", range(6))
def test_a_hierarchy_of_glued_codes_is_summed_over_its_items(seed):
    rows = make_tree(seed)
    printed = [(code, f"{code}-{name}", *rest) for code, name, *rest in rows]
    text = "\n".join(
        [
            "预算03表 支出总表",
            "",
            GLUED,
            *(f"{name}\t{basic + project}\t{basic}\t{project}" for _, name, basic, project in printed),
        ]
    )
    basic, project = add_up([row for row in rows if len(row[0]) == 7])
    tidied, checks = read(f"{text}\n合计\t{basic + project}\t{basic}\t{project}")
    assert [row["function_code"] for row in tidied.tables["expenditure"]] == [code for code, *_ in rows]
    assert_sums_hold(checks, rows, "expenditure")


def assert_sums_hold(checks, rows, table):
    """The printed total is met, and each amount of each parent is a check of its own that passes."""
    parents = [row for row in rows if len(row[0]) < 7]
    subtotals = [check for check in checks if check["rule"] == "subtotal_to_items"]
    assert len(subtotals) == 3 * len(parents)
    totals = [c for c in checks if c["table"] == table and c["rule"] == "rows_to_printed_total"]
    assert [check["status"] for check in totals] == ["pass"] * 3
    assert {check["status"] for check in subtotals} == {"pass"}


def test_a_subtotal_that_its_items_do_not_meet_fails():
    rows = make_tree(1)
    rows[0] = (*rows[0][:2], rows[0][2] + 1, rows[0][3])
    _, checks = read(print_tree(rows, APART, lambda code: "\t".join(PRINTS["full"](code))))
    failed = [check for check in checks if check["rule"] == "subtotal_to_items" and check["status"] == "fail"]
    assert [check["difference"] for check in failed] == [1, 1]


@pytest.mark.parametrize("seed", range(6))
def test_a_section_that_lost_its_only_item_is_told_though_all_sums_hold(seed):
    rows = make_tree(seed)
    alone = [
        place
        for place, (code, *_) in enumerate(rows)
        if len(code) == 7 and sum(len(other) == 7 and other.startswith(code[:5]) for other, *_ in rows) == 1
    ]
    lost = [row for place, row in enumerate(rows) if place not in alone[:1]]
    _, whole = read(print_tree(rows, APART, lambda code: "\t".join(PRINTS["full"](code))))
    assert without_items(whole) == [("pass", None)]
    text = print_tree(lost, APART, lambda code: "\t".join(PRINTS["full"](code)))
    total = print_tree(rows, APART, lambda code: "\t".join(PRINTS["full"](code))).rpartition("\n")[2]
    _, checks = read(text.rpartition("\n")[0] + "\n" + total)
    if alone and any(len(code) == 7 for code, *_ in lost):
        ((status, said),) = without_items(checks)
        assert status == "insufficient"
        assert said.startswith(f"{rows[alone[0]][0][:5]}之下没有行")


def without_items(checks):
    return [(c["status"], c["explanation"]) for c in checks if c["rule"] == "subtotal_without_items"]


def test_classes_with_sections_only_lack_no_items():
    rows = [("201", "某类", 3, 1), ("20106", "某款", 3, 1), ("208", "某类", 5, 0), ("20801", "某款", 5, 0)]
    tidied, checks = read("\n".join(["支出总表", "", GLUED, *(f"{c}-{n}\t{a + b}\t{a}\t{b}" for c, n, a, b in rows)]))
    assert {row["role"] for row in tidied.tables["expenditure"]} == {"class", "item"}
    assert without_items(checks) == []


def test_a_table_that_goes_no_deeper_has_items_only():
    rows = [("20106", "某款", Decimal(3), Decimal(1)), ("20801", "某款", Decimal(5), Decimal(0))]
    tidied, checks = read("\n".join(["支出总表", "", GLUED, *(f"{c}-{n}\t{a + b}\t{a}\t{b}" for c, n, a, b in rows)]))
    assert [row["role"] for row in tidied.tables["expenditure"]] == ["item", "item"]
    assert not [check for check in checks if check["rule"] == "subtotal_to_items"]


def test_an_economic_class_counts_apart_from_its_items_and_a_local_extension_does_not():
    text = (
        "一般公共预算基本支出表\n\n部门预算支出经济分类科目\t\t\t合计\t人员经费\t公用经费\n科目编码\t\t科目名称\n类\t款\n"
        "301\t\t工资福利支出\t30.00\t30.00\t\n\t01\t基本工资\t10.00\t10.00\t\n\t02\t津贴补贴\t20.00\t20.00\t\n"
        "302\t\t商品和服务支出\t7.00\t\t7.00\n302\t11\t差旅费\t4.00\t\t4.00\n302\t1101\t差旅费（国内）\t3.00\t\t3.00\n"
        "合计\t\t\t37.00\t30.00\t7.00"
    )
    tidied, checks = read(text)
    rows = tidied.tables["basic_expenditure"]
    assert [row["dept_econ_code"] for row in rows] == ["301", "30101", "30102", "302", "30211", "3021101"]
    assert [row["role"] for row in rows] == ["class", "item", "item", "class", "item", "item"]
    assert {check["status"] for check in checks if check["rule"] == "subtotal_to_items"} == {"pass"}
    assert sum(check["rule"] == "subtotal_to_items" for check in checks) == 4


def test_comparisons_see_items_only():
    tidied, _ = read(print_tree(make_tree(2), APART, lambda code: "\t".join(PRINTS["full"](code))))
    keys = {"document_id": "made", "department_id": "made", "year": 2026}
    tables = {
        name: build_table(schema, [{**keys, **row} for row in tidied.tables[name]])
        for name, schema in load_schemas().items()
    }
    budget = Budget(Dataset(tables.__getitem__), "made", "某局", 2026, "city", "北京市", "made", None)
    frame = budget.table("expenditure")
    assert set(frame["function_code"].map(len)) == {7}
    assert frame["total"].sum() == pytest.approx(budget.printed_totals["expenditure", "total"])
    assert isinstance(frame, pd.DataFrame)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["201", "06", "01"], "2010601"),
        (["201", "20106", "2010601"], "2010601"),
        (["201", "06", ""], "20106"),
        (["201", "", ""], "201"),
        (["", "", ""], ""),
        (["201", "20", "01"], "2012001"),
    ],
)
def test_parts_join_to_the_whole_code(parts, code):
    assert join_code(parts) == code


def test_bare_class_and_section_of_the_basic_table_are_economic_and_those_below_another_classification_its_own():
    rows = ["301\t\t工资福利支出\t5.00\t5.00\t", "301\t01\t基本工资\t5.00\t5.00\t", "合计\t\t\t5.00\t5.00\t"]
    header = "类\t款\t科目名称\t合计\t人员经费\t公用经费"
    tidied, _ = read("\n".join(["一般公共预算基本支出表", "", "单位：万元", "", header, *rows]))
    assert [row["dept_econ_code"] for row in tidied.tables["basic_expenditure"]][-1] == "30101"
    columns = [column for column in load_form("national").columns("gov_fund") if column.part_of]
    lines = split_lines("功能科目\t部门经济科目\t\n\t类\t款\t合计")
    assert not {"function_class", "function_section"} & {column.key for column in map_columns(lines, columns).values()}
