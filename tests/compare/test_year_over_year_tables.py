"""同比 of income, procurement and services, and merged and split projects, of made budgets whose truth is known."""

from __future__ import annotations

from random import Random

import pytest
from drawn import some_of
from made_case import DEPARTMENT, YEAR, make_case, money, project

from budgetkit.briefing.year_over_year import find_years
from budgetkit.briefing.year_over_year_said import state_said
from budgetkit.briefing.year_over_year_tables import (
    changes,
    regrouped,
    state_changes,
    state_regrouped,
)

GOODS = ("货物", "工程", "服务", "其他采购")
SOURCES = ("general_public", "gov_fund", "business_income")


def years_of(earlier: dict, later: dict):
    return find_years(make_case(later, earlier=earlier).budget.data, DEPARTMENT, YEAR)


def draw(random: Random) -> tuple[dict, dict[str, float]]:
    bought = {name: random.randint(0, 900) for name in random.sample(GOODS, random.randint(1, 4))}
    rows = [{"category_code": name, "category": name, "amount": money(value)} for name, value in bought.items()]
    return {"procurement": rows}, bought


@pytest.mark.parametrize("seed", range(20))
def test_every_category_of_both_years_is_there_and_contributions_add_up(seed):
    random = Random(seed)
    (earlier, before), (later, after) = draw(random), draw(random)
    result = changes(years_of(earlier, later), "procurement")
    *items, total = result.table.to_dict("records")
    assert {row["name"]: (row["earlier"], row["later"]) for row in items} == {
        name: (before.get(name, 0), after.get(name, 0)) for name in {*before, *after}
    }
    assert (total["earlier"], total["later"]) == (sum(before.values()), sum(after.values()))
    assert [abs(row["change"]) for row in items] == sorted((abs(row["change"]) for row in items), reverse=True)
    if total["earlier"]:
        assert sum(row["contribution"] for row in items) == pytest.approx(total["growth"])


def income(**amounts: float) -> dict:
    row = {"role": "total", **{key: money(value) for key, value in amounts.items()}}
    return {"income": [row]}


def test_income_is_compared_by_source_with_what_was_carried_over_apart():
    years = years_of(
        income(this_year_general_public=100, carryover_general_public=20),
        income(this_year_general_public=130, this_year_business_income=5, carryover_gov_fund=7),
    )
    table = changes(years, "income").table.set_index("name")
    assert table.loc["合计", ["earlier", "later", "change"]].tolist() == [120, 142, 22]
    assert table.loc["本年一般公共预算资金", "change"] == 30
    assert table.loc["上年结转一般公共预算资金", ["earlier", "later"]].tolist() == [20, 0]
    shown = changes(years, "income").table.set_index("name")
    assert shown.loc["本年事业收入", "growth_said"] == "上年为零"


@pytest.mark.parametrize(("later", "said"), [(100.004, "持平"), (100, "持平"), (100.006, pytest.approx(0.006))])
def test_a_change_that_prints_as_zero_is_said_so(later, said):
    years = years_of(income(this_year_general_public=100), income(this_year_general_public=later))
    table = changes(years, "income").table.set_index("name")
    assert table.loc["本年一般公共预算资金", "growth_said"] == said


def test_a_table_that_a_year_lacks_is_said_and_not_taken_for_nothing():
    rows, _ = draw(Random(3))
    years = years_of({}, rows)
    assert f"{YEAR - 1}年预算文件没有政府采购预算明细表" in changes(years, "procurement").missing
    assert state_changes(years) == []
    (one,) = state_changes(years_of(rows, rows))
    assert "持平" in str(one)


THINGS = ("档案馆", "气象台", "古树园", "展览厅", "流动站")
WORKS = ("设备更新", "屋顶修缮", "数字采编")


def merger(random: Random, number: int, *, off: float = 0.0) -> tuple[list[dict], list[dict]]:
    """Make two or three projects of one thing, and the one that they became."""
    thing, works = THINGS[number], random.sample(WORKS, random.choice((2, 3)))
    amounts = [random.randint(50, 400) for _ in works]
    parts = [project(10 * number + n, f"{thing}{w}", a) for n, (w, a) in enumerate(zip(works, amounts, strict=True), 1)]
    whole = project(10 * number + 9, f"{thing}{'及'.join(works)}综合项目", round(sum(amounts) * (1 + off), 2))
    return parts, [whole]


@pytest.mark.parametrize("seed", some_of(range(12), 5))
@pytest.mark.parametrize("kind", ["merged", "split"])
def test_mergers_and_splits_are_found_and_said_as_such(seed, kind):
    random = Random(seed)
    pairs = [merger(random, number, off=random.uniform(-0.08, 0.08)) for number in random.sample(range(5), 2)]
    several, single = ([row for pair in pairs for row in pair[side]] for side in (0, 1))
    earlier, later = (several, single) if kind == "merged" else (single, several)
    years = years_of({"projects": earlier}, {"projects": later})
    table = regrouped(years).table
    assert set(table["kind"]) == {kind}
    truth = {wholes[0]["project_name"]: {one["project_name"] for one in parts} for parts, wholes in pairs}
    assert {row.whole: set(row.parts) for row in table.itertuples()} == truth
    (sentence,) = state_regrouped(years)
    assert ("合并为" if kind == "merged" else "拆分为") in str(sentence)
    assert len(table) == 2
    assert regrouped(years, close=0.0).is_missing


@pytest.mark.parametrize("seed", some_of(range(8), 4))
def test_amounts_that_do_not_agree_or_names_of_another_thing_are_no_merger(seed):
    random = Random(seed)
    parts, whole = merger(random, 0, off=random.choice((-0.9, 0.5)))
    assert regrouped(years_of({"projects": parts}, {"projects": whole})).is_missing
    parts, whole = merger(random, 1)
    other = [{**whole[0], "project_name": "民主评议工作经费"}]
    assert regrouped(years_of({"projects": parts}, {"projects": other})).is_missing
    assert state_regrouped(years_of({"projects": parts}, {"projects": parts})) == []


def said(text: str, change: float | None, base_year: int | None = YEAR - 1) -> dict:
    return {"text": text, "change": money(change), "base_year": base_year, "amount": money(9), "paragraph": 0}


@pytest.mark.parametrize("seed", range(6))
def test_the_documents_own_sentences_on_the_largest_changes_are_quoted_with_their_lines(seed):
    random = Random(seed)
    sizes = random.sample(range(1, 900), 6)
    rows = [said(f"第{n}项比上年变动。", random.choice((size, -size))) for n, size in enumerate(sizes, start=1)]
    rows += [said("没有增减的一句。", None), said("持平的一句。", 0), said("没有写明年度的一句。", 999, None)]
    random.shuffle(rows)
    years = find_years(make_case({"statements": rows}).budget.data, DEPARTMENT, YEAR)
    largest = sorted((row for row in rows if row["change"] and row["base_year"]), key=lambda row: -abs(row["change"]))
    found = state_said(years)
    assert [str(one) for one in found] == [f"部门文字说明所述：“{row['text']}”" for row in largest[:3]]
    assert [one.sources for one in found] == [((f"made-{YEAR}", rows.index(row) + 1),) for row in largest[:3]]


def test_one_change_that_several_sentences_state_is_quoted_once():
    rows = [said("收入减少。", -5), said("支出减少。", -5), said("拨款减少。", -5, YEAR - 2), said("其他增加。", 5)]
    years = find_years(make_case({"statements": rows}).budget.data, DEPARTMENT, YEAR)
    quoted = " ".join(map(str, state_said(years)))
    assert [text["text"] in quoted for text in rows] == [True, False, True, True]


def test_what_the_text_says_of_three_public_is_quoted_where_no_table_gives_two_years():
    flat = said("“三公”经费与上年持平。", None) | {"concept": "three_public", "direction": "flat"}
    rows = [flat, said("支出减少。", -5), said("无关的持平。", None) | {"direction": "flat"}]
    later = {"statements": rows, "three_public": [{"budget_year": YEAR, "total": money(3)}]}
    before = {"three_public": [{"budget_year": YEAR - 1, "total": money(3)}]}
    for earlier, expected in ((None, ["支出减少。", flat["text"]]), (before, ["支出减少。"])):
        years = find_years(make_case(later, earlier=earlier).budget.data, DEPARTMENT, YEAR)
        assert [str(one) for one in state_said(years)] == [f"部门文字说明所述：“{text}”" for text in expected]


def test_a_document_without_such_sentences_says_nothing():
    assert state_said(find_years(make_case({}).budget.data, DEPARTMENT, YEAR)) == []
