"""Patterns that are compiled when first used, whose sets of characters are worked out once, find what others find."""

from __future__ import annotations

import re
import re._compiler as compiler

import pytest

from budgetkit.late_pattern import late_pattern

TEXT = "张三（Wang）１２a-Z 12 Ｋ ſ K é 〇 龥㐀"


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.ASCII])
@pytest.mark.parametrize(
    "written", ["[一-鿿]", "[^一-鿿]", "[a-z]", "[^a-z]", "[一-鿿a-k]+", "[k-s]", "[\u3400-\u4dbf一-鿿]"]
)
def test_a_set_of_characters_is_the_same_in_every_pattern(written, flags):
    plain = re.compile(written, flags).findall(TEXT)
    for number in range(2):
        assert late_pattern(f"(?:{written})", flags).findall(TEXT) == plain
        assert late_pattern(rf"{written}(?#{number})", flags).findall(TEXT) == plain


def test_the_chinese_characters_are_worked_out_once():
    late_pattern("[一-鿿]x").search("")
    made = compiler._optimize_charset([(compiler.RANGE, (0x4E00, 0x9FFF))])
    assert compiler._optimize_charset([(compiler.RANGE, (0x4E00, 0x9FFF))]) is made
