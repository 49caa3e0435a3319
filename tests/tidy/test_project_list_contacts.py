"""Contacts in an untitled project list, however a reader hands its cells over: masked, and never an amount."""

from itertools import combinations

import pytest

from budgetkit.find.blocks import find_blocks
from budgetkit.mask.rows import mask_rows
from budgetkit.pipeline import tidy_tables
from budgetkit.read.place import Place
from budgetkit.read.row import RawRow
from budgetkit.recognise.tables import recognise_tables
from budgetkit.tidy.registry import TABLE_KINDS

DOUBLED = "13800138" + "0012"  # a digit too many: no telephone number that could be somebody's
PHONES = (DOUBLED, DOUBLED[:-1], "1380013800", "5550 1010", "010-55501010")
BUDGETS = [kind for kind in TABLE_KINDS if kind.document_kind == "budget"]


def row(number, phone=DOUBLED):
    return (f"11000026T{number:012}-某项目", "31-部门项目", "郑思齐", phone, "12.000000", "12.000000")


def read(rows):
    masked = mask_rows([RawRow(Place(line), cells) for line, cells in enumerate(rows, start=1)]).rows
    return masked, tidy_tables(recognise_tables(find_blocks(masked), BUDGETS))


def shown(masked, tidied):
    return str([masked, tidied.tables, tidied.findings])


@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize("header", [(), ("项目名称", "项目类别", "联系人", "联系电话", "合计", "财政资金")])
def test_a_telephone_number_is_never_an_amount(phone, header):
    masked, tidied = read([*([header] if header else []), row(1, phone), row(2, phone)])
    assert [str(row["total"]) for row in tidied.tables["project_list"]] == ["12.000000"] * 2
    assert not any(personal in shown(masked, tidied) for personal in ("郑思齐", phone))


@pytest.mark.parametrize(("first", "last"), list(combinations(range(7), 2)))
def test_cells_joined_by_blanks_are_masked_as_if_they_stood_apart(first, last):
    """Any run of neighbouring cells may come as one cell."""
    cells = row(1)
    joined = (*cells[:first], " ".join(cells[first:last]), *cells[last:])
    masked, tidied = read([joined, row(2)])
    assert not any(personal in shown(masked, tidied) for personal in ("138001380012", "郑思齐"))
    assert masked[1].cells == (*row(2)[:2], "（略）", "（略）", "12.000000", "12.000000")


@pytest.mark.parametrize(
    "cells",
    [
        ("11000026T000000000001-某项目", "12.000000", "12.000000", "完成 20260930 前验收 1200000 册", "产出指标"),
        ("2240109-应急管理", "50205-委托业务费", "第 1234567 号 7.000000", "7.000000"),
    ],
)
def test_numbers_in_other_rows_stay(cells):
    (masked,) = mask_rows([RawRow(Place(1), cells)]).rows
    assert masked.cells == cells
