"""A line of text below or among the rows of a table is no row, and is said; a total without amounts stays."""

from __future__ import annotations

from itertools import product

import pytest
from changed_document import DISTRICT, clean_text, source_of, untouched
from drawn import some_of
from hypothesis import given
from hypothesis import strategies as st

from budgetkit.read.text import split_lines
from budgetkit.tidy.expenditure import tidy_expenditure

HEADER = "支出功能分类科目\t政府支出经济分类科目\t部门支出经济分类科目\t合计\t基本支出\t项目支出"
ROWS = [f"2240109-应急管理\t50205-委托业务费\t30227-委托业务费\t{n}.00\t\t{n}.00" for n in range(1, 8)]
PLACES = ("document_id", "source_line", "row", "place", "cell")
TEXTS = st.one_of(
    st.sampled_from(
        ("二、收入。", "三、关于收入支出的说明", "共计三项", "数据来源于财政系统", "某局（本级）", "（一）概况")
    ),
    st.text(st.sampled_from("收支预算说明情况某局年度的，（）、"), min_size=2, max_size=30).filter(
        lambda text: any(character.isalpha() for character in text)
    ),
)  # fmt: skip
LISTS = ("income_expenditure", "income", "expenditure", "fiscal_grant", "general_public_expenditure",
         "basic_expenditure", "project_expenditure", "procurement", "purchased_services")  # fmt: skip


@given(TEXTS, st.integers(1, len(ROWS)), st.booleans())
def test_a_line_of_text_is_no_row_wherever_it_stands(text, at, has_gap):
    gap = [""] if has_gap else []
    lines = [HEADER, *ROWS[:at], *gap, text, *gap, *ROWS[at:]]
    tidied = tidy_expenditure(split_lines("\n".join(lines)), {})
    assert [int(row["total"]) for row in tidied.tables["expenditure"]] == list(range(1, 8))


@pytest.mark.parametrize("row", ["2240110-某项\t\t\t\t\t", "甲工作完成。\t\t\t\t\t"])
def test_a_sentence_alone_in_a_wide_row_is_none_and_a_code_without_amounts_is_one(row):
    tidied = tidy_expenditure(split_lines("\n".join([HEADER, ROWS[0], row, ROWS[1]])), {})
    assert len(tidied.tables["expenditure"]) == (2 if "。" in row else 3)


@pytest.mark.parametrize("total", ["合计", "总 计"])
def test_a_total_without_amounts_is_no_text(total):
    assert tidy_expenditure(split_lines("\n".join([HEADER, *ROWS, total])), {}).findings == []


@pytest.mark.parametrize(
    ("name", "text"), some_of(product(LISTS, ["二、收入。", "某局承担全市应急工作", "以上为初步数"]), 5)
)
def test_a_published_table_has_its_rows_with_a_line_of_text_below_them(name, text, tmp_path):
    table = next(one for one in untouched(DISTRICT).recognised if one.kind and one.kind.name == name)
    last = max(line.number for line in table.lines if not line.is_blank)
    lines = source_of(DISTRICT).path.read_text("utf-8").split("\n")
    changed = clean_text(DISTRICT, "\n".join([*lines[:last], text, *lines[last:]]), tmp_path)
    before, after = ([_values(row) for row in one.tables[name]] for one in (untouched(DISTRICT), changed))
    assert after == before
    assert [finding["text"] for finding in changed.tables["findings"] if finding["source_line"] == last + 1] == [text]


def _values(row):
    return {key: value for key, value in row.items() if key not in PLACES}
