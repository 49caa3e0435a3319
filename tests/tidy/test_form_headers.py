"""Running headers without a number in self-evaluations: a body's name or a title page by page is none of the forms'."""

from __future__ import annotations

from random import Random

import pytest
from made import EVALUATION_STYLES, Style, make_department
from made.compare import find_differences

from budgetkit.find.page_marks import find_form_marks
from budgetkit.read.text import split_lines

HEADERS = (
    "{body}",
    "{body}{year}年度项目支出绩效自评",
    "项目支出绩效自评表",
    "（{year}年度）",
    "绩效自评公开",
    "附件2",
)


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("lines", [23, 40])
def test_a_running_header_changes_no_form(clean_made, header, lines):
    evaluation = make_department(7).evaluation
    document = clean_made(evaluation, Style(running_header=header, lines_per_page=lines))
    assert find_differences(evaluation.truth, document.tables) == []
    assert any("每页重复的" in row["note"] for row in document.tables["findings"])


@pytest.mark.parametrize("style", EVALUATION_STYLES)
@pytest.mark.parametrize("seed", range(3))
def test_forms_without_running_headers_lose_no_line(clean_made, style, seed):
    evaluation = make_department(40 + seed).evaluation
    findings = clean_made(evaluation, EVALUATION_STYLES[style]).tables["findings"]
    assert [row["note"] for row in findings if "每页重复的" in row["note"]] == []


@pytest.mark.parametrize("seed", range(10))
def test_headers_are_found_page_by_page_and_words_of_the_forms_stay(seed):
    random = Random(seed)
    forms, page = random.randint(4, 9), random.randint(12, 30)
    printed = [line for number in range(forms) for line in _form(random, number)]
    header = random.choice(("某市某局", "某市某局绩效自评", "附件3"))
    assert _found(printed) == set()
    paged: list[str] = []
    for place, line in enumerate(printed):
        paged += [header, line] if place and place % page == 0 else [line]
    found = _found(paged)
    kept = [line for place, line in enumerate(paged, start=1) if place not in found]
    assert kept == (printed if len(paged) - len(printed) > 2 else paged)


def test_a_piece_of_text_that_comes_three_times_within_a_document_stays():
    printed = [line for number in range(12) for line in _form(Random(1), number)]
    for place in (60, 90, 120):
        printed.insert(place, "该项目为追加项")
    assert _found(printed) == set()


def _form(random: Random, number: int) -> list[str]:
    """Print a form of which body, headers and labels come again in each, at distances that differ little."""
    wrapped = [f"第{number}项工作的第{part}部分按计划完成" for part in range(random.randint(8, 10))]
    return [
        "项目支出绩效自评表", "（2024年度）", f"项目名称 某项目{number}", "主管部门", "某市某局", "实施单位",
        "某市某中心", "预期目标 实际完成情况", *wrapped, "一级指标 二级指标 三级指标", "产出指标",
        f"数量指标 印制{number}种资料",
    ]  # fmt: skip


def _found(lines: list[str]) -> set[int]:
    marks = find_form_marks(split_lines("\n".join(lines)))
    return {line for name, found in marks.items() if name != "页码" for line in found}
