"""项目支出表: joined from two blocks by order, and only where other tables prove it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_split import (
    LEFT_HEADER,
    PROJECTS,
    RIGHT_HEADER,
    WHOLE_HEADER,
    expenditure_of,
    pages,
    print_pages,
    project_sides,
    read,
    whole_rows,
    with_header,
)

from budgetkit.tidy.project_expenditure import tidy_project_expenditure

KNOWN = {"expenditure": expenditure_of()}
TITLE = "预算04表 项目支出表"
CONTENT = (
    "unit_code", "unit_name", "unit_type", "project_seq", "project_name", "function_code", "function_name",
    "gov_econ_code", "gov_econ_name", "dept_econ_code", "dept_econ_code5", "dept_econ_name", "total", "general_public",
    "gov_fund",
)  # fmt: skip


def print_split(left, right, breaks=(), repeated=False, alternate=False, title_between=True) -> str:
    left_pages = with_header(LEFT_HEADER, pages(left, breaks), repeated)
    right_pages = with_header(RIGHT_HEADER, pages(right, breaks), repeated)
    if alternate:
        return f"{TITLE}\n\n" + print_pages(
            [page for pair in zip(left_pages, right_pages, strict=True) for page in pair]
        )
    middle = f"\n\n{TITLE}\n\n" if title_between else "\n\n"
    return print_pages(left_pages) + middle + print_pages(right_pages)


def content(tidied) -> list[tuple]:
    return [tuple(row[name] for name in CONTENT) for row in tidied.tables["project_expenditure"]]


def whole():
    text = f"{TITLE}\n\n" + print_pages([(WHOLE_HEADER, whole_rows(*project_sides()))])
    return tidy_project_expenditure(read(text), KNOWN)


def test_left_block_printed_before_the_title_is_joined_with_the_right_block_after_it():
    tidied = tidy_project_expenditure(read(print_split(*project_sides(), breaks=[3])), KNOWN)
    assert content(tidied) == content(whole())
    assert {row["certainty"] for row in tidied.tables["project_expenditure"]} == {"joined"}
    assert [(finding.kind, finding.action) for finding in tidied.findings] == [("split_table", "joined")]


def test_a_row_printed_whole_keeps_its_line_and_is_printed():
    rows = whole().tables["project_expenditure"]
    assert {row["certainty"] for row in rows} == {"printed"}
    assert all(row["source_line"] == row["amount_source_line"] for row in rows)
    assert sum(row["total"] for row in rows) == Decimal("1661.15")


@settings(max_examples=60, deadline=None)
@given(
    breaks=st.sets(st.integers(1, len(PROJECTS)), max_size=4),
    repeated=st.booleans(),
    alternate=st.booleans(),
    title_between=st.booleans(),
)
def test_page_breaks_repeated_headers_and_the_order_of_pages_change_nothing(breaks, repeated, alternate, title_between):
    text = print_split(*project_sides(), breaks, repeated, alternate, title_between)
    tidied = tidy_project_expenditure(read(text), KNOWN)
    assert content(tidied) == content(whole())
    totals = {row["column"]: row["amount"] for row in tidied.tables["printed_totals"]}
    assert totals == {"total": Decimal("1661.15"), "general_public": Decimal("1661.15")}


@given(breaks=st.sets(st.integers(1, len(PROJECTS)), max_size=4), repeated=st.booleans())
@settings(max_examples=20, deadline=None)
def test_page_breaks_change_nothing_in_a_whole_table(breaks, repeated):
    parts = with_header(WHOLE_HEADER, pages(whole_rows(*project_sides()), breaks), repeated)
    tidied = tidy_project_expenditure(read(f"{TITLE}\n\n{print_pages(parts)}"), KNOWN)
    assert content(tidied) == content(whole())


def test_a_row_that_lost_its_leading_cells_takes_those_of_the_row_above_and_is_inferred():
    rows = whole_rows(*project_sides())
    rows[2] = ("", "", "", "", *rows[2][4:])
    tidied = tidy_project_expenditure(read(f"{TITLE}\n\n{print_pages([(WHOLE_HEADER, rows)])}"), KNOWN)
    assert content(tidied) == content(whole())
    assert [row["certainty"] for row in tidied.tables["project_expenditure"]][1:4] == ["printed", "inferred", "printed"]
    assert [(finding.kind, finding.action) for finding in tidied.findings] == [("missing_cell", "joined")]


def test_an_amount_that_cannot_be_read_neither_proves_nor_disproves_the_join():
    left, right = project_sides()
    right[3] = tuple(cell.replace("80.000000", "8 0000000") for cell in right[3])
    tidied = tidy_project_expenditure(read(print_split(left, right)), KNOWN)
    rows = tidied.tables["project_expenditure"]
    assert [row["total"] for row in rows if row["project_name"] == "苗木采购（首款）"] == [None]
    assert [row["total"] for row in rows if row["project_name"] == "林场巡护"] == [Decimal("1200.5")]
    assert {"ocr_amount", "split_table"} == {finding.kind for finding in tidied.findings}


def test_a_total_without_its_label_is_a_printed_total_when_it_adds_up():
    tidied = tidy_project_expenditure(read(print_split(*project_sides())), KNOWN)
    total = tidied.tables["printed_totals"][0]
    assert (total["table"], total["column"], total["amount"]) == ("project_expenditure", "total", Decimal("1661.15"))


def test_amounts_out_of_order_are_not_joined():
    left, right = project_sides()
    right[0], right[5] = right[5], right[0]
    tidied = tidy_project_expenditure(read(print_split(left, right)), KNOWN)
    rows = tidied.tables["project_expenditure"]
    assert not [row for row in rows if row["project_name"] and row["total"] is not None]
    assert sum(row["total"] for row in rows if row["total"] is not None) == Decimal("1661.15")
    assert tidied.findings[-1].action == "flagged"


def test_a_join_that_no_other_table_can_prove_is_not_made():
    tidied = tidy_project_expenditure(read(print_split(*project_sides())), {})
    rows = tidied.tables["project_expenditure"]
    assert len(rows) == 2 * len(PROJECTS)
    assert "没有可供核对的表" in tidied.findings[0].note


def test_blocks_of_different_length_stay_apart():
    left, right = project_sides()
    tidied = tidy_project_expenditure(read(print_split(left, right[:2] + right[3:])), KNOWN)
    assert [(f.kind, f.action) for f in tidied.findings][-1] == ("missing_rows", "flagged")
    assert not [row for row in tidied.tables["project_expenditure"] if row["project_name"] and row["total"]]


def listed(name: str, total: str, project_id: str | None = None) -> dict:
    return {"project_name": name, "total": Decimal(total), "project_id": project_id}


def test_amounts_exchanged_within_one_class_are_found_by_the_project_list():
    left, right = project_sides()
    right[3], right[4] = right[4], right[3]
    known = {
        **KNOWN,
        "project_list": [
            listed("苗木采购（首款）", "80"),
            listed("苗木采购（尾款）", "20"),
            listed("防火宣传", "6.3"),
            listed("林场巡护", "1200.5"),
        ],
    }
    tidied = tidy_project_expenditure(read(print_split(left, right)), known)
    rows = tidied.tables["project_expenditure"]
    exchanged = [row for row in rows if row["project_name"] and row["project_name"].startswith("苗木")]
    assert [row["total"] for row in exchanged] == [None, None]
    assert sum(row["total"] for row in rows if row["total"] is not None) == Decimal("1661.15")
    assert [f.kind for f in tidied.findings if f.action == "flagged"] == ["inconsistent_total"] * 2


def test_one_project_with_another_total_in_the_list_stays_joined_and_is_reported():
    known = {**KNOWN, "project_list": [listed("防火宣传", "6.5"), listed("防火培训", "9.1")]}
    tidied = tidy_project_expenditure(read(print_split(*project_sides())), known)
    row = next(row for row in tidied.tables["project_expenditure"] if row["project_name"] == "防火宣传")
    assert row["total"] == Decimal("6.3")
    assert [f.kind for f in tidied.findings if f.action == "flagged"] == ["inconsistent_total"]


def test_a_difference_that_was_there_before_the_join_does_not_speak_against_it():
    incomplete = [row for row in expenditure_of() if row["gov_econ_code"] != "50203"]
    tidied = tidy_project_expenditure(read(print_split(*project_sides())), {"expenditure": incomplete})
    assert content(tidied) == content(whole())
    assert [f.action for f in tidied.findings] == ["joined", "flagged"]


def test_rows_of_one_project_share_a_number_unless_the_list_tells_them_apart():
    text = print_split(*project_sides())
    together = tidy_project_expenditure(read(text), KNOWN)
    assert [row["project_seq"] for row in together.tables["project_expenditure"]] == [1, 2, 2, 3, 4, 5, 6]
    known = {**KNOWN, "project_list": [listed("河道清淤", "300"), listed("河道清淤", "45.25")]}
    apart = tidy_project_expenditure(read(text), known)
    assert [row["project_seq"] for row in apart.tables["project_expenditure"]] == [1, 2, 3, 4, 5, 6, 7]


def test_an_id_comes_from_the_list_by_name_whatever_the_width_of_brackets():
    known = {**KNOWN, "project_list": [listed("苗木采购(尾款)", "20", "11010524T000000000007")]}
    rows = tidy_project_expenditure(read(print_split(*project_sides())), known).tables["project_expenditure"]
    assert [row["project_id"] for row in rows] == [None] * 4 + ["11010524T000000000007", None, None]


@pytest.mark.parametrize("ids", [("11010524T000000000007", "11010524T000000000008"), ("1101052400007",)])
def test_an_id_is_not_given_where_it_is_damaged_or_the_name_has_two(ids):
    known = {**KNOWN, "project_list": [listed("防火培训", "9.1", project_id) for project_id in ids]}
    rows = tidy_project_expenditure(read(print_split(*project_sides())), known).tables["project_expenditure"]
    assert {row["project_id"] for row in rows} == {None}
