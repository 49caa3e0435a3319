"""Codes that stand with their names in one cell: read by sign, length or other rows; names with digits keep them."""

from __future__ import annotations

from random import Random

import pytest

from budgetkit.finding import Tidied
from budgetkit.parse import parse_code_name, parse_coded_unit, parse_own_code
from budgetkit.tidy.unit_codes import settle_unit_codes

_SIGNS = ("-", "_", "：", " ", "→", "／", "=", "、", "|", "；", "#", "》", "+")
_NAMES = ("某市某局本级", "某市第2中学", "某某街道办事处", "某市某局（机关）")
_KEPT = ("2025年某项目", "12345热线", "119指挥中心", "110报警服务台", "120急救中心", "95598服务站", "100000人就业中心")


@pytest.mark.parametrize("seed", range(20))
def test_a_unit_is_read_with_its_code_however_it_is_glued(seed):
    random = Random(seed)
    name, code = random.choice(_NAMES), str(random.randint(101001, 999999))
    forms = [f"{code}{name}", f"{name}（{code}）", f"［{code}］{name}", *(f"{code}{sign}{name}" for sign in _SIGNS)]
    assert {parse_coded_unit(form) for form in forms} == {(code, name)}


@pytest.mark.parametrize("name", _KEPT)
def test_a_name_that_begins_with_digits_keeps_them(name):
    assert parse_coded_unit(name) == (None, name)
    tidied = _units((None, name), ("101001", "某局本级"))
    settle_unit_codes(tidied)
    assert tidied.tables["income"][0]["unit_name"] == name
    assert tidied.findings == []


@pytest.mark.parametrize(
    "text", ["2010601行政运行", "2010601_行政运行", "2010601→行政运行", "行政运行2010601", "行政运行（2010601）"]
)
def test_a_class_is_read_with_its_code_before_or_behind_its_name(text):
    assert parse_code_name(text) == ("2010601", "行政运行")


@pytest.mark.parametrize("text", ["2025年度行政运行", "20100万元", "某大厦2010601", "行政运行2010602"])
def test_digits_beside_other_words_are_no_code(text):
    assert parse_code_name(text).code is None


def test_codes_of_a_known_form_are_split_from_names_and_other_digits_stay():
    assert parse_own_code("A货物", "[A-Z]") == ("A", "货物")
    assert parse_own_code("0101公共安全服务", r"\d{4}") == ("0101", "公共安全服务")
    assert parse_own_code("01公共服务", r"\d{2}") == ("01", "公共服务")
    assert parse_own_code("第三方服务", r"\d{2}") == (None, "第三方服务")


def test_a_short_code_is_taken_where_other_rows_prove_it():
    below = _units((None, "205某局"), ("205001", "某局本级"))
    apart = _units((None, "2051某站"), ("2051", "某站"))
    for tidied, code, name, role in ((below, "205", "某局", "subtotal"), (apart, "2051", "某站", "line")):
        settle_unit_codes(tidied)
        row = tidied.tables["income"][0]
        assert (row["unit_code"], row["unit_name"], row["role"]) == (code, name, role)
        assert tidied.findings == []


def test_a_short_code_that_nothing_proves_stays_in_the_name_and_is_said():
    tidied = _units((None, "205某局"), ("101001", "某局本级"))
    settle_unit_codes(tidied)
    assert tidied.tables["income"][0]["unit_name"] == "205某局"
    assert ["无法判定" in finding.note for finding in tidied.findings] == [True]


def _units(*units: tuple[str | None, str]) -> Tidied:
    tidied = Tidied()
    tidied.tables["income"] = [
        {"unit_code": code, "unit_name": name, "role": "line", "source_line": line}
        for line, (code, name) in enumerate(units, start=1)
    ]
    return tidied
