"""Values of indicators that can't be, or that another print in the document contradicts. Most values stand alone.

What can be told: rates above 100 % or too low to be meant, dates that don't exist, months beyond 12, a number that the
indicator's own name or the project's goal gives otherwise, one indicator printed twice, costs that miss the project's
total by one digit, and in self-evaluations a target that was missed and yet scored in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from budgetkit.check.document import CheckedDocument
from budgetkit.check.figure import ZERO
from budgetkit.check.result import make_row
from budgetkit.check.words import money, table_label
from budgetkit.cost_ceilings import Ceiling, is_cost, is_near_miss, judge_ceiling, parse_ceiling
from budgetkit.finding import Row
from budgetkit.tidy.project_names import name_key

RULE = "indicator_value"
_GROWS = re.compile("增长|增幅|同比|超额|倍|(?:增加|提升|提高)(?:率|比例|幅度|$)")
_TO_BE_HIGH = re.compile("满意度|合格率|通过率|及时率|完成率|准确率|到位率|出勤率|正常率|可用率|达标率|响应率")
_LOWEST = 50  # percent; a target below it for what should be near 100 is worth a look
_MOST = {"月": 12, "个月": 60, "天": 366, "日": 366, "工作日": 366}
_UNTIL = re.compile(r"(20\d\d)年(\d{1,2})月(?:(\d{1,2})日)?")
_PAST_OR_VAGUE = re.compile(
    "完成了|已|上年|去年|至少|不少于|以上|约"
)  # such a sentence gives no target, or only a bound
_COUNT_UNITS = re.compile(r"[\u4e00-\u9fff]{1,3}|%")
_NOT_COUNTED = ("元", "万元", "年", "月", "日", "天", "定性", "其他")
_ROUNDING = Decimal("0.0001")  # 万元: costs that are rounded may miss their sum by this much
_SHARED = 4  # characters that a goal and an indicator's name must share to speak of the same thing


def check_indicator_values(document: CheckedDocument) -> Iterator[Row]:
    """Check indicators' values; one row for those that nothing speaks against, one for each that is odd."""
    for table in ("project_indicators", "department_indicators"):
        rows = document.rows(table)
        goals = {project["project_seq"]: project["goal"] or "" for project in document.rows("projects")}
        texts = [(row, _describe_odd(row, goals.get(row.get("project_seq"), ""), document.source.year)) for row in rows]
        yield from _report(table, texts)
    yield from _report("project_indicators", _find_shifted(document), passes=False)
    yield from _report("project_indicators", _find_twice(document.rows("project_indicators")), passes=False)
    yield from _check_cost_sums(document)


def _report(table: str, texts: Sequence[tuple[Row, str | None]], *, passes: bool = True) -> Iterator[Row]:
    fine = [row["source_line"] for row, text in texts if not text]
    if fine and passes:
        what = f"{table_label(table)}：{len(fine)} 项指标的值没有可见的矛盾"
        yield make_row(RULE, table, what, "pass", lines=(fine,))
    for row, text in texts:
        if text:
            what = f"{table_label(table)}：指标“{row['name']}”的值可信"
            yield make_row(
                RULE, table, what, "insufficient", f"{text}，按原文保留，宜复核", lines=((row["source_line"],),)
            )


def _describe_odd(row: Row, goal: str, year: int) -> str | None:
    """Say what is odd about an indicator's value; None where nothing is."""
    value, unit, name = row["value_number"], row["unit"] or "", row["name"] or ""
    if value is None:
        return None
    odd = describe_impossible(name, row["operator"], value, unit, f"{row['level1']}{row['level2']}")
    if odd is None and len(row["value"] or "") == 8 and "日" in unit:
        odd = _describe_date(row["value"], name, year)
    if odd is None and value == int(value) and _COUNT_UNITS.fullmatch(unit) and unit not in _NOT_COUNTED:
        odd = describe_own_number(name, value, unit) or _describe_goal(name, value, unit, goal)
    return odd


def describe_impossible(name: str, operator: str | None, value: Decimal, unit: str, levels: str = "") -> str | None:
    """Say why a value with a unit can't be what is meant: beyond the whole, beyond the year, or far too low."""
    if unit == "%" and value > 100 and not _GROWS.search(name):
        return f"百分比 {money(value)}% 大于 100%"
    if unit in _MOST and value > _MOST[unit] and value < 10**7:
        return f"{value.normalize():f} {unit}超出一年的长度"
    is_high = _TO_BE_HIGH.search(name + levels) and operator in ("≥", ">", "=")
    if unit == "%" and is_high and value < _LOWEST and not _GROWS.search(name):
        return f"{money(value)}% 低得不像“{name}”的目标"
    return None


def _describe_date(value: str, name: str, year: int) -> str | None:
    try:
        day = date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return f"{value} 不是一个日期"
    if abs(day.year - year) > 1:
        return f"日期 {value} 不在 {year} 年前后"
    named = [(int(y), int(m), int(d or 0)) for y, m, d in _UNTIL.findall(name)]
    if named and not any((y, m) == (day.year, day.month) and d in (0, day.day) for y, m, d in named):
        return f"日期 {value} 与指标名称中的日期不同"
    return None


def describe_own_number(name: str, value: Decimal, unit: str) -> str | None:
    """Say that an indicator's name gives one number with its unit, and another than the value."""
    named = re.findall(rf"(?<![\d.])(\d+(?:\.\d+)?){re.escape(unit)}", name) if unit else []
    if len(named) != 1 or Decimal(named[0]) == value:
        return None
    return f"指标名称中为 {named[0]}{unit}，指标值为 {value.normalize():f}{unit}"


def _describe_goal(name: str, value: Decimal, unit: str, goal: str) -> str | None:
    """Say that the project's goal gives another number for the same thing: one whose neighbouring words are shared."""
    pattern = rf"([\u4e00-\u9fff]*)(?<![\d.])(\d+)余?\s*{re.escape(unit)}([\u4e00-\u9fff]*)"
    sentences = [
        sentence for sentence in re.split("[。；;]", goal) if unit != "%" and not _PAST_OR_VAGUE.search(sentence)
    ]
    found = [match for sentence in sentences for match in re.findall(pattern, sentence)]
    numbers = {number for before, number, after in found if _is_shared(before[-_SHARED:], after[:_SHARED], name)}
    if len(numbers) != 1 or Decimal(number := numbers.pop()) == value:
        return None
    return f"项目目标中写为 {number}{unit}，指标值为 {value.normalize():f}{unit}"


def _is_shared(before: str, after: str, name: str) -> bool:
    """Say whether the words right before or behind a number stand in a name too."""
    return any(len(words) == _SHARED and words in name for words in (before, after))


def _find_twice(rows: Sequence[Row]) -> list[tuple[Row, str | None]]:
    """Find indicators that stand twice with one project, with different values."""
    found: dict[tuple, list[Row]] = {}
    for row in rows:
        if row["name"] and row["value_number"] is not None and not is_cost(row["level1"], row["level2"]):
            found.setdefault((row["project_seq"], row["level2"], name_key(row["name"]), row["unit"]), []).append(row)
    texts: list[tuple[Row, str | None]] = []
    for same in found.values():
        values = {row["value_number"] for row in same}
        if len(values) > 1:
            listed = "、".join(f"{value.normalize():f}" for value in sorted(values))
            texts.append((same[-1], f"同一项目的同一指标印有不同的值（{listed}）"))
    return texts


def _find_shifted(document: CheckedDocument) -> list[tuple[Row, str | None]]:
    """Find costs with the digits of their project's total and the decimal point elsewhere."""
    totals = {project["project_seq"]: project["total"] for project in document.rows("projects")}
    texts: list[tuple[Row, str | None]] = []
    for row in document.rows("project_indicators"):
        total, ceiling = totals.get(row["project_seq"]), parse_ceiling(row["value"], row["unit"])
        if total and ceiling and is_cost(row["level1"], row["level2"]):
            digits = [value.normalize().as_tuple().digits for value in (ceiling.amount, total)]
            # the check of cost ceilings tells these
            is_told = judge_ceiling(ceiling, total) in (
                "equal",
                "rounded",
                "other_unit",
            )
            if digits[0] == digits[1] and len(digits[0]) >= _SHARED and not is_told:
                texts.append((row, f"与项目总额 {money(total)} 万元数字相同，小数点位置不同"))
    return texts


def _check_cost_sums(document: CheckedDocument) -> Iterator[Row]:
    """Check whether a project's costs miss its total by one digit of one of them."""
    costs: dict[int | None, list[tuple[Row, Ceiling]]] = {}
    for row in document.rows("project_indicators"):
        ceiling = parse_ceiling(row["value"], row["unit"]) if is_cost(row["level1"], row["level2"]) else None
        if ceiling:
            costs.setdefault(row["project_seq"], []).append((row, ceiling))
    for project in document.rows("projects"):
        own = costs.get(project["project_seq"], [])
        if project["total"] and len(own) > 1:
            yield from _check_sum(project, own)


def _check_sum(project: Row, costs: Sequence[tuple[Row, Ceiling]]) -> Iterator[Row]:
    lack = project["total"] - sum((ceiling.amount for _, ceiling in costs), ZERO)
    if abs(lack) <= _ROUNDING or any(ceiling.amount >= project["total"] for _, ceiling in costs):
        return
    near = [(row, ceiling) for row, ceiling in costs if is_near_miss(ceiling.amount, ceiling.amount + lack)]
    if near:
        names = "或".join(f"“{row['name']}”" for row, _ in near)
        what = f"{table_label('project_indicators')}：各项成本之和与项目总额"
        text = f"各项成本之和比项目总额少 {money(lack)} 万元，{names}只改一位数字便恰好相等，宜复核"
        lines = ([row["source_line"] for row, _ in near], (project["source_line"],))
        yield make_row(RULE, "project_indicators", what, "insufficient", text, lines=lines)
