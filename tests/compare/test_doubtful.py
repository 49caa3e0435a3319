"""What is quoted from a document and cannot be right, or is doubted, is marked as printed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from budgetkit.briefing.project_profiles import profiles
from budgetkit.compare.doubtful import AS_PRINTED, find_doubtful_lines, mark_slips
from tests.made_case import indicator, make_case, project

HAN = "甲乙丙丁戊己庚辛壬癸"
WORDS = st.text(alphabet=HAN, max_size=6)


@given(WORDS, WORDS, st.integers(100, 999), st.sampled_from(["底前", "年", "初", "末", "3月", "11月底"]))
def test_a_year_of_three_digits_is_marked(before, after, year, rest):
    assume(not any(word * 3 in before + after for word in HAN))
    told = mark_slips(f"{before}{year}年{rest}{after}")
    assert told == f"{before}{year}年{AS_PRINTED if rest != '年' else ''}{rest}{after}"


@given(WORDS, WORDS, st.sampled_from(HAN), st.integers(1, 3))
def test_a_character_three_times_in_a_row_is_marked_and_twice_is_not(before, after, word, times):
    assume(before[-1:] != word != after[:1])
    assume(not any(own * 3 in text for own in HAN for text in (before, after)))
    told = mark_slips(f"{before}{word * times}{after}")
    assert told == f"{before}{word * times}{AS_PRINTED if times == 3 else ''}{after}"


@pytest.mark.parametrize(
    "text",
    [
        "2026年底前",
        "12026年底",
        "1.202年底",
        "100年服务",
        "202年度人次",
        "服务满180年",
        "111",
        "…………",
        "人人参与",
        "3月底",
    ],
)
def test_what_may_be_meant_is_not_marked(text):
    assert mark_slips(text) == text


FINDINGS = [("unit_error", "flagged"), ("unit_error", "kept"), ("unit_error", "repaired"), ("rounded", "kept")]
CHECKS = [("indicator_value", "insufficient"), ("indicator_value", "pass"), ("indicator_kinds", "insufficient")]
CHECKS += [("cost_ceiling", "fail"), ("cost_ceiling", "pass"), ("cost_ceiling", "explained")]
DOUBTED = [*FINDINGS[:2], CHECKS[0], ("cost_ceiling", "fail")]


@settings(deadline=None, max_examples=30)
@given(st.dictionaries(st.integers(1, 4), st.sampled_from([*FINDINGS, *CHECKS]), max_size=4))
def test_an_indicator_that_a_finding_or_a_check_doubts_is_marked_where_it_is_quoted(noted):
    kinds = [("产出指标", "数量指标"), ("产出指标", "数量指标"), ("成本指标", ""), ("效益指标", "")]
    rows = [indicator(1, one, f"名称{at}", "≥", 7, "次", level2=two) for at, (one, two) in enumerate(kinds, start=1)]
    tables: dict[str, list[dict]] = {"projects": [project(1, "甲", 10)], "project_indicators": rows}
    tables |= {"findings": [], "checks": []}
    for line, (what, state) in noted.items():
        own = {"table": "project_indicators", "source_line": line}
        if (what, state) in FINDINGS:
            tables["findings"].append({**own, "kind": what, "text": "7", "note": "疑", "action": state})
        else:
            tables["checks"].append({**own, "rule": what, "description": "值", "status": state, "lines": str(line)})
    budget = make_case(tables).budget
    wanted = {line for line, own in noted.items() if own in DOUBTED}
    assert find_doubtful_lines(budget) == wanted
    told = profiles(budget).table["indicators"].iloc[0].split("；")
    assert [AS_PRINTED in text for text in told] == [place in wanted for place in range(1, 5)]
