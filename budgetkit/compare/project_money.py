"""What project money is for: function by economic class, from 支出总表, complete where projects are not."""

from __future__ import annotations

import pandas as pd

from budgetkit.classes import class_name
from budgetkit.compare.budget import Budget
from budgetkit.compare.class_gaps import find_class_gaps
from budgetkit.compare.measure import add_shares, source_lines, sum_by
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import Result, missing_result

_BASE = "全部资金（支出总表项目支出）"
_NO_ECONOMIC = "该文件的支出总表没有列出政府经济分类，无法分析项目支出的经济构成。"
_NO_ROWS = "该文件的支出总表没有列出项目支出，无法分析项目支出的用途。"


@remembered
def measure_project_money(budget: Budget) -> Result:
    """Class project money by function item and government economic item.

    Gives function_code, function_name, gov_econ_code, gov_econ_name, amount (万元), share of the printed project total
    in percent, sources; sorted by amount. Caveat where the listed rows do not reach the printed total; missing
    where no row has project money.
    """
    rows = budget.table("expenditure").dropna(subset=["project"])
    if rows.empty:
        return missing_result(_NO_ROWS, _BASE)
    keys = ["function_code", "function_name", "gov_econ_code", "gov_econ_name"]
    table = sum_by(rows, keys, ["project"]).rename(columns={"project": "amount"})
    table = table.sort_values("amount", ascending=False, kind="stable", ignore_index=True)
    total = budget.printed_totals.get(("expenditure", "project"))
    listed = round(float(table["amount"].sum()), 6)
    caveats: tuple[str, ...] = ()
    if total is not None and round(total - listed, 6):
        caveats = (f"支出总表逐行列出的项目支出为 {listed:,.2f} 万元，比合计少 {total - listed:,.2f} 万元。",)
    whole = listed if total is None else total
    return Result(
        add_shares(table, "amount", whole),
        _BASE,
        years=(budget.year,),
        caveats=caveats,
        facts={"total": whole, "listed": listed},
    )


@remembered
def cross_project_money(budget: Budget) -> Result:
    """Cross project money by function class (rows, 3 digits) and government economic class (columns, 3 digits).

    Gives code and name of the function class, a column of amounts (万元) an economic class code, `unlisted` (what the
    class lacks of its printed money, where that is proved), total (with it) and sources; missing where no row has
    project money.
    """
    rows = budget.table("expenditure").dropna(subset=["project"])
    if rows.empty:
        return missing_result(_NO_ROWS, _BASE)
    if rows["gov_econ_code"].isna().all():
        return missing_result(_NO_ECONOMIC, _BASE)
    rows = rows.assign(code=rows["function_code"].str[:3], column=rows["gov_econ_code"].str[:3])
    crossed = rows.pivot_table(index="code", columns="column", values="project", aggfunc="sum", observed=True).round(6)
    gaps = find_class_gaps(budget, "project")
    crossed = crossed.reindex(crossed.index.union(gaps, sort=False))
    unlisted = [gaps[code][0] if code in gaps else None for code in crossed.index]
    crossed["unlisted"] = pd.array(unlisted, dtype="float64")
    crossed["total"] = crossed.sum(axis=1).round(6)
    crossed = crossed.sort_values("total", ascending=False).reset_index()
    crossed.insert(1, "name", [class_name("function_code", code) for code in crossed["code"]])
    crossed["sources"] = [
        source_lines(rows[rows["code"] == code]) + (gaps[code][1] if code in gaps else ()) for code in crossed["code"]
    ]
    crossed.columns.name = None
    return Result(pd.DataFrame(crossed), _BASE, years=(budget.year,))
