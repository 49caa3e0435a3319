"""Values from text: what is an amount, a code, an id, and what is refused."""

from decimal import Decimal

import pytest

from budgetkit.parse import (
    clean_name,
    is_amount,
    national_code,
    parse_amount,
    parse_code_name,
    parse_coded_unit,
    parse_project_id,
    project_kind,
    project_setup_year,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("92,430.002767", Decimal("92430.002767")),
        ("0.000000", Decimal("0.000000")),
        ("9751.39", Decimal("9751.39")),
        ("-1,234.50", Decimal("-1234.50")),
        ("−3.2", Decimal("-3.2")),
        (" 12 ", Decimal(12)),
    ],
)
def test_a_well_formed_amount_is_read_exactly(text, value):
    assert parse_amount(text) == value


@pytest.mark.parametrize("text", ["", "   ", "-", "——", "/", "//", "无", "……", "···", "......", "N/A", "不适用", "空"])
def test_an_empty_cell_is_missing_not_zero(text):
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    "text",
    ["00 000000", "271 660100", "1,23.00", "12,3456", "合计", "1.2.3", "12.", "1 234.5", "NaN", "null", "***", "."],
)
def test_a_damaged_amount_is_refused(text):
    assert not is_amount(text)
    with pytest.raises(ValueError, match="not an amount"):
        parse_amount(text)


GLUED = (
    *("{} {}", "{}_{}", "{}＿{}", "{}：{}", "{}:{}", "{}、{}", "{}.{}", "{}{}", "{}　{}", "{} ： {}"),
    *("[{}]{}", "【{}】{}", "（{}）{}", "({}) {}", "{1}（{0}）", "{1}({0})", "{1}[{0}]", "{1}【{0}】"),
)
NO_CODES = (
    *("2025年预算", "1. 人员经费", "1、人员经费", "50 人", "300万元", "20100万元", "30215人次", "201办公室装修"),
    *("119消防宣传", "12345热线运行", "（一）基本支出", "某消防站（119）", "99999某项", "第2010601号文"),
)
PENSION = "机关事业单位基本养老保险缴费"


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("2240101-行政运行", "2240101", "行政运行"),
        ("3021101-差旅费", "3021101", "差旅费"),
        ("A-货物", "A", "货物"),
        ("30108-机关事业单位基本养老保险 缴费", "30108", "机关事业单位基本养老保险缴费"),
        ("22401 01-行政运行", "2240101", "行政运行"),
        ("行政运行", None, "行政运行"),
        ("", None, None),
        *((write.format("2240101", "行政运行"), "2240101", "行政运行") for write in GLUED),
        *((write.format("30108", PENSION), "30108", PENSION) for write in GLUED),
        ("3021101 差旅费", "3021101", "差旅费"),
        ("301工资福利支出", "301", "工资福利支出"),
    ],
)
def test_code_and_name_are_split_however_they_are_set(text, code, name):
    assert parse_code_name(text) == (code, name)


@pytest.mark.parametrize("text", NO_CODES)
def test_a_number_before_or_behind_words_is_no_code(text):
    assert parse_code_name(text).code is None


@pytest.mark.parametrize("between", ["-", " ", "_", "：", "、"])
def test_a_units_code_is_split_from_its_name_at_any_sign(between):
    assert parse_coded_unit(f"101001{between}某局") == ("101001", "某局")
    assert parse_coded_unit("12345热线中心") == (None, "12345热线中心")


def test_full_width_and_half_width_brackets_are_one_name():
    assert clean_name("维修(护)费") == clean_name("维修（护）费") == "维修（护）费"


def test_blanks_from_wrapping_go_and_blanks_between_latin_words_stay():
    assert clean_name("区应急指挥 中心 Big Data 平台\n运维") == "区应急指挥中心Big Data平台运维"


def test_a_project_id_is_joined_over_blanks_and_must_be_whole():
    assert parse_project_id("11000022T0000 00438666") == "11000022T000000438666"
    assert parse_project_id("11000022T00000438666") is None
    assert parse_project_id("11000022T0000004386660") is None


def test_set_up_year_and_kind_are_read_from_the_id():
    assert project_setup_year("11000022T000000438666") == 2022
    assert project_kind("11010521Y000000390609") == "Y"
    assert project_setup_year(None) is None
    assert project_kind(None) is None


def test_a_local_economic_code_stands_for_the_national_one():
    assert national_code("3021101") == "30211"
    assert national_code(None) is None
