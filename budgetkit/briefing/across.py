"""横向: all departments of a level and year side by side, and a department's place in its own briefing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from budgetkit.briefing.citations import cite
from budgetkit.compare.across import FEWEST, MEASURES, Measure, compare_across, find_peers, list_sizes, place_among
from budgetkit.compare.budget import LEVELS, Budget
from budgetkit.compare.result import Result, missing_result
from budgetkit.compare.size import measure_size
from budgetkit.dataset.load import Dataset
from budgetkit.errors import ParameterError, UnknownNameError
from budgetkit.nearest import say_nearest
from budgetkit.numbers import format_amount, format_percent
from budgetkit.report.parts import Cover, Part
from budgetkit.statements import Statement, compose
from budgetkit.statements.order import join_names
from budgetkit.statements.statement import count as count_of
from budgetkit.statements.statement import percent
from budgetkit.version import __version__

_MOST = 40  # departments that the cover names; of more, the list of documents does


class Peers:
    """The budgets of a level and year, and what all of them have in common."""

    def __init__(self, data: Dataset, level: str, year: int, marked: str = "") -> None:
        self.data, self.level, self.year = data, level, year
        self.budgets = find_peers(data, level, year)
        self.result = compare_across(self.budgets)
        named = {budget.department_id: budget.department for budget in self.budgets}
        if marked and marked not in named:
            raise ParameterError(
                "参数 marked", "本层级本年度的部门编号，或留空", repr(marked), say_nearest(marked, named)
            )
        self.marked = named.get(marked)

    @property
    def scope(self) -> str:
        """The level and year as titles name them, with the number of departments."""
        return f"{LEVELS[self.level]} {self.year}年 {len(self.budgets)} 个部门"

    @property
    def documents(self) -> list[str]:
        """The documents that the report rests on."""
        return [budget.document_id for budget in self.budgets]


def cover(peers: Peers) -> Part:
    """Make the head of the report: which level and year, and whose budgets."""
    titles = dict(zip(peers.data.documents["document_id"], peers.data.documents["title"], strict=True))
    named = [titles[document] for document in peers.documents[:_MOST]]
    named += [f"等 {len(peers.documents)} 份"] if len(peers.documents) > _MOST else []
    return Cover(f"{LEVELS[peers.level]}各部门", peers.year, "横向比较", LEVELS[peers.level], named, __version__)


def key_points(peers: Peers) -> list[Statement]:
    """State of each measure which department is highest and which is lowest, and the middle one's value.

    Of two departments both are named with their values: they have no order to speak of.
    """
    return [statement for measure in MEASURES for statement in _state(peers, measure)]


def _state(peers: Peers, measure: Measure) -> list[Statement]:
    table = peers.result.table.dropna(subset=[measure.key]).sort_values(measure.key, ascending=False, kind="stable")
    if len(table) < 2:
        return []
    first, last = table.iloc[0], table.iloc[-1]
    if len(table) < FEWEST:
        text = f"{measure.label}：{first['department']}{{highest}}，{last['department']}{{lowest}}。"
        figures = {"highest": percent(first[measure.key]), "lowest": percent(last[measure.key])}
        return [cite(compose(text, **figures), *table[f"sources_{measure.key}"])]
    middle = "，中位数{median}（{count}）"
    statement = compose(
        f"{measure.label}：最高的是{first['department']}{{highest}}，最低的是{last['department']}{{lowest}}{middle}。",
        highest=percent(first[measure.key]),
        lowest=percent(last[measure.key]),
        median=percent(table[measure.key].median()),
        count=count_of(len(table), "个部门"),
    )
    return [cite(statement, *table[f"sources_{measure.key}"])]


def sizes(peers: Peers) -> Result:
    """List every department's total, basic and project expenditure (see `list_sizes`)."""
    title, notes = f"各部门的规模（{peers.scope}）", _say_left(peers.budgets)
    return Result(list_sizes(peers.budgets), "全部资金", years=(peers.year,), caveats=notes, title=title)


def _say_left(budgets: Sequence[Budget]) -> tuple[str, ...]:
    """Say whose total holds money left for the next year: it is more than basic and project expenditure together."""
    left = {budget.department: measure_size(budget, ("carry_out",)).facts.get("carry_out", 0.0) for budget in budgets}
    told = [f"{name} {format_amount(money)} 万元" for name, money in left.items() if money > 0]
    return (f"支出总计另含年终结转结余：{join_names(told, most=5)}。",) if told else ()


def ratios(peers: Peers) -> Result:
    """Give every measure of every department (see `compare_across`)."""
    bases = "；".join(f"{measure.label}为{measure.base}" for measure in MEASURES)
    notes: tuple[str, ...] = (f"各列口径：{bases}。",)
    if peers.result.table[[measure.key for measure in MEASURES]].isna().any(axis=None):
        notes += ("文件没有列出的，或部分大于整体的，不计。",)
    title = f"各部门的比率（{peers.scope}）"
    order = list_sizes(peers.budgets)["total"].sort_values(ascending=False, kind="stable", na_position="last").index
    table = peers.result.table.loc[order].reset_index(drop=True)  # as the table of their sizes
    return Result(table, "", "", peers.result.years, notes, title=title)


def ratio(peers: Peers, key: str) -> Result:
    """Give one measure of all departments, the title saying how far they are apart: department, value, sources."""
    measure = _find(key)
    table = peers.result.table
    table = table.assign(value=table[key], sources=table[f"sources_{key}"].where(table[key].notna(), None))
    table = table.assign(sources=[lines or () for lines in table["sources"]])
    known = table["value"].dropna()
    if known.empty:
        return replace(missing_result("各部门的文件都没有该数据。"), title=measure.label)
    title = f"{measure.label}：{format_percent(known.min())} 至 {format_percent(known.max())}"
    columns = ["department", "value", "sources"]
    caveats: tuple[str, ...] = ()
    if len(known) > _MOST:
        columns, caveats = columns[:2], ("资料来源为各部门的预算文件，逐一见“使用的文件”。",)
    return Result(table[columns], measure.base, "%", peers.result.years, caveats, title=title)


def _find(key: str) -> Measure:
    """Find a measure; raises UnknownNameError where there is none of that name."""
    known = {measure.key: measure for measure in MEASURES}
    if key not in known:
        labels = {measure.key: measure.label for measure in MEASURES}
        raise UnknownNameError("比率", "可以比较的比率", repr(key), say_nearest(key, labels))
    return known[key]


def place(budget: Budget) -> Result:
    """Place a department among those of its level and year (see `place_among`); missing where too few are there."""
    result, title = place_among(budget), "在同级部门中的位次"
    return replace(result, title=title if result.is_missing else f"{title}（{result.base}）")
