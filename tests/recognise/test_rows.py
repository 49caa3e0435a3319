"""Rows of a published table: cells under their columns, also where the row is shifted, and what is said where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkit.find.blocks import find_blocks
from budgetkit.parse import parse_code_name
from budgetkit.pipeline import tidy_tables
from budgetkit.read.text import split_lines
from budgetkit.recognise.tables import recognise_tables
from budgetkit.tidy.expenditure import tidy_expenditure
from budgetkit.tidy.general_public_expenditure import tidy_general_public_expenditure
from budgetkit.tidy.registry import TABLE_KINDS

HEADER = "支出功能分类科目\t政府支出经济分类科目\t部门支出经济分类科目\t合计\t基本支出\t项目支出"
DASHES = "-‐‑‒–—―−﹘﹣－─ー"


def tidy(*rows):
    tidied = tidy_expenditure(split_lines("\n".join((HEADER, *rows))), {})
    return tidied.tables["expenditure"], tidied.findings


@pytest.mark.parametrize("dash", [*DASHES, "——", " － "])
def test_any_dash_joins_a_code_and_its_name(dash):
    assert parse_code_name(f"50205{dash}委托业务费") == ("50205", "委托业务费")


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("second", ["30227{}委托业务费", "3022701{}委托业务费"])
def test_a_row_shifted_by_one_is_put_back_whatever_its_dash(dash, second):
    rows, findings = tidy(f"50205{dash}委托业务费\t{second.format(dash)}\t7.000000\t\t7.000000")
    assert (rows[0]["function_code"], rows[0]["gov_econ_code"], rows[0]["dept_econ_code5"]) == (None, "50205", "30227")
    assert str(rows[0]["total"]) == str(rows[0]["project"]) == "7.000000"
    assert rows[0]["certainty"] == "joined"
    assert [finding.kind for finding in findings] == ["missing_cell"]


@pytest.mark.parametrize(
    "row",
    [
        "50205－委托业务费\t\t30227－委托业务费\t7.000000\t\t7.000000",  # a code of another column's family
        "2240109－应急管理\t50205－委托业务费\t30227－委托业务费\t7.000000\t\t7.000000\t\t9.000000",  # a cell too many
        "2240109－应急管理\t7.000000\t30227－委托业务费\t\t\t7.000000",  # an amount among the codes
    ],
)
def test_a_row_that_fits_nowhere_is_said(row):
    _, findings = tidy(row)
    assert [(finding.kind, finding.action) for finding in findings] == [("missing_cell", "flagged")]


@given(
    cells=st.lists(st.booleans(), min_size=5, max_size=5),
    dash=st.sampled_from(DASHES),
    amount=st.sampled_from(["7.000000", "-7.00", "1,234.500000", "0.000000"]),
)
def test_a_row_with_empty_cells_is_neither_moved_nor_flagged(cells, dash, amount):
    whole = [f"2240109{dash}应急管理", f"50205{dash}委托业务费", f"30227{dash}委托业务费", amount, amount]
    row = [cell if kept else "" for cell, kept in zip(whole, cells, strict=True)]
    rows, findings = tidy("\t".join([*row, amount]))
    assert findings == []
    assert [read["certainty"] for read in rows] == ["printed"] * len(rows)
    assert [read["gov_econ_code"] for read in rows] == (["50205" if cells[1] else None] if any(cells[:3]) else [])


def tidy_by_function(*lines):
    tidied = tidy_general_public_expenditure(split_lines("\n".join(lines)), {})
    return tidied.tables["general_public_expenditure"], tidied.findings


GROUP = "功能分类科目\t\t预算数\t\t"
ROW = "2050803\t培训支出\t409.041000\t10.000000\t399.041000"


@pytest.mark.parametrize("code", ["识别号", "序列", "款目"])
@pytest.mark.parametrize("name", ["事项", "称谓", "科目名称"])
@pytest.mark.parametrize("group", [(GROUP,), ()])
def test_a_row_whose_code_stands_below_an_unknown_word_is_not_read_without_it(code, name, group):
    rows, findings = tidy_by_function(*group, f"{code}\t{name}\t合计\t基本支出\t项目支出", ROW)
    assert all(row["function_code"] == "2050803" for row in rows)  # read with its code, or not at all
    assert rows or any(finding.kind == "unrecognised" and finding.action == "flagged" for finding in findings)


def test_a_line_of_a_stacked_header_is_no_row_though_most_of_its_words_are_unknown():
    rows, findings = tidy_by_function(
        "单位名称\t功能分类科目\t\t合计\t", "\t识别号\t事项\t\t基本支出", f"105001-某局机关\t{ROW[:-11]}"
    )
    assert rows == []
    assert any("识别号" in finding.note for finding in findings)


@pytest.mark.parametrize("group", [(GROUP,), ()])
def test_a_row_below_known_words_keeps_its_code(group):
    rows, findings = tidy_by_function(*group, "科目编码\t科目名称\t合计\t基本支出\t项目支出", ROW)
    assert [(row["function_code"], str(row["total"])) for row in rows] == [("2050803", "409.041000")]
    assert findings == []


@pytest.mark.parametrize("amount", ["20508", "2050803"])
def test_whole_amounts_that_look_like_codes_stay_amounts(amount):
    rows, findings = tidy_by_function("单位名称\t合计\t基本支出\t项目支出", f"某局机关\t{amount}\t\t{amount}")
    assert [str(row["total"]) for row in rows] == [amount]
    assert findings == []


def test_a_column_whose_group_stands_one_off_does_not_refuse_a_table_of_amounts_alone():
    """A table of one row has no words of its own; a group that an extraction set one column early loses one amount."""
    header = "合计\t本年收入\t\t\t上年结转结余\t\n\t小计\t一般公共预算\t事业收入\t其他收入\t小计"
    lines = split_lines(f"预算02表 收入总表\n\n单位：万元\n\n{header}\n12.00\t7.00\t5.00\t2.00\t\t5.00")
    tidied = tidy_tables(recognise_tables(find_blocks(lines), TABLE_KINDS))
    (row,) = tidied.tables["income"]
    assert (row["total"], row["this_year_general_public"], row["carryover_subtotal"]) == (12, 5, 5)
