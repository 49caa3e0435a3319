"""Made forms come back exactly, whatever the page breaks, wraps and separators; damaged ones never crash."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from drawn import some_of
from made_evaluations import FormStyle, MadeForm, draw_style, make_forms, print_forms

from budgetkit.find.furniture import leave_out_marks
from budgetkit.find.page_marks import find_form_marks
from budgetkit.read.text import split_lines
from budgetkit.tidy.evaluations import tidy_evaluations

PUBLISHED = Path(__file__).parents[2] / "data" / "raw" / "beijing-emergency-2024-selfeval.txt"
CELLS = ("evaluation_seq", "level1", "level2", "name", "target", "actual", "weight", "score", "deviation_reason")
FUNDS = ("fund", "initial_budget", "full_year_budget", "executed", "weight", "execution_rate", "score")
HEADER = "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分"
PAGE = ["", "", *"绩效指标", "", HEADER, "偏差原因分析及改", "", "进措施", ""]


def read(text: str):
    rows = split_lines(text)
    return tidy_evaluations(leave_out_marks(rows, find_form_marks(rows)), {})


def indicators(tidied) -> list[tuple]:
    return [tuple(row[cell] for cell in CELLS) for row in tidied.tables["evaluation_indicators"]]


def true_indicators(forms: list[MadeForm]) -> list[tuple]:
    return [
        (seq, i.level1, i.level2, i.name, i.target, None if i.actual == "-" else i.actual, i.weight, i.score, i.reason)
        for seq, form in enumerate(forms, start=1)
        for i in form.indicators
    ]


def true_funds(forms: list[MadeForm]) -> list[tuple]:
    rows: list[tuple] = []
    for form in forms:
        for fund, money in form.funds.items():
            points = (Decimal(10), form.rate, form.funds_score) if fund == "total" else (None, form.rate, None)
            rows.append((fund, *money, *points) if money else (fund, *[None] * 6))
    return rows


def made(seed: int) -> tuple[list[MadeForm], FormStyle, str]:
    random = Random(seed)
    style = draw_style(random)
    forms = make_forms(random, random.randint(1, 4), style)
    return forms, style, print_forms(forms, style, random)


@pytest.mark.parametrize("block", some_of(range(6), 3))
def test_made_forms_come_back_exactly(block):
    for seed in range(block * 50, block * 50 + 50):
        forms, style, text = made(seed)
        tidied = read(text)
        assert indicators(tidied) == true_indicators(forms), (seed, style)
        assert [tuple(row[c] for c in FUNDS) for row in tidied.tables["evaluation_funds"]] == true_funds(forms), seed
        evaluations = tidied.tables["evaluations"]
        assert [(row["project_name"], row["unit_name"], row["total_score"]) for row in evaluations] == [
            (form.project, form.unit, form.score) for form in forms
        ]
        if style.blank_lines:
            goals = [(form.expected, form.actual) for form in forms]
            assert [(row["expected_goal"], row["actual_result"]) for row in evaluations] == goals, seed


def test_no_made_form_reports_a_slip_or_a_sum_that_fails():
    kinds = {finding.kind for seed in range(100) for finding in read(made(seed)[2]).findings}
    assert kinds <= {"split_table", "missing_cell"}


def test_goals_cut_by_a_page_or_without_a_blank_line_are_right_or_marked():
    wrong, right = [], 0
    for seed in range(200):
        random = Random(seed)
        style = FormStyle(goals_cut=seed % 2 == 0, blank_lines=seed % 2 == 0)
        form = make_forms(random, 1, style)[0]
        row = read(print_forms([form], style, random)).tables["evaluations"][0]
        if (row["expected_goal"], row["actual_result"]) == (form.expected, form.actual):
            right += 1
        else:
            wrong.append(row["certainty"])
    assert set(wrong) <= {"inferred"}
    assert right >= 180


def test_page_breaks_anywhere_in_the_published_rows_change_no_cell():
    lines = PUBLISHED.read_text("utf-8").split("\n")
    expected = indicators(read("\n".join(lines)))
    for seed in range(10):
        random = Random(seed)
        broken: list[str] = []
        inside = False
        for line in lines:
            words = line.split()
            inside = (inside or line.startswith("进措施") or line.startswith("改进措施")) and words[:1] != ["总分"]
            broken.append(line)
            if inside and len(words) > 3 and random.random() < 0.3:
                broken += PAGE
        assert indicators(read("\n".join(broken))) == expected, seed


def test_tabs_between_the_published_cells_change_no_cell():
    printed = PUBLISHED.read_text("utf-8")
    lines = ["\t".join(line.split()) if line.split()[-2:-1] == ["10"] else line for line in printed.split("\n")]
    assert indicators(read("\n".join(lines))) == indicators(read(printed))


def test_forms_in_another_order_are_the_same_forms():
    forms, style, text = made(3)
    again = read(text + text)
    assert len(again.tables["evaluations"]) == 2 * len(forms)
    assert [row[1:] for row in indicators(again)] == [row[1:] for row in true_indicators(forms)] * 2, style


def test_a_changed_weight_or_score_is_always_reported():
    random = Random(1)
    for seed in range(60):
        forms, style, _ = made(seed)
        indicator = random.choice(forms[0].indicators)
        printed_score = forms[0].score
        changed = random.choice(("weight", "score"))
        setattr(indicator, changed, getattr(indicator, changed) + Decimal(random.randint(1, 9)) / 10)
        text = print_forms(forms, style, Random(seed)).replace(
            style.separator.join(("总分", "100", str(forms[0].score))),
            style.separator.join(("总分", "100", str(printed_score))),
        )
        findings = [finding for finding in read(text).findings if finding.kind == "inconsistent_total"]
        assert findings, (seed, changed)


def test_truncated_and_shuffled_documents_are_read_without_an_error():
    lines = PUBLISHED.read_text("utf-8").split("\n")[:420]
    random = Random(5)
    for end in range(1, len(lines), 7):
        read("\n".join(lines[:end]))
    for _ in range(40):
        kept = [line for line in lines if random.random() < 0.8]
        read("\n".join(kept))
    for _ in range(10):
        random.shuffle(lines)
        read("\n".join(lines))
