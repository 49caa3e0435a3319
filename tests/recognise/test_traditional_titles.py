"""Titles in traditional characters are those in simplified ones, number and body included."""

from __future__ import annotations

from random import Random

import pytest

from budgetkit.recognise.title import _SIMPLE, normalise_title

TRADITIONAL = {chr(simple): chr(code) for code, simple in _SIMPLE.items()}


@pytest.mark.parametrize("seed", range(4))
def test_a_title_with_some_or_all_characters_traditional_is_the_same(seed):
    random = Random(seed)
    for title in ("预算01表 收支总表", "一般公共预算财政拨款支出表", "项目支出绩效目标表", "某局2026年部门收入总表"):
        printed = "".join(TRADITIONAL.get(one, one) if random.random() < 0.7 else one for one in title)
        assert normalise_title(printed) == normalise_title(title)
        whole = title.translate({ord(simple): other for simple, other in TRADITIONAL.items()})
        assert whole != title
        assert normalise_title(whole) == normalise_title(title)
