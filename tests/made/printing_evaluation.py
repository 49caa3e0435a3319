"""项目支出绩效自评表 as text without tabs: narrow columns wrap, and their pieces stand above each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from budgetkit.finding import Row
from made.evaluation import MadeEvaluation
from made.page import Paper

_FUNDS = {
    "total": "年度资金总额",
    "current_grant": "其中：当年财政拨款",
    "carryover": "上年结转资金",
    "other": "其他资金",
}
_LEVEL_WIDTH, _REASON_WIDTH, _VALUE_WIDTH = 6, 9, 9
_LABEL = ["绩", "效", "指", "标", ""]


def print_evaluations(paper: Paper, document: MadeEvaluation) -> None:
    """Print the forms of a self-evaluation document one after another."""
    indicators = {
        seq: list(rows)
        for seq, rows in groupby(document.truth["evaluation_indicators"], key=lambda row: row["evaluation_seq"])
    }
    paper.lines = [""]
    for form in document.truth["evaluations"]:
        seq = form["evaluation_seq"]
        _print_heading(paper, document, form)
        _print_funds(paper, [row for row in document.truth["evaluation_funds"] if row["evaluation_seq"] == seq])
        _print_goals(paper, form)
        _print_indicators(paper, indicators[seq])
        paper.lines += [f"总分 100 {form['total_score']:.2f} ", "", "", ""]


def _print_heading(paper: Paper, document: MadeEvaluation, form: Row) -> None:
    paper.lines += [" 项目支出绩效自评表 ", "", f"（{document.year}年度）", ""]
    paper.lines += [f"项目名称 {form['project_name']}", ""]
    paper.lines += [f"主管部门 {document.department} 实施单位 {form['unit_name']}", ""]


def _print_funds(paper: Paper, rows: Sequence[Row]) -> None:
    paper.lines += ["项目资金（万元）", "", "年初预算数 全年预算数 全年执行数 分值 执行率 得分", ""]
    for row in rows:
        rate = "" if row["execution_rate"] is None else f"{row['execution_rate']:.2f}%"
        cells = [_money(row[key]) for key in ("initial_budget", "full_year_budget", "executed")]
        cells += [_weight(row["weight"]), rate, _money(row["score"])]
        filled = [cell or paper.random.choice("-_") for cell in cells]
        paper.lines += [f"{_FUNDS[row['fund']]} {' '.join(filled)}", ""]


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def _weight(weight: Decimal | None) -> str:
    return "" if weight is None else f"{weight:.0f}"


def _print_goals(paper: Paper, form: Row) -> None:
    paper.lines += ["年度总体", "目标", "", "预期目标 实际完成情况", ""]
    paper.lines += [*wrap(form["expected_goal"], 42), "", *wrap(form["actual_result"], 27), ""]


def _print_indicators(paper: Paper, rows: Sequence[Row]) -> None:
    """Print the indicators; behind a page break the labels at the left come again."""
    paper.lines += [
        *_LABEL,
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分",
        "偏差原因分析及改",
        "",
        "进措施",
        "",
    ]
    left = paper.draw_page()
    for level1, group in groupby(rows, key=lambda row: row["level1"]):
        members = list(group)
        is_label_due = len(members) > 1
        above = None
        for row in members:
            if left == 0:
                left = paper.draw_page()
                paper.lines += ["", "", *_LABEL]
                is_label_due, above = len(members) > 1, None
            if is_label_due:
                paper.lines += [level1, ""]
                is_label_due = False
            shown = "" if paper.style.merged_levels and row["level2"] == above else row["level2"]
            _print_row(paper, row, "" if len(members) > 1 else level1, shown)
            above = row["level2"]
            left -= 1


def _print_row(paper: Paper, row: Row, level1: str, level2: str) -> None:
    name = wrap(row["name"], paper.random.choice((13, 14, 15)))
    data = _print_values(paper, row)
    head = _print_levels(level2, level1)
    if len(name) == 1 and len(data) == 1 and len(head) < 2:
        paper.lines.append(" ".join([*head, name[0], data[0]]))
    elif len(name) == 1:
        paper.lines += [*head, f"{name[0]} {data[0]}", *data[1:]]
    else:
        gap = [""] if len(name) > 2 and len(head) > 1 else []
        paper.lines += [*head, *gap, *name[:-1], "", name[-1], *data]
    paper.lines.append("")
    if row["deviation_reason"]:
        reason = wrap(row["deviation_reason"], _REASON_WIDTH)
        paper.lines += [*reason[:-1], *([""] if len(reason) > 1 else []), reason[-1], ""]


def _print_levels(level2: str, level1: str) -> list[str]:
    """Print the level cells: in one line where the second level fits its column, else its pieces below each other."""
    first, rest = level2[:_LEVEL_WIDTH], level2[_LEVEL_WIDTH:]
    if not rest:
        label = f"{level1} {first}".strip()
        return [label] if label else []
    return [level1, first, "", rest] if level1 else [first, rest]


def _print_values(paper: Paper, row: Row) -> list[str]:
    """Print target, actual value, weight and score; a long actual value breaks before its last character."""
    score = f"{row['score']:.0f}" if paper.style.bare_scores else f"{row['score']:.2f} "
    end = f"{row['weight']:.0f} {score}"
    if paper.style.blanks and len(row["actual"]) >= _VALUE_WIDTH:
        return [f"{row['target']}", row["actual"][:-1], "", row["actual"][-1], end]
    return [f"{row['target']} {row['actual']} {end}"]


def wrap(text: str, width: int) -> list[str]:
    """Wrap a text in lines of a width; a stop at the end stays with its line."""
    return list(_wrapped(text, width))


def _wrapped(text: str, width: int) -> Iterable[str]:
    start = 0
    while start < len(text):
        end = start + width
        end += 1 if text[end : end + 1] and text[end : end + 1] in "。，" else 0
        yield text[start:end]
        start = end
