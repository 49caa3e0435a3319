"""同比: a department's budget against an earlier budget, or against what it said of an earlier year."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from budgetkit.briefing.show import amount, code, points, share, show_figure, show_table, text
from budgetkit.compare.budget import Budget, find_accounted, find_budget, find_earlier_budget
from budgetkit.compare.choices import check_base_year
from budgetkit.compare.execution import compare_execution, evaluation_documents, find_evaluation_year
from budgetkit.compare.growth import compare_growth
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.structure import Classification
from budgetkit.compare.three_public import compare_three_public_years
from budgetkit.dataset.load import Dataset
from budgetkit.draw import draw_execution, draw_slope, draw_waterfall
from budgetkit.report.numbers import format_percent
from budgetkit.report.parts import Column, Part

CHANGE_FROM_EXECUTED = "预算比执行数"
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
    def nothing_earlier(self) -> str:
        """Why two budgets cannot be compared, in words."""
        return f"没有{self.later.department}{self.later.year}年以前的预算文件，未作两份预算的同比。"


def find_years(data: Dataset, department: str, year: int, base_year: int | None = None) -> Years:
    """Find the budget and what precedes it: the base year's budget or the nearest one, the latest self-evaluations.

    Raises ParameterError when the department or its year is not there.
    """
    later = find_budget(data, department, year)
    check_base_year(data.documents.to_dict("records"), department, year, base_year or 0)
    earlier = find_earlier_budget(later, base_year or None)
    return Years(later, earlier, find_evaluation_year(data, department, year))


def growth(years: Years, by: Classification) -> Result:
    """Compare the two budgets by class; a missing result where there is no earlier one."""
    if years.earlier is None:
        return missing_result(years.nothing_earlier)
    return compare_growth(years.earlier, years.later, by)


def growth_table(years: Years, by: Classification) -> Part:
    """Show both years, change, growth and contribution by class."""
    result = growth(years, by)
    title = f"按{by.label}的增减"
    if not result.is_missing:
        result.table["growth"] = _growth_words(result.table)
        total = result.facts.get("growth")
        title += "：上年合计为零" if total is None else f"：合计变动 {format_percent(total)}"
    columns = [code("code", "编码"), text("name", by.label), amount("earlier", _year(years.earlier))]
    columns += [amount("later", _year(years.later)), amount("change", "增减额"), share("growth", "增减率")]
    return show_table(years.later.data, result, [*columns, points("contribution", "贡献（百分点）")], title)


def growth_figure(years: Years, by: Classification) -> Part:
    """Draw the way from the earlier total to the later one as a waterfall, contributions beside it."""
    result = growth(years, by)
    if not result.is_missing and "growth" not in result.facts:
        result = missing_result(f"{_year(years.earlier)}合计为零，不计增减率和贡献。")
    if result.is_missing:
        return show_table(years.later.data, result, [], "各类支出的增减与贡献")
    title = f"支出由 {_year(years.earlier)}到 {_year(years.later)}：各类的增减与贡献"
    facts, table = result.facts, result.table
    drawing = draw_waterfall(
        facts["earlier"],
        facts["later"],
        table["name"],
        table["change"],
        start_name=_year(years.earlier),
        end_name=_year(years.later),
        points=table["contribution"],
    )
    return show_figure(years.later.data, result, drawing, title)


def execution(years: Years) -> Result:
    """Compare the latest self-evaluated projects with the budget."""
    return compare_execution(years.later, years.evaluation_year)


def execution_table(years: Years, *, scores: bool = False) -> Part:
    """Show full-year budget, executed amount and this budget of each self-evaluated project, earlier bills apart.

    With `scores` the form's score takes the place of the full-year budget, which the execution rate tells.
    """
    result = execution(years)
    year = years.evaluation_year
    title = f"{_evaluated(years)}自评项目与{years.later.year}年预算"
    if not result.is_missing:
        rows = result.table.to_dict("records")
        shown = result.table.assign(name=[_named(row) for row in rows], rate=[_printed(row["rate"]) for row in rows])
        shown["budget"] = shown["budget"].astype(object).where(shown["status"] != "ended", "未列示")
        result = replace(result, table=shown)
        continued, ended = (int(result.facts[key]) for key in ("continued", "ended"))
        title += f"：{continued} 项延续，{ended} 项未再列示"
    evaluated, later = f"{year}年自评", f"{years.later.year}年预算"
    first = amount("score_total", "得分", evaluated) if scores else amount("full_year", "全年预算", evaluated)
    columns = [text("name", "项目"), first, amount("executed", "执行数", evaluated)]
    columns += bill_columns(result, 1, evaluated, "执行数中")
    columns += [share("rate", "执行率", evaluated), amount("budget", "金额", later)]
    columns += [*bill_columns(result, 2, later, "其中"), share("change", "按所列金额", CHANGE_FROM_EXECUTED)]
    columns += [share("comparable", "扣除后", CHANGE_FROM_EXECUTED)] if has_bills(result) else []
    notes = ["执行数不是预算数，末列只提示值得核对的变化。执行率为原表所印。", *bill_notes(result)]
    return show_table(years.later.data, result, columns, title, notes=notes)


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


def bill_columns(result: Result, number: int, group: str, label: str) -> list[Column]:
    """Give the column of what pays earlier years' contracts of a year, where there is any."""
    has_any = not result.is_missing and result.table[f"bill_{number}"].notna().any()
    return [amount(f"bill_{number}", f"{label}以前年度款项", group)] if has_any else []


def bill_notes(result: Result) -> list[str]:
    """Say how money for earlier years was taken apart, where there is any."""
    if not has_bills(result):
        return []
    words = "项目名称或成本指标写明尾款、上年或以前年度的，为以前年度款项，扣除后再计增减；"
    return [words + "扣除后不余金额的、只有一年付首款的、首款与尾款是否同一合同不明的，不计。"]


def execution_figure(years: Years) -> Part:
    """Draw the stages of the projects that both the self-evaluations and the budget have."""
    result = execution(years)
    title = f"延续项目的预算与执行（{_evaluated(years)}、{years.later.year}年）"
    if not result.is_missing and not result.facts["continued"]:
        result = missing_result("没有延续的项目。")
    if result.is_missing:
        return show_table(years.later.data, result, [], title)
    shown = result.table[result.table["status"] == "continued"]
    stages = {"initial": "年初预算", "full_year": "全年预算", "executed": "执行数"}
    names = {key: f"{years.evaluation_year}年{label}" for key, label in stages.items()}
    names["budget"] = f"{years.later.year}年预算"
    table = shown.set_index("name")[list(names)].rename(columns=names)
    return show_figure(years.later.data, result, draw_execution(table, rates=shown["rate"], missing="未列"), title)


def three_public_table(years: Years) -> Part:
    """Show the “三公” of the two years side by side."""
    result = compare_three_public_years(years.later, years.earlier)
    title = "“三公”经费的年度变化"
    if result.is_missing:
        return show_table(years.later.data, result, [], title)
    result.table["growth"] = _growth_words(result.table)
    earlier, later = result.years
    columns = [text("label", "项目"), amount("earlier", f"{earlier}年"), amount("later", f"{later}年")]
    columns += [amount("change", "增减额"), share("growth", "增减率")]
    total = result.table["key"] == "total"
    return show_table(years.later.data, result, columns, f"{title}（{earlier}—{later}年）", total=total)


def three_public_figure(years: Years) -> Part:
    """Draw the “三公” parts of the two years."""
    result = compare_three_public_years(years.later, years.earlier)
    if result.is_missing:
        return show_table(years.later.data, result, [], "“三公”经费的年度变化")
    table, (earlier, later) = result.table, result.years
    shown = table[table["key"].isin(("overseas", "reception", "vehicle_purchase", "vehicle_operation"))]
    drawing = draw_slope(
        shown["label"], shown["earlier"], shown["later"], before_name=f"{earlier}年", after_name=f"{later}年"
    )
    return show_figure(years.later.data, result, drawing, f"“三公”经费各项：{earlier}年与{later}年")


def _growth_words(table: pd.DataFrame) -> pd.Series:
    """Give growth in percent, in words where there is none: 上年为零, 持平 (both years zero), 缺行 (incomplete)."""
    words = table["growth"].astype(object).where(table["earlier"] != 0, "上年为零")
    words = words.where((table["earlier"] != 0) | (table["later"] != 0), "持平")
    return words.mask(table["incomplete"], "缺行，不计") if "incomplete" in table else words


def _evaluated(years: Years) -> str:
    return "上年" if years.evaluation_year is None else f"{years.evaluation_year}年"


def _year(budget: Budget | None) -> str:
    return "上年" if budget is None else f"{budget.year}年"


def documents_of(years: Years) -> list[str]:
    """Give the documents that a report on years rests on: budgets, final accounts, and the self-evaluations."""
    budgets = [budget.document_id for budget in (years.later, years.earlier, *(years.accounted or ())) if budget]
    return [*dict.fromkeys(budgets), *evaluation_documents(years.later, years.evaluation_year)]
