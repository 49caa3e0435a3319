"""同比: a department's budget against an earlier budget, or against what it said of an earlier year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from budgetkit.compare.budget import Budget, find_accounted, find_budget, find_earlier_budget
from budgetkit.compare.choices import check_base_year
from budgetkit.compare.evaluations import find_evaluated_unit
from budgetkit.compare.execution import compare_execution, evaluation_documents, find_evaluation_year
from budgetkit.compare.growth import compare_growth
from budgetkit.compare.projects import lists_a_part
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.running_costs import compare_running_costs
from budgetkit.compare.structure import BY_FUNCTION_ITEM, UNLISTED, Classification, measure_structure
from budgetkit.compare.three_public import compare_three_public_years
from budgetkit.dataset.load import Dataset
from budgetkit.numbers import AMOUNT_DECIMALS, format_percent

STATUS = {
    "continued": "延续",
    "similar": "名称相近（待核对）",
    "new": "新增",
    "ended": "未再列示",
    "unmatched": "无法匹配",
}


@dataclass(frozen=True)
class Years:
    """The budget of the year asked for, and what there is of earlier years."""

    later: Budget
    earlier: Budget | None
    evaluation_year: int | None

    @cached_property
    def accounted(self) -> tuple[Budget, Budget] | None:
        """The latest budget that has final accounts of the same body and year, with them."""
        return find_accounted(self.later)

    @property
    def data(self) -> Dataset:
        """The dataset that the budgets are of."""
        return self.later.data

    @property
    def nothing_earlier(self) -> str:
        """Why two budgets cannot be compared, in words."""
        return f"未收集到{self.later.department}{self.later.year}年以前的预算文件，未作两份预算的同比。"

    @property
    def documents(self) -> list[str]:
        """The documents that a report on these years rests on: budgets, final accounts, and the self-evaluations."""
        both = [one for one in (self.later, self.earlier, *(self.accounted or ())) if one]
        budgets = [document for one in both for document in one.document_ids]
        return [*dict.fromkeys(budgets), *evaluation_documents(self.later, self.evaluation_year)]

    @property
    def later_name(self) -> str:
        """The budget's year as headings call it (`2026年`)."""
        return f"{self.later.year}年"

    @property
    def earlier_name(self) -> str:
        """The earlier budget's year as headings call it; 上年 where there is none."""
        return f"{self.earlier.year}年" if self.earlier else "上年"

    @property
    def evaluated_name(self) -> str:
        """The year of the self-evaluations as headings call it; 上年 where there are none."""
        return f"{self.evaluation_year}年" if self.evaluation_year else "上年"


def find_years(data: Dataset, department: str, year: int, base_year: int | None = None) -> Years:
    """Find the budget and what precedes it: the base year's budget or the nearest one, the latest self-evaluations.

    Raises ParameterError when the department or its year is not there.
    """
    later = find_budget(data, department, year)
    check_base_year(data.documents.to_dict("records"), department, year, base_year or 0)
    earlier = find_earlier_budget(later, base_year or None)
    return Years(later, earlier, find_evaluation_year(data, department, year))


def growth(years: Years, by: Classification) -> Result:
    """Compare the two budgets by class (see `compare_growth`), with growth in per cent or words: growth_said.

    A missing result where there is no earlier budget.
    """
    title = f"按{by.label}的增减"
    if years.earlier is None:
        return replace(missing_result(years.nothing_earlier), title=title)
    result = compare_growth(years.earlier, years.later, by)
    if result.is_missing:
        return replace(result, title=title)
    total = result.facts.get("growth")
    title += f"（{result.narrower}）" if result.narrower else ""
    title += "：上年合计为零" if total is None else f"：合计变动 {format_percent(total)}"
    table = result.table.assign(growth_said=_say_growth(result.table))
    caveats = result.caveats
    if result.narrower and (table[["earlier", "later"]] == 0).any(axis=None):
        where = f"一年为零的，该年{result.narrower}没有列支，可能列在此口径以外（如项目支出、其他资金）"
        caveats = (*caveats, f"{where}，不等于新设或取消。")
    return replace(result, table=table, title=title, caveats=caveats)


def growth_steps(years: Years, by: Classification) -> Result:
    """Give the growth by class as steps from one total to the other; missing where the earlier total is zero."""
    result = growth(years, by)
    if not result.is_missing and "growth" not in result.facts:
        result = missing_result(f"{years.earlier_name}合计为零，不计增减率和贡献。")
    if result.is_missing:
        return replace(result, title="各类支出的增减与贡献")
    return replace(result, title=f"支出由 {years.earlier_name}到 {years.later_name}：各类的增减与贡献")


def execution(years: Years) -> Result:
    """Compare the latest self-evaluated projects with the budget (see `compare_execution`), with what a table says:

    named (with the later name of a renamed one), rate_said (in the form's own digits), budget_said (未列示 where the
    budget does not list it). The growth without earlier bills is left out where there are none.
    """
    result = compare_execution(years.later, years.evaluation_year)
    title = f"{years.evaluated_name}自评项目与{years.later_name}预算"
    if result.is_missing:
        return replace(result, title=title)
    rows = result.table.to_dict("records")
    shown = result.table.assign(
        named=[_named(row) for row in rows],
        rate_said=[_printed(row["rate"]) for row in rows],
        budget_said=result.table["budget"].astype(object).where(result.table["status"] != "ended", "未列示"),
    )
    title += f"：{int(result.facts['continued'])} 项延续，{int(result.facts['ended'])} 项未再列示"
    caveats = (*result.caveats, *_say_scope(years))
    return without_bills(replace(result, table=shown, title=title, caveats=caveats))


def _say_scope(years: Years) -> list[str]:
    """Say whose projects the self-evaluations are, where one unit's stand beside a whole department's budget."""
    unit = find_evaluated_unit(years.later, years.evaluation_year)
    lacking = "预算未列示的项目，不等于已取消：预算只列出部分项目。" if lists_a_part(years.later) else ""
    whose = f"自评项目均属{unit}，不是全部门的。" if unit else ""
    return [words for words in (whose, lacking) if words]


def continued(years: Years) -> Result:
    """Give of the self-evaluated projects those that go on in the budget; missing where there are none."""
    result = execution(years)
    title = f"延续项目的预算与执行（{years.evaluated_name}、{years.later_name}）"
    if not result.is_missing and not result.facts["continued"]:
        result = missing_result("没有延续的项目。")
    if result.is_missing:
        return replace(result, title=title)
    own = result.table[result.table["status"] == "continued"].reset_index(drop=True)
    return replace(result, table=own, caveats=(), title=title)


def _named(row: dict) -> str:
    """Name a project, with the name that the later budget gives it where it is another one."""
    renamed = isinstance(row["name_2"], str) and row["name_2"] != row["name"]
    doubt = "，是否同一项目待核对" if row["status"] == "similar" else ""
    return f"{row['name']}（本年名称：{row['name_2']}{doubt}）" if renamed else row["name"]


def _printed(rate: float | None) -> str | None:
    """Print an execution rate with the digits of the form."""
    return None if pd.isna(rate) else f"{rate:.2f}%"


def has_bills(result: Result) -> bool:
    """Say whether anything in a comparison of two years pays an earlier year's contract."""
    return not result.is_missing and bool(result.table[["bill_1", "bill_2"]].notna().any(axis=None))


def without_bills(result: Result) -> Result:
    """Say how money for earlier years was taken apart; where there is none, no growth without it is shown either."""
    if not has_bills(result):
        return replace(result, table=result.table.assign(comparable_said=None))
    words = "项目名称或成本指标写明尾款、上年或以前年度的，为以前年度款项，另计扣除后的增减；"
    words += "扣除后没有余额的、只有一年付首款的、首款与尾款是否同一合同不明的，不计扣除后的增减。"
    words += "" if result.table["bill_1"].notna().any() else "上年数中没有写明的，未作扣除。"
    table = result.table.assign(comparable_said=result.table["comparable"])
    return replace(result, table=table, caveats=(*result.caveats, words))


def three_public(years: Years) -> Result:
    """Compare the “三公” of the two years (see `compare_three_public_years`), with growth in per cent or words."""
    result, title = compare_three_public_years(years.later, years.earlier), "“三公”经费的年度变化"
    if result.is_missing:
        return replace(result, title=title)
    first, last = result.years
    table = result.table.assign(growth_said=_say_growth(result.table), is_total=result.table["key"] == "total")
    return replace(result, table=table, title=f"{title}（{first}—{last}年）")


def running_costs(years: Years) -> Result:
    """Compare 机关运行经费 of the two budgets (see `compare_running_costs`), with growth in per cent or words.

    A missing result where there is no earlier budget.
    """
    title = "机关运行经费的年度变化"
    if years.earlier is None:
        return replace(missing_result(years.nothing_earlier), title=title)
    result = compare_running_costs(years.earlier, years.later)
    if result.is_missing:
        return replace(result, title=title)
    unlike = bool(result.facts["unlike"]) & (result.table["key"] == "running_costs")
    said = _say_growth(result.table).mask(unlike, "口径疑不同")
    first, last = result.years
    return replace(result, table=result.table.assign(growth_said=said), title=f"{title}（{first}—{last}年）")


def function_items(years: Years) -> Result:
    """Compare the two budgets by functional 项 (see `growth`); missing where a year does not list its money so far."""
    lists = [measure_structure(one, BY_FUNCTION_ITEM) for one in (years.earlier, years.later) if one]
    short = [found.years[0] for found in lists if (_listed(found).str.len() < BY_FUNCTION_ITEM.digits).any()]
    title = f"按{BY_FUNCTION_ITEM.label}的增减"
    if short:
        return replace(missing_result(f"{short[0]}年文件的支出没有都列到项，不按项比较。"), title=title)
    return growth(years, BY_FUNCTION_ITEM)


def _listed(found: Result) -> pd.Series:
    """Give the codes of a structure's rows, without the line for what no row lists."""
    return found.table["code"][found.table["name"] != UNLISTED].fillna("") if "code" in found.table else pd.Series()


def _say_growth(table: pd.DataFrame) -> pd.Series:
    """Give growth in percent, or in words: 上年为零, 持平 (no change that prints), 缺行 (incomplete)."""
    words = table["growth"].astype(object).where(table["earlier"] != 0, "上年为零")
    words = words.mask(table["change"].astype("float64").round(AMOUNT_DECIMALS) == 0, "持平")
    return words.mask(table["incomplete"], "缺行，不计") if "incomplete" in table else words
