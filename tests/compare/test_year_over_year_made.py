"""同比 of a made department over three years: every statement is held to what is known to have happened."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from drawn import some_of
from made import MadeDepartment, MadeYears, make_years, write_project

from budgetkit.briefing.year_over_year import Years, find_years, growth
from budgetkit.briefing.year_over_year_projects import project_changes, shown_changes, state_projects
from budgetkit.briefing.year_over_year_words import key_points
from budgetkit.compare.structure import BY_DEPT_ECON_ITEM, BY_FUNCTION_CLASS
from budgetkit.compare.three_public import compare_three_public_years
from budgetkit.dataset.load import Dataset
from budgetkit.errors import ParameterError
from budgetkit.numbers import format_amount_text
from budgetkit.pipeline import clean_documents

STATUSES = {"new": "new", "ended": "ended", "instalment": "similar"}  # every other step goes on
PAIRS = [(2024, 2025), (2025, 2026)]


@pytest.fixture(scope="module", params=[("city", 1), ("city", 2), ("district", 1), ("district", 2)], ids=str)
def case(request, tmp_path_factory) -> tuple[MadeYears, Dataset]:
    layout, seed = request.param
    made = make_years(seed, layout)
    result = clean_documents(write_project(tmp_path_factory.mktemp("made"), made.departments))
    assert result.errors == []
    tables = result.tables()
    return made, Dataset(tables.__getitem__)


def compared(case, base: int, year: int) -> Years:
    made, data = case
    return find_years(data, made.departments[0].department_id, year, base)


def of(case, year: int) -> MadeDepartment:
    return next(department for department in case[0].departments if department.year == year)


def total_of(department: MadeDepartment, prefix: str = "", column: str = "function_code") -> Decimal:
    rows = department.truth["expenditure"]
    return sum((row["total"] for row in rows if row[column].startswith(prefix)), Decimal(0))


def amounts(department: MadeDepartment) -> dict[str, float]:
    return {row["project_id"]: float(row["total"]) for row in department.truth["projects"]}


@pytest.mark.parametrize(("base", "year"), some_of(PAIRS, 4))
def test_every_project_is_told_as_what_became_of_it(case, base, year):
    table = project_changes(compared(case, base, year)).table
    ids = table[["id_1", "id_2"]].astype(object).where(table[["id_1", "id_2"]].notna(), None)
    found = dict(
        zip(ids.itertuples(index=False, name=None), zip(table["status"], table["renamed"], strict=True), strict=True)
    )
    steps = case[0].steps[year]
    truth = {
        (step.before and step.before.project_id, step.after and step.after.project_id): (
            STATUSES.get(step.kind, "continued"),
            step.kind == "renamed",
        )
        for step in steps
    }
    assert found == truth


@pytest.mark.parametrize(("base", "year"), PAIRS)
def test_changes_are_those_of_the_amounts_and_stand_largest_first(case, base, year):
    table = project_changes(compared(case, base, year)).table
    before, after = amounts(of(case, base)), amounts(of(case, year))
    for row in table.itertuples():
        assert row.change == pytest.approx(after.get(row.id_2, 0) - before.get(row.id_1, 0), abs=1e-6)
    assert table["change"].abs().is_monotonic_decreasing


@pytest.mark.parametrize(("base", "year"), PAIRS)
def test_the_folded_line_holds_what_did_not_change_and_nothing_else(case, base, year):
    same = [step for step in case[0].steps[year] if step.kind in ("kept", "recoded", "moved")]
    total = sum(amounts(of(case, year))[step.after.project_id] for step in same)
    table = shown_changes(compared(case, base, year)).table
    folded = table[table["name"].str.startswith("另有")].iloc[0]
    assert folded["name"].startswith(f"另有 {len(same)} 项未变，合计")
    assert folded["amount_1"] == folded["amount_2"] == pytest.approx(total)
    renamed = [step for step in case[0].steps[year] if step.kind == "renamed"]
    names = {f"更名：{step.before.name} → {step.after.name}" for step in renamed}
    assert {name for name in table["name"] if name.startswith("更名：")} == names
    assert len(table) == len(case[0].steps[year]) - len(same) + 1


@pytest.mark.parametrize(("base", "year"), PAIRS)
def test_sentences_count_what_happened(case, base, year):
    sentence = str(state_projects(compared(case, base, year))[0])
    kinds = [step.kind for step in case[0].steps[year]]
    gone_on = sum(STATUSES.get(kind, "continued") == "continued" for kind in kinds)
    assert f"延续 {gone_on} 项（其中更名 {kinds.count('renamed')} 项）" in sentence
    assert f"新增 {kinds.count('new')} 项" in sentence
    assert f"未再列示 {kinds.count('ended')} 项" in sentence
    assert f"另有 {kinds.count('instalment')} 对名称相近" in sentence
    before, after = amounts(of(case, base)), amounts(of(case, year))
    new = sum(after[step.after.project_id] for step in case[0].steps[year] if step.kind == "new")
    ended = sum(before[step.before.project_id] for step in case[0].steps[year] if step.kind == "ended")
    assert format_amount_text(new) in sentence or not new
    assert format_amount_text(ended) in sentence or not ended


@pytest.mark.parametrize(("base", "year"), [*PAIRS, (2024, 2026)])
@pytest.mark.parametrize("by", [BY_FUNCTION_CLASS, BY_DEPT_ECON_ITEM], ids=lambda by: by.code)
def test_growth_by_class_is_that_of_the_truth_and_adds_up(case, base, year, by):
    years = compared(case, base, year)
    result = growth(years, by)
    for row in result.table.itertuples():
        for column, when in (("earlier", base), ("later", year)):
            assert getattr(row, column) == pytest.approx(float(total_of(of(case, when), row.code, by.code)))
    assert not result.table["incomplete"].any()
    first, second = (float(total_of(of(case, when))) for when in (base, year))
    assert result.table["contribution"].sum() == pytest.approx((second - first) / first * 100)
    from_zero = result.table[result.table["earlier"] == 0]
    assert set(from_zero["growth_said"]) <= {"上年为零"}


@pytest.mark.parametrize(("base", "year"), [*PAIRS, (2024, 2026)])
def test_three_public_of_two_documents_are_compared(case, base, year):
    years = compared(case, base, year)
    own = {row["budget_year"]: row["total"] for row in of(case, year).truth["three_public"]}
    earlier = {row["budget_year"]: row["total"] for row in of(case, base).truth["three_public"]}
    result = compare_three_public_years(years.later, years.earlier)
    row = result.table.set_index("key").loc["total"]
    printed = own.get(base, earlier.get(base))
    assert result.years == (base, year)
    assert (row["earlier"], row["later"]) == (pytest.approx(float(printed)), pytest.approx(float(own[year])))
    differs = base in own and abs(own[base] - earlier[base]) >= Decimal("0.01")
    assert (not math.isnan(row["restated"])) == differs
    words = " ".join(map(str, key_points(years)))
    assert ("两份文件所列不同" in words) == differs


def test_both_documents_reliability_stands_in_the_key_points(case):
    base, own = map(str, key_points(compared(case, 2025, 2026))[-2:])
    assert base.startswith("可靠性：2025年预算文件勾稽核对")
    assert own.startswith("可靠性：2026年预算文件勾稽核对")


def test_a_base_year_that_is_not_there_is_refused_with_those_that_are(case):
    with pytest.raises(ParameterError, match=r"2024.*2025"):
        compared(case, 2020, 2026)
