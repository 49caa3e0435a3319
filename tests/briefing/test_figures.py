"""Every number in a report's sentences, computed again from data/clean with plain pandas."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from budgetkit.briefing import (
    city_district_limits,
    city_district_words,
    performance,
    project_composition_words,
    year_over_year_words,
)
from budgetkit.briefing.sides import find_sides
from budgetkit.briefing.year_over_year import find_years
from budgetkit.compare.budget import find_budget

RAW = Path(__file__).parents[2] / "data" / "raw"
CITY, DATA, DISTRICT = "beijing-emergency-2026-budget", "beijing-data-2026-budget", "chaoyang-emergency-2024-budget"
REPORTS = [("beijing-emergency", 2026, CITY), ("beijing-data", 2026, DATA), ("chaoyang-emergency", 2024, DISTRICT)]


@pytest.fixture(scope="module")
def data(published_data):
    return published_data


def money(value):
    """Print an amount (万元) as running text does, without the kit's own formatting."""
    exact = Decimal(repr(round(float(value), 6)))
    in_yi = exact / 10000
    shown, unit = (in_yi, "亿元") if abs(in_yi) >= 1 else (exact, "万元")
    return f"{shown.quantize(Decimal('0.01'), ROUND_HALF_UP):,} {unit}"


def percent(part, whole):
    """Print a share as running text does."""
    return f"{(Decimal(repr(part)) / Decimal(repr(whole)) * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def of(frame, document):
    return frame[frame["document_id"] == document]


def printed(data, document, table, column):
    totals = of(data.printed_totals, document)
    return float(totals[(totals["table"] == table) & (totals["column"] == column)]["amount"].iloc[0])


def item(data, document, name):
    lines = of(data.income_expenditure, document)
    return float(lines[lines["item_name"] == name]["amount"].iloc[0])


@pytest.mark.parametrize(("department", "year", "document"), REPORTS)
def test_size_and_its_parts_are_what_the_document_prints(data, department, year, document):
    text = str(city_district_words.state_size(find_budget(data, department, year)))
    whole = item(data, document, "本年支出合计")
    basic, project = (printed(data, document, "expenditure", column) for column in ("basic", "project"))
    for value in (whole, basic, project):
        assert money(value) in text
    assert f"占 {percent(basic, whole)}" in text
    assert f"占 {percent(project, whole)}" in text


def test_differences_of_shares_are_computed_from_each_sides_own_totals(data):
    points = [str(p) for p in city_district_words.key_points(find_sides(data, "beijing-emergency", 2026))]
    (sentence,) = [p for p in points if p.startswith("项目支出占支出总计的比重")]
    shares = [printed(data, d, "expenditure", "project") / item(data, d, "支出总计") * 100 for d in (CITY, DISTRICT)]
    gap = Decimal(repr(abs(shares[0] - shares[1]))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    for number in (f"{shares[0]:.1f}%", f"{shares[1]:.1f}%", f"{gap} 个百分点"):
        assert number in sentence


@pytest.mark.parametrize(("department", "year", "document"), REPORTS)
def test_coverage_is_listed_projects_over_project_expenditure(data, department, year, document):
    text = str(project_composition_words.coverage(find_budget(data, department, year)))
    projects = of(data.projects, document)
    listed, whole = round(float(projects["total"].sum()), 6), printed(data, document, "expenditure", "project")
    assert f"{len(projects)} 项" in text
    assert money(listed) in text
    assert percent(listed, whole) in text


@pytest.mark.parametrize(("department", "year", "document"), REPORTS)
def test_concentration_is_the_share_of_the_largest_projects(data, department, year, document):
    points = [str(p) for p in project_composition_words.key_points(find_budget(data, department, year))]
    (sentence,) = [p for p in points if "最大的" in p]
    amounts = of(data.projects, document)["total"].dropna().sort_values(ascending=False)
    for top in (1, 5, 10):
        share = amounts.head(top).sum() / amounts.sum() * 100
        assert f"占 {share:.1f}%" in sentence


def test_execution_is_the_sum_of_the_forms_total_lines(data):
    points = " ".join(map(str, year_over_year_words.key_points(find_years(data, "beijing-emergency", 2026))))
    funds = data.evaluation_funds[data.evaluation_funds["fund"] == "total"]
    assert money(funds["executed"].sum()) in points
    assert money(funds["full_year_budget"].sum()) in points
    slow = funds[funds["execution_rate"] < 90]
    assert f"{len(slow)} 项执行率低于 90%" in points
    names = set(of(data.projects, CITY)["project_name"])
    gone = [name for name in data.evaluations["project_name"] if name not in names]
    assert len(gone) == 6
    assert f"{len(gone)} 项在2026年预算中未再列示" in points


def test_three_public_change_is_between_the_two_years_that_the_document_prints(data):
    points = " ".join(map(str, year_over_year_words.key_points(find_years(data, "chaoyang-emergency", 2024))))
    totals = of(data.three_public, DISTRICT).set_index("budget_year")["total"]
    growth = (totals[2024] - totals[2023]) / totals[2023] * 100
    assert money(totals[2024]) in points
    assert f"下降 {abs(growth):.1f}%" in points


def test_indicators_are_counted_in_the_clean_table(data):
    for department, year, document in REPORTS:
        points = " ".join(map(str, performance.key_points(find_budget(data, department, year))))
        own = of(data.project_indicators, document)
        measurable = own[own["value_number"].notna() & own["operator"].notna() & (own["operator"] != "定性")]
        assert f"{len(own):,} 条" in points
        assert percent(len(measurable), len(own)) in points


@pytest.mark.parametrize(("department", "year", "document"), REPORTS)
def test_each_cited_line_is_a_line_of_a_clean_row(data, department, year, document):
    points = city_district_words.key_points(find_sides(data, department, year))
    lines = {
        (row.document_id, int(row.source_line))
        for name in ("income_expenditure", "printed_totals", "expenditure", "basic_expenditure", "projects")
        for row in data.frame(name).itertuples()
    }
    cited = [line for point in points for line in getattr(point, "sources", ())]
    assert cited
    assert set(cited) <= lines


def test_no_amount_is_subtracted_between_a_city_and_a_district(data):
    sides = find_sides(data, "beijing-emergency", 2026)
    for point in city_district_words.key_points(sides):
        assert "增长" not in str(point)
        assert "下降" not in str(point)
    assert "金额不作增减比较" in str(city_district_limits.not_comparable(sides))


def test_first_and_last_payments_of_two_years_are_two_contracts_and_not_one(data):
    sentences = [str(s) for s in city_district_limits.comparability(find_sides(data, "chaoyang-emergency", 2024))]
    (sentence,) = [sentence for sentence in sentences if "首款、尾款" in sentence]
    assert "5 组为上年合同的尾款和本年合同的首款，是两份合同（首款、尾款共 172.30 万元）" in sentence
    assert "4 组未印年度，无法判断是否同一合同（首款、尾款共 159.80 万元）" in sentence
    assert "同一合同的首款和尾款" not in sentence


def test_the_year_of_an_id_is_not_called_new_and_what_of_it_is_old_is_said(data):
    points = [str(p) for p in project_composition_words.key_points(find_budget(data, "beijing-data", 2026))]
    own = of(data.projects, DATA)
    new = own[own["setup_year"] == 2026]
    (point,) = [point for point in points if point.startswith("编号年度")]
    assert f"{len(new)} 项、{money(new['total'].sum())}，其中 277.22 万元支付以前年度款项" in point
    assert not any("新设" in point for point in points)


def test_cost_sums_above_a_total_are_sorted_by_what_explains_them(data):
    points = [str(p) for p in performance.key_points(find_budget(data, "beijing-emergency", 2026))]
    (point,) = [point for point in points if point.startswith("高于总额的 6 项中")]
    for words in (
        "2 项是几条之和高于总额，原因未证明",
        "2 项是总额等于几条之和的整数百分比",
        "2 项是几条之和高出",
    ):
        assert words in point
