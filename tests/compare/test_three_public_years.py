"""“三公” over two years: within one document, across two, and where two documents print different numbers."""

from __future__ import annotations

import pytest
from made_case import DEPARTMENT, YEAR, make_case, money

from budgetkit.briefing.page_one import main_figures
from budgetkit.briefing.year_over_year import find_years, three_public
from budgetkit.briefing.year_over_year_words import key_points
from budgetkit.compare.three_public import compare_three_public_years


def row(year, total, reception=None):
    return {"budget_year": year, "total": money(total), "reception": money(reception)}


def years_of(later, earlier=None):
    before = None if earlier is None else {"three_public": earlier}
    data = make_case({"three_public": later}, earlier=before).budget.data
    return find_years(data, DEPARTMENT, YEAR)


def compared(later, earlier=None):
    years = years_of(later, earlier)
    return compare_three_public_years(years.later, years.earlier)


def test_the_earlier_budgets_own_row_is_the_base_where_the_later_one_prints_no_earlier_year():
    result = compared([row(YEAR, 12, 3)], [row(YEAR - 1, 10, 0)])
    table = result.table.set_index("key")
    assert result.years == (YEAR - 1, YEAR)
    assert table.loc["total", ["earlier", "later", "change"]].tolist() == [10, 12, 2]
    assert table.loc["total", "growth"] == pytest.approx(20)
    assert table.loc["total", "sources"] == ((f"made-{YEAR - 1}", 1), (f"made-{YEAR}", 1))
    assert "各自的预算文件所列" in result.base
    assert not result.caveats
    assert table["growth"].isna()["reception"]


def test_the_same_number_in_both_documents_is_said_once():
    result = compared([row(YEAR - 1, 10), row(YEAR, 12)], [row(YEAR - 2, 7), row(YEAR - 1, 10)])
    assert result.table["restated"].isna().all()
    assert not result.caveats
    assert {document for document, _ in result.sources} == {f"made-{YEAR}"}


def test_two_numbers_of_one_year_are_both_said():
    years = years_of([row(YEAR - 1, 9), row(YEAR, 12)], [row(YEAR - 1, 10)])
    part = three_public(years)
    assert any("9.00 万元与 10.00 万元" in note for note in part.caveats)
    assert part.table.set_index("key").loc["total", "change"] == 3
    words = " ".join(map(str, key_points(years)))
    assert f"{YEAR}年文件为 9.00 万元，{YEAR - 1}年文件为 10.00 万元" in words


def test_without_an_earlier_budget_the_document_alone_is_compared():
    result = compared([row(YEAR - 1, 9), row(YEAR, 12)])
    assert result.table["change"].iloc[0] == 3
    assert compared([row(YEAR, 12)]).missing


def test_an_earlier_budget_without_the_table_leaves_the_documents_own_years():
    assert compared([row(YEAR - 1, 9), row(YEAR, 12)], []).table["change"].iloc[0] == 3
    assert compared([row(YEAR, 12)], []).missing


def test_a_document_without_its_own_year_is_not_compared_with_another():
    assert "没有列出本年度" in compared([row(YEAR - 1, 9), row(YEAR - 2, 8)], [row(YEAR - 1, 9)]).missing


def test_from_zero_there_is_no_growth():
    years = years_of([row(YEAR, 12)], [row(YEAR - 1, 0)])
    assert three_public(years).table.set_index("key").loc["total", "growth_said"] == "上年为零"
    assert f"{YEAR - 1}年为零，增加 12.00 万元，不计增长率" in " ".join(map(str, key_points(years)))


def test_page_one_gives_the_change_across_documents():
    years = years_of([row(YEAR, 12)], [row(YEAR - 1, 10)])
    found = main_figures(years.later, years.earlier).data()["sentences"]
    assert f"比{YEAR - 1}年增长 20.0%" in next(tile["text"] for tile in found if tile["lead"] == "“三公”经费")


@pytest.mark.parametrize(("kind", "word"), [("budget", "预算"), ("final", "决算")])
def test_page_one_says_what_of_the_earlier_year_it_compares_with(kind, word):
    years = years_of([row(YEAR, 12), {**row(YEAR - 1, 10), "base_kind": kind}])
    found = main_figures(years.later, years.earlier).data()["sentences"]
    assert f"比{YEAR - 1}年{word}增长 20.0%" in next(tile["text"] for tile in found if tile["lead"] == "“三公”经费")
