"""Growth without the money that pays earlier years' contracts, in words: it stands beside the growth as printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from budgetkit.briefing.citations import CitedStatement, cite
from budgetkit.compare.budget import Budget
from budgetkit.compare.comparable import Bill, bills_of
from budgetkit.compare.measure import DECIMALS, share_of, source_lines
from budgetkit.compare.result import Result, SourceLine
from budgetkit.numbers import format_percent
from budgetkit.statements import Quantity, compose
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import amount, count


def state_total_without_bills(result: Result, earlier: Budget, later: Budget) -> Iterator[CitedStatement]:
    """State the growth of all expenditure without what the project tables of both years say is an earlier year's.

    `result` is the growth of two budgets. Nothing where neither table says so of any money.
    """
    own = [list(bills_of(budget).values()) for budget in (earlier, later)]
    totals = (result.facts["earlier"], result.facts["later"])
    yield from _state("支出合计", totals, own, result.years, _totals(earlier), _totals(later))


def state_projects_without_bills(result: Result) -> Iterator[CitedStatement]:
    """State the growth of the projects that go on without what of them pays earlier years' contracts."""
    table = result.table
    gone_on = table[(table["status"] == "continued") & table["amount_1"].notna() & table["amount_2"].notna()]
    own = [[Bill(value) for value in gone_on[f"bill_{number}"].dropna()] for number in (1, 2)]
    totals = tuple(round(float(gone_on[f"amount_{number}"].sum()), DECIMALS) for number in (1, 2))
    yield from _state("延续项目合计", totals, own, result.years, *gone_on["sources"])


def _state(
    subject: str, totals: Sequence[float], bills: list[list[Bill]], years: tuple[int, ...], *sources
) -> Iterator[CitedStatement]:
    old = [round(sum(bill.amount for bill in own), DECIMALS) for own in bills]
    rest = [round(total - part, DECIMALS) for total, part in zip(totals, old, strict=True)]
    if not any(old) or min(*rest, *totals) <= 0:
        return
    parts = [
        f"{year}年{{old{n}}}" if part else f"{year}年未写明"
        for n, (year, part) in enumerate(zip(years, old, strict=True))
    ]
    printed, left = (share_of(round(b - a, DECIMALS), a) for a, b in (totals, rest))
    figures = {f"old{n}": amount(part) for n, part in enumerate(old)}
    figures |= {"first": amount(rest[0]), "second": amount(rest[1]), "left": _growth(left), "printed": _growth(printed)}
    doubt = "；首款与尾款是否同一合同不明的也已扣除" if any(bill.doubtful for own in bills for bill in own) else ""
    text = f"{subject}中写明支付以前年度的款项：{'、'.join(parts)}；扣除后由{{first}}到{{second}}，{{left}}"
    text += f"（按所列金额{{printed}}）{doubt}。"
    yield cite(compose(text, **figures), *(bill.sources for own in bills for bill in own), *sources)


def state_execution_without_bills(result: Result, year: int) -> Iterator[CitedStatement]:
    """State which self-evaluated projects' budgets pay earlier years' bills, and the change without them."""
    own = result.table[result.table["bill_2"].notna() | result.table["bill_1"].notna()]
    told = own[own["comparable"].notna()]
    if own.empty:
        return
    figures = {"count": count(len(own)), "old": amount(round(float(own["bill_2"].sum()), DECIMALS))}
    parts = []
    for n, row in enumerate(told.itertuples()):
        figures |= {f"left{n}": _growth(row.comparable), f"printed{n}": _growth(row.change)}
        parts.append(f"{row.name}{{left{n}}}（按所列金额{{printed{n}}}）")
    text = f"延续项目中{{count}}的{year}年预算含以前年度款项{{old}}"
    text += f"，扣除后与执行数相比：{'、'.join(parts)}" if parts else ""
    text += "".join(f"；{why}" for why in _say_untold(own[own["comparable"].isna()]))
    yield cite(compose(text + "。", **figures), *own["sources"])


def _say_untold(rows: pd.DataFrame) -> Iterator[str]:
    """Say of projects without a comparable change why they have none."""
    for why, concerned in rows.groupby("untold", sort=False):
        yield f"{join_names(list(concerned['name']))}{why}，不计扣除后的增减"


def _growth(value: float) -> Quantity:
    sign = "+" if value > 0 else ""
    return Quantity(value, "%", f"{sign}{format_percent(value)}")


def _totals(budget: Budget) -> tuple[SourceLine, ...]:
    totals = budget.table("printed_totals")
    return source_lines(totals[(totals["table"] == "expenditure") & (totals["column"] == "total")])
