"""What stands around tables: page numbers, running headers, labels, contents; and what only looks like them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetkit.find.furniture import clear_furniture, leave_out_marks
from budgetkit.find.label_lines import is_label_line, label_cells
from budgetkit.find.page_marks import find_form_marks, find_page_marks
from budgetkit.read.text import split_lines
from budgetkit.recognise.above_title import move_statements
from budgetkit.recognise.contents import find_contents
from budgetkit.recognise.title import find_title, match_kind
from budgetkit.tidy.registry import TABLE_KINDS

BODY = "某市某局"
ROWS = [f"30{number}-费用\t{number}.50" for number in range(10, 16)]
MARKED = (
    "第 {} 页",
    "— {} —",
    "- {} -",
    "－{}－",
    "第{}页 共40页",
    "第{}页/共40页",
    "~{}~",
    "Page {} of 40",
    "【{}】",
    "〔{}〕",
    "页码：{}",
)
FORM_ROWS = [f"数量指标 完成第{number}批 =1批 1批 10 10.00 " for number in range(12)]
SIGNED = (
    "{}/{n}", "{} / {n}", "({}/{n})", "P{}", "{} of {n}", "页 {}", "{}页", "~ {} ~", "_{}_", "*{}*", "{}-{n}",
    "第{}/{n}页", "Page {}/{n}", "2025-3-1  {}/{n}", "某局 {}/{n}", "某局2024年度自评  第{}页", "{} | {n}",
    "某中心 -{}-",
)  # fmt: skip
LABELS = (
    "部门",
    "编制单位",
    "填报单位（公章）",
    "部门名称",
    "单位名称",
    "单位编码",
    "预算年度",
    "填报日期",
    "制表单位",
    "部门（单位）名称",
    "单位名称及编码",
)
VALUES = ("某局", "某市某局（本级）", "105001", "2026", "2026年1月3日", "")


def _marks(text):
    return {line for lines in find_page_marks(split_lines(text), BODY).values() for line in lines}


def _form_marks(text):
    return {line for lines in find_form_marks(split_lines(text)).values() for line in lines}


def _pages(marks, rows=ROWS):
    """Print the marks, each behind a page of rows; give the text and the marks' lines."""
    lines = [line for mark in marks for line in (*rows, mark)]
    return "\n".join(lines), {(place + 1) * (len(rows) + 1) for place in range(len(marks))}


@given(st.sampled_from(MARKED), st.integers(1, 300), st.integers(0, 2))
def test_a_marked_page_number_is_one_by_itself(form, number, blanks):
    assert _marks(f"甲\t1.00\n{' ' * blanks}{form.format(number)}\n乙\t2.00") == {2}


@pytest.mark.parametrize(
    "words", ["续表", "（续表）", "续表2", "（续表（2））", "接上页", "续上表", "承前页", "转下页"]
)
def test_words_that_a_table_goes_on_are_no_row(words):
    assert _marks(f"甲\t1.00\n{words}\n乙\t2.00") == {2}


@pytest.mark.parametrize(
    "row", ["续表\t3.00", "续表设计费", "接上级通知", "转下属单位", "页码机购置", "续建", "收支总表（续表）"]
)
def test_words_that_only_begin_so_stay(row):
    assert _marks(f"甲\t1.00\n{row}\n乙\t2.00") == set()


SERIES = (
    "{}", "{}/40", " {} ", "*{}*", "｜{}", "（{}）", "页码：{}/40", "{}|40", "40-{}", "《{}》", "\t{}\t", "p{}-40",
)  # fmt: skip


@given(st.sampled_from(SERIES), st.integers(1, 30), st.integers(3, 9))
def test_a_number_in_any_signs_is_one_in_a_series_page_by_page(form, first, count):
    text, lines = _pages([form.format(first + page) for page in range(count)])
    assert _marks(text) == lines


@given(st.sampled_from(SIGNED), st.integers(1, 30), st.integers(3, 9), st.booleans(), st.randoms())
def test_a_number_in_a_form_is_a_pages_in_a_series_page_by_page(form, first, count, has_gaps, random):
    gap = [""] if has_gaps else []
    printed: list[str] = []
    lines = set()
    for page in range(first, first + count):
        printed += [*FORM_ROWS[: random.randint(10, 12)], *gap, form.replace("{n}", "40").format(page)]
        lines.add(len(printed))
        printed += gap
    assert _form_marks("\n".join(printed)) == lines


@given(st.sampled_from(MARKED), st.integers(1, 300))
def test_a_marked_page_number_is_one_by_itself_in_a_form_too(form, number):
    assert _form_marks(f"{FORM_ROWS[0]}\n{form.format(number)}\n{FORM_ROWS[1]}") == {2}


def test_bare_numbers_in_a_form_are_pages_where_they_run_through_it_evenly_or_are_paragraphs():
    through, lines = _pages(["3", "4", "5", "6"], FORM_ROWS)
    assert _form_marks(through) == lines
    assert _form_marks(_pages(["3", "4", "5"], FORM_ROWS)[0]) == set()
    assert _form_marks("\n".join([through, *FORM_ROWS * 9])) == set()
    assert _form_marks("\n".join([*FORM_ROWS[:4], "", "{}", ""] * 3).format(4, 5, 6)) == {6, 13, 20}


def test_two_numbers_that_are_all_the_pages_of_a_form_are_those():
    text, lines = _pages(["1/2", "2/2"], FORM_ROWS)
    assert _form_marks(text) == lines
    assert _form_marks(f"{text}\n{FORM_ROWS[0]}") == set()


@pytest.mark.parametrize(
    "values",
    [
        ["1/2"],
        ["1/2", "1/2", "1/2"],
        ["1/2", "2/3", "3/4"],
        ["3/2", "4/2", "5/2"],
        ["3", "4", "5"],
        ["10", "10", "10", "10"],
        ["1/4", "3/4", "2/4"],
        ["100%", "101%", "102%"],
        ["3批", "4批", "5批"],
        ["≥1", "≥2", "≥3"],
        ["第1季度", "第2季度", "第3季度"],
        ["总分", "总分", "总分"],
        ["完成情况1", "完成情况2", "完成情况3"],
        ["1.00", "2.00", "3.00"],
    ],
)
def test_values_and_labels_of_a_form_are_no_pages(values):
    assert _form_marks(_pages(values, FORM_ROWS)[0]) == set()


@given(st.sampled_from(("{}/{n}", "*{}*", "{} of {n}")), st.integers(1, 9))
def test_numbers_of_a_form_that_follow_each_other_within_a_page_are_values(form, rows):
    text, _ = _pages([form.replace("{n}", "40").format(page) for page in range(1, 6)], FORM_ROWS[:rows])
    assert _form_marks(text) == set()


@pytest.mark.parametrize("kind", ["budget", "unit_budget", "final_accounts", "unit_final_accounts", "self_evaluation"])
def test_every_kind_of_document_is_cleared_of_page_numbers(kind):
    text, lines = _pages([f"{page}/40" for page in range(1, 5)], FORM_ROWS)
    kept, findings = clear_furniture(split_lines(text), SimpleNamespace(kind=kind, department=BODY))
    assert {row.number for row in split_lines(text)} - {row.number for row in kept} == lines
    assert [finding.kind for finding in findings] == ["ghost_row"]


def test_the_cell_that_a_page_cuts_goes_on_behind_the_pages_number():
    rows = leave_out_marks(split_lines("甲\n第3页\n乙\n\n第4页\n\n丙"), {"页码": [2, 5]})
    assert [(row.filled, row.follows_gap) for row in rows if row.filled] == [
        (("甲",), False), (("乙",), False), (("丙",), True),
    ]  # fmt: skip


def test_roman_numbers_are_those_of_pages():
    text, lines = _pages([f"— {number} —" for number in "ⅠⅡⅢⅳⅴ"])
    assert _marks(text) == lines


@pytest.mark.parametrize(
    "numbers", ["i ii iii iv v", "VIII IX X XI XII", "xix xx xxi", "①②③④", "３４５６", "第3頁 第4頁 第5頁"]
)
def test_numbers_in_letters_circles_and_full_width_are_those_of_pages(numbers):
    text, lines = _pages(numbers.split() if " " in numbers else list(numbers))
    assert _marks(text) == lines


@pytest.mark.parametrize("words", ["mix civic vivid", "vi i", "ix ix ix", "ic id ie"])
def test_letters_that_are_no_series_of_numbers_stay(words):
    assert _marks(_pages(words.split())[0]) == set()


@pytest.mark.parametrize(
    "marks",
    [
        ["3"],
        ["3", "4"],
        ["3/40"],
        ["3", "3", "3"],
        ["7", "5", "3"],
        ["1/2", "2/3", "3/4"],
        ["（1）", "（3）"],
        ["1.01", "1.02", "1.03"],
        ["第1项", "第2项", "第3项"],
        ["30101", "30102", "30103"],
        ["项目1", "项目2", "项目3"],
    ],
)
def test_a_row_that_is_truly_a_number_stays(marks):
    assert _marks(_pages(marks)[0]) == set()


def test_numbers_that_follow_each_other_row_by_row_are_no_pages():
    assert _marks("\n".join(["项目", "1", "2", "3", "4", "5"])) == set()


@pytest.mark.parametrize("row", ["- 3", "-3.00", "3-", "302-费用", "第3季度", "第 3 页\t1.00\t2.00", "共3项"])
def test_a_near_miss_of_a_page_number_stays(row):
    assert _marks(f"甲\t1.00\n{row}\n乙\t2.00") == set()


@pytest.mark.parametrize(
    "header",
    [
        BODY,
        f"{BODY}2026年部门预算",
        f"{BODY} 2026 年度部门预算公开",
        f"{BODY}部门预算信息公开表",
        f"{BODY}2026年部门预算\t\t\t第3页",
        f"{BODY}\t2026年部门预算\t— 3 —",
        f"\t\t\t{BODY}2026年部门预算\t\t",
    ],
)
def test_words_with_the_bodys_name_that_come_on_every_page_are_a_running_header(header):
    text, lines = _pages([header] * 3)
    assert _marks(text) == lines
    assert _marks(_pages([header] * 2)[0]) == set()


@pytest.mark.parametrize(
    "row",
    [f"{BODY}\t\t\t", f"{BODY}机关服务中心", f"105001-{BODY}", "其他局\t1.00", "合计", "（一）基本支出", "项目名称"],
)
def test_rows_of_a_table_are_no_running_header(row):
    assert _marks(_pages([row] * 4)[0]) == set()


@pytest.mark.parametrize(
    "header",
    ["其他局2026年部门预算", "某市财政局部门预算公开表  第{}页", "http://a.example.cn/b/{}.html {}/40",
     "2026/1/{} 10:2{}",
     "打印日期：2026-01-0{} 打印人：管理员", "内部资料 注意保存", "2026 年度部门预算公开说明（草案）"],
)  # fmt: skip
def test_what_a_printer_or_another_body_sets_on_every_page_is_a_running_header(header):
    marks = [header.replace("{}", str(page)) for page in range(1, 4)]
    text, lines = _pages(marks)
    assert _marks(text) == lines
    assert _marks(_pages(marks[:2])[0]) == set()


@pytest.mark.parametrize("words", ["某某研究中心", "请勿外传", "某某财政"])
def test_any_words_that_stand_alone_at_the_same_distance_on_four_pages_are_a_running_header(words):
    text, lines = _pages([words] * 4, ROWS * 12)
    assert _marks(text) == lines
    assert _marks(_pages([words] * 3, ROWS * 12)[0]) == set()
    uneven = "\n".join(line for size in (12, 60, 13, 14) for line in (*(ROWS * size), words))
    assert _marks(uneven) == set()


@given(
    st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(VALUES)), min_size=1, max_size=3),
    st.sampled_from(("  ", "\t", "\t\t", "　")),
    st.sampled_from(("：", ":", " ： ")),
    st.sampled_from(
        (
            ("", ""),
            ("单位：万元", "万元"),
            ("金额单位：元", "元"),
            ("（单位：百万元）", "百万元"),
            ("【单位：元】", "元"),
        )
    ),
)
def test_a_line_of_labels_in_any_arrangement_is_furniture(labels, gap, colon, unit):
    printed, name = unit
    line = gap.join([*(f"{label}{colon}{value}" for label, value in labels), *([printed] if printed else [])])
    (row,) = split_lines(line)
    assert is_label_line(row)
    assert [cell for cell in label_cells(row) if "元" in cell] == ([f"金额单位：{name}"] if name else [])


@pytest.mark.parametrize(
    "line",
    ["一、单位资金", "部门\t某局", "单位\t100.00", "单位：\t100.00", "项目负责人：某",
     "主管部门：某局 实施单位：某中心",
     "合计", "预算单位：105001-某局", "总体目标：完成", "部门：完成甲；单位：完成乙",
     "数量指标\t单位\t=\t3", "附属单位上缴收入", "2026"],
)  # fmt: skip
def test_rows_and_text_are_no_line_of_labels(line):
    assert not is_label_line(split_lines(line)[0])


BEFORE = (
    "", "# ", "《", "**", "1 ", "3-", "一.", "附表1-", "表 1\t", "2026年\t", "某局部门预算公开表之一：",
    "某市某局", "某市某局2026年", "2026年", "一、", "（三）", "附件1：", "附件1-2 ", "公开01表 ", "预算12表",
    "表一 ", "表1-1 ", "部门公开表3 ", "某区某委员会2026年度", "某局（本级）", "2026年部门预算", "单位", "某中心部门",
    "Ⅲ、",
)  # fmt: skip
BEHIND = (
    "", "（续）", "（公开01表）", "（2026年度）", "（单位：万元）", "》", "**", "（某市某局）", "（草案）",
    "\t\t公开01表", "\t单位：元", "：", "　单位：万元", "（试行）", "——某市某局", "（2026年）：", "（公示稿）",
)  # fmt: skip
NAMES = {
    "收支总表": "income_expenditure",
    "收支总体情况表": "income_expenditure",
    "支出总表": "expenditure",
    "财政拨款收支总表": "fiscal_grant",
    "一般公共预算支出表": "general_public_expenditure",
    "一般公共预算基本支出表": "basic_expenditure",
    "政府性基金预算支出表": "gov_fund",
    "项目支出绩效目标表": "project_targets",
    "国有资本经营预算支出表": "state_capital",
    "政府采购预算明细表": "procurement",
    "“三公”经费支出表": "three_public",
}


@given(st.sampled_from(BEFORE), st.sampled_from(sorted(NAMES)), st.sampled_from(BEHIND))
def test_a_title_is_known_whatever_stands_before_and_behind_it(before, name, behind):
    title = find_title(split_lines(f"{before}{name}{behind}")[0])
    assert match_kind(title, TABLE_KINDS).name == NAMES[name]


@pytest.mark.parametrize(
    ("title", "is_income"), [("某市某局2026年收入", True), ("2026年收入", False), ("完成2026年收入", False)]
)
def test_a_table_named_by_its_word_alone_needs_the_body_and_the_year(title, is_income):
    found = find_title(split_lines(title)[0])
    kind = match_kind(found, TABLE_KINDS) if found else None
    assert (kind is not None and kind.name == "income") == is_income


@pytest.mark.parametrize(
    "title",
    [
        "3年支出预算表",
        "财政拨款支出总表",
        "财政收支总表",
        "社会保险基金预算支出表",
        "编制人数情况表",
        "政府基金收支总表明细表",
    ],
)
def test_a_title_of_another_table_is_not_taken_for_one_of_ours(title):
    assert match_kind(find_title(split_lines(title)[0]), TABLE_KINDS) is None


@pytest.mark.parametrize(
    "row",
    ["收支总表（不含某局）部分", "收支总表\t某局", "收支总表\t支出总表", "支出总表\t1.00", "项目支出表\t公开\t说明"],
)
def test_a_row_of_several_words_is_no_title(row):
    assert find_title(split_lines(row)[0]) is None


@pytest.mark.parametrize(
    "title", ["财政项目支出绩效自评表", "某局2025年度财政项目绩效自评表", "市级项目绩效自评表（续）"]
)
def test_a_self_evaluation_form_is_known_with_words_before_its_title(title):
    assert match_kind(find_title(split_lines(title)[0]), TABLE_KINDS).name == "evaluations"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_unit_above_a_title_is_that_of_the_table_below(gap):
    first = f"单位：元{gap}预算01表 收支总表\n项目\t预算数\n甲\t1.00"
    text = f"{first}{gap}单位：万元{gap}预算02表 支出总表\n科目\t合计\n乙\t2.00"
    rows = move_statements(split_lines(text))
    assert [row.filled[0] for row in rows if len(row.filled) == 1] == [
        "预算01表 收支总表", "单位：元", "预算02表 支出总表", "单位：万元",
    ]  # fmt: skip


def test_a_unit_below_a_title_stays_there_also_of_a_table_without_rows():
    text = "预算01表 收支总表\n单位：元\n预算02表 支出总表\n单位：万元\n乙\t2.00"
    assert [row.number for row in move_statements(split_lines(text))] == [1, 2, 3, 4, 5]


ENTRIES = ("收支总表", "支出总表", "财政拨款收支总表")
TABLES = "\n".join(f"{entry}\n单位：万元\n甲\t1.00" for entry in ENTRIES)


@pytest.mark.parametrize("behind", ["", "………3", " 3", "\t3", "......12", "·····（5）"])
def test_a_list_of_contents_is_no_run_of_empty_tables(behind):
    text = "\n".join(["目 录", *(f"{entry}{behind}" for entry in ENTRIES), "", TABLES])
    assert find_contents(split_lines(text), TABLE_KINDS) == {1, 2, 3, 4}


def test_tables_that_are_really_empty_come_once_and_stay():
    assert find_contents(split_lines("\n".join(ENTRIES)), TABLE_KINDS) == set()
    assert find_contents(split_lines(TABLES), TABLE_KINDS) == set()


@pytest.mark.parametrize("write", ["{} {}", "{}……{}", "{}\t{}"])
def test_an_entry_whose_words_alone_name_no_table_parts_no_contents(write):
    entries = ["收支总表", "收入", "支出总表", "财政拨款收支总表", "一般公共预算支出表"]
    text = "\n".join(["目 录", *(write.format(title, page) for page, title in enumerate(entries, 3)), "", TABLES])
    assert find_contents(split_lines(text), TABLE_KINDS) == {1, 2, 3, 4, 5, 6}
