"""Tables beside each other on one sheet: cut apart below titles of their own, and left alone where they are one."""

from __future__ import annotations

import pytest

from budgetkit.read.grid import read_sheets
from budgetkit.read.sheet import Sheet

LEFT = [["项目", "预算数"], ["甲", "1.00"], ["合计", "1.00"]]
RIGHT = [["科目", "合计", "基本支出"], ["乙", "2.00", "3.00"]]
EMPTY = [["科目", "合计"], ["合计", ""]]


def put(sheet, rows, row, column):
    for down, cells in enumerate(rows):
        for right, text in enumerate(cells):
            sheet.put(row + down, column + right, text)


def read(sheet):
    return [(row.place.cell, row.filled) for row in read_sheets("a.xlsx", [sheet]).rows]


def make(gap=0, left=LEFT, right=RIGHT, titles=("收入预算总表", "支出预算总表（一）"), merged=True, above=()):
    """Set two tables beside each other, their titles merged over them or lone in the middle."""
    sheet, start = Sheet("表"), 1
    put(sheet, [[*above]], 1, 1)
    for title, rows in zip(titles, (left, right), strict=True):
        width = len(rows[0])
        sheet.put(2, start if merged else start + 1, title)
        if merged:
            sheet.merged[2, start] = (2, start + width - 1)
        put(sheet, rows, 4, start)
        start += width + gap
    return sheet


@pytest.mark.parametrize(("left", "right"), [(LEFT, RIGHT), (LEFT, EMPTY), (EMPTY, EMPTY)])
@pytest.mark.parametrize(("gap", "merged"), [(0, True), (1, True), (1, False), (2, False)])
def test_tables_below_titles_of_their_own_come_one_after_the_other(gap, merged, left, right):
    found = read(make(gap, left, right, merged=merged, above=["某局", "", "", "", "附件"]))
    texts = [[text for text in row if text] for row in (*left, ["支出预算总表（一）"], *right)]
    assert [list(cells) for _, cells in found] == [["某局", "附件"], ["收入预算总表"], *texts]
    column = "ABCDEFG"[2 + gap]
    assert found[-1][0] == f"{column}{3 + len(right)}"
    assert len({row.table for row in read_sheets("a.xlsx", [make(gap, merged=merged)]).rows if row.table}) == 2


@pytest.mark.parametrize(
    "sheet",
    [
        make(titles=("收入", "支出")),  # one table of two sides
        make(titles=("收支总表", "单位：元")),
        make(left=[["一、说明"]], right=[["二、说明"]]),  # a list of contents
        make(merged=False),  # where the second begins is not known
    ],
)
def test_what_is_one_table_or_none_is_left_whole(sheet):
    assert [cell for cell, _ in read(sheet) if not cell.startswith("A")] in ([], ["B2"])


def test_a_cell_merged_over_the_edge_of_two_tables_keeps_them_one():
    sheet = make()
    sheet.merged[6, 2] = (6, 3)
    assert len([cell for cell, _ in read(sheet) if cell.startswith("C")]) == 0
