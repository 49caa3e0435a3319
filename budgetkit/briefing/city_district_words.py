"""The sentences of 市区对比: key points, and by how much shares differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from budgetkit.briefing.citations import CitedStatement, cite, cite_rows
from budgetkit.briefing.city_district_limits import missing_counterpart
from budgetkit.briefing.sides import Sides
from budgetkit.compare.budget import Budget
from budgetkit.compare.dominant import DOMINANT, find_dominant
from budgetkit.compare.measure import source_lines
from budgetkit.compare.projects import measure_coverage
from budgetkit.compare.result import SourceLine
from budgetkit.compare.scopes import find_grants_in_public_funds
from budgetkit.compare.size import measure_size
from budgetkit.compare.structure import BY_DEPT_ECON_CLASS, BY_FUNCTION_CLASS, compare_structures, measure_structure
from budgetkit.numbers import round_half_up
from budgetkit.observe.marks import is_incomplete
from budgetkit.observe.outside_staff import PAY_CLASS
from budgetkit.statements import (
    Statement,
    compose,
    state_composition,
    state_coverage,
    state_missing,
    state_not_comparable,
    state_share,
    state_share_difference,
)
from budgetkit.statements.arithmetic import adds_up
from budgetkit.statements.statement import Quantity, amount, percent, points

_PARTS = {"basic": "基本支出", "project": "项目支出", "reserve": "单位预留机动经费"}
_FAR = 10.0  # percentage points: from here on an economic class tells two bodies of another kind
_MOST_CLASSES = 2


@dataclass(frozen=True)
class Remark:
    """What makes a side's share unlike the other's: its name and {money}, the {share} without it, and their lines."""

    text: str
    figures: dict[str, Quantity]
    sources: tuple[SourceLine, ...]


def key_points(sides: Sides, dominant: float = DOMINANT) -> list[Statement]:
    """State the comparison's main points: each side's size, the own first, then the differences of shares.

    `dominant` is the share of project money (per cent) from which on one project alone decides a side's.
    """
    points = [*state_kinds(sides.budgets), *(state_size(budget) for budget in sides.budgets)]
    if not sides.is_pair:
        return [*points, *_state_own_structure(sides.own), missing_counterpart(sides)]
    points += [*differences(sides, dominant), *(_state_main_class(budget) for budget in sides.budgets)]
    return points + [_state_projects(budget) for budget in sides.budgets]


def state_kinds(budgets: Sequence[Budget]) -> list[Statement]:
    """State that a single unit's budget stands beside a department's, where it does."""
    kinds = {budget.kind: budget for budget in budgets}
    if len(kinds) < 2:
        return []
    unit, whole = kinds["unit_budget"], kinds["budget"]
    reason = f"{unit.label}只含该单位本身，{whole.department}（{whole.year}年部门预算）含部门本级和所属单位，范围不同"
    return [state_not_comparable("单位预算与部门预算的金额", reason=reason, instead="占比、构成和比率指标")]


def differences(sides: Sides, dominant: float = DOMINANT) -> list[Statement]:
    """State by how much the shares of two sides differ, each with what makes them unlike in the same sentence."""
    first, second = sides.budgets
    project = _state_share_difference("project", "项目支出占支出总计的比重", first, second)
    public = _state_share_difference("public_funds", "公用经费占基本支出的比重", first, second)
    without = partial(_without_dominant, dominant=dominant)
    return [
        _with_remarks(project, sides, "project", without),
        _with_remarks(public, sides, "public_funds", _without_grants),
        *_state_classes(first, second),
    ]


def _state_classes(first: Budget, second: Budget) -> list[Statement]:
    """State which economic classes' shares differ most, where they differ much; none where a side lacks rows."""
    result = compare_structures(first, second, BY_DEPT_ECON_CLASS)
    if result.is_missing or any(is_incomplete(budget, "expenditure") for budget in (first, second)):
        return []
    table = result.table.dropna(subset=["amount_1", "amount_2"])
    far = table[table["difference"].abs() >= _FAR].sort_values("difference", key=lambda own: -own.abs(), kind="stable")
    rows = list(far.head(_MOST_CLASSES).itertuples())
    if not rows:
        return []
    parts = []
    figures: dict[str, Quantity] = {}
    for n, row in enumerate(rows):
        figures |= {f"one{n}": percent(row.share_1), f"two{n}": percent(row.share_2), f"gap{n}": points(row.difference)}
        word = "高" if row.difference > 0 else "低"
        told, more = _say_project_wages(row.code, (first, second))
        figures |= more
        gap = f"前者{word}{{gap{n}}}{_remark(row.share_1, row.share_2)}"
        parts.append(f"{row.name}（{{one{n}}}对{{two{n}}}，{gap}{told}）")
    scope = f"{result.narrower}中，" if result.narrower else ""
    statement = compose(f"{scope}部门经济分类（类）占比相差最大的是{'、'.join(parts)}。", **figures)
    return [cite(statement, *(row.sources for row in rows), *map(measure_size, (first, second)))]


def _say_project_wages(code: str, budgets: Sequence[Budget]) -> tuple[str, dict[str, Quantity]]:
    """Say what of a class of pay is project money, and what share of basic money it has without that on each side.

    Pay belongs to basic money: where a side pays people from projects, the shares of all money tell something else.
    """
    sums = [_sum_class(budget, code) for budget in budgets]
    basics = [measure_size(budget).facts.get("basic", 0.0) for budget in budgets]
    paid = [(n, budget) for n, (budget, (_, project)) in enumerate(zip(budgets, sums, strict=True)) if project > 0]
    if code != PAY_CLASS or not paid or not all(basics):
        return "", {}
    figures = {f"wages{n}": amount(sums[n][1]) for n, _ in paid}
    shares = [own / whole * 100 for (own, _), whole in zip(sums, basics, strict=True)]
    figures |= {f"basic{n}": percent(share) for n, share in enumerate(shares)}
    named = "、".join(f"{budget.side}含项目支出{{wages{n}}}" for n, budget in paid)
    return f"；其中{named}，只算基本支出，占基本支出的{{basic0}}对{{basic1}}", figures


def _sum_class(budget: Budget, code: str) -> tuple[float, float]:
    """Add up the basic and the project money of an economic class in 支出总表 (万元)."""
    rows = budget.table("expenditure")
    own = rows[rows["dept_econ_code5"].fillna("").str.startswith(code)]
    basic, project = (round(float(own[column].sum()), 6) for column in ("basic", "project"))
    return basic, project


def _with_remarks(
    statement: CitedStatement, sides: Sides, key: str, remark: Callable[[Budget], Remark | None]
) -> Statement:
    """Add each side's remark to a sentence, before its full stop, and how the difference is then."""
    remarks = [remark(budget) for budget in sides.budgets]
    found = [(budget, told) for budget, told in zip(sides.budgets, remarks, strict=True) if told]
    if not found:
        return statement
    figures = {f"{key}{n}": value for n, (_, told) in enumerate(found) for key, value in told.figures.items()}
    taken = [told.text.format(**{key: f"{{{key}{n}}}" for key in told.figures}) for n, (_, told) in enumerate(found)]
    named = "、".join(f"{budget.side}{text}" for (budget, _), text in zip(found, taken, strict=True))
    shares = "、".join(f"{{share{n}}}" for n, _ in enumerate(found))
    if len({told.text for _, told in found}) == 1:
        words, gap = _say_gap([_share(budget, key) for budget in sides.budgets], remarks)
    else:
        words, gap = "，所扣内容不同，只说明各自受一笔大额支出的影响，两者不相减", {}
    subject = "分别" if len(found) > 1 else found[0][0].side
    template = f"分子、分母同扣{named}后，{subject}为{shares}{words}"
    more = compose(template, **figures, **gap)
    joined = Statement(f"{statement.text.rstrip('。')}；{more.text}。", {**statement.figures, **more.figures})
    return cite(joined, statement.sources, *(told.sources for _, told in found))


def _remark(left: float, right: float) -> str:
    """Give the remark on rounding where two shares as printed do not differ as their difference is printed."""
    return (
        "" if adds_up(max(left, right), [min(left, right), abs(left - right)], 1) else "，因四舍五入与直接相减略有出入"
    )


def _say_gap(before: Sequence[Any], remarks: Sequence[Remark | None]) -> tuple[str, dict[str, Quantity]]:
    """Say how the shares differ once something was taken off: words with a place for the gap, and the gap."""
    if None in before:
        return "", {}
    pairs = zip(before, remarks, strict=True)
    left, right = (cast(Any, told.figures["share"].value) if told else share for share, told in pairs)
    gap, old = (round_half_up(one - other, 1) for one, other in ((left, right), before))
    if not gap:
        return "，两者持平", {}
    if gap * old < 0:
        word = f"前者转为{'高' if gap > 0 else '低'}{{gap}}"
    elif gap == old:
        word = "差距仍为{gap}"
    else:
        word = f"差距{'扩大' if abs(gap) > abs(old) else '缩小'}到{{gap}}"
    return f"，{word}{_remark(left, right)}", {"gap": points(abs(left - right))}


def _without_dominant(budget: Budget, dominant: float) -> Remark | None:
    """Say the share of project money without the one project or line that decides it."""
    one, facts = find_dominant(budget, dominant), measure_size(budget).facts
    if one is None or not facts.get("total", 0.0) > one.amount:
        return None
    share = (facts["project"] - one.amount) / (facts["total"] - one.amount) * 100
    figures = {"money": amount(one.amount), "share": percent(share)}
    return Remark(f"{one.name}（{{money}}）", figures, one.sources)


def _without_grants(budget: Budget) -> Remark | None:
    """Say the share of public funds without what of them is paid to people (303), which runs no office."""
    rows, whole = find_grants_in_public_funds(budget), _basic_of_grant(measure_size(budget).facts)
    public = measure_size(budget).facts.get("public_funds")
    if rows.empty or not whole or public is None:
        return None
    money = round(float(rows["public_funds"].sum()), 6)
    figures = {"money": amount(money), "share": percent((public - money) / (whole - money) * 100)}
    names = "、".join(rows["dept_econ_name"].unique())
    return Remark(f"公用经费中的{names}（{{money}}）", figures, source_lines(rows))


def state_size(budget: Budget) -> Statement:
    """State a budget's expenditure of the year with its basic and project parts."""
    size = measure_size(budget)
    keys = [key for key in ("basic", "project", "reserve") if key != "reserve" or key in size.facts]
    names, parts = [_PARTS[key] for key in keys], [size.facts.get(key) for key in keys]
    whole, name = ("this_year", "本年支出") if "this_year" in size.facts else ("total", "支出总计")
    statement = state_composition(f"{budget.label}{name}", size.facts.get(whole), names, parts)
    return cite_rows(statement, size, "key", whole, *keys)


def _state_share_difference(key: str, subject: str, first: Budget, second: Budget) -> CitedStatement:
    left, right = _share(first, key), _share(second, key)
    statement = state_share_difference(subject, left, right, left_name=first.side, right_name=second.side)
    keys = ("project", "total") if key == "project" else ("personnel", "public_funds")
    cited = [cite_rows(statement, measure_size(budget), "key", *keys).sources for budget in (first, second)]
    return cite(statement, *cited)


def _share(budget: Budget, key: str) -> float | None:
    facts = measure_size(budget).facts
    whole = facts.get("total") if key == "project" else _basic_of_grant(facts)
    part = facts.get(key)
    return None if part is None or not whole else part / whole * 100


def _basic_of_grant(facts: dict[str, float]) -> float | None:
    parts = [facts[key] for key in ("personnel", "public_funds") if key in facts]
    return sum(parts) if len(parts) == 2 else None


def _state_main_class(budget: Budget) -> Statement:
    result = measure_structure(budget, BY_FUNCTION_CLASS)
    if result.is_missing:
        return state_missing(f"{budget.side}支出构成分析", reason=result.reason)
    total = measure_size(budget).facts.get("this_year", result.table["amount"].sum())
    row = result.table.iloc[0]
    whole = cite_rows(Statement(""), measure_size(budget), "key", "this_year").sources
    base = "本年支出" if whole else "支出"
    return cite(state_share(f"{budget.side}{row['name']}", row["amount"], base, total), row["sources"], whole)


def _state_own_structure(budget: Budget) -> Iterator[Statement]:
    yield _state_main_class(budget)
    yield _state_projects(budget)


def _state_projects(budget: Budget) -> Statement:
    result = measure_coverage(budget)
    if result.is_missing:
        return state_missing(f"{budget.side}项目分析", reason=result.reason)
    return cite(state_listed(f"{budget.side}所列项目", result.facts), result)


def state_listed(subject: str, facts: dict[str, float]) -> Statement:
    """State how much of 项目支出 the listed projects explain, from the facts of measure_coverage."""
    return state_coverage(
        subject,
        facts.get("listed"),
        "项目支出",
        facts.get("total"),
        number=int(facts["count"]),
        unread=int(facts["unread"]),
    )
