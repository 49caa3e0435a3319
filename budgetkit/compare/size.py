"""How large a budget is: its main amounts, each on the widest base that its document prints."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from budgetkit.compare.budget import Budget
from budgetkit.compare.measure import part_of
from budgetkit.compare.memory import remembered
from budgetkit.compare.result import BY_ROW, Result, SourceLine

_MEASURES = (
    # key, label, base, clean table, column or item pattern
    ("total", "支出总计", "全部资金", "income_expenditure", "支出(?:总计|合计)|总计"),
    ("this_year", "本年支出合计", "全部资金", "income_expenditure", "[本当]年支出(?:合计|小计)"),
    ("general_public_income", "本年一般公共预算拨款收入", "全部资金", "income", "this_year_general_public"),
    ("gov_fund_income", "本年政府性基金预算拨款收入", "全部资金", "income", "this_year_gov_fund"),
    ("state_capital_income", "本年国有资本经营预算拨款收入", "全部资金", "income", "this_year_state_capital"),
    ("special_account_income", "本年财政专户管理资金收入", "全部资金", "income", "this_year_special_account"),
    ("business_income", "本年事业收入", "全部资金", "income", "this_year_business_income"),
    ("operating_income", "本年经营收入", "全部资金", "income", "this_year_operating_income"),
    ("superior_subsidy", "本年上级补助收入", "全部资金", "income", "this_year_superior_subsidy"),
    ("affiliate_remittance", "本年附属单位上缴收入", "全部资金", "income", "this_year_affiliate_remittance"),
    ("other_income", "本年其他收入", "全部资金", "income", "this_year_other_income"),
    ("carry_in", "上年结转结余", "全部资金", "income_expenditure", "(?:上年|单位)结转(?:结余|资金)?"),
    ("carry_out", "年终结转结余", "全部资金", "income_expenditure", "年终结转(?:结余)?|结转下年资金"),
    ("basic", "基本支出", "全部资金", "expenditure", "basic"),
    ("project", "项目支出", "全部资金", "expenditure", "project"),
    ("reserve", "单位预留机动经费", "全部资金", "expenditure", "reserve"),
    ("fiscal", "财政拨款支出总计", "财政拨款", "fiscal_grant", "支出(?:总计|合计)"),
    ("general_public", "一般公共预算支出", "一般公共预算", "general_public_expenditure", "total"),
    ("personnel", "人员经费", "一般公共预算基本支出", "basic_expenditure", "personnel"),
    ("public_funds", "公用经费", "一般公共预算基本支出", "basic_expenditure", "public_funds"),
    ("procurement", "政府采购预算", "政府采购", "procurement", "amount"),
    ("services", "政府购买服务", "财政拨款", "purchased_services", "amount"),
)
_ONLY_WHERE_PRINTED = ("reserve", "procurement", "services", *(one[0] for one in _MEASURES if one[3] == "income"))
_BY_ITEM = ("income_expenditure", "fiscal_grant")
_KEYS = tuple(measure[0] for measure in _MEASURES)
MAIN = tuple(one[0] for one in _MEASURES if one[3] not in ("income", "procurement", "purchased_services"))


@remembered
def measure_size(budget: Budget, keys: Collection[str] = _KEYS) -> Result:
    """Measure a budget's size: a row a measure with key, label, base, amount (万元), share of 支出总计, sources.

    Amounts are the document's own printed totals; a measure that the document does not print is missing, not zero.
    `keys` chooses among the measures; shares need the total.
    """
    rows = [_measure(budget, *measure) for measure in _MEASURES if measure[0] in keys]
    rows = [row for row in rows if row["key"] not in _ONLY_WHERE_PRINTED or row["amount"] is not None]
    table = pd.DataFrame(rows)
    amounts = dict(zip(table["key"], table["amount"], strict=True))
    table["share"] = [part_of(amount, amounts.get("total")) for amount in table["amount"]]
    facts = {key: amount for key, amount in amounts.items() if pd.notna(amount)}
    return Result(table, BY_ROW, years=(budget.year,), facts=facts)


def compare_sizes(budgets: Sequence[Budget], keys: Collection[str] = _KEYS) -> Result:
    """Set the sizes of several budgets side by side: amount_1, share_1, amount_2, … and each row's sources.

    Amounts stand beside each other with their year; nothing is subtracted or divided across levels. `keys` chooses
    among the measures.
    """
    measured = [measure_size(budget).table.set_index("key", drop=False) for budget in budgets]
    keys = [key for key in _KEYS if key in keys and any(key in result.index for result in measured)]
    results = [_with_all(result, keys) for result in measured]
    table = results[0][["key", "label", "base"]].reset_index(drop=True)
    for position, result in enumerate(results, start=1):
        table[f"amount_{position}"] = result["amount"].to_numpy()
        table[f"share_{position}"] = result["share"].to_numpy()
    per_row = zip(*(result["sources"] for result in results), strict=True)
    table["sources"] = [tuple(line for lines in row for line in lines) for row in per_row]
    return Result(table, BY_ROW, years=tuple(budget.year for budget in budgets))


def _with_all(table: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Give a row to each measure; one that only the other budgets print has no amount."""
    named = {key: (label, base) for key, label, base, *_ in _MEASURES}
    full = table.reindex(keys).assign(key=keys, label=[named[k][0] for k in keys], base=[named[k][1] for k in keys])
    return full.assign(sources=[lines if isinstance(lines, tuple) else () for lines in full["sources"]])


def _measure(budget: Budget, key: str, label: str, base: str, table: str, which: str) -> dict:
    amount, lines = _find_item(budget, table, which) if table in _BY_ITEM else _find_total(budget, table, which)
    return {"key": key, "label": label, "base": base, "amount": amount, "sources": lines}


def _find_item(budget: Budget, table: str, pattern: str) -> tuple[float | None, tuple[SourceLine, ...]]:
    """Find the first row with an amount whose item is one of those meant."""
    rows = budget.remember(f"items {table}", lambda: _read(budget.table(table), "item_name"))
    matching = (row for row in rows if isinstance(row[0], str) and re.fullmatch(pattern, row[0]) and pd.notna(row[1]))
    return _first(matching)


def _find_total(budget: Budget, table: str, column: str) -> tuple[float | None, tuple[SourceLine, ...]]:
    """Find the total that a table prints of a column."""
    rows = budget.remember("items printed", lambda: _read(budget.table("printed_totals"), "table", "column"))
    return _first((column, *rest) for name, column_, *rest in rows if (name, column_) == (table, column))


def _read(rows: pd.DataFrame, *names: str) -> list[tuple]:
    columns = [rows[name].tolist() for name in (*names, "amount", "document_id", "source_line")]
    return list(zip(*columns, strict=True))


def _first(rows: Iterable[tuple]) -> tuple[float | None, tuple[SourceLine, ...]]:
    for _, amount, document, line in rows:
        return float(amount), ((document, int(line)),)
    return None, ()
