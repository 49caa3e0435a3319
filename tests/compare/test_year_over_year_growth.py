"""同比 by class: growth from zero, years without rows, classes that lack rows, and how reliable both documents are."""

from __future__ import annotations

import pytest
from made_case import DEPARTMENT, YEAR, make_case, money, printed, spent

from budgetkit.briefing.year_over_year import find_years, growth, growth_steps
from budgetkit.briefing.year_over_year_words import key_points
from budgetkit.compare.structure import BY_DEPT_ECON_ITEM, BY_FUNCTION_CLASS, UNLISTED


def years_of(later, earlier):
    return find_years(make_case(later, earlier=earlier).budget.data, DEPARTMENT, YEAR)


def words(years):
    return " ".join(map(str, key_points(years)))


def whole(*rows):
    return {"expenditure": list(rows), "printed_totals": [printed("total", float(sum(row["total"] for row in rows)))]}


def short_by(lack, *rows, general=()):
    """Make a document whose rows lack some money of the printed total; 一般公共预算支出表 may show where."""
    tables = whole(*rows)
    total = float(sum(row["total"] for row in rows)) + lack
    return {**tables, "printed_totals": [printed("total", total)], "general_public_expenditure": list(general)}


def general(function, total):
    return {"function_code": function, "function_name": "某科目", "total": money(total)}


LATER = whole(spent("2240101", "30101", 60, None), spent("2080505", "30108", None, 20))


def test_a_class_from_zero_has_no_per_cent_but_a_contribution():
    years = years_of(LATER, whole(spent("2240101", "30101", 50, None)))
    table = growth(years, BY_FUNCTION_CLASS).table.set_index("code")
    assert table.loc["208", ["growth_said", "contribution"]].tolist() == ["上年为零", 40.0]
    assert table.loc["224", ["growth_said", "contribution"]].tolist() == [20.0, 20.0]


def test_a_total_from_zero_has_changes_and_no_growth():
    years = years_of(LATER, whole(spent("2240101", "30101", 0, None)))
    result = growth(years, BY_FUNCTION_CLASS)
    assert result.facts == {"earlier": 0, "later": 80, "change": 80}
    part = growth(years, BY_FUNCTION_CLASS)
    assert "上年合计为零" in part.title
    assert set(part.table["growth_said"]) == {"上年为零"}
    assert growth_steps(years, BY_FUNCTION_CLASS).is_missing
    assert f"{YEAR - 1}年为零，增加 80.00 万元，不计增长率" in words(years)


@pytest.mark.parametrize("without", [YEAR - 1, YEAR])
def test_a_year_without_rows_is_missing_and_not_zero(without):
    years = years_of({} if without == YEAR else LATER, {} if without < YEAR else LATER)
    assert growth(years, BY_FUNCTION_CLASS).missing.startswith(f"{without}年预算文件没有可用的支出总表")
    assert f"{without}年预算文件没有可用的支出总表" in words(years)


def test_a_class_that_the_base_document_lacks_rows_of_has_no_growth_and_is_named():
    rows = (spent("2240101", "30101", 50, None), spent("2080505", "30108", None, 8))
    earlier = short_by(7, *rows, general=[general("2240101", 57), general("2080505", 8)])
    years = years_of(LATER, earlier)
    part = growth(years, BY_FUNCTION_CLASS)
    table = part.table.set_index("code")
    assert table.loc["224", "growth_said"] == "缺行，不计"
    assert growth(years, BY_FUNCTION_CLASS).table.set_index("code")["growth"].isna().to_dict() == {
        "224": True,
        "208": False,
        "": True,
    }
    assert table.loc["208", "growth_said"] == 150
    assert table["name"].iloc[-1] == UNLISTED
    assert any(f"{YEAR - 1}年支出总表缺行的功能分类" in note and "7.00 万元" in note for note in part.caveats)
    assert f"{YEAR - 1}年支出总表缺行，无对应行的是" in words(years)
    assert table["contribution"].sum() == pytest.approx((80 - 65) / 65 * 100)


def test_a_lack_in_a_class_without_any_row_is_no_growth_from_zero():
    earlier = short_by(
        20, spent("2240101", "30101", 50, None), general=[general("2240101", 50), general("2080505", 20)]
    )
    table = growth(years_of(LATER, earlier), BY_FUNCTION_CLASS).table.set_index("code")
    assert table.loc["208", "growth_said"] == "缺行，不计"


def test_where_nothing_proves_which_class_lacks_rows_no_class_is_blamed():
    years = years_of(LATER, short_by(7, spent("2240101", "30101", 50, None)))
    part = growth(years, BY_FUNCTION_CLASS)
    assert part.table.set_index("code").loc["224", "growth_said"] == 20
    assert any(f"{YEAR - 1}年缺行属于哪些功能分类不能确定" in note for note in part.caveats)
    assert f"{YEAR - 1}年支出总表缺行，" not in words(years)


def test_economic_classes_say_whose_rows_are_lacking():
    years = years_of(short_by(7, spent("2240101", "30101", 50, None), general=[general("2240101", 57)]), LATER)
    part = growth(years, BY_DEPT_ECON_ITEM)
    assert any(f"{YEAR}年支出总表缺行的功能分类" in note for note in part.caveats)
    assert part.table.set_index("name").loc[UNLISTED, "growth_said"] == "缺行，不计"


def test_the_rows_known_to_be_missing_are_counted():
    earlier = short_by(7, spent("2240101", "30101", 50, None))
    coverage = {"table": "expenditure", "row_count": 1, "completeness": "rows_missing", "missing_rows": 3}
    part = growth(years_of(LATER, {**earlier, "coverage": [coverage]}), BY_FUNCTION_CLASS)
    assert f"{YEAR - 1}年支出总表至少缺 3 行。" in part.caveats


def test_whole_documents_have_no_word_of_lacking_rows():
    assert not any("缺行" in note for note in growth(years_of(LATER, LATER), BY_FUNCTION_CLASS).caveats)


def check(status, left, right, table="expenditure", line=3):
    numbers = {"left": left, "right": right, "difference": left - right}
    words = {"rule": "r", "description": "各行之和＝原文合计", "status": status, "table": table}
    return {**words, **numbers, "source_line": line, "lines": str(line)}


def test_the_open_differences_of_both_documents_stand_in_the_key_points():
    earlier = [check("pass", 1, 1), check("fail", 9, 7), check("located", 90, 50, "projects"), check("located", 5, 4)]
    years = years_of({**LATER, "checks": [check("pass", 1, 1)]}, {**LATER, "checks": earlier})
    base, own = key_points(years)[-2:]
    assert f"{YEAR - 1}年预算文件勾稽核对 4 项，3 项差异的原因未证明（其中 2 项已定位）" in str(base)
    assert "最大的是各行之和≠原文合计（90.00 对 50.00）；各行之和≠原文合计（9.00 对 7.00）" in str(base)
    assert base.sources
    assert str(own) == f"可靠性：{YEAR}年预算文件勾稽核对 1 项，没有原因未证明的差异。"


def test_one_budget_alone_says_nothing_of_two():
    years = find_years(make_case(LATER).budget.data, DEPARTMENT, YEAR)
    assert "可靠性" not in words(years)


@pytest.mark.parametrize(
    ("left", "subject"), [(5, "支出合计（不含年终结转结余）"), (0, "支出合计"), (None, "支出合计")]
)
def test_the_sum_that_grows_is_told_from_the_total_with_what_is_left(left, subject):
    summary = [{"side": "expenditure", "item_name": "年终结转结余", "amount": money(left), "role": "line"}]
    years = years_of({**LATER, "income_expenditure": summary}, whole(spent("2240101", "30101", 50, None)))
    assert f"{YEAR}年{subject} 80.00 万元，比{YEAR - 1}年增加 30.00 万元" in words(years)
