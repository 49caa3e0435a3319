"""横向: all departments of a level and year side by side, and a department's place in its own briefing."""

from __future__ import annotations

from budgetkit.briefing.cite import cite
from budgetkit.briefing.show import amount, count, share, show_figure, show_table, text
from budgetkit.compare.across import MEASURES, Measure, compare_across, find_peers, list_sizes, place_among
from budgetkit.compare.budget import LEVELS, Budget
from budgetkit.compare.result import Result, missing_result
from budgetkit.dataset.load import Dataset
from budgetkit.draw import draw_strip
from budgetkit.report.numbers import format_percent
from budgetkit.report.parts import Cover, Part
from budgetkit.statements import Statement, compose
from budgetkit.statements.statement import count as count_of
from budgetkit.statements.statement import percent

_MOST = 40  # departments that the cover names; of more, the list of documents does


class Peers:
    """The budgets of a level and year, and what all of them have in common."""

    def __init__(self, data: Dataset, level: str, year: int, marked: str = "") -> None:
        self.data, self.level, self.year = data, level, year
        self.budgets = find_peers(data, level, year)
        self.result = compare_across(self.budgets)
        named = {budget.department_id: budget.department for budget in self.budgets}
        self.marked = named.get(marked)

    @property
    def scope(self) -> str:
        """The level and year as titles name them, with the number of departments."""
        return f"{LEVELS[self.level]} {self.year}年 {len(self.budgets)} 个部门"

    @property
    def documents(self) -> list[str]:
        """The documents that the report rests on."""
        return [budget.document_id for budget in self.budgets]


def cover(peers: Peers, version: str) -> Part:
    """Make the head of the report: which level and year, and whose budgets."""
    titles = dict(zip(peers.data.documents["document_id"], peers.data.documents["title"], strict=True))
    named = [titles[document] for document in peers.documents[:_MOST]]
    named += [f"等 {len(peers.documents)} 份"] if len(peers.documents) > _MOST else []
    return Cover(f"{LEVELS[peers.level]}各部门", peers.year, "横向比较", LEVELS[peers.level], named, version)


def key_points(peers: Peers) -> list[Statement]:
    """State of each measure which department is highest and which is lowest, and the middle one's value."""
    return [statement for measure in MEASURES for statement in _state(peers, measure)]


def _state(peers: Peers, measure: Measure) -> list[Statement]:
    table = peers.result.table.dropna(subset=[measure.key]).sort_values(measure.key, ascending=False, kind="stable")
    if len(table) < 2:
        return []
    first, last = table.iloc[0], table.iloc[-1]
    middle = "，中位数{median}（{count}）" if len(table) > 2 else ""
    statement = compose(
        f"{measure.label}：最高的是{first['department']}{{highest}}，最低的是{last['department']}{{lowest}}{middle}。",
        highest=percent(first[measure.key]),
        lowest=percent(last[measure.key]),
        median=percent(table[measure.key].median()),
        count=count_of(len(table), "个部门"),
    )
    return [cite(statement, *table[f"sources_{measure.key}"])]


def sizes_table(peers: Peers) -> Part:
    """Show every department's total, basic and project expenditure, largest first."""
    table = list_sizes(peers.budgets)
    table = table.sort_values("total", ascending=False, kind="stable", ignore_index=True)
    columns = [text("department", "部门"), amount("total", "支出总计")]
    columns += [amount("basic", "基本支出"), amount("project", "项目支出")]
    result = Result(table, "全部资金", years=(peers.year,))
    return show_table(peers.data, result, columns, f"各部门的规模（{peers.scope}）")


def measures_table(peers: Peers) -> Part:
    """Show every measure of every department."""
    columns = [text("department", "部门"), *(share(measure.key, measure.label) for measure in MEASURES)]
    bases = "；".join(f"{measure.label}为{measure.base}" for measure in MEASURES)
    notes = [f"各列口径：{bases}。", "文件没有列出的，或部分大于整体的，不计。"]
    result = Result(peers.result.table, "", "", peers.result.years)
    return show_table(peers.data, result, columns, f"各部门的比率（{peers.scope}）", notes=notes)


def strip_figure(peers: Peers, key: str) -> Part:
    """Draw one measure of all departments as dots, the marked department apart."""
    measure = next(measure for measure in MEASURES if measure.key == key)
    table = peers.result.table
    known = table.dropna(subset=[key])
    if known.empty:
        return show_table(peers.data, missing_result("各部门的文件都没有该数据。"), [], measure.label)
    low, high = known[key].min(), known[key].max()
    title = f"{measure.label}：{format_percent(low)} 至 {format_percent(high)}"
    drawing = draw_strip(table["department"], table[key], marked=peers.marked)
    if len(known) > _MOST:
        result = Result(known[["department"]], measure.base, "%", peers.result.years)
        return show_figure(
            peers.data, result, drawing, title, notes=["资料来源为各部门的预算文件，逐一见“使用的文件”。"]
        )
    result = Result(known.assign(sources=known[f"sources_{key}"]), measure.base, "%", peers.result.years)
    return show_figure(peers.data, result, drawing, title)


def place_table(budget: Budget) -> Part:
    """Show where a department stands among those of its level and year; a line where too few are there."""
    result = place_among(budget)
    title = "在同级部门中的位次"
    if not result.is_missing:
        title += f"（{result.base}）"
    columns = [
        text("label", "比率"),
        share("value", "本部门"),
        count("rank", "位次（由高到低）"),
        count("count", "部门数"),
    ]
    columns += [share("lowest", "最低"), share("median", "中位数"), share("highest", "最高")]
    return show_table(budget.data, result, columns, title, sortable=False)
