"""一般公共预算支出表: units without names, and right blocks that lost their empty rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_split import pages, print_pages, read, with_header

from budgetkit.tidy.general_public_expenditure import tidy_general_public_expenditure

FIXTURES = Path(__file__).parents[1] / "fixtures"
LEFT_HEADER = [
    ("单位名称", "功能分类科目", "", "合计", "本年预算数", ""),
    ("", "科目编码", "科目名称", "", "基本支出", ""),
    ("", "", "", "", "小计", "人员经费"),
]
RIGHT_HEADER = [("预算数", "", ""), ("", "项目支出", ""), ("公用经费", "项目支出总数", "扣除基建项目后预算数")]
AMOUNTS = ("total", "basic", "personnel", "public_funds", "project", "project_excl_capital")


def tidy(text: str):
    return tidy_general_public_expenditure(read(text), {})


def fixture(name: str):
    return tidy((FIXTURES / name).read_text(encoding="utf-8"))


def totals(tidied) -> dict[str, Decimal]:
    return {row["column"]: row["amount"] for row in tidied.tables["printed_totals"]}


def add_up(tidied) -> dict[str, Decimal]:
    rows = tidied.tables["general_public_expenditure"]
    return {key: sum(row[key] for row in rows if row[key] is not None) for key in AMOUNTS}


def test_a_unit_begins_where_sorted_codes_restart_or_a_code_comes_again():
    rows = fixture("budget_units_without_names.txt").tables["general_public_expenditure"]
    assert [(row["unit_block"], row["function_code"]) for row in rows] == [
        (1, "2130201"), (1, "2130205"), (1, "2130209"),
        (2, "2080502"), (2, "2130204"), (2, "2130209"),
        (3, "2130204"), (3, "2130299"),
    ]  # fmt: skip


def test_units_told_apart_without_names_are_reported():
    tidied = fixture("budget_units_without_names.txt")
    assert [finding.note for finding in tidied.findings] == [
        "该表未列单位名称，按科目编码的顺序重新开始处分为 3 个单位。"
    ]


@pytest.mark.parametrize("name", ["budget_units_without_names.txt", "right_block_lost_its_empty_rows.txt"])
def test_rows_add_up_to_the_printed_totals(name):
    tidied = fixture(name)
    assert add_up(tidied) == totals(tidied)


def test_codes_in_no_order_begin_a_unit_only_where_one_comes_again():
    codes = ["2240101", "2080505", "2240199", "2050803", "2101101", "2080501", "2240101", "2050803"]
    header = ["功能分类科目\t\t合计\t基本支出\t项目支出", "科目编码\t科目名称\t\t\t"]
    rows = [f"{code}\t某科目\t1.000000\t1.000000\t" for code in codes]
    tidied = tidy("\n".join(["一般公共预算支出表", "", *header, *rows]))
    blocks = [row["unit_block"] for row in tidied.tables["general_public_expenditure"]]
    assert blocks == [1, 1, 1, 1, 1, 1, 2, 2]


def test_the_right_blocks_rows_go_where_the_differences_call_for_them():
    rows = fixture("right_block_lost_its_empty_rows.txt").tables["general_public_expenditure"]
    assert [(row["public_funds"], row["project"], row["project_excl_capital"]) for row in rows] == [
        (Decimal(100), Decimal(10), Decimal(10)),
        (None, None, None),
        (None, Decimal(70), Decimal(60)),
        (None, None, None),
        (Decimal(40), Decimal(10), Decimal(10)),
        (None, None, None),
    ]
    assert [row["unit_block"] for row in rows] == [1, 1, 1, 2, 2, 2]
    assert {row["certainty"] for row in rows} == {"joined"}


def test_a_header_word_cut_by_the_page_still_belongs_to_a_header():
    tidied = fixture("right_block_lost_its_empty_rows.txt")
    assert tidied.tables["general_public_expenditure"][0]["unit_name"] == "某区园林局"
    assert len(tidied.tables["general_public_expenditure"]) == 6


def test_a_row_without_its_units_cell_is_the_unit_aboves():
    text = (FIXTURES / "right_block_lost_its_empty_rows.txt").read_text(encoding="utf-8")
    rows = tidy(text.replace("208002-某区林场\t2130204", "\t2130204")).tables["general_public_expenditure"]
    assert [(row["unit_block"], row["unit_name"], row["certainty"]) for row in rows[3:5]] == [
        (2, "某区林场", "joined"), (2, "某区林场", "inferred"),
    ]  # fmt: skip


def test_totals_of_a_cut_table_name_the_line_of_their_own_block():
    lines = {row["column"]: row["source_line"] for row in
             fixture("right_block_lost_its_empty_rows.txt").tables["printed_totals"]}  # fmt: skip
    assert lines["personnel"] < lines["public_funds"] == lines["project"]


def test_a_row_of_the_right_block_that_fits_nowhere_is_reported_not_placed():
    text = (FIXTURES / "right_block_lost_its_empty_rows.txt").read_text(encoding="utf-8")
    tidied = tidy(text.replace("\t70.000000\t60.000000\n40", "\t71.000000\t61.000000\n40"))
    row = tidied.tables["general_public_expenditure"][2]
    assert (row["project"], row["project_excl_capital"]) == (None, None)
    flagged = [finding for finding in tidied.findings if finding.action == "flagged"]
    assert [finding.kind for finding in flagged] == ["missing_cell", "split_table"]


amount = st.one_of(st.just(0), st.integers(0, 10**9)).map(lambda number: Decimal(number) / 10**6)
unit_rows = st.lists(st.tuples(amount, amount, amount), min_size=1, max_size=12)


def show(value: Decimal) -> str:
    return f"{value:,.6f}" if value else ""


@settings(max_examples=80, deadline=None)
@given(
    parts=unit_rows,
    breaks=st.sets(st.integers(1, 12), max_size=3),
    repeated=st.booleans(),
    drop_empty=st.booleans(),
)
def test_a_cut_table_is_the_same_with_any_empty_rows_lost_and_any_page_breaks(parts, breaks, repeated, drop_empty):
    left = [
        ("208001-某局", str(2010000 + n), "某科目", show(sum(row)), show(row[0] + row[1]), show(row[0]))
        for n, row in enumerate(parts)
    ]
    right = [(show(public), show(project), show(project)) for _, public, project in parts]
    if drop_empty:
        right = [row for row in right if any(row)] or right[:1]
    text = (
        print_pages(with_header(LEFT_HEADER, pages(left, (b for b in breaks if b < len(left))), repeated))
        + "\n\n"
        + print_pages(with_header(RIGHT_HEADER, pages(right, (b for b in breaks if b < len(right))), repeated))
    )
    rows = tidy(text).tables["general_public_expenditure"]
    expected = [
        (public or None, project or None) for personnel, public, project in parts if personnel + public + project
    ]
    assert [(row["public_funds"], row["project"]) for row in rows if row["total"]] == expected
