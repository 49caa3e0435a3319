"""The page that a briefing opens with: four figures, observations with questions, one line on reliability."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_case import YEAR, indicator, make_case, money, printed, project
from report_runner import show

from budgetkit.briefing import observations, page_one
from budgetkit.briefing.sides import Sides, find_sides
from budgetkit.briefing.year_over_year import Years, find_years
from budgetkit.compare.budget import find_budget
from budgetkit.observe.observation import Topic
from budgetkit.report.html import write_html
from budgetkit.report.pdf import write_pdf

RAW = Path(__file__).parents[2] / "data" / "raw"
REPORTS = [("beijing-emergency", 2026), ("beijing-data", 2026), ("chaoyang-emergency", 2024)]


@pytest.fixture(scope="module")
def data(published_data):
    return published_data


def tiles(budget, earlier=None):
    return {tile["lead"]: tile for tile in page_one.main_figures(budget, earlier).data()["sentences"]}


def test_the_four_figures_are_the_printed_totals_with_carry_over_apart(data):
    found = tiles(find_budget(data, "beijing-emergency", 2026))
    shown = {name: (tile["value"], tile["text"]) for name, tile in found.items()}
    assert shown == {
        "支出总计": ("9.24 亿元", "不含对下转移支付 1.30 亿元"),
        "本年收入": ("7.03 亿元", "另有上年结转 2.22 亿元"),
        "项目支出": ("5.94 亿元", "占本年支出的 64.2%"),
        "“三公”经费": ("211.86 万元", "占财政拨款支出的 0.23%"),
    }
    assert all(tile["lines"] for tile in found.values())


def year_of(total, project_money, three_public):
    summary = [{"side": "expenditure", "item_name": "支出总计", "amount": money(total), "role": "total"}]
    rows = [{"budget_year": YEAR, "total": money(three_public)}] if three_public is not None else []
    return {"income_expenditure": summary, "printed_totals": [printed("project", project_money)], "three_public": rows}


def test_figures_say_how_they_changed_where_there_is_an_earlier_budget():
    case = make_case(year_of(120, 60, 5), earlier=year_of(100, 80, None))
    found = tiles(case.budget, case.earlier)
    assert found["支出总计"]["text"] == f"比{YEAR - 1}年增长 20.0%，全部资金"
    assert found["项目支出"]["text"] == f"比{YEAR - 1}年下降 25.0%，占支出总计的 50.0%"
    same = make_case(year_of(100.004, 60, 5), earlier=year_of(100, 0, None))
    found = tiles(same.budget, same.earlier)
    assert found["支出总计"]["text"].startswith(f"与{YEAR - 1}年持平")
    assert found["项目支出"]["text"].startswith(f"{YEAR - 1}年为零")


def test_a_figure_that_the_document_does_not_print_is_left_out():
    assert set(tiles(make_case(year_of(100, 60, None)).budget)) == {"支出总计", "项目支出"}


@pytest.mark.parametrize(("department", "year"), REPORTS)
def test_five_observations_open_the_page_each_with_its_question_and_lines(data, department, year):
    notes = observations.find(find_budget(data, department, year))
    sentences = observations.opening(notes).data()["sentences"]
    assert len(sentences) == 5
    for noted, sentence in zip(notes, sentences, strict=False):
        assert sentence["lead"] == noted.rule.name
        assert sentence["question"] == noted.observation.question
        assert sentence["lines"]
    html, pdf = write_html(show(observations.opening(notes))), write_pdf(show(observations.opening(notes)))
    assert html.count("建议追问") == 5
    assert pdf.startswith(b"%PDF")


def test_all_stand_in_one_table_and_those_of_a_topic_in_their_report(data):
    budget = find_budget(data, "beijing-emergency", 2026)
    notes = observations.find(budget)
    rows = observations.observations_table(budget, notes).data()["rows"]
    assert len(rows) == len(notes)
    assert all(row["lines"] for row in rows)
    topics = [(Topic.MONEY, Topic.PROJECTS), (Topic.PERFORMANCE,)]
    parts = [observations.observations_table(budget, notes, own).data()["rows"] for own in topics]
    assert all(parts)
    assert sum(map(len, parts)) == len(rows)
    assert len(observations.rules_table(budget, notes).data()["rows"]) == len({noted.rule.key for noted in notes})


def test_those_that_open_the_report_are_named_in_the_table_and_not_said_again(data):
    budget = find_budget(data, "beijing-emergency", 2026)
    notes = observations.find(budget)
    part = observations.observations_table(budget, notes, opened=2)
    assert part.table["finding"].tolist()[:2] == ["见首页关注点第 1 项。", "见首页关注点第 2 项。"]
    assert part.table["name"].tolist() == [noted.rule.name for noted in notes]
    assert notes[2].observation.statement.text in part.table["finding"].iloc[2]


def test_a_budget_without_observations_says_so():
    case = make_case({"projects": [project(1, "甲", 3)]})
    assert "没有需要提示的情形" in observations.observations_table(case.budget, []).plain_text()


def test_money_that_is_passed_on_to_lower_levels_is_said_not_to_be_in_the_total(data):
    tile = page_one.main_figures(find_budget(data, "beijing-emergency", 2026)).data()["sentences"][0]
    assert (tile["lead"], tile["text"]) == ("支出总计", "不含对下转移支付 1.30 亿元")
    other = page_one.main_figures(find_budget(data, "beijing-data", 2026)).data()["sentences"][0]
    assert other["text"] == "全部资金"


def test_the_first_page_says_what_is_bought_and_with_what_it_is_compared_or_why_not(data):
    def scope(department, year):
        return page_one.scope(find_sides(data, department, year), find_years(data, department, year)).text

    assert scope("chaoyang-emergency", 2024) == (
        "支出按经济分类：工资福利支出占 75.2%、商品和服务支出占 24.1%；所列项目按名称分：编外人员 56.2%、"
        "运行维护 15.2%；"
        "与市级 2026年只比较占比和比率（年度不同）："
        "项目支出 46.1% 对 64.2%、工资福利支出 75.2% 对 32.2%；"
        "除“三公”经费外无同比（未收集到2023年部门预算）。"
    )
    alone = scope("beijing-data", 2026)
    lacking = "另有 22.2% 无对应行（人员经费 1.70 亿元、项目支出 5,549.89 万元），相应各类的占比偏低"
    purposes = "所列项目（项目支出的 56.8%）按名称分：运行维护 54.2%、信息化 28.5%"
    assert f"工资福利支出占 18.5%、{lacking}；{purposes}；未作市区对比：未收集到区级同领域" in alone
    assert "市级" not in alone


def test_the_first_page_says_that_there_is_an_earlier_budget():
    case = make_case(year_of(120, 60, 5), earlier=year_of(100, 80, None))
    years = Years(case.budget, case.earlier, None)
    assert f"与{YEAR - 1}年预算作同比" in page_one.scope(Sides(case.budget, None), years).text
    assert "经济分类" not in page_one.scope(Sides(case.budget, None), years).text


def test_the_line_on_reliability_names_the_largest_open_difference_as_it_was_found(data):
    text = page_one.reliability(find_budget(data, "chaoyang-emergency", 2024), ["chaoyang-emergency-2024-budget"]).text
    assert "2 项差异的原因未证明，最大的是成本指标“预算成本”高于项目总额" in text
    assert "（175.50 对 73.29）" in text


def test_differences_of_other_documents_are_told_apart_from_the_budgets_own(data):
    budget = find_budget(data, "beijing-emergency", 2026)
    own = ["beijing-emergency-2026-budget", "beijing-emergency-2024-selfeval"]
    line = page_one.reliability(budget, [*own, "chaoyang-emergency-2024-budget"])
    first, second = line.text.split("其他文件 2 份")
    assert "没有原因未证明的差异" in first
    assert "3 项差异的原因未证明" in second
    assert "；4 个项目的成本指标之和高于总额 1% 以上（不计入差异）；" in first
    assert {document for document, _ in line.sources} == {*own, "chaoyang-emergency-2024-budget"}
    assert "1 项差异的原因未证明" in page_one.reliability(budget, own).text
    assert "其他文件" not in page_one.reliability(budget, own[:1]).text


@pytest.mark.parametrize(
    ("total", "costs", "told"),
    [
        (63, (50, 40, 10), True),
        (60, (50, 40, 10), True),
        (50, (50, 30, 20), True),
        (100, (50, 40, 10), False),
        (101, (50, 40, 10), False),
        (99.5, (50, 40, 10), False),  # above by rounding
        (40, (50,), False),  # one cost alone above the total is a check's difference
        (50, (500000,), False),  # a slip of the unit is one, too
    ],
)
def test_the_line_on_reliability_does_not_hide_sums_of_costs_above_a_total(total, costs, told):
    rows = [indicator(1, "成本指标", f"成本{n}", "≤", cost, "万元") for n, cost in enumerate(costs)]
    budget = make_case({"projects": [project(1, "甲", total)], "project_indicators": rows}).budget
    line = page_one.reliability(budget, [budget.document_id])
    assert ("；没有原因未证明的差异；1 个项目的成本指标之和高于总额 1% 以上（不计入差异）" in line.text) == told
    assert "没有原因未证明的差异" in line.text
    assert bool(line.sources) == told


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=5, unique=True), st.randoms(use_true_random=False))
def test_a_gap_counted_again_or_in_a_sum_is_one_gap(gaps, random):
    sums = [sum(random.sample(gaps, random.randint(1, len(gaps)))) for _ in range(4)]
    independent = [gap for n, gap in enumerate(sorted(gaps)) if gap not in subset_sums(sorted(gaps)[:n])]
    again = [value / 100 for value in (*gaps, *gaps, *sums)]
    assert page_one._count_gaps(again) == len(independent)


def subset_sums(values):
    sums = {0}
    for value in values:
        sums |= {one + value for one in sums}
    return sums


def test_what_has_no_rows_is_in_the_line_on_reliability(data):
    line = page_one.reliability(find_budget(data, "beijing-data", 2026), ["beijing-data-2026-budget"])
    assert "12 项差异的原因未证明（归结为 3 处），最大的是支出总表合计中有 2.25 亿元（22.2%）无对应行" in line.text
    assert "之和" not in line.text  # the same difference is not told a second time as a check
    assert line.figures["lack"].value == pytest.approx(22510.221614)
    assert line.sources
