"""The sentences of 同比: what changed where two years can be compared, and what is missing where they cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from budgetkit.briefing.citations import cite
from budgetkit.briefing.city_district_words import state_kinds, state_size
from budgetkit.briefing.year_over_year import Years, execution, growth
from budgetkit.briefing.year_over_year_accounts import state_accounts
from budgetkit.briefing.year_over_year_bills import state_execution_without_bills, state_total_without_bills
from budgetkit.briefing.year_over_year_projects import state_projects
from budgetkit.briefing.year_over_year_reliability import state_reliability
from budgetkit.briefing.year_over_year_said import state_last_year, state_said, state_text_alone
from budgetkit.briefing.year_over_year_tables import state_changes, state_regrouped
from budgetkit.compare.evaluations import find_evaluated_unit
from budgetkit.compare.execution import LOW_EXECUTION
from budgetkit.compare.result import Result
from budgetkit.compare.running_costs import compare_running_costs
from budgetkit.compare.size import measure_size
from budgetkit.compare.structure import BY_FUNCTION_CLASS
from budgetkit.compare.three_public import compare_three_public_years
from budgetkit.numbers import format_amount_text, format_percent
from budgetkit.statements import (
    Quantity,
    Statement,
    compose,
    state_amount,
    state_change,
    state_exceptions,
    state_missing,
    state_order,
)
from budgetkit.statements.statement import amount

DOUBLED = 100.0  # percent more than was executed


def key_points(years: Years, low_execution: float = LOW_EXECUTION) -> list[Statement]:
    """State the main changes (total, components, projects, execution, “三公”), what is missing, and reliability.

    `low_execution` is the execution rate (per cent) below which a project is named.
    """
    budgets = [years.later, years.earlier] if years.earlier else [years.later]
    points = [*state_kinds(budgets), state_size(years.later)]
    points += [*_state_growth(years), *state_projects(years), *state_regrouped(years)]
    points += [*_state_execution(years, low_execution), *state_accounts(years)]
    points += [
        *_state_three_public(years),
        *_state_running_costs(years),
        *state_changes(years),
        *state_said(years),
        *state_last_year(years),
    ]
    return points + state_reliability(years)


def _state_growth(years: Years) -> list[Statement]:
    result = growth(years, BY_FUNCTION_CLASS)
    if years.earlier is None or result.is_missing:
        reason = result.reason if years.earlier else f"未收集到{years.later.year - 1}年部门预算"
        return [*state_text_alone(years), state_missing("两份预算的同比", reason=reason)]
    earlier, later = (f"{year}年" for year in result.years)
    leaves = any(measure_size(one).facts.get("carry_out") for one in (years.earlier, years.later))
    subject = "支出合计（不含年终结转结余）" if leaves else "支出合计"  # 支出总计 has it, and grows otherwise
    total = state_change(
        result.narrower + subject, result.facts["earlier"], result.facts["later"], before_name=earlier, after_name=later
    )
    rising = result.table[(result.table["change"] > 0) & ~result.table["incomplete"]]
    order = [state_order("增加额", rising["name"], rising["change"])] if len(rising) else []
    found = [cite(total, result), *state_total_without_bills(result, years.earlier, years.later)]
    return [*found, *(cite(statement, result) for statement in order), *_state_lacking(result)]


def _state_lacking(result: Result) -> Iterator[Statement]:
    """State of each year which classes lack rows, and by how much: their change is no change of the budget."""
    for number, year in enumerate(result.years, start=1):
        rows = result.table[result.table[f"lack_{number}"].notna()]
        figures = {f"lack{n}": amount(value) for n, value in enumerate(rows[f"lack_{number}"])}
        names = "、".join(f"{name}{{lack{n}}}" for n, name in enumerate(rows["name"]))
        if figures:
            statement = compose(f"{year}年支出总表缺行，无对应行的是{names}，其增减额不完整，不计增减率。", **figures)
            yield cite(statement, *rows["sources"])


def _state_execution(years: Years, low: float) -> list[Statement]:
    result = execution(years)
    if result.is_missing:
        reason = result.reason
        return [state_missing("执行与预算的比较", reason=reason)]
    table, year = result.table, years.evaluation_year
    total = len(table)
    planned = format_amount_text(round(float(table["full_year"].sum()), 6))
    executed = round(float(table["executed"].sum()), 6)
    ended = table[table["status"] == "ended"]
    gone = f"在{years.later.year}年预算中未再列示"
    unit = find_evaluated_unit(years.later, year)
    whose = f"（均属{unit}）" if unit else ""
    spent = state_amount(f"{year}年自评项目{whose}全年执行", executed, note=f"{total} 项，全年预算 {planned}")
    see = result.title.partition("：")[0]
    missing = state_exceptions(f"{year}年自评项目", gone, ended["name"], checked=total, see=see)
    return [
        cite(spent, result),
        _state_slow(result, f"{year}年自评项目", low),
        *_state_doubled(result, years),
        *state_execution_without_bills(result, years.later.year),
        cite(missing, *ended["sources"], result),
    ]


def _state_slow(result: Result, subject: str, low: float) -> Statement:
    table = result.table
    slow = table[table["rate"] < low]
    rates = [Quantity(rate, "%", f"{rate:.2f}%") for rate in slow["rate"]]
    known = int(table["rate"].notna().sum())
    condition = f"执行率低于 {low:g}%"
    unknown = len(table) - known
    found = state_exceptions(subject, condition, slow["name"], checked=known, unchecked=unknown, values=rates)
    unspent = round(float((slow["full_year"] - slow["executed"]).sum()), 6)
    if unspent > 0:
        left = compose("这些项目全年预算中共有{unspent}未执行。", unspent=amount(unspent))
        found = replace(found, text=found.text + left.text, figures={**found.figures, **left.figures})
    reasons = [f"{name}：{reason}。" for name, reason in zip(slow["name"], slow["reason"], strict=True) if reason]
    found = replace(found, text=found.text + "".join(reasons))
    return cite(found, *slow["sources"], result)


def _state_doubled(result: Result, years: Years) -> list[Statement]:
    table = result.table[result.table["comparable"].notna()]
    doubled = table[(table["comparable"] > DOUBLED) & table["bill_1"].isna() & table["bill_2"].isna()]
    if doubled.empty:
        return []
    values = [Quantity(value, "%", f"+{format_percent(value)}") for value in doubled["change"]]
    condition = f"{years.later.year}年预算超过{years.evaluation_year}年执行数一倍以上"
    statement = state_exceptions("可比的延续项目", condition, doubled["name"], checked=len(table), values=values)
    return [cite(statement, *doubled["sources"], *table["sources"])]


def _state_three_public(years: Years) -> list[Statement]:
    result = compare_three_public_years(years.later, years.earlier)
    if result.is_missing:
        return []
    row = result.table.set_index("key").loc["total"]
    earlier, later = (f"{year}年" for year in result.years)
    statement = state_change("“三公”经费", row["earlier"], row["later"], before_name=earlier, after_name=later)
    return [cite(statement, row["sources"]), *_state_restated(row, *result.years)]


def _state_running_costs(years: Years) -> list[Statement]:
    """State how 机关运行经费 changed; both amounts and the doubt where the two are hardly of one scope."""
    if years.earlier is None or (result := compare_running_costs(years.earlier, years.later)).is_missing:
        return []
    row, (earlier, later) = result.table.iloc[0], result.years
    if not result.facts["unlike"]:
        names = f"{earlier}年", f"{later}年"
        said = state_change("机关运行经费", row["earlier"], row["later"], before_name=names[0], after_name=names[1])
        return [cite(said, row["sources"])]
    amounts = {"before": amount(row["earlier"]), "after": amount(row["later"])}
    text = f"机关运行经费{earlier}年列{{before}}，{later}年列{{after}}，两年口径疑不相同，不计增减率。"
    return [cite(compose(text + "".join(result.caveats[:1]), **amounts), result)]


def _state_restated(row: pd.Series, earlier: int, later: int) -> list[Statement]:
    """State both numbers where the two documents print different ones of the base year."""
    if pd.isna(row["restated"]):
        return []
    both = f"{later}年文件为{{base}}，{earlier}年文件为{{restated}}"
    text = f"{earlier}年“三公”经费两份文件所列不同：{both}，上句以前者为基数。"
    return [cite(compose(text, base=amount(row["earlier"]), restated=amount(row["restated"])), row["sources"])]
