"""Titles in pieces, on lines or in cells, are the whole titles; what only stands above a title is no piece of it."""

from __future__ import annotations

from random import Random

import pytest

from budgetkit.read.text import split_lines
from budgetkit.recognise.broken_title import join_titles
from budgetkit.recognise.title import find_title, match_kind
from budgetkit.tidy.registry import kinds_of_any_form

KINDS = kinds_of_any_form("budget")
TITLES = {
    "收支总表": "income_expenditure",
    "财政拨款收支总表": "fiscal_grant",
    "支出总表": "expenditure",
    "一般公共预算支出表": "general_public_expenditure",
    "政府性基金预算财政拨款支出表": "gov_fund",
    "政府采购预算明细表": "procurement",
}
BEFORE = ("", "预算04表 ", "某市某局2026年", "附件3：", "部门", "公开04表\t", "2026年\t")
TABLE = "\n\n单位：万元\n项目\t预算数\n一、本年支出\t5.00"


def names(text):
    rows = join_titles(split_lines(text), KINDS)
    found = [(title, match_kind(title, KINDS)) for row in rows if (title := find_title(row))]
    return [kind.name if kind else title for title, kind in found]


@pytest.mark.parametrize("seed", range(30))
def test_pieces_of_a_title_are_the_title(seed):
    random = Random(seed)
    for title, kind in TITLES.items():
        places = sorted(random.sample(range(1, len(title)), random.choice((1, 1, 2))))
        pieces = [title[start:end] for start, end in zip([0, *places], [*places, len(title)], strict=True)]
        mark = random.choice(("\n", "\n\n", "\t", "\t\t", " \n"))
        printed = random.choice(BEFORE) + mark.join(pieces) + random.choice(("", "\t单位：万元", "（续表）"))
        assert names("一、本年收入\t5.00\n\n" + printed + TABLE) == [kind], printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收支总表\n\n收入总表", ["income_expenditure", "income"]),  # the first is empty
        ("收支总表\t收入总表", []),  # two tables side by side
        ("政府性基金预算财政拨款支出表\n财政拨款收支总表", ["gov_fund", "fiscal_grant"]),
        ("财政拨款收支总表\n\n三、财政拨款\n\n收支总表", ["fiscal_grant", "income_expenditure"]),  # a heading
        ("完成各项目标任务\n支出总表", ["expenditure"]),
        ("完成各项目标\n任务\n\n某专项转移支付\n绩效目标表", ["transfer_targets"]),  # a goal above it
        ("详见财政拨款收支。\n总表", ["总表"]),
        ("详见财政拨款收支，\n总表", ["总表"]),
        ("财政拨款收支\n5.00\n总表", ["总表"]),
        ("项目\t收入\t预算", []),
        ("序号\t表名\n1\t收支总表", []),
        ("一、本年收入\t5.00\n财政拨款\n收支总表", ["income_expenditure"]),  # a row of the table above
    ],
)
def test_what_is_no_piece_of_a_title_stays(text, expected):
    assert names(text + TABLE) == expected
    kept = [row.filled for row in join_titles(split_lines(text), KINDS)]
    assert all((line,) in kept for line in text.split("\n")[:2] if line in ("完成各项目标", "任务", "财政拨款"))


@pytest.mark.parametrize("mark", ["\n", "\n\n", "\t"])
def test_a_number_and_a_body_that_stand_apart_belong_to_the_title(mark):
    for before in ("表四", "某市某局", "某市某局2026年部门"):
        rows = join_titles(split_lines(f"\n{before}{mark}收支总表{TABLE}"), KINDS)
        assert names(f"\n{before}{mark}收支总表{TABLE}") == ["income_expenditure"]
        assert not any(row.filled == (before,) for row in rows)
